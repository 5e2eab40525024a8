/// The equations of an optimizer as they are typed. `parameter` is the name of a parameter, such as `W1`; then dW1, vdW1 and sdW1 are its other names.
extension Optimizer {
  /// The name of β in v.
  var betaOfV: String { if case .adam = self { "beta1" } else { "beta" } }
  /// The name of β in s.
  var betaOfS: String { if case .adam = self { "beta2" } else { "beta" } }

  /// The factor before the gradient in v, such as `(1 - beta) * `. It is empty in the classic form.
  var shareOfV: String { if case .momentum(_, true, _) = self { "" } else { "(1 - \(betaOfV)) * " } }

  /// The right side of v, such as `beta * vdW1 + (1 - beta) * dW1`; nil where the optimizer keeps no v.
  public func formulaOfV(_ parameter: String) -> String? {
    keepsV ? "\(betaOfV) * vd\(parameter) + \(shareOfV)d\(parameter)" : nil
  }

  /// The right side of s, such as `beta * sdW1 + (1 - beta) * dW1**2`; nil where the optimizer keeps no s.
  public func formulaOfS(_ parameter: String) -> String? {
    keepsS ? "\(betaOfS) * sd\(parameter) + (1 - \(betaOfS)) * d\(parameter)**2" : nil
  }

  /// The right side of a step, such as `W1 - alpha * vdW1`, when the averages have changed.
  /// - Parameters:
  ///   - alpha: how the learning rate is written.
  ///   - k: how the number of the step is written.
  public func update(_ parameter: String, alpha: String = "alpha", k: String = "k_opt") -> String {
    "\(parameter) - \(alpha) * \(direction(parameter, k: k))"
  }

  /// What α is multiplied by in a step, such as `dW1 / (sqrt(sdW1) + epsilon)`.
  func direction(_ parameter: String, k: String) -> String {
    if case .momentum(_, _, true) = self { return "(\(lookAhead(parameter)))" }
    return dividend(parameter, k: k) + divisor(parameter, k: k)
  }

  /// Nesterov's look ahead, such as `beta * vdW1 + (1 - beta) * dW1`.
  func lookAhead(_ parameter: String) -> String { "\(betaOfV) * vd\(parameter) + \(shareOfV)d\(parameter)" }

  /// The direction before it is divided by the root of s, such as `vdW1 / (1 - beta1**k)`.
  func dividend(_ parameter: String, k: String) -> String {
    switch self {
    case .sgd, .rmsprop: "d\(parameter)"
    case .momentum: "vd\(parameter)"
    case .adam: "vd\(parameter) / (1 - beta1**\(k))"
    }
  }

  /// The division by the root of s; empty where the optimizer keeps no s.
  func divisor(_ parameter: String, k: String) -> String { keepsS ? " / (sqrt(\(correctedS(parameter, k: k))) + epsilon)" : "" }

  /// s with its bias correction, if the optimizer has one.
  func correctedS(_ parameter: String, k: String) -> String { if case .adam = self { "sd\(parameter) / (1 - beta2**\(k))" } else { "sd\(parameter)" } }
}
