/// Full-batch gradient descent: N whole steps that nothing cuts short, on the same kernels as the single commands, so that both ways give the same bits.
public enum Trainer {
  /// What was done.
  public struct Outcome: Sendable {
    /// Steps made.
    public var steps: Int
    /// True where `afterStep` asked to stop before N.
    public var stopped: Bool
  }

  /// Trains for N steps; in the end the pass holds Z, A, J of the new parameters and the gradients that made the last step.
  /// - Parameters:
  ///   - keepsEveryStep: whether the pass holds all that after each step too, so that `afterStep` may read it. Else it holds J, dW and db,
  ///     and a step passes over the data once instead of twice and writes no Z, A and dZ.
  ///   - begin: called with J of the parameters before the first step.
  ///   - afterStep: called with the number of steps made, when J of the new parameters is known; true asks to stop. Where not every
  ///     step is kept, one more is made, which is.
  public static func train(
    _ network: inout Network, pass: Pass, X: Matrix, Y: Matrix, steps: Int, alpha: Double, keepsEveryStep: Bool = true, begin: () -> Void,
    afterStep: (Int, Network) -> Bool
  ) -> Outcome {
    var done = 0
    var wanted = steps
    var told = -1
    /// Hands on, once a step, that J of the present parameters is known; whether to stop.
    func tell() -> Bool {
      guard told < done else { return false }
      told = done
      if done > 0 { return afterStep(done, network) }
      begin()
      return false
    }
    // All steps but the last, where nobody looks at them.
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

  /// Makes steps that were made before, with the same bits; the pass holds J, dW and db of the last one's parameters afterwards.
  /// - Parameter goesOn: asked before each step; false ends the replay.
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
