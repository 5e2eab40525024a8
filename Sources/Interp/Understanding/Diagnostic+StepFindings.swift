import Net

/// The sentences about optimizers, dropout, the penalty, batches and the dev part.
extension FindingText {
  // MARK: Evidence

  func evidence(_ rate: OptimizerRateEvidence, _ style: TextStyle) -> String {
    let (costs, n) = (rate.costs, rate.costs.count - 1)
    let most = costs.max() ?? costs[0]
    let peak = most > max(costs[0], costs[n]) ? ", and to \(style.number(most)) on the way" : ""
    return
      "under \(rate.optimizer.name) with alpha = \(style.number(rate.alpha)), J goes from \(style.number(costs[0])) to \(style.number(costs[n])) in \(n) step\(n == 1 ? "" : "s")\(peak); with alpha = \(NumberFormat.shortest(rate.better.alpha)) it goes to \(style.number(rate.better.cost))\(penaltyNote)"
  }

  func evidence(_ found: RegularizationEvidence, _ style: TextStyle) -> String {
    let (now, without, better) =
      switch found.strength {
      case .keeps(let keeps):
        (
          "with " + zip(1..., keeps).filter { $0.1 < 1 }.map { "keep\($0.0) = \(NumberFormat.shortest($0.1))" }.joined(separator: ", "), "with all units",
          "with keep_prob = \(NumberFormat.shortest(found.better.value))"
        )
      case .lambda(let lambda):
        ("with lambda = \(NumberFormat.shortest(lambda))", "with lambda = 0", "with lambda = \(NumberFormat.shortest(found.better.value))")
      }
    let start = found.beginsAnew ? "from new weights" : "from here"
    let other = found.better.loss == found.endWithout ? "" : ", and \(better) to \(style.number(found.better.loss))"
    return
      "\(start) the mean loss of all examples goes from \(style.number(found.start)) to \(style.number(found.end)) in \(found.steps) steps \(now), \(without) to \(style.number(found.endWithout))\(other); the best answer that is the same for all examples has \(style.number(found.constant))"
  }

  func evidence(_ found: BatchNoiseEvidence, _ style: TextStyle) -> String {
    let (n, better) = (found.costs.count - 1, found.better)
    let other = better.batch == found.batch ? "alpha = \(NumberFormat.shortest(better.alpha))" : "batch=\(better.batch)"
    return
      "the gradients of \(found.batches) batches of \(found.batch) lie \(style.number(found.deviation)) from the gradient of all examples (root mean square), and that one has the norm \(style.number(found.gradientNorm)): the noise is \(style.number(found.noise)) times the signal; in \(n) such steps with alpha = \(style.number(found.alpha)) J goes from \(style.number(found.costs[0])) to about \(style.number(found.settled)), with \(other) to about \(style.number(better.cost))"
  }

  func evidence(_ found: OverfittingEvidence, _ style: TextStyle) -> String {
    let (best, now) = (found.best, found.now)
    return
      "of \(found.looks.count) steps that were looked at, dev J was least at step \(best.step): \(style.number(best.dev)), with J = \(style.number(best.train)) of train; now, at step \(now.step), dev J is \(style.number(now.dev)), and J of train is \(style.number(now.train)); the rise of dev J is \(style.number((now.dev - best.dev) / found.error)) times its standard error"
  }

  /// A note that J has the penalty, where there is one.
  var penaltyNote: String { network.lambda > 0 ? " (J has the penalty of lambda = \(NumberFormat.shortest(network.lambda)))" : "" }

  // MARK: Explanations

  func explanation(_ rate: OptimizerRateEvidence) -> String {
    if finding.kind == .learningRateLow {
      return
        "Ten times the rate makes J fall about ten times as far here. So each step is far smaller than it could be."
    }
    switch rate.optimizer {
    case .momentum:
      return
        "v carries the steps on in the directions of earlier gradients. With a rate that is too high they run past the lowest point and up again, further each time. A smaller rate lowers J."
    default:
      return
        "\(rate.optimizer.name) divides the gradient by the root of its mean square, so each weight moves by about alpha in a step, however small the gradient is. With a rate that is too high the weights jump over the lowest point. A smaller rate lowers J."
    }
  }

  func explanation(_ found: RegularizationEvidence) -> String {
    switch found.strength {
    case .keeps:
      return
        "Each step trains another small part of the network, and the kept a are divided by the share that is kept. With few units kept these parts are too different, so their steps undo each other. With more units kept the same steps learn."
    case .lambda:
      return
        "Each step takes alpha * lambda/m of every weight away. Here that is more than the errors give back, so the weights go to 0 and every example gets the same answer. A smaller lambda leaves weights that tell the examples apart."
        + (found.beginsAnew ? " The present weights are so small already that the repair draws new ones." : "")
    }
  }

  func explanation(_ found: BatchNoiseEvidence) -> String {
    "A batch shows the gradient with an error that shrinks with the root of its size. Where the error is much larger than the gradient, the steps go in all directions, and J stays above what it could be, by more for a larger alpha and a larger error. "
      + (found.better.batch == found.batch ? "A smaller rate takes the mean of more batches." : "Larger batches have a smaller error.")
  }

  func explanation(_ found: OverfittingEvidence) -> String {
    "The steps since then lowered J of the examples that they use, and raised it for those that they do not. They learn what is chance in the train part. The repair goes back to the step of the least dev J (early stopping). lambda, dropout, a smaller network or more examples make it less, and train patience= stops by itself."
  }
}
