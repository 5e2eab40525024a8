import Testing

@testable import Net

/// A step leaves frozen entries as they are, in every bit. It moves all others as if nothing were frozen.
@Suite struct FreezingTests {
  private static let problem = Problem(sizes: [3, 5, 4, 2], m: 40, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy())

  /// The network with random entries frozen, and masks of these entries.
  private func masked(_ network: Network, seed: UInt32) -> (network: Network, masks: [(W: [Bool], b: [Bool])]) {
    var generator = MersenneTwister(seed: seed)
    var frozen = network
    var masks: [(W: [Bool], b: [Bool])] = []
    for (index, layer) in network.layers.enumerated() {
      let mask = (W: layer.W.elements.map { _ in generator.uniform() < 0.4 }, b: layer.b.elements.map { _ in generator.uniform() < 0.4 })
      frozen.setFrozen(true, layer: index + 1, isBias: false, places: mask.W.indices.filter { mask.W[$0] })
      frozen.setFrozen(true, layer: index + 1, isBias: true, places: mask.b.indices.filter { mask.b[$0] })
      masks.append(mask)
    }
    return (frozen, masks)
  }

  @Test(arguments: 1...8) func aStepLeavesThem(_ seed: Int) {
    let (start, X, Y) = Self.problem.make()
    var (network, masks) = masked(start, seed: UInt32(seed))
    let pass = Pass()
    for step in 1...20 {
      let before = network
      pass.forward(network, X: X, Y: Y)
      pass.backward(network, X: X, Y: Y)
      var free = before
      free.frozen = FrozenEntries()
      free.update(with: pass, alpha: 0.7)
      network.update(with: pass, alpha: 0.7)
      for (index, mask) in masks.enumerated() {
        let expectedW = mask.W.indices.map { mask.W[$0] ? before.layers[index].W.elements[$0] : free.layers[index].W.elements[$0] }
        let expectedB = mask.b.indices.map { mask.b[$0] ? before.layers[index].b.elements[$0] : free.layers[index].b.elements[$0] }
        #expect(network.layers[index].W.elements == expectedW && network.layers[index].b.elements == expectedB, "step \(step), layer \(index + 1)")
      }
    }
  }

  /// `train N`, with and without keeping every step, and N single steps give the same bits. The pass keeps which entries were frozen.
  @Test func trainingIsItsSteps() {
    let (start, X, Y) = Self.problem.make()
    let frozen = masked(start, seed: 3).network
    var (kept, quick, single) = (frozen, frozen, frozen)
    let (keptPass, quickPass, pass) = (Pass(), Pass(), Pass())
    _ = Trainer.train(&kept, pass: keptPass, X: X, Y: Y, steps: 25, alpha: 0.5, keepsEveryStep: true, begin: {}, afterStep: { _, _ in false })
    _ = Trainer.train(&quick, pass: quickPass, X: X, Y: Y, steps: 25, alpha: 0.5, keepsEveryStep: false, begin: {}, afterStep: { _, _ in false })
    for _ in 0..<25 {
      pass.forward(single, X: X, Y: Y)
      pass.backward(single, X: X, Y: Y)
      single.update(with: pass, alpha: 0.5)
    }
    for other in [quick, single] {
      #expect(zip(kept.layers, other.layers).allSatisfy { sameBits($0.W, $1.W) && sameBits($0.b, $1.b) } && kept.frozen == other.frozen)
    }
    #expect(keptPass.origin?.frozen == frozen.frozen && quickPass.origin?.frozen == frozen.frozen)
  }

  /// Frozen NaN and infinity stay too.
  @Test func whatIsNotFiniteStays() {
    var (network, X, Y) = Self.problem.make()
    network.layers[0].W[1, 2] = .infinity
    network.layers[1].b[0, 0] = .nan
    network.setFrozen(true, layer: 1, isBias: false, places: [1 * 3 + 2])
    network.setFrozen(true, layer: 2, isBias: true, places: [0])
    let pass = Pass()
    pass.forward(network, X: X, Y: Y)
    pass.backward(network, X: X, Y: Y)
    network.update(with: pass, alpha: 1)
    #expect(network.layers[0].W[1, 2] == .infinity && network.layers[1].b[0, 0].isNaN)
  }

  @Test func setsAndCounts() {
    var (network, _, _) = Self.problem.make()
    #expect(network.frozen.isEmpty && network.frozen.count == 0 && network.frozen.W(3).isEmpty)
    network.setFrozen(true, layer: 2, isBias: false, places: [7, 2, 7])
    network.setFrozen(true, layer: 2, isBias: false, places: [3])
    network.setFrozen(true, layer: 3, isBias: true, places: [1])
    #expect(network.frozen.W(2) == [2, 3, 7] && network.frozen.b(3) == [1] && network.frozen.W(1).isEmpty && network.frozen.count == 4)
    network.setFrozen(false, layer: 2, isBias: false, places: [2, 7, 9])
    #expect(network.frozen.W(2) == [3])
    let gradient = Matrix(rows: 4, columns: 5, repeating: 2)
    #expect(
      network.taken(gradient, layer: 2, isBias: false).elements.indices.filter { network.taken(gradient, layer: 2, isBias: false).elements[$0] == 0 } == [3])
    network.setFrozen(false, layer: 2, isBias: false, places: [3])
    network.setFrozen(false, layer: 3, isBias: true, places: [1])
    #expect(network.frozen.isEmpty && network.frozen == FrozenEntries())
    network.setFrozen(true, layer: 1, isBias: true, places: [0])
    var other = Self.problem.make().network
    other.take(network)
    #expect(other.frozen == network.frozen && network.copy().frozen == network.frozen)
    network.unfreeze()
    #expect(network.frozen.isEmpty && other.frozen.b(1) == [0])
  }

  // MARK: Diagnosis

  /// Where one of several equal units is frozen, the next step makes it differ. Where all are frozen alike, they stay equal.
  @Test func symmetryKnowsWhatIsFrozen() {
    let (start, X, Y) = Problem(sizes: [2, 3, 1], m: 30, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy()).make()
    var network = start
    network.layers[0].W = Matrix(rows: 3, columns: 2, repeating: 0.3)
    network.layers[0].b = Matrix(rows: 3, columns: 1)
    network.layers[1].W = Matrix(rows: 1, columns: 3, repeating: 0.5)
    func units(_ network: Network) -> [[Int]] {
      Diagnosis(network, X: X, Y: Y, alpha: 0.1).findings.filter { $0.kind == .symmetricUnits }.map(\.units)
    }
    #expect(units(network) == [[1, 2, 3]])
    for (layer, isBias, place) in [(1, false, 1), (1, true, 0), (2, false, 0)] {
      var one = network
      one.setFrozen(true, layer: layer, isBias: isBias, places: [place])
      #expect(units(one) == [[2, 3]], "\(layer) \(isBias)")
      let pass = Pass()
      pass.forward(one, X: X, Y: Y)
      pass.backward(one, X: X, Y: Y)
      one.update(with: pass, alpha: 1)
      #expect(units(one) == [[2, 3]], "the step parts unit 1")
      one.unfreeze()
      #expect(units(one) == [[2, 3]])
    }
    network.setFrozen(true, layer: 1, isBias: false, places: Array(0..<6))
    #expect(units(network) == [[1, 2, 3]])
  }

  /// A frozen layer is not reported as dead or vanishing. Where everything is frozen, the finding is that J does not fall.
  @Test func frozenLayersAreNotDead() {
    let (start, X, Y) = Problem(sizes: [2, 4, 1], m: 50, hidden: ReLU(), output: Sigmoid(), loss: CrossEntropy()).make()
    let kinds = Set(Diagnosis(start, X: X, Y: Y, alpha: 0.1).findings.map(\.kind))
    var frozen = start
    frozen.setFrozen(true, layer: 1, isBias: false, places: Array(0..<8))
    frozen.setFrozen(true, layer: 1, isBias: true, places: Array(0..<4))
    #expect(Set(Diagnosis(frozen, X: X, Y: Y, alpha: 0.1).findings.map(\.kind)) == kinds && !kinds.contains(.costNotFalling))
    frozen.setFrozen(true, layer: 2, isBias: false, places: Array(0..<4))
    frozen.setFrozen(true, layer: 2, isBias: true, places: [0])
    let findings = Diagnosis(frozen, X: X, Y: Y, alpha: 0.1).findings
    let evidence = findings.first { $0.kind == .costNotFalling }?.evidence
    if case .notFalling(let plateau)? = evidence { #expect(plateau.gradientNorm == 0) } else { Issue.record("the evidence is \(String(describing: evidence))") }
  }

  /// The curvature is measured along the gradient of the free entries. With one free parameter it is J''.
  @Test func curvatureOfWhatIsFree() throws {
    let (start, X, Y) = Problem(sizes: [2, 1], m: 60, hidden: Tanh(), output: Linear(), loss: MeanSquaredError()).make()
    var network = start
    network.setFrozen(true, layer: 1, isBias: false, places: [1])
    network.setFrozen(true, layer: 1, isBias: true, places: [0])
    let curvature = Curvature(network, TrialData(network, X: X, Y: Y), pass: Pass())
    let pass = Pass()
    pass.forward(start, X: X, Y: Y)
    pass.backward(start, X: X, Y: Y)
    // J = 1/(2m) Σ (w x + …)², so J'' by w1 is the mean of x1².
    let second = X.row(0).reduce(0) { $0 + $1 * $1 } / 60
    #expect(abs(try #require(curvature.value) - second) < 1e-5 * second && abs(curvature.gradientNorm - abs(pass.dW(1)[0, 0])) < 1e-12)
  }
}
