import Net

/// The sessions in which observed expressions are evaluated. Each is the live session or a copy with its own passes.
extension Session {
  private var now: Stamp { Stamp(versions: state.versions, step: state.steps) }

  /// A copy in which the passes of the present parameters and data are computed, as far as X and Y fit the network. Expressions are tried on it.
  /// - Parameter plan: the gradients are those of the first step of this plan; nil for those of all examples and all units.
  func withPasses(_ plan: TrainingPlan? = nil) -> Session {
    let copy = Session(copying: self)
    // The copy does not hold the passes of the live session. A pass that is not computed below is missing in the copy.
    copy.state.ledger.forgetPasses()
    guard let network = state.network, (try? checkInputs(network)) != nil else { return copy }
    guard let Y, Y.shape == Shape(network.outputs, X.columns) else {
      copy.passForward()
      return copy
    }
    if let plan {
      var sequence = StepSequence(plan, X: X, Y: Y, generator: state.generator)
      sequence.make(network, copy.workspace)
    } else {
      copy.workspace.make(network, X: X, Y: Y, StepDraw())
    }
    copy.state.ledger.didBackward(step: copy.state.steps, isAsked: false)
    copy.passForward()
    return copy
  }

  /// A copy that has made one step with the present gradients, followed by a forward pass of the new parameters.
  /// - Parameter alpha: the learning rate of the step.
  func afterStep(alpha: Double) -> Session {
    let copy = Session(copying: self)
    copy.workspace.restore(workspace)
    copy.takeBaselines()
    copy.takeStep(alpha: alpha)
    copy.passForward()
    return copy
  }

  // MARK: Definitions

  /// The present value of an expression; nil where it only needs a network or a pass that does not exist yet.
  /// - Parameter read: evaluates the expression in the session that it receives.
  /// - Throws: any other fault, with its place.
  func presentValue<Result>(_ observed: Observed, _ read: (Session) throws(Fault) -> Result) throws(Fault) -> Result? {
    do throws(Fault) {
      return try read(present())
    } catch {
      guard error.kind == .stale else { throw error.located(observed.expression.range) }
    }
    // Only the gradients may be missing, so the expression is tried with gradients.
    guard state.network != nil else { return nil }
    do throws(Fault) {
      _ = try read(withPasses())
    } catch {
      guard error.kind == .stale else { throw error.located(observed.expression.range) }
    }
    return nil
  }

  /// Adds a watch.
  /// - Parameter last: the present value; nil where it cannot be computed yet.
  /// - Returns: the number of the watch.
  func watch(_ observed: Observed, last: Value?) -> Int { state.watching.watch(observed, last: last, looked: now) }

  /// Adds a breakpoint.
  /// - Parameter held: whether the condition is true now; nil where it cannot be evaluated yet.
  /// - Returns: the number of the breakpoint.
  func breakWhen(_ observed: Observed, held: Bool?) -> Int { state.watching.breakWhen(observed, held: held, looked: now) }

  // MARK: Steps

  /// Evaluates each watch and breakpoint that was last evaluated in another state, so that the next step reports only its own changes.
  func takeBaselines() {
    let now = now
    guard state.watching.watches.contains(where: { $0.looked != now }) || state.watching.breakpoints.contains(where: { $0.looked != now }) else { return }
    let present = present()
    for index in state.watching.watches.indices where state.watching.watches[index].looked != now {
      state.watching.watches[index].last = try? state.watching.watches[index].observed.value(in: present)
      state.watching.watches[index].looked = now
    }
    for index in state.watching.breakpoints.indices where state.watching.breakpoints[index].looked != now {
      state.watching.breakpoints[index].held = try? state.watching.breakpoints[index].observed.holds(in: present)
      state.watching.breakpoints[index].looked = now
    }
  }

  /// Evaluates the condition of every breakpoint.
  /// - Throws: where a condition cannot be evaluated in this session.
  func checkBreakpoints() throws(Fault) {
    for breakpoint in state.watching.breakpoints {
      do throws(Fault) { _ = try breakpoint.observed.holds(in: self) } catch { throw .breakpoint(breakpoint.number, breakpoint.observed.name, error) }
    }
  }
}
