import Net

/// The session at a step, as time travel restores it.
///
/// The parts that time travel does not restore are left out. A pass is stored as the network and the data from which it can be computed again.
struct Moment {
  /// The state without variables, last value and settings. It has no parameters where `hasParameters` is false.
  var state: Session.State
  /// Whether the state holds its parameters. They are dropped where other steps lead to them.
  var hasParameters = true
  /// Whether its generator differs from the generator of the moment before.
  var hasOwnGenerator = true
  /// The source of the forward pass, that is of Z, A and J.
  var forward: PassSource
  /// The source of the backward pass, that is of the gradients.
  var backward: PassSource
  /// J of a current forward pass; nil where there is no current pass.
  var cost: Double?
}

extension Moment {
  /// Adds the forward pass with which `train` begins.
  mutating func addForward() {
    forward = .present(StepDraw())
    state.ledger.didForward(step: state.steps, isAsked: false)
  }
}

/// The network and data from which Z, A and J, or the gradients, were computed. They give the same bits again.
enum PassSource {
  /// There is no pass.
  case missing
  /// The network and data of the moment itself.
  case present(StepDraw)
  /// The network of the step before and the same data. This is the source of gradients after a step.
  case stepBefore(StepDraw)
  /// Other inputs, which are stored.
  case kept(PassInputs)
}

extension Session.State {
  /// A copy that holds only the parts that time travel restores. Variables, the last value, settings and what is watched are empty.
  var rolledBackPart: Session.State {
    var copy = self
    (copy.variables, copy.answer, copy.settings, copy.watching) = (Variables(), nil, Settings(), Watching())
    return copy
  }

  /// A copy of this state in which variables, the last value, settings and what is watched come from `now`.
  func keeping(_ now: Session.State) -> Session.State {
    var copy = self
    (copy.variables, copy.answer, copy.settings, copy.watching) = (now.variables, now.answer, now.settings, now.watching)
    return copy
  }

  /// Whether the parts that time travel restores are the same as in `other`. Passes are not compared, because they follow from the rest.
  func isUnchanged(since other: Session.State) -> Bool {
    versions == other.versions && steps == other.steps && alpha == other.alpha && lineage == other.lineage && seed == other.seed
      && generator == other.generator && network?.frozen == other.network?.frozen && optimizerEdits == other.optimizerEdits
  }
}

extension Session {
  /// The present state as a moment.
  /// - Parameter knowsStepBefore: whether the timeline can make the network of the step before again.
  func moment(knowsStepBefore: Bool) -> Moment {
    let now = state.versions
    let before = now.after(-1)
    func source(_ stamp: Stamp?, _ displaced: PassInputs?, _ draw: StepDraw) -> PassSource {
      guard let stamp else { return .missing }
      if stamp.versions == now { return .present(draw) }
      if let displaced { return .kept(displaced) }
      if knowsStepBefore, stamp.versions == before { return .stepBefore(draw) }
      return workspace.origin.map { .kept(PassInputs(network: $0, X: X, Y: Y, draw: draw)) } ?? .missing
    }
    return Moment(
      state: state.rolledBackPart, forward: source(state.forwardStamp, state.displaced.forward, workspace.draw),
      backward: source(state.backwardStamp, state.displaced.backward, workspace.originDraw), cost: state.forwardStamp?.versions == now ? workspace.cost : nil)
  }
}
