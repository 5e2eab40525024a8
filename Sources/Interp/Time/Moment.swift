import Net

/// The session at a step, as time travel gives it back: what is not rolled back is left out, and passes are kept as what they were made from.
struct Moment {
  /// Without variables, last value and settings; where the parameters can be made again, without them too.
  var state: Session.State
  var hasParameters = true
  /// Whether its generator is another than that of the moment before.
  var hasOwnGenerator = true
  var forward: PassSource
  var backward: PassSource
  /// J of the pass; nil where there was none.
  var cost: Double?
}

extension Moment {
  /// With the forward pass that `train` begins with.
  mutating func addForward() {
    forward = .present
    state.ledger.didForward(step: state.steps, isAsked: false)
  }
}

/// What Z, A and J, or the gradients, were made from: the same bits come from it again.
enum PassSource {
  case missing
  /// The moment's own network and data.
  case present
  /// The network of the step before, on the same data: what a step leaves.
  case stepBefore
  case kept(PassInputs)
}

extension Session.State {
  /// What time travel takes back; the rest is left empty.
  var rolledBackPart: Session.State {
    var copy = self
    (copy.variables, copy.answer, copy.settings, copy.watching) = (Variables(), nil, Settings(), Watching())
    return copy
  }

  /// This state with what time travel leaves alone taken from `now`.
  func keeping(_ now: Session.State) -> Session.State {
    var copy = self
    (copy.variables, copy.answer, copy.settings, copy.watching) = (now.variables, now.answer, now.settings, now.watching)
    return copy
  }

  /// Whether nothing that time travel takes back has changed since `other`. Passes are no change: they follow from the rest.
  func isUnchanged(since other: Session.State) -> Bool {
    versions == other.versions && steps == other.steps && alpha == other.alpha && lineage == other.lineage && seed == other.seed
      && generator == other.generator && network?.frozen == other.network?.frozen
  }
}

extension Session {
  /// The present as a moment. `knowsStepBefore`: whether the network of the step before can be made again.
  func moment(knowsStepBefore: Bool) -> Moment {
    let now = state.versions
    let before = now.after(-1)
    func source(_ stamp: Stamp?, _ displaced: PassInputs?) -> PassSource {
      guard let stamp else { return .missing }
      if stamp.versions == now { return .present }
      if let displaced { return .kept(displaced) }
      if knowsStepBefore, stamp.versions == before { return .stepBefore }
      return workspace.origin.map { .kept(PassInputs(network: $0, X: X, Y: Y)) } ?? .missing
    }
    return Moment(
      state: state.rolledBackPart, forward: source(state.forwardStamp, state.displaced.forward),
      backward: source(state.backwardStamp, state.displaced.backward), cost: state.forwardStamp?.versions == now ? workspace.cost : nil)
  }
}
