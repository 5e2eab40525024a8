import Net

/// Makes a statement on one line that repairs a finding, for the network and data of a session.
struct Repair {
  let network: Network
  let X: Matrix
  let Y: Matrix?
  /// The number of steps since `init`. If there were steps, the repair keeps what they learnt where it can.
  let steps: Int
  let seed: UInt32
  /// The learning rate of the last `step` or `train`, if it was just made and alpha was not set since. Otherwise it is alpha of the session.
  let judgedAlpha: Double

  init(_ session: Session, _ network: Network) {
    self.network = network
    (X, Y, steps, seed) = (session.X, session.Y, session.state.steps, session.state.seed)
    judgedAlpha = session.judgedAlpha
  }

  /// The statement that repairs a finding.
  func line(for finding: Finding) -> String {
    switch finding.evidence {
    case .symmetric: steps == 0 ? initLine() : jitter(finding.layer!)
    case .saturated(_, let sizes): saturated(finding.layer!, finding.units, sizes)
    case .dead:
      // A training that killed a whole layer would kill it again at the same alpha.
      steps > 0 && finding.units.count == network.units(finding.layer!) ? initLine() + smaller : raised(finding.layer!)
    case .gradients:
      // Large inputs make every slope flat, so they are scaled too.
      finding.kind == .vanishingGradients ? (largeInputs ? standardized + "; " : "") + initLine(hidden: ["sigmoid": "tanh"]) : initLine()
    case .collapse: initLine(hidden: ["linear": "tanh"])
    case .uncentred: uncentred()
    case .mismatch(let mismatch): output(mismatch)
    case .featureScale: standardized
    case .learningRate(let rate): Self.alpha(rate.better.alpha)
    case .notFinite(let evidence): finite(evidence)
    case .imbalance(let counts): balanced(counts)
    case .notFalling(let plateau): falling(plateau)
    case .optimizerRate(let rate): Self.alpha(rate.better.alpha)
    case .regularization(let evidence): weaker(evidence)
    case .batchNoise(let evidence): quieter(evidence)
    case .overfitting(let evidence): "goto \(evidence.best.step)"
    }
  }

  // MARK: A new network

  /// An `init` of the same sizes. Its weights keep the size of Z from layer to layer.
  /// - Parameters:
  ///   - hidden: replacements for activations of hidden layers.
  ///   - output: the size and activation of the last layer. The loss is then the one that fits.
  ///   - loss: the loss to use instead.
  ///   - widening: the factor by which hidden layers grow.
  private func initLine(hidden: [String: String] = [:], output: (units: Int, activation: String)? = nil, loss: String? = nil, widening: Int = 1) -> String {
    var words = ["init", String(network.inputs)]
    let names = network.layers.dropLast().map { hidden[$0.activation.name] ?? $0.activation.name }
    for (layer, name) in zip(network.layers, names) { words.append("\(layer.units * widening):\(name)") }
    if names.isEmpty, widening > 1 { words.append("4:tanh") }
    let last = output ?? (network.outputs, network.output.name)
    words.append("\(last.units):\(last.activation)")
    words += ["weights=\(Initializer.fitting(names))", "seed=\(seed)"]
    let wanted = loss ?? (output == nil ? network.loss.name : nil)
    let matching = Activations.named(last.activation).map { Losses.matching($0).name }
    if let wanted, wanted != matching { words.append("loss=\(wanted)") }
    return words.joined(separator: " ")
  }

  private func jitter(_ layer: Int) -> String {
    let shape = network.layers[layer - 1].W.shape
    return "W\(layer) = W\(layer) + 0.01 * random.randn\(shape)"
  }

  /// Moves the mean of z to 0.1 for each dead unit. Then z is above 0 for about half of the examples, or for all where z does not vary.
  private func raised(_ layer: Int) -> String {
    let Z = "Z\(layer), axis=1, keepdims=True"
    return "forward; b\(layer) = where(max(\(Z)) <= 0, b\(layer) - mean(\(Z)) + 0.1, b\(layer))"
  }

  private func saturated(_ layer: Int, _ units: [Int], _ sizes: [Double]) -> String {
    // In a trained network with few such units, only their z are scaled, to a mean magnitude of 1.
    if steps > 0, layer < network.depth, units.count < network.units(layer), units.count <= 4 {
      return Self.joined(
        zip(units, sizes).flatMap { unit, size in
          let factor = NumberFormat.shortest(Double(NumberFormat.significant(size, 2)) ?? size)
          return ["W\(layer)[\(unit),:] = W\(layer)[\(unit),:] / \(factor)", "b\(layer)[\(unit),:] = b\(layer)[\(unit),:] / \(factor)"]
        })
    }
    if layer == network.depth { return initLine(loss: Losses.matching(network.output).name) }
    let W = network.layers[layer - 1].W
    let norms = W.reduced(.norm, axis: 1).elements
    let scalesInputs = layer == 1 && largeInputs
    // On standardised inputs, the spread of z is the norm of w.
    let isFarOff = norms.contains { $0 > 2 } || network.layers[layer - 1].b.elements.contains { abs($0) > 2 }
    return Self.joined((scalesInputs ? [standardized] : []) + (!scalesInputs || isFarOff ? [initLine()] : []))
  }

  // MARK: Data

  /// Whether a feature has a root mean square above 10.
  private var largeInputs: Bool { X.reduced(.norm, axis: 1).elements.contains { $0 > 10 * Double(X.columns).squareRoot() } }

  private var standardized: String {
    let (least, most) = (X.reduced(.minimum, axis: 1).elements, X.reduced(.maximum, axis: 1).elements)
    let deviation = "std(X, axis=1, keepdims=True)"
    // The computed deviation of equal numbers may be a rounding error, so the divisor is 1 there.
    let divisor =
      zip(least, most).contains { $0 == $1 }
      ? "where(max(X, axis=1, keepdims=True) > min(X, axis=1, keepdims=True), \(deviation), 1)" : deviation
    return "X = (X - mean(X, axis=1, keepdims=True)) / \(divisor)"
  }

  private func uncentred() -> String {
    let means = X.reduced(.mean, axis: 1).elements
    let deviations = X.reduced(.standardDeviation, axis: 1).elements
    let far = means.indices.count { abs(means[$0]) > DiagnosisThresholds.uncentredRatio * deviations[$0] }
    let centresInputs = 2 * far > means.count
    let isSigmoid = network.layers.dropLast().contains { $0.activation is Sigmoid }
    return Self.joined((centresInputs ? [standardized] : []) + (isSigmoid || !centresInputs ? [initLine(hidden: ["sigmoid": "tanh"])] : []))
  }

  /// Repeats the examples of the rarer classes until each class has as many as the largest one.
  private func balanced(_ counts: [Int]) -> String {
    guard let most = counts.max(), let Y else { return initLine() }
    let isRow = Y.rows == 1
    var lines: [String] = []
    for (index, count) in counts.enumerated() where count > 0 && Double(most) > DiagnosisThresholds.imbalanceRatio * Double(count) {
      let chosen = isRow ? "Y == \(index)" : "Y[\(index + 1), :] == 1"
      let again = "[:, \(chosen)][:, 1 + arange(\(most - count)) % \(count)]"
      lines += ["more = Y\(again)", "X = [X, X\(again)]", "Y = [Y, more]"]
    }
    return lines.isEmpty ? initLine() : Self.joined(lines)
  }

  // MARK: Output and loss

  private func output(_ mismatch: Mismatch) -> String {
    switch mismatch {
    case .shape(let shape, _): return initLine(output: (shape.rows, fitting()))
    case .classNumbers(let values):
      let rows = values.map { "1 * (Y == \(NumberFormat.shortest($0)))" }.joined(separator: "; ")
      return "Y = [\(rows)]; " + initLine(output: (values.count, "softmax"))
    case .range(_, let smallest, let largest, _, _) where smallest == -1 && largest == 1 && Y?.elements.allSatisfy { abs($0) == 1 } == true:
      return network.output is Sigmoid ? "Y = (Y + 1) / 2" : initLine(output: (network.outputs, "tanh"), loss: "mse")
    case .loss, .labels, .range, .sums: return initLine(output: (network.outputs, fitting()))
    }
  }

  /// The output activation that fits Y.
  private func fitting() -> String {
    guard let Y, Y.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return "linear" }
    return Y.isOneHot ? "softmax" : "sigmoid"
  }

  // MARK: Numbers that are not finite

  private func finite(_ evidence: NotFinite) -> String {
    let name = evidence.entry.name
    let entries = network.layers.flatMap { $0.W.elements + $0.b.elements }
    let isMostlyFinite = 2 * entries.count { !$0.isFinite } < entries.count
    let replaced = "\(name) = where(isfinite(\(name)), \(name), 0)"
    // Steps on such data have spoilt the parameters, so they are drawn again.
    if name == "X" || name == "Y" { return replaced + (evidence.parameters.isEmpty ? "" : "; " + initLine()) }
    if evidence.parameters == [name] && isMostlyFinite { return replaced }
    if !evidence.parameters.isEmpty { return initLine() + (steps > 0 ? smaller : "") }
    if X.elements.contains(where: { abs($0) > 1e10 }) { return "X = X / max(abs(X))" }
    if let Y, Y.elements.contains(where: { abs($0) > 1e10 }) { return "Y = Y / max(abs(Y))" }
    return network.output.isProbability || !network.loss.takesLogarithms ? initLine() : initLine(output: (network.outputs, fitting()))
  }

  // MARK: The learning rate

  /// A statement that sets alpha to a tenth of the rate of the last steps.
  private var smaller: String { "; " + Self.alpha(judgedAlpha / 10) }

  private static func alpha(_ value: Double) -> String { "alpha = \(NumberFormat.shortest(value))" }

  private func falling(_ plateau: Plateau) -> String {
    if let better = plateau.better { return Self.alpha(better) }
    if !network.frozen.isEmpty { return "unfreeze" }
    // On a plateau other weights help. At a lowest point only a larger network helps.
    return initLine(widening: plateau.isLowest || network.depth == 1 ? 2 : 1)
  }

  /// A statement that weakens dropout or the penalty.
  private func weaker(_ evidence: RegularizationEvidence) -> String {
    let value = NumberFormat.shortest(evidence.better.value)
    switch evidence.strength {
    case .lambda: return "lambda = \(value)" + (evidence.beginsAnew ? "; " + initLine() : "")
    case .keeps(let keeps):
      if keeps.allSatisfy({ $0 < evidence.better.value }) { return "keep_prob = \(value)" }
      return Self.joined(keeps.indices.filter { keeps[$0] < evidence.better.value }.map { "keep\($0 + 1) = \(value)" })
    }
  }

  /// A smaller rate, or steps with larger batches.
  private func quieter(_ evidence: BatchNoiseEvidence) -> String {
    let better = evidence.better
    if better.batch == evidence.batch { return Self.alpha(better.alpha) }
    return "train \(RepairTrial.mostSteps) batch=\(better.batch) alpha=\(NumberFormat.shortest(better.alpha))"
  }

  private static func joined(_ lines: [String]) -> String { lines.joined(separator: "; ") }
}
