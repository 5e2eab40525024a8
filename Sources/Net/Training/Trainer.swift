/// Full-batch gradient descent. It makes whole steps, which Ctrl-C never cuts short. It uses the same kernels as the single commands, so both give
/// the same bits.
public enum Trainer {
  /// The result of a training.
  public struct Outcome: Sendable {
    /// The number of steps that were made.
    public var steps: Int
    /// Whether `afterStep` ended the training before all steps.
    public var stopped: Bool
  }

  /// Makes `steps` steps. At the end, the pass holds Z, A and J of the new parameters, and the gradients of the last step.
  /// - Parameters:
  ///   - keepsEveryStep: whether the pass also holds all quantities after each step, so that `afterStep` can read them. Otherwise it holds J, dW and
  ///     db only. Then a step needs one pass over the data, not two, and writes no Z, A and dZ.
  ///   - begin: is called before the first step, when J of the first parameters is known.
  ///   - afterStep: is called with the number of steps made, when J of the new parameters is known. true asks to stop. Where `keepsEveryStep` is
  ///     false, one more step is made then, so that the pass holds all quantities.
  public static func train(
    _ network: inout Network, pass: Pass, X: Matrix, Y: Matrix, steps: Int, alpha: Double, keepsEveryStep: Bool = true, begin: () -> Void,
    afterStep: (Int, Network) -> Bool
  ) -> Outcome {
    var done = 0
    var wanted = steps
    var told = -1
    /// Reports once for each step that J of the present parameters is known. It returns whether to stop.
    func tell() -> Bool {
      guard told < done else { return false }
      told = done
      if done > 0 { return afterStep(done, network) }
      begin()
      return false
    }
    // These are all steps but the last. No one reads their Z, A and dZ.
    while !keepsEveryStep, done < wanted - 1 {
      pass.descend(network, X: X, Y: Y)
      if tell() {
        wanted = done + 1
      } else {
        network.update(with: pass, alpha: alpha)
        done += 1
      }
    }
    pass.forward(network, X: X, Y: Y, until: nil)
    _ = tell()
    while done < wanted {
      pass.backward(network, X: X, Y: Y, until: nil)
      network.update(with: pass, alpha: alpha)
      pass.forward(network, X: X, Y: Y, until: nil)
      done += 1
      if tell() { wanted = done }
    }
    return Outcome(steps: done, stopped: done < steps)
  }

  /// Repeats steps that were made before, with the same bits. Afterwards the pass holds dW and db of the last step and J of the parameters before it.
  /// - Parameter goesOn: is called before each step. false ends the replay.
  /// - Returns: whether all steps were made.
  public static func replay(_ network: inout Network, pass: Pass, X: Matrix, Y: Matrix, steps: Int, alpha: Double, goesOn: () -> Bool) -> Bool {
    for _ in 0..<steps {
      guard goesOn() else { return false }
      pass.descend(network, X: X, Y: Y)
      network.update(with: pass, alpha: alpha)
    }
    return true
  }
}
