import Net

/// Making states of earlier steps again.
extension Timeline {
  /// A state, and the passes that fill a workspace with what belonged to it: forward, and backward where that is asked for.
  struct Remade {
    var state: Session.State
    var passes: [(inputs: PassInputs, isBackward: Bool)]
  }

  /// The parameters of a step as it was left. The line must hold the step.
  func parameters(at step: Int, on line: Line, _ session: Session) throws(Fault) -> Network {
    let place = line.place(of: step)
    switch place {
    case .live: return session.state.network!
    case .moment(let moment) where moment.hasParameters: return moment.state.network!
    default: break
    }
    let made = line.leg(before: step)!
    // The nearest copy: of a leg that begins before, or a checkpoint.
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

  /// The state of a step as it was left; nil for the session itself. The line must hold the step.
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
  /// The moment's activations, loss and what else is no parameter, with the parameters of another network.
  func framing(_ network: Network) -> Network {
    var result = state.network!
    result.takeParameters(of: network)
    return result
  }
}

extension Leg {
  /// The state between its steps.
  func state(at step: Int, _ network: Network) -> Session.State {
    var state = before.state
    (state.network, state.steps) = (network, step)
    if let trail {
      state.generator = trail.generator(after: step - start)
      // A seed that was given on the way is the last one.
      if state.generator.position.seed != before.state.generator.position.seed { state.seed = state.generator.position.seed }
    }
    state.ledger.didSteps(step - start, to: step)
    if isTraining {
      state.ledger.lastStepWasTraining(step: step, alpha: alpha, setAlpha: state.alpha, frozen: before.state.network!.frozen)
    }
    return state
  }
}
