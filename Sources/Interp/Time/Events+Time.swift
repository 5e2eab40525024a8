import Net

/// The output of `back`, `redo` and `goto`: the step at which the session is now.
struct JourneyEvent: Event {
  let command: String
  let isReport = true
  let step: Int
  let branch: String
  /// The last step of the branch.
  let end: Int
  /// J of the step, where its forward pass is current; otherwise nil.
  let cost: Double?

  func text(_ style: TextStyle) -> [String] {
    let J = cost.map { ", J = \(style.number($0))" } ?? ""
    return ["step \(step) of \(branch)\(J)" + (step < end ? "; redo goes on to step \(end)" : "")]
  }

  func fields() -> [JSONField]? { [JSONField("t", .integer(step)), JSONField("branch", .string(branch))] }
}
