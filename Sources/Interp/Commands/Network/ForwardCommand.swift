import Net

/// `forward` computes Z and A of every layer, and J.
struct ForwardCommand: Command {
  let name = "forward"
  let group = CommandGroup.network
  let usage = "forward | forward E [units=data]"
  let summary = "compute Z and A of every layer, and the cost J"
  let details = [
    "forward computes Z1 = W1 @ X + b1 and A1 = g1(Z1), where g1 is the activation of layer 1. Then it does the same for each later layer, "
      + "and at last it computes the cost J.",
    "forward E does this for another matrix E, in which each column is one example, and prints Z and A. The Z, A and J of X stay as they were. "
      + "With units=data, E is in the units of the data, and forward puts it on the scale that standardize= made.",
  ]
  let cautions = [
    "If Y has another shape than the output, forward computes Z and A but not J, and it prints why.",
    "When W, b or X changes, Z, A and J no longer belong to them: nnshell calls such values stale. When only Y changes, only J and the gradients "
      + "become stale.",
  ]
  let otherWords = ["forward pass", "forward propagation", "fwd"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 0, atMost: 1),
    options: [.init("units", .word, "whether E is on the scale of the network, or in the units of the data", choices: ["network", "data"])])
  let example = CommandExample(
    "init 2 1:sigmoid", "W1 = [2, -1]", "forward [3; 6]", output: ["Z1 (1, 1)", "   1", "1  0", "A1 (1, 1)", "     1", "1  0.5"])
  let isAtomic = true
  let partOfStep: PartOfStep? = .forward
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    if let inputs = try Arguments(call, executor).inputs(network) {
      let pass = Pass()
      pass.forward(network, X: inputs, Y: nil)
      var quantities: [(name: String, value: Matrix)] = []
      for layer in 1...network.depth {
        try session.checkInterrupt()
        quantities += [("Z\(layer)", pass.Z(layer)), ("A\(layer)", pass.A(layer))]
      }
      return executor.emit(ForwardOfEvent(quantities: quantities))
    }
    try session.forward()
    try executor.report { () throws(Fault) in ForwardEvent(session: session, network: network) }
  }
}

extension ForwardEvent {
  init(session: Session, network: Network) {
    var lines: [PassLine] = []
    for layer in 1...network.depth {
      let before = layer == 1 ? "X" : "A\(layer - 1)"
      let shape = Shape(network.units(layer), session.X.columns)
      let product = "W\(layer) @ \(before) + b\(layer)"
      let dropped = network.keep(layer) < 1 ? " * D\(layer) / keep\(layer)" : ""
      lines.append(PassLine(name: "Z\(layer)", formula: product, shape: shape))
      lines.append(PassLine(name: "A\(layer)", formula: "\(network.layers[layer - 1].activation.name)(Z\(layer))\(dropped)", shape: shape))
    }
    var note: String?
    if session.workspace.cost == nil {
      let output = Shape(network.outputs, session.X.columns)
      note = session.Y.map { "there is no J: Y is \($0.shape), but the output is \(output)" } ?? "there is no J: the data has no Y"
    }
    self.init(lines: lines, cost: session.workspace.cost, step: session.state.steps, note: note)
  }
}
