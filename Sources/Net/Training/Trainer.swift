/// Full-batch gradient descent: N steps, on the same kernels as the single commands, so that both ways give the same bits.
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
    while done < wanted {
      var isKept = keepsEveryStep || done == wanted - 1
      if !isKept {
        pass.descend(network, X: X, Y: Y)
      } else if done == 0 || !keepsEveryStep {
        pass.forward(network, X: X, Y: Y)
      }
      if done == 0 {
        begin()
      } else if !keepsEveryStep, afterStep(done, network), !isKept {
        wanted = done + 1
        isKept = true
        pass.forward(network, X: X, Y: Y)
      }
      if isKept { pass.backward(network, X: X, Y: Y) }
      network.update(with: pass, alpha: alpha)
      done += 1
      guard keepsEveryStep || done == wanted else { continue }
      pass.forward(network, X: X, Y: Y)
      if afterStep(done, network) { wanted = done }
    }
    if steps == 0 {
      pass.forward(network, X: X, Y: Y)
      begin()
    }
    return Outcome(steps: done, stopped: done < steps)
  }
}
