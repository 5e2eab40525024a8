import Net

/// The sessions that observed expressions are evaluated in: the live one, or a copy with passes of its own.
extension Session {
  private var now: Stamp { Stamp(versions: state.versions, step: state.steps) }

  /// A copy with passes of the present parameters and data, as far as X and Y fit the network: what an expression is tried on.
  func withPasses() -> Session {
    let copy = Session(copying: self)
    // The copy holds none of the passes that were made here: what is not made now is missing in it.
    copy.state.ledger.forgetPasses()
    guard let network = state.network, (try? checkInputs(network)) != nil else { return copy }
    copy.passForward()
    if let Y, Y.shape == Shape(network.outputs, X.columns) {
      copy.workspace.backward(network, X: X, Y: Y)
      copy.state.ledger.didBackward(step: copy.state.steps, isAsked: false)
    }
    return copy
  }

  /// A session in which Z, A and J are those of the present parameters and the gradients those last computed: this one where they are,
  /// else a copy with a forward pass of its own.
  func present() -> Session {
    guard let network = state.network, freshness(Quantity(.J)) != .current, (try? checkInputs(network)) != nil else { return self }
    let copy = Session(copying: self)
    copy.workspace.restore(workspace)
    copy.passForward()
    return copy
  }

  /// A copy that a step with the present gradients has brought forward, and in which Z, A and J are those of the parameters after it.
  func afterStep(alpha: Double) -> Session {
    let copy = Session(copying: self)
    copy.workspace.restore(workspace)
    copy.takeBaselines()
    copy.takeStep(alpha: alpha)
    copy.passForward()
    return copy
  }

  private func passForward() {
    workspace.forward(state.network!, X: X, Y: Y)
    state.ledger.didForward(step: state.steps, isAsked: false)
  }

  // MARK: Definitions

  /// The present value of an expression; nil where it only waits for a network or a pass. Any other fault is thrown, with its place.
  func presentValue<Result>(_ observed: Observed, _ read: (Session) throws(Fault) -> Result) throws(Fault) -> Result? {
    do throws(Fault) {
      return try read(present())
    } catch {
      guard error.kind == .stale else { throw error.located(observed.expression.range) }
    }
    // The gradients may be all that is missing: the expression is tried with some.
    guard state.network != nil else { return nil }
    do throws(Fault) {
      _ = try read(withPasses())
    } catch {
      guard error.kind == .stale else { throw error.located(observed.expression.range) }
    }
    return nil
  }

  func watch(_ observed: Observed, last: Value?) -> Int { state.watching.watch(observed, last: last, looked: now) }

  func breakWhen(_ observed: Observed, held: Bool?) -> Int { state.watching.breakWhen(observed, held: held, looked: now) }

  // MARK: Steps

  /// Looks at the present state with every watch and breakpoint that was last looked at in another, so that what the next step tells is
  /// what it changed.
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

  /// Throws where a breakpoint's condition cannot be evaluated here.
  func checkBreakpoints() throws(Fault) {
    for breakpoint in state.watching.breakpoints {
      do throws(Fault) { _ = try breakpoint.observed.holds(in: self) } catch { throw .breakpoint(breakpoint.number, breakpoint.observed.name, error) }
    }
  }
}
