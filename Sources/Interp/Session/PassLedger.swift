import Net

/// What the passes and the last update were computed from. Nobody else writes it: who changes parameters or data, or computes a pass, says so here.
///
/// Parameters, inputs and targets have a version each, which every change counts up. A pass has the stamp of those that it was computed from, so that
/// it is current as long as they are the same.
struct PassLedger {
  struct Versions: Equatable {
    fileprivate(set) var parameters = 0
    fileprivate(set) var inputs = 0
    fileprivate(set) var targets = 0

    /// Those that so many more steps lead to; a negative number leads back.
    func after(_ steps: Int) -> Versions {
      var copy = self
      copy.parameters += steps
      return copy
    }
  }

  /// What a pass was computed from.
  struct Stamp: Equatable {
    let versions: Versions
    /// Steps made when it was computed.
    let step: Int
  }

  /// An update of the parameters by the gradients.
  struct Update {
    /// Versions before it.
    let versions: Versions
    let alpha: Double
    /// The session's own alpha at that time.
    let setAlpha: Double
    /// The entries that it left as they were.
    let frozen: FrozenEntries
  }

  /// What the passes were made from, where an edit has replaced it since; nil where it is still there.
  struct Displaced {
    fileprivate(set) var forward: PassInputs?
    fileprivate(set) var backward: PassInputs?
  }

  private(set) var versions = Versions()
  /// Of the forward and of the backward pass; nil where there is none.
  private(set) var forward: Stamp?
  private(set) var backward: Stamp?
  /// The last `step` or `train`, until a pass is asked for again.
  private(set) var update: Update?
  private(set) var displaced = Displaced()

  // MARK: Passes

  /// A forward pass of the present parameters was computed after `step` steps.
  /// - Parameter isAsked: whether the user asked for it: explanations speak of it from then on, no longer of the last step.
  mutating func didForward(step: Int, isAsked: Bool = true) {
    forward = Stamp(versions: versions, step: step)
    displaced.forward = nil
    if isAsked { update = nil }
  }

  /// The gradients of the present parameters were computed after `step` steps.
  mutating func didBackward(step: Int, isAsked: Bool = true) {
    backward = Stamp(versions: versions, step: step)
    displaced.backward = nil
    if isAsked { update = nil }
  }

  /// The passes are gone.
  mutating func forgetPasses() { (forward, backward, update) = (nil, nil, nil) }

  // MARK: Steps

  /// One update by the gradients that the pass holds.
  mutating func didStep(alpha: Double, setAlpha: Double, frozen: FrozenEntries) {
    update = Update(versions: versions, alpha: alpha, setAlpha: setAlpha, frozen: frozen)
    versions.parameters += 1
  }

  /// `train` has made step number `step`: the gradients are those that it was made by, Z, A and J those of the new parameters.
  mutating func didTrain(to step: Int, alpha: Double, setAlpha: Double, frozen: FrozenEntries) {
    didBackward(step: step - 1, isAsked: false)
    didStep(alpha: alpha, setAlpha: setAlpha, frozen: frozen)
    didForward(step: step, isAsked: false)
  }

  /// `count` steps were made, of which the last is number `step`; what they were made by comes from elsewhere.
  mutating func didSteps(_ count: Int, to step: Int) {
    versions.parameters += count
    forward = Stamp(versions: versions, step: step)
    (backward, update, displaced) = (forward, nil, Displaced())
  }

  /// The last of several steps of `train`, which were counted already.
  mutating func lastStepWasTraining(step: Int, alpha: Double, setAlpha: Double, frozen: FrozenEntries) {
    versions.parameters -= 1
    didTrain(to: step, alpha: alpha, setAlpha: setAlpha, frozen: frozen)
  }

  // MARK: Edits

  /// Before parameters or data are changed by anything but a step: what the passes were made from is remembered.
  /// - Parameters:
  ///   - present: what a current pass was made from.
  ///   - made: what any other pass was made from, where that is known.
  mutating func willEdit(_ present: PassInputs, made: PassInputs?) {
    if let forward, displaced.forward == nil { displaced.forward = forward.versions == versions ? present : made }
    if let backward, displaced.backward == nil { displaced.backward = backward.versions == versions ? present : made }
  }

  mutating func didEditParameters() { versions.parameters += 1 }

  /// J and the gradients are stale with new inputs too.
  mutating func didEditInputs() { (versions.inputs, versions.targets) = (versions.inputs + 1, versions.targets + 1) }
  mutating func didEditTargets() { versions.targets += 1 }

  /// The inputs were put on another scale.
  mutating func didScaleInputs() { versions.inputs += 1 }

  /// A new network: nothing is computed yet.
  mutating func didInstall() {
    versions.parameters += 1
    forgetPasses()
    displaced = Displaced()
  }
}

/// What a pass is made from.
struct PassInputs {
  var network: Network
  var X: Matrix
  var Y: Matrix?
}

extension Session.State {
  var versions: PassLedger.Versions { ledger.versions }
  var forwardStamp: PassLedger.Stamp? { ledger.forward }
  var backwardStamp: PassLedger.Stamp? { ledger.backward }
  var update: PassLedger.Update? { ledger.update }
  var displaced: PassLedger.Displaced { ledger.displaced }
}

extension Session {
  typealias Stamp = PassLedger.Stamp

  /// Before parameters or data are changed by anything but a step.
  func willEdit() {
    guard let network = state.network else { return }
    state.ledger.willEdit(
      PassInputs(network: network, X: X, Y: Y), made: workspace.origin.map { PassInputs(network: $0, X: X, Y: Y) })
  }
}
