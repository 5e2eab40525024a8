import Net

/// Makes the states of earlier steps again.
extension Timeline {
  /// A state, and the passes that fill a workspace with its Z, A, J and gradients. Each pass is forward, and also backward where `isBackward` is
  /// true.
  struct Remade {
    var state: Session.State
    var passes: [(inputs: PassInputs, isBackward: Bool)]
  }

  /// The parameters of a step, after changes by hand. The line must hold the step.
  /// - Throws: where Ctrl-C stops the computation.
  func parameters(at step: Int, on line: Line, _ session: Session) throws(Fault) -> Network {
    let place = line.place(of: step)
    switch place {
    case .live: return session.state.network!
    case .moment(let moment) where moment.hasParameters: return moment.state.network!
    default: break
    }
    let made = line.leg(before: step)!
    // The nearest copy is a leg that begins before the step, or a checkpoint.
    var leg = made
    while !line.legs[leg].before.hasParameters { leg -= 1 }
    var network = line.legs[leg].before.state.network!
    var reached = line.legs[leg].start
    if let index = line.checkpoints?.index(atOrBefore: step), line.checkpoints!.steps[index] > reached {
      line.checkpoints!.load(index, into: &network)
      reached = line.checkpoints!.steps[index]
      leg = min(made, line.leg(before: reached + 1)!)
    }
    for leg in line.legs[leg...made] {
      network = leg.before.framing(network)
      let steps = min(step, leg.end) - reached
      let data = leg.before.state.data
      let isWhole = Trainer.replay(&network, pass: scratch, X: data.X, Y: data.Y!, steps: steps, alpha: leg.alpha) { !session.interrupt.isRequested }
      guard isWhole else { throw .interrupted() }
      reached += steps
    }
    if case .moment(let moment) = place { return moment.framing(network) }
    return network
  }

  /// The state of a step with its passes. It is nil where the session itself is at the step. The line must hold the step.
  /// - Throws: where Ctrl-C stops the computation.
  func remade(_ step: Int, on line: Line, _ session: Session) throws(Fault) -> Remade? {
    switch line.place(of: step) {
    case .live: return nil
    case .moment(let moment):
      var state = moment.state
      let network = try parameters(at: step, on: line, session)
      state.network = network
      func inputs(_ source: PassSource) throws(Fault) -> PassInputs? {
        switch source {
        case .missing: return nil
        case .present: return PassInputs(network: network, X: state.data.X, Y: state.data.Y)
        case .stepBefore: return PassInputs(network: try parameters(at: step - 1, on: line, session), X: state.data.X, Y: state.data.Y)
        case .kept(let inputs): return inputs
        }
      }
      var passes: [(inputs: PassInputs, isBackward: Bool)] = []
      if let backward = try inputs(moment.backward) { passes.append((backward, true)) }
      if moment.state.forwardStamp != moment.state.backwardStamp, let forward = try inputs(moment.forward) { passes.append((forward, false)) }
      return Remade(state: state, passes: passes)
    case .inside(let leg):
      guard leg.isTraining else {
        let network = try parameters(at: step, on: line, session)
        let state = leg.state(at: step, network)
        return Remade(state: state, passes: [(PassInputs(network: network, X: state.data.X, Y: state.data.Y), true)])
      }
      let before = leg.before.framing(try parameters(at: step - 1, on: line, session))
      var network = before
      let data = leg.before.state.data
      _ = Trainer.replay(&network, pass: scratch, X: data.X, Y: data.Y!, steps: 1, alpha: leg.alpha) { true }
      let passes = [(before, true), (network, false)].map { (inputs: PassInputs(network: $0, X: data.X, Y: data.Y), isBackward: $1) }
      return Remade(state: leg.state(at: step, network), passes: passes)
    }
  }
}

extension Moment {
  /// The network of the moment with the parameters of another network. Activations, loss and frozen entries are those of the moment.
  func framing(_ network: Network) -> Network {
    var result = state.network!
    result.takeParameters(of: network)
    return result
  }
}

extension Leg {
  /// The state at a step between the first and the last step of the leg.
  /// - Parameter network: the parameters of that step.
  func state(at step: Int, _ network: Network) -> Session.State {
    var state = before.state
    (state.network, state.steps) = (network, step)
    if let trail {
      state.generator = trail.generator(after: step - start)
      // If the steps set a seed, the last seed is used.
      if state.generator.position.seed != before.state.generator.position.seed { state.seed = state.generator.position.seed }
    }
    state.ledger.didSteps(step - start, to: step)
    if isTraining {
      state.ledger.lastStepWasTraining(step: step, alpha: alpha, setAlpha: state.alpha, frozen: before.state.network!.frozen)
    }
    return state
  }
}
