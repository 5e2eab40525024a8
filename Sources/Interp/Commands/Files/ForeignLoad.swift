import Net

/// How `load` takes a network of another program: activations and loss that the file does not say come from the options, else as in `init`.
struct ForeignLoad {
  let call: CommandCall
  let executor: Executor
  /// The file as typed.
  let path: String

  private var session: Session { executor.session }
  private var arguments: Arguments { Arguments(call, executor) }

  /// Takes the network. `alpha`, seed and data stay, and a new timeline begins at step 0.
  func take(_ foreign: ForeignNetwork) throws(Fault) {
    if foreign.hasGraph, let option = call.option("layout") { throw Fault.optionNotForThis("layout", "a graph of ONNX").located(option.range) }
    let loss = try InitCommand.loss(arguments)
    let activations = try self.activations(foreign, loss)
    let network = foreign.network(activations, loss: loss ?? foreign.loss ?? Losses.matching(activations[activations.count - 1]))
    for file in foreign.otherFiles { session.noteRead(file) }
    session.install(network)
    var told = ""
    if var preprocessing = foreign.preprocessing {
      if !foreign.classNames.isEmpty { preprocessing.classNames = foreign.classNames }
      told = session.adopt(preprocessing, of: network)
    } else if !foreign.classNames.isEmpty {
      session.adopt(classNames: foreign.classNames, of: network)
    }
    if let slope = foreign.leakySlope { session.state.settings.leakySlope = slope }
    let names = activations.map(\.name)
    if !foreign.saysActivations, call.option("activations") == nil { note(Warning.activationsTaken(names)) }
    if foreign.isLayoutGuessed { note(Warning.layoutGuessed()) }
    if !foreign.withoutBias.isEmpty { note(Warning.biasesMissing(foreign.withoutBias)) }
    if !foreign.ignored.isEmpty { note(Warning.arraysIgnored(foreign.ignored)) }
    if let last = foreign.layers.last, last.W.rows == 1, !activations[activations.count - 1].isElementwise { note(Warning.softmaxOfOne()) }
    let sizes = network.sizes.map(String.init).joined(separator: "-")
    let classes = foreign.classNames.isEmpty ? "" : "; classes " + StringLiteral.list(foreign.classNames.map(Fault.shortened), upTo: 8)
    executor.emit(
      TextEvent(
        call.name,
        ["\(path): network \(sizes), \(names.joined(separator: " ")), loss \(network.loss.name)\(classes)\(told)"],
        isReport: true))
  }

  private func note(_ message: String) { session.warn(Warning(kind: .note, message: message, range: call.arguments[0].range)) }

  /// An activation for each layer: that of the graph, that of the option, or the default.
  private func activations(_ foreign: ForeignNetwork, _ loss: (any LossFunction)?) throws(Fault) -> [any ActivationFunction] {
    let slope = session.state.settings.leakySlope
    var result = foreign.layers.map { $0.activation ?? Tanh() }
    if foreign.layers[foreign.layers.count - 1].activation == nil { result[result.count - 1] = session.outputActivation(loss) }
    guard let (word, range) = try arguments.word(option: "activations") else { return result }
    let names = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var asked: [any ActivationFunction] = []
    for (index, name) in names.enumerated() {
      guard let known = Activations.named(name) else { throw Fault.unknownActivation(name).located(range) }
      if !known.isElementwise, index < names.count - 1 { throw Fault.softmaxHidden(index + 1).located(range) }
      asked.append(known.withSlopeLeft(slope))
    }
    guard asked.count == result.count else { throw Fault.activationCount(asked.count, result.count, result.map(\.name)).located(range) }
    if foreign.hasGraph {
      guard asked.map(\.name) == result.map(\.name) else { throw Fault.otherActivations(path, names, result.map(\.name)).located(range) }
      return result
    }
    return asked
  }
}
