import Net

/// A comparison of two sessions, bit by bit.
struct SessionComparison {
  let one: Session
  let other: Session
  /// Whether the value of `ans` is compared too.
  var withAnswer = true

  /// A description of the first difference with both values, or nil where the sessions are equal. Traces and the settings `report` and `echo` are not
  /// compared.
  func firstDifference() -> String? {
    network() ?? data() ?? state() ?? variables() ?? computed() ?? watching() ?? settings()
  }

  private func watching() -> String? {
    func texts(_ watching: Watching) -> [(String, [String])] {
      [
        ("displayed", watching.displayed.map { "\($0.number) \($0.name)" }), ("watched", watching.watches.map { "\($0.number) \($0.observed.name)" }),
        ("broken at", watching.breakpoints.map { "\($0.number) \($0.observed.name)" }),
      ]
    }
    let pairs = zip(texts(one.state.watching), texts(other.state.watching))
    return pairs.first { $0.1 != $1.1 }.map { "what is \($0.0): \($0.1) and \($1.1)" }
  }

  private func settings() -> String? {
    let (a, b) = (one.state.settings, other.state.settings)
    if a.digits != b.digits { return "digits: \(a.digits) and \(b.digits)" }
    if a.leakySlope != b.leakySlope { return "leaky_slope: \(pair(a.leakySlope, b.leakySlope))" }
    if a.dataMemory != b.dataMemory { return "data.memory" }
    return a.timelineMemory == b.timelineMemory ? nil : "timeline.memory"
  }

  private func network() -> String? {
    guard let a = one.state.network, let b = other.state.network else {
      return (one.state.network == nil) == (other.state.network == nil) ? nil : "whether there is a network"
    }
    guard a.sizes == b.sizes else { return "the network's sizes: \(a.sizes) and \(b.sizes)" }
    for (index, (layer, twin)) in zip(a.layers, b.layers).enumerated() {
      let name = layer.activation.name
      guard name == twin.activation.name, name != "leaky_relu" || one.state.settings.leakySlope == other.state.settings.leakySlope else {
        return "the activation of layer \(index + 1)"
      }
      if let found = matrices("W\(index + 1)", layer.W, twin.W) ?? matrices("b\(index + 1)", layer.b, twin.b) { return found }
    }
    if a.loss.name != b.loss.name { return "the loss: \(a.loss.name) and \(b.loss.name)" }
    if a.averages.steps != b.averages.steps { return "k_opt: \(a.averages.steps) and \(b.averages.steps)" }
    for layer in 1...a.depth {
      for quantity in [Quantity(.vdW, layer), Quantity(.vdb, layer), Quantity(.sdW, layer), Quantity(.sdb, layer)] {
        let (kind, isBias) = quantity.average!
        let (one, other) = (a.average(kind, layer: layer, isBias: isBias), b.average(kind, layer: layer, isBias: isBias))
        if let found = matrices(quantity.name, one, other) { return found }
      }
    }
    return a.frozen == b.frozen ? nil : "what is frozen"
  }

  private func data() -> String? {
    let (a, b) = (one.state.data, other.state.data)
    if a.part != b.part || a.parts != b.parts { return "the part of the data in use" }
    for part in a.parts {
      guard let set = a.dataset(part), let twin = b.dataset(part) else { return "the \(part.rawValue) part" }
      if let found = matrices("X of \(part.rawValue)", set.X, twin.X) { return found }
      if (set.Y == nil) != (twin.Y == nil) { return "whether there is Y" }
      if let Y = set.Y, let twin = twin.Y, let found = matrices("Y of \(part.rawValue)", Y, twin) { return found }
      if set.classNames != twin.classNames { return "the classes of \(part.rawValue)" }
    }
    if a.scaling != b.scaling || a.targetScaling != b.targetScaling { return "the scale of the data" }
    return one.preprocessing == other.preprocessing ? nil : "how new rows are read"
  }

  private func state() -> String? {
    let (a, b) = (one.state, other.state)
    if a.generator != b.generator { return "the generator" }
    if a.seed != b.seed { return "the seed: \(a.seed) and \(b.seed)" }
    if a.steps != b.steps { return "t: \(a.steps) and \(b.steps)" }
    if a.lambda.bitPattern != b.lambda.bitPattern { return "lambda: \(pair(a.lambda, b.lambda))" }
    if a.optimizer != b.optimizer { return "the optimizer: \(a.optimizer.statement) and \(b.optimizer.statement)" }
    if a.dropout != b.dropout { return "what dropout keeps" }
    return a.alpha.bitPattern == b.alpha.bitPattern ? nil : "alpha: \(pair(a.alpha, b.alpha))"
  }

  private func variables() -> String? {
    let (a, b) = (one.state.variables, other.state.variables)
    for name in Set(a.keys + b.keys).sorted() {
      guard let value = a[name], let twin = b[name] else { return "whether there is a variable \(name)" }
      if let found = values(name, value, twin) { return found }
    }
    guard withAnswer else { return nil }
    guard let answer = one.state.answer, let twin = other.state.answer else {
      return (one.state.answer == nil) == (other.state.answer == nil) ? nil : "whether there is ans"
    }
    return values("ans", answer, twin)
  }

  /// The first difference in Z, A, J and the gradients: in their freshness or in their values.
  private func computed() -> String? {
    guard let depth = one.state.network?.depth else { return nil }
    let quantities = (Quantity.all(depth: depth) + (1...depth).map { Quantity(.D, $0) }).filter(\.isComputed)
    for quantity in quantities {
      let (state, twin) = (one.freshness(quantity), other.freshness(quantity))
      guard state == twin else { return "whether \(quantity.name) is current" }
      if state == .missing { continue }
      let (value, other) = (try? one.read(quantity), try? other.read(quantity))
      guard let value, let other else {
        if (value == nil) == (other == nil) { continue }
        return "whether there is \(quantity.name)"
      }
      if let found = values(quantity.name, value, other) { return found }
    }
    return nil
  }

  // MARK: Values

  private func values(_ name: String, _ a: Value, _ b: Value) -> String? {
    switch (a, b) {
    case (.scalar(let x), .scalar(let y)): return x.bitPattern == y.bitPattern ? nil : "\(name): \(pair(x, y))"
    case (.matrix(let x), .matrix(let y)), (.booleans(let x), .booleans(let y)): return matrices(name, x, y)
    default: return a.hasBits(of: b) ? nil : name
    }
  }

  private func matrices(_ name: String, _ a: Matrix, _ b: Matrix) -> String? {
    guard a.shape == b.shape else { return "\(name): \(a.shape) and \(b.shape)" }
    guard let place = a.firstDifferentBit(from: b) else { return nil }
    return "\(name)[\(place / a.columns + 1),\(place % a.columns + 1)]: \(pair(a.elements[place], b.elements[place]))"
  }

  private func pair(_ a: Double, _ b: Double) -> String { "\(NumberFormat.shortest(a)) and \(NumberFormat.shortest(b))" }
}
