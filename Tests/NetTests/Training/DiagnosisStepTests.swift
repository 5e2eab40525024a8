import Foundation
import Testing

@testable import Net

/// The findings about optimizers, dropout, the penalty, batches and the dev part. `Figures/make_noise.py` made the figures of the noise, with NumPy.
@Suite struct DiagnosisStepTests {
  private let flower: Dataset = {
    var generator = MersenneTwister(seed: 1)
    return DataGenerators.named("flower")!.make(DataRequest(), generator: &generator)
  }()

  private func network(_ units: Int = 4, _ weights: Initializer = .xavier, seed: UInt32 = 2, _ change: (inout Network) -> Void = { _ in }) -> Network {
    var generator = MersenneTwister(seed: seed)
    let layers = [LayerSpecification(units: units, activation: Tanh()), LayerSpecification(units: 1, activation: Sigmoid())]
    var network = Network(inputs: 2, layers: layers, loss: CrossEntropy(), initializer: weights, generator: &generator)
    change(&network)
    return network
  }

  private func findings(_ network: Network, alpha: Double, _ setting: StepSetting = StepSetting()) -> [Finding] {
    Diagnosis(network, X: flower.X, Y: flower.Y, alpha: alpha, setting).findings
  }

  private func kinds(_ network: Network, alpha: Double, _ setting: StepSetting = StepSetting()) -> [Finding.Kind] {
    findings(network, alpha: alpha, setting).map(\.kind)
  }

  private struct Failure: Error {}

  // MARK: The rate of an optimizer

  static let optimizers: [(optimizer: Optimizer, low: Double, sound: [Double], high: Double)] = [
    (Optimizer.named("adam")!, 1e-5, [0.001, 0.01, 0.1], 200), (Optimizer.named("rmsprop")!, 1e-5, [0.001, 0.01, 0.1], 50),
    (Optimizer.named("momentum")!, 1e-5, [0.1, 0.5, 2], 300), (.momentum(beta: 0.9, isClassic: true, isNesterov: false), 1e-5, [0.05, 0.1, 0.5], 200),
  ]

  /// A rate that is too low, rates that suit, and one that is too high. The trial makes the steps of the optimizer.
  @Test(arguments: optimizers) func rates(_ item: (optimizer: Optimizer, low: Double, sound: [Double], high: Double)) throws {
    let start = network { $0.use(item.optimizer) }
    for alpha in item.sound { #expect(kinds(start, alpha: alpha).isEmpty, "\(item.optimizer) \(alpha)") }
    for (alpha, kind) in [(item.low, Finding.Kind.learningRateLow), (item.high, .learningRateHigh)] {
      let finding = try #require(findings(start, alpha: alpha).first, "\(item.optimizer) \(alpha)")
      guard finding.kind == kind, case .optimizerRate(let rate) = finding.evidence else { throw Failure() }
      #expect(rate.optimizer == item.optimizer && rate.alpha == alpha && rate.costs.count == 51)
      #expect((kind == .learningRateLow) == (rate.better.alpha > alpha))
      // The costs are those of the trainer.
      for (alpha, cost) in [(alpha, rate.costs[50]), (rate.better.alpha, rate.better.cost)] {
        var copy = start
        let pass = Pass()
        _ = Trainer.train(&copy, pass: pass, X: flower.X, Y: flower.Y!, steps: 50, alpha: alpha, begin: {}, afterStep: { _, _ in false })
        #expect(pass.cost == cost)
      }
      #expect(!kinds(start, alpha: rate.better.alpha).contains(kind))
    }
  }

  /// The trial begins with the averages of the network, and the curvature of a J that does not fall is that of J alone.
  @Test func averagesOfTheNetwork() throws {
    var carried = network { $0.use(Optimizer.named("momentum")!) }
    // v is five times the gradient, as after steps down a steep slope.
    let pass = Pass()
    pass.forward(carried, X: flower.X, Y: flower.Y)
    pass.backward(carried, X: flower.X, Y: flower.Y!)
    carried.setAverage(.gradients, layer: 1, isBias: false, to: pass.dW(1).map { 5 * $0 })
    guard case .optimizerRate(let rate) = findings(carried, alpha: 1e-5).first?.evidence else { throw Failure() }
    var copy = carried
    _ = Trainer.train(&copy, pass: pass, X: flower.X, Y: flower.Y!, steps: 50, alpha: 1e-5, begin: {}, afterStep: { _, _ in false })
    #expect(pass.cost == rate.costs[50])
    var plain = network { $0.use(Optimizer.named("momentum")!) }
    _ = Trainer.train(&plain, pass: pass, X: flower.X, Y: flower.Y!, steps: 50, alpha: 1e-5, begin: {}, afterStep: { _, _ in false })
    #expect(pass.cost! > rate.costs[50])
    let still = findings(network { $0.use(Optimizer.named("adam")!) }, alpha: 0)
    guard case .notFalling(let plateau) = still.first?.evidence else { throw Failure() }
    guard case .notFalling(let descent) = findings(network(), alpha: 0).first?.evidence else { throw Failure() }
    #expect(plateau.curvature == descent.curvature && plateau.gradientNorm == descent.gradientNorm && (plateau.better ?? 0) > 0)
  }

  // MARK: Units

  /// Masks make equal units different, and so do unequal averages. Zeros stay equal.
  @Test func symmetryUnderMasks() {
    func equal(_ change: (inout Network) -> Void = { _ in }) -> [Finding.Kind] {
      kinds(
        network {
          for column in 0..<2 { $0.layers[0].W[3, column] = $0.layers[0].W[1, column] }
          $0.layers[1].W[0, 3] = $0.layers[1].W[0, 1]
          change(&$0)
        }, alpha: 0.5)
    }
    #expect(equal() == [.symmetricUnits] && equal { $0.setKeep(0.5, layer: 1) }.isEmpty)
    #expect(kinds(network(4, .zeros) { $0.setKeep(0.5, layer: 1) }, alpha: 0.5).contains(.symmetricUnits))
    func uneven(_ network: inout Network) {
      var v = Matrix(network.layers[0].W.shape)
      v[1, 0] = 0.01
      network.setAverage(.gradients, layer: 1, isBias: false, to: v)
    }
    #expect(equal { $0.use(Optimizer.named("adam")!) } == [.symmetricUnits])
    #expect(
      !equal {
        $0.use(Optimizer.named("adam")!)
        uneven(&$0)
      }.contains(.symmetricUnits))
    // Gradient descent does not read the averages.
    #expect(equal(uneven) == [.symmetricUnits])
  }

  /// The share of an update is that of the optimizer, and the penalty has no part in it.
  @Test func updateRatios() throws {
    let plain = [(Int, any ActivationFunction)](repeating: (16, Sigmoid()), count: 8) + [(1, Sigmoid())]
    var generator = MersenneTwister(seed: 2)
    var deep = Network(
      inputs: 2, layers: plain.map { LayerSpecification(units: $0.0, activation: $0.1) }, loss: CrossEntropy(), initializer: .xavier, generator: &generator)
    #expect(kinds(deep, alpha: 0.1).contains(.vanishingGradients))
    // The penalty changes the weights of the first layer too, but not because of an error.
    deep.lambda = 5
    #expect(kinds(deep, alpha: 0.1).contains(.vanishingGradients))
    // Adam divides by the root of the mean square, so the first layer changes as fast as the last.
    deep.use(Optimizer.named("adam")!)
    #expect(!kinds(deep, alpha: 0.1).contains(.vanishingGradients))
  }

  // MARK: Dropout and the penalty

  @Test func dropoutStrong() throws {
    for keep in [0.3, 0.5, 0.8] { #expect(kinds(network(20) { $0.setKeep(keep, layer: 1) }, alpha: 0.5).isEmpty, "\(keep)") }
    let strong = network(20) { $0.setKeep(0.05, layer: 1) }
    let found = findings(strong, alpha: 0.5)
    guard found.map(\.kind) == [.dropoutStrong], case .regularization(let evidence) = found[0].evidence else { throw Failure() }
    #expect(evidence.strength == .keeps([0.05]) && evidence.better.value >= 0.5 && evidence.steps == 100 && !evidence.beginsAnew)
    #expect(abs(evidence.constant - log(2)) < 1e-12 && evidence.end > 0.9 * log(2) && evidence.endWithout < evidence.end - 0.1 * log(2))
    #expect(!kinds(network(20) { $0.setKeep(evidence.better.value, layer: 1) }, alpha: 0.5).contains(.dropoutStrong))
    // The same generator gives the same numbers, and another gives others.
    #expect(findings(strong, alpha: 0.5) == found)
    var other = StepSetting()
    other.generator = MersenneTwister(seed: 9)
    #expect(findings(strong, alpha: 0.5, other) != found)
  }

  @Test func penaltyStrong() throws {
    for lambda in [0.01, 0.1, 1, 10] { #expect(kinds(network(20) { $0.lambda = lambda }, alpha: 0.5).isEmpty, "\(lambda)") }
    let strong = network(20) { $0.lambda = 100 }
    let found = findings(strong, alpha: 0.5)
    guard found.map(\.kind) == [.penaltyStrong], case .regularization(let evidence) = found[0].evidence else { throw Failure() }
    #expect(evidence.strength == .lambda(100) && evidence.better.value < 100 && evidence.better.loss < evidence.end - 0.05)
    #expect(!kinds(network(20) { $0.lambda = evidence.better.value }, alpha: 0.5).contains(.penaltyStrong))
    // After a training with it, the weights are nearly 0. Then the trials begin with new weights, and J that does not fall is no finding of its own.
    var gone = strong
    _ = Trainer.train(&gone, pass: Pass(), X: flower.X, Y: flower.Y!, steps: 2000, alpha: 0.5, keepsEveryStep: false, begin: {}, afterStep: { _, _ in false })
    let after = findings(gone, alpha: 0.5)
    guard after.map(\.kind) == [.penaltyStrong], case .regularization(let anew) = after[0].evidence else { throw Failure() }
    #expect(anew.beginsAnew && anew.start != evidence.start)
    // A trained network under a penalty that keeps it from learning by heart is no finding.
    var sound = network(20) { $0.lambda = 0.3 }
    _ = Trainer.train(&sound, pass: Pass(), X: flower.X, Y: flower.Y!, steps: 3000, alpha: 1, keepsEveryStep: false, begin: {}, afterStep: { _, _ in false })
    #expect(kinds(sound, alpha: 1).isEmpty)
  }

  // MARK: Batches

  private struct Noise: Decodable {
    var X, Y, W1, b1, W2, b2: [[Double]]
    var lambda, norm, deviation, expected: Double
    var seed: UInt32
    var batch, batches: Int
    var shuffles: Bool
  }

  /// The noise equals that of NumPy, on the batches that NumPy drew. It is near the value that the covariance of single examples predicts.
  @Test func noiseOfNumPy() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let cases = try JSONDecoder().decode([Noise].self, from: Data(contentsOf: folder.appendingPathComponent("Figures/noise.json")))
    #expect(cases.count == 4)
    for wanted in cases {
      var network = Network(
        layers: [
          Layer(W: Matrix(wanted.W1), b: Matrix(wanted.b1), activation: Tanh()), Layer(W: Matrix(wanted.W2), b: Matrix(wanted.b2), activation: Sigmoid()),
        ], loss: CrossEntropy())
      network.lambda = wanted.lambda
      var plan = TrainingPlan(alpha: 1)
      (plan.batch, plan.shuffles) = (wanted.batch, wanted.shuffles)
      let noise = GradientNoise(
        network, X: Matrix(wanted.X), Y: Matrix(wanted.Y), plan, generator: MersenneTwister(seed: wanted.seed), pass: Pass())
      #expect(noise.batches == wanted.batches)
      #expect(abs(noise.norm - wanted.norm) < 1e-13 * wanted.norm && abs(noise.deviation - wanted.deviation) < 1e-13 * wanted.deviation)
      #expect(abs(noise.deviation / wanted.expected - 1) < 0.25 && noise.ratio == noise.deviation / noise.norm)
    }
  }

  private func batches(_ size: Int?) -> StepSetting {
    var setting = StepSetting()
    setting.plan = TrainingPlan(alpha: 1)
    setting.plan!.batch = size
    return setting
  }

  @Test func batchNoise() throws {
    var trained = network()
    var generator = MersenneTwister(seed: 3)
    var plan = TrainingPlan(alpha: 0.5)
    plan.batch = 1
    _ = Trainer.train(&trained, pass: Pass(), X: flower.X, Y: flower.Y!, steps: 2000, plan: plan, generator: { generator }, begin: {}) { sequence, _ in
      generator = sequence.generator
      return false
    }
    let found = findings(trained, alpha: 0.5, batches(1))
    let finding = try #require(found.first { $0.kind == .batchNoise })
    guard case .batchNoise(let evidence) = finding.evidence else { throw Failure() }
    #expect(evidence.batch == 1 && evidence.noise > 3 && evidence.batches == 32 && evidence.better.cost < evidence.settled - 0.1 * evidence.costs[0])
    #expect(abs(evidence.settled - evidence.costs.suffix(10).reduce(0, +) / 10) < 1e-15)
    // No finding: large batches, batches at the start, all examples in a batch, and no batches at all.
    for size in [128, 400, 1000] { #expect(!kinds(trained, alpha: 0.1, batches(size)).contains(.batchNoise), "\(size)") }
    for size in [16, 64] { #expect(kinds(network(), alpha: 0.5, batches(size)).isEmpty, "\(size)") }
    let without = Diagnosis(trained, X: flower.X, Y: flower.Y, alpha: 0.5)
    #expect(without.leftOut.contains { $0.kind == .batchNoise && $0.missing == .batches } && without.findings.allSatisfy { $0.kind != .batchNoise })
  }

  // MARK: The dev part

  /// Made-up looks: the costs of train and dev, and how the losses of 40 dev examples spread.
  private func looks(_ costs: [(train: Double, dev: Double)], spread: Double = 0) -> StepSetting {
    var setting = StepSetting()
    setting.looks = costs.enumerated().map { place, cost in
      let losses = (0..<40).map { cost.dev + Double(place) * spread * ($0 % 2 == 0 ? 1 : -1) }
      return DevLook(step: 10 * place, train: cost.train, devLosses: losses, dev: cost.dev)
    }
    return setting
  }

  @Test func overfitting() throws {
    let rising = looks([(0.7, 0.7), (0.4, 0.5), (0.3, 0.6), (0.2, 0.8)], spread: 0.1)
    let found = findings(network(), alpha: 0.5, rising)
    guard found.map(\.kind) == [.overfitting], case .overfitting(let evidence) = found[0].evidence else { throw Failure() }
    #expect(evidence.looks == rising.looks && evidence.best == rising.looks?[1] && evidence.now == rising.looks?[3])
    // The losses differ by 0.3 ± 0.2, so the standard error is 0.2 · sqrt(40/39) / sqrt(40).
    #expect(abs(evidence.error - 0.2 * (40.0 / 39).squareRoot() / 40.0.squareRoot()) < 1e-12)
    // One standard error is the limit. Here the rise is 0.1, and the error of the differences is spread · sqrt(40/39) / sqrt(40).
    let error = (40.0 / 39).squareRoot() / 40.0.squareRoot()
    for (times, isFound) in [(0.9, false), (1.1, true)] {
      let setting = looks([(0.7, 0.7), (0.4, 0.5), (0.3, 0.6)], spread: 0.1 / error / times)
      #expect(kinds(network(), alpha: 0.5, setting) == (isFound ? [.overfitting] : []), "\(times)")
    }
    let sound: [(String, StepSetting)] = [
      ("both fall", looks([(0.7, 0.7), (0.4, 0.5), (0.3, 0.4)])), ("a small rise", looks([(0.7, 0.7), (0.4, 0.5), (0.3, 0.52)])),
      ("a rise within its error", looks([(0.7, 0.7), (0.4, 0.5), (0.3, 0.6)], spread: 1)), ("train rises too", looks([(0.7, 0.7), (0.4, 0.5), (0.5, 0.6)])),
      ("learnt", looks([(0.7, 0.7), (0.01, 0.01), (0.001, 0.02)])), ("not finite", looks([(0.7, 0.7), (0.4, 0.5), (.nan, .nan)])),
    ]
    for (name, setting) in sound { #expect(kinds(network(), alpha: 0.5, setting).isEmpty, "\(name)") }
    let single = Diagnosis(network(), X: flower.X, Y: flower.Y, alpha: 0.5, looks([(0.7, 0.7)]))
    #expect(single.leftOut.contains { $0.kind == .overfitting && $0.missing == .earlierSteps })
    #expect(Diagnosis(network(), X: flower.X, Y: flower.Y, alpha: 0.5).leftOut.contains { $0.kind == .overfitting && $0.missing == .devPart })
  }

  /// Where the trial has fewer examples than the data, its λ is such that the penalty is the same.
  @Test func penaltyOfFewerExamples() {
    let big = network(1000) { $0.lambda = 4 }
    let many = (0..<400).map { $0 * 7 % 400 }
    let X = flower.X.selectingColumns((0..<100_000).map { many[$0 % 400] })
    let Y = flower.Y!.selectingColumns((0..<100_000).map { many[$0 % 400] })
    let trials = Trials(big, X: X, Y: Y, StepSetting(), isStopped: { false })
    #expect(trials.data.X.columns < 100_000)
    #expect(abs(trials.network.penalty(examples: trials.data.X.columns) / big.penalty(examples: 100_000) - 1) < 1e-12)
  }
}
