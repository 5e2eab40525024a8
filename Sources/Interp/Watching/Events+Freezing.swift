import Net

/// The output of `freeze` and `unfreeze`: what is frozen after the command.
struct FreezeEvent: Event {
  let command: String
  let isReport: Bool
  let parts: [FrozenPart]

  func text(_ style: TextStyle) -> [String] {
    if parts.isEmpty { return ["nothing is frozen"] }
    let rows = parts.map { part in
      [part.name, "\(part.places.count) of \(part.shape.rows * part.shape.columns) entries", part.description]
    }
    return TextTable.lines([["frozen", "", "steps leave"]] + rows, [.left])
  }

  func fields() -> [JSONField]? { [JSONField("frozen", .object(parts.map { JSONField($0.name, $0.indices) }))] }
}
