import Net

// Step N: seconds for one step (forward, backward, update) of 2-4-1 on the flower set, over N steps, and the cost they end at.
let steps = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
var generator = MersenneTwister(seed: 1)
let set = DataGenerators.named("flower")!.make(DataRequest(), generator: &generator)
let (X, Y) = (set.X, set.Y!)
var parameters = MersenneTwister(seed: 2)
var network = Network(
  inputs: 2, layers: [LayerSpecification(units: 4, activation: Tanh()), LayerSpecification(units: 1, activation: Sigmoid())], loss: CrossEntropy(),
  generator: &parameters)
let pass = Pass()
let clock = ContinuousClock()
let elapsed = clock.measure {
  for _ in 0..<steps {
    pass.forward(network, X: X, Y: Y)
    pass.backward(network, X: X, Y: Y)
    network.update(with: pass, alpha: 1.2)
  }
}
pass.forward(network, X: X, Y: Y)
print("{\"seconds\": \((elapsed / .seconds(1)) / Double(steps)), \"cost\": \(pass.cost!)}")
