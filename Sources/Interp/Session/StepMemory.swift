import Net

/// The questions that a session asks about the steps made so far. The timeline answers them.
protocol StepMemory: AnyObject {
  /// A new memory without any step.
  func fresh() -> any StepMemory
  /// The parameters from which the step before `step` was made, on the present data. Nil where there is no such step or the timeline dropped it.
  func parametersOfStep(before step: Int, _ session: Session) throws(Fault) -> Network?
  /// Takes over a new limit of memory from the settings. Where the steps take more, the oldest are dropped.
  func limitHasChanged(_ session: Session)
}
