import Testing

@testable import Net

/// The findings about data, the output, the learning rate, and numbers that are not finite.
@Suite struct DiagnosisDataTests {
  private let flower: Dataset = {
    var generator = MersenneTwister(seed: 1)
    return DataGenerators.named("flower")!.make(DataRequest(), generator: &generator)
  }()

  private func network(_ output: any ActivationFunction, units: Int = 1, inputs: Int = 2, loss: (any LossFunction)? = nil) -> Network {
    var generator = MersenneTwister(seed: 2)
    let specifications = [LayerSpecification(units: 4, activation: Tanh()), LayerSpecification(units: units, activation: output)]
    return Network(inputs: inputs, layers: specifications, loss: loss ?? Losses.matching(output), initializer: .xavier, generator: &generator)
  }

  private func findings(_ network: Network, _ X: Matrix, _ Y: Matrix?, alpha: Double = 0.1) -> [Finding] {
    Diagnosis(network, X: X, Y: Y, alpha: alpha).findings
  }

  private func mismatch(_ network: Network, _ Y: Matrix) -> Mismatch? {
    let found = findings(network, flower.X, Y).first { $0.kind == .outputMismatch }
    guard case .mismatch(let mismatch) = found?.evidence else { return nil }
    return mismatch
  }

  /// A row Y for the flower's 400 examples. `value` gets the number of the example, 0 … 399.
  private func targets(_ value: (Int) -> Double) -> Matrix { Matrix(row: (0..<400).map(value)) }

  // MARK: Output

  @Test func outputMismatch() {
    let Y = flower.Y!
    let oneHot = Matrix([(0..<400).map { $0 % 3 == 0 ? 1 : 0 }, (0..<400).map { $0 % 3 == 1 ? 1 : 0 }, (0..<400).map { $0 % 3 == 2 ? 1 : 0 }])
    // For each mismatch there is also a case that fits.
    #expect(mismatch(network(Sigmoid()), Y) == nil)
    if case .labels(let smallest, let largest) = mismatch(network(Linear()), Y) {
      let pass = Pass()
      pass.forward(network(Linear()), X: flower.X, Y: Y)
      #expect(smallest == pass.A(2).elements.min() && largest == pass.A(2).elements.max())
    } else {
      Issue.record("labels under linear")
    }
    #expect(mismatch(network(Linear()), targets { Double($0) / 100 }) == nil)

    let signs = Y.map { 2 * $0 - 1 }
    #expect(mismatch(network(ReLU()), signs) == .range(share: 0.5, smallest: -1, largest: 1, from: 0, to: .infinity))
    #expect(mismatch(network(Sigmoid()), signs) == .range(share: 0.5, smallest: -1, largest: 1, from: 0, to: 1))
    #expect(mismatch(network(Tanh()), signs) == nil && mismatch(network(ReLU()), targets { 2 + Double($0) / 100 }) == nil)

    #expect(mismatch(network(Linear()), targets { Double($0 % 3) }) == .classNumbers([0, 1, 2]))
    #expect(mismatch(network(Sigmoid()), targets { Double($0 % 4 + 1) }) == .classNumbers([1, 2, 3, 4]))
    #expect(mismatch(network(Linear()), targets { Double($0 % 3) * 2 }) == nil && mismatch(network(Softmax(), units: 3), oneHot) == nil)

    if case .loss(let smallest, let largest) = mismatch(network(Tanh(), loss: CrossEntropy()), Y) {
      #expect(smallest < 0 && largest <= 1)
    } else {
      Issue.record("cross-entropy under tanh")
    }
    var twice = oneHot
    for example in 0..<10 { twice[(example + 1) % 3, example] = 1 }
    #expect(mismatch(network(Softmax(), units: 3), twice) == .sums(columns: 10))
    #expect(mismatch(network(Softmax(), units: 3), Y) == .shape(Y: Shape(1, 400), output: Shape(3, 400)))
  }

  // MARK: Data

  @Test func featureScale() {
    var X = flower.X
    #expect(findings(network(Sigmoid()), X, flower.Y).isEmpty)
    for example in 0..<400 { X[1, example] *= 0.01 }
    let found = findings(network(Sigmoid()), X, flower.Y)
    #expect(found.map(\.kind) == [.featureScale] && found[0].units == [1, 2])
    if case .featureScale(let deviations) = found[0].evidence {
      for feature in 0..<2 {
        let row = X.row(feature)
        let mean = row.reduce(0, +) / 400
        #expect(abs(deviations[feature] - (row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()) < 1e-12)
      }
    }
    // A constant feature has no scale.
    let constant = Matrix([flower.X.row(0), [Double](repeating: 3, count: 400)])
    #expect(!findings(network(Sigmoid()), constant, flower.Y).contains { $0.kind == .featureScale })
  }

  @Test func classImbalance() {
    let few = Array(0..<210)
    let found = findings(network(Sigmoid()), flower.X.selectingColumns(few), flower.Y!.selectingColumns(few)).filter { $0.kind == .classImbalance }
    #expect(found.count == 1 && found[0].units == [2] && found[0].evidence == .imbalance(counts: [200, 10]))
    let more = Array(0..<230)
    #expect(findings(network(Sigmoid()), flower.X.selectingColumns(more), flower.Y!.selectingColumns(more)).isEmpty)
    let rare = Matrix([targets { $0 < 200 ? 1 : 0 }, targets { $0 >= 200 && $0 < 390 ? 1 : 0 }, targets { $0 >= 390 ? 1 : 0 }].map { $0.row(0) })
    let three = findings(network(Softmax(), units: 3), flower.X, rare).first { $0.kind == .classImbalance }
    #expect(three?.units == [3] && three?.evidence == .imbalance(counts: [200, 190, 10]))
    // Real targets are no classes.
    #expect(findings(network(Linear()), flower.X, targets { $0 == 0 ? 2 : 0.5 }).allSatisfy { $0.kind != .classImbalance })
  }

  // MARK: Learning rate

  /// One weight and one example, with J = 1/2 (w x + b - y)². The curvature along the gradient is x² + 1 = 10.
  @Test func learningRateOfParabola() throws {
    let line = Network(layers: [Layer(W: Matrix(row: [0]), b: Matrix(row: [0]), activation: Linear())], loss: MeanSquaredError())
    let (X, Y) = (Matrix(row: [3]), Matrix(row: [5]))
    let curvature = Curvature(line, TrialData(line, X: X, Y: Y), pass: Pass())
    #expect(abs(try #require(curvature.value) - 10) < 1e-6 && abs(curvature.gradientNorm - 5 * 10.0.squareRoot()) < 1e-12)

    let high = try #require(findings(line, X, Y, alpha: 0.21).first)
    guard case .learningRate(let rate) = high.evidence else { throw Failure() }
    // Each step multiplies the error by 1 - 0.21 · 10 = -1.1, and J by 1.21.
    #expect(high.kind == .learningRateHigh && abs(rate.bound - 0.2) < 1e-6 && rate.rise == 1)
    #expect(abs(rate.costs[0] - 12.5) < 1e-12 && abs(rate.costs[1] - 12.5 * 1.21) < 1e-9 && rate.costs.count == 51)
    #expect(rate.better.alpha < 0.2 && rate.better.cost < 1e-9)
    #expect(findings(line, X, Y, alpha: 0.19).isEmpty && findings(line, X, Y, alpha: 0.01).isEmpty)

    let low = try #require(findings(line, X, Y, alpha: 1e-5).first)
    guard case .learningRate(let slow) = low.evidence else { throw Failure() }
    #expect(low.kind == .learningRateLow && slow.rise == nil && slow.better.alpha == 0.1)
    #expect(abs(slow.costs[50] - 12.5 * ((0..<100).reduce(1.0) { product, _ in product * (1 - 1e-4) })) < 1e-9)
  }

  @Test func firstDigit() {
    let cases: [(Double, Double)] = [
      (0.037, 0.03), (4, 4), (0.0999999999, 0.1), (0.099, 0.09), (1, 1), (123, 100), (9.99, 9), (1e-299, 1e-299), (1.7e308, 1e308),
    ]
    for (value, digit) in cases { #expect(value.firstDigit == digit, "\(value)") }
  }

  @Test func learningRateOfFlower() {
    let start = network(Sigmoid())
    #expect(findings(start, flower.X, flower.Y, alpha: 200).map(\.kind) == [.learningRateHigh])
    #expect(findings(start, flower.X, flower.Y, alpha: 1e-4).map(\.kind) == [.learningRateLow])
    for alpha in [0.1, 0.5, 1.2] { #expect(findings(start, flower.X, flower.Y, alpha: alpha).isEmpty, "\(alpha)") }
  }

  @Test func costNotFalling() throws {
    let start = network(Sigmoid())
    for alpha in [0, -0.5] {
      let found = findings(start, flower.X, flower.Y, alpha: alpha)
      #expect(found.map(\.kind) == [.costNotFalling])
      guard case .notFalling(let plateau) = found[0].evidence else { throw Failure() }
      #expect(plateau.alpha == alpha && plateau.gradientNorm > 0.1 && plateau.better! > 0 && plateau.costs[50] >= plateau.costs[0])
    }
    // At the lowest J that one unit can reach, J is far from 0 and the gradient is only rounding.
    var unit = Network(layers: [Layer(W: Matrix(row: [0, 0]), b: Matrix(row: [0]), activation: Sigmoid())], loss: CrossEntropy())
    #expect(findings(unit, flower.X, flower.Y, alpha: 1).isEmpty)
    _ = Trainer.train(
      &unit, pass: Pass(), X: flower.X, Y: flower.Y!, steps: 5000, alpha: 1, keepsEveryStep: false, begin: {}, afterStep: { _, _ in false })
    let lowest = try #require(findings(unit, flower.X, flower.Y, alpha: 1).first)
    guard case .notFalling(let plateau) = lowest.evidence else { throw Failure() }
    #expect(plateau.gradientNorm < 1e-9 && plateau.isLowest && plateau.better == nil)
    // A cost that is nearly 0 need not fall.
    let solved = Network(layers: [Layer(W: Matrix(row: [2]), b: Matrix(row: [1]), activation: Linear())], loss: MeanSquaredError())
    #expect(findings(solved, Matrix(row: [0, 1, 2]), Matrix(row: [1, 3, 5])).isEmpty)
  }

  // MARK: Not finite

  private func notFinite(_ network: Network, _ X: Matrix, _ Y: Matrix?) -> (entry: String, operands: [String])? {
    guard case .notFinite(let found)? = findings(network, X, Y).first?.evidence else { return nil }
    func text(_ entry: NotFinite.Entry) -> String { entry.row == 0 ? entry.name : "\(entry.name)[\(entry.row),\(entry.column)]" }
    return (text(found.entry), found.operands.map(text))
  }

  @Test func notFinite() {
    let (X, Y) = (flower.X, flower.Y!)
    #expect(notFinite(network(Sigmoid()), X, Y) == nil)
    var holed = X
    holed[1, 6] = .nan
    #expect(notFinite(network(Sigmoid()), holed, Y)?.entry == "X[2,7]")
    var open = Y
    open[0, 2] = .infinity
    #expect(notFinite(network(Sigmoid()), X, open)?.entry == "Y[1,3]")
    var broken = network(Sigmoid())
    broken.layers[1].b[0, 0] = .nan
    #expect(notFinite(broken, X, Y)?.entry == "b2[1,1]")
    broken.layers[0].W[2, 1] = -.infinity
    #expect(notFinite(broken, X, Y)?.entry == "W1[3,2]" && findings(broken, X, Y)[0].layer == 1)

    // A pass makes a number that is not finite. The finding names the operands: those of the largest product, or those of the loss.
    var large = network(Sigmoid())
    large.layers[0].W[1, 0] = 1e200
    let huge = X.map { $0 * 1e200 }
    #expect(notFinite(large, huge, Y)! == ("Z1[2,1]", ["W1[2,1]", "X[1,1]"]))
    let logarithm = notFinite(network(Tanh(), loss: CrossEntropy()), X, Y)
    #expect(logarithm?.entry == "J" && logarithm?.operands.map { String($0.prefix(2)) } == ["A2", "Y["])
    #expect(notFinite(network(Linear()), X, Y.map { $0 * 1e200 })?.entry == "J")
    // All is finite up to J, and then dW1 = 1/m dZ1 @ X.T is too large.
    var steep = network(Linear())
    steep.layers[1].W = steep.layers[1].W.map { $0 * 1e150 }
    let tiny = steep.layers[0].W.map { $0 * 1e-200 }
    steep.layers[0].W = tiny
    #expect(notFinite(steep, X.map { $0 * 1e170 }, Y)?.entry == "dW1[1,1]")

    // A saturated output is no finding. Only dA is not finite there, and nothing uses it.
    var sure = network(Sigmoid())
    sure.layers[1].b[0, 0] = 1000
    #expect(notFinite(sure, X, Y) == nil)
    // The other searches need finite numbers and are left out.
    let diagnosis = Diagnosis(broken, X: X, Y: Y, alpha: 0.1)
    #expect(diagnosis.lookedFor == [.notFinite, .outputMismatch, .classImbalance] && diagnosis.findings.count == 1)
  }

  private struct Failure: Error {}
}
