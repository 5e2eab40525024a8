import Net

/// `plot` draws a picture.
struct PlotCommand: Command {
  let name = "plot"
  let group = CommandGroup.understanding
  let usage = "plot J [BRANCH …] | plot data | plot hist E | plot E, … [size=80x24 title= log=y]"
  let summary = "draw a cost curve, the data, a histogram or an array"
  let details = [
    "plot J draws the cost at each step of the present branch, from the first step that the timeline keeps. plot J main slower draws several branches.",
    "plot data draws the examples over the first two features, each class with a sign of its own. plot hist W1 counts the entries in intervals of equal width.",
    "plot E draws an expression: a row or a column as a line, a matrix as a map. In a map, areas are positive and strokes are negative. plot A, B draws "
      + "several lines.",
    "size=60x20 sets columns and rows, title= a title, and log=y a logarithmic y axis.",
  ]
  let cautions = [
    "plot (J) draws the number J as an expression; the words J, data and hist stand for the pictures only without brackets.",
    "A value that is not finite is a gap, and a line below the picture says so. On a logarithmic axis, so is a value of 0 or below.",
  ]
  let otherWords = ["draw", "picture", "chart", "graph", "curve", "histogram", "imshow", "hist"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 1, atMost: 100),
    options: [
      .init("size", .word, "columns x rows, as in 60x20; the window unless told"), .init("title", .word, "the title above the picture"),
      .init("log", .word, "which axis is logarithmic", choices: ["y"]),
    ])
  let example = CommandExample(
    "plot [3, 1, 2] size=40x10",
    output: [
      "               [3, 1, 2]", "3 ┤...", "  │...", "  │...", "2 ┤...", "  │...", "  │...", "1 ┤...", "  └┬─────────────────┬─────────────────┬",
      "   1                 2                 3",
    ])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    var figure: Figure
    switch arguments.expressions[0].plainName {
    case "J" where !isBracketed(arguments.expressions[0], executor): figure = try costs(arguments, session)
    case "data": figure = try Self.data(session)
    case "hist" where arguments.expressions.count > 1: figure = try histogram(Array(arguments.expressions.dropFirst()), arguments)
    default: figure = try expressions(arguments)
    }
    if let (title, _) = try arguments.word(option: "title") { figure.title = title }
    if let (word, range) = try arguments.word(option: "log") {
      guard word == "y" else { throw Fault.unknownChoice("log", word, ["y"]).located(range) }
      figure.hasLogY = true
    }
    executor.emit(PlotEvent(figure: figure, size: try size(arguments)))
  }

  /// Whether brackets stand around the expression in the text.
  private func isBracketed(_ expression: Expression, _ executor: Executor) -> Bool { executor.text(expression.range).hasPrefix("(") }

  /// The size that `size=80x24` gives.
  private func size(_ arguments: Arguments) throws(Fault) -> (columns: Int, rows: Int)? {
    guard let (word, range) = try arguments.word(option: "size") else { return nil }
    let parts = word.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard parts.count == 2, (1...1000).contains(parts[0]), (1...1000).contains(parts[1]) else {
      throw Fault.setting("size", word, "columns x rows, as in 80x24").located(range)
    }
    return (parts[0], parts[1])
  }

  // MARK: Costs

  private func costs(_ arguments: Arguments, _ session: Session) throws(Fault) -> Figure {
    _ = try session.presentPlace()
    var lines: [Line] = []
    for expression in arguments.expressions.dropFirst() {
      guard let name = expression.plainName, let line = session.timeline.line(named: name) else {
        throw Fault.noBranch(arguments.executor.text(expression.range), session.timeline.lines.map(\.name)).located(expression.range)
      }
      lines.append(line)
    }
    if lines.isEmpty { lines = [session.timeline.line] }
    var figure = Figure(what: "J", title: "", xLabel: "step", yLabel: "J", content: .series([]))
    var series: [Figure.Series] = []
    for line in lines {
      var part = Figure.Series(name: "J of \(line.name)", x: [], y: [])
      // Beside other branches, a branch begins where it leaves its parent.
      let first = lines.count > 1 ? max(line.start, session.timeline.first(of: line)) : session.timeline.first(of: line)
      // The steps are made again, which takes time where there are many.
      var progress = TrainingProgress(total: line.end - first, executor: arguments.executor)
      defer { progress.finish() }
      try session.timeline.eachStep(of: line, after: first, upTo: line.end, session) { (made) throws(Fault) in
        part.x.append(Double(made.step - 1))
        part.y.append(made.cost)
        progress.update(made.step - first, cost: made.cost)
      }
      part.x.append(Double(line.end))
      part.y.append(try TimelineTable(session).cost(line.end, on: line) ?? .nan)
      if let note = Figure.gap(part.y.count { !$0.isFinite }, of: part.name) { figure.notes.append(note) }
      series.append(part)
    }
    figure.title = lines.count == 1 ? "J by step, \(lines[0].name)" : "J by step"
    figure.content = .series(series)
    return figure
  }

  // MARK: Data

  /// The examples over the first two features.
  private static func data(_ session: Session) throws(Fault) -> Figure {
    let (X, names) = (session.X, session.state.data.current.featureNames)
    func label(_ row: Int) -> String { row < names.count ? names[row] : "x\(row + 1)" }
    func points(_ places: [Int], _ name: String) -> Figure.Series {
      let x = places.map { X[0, $0] }
      return Figure.Series(name: name, x: x, y: X.rows > 1 ? places.map { X[1, $0] } : places.map { session.Y?[0, $0] ?? 0 }, mark: .points)
    }
    let all = Array(0..<X.columns)
    var series = [points(all, "examples")]
    if let Y = session.Y, X.rows > 1, Y.columns == X.columns, let classes = Self.classes(Y) {
      let classNames = session.state.data.current.classNames
      let count = max(Y.rows, 2)
      series = (0..<count).map { index in
        points(all.filter { classes[$0] == index }, classNames.flatMap { index < $0.count ? $0[index] : nil } ?? "class \(index)")
      }
    }
    var figure = Figure(what: "data", title: "", content: .series(series))
    figure.title = X.rows > 1 ? "\(label(1)) over \(label(0))" : "Y over \(label(0))"
    figure.xLabel = label(0)
    if X.rows > 2 { figure.notes = ["the picture shows the first two of \(X.rows) features"] }
    return figure
  }

  /// The class of each example; nil where Y holds other numbers than 0 and 1.
  private static func classes(_ Y: Matrix) -> [Int]? {
    guard Y.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    if Y.rows == 1 { return Y.elements.map { Int($0) } }
    return (0..<Y.columns).map { column in (0..<Y.rows).first { Y[$0, column] == 1 } ?? 0 }
  }

  // MARK: Expressions

  private func values(_ expression: Expression, _ arguments: Arguments) throws(Fault) -> (name: String, value: Matrix) {
    let name = arguments.executor.text(expression.range)
    let value = try Evaluator(arguments.session).evaluate(expression)
    guard let matrix = value.asMatrix, !matrix.elements.isEmpty else { throw Fault.notDrawn(name, value).located(expression.range) }
    return (name, matrix)
  }

  private func histogram(_ expressions: [Expression], _ arguments: Arguments) throws(Fault) -> Figure {
    guard expressions.count == 1 else { throw Fault.oneHistogram().located(expressions[1].range) }
    let (name, matrix) = try values(expressions[0], arguments)
    let finite = matrix.elements.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    let count = low == high ? 1 : min(max(Int(Double(finite.count).squareRoot()), 4), 60)
    var bins = Array(repeating: 0.0, count: count)
    let width = (high / Double(count) - low / Double(count))
    for value in finite { bins[low == high ? 0 : min(Int((value - low) / width), count - 1)] += 1 }
    let middles = (0..<count).map { low + (Double($0) + 0.5) * width }
    var figure = Figure(what: "hist", title: "\(name): \(finite.count) entries in \(count) interval\(count == 1 ? "" : "s")", content: .series([]))
    figure.content = .series([Figure.Series(name: "count", x: middles, y: bins, mark: .bars)])
    if let note = Figure.gap(matrix.elements.count - finite.count, of: name) { figure.notes = [note] }
    return figure
  }

  private func expressions(_ arguments: Arguments) throws(Fault) -> Figure {
    let parts = try arguments.expressions.map { (expression) throws(Fault) in try values(expression, arguments) }
    if parts.count == 1, parts[0].value.rows > 1, parts[0].value.columns > 1 {
      let (name, matrix) = parts[0]
      var figure = Figure(
        what: name, title: "\(name) (\(matrix.rows), \(matrix.columns))",
        content: .map(.init(rows: matrix.rows, columns: matrix.columns, values: matrix.elements)))
      if let note = Figure.gap(matrix.elements.count { !$0.isFinite }, of: name) { figure.notes = [note + ", shown as ?"] }
      return figure
    }
    var figure = Figure(what: parts.map(\.name).joined(separator: ", "), title: parts.count == 1 ? parts[0].name : "", content: .series([]))
    var series: [Figure.Series] = []
    for (name, matrix) in parts {
      // A matrix among several expressions is a line for each of its rows.
      let isLine = matrix.rows == 1 || matrix.columns == 1
      for row in 0..<(isLine ? 1 : matrix.rows) {
        let y = isLine ? matrix.elements : matrix.row(row)
        series.append(Figure.Series(name: isLine ? name : "\(name)[\(row + 1),:]", x: (1...y.count).map(Double.init), y: y))
      }
      if let note = Figure.gap(matrix.elements.count { !$0.isFinite }, of: name) { figure.notes.append(note) }
    }
    figure.content = .series(series)
    return figure
  }
}

extension Fault {
  fileprivate static func notDrawn(_ name: String, _ value: Value) -> Fault {
    Fault(.value, "plot draws numbers, not \(value.description)", hint: "plot J, plot data, plot hist W1, plot W1")
  }

  fileprivate static func oneHistogram() -> Fault { Fault(.usage, "plot hist draws one array", hint: "as in: plot hist W1") }

  fileprivate static func noBranch(_ name: String, _ known: [String]) -> Fault {
    Fault(.unknownName, "there is no branch \(shortened(name))", hint: "the branches are \(known.joined(separator: ", "))")
  }
}
