import Net

/// `backward` computes every gradient of the current forward pass.
struct BackwardCommand: Command {
  let name = "backward"
  let group = CommandGroup.network
  let usage = "backward"
  let summary = "compute the gradients of every layer"
  let details = [
    "backward computes dZ, dW and db of every layer by the chain rule, from the output layer down to layer 1. At the prompt it prints their formulas.",
    "dZ says how the loss of each example changes with Z. Each of its columns belongs to one example, so dZ has no 1/m. dW and db say how the "
      + "cost J changes with W and b. J is a mean over the m examples, so dW and db have the 1/m.",
  ]
  let cautions = [
    "Run forward first. backward refuses a forward pass that is older than the last change of W, b, X or Y, as after a step."
  ]
  let otherWords = ["gradient", "gradients", "backpropagation", "backprop", "backward pass", "derivative"]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample("init seed=2", "forward; backward", "show dW2", output: ["dW2 (1, 4)", "...", "..."])
  let isAtomic = true
  let partOfStep: PartOfStep? = .backward

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    try session.backward()
    try executor.report { () throws(Fault) in try event(session, session.network()) }
  }

  private func event(_ session: Session, _ network: Network) throws(Fault) -> BackwardEvent {
    var lines: [PassLine] = []
    for quantity in Quantity.all(depth: network.depth) where [.dZ, .dW, .db].contains(quantity.kind) {
      let formula = quantity.formula(EquationForm(quantity, network))
      guard case .matrix(let matrix) = try session.read(quantity) else { continue }
      lines.append(PassLine(name: quantity.name, formula: formula, shape: matrix.shape, norm: matrix.reduced(.norm, axis: nil).elements[0]))
    }
    return BackwardEvent(lines: lines)
  }
}
