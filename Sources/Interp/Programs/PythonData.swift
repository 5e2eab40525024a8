import Net

/// Writes `data` as lines of Python: a set that is made from its seed, or a file that the program reads from its path. It writes other data as numbers.
struct PythonData {
  /// The bytes that numbers of data have taken so far.
  private(set) var embeddedBytes = 0
  /// The most bytes that they may take.
  static let mostBytes = 1_000_000

  /// The lines of `data NAME` or `data FILE`, and of its split and scale.
  /// - Parameter whole: runs a `data` statement in a session of its own, and returns its data.
  mutating func lines(
    _ call: CommandCall, _ source: SourceText, _ writer: inout PythonWriter, after: Session, _ whole: (String) -> DataSplit?
  ) throws(Fault) -> [String] {
    let data = after.state.data
    guard let word = Self.word(call, source) else { throw .notInPython("this data") }
    let isStratified = call.option("stratify").map { source.text($0.valueRange) }.map { Setting.flag($0) == true } ?? false
    let isPlain = data.filling == nil && !isStratified && call.option("test") == nil && !data.hasConstants
    let seed = try Self.option("seed", call, &writer) ?? "1"
    let hasParts = data.parts.count > 1
    var lines = hasParts ? ["rng = np.random.RandomState(\(seed))"] : []
    let rng = hasParts ? "rng" : "np.random.RandomState(\(seed))"
    if isPlain, let maker = DataGenerators.named(word) {
      writer.need(maker.name)
      var arguments = [try Self.option("m", call, &writer) ?? "400", try Self.option("noise", call, &writer) ?? "0"]
      if maker.takesFactor { arguments.append(try Self.option("factor", call, &writer) ?? "0.8") }
      if maker.takesClasses { arguments.append(try Self.option("classes", call, &writer) ?? "2") }
      lines.append("X, Y = \(maker.name)(\((arguments + [rng]).joined(separator: ", ")))")
    } else if isPlain, let set = whole(Self.unsplit(call, source)).map(\.current) {
      if let read = try PythonFile(set, call, source, word)?.lines(&writer) {
        lines += read
      } else {
        lines += try embedded(DataSplit(set))
      }
    } else {
      return try embedded(data)
    }
    if hasParts {
      writer.need("splits")
      let counts = data.parts.map { "\($0.rawValue)=\(data.dataset($0)!.examples)" }.joined(separator: ", ")
      lines += ["parts = split(X, Y, rng, \(counts))", "X, Y = parts[\"train\"]"]
    }
    return lines + Self.scaling(data, hasParts: hasParts)
  }

  /// The lines that scale X, and perhaps Y, by the numbers of the training part.
  private static func scaling(_ data: DataSplit, hasParts: Bool) -> [String] {
    var lines: [String] = []
    var (X, Y) = ("X", "Y")
    if let scaling = data.scaling {
      let isDivided = scaling.mean.elements.allSatisfy { $0 == 0 }
      lines.append(
        isDivided
          ? "Xmean, Xscale = np.zeros((len(X), 1)), np.max(np.abs(X), axis=1, keepdims=True)"
          : "Xmean, Xscale = np.mean(X, axis=1, keepdims=True), np.std(X, axis=1, keepdims=True)")
      X = "(X - Xmean) / Xscale"
    }
    if data.targetScaling != nil {
      lines.append("Ymean, Yscale = np.mean(Y, axis=1, keepdims=True), np.std(Y, axis=1, keepdims=True)")
      Y = "(Y - Ymean) / Yscale"
    }
    if lines.isEmpty { return [] }
    if hasParts { return lines + ["parts = {name: (\(X), \(Y)) for name, (X, Y) in parts.items()}", "X, Y = parts[\"train\"]"] }
    return lines + ["X, Y = \(X), \(Y)"]
  }

  /// The parts of the data as numbers, on the scale of the network.
  /// - Throws: a `limit` fault where the program would have too many of them.
  mutating func embedded(_ data: DataSplit) throws(Fault) -> [String] {
    var lines: [String] = []
    for part in data.parts {
      guard let set = data.dataset(part) else { continue }
      lines += PythonText.assignment("X", PythonText.lines(set.X)) + PythonText.assignment("Y", set.Y.map(PythonText.lines) ?? ["None"])
      if data.parts.count > 1 { lines.append(part == .train ? "parts = {\"train\": (X, Y)}" : "parts[\"\(part.rawValue)\"] = X, Y") }
    }
    if data.parts.count > 1 { lines.append("X, Y = parts[\"\(data.part.rawValue)\"]") }
    embeddedBytes += lines.reduce(0) { $0 + $1.utf8.count + 1 }
    if embeddedBytes > Self.mostBytes { throw .tooMuchData(embeddedBytes, Self.mostBytes) }
    return lines
  }

  private static func option(_ name: String, _ call: CommandCall, _ writer: inout PythonWriter) throws(Fault) -> String? {
    guard let option = call.option(name), case .expression(let expression) = option.value else { return nil }
    if ["m", "classes", "seed"].contains(name) { return try writer.whole(expression) }
    return try writer.text(expression)
  }

  private static func word(_ call: CommandCall, _ source: SourceText) -> String? {
    guard let argument = call.arguments.first else { return nil }
    if case .word(let word) = argument.kind { return word }
    return source.text(argument.range)
  }

  /// The statement without a split and a scale, which gives the whole data in the units of the file.
  private static func unsplit(_ call: CommandCall, _ source: SourceText) -> String {
    let other: Set<String> = ["seed", "split", "stratify", "standardize", "normalize"]
    return (["data", source.text(call.arguments[0].range)] + call.options.filter { !other.contains($0.name) }.map { source.text($0.range) }).joined(
      separator: " ")
  }
}

extension PythonData {
  private static let template = ProgramTemplate(PackageResources.data_py)

  /// The functions that make or read data, for what a program needs.
  static func functions(_ needs: Set<String>) -> [String] {
    template.text(needs, [:]).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The words of these functions.
  static var words: Set<String> { template.words }

  /// The lines that make the present data, and what they need: the last `data` where it gives this data, otherwise the numbers.
  /// - Parameters:
  ///   - makeReplay: makes a session of its own.
  /// - Throws: a `limit` fault where there are too many numbers.
  static func present(
    _ session: Session, _ log: StatementLog, _ makeReplay: @escaping MakeReplay
  ) throws(Fault) -> (lines: [String], needs: Set<String>) {
    let data = session.state.data
    for entry in log.all.reversed() {
      let source = SourceText(name: "<export>", text: entry.text)
      var parser = Parser(source, context: session.parserContext())
      guard let statement = try? parser.nextLine()?.first, case .command(let call) = statement.kind, call.name == "data", !call.arguments.isEmpty else {
        continue
      }
      let replay = makeReplay(session.interrupt, false) { _ in }
      replay.run(source) { _ in true }
      guard replay.session.state.data.hasParts(of: data) else { break }
      var writer = PythonWriter(replay.session, taken: [])
      var written = PythonData()
      let whole = { (text: String) in Self.data(of: text, makeReplay, session) }
      guard let lines = try? written.lines(call, source, &writer, after: replay.session, whole) else { break }
      return (lines + (data.part == .train ? [] : ["X, Y = parts[\"\(data.part.rawValue)\"]"]), writer.needs)
    }
    if DataSplit.flower().hasParts(of: data) { return (["X, Y = flower(400, 0, np.random.RandomState(1))"], ["flower"]) }
    var written = PythonData()
    var part = data.current
    part.X = session.X
    return (try written.embedded(DataSplit(part)), [])
  }

  /// The data of a statement that runs in a session of its own.
  static func data(of text: String, _ makeReplay: MakeReplay, _ session: Session) -> DataSplit? {
    let replay = makeReplay(session.interrupt, false) { _ in }
    var found: DataSplit?
    replay.run(SourceText(name: "<export>", text: text)) { fault in
      if fault == nil { found = replay.session.state.data }
      return false
    }
    return found
  }
}

extension DataSplit {
  /// Whether the other data has the same numbers in the same parts.
  fileprivate func hasParts(of other: DataSplit) -> Bool {
    parts == other.parts && parts.allSatisfy { dataset($0)!.X == other.dataset($0)!.X && dataset($0)!.Y == other.dataset($0)!.Y }
  }

  /// Whether a feature or a row of targets is constant, so that its scale is 0.
  fileprivate var hasConstants: Bool { [scaling, targetScaling].contains { $0?.deviation.elements.contains(0) ?? false } }
}

extension Fault {
  fileprivate static func tooMuchData(_ bytes: Int, _ most: Int) -> Fault {
    Fault(
      .limit,
      "the program would hold \(bytes / 1000) kB of data, and at most \(most / 1000) kB are allowed: this data has no seed, and no file that NumPy reads",
      hint: "export X.T x.csv; export Y.T y.csv; data x.csv y=y.csv header=no # then train and export again")
  }
}
