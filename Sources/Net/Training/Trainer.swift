/// Full-batch gradient descent: N steps of backward, update, forward, on the same code as the single commands, so that both
/// ways give the same bits.
public enum Trainer {
  /// What was done.
  public struct Outcome: Sendable {
    /// Steps made.
    public var steps: Int
    /// True where `afterStep` asked to stop before N.
    public var stopped: Bool
  }

  /// Starts with a forward pass; after each step the pass holds Z, A, J of the new parameters and the gradients that made it.
  /// - Parameters:
  ///   - begin: called once with the pass before the first step.
  ///   - afterStep: called with the number of steps made; true stops there.
  public static func train(
    _ network: inout Network, pass: Pass, X: Matrix, Y: Matrix, steps: Int, alpha: Double, begin: () -> Void, afterStep: (Int, Network) -> Bool
  ) -> Outcome {
    pass.forward(network, X: X, Y: Y)
    begin()
    var done = 0
    while done < steps {
      pass.backward(network, X: X, Y: Y)
      network.update(with: pass, alpha: alpha)
      pass.forward(network, X: X, Y: Y)
      done += 1
      if afterStep(done, network) { return Outcome(steps: done, stopped: done < steps) }
    }
    return Outcome(steps: done, stopped: false)
  }
}
