import Net

/// What `diagnose` reads of a session.
extension Session {
  /// The learning rate of the last `step` or `train`, if it was just made and alpha was not set since. Otherwise it is alpha of the session.
  var judgedAlpha: Double {
    guard isStraightAfterStep, let update = state.update, update.setAlpha == state.alpha else { return state.alpha }
    return update.alpha
  }

  /// How the next steps are made: as the last `train` made them, if it was just made. Otherwise a step uses all examples. The rate is `judgedAlpha`, without
  /// decay.
  var judgedPlan: TrainingPlan {
    let last = isStraightAfterStep ? state.update?.plan?.plan : nil
    return (last ?? TrainingPlan(alpha: state.alpha)).with(alpha: judgedAlpha)
  }

  /// Looks for faults in the network, the data and the steps. It computes its own passes.
  /// - Parameters:
  ///   - plan: how the next steps are made.
  ///   - looks: the costs of the dev part at recorded steps; nil where they are not looked at.
  /// - Throws: where X or Y does not fit the network, where there is no network, and where Ctrl-C stops the search.
  func diagnosis(_ plan: TrainingPlan, looks: [DevLook]?) throws(Fault) -> Diagnosis {
    let network = try judgedNetwork(plan)
    try checkInputs(network)
    if let Y, Y.columns != X.columns { throw .targetShape(Y: Y.shape, wanted: Shape(network.outputs, X.columns), sizes: network.sizes) }
    let interrupt = interrupt
    var setting = StepSetting()
    (setting.plan, setting.generator, setting.seed, setting.looks) = (plan, state.generator, state.seed, looks)
    let diagnosis = Diagnosis(network, X: X, Y: Y, alpha: plan.alpha, setting) { interrupt.isRequested }
    try checkInterrupt()
    return diagnosis
  }

  /// The network as the next steps begin with it. Steps with an optimizer of their own begin with averages of 0.
  func judgedNetwork(_ plan: TrainingPlan) throws(Fault) -> Network {
    var network = try network()
    if let optimizer = plan.optimizer { network.use(optimizer) }
    return network
  }
}

extension TrainingPlan {
  /// The same plan with another rate, which stays.
  func with(alpha: Double) -> TrainingPlan {
    var copy = self
    (copy.alpha, copy.decay, copy.interval) = (alpha, 0, 1)
    return copy
  }
}
