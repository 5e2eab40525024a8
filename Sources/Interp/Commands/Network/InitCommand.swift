import Net

/// `init`: a new network.
struct InitCommand: Command {
  let name = "init"
  let group = CommandGroup.network
  let usage = "init [n0 n1:activation … nL:activation] [seed= scale= weights= loss=]"
  let summary = "make a new network; bare: sizes from the data, one tanh layer of 4"
  let details = [
    "An activation is a name, $1, or a variable that holds the name. A hidden layer without one is tanh. The last one, without: what loss= asks for, else what Y asks for:",
    "all 0/1 sigmoid, one-hot columns softmax, anything else linear, no Y sigmoid.",
    "weights= small: randn * 0.01 (the default); zeros; he: randn * sqrt(2/n_before); xavier: randn * sqrt(1/n_before);",
    "uniform: (2 rand - 1) / sqrt(n_before). scale= replaces the 0.01 and multiplies the others. W1, W2, … are drawn in order; b = 0.",
  ]
  let syntax = CommandSyntax(
    arguments: .layers,
    options: [
      .init("seed", .expression, "seed the generator first; without it the draws go on"),
      .init("scale", .expression, "factor of the weights"),
      .init("weights", .word, "how weights are drawn", choices: Initializer.allCases.map(\.rawValue)),
      .init("loss", .word, "the loss", choices: Losses.all.map(\.name)),
    ])
  let example = CommandExample("init 2 3:relu 1:sigmoid seed=1", "shape W1", output: ["W1: (3, 2) = (n1, n0)"])
  let completes = CompletionKind.activations

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    let loss = try self.loss(arguments)
    let (inputs, layers) = try self.layers(arguments, loss)
    var parameters = 0
    for (before, layer) in zip([inputs] + layers.map(\.units), layers) {
      let (product, overflow) = (before + 1).multipliedReportingOverflow(by: layer.units)
      parameters = overflow ? Int.max : parameters.addingReportingOverflow(product).overflow ? Int.max : parameters + product
    }
    guard parameters <= Session.mostNumbers else { throw .networkTooLarge(parameters, Session.mostNumbers) }
    let scale = try arguments.number(option: "scale")?.value
    var initializer = Initializer.small
    if let (word, range) = try arguments.word(option: "weights") {
      guard let known = Initializer(rawValue: word) else {
        throw Fault.unknownChoice("weights", word, Initializer.allCases.map(\.rawValue)).located(range)
      }
      initializer = known
    }
    if let seed = try arguments.seed() {
      session.state.generator = MersenneTwister(seed: seed)
      session.state.seed = seed
    }
    let last = layers[layers.count - 1]
    if !last.activation.isElementwise, last.units == 1 {
      session.warn(Warning(kind: "note", message: Warning.softmaxOfOne(), range: call.arguments.last?.range))
    }
    let chosen = loss ?? Losses.matching(last.activation)
    let drawsOn = session.state.generator != MersenneTwister(seed: session.state.seed)
    let start = Start(generator: session.state.generator, seed: session.state.seed, initializer: initializer, scale: scale)
    let network = Network(
      inputs: inputs, layers: layers, loss: chosen, initializer: initializer, scale: scale, generator: &session.state.generator)
    session.install(network, start: start)
    executor.emit(
      InitEvent(
        sizes: network.sizes, activations: layers.map(\.activation.name), loss: chosen.name, parameters: parameters,
        initializer: "W = \(initializer.formula)" + (scale.map { ", scale \(NumberFormat.shortest($0))" } ?? ""), seed: session.state.seed,
        drawsOn: drawsOn))
  }

  private func loss(_ arguments: Arguments) throws(Fault) -> (any LossFunction)? {
    guard let (word, range) = try arguments.word(option: "loss") else { return nil }
    guard let loss = Losses.named(word) else { throw Fault.unknownLoss(word).located(range) }
    return loss
  }

  private func layers(_ arguments: Arguments, _ loss: (any LossFunction)?) throws(Fault) -> (Int, [LayerSpecification]) {
    let session = arguments.session
    let slope = session.state.settings.leakySlope
    let last = Self.output(loss, session.Y)
    if arguments.call.arguments.isEmpty {
      return (session.X.rows, [LayerSpecification(units: 4, activation: Tanh()), LayerSpecification(units: session.Y?.rows ?? 1, activation: last)])
    }
    guard arguments.call.arguments.count >= 2 else { throw .tooFewLayers() }
    var sizes: [LayerSpecification] = []
    for (index, argument) in arguments.call.arguments.enumerated() {
      guard case .layer(let size, let word) = argument.kind else { throw .tooFewLayers() }
      if let name = size.plainName, Activations.named(name) != nil, session.state.variables[name] == nil {
        throw Fault.activationAsSize(name).located(size.range)
      }
      let value = try Evaluator(session).number(size, "a layer's size")
      guard let units = Int(exactly: value), units >= 1, units <= Session.mostNumbers else {
        throw Fault.layerSize(value, Session.mostNumbers).located(size.range)
      }
      let isLast = index == arguments.call.arguments.count - 1
      var activation: any ActivationFunction = isLast ? last : Tanh()
      if let word {
        if index == 0 { throw Fault.inputHasActivation().located(argument.range) }
        let known = try self.activation(word, session)
        activation = known.withSlopeLeft(slope)
        if !activation.isElementwise, !isLast { throw Fault.softmaxHidden(index).located(argument.range) }
      }
      sizes.append(LayerSpecification(units: units, activation: activation))
    }
    return (sizes[0].units, Array(sizes.dropFirst()))
  }

  /// An activation by its name, or by a variable or script's argument that holds the name.
  private func activation(_ word: Expression, _ session: Session) throws(Fault) -> any ActivationFunction {
    var name = word.plainName
    if name.map({ Activations.named($0) == nil && session.state.variables[$0] != nil }) ?? true {
      let value = try Evaluator(session).evaluate(word)
      guard case .text(let text) = value else { throw Fault.activationNotText(value).located(word.range) }
      name = text
    }
    guard let known = name.flatMap(Activations.named) else { throw Fault.unknownActivation(name ?? "").located(word.range) }
    return known
  }

  /// The output's activation that the loss, else Y, asks for.
  private static func output(_ loss: (any LossFunction)?, _ Y: Matrix?) -> any ActivationFunction {
    if let loss { return Activations.all.first { loss.isPartner(of: $0) } ?? Linear() }
    guard let Y else { return Sigmoid() }
    let isBinary = Y.elements.allSatisfy { $0 == 0 || $0 == 1 }
    guard isBinary else { return Linear() }
    let isOneHot = Y.rows > 1 && Y.reduced(.sum, axis: 0).elements.allSatisfy { $0 == 1 }
    return isOneHot ? Softmax() : Sigmoid()
  }
}

extension Session {
  /// A new network, a new timeline: nothing computed yet.
  func install(_ network: Network, start: Start? = nil, lineName: String = Session.firstLine) {
    state.network = network
    state.steps = 0
    state.ledger.didInstall()
    state.start = start
    state.lineage += 1
    state.lineName = lineName
    workspace.forget()
  }
}
