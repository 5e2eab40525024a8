import Testing

@testable import Net

/// For each kind of finding there is a network with it and one without it. The test computes the evidence in a second way.
@Suite struct DiagnosisTests {
  private let flower: Dataset = {
    var generator = MersenneTwister(seed: 1)
    return DataGenerators.named("flower")!.make(DataRequest(), generator: &generator)
  }()

  private func network(
    _ layers: [(Int, any ActivationFunction)], inputs: Int = 2, loss: (any LossFunction)? = nil, _ weights: Initializer = .xavier, scale: Double? = nil,
    seed: UInt32 = 2
  ) -> Network {
    var generator = MersenneTwister(seed: seed)
    let specifications = layers.map { LayerSpecification(units: $0.0, activation: $0.1) }
    return Network(
      inputs: inputs, layers: specifications, loss: loss ?? Losses.matching(layers[layers.count - 1].1), initializer: weights, scale: scale,
      generator: &generator)
  }

  private func findings(_ network: Network, _ X: Matrix, _ Y: Matrix?, alpha: Double = 0.1) -> [Finding] {
    Diagnosis(network, X: X, Y: Y, alpha: alpha).findings
  }

  private func findings(_ network: Network, alpha: Double = 0.1) -> [Finding] { findings(network, flower.X, flower.Y, alpha: alpha) }

  private func kinds(_ findings: [Finding]) -> [Finding.Kind] { findings.map(\.kind) }

  private func trained(_ start: Network, _ X: Matrix, _ Y: Matrix, steps: Int, alpha: Double) -> (network: Network, pass: Pass) {
    var network = start
    let pass = Pass()
    _ = Trainer.train(&network, pass: pass, X: X, Y: Y, steps: steps, alpha: alpha, begin: {}, afterStep: { _, _ in false })
    return (network, pass)
  }

  // MARK: Nothing

  @Test func soundNetworksHaveNoFindings() {
    let small = network([(4, Tanh()), (1, Sigmoid())], .small)
    #expect(findings(small).isEmpty && findings(small, alpha: 1.2).isEmpty)
    let start = network([(4, Tanh()), (1, Sigmoid())])
    #expect(findings(start, alpha: 1.2).isEmpty)
    let end = trained(start, flower.X, flower.Y!, steps: 1000, alpha: 1.2).network
    let diagnosis = Diagnosis(end, X: flower.X, Y: flower.Y, alpha: 1.2)
    #expect(diagnosis.findings.isEmpty && diagnosis.leftOut.map(\.kind) == [.batchNoise, .overfitting])
    let all = diagnosis.lookedFor + diagnosis.leftOut.map(\.kind)
    #expect(Set(all) == Set(Finding.Kind.allCases) && all.count == Finding.Kind.allCases.count)
  }

  @Test func whatIsMissingIsSaid() {
    let diagnosis = Diagnosis(network([(1, Sigmoid())]), X: flower.X, Y: nil, alpha: 0.1)
    #expect(diagnosis.lookedFor == [.notFinite, .saturatedUnits, .deadUnits, .featureScale])
    let missing = Dictionary(uniqueKeysWithValues: diagnosis.leftOut.map { ($0.kind, $0.missing) })
    #expect(missing[.symmetricUnits] == .hiddenLayer && missing[.outputMismatch] == .fittingTargets && missing.count == 14)
  }

  /// A search that is asked to stop ends early.
  @Test func stops() {
    var asked = 0
    let diagnosis = Diagnosis(network([(4, Tanh()), (1, Sigmoid())]), X: flower.X, Y: flower.Y, alpha: 0.1) {
      asked += 1
      return asked > 3
    }
    #expect(diagnosis.lookedFor.count == 3)
  }

  // MARK: Units

  @Test func symmetricUnits() throws {
    let zeros = findings(network([(4, Tanh()), (1, Sigmoid())], .zeros))
    #expect(kinds(zeros) == [.symmetricUnits, .costNotFalling])
    #expect(zeros[0].layer == 1 && zeros[0].units == [1, 2, 3, 4] && zeros[0].evidence == .symmetric(gradientDifference: 0))

    var pair = network([(4, Tanh()), (1, Sigmoid())])
    for column in 0..<2 { pair.layers[0].W[3, column] = pair.layers[0].W[1, column] }
    // Units with equal rows of W1 differ after one step, because their weights in W2 differ.
    #expect(findings(pair).isEmpty)
    pair.layers[1].W[0, 3] = pair.layers[1].W[0, 1]
    let found = findings(pair)
    #expect(kinds(found) == [.symmetricUnits] && found[0].units == [2, 4])
    let after = trained(pair, flower.X, flower.Y!, steps: 100, alpha: 1).network
    #expect(after.layers[0].W.row(3) == after.layers[0].W.row(1) && after.layers[0].W.row(0) != after.layers[0].W.row(1))
    pair.layers[0].b[3, 0] = 1e-12
    #expect(findings(pair).isEmpty)
  }

  @Test func saturatedUnits() throws {
    let large = network([(4, Tanh()), (1, Sigmoid())], scale: 40, seed: 1)
    let found = try #require(findings(large).first)
    try #require(found.kind == .saturatedUnits && found.layer == 1 && found.units == [1, 2, 3, 4])
    guard case .saturated(let shares, let sizes) = found.evidence else { throw Failure() }
    let pass = Pass()
    pass.forward(large, X: flower.X, Y: nil)
    for unit in 0..<4 {
      let flat = pass.A(1).row(unit).count { 1 - $0 * $0 < 0.01 }
      #expect(shares[unit] == Double(flat) / 400 && shares[unit] >= 0.9)
      #expect(abs(sizes[unit] - pass.Z(1).row(unit).reduce(0) { $0 + abs($1) } / 400) < 1e-9)
    }
    #expect(!kinds(findings(network([(4, Tanh()), (1, Sigmoid())], scale: 2))).contains(.saturatedUnits))
  }

  /// A saturated output is a finding under mse, where dZ has its slope, but not under cross-entropy. It is none where the answers are right.
  @Test func saturatedOutput() {
    for (loss, isFound) in [(MeanSquaredError() as any LossFunction, true), (CrossEntropy(), false)] {
      var wrong = network([(4, Tanh()), (1, Sigmoid())], loss: loss)
      wrong.layers[1].b[0, 0] = 20
      let found = findings(wrong).first { $0.kind == .saturatedUnits }
      #expect((found?.layer == 2) == isFound)
      // Half of the examples have the target 0, and the output is 1.
      if isFound { #expect(found.map(\.evidence).map { if case .saturated([0.5], _) = $0 { true } else { false } } == true) }
    }
    var right = network([(4, Tanh()), (1, Sigmoid())], loss: MeanSquaredError())
    right.layers[1].b[0, 0] = 20
    #expect(!kinds(findings(right, flower.X, Matrix(rows: 1, columns: 400, repeating: 1))).contains(.saturatedUnits))
  }

  @Test func deadUnits() throws {
    var dying = network([(4, ReLU()), (1, Sigmoid())], .he)
    #expect(!kinds(findings(dying)).contains(.deadUnits))
    dying.layers[0].b[2, 0] = -100
    let found = try #require(findings(dying).first)
    #expect(found.kind == .deadUnits && found.layer == 1 && found.units == [3])
    let w = dying.layers[0].W.row(2)
    let largest = (0..<400).map { w[0] * flower.X[0, $0] + w[1] * flower.X[1, $0] - 100 }.max()!
    guard case .dead(let z) = found.evidence else { throw Failure() }
    #expect(abs(z[0] - largest) < 1e-9)
    let after = trained(dying, flower.X, flower.Y!, steps: 10, alpha: 1).network
    #expect(after.layers[0].W.row(2) == w)
    var leaky = dying
    leaky.layers[0].activation = LeakyReLU(slope: 0.01)
    #expect(!kinds(findings(leaky)).contains(.deadUnits))
  }

  // MARK: Layers

  @Test func vanishingGradients() throws {
    let deep = network([(Int, any ActivationFunction)](repeating: (16, Sigmoid()), count: 8) + [(1, Sigmoid())])
    let found = try #require(findings(deep).first { $0.kind == .vanishingGradients })
    #expect(found.layer == 1)
    guard case .gradients(let flow) = found.evidence else { throw Failure() }
    let pass = Pass()
    pass.forward(deep, X: flower.X, Y: flower.Y)
    pass.backward(deep, X: flower.X, Y: flower.Y!)
    for (index, error) in flow.errors.enumerated() {
      let dZ = pass.dZ(index + 1).elements
      #expect(abs(error - (dZ.reduce(0) { $0 + $1 * $1 } / Double(dZ.count)).squareRoot()) < 1e-12 * error)
    }
    #expect(flow.errors[0] < 1e-3 * flow.errors[8] && flow.updateRatios[0] < 1e-5)
    let sound = network([(Int, any ActivationFunction)](repeating: (16, Tanh()), count: 8) + [(1, Sigmoid())])
    #expect(findings(sound).isEmpty)
  }

  @Test func explodingGradients() throws {
    let wild = network([(Int, any ActivationFunction)](repeating: (16, LeakyReLU(slope: 0.01)), count: 8) + [(1, Sigmoid())], .he, scale: 3)
    let found = try #require(findings(wild).first)
    guard case .gradients(let flow) = found.evidence else { throw Failure() }
    #expect(found.kind == .explodingGradients && found.layer == 1 && flow.errors[0] > 100 * flow.errors[8])
    let sound = network([(Int, any ActivationFunction)](repeating: (16, LeakyReLU(slope: 0.01)), count: 8) + [(1, Sigmoid())], .he)
    #expect(!kinds(findings(sound)).contains(.explodingGradients))
  }

  @Test func linearCollapse() throws {
    var line = network([(3, Linear()), (2, Linear()), (1, Sigmoid())])
    line.layers[0].b = Matrix(column: [1, -2, 0.5])
    line.layers[1].b = Matrix(column: [0.25, 4])
    line.layers[2].b = Matrix(column: [-1])
    let found = findings(line)
    #expect(kinds(found) == [.linearCollapse])
    guard case .collapse(let W, let b) = found[0].evidence else { throw Failure() }
    let one = Network(layers: [Layer(W: W, b: b, activation: Sigmoid())], loss: CrossEntropy())
    let (long, short) = (Pass(), Pass())
    long.forward(line, X: flower.X, Y: flower.Y)
    short.forward(one, X: flower.X, Y: flower.Y)
    #expect(zip(long.Z(3).elements, short.Z(1).elements).allSatisfy { abs($0 - $1) < 1e-12 })
    line.layers[1].activation = Tanh()
    #expect(findings(line).isEmpty)
    #expect(!kinds(findings(network([(1, Sigmoid())]))).contains(.linearCollapse))
  }

  @Test func uncentredActivations() throws {
    let sigmoid = findings(network([(8, Sigmoid()), (4, Sigmoid()), (1, Sigmoid())], .small))
    let found = try #require(sigmoid.first { $0.kind == .uncentredActivations })
    #expect(found.layer == 1 && found.units == Array(1...8) && sigmoid.count { $0.kind == .uncentredActivations } == 1)
    guard case .uncentred(let means, let deviations, let later) = found.evidence else { throw Failure() }
    #expect(later == [2])
    for (mean, deviation) in zip(means, deviations) { #expect(abs(mean - 0.5) < 0.01 && deviation < 0.02 && mean > 3 * deviation) }
    // A sigmoid layer that uses its whole range and a tanh layer are no finding.
    #expect(!kinds(findings(network([(8, Sigmoid()), (1, Sigmoid())], scale: 2))).contains(.uncentredActivations))
    #expect(findings(network([(8, Tanh()), (1, Sigmoid())], .small)).isEmpty)
    // Inputs far from 0 make tanh uncentred too.
    #expect(kinds(findings(network([(4, Tanh()), (1, Sigmoid())], .small), flower.X.map { 5 + $0 / 4 }, flower.Y)) == [.uncentredActivations])
  }

  private struct Failure: Error {}
}
