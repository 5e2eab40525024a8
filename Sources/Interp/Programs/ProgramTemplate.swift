/// The text of a program with parts that only some programs have.
///
/// A comment `#? a b` on a line of its own begins lines that stay where the program needs `a` or `b`; they end at the next such comment. `#? end`
/// begins lines that always stay. The same comment at the end of a line is about that line alone. In both, `!c` means that the program must not need
/// `c`. A line `#: name` stands for the part of that name, indented like it.
struct ProgramTemplate {
  private let lines: [Substring]

  /// - Parameter bytes: the file of the template, in UTF-8.
  init(_ bytes: [UInt8]) { lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) }

  /// The names that the program has outside of its functions, which no variable of a session may take.
  var words: Set<String> {
    var words: Set<String> = []
    for line in lines {
      let text = line.trimmingPrefix { $0 == " " }
      var names = Substring()
      if text.hasPrefix("def ") { names = text.dropFirst(4).prefix { $0 != "(" } }
      if text.hasPrefix("global ") { names = text.dropFirst(7) }
      if text.count == line.count, let sign = line.firstRange(of: " = ") { names = line[..<sign.lowerBound] }
      words.formUnion(names.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    }
    return words
  }

  /// The program.
  /// - Parameters:
  ///   - needs: what the program needs.
  ///   - parts: the lines that stand for each `#: name`. A template without that part leaves them out.
  func text(_ needs: Set<String>, _ parts: [String: [String]]) -> String {
    var text: [String] = []
    var stays = true
    for line in lines {
      if line.hasPrefix("#? ") {
        stays = line == "#? end" || Self.holds(line.dropFirst(3), needs)
        continue
      }
      guard stays else { continue }
      if let mark = line.firstRange(of: "  #? ") ?? line.firstRange(of: " #? ") {
        if Self.holds(line[mark.upperBound...], needs) { text.append(String(line[..<mark.lowerBound])) }
      } else if let mark = line.firstRange(of: "#: "), line[..<mark.lowerBound].allSatisfy({ $0 == " " }) {
        let indent = line[..<mark.lowerBound]
        text += (parts[String(line[mark.upperBound...])] ?? []).map { $0.isEmpty ? "" : indent + $0 }
      } else {
        text.append(String(line))
      }
    }
    return Self.spaced(text).joined(separator: "\n")
  }

  private static func holds(_ words: Substring, _ needs: Set<String>) -> Bool {
    let words = words.split(separator: " ")
    let wanted = words.filter { !$0.hasPrefix("!") }
    return (wanted.isEmpty || wanted.contains { needs.contains(String($0)) }) && !words.contains { $0.hasPrefix("!") && needs.contains(String($0.dropFirst())) }
  }

  /// The lines with at most two empty ones in a row.
  private static func spaced(_ lines: [String]) -> [String] {
    var result: [String] = []
    for line in lines where !(line.isEmpty && result.suffix(2).allSatisfy(\.isEmpty) && result.count >= 2) { result.append(line) }
    return result
  }
}
