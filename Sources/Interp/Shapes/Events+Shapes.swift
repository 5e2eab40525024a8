import Net

/// The output of `shape` without an argument: a table with a row for each quantity.
struct ShapeTableEvent: Event {
  struct Row: Equatable, Sendable {
    var name: String
    /// The shape; nil for a scalar.
    var shape: Shape?
    var names: String
    var formula: String
    /// The entries that steps do not change; nil where no entry is frozen.
    var frozen: FrozenPart?
  }

  let command = "shape"
  let rows: [Row]
  let note: String?

  func text(_ style: TextStyle) -> [String] {
    let cells =
      [["quantity", "shape", "names", "how it follows"]]
      + rows.map {
        [$0.name, $0.shape?.description ?? "", $0.names, $0.formula + ($0.frozen.map { ", frozen: \($0.description)" } ?? "")]
      }
    return TextTable.lines(cells, [.left]) + (note.map { TextTable.wrapped($0, width: style.width) } ?? [])
  }

  func fields() -> [JSONField]? {
    let frozen = rows.compactMap { row in row.frozen.map { JSONField(row.name, $0.indices) } }
    return [JSONField("shapes", .object(rows.map { JSONField($0.name, .shape($0.shape)) }))] + (frozen.isEmpty ? [] : [JSONField("frozen", .object(frozen))])
  }
}

/// The output of `shape E`: the shape of an expression and how it follows from the shapes of its parts.
struct ShapeEvent: Event {
  let command = "shape"
  let tree: ShapeNode
  var coincidence: Coincidences?
  /// Why the expression does not fit at the proposed sizes; nil where it fits.
  var failure: String?
  /// A command that shows the shape at the proposed sizes.
  var proposal = ""

  func text(_ style: TextStyle) -> [String] {
    guard let coincidence else { return tree.lines() }
    return tree.lines() + coincidence.lines(failure: failure, proposal: proposal).flatMap { TextTable.wrapped($0, width: style.width) }
  }

  func fields() -> [JSONField]? {
    func value(_ shape: SymbolicShape) -> JSONValue {
      if shape.isScalar { return .array([]) }
      return .array([shape.rows, shape.columns].map { $0.number.map { .integer($0) } ?? .null })
    }
    func describe(_ node: ShapeNode) -> [JSONField] {
      [
        JSONField("name", .string(node.text)), JSONField("shape", value(node.shape)), JSONField("names", .string(node.shape.names)),
        JSONField("rule", node.rule.map { .string($0) } ?? .null), JSONField("parts", .array(node.parts.map { .object(describe($0)) })),
      ]
    }
    var fields = describe(tree)
    if let coincidence {
      fields.append(JSONField("coincidence", .string(coincidence.lines(failure: failure, proposal: proposal).joined(separator: "\n"))))
      fields.append(JSONField("proposed", .object(coincidence.proposal.map { JSONField($0.name, .integer($0.size)) })))
    }
    return fields
  }
}

extension Coincidences {
  /// The note about sizes that agree by chance.
  /// - Parameters:
  ///   - failure: why the expression does not fit at the proposed sizes. It then has a mistake that the live sizes hide.
  ///   - proposal: the command that shows the shape at the proposed sizes.
  func lines(failure: String? = nil, proposal: String) -> [String] {
    let sizes = found.map(\.text).joined(separator: ", ")
    guard let failure else { return ["coincidence: \(sizes), so a wrong formula can also have this shape; \(proposal) shows it"] }
    return ["coincidence: it fits only because \(sizes); with other sizes it does not:", "  \(proposal)", "  \(failure)"]
  }
}
