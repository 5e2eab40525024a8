import Net

/// Step SIZES HIDDEN OUTPUT EXAMPLES STEPS: seconds for one step of training (forward, backward, update, J) of a network such as 2-4-1,
/// and the J it ends at. With 400 examples of two inputs the data is the flower set, else normal inputs and targets of 0 and 1.
@main struct Step {
  static func data(_ sizes: [Int], examples: Int) -> (X: Matrix, Y: Matrix) {
    var generator = MersenneTwister(seed: 1)
    if sizes.first == 2, sizes.last == 1, examples == 400 {
      let set = DataGenerators.named("flower")!.make(DataRequest(), generator: &generator)
      return (set.X, set.Y!)
    }
    let X = generator.normalMatrix(Shape(sizes[0], examples))
    var Y = Matrix(rows: sizes.last!, columns: examples)
    for example in 0..<examples { Y[example % sizes.last!, example] = sizes.last! == 1 ? Double(example / 2 % 2) : 1 }
    return (X, Y)
  }

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count == 5, let examples = Int(arguments[3]), let steps = Int(arguments[4]), let hidden = Activations.named(arguments[1]),
      let output = Activations.named(arguments[2])
    else { fatalError("usage: Step 2-4-1 tanh sigmoid 400 1000") }
    let sizes = arguments[0].split(separator: "-").compactMap { Int($0) }
    let (X, Y) = data(sizes, examples: examples)
    var generator = MersenneTwister(seed: 2)
    let layers = sizes.dropFirst().enumerated().map { LayerSpecification(units: $1, activation: $0 == sizes.count - 2 ? output : hidden) }
    var network = Network(inputs: sizes[0], layers: layers, loss: Losses.matching(output), generator: &generator)
    let pass = Pass()
    let alpha = sizes == [2, 4, 1] ? 1.2 : 0.1

    func train(_ count: Int) {
      _ = Trainer.train(&network, pass: pass, X: X, Y: Y, steps: count, alpha: alpha, keepsEveryStep: false, begin: {}, afterStep: { _, _ in false })
    }
    let warming = max(2, min(steps / 10, 100))
    train(warming)
    let elapsed = ContinuousClock().measure { train(steps) }
    print("{\"seconds\": \((elapsed / .seconds(1)) / Double(steps)), \"cost\": \(pass.cost!), \"steps\": \(warming + steps)}")
  }
}
