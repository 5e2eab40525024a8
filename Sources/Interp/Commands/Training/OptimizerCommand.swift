import Net

/// `optimizer` chooses the rule by which steps change the parameters.
struct OptimizerCommand: Command {
  let name = "optimizer"
  let group = CommandGroup.training
  let usage = "optimizer [sgd | momentum | rmsprop | adam] [beta= beta1= beta2= epsilon= form= nesterov=]"
  let summary = "choose the rule by which step and train change W and b"
  let details = [
    "sgd is plain gradient descent: W = W - alpha * dW. The others keep averages of the gradients, with the shapes of dW and db.",
    "momentum [beta=0.9 form=course nesterov=no] keeps v: vdW = beta * vdW + (1 - beta) * dW, and W = W - alpha * vdW. form=classic is PyTorch's, without the "
      + "factor 1 - beta. nesterov=yes takes one more step of the same rule ahead.",
    "rmsprop [beta=0.9 epsilon=1e-8] keeps s: sdW = beta * sdW + (1 - beta) * dW**2, and W = W - alpha * dW / (sqrt(sdW) + epsilon).",
    "adam [beta1=0.9 beta2=0.999 epsilon=1e-8] keeps both, and divides them by 1 - beta1**k and 1 - beta2**k, where k counts its steps.",
    "A bare optimizer shows the rule, its settings, k and the norms of the averages. vdW1, sdb2, k_opt and the settings (beta, epsilon) can be read.",
  ]
  let cautions = [
    "The optimizer stays until another one is named, and init keeps it. Naming one sets all averages and k to 0, as init does.",
    "A good alpha for sgd is often far too large for rmsprop and adam: their steps are about alpha long in every entry. Begin with 0.01 or 0.001.",
  ]
  let otherWords = ["momentum", "rmsprop", "adam", "sgd", "nesterov", "gradient descent"]
  let syntax = CommandSyntax(
    arguments: .words(atLeast: 0, atMost: 1),
    options: [
      .init("beta", .expression, "the share of the old average in momentum or rmsprop, 0.9 unless told"),
      .init("beta1", .expression, "the share of the old average of gradients in adam, 0.9 unless told"),
      .init("beta2", .expression, "the share of the old average of squares in adam, 0.999 unless told"),
      .init("epsilon", .expression, "a small number that is added to the root, 1e-8 unless told"),
      .init("form", .word, "whether momentum averages as the course does, or adds up as PyTorch does", choices: ["course", "classic"]),
      .init("nesterov", .word, "whether momentum looks one step ahead", choices: ["no", "yes"]),
    ])
  let example = CommandExample(
    "init seed=2; optimizer momentum beta=0.5", "forward; backward; step", "print array_equal(vdW1, 0.5 * dW1)", "optimizer",
    output: ["True", "momentum: beta=0.5, 1 step", "W = W - alpha * vdW, where vdW = beta * vdW + (1 - beta) * dW", "norms  vdW1 ..."])
  let completes = CompletionKind.choices(Optimizer.all.map(\.name))

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let arguments = Arguments(call, executor)
    guard let word = try arguments.word(0) else {
      if let option = call.options.first { throw Fault.optionWithoutOptimizer(option.name).located(option.range) }
      return executor.emit(OptimizerEvent(session, isReport: false))
    }
    // As in init, the name may be in a variable.
    var name = word
    if Optimizer.named(word) == nil, case .text(let text)? = session.state.variables[word] { name = text }
    guard let known = Optimizer.named(name) else {
      throw Fault.unknownChoice("optimizer", name, Optimizer.all.map(\.name)).located(call.arguments[0].range)
    }
    let optimizer = try Self.optimizer(known, arguments)
    session.state.optimizer = optimizer
    if session.state.network != nil { session.changeOptimizer { $0.use(optimizer) } }
    executor.emit(OptimizerEvent(session, isReport: true))
  }

  /// The optimizer with the settings that the options give.
  private static func optimizer(_ known: Optimizer, _ arguments: Arguments) throws(Fault) -> Optimizer {
    let taken: [String]
    switch known {
    case .sgd: taken = []
    case .momentum: taken = ["beta", "form", "nesterov"]
    case .rmsprop: taken = ["beta", "epsilon"]
    case .adam: taken = ["beta1", "beta2", "epsilon"]
    }
    for option in arguments.call.options where !taken.contains(option.name) {
      throw Fault.optionOfOptimizer(option.name, known.name, taken).located(option.range)
    }
    func beta(_ name: String, _ usual: Double) throws(Fault) -> Double {
      guard let (value, range) = try arguments.number(option: name) else { return usual }
      guard value >= 0, value < 1 else { throw Fault.optionNumber(name, value, "from 0 up to 1, and less than 1").located(range) }
      return value
    }
    func epsilon() throws(Fault) -> Double {
      guard let (value, range) = try arguments.number(option: "epsilon") else { return 1e-8 }
      guard value > 0 else { throw Fault.optionNumber("epsilon", value, "more than 0").located(range) }
      return value
    }
    switch known {
    case .sgd: return .sgd
    case .momentum:
      let isClassic = try arguments.choice(option: "form", of: Form.allCases) == .classic
      return .momentum(beta: try beta("beta", 0.9), isClassic: isClassic, isNesterov: try arguments.flag(option: "nesterov") ?? false)
    case .rmsprop: return .rmsprop(beta: try beta("beta", 0.9), epsilon: try epsilon())
    case .adam: return .adam(beta1: try beta("beta1", 0.9), beta2: try beta("beta2", 0.999), epsilon: try epsilon())
    }
  }

  private enum Form: String, CaseIterable { case course, classic }
}

/// The optimizer, its settings, its count of steps and the norms of its averages.
struct OptimizerEvent: Event {
  let command = "optimizer"
  let isReport: Bool
  private let optimizer: Optimizer
  private let steps: Int
  private let norms: [(name: String, norm: Double)]

  init(_ session: Session, isReport: Bool) {
    self.isReport = isReport
    let network = session.state.network
    optimizer = session.state.optimizer
    steps = network?.averages.steps ?? 0
    norms = Quantity.all(of: network).compactMap { quantity in
      guard let (kind, isBias) = quantity.average else { return nil }
      return (quantity.name, network!.average(kind, layer: quantity.layer, isBias: isBias).reduced(.norm, axis: nil).elements[0])
    }
  }

  private var rule: String {
    let averages = [("vdW", optimizer.formulaOfV("W")), ("sdW", optimizer.formulaOfS("W"))].compactMap { name, formula in formula.map { "\(name) = \($0)" } }
    return "W = \(optimizer.update("W"))" + (averages.isEmpty ? "" : ", where " + averages.joined(separator: " and "))
  }

  func text(_ style: TextStyle) -> [String] {
    let settings = optimizer.options.isEmpty ? "" : ": " + optimizer.options.joined(separator: " ")
    let count = optimizer.keepsAverages ? ", \(steps) step\(steps == 1 ? "" : "s")" : ""
    let all = norms.map { "\($0.name) \(style.number($0.norm))" }.joined(separator: "  ")
    return ["\(optimizer.name)\(settings)\(count)"] + style.sentence(rule)
      + (norms.isEmpty || isReport ? [] : TextTable.wrapped("norms  " + all, width: style.width))
  }

  func fields() -> [JSONField]? {
    [
      JSONField("name", .string(optimizer.name)), JSONField("settings", .object(optimizer.settings.map { JSONField($0.name, .number($0.value)) })),
      JSONField("k", .integer(steps)), JSONField("norms", .object(norms.map { JSONField($0.name, .number($0.norm)) })),
    ]
  }
}

extension Fault {
  static func optionOfOptimizer(_ option: String, _ optimizer: String, _ taken: [String]) -> Fault {
    Fault(
      .usage, "\(option)= is no setting of \(optimizer)",
      hint: taken.isEmpty ? "\(optimizer) has no settings" : "\(optimizer) takes " + taken.map { $0 + "=" }.joined(separator: ", "))
  }

  static func optionWithoutOptimizer(_ option: String) -> Fault {
    Fault(.usage, "\(option)= needs the name of an optimizer", hint: "as in: optimizer momentum \(option)=0.9")
  }
}
