import Net

/// Writes a statement so that it can run from another place.
///
/// Shortened words are written in full, `$1` is replaced by its value, and files that are read get their full path.
struct StatementWriter {
  /// The text in which the statements stand.
  let source: SourceText
  /// The arguments of the script: `$1` and so on.
  let arguments: [String]
  /// The files that the session wrote, as typed.
  let written: Set<String>
  private var edits: [(range: SourceRange, text: String)] = []

  private let words: any ParserVocabulary

  init(_ source: SourceText, _ words: any ParserVocabulary, arguments: [String], written: Set<String>) {
    (self.source, self.words, self.arguments, self.written) = (source, words, arguments, written)
  }

  /// The text of a statement.
  /// - Parameter replacement: a part of the source and the text that replaces it.
  func text(_ statement: Statement, replacing replacement: (range: SourceRange, text: String)? = nil) -> String {
    var writer = self
    writer.visit(statement)
    if let replacement {
      writer.edits.removeAll { $0.range.start >= replacement.range.start && $0.range.end <= replacement.range.end }
      writer.edits.append(replacement)
    }
    return writer.text(of: statement.range)
  }

  /// The text of an expression.
  func text(_ expression: Expression) -> String {
    var writer = self
    writer.visit(expression)
    return writer.text(of: expression.range)
  }

  private func text(of range: SourceRange) -> String {
    var result = ""
    var place = range.start
    for edit in edits.sorted(by: { $0.range.start < $1.range.start }) where edit.range.start >= place {
      result += source.text(SourceRange(place, edit.range.start)) + edit.text
      place = edit.range.end
    }
    return result + source.text(SourceRange(place, range.end))
  }

  // MARK: Statements

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .command(let call): visit(call)
    case .expression(let expression): visit(expression)
    case .equation(let sides): sides.forEach { visit($0) }
    case .unpacking(let targets, let values): (targets + values).forEach { visit($0) }
    case .shuffle(let target): visit(target)
    case .augmented(let target, _, let value, _):
      visit(target)
      visit(value)
    case .conditional(let branches, let otherwise):
      for branch in branches {
        visit(branch.condition)
        branch.body.forEach { visit($0) }
      }
      otherwise?.forEach { visit($0) }
    case .whileLoop(let condition, let body), .repeatLoop(let condition, let body):
      visit(condition)
      body.forEach { visit($0) }
    case .forLoop(_, _, let range, let body):
      switch range {
      case .range(let start, let step, let end): [start, step, end].compactMap { $0 }.forEach { visit($0) }
      case .columns(let expression): visit(expression)
      }
      body.forEach { visit($0) }
    case .time(let timed): visit(timed)
    case .block(let body): body.forEach { visit($0) }
    case .leave, .proceed, .importLine: break
    }
    if let word = statement.keyword { complete(word, at: statement.range.start) }
  }

  /// Writes a word in full that was shortened at the prompt.
  private mutating func complete(_ word: String, at start: Int) {
    var end = start
    while end < source.characters.count, source.characters[end].isLetter { end += 1 }
    let typed = source.text(SourceRange(start, end))
    if typed != word, word.hasPrefix(typed) { edits.append((SourceRange(start, end), word)) }
  }

  // MARK: Commands

  private mutating func visit(_ call: CommandCall) {
    complete(call.name, at: call.nameRange.start)
    let syntax = words.syntax(call.name)
    let takesWords = if case .words? = syntax?.arguments { true } else { false }
    for (index, argument) in call.arguments.enumerated() {
      let path = index == 0 ? syntax?.path ?? .never : .never
      switch argument.kind {
      case .word(let word): if isPath(word, path) { writePath(word, argument.range) }
      case .expression(let expression):
        if case .argument(let number) = expression.kind, let word = self.argument(number) ?? (takesWords ? "" : nil),
          takesWords || path != .never && Double(word) == nil
        {
          edits.append((argument.range, StringLiteral.quoted((path == .never ? nil : whole(word)) ?? word)))
        } else {
          visit(expression, isPrinted: syntax?.fillsTexts == true)
        }
      case .layer(let size, let activation):
        visit(size)
        if let activation, case .argument(let number) = activation.kind { edits.append((activation.range, self.argument(number) ?? "")) }
      case .place(.step(let step)), .place(.stepOf(_, let step)), .place(.when(let step)): visit(step)
      case .place(.name): break
      case .command(let inner): visit(inner)
      case .choice(_, let values): for value in values { if case .expression(let expression) = value.kind { visit(expression) } }
      case .binding(let target, .file(let path, let range)):
        visit(target)
        writePath(path, range)
      case .binding(let target, .expression(let value)):
        visit(target)
        if case .text(let path) = value.kind { writePath(path, value.range) } else { visit(value) }
      }
    }
    call.block?.forEach { visit($0) }
    func path(_ option: CommandOption) -> CommandSyntax.Path { syntax?.options.first { $0.name == option.name }?.path ?? .never }
    for option in call.options {
      switch option.value {
      case .expression(let expression): visit(expression)
      case .argument(let number):
        let word = argument(number) ?? ""
        edits.append((option.valueRange, StringLiteral.quoted((isPath(word, path(option)) ? whole(word) : nil) ?? word)))
      case .word(let word): if isPath(word, path(option)) { writePath(word, option.valueRange) }
      case .list(let items):
        if items.count == 1, !items[0].isExcluded, isPath(items[0].text, path(option)) { writePath(items[0].text, option.valueRange) }
      }
    }
  }

  private func isPath(_ word: String, _ path: CommandSyntax.Path) -> Bool {
    switch path {
    case .never: false
    case .always, .whereItEndsLikeOne: true
    case .whereItLooksLikeOne: word.contains(".") || word.contains("/")
    }
  }

  private mutating func writePath(_ word: String, _ range: SourceRange) {
    if let path = whole(word) { edits.append((range, StringLiteral.quoted(path))) }
  }

  /// The full path of a file that exists beside the script or in the working directory. It is nil for any other word. It is also nil for a file that
  /// the session itself wrote, because its recording writes that file again.
  private func whole(_ word: String) -> String? {
    let found = FilePaths.resolve(word, beside: source.name.hasPrefix("<") ? nil : source.name)
    let isOwn = found == word && written.contains(word)
    return isOwn || found.hasPrefix("/") && found == word || !FilePaths.exists(found) ? nil : FilePaths.real(found)
  }

  // MARK: Expressions

  private mutating func visit(_ expression: Expression, isPrinted: Bool = false) {
    switch expression.kind {
    case .argument(let number): edits.append((expression.range, argument(number).map(Self.literal) ?? "$\(number)"))
    case .text where isPrinted:
      // The text in braces is read when the statement runs, as in `print "{$1}"`, so `$1` is replaced in it too.
      let typed = source.text(expression.range)
      let quote: Character = typed.first == "\"" ? "'" : "\""
      let text = typed.replacing(/\$([0-9]+)/) { match in
        Int(match.1).flatMap(argument).map { Double($0) == nil ? "\(quote)\($0)\(quote)" : Self.literal($0) } ?? String(match.0)
      }
      if typed.contains("{"), text != typed { edits.append((expression.range, text)) }
    default: expression.kind.children.forEach { visit($0, isPrinted: isPrinted) }
    }
  }

  private func argument(_ number: Int) -> String? { arguments.indices.contains(number - 1) ? arguments[number - 1] : nil }

  /// An argument of a script as an expression: a number, otherwise a quoted text.
  private static func literal(_ argument: String) -> String {
    guard let number = Double(argument) else { return StringLiteral.quoted(argument) }
    return literal(number)
  }

  /// A number that reads back to the same bits. A negative number is written in parentheses.
  static func literal(_ number: Double) -> String {
    // NaN has a sign too: 0 / 0 and `nan` have different signs.
    if number.isNaN { return number.sign == .minus ? "(-nan)" : "nan" }
    let text = NumberFormat.shortest(number)
    return number.sign == .minus ? "(\(text))" : text
  }

  /// A matrix, a number or a text in a form that reads back to the same bits.
  static func literal(_ value: Value) -> String {
    switch value {
    case .scalar(let number): return literal(number)
    case .boolean(let truth): return truth ? "True" : "False"
    case .text(let text): return StringLiteral.quoted(text)
    case .matrix(let matrix) where matrix.elements.isEmpty: return "zeros(\(matrix.rows), \(matrix.columns))"
    case .booleans(let matrix) where matrix.elements.isEmpty: return "zeros(\(matrix.rows), \(matrix.columns)) == 1"
    case .matrix, .booleans, .extent:
      let rows = (value.asMatrix?.nested ?? []).map { row in
        row.map { value.isBoolean ? ($0 != 0 ? "True" : "False") : literal($0) }.joined(separator: ", ")
      }
      return "[" + rows.joined(separator: "; ") + "]"
    }
  }
}

extension Statement {
  /// The keyword with which the statement begins; nil where it begins with none.
  fileprivate var keyword: String? {
    switch kind {
    case .conditional, .whileLoop, .forLoop, .repeatLoop, .time, .leave, .proceed: commandName
    default: nil
    }
  }

  /// Whether it holds a `break` or `continue` of a loop around it.
  var leavesLoop: Bool {
    switch kind {
    case .leave, .proceed: true
    case .conditional(let branches, let otherwise):
      branches.contains { $0.body.contains(where: \.leavesLoop) } || otherwise?.contains(where: \.leavesLoop) ?? false
    case .time(let timed): timed.leavesLoop
    case .block(let body): body.contains(where: \.leavesLoop)
    default: false
    }
  }
}
