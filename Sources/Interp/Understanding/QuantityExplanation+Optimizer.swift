import Net

/// What `explain` says about averages, masks and the update.
extension QuantityExplainer {
  /// Lines about v or s of a parameter.
  func average(_ quantity: Quantity) -> [String] {
    let (name, gradient) = (quantity.name, String(quantity.name.dropFirst()))
    let isOfSquares = quantity.average?.kind == .squares
    let optimizer = network.optimizer
    guard let factors = isOfSquares ? optimizer.factorsOfS : optimizer.factorsOfV else {
      return ["\(optimizer.name) neither reads nor changes it. momentum and adam keep v, rmsprop and adam keep s."]
    }
    let old = NumberFormat.shortest(factors.old)
    let isSum = factors.new == 1
    var lines = [
      "It has the shape of \(gradient), \(shape(quantity.kind, quantity.layer)), and begins at 0. Each step of \(optimizer.name) makes a new one from the old one and from "
        + "the present \(gradient)\(isOfSquares ? ", squared entry by entry" : "").",
      "A gradient that is k steps old still counts with the factor \(old)**k. So it is about \(isSum ? "the sum" : "a mean") over the last "
        + "\(NumberFormat.shortest((1 / (1 - factors.old) * 10).rounded() / 10)) steps.",
    ]
    if isOfSquares {
      lines.append(
        "The step divides by its root. So an entry whose gradient is always large takes smaller steps, and one whose gradient is small takes larger ones.")
    } else {
      lines.append("Gradients that change their sign from step to step cancel in it, and those that keep their sign add up.")
    }
    if case .adam = optimizer {
      let beta = isOfSquares ? "beta2" : "beta1"
      lines.append("It began at 0, so at first it is too small. The step divides it by 1 - \(beta)**k_opt, which makes it a true mean from the first step on.")
    }
    let parameter = String(gradient.dropFirst())
    return lines + ["Each step: \(parameter) = \(optimizer.update(parameter)), with \(name) after this step."]
  }

  /// Lines about the mask of a layer.
  func mask(_ l: Int) -> [String] {
    let keep = NumberFormat.shortest(network.keep(l))
    return [
      "It has a number for each unit and each example, \(shape(.D, l)): 1 with the probability keep\(l) = \(keep), else 0.",
      "A\(l) = g\(l)(Z\(l)) * D\(l) / keep\(l). The division makes up for the units that are dropped: the mean of A\(l) over many masks is g\(l)(Z\(l)).",
      "backward uses the same mask: a unit that was dropped for an example had no part in its loss, so its dA is 0.",
    ]
  }

  /// Lines about the share of units that dropout keeps.
  func dropout(_ quantity: Quantity) -> [String] {
    let share = (try? session.read(quantity).number).flatMap { $0 }.map(NumberFormat.shortest) ?? "not one number"
    return [
      "It is \(share). Each pass of a step keeps a unit for an example with this probability, and drops it otherwise. At 1 nothing is dropped.",
      "So no unit can rely on another one, which works against overfitting. Units that are kept count 1/keep times, so that the next layer gets as much as before.",
      "predict, evaluate and the pass at the end of train keep all units.",
    ]
  }
}
