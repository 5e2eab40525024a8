import Net

extension Trainer {
  /// Full-batch gradient descent with one learning rate.
  static func train(
    _ network: inout Network, pass: Pass, X: Matrix, Y: Matrix, steps: Int, alpha: Double, keepsEveryStep: Bool = true, begin: () -> Void,
    afterStep: (Int, Network) -> Bool
  ) -> Outcome {
    train(
      &network, pass: pass, X: X, Y: Y, steps: steps, plan: TrainingPlan(alpha: alpha), generator: { MersenneTwister(seed: 1) },
      keepsEveryStep: keepsEveryStep, begin: begin, afterStep: { afterStep($0.done, $1) })
  }
}
