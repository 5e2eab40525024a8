import Foundation
import Testing

@testable import Net

/// The L2 penalty. `Figures/make_training.py` made the figures, in loops of NumPy.
@Suite struct PenaltyTests {
  private struct Case: Decodable {
    var sizes: [Int]
    var activations: [String]
    var loss: String
    var lambda, alpha: Double
    var X, Y: [[Double]]
    var before, after, gradients: [[[[Double]]]]
    var losses, costs: [Double]

    func network(_ parameters: [[[[Double]]]]) -> Network {
      let layers = zip(parameters, activations).map { Layer(W: Matrix($0[0]), b: Matrix($0[1]), activation: Activations.named($1)!) }
      var network = Network(layers: layers, loss: Losses.named(loss)!)
      network.lambda = lambda
      return network
    }
  }

  private static let cases: [Case] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try! JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appendingPathComponent("Figures/training.json")))
  }()

  private func difference(_ a: Matrix, _ b: Matrix) -> Double { zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0 }

  @Test func fiftySteps() {
    #expect(Self.cases.count == 4)
    for wanted in Self.cases {
      let (X, Y) = (Matrix(wanted.X), Matrix(wanted.Y))
      var network = wanted.network(wanted.before)
      let pass = Pass()
      pass.forward(network, X: X, Y: Y)
      pass.backward(network, X: X, Y: Y)
      for (index, gradient) in wanted.gradients.enumerated() {
        #expect(difference(pass.dW(index + 1), Matrix(gradient[0])) < 1e-14 && difference(pass.db(index + 1), Matrix(gradient[1])) < 1e-14)
      }
      var costs: [Double] = []
      let outcome = Trainer.train(&network, pass: pass, X: X, Y: Y, steps: 50, alpha: wanted.alpha, keepsEveryStep: false, begin: { costs.append(pass.cost!) })
      {
        _, _ in
        costs.append(pass.cost!)
        return false
      }
      #expect(outcome.steps == 50 && costs.count == 51)
      #expect(zip(costs, wanted.costs).allSatisfy { abs($0 - $1) <= 1e-12 * abs($1) })
      #expect(abs(pass.meanLoss! - wanted.losses[50]) <= 1e-12 && pass.meanLoss! < pass.cost!)
      let after = wanted.network(wanted.after)
      for index in network.layers.indices {
        #expect(difference(network.layers[index].W, after.layers[index].W) < 1e-12 && difference(network.layers[index].b, after.layers[index].b) < 1e-12)
      }
    }
  }

  /// Differences of J agree with the gradients, and the three ways to a step give the same bits.
  @Test func gradientsAgree() {
    for wanted in Self.cases {
      let (X, Y) = (Matrix(wanted.X), Matrix(wanted.Y))
      let network = wanted.network(wanted.before)
      let check = GradientCheck(network, X: X, Y: Y)
      for layer in 1...network.depth {
        let numeric = check.numeric(.W, layer)!
        for (a, n) in zip(check.pass.dW(layer).elements, numeric.values.elements) where !n.isNaN { #expect(abs(a - n) < 1e-9) }
      }
      let pass = Pass()
      pass.computeGradients(network, X: X, Y: Y)
      let whole = Pass()
      whole.forward(network, X: X, Y: Y)
      whole.backward(network, X: X, Y: Y)
      #expect(pass.cost == whole.cost && pass.dW(1) == whole.dW(1) && pass.meanLoss == whole.meanLoss)
    }
  }

  /// Each mistake in the penalty is found by its own name.
  @Test func mistakesAreFound() {
    let wanted = Self.cases[1]
    let (X, Y) = (Matrix(wanted.X), Matrix(wanted.Y))
    let network = wanted.network(wanted.before)
    let pass = Pass()
    pass.forward(network, X: X, Y: Y)
    pass.backward(network, X: X, Y: Y)
    let scene = Scene(network: network, X: X, Y: Y, pass: pass, alpha: wanted.alpha)
    let (W, m, lambda) = (network.layers[0].W, 20.0, wanted.lambda)
    let plain = Matrix.minus(pass.dW(1), W.scaled(lambda / m))!
    func J(_ penalty: Double) -> Matrix { Matrix(row: [pass.meanLoss! + penalty]) }
    func of(_ term: (Matrix) -> Double) -> Double { network.layers.reduce(0) { $0 + term($1.W) } }
    func squares(_ matrix: Matrix) -> Double { matrix.elements.reduce(0) { $0 + $1 * $1 } }
    let half = lambda / (2 * m)
    let written: [(String, StepQuantity, Matrix)] = [
      ("penalty-not-in-J", StepQuantity(.J, 0), J(0)), ("penalty-no-half-in-J", StepQuantity(.J, 0), J(2 * half * of(squares))),
      ("penalty-no-m-in-J", StepQuantity(.J, 0), J(lambda / 2 * of(squares))), ("penalty-sign-in-J", StepQuantity(.J, 0), J(-half * of(squares))),
      ("penalty-norm-in-J", StepQuantity(.J, 0), J(half * of { squares($0).squareRoot() })),
      ("penalty-sum-in-J", StepQuantity(.J, 0), J(half * of { $0.elements.reduce(0, +) })),
      ("penalty-absolute-in-J", StepQuantity(.J, 0), J(half * of { $0.elements.reduce(0) { $0 + abs($1) } })),
      ("penalty-of-b-in-J", StepQuantity(.J, 0), J(half * (of(squares) + network.layers.reduce(0) { $0 + squares($1.b) }))),
      ("penalty-last-layer-in-J", StepQuantity(.J, 0), J(half * squares(network.layers[1].W))),
      ("penalty-not-in-dW", StepQuantity(.dW, 1), plain), ("penalty-no-m-in-dW", StepQuantity(.dW, 1), Matrix.plus(plain, W.scaled(lambda))!),
      ("penalty-half-in-dW", StepQuantity(.dW, 1), Matrix.plus(plain, W.scaled(half))!),
      ("penalty-double-in-dW", StepQuantity(.dW, 1), Matrix.plus(plain, W.scaled(2 * lambda / m))!),
      ("penalty-sign-in-dW", StepQuantity(.dW, 1), Matrix.minus(plain, W.scaled(lambda / m))!),
      ("penalty-squares-in-dW", StepQuantity(.dW, 1), Matrix.plus(plain, W.map { $0 * $0 * lambda / m })!),
      ("penalty-signs-in-dW", StepQuantity(.dW, 1), Matrix.plus(plain, W.map { ($0 > 0 ? 1 : -1) * lambda / m })!),
      ("penalty-in-mean-of-dW", StepQuantity(.dW, 1), Matrix.plus(plain, W.scaled(lambda / (m * m)))!),
      ("penalty-on-db", StepQuantity(.db, 1), Matrix.plus(pass.db(1), network.layers[0].b.scaled(lambda / m))!),
    ]
    #expect(Set(written.map(\.0)) == Set(Mistakes.penalties.map(\.id)))
    for (id, quantity, array) in written {
      let given = GivenArray(array)
      let found = MistakeSearch(scene).find(quantity, given)
      #expect(found.matches.first?.mistakes.map(\.id) == [id], "\(id): \(found.matches.map { $0.mistakes.map(\.id) })")
    }
  }
}
