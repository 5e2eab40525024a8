import Net

/// A record of the parameters and data that the passes and the last update were computed from. Code that changes parameters or data, or computes a pass,
/// must report it here.
///
/// Parameters, inputs and targets each have a version number, which every change increases. A pass gets a stamp with the numbers at its computation. It is
/// current as long as the numbers that it depends on stay the same.
struct PassLedger {
  /// The version numbers of parameters, inputs and targets.
  struct Versions: Equatable {
    fileprivate(set) var parameters = 0
    fileprivate(set) var inputs = 0
    fileprivate(set) var targets = 0

    /// The versions after `steps` more steps. A negative number gives the versions before these steps.
    func after(_ steps: Int) -> Versions {
      var copy = self
      copy.parameters += steps
      return copy
    }
  }

  /// The versions that a pass was computed from.
  struct Stamp: Equatable {
    let versions: Versions
    /// The number of steps made before the computation.
    let step: Int
  }

  /// An update of the parameters with the gradients.
  struct Update {
    /// The versions before the update.
    let versions: Versions
    /// The learning rate of the update.
    let alpha: Double
    /// The session's alpha at that time.
    let setAlpha: Double
    /// The entries that the update did not change.
    let frozen: FrozenEntries
    /// What the gradients of the update were made of.
    var draw = StepDraw()
    /// How `train` made the update; nil for a step by hand.
    var plan: PlannedStep?
    /// The number of changes of the optimizer before the update.
    fileprivate var optimizerEdits = 0
  }

  /// The inputs of the forward and the backward pass, if an edit replaced them later. Nil where the session still has them.
  struct Displaced {
    fileprivate(set) var forward: PassInputs?
    fileprivate(set) var backward: PassInputs?
  }

  private(set) var versions = Versions()
  /// The stamps of the forward and the backward pass, or nil where there is no pass.
  private(set) var forward: Stamp?
  private(set) var backward: Stamp?
  /// The last `step` or `train`. It is forgotten when the user asks for a pass.
  private(set) var update: Update?
  private(set) var displaced = Displaced()
  /// Counts the changes of the optimizer or its averages that no step made.
  private(set) var optimizerEdits = 0
  /// The settings that a pass depends on and that were changed so far: lambda, keep.
  private(set) var changedSettings: [String] = []

  /// Whether the optimizer and its averages are as the last update left them.
  var hasAveragesOfUpdate: Bool { update.map { $0.optimizerEdits == optimizerEdits } ?? false }

  // MARK: Passes

  /// Records a forward pass with the present parameters.
  ///
  /// - Parameters:
  ///   - step: The number of steps made so far.
  ///   - isAsked: Whether the user asked for the pass. From then on, explanations describe this pass and not the last step.
  mutating func didForward(step: Int, isAsked: Bool = true) {
    forward = Stamp(versions: versions, step: step)
    displaced.forward = nil
    if isAsked { update = nil }
  }

  /// Records a backward pass with the present parameters. The parameters are those of `didForward`.
  mutating func didBackward(step: Int, isAsked: Bool = true) {
    backward = Stamp(versions: versions, step: step)
    displaced.backward = nil
    if isAsked { update = nil }
  }

  /// Forgets both passes and the last update.
  mutating func forgetPasses() { (forward, backward, update) = (nil, nil, nil) }

  // MARK: Steps

  /// Records one update with the gradients of the workspace.
  mutating func didStep(alpha: Double, setAlpha: Double, frozen: FrozenEntries, draw: StepDraw = StepDraw(), plan: PlannedStep? = nil) {
    update = Update(
      versions: versions, alpha: alpha, setAlpha: setAlpha, frozen: frozen, draw: draw, plan: plan, optimizerEdits: optimizerEdits)
    versions.parameters += 1
  }

  /// Records step number `step` of `train`. The gradients are those that made the step, while Z, A and J belong to the new parameters.
  mutating func didTrain(to step: Int, alpha: Double, setAlpha: Double, frozen: FrozenEntries, draw: StepDraw = StepDraw(), plan: PlannedStep? = nil) {
    didBackward(step: step - 1, isAsked: false)
    didStep(alpha: alpha, setAlpha: setAlpha, frozen: frozen, draw: draw, plan: plan)
    didForward(step: step, isAsked: false)
  }

  /// Records `count` steps up to step number `step`, without the gradients that made them. Both passes then count as current.
  mutating func didSteps(_ count: Int, to step: Int) {
    versions.parameters += count
    forward = Stamp(versions: versions, step: step)
    (backward, update, displaced) = (forward, nil, Displaced())
  }

  /// Adds the gradients of the last `train` step after `didSteps` has already counted it.
  mutating func lastStepWasTraining(step: Int, alpha: Double, setAlpha: Double, frozen: FrozenEntries, draw: StepDraw, plan: PlannedStep) {
    versions.parameters -= 1
    didTrain(to: step, alpha: alpha, setAlpha: setAlpha, frozen: frozen, draw: draw, plan: plan)
  }

  // MARK: Edits

  /// Saves the inputs of the passes before an edit changes parameters or data. Steps do not call it.
  /// - Parameters:
  ///   - present: The inputs of a pass that is current.
  ///   - made: The inputs of a pass that is not current, or nil where they are not known.
  ///   - draws: The batch and the masks of the forward and of the backward pass.
  mutating func willEdit(_ present: PassInputs, made: PassInputs?, draws: (forward: StepDraw, backward: StepDraw)) {
    if let forward, displaced.forward == nil { displaced.forward = (forward.versions == versions ? present : made)?.drawing(draws.forward) }
    if let backward, displaced.backward == nil { displaced.backward = (backward.versions == versions ? present : made)?.drawing(draws.backward) }
  }

  /// Records a change of parameters other than a step.
  mutating func didEditParameters() { versions.parameters += 1 }

  /// Records a change of the optimizer or its averages. The passes stay current.
  mutating func didEditOptimizer() { optimizerEdits += 1 }

  /// Records a new lambda. Z and A stay current, as after new targets.
  mutating func didEditPenalty() {
    didEditTargets()
    note("lambda")
  }

  /// Records a new share of units that dropout keeps.
  mutating func didEditKeep() {
    didEditParameters()
    note("keep")
  }

  private mutating func note(_ setting: String) {
    if !changedSettings.contains(setting) { changedSettings.append(setting) }
  }

  /// Records new inputs. J and the gradients become stale too.
  mutating func didEditInputs() { (versions.inputs, versions.targets) = (versions.inputs + 1, versions.targets + 1) }
  /// Records new targets. Z and A stay current.
  mutating func didEditTargets() { versions.targets += 1 }

  /// Records inputs on a new scale.
  mutating func didScaleInputs() { versions.inputs += 1 }

  /// Records a new network, for which no pass exists yet.
  mutating func didInstall() {
    versions.parameters += 1
    forgetPasses()
    displaced = Displaced()
  }
}

/// The network and data that a pass is computed from.
struct PassInputs {
  var network: Network
  var X: Matrix
  var Y: Matrix?
  /// The batch and the masks of the pass.
  var draw = StepDraw()

  /// The same with another batch or other masks.
  func drawing(_ draw: StepDraw) -> PassInputs { PassInputs(network: network, X: X, Y: Y, draw: draw) }
}

extension Session.State {
  var versions: PassLedger.Versions { ledger.versions }
  var forwardStamp: PassLedger.Stamp? { ledger.forward }
  var backwardStamp: PassLedger.Stamp? { ledger.backward }
  var update: PassLedger.Update? { ledger.update }
  var displaced: PassLedger.Displaced { ledger.displaced }
  var optimizerEdits: Int { ledger.optimizerEdits }
}

extension Session {
  typealias Stamp = PassLedger.Stamp

  /// Saves the inputs of the passes before an edit changes parameters or data. Without a network it does nothing.
  func willEdit() {
    guard let network = state.network else { return }
    state.ledger.willEdit(
      PassInputs(network: network, X: X, Y: Y), made: workspace.origin.map { PassInputs(network: $0, X: X, Y: Y) },
      draws: (workspace.draw, workspace.originDraw))
  }
}
