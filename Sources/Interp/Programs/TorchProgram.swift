import Net

/// A program of PyTorch that goes on training where the session is: with its parameters, data, loss and optimizer, as its last `train` made the steps.
struct TorchProgram {
  let text: String
  /// Whether the program has no room for the parameters. It then reads them from a file beside it.
  let readsParameters: Bool
  /// How the steps are made: `adam, alpha = 0.1, batches of 64`.
  let summary: String

  private static let template = ProgramTemplate(PackageResources.training_py)

  /// The most bytes that the parameters take inside the program.
  private static let mostBytes = 200_000

  /// - Parameters:
  ///   - name: the name of the program's file.
  ///   - beside: the name of the file with the parameters.
  /// - Throws: a fault where there are no targets that fit, where entries are frozen, or where the data has too many numbers and no seed or path.
  init(
    _ session: Session, _ log: StatementLog, _ model: ExportedNetwork, _ precision: ONNXWriter.Precision, name: String, beside: String,
    makeReplay: @escaping MakeReplay
  ) throws(Fault) {
    let network = model.network
    guard let Y = session.Y else { throw .noTargets() }
    try session.checkInputs(network)
    let output = Shape(network.outputs, session.X.columns)
    guard Y.shape == output else { throw .targetShape(Y: Y.shape, wanted: output, sizes: network.sizes) }
    if network.frozen.count > 0 { throw .exportsNothingFrozen() }
    session.timeline.follow(session)
    var plan = TrainingPlan(alpha: session.state.alpha)
    if let last = session.timeline.lastTraining {
      plan = last.plan
      // Without alpha= it was that of the session, which may be another one now.
      if last.plan.alpha == last.alpha { plan.alpha = session.state.alpha }
    }
    let optimizer = plan.optimizer ?? network.optimizer
    var needs = Self.needs(network, plan, optimizer)
    if precision == .single { needs.insert("single") }

    let data = try PythonData.present(session, log, makeReplay)
    needs.formUnion(data.needs)
    let inside = Self.parameters(network)
    readsParameters = inside.reduce(0) { $0 + $1.utf8.count } > Self.mostBytes
    let safe = ["from safetensors.torch import load_file", "", "parameters = load_file(os.path.join(os.path.dirname(SELF), \(PythonText.quoted(beside))))"]
    let last = network.layers[network.depth - 1].activation
    let lossLines = Self.losses(network.loss, last)
    summary = Self.summary(plan, optimizer)
    text = Self.template.text(
      needs,
      [
        "heading": Self.heading(model, name, summary),
        "settings": Self.settings(session, network, plan) + [
          "EXPORT = \"\(Self.digest(inside + data.lines + [summary]))\"  # by which a checkpoint knows its program"
        ],
        "data_functions": PythonData.functions(data.needs),
        "data": data.lines,
        "layers": Self.layers(network),
        "parameters": readsParameters ? safe : inside,
        "output": ["return " + Self.value(last, "Z")],
        "losses": lossLines,
        "optimizer": Self.optimizer(optimizer, plan.optimizer == nil ? network : nil),
      ])
  }

  private static func needs(_ network: Network, _ plan: TrainingPlan, _ optimizer: Optimizer) -> Set<String> {
    var needs: Set<String> = []
    if plan.batch != nil { needs.formUnion(["batches", plan.shuffles ? "shuffled" : "unshuffled"]) }
    if plan.decay != 0 { needs.formUnion(plan.batch == nil ? ["decays", "decays_plain"] : ["decays"]) }
    if plan.clip != nil { needs.insert("clips") }
    if network.dropsUnits { needs.insert("dropout") }
    if plan.draws(network) { needs.insert("draws") }
    if case .momentum(_, false, _) = optimizer { needs.insert("course") }
    if !network.loss.isPartner(of: network.layers[network.depth - 1].activation) { needs.insert("unpaired") }
    return needs
  }

  /// `adam, alpha = 0.1, batches of 64`
  private static func summary(_ plan: TrainingPlan, _ optimizer: Optimizer) -> String {
    var parts = [optimizer.name, "alpha = \(NumberFormat.shortest(plan.alpha))"]
    if let batch = plan.batch { parts.append("batches of \(batch)") }
    if plan.decay != 0 { parts.append("decay = \(NumberFormat.shortest(plan.decay))") }
    if let clip = plan.clip { parts.append("clip = \(NumberFormat.shortest(clip))") }
    return parts.joined(separator: ", ")
  }

  private static func heading(_ model: ExportedNetwork, _ name: String, _ summary: String) -> [String] {
    let file = PythonText.comment(name).map { String($0.dropFirst(2)) }.joined().replacing("\\", with: "/")
    let several = "torchrun --nnodes 2 --nproc-per-node 4 --rdzv-backend c10d --rdzv-endpoint"
    return [
      "\"\"\"The training of nnshell \(Version.number) in PyTorch goes on from \(model.text): \(summary).", "",
      "One process:        python3 \(file) [STEPS]                              100 steps unless STEPS says otherwise",
      "One machine:        torchrun --nproc-per-node 4 \(file) [STEPS]         four processes, each on a GPU of its own where there are four",
      "Several machines:   \(several) HOST:29500 \(file) [STEPS]",
      "Under Slurm:        srun --nodes 2 --ntasks-per-node 1 bash -c '\(several) $(scontrol show hostnames | head -n 1):29500 \(file) [STEPS]'",
      "Each start goes on from the last one. Its state is in \(file.dropLast(3)).checkpoint.pt; remove that file to begin again. All machines need this folder.",
      "\"\"\"",
    ]
  }

  /// A number of 64 bits of some lines, by the hash FNV-1a.
  private static func digest(_ lines: [String]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for line in lines { for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
    return String(hash, radix: 16)
  }

  private static func settings(_ session: Session, _ network: Network, _ plan: TrainingPlan) -> [String] {
    var lines = [
      "STEP = \(session.state.steps)  # the steps that nnshell made", "ALPHA = \(PythonText.short(plan.alpha))  # the learning rate",
      "LAMBDA = \(PythonText.short(network.lambda))  # the weight of the penalty",
    ]
    if let batch = plan.batch { lines.append("BATCH = \(batch)  # the examples of a step") }
    if plan.decay != 0 { lines.append("DECAY, INTERVAL = \(PythonText.short(plan.decay)), \(plan.interval)") }
    if let clip = plan.clip { lines.append("CLIP = \(PythonText.short(clip))  # the largest norm of the gradients") }
    if plan.draws(network) {
      let place = session.state.generator.position
      lines.append("GENERATOR = \(place.seed), \(place.drawn), \(place.cachedNormal.map(PythonText.number) ?? "None")  # where nnshell's generator is")
    }
    return lines
  }

  private static func layers(_ network: Network) -> [String] {
    var lines: [String] = []
    for (index, layer) in network.layers.enumerated() {
      lines.append("nn.Linear(\(layer.W.columns), \(layer.W.rows)),")
      if index + 1 == network.depth { continue }
      let names = ["sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "ReLU", "linear": "Identity", "leaky_relu": "LeakyReLU"]
      lines.append("nn.\(names[layer.activation.name]!)(\(layer.activation.slopeLeft.map(PythonText.short) ?? "")),")
      if network.keep(index + 1) < 1 { lines.append("Mask(\(layer.W.rows), \(PythonText.short(network.keep(index + 1)))),") }
    }
    return lines
  }

  private static func parameters(_ network: Network) -> [String] {
    func list(_ name: String, _ matrix: Matrix) -> [String] {
      let lines = PythonText.lines(matrix)
      return ["    \"\(name)\": " + lines[0]] + lines.dropFirst().map { String(repeating: " ", count: name.count + 8) + $0 }
    }
    var lines = ["parameters = {"]
    for (index, layer) in network.layers.enumerated() {
      for (name, value) in [("\(2 * index).weight", layer.W), ("\(2 * index).bias", layer.b.transposed())] {
        var entry = list(name, value)
        if name.hasSuffix("bias") { entry[entry.count - 1] += "[0]" }
        entry[entry.count - 1] += ","
        lines += entry
      }
    }
    return lines + ["}"]
  }

  /// An activation of the output.
  private static func value(_ activation: any ActivationFunction, _ Z: String) -> String {
    switch activation.name {
    case "linear": Z
    case "softmax": "torch.softmax(\(Z), dim=1)"
    case "leaky_relu": "nn.functional.leaky_relu(\(Z), \(PythonText.short(activation.slopeLeft ?? 0)))"
    default: "torch.\(activation.name)(\(Z))"
    }
  }

  /// The lines that sum the losses. A loss that fits its output is computed from Z, so it is exact where the output saturates.
  private static func losses(_ loss: any LossFunction, _ output: any ActivationFunction) -> [String] {
    switch (loss.name, loss.isPartner(of: output)) {
    case ("cross_entropy", true): ["return nn.functional.binary_cross_entropy_with_logits(Z, Y, reduction=\"sum\")"]
    case ("categorical", true): ["return -(Y * torch.log_softmax(Z, dim=1)).sum()"]
    case ("mse", true): ["return ((Z - Y) ** 2).sum() / 2"]
    case ("cross_entropy", false): ["A = output(Z)", "return -(torch.xlogy(Y, A) + torch.xlogy(1 - Y, 1 - A)).sum()"]
    case ("categorical", false): ["A = output(Z)", "return -torch.xlogy(Y, A).sum()"]
    default: ["return ((output(Z) - Y) ** 2).sum() / 2"]
    }
  }

  /// The lines that make the optimizer, with its averages where it has made steps.
  /// - Parameter network: the network whose averages it has; nil where they begin at 0.
  private static func optimizer(_ optimizer: Optimizer, _ network: Network?) -> [String] {
    var lines: [String]
    var names: [(torch: String, kind: AverageKind)] = []
    switch optimizer {
    case .sgd: lines = ["optimizer = torch.optim.SGD(groups, lr=ALPHA)"]
    case .momentum(let beta, true, let isNesterov):
      lines = ["optimizer = torch.optim.SGD(groups, lr=ALPHA, momentum=\(beta), nesterov=\(isNesterov ? "True" : "False"))"]
      names = [("momentum_buffer", .gradients)]
    case .momentum(let beta, false, let isNesterov):
      lines = ["optimizer = CourseMomentum(groups, ALPHA, beta=\(beta), nesterov=\(isNesterov ? "True" : "False"))"]
      names = [("v", .gradients)]
    case .rmsprop(let beta, let epsilon):
      lines = ["optimizer = torch.optim.RMSprop(groups, lr=ALPHA, alpha=\(beta), eps=\(epsilon))"]
      names = [("square_avg", .squares)]
    case .adam(let beta1, let beta2, let epsilon):
      lines = ["optimizer = torch.optim.Adam(groups, lr=ALPHA, betas=(\(beta1), \(beta2)), eps=\(epsilon))"]
      names = [("exp_avg", .gradients), ("exp_avg_sq", .squares)]
    }
    guard let network, network.averages != Averages(), !names.isEmpty else { return lines }
    lines.append("# the averages that the optimizer had in nnshell")
    for isBias in [false, true] {
      for layer in 1...network.depth {
        let parameter = "\(isBias ? "biases" : "weights")[\(layer - 1)]"
        var entries = ["\"step\": torch.tensor(\(network.averages.steps).0)"]
        if case .momentum = optimizer { entries = [] }
        lines.append("optimizer.state[\(parameter)] = {\(entries.joined())}")
        for (name, kind) in names {
          let value = network.average(kind, layer: layer, isBias: isBias)
          let array = PythonText.lines(isBias ? value.transposed() : value)
          lines += PythonText.assignment("average", array)
          if isBias { lines[lines.count - 1] += "[0]" }
          lines.append("optimizer.state[\(parameter)][\"\(name)\"] = torch.as_tensor(average).to(\(parameter))")
        }
      }
    }
    return lines
  }
}

extension Timeline {
  /// How the last `train` on the present line made its steps, and alpha of the session before it; nil where there was none, or where it is not kept.
  fileprivate var lastTraining: (plan: TrainingPlan, alpha: Double)? { line.legs.last(where: \.isTraining).map { ($0.plan, $0.before.state.alpha) } }
}

extension Fault {
  fileprivate static func exportsNothingFrozen() -> Fault {
    Fault(.usage, "the program for PyTorch has no frozen entries, and the session has some", hint: "unfreeze; then export again")
  }
}
