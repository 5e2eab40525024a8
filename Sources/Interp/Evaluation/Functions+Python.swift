import Net

extension Functions {
  /// Python's functions on numbers and text, and NumPy's `array`, `copy` and `size`. A variable may have the same name and then hides the function.
  static let python: [Function] = [
    Function(
      name: "array", parameters: ["object", "dtype?", "copy?"], byNameOnly: ["dtype", "copy"],
      summary: "the matrix itself, as np.array([1, 2]); several rows in brackets are joined below each other",
      shape: .made { (call) throws(Fault) in try call.shape("object") }
    ) { (call) throws(Fault) in try numbers("object", call) }.hideable(),
    Function(
      name: "copy", parameters: ["a"], summary: "the value itself; every assignment makes a copy anyway",
      shape: .made { (call) throws(Fault) in try call.shape("a") }
    ) {
      (call) throws(Fault) in try numbers("a", call)
    }.hideable(),
    Function(name: "size", parameters: ["a"], summary: "the number of entries, as A.size", shape: .scalar) { (call) throws(Fault) in
      .scalar(Double(try numbers("a", call).shape?.count ?? 1))
    }.hideable(),
    Function(name: "len", parameters: ["x"], summary: "the number of entries of a row, of rows of a matrix, or of letters of a text", shape: .scalar) {
      (call) throws(Fault) in
      let value = try call.value("x")
      if case .text(let text) = value { return .scalar(Double(text.count)) }
      guard let shape = value.shape else { throw call.located(.noLength(value), "x") }
      return .scalar(Double(shape.rows == 1 ? shape.columns : shape.rows))
    }.hideable(),
    Function(name: "float", parameters: ["x?"], summary: "the value as a number; it may be a (1, 1) matrix or a text", shape: .scalar) { (call) throws(Fault) in
      .scalar(try number(call) ?? 0)
    }.hideable(),
    Function(name: "int", parameters: ["x?"], summary: "the value as a whole number, cut towards 0; it may be a (1, 1) matrix or a text", shape: .scalar) {
      (call) throws(Fault) in
      let number = try number(call) ?? 0
      guard number.isFinite else { throw call.located(.noWholeNumber(number), "x") }
      if case .text? = call.values["x"], number.rounded() != number { throw call.located(.noWholeNumber(number), "x") }
      let whole = number.rounded(.towardZero)
      return .scalar(whole == 0 ? 0 : whole)
    }.hideable(),
    Function(name: "str", parameters: ["x"], summary: "the value as text, with all digits", shape: .scalar) { (call) throws(Fault) in
      let value = try call.value("x")
      // Each number takes at least two characters.
      guard value.asMatrix?.elements.count ?? 0 <= maximumText / 2 else { throw .textTooLong(maximumText) }
      let text = TextTemplate.line(value, most: .max, NumberFormat.shortest)
      guard text.utf8.count <= maximumText else { throw .textTooLong(maximumText) }
      return .text(text)
    }.hideable(),
  ]

  /// The argument unchanged.
  ///
  /// - Throws: A fault where it is text.
  private static func numbers(_ name: String, _ call: Call) throws(Fault) -> Value {
    _ = try call.matrix(name)
    return try call.value(name)
  }

  private static func number(_ call: Call) throws(Fault) -> Double? {
    guard case .text(let text)? = call.values["x"] else { return try call.number("x") }
    let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !trimmed.lowercased().contains("0x"), let number = Double(trimmed.replacing(/(\d)_(?=\d)/) { String($0.1) }) else {
      throw call.located(.noNumberIn(text), "x")
    }
    return number
  }
}
