import Net

/// The steps of gradient descent in a compiled loop. It runs `forward; backward; step` in one pass over the data, as `train` does.
///
/// A step gives the parameters, J, dW and db the same bits as the three statements. Z, A and dZ are computed only when the loop ends.
final class LoopDescent {
  private let session: Session
  private let timeline: Timeline
  private let Y: Matrix
  /// Successive steps that one statement made with one alpha. The timeline gets their number when the run ends.
  private struct Run {
    let recording: Timeline.OpenSteps
    let alpha: Double
    let place: SourceRange
    var steps = 0
  }
  private var run: Run?
  /// Whether Z, A and dZ are of an older pass.
  private var isIncomplete = false

  /// Nil where the three statements must run one by one. This is the case if they print reports, if the session watches anything after each step, or if a
  /// pass is so long that Ctrl-C must stop it. It is also the case without a network, if X or Y does not fit it, and where dropout draws masks.
  init?(_ executor: Executor) {
    let session = executor.session
    guard let network = session.state.network, let Y = session.Y, Y.shape == Shape(network.outputs, session.X.columns),
      (try? session.checkInputs(network)) != nil, !Pass.isLong(network, examples: session.X.columns), session.state.watching.isEmpty,
      session.state.settings.report != true, !network.dropsUnits
    else { return nil }
    (self.session, timeline, self.Y) = (session, session.timeline, Y)
  }

  /// Computes J, dW and db of the present parameters.
  func pass() {
    session.passForStep(Y)
    isIncomplete = true
    session.warnOfCost()
  }

  /// Makes the step of the last `pass`. If alpha is not finite, it does nothing and returns false.
  /// - Parameters:
  ///   - alpha: the learning rate of this step, or nil for the session's alpha.
  ///   - place: the `step` statement, which the timeline lists.
  func update(alpha: Double?, _ place: StatementLocation) -> Bool {
    let alpha = alpha ?? session.state.alpha
    guard alpha.isFinite else { return false }
    if run?.alpha != alpha || run?.place != place.range {
      closeRun()
      run = Run(recording: timeline.begin(session, TrainingPlan(alpha: alpha), isTraining: false, place), alpha: alpha, place: place.range)
    }
    session.takeStep(alpha: alpha)
    run!.steps += 1
    timeline.made(session.state.steps, session.state.network!, session)
    return true
  }

  /// Computes Z, A and dZ of the last pass, and ends the run of steps in the timeline.
  func complete() {
    closeRun()
    if isIncomplete { session.completePass(Y) }
    isIncomplete = false
  }

  private func closeRun() {
    if let run { timeline.finish(run.recording, steps: run.steps, times: run.steps, session) }
    run = nil
  }
}
