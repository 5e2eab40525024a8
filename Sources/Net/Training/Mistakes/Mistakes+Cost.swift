import func Glibc.log

extension Mistakes {
  /// Of J = 1/m Σ L.
  static let costs: [Mistake] =
    [
      Mistake(
        "J-sign", "the minus left out of the cost", "J = 1/m * sum(Y * log(A[L]) + …)",
        "A logarithm of a probability is negative; the minus makes a cost of it that falls to 0.",
        .factor(.J) { $0.network.loss.name == "mse" ? 1 : -1 }),
      Mistake(
        "J-sum", "the sum of the losses for their mean", "J = sum(L(A[L], Y))", "J is the mean over the m examples: 1/m * sum(L(A[L], Y)).",
        .factor(.J) { $0.examples }),
      Mistake("J-mean-twice", "1/m used twice in the cost", "J = 1/m * mean(L(A[L], Y))", "The mean holds the 1/m already.", .factor(.J) { 1 / $0.examples }),
      Mistake(
        "J-mean-over-units", "the mean over the output units too", "J = mean(…) over the whole (nL, m) array",
        "The loss of an example is the sum over its output units; only the examples are averaged: 1/m.", .factor(.J) { 1 / Double($0.network.outputs) }),
      Mistake(
        "J-mse-no-half", "1/2 left out of the squared error", "J = 1/m * sum((A[L] - Y)**2)",
        "Here mse is 1/(2m) * sum((A[L] - Y)**2), so that its derivative is A[L] - Y without a 2.",
        .factor(.J) { $0.network.loss.name == "mse" ? 2 : 1 }),
      Mistake("J-double", "a factor 2 in the cost", "J = 2/m * sum(…)", "J is the mean of the losses, without a factor 2.", .factor(.J) { _ in 2 }),
      Mistake(
        "J-half", "a factor 1/2 in the cost", "J = 1/(2*m) * sum(…)", "Only the squared error has the factor 1/2, once: it cancels the 2 of its derivative.",
        .factor(.J) { _ in 0.5 }),
      Mistake(
        "J-mse-root", "the root of the mean squared error", "J = sqrt(mean((A[L] - Y)**2))", "The cost is 1/(2m) * sum((A[L] - Y)**2), without a root.",
        .result(.J) { $0.network.loss.name == "mse" ? $0.value.scaled(2 / Double($0.network.outputs)).map { $0.squareRoot() } : nil }),
      Mistake(
        "J-absolute", "absolute for squared differences", "J = 1/m * sum(abs(A[L] - Y))", "The cost is 1/(2m) * sum((A[L] - Y)**2).",
        .combination(.J) { $0.network.loss.name == "mse" ? mean($0) { abs($0 - $1) } : nil }),
      Mistake(
        "J-log10", "the logarithm to base 10", "J = … log10(A[L]) …", "The cost takes the natural logarithm: log.",
        .factor(.J) { $0.network.loss.name == "mse" ? 1 : 1 / log(10) }),
      Mistake(
        "J-log2", "the logarithm to base 2", "J = … log2(A[L]) …", "The cost takes the natural logarithm: log.",
        .factor(.J) { $0.network.loss.name == "mse" ? 1 : 1 / log(2) }),
      Mistake(
        "J-no-second-term", "the term of 1 - Y left out of the cost", "J = -1/m * sum(Y * log(A[L]))",
        "The examples with Y = 0 count too: Y * log(A[L]) + (1 - Y) * log(1 - A[L]).",
        .combination(.J) { $0.network.loss.name == "cross_entropy" ? mean($0) { $1 == 0 ? 0 : -$1 * log($0) } : nil }),
      Mistake(
        "J-no-first-term", "the term of Y left out of the cost", "J = -1/m * sum((1 - Y) * log(1 - A[L]))",
        "The examples with Y = 1 count too: Y * log(A[L]) + (1 - Y) * log(1 - A[L]).",
        .combination(.J) { $0.network.loss.name == "cross_entropy" ? mean($0) { $1 == 1 ? 0 : -(1 - $1) * log(1 - $0) } : nil }),
      Mistake(
        "J-term-sign", "minus for plus between the terms of the cost", "J = -1/m * sum(Y * log(A[L]) - (1 - Y) * log(1 - A[L]))",
        "Both terms are added within the sum.",
        .combination(.J) {
          $0.network.loss.name == "cross_entropy" ? mean($0) { -(($1 == 0 ? 0 : $1 * log($0)) - ($1 == 1 ? 0 : (1 - $1) * log(1 - $0))) } : nil
        }),
      Mistake(
        "J-swapped", "Y and A swapped in the cost", "J = -1/m * sum(A[L] * log(Y) + …)", "The logarithm is of the output: Y * log(A[L]).",
        .combination(.J) { moment in
          guard moment.operands[0].shape == moment.operands[1].shape else { return nil }
          return moment.network.loss.lossPerExample(a: moment.operands[1], y: moment.operands[0]).reduced(.mean, axis: nil)
        }),
      Mistake(
        "J-last-example", "the loss of the last example alone", "J = L(A[L][:, m], Y[:, m])",
        "The losses of all examples are added up before the division: J += in the loop, not J =.",
        .combination(.J) { moment in
          guard moment.operands[0].shape == moment.operands[1].shape else { return nil }
          return moment.network.loss.lossPerExample(a: moment.operands[0], y: moment.operands[1]).lastColumn
        }),
      Mistake(
        "J-of-classes", "the cost of the rounded output", "J = … with A[L] > 0.5 in place of A[L]",
        "The cost needs the probabilities, not the classes read off them.",
        .operand(.J, .output) { moment in moment.A(moment.depth)?.map { $0 > 0.5 ? 1 : 0 } }),
    ]
    + [(1e-5, "1e-5"), (1e-7, "1e-7"), (1e-8, "1e-8")].map { size, spelling in
      Mistake(
        "J-epsilon-\(spelling)", "\(spelling) added within the logarithm", "J = … log(A[L] + \(spelling)) …",
        "It keeps the logarithm finite and moves J a little; here J is taken from Z and stays finite without it.",
        .combination(.J) { moment in
          switch moment.network.loss.name {
          case "cross_entropy": mean(moment) { -($1 * log($0 + size) + (1 - $1) * log(1 - $0 + size)) }
          case "categorical": mean(moment) { -$1 * log($0 + size) }
          default: nil
          }
        })
    }
    + Losses.all.map { other in
      Mistake(
        "J-\(other.name)", "the cost of another loss, \(other.name)", "J = mean of the losses \(other.formula)",
        "The network was made with another loss; set it by init … loss=.",
        .combination(.J) { moment in
          guard moment.network.loss.name != other.name, moment.operands[0].shape == moment.operands[1].shape else { return nil }
          return other.lossPerExample(a: moment.operands[0], y: moment.operands[1]).reduced(.mean, axis: nil)
        })
    }

  /// The sum of a term over all entries, over m.
  private static func mean(_ moment: Moment, _ term: (_ a: Double, _ y: Double) -> Double) -> Matrix? {
    guard moment.operands[0].shape == moment.operands[1].shape else { return nil }
    return Matrix.broadcast(moment.operands[0], moment.operands[1], term)?.reduced(.sum, axis: nil).scaled(1 / moment.examples)
  }
}
