import Net

/// The value of an expression or of one argument of `show`.
struct ValueEvent: Event {
  let command: String
  /// The text as it was typed.
  let name: String
  let value: Value
  /// The step that a stale value belongs to, or nil for a current value.
  var staleStep: Int?
  /// The numbers beside the rows and above the columns, or nil to count them from 1.
  var rowLabels: [Int]?
  var columnLabels: [Int]?
  var showsAll = false
  /// The frozen entries, which steps do not change, as row-major indices from 0.
  var frozen: [Int] = []
  var remedy = Remedy.show

  /// What gives all entries of a matrix where some are left out of the text.
  enum Remedy: Equatable, Sendable {
    /// `show NAME all=yes` does.
    case show
    /// These words say it.
    case statement(String)
    case none
  }

  func text(_ style: TextStyle) -> [String] {
    let stale = staleStep.map { "   stale: of step \($0)" } ?? ""
    let isShown = command == "show"
    switch value {
    case .text(let text): return [isShown ? "\(name) = \(text)" : text]
    case .boolean(let truth): return [(isShown ? "\(name) = " : "") + (truth ? "True" : "False") + stale]
    case .scalar(let number):
      return [(isShown ? "\(name) = " : "") + style.number(number) + stale + (frozen.isEmpty ? "" : "   frozen: steps do not change it")]
    case .extent(let shape): return [(isShown ? "\(name) = " : "") + (shape?.description ?? "()") + stale]
    case .matrix(let matrix), .booleans(let matrix):
      let body = MatrixText(value, rowLabels: rowLabels, columnLabels: columnLabels, showsAll: showsAll, marked: Set(frozen)).lines(style)
      let header = (isShown ? "\(name) " : "") + matrix.shape.description + stale
      let hint =
        switch remedy {
        case .show: "; show \(name) all=yes prints all"
        case .statement(let words): "; \(words)"
        case .none: ""
        }
      let footer = body.isElided ? ["some entries are left out\(hint)"] : []
      return [header] + body.lines + (frozen.isEmpty ? [] : ["* frozen: steps do not change it"]) + footer
    }
  }

  func fields() -> [JSONField]? {
    var fields = [JSONField("name", .string(name)), JSONField("shape", .shape(value.shape)), JSONField("value", JSONValue(value))]
    if staleStep != nil { fields.append(JSONField("stale", .boolean(true))) }
    if !frozen.isEmpty { fields.append(JSONField("frozen", .places(frozen, columns: value.shape?.columns ?? 1))) }
    return fields
  }
}
