/// Training by gradient descent and its relatives. It makes whole steps, which Ctrl-C never cuts short. It uses the same kernels as the single commands, so both give
/// the same bits.
public enum Trainer {
  /// The result of a training.
  public struct Outcome: Sendable {
    /// The number of steps that were made.
    public var steps: Int
    /// Whether `afterStep` ended the training before all steps.
    public var stopped: Bool
  }

  /// Makes `steps` steps. At the end, the pass holds Z, A and J of the new parameters over all examples with all units, and the gradients of the last step.
  /// - Parameters:
  ///   - plan: how the steps are made. Its own optimizer is that of the network while the steps are made.
  ///   - generator: is called before each step that draws, and must return the generator to draw from. `afterStep` gets it as the step left it.
  ///   - keepsEveryStep: whether the pass also holds all quantities after each step, so that `afterStep` can read them. Otherwise it holds J, dW and
  ///     db only. Then a step needs one pass over the data, not two, and writes no Z, A and dZ.
  ///   - isPassed: whether the pass already holds Z, A and J of the network over all examples with all units.
  ///   - looks: whether `afterStep` reads J, or stops, after this number of steps. Only steps that draw need to know it before: J takes another pass then.
  ///   - begin: is called before the first step, when J of the first parameters is known.
  ///   - afterStep: is called with the steps made so far, when J of the new parameters is known, or after a step that drew. true asks to stop. Where neither
  ///     `keepsEveryStep` nor `looks` is true, one more step is made then, so that the pass holds all quantities.
  public static func train(
    _ network: inout Network, pass: Pass, X: Matrix, Y: Matrix, steps: Int, plan: TrainingPlan, generator: () -> MersenneTwister,
    keepsEveryStep: Bool = true, isPassed: Bool = false, looks: (Int) -> Bool = { _ in false }, begin: () -> Void, afterStep: (StepSequence, Network) -> Bool
  ) -> Outcome {
    let own = (network.optimizer, network.averages)
    if let optimizer = plan.optimizer { network.use(optimizer) }
    defer { if plan.optimizer != nil { (network.optimizer, network.averages) = own } }
    let sequence = StepSequence(plan, X: X, Y: Y, generator: generator())
    if plan.usesAll(network) {
      return descent(&network, pass: pass, X: X, Y: Y, steps: steps, sequence, keepsEveryStep: keepsEveryStep, begin: begin, afterStep: afterStep)
    }
    var steady = sequence
    steady.turnInputs(forSteps: steps)
    var wanted = steps
    if !isPassed { pass.forward(network, X: X, Y: Y, until: nil) }
    begin()
    while steady.done < wanted {
      steady.generator = generator()
      steady.prepare(network, pass)
      let isWhole = keepsEveryStep || steady.done + 1 == wanted || looks(steady.done + 1)
      if isWhole { steady.pass(network, pass) } else { steady.descend(network, pass) }
      steady.update(&network, pass)
      if isWhole { pass.forward(network, X: X, Y: Y, until: nil) }
      if afterStep(steady, network) { wanted = min(wanted, isWhole ? steady.done : steady.done + 1) }
    }
    return Outcome(steps: steady.done, stopped: steady.done < steps)
  }

  /// Makes steps that draw nothing. J of a step's parameters is known from the pass of the next step, so no step needs a second pass.
  private static func descent(
    _ network: inout Network, pass: Pass, X: Matrix, Y: Matrix, steps: Int, _ first: StepSequence, keepsEveryStep: Bool, begin: () -> Void,
    afterStep: (StepSequence, Network) -> Bool
  ) -> Outcome {
    var sequence = first
    var wanted = steps
    var told = -1
    /// Reports once for each step that J of the present parameters is known. It returns whether to stop.
    func tell() -> Bool {
      guard told < sequence.done else { return false }
      told = sequence.done
      if sequence.done > 0 { return afterStep(sequence, network) }
      begin()
      return false
    }
    // These are all steps but the last. No one reads their Z, A and dZ.
    while !keepsEveryStep, sequence.done < wanted - 1 {
      sequence.descend(network, pass)
      if tell() {
        wanted = sequence.done + 1
      } else {
        sequence.update(&network, pass)
      }
    }
    pass.forward(network, X: X, Y: Y, until: nil)
    _ = tell()
    while sequence.done < wanted {
      sequence.backward(network, pass)
      sequence.update(&network, pass)
      pass.forward(network, X: X, Y: Y, until: nil)
      if tell() { wanted = sequence.done }
    }
    return Outcome(steps: sequence.done, stopped: sequence.done < steps)
  }

  /// Repeats steps that were made before, with the same bits. Afterwards the pass holds dW and db of the last step and the J that its gradients belong to.
  /// - Parameters:
  ///   - network: has the optimizer and the averages of the steps.
  ///   - sequence: the steps from the next one on.
  ///   - isStopped: is called before each step. true ends the replay.
  ///   - afterStep: is called after each step. It may draw what was drawn between this step and the next one.
  /// - Returns: whether all steps were made.
  public static func replay(
    _ network: inout Network, pass: Pass, _ sequence: inout StepSequence, steps: Int, isStopped: () -> Bool = { false },
    afterStep: (inout StepSequence) -> Void = { _ in }
  ) -> Bool {
    sequence.turnInputs(forSteps: steps)
    for _ in 0..<steps {
      if isStopped() { return false }
      sequence.prepare(network, pass)
      sequence.descend(network, pass)
      sequence.update(&network, pass)
      afterStep(&sequence)
    }
    return true
  }
}
