import Testing

@testable import Net

/// The gradients of passes with masks and with the L2 penalty agree with differences of J, whose masks stay the same.
@Suite struct DropoutGradientTests {
  static let hidden: [any ActivationFunction] = [Sigmoid(), Tanh(), ReLU(), LeakyReLU(slope: 0.1), Linear()]
  static let outputs: [(any ActivationFunction, any LossFunction)] = [
    (Sigmoid(), CrossEntropy()), (Softmax(), Categorical()), (Linear(), MeanSquaredError()), (Sigmoid(), MeanSquaredError()), (Softmax(), CrossEntropy()),
    (Tanh(), MeanSquaredError()),
  ]

  @Test(arguments: hidden.indices, outputs.indices) func differences(_ activation: Int, _ output: Int) {
    var generator = MersenneTwister(seed: UInt32(10 * activation + output))
    let (g, (last, loss)) = (Self.hidden[activation], Self.outputs[output])
    let X = generator.normalMatrix(Shape(3, 12))
    var Y = Matrix(rows: 2, columns: 12)
    for example in 0..<12 { Y[example % 2, example] = 1 }
    let layers = [(3, 5, g), (5, 4, g), (4, 2, last)].map { inputs, units, activation in
      // The weights are small, so that no output is rounded to 0 or 1.
      Layer(
        W: generator.normalMatrix(Shape(units, inputs)).map { 0.4 * $0 }, b: generator.normalMatrix(Shape(units, 1)).map { 0.4 * $0 }, activation: activation)
    }
    var network = Network(layers: layers, loss: loss)
    network.lambda = 0.7
    network.setKeep(0.7, layer: 1)
    network.setKeep(0.5, layer: 2)
    let check = GradientCheck(network, X: X, Y: Y, masks: generator)
    #expect(check.pass.D(1)!.elements.contains(0) && check.pass.D(2)!.elements.contains(1))
    for layer in 1...3 {
      for target in [GradientCheck.Target.W, .b, .Z, .A] {
        let (numeric, analytic) = (check.numeric(target, layer)!, check.analytic(target, layer))
        let scale = analytic.elements.reduce(1e-3) { max($0, abs($1)) }
        for (a, b) in zip(numeric.values.elements, analytic.elements) where !a.isNaN {
          #expect(abs(a - b) <= 1e-7 * scale, "\(target) \(layer): \(a) and \(b)")
        }
      }
    }
    // Another generator gives other masks, and then other gradients.
    var later = generator
    _ = later.uniform()
    let other = GradientCheck(network, X: X, Y: Y, masks: later)
    #expect(other.pass.dW(1) != check.pass.dW(1))
  }
}
