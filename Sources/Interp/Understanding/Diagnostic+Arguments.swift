import Net

/// The sentences that explain why the measured values are a finding, and why the repair helps.
extension FindingText {
  /// The explanation of the finding.
  var explanation: String {
    let l = finding.layer ?? 0
    switch finding.evidence {
    case .symmetric:
      return
        "Equal rows give equal Z\(l) and A\(l). Equal columns of W\(l + 1) send equal dA\(l) back. So dZ\(l), the rows of dW\(l) and db\(l) and the columns of dW\(l + 1) are equal too. Every step leaves them equal, so these units always compute the same."
    case .saturated where l == network.depth:
      return
        "Under \(network.loss.name) dZ\(l) = dA\(l) * g\(l)'(Z\(l)). Where the answer is wrong but the slope is near 0, the error is lost. With the loss that fits, dZ\(l) = A\(l) - Y has no slope in it."
    case .saturated:
      return
        "dZ\(l) = dA\(l) * g\(l)'(Z\(l)). A slope near 0 lets almost no error through, so these w and b hardly change. Large weights or large inputs make |z| large."
    case .dead:
      return
        "Where z <= 0, relu gives a = 0 with slope 0. So dz, dw and db are exactly 0, and no step on these examples changes the unit. A larger bias brings z above 0 for some examples, and the unit learns again. If steps that were too large did this, a smaller alpha keeps it from happening again."
    case .gradients where finding.kind == .vanishingGradients:
      return
        "dZ\(l) = (W\(l + 1).T @ dZ\(l + 1)) * g\(l)'(Z\(l)): each layer multiplies the error by its weights and its slope. Small weights, or slopes of at most 1/4 (sigmoid), leave almost nothing of it. The first layers hardly change while the last one learns."
    case .gradients:
      return
        "dZ\(l) = (W\(l + 1).T @ dZ\(l + 1)) * g\(l)'(Z\(l)): each layer multiplies the error by its weights. Where these make it larger, it grows from layer to layer. A step that is right for the last layer is then far too large for the first."
    case .collapse:
      let W = (1...network.depth).reversed().map { "W\($0)" }.joined(separator: " @ ")
      return
        "Linear layers one after another are one linear layer: Z\(network.depth) = W' @ X + b' with W' = \(W). So the hidden layers add nothing that one layer cannot do; an activation that is not linear does."
    case .uncentred:
      return
        "A mean that is large compared with the deviation is a constant in A\(l), and b\(l + 1) is such a constant already. It pulls the rows of dW\(l + 1) in one direction, so the steps zigzag. tanh is centred around 0, sigmoid around 1/2. Inputs that are not centred have the same effect."
    case .mismatch(let mismatch): return explanation(mismatch)
    case .featureScale:
      return
        "dW1 = 1/m * dZ1 @ X.T: the gradient of a feature grows with its scale, and the curvature with the square of the scale. A rate that is small enough for the large feature is far too small for the small one. Scaling gives each feature mean 0 and deviation 1."
    case .learningRate where finding.kind == .learningRateHigh:
      return
        "Along the gradient J is nearly a parabola. A step of more than 2/curvature ends on the other side, and higher than it began. The next step goes even further."
    case .learningRate:
      return
        "Along the gradient J is nearly a parabola, and a step of 1/curvature leads to its lowest point. A step with this rate is less than a thousandth of that."
    case .notFinite(let found): return explanation(found)
    case .imbalance:
      return
        "A network that never predicts the rare class is right for nearly all examples, and the few hardly change the mean in J. The repair repeats them, so that each class has the same weight (in the training part only). Look at the accuracy of each class."
    case .notFalling(let plateau): return explanation(plateau)
    case .optimizerRate(let rate): return explanation(rate)
    case .regularization(let found): return explanation(found)
    case .batchNoise(let found): return explanation(found)
    case .overfitting(let found): return explanation(found)
    }
  }

  private func explanation(_ mismatch: Mismatch) -> String {
    switch mismatch {
    case .shape: return "A and Y are compared entry by entry, so the output needs one unit for each row of Y. Until then there is no J and no gradient."
    case .classNumbers:
      return
        "If these are classes, their numbers are only names. As one target they would say that class 2 is twice class 1, and that a guess between two classes is near to both. One row for each class, with a 1 for the right class, and softmax over the rows avoid this."
    case .loss:
      return
        "These logarithms need an a between 0 and 1, and sigmoid and softmax give one. Otherwise J is NaN, infinite or below 0, and the gradients are wrong too."
    case .labels:
      return
        "A label is a probability of 0 or 1. \(network.output.isLinear ? "This output goes beyond both, and the loss grows even where the answer is surely right" : "This output is not a probability: it does not lie between the two"). sigmoid with cross_entropy stays between 0 and 1, and its loss grows only where the answer is wrong."
    case .range:
      return "The output never reaches these targets, so J cannot reach 0, and the steps only drive z further away. Use an output that covers the targets."
    case .sums:
      return
        "The outputs of softmax sum to 1, so they cannot equal such a column. One-hot columns sum to 1. Where several rows may be 1 at once, use a sigmoid for each row."
    }
  }

  private func explanation(_ found: NotFinite) -> String {
    let name = found.entry.name
    switch name.prefix(1) {
    case "X", "Y": return "The number is in the data. Each sum with it becomes NaN or infinite, and so do J and all gradients."
    case "W", "b":
      return
        "The parameter itself is not finite, so every number computed from it is not finite either, and no step repairs it. A training that diverged leaves such parameters; a smaller alpha avoids this."
    case "J": return "\(network.loss.name) of these two is not finite: \(network.loss.formula)."
    case "Z": return "The terms of the sum are larger than a double holds (1.8e308): weights or inputs are far too large."
    default: return "It is computed from finite numbers, but the result is larger than a double holds (1.8e308), or the formula divides by 0."
    }
  }

  private func explanation(_ plateau: Plateau) -> String {
    if plateau.gradientNorm == 0, !network.frozen.isEmpty {
      return "The gradient of everything that is not frozen is exactly 0: no step changes anything, whatever alpha is."
    }
    if plateau.gradientNorm == 0 {
      return "The gradient is exactly 0: no step changes anything, whatever alpha is. Another learning rate does not help; the network needs other weights."
    }
    if plateau.alpha == 0 { return "alpha is 0: a step changes nothing, though the gradient is not 0." }
    if plateau.alpha < 0 { return "alpha is below 0: each step goes up along the gradient." }
    if plateau.better != nil, network.optimizer.keepsAverages {
      return "The steps of \(network.optimizer.name) do not end lower with this rate. Smaller steps do lower J, but only a little."
    }
    if plateau.better != nil {
      return
        "The steps do not end lower, although alpha is under 2/curvature where J first rose: J bends more on the way than it does here. Smaller steps do lower J."
    }
    if !network.frozen.isEmpty {
      return
        "No rate that was tried lowers J while \(network.frozen.count) of the \(network.parameterCount) parameters \(network.frozen.count == 1 ? "is" : "are") frozen."
    }
    if plateau.isLowest {
      return
        "J bends upwards, and no rate that was tried lowers it: this is a lowest point for this network. A larger network can go lower where the inputs of the examples differ."
    }
    return
      "No rate that was tried lowers J, but this is not a lowest point. It is a plateau, and weights that are too small or too large cause it. The network needs other weights."
  }
}
