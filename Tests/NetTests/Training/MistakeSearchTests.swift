import Testing

@testable import Net

/// The search for mistakes: right arrays, random arrays, pairs of mistakes, few digits, and parts of arrays.
@Suite struct MistakeSearchTests {
  private static let scenarios = [MistakeScenario.all[0], MistakeScenario.all[3], MistakeScenario.all[4]]

  private static func quantities(_ scenario: MistakeScenario) -> [StepQuantity] { StepGraph(scenario.scene.network).all }

  /// Infinities of one sign are the same, and beside them the finite entries still count.
  @Test func sameWithInfinities() {
    let one = Matrix(row: [.infinity, 1, -.infinity])
    #expect(GivenArray.isSame(one, one))
    #expect(!GivenArray.isSame(one, Matrix(row: [.infinity, 2, -.infinity])))
    #expect(!GivenArray.isSame(one, Matrix(row: [.infinity, 1, .infinity])))
  }

  @Test(arguments: MistakeScenario.all) func rightIsEqual(_ scenario: MistakeScenario) {
    for quantity in Self.quantities(scenario) {
      let result = MistakeSearch(scenario.scene).find(quantity, GivenArray(scenario.right(quantity)))
      #expect(result.isEqual && result.matches.isEmpty && result.distance == 0, "\(quantity.name)")
    }
  }

  /// A thousand arrays without a known mistake: random ones, and right ones with a noise of 1e-6. No mistake and no pair of mistakes fits them.
  @Test func noFalseAccusation() {
    var generator = MersenneTwister(seed: 3)
    var count = 0
    for scenario in Self.scenarios {
      let quantities = Self.quantities(scenario)
      for quantity in quantities {
        let right = scenario.right(quantity)
        let largest = right.elements.map { abs($0) }.max()!
        let each = 1000 / (Self.scenarios.count * quantities.count) + 12
        let given = (0..<each).map { number in
          let noise = generator.normalMatrix(right.shape)
          return GivenArray(number % 4 == 0 ? Matrix.broadcast(right, noise) { $0 + 1e-6 * largest * $1 }! : noise.map { $0 * largest })
        }
        count += given.count
        let candidates = Candidates(scenario.scene, quantity)
        #expect(candidates.make() && given.allSatisfy { !$0.agrees(with: right) })
        for single in candidates.singles {
          if let value = candidates.value(single) { #expect(given.allSatisfy { !$0.agrees(with: value) }, "\(single.placed.named.title) for \(quantity.name)") }
        }
        for pair in candidates.pairs {
          guard let value = candidates.value(pair.0, pair.1) else { continue }
          #expect(given.allSatisfy { !$0.agrees(with: value) }, "\(pair.0.placed.named.title) and \(pair.1.placed.named.title) for \(quantity.name)")
        }
      }
    }
    #expect(count >= 1000)
  }

  @Test func pairs() {
    let s = MistakeScenario.all[0]
    let lines: [(StepQuantity, Matrix, Set<String>)] = [
      (StepQuantity(.dW, 1), s.dA(1) * (1 - s.Z(1).squared) ⋅ s.X.T, ["slope-Z-for-A", "dW-sum-for-mean"]),
      (StepQuantity(.db, 1), Matrix(row: s.dA(1).sum(1).elements), ["slope-left-out", "db-no-keepdims", "db-sum-for-mean"]),
      (StepQuantity(.dZ, 1), (s.W(2).T ⋅ (s.Y - s.A(2))) * (s.A(1) * (1 - s.A(1))), ["dZ-swapped", "slope-sigmoid-by-value"]),
      // W2 is updated too early, and by a dW2 without 1/m.
      (StepQuantity(.dA, 1), (s.W(2) - s.alpha * (s.dZ(2) ⋅ s.A(1).T)).T ⋅ s.dZ(2), ["dA-W-updated", "dW-sum-for-mean"]),
      (
        StepQuantity(.dW, 1), (((s.W(2) - s.alpha * (s.dZ(2) ⋅ s.A(1).T)).T ⋅ s.dZ(2)) * (1 - s.A(1).squared)) ⋅ s.X.T, ["dA-W-updated", "dW-sum-for-mean"]
      ),
      (StepQuantity(.W, 2), s.W(2) + s.alpha * (s.dZ(2) ⋅ s.A(1).T), ["W-uphill", "dW-sum-for-mean"]),
    ]
    for (quantity, value, ids) in lines {
      let result = MistakeSearch(s.scene).find(quantity, GivenArray(value))
      if ids.count == 2 {
        #expect(result.matches.contains { Set($0.mistakes.map(\.id)) == ids }, "\(quantity.name): \(result.matches.map { $0.mistakes.map(\.id) })")
      } else {
        // Three mistakes at once are not found.
        #expect(result.matches.isEmpty && result.pairs == .tried && result.closest != nil, "\(quantity.name)")
      }
    }
  }

  /// Pairs of mistakes from the whole catalogue are found by the array that they give.
  @Test func anyPair() {
    let s = MistakeScenario.all[0]
    for quantity in [StepQuantity(.dW, 1), StepQuantity(.db, 1), StepQuantity(.W, 2)] {
      let candidates = Candidates(s.scene, quantity)
      #expect(candidates.make())
      var tried = 0
      for (number, pair) in candidates.pairs.enumerated() where number % 503 == 7 && tried < 6 {
        guard let value = candidates.value(pair.0, pair.1), value.isFinite, !GivenArray(value).agrees(with: s.right(quantity)) else { continue }
        tried += 1
        let names = [pair.0.placed.named.title, pair.1.placed.named.title]
        let result = MistakeSearch(s.scene).find(quantity, GivenArray(value), among: candidates)
        // Where a single mistake gives the same array, the search reports it alone.
        let isTold = result.matches.contains { Set($0.mistakes.map(\.title)) == Set(names) } || result.matches.first?.mistakes.count == 1
        #expect(
          isTold || value.elements.count == 1 && result.pairs == .tooFewDigits,
          "\(names) in \(quantity.name): \(result.matches.map { $0.mistakes.map(\.title) })")
      }
      #expect(tried >= 5)
    }
  }

  /// Mistakes that change nothing in this network are no candidates. An array that is right after all is equal.
  @Test func whatChangesNothingIsNotTold() {
    let s = MistakeScenario.all[1]
    let candidates = Candidates(s.scene, StepQuantity(.dW, 1))
    #expect(candidates.make())
    let names = candidates.singles.filter { !$0.placed.layers.contains(s.L) }.map(\.placed.named.id)
    #expect(!names.contains("slope-Z-for-A") && !names.contains("slope-A-for-Z") && !names.contains("slope-relu-by-value") && names.contains("slope-tanh"))
    #expect(MistakeSearch(s.scene).find(StepQuantity(.dW, 1), GivenArray(s.dW(1).map { $0 * 2 * 0.5 })).isEqual)
  }

  /// A number agrees if it fits to its typed digits. With few digits too much fits, so pairs are left out.
  @Test func digits() {
    let s = MistakeScenario.all[0]
    let J = s.scene.pass.cost!
    func rounded(_ value: Double, _ decimals: Int) -> GivenArray {
      let unit = Arithmetic.power(10, Double(-decimals))
      return GivenArray(Matrix(row: [Arithmetic.round(value, decimals: decimals)]), tolerances: Matrix(row: [unit / 2]))
    }
    let quantity = StepQuantity(.J, 0)
    #expect(MistakeSearch(s.scene).find(quantity, rounded(J, 3)).isEqual)
    #expect(MistakeSearch(s.scene).find(quantity, rounded(J * 9, 4)).matches.first?.mistakes.map(\.id) == ["J-sum"])
    let few = MistakeSearch(s.scene).find(quantity, rounded(17.3, 1))
    #expect(few.matches.isEmpty && few.pairs == .tooFewDigits)
    #expect(GivenArray(Matrix(row: [1.25, -0.5]), tolerances: Matrix(row: [0.005, 0.05])).agrees(with: Matrix(row: [1.2549, -0.45])))
    #expect(!GivenArray(Matrix(row: [1.25, -0.5]), tolerances: Matrix(row: [0.005, 0.05])).agrees(with: Matrix(row: [1.256, -0.45])))
  }

  @Test func nanNeverFits() {
    let nan = Matrix(row: [.nan])
    #expect(!GivenArray(nan).agrees(with: nan) && GivenArray(nan).distance(nan) == nil)
    let s = MistakeScenario.all[0]
    let result = MistakeSearch(s.scene).find(StepQuantity(.J, 0), GivenArray(nan))
    #expect(!result.isEqual && result.matches.isEmpty, "\(result.matches)")
  }

  /// Where an output is exactly 1, the cost with 0 * log(0) is nan, and so are its gradients. A nan that no wrong line gives has no match.
  @Test func nanOfASaturatedOutput() {
    let layer = Layer(W: Matrix(row: [900.0]), b: Matrix(row: [0.0]), activation: Sigmoid())
    let network = Network(layers: [layer], loss: CrossEntropy())
    let (X, Y) = (Matrix(row: [1.0, 0.001, -0.002]), Matrix(row: [1.0, 0, 1]))
    let pass = Pass()
    pass.forward(network, X: X, Y: Y)
    pass.backward(network, X: X, Y: Y)
    let search = MistakeSearch(Scene(network: network, X: X, Y: Y, pass: pass, alpha: 0.1))
    let nan = Matrix(row: [Double.nan])
    for (quantity, given) in [(StepQuantity(.J, 0), nan), (StepQuantity(.dW, 1), nan), (StepQuantity(.db, 1), nan)] {
      let result = search.find(quantity, GivenArray(given))
      #expect(result.matches.first?.mistakes.map(\.id) == ["J-log-of-0"] && !result.isByChance, "\(quantity.name): \(result.matches)")
    }
    let a = pass.A(1)
    let dA = Matrix(row: [0.0, 1, 2]).map { -Y[0, Int($0)] / a[0, Int($0)] + (1 - Y[0, Int($0)]) / (1 - a[0, Int($0)]) }
    #expect(dA.elements[0].isNaN && search.find(StepQuantity(.dA, 1), GivenArray(dA)).matches.contains { $0.mistakes.map(\.id) == ["J-log-of-0"] })
    #expect(search.find(StepQuantity(.Z, 1), GivenArray(Matrix(row: [.nan, .nan, .nan]))).matches.isEmpty)
  }

  /// A single entry of an array is enough to find the mistake.
  @Test func parts() {
    let s = MistakeScenario.all[0]
    let part: (Matrix) -> Matrix? = { $0.shape == Shape(4, 2) ? Matrix(row: [$0[1, 0]]) : nil }
    let found = MistakeSearch(s.scene, part: part).find(StepQuantity(.dW, 1), GivenArray(Matrix(row: [s.dW(1)[1, 0] * s.m])))
    #expect(found.matches.first?.mistakes.map(\.id) == ["dW-sum-for-mean"])
    #expect(MistakeSearch(s.scene, part: part).find(StepQuantity(.dW, 1), GivenArray(Matrix(row: [s.dW(1)[1, 0]]))).isEqual)
  }

  @Test func stops() {
    let s = MistakeScenario.all[0]
    #expect(MistakeSearch(s.scene, shouldStop: { true }).find(StepQuantity(.dW, 1), GivenArray(Matrix(rows: 4, columns: 2, repeating: 7))).isStopped)
  }

  /// A mistake in every layer at once is found as one mistake.
  @Test func everyLayer() {
    let s = MistakeScenario.all[0]
    let Z1 = s.W(1) ⋅ s.X
    let Z2 = s.W(2) ⋅ Tanh().value(of: Z1)
    let result = MistakeSearch(s.scene).find(StepQuantity(.Z, 2), GivenArray(Z2))
    #expect(result.matches.map { $0.mistakes.map(\.title) }.contains(["the bias left out of Z, in every layer"]))
    // g' is left out of the hidden layers, and dZ3 = A3 - Y is right.
    let deep = MistakeScenario.all[1]
    let dZ1 = deep.W(2).T ⋅ (deep.W(3).T ⋅ (deep.A(3) - deep.Y))
    let found = MistakeSearch(deep.scene).find(StepQuantity(.dZ, 1), GivenArray(dZ1))
    #expect(found.matches.first?.mistakes.map(\.title) == ["g' left out, in every layer"], "\(found.matches)")
  }
}
