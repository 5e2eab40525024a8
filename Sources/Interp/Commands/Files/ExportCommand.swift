import Net

/// The kinds of files that `export` writes, by the ending of their name. A new kind is a case here and in `ExportCommand.contents`.
enum ExportFormat: String, CaseIterable {
  case page = ".html"
  case onnx = ".onnx"
  case safetensors = ".safetensors"
  case latex = ".tex"
  case torch = ".torch.py"
  case numpy = ".py"
  case csv = ".csv"

  /// The kind that a path asks for; nil where its ending is another one.
  init?(path: String) {
    let name = path.lowercased()
    guard let found = Self.allCases.first(where: { name.hasSuffix($0.rawValue) }) else { return nil }
    self = found
  }
}

/// `export FILE` writes the session or its network for other programs, and `export E FILE.csv` writes a value.
struct ExportCommand: Command {
  let name = "export"
  let group = CommandGroup.files
  let usage = "export FILE.html/.onnx/.py/.torch.py/.safetensors/.tex [precision=double/single] | export E FILE.csv"
  let summary = "write the session or its network for other programs"
  let details = [
    "export session.html writes a page that needs no network and no other file, so you can send it to somebody or hand it out. It shows the network, shapes "
      + "and formulas, J by step of up to 8 branches, and the statements of the session. With two features and classes it also shows the areas of the classes.",
    "A slider and the arrow keys go through up to 200 steps of the present branch, from the first one that the timeline keeps to the last. "
      + "Parameters, gradients, norms and areas change with it. They are the numbers that goto STEP and show give.",
    "The page opens at the last step. session.html#step=40 opens it at step 40, or at the nearest step that it has. A printed page shows one step.",
    "export net.onnx writes the network as a graph of ONNX for onnxruntime and other programs. Its input x has an example in each row, in the units of the "
      + "data, and its output y is what predict gives. The filling of gaps and the scale are parts of the graph. It computes in double precision, or with "
      + "precision=single in single precision.",
    "export net.py writes a program of NumPy. In it, predict(X) gives the outputs of the network, with an example in each column and in the units of the data. "
      + "python net.py makes the session again, statement by statement, and compares each J with that of the shell. Statements that nothing later needs, such as show, "
      + "are comments. Steps that you left by goto or back are left out. A statement that the program cannot have, such as freeze, is an error that names it.",
    "export net.torch.py writes a program of PyTorch that goes on training from here, in the way of the last train: the same parameters, data, loss, "
      + "optimizer and batches, so the same J. python net.torch.py 50 makes 50 steps, and torchrun makes them with several processes. Its first lines say how "
      + "to start it on several machines. Parameters that are too many for a program lie beside it, in net.torch.safetensors.",
    "export net.safetensors writes W and b as 0.weight, 0.bias, 2.weight and so on, as PyTorch's nn.Sequential names them, in double precision. Its notes "
      + "hold activations, loss, classes and scale, so load needs no options for it.",
    "export net.tex writes the shapes and equations of the network as a document of LaTeX, in the notation of the notes.",
    "export W1 w.csv writes a value: a line for each row, commas between the numbers, all digits and no header. An expression with blanks needs brackets, "
      + "as in export (W1 @ X + b1) z.csv.",
  ]
  let cautions = [
    "A page stays below 2 MB. For a large network it has fewer steps and leaves out entries of the largest arrays. A sentence on the page says so.",
    "The statements may contain names of your files and folders, and the page contains up to 1000 examples of two features. Look at it before you send it.",
    "The program of .py makes a built-in set from its seed, and reads a simple table from its path. export writes other data into the program as numbers, "
      + "up to 1 MB.",
    "Where the learning rate is so large that differences of rounding grow, no other program gives the same J. export measures this, and the program then "
      + "compares fewer digits.",
    "A program names the files of data by their whole path. Change the path where the file lies elsewhere.",
    "An .onnx or .safetensors file holds the network as it is now. It holds no data, no earlier steps and no optimizer; save keeps the optimizer.",
  ]
  let otherWords = [
    "html", "page", "browser", "web", "share", "report", "onnx", "onnxruntime", "safetensors", "pytorch", "csv", "latex", "tex", "python", "numpy", "program",
  ]
  let syntax = CommandSyntax(
    arguments: .words(atLeast: 1, atMost: 2),
    options: [.init("precision", .word, "the type of the numbers of .onnx and .torch.py", choices: ONNXWriter.Precision.allCases.map(\.rawValue))],
    takesValue: true)
  let example = CommandExample("init seed=2", "train 100 alpha=1.2", "export session.html")
  let isAtomic = true
  let completes = CompletionKind.newFiles(
    ExportFormat.allCases.filter { $0 != .csv }.map { String($0.rawValue.dropFirst()) }, ofValue: ["csv"])

  func writesFile(_ call: CommandCall) -> Bool { true }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let arguments = Arguments(call, executor)
    let place = call.arguments.count - 1
    let value: Expression? = if place == 1, case .expression(let expression) = call.arguments[0].kind { expression } else { nil }
    let typed = try arguments.word(place) ?? ""
    let range = call.arguments[place].range
    let path: String
    let format: ExportFormat
    do throws(Fault) {
      path = try session.writable(typed)
      try executor.checkFree(path)
      guard let found = ExportFormat(path: path) else {
        throw .exportsOther(typed, value: value.map { executor.text($0.range) } ?? (session.quantity(named: typed) == nil ? nil : typed))
      }
      format = found
      if session.hasRead(path) { throw .fileIsRead(typed, name) }
    } catch { throw error.located(range) }
    if let option = call.option("precision"), ![.onnx, .torch].contains(format) {
      throw Fault.optionNotForThis("precision", format.rawValue).located(option.range)
    }
    if let value, format != .csv { throw Fault.exportsNoValue(format).located(value.range) }
    let made = try contents(format, value, arguments, path, range)
    try session.checkInterrupt()
    let files = [(path, made.bytes)] + (made.beside.map { [$0] } ?? [])
    do throws(DataError) { try FileBytes.write(files) } catch { throw Fault.data(error, path).located(range) }
    executor.emit(
      TextEvent(
        name, ["wrote \(path): \(made.text), \(Self.size(made.bytes.count))" + (made.beside.map { "; and \($0.path), \(Self.size($0.bytes.count))" } ?? "")],
        isReport: true))
  }

  private static func size(_ bytes: Int) -> String { bytes < 1024 ? "\(bytes) bytes" : "\((bytes + 1023) / 1024) KiB" }

  /// What `export` writes.
  private struct Made {
    let bytes: [UInt8]
    /// What the report says about it.
    let text: String
    /// A second file that belongs to it.
    var beside: (path: String, bytes: [UInt8])?

    init(_ bytes: [UInt8], _ text: String) { (self.bytes, self.text) = (bytes, text) }
  }

  private func contents(
    _ format: ExportFormat, _ value: Expression?, _ arguments: Arguments, _ path: String, _ range: SourceRange
  ) throws(Fault) -> Made {
    let executor = arguments.executor
    switch format {
    case .page:
      _ = try executor.session.network()
      let page = try executor.withProgress { (tells) throws(Fault) in
        try PageMaker(session: executor.session, tells: tells).page(statements: executor.log.all.map(\.text))
      }
      return Made(PageText.bytes(page), "\(page.steps.count) step\(page.steps.count == 1 ? "" : "s") of \(page.line)")
    case .onnx:
      let precision = try arguments.choice(option: "precision", of: ONNXWriter.Precision.allCases) ?? .double
      let model = try ExportedModel(executor.session)
      if precision == .double, let slope = model.network.layers.lazy.compactMap({ $0.activation.slopeLeft }).first(where: { $0 > 1 }) {
        throw Fault.exportsSteepSlope(slope).located(range)
      }
      do throws(DataError) { return Made(try model.onnx(precision), "\(model.text) in \(precision.rawValue) precision") } catch {
        throw Fault.data(error, "").located(range)
      }
    case .safetensors:
      let model = try ExportedModel(executor.session)
      return Made(model.safetensors, model.text)
    case .torch:
      let model = try ExportedModel(executor.session)
      let precision = try arguments.choice(option: "precision", of: ONNXWriter.Precision.allCases) ?? .double
      let beside = String(path.dropLast(".py".count)) + ".safetensors"
      let names = [path, beside].map { String($0.split(separator: "/").last ?? "") }
      let program = try TorchProgram(
        executor.session, executor.log, model.inPython, precision, name: names[0], beside: names[1], makeReplay: executor.makeReplay)
      var made = Made(Array(program.text.utf8), "goes on from \(model.text) with \(program.summary)")
      if program.readsParameters {
        do throws(Fault) {
          try executor.checkFree(beside)
          if executor.session.hasRead(beside) { throw .fileIsRead(beside, name) }
        } catch { throw error.located(range) }
        made.beside = (beside, model.safetensors)
      }
      return made
    case .numpy:
      let model = try ExportedModel(executor.session)
      // Statements of branches that the session left are not needed. Where they cannot be told apart, the first journey is refused by its line.
      let recording = Recording(executor.log, executor.session, executor.log.hasJourneys ? executor.log.withoutLeftBranches() : nil)
      let program = try NumPyProgram(recording, model.inPython, makeReplay: executor.makeReplay, progress: executor.sink.progress)
      let rounded = program.roundedCosts == 0 ? "" : " (\(program.roundedCosts) with fewer digits, because differences of rounding grow)"
      let costs = "\(program.costs) cost\(program.costs == 1 ? "" : "s") to compare\(rounded)"
      let left = program.leftOut == 0 ? "" : "; statements that nothing later needs are comments: \(program.leftOut)"
      return Made(Array(program.text.utf8), "\(model.text), \(costs)\(left)")
    case .latex:
      let page = try LaTeXPage(executor.session)
      return Made(Array(page.text.utf8), "shapes and equations of the network")
    case .csv:
      guard let value else { throw Fault.exportsWhat().located(range) }
      let matrix = try Evaluator(executor.session).evaluate(value)
      guard let matrix = matrix.asMatrix else { throw Fault.exportsNumbers(matrix).located(value.range) }
      return Made(CSVText.bytes(matrix), "\(matrix.shape)")
    }
  }
}

extension Fault {
  fileprivate static func exportsOther(_ path: String, value: String?) -> Fault {
    let endings = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
    let name = path.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? ""
    let base = !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") } ? name : "net"
    return Fault(
      .usage, "export writes files whose names end in \(endings), and '\(shortened(path))' has another ending",
      hint: value.map { "export \(shortened($0)) \(value == path ? path.lowercased() : base).csv" }
        ?? "export \(base).onnx # or .safetensors, .py, .torch.py; save writes .npz")
  }

  fileprivate static func exportsSteepSlope(_ slope: Double) -> Fault {
    Fault(
      .value, "a graph in doubles has leaky ReLU as Max(z, slope * z), which needs a slope of at most 1, and leaky_slope is \(NumberFormat.shortest(slope))",
      hint: "export net.onnx precision=single")
  }

  fileprivate static func exportsNoValue(_ format: ExportFormat) -> Fault {
    Fault(.usage, "a value is written as .csv, and \(format.rawValue) holds the whole network or session", hint: "export W1 w.csv")
  }

  fileprivate static func exportsWhat() -> Fault { Fault(.usage, "a .csv file holds one value, and none is named", hint: "export W1 w.csv") }

  fileprivate static func exportsNumbers(_ value: Value) -> Fault {
    Fault(.value, "export writes numbers, not \(value.description)", hint: "export W1 w.csv")
  }
}
