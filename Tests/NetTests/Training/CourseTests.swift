import Foundation
import Testing

@testable import Net

/// Optimizers, batches, dropout, decay and clipping. `Figures/make_courses.py` made the figures, in loops of NumPy.
@Suite struct CourseTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Rule: Decodable, Sendable {
      var name: String
      var beta, beta1, beta2, epsilon: Double?
      var form: String?
      var nesterov: Bool?
    }

    var seed: UInt32
    var sizes: [Int]
    var activations: [String]
    var loss: String
    var optimizer: Rule
    var alpha: Double
    var m: Int
    var lambda: Double
    var batch: Int?
    var shuffle: Bool
    var keep: [Double]
    var decay: Double
    var interval: Int
    var clip: Double?
    var J, next: Double
    var after, v, s: [[[[Double]]]]

    var testDescription: String { "case \(seed)" }

    var rule: Optimizer {
      switch optimizer.name {
      case "momentum": .momentum(beta: optimizer.beta!, isClassic: optimizer.form == "classic", isNesterov: optimizer.nesterov!)
      case "rmsprop": .rmsprop(beta: optimizer.beta!, epsilon: optimizer.epsilon!)
      case "adam": .adam(beta1: optimizer.beta1!, beta2: optimizer.beta2!, epsilon: optimizer.epsilon!)
      default: .sgd
      }
    }

    var plan: TrainingPlan {
      var plan = TrainingPlan(alpha: alpha)
      (plan.batch, plan.shuffles, plan.decay, plan.interval, plan.clip) = (batch.map { min($0, m) }, shuffle, decay, interval, clip)
      return plan
    }

    /// The data, the first network and the generator after their draws.
    func start() -> (X: Matrix, Y: Matrix, network: Network, generator: MersenneTwister) {
      var generator = MersenneTwister(seed: seed)
      let X = generator.normalMatrix(Shape(sizes[0], m))
      var Y = generator.normalMatrix(Shape(sizes[sizes.count - 1], m))
      if loss == "cross_entropy" { Y = Y.map { $0 > 0 ? 1 : 0 } }
      let layers = zip(zip(sizes, sizes.dropFirst()), activations).map { sizes, name in
        let W = generator.normalMatrix(Shape(sizes.1, sizes.0)).map { $0 / Double(sizes.0).squareRoot() }
        return Layer(W: W, b: generator.normalMatrix(Shape(sizes.1, 1)).map { $0 * 0.1 }, activation: Activations.named(name)!)
      }
      var network = Network(layers: layers, loss: Losses.named(loss)!)
      network.lambda = lambda
      network.use(rule)
      for layer in 1..<max(network.depth, 1) { network.setKeep(keep[layer - 1], layer: layer) }
      return (X, Y, network, generator)
    }
  }

  static let cases: [Case] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try! JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appendingPathComponent("Figures/courses.json")))
  }()

  private func difference(_ a: Matrix, _ b: [[Double]]) -> Double { zip(a.elements, Matrix(b).elements).map { abs($0 - $1) }.max() ?? 0 }

  @Test func everyKindIsThere() {
    #expect(Self.cases.count == 24 && Set(Self.cases.map(\.optimizer.name)).count == 4 && Set(Self.cases.map(\.sizes.count)) == [2, 3, 4])
  }

  /// Parameters, averages, J and the generator after 50 steps, with and without all quantities of each step.
  @Test(arguments: cases, [true, false]) func fiftySteps(_ wanted: Case, keepsEveryStep: Bool) {
    var (X, Y, network, generator) = wanted.start()
    let pass = Pass()
    let outcome = Trainer.train(
      &network, pass: pass, X: X, Y: Y, steps: 50, plan: wanted.plan, generator: { generator }, keepsEveryStep: keepsEveryStep, begin: {}
    ) { sequence, _ in
      generator = sequence.generator
      return false
    }
    #expect(outcome.steps == 50)
    for l in 1...network.depth {
      let (layer, after, v, s) = (network.layers[l - 1], wanted.after[l - 1], wanted.v[l - 1], wanted.s[l - 1])
      #expect(difference(layer.W, after[0]) < 1e-12 && difference(layer.b, after[1]) < 1e-12, "layer \(l): \(difference(layer.W, after[0]))")
      for isBias in [false, true] {
        let index = isBias ? 1 : 0
        #expect(difference(network.average(.gradients, layer: l, isBias: isBias), v[index]) < 1e-12)
        #expect(difference(network.average(.squares, layer: l, isBias: isBias), s[index]) < 1e-12)
      }
    }
    #expect(abs(pass.cost! - wanted.J) <= 1e-12 * abs(wanted.J))
    #expect(generator.uniform() == wanted.next)
    #expect(network.averages.steps == (wanted.rule == .sgd ? 0 : 50))
  }

  /// Steps by hand, a replay from any step, and `train` give the same bits.
  @Test(arguments: cases) func replays(_ wanted: Case) {
    var (X, Y, network, generator) = wanted.start()
    let first = network
    var networks = [network]
    var generators = [generator]
    _ = Trainer.train(
      &network, pass: Pass(), X: X, Y: Y, steps: 20, plan: wanted.plan, generator: { generator }, keepsEveryStep: false, begin: {}
    ) { sequence, now in
      generator = sequence.generator
      networks.append(now)
      generators.append(generator)
      return false
    }
    let perEpoch = wanted.plan.stepsPerEpoch(wanted.m)
    for start in [0, 1, 7, 13] {
      var again = networks[start]
      var sequence = StepSequence(
        wanted.plan, X: X, Y: Y, generator: generators[start], done: start, epoch: generators[start / perEpoch * perEpoch])
      #expect(Trainer.replay(&again, pass: Pass(), &sequence, steps: 20 - start))
      for (one, other) in zip(again.layers, network.layers) { #expect(one.W == other.W && one.b == other.b, "from step \(start)") }
      #expect(again.averages == network.averages && sequence.generator == generators[20])
    }
    // By hand: a pass that is drawn, its gradients and the update.
    var hand = first
    var random = generators[0]
    let pass = Pass()
    for step in 0..<5 where wanted.batch == nil && wanted.decay == 0 && wanted.clip == nil {
      pass.drawMasks(of: hand, examples: X.columns, &random)
      pass.forward(hand, X: X, Y: Y, isMasked: hand.dropsUnits)
      pass.backward(hand, X: X, Y: Y)
      hand.update(with: pass, alpha: wanted.alpha)
      for (one, other) in zip(hand.layers, networks[step + 1].layers) { #expect(one.W == other.W && one.b == other.b) }
    }
  }
}

/// The optimizers that are equal to those of torch.optim. `Figures/make_torch.py` made the figures.
@Suite struct TorchTests {
  private static let parameters: [String: [[[[Double]]]]] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try! JSONDecoder().decode([String: [[[[Double]]]]].self, from: Data(contentsOf: folder.appendingPathComponent("Figures/torch.json")))
  }()

  @Test func fiftySteps() throws {
    #expect(Self.parameters.count == 8)
    for (seed, after) in Self.parameters {
      let wanted = try #require(CourseTests.cases.first { String($0.seed) == seed })
      var (X, Y, network, generator) = wanted.start()
      _ = Trainer.train(
        &network, pass: Pass(), X: X, Y: Y, steps: 50, plan: wanted.plan, generator: { generator }, keepsEveryStep: false, begin: {},
        afterStep: { _, _ in false })
      for (layer, values) in zip(network.layers, after) {
        for (matrix, value) in [(layer.W, values[0]), (layer.b, values[1])] {
          let difference = zip(matrix.elements, Matrix(value).elements).map { abs($0 - $1) }.max()!
          #expect(difference < 1e-12, "case \(seed), \(wanted.optimizer.name): \(difference)")
        }
      }
    }
  }
}
