import Net

/// Writes a page as HTML. The form of the page is in page.html, page.css and page.js beside this file; they are part of the program.
enum PageText {
  /// The bytes of the file.
  static func bytes(_ page: SessionPage) -> [UInt8] {
    let parts: [String: [UInt8]] = [
      "title": Array(escaped(page.title).utf8), "style": PackageResources.page_css, "script": PackageResources.page_js, "data": data(page),
    ]
    var result: [UInt8] = []
    // A part stands between two pairs of braces: {{title}}.
    for piece in String(decoding: PackageResources.page_html, as: UTF8.self).split(separator: "{{", omittingEmptySubsequences: false) {
      guard let end = piece.firstRange(of: "}}"), let part = parts[String(piece[..<end.lowerBound])] else {
        result += piece.utf8
        continue
      }
      result += part
      result += piece[end.upperBound...].utf8
    }
    return result
  }

  /// A text in which HTML finds no tags.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in Escaping.visible(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }

  /// The data of the page as JSON. Inside a script element `<`, `>` and `&` are written as `\u003c` and so on; they occur only in texts.
  static func data(_ page: SessionPage) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(json(page))
    var result: [UInt8] = []
    result.reserveCapacity(writer.bytes.count)
    for byte in writer.bytes {
      switch byte {
      case UInt8(ascii: "<"): result += "\\u003c".utf8
      case UInt8(ascii: ">"): result += "\\u003e".utf8
      case UInt8(ascii: "&"): result += "\\u0026".utf8
      default: result.append(byte)
      }
    }
    return result
  }

  private static func json(_ page: SessionPage) -> JSONValue {
    .object([
      JSONField("title", .string(page.title)), JSONField("facts", .array(page.facts.map { .array([.string($0.name), .string($0.value)]) })),
      JSONField("line", .string(page.line)), JSONField("layers", .array(page.layers.map(json))),
      JSONField("rows", .array(page.rows.map { .array([$0.name, $0.shape, $0.names, $0.formula].map(JSONValue.string)) })),
      JSONField("blocks", .array(page.blocks.map(json))), JSONField("curves", .array(page.curves.map(json))),
      JSONField("plane", page.plane.map(json) ?? .null), JSONField("notes", texts(page.notes)), JSONField("statements", texts(page.statements)),
      JSONField("steps", .array(page.steps.map(json))),
    ])
  }

  private static func json(_ layer: SessionPage.Layer) -> JSONValue {
    .object([
      JSONField("units", .integer(layer.units)), JSONField("shown", numbers(layer.shown)), JSONField("names", texts(layer.names)),
      JSONField("labels", texts(layer.labels)),
    ])
  }

  private static func json(_ block: SessionPage.Block) -> JSONValue {
    .object([
      JSONField("name", .string(block.quantity.name)), JSONField("kind", .string(block.quantity.kind.rawValue)),
      JSONField("layer", .integer(block.quantity.layer)), JSONField("shape", .string(block.shape.description)), JSONField("whole", .boolean(block.isWhole)),
      JSONField("rows", numbers(block.rows)), JSONField("columns", numbers(block.columns)),
    ])
  }

  private static func json(_ curve: SessionPage.Curve) -> JSONValue {
    .object([
      JSONField("name", .string(curve.name)), JSONField("x", row(curve.x)), JSONField("y", row(curve.y)),
    ])
  }

  private static func json(_ plane: SessionPage.Plane) -> JSONValue {
    .object([
      JSONField("x", row(plane.x)), JSONField("y", row(plane.y)), JSONField("xName", .string(plane.xName)), JSONField("yName", .string(plane.yName)),
      JSONField("classes", texts(plane.classes)),
      JSONField("points", .array(plane.points.map { .object([JSONField("name", .string($0.name)), JSONField("x", row($0.x)), JSONField("y", row($0.y))]) })),
    ])
  }

  private static func json(_ step: SessionPage.Step) -> JSONValue {
    .object([
      JSONField("step", .integer(step.step)), JSONField("J", text(step.cost)), JSONField("costOf", step.costStep.map(JSONValue.integer) ?? .null),
      JSONField("gradientsOf", step.gradientStep.map(JSONValue.integer) ?? .null), JSONField("values", .array(step.values.map(text))),
      JSONField("norms", .array(step.norms.map(text))), JSONField("areas", text(step.areas)),
    ])
  }

  private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
  private static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
  private static func numbers(_ numbers: [Int]) -> JSONValue { .array(numbers.map(JSONValue.integer)) }

  /// Numbers as one text, divided by blanks. JSON has no NaN and no infinity; such a text has.
  private static func row(_ numbers: [Double]) -> JSONValue { .string(numbers.map(SessionPage.text).joined(separator: " ")) }
}
