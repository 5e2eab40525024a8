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
      var sequence = leg.sequence(after: reached)
      let isWhole = Trainer.replay(&network, pass: scratch, &sequence, steps: steps) { sequence in
        leg.prepare(&sequence)
        return !session.interrupt.isRequested
      }
      guard isWhole else { throw .interrupted() }
      reached += steps
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
      guard leg.isTraining else {
        let network = try parameters(at: step, on: line, session)
        let state = leg.state(at: step, network)
        return Remade(state: state, passes: [(PassInputs(network: network, X: state.data.X, Y: state.data.Y), true)])
      }
      let before = try working(at: step - 1, of: leg, on: line, session)
      var network = before
      let data = leg.before.state.data
      var sequence = leg.sequence(after: step - 1)
      _ = Trainer.replay(&network, pass: scratch, &sequence, steps: 1) { _ in true }
      network = leg.settled(network)
      let passes = [
        (inputs: PassInputs(network: before, X: data.X, Y: data.Y, draw: sequence.draw), isBackward: true),
        (inputs: PassInputs(network: network, X: data.X, Y: data.Y), isBackward: false),
      ]
      return Remade(state: leg.state(at: step, network, sequence.draw), passes: passes)
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
  func state(at step: Int, _ network: Network, _ draw: StepDraw = StepDraw()) -> Session.State {
    var state = before.state
    (state.network, state.steps) = (network, step)
    if let trail {
      state.generator = trail.generator(after: step - start)
      // If the steps set a seed, the last seed is used.
      if state.generator.position.seed != before.state.generator.position.seed { state.seed = state.generator.position.seed }
    }
    state.ledger.didSteps(step - start, to: step)
    if isTraining {
      let alpha = plan.alpha(ofStep: step - 1 - start, examples: before.state.data.X.columns)
      state.ledger.lastStepWasTraining(
        step: step, alpha: alpha, setAlpha: state.alpha, frozen: before.state.network!.frozen, draw: draw,
        plan: PlannedStep(plan, done: step - 1 - start))
    }
    return state
  }
}

/// The optimizer, the batches and the masks of the steps of a leg.
extension Leg {
  /// Whether its steps do not lead to the parameters and averages of a state, because something was changed by hand or the leg had an optimizer of its own.
  func leadsElsewhere(than state: Session.State) -> Bool {
    state.versions.parameters != before.state.versions.parameters + count || state.optimizerEdits != before.state.optimizerEdits || plan.optimizer != nil
  }

  /// The network as it makes the first step of the leg. An optimizer of the leg's own begins with averages of 0.
  func beginning(_ network: Network) -> Network {
    var network = network
    if let optimizer = plan.optimizer { network.use(optimizer) }
    return network
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

  /// The generator after a step of the leg, or before its first step.
  func generator(after step: Int) -> MersenneTwister {
    guard let trail, step > start else { return before.state.generator }
    return trail.generator(after: step - start)
  }

  /// The steps of the leg that follow a step.
  func sequence(after step: Int) -> StepSequence {
    let data = before.state.data
    let done = step - start
    let perEpoch = plan.stepsPerEpoch(data.X.columns)
    // A step by hand drew its masks with the forward pass, before the leg began.
    if !isTraining, case .present(let draw) = before.backward, let masks = draw.masks {
      return StepSequence(plan, X: data.X, Y: data.Y!, generator: masks, done: done)
    }
    let isDrawing = plan.draws(before.state.network!)
    return StepSequence(
      plan, X: data.X, Y: data.Y!, generator: isDrawing ? generator(after: step) : before.state.generator, done: done,
      epoch: isDrawing && plan.batch != nil ? generator(after: start + done / perEpoch * perEpoch) : nil)
  }

  /// Sets the generator of the next draw where something else drew after the last step.
  func prepare(_ sequence: inout StepSequence) {
    if looksDraw { sequence.generator = generator(after: start + sequence.done) }
  }
}
