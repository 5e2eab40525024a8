import Net

/// The candidates that Tab offers at a place in a line.
public struct Completion: Equatable, Sendable {
  /// The characters of the line that a candidate replaces, as offsets from 0.
  public var replaced: Range<Int>
  /// The candidates in alphabetical order.
  public var candidates: [String]
  /// The text after a sole candidate, which is a blank or nothing.
  public var suffix: String

  public init(replaced: Range<Int>, candidates: [String], suffix: String = " ") {
    self.replaced = replaced
    self.candidates = candidates
    self.suffix = suffix
  }
}

extension Interpreter {
  /// The candidates for the word that ends at the cursor.
  ///
  /// At the start of a statement these are commands and names. After a command these are what it takes.
  /// - Parameters:
  ///   - cursor: the number of characters before the cursor.
  ///   - files: lists the names in a folder. It is not called where no file may be read.
  public func complete(_ line: String, cursor: Int, files: @escaping (String) -> [(name: String, isFolder: Bool)]) -> Completion {
    let session = executor.session
    let completer = Completer(
      session: session, commands: executor.commands, context: session.parserContext(), files: session.isSafe ? { _ in [] } : files)
    return completer.complete(Array(line), cursor)
  }
}

/// Finds candidates from the lists of the language and from the session, which it does not change.
struct Completer {
  let session: Session
  let commands: CommandRegistry
  let context: ParserContext
  let files: (String) -> [(name: String, isFolder: Bool)]

  /// The candidates for the word before the cursor.
  /// - Parameter cursor: the number of characters before the cursor.
  func complete(_ characters: [Character], _ cursor: Int) -> Completion {
    var line = TypedLine(characters, cursor: cursor)
    let nothing = offer([], line)
    if line.isComment || line.word.first.map(Alphabet.isDigit) == true && line.runStart == line.wordStart && line.pieces.isEmpty { return nothing }
    while let first = line.name(0), let rest = statement(after: first, line) {
      line.drop(rest)
      if let found = keyword(first, line) { return found }
    }
    guard let first = line.name(0), line.pieces[0].range.end < line.end else {
      if line.openText != nil { return nothing }
      let isStart = line.pieces.isEmpty
      if isStart, let block = line.blockBefore { return offer(block == .conditional ? ["else"] : [], line) }
      return offer((isStart ? commands.names : []) + expression(line), line)
    }
    guard let command = commands.command(named: first),
      line.pieces.count == 1 && line.adjacent == nil || Alphabet.isBlank(line.characters[line.pieces[0].range.end])
    else { return line.openText == nil ? offer(expression(line), line) : nothing }
    // The word is a command here, because no variable can have the name of a command.
    return arguments(command, line)
  }

  /// The candidates that begin with the text from `start` on, or with the word before the cursor.
  func offer(_ candidates: [String], _ line: TypedLine, from start: Int? = nil, suffix: String? = nil) -> Completion {
    let start = start ?? line.wordStart
    let typed = String(line.characters[start...])
    let fitting = Set(candidates.filter { $0.hasPrefix(typed) }).sorted()
    let isOpen = fitting.count == 1 && (fitting[0].hasSuffix("=") || fitting[0].hasSuffix(".") || Functions.named(fitting[0]) != nil)
    return Completion(replaced: start..<line.end, candidates: fitting, suffix: suffix ?? (isOpen ? "" : " "))
  }

  // MARK: Statements with a form of their own

  /// The number of pieces of a keyword after which a statement or an expression follows. It is nil where `first` is no such keyword, or is still
  /// typed.
  private func statement(after first: String, _ line: TypedLine) -> Int? {
    guard Parser.keywords.contains(first) || first == "else", line.pieces[0].range.end < line.wordStart || line.pieces.count > 1 else { return nil }
    guard first == "for" else { return first == "break" ? nil : 1 }
    return line.name(2) == "in" ? 3 : nil
  }

  /// The candidates after a keyword that no statement follows; nil where a statement follows.
  private func keyword(_ word: String, _ line: TypedLine) -> Completion? {
    switch word {
    case "time": nil
    case "else": line.pieces.isEmpty ? offer(["if"], line) : nil
    case "continue": offer([], line)
    default: offer(line.openText == nil ? expression(line) : [], line)
    }
  }
}
