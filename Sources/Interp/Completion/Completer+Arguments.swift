import Net

/// Completes the arguments of a command.
extension Completer {
  /// The candidates after the name of a command.
  func arguments(_ command: any Command, _ line: TypedLine) -> Completion {
    let syntax = command.syntax
    let run = line.runStart
    if let inner = syntax.takesCommand, line.name(1) == inner, line.pieces[1].range.end < run, let command = commands.command(named: inner) {
      var rest = line
      rest.drop(1)
      return arguments(command, rest)
    }
    if line.open.isEmpty, let found = optionValue(command, line, run) { return found }
    if !line.open.isEmpty { return offer(line.openText == nil ? expression(line) : [], line) }
    let given = line.pieces.indices.dropFirst().filter { isOption(at: $0, syntax, line) }.compactMap { line.name($0) }
    let known = syntax.options.map(\.name) + (syntax.takesSizes ? sizes : [])
    let options = known.filter { !given.contains($0) }.map { $0 + "=" }
    let isAtWord = run == line.wordStart && line.openText == nil
    if case .choices = syntax.arguments { return choices(line, run, isAtWord, options) }
    // After an option, only options may follow.
    if !given.isEmpty { return offer(isAtWord ? options : [], line) }
    switch syntax.arguments {
    case .none: return offer(isAtWord ? options : [], line)
    case .keyword, .choices: return offer(line.openText == nil ? expression(line) : [], line)
    case .layers: return layers(line, isAtWord ? options : [])
    case .words(let least, let most): return words(command, line, run, least, most, options)
    case .places(_, let most, let takesWhen): return places(line, run, most, takesWhen, options)
    case .bindings: return bindings(command, line, run, isAtWord ? options : [])
    case .expressions(let least, let most): return expressions(command, line, least, most, isAtWord ? options : [])
    }
  }

  /// The dimensions whose size `shape` can suppose.
  private var sizes: [String] { ["m", "n0"] + (session.state.network.map { (1...$0.depth).map { "n\($0)" } } ?? []) }

  /// Whether the name at `index` is an option with `=` directly after it.
  private func isOption(at index: Int, _ syntax: CommandSyntax, _ line: TypedLine) -> Bool {
    guard let name = line.name(index), index + 1 < line.pieces.count, line.pieces[index + 1].isSymbol("="),
      line.pieces[index].range.end == line.pieces[index + 1].range.start, line.pieces[index - 1].range.end < line.pieces[index].range.start
    else { return false }
    return syntax.options.contains { $0.name == name } || syntax.takesSizes && Quantity.isDimensionName(name)
  }

  /// The candidates for the value of an option, as in `NAME=VALUE`; nil where the cursor is not in such a value.
  private func optionValue(_ command: any Command, _ line: TypedLine, _ run: Int) -> Completion? {
    guard let equals = line.characters[run...].firstIndex(of: "="), let name = line.pieces.firstIndex(where: { $0.range.start == run }),
      name > 0, isOption(at: name, command.syntax, line) || equals + 1 == line.wordStart && line.name(name) != nil,
      let option = command.syntax.options.first(where: { $0.name == line.name(name) })
    else { return nil }
    if !option.files.isEmpty {
      // Only an option for a file to read has a path.
      let names = option.path == .never ? newNames(command, String(line.characters[(equals + 1)...]), option.files) : []
      return paths(command, line, from: equals + 1, option.files, also: names)
    }
    if option.kind == .expression, option.choices.isEmpty { return offer(expression(line), line) }
    return offer(option.choices, line, from: equals + 1)
  }

  // MARK: By the form of the arguments

  /// The names that `compare` can set, and words for their values.
  private func choices(_ line: TypedLine, _ run: Int, _ isAtWord: Bool, _ options: [String]) -> Completion {
    if line.characters[run...].contains("=") { return offer(line.openText == nil ? Activations.all.map(\.name) : [], line, suffix: "") }
    let given = line.pieces.indices.dropFirst().compactMap { line.pieces[$0].isSymbol("=") ? line.name($0 - 1) : nil }
    let quantities = ["alpha", "lambda"] + session.quantityNames.filter { $0.hasPrefix("keep") }
    let names = (quantities + session.state.variables.keys).filter { $0 != "S" && !given.contains($0) }
    return offer(isAtWord ? options + names.map { $0 + "=" } : [], line)
  }

  private func expressions(_ command: any Command, _ line: TypedLine, _ least: Int, _ most: Int, _ options: [String]) -> Completion {
    let isFirst = line.pieces.count == 1
    if command.syntax.path == .whereItEndsLikeOne, line.words(after: 0, before: line.runStart) == 0 {
      var rest = line
      rest.drop(1)
      let names = isFirst && line.openText == nil ? expression(rest) + options : []
      let found = paths(command, line, from: line.runStart, FileSuffixes.of(.data), also: names)
      if line.openText != nil || !found.candidates.isEmpty { return found }
    }
    if line.openText != nil { return offer([], line) }
    if isFirst, command.words.contains("when") { return offer(command.words, line) }
    if command.words.contains("when"), line.name(1) == "when" {
      var rest = line
      rest.drop(2)
      return offer(expression(rest), line)
    }
    var rest = line
    rest.drop(1)
    if !rest.isAfterValue || rest.adjacent != nil {
      let operands = expression(rest)
      let own = names(command.completes).map { allowed in line.adjacent?.isSymbol(".") == true ? operands : operands.filter(allowed.contains) }
      return offer(
        (own ?? operands) + (isFirst ? command.words + [command.syntax.takesCommand].compactMap { $0 } : []) + (isFirst && least == 0 ? options : []), line)
    }
    if rest.pieces.count == 1, let next = command.wordsAfter(rest.name(0) ?? "", session) { return offer(next, line) }
    // Blanks can separate names too.
    let arePlain = most > 1 && rest.pieces.allSatisfy { piece in if case .name = piece.kind { true } else { piece.isSymbol(",") } }
    let isList = arePlain && !command.words.contains { $0 == rest.name(0) }
    return offer((isList && most > 2 ? names(command.completes) ?? allNames : []) + options, line)
  }

  /// The names that a command takes; nil where it takes every name.
  private func names(_ kind: CompletionKind) -> [String]? {
    switch kind {
    case .nothing: []
    case .quantities: session.quantityNames
    case .gradients: session.quantityNames.filter { $0.hasPrefix("d") }
    case .parameters: session.parameterNames
    case .frozen: session.state.network?.frozenParts.map(\.name) ?? []
    default: nil
    }
  }

  private func words(_ command: any Command, _ line: TypedLine, _ run: Int, _ least: Int, _ most: Int, _ options: [String]) -> Completion {
    let count = line.words(after: 0, before: run)
    let options = count >= least && line.openText == nil ? options : []
    if case .newFiles(let all, let ofValue) = command.completes {
      // A file ends the arguments, and a value does not.
      let before = String(line.characters[..<run]).lowercased().split(separator: " ").last ?? ""
      guard count == 0 || command.syntax.takesValue && !(all + ofValue).contains(where: { before.hasSuffix("." + $0) }) else { return offer(options, line) }
      let names = command.syntax.takesValue && count == 0 ? session.quantityNames : options
      let suffixes = count == 0 ? all : ofValue
      return paths(command, line, from: run, suffixes, also: command.words + names + newNames(command, String(line.characters[run...]), suffixes))
    }
    guard count < most else { return offer(options, line) }
    let isFirst = count == 0
    let typed = String(line.characters[run...])
    let found: [String]
    switch command.completes {
    case .files(let suffixes): return paths(command, line, from: run, suffixes, also: command.words + (isFirst ? [] : options))
    case .data(let suffixes): return paths(command, line, from: run, suffixes, also: isFirst ? DataGenerators.all.map(\.name) : options)
    case .settings: found = isFirst ? Setting.all.map(\.name) : Setting.named(line.name(1) ?? "")?.choices ?? []
    case .choices(let words): found = isFirst ? words : command.words
    case .parts: found = session.state.data.parts.map(\.rawValue)
    case .topics: found = isFirst ? helpWords : commands.command(named: line.name(1) ?? "")?.syntax.options.map(\.name) ?? []
    case .breakpoints: found = session.state.watching.breakpoints.map { String($0.number) }
    case .displays: found = (session.state.watching.displayed.map(\.number) + session.state.watching.watches.map(\.number)).map(String.init)
    default: found = []
    }
    return offer(found.filter { $0.hasPrefix(typed) } + options, line, from: run)
  }

  /// What `help` explains.
  private var helpWords: [String] {
    ["all"] + HelpEntry.all(commands).map(\.name) + session.quantityNames
  }

  private func places(_ line: TypedLine, _ run: Int, _ most: Int, _ takesWhen: Bool, _ options: [String]) -> Completion {
    if line.openText != nil { return offer([], line) }
    if takesWhen, line.name(1) == "when" {
      var rest = line
      rest.drop(2)
      return offer(expression(rest), line)
    }
    let count = line.words(after: 0, before: run)
    guard count < most else { return offer(count == most && run == line.wordStart ? options : [], line) }
    guard run == line.wordStart else {
      var rest = line
      rest.drop(1)
      return offer(line.adjacent?.isSymbol(":") == true ? [] : expression(rest), line)
    }
    let numbers = session.state.variables.keys.filter { session.state.variables[$0]?.number != nil }
    return offer(session.timeline.lines.map(\.name) + numbers + (takesWhen && count == 0 ? ["when"] : []), line)
  }

  private func layers(_ line: TypedLine, _ options: [String]) -> Completion {
    if line.adjacent?.isSymbol(":") == true { return offer(Activations.all.map(\.name), line) }
    return offer(options, line)
  }

  /// Completes `dW1 = E` and `dW1 FILE`, with commas between several of them.
  private func bindings(_ command: any Command, _ line: TypedLine, _ run: Int, _ options: [String]) -> Completion {
    let comma = line.pieces.lastIndex { $0.isSymbol(",") } ?? 0
    let item = line.pieces[(comma + 1)...]
    guard item.contains(where: { $0.range.end < run || $0.isSymbol("=") }) else {
      if line.openText != nil { return offer([], line) }
      return offer((item.isEmpty ? session.quantityNames : []) + (line.pieces.count == 1 && run == line.wordStart ? options : []), line)
    }
    guard let equals = item.firstIndex(where: { $0.isSymbol("=") }) else {
      return item.count { $0.range.start < run } == 1 ? paths(command, line, from: run, FileSuffixes.of(.array), also: []) : offer([], line)
    }
    if line.openText != nil { return paths(command, line, from: run, FileSuffixes.of(.array), also: []) }
    var rest = line
    rest.drop(equals + 1)
    return offer(expression(rest), line)
  }
}
