import Testing

@testable import Net

/// Mistakes in the first parameters are found. The test makes each wrong array with the generator.
@Suite struct DrawingMistakeTests {
  private static let seed: UInt32 = 7

  private static func start(_ initializer: Initializer) -> Start {
    Start(generator: MersenneTwister(seed: seed), seed: seed, initializer: initializer, scale: nil)
  }

  private static func scene(_ sizes: [Int], _ initializer: Initializer) -> Scene {
    var generator = MersenneTwister(seed: seed)
    let specifications = sizes.dropFirst().map { LayerSpecification(units: $0, activation: Tanh()) }
    let network = Network(inputs: sizes[0], layers: specifications, loss: MeanSquaredError(), initializer: initializer, generator: &generator)
    return Scene(network: network, X: Matrix(rows: sizes[0], columns: 3), Y: nil, pass: Pass(), alpha: 0.1)
  }

  private static func ids(_ sizes: [Int], _ initializer: Initializer, _ quantity: StepQuantity, _ value: Matrix) -> [String] {
    let result = MistakeSearch(scene(sizes, initializer), start: start(initializer)).find(quantity, GivenArray(value))
    return result.isEqual ? ["equal"] : result.matches.map { $0.mistakes.map(\.id).joined(separator: "+") }
  }

  static let networks = [[2, 4, 1], [3, 5, 4, 2], [4, 3]]

  @Test(arguments: networks) func draws(_ sizes: [Int]) {
    let first = Shape(sizes[1], sizes[0])
    let last = sizes.count - 1
    let fan = Double(sizes[0])
    func fresh(_ body: (inout MersenneTwister) -> Matrix) -> Matrix {
      var generator = MersenneTwister(seed: Self.seed)
      return body(&generator)
    }
    let W1 = StepQuantity(.W, 1)
    func found(_ id: String, _ quantity: StepQuantity, _ value: Matrix, _ initializer: Initializer = .small) {
      let ids = Self.ids(sizes, initializer, quantity, value)
      #expect(ids.contains(id), "\(id) of \(sizes): \(ids)")
    }
    found("equal", W1, fresh { $0.normalMatrix(first).map { $0 * 0.01 } })
    found("init-rand", W1, fresh { $0.uniformMatrix(first).map { $0 * 0.01 } })
    found("init-factor-left-out", W1, fresh { $0.normalMatrix(first) })
    found("init-he", W1, fresh { $0.normalMatrix(first).map { $0 * (2 / fan).squareRoot() } }, .xavier)
    found("init-xavier", W1, fresh { $0.normalMatrix(first).map { $0 * (1 / fan).squareRoot() } }, .he)
    if fan != 2 { found("init-no-root", W1, fresh { $0.normalMatrix(first).map { $0 * 2 / fan } }, .he) }
    found("init-he-no-root", W1, fresh { $0.normalMatrix(first).map { $0 * 2 / fan } })
    found("init-xavier-no-root", W1, fresh { $0.normalMatrix(first).map { $0 / fan } })
    found("init-own-units", W1, fresh { $0.normalMatrix(first).map { $0 * (2 / Double(sizes[1])).squareRoot() } }, .he)
    found("init-not-centred", W1, fresh { $0.uniformMatrix(first).map { $0 / fan.squareRoot() } }, .uniform)
    found("init-turned", W1, fresh { $0.normalMatrix(first.transposed).T.map { $0 * 0.01 } })
    found("init-wrong-shape", W1, fresh { $0.normalMatrix(first.transposed).map { $0 * 0.01 } })
    found("init-zeros", W1, Matrix(first))
    found("init-factor-twice", W1, fresh { $0.normalMatrix(first).map { $0 * 0.0001 } })
    var other = MersenneTwister(seed: 42)
    found("init-seed-42", W1, other.normalMatrix(first).map { $0 * 0.01 })
    found("init-b-ones", StepQuantity(.b, 1), Matrix(rows: sizes[1], columns: 1, repeating: 1))
    found(
      "init-b-drawn", StepQuantity(.b, 1),
      fresh { generator in
        _ = generator.normalMatrix(first)
        return generator.normalMatrix(Shape(sizes[1], 1)).map { $0 * 0.01 }
      })
    // Two mistakes at once.
    found("init-rand+init-factor-left-out", W1, fresh { $0.uniformMatrix(first) })
    guard last > 1 else { return }
    let W2 = StepQuantity(.W, 2)
    let second = Shape(sizes[2], sizes[1])
    found("init-seed-each", W2, fresh { $0.normalMatrix(second).map { $0 * 0.01 } })
    found("init-order", StepQuantity(.W, last), fresh { $0.normalMatrix(Shape(sizes[last], sizes[last - 1])).map { $0 * 0.01 } })
    found(
      "init-b-drawn", W2,
      fresh { generator in
        _ = generator.normalMatrix(first)
        _ = generator.normalMatrix(Shape(sizes[1], 1))
        return generator.normalMatrix(second).map { $0 * 0.01 }
      })
  }

  @Test func randomDrawsMatchNothing() {
    var generator = MersenneTwister(seed: 99)
    for _ in 0..<10 {
      #expect(Self.ids([2, 4, 1], .small, StepQuantity(.W, 1), generator.normalMatrix(Shape(4, 2)).map { $0 * 0.01 }).isEmpty)
    }
    #expect(Self.start(.small).gives(Self.scene([2, 4, 1], .small).network) && !Self.start(.he).gives(Self.scene([2, 4, 1], .small).network))
  }
}
