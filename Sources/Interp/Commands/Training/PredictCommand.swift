import Net

/// `predict` computes the output and the class of each example: of X, of an expression, or of the rows of a file.
struct PredictCommand: Command {
  let name = "predict"
  let group = CommandGroup.training
  let usage = "predict [to=FILE.csv] | predict E [units=data] | predict FILE [to=FILE.csv] [unknown=zero]"
  let summary = "compute the output and the class of each example"
  let details = [
    "A bare predict takes X. predict E takes other inputs, one example a column.",
    "predict new.csv reads new rows as data read the data file: the same columns, one-hot values, filling, scale and classes. Columns are found by "
      + "their names, or by their positions where the data file has no names. The target may be left out, and other columns are ignored. A quoted text, or "
      + "a word that ends like a file of data, is a file.",
    "From a file with arrays, X is taken as from the data file. Where the data has no file, as moons or an assigned X, a table is read that has columns "
      + "with the names of the features, or one column of numbers for each feature; of an array, n0 says where the examples lie.",
    "to=FILE.csv writes a table with one row for each example: Yhat, or Yhat1, Yhat2 and so on, with all digits, and the class by its name.",
    "A sigmoid unit predicts class 1 where A > 0.5. softmax predicts the class with the largest output.",
  ]
  let cautions = [
    "Where the data was standardised or normalised, E must be on the same scale. With units=data it is in the units of the data, and predict scales it. "
      + "A file is always in the units of the data. Under standardize=both the outputs are in the units of the data too.",
    "Under missing=drop a row of the file with a gap has no output: its row of the written table is empty. Under missing=mean and missing=median a gap is "
      + "filled as in the training part. A value of a one-hot column that the data did not have is an error, or gives zeros with unknown=zero.",
    "The last of data and load says how a file is read.",
  ]
  let otherWords = ["prediction", "classify", "inference", "new rows", "new data"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 0, atMost: 1),
    options: [
      .init("units", .word, "whether E is on the scale of the network, or in the units of the data", choices: ["network", "data"]),
      .init("to", .word, "the table to write, in place of printing", files: ["csv"]),
      .init("unknown", .word, "zero: a value that the data did not have in a one-hot column gives zeros", choices: Unknown.allCases.map(\.rawValue)),
    ], path: .whereItEndsLikeOne)
  let example = CommandExample("init 2 1:sigmoid weights=zeros", "predict [1; 2]", output: ["Yhat (1, 1)", "     1", "1  0.5", "classes 0"])
  let isAtomic = true
  let completes = CompletionKind.names

  private enum Unknown: String, CaseIterable { case zero }

  func writesFile(_ call: CommandCall) -> Bool { call.option("to") != nil }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let arguments = Arguments(call, executor)
    let network = try session.network()
    let target = try arguments.target(endings: ["csv"], else: Fault.writesTables)
    let pass = Pass()
    var kept: [Bool]?
    var isFile = false
    var inputs: Matrix?
    if let (path, range) = try path(arguments) {
      if let option = call.option("units") { throw Fault.optionNotForThis("units", "a file, which is in the units of the data").located(option.range) }
      isFile = true
      do { (inputs, kept) = try rows(path, network, arguments) } catch { throw error.located(range) }
    } else {
      if let option = call.option("unknown") { throw Fault.optionNotForThis("unknown", "anything but a file").located(option.range) }
      // A recording passes over a statement that writes a file, so the expression must not draw random numbers.
      if !call.arguments.isEmpty, let option = call.option("to") { throw Fault.optionNotForThis("to", "an expression").located(option.range) }
      inputs = try arguments.inputs(network)
      if inputs == nil { try session.checkInputs(network) }
    }
    // The file of the rows was read just now, and it is kept too.
    if let target, session.hasRead(target.path) { throw Fault.fileIsRead(target.path, call.name).located(target.range) }
    let X = inputs ?? session.X
    if X.columns > 0 { pass.forward(network, X: X, Y: nil) }
    let A = X.columns > 0 ? pass.A(network.depth) : Matrix(rows: network.outputs, columns: 0)
    let result = Predictions(A, outputs: session.preprocessing.outputs(A), network, names: classNames(session, A), kept: kept)
    try session.checkCut()
    if let kept {
      let dropped = kept.indices.filter { !kept[$0] }.map { $0 + 1 }
      session.warn(Warning(kind: .note, message: Warning.rowsWithoutOutput(dropped), range: call.arguments.first?.range))
    }
    guard let target else {
      let remedy = isFile ? "predict FILE to=FILE.csv" : inputs == nil ? "predict to=FILE.csv" : nil
      return executor.emit(
        PredictEvent(
          value: result.rowOutputs, classes: try result.rowClasses(session), kept: kept, remedy: remedy.map { .statement("\($0) writes all") } ?? .none))
    }
    let bytes = try result.table(session)
    do { try FileBytes.write(bytes, to: target.path) } catch { throw Fault.data(error, target.path).located(target.range) }
    executor.emit(TextEvent(name, ["wrote \(target.path): \(result.rows) row\(result.rows == 1 ? "" : "s")"], isReport: true))
  }

  /// The file that the first argument names: a text in quotes, a word that ends like a file, or an expression whose value is a text.
  private func path(_ arguments: Arguments) throws(Fault) -> (String, SourceRange)? {
    guard let first = arguments.call.arguments.first else { return nil }
    switch first.kind {
    case .word(let word): return (word, first.range)
    case .expression(let expression):
      // Nothing is evaluated here, since an expression that is no path is evaluated later.
      return text(expression, arguments.session).map { ($0, first.range) }
    default: return nil
    }
  }

  /// The text that a variable or an argument of the script holds; nil for other expressions.
  private func text(_ expression: Expression, _ session: Session) -> String? {
    switch expression.kind {
    case .argument(let index):
      guard session.arguments.indices.contains(index - 1) else { return nil }
      let text = session.arguments[index - 1]
      return Double(text) == nil ? text : nil
    case .name(let name):
      let value = name == "ans" ? session.state.variables[name] ?? session.state.answer : session.state.variables[name]
      guard Names.reserved(name, session.nameContext) == nil, case .text(let text)? = value else { return nil }
      return text
    default: return nil
    }
  }

  /// The inputs of the network that the rows of a file give, and which rows are examples; nil where all are.
  private func rows(_ path: String, _ network: Network, _ arguments: Arguments) throws(Fault) -> (Matrix, [Bool]?) {
    let session = arguments.session
    let preprocessing = session.preprocessing
    let takesUnknown = try arguments.choice(option: "unknown", of: Unknown.allCases) == .zero
    let found = try arguments.executor.inputPath(path)
    guard preprocessing.featureNames.count == network.inputs else {
      throw .rowsForOtherNetwork(path, features: preprocessing.featureNames.count, sizes: network.sizes)
    }
    let rows: NewRows
    do {
      rows = try DataFile.newRows(OpenedFile(found, session.fileBudget), like: preprocessing, takesUnknown: takesUnknown)
    } catch {
      throw .rows(error, path, isPrediction: true)
    }
    try session.checkPass(network, examples: rows.X.columns)
    return (preprocessing.inputs(rows.X), rows.kept)
  }

  /// The names of the classes, where there are as many as the outputs tell apart. Names that the network brought come before those of the data.
  private func classNames(_ session: Session, _ output: Matrix) -> [String]? {
    let count = output.rows == 1 ? 2 : output.rows
    let names = session.preprocessing.classNames ?? session.state.data.current.classNames
    return names?.count == count ? names : nil
  }
}
