import TestSupport
import Testing

@testable import Net

@Suite struct TrainingTests {
  private func flower() -> Dataset {
    var generator = MersenneTwister(seed: 1)
    return DataGenerators.named("flower")!.make(DataRequest(), generator: &generator)
  }

  private func courseNetwork() -> Network {
    var generator = MersenneTwister(seed: 2)
    return Network(
      inputs: 2, layers: [LayerSpecification(units: 4, activation: Tanh()), LayerSpecification(units: 1, activation: Sigmoid())],
      loss: CrossEntropy(), generator: &generator)
  }

  /// 2-4-1 on the flower set with seed 2 and alpha 1.2 has NumPy's J, parameters and gradients at steps 0, 1, 10 and 100.
  @Test func courseFigures() {
    let set = flower()
    var network = courseNetwork()
    let pass = Pass()
    var rows = netFigures["course"].list[...]
    for step in 0...100 {
      pass.forward(network, X: set.X, Y: set.Y)
      pass.backward(network, X: set.X, Y: set.Y!)
      if let row = rows.first, row["step"].whole == step {
        rows = rows.dropFirst()
        #expect(relativeDifference([pass.cost!], [row["J"].number]) < 1e-12)
        for (got, key) in [
          (network.layers[0].W, "W1"), (network.layers[0].b, "b1"), (network.layers[1].W, "W2"), (network.layers[1].b, "b2"), (pass.dW(1), "dW1"),
          (pass.dW(2), "dW2"),
        ] {
          let expected = row[key].numbers
          let scale = max(expected.map(abs).max()!, 1e-300)
          #expect(zip(got.elements, expected).allSatisfy { abs($0 - $1) <= 1e-10 * scale }, "\(key) at step \(step)")
        }
      }
      network.update(with: pass, alpha: 1.2)
    }
    #expect(rows.isEmpty)
  }

  /// `train N` and N times forward, backward and update give the same values.
  @Test func trainingIsItsSteps() {
    let set = flower()
    var (one, other) = (courseNetwork(), courseNetwork())
    let (first, second) = (Pass(), Pass())
    var costs: [Double] = []
    let outcome = Trainer.train(&one, pass: first, X: set.X, Y: set.Y!, steps: 25, alpha: 0.7) {
    } afterStep: { _, _ in
      costs.append(first.cost!)
      return false
    }
    #expect(outcome.steps == 25 && !outcome.stopped)
    for _ in 0..<25 {
      second.forward(other, X: set.X, Y: set.Y)
      second.backward(other, X: set.X, Y: set.Y!)
      other.update(with: second, alpha: 0.7)
    }
    second.forward(other, X: set.X, Y: set.Y)
    for layer in 0..<2 {
      #expect(one.layers[layer].W == other.layers[layer].W && one.layers[layer].b == other.layers[layer].b)
      #expect(first.A(layer + 1) == second.A(layer + 1) && first.dW(layer + 1) == second.dW(layer + 1))
    }
    #expect(first.dA(2) == second.dA(2) && costs.count == 25 && costs.last == second.cost)
  }

  @Test func stopsWhenAsked() {
    let set = flower()
    var network = courseNetwork()
    let outcome = Trainer.train(&network, pass: Pass(), X: set.X, Y: set.Y!, steps: 100, alpha: 1) {
    } afterStep: { done, _ in
      done == 7
    }
    #expect(outcome.steps == 7 && outcome.stopped)
  }

  /// dA of the output belongs to the pass that made the gradients, also after another forward pass.
  @Test func outputGradientBelongsToItsPass() {
    let set = flower()
    var network = courseNetwork()
    let pass = Pass()
    pass.forward(network, X: set.X, Y: set.Y)
    pass.backward(network, X: set.X, Y: set.Y!)
    let before = pass.dA(2)
    network.update(with: pass, alpha: 5)
    pass.forward(network, X: set.X, Y: set.Y)
    #expect(pass.dA(2) == before)
    #expect(pass.A(2).elements.count == 400)
    pass.forward(network, X: set.X, Y: set.Y)
    #expect(pass.dA(2) == before)
    pass.backward(network, X: set.X, Y: set.Y!)
    #expect(pass.dA(2) != before)
  }

  @Test func sizesMayChange() {
    let set = flower()
    let pass = Pass()
    let network = courseNetwork()
    pass.forward(network, X: set.X, Y: set.Y)
    pass.backward(network, X: set.X, Y: set.Y!)
    let part = set.selecting([0, 1, 2])
    pass.forward(network, X: part.X, Y: part.Y)
    pass.backward(network, X: part.X, Y: part.Y!)
    #expect(pass.A(1).shape == Shape(4, 3) && pass.dA(2).shape == Shape(1, 3))
    pass.forward(network, X: set.X, Y: nil)
    #expect(pass.cost == nil)
  }
}
