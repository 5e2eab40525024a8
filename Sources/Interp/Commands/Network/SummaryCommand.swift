import Net

/// `summary` lists the layers of the network.
struct SummaryCommand: Command {
  let name = "summary"
  let group = CommandGroup.network
  let usage = "summary"
  let summary = "list the layers with their shapes and the number of parameters"
  let details = ["Z of a layer has a column for each example. A layer has n_l * n_(l-1) weights and n_l biases as its parameters."]
  let otherWords = ["model", "layers", "architecture", "parameters", "describe"]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample(
    "init 2 4 1 seed=2", "summary",
    output: [
      "layer  units  activation  W       b       Z         parameters", "1          4  tanh        (4, 2)  (4, 1)  (4, 400)          12",
      "2          1  sigmoid     (1, 4)  (1, 1)  (1, 400)           5", "17 parameters in 2 layers",
    ])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    executor.emit(SummaryEvent(network: network.withoutParameters, sizes: network.sizes, examples: session.X.columns))
  }
}

/// The layers of a network.
struct SummaryEvent: Event {
  let command = "summary"
  /// The network; only its activations are read.
  let network: Network
  /// n0, n1, …, nL.
  let sizes: [Int]
  /// m.
  let examples: Int

  private func parameters(_ layer: Int) -> Int { sizes[layer] * (sizes[layer - 1] + 1) }
  private var layers: ClosedRange<Int> { 1...network.depth }
  private var total: Int { layers.reduce(0) { $0 + parameters($1) } }

  func text(_ style: TextStyle) -> [String] {
    var rows = [["layer", "units", "activation", "W", "b", "Z", "parameters"]]
    for layer in layers {
      let units = sizes[layer]
      rows.append([
        "\(layer)", "\(units)", network.layers[layer - 1].activation.name, "\(Shape(units, sizes[layer - 1]))", "\(Shape(units, 1))",
        "\(Shape(units, examples))",
        "\(parameters(layer))",
      ])
    }
    let count = network.depth
    return TextTable.lines(rows, [.left, .right, .left, .left, .left, .left, .right]) + ["\(total) parameters in \(count) layer\(count == 1 ? "" : "s")"]
  }

  func fields() -> [JSONField]? {
    func shape(_ rows: Int, _ columns: Int) -> JSONValue { .array([.integer(rows), .integer(columns)]) }
    let rows = layers.map { layer in
      JSONValue.object([
        JSONField("layer", .integer(layer)), JSONField("units", .integer(sizes[layer])),
        JSONField("activation", .string(network.layers[layer - 1].activation.name)), JSONField("W", shape(sizes[layer], sizes[layer - 1])),
        JSONField("b", shape(sizes[layer], 1)), JSONField("Z", shape(sizes[layer], examples)), JSONField("parameters", .integer(parameters(layer))),
      ])
    }
    return [JSONField("layers", .array(rows)), JSONField("parameters", .integer(total))]
  }
}
