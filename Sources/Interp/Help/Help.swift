import Net

/// The texts of `help`, made from the registry.
enum Help {
  /// The commands by group, a line each.
  static func overview(_ commands: CommandRegistry) -> [String] {
    var lines = TextTable.lines(commands.all.map { ["  " + $0.name, $0.summary] }, [.left])
    for group in CommandGroup.allCases.reversed() {
      if let first = commands.all.firstIndex(where: { $0.group == group }) { lines.insert(group.rawValue, at: first) }
    }
    lines.append("Topics: \(Topic.all.map(\.name).joined(separator: ", ")).")
    lines.append("Names: X Y W1 b1 Z1 A1 dZ1 dW1 db1 … J alpha t m n1. Indices count from 1. help WORD tells more; Ctrl-D leaves.")
    return lines
  }

  /// A command, topic, function, activation or quantity; nil where the word is none.
  static func topic(_ typed: String, _ commands: CommandRegistry, _ session: Session) -> [String]? {
    // `np.sum`, `W[1]`, `forward()`: as they are typed elsewhere.
    let word = typed.replacing(/^(np\.|numpy\.)?(random\.|linalg\.)?/, with: "").replacing(/\(.*\)$/, with: "").replacing(/\[(\d+)\]/) { String($0.1) }
    if let command = commands.command(named: word) { return self.command(command) }
    if let topic = Topic.named(word) { return topic.lines }
    if let activation = Activations.named(word)?.withSlopeLeft(session.state.settings.leakySlope) {
      return ["\(word)(z)", "  g(z) = \(activation.formula)", "  g'(z) = \(activation.derivativeFormula), typed \(word)'(z)"]
    }
    if let function = Functions.named(word) { return ["\(word)(\(Fault.parameterList(function)))", "  \(function.summary)"] }
    if let loss = Losses.named(word) { return [loss.name, "  L = \(loss.formula); J is its mean over the m examples"] }
    if let generator = DataGenerators.named(word) { return ["data \(word)", "  \(generator.summary)"] }
    if case .quantity(let reference)? = Names.reserved(word, session.nameContext) ?? Names.alias(word, session.nameContext) {
      return quantity(reference.quantity, session)
    }
    // Without its layer's number, that of layer 1.
    return Names.layered(word).map { quantity(Quantity($0, 1), session) }
  }

  private static func command(_ command: any Command) -> [String] {
    var lines = [command.usage, "  \(command.summary)"]
    if !command.details.isEmpty { lines.append("  " + command.details.joined(separator: " ")) }
    if !command.syntax.options.isEmpty {
      let rows = command.syntax.options.map { option in
        ["  " + option.name + "=", option.summary + (option.choices.isEmpty ? "" : ": " + option.choices.joined(separator: ", "))]
      }
      lines += ["", "  options"] + TextTable.lines(rows, [.left]).map { "  " + $0 }
    }
    lines += ["", "  example"] + (command.example.input + command.example.output).map { "    " + $0 }
    return lines
  }

  private static func quantity(_ quantity: Quantity, _ session: Session) -> [String] {
    let network = session.state.network
    let isOutput = quantity.layer == network?.depth
    let known = quantity.layer > 0 && quantity.layer <= network?.depth ?? 0
    let activation = known ? network!.layers[quantity.layer - 1].activation.name : "the layer's activation"
    let formula = quantity.formula(isOutput: isOutput, fits: network?.lossFitsOutput ?? true, activation: activation)
    var lines = ["\(quantity.name): \(formula)"]
    if let (rows, columns) = quantity.symbolicShape {
      lines.append("  shape (\(rows.name(depth: network?.depth)), \(columns.name(depth: network?.depth)))")
    }
    switch quantity.kind {
    case .dZ, .dA: lines.append("  each example's derivative of its own loss: no 1/m")
    case .dW, .db: lines.append("  derivative of the cost J: carries the 1/m")
    default: break
    }
    lines.append(quantity.isAssignable ? "  can be assigned" : "  computed: \(quantity.name) = E states a claim")
    return lines
  }
}
