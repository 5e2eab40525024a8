import Net

/// `init` makes a new network.
struct InitCommand: Command {
  let name = "init"
  let group = CommandGroup.network
  let usage = "init [n0 n1:activation … nL:activation] [seed= scale= weights= loss=]"
  let summary = "make a new network; its weights are random unless you say other"
  let details = [
    "init 2 4:tanh 1:sigmoid makes a network of 2 inputs, 4 hidden units with tanh and 1 output unit with sigmoid.",
    "init alone takes the sizes from the data and puts one tanh layer of 4 units between them.",
    "An activation is a name, or a variable that holds a name. In a script $1 is the first argument. A hidden layer without an activation is tanh.",
    "An output layer without an activation takes the one that fits loss=. Without loss= it fits Y: sigmoid where all of Y is 0 or 1, softmax "
      + "where each column of Y has one 1 and else 0, linear for any other Y, and sigmoid where there is no Y.",
    "Without loss= the loss fits the output: cross_entropy for sigmoid, categorical for softmax, mse for all others.",
    "weights= chooses how W is drawn. small is randn * 0.01, zeros is 0, he is randn * sqrt(2/n), xavier is randn * sqrt(1/n) and uniform is (2 "
      + "rand - 1) / sqrt(n). Here n is the number of units in the layer before. small is the default.",
    "For weights=small, scale= is used instead of 0.01. For the others the weights are multiplied by it. W1, W2 and so on are drawn in this order. Every b starts at 0.",
  ]
  let cautions = [
    "init starts a new timeline: t becomes 0, and back cannot reach the steps of the old network. alpha stays.",
    "Without seed= each init draws new random numbers, so two inits give different weights.",
    "init accepts sizes that do not fit the data. forward then fails and shows both shapes.",
  ]
  let otherWords = ["create", "initialize", "initialise", "initialization", "initialisation", "reset", "restart", "model"]
  let syntax = CommandSyntax(
    arguments: .layers,
    options: [
      .init("seed", .expression, "start the random generator at this number before the weights are drawn"),
      .init("scale", .expression, "a factor for the weights"),
      .init("weights", .word, "how the weights are drawn", choices: Initializer.allCases.map(\.rawValue)),
      .init("loss", .word, "the loss that training makes small", choices: Losses.all.map(\.name)),
    ],
    foreignOptions: [
      "keep": "keep_prob = 0.8", "keep_prob": "keep_prob = 0.8", "dropout": "keep_prob = 0.8  # the share that dropout keeps",
      "activation": "init 2 4:relu 1:sigmoid", "activations": "init 2 4:relu 1:sigmoid", "alpha": "alpha = 0.1", "lr": "alpha = 0.1",
      "learning_rate": "alpha = 0.1", "optimizer": "optimizer adam",
    ])
  let example = CommandExample("init 2 3:relu 1:sigmoid seed=1", "shape W1", output: ["W1: (3, 2) = (n1, n0)"])
  let completes = CompletionKind.activations

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    let loss = try Self.loss(arguments)
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
      session.warn(Warning(kind: .note, message: Warning.softmaxOfOne(), range: call.arguments.last?.range))
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
        drawsOn: drawsOn, kept: session.keptSettings))
  }

  /// The loss that `loss=` names.
  static func loss(_ arguments: Arguments) throws(Fault) -> (any LossFunction)? {
    guard let (word, range) = try arguments.word(option: "loss") else { return nil }
    guard let loss = Losses.named(word) else { throw Fault.unknownLoss(word).located(range) }
    return loss
  }

  private func layers(_ arguments: Arguments, _ loss: (any LossFunction)?) throws(Fault) -> (Int, [LayerSpecification]) {
    let session = arguments.session
    let slope = session.state.settings.leakySlope
    let last = session.outputActivation(loss)
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
      // The inputs are the features of the present data, and not those of the network that init replaces.
      let isOfData = index == 0 && size.plainName.map { ["n0", "n_x", "nx", "nₓ"].contains($0) } == true
      let value = isOfData ? Double(session.X.rows) : try Evaluator(session).number(size, "a layer's size")
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

  /// Finds an activation by its name, or by a variable or script argument that holds the name.
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
}

extension Session {
  /// The settings of training that stay for a new network, as they are typed, where they are not the usual ones.
  fileprivate var keptSettings: [String] {
    guard let network = state.network else { return [] }
    let keeps = (1..<max(network.depth, 1)).filter { network.keep($0) < 1 }.map { "keep\($0) = \(NumberFormat.shortest(network.keep($0)))" }
    return (state.lambda == 0 ? [] : ["lambda = \(NumberFormat.shortest(state.lambda))"]) + keeps + (state.optimizer == .sgd ? [] : [state.optimizer.statement])
  }

  /// The activation of an output layer that is not told. The loss decides it; without a loss the targets decide it.
  func outputActivation(_ loss: (any LossFunction)?) -> any ActivationFunction {
    if let loss { return Activations.all.first { loss.isPartner(of: $0) } ?? Linear() }
    guard let Y else { return Sigmoid() }
    // Targets on a scale are numbers, even where all of them are 0.
    guard state.data.targetScaling == nil, Y.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return Linear() }
    return Y.isOneHot ? Softmax() : Sigmoid()
  }

  /// Takes a new network and starts a new timeline. Nothing is computed yet.
  ///
  /// - Parameter keepsAverages: Whether the averages of the network's optimizer stay. Otherwise they begin at 0.
  func install(_ network: Network, start: Start? = nil, lineName: String = Session.firstLine, keepsAverages: Bool = false) {
    var network = network
    network.lambda = state.lambda
    if !keepsAverages { network.use(state.optimizer) }
    let lost = state.dropout.apply(to: &network)
    state.network = network
    if roundsOtherwise { changeLastDigits() }
    if !lost.isEmpty { warn(Warning(kind: .note, message: Warning.keepIsLost(lost))) }
    state.loaded = nil
    state.steps = 0
    state.ledger.didInstall()
    state.start = start
    state.lineage += 1
    state.lineName = lineName
    workspace.forget()
  }
}
