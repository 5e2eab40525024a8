import Foundation
import Testing

@testable import Net

/// A network and data of any sizes for which the loss is defined. Each call of `make` gives the same.
struct Problem: CustomTestStringConvertible, Sendable {
  /// n0 … nL
  var sizes: [Int]
  var m: Int
  var hidden: any ActivationFunction
  var output: any ActivationFunction
  var loss: any LossFunction

  var testDescription: String { "\(sizes) m=\(m) \(hidden.name) \(output.name) \(loss.name)" }

  static let hiddenActivations: [any ActivationFunction] = [Sigmoid(), Tanh(), ReLU(), LeakyReLU(slope: 0.01), Linear()]

  /// Output functions with the loss that fits, then with other losses.
  static let outputs: [(activation: any ActivationFunction, loss: any LossFunction)] = [
    (Sigmoid(), CrossEntropy()), (Softmax(), Categorical()), (Linear(), MeanSquaredError()), (Tanh(), MeanSquaredError()), (Sigmoid(), MeanSquaredError()),
    (Softmax(), CrossEntropy()), (Sigmoid(), Categorical()), (LeakyReLU(slope: 0.3), MeanSquaredError()), (ReLU(), MeanSquaredError()),
    (Softmax(), MeanSquaredError()),
  ]

  /// Makes the network and the data. W is scaled by 1/√n so that no unit saturates. X has the size 1, b the size 0.5. Y is one-hot for softmax and
  /// the categorical loss, 0 or 1 for the other cross-entropy, and real for mse. Its mean is not 0, so that sums over the examples do not cancel.
  func make() -> (network: Network, X: Matrix, Y: Matrix) {
    var generator = MersenneTwister(seed: 17)
    let specifications = (1..<sizes.count).map { LayerSpecification(units: sizes[$0], activation: $0 == sizes.count - 1 ? output : hidden) }
    var network = Network(inputs: sizes[0], layers: specifications, loss: loss, initializer: .xavier, generator: &generator)
    for index in network.layers.indices { network.layers[index].b = generator.normalMatrix(network.layers[index].b.shape).map { $0 * 0.5 } }
    let X = generator.normalMatrix(Shape(sizes[0], m))
    var Y = Matrix(rows: sizes[sizes.count - 1], columns: m)
    for example in 0..<m {
      if loss.name == "categorical" || output.name == "softmax" {
        let share = generator.uniform()
        Y[Int(share * share * Double(Y.rows)), example] = 1
      } else {
        for unit in 0..<Y.rows { Y[unit, example] = loss.name == "mse" ? generator.normal() + 1 : (generator.uniform() < 0.8 ? 0 : 1) }
      }
    }
    return (network, X, Y)
  }
}

/// J and the arrays of a pass, with their names.
func quantities(_ pass: Pass, depth: Int) -> [(name: String, value: Matrix)] {
  [("J", Matrix(row: [pass.cost ?? -1]))]
    + (1...depth).flatMap { layer in
      [
        ("Z\(layer)", pass.Z(layer)), ("A\(layer)", pass.A(layer)), ("dA\(layer)", pass.dA(layer)), ("dZ\(layer)", pass.dZ(layer)),
        ("dW\(layer)", pass.dW(layer)), ("db\(layer)", pass.db(layer)),
      ]
    }
}

/// Whether two matrices are the same in every bit.
func sameBits(_ a: Matrix, _ b: Matrix) -> Bool {
  guard a.shape == b.shape else { return false }
  return unsafe a.elements.withUnsafeBytes { one in
    unsafe b.elements.withUnsafeBytes { other in unsafe one.isEmpty || memcmp(one.baseAddress!, other.baseAddress!, one.count) == 0 }
  }
}
