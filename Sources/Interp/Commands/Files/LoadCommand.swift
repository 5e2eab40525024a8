import Net

/// `load FILE.npz` reads a network that `save` wrote.
struct LoadCommand: Command {
  let name = "load"
  let group = CommandGroup.files
  let usage = "load FILE.npz"
  let summary = "read a network that save wrote"
  let details = [
    "load restores the network with its alpha, step and branch, and starts a new timeline at that step.",
    "It also restores how the data was prepared: the columns, what fills gaps, the scale and the classes. So load net.npz; predict new.csv needs no data.",
  ]
  let cautions = [
    "The data stays. If the network was trained on standardised data, load puts data on its scale that is not yet standardised."
  ]
  let otherWords = ["open", "restore"]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1), path: .always)
  let example = CommandExample("load net.npz")
  let completes = CompletionKind.files(["npz"])

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let path = try Arguments(call, executor).word(0) ?? ""
    let model: ModelFile
    let found = try executor.session.readable(path)
    do { model = try ModelFile(path: found, executor.session.fileBudget) } catch { throw Fault.data(error, path).located(call.arguments[0].range) }
    // A name that no branch may have is not used.
    let line = model.line.flatMap { BranchCommand.isName($0) ? $0 : nil } ?? Session.firstLine
    session.install(model.network, lineName: line)
    session.state.settings.leakySlope = model.leakySlope
    session.state.alpha = model.alpha
    session.state.steps = model.step
    session.state.seed = model.seed
    let note = session.adopt(model.preprocessing, of: model.network)
    let sizes = model.network.sizes.map(String.init).joined(separator: "-")
    executor.emit(TextEvent(name, ["\(path): network \(sizes), step \(model.step) of \(line)\(note)"], isReport: true))
  }
}
