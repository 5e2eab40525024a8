import Net

/// `save FILE.npz`: the network.
struct SaveCommand: Command {
  let name = "save"
  let group = CommandGroup.files
  let usage = "save FILE.npz"
  let summary = "write the network to a file that numpy.load reads too: W1, b1 …, activations, loss, seed, scaling"
  let details = ["The file is written beside its place, synced and renamed: an old one stays whole until then."]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1))
  let example = CommandExample("init seed=2", "save net.npz")
  let isAtomic = true
  let completes = CompletionKind.files(["npz"])

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    let path = try Arguments(call, executor).word(0) ?? ""
    let state = session.state
    let model = ModelFile(
      network: network, seed: state.seed, leakySlope: state.settings.leakySlope, alpha: state.alpha, step: state.steps, scaling: state.data.scaling,
      classNames: state.data.current.classNames)
    do { try model.write(to: path) } catch { throw Fault.data(error, path).located(call.arguments[0].range) }
    executor.emit(TextEvent(name, ["wrote \(path): \(network.parameterCount) parameters of step \(state.steps)"], isReport: true))
  }
}

/// `load FILE.npz`: a network that `save` wrote.
struct LoadCommand: Command {
  let name = "load"
  let group = CommandGroup.files
  let usage = "load FILE.npz"
  let summary = "take the network of a file that save wrote, with its alpha and step"
  let details = ["The data stays. Where the network was trained on standardised data, data not standardised yet is put on that scale."]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1))
  let example = CommandExample("load net.npz")
  let completes = CompletionKind.files(["npz"])

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let path = try Arguments(call, executor).word(0) ?? ""
    let model: ModelFile
    do { model = try ModelFile(path: executor.readable(path)) } catch { throw Fault.data(error, path).located(call.arguments[0].range) }
    session.install(model.network)
    session.state.settings.leakySlope = model.leakySlope
    session.state.alpha = model.alpha
    session.state.steps = model.step
    session.state.seed = model.seed
    var note = ""
    if let scaling = model.scaling, session.state.data.scaling == nil, session.X.rows == scaling.mean.rows {
      session.state.data.apply(scaling)
      session.state.versions.inputs += 1
      note = "; the data is put on its scale"
    }
    let sizes = model.network.sizes.map(String.init).joined(separator: "-")
    executor.emit(TextEvent(name, ["\(path): network \(sizes), step \(model.step)\(note)"], isReport: true))
  }
}

/// `source FILE`: runs a file in this session.
struct SourceCommand: Command {
  let name = "source"
  let group = CommandGroup.files
  let usage = "source FILE"
  let summary = "run a file's statements in this session"
  let details = ["A relative path is sought beside the file that names it, then in the working directory. The statements done before an error stay done."]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1))
  let example = CommandExample("source first.nns")
  // Of a sourced file only the statement that failed is undone.
  let isAtomic = true
  let completes = CompletionKind.files(["nns"])

  static let maximumDepth = 64

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let path = executor.readable(try Arguments(call, executor).word(0) ?? "")
    let real = FilePaths.real(path)
    if executor.sourceStack.contains(real) { throw Fault.sourceCycle(path).located(call.arguments[0].range) }
    guard executor.sourceStack.count < Self.maximumDepth else { throw Fault.sourceDepth(Self.maximumDepth).located(call.arguments[0].range) }
    executor.sourceStack.append(real)
    defer { executor.sourceStack.removeLast() }
    try executor.runFile(path, call)
  }
}
