import Net

/// The sentences that explain why the measured values are a finding, and why the repair helps.
extension FindingText {
  /// The explanation of the finding.
  var explanation: String {
    let l = finding.layer ?? 0
    switch finding.evidence {
    case .symmetric:
      return
        "Equal rows give equal Z\(l) and A\(l); equal columns of W\(l + 1) send equal dA\(l) back, so dZ\(l), the rows of dW\(l) and db\(l) and the columns of dW\(l + 1) are equal too. A step leaves them equal, and so does every later one: together the units are one."
    case .saturated where l == network.depth:
      return
        "Under \(network.loss.name) dZ\(l) = dA\(l) * g\(l)'(Z\(l)): where the answer is wrong and the slope near 0, the error is lost. With the loss that fits, dZ\(l) = A\(l) - Y holds no slope."
    case .saturated:
      return
        "dZ\(l) = dA\(l) * g\(l)'(Z\(l)): a slope near 0 lets next to nothing of the error through, so that these w and b hardly move. Large weights or large inputs make |z| large."
    case .dead:
      return
        "With z <= 0 relu gives a = 0 with slope 0, so dz, dw and db are exactly 0 and no step on these examples changes the unit. A bias that lifts z over 0 for some of them lets the error in again; where steps that were too large did this, a smaller alpha keeps it from coming back."
    case .gradients where finding.kind == .vanishingGradients:
      return
        "dZ\(l) = (W\(l + 1).T @ dZ\(l + 1)) * g\(l)'(Z\(l)): each layer multiplies the error by its weights and its slope. Slopes of 1/4 at most (sigmoid) or small weights leave next to nothing, and the first layers stand still while the last one learns."
    case .gradients:
      return
        "dZ\(l) = (W\(l + 1).T @ dZ\(l + 1)) * g\(l)'(Z\(l)): each layer multiplies the error by its weights; where these make it larger, it grows from layer to layer, and a step that suits the last layer throws the first far away."
    case .collapse:
      let W = (1...network.depth).reversed().map { "W\($0)" }.joined(separator: " @ ")
      return
        "Linear layers one after another are one linear layer: Z\(network.depth) = W' @ X + b' with W' = \(W). The hidden layers add no shape that one layer cannot give; a bent activation does."
    case .uncentred:
      return
        "A mean that is large against the deviation is a constant in A\(l), which b\(l + 1) holds already. It pulls the rows of dW\(l + 1) along one direction, so the steps zigzag. tanh is centred round 0, sigmoid round 1/2; inputs that are not centred pass it on."
    case .mismatch(let mismatch): return explanation(mismatch)
    case .featureScale:
      return
        "dW1 = 1/m * dZ1 @ X.T: a feature's gradient grows with its scale, the curvature with its square. A rate that is small enough for the large feature is far too small for the small one. Mean 0 and deviation 1 for each make them equal."
    case .learningRate where finding.kind == .learningRateHigh:
      return
        "Along the gradient J is nearly a parabola, and a step of more than 2/curvature lands higher on the other side than it began; the next one goes further still."
    case .learningRate:
      return
        "Along the gradient J is nearly a parabola, whose lowest point lies a step of 1/curvature away. This rate goes less than a thousandth of that at a time."
    case .notFinite(let found): return explanation(found)
    case .imbalance:
      return
        "A network that never answers the rarer class is right for nearly all examples, and the mean over them in J hardly hears the few. Repeating them gives each class the same weight (in the training part alone); judge by each class's own accuracy."
    case .notFalling(let plateau): return explanation(plateau)
    }
  }

  private func explanation(_ mismatch: Mismatch) -> String {
    switch mismatch {
    case .shape: return "A and Y are compared entry by entry, so that the output needs a unit for each row of Y. Until then there is no J and no gradient."
    case .classNumbers:
      return
        "If these are classes, their numbers are names: as one target they would say that class 2 is twice class 1, and that a guess between two classes is near to both. One row for each class, with a 1 where it is right, and softmax over the rows say none of that."
    case .loss:
      return "These logarithms need an a between 0 and 1, which sigmoid and softmax give. Else J is NaN, infinite or below 0, and so is what follows from it."
    case .labels:
      return
        "A label is a probability of 0 or 1. \(network.output.isLinear ? "This output goes beyond both and is charged for being surely right" : "This output is no probability: it does not lie between the two"); sigmoid with cross_entropy ends at 0 and 1 and is charged for being wrong."
    case .range: return "The output never gets there, so that J cannot reach 0 and the steps only drive z further away. An output that covers the targets does."
    case .sums:
      return
        "The outputs of softmax share a whole of 1 among the classes, so that such columns cannot be answered. One-hot columns sum to 1; where several rows may be 1 at once, each is a question of its own for sigmoid."
    }
  }

  private func explanation(_ found: NotFinite) -> String {
    let name = found.entry.name
    switch name.prefix(1) {
    case "X", "Y": return "The number was in the data; each sum that it enters becomes NaN or infinite, J and all gradients with it."
    case "W", "b":
      return
        "The parameter itself is not finite, so that every number that it enters is not either, and no step brings it back. A training that diverged leaves such parameters; a smaller alpha avoids it."
    case "J": return "\(network.loss.name) of these two is not finite: \(network.loss.formula)."
    case "Z": return "The terms of the sum are larger than a double holds (1.8e308): weights or inputs are far too large."
    default: return "What it is made from is finite, but their product or quotient is larger than a double holds (1.8e308), or divides by 0."
    }
  }

  private func explanation(_ plateau: Plateau) -> String {
    if plateau.gradientNorm == 0, !network.frozen.isEmpty {
      return "What is not frozen has a gradient of exactly 0: no step changes anything, whatever alpha is."
    }
    if plateau.gradientNorm == 0 {
      return "The gradient is exactly 0: every step changes nothing, whatever alpha is. That is no matter of the learning rate; other weights are needed."
    }
    if plateau.alpha == 0 { return "alpha is 0: a step changes nothing, though the gradient is not 0." }
    if plateau.alpha < 0 { return "alpha is below 0: each step goes up along the gradient." }
    if plateau.better != nil {
      return "The steps end no lower although alpha is under 2/curvature where J first rose: J bends more on the way than it does here. Smaller steps do fall."
    }
    if !network.frozen.isEmpty {
      return "No rate that was tried lowers J while \(network.frozen.count) of the \(network.parameterCount) parameters are frozen."
    }
    if plateau.isLowest {
      return
        "J bends upwards and no rate that was tried lowers it: this is a lowest point of what this network can say. A larger network can say more, where the inputs of the examples differ."
    }
    return
      "No rate that was tried lowers J, and yet it is no lowest point: a plateau, as weights that are too small or too large make it. Other weights are needed."
  }
}
