import Glibc
import Net

/// Step SIZES HIDDEN OUTPUT EXAMPLES STEPS [read]: prints the seconds for one step of training (forward, backward, update, J), and J at the end.
///
/// A network such as 2-4-1 with two inputs, one output and 400 examples has the flower set. Any other has normal inputs and targets of 0 and 1.
/// With `read` the program reads Z, A, dZ and dA of every layer afterwards, for the measurement of memory.
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
    guard arguments.count >= 5, let examples = Int(arguments[3]), let steps = Int(arguments[4]), let hidden = Activations.named(arguments[1]),
      let output = Activations.named(arguments[2])
    else {
      print("usage: Step 2-4-1 tanh sigmoid 400 1000 [read]")
      exit(2)
    }
    let sizes = arguments[0].split(separator: "-").compactMap { Int($0) }
    let (X, Y) = data(sizes, examples: examples)
    var generator = MersenneTwister(seed: 2)
    let layers = sizes.dropFirst().enumerated().map { LayerSpecification(units: $1, activation: $0 == sizes.count - 2 ? output : hidden) }
    var network = Network(inputs: sizes[0], layers: layers, loss: Losses.matching(output), generator: &generator)
    let pass = Pass()
    let alpha = sizes == [2, 4, 1] ? 1.2 : 0.1

    /// The time from the J of the first step to the J of the last but one. The last step is not timed, because it keeps its arrays.
    func train(_ count: Int) -> Duration {
      let clock = ContinuousClock()
      var (first, last) = (clock.now, clock.now)
      _ = Trainer.train(
        &network, pass: pass, X: X, Y: Y, steps: count, plan: TrainingPlan(alpha: alpha), generator: { MersenneTwister(seed: 1) }, keepsEveryStep: false
      ) {
        first = clock.now
      } afterStep: { sequence, _ in
        if sequence.done == count - 2 { last = clock.now }
        return false
      }
      return last - first
    }
    let warming = max(2, min(steps / 10, 100))
    _ = train(warming)
    let elapsed = train(steps + 2)
    print("{\"seconds\": \((elapsed / .seconds(1)) / Double(steps)), \"cost\": \(pass.cost!), \"steps\": \(warming + steps + 2)}")
    guard arguments.last == "read" else { return }
    var total = 0.0
    for layer in 1...network.depth {
      for quantity in [pass.Z, pass.A, pass.dZ, pass.dA] { total += quantity(layer).elements[0] }
    }
    precondition(total.isFinite)
  }
}
