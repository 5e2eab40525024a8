import Net

/// `load FILE` reads a network that `save` or another program wrote.
struct LoadCommand: Command {
  let name = "load"
  let group = CommandGroup.files
  let usage = "load FILE [activations=tanh,sigmoid loss= layout=units/inputs]"
  let summary = "read a network that save or another program wrote"
  let details = [
    "A file that save wrote brings back the network with its alpha, step and branch, and starts a new timeline at that step. "
      + "It also restores how the data was prepared: the columns, what fills gaps, the scale and the classes. So load net.npz; predict new.csv needs no data.",
    "Other files are .npz, .mat, HDF5, .safetensors and .onnx. Their content decides, not their name. alpha, seed and settings stay, and the timeline "
      + "begins at step 0.",
    "The arrays of a network are named W1, b1, W2, b2 and so on, or weight and bias, kernel and bias, coefs and intercepts, with the layer before or behind, "
      + "as in model.0.weight. The numbers in the names give the order of the layers, so 10.weight comes after 2.weight. Where the words "
      + "differ, as in hidden.weight and out.weight, the shapes give the order.",
    "A bias of any shape becomes a column. A layer without a bias gets zeros, and a note says so. Arrays with other names are left out, and a note names them. "
      + "Arrays of a layer that is not dense are an error.",
    "layout=inputs says that weights are (inputs, units), as in Keras and scikit-learn; layout=units says that they are (units, inputs), as in PyTorch. Without "
      + "layout= the shapes decide. Where they cannot, units come first, and a note says so.",
    "activations= names the activation of each layer, as in activations=relu,softmax. Without it they are tanh, and the output takes the one that fits Y, as "
      + "in init. A note says so. loss= is that of init.",
    "A graph of ONNX says which activations it has. It may come from PyTorch, Keras or skl2onnx, and its weights may lie in a file beside it. "
      + "A model of skl2onnx for two classes becomes one sigmoid unit, P(1). A leaky ReLU of a graph sets leaky_slope. "
      + "Where the graph names its classes, predict answers with these names until the next data.",
  ]
  let cautions = [
    "The data stays. If save wrote a network that was trained on standardised data, load standardises data that is not yet standardised.",
    "A PyTorch network for classes often ends before its softmax, since its loss adds it. Its graph then has a linear output. Put nn.Softmax(dim=1) at its end before "
      + "you export it, or load its weights from .safetensors with activations=.",
    "save_file of safetensors 0.8.0 writes the wrong numbers for a NumPy array such as W.T, which is not in C order. Nothing in the file shows it. "
      + "In Python, write np.ascontiguousarray(W.T).",
  ]
  let otherWords = ["open", "restore", "onnx", "safetensors", "pytorch", "keras", "scikit-learn", "sklearn", "tensorflow"]
  let syntax = CommandSyntax(
    arguments: .words(atLeast: 1, atMost: 1),
    options: [
      .init("activations", .word, "the activation of each layer, with commas between them", choices: Activations.all.map(\.name)),
      .init("loss", .word, "the loss that training makes small", choices: Losses.all.map(\.name)),
      .init("layout", .word, "whether weights are (units, inputs) or (inputs, units)", choices: WeightLayout.allCases.map(\.rawValue)),
    ], path: .always)
  let example = CommandExample("load net.npz")
  let completes = CompletionKind.files(FileSuffixes.of(.network))

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let arguments = Arguments(call, executor)
    let path = try arguments.word(0) ?? ""
    let layout = try arguments.choice(option: "layout", of: WeightLayout.allCases)
    let found = try session.readable(path)
    let file: NetworkFile
    do { file = try NetworkFile.read(found, layout: layout, session.fileBudget) } catch { throw Fault.data(error, path).located(call.arguments[0].range) }
    switch file {
    case .foreign(let network): try ForeignLoad(call: call, executor: executor, path: path).take(network)
    case .saved(let model):
      if let option = call.options.first { throw Fault.optionNotForThis(option.name, "a file that save wrote").located(option.range) }
      take(model, path, executor)
    }
  }

  /// Takes a network that `save` wrote.
  private func take(_ model: ModelFile, _ path: String, _ executor: Executor) {
    let session = executor.session
    // A name that no branch may have is not used.
    let line = model.line.flatMap { BranchCommand.isName($0) ? $0 : nil } ?? Session.firstLine
    session.state.lambda = model.network.lambda
    session.state.optimizer = model.network.optimizer
    session.state.dropout = Dropout(of: model.network)
    session.install(model.network, lineName: line, keepsAverages: true)
    session.state.settings.leakySlope = model.leakySlope
    session.state.alpha = model.alpha
    session.state.steps = model.step
    session.state.seed = model.seed
    let note = session.adopt(model.preprocessing, of: model.network)
    let sizes = model.network.sizes.map(String.init).joined(separator: "-")
    executor.emit(TextEvent(name, ["\(path): network \(sizes), step \(model.step) of \(line)\(note)"], isReport: true))
  }
}
