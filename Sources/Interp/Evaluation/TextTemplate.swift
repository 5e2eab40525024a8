import Net

/// The text form of values in a line, and texts in which values replace `{E}` and `{E:format}`.
struct TextTemplate {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  /// The text of a value as `print` writes it. Numbers have the number of digits that is set.
  func plain(_ value: Value) -> String {
    let digits = session.state.settings.digits
    return Self.line(value) { NumberFormat.significant($0, digits) }
  }

  /// The text of a value in a line. A matrix is written as rows in brackets. With more than `most` entries only its shape is written.
  static func line(_ value: Value, most: Int = 100, _ number: (Double) -> String) -> String {
    func truth(_ value: Bool) -> String { value ? "True" : "False" }
    switch value {
    case .scalar(let scalar): return number(scalar)
    case .boolean(let boolean): return truth(boolean)
    case .text(let text): return text
    case .extent(let shape): return shape?.description ?? "()"
    case .matrix(let matrix), .booleans(let matrix):
      if matrix.elements.count > most { return "\(matrix.shape) matrix" }
      let rows = matrix.nested.map { row in "[" + row.map { value.isBoolean ? truth($0 != 0) : number($0) }.joined(separator: ", ") + "]" }
      return matrix.rows == 1 ? rows[0] : "[" + rows.joined(separator: ", ") + "]"
    }
  }

  /// The text with values in place of `{E}` and `{E:format}`. `{{` and `}}` become single braces.
  ///
  /// - Throws: A fault where a brace is not closed, or an expression or a format is invalid.
  func filled(_ text: String) throws(Fault) -> String {
    var result = ""
    let characters = Array(text)
    var place = 0
    while place < characters.count {
      let next = characters[place]
      place += 1
      guard next == "{" else {
        // `}}` prints one brace, as in Python. A single brace prints itself.
        if next == "}", place < characters.count, characters[place] == "}" { place += 1 }
        result.append(next)
        continue
      }
      if place < characters.count, characters[place] == "{" {
        result.append("{")
        place += 1
        continue
      }
      guard let end = characters[place...].firstIndex(of: "}") else { throw .printBrace() }
      result += try replacement(String(characters[place..<end]))
      place = end + 1
    }
    return result
  }

  private func replacement(_ inside: String) throws(Fault) -> String {
    var depth = 0
    var colon: String.Index?
    for index in inside.indices {
      if "([".contains(inside[index]) { depth += 1 }
      if ")]".contains(inside[index]) { depth -= 1 }
      if inside[index] == ":", depth == 0 { colon = index }
    }
    let source = SourceText(name: "text", text: String(inside[..<(colon ?? inside.endIndex)]))
    var parser = Parser(source, context: session.parserContext())
    let expression = try parser.wholeExpression()
    let outer = session.source
    session.source = source
    defer { session.source = outer }
    let value = try Evaluator(session).evaluate(expression)
    guard let colon else { return plain(value) }
    return try formatted(value, String(inside[inside.index(after: colon)...]))
  }

  /// The value in a format, which applies to each entry. A truth value counts as 0 or 1, and a (1, 1) matrix as a number.
  private func formatted(_ value: Value, _ specification: String) throws(Fault) -> String {
    guard let matrix = value.asMatrix else { throw .notNumbers("a format", value) }
    guard let format = NumberFormat.Format(specification) else { throw .printFormat(specification) }
    return Self.line(value.number.map(Value.scalar) ?? .matrix(matrix), format.text)
  }
}
