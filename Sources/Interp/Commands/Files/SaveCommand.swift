import Net

/// `save FILE.npz`: the network.
struct SaveCommand: Command {
  let name = "save"
  let group = CommandGroup.files
  let usage = "save FILE.npz"
  let summary = "write the network to a file that numpy.load reads too: W1, b1 …, activations, loss, seed, scaling, step and branch"
  let details = ["The file is written beside its place, synced and renamed: an old one stays whole until then."]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1))
  let writesFiles = true
  let example = CommandExample("init seed=2", "save net.npz")
  let isAtomic = true
  let completes = CompletionKind.files(["npz"])

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    let typed = try Arguments(call, executor).word(0) ?? ""
    let path = try executor.session.writable(typed)
    do throws(Fault) {
      try executor.checkFree(path)
      // A pipe or a device takes it under any name, and a name may have no ending.
      let name = path.split(separator: "/").last ?? ""
      if name.dropFirst().contains("."), !name.lowercased().hasSuffix(".npz"), FilePaths.isRegular(path) { throw Fault.savesArchives(typed) }
    } catch { throw error.located(call.arguments[0].range) }
    let place = try session.presentPlace()
    let state = session.state
    let model = ModelFile(
      network: network, seed: state.seed, leakySlope: state.settings.leakySlope, alpha: state.alpha, step: state.steps, scaling: state.data.scaling,
      classNames: state.data.current.classNames, line: place.line.name)
    do { try model.write(to: path) } catch { throw Fault.data(error, path).located(call.arguments[0].range) }
    executor.emit(TextEvent(name, ["wrote \(path): \(network.parameterCount) parameters of step \(state.steps) of \(place.line.name)"], isReport: true))
  }
}
