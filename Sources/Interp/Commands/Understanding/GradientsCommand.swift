import Net

/// `gradients`: a table by layer.
struct GradientsCommand: Command {
  let name = "gradients"
  let group = CommandGroup.understanding
  let usage = "gradients"
  let summary = "norm, mean, largest entry, zeros and update-to-weight ratio of every dW and db"
  let details = ["update/weight is alpha * norm(dW) / norm(W): what a step changes, as a share of what is there."]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample("init seed=2", "forward; backward", "gradients", output: ["layer  gradient  ...", "...", "...", "...", "..."])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    var rows: [GradientsEvent.Row] = []
    var staleStep: Int?
    for layer in 1...network.depth {
      for (kind, parameter) in [(Quantity.Kind.dW, network.layers[layer - 1].W), (.db, network.layers[layer - 1].b)] {
        let quantity = Quantity(kind, layer)
        guard case .matrix(let gradient) = try session.read(quantity) else { continue }
        if case .stale(let step) = session.freshness(quantity) { staleStep = step }
        let largest = gradient.elements.indices.max { abs(gradient.elements[$0]) < abs(gradient.elements[$1]) } ?? 0
        let norm = gradient.reduced(.norm, axis: nil).elements[0]
        let zeros = Double(gradient.elements.filter { $0 == 0 }.count) / Double(gradient.elements.count)
        let ratio = session.state.alpha * norm / parameter.reduced(.norm, axis: nil).elements[0]
        rows.append(
          GradientsEvent.Row(
            layer: layer, name: quantity.name, norm: norm, mean: gradient.reduced(.mean, axis: nil).elements[0],
            largest: (gradient.elements[largest], largest / gradient.columns + 1, largest % gradient.columns + 1), zeros: zeros, updateRatio: ratio))
      }
    }
    executor.emit(GradientsEvent(rows: rows, staleStep: staleStep))
  }
}
