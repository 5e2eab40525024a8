import Net

/// What a session asks of the steps that were made: the timeline answers it.
protocol StepMemory: AnyObject {
  /// Another one, in which no step was made.
  func fresh() -> any StepMemory
  /// The parameters from which the step before `step` was made, on the present data; nil where there was none, or it was given up.
  func parametersOfStep(before step: Int, _ session: Session) throws(Fault) -> Network?
}
