import Net

extension PlotRequest {
  /// Reads what a `plot` asks for. Nothing is drawn yet.
  /// - Throws: A `usage`, `value` or `unknown-name` fault where the words and the options do not fit together.
  init(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let expressions = arguments.expressions
    let rest = Array(expressions.dropFirst())
    // With brackets around it, a word is the name of a variable.
    let first = executor.source.text(expressions[0].range)
    let word = PlotWord(rawValue: first)
    func named(_ expression: Expression) -> (name: String, range: SourceRange) {
      (expression.plainName ?? executor.text(expression.range), expression.range)
    }
    func takesNoMore() throws(Fault) {
      if let extra = rest.first { throw Fault.plotTakesNoMore(first, executor.text(extra.range)).located(extra.range) }
    }
    switch word {
    case .costs:
      let timeline = executor.session.timeline
      let branches = rest.map(named)
      for (name, range) in branches where timeline.line(named: name) == nil { throw Fault.noBranch(name, timeline.lines.map(\.name)).located(range) }
      subject = .costs(branches: branches)
    case .data:
      try takesNoMore()
      subject = .data
    case .boundary:
      try takesNoMore()
      subject = .boundary(try Self.boundary(arguments))
    case .activation:
      let known = Activations.all.map(\.name)
      guard rest.count == 1 else { throw Fault.namesOneActivation(known).located(rest.dropFirst().first?.range ?? expressions[0].range) }
      guard let activation = Activations.named(named(rest[0]).name) else {
        throw Fault.unknownChoice("activation", named(rest[0]).name, known).located(rest[0].range)
      }
      subject = .activation(activation)
    case .gradients:
      try takesNoMore()
      subject = .gradients
    case .network:
      try takesNoMore()
      subject = .network
    case .histogram:
      guard rest.count == 1 else { throw Fault.oneHistogram().located(rest.dropFirst().first?.range ?? expressions[0].range) }
      subject = .histogram(rest[0])
    case nil:
      subject = .values(expressions.map { ($0, executor.text($0.range)) }, shape: try Self.shape(arguments, expressions.count))
    }
    for option in call.options where !PlotWord.options(of: word).contains(option.name) {
      throw Fault.optionNotForThis(option.name, "plot \(word?.rawValue ?? "E")").located(option.range)
    }
    title = try arguments.word(option: "title")?.word
    if let (word, range) = try arguments.word(option: "log") {
      guard word == "y" else { throw Fault.unknownChoice("log", word, ["y"]).located(range) }
      hasLogY = true
    }
    file = try arguments.target(endings: GnuplotScript.Form.files.map(\.rawValue), else: Fault.drawsPictures)
    size = try Self.size(arguments, isFile: file != nil)
    source = executor.source
    text = executor.text(SourceRange(expressions[0].range.start, call.range.end))
  }

  /// The size that `size=80x24` gives: cells of text, or pixels of a file.
  private static func size(_ arguments: Arguments, isFile: Bool) throws(Fault) -> (columns: Int, rows: Int)? {
    guard let (word, range) = try arguments.word(option: "size") else { return nil }
    let parts = word.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    let allowed = isFile ? GnuplotScript.sizes : 1...1000
    guard parts.count == 2, parts.allSatisfy(allowed.contains) else {
      let wanted = isFile ? "pixels across and down from \(allowed.lowerBound) to \(allowed.upperBound), as in 800x500" : "columns x rows, as in 80x24"
      throw Fault.setting("size", word, wanted).located(range)
    }
    return (parts[0], parts[1])
  }

  private static func boundary(_ arguments: Arguments) throws(Fault) -> Boundary {
    var boundary = Boundary()
    if let (items, range) = try arguments.columns(option: "features") { boundary.features = (items.map(\.text), range) }
    let most = 1...Int(Int32.max)
    if let unit = try arguments.integer(option: "unit", in: most) { boundary.unit = (unit, arguments.call.option("unit")!.valueRange) }
    if let layer = try arguments.integer(option: "layer", in: most) { boundary.layer = (layer, arguments.call.option("layer")!.valueRange) }
    return boundary
  }

  /// The rows and columns that `shape=28,28` gives.
  private static func shape(_ arguments: Arguments, _ count: Int) throws(Fault) -> (Shape, range: SourceRange)? {
    guard let (items, range) = try arguments.columns(option: "shape") else { return nil }
    let sizes = items.compactMap { Int($0.text) }
    guard items.count == 2, sizes.count == 2, !items.contains(where: \.isExcluded), sizes.allSatisfy({ (1...1 << 28).contains($0) }) else {
      throw Fault.setting("shape", items.map(\.text).joined(separator: ","), "rows and columns, as in 28,28").located(range)
    }
    guard count == 1 else { throw Fault.optionNotForThis("shape", "several expressions").located(range) }
    return (Shape(sizes[0], sizes[1]), range)
  }
}

extension Fault {
  fileprivate static func plotTakesNoMore(_ word: String, _ extra: String) -> Fault {
    Fault(.usage, "plot \(word) takes nothing more, and '\(shortened(extra))' follows", hint: "plot \(word)")
  }

  fileprivate static func namesOneActivation(_ known: [String]) -> Fault {
    Fault(
      .usage, "plot activation takes the name of one activation", hint: "plot activation tanh # or \(known.filter { $0 != "tanh" }.joined(separator: ", "))")
  }

  fileprivate static func drawsPictures(_ path: String) -> Fault {
    // The ending of another kind of picture is replaced, and any other one stays a part of the name.
    let other = [".jpg", ".jpeg", ".gif", ".bmp", ".eps", ".ps", ".tif", ".tiff", ".webp"].first { path.lowercased().hasSuffix($0) }
    let name = String(path.dropLast(other?.count ?? 0)) + ".png"
    return Fault(.usage, "'\(shortened(path))' must end in .svg, .png or .pdf", hint: "write to=\(StringLiteral.quoted(name))")
  }

  fileprivate static func oneHistogram() -> Fault { Fault(.usage, "plot hist draws one array", hint: "as in: plot hist W1") }
}
