import TestSupport
import Testing

@testable import Net

/// Every gradient agrees with central differences, for all activations, losses and depths.
@Suite struct GradientTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var hidden: [any ActivationFunction]
    var output: any ActivationFunction
    var loss: any LossFunction
    var testDescription: String { "\((hidden + [output]).map(\.name).joined(separator: "-")) \(loss.name)" }
  }

  /// The activations of hidden layers. leaky_relu comes with two slopes.
  private static let hidden = Activations.builtIn.filter(\.isElementwise) + [LeakyReLU(slope: 0.3)]

  static let cases: [Case] = {
    var cases: [Case] = []
    for loss in Losses.all {
      for output in Activations.all {
        for depth in 1...4 {
          for start in hidden.indices where depth > 1 || start == 0 {
            cases.append(Case(hidden: (0..<depth - 1).map { hidden[(start + $0) % hidden.count] }, output: output, loss: loss))
          }
        }
      }
    }
    return cases
  }()

  /// A small network, and data for which the loss is defined. A cross-entropy needs outputs within (0, 1). For an output function that can leave
  /// (0, 1), small weights and a last bias near 0.5 keep the outputs inside.
  static func problem(_ item: Case) -> (Network, X: Matrix, Y: Matrix) {
    var generator = MersenneTwister(seed: 21)
    let X = generator.normalMatrix(Shape(3, 5))
    let specifications = item.hidden.map { LayerSpecification(units: 4, activation: $0) } + [LayerSpecification(units: 3, activation: item.output)]
    let mustStayInside = item.loss.name != "mse" && !["sigmoid", "softmax"].contains(item.output.name)
    var network = Network(
      inputs: 3, layers: specifications, loss: item.loss, initializer: .xavier, generator: &generator)
    for layer in network.layers.indices {
      network.layers[layer].b = generator.normalMatrix(network.layers[layer].b.shape).map { $0 * 0.5 }
    }
    if mustStayInside {
      let last = network.depth - 1
      network.layers[last].W = network.layers[last].W.map { $0 * 0.1 }
      network.layers[last].b = network.layers[last].b.map { $0 * 0.1 + 0.5 }
    }
    var Y = Matrix(rows: 3, columns: 5)
    for example in 0..<5 {
      if item.loss.name == "categorical" || item.output.name == "softmax" {
        Y[example % 3, example] = 1
      } else {
        for unit in 0..<3 { Y[unit, example] = item.loss.name == "mse" ? generator.normal() : (generator.uniform() < 0.5 ? 0 : 1) }
      }
    }
    return (network, X, Y)
  }

  @Test(arguments: cases) func centralDifferences(_ item: Case) {
    let (network, X, Y) = Self.problem(item)
    let pass = Pass()
    pass.forward(network, X: X, Y: Y)
    #expect(pass.cost!.isFinite)
    pass.backward(network, X: X, Y: Y)
    let probe = Pass()
    func cost(_ changed: Network) -> Double {
      probe.forward(changed, X: X, Y: Y)
      return probe.cost!
    }
    let step = 1e-5
    for layer in 1...network.depth {
      for isBias in [false, true] {
        let analytic = isBias ? pass.db(layer) : pass.dW(layer)
        var numeric = Matrix(analytic.shape)
        var leftOut: [Int] = []
        for entry in analytic.elements.indices {
          var (up, down) = (network, network)
          if isBias {
            up.layers[layer - 1].b.elements[entry] += step
            down.layers[layer - 1].b.elements[entry] -= step
          } else {
            up.layers[layer - 1].W.elements[entry] += step
            down.layers[layer - 1].W.elements[entry] -= step
          }
          let high = cost(up)
          let highZ = (1...network.depth).flatMap { probe.Z($0).elements.map { $0 > 0 } }
          let low = cost(down)
          // Where a z changes its sign within the step, a relu has a kink and no derivative. Such an entry is left out.
          if highZ != (1...network.depth).flatMap({ probe.Z($0).elements.map { $0 > 0 } }) { leftOut.append(entry) }
          numeric.elements[entry] = (high - low) / (2 * step)
        }
        #expect(leftOut.count * 4 <= analytic.elements.count)
        for entry in leftOut { numeric.elements[entry] = analytic.elements[entry] }
        let difference = zip(analytic.elements, numeric.elements).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
        let size = (analytic.reduced(.norm, axis: nil).elements[0] + numeric.reduced(.norm, axis: nil).elements[0])
        #expect(difference <= 1e-7 * size || size < 1e-10, "\(isBias ? "db" : "dW")\(layer): \(difference / size)")
      }
    }
  }

  @Test func everyCaseOfTheListsIsThere() {
    #expect(Self.cases.count == Losses.all.count * Activations.all.count * (1 + 3 * Self.hidden.count))
  }

  /// J and the gradients of three-layer networks agree with NumPy's.
  @Test func figures() {
    let figures = netFigures["gradients"]
    let X = Matrix(rows: 3, columns: 7, elements: figures["X"].numbers)
    #expect(figures["cases"].list.count == 50)
    for row in figures["cases"].list {
      var generator = MersenneTwister(seed: 4)
      let hidden = Activations.named(row["hidden"].text)!
      let output = Activations.named(row["output"].text)!
      var network = Network(
        inputs: 3, layers: [(5, hidden), (4, hidden), (3, output)].map { LayerSpecification(units: $0.0, activation: $0.1) },
        loss: Losses.named(row["loss"].text)!, initializer: .small, scale: 0.5, generator: &generator)
      for layer in 0..<3 { network.layers[layer].b = network.layers[layer].b.map { $0 + 0.1 } }
      let Y = Matrix(rows: 3, columns: 7, elements: row["Y"].numbers)
      let pass = Pass()
      pass.forward(network, X: X, Y: Y)
      pass.backward(network, X: X, Y: Y)
      let name = "\(row["hidden"].text) \(row["output"].text) \(row["loss"].text)"
      #expect(relativeDifference([pass.cost!], [row["J"].number]) < 1e-13, "J of \(name)")
      for (got, key) in [(pass.dW(1), "dW1"), (pass.db(1), "db1"), (pass.dW(2), "dW2"), (pass.dW(3), "dW3"), (pass.db(3), "db3")] {
        let expected = row[key].numbers
        let scale = expected.map(abs).max()!
        #expect(zip(got.elements, expected).allSatisfy { abs($0 - $1) <= 1e-12 * scale }, "\(key) of \(name)")
      }
    }
  }
}
