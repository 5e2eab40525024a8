import Net

/// What Tab offers at a place in a line.
public struct Completion: Equatable, Sendable {
  /// The characters of the line that a candidate replaces, offsets from 0.
  public var replaced: Range<Int>
  public var candidates: [String]
  /// What follows a sole candidate: a blank, or nothing.
  public var suffix: String

  public init(replaced: Range<Int>, candidates: [String], suffix: String = " ") {
    self.replaced = replaced
    self.candidates = candidates
    self.suffix = suffix
  }
}

extension Interpreter {
  /// Candidates for the word that ends at `cursor` (a number of characters): commands at the start of a statement, then what
  /// the command takes. `files` lists the names in a folder.
  public func complete(_ line: String, cursor: Int, files: @escaping (String) -> [(name: String, isFolder: Bool)]) -> Completion {
    Completer(session: executor.session, files: files).complete(Array(line), cursor)
  }
}

/// Works out completions from the registry and the session: a pure function of both.
struct Completer {
  let session: Session
  let files: (String) -> [(name: String, isFolder: Bool)]

  func complete(_ line: [Character], _ cursor: Int) -> Completion {
    let end = min(cursor, line.count)
    let start = statementStart(line, end)
    let words = line[start..<end].split(whereSeparator: Alphabet.isBlank)
    let endsInBlank = end == start || Alphabet.isBlank(line[end - 1])
    guard let first = words.first, words.count > 1 || endsInBlank else {
      let word = wordStart(line, start, end)
      return offer(names(CommandRegistry.names + allNames, line, word, end), word..<end)
    }
    guard let command = CommandRegistry.command(named: String(first)) else {
      let word = wordStart(line, start, end)
      return offer(names(allNames, line, word, end), word..<end)
    }
    // A word of the command's own is no argument: `break when E`.
    let own = words.count > (endsInBlank ? 1 : 2) && command.words.contains(String(words[1])) ? 1 : 0
    return arguments(command, line, end, argumentNumber: words.count - own - (endsInBlank ? 0 : 1))
  }

  // MARK: Places

  /// Where the statement that holds `end` begins: behind the last `;`, `{` or `}` outside text.
  private func statementStart(_ line: [Character], _ end: Int) -> Int {
    var start = 0
    var quote: Character?
    for index in 0..<end {
      let next = line[index]
      if let open = quote {
        if next == open { quote = nil }
      } else if next == "\"" {
        quote = next
      } else if next == ";" || next == "{" || next == "}" {
        start = index + 1
      }
    }
    while start < end, Alphabet.isBlank(line[start]) { start += 1 }
    return start
  }

  /// Where the name that ends at `end` begins.
  private func wordStart(_ line: [Character], _ low: Int, _ end: Int) -> Int {
    var start = end
    while start > low, Alphabet.isNamePart(line[start - 1]) { start -= 1 }
    return start
  }

  /// Where the run of characters without a blank begins.
  private func runStart(_ line: [Character], _ end: Int) -> Int {
    var start = end
    while start > 0, !Alphabet.isBlank(line[start - 1]), line[start - 1] != "\"" { start -= 1 }
    return start
  }

  // MARK: Candidates

  private var allNames: [String] {
    session.quantityNames + session.state.variables.keys.sorted() + Functions.all.map(\.name) + Activations.all.map(\.name)
  }

  private func names(_ list: [String], _ line: [Character], _ start: Int, _ end: Int) -> [String] {
    let typed = String(line[start..<end])
    var seen: Set<String> = []
    return list.filter { $0.hasPrefix(typed) && seen.insert($0).inserted }
  }

  private func offer(_ candidates: [String], _ replaced: Range<Int>, suffix: String = " ") -> Completion {
    Completion(replaced: replaced, candidates: candidates.sorted(), suffix: suffix)
  }

  private func arguments(_ command: any Command, _ line: [Character], _ end: Int, argumentNumber: Int) -> Completion {
    let run = runStart(line, end)
    // NAME=VALUE: what the option takes.
    if let equals = line[run..<end].firstIndex(of: "=") {
      let name = String(line[run..<equals])
      let option = command.syntax.options.first { $0.name == name }
      if let files = option?.files, !files.isEmpty { return paths(line, equals + 1, end, files, also: []) }
      return offer(names(option?.choices ?? [], line, equals + 1, end), equals + 1..<end)
    }
    let word = wordStart(line, run, end)
    let options = command.syntax.builtOptions.map { $0.name + "=" }.filter { $0.hasPrefix(String(line[run..<end])) && word == run }
    // After an operator the argument goes on.
    let before = line[..<run].last { !Alphabet.isBlank($0) }
    let goesOn = before.map { !Alphabet.isNamePart($0) && !")]'\"".contains($0) } ?? false
    if let most = command.syntax.arguments.maximum, argumentNumber > most, !goesOn { return offer(options, run..<end, suffix: "") }
    let found: [String]
    switch command.completes {
    case .nothing: found = []
    case .names: found = names(allNames + (argumentNumber == 1 ? command.words : []), line, word, end)
    case .activations:
      let isActivation = word > 0 && line[word - 1] == ":"
      found = isActivation ? names(Activations.all.map(\.name), line, word, end) : []
      if isActivation { return offer(found, word..<end) }
    case .settings: found = argumentNumber == 1 ? names(SetCommand.settings, line, word, end) : []
    case .places:
      found = names(["when"] + session.timeline.lines.map(\.name) + session.state.variables.keys.sorted(), line, word, end)
    case .parts: found = names(session.state.data.parts.map(\.rawValue), line, word, end)
    case .topics: found = names(CommandRegistry.names + Topic.all.map(\.name) + allNames, line, word, end)
    case .files(let suffixes): return paths(line, run, end, suffixes, also: [])
    case .data(let suffixes): return paths(line, run, end, suffixes, also: names(DataGenerators.all.map(\.name), line, run, end))
    }
    if found.isEmpty, !options.isEmpty { return offer(options, run..<end, suffix: "") }
    return offer(found + options, word..<end)
  }

  private func paths(_ line: [Character], _ start: Int, _ end: Int, _ suffixes: [String], also: [String]) -> Completion {
    let typed = String(line[start..<end])
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    let prefix = String(typed.dropFirst(folder.count))
    let entries = files(folder.isEmpty ? "." : folder).filter { entry in
      let isWanted = entry.isFolder || suffixes.isEmpty || suffixes.contains { entry.name.lowercased().hasSuffix("." + $0) }
      return isWanted && entry.name.hasPrefix(prefix) && (!entry.name.hasPrefix(".") || prefix.hasPrefix("."))
    }
    let candidates = entries.map { folder + $0.name + ($0.isFolder ? "/" : "") } + also
    return offer(candidates, start..<end, suffix: candidates.count == 1 && candidates[0].hasSuffix("/") ? "" : " ")
  }
}

extension Session {
  /// The names of the live network's quantities and the scalars.
  var quantityNames: [String] {
    Quantity.all(depth: state.network?.depth ?? 0).map(\.name) + ["J", "cost", "m", "L", "t", "alpha", "Yhat", "n0"]
      + (state.network.map { (1...$0.depth).map { "n\($0)" } } ?? [])
  }
}
