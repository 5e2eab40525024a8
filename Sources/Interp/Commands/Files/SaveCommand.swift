import Net

/// `save FILE.npz` writes the network.
struct SaveCommand: Command {
  let name = "save"
  let group = CommandGroup.files
  let usage = "save FILE.npz"
  let summary = "write the network to a file"
  let details = [
    "The .npz file holds W1, b1 and the others, activations, loss, seed, step and branch. numpy.load reads it too.",
    "It holds lambda, what dropout keeps, and the optimizer with its averages, where they are in use.",
    "It also holds how the data was prepared: the names of the columns, what fills gaps, the scale and the classes. load and predict FILE read that.",
  ]
  let cautions = [
    "save replaces an old file of that name. The old file stays whole until the new one is complete.",
    "save writes no data set. It writes the network alone.",
    "The state of the random generator is not in the file. To draw the same batches and masks after load, name a seed before both: seed 5.",
  ]
  let otherWords = ["write", "npz"]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1))
  let example = CommandExample("init seed=2", "save net.npz")
  let isAtomic = true
  let completes = CompletionKind.newFiles(["npz"])

  func writesFile(_ call: CommandCall) -> Bool { true }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    let typed = try Arguments(call, executor).word(0) ?? ""
    let path = try executor.session.writable(typed)
    do throws(Fault) {
      try executor.checkFree(path)
      // A pipe or a device may have any name. A name may also have no ending.
      let name = path.split(separator: "/").last ?? ""
      if name.dropFirst().contains("."), !name.lowercased().hasSuffix(".npz"), FilePaths.isRegular(path) { throw Fault.savesArchives(typed) }
    } catch { throw error.located(call.arguments[0].range) }
    let place = try session.presentPlace()
    let state = session.state
    let model = ModelFile(
      network: network, seed: state.seed, leakySlope: state.settings.leakySlope, alpha: state.alpha, step: state.steps,
      preprocessing: session.preprocessing(of: network), line: place.line.name)
    do { try model.write(to: path, session.fileBudget) } catch { throw Fault.data(error, path).located(call.arguments[0].range) }
    executor.emit(TextEvent(name, ["wrote \(path): \(network.parameterCount) parameters of step \(state.steps) of \(place.line.name)"], isReport: true))
  }
}
