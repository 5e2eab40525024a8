import Net

/// The sentences of `diagnose` for one finding: what was measured, and why it matters.
struct FindingText {
  let finding: Finding
  let network: Network
  let data: Dataset

  private var layer: Int { finding.layer ?? 0 }
  private var numbers: String { Self.list(finding.units.map(String.init)) }

  /// The units, features or classes of the finding, such as `units 1, 2 of layer 1`. It is empty where the finding concerns the whole network.
  var subject: String {
    let units = finding.units
    switch finding.kind {
    case .featureScale:
      return "features " + units.map { "\($0)\(Self.parenthesis(data.featureNames, $0))" }.joined(separator: " and ")
    case .classImbalance:
      return "class" + (units.count > 1 ? "es " : " ") + Self.list(units.map { data.classNames?[safe: $0 - 1] ?? className($0) })
    default:
      if finding.layer == nil { return "" }
      return units.isEmpty ? "layer \(layer)" : "unit\(units.count > 1 ? "s" : "") \(numbers) of layer \(layer)"
    }
  }

  /// The name of a class from 1: the value 0 or 1 where Y has one row, otherwise the number of the row.
  private func className(_ number: Int) -> String { data.Y?.rows == 1 ? String(number - 1) : String(number) }

  private static func parenthesis(_ names: [String], _ number: Int) -> String {
    guard let name = names[safe: number - 1], name != "x\(number)" else { return "" }
    return " (\(name))"
  }

  /// The items with commas. If there are more than twelve, only ten and the number of all.
  private static func list(_ items: [String]) -> String {
    let shown = items.count > 12 ? items.prefix(10) + ["… (\(items.count) in all)"] : items[...]
    return shown.joined(separator: ", ")
  }

  /// Up to four values, or the smallest and the largest of more.
  private static func span(_ values: [Double], _ text: (Double) -> String) -> String {
    guard values.count > 4, let least = values.min(), let most = values.max() else { return values.map(text).joined(separator: ", ") }
    return "\(text(least)) to \(text(most))"
  }

  private static func percent(_ share: Double) -> String { NumberFormat.significant(100 * share, 3) + " %" }

  /// The note for data with several parts.
  static let endsSplit = "The repair leaves the data with one part; data NAME split=… standardize=yes keeps the parts."

  // MARK: Evidence

  /// The measured values in a sentence.
  func evidence(_ style: TextStyle) -> String {
    func list(_ values: [Double]) -> String { Self.list(values.map(style.number)) }
    func span(_ values: [Double]) -> String { Self.span(values, style.number) }
    switch finding.evidence {
    case .symmetric(let difference):
      let gradients =
        difference.map { $0 == 0 ? "; their rows of dW\(layer) are equal too" : "; their rows of dW\(layer) differ by at most \(style.number($0))" } ?? ""
      return "rows \(numbers) of W\(layer) and of b\(layer) are equal, and so are columns \(numbers) of W\(layer + 1)\(gradients)"
    case .saturated(let shares, let sizes):
      let isOutput = layer == network.depth
      return
        "|g\(layer)'(Z\(layer))| is under \(style.number(DiagnosisThresholds.saturatedSlope)) for \(Self.span(shares, Self.percent)) of the examples\(isOutput ? ", with a wrong answer" : ""); the mean of |z| is \(span(sizes))"
    case .dead(let largest): return "the largest z of all \(data.examples) examples is \(span(largest))"
    case .gradients(let flow): return evidence(flow, list)
    case .collapse(let W, let b):
      if W.elements.count <= 12 { return "W' = \(Self.text(W, style)), b' = \(Self.text(b, style))" }
      return "W' is \(W.shape) and b' is \(b.shape); norm(W') = \(style.number(W.norm)), norm(b') = \(style.number(b.norm))"
    case .uncentred(let means, let deviations, let later):
      let layers = later.isEmpty ? "" : "; it is so in layer\(later.count > 1 ? "s" : "") \(Self.list(later.map(String.init))) too"
      return "over the examples the mean of a is \(span(means)), and its deviation is \(span(deviations))\(layers)"
    case .mismatch(let mismatch): return evidence(mismatch, style)
    case .featureScale(let deviations):
      let (most, least) = (deviations[finding.units[0] - 1], deviations[finding.units[1] - 1])
      return
        "the deviation of feature \(finding.units[0]) is \(style.number(most)), and that of feature \(finding.units[1]) is \(style.number(least)): the first is \(style.number(most / least)) times as large"
    case .learningRate(let rate): return evidence(rate, style)
    case .notFinite(let found): return evidence(found, style)
    case .imbalance(let counts):
      let names = counts.indices.map { data.classNames?[safe: $0] ?? className($0 + 1) }
      return Self.list(zip(names, counts).map { "class \($0): \($1)" }) + " of \(data.examples) examples"
    case .notFalling(let plateau): return evidence(plateau, style)
    case .optimizerRate(let rate): return evidence(rate, style)
    case .regularization(let found): return evidence(found, style)
    case .batchNoise(let found): return evidence(found, style)
    case .overfitting(let found): return evidence(found, style)
    }
  }

  private static func text(_ matrix: Matrix, _ style: TextStyle) -> String {
    "[" + matrix.nested.map { $0.map(style.number).joined(separator: ", ") }.joined(separator: "; ") + "]"
  }

  private func evidence(_ flow: GradientFlow, _ list: ([Double]) -> String) -> String {
    let update =
      network.optimizer.keepsAverages
      ? "the norm of the update of W by \(network.optimizer.name), divided by norm(W),"
      : "alpha * norm(dW) / norm(W)\(network.lambda > 0 ? " without the penalty" : "")"
    return "from layer 1 to \(network.depth), the root mean square of dZ is \(list(flow.errors)), and \(update) is \(list(flow.updateRatios))"
  }

  private func evidence(_ mismatch: Mismatch, _ style: TextStyle) -> String {
    let output = "\(network.output.name) gives \(network.outputs == 1 ? "one number" : "\(network.outputs) numbers") for each example"
    switch mismatch {
    case .shape(let Y, let A): return "Y is \(Y), but A\(network.depth) is \(A)"
    case .classNumbers(let values): return "Y holds the whole numbers \(Self.list(values.map(style.number))); \(output)"
    case .loss(let smallest, let largest):
      return
        "\(network.loss.name) takes log(a)\(network.loss is CrossEntropy ? " and log(1 - a)" : ""), but A\(network.depth) under \(network.output.name) goes from \(style.number(smallest)) to \(style.number(largest))"
    case .labels(let smallest, let largest) where !smallest.isFinite || !largest.isFinite:
      return "every entry of Y is 0 or 1, but \(network.output.name) does not stay between them"
    case .labels(let smallest, let largest):
      return "every entry of Y is 0 or 1, but A\(network.depth) under \(network.output.name) goes from \(style.number(smallest)) to \(style.number(largest))"
    case .range(let share, let smallest, let largest, let from, let to):
      let range = to.isFinite ? "between \(style.number(from)) and \(style.number(to))" : "\(style.number(from)) or more"
      return
        "the output cannot reach \(Self.percent(share)) of Y: Y goes from \(style.number(smallest)) to \(style.number(largest)), but \(network.output.name) gives \(range)"
    case .sums(let columns): return "\(columns) of \(data.examples) columns of Y do not sum to 1, but the columns of softmax do"
    }
  }

  private func evidence(_ rate: LearningRateEvidence, _ style: TextStyle) -> String {
    let (costs, n) = (rate.costs, rate.costs.count - 1)
    let end = "J goes from \(style.number(costs[0])) to \(style.number(costs[n])) in \(n) step\(n == 1 ? "" : "s")"
    let better = "with alpha = \(NumberFormat.shortest(rate.better.alpha)) it goes to \(style.number(rate.better.cost))"
    let place = rate.rise.map { "at step \($0) from here" } ?? "here"
    let rise = rate.rise.map { ", and the step takes J from \(style.number(costs[$0 - 1])) to \(style.number(costs[$0]))" } ?? ""
    return
      "\(place) the curvature along the gradient is \(style.number(rate.curvature)): alpha = \(style.number(rate.alpha)) is \(style.number(rate.alpha / rate.bound)) times 2/curvature = \(style.number(rate.bound))\(rise); \(end), but \(better)\(penaltyNote)"
  }

  private func evidence(_ found: NotFinite, _ style: TextStyle) -> String {
    func name(_ entry: NotFinite.Entry) -> String { Self.entry(entry, style) }
    let operands = found.operands.map(name)
    let from = operands.isEmpty ? "" : ", from " + operands.joined(separator: " and ")
    let others = found.operands.isEmpty && found.parameters.count > 1 ? "; also not finite: \(Self.list(Array(found.parameters.dropFirst())))" : ""
    return "the first number of the pass that is not finite is \(name(found.entry))\(from)\(others)"
  }

  private func evidence(_ plateau: Plateau, _ style: TextStyle) -> String {
    let n = plateau.costs.count - 1
    let curvature = plateau.curvature.map { ", and the curvature along it is \(style.number($0))" } ?? ""
    let (first, last) = (style.number(plateau.costs[0]), style.number(plateau.costs[n]))
    let change = first == last ? "J stays at \(first) in" : "J is \(first) now and \(last) after"
    return
      "\(change) \(n) step\(n == 1 ? "" : "s")\(network.optimizer.keepsAverages ? " of \(network.optimizer.name)" : "") with alpha = \(style.number(plateau.alpha)); the norm of the gradient\(network.frozen.isEmpty ? "" : " of all that is not frozen") is \(style.number(plateau.gradientNorm))\(curvature)\(penaltyNote)"
  }
}

extension Matrix {
  fileprivate var norm: Double { reduced(.norm, axis: nil).elements[0] }
}

extension Array {
  /// The element at an index; nil where there is none.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension Fault {
  /// The error where `diagnose apply=N` names a finding that does not exist.
  static func noSuchFinding(_ number: Int, count: Int) -> Fault {
    let found = count == 0 ? "nothing" : "\(count) finding\(count == 1 ? "" : "s")"
    return Fault(.index, "there is no finding \(number): diagnose found \(found)", hint: count == 0 ? nil : "run: diagnose")
  }
}
