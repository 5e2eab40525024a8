/// Completes names of files, in a form in which the line runs.
extension Completer {
  /// The files and folders that begin with the text from `start` on. The text may begin with a quote.
  /// - Parameters:
  ///   - suffixes: the file name extensions to offer, without a dot. If it is empty, every file is offered.
  ///   - words: other candidates.
  func paths(_ command: any Command, _ line: TypedLine, from start: Int, _ suffixes: [String], also words: [String]) -> Completion {
    // A path is not completed in a closed text, or in a bare word that holds a quote.
    let quote = line.openText.flatMap { $0.start == start ? $0.quote : nil }
    if quote == nil, line.openText != nil || line.characters[start...].contains(where: { $0 == "\"" || $0 == "'" }) { return offer([], line) }
    let typed = Self.unquoted(line.characters[(quote == nil ? start : start + 1)...], quote)
    if typed == "~" { return offer([(quote.map(String.init) ?? "") + "~/"], line, from: start, suffix: "") }
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    let prefix = typed.dropFirst(folder.count)
    let entries = files(folder.isEmpty ? "." : folder).filter { entry in
      // A name with a newline cannot be typed on one line.
      if entry.name.contains(where: \.isNewline) { return false }
      let isWanted = entry.isFolder || suffixes.isEmpty || suffixes.contains { entry.name.lowercased().hasSuffix("." + $0) }
      return isWanted && entry.name.hasPrefix(prefix) && (!entry.name.hasPrefix(".") || prefix.hasPrefix("."))
    }
    let found = entries.map { (path: folder + $0.name, isFolder: $0.isFolder) }
    // If one name needs quotes, all get quotes, so that their common part can be inserted.
    let needsQuotes = quote != nil || found.contains { !isBare($0.path, command) }
    let written = found.map { path, isFolder in
      needsQuotes ? Self.quoted(path + (isFolder ? "/" : ""), quote ?? "\"", isClosed: !isFolder) : path + (isFolder ? "/" : "")
    }
    let others = quote == nil ? words.filter { $0.hasPrefix(typed) } : []
    let all = Set(written + others).sorted()
    let isFolder = all.count == 1 && found.count == 1 && found[0].isFolder
    return Completion(replaced: start..<line.end, candidates: all, suffix: isFolder || all.count == 1 && all[0].hasSuffix("=") ? "" : " ")
  }

  /// The names with these suffixes that a path gives which was typed as far as a dot. There need not be such files.
  func newNames(_ command: any Command, _ typed: String, _ suffixes: [String]) -> [String] {
    let start = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let dots = typed[start...].indices.filter { typed[$0] == "." && $0 > start }
    // The ending of net.torch.py begins at the first dot, that of net.v1.py at the second.
    let names = dots.lazy.map { dot in suffixes.map { String(typed[...dot]) + $0 }.filter { $0.hasPrefix(typed) } }.first { !$0.isEmpty } ?? []
    return names.filter { isBare($0, command) }
  }

  /// Whether the command reads the path as one word without quotes. The parser decides.
  private func isBare(_ path: String, _ command: any Command) -> Bool {
    let isBound = if case .bindings = command.syntax.arguments { true } else { false }
    var parser = Parser(SourceText(name: "", text: isBound ? "match X \(path)" : "source \(path)"), context: context)
    guard case .command(let call)? = try? parser.nextLine()?.first?.kind, call.arguments.count == 1, parser.lexer.isAtEnd else { return false }
    switch call.arguments[0].kind {
    case .word(path), .binding(_, .file(path, _)): return true
    default: return false
    }
  }

  /// A path in quotes. A path with a single quote gets double quotes.
  private static func quoted(_ path: String, _ quote: Character, isClosed: Bool) -> String {
    // In single quotes nothing is escaped.
    let quote = quote == "'" && path.contains("'") ? "\"" : quote
    let escaped = quote == "'" ? path : path.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return String(quote) + escaped + (isClosed ? String(quote) : "")
  }

  /// The path that was typed, without escapes.
  private static func unquoted(_ typed: ArraySlice<Character>, _ quote: Character?) -> String {
    guard quote == "\"" else { return String(typed) }
    var result = ""
    var isEscaped = false
    for next in typed {
      if next == "\\", !isEscaped {
        isEscaped = true
      } else {
        result.append(next)
        isEscaped = false
      }
    }
    return result
  }
}
