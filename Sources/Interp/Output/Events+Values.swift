import Net

/// The value of a `show` item or of an expression.
struct ValueEvent: Event {
  let command: String
  /// As typed.
  let name: String
  let value: Value
  /// The step that a stale value belongs to.
  var staleStep: Int?
  var rowLabels: [Int]?
  var columnLabels: [Int]?
  var showsAll = false

  func text(_ style: TextStyle) -> [String] {
    let stale = staleStep.map { "   stale: of step \($0)" } ?? ""
    let isShown = command == "show"
    switch value {
    case .text(let text): return [isShown ? "\(name) = \(text)" : text]
    case .boolean(let truth): return [(isShown ? "\(name) = " : "") + (truth ? "True" : "False") + stale]
    case .scalar(let number): return [(isShown ? "\(name) = " : "") + style.number(number) + stale]
    case .extent(let shape): return [(isShown ? "\(name) = " : "") + (shape?.description ?? "()") + stale]
    case .matrix(let matrix), .booleans(let matrix):
      let body = MatrixText(value, rowLabels: rowLabels, columnLabels: columnLabels, showsAll: showsAll).lines(style)
      let header = (isShown ? "\(name) " : "") + matrix.shape.description + stale
      let footer = body.isElided ? ["some left out; all: show \(name) all=yes"] : []
      return [header] + body.lines + footer
    }
  }

  func fields() -> [JSONField]? {
    var fields = [JSONField("name", .string(name)), JSONField("shape", .shape(value.shape)), JSONField("value", JSONValue(value))]
    if staleStep != nil { fields.append(JSONField("stale", .boolean(true))) }
    return fields
  }
}

/// A claim that holds.
struct ClaimEvent: Event {
  let command = "claim"
  let name: String
  /// The quantity that an expression in the name chose: Z1 for `Z[l]`.
  let resolved: String?
  let maximumDifference: Double

  func text(_ style: TextStyle) -> [String] {
    ["\(name): \(resolved.map { $0 + " " } ?? "")holds, largest difference \(NumberFormat.significant(maximumDifference, 2))"]
  }

  func fields() -> [JSONField]? {
    [JSONField("name", .string(name)), JSONField("ok", .boolean(true)), JSONField("max_difference", .number(maximumDifference))]
  }
}

/// `assert` that holds: nothing in text.
struct AssertEvent: Event {
  let command = "assert"
  func text(_ style: TextStyle) -> [String] { [] }
  func fields() -> [JSONField]? { [JSONField("ok", .boolean(true))] }
}

/// `print`.
struct PrintEvent: Event {
  let command = "print"
  let line: String
  func text(_ style: TextStyle) -> [String] { line.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  func fields() -> [JSONField]? { [JSONField("text", .string(line))] }
}

/// `shape` bare: a row for each quantity.
struct ShapeTableEvent: Event {
  struct Row: Equatable, Sendable {
    var name: String
    /// nil for a scalar.
    var shape: Shape?
    var names: String
    var formula: String
  }

  let command = "shape"
  let rows: [Row]
  let note: String?

  func text(_ style: TextStyle) -> [String] {
    let cells = [["quantity", "shape", "names", "how it follows"]] + rows.map { [$0.name, $0.shape?.description ?? "", $0.names, $0.formula] }
    return Table.lines(cells, [.left]) + (note.map { [$0] } ?? [])
  }

  func fields() -> [JSONField]? {
    [JSONField("shapes", .object(rows.map { JSONField($0.name, .shape($0.shape)) }))]
  }
}

/// `shape E`: the shape and how it comes about.
struct ShapeEvent: Event {
  let command = "shape"
  let name: String
  let shape: SymbolicShape
  let derivation: [String]

  func text(_ style: TextStyle) -> [String] { derivation + ["\(name): \(shape)"] }

  func fields() -> [JSONField]? {
    let value: JSONValue =
      shape.isScalar
      ? .array([])
      : .array([shape.rows.number.map { .integer($0) } ?? .string(shape.rows.text), shape.columns.number.map { .integer($0) } ?? .string(shape.columns.text)])
    return [JSONField("name", .string(name)), JSONField("shape", value), JSONField("derivation", .array(derivation.map { .string($0) }))]
  }
}
