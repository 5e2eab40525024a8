import Net

/// The arguments and options of a command as values.
struct Arguments {
  let call: CommandCall
  let executor: Executor

  init(_ call: CommandCall, _ executor: Executor) {
    self.call = call
    self.executor = executor
  }

  var session: Session { executor.session }

  /// The arguments that are expressions.
  var expressions: [Expression] {
    call.arguments.compactMap { if case .expression(let expression) = $0.kind { expression } else { nil } }
  }

  /// The argument at `index`, from 0, as a word. `$1` gives the script's argument. The result is nil where there is no such argument, or where it is a
  /// layer, a binding, a place in time or a choice.
  ///
  /// - Throws: A fault where an expression cannot be computed or is neither text nor a number.
  func word(_ index: Int) throws(Fault) -> String? {
    guard index < call.arguments.count else { return nil }
    switch call.arguments[index].kind {
    case .word(let word): return word
    case .expression(let expression): return try text(expression)
    case .layer, .binding, .place, .choice, .command: return nil
    }
  }

  /// All arguments as whole numbers from 1, each with its range. Blanks or commas separate them. The name of a variable gives its value.
  ///
  /// - Parameter what: The thing that has the number, for a message, such as `breakpoint`.
  /// - Throws: A `value` fault for any other word.
  func numbers(of what: String) throws(Fault) -> [(number: Int, range: SourceRange)] {
    var numbers: [(Int, SourceRange)] = []
    for index in call.arguments.indices {
      let range = call.arguments[index].range
      for part in try (word(index) ?? "").split(separator: ",") {
        let word = String(part)
        let value = Double(word) ?? session.state.variables[word]?.number
        guard let number = value.flatMap({ Int(exactly: $0) }), number > 0 else { throw Fault.notANumber(what, word).located(range) }
        numbers.append((number, range))
      }
    }
    return numbers
  }

  private func text(_ expression: Expression) throws(Fault) -> String {
    switch try Evaluator(session).evaluate(expression) {
    case .text(let text): return text
    case .scalar(let number): return NumberFormat.shortest(number)
    case let value: throw Fault.notNumber("a word", value).located(expression.range)
    }
  }

  // MARK: Options

  /// The value of an option as a word, or nil where the option is not given.
  ///
  /// - Throws: A fault where the value cannot be computed or is neither text nor a number.
  func word(option name: String) throws(Fault) -> (word: String, range: SourceRange)? {
    guard let option = call.option(name) else { return nil }
    switch option.value {
    case .word(let word): return (textOfVariable(word, option: name) ?? word, option.valueRange)
    case .argument(let index): return (try text(argument(index, option.valueRange)), option.valueRange)
    case .expression(let expression): return (try text(expression), option.valueRange)
    case .list(let items): return (items.map(\.text).joined(separator: ","), option.valueRange)
    }
  }

  /// The text of a variable that stands for one of the fixed words of an option, as in `train 10 optimizer=rule`. Nil where the word is such a word itself.
  private func textOfVariable(_ word: String, option name: String) -> String? {
    guard case .text(let text)? = session.state.variables[word],
      let choices = session.words.syntax(call.name)?.options.first(where: { $0.name == name })?.choices,
      !choices.isEmpty, !choices.contains(word)
    else { return nil }
    return text
  }

  /// The value of an option as columns of a table, or nil where the option is not given. An argument of the script is a list without quotes.
  func columns(option name: String) throws(Fault) -> (items: [ColumnItem], range: SourceRange)? {
    guard let option = call.option(name) else { return nil }
    if case .list(let items) = option.value {
      return (items.map { ColumnItem($0.text, isQuoted: $0.isQuoted, isExcluded: $0.isExcluded) }, option.valueRange)
    }
    guard let (word, range) = try word(option: name) else { return nil }
    let items = word.split(separator: ",", omittingEmptySubsequences: false).map { part in
      ColumnItem(String(part.hasPrefix("-") ? part.dropFirst() : part), isExcluded: part.hasPrefix("-"))
    }
    return (items, range)
  }

  private func argument(_ index: Int, _ range: SourceRange) throws(Fault) -> Expression {
    try Expression(.argument(index), range)
  }

  /// The value of an option as a finite number, or nil where the option is not given.
  ///
  /// - Throws: A fault where the value cannot be computed. A `value` fault where it is no finite number.
  func number(option name: String) throws(Fault) -> (value: Double, range: SourceRange)? {
    guard let option = call.option(name) else { return nil }
    let expression: Expression
    switch option.value {
    case .expression(let given): expression = given
    case .argument(let index): expression = try argument(index, option.valueRange)
    case .list: return nil
    case .word(let word):
      guard let number = Double(word), number.isFinite else { throw Fault.setting(name, word, "a number").located(option.valueRange) }
      return (number, option.valueRange)
    }
    let value = try Evaluator(session).number(expression, "\(name)=")
    guard value.isFinite else { throw Fault.optionNumber(name, value, "finite").located(option.valueRange) }
    return (value, option.valueRange)
  }

  /// The value of an option as a whole number in `range`, or nil where the option is not given.
  ///
  /// - Throws: A fault where the value cannot be computed. A `value` fault where it is no such number.
  func integer(option name: String, in range: ClosedRange<Int>) throws(Fault) -> Int? {
    guard let (value, place) = try number(option: name) else { return nil }
    guard let whole = Int(exactly: value), range.contains(whole) else {
      throw Fault.optionNumber(name, value, "a whole number from \(range.lowerBound) to \(range.upperBound)").located(place)
    }
    return whole
  }

  /// The value of an option as yes or no, or nil where the option is not given.
  ///
  /// - Throws: A fault where the value cannot be computed. A `value` fault where it is no word that `Setting.flag` knows.
  func flag(option name: String) throws(Fault) -> Bool? {
    guard let (word, range) = try word(option: name) else { return nil }
    guard let value = Setting.flag(word) else { throw Fault.setting(name, word, "yes or no").located(range) }
    return value
  }

  /// The inputs of `forward E` and `predict E`, or nil without E. With `units=data` the scale of the data is applied.
  ///
  /// - Throws: A fault where they are no inputs of the network, or where `units=` stands without E.
  func inputs(_ network: Network) throws(Fault) -> Matrix? {
    let units = try choice(option: "units", of: Units.allCases)
    guard let expression = expressions.first else {
      if let option = call.option("units") { throw Fault.optionNotForThis("units", "a bare \(call.name)").located(option.range) }
      return nil
    }
    return try session.inputs(expression, network, areInDataUnits: units == .data)
  }

  private enum Units: String, CaseIterable { case network, data }

  /// The value of an option as one of some words, or nil where the option is not given.
  ///
  /// - Throws: A `value` fault for any other word.
  func choice<Choice: RawRepresentable>(option name: String, of choices: [Choice]) throws(Fault) -> Choice? where Choice.RawValue == String {
    guard let (word, range) = try word(option: name) else { return nil }
    guard let choice = choices.first(where: { $0.rawValue == word }) else {
      throw Fault.unknownChoice("value of \(name)=", word, choices.map(\.rawValue)).located(range)
    }
    return choice
  }

  /// The value of an option as a seed, or nil where the option is not given.
  ///
  /// - Throws: A fault where the value cannot be computed. A `value` fault where it is no whole number from 0 to 4294967295.
  func seed(_ name: String = "seed") throws(Fault) -> UInt32? {
    guard let (value, range) = try number(option: name) else { return nil }
    guard let seed = UInt32(exactly: value) else { throw Fault.seedValue(value).located(range) }
    return seed
  }

  /// The file that `to=` names, or nil where the option is not given. It is checked before anything is computed.
  ///
  /// - Parameters:
  ///   - endings: The endings of the files that the command writes.
  ///   - refusal: The fault for a file with another ending. A pipe or a device may have any name.
  /// - Throws: A `file` fault where the session reads the file, a script or a trace has it open, or files may not be written.
  func target(endings: [String], else refusal: (String) -> Fault) throws(Fault) -> (path: String, range: SourceRange)? {
    guard let (typed, range) = try word(option: "to") else { return nil }
    do throws(Fault) {
      let path = try session.writable(typed)
      try executor.checkFree(path)
      let name = path.lowercased()
      guard endings.contains(where: { name.hasSuffix("." + $0) }) || !FilePaths.isRegular(path) else { throw refusal(typed) }
      if session.hasRead(path) { throw .fileIsRead(typed, call.name) }
      return (path, range)
    } catch { throw error.located(range) }
  }
}
