import Net

/// `backward` computes every gradient of the current forward pass.
struct BackwardCommand: Command {
  let name = "backward"
  let group = CommandGroup.network
  let usage = "backward"
  let summary = "compute the gradients of every layer"
  let details = [
    "backward starts at dZ of the output layer and applies the chain rule down to layer 1. It needs a current forward pass.",
    "dZ and dA belong to one example each and carry no 1/m. dW and db carry the 1/m and are derivatives of the cost J.",
  ]
  let cautions = [
    "After a step, or after any other change of W, b, X or Y, run forward first. backward refuses a stale pass."
  ]
  let otherWords = ["gradient", "gradients", "backpropagation", "backprop", "backward pass", "derivative"]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample("init seed=2", "forward", "backward", "dW1.shape", output: ["(4, 2)"])
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
      let activation = network.layers[quantity.layer - 1].activation.name
      let formula = quantity.formula(isOutput: quantity.layer == network.depth, fits: network.lossFitsOutput, activation: activation)
      guard case .matrix(let matrix) = try session.read(quantity) else { continue }
      lines.append(PassLine(name: quantity.name, formula: formula, shape: matrix.shape, norm: matrix.reduced(.norm, axis: nil).elements[0]))
    }
    return BackwardEvent(lines: lines)
  }
}
