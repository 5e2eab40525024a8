import func Glibc.log

extension Mistakes {
  /// Mistakes in the cost, J = 1/m Σ L.
  static let costs: [Mistake] =
    [
      Mistake(
        "J-sign", "the cost without its minus sign", "J = 1/m * sum(Y * log(A[L]) + …)",
        "The logarithm of a probability is negative. The minus makes the cost positive, so that it falls to 0.",
        .factor(.J) { $0.network.loss.name == "mse" ? 1 : -1 }, .outputGradient { $0.network.loss.name == "mse" ? 1 : -1 }),
      Mistake(
        "J-sum", "the sum of the losses for their mean", "J = sum(L(A[L], Y))", "J is the mean over the m examples: 1/m * sum(L(A[L], Y)).",
        .factor(.J) { $0.examples }, .factor(.dW) { $0.examples }, .factor(.db) { $0.examples }),
      Mistake(
        "J-mean-twice", "1/m used twice in the cost", "J = 1/m * mean(L(A[L], Y))", "The mean has the 1/m already.",
        .factor(.J) { 1 / $0.examples }, .factor(.dW) { 1 / $0.examples }, .factor(.db) { 1 / $0.examples }),
      Mistake(
        "J-mean-over-units", "the mean over the output units too", "J = mean(…) over the whole (nL, m) array",
        "The loss of an example is the sum over its output units. Only the examples are averaged, by 1/m.", .factor(.J) { 1 / Double($0.network.outputs) },
        .outputGradient { 1 / Double($0.network.outputs) }),
      Mistake(
        "J-mse-no-half", "1/2 left out of the squared error", "J = 1/m * sum((A[L] - Y)**2)",
        "Here mse is 1/(2m) * sum((A[L] - Y)**2), so that its derivative is A[L] - Y without a 2.",
        .factor(.J) { $0.network.loss.name == "mse" ? 2 : 1 }, .outputGradient { $0.network.loss.name == "mse" ? 2 : 1 }),
      Mistake(
        "J-double", "a factor 2 in the cost", "J = 2/m * sum(…)", "J is the mean of the losses, without a factor 2.",
        .factor(.J) { _ in 2 }, .outputGradient { _ in 2 }),
      Mistake(
        "J-half", "a factor 1/2 in the cost", "J = 1/(2*m) * sum(…)",
        "Only the squared error has a factor 1/2, and only once: it cancels the 2 of the derivative.",
        .factor(.J) { _ in 0.5 }, .outputGradient { _ in 0.5 }),
      Mistake(
        "J-mse-root", "the root of the mean squared error", "J = sqrt(mean((A[L] - Y)**2))", "The cost is 1/(2m) * sum((A[L] - Y)**2), without a root.",
        .result(.J) { $0.network.loss.name == "mse" ? $0.value.scaled(2 / Double($0.network.outputs)).map { $0.squareRoot() } : nil },
        .outputGradient { site, a, y in
          guard site.network.loss.name == "mse", let root = site.cost else { return nil }
          return Matrix.minus(a, y)?.scaled(1 / (Double(site.network.outputs) * root.elements[0]))
        }),
      Mistake(
        "J-absolute", "absolute for squared differences", "J = 1/m * sum(abs(A[L] - Y))", "The cost is 1/(2m) * sum((A[L] - Y)**2).",
        .combination(.J) { $0.network.loss.name == "mse" ? mean($0) { abs($0 - $1) } : nil },
        .outputGradient { site, a, y in site.network.loss.name == "mse" ? Matrix.broadcast(a, y) { $0 > $1 ? 1 : $0 < $1 ? -1 : 0 } : nil }),
      Mistake(
        "J-log10", "the logarithm to base 10", "J = … log10(A[L]) …", "The cost takes the natural logarithm: log.",
        .factor(.J) { $0.network.loss.name == "mse" ? 1 : 1 / log(10) },
        .outputGradient { $0.network.loss.name == "mse" ? 1 : 1 / log(10) }),
      Mistake(
        "J-log2", "the logarithm to base 2", "J = … log2(A[L]) …", "The cost takes the natural logarithm: log.",
        .factor(.J) { $0.network.loss.name == "mse" ? 1 : 1 / log(2) },
        .outputGradient { $0.network.loss.name == "mse" ? 1 : 1 / log(2) }),
      Mistake(
        "J-no-second-term", "the term of 1 - Y left out of the cost", "J = -1/m * sum(Y * log(A[L]))",
        "The examples with Y = 0 count too: Y * log(A[L]) + (1 - Y) * log(1 - A[L]).",
        .combination(.J) { $0.network.loss.name == "cross_entropy" ? mean($0) { $1 == 0 ? 0 : -$1 * log($0) } : nil }, crossEntropy { -$1 / $0 }),
      Mistake(
        "J-no-first-term", "the term of Y left out of the cost", "J = -1/m * sum((1 - Y) * log(1 - A[L]))",
        "The examples with Y = 1 count too: Y * log(A[L]) + (1 - Y) * log(1 - A[L]).",
        .combination(.J) { $0.network.loss.name == "cross_entropy" ? mean($0) { $1 == 1 ? 0 : -(1 - $1) * log(1 - $0) } : nil },
        crossEntropy { (1 - $1) / (1 - $0) }),
      Mistake(
        "J-term-sign", "minus for plus between the terms of the cost", "J = -1/m * sum(Y * log(A[L]) - (1 - Y) * log(1 - A[L]))",
        "Both terms are added within the sum.",
        .combination(.J) {
          $0.network.loss.name == "cross_entropy" ? mean($0) { -(($1 == 0 ? 0 : $1 * log($0)) - ($1 == 1 ? 0 : (1 - $1) * log(1 - $0))) } : nil
        }, crossEntropy { -$1 / $0 - (1 - $1) / (1 - $0) }),
      Mistake(
        "J-swapped", "Y and A swapped in the cost", "J = -1/m * sum(A[L] * log(Y) + …)", "The logarithm is taken of the output: Y * log(A[L]).",
        .combination(.J) { site in
          guard site.operands[0].shape == site.operands[1].shape else { return nil }
          return site.network.loss.lossPerExample(a: site.operands[1], y: site.operands[0]).reduced(.mean, axis: nil)
        },
        .outputGradient { site, a, y in
          switch site.network.loss.name {
          case "cross_entropy": y.map { log((1 - $0) / $0) }
          case "categorical": y.map { -log($0) }
          default: Matrix.minus(a, y)
          }
        }),
      Mistake(
        "J-last-example", "the loss of the last example alone", "J = L(A[L][:, m], Y[:, m])",
        "Add the losses of all examples before you divide: write J += in the loop, not J =.",
        .combination(.J) { site in
          guard site.operands[0].shape == site.operands[1].shape else { return nil }
          return site.network.loss.lossPerExample(a: site.operands[0], y: site.operands[1]).lastColumn
        }, .combination(.dW) { lastExample($0) }, .combination(.db) { $0.operands[0].lastColumn }),
      Mistake(
        "J-of-classes", "the cost of the rounded output", "J = … with A[L] > 0.5 in place of A[L]",
        "The cost needs the probabilities A[L], not the predicted classes.",
        .operand(.J, .output) { site in site.A(site.depth)?.map { $0 > 0.5 ? 1 : 0 } }),
    ]
    + [(1e-5, "1e-5"), (1e-7, "1e-7"), (1e-8, "1e-8")].map { size, spelling in
      Mistake(
        "J-epsilon-\(spelling)", "\(spelling) added within the logarithm", "J = … log(A[L] + \(spelling)) …",
        "It keeps the logarithm finite but changes J a little. Here J is computed from Z and is finite without it.",
        .combination(.J) { site in
          switch site.network.loss.name {
          case "cross_entropy": mean(site) { -($1 * log($0 + size) + (1 - $1) * log(1 - $0 + size)) }
          case "categorical": mean(site) { -$1 * log($0 + size) }
          default: nil
          }
        },
        .outputGradient { site, a, y in
          switch site.network.loss.name {
          case "cross_entropy": Matrix.broadcast(a, y) { -$1 / ($0 + size) + (1 - $1) / (1 - $0 + size) }
          case "categorical": Matrix.broadcast(a, y) { -$1 / ($0 + size) }
          default: nil
          }
        })
    }
    + Losses.all.map { other in
      Mistake(
        "J-\(other.name)", "the cost of another loss, \(other.name)", "J = mean of the losses \(other.formula)",
        "The network has another loss; init … loss= sets it.",
        .combination(.J) { site in
          guard site.network.loss.name != other.name, site.operands[0].shape == site.operands[1].shape else { return nil }
          return other.lossPerExample(a: site.operands[0], y: site.operands[1]).reduced(.mean, axis: nil)
        }, .outputGradient { site, a, y in site.network.loss.name == other.name ? nil : other.gradientByA(a, y) })
    } + forms

  /// Mistakes in one term of the written cost.
  private static let forms: [Mistake] = [
    Mistake(
      "J-transposed", "one operand of the cost transposed", "J = -1/m * sum(Y * log(A[L]).T + (1 - Y) * log(1 - A[L]).T)",
      "A row times a column gives an (m, m) table of every Y with every A, and the sum adds all of it. Both must be rows, entry by entry: Y * log(A[L]), or np.dot(Y, log(A[L]).T).",
      .combination(.J) { site in
        guard let (a, y) = site.rowsOfOne else { return nil }
        let (m, sumY) = (site.examples, sum(y) { $0 })
        switch site.network.loss.name {
        case "cross_entropy": return Matrix(row: [-(sumY * sum(a) { log($0) } + (m - sumY) * sum(a) { log(1 - $0) }) / m])
        case "mse": return Matrix(row: [(m * sum(a) { $0 * $0 } - 2 * sum(a) { $0 } * sumY + m * sum(y) { $0 * $0 }) / (2 * m)])
        default: return nil
        }
      },
      .outputGradient { site, a, y in
        guard site.rowsOfOne != nil else { return nil }
        let (m, sumY) = (site.examples, sum(y) { $0 })
        switch site.network.loss.name {
        case "cross_entropy": return a.map { -sumY / $0 + (m - sumY) / (1 - $0) }
        case "mse": return a.map { m * $0 - sumY }
        default: return nil
        }
      }),
    Mistake(
      "J-mean-of-first-term", "1/m on the first term of the cost alone", "J = -1/m * sum(Y * log(A[L])) - sum((1 - Y) * log(1 - A[L]))",
      "The mean is taken of the whole loss, so both terms stand within the sum: -1/m * sum(Y * log(A[L]) + (1 - Y) * log(1 - A[L])).",
      .combination(.J) { site in
        site.network.loss.name == "cross_entropy"
          ? mean(site) { -($1 == 0 ? 0 : $1 * log($0)) - ($1 == 1 ? 0 : site.examples * (1 - $1) * log(1 - $0)) } : nil
      },
      .outputGradient { site, a, y in
        site.network.loss.name == "cross_entropy" ? Matrix.broadcast(a, y) { -$1 / $0 + site.examples * (1 - $1) / (1 - $0) } : nil
      }),
    Mistake(
      "J-log-of-A-twice", "log(A) in both terms of the cost", "J = -1/m * sum(Y * log(A[L]) + (1 - Y) * log(A[L]))",
      "The second term needs the probability of Y = 0: (1 - Y) * log(1 - A[L]).",
      .combination(.J) { $0.network.loss.name == "cross_entropy" ? mean($0) { a, _ in -log(a) } : nil }, crossEntropy { a, _ in -1 / a }),
    Mistake(
      "J-log-of-0", "log(0) in the cost, times 0", "J = -1/m * sum(Y * log(A[L]) + (1 - Y) * log(1 - A[L]))",
      "An output is exactly 0 or 1, because a double rounds it where |z| is over 37. In NumPy log(0) is -inf, and 0 * log(0) is nan. The limit is 0, so J is finite, and L(A[L], Y) uses the limit. In NumPy keep A away from 0 and 1 with np.clip(A[L], 1e-15, 1 - 1e-15).",
      .combination(.J) { site in
        switch site.network.loss.name {
        case "cross_entropy": mean(site) { -($1 * log($0) + (1 - $1) * log(1 - $0)) }
        case "categorical": mean(site) { -$1 * log($0) }
        default: nil
        }
      },
      .outputGradient { site, a, y in site.network.loss.name == "mse" ? nil : site.network.loss.gradientByA(a, y) }
    ).explainingNotFinite(),
  ]

  private static func sum(_ array: Matrix, _ term: (Double) -> Double) -> Double { array.elements.reduce(0) { $0 + term($1) } }

  /// The change of dA where another formula is used for the cross-entropy.
  private static func crossEntropy(_ gradient: @escaping @Sendable (_ a: Double, _ y: Double) -> Double) -> Mistake.Change {
    .outputGradient { site, a, y in site.network.loss.name == "cross_entropy" ? Matrix.broadcast(a, y, gradient) : nil }
  }

  /// The sum of a term over all entries, divided by m; nil where A and Y have different shapes.
  private static func mean(_ site: MistakeSite, _ term: (_ a: Double, _ y: Double) -> Double) -> Matrix? {
    guard site.operands[0].shape == site.operands[1].shape else { return nil }
    return Matrix.broadcast(site.operands[0], site.operands[1], term)?.reduced(.sum, axis: nil).scaled(1 / site.examples)
  }
}

extension MistakeSite {
  /// A and Y where the output has one unit, so that both are rows; nil otherwise.
  fileprivate var rowsOfOne: (a: Matrix, y: Matrix)? {
    guard operands.count > 1, operands[0].rows == 1, operands[0].shape == operands[1].shape else { return nil }
    return (operands[0], operands[1])
  }
}
