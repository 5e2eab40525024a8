/// The text form and the JSON form of a fault.
enum FaultText {
  /// The text form. Its first line is `FILE:LINE:COLUMN: error: …`. Then come the source line, a line that marks the range with a caret, the hint and the
  /// sourced files. A fault without a range is placed at line 1, column 1 of the source.
  static func lines(_ fault: Fault, _ source: SourceText) -> [String] {
    let range = fault.range ?? SourceRange(0, 0)
    let (line, column) = source.position(of: range.start)
    var lines = ["\(source.name):\(line):\(column): error: \(fault.message)"]
    let text = source.lineText(around: range.start)
    if !text.isEmpty {
      let (shown, offset) = window(Array(text), column - 1)
      let letters = shown.map { Escaping.visible(String($0)) }
      lines.append("  " + letters.joined())
      let before = letters.prefix(offset).map { $0 == "\t" ? "\t" : String(repeating: " ", count: width($0)) }.joined()
      let length = max(1, min(range.end - range.start, max(shown.count - offset, 1)))
      let marks = letters.dropFirst(offset).prefix(length).reduce(0) { $0 + width($1) }
      lines.append("  " + before + "^" + String(repeating: "~", count: max(marks, 1) - 1))
    }
    if let hint = fault.hint { lines.append("  hint: \(hint)") }
    for file in fault.sourcedFrom { lines.append("  from \(file)") }
    return lines
  }

  /// The part of a long line around the column, and the column within that part. Lines of at most 160 characters are returned whole.
  private static func window(_ line: [Character], _ column: Int) -> ([Character], Int) {
    guard line.count > 160 else { return (line, min(column, line.count)) }
    let start = max(0, min(column - 60, line.count - 120))
    let part = Array(line[start..<min(line.count, start + 120)])
    let head: [Character] = start > 0 ? ["…"] : []
    let tail: [Character] = start + 120 < line.count ? ["…"] : []
    return (head + part + tail, column - start + head.count)
  }

  private static func width(_ letters: String) -> Int { TextWidth.columns(letters) }

  /// The JSON form: the command, the error object and, for a claim, its evidence.
  static func fields(_ fault: Fault, _ source: SourceText, command: String?) -> [JSONField] {
    let (line, column) = source.position(of: fault.range?.start ?? 0)
    var error = [JSONField("kind", .string(fault.kind.rawValue)), JSONField("message", .string(fault.message))]
    error += [JSONField("file", .string(source.name)), JSONField("line", .integer(line)), JSONField("column", .integer(column))]
    error.append(JSONField("hint", fault.hint.map { .string($0) } ?? .null))
    let evidence = fault.claim.map { claim in
      let worst = claim.worst.map { worst in
        JSONValue.object([
          JSONField("i", .integer(worst.row)), JSONField("j", .integer(worst.column)), JSONField("value", .number(worst.value)),
          JSONField("claimed", .number(worst.claimed)),
        ])
      }
      return [
        JSONField("name", .string(claim.name)), JSONField("max_difference", claim.maximumDifference.map { .number($0) } ?? .null),
        JSONField("worst", worst ?? .null), JSONField("matches", .array(claim.matches.map(JSONValue.init))),
      ]
    }
    // The evidence is both beside the error object and inside it, so readers of either find it.
    error += evidence ?? []
    let name = fault.kind == .claim ? "claim" : command
    return (name.map { [JSONField("command", .string($0))] } ?? []) + [JSONField("error", .object(error))] + (evidence ?? [])
  }
}
