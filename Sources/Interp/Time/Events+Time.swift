import Net

/// `back`, `redo`, `goto`: where the session is now.
struct JourneyEvent: Event {
  let command: String
  let isReport = true
  let step: Int
  let branch: String
  /// The last step of the branch.
  let end: Int
  /// J where a current pass came with the step.
  let cost: Double?

  func text(_ style: TextStyle) -> [String] {
    let J = cost.map { ", J = \(style.number($0))" } ?? ""
    return ["step \(step) of \(branch)\(J)" + (step < end ? "; redo goes on to step \(end)" : "")]
  }

  func fields() -> [JSONField]? { [JSONField("t", .integer(step)), JSONField("branch", .string(branch))] }
}
