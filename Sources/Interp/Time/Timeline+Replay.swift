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
    let network = line.legs[made].settled(try replayed(to: step, on: line, session))
    if case .moment(let moment) = place { return moment.framing(network) }
    return network
  }

  /// The network with which a leg goes on after a step of it, with the averages of the optimizer that makes its steps.
  /// - Throws: where Ctrl-C stops the computation.
  func working(at step: Int, of leg: Leg, on line: Line, _ session: Session) throws(Fault) -> Network {
    if step > leg.start { return try replayed(to: step, on: line, session) }
    return leg.beginning(leg.before.framing(try parameters(at: step, on: line, session)))
  }

  /// The network after a step of a leg, which is not the first step of that leg, as the steps of the leg left it.
  private func replayed(to step: Int, on line: Line, _ session: Session) throws(Fault) -> Network {
    let made = line.leg(before: step)!
    // The nearest copy is a leg that begins before the step, or a checkpoint.
    var leg = made
    while !line.legs[leg].before.hasParameters { leg -= 1 }
    var network = line.legs[leg].before.state.network!
    var reached = line.legs[leg].start
    if let index = line.checkpoints?.index(atOrBefore: step), line.checkpoints!.step(index) > reached {
      line.checkpoints!.load(index, into: &network)
      reached = line.checkpoints!.step(index)
      leg = min(made, line.leg(before: reached + 1)!)
    }
    var isInside = reached > line.legs[leg].start
    for leg in line.legs[leg...made] {
      network = leg.before.framing(network)
      // A copy within the leg has the averages of the leg.
      network = isInside ? leg.going(on: network) : leg.beginning(network)
      let steps = min(step, leg.end) - reached
      if steps == 0 { break }
      var sequence = leg.sequence(after: reached)
      let isWhole = Trainer.replay(
        &network, pass: scratch, &sequence, steps: steps, isStopped: { session.interrupt.isRequested },
        afterStep: {
          reached += 1
          leg.skipLooks(after: reached, &$0)
        })
      guard isWhole else { throw .interrupted() }
      if reached < step { network = leg.settled(network) }
      isInside = false
    }
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
        case .present(let draw): return PassInputs(network: network, X: state.data.X, Y: state.data.Y, draw: draw)
        case .stepBefore(let draw):
          let before = try working(at: step - 1, of: line.legs[line.leg(before: step)!], on: line, session)
          return PassInputs(network: before, X: state.data.X, Y: state.data.Y, draw: draw)
        case .kept(let inputs): return inputs
        }
      }
      var passes: [(inputs: PassInputs, isBackward: Bool)] = []
      if let backward = try inputs(moment.backward) { passes.append((backward, true)) }
      if let forward = try inputs(moment.forward), moment.state.forwardStamp != moment.state.backwardStamp || forward.draw != passes.last?.inputs.draw {
        passes.append((forward, false))
      }
      return Remade(state: state, passes: passes)
    case .inside(let leg):
      let data = leg.before.state.data
      guard leg.isTraining else {
        let network = try parameters(at: step, on: line, session)
        let state = leg.state(at: step, network, generator: leg.before.state.generator)
        return Remade(state: state, passes: [(PassInputs(network: network, X: data.X, Y: data.Y), true)])
      }
      var steps = try LegSteps(leg, after: step - 1, on: line, session)
      let before = steps.network
      steps.descend(scratch)
      let state = steps.state
      let passes = [
        (inputs: PassInputs(network: before, X: data.X, Y: data.Y, draw: steps.sequence.draw), isBackward: true),
        (inputs: PassInputs(network: state.network!, X: data.X, Y: data.Y), isBackward: false),
      ]
      return Remade(state: state, passes: passes)
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
  /// - Parameters:
  ///   - network: the network of that step, as the session holds it.
  ///   - draw: the batch and the masks of the step.
  ///   - generator: the generator after the step.
  func state(at step: Int, _ network: Network, _ draw: StepDraw = StepDraw(), generator: MersenneTwister) -> Session.State {
    var state = before.state
    (state.network, state.steps, state.generator) = (network, step, generator)
    state.ledger.didSteps(step - start, to: step)
    if isTraining {
      state.ledger.lastStepWasTraining(
        step: step, alpha: alpha(of: step), setAlpha: state.alpha, frozen: before.state.network!.frozen, draw: draw,
        plan: PlannedStep(plan, done: done(before: step - 1)))
    }
    return state
  }
}

/// The optimizer of the steps of a leg.
extension Leg {
  /// Whether its steps do not lead to the parameters and averages of a state, because something was changed by hand or the leg had an optimizer of its own.
  func leadsElsewhere(than state: Session.State) -> Bool {
    state.versions.parameters != before.state.versions.parameters + count || state.optimizerEdits != before.state.optimizerEdits || plan.optimizer != nil
  }

  /// The network as it makes a later step of the leg. Its averages are those of the leg's optimizer.
  func going(on network: Network) -> Network {
    plan.optimizer.map { network.with($0, network.averages) } ?? network
  }

  /// The network as the session holds it after a step of the leg. It has the optimizer and the averages of the session.
  func settled(_ network: Network) -> Network {
    guard plan.optimizer != nil, let own = before.state.network else { return network }
    return network.with(own.optimizer, own.averages)
  }
}
