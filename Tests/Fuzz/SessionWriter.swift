import Interp

/// One statement of a session, or several that belong together.
struct Item: Sendable {
  var text: String
  /// The commands, options, functions and forms that it uses.
  var uses: Set<String> = []
  /// The feature that it was written for.
  var aim: String?
  /// Whether it is a single statement that is undone as a whole where it fails.
  var isSimple = false
  /// Whether the state is printed before and after it.
  var isProbed = false
  /// Whether it goes to a step and back, so that the state is the same afterwards where nothing fails.
  var returns = false
  var bytes: [UInt8]?

  var input: [UInt8] { bytes ?? Array(text.utf8) }
}

/// A session to run.
struct Session: Sendable {
  var index: Int
  var items: [Item]
  var files: [ScratchFile]
  /// Whether it ends with `record --verify`.
  var verifies = true
}

/// The features that are counted: commands, options, functions with their parameters, settings, forms of statements.
enum Features {
  static let forms = ["assignment", "index", "augmented", "claim", "expression", "lesson", "spoiled", "layer", "variable index"]

  static let all: [String] =
    Vocabulary.commands.flatMap { command in ["cmd:\(command.name)"] + command.options.map { "opt:\(command.name).\($0.name)" } }
    + Vocabulary.functions.flatMap { function in
      ["fn:\(function.name)"] + function.parameters.filter { $0.hasSuffix("?") }.map { "fn:\(function.name).\($0.dropLast())" }
    } + Vocabulary.settings.map { "set:\($0)" } + forms.map { "form:\($0)" }
}

/// Writes sessions. It prefers the features that were tried least, and follows the state of the session in a model.
struct SessionWriter {
  var write: ExpressionWriter
  let lessons: Lessons
  let tally: Tally
  var items: [Item] = []
  private let index: Int
  /// The number of blocks around the present statement.
  var depth = 0

  init(seed: UInt64, index: Int, lessons: Lessons, tally: Tally) {
    write = ExpressionWriter(random: Random(seed, index))
    self.lessons = lessons
    self.tally = tally
    self.index = index
  }

  static func session(seed: UInt64, index: Int, statements: Int, lessons: Lessons, tally: Tally) -> Session {
    var writer = SessionWriter(seed: seed, index: index, lessons: lessons, tally: tally)
    let files = Scratch.files(&writer.write.random, changed: 3)
    writer.write.model.files = files.map(\.name)
    writer.begin()
    while writer.items.count < statements { writer.next() }
    var session = Session(index: index, items: writer.items, files: files)
    if writer.write.random.percent(25) {
      let end = writer.write.random.pick(["quit", "quit 0", "quit 7", "quit 255", "quit (1 + 1)", "quit 256", "quit -1", "quit \"x\"", "quit 0.5", "quit 3 4"])
      session.items.append(Item(text: end, uses: ["cmd:quit"], aim: "cmd:quit"))
    }
    return session
  }

  /// Writes the beginning. Most sessions have few examples and a network, so that statements are fast and most can succeed.
  private mutating func begin() {
    if write.random.percent(85) {
      let name = write.random.pick(Vocabulary.dataSets)
      let m = write.random.within(4...14)
      append(Item(text: "data \(name) m=\(m) noise=0.1 seed=\(write.random.below(9))", uses: ["cmd:data", "opt:data.m"], isSimple: true))
      write.model.examples = m
      write.model.features = 2
    }
    if index % 8 == Oracle.turnOfThreads, write.random.percent(50) {
      // The data is so large that threads share a step.
      append(Item(text: "X = randn(20, 2200)\nY = 1 * (X[1, :] > 0)"))
      (write.model.features, write.model.examples) = (20, 2200)
    }
    if write.random.percent(80) {
      append(plain(network(), "cmd:init"))
      if write.random.percent(60) {
        append(Item(text: "forward", uses: ["cmd:forward"], isSimple: true))
        append(Item(text: "backward", uses: ["cmd:backward"], isSimple: true))
        (write.model.hasPass, write.model.hasGradients) = (true, true)
      }
    }
    // The exit status comes from the first error. So some sessions begin with a false claim, a false assertion or a failing file.
    if write.random.percent(6) { append(Item(text: write.random.pick(["m = 0", "assert 1 == 2", "source fails.nns"]))) }
    // Later statements can end these displays and breakpoints.
    for (text, share) in [("display J", 20), ("watch alpha", 20), ("break when t > 90", 20), ("break when alpha > 9", 10)] where write.random.percent(share) {
      append(Item(text: text, isSimple: true))
      if text.hasPrefix("break") { write.model.breakpoints += 1 } else { write.model.shown += 1 }
    }
  }

  private mutating func append(_ item: Item) {
    guard !item.text.allSatisfy(\.isWhitespace), let closers = Lessons.closing(item.text) else { return }
    var item = item
    item.text += closers
    items.append(item)
  }

  private mutating func plain(_ text: String, _ aim: String?, isSimple: Bool = true) -> Item {
    defer { write.uses = [] }
    return Item(text: text, uses: write.uses.union(aim.map { [$0] } ?? []), aim: aim, isSimple: isSimple)
  }

  /// An `init` statement. The network fits the data in at least 85 of 100 cases.
  mutating func network() -> String {
    let fits = write.random.percent(85)
    let features = fits ? write.model.features : write.random.within(1...4)
    let outputs = fits ? write.model.outputs : write.random.within(1...3)
    let hidden = (0..<write.random.below(4)).map { _ in write.random.within(1...5) }
    let sizes = [features] + hidden + [outputs]
    (write.model.sizes, write.model.hasPass, write.model.hasGradients, write.model.steps) = (sizes, false, false, 0)
    write.model.branches = ["main"]
    let layers = sizes.dropFirst().map { size in "\(size)" + (write.random.percent(70) ? ":" + write.random.pick(Vocabulary.activations) : "") }
    return "init \(features) " + layers.joined(separator: " ")
  }

  /// Commands that end or undo something, each with the command that must come before.
  private static let undoes = [
    "cmd:unfreeze": "cmd:freeze", "cmd:undisplay": "cmd:display", "cmd:unbreak": "cmd:break", "cmd:load": "cmd:save", "cmd:redo": "cmd:back",
  ]

  // MARK: One statement

  /// Adds a statement for one of the features that were tried least.
  private mutating func next() {
    if write.random.percent(7), let lines = lessons.part(&write.random) {
      for line in lines { append(line) }
      return
    }
    if write.model.sizes != nil, write.random.percent(3) { return there() }
    let aim = wanted()
    let count = tally.counts[aim] ?? Tally.Count()
    let isPlausible = count.succeeded <= count.failed ? write.random.percent(85) : write.random.percent(40)
    // Most statements need a network and a pass.
    if write.model.sizes == nil, write.random.percent(50) { return append(plain(network(), "cmd:init")) }
    if write.model.sizes != nil, !write.model.hasPass || !write.model.hasGradients, write.random.percent(40) {
      append(Item(text: "forward", uses: ["cmd:forward"], isSimple: true))
      (write.model.hasPass, write.model.hasGradients) = (true, true)
      return append(Item(text: "backward", uses: ["cmd:backward"], isSimple: true))
    }
    if let before = Self.undoes[aim], isPlausible, write.random.percent(60) { append(statement(for: before, isPlausible: true)) }
    var item = statement(for: aim, isPlausible: isPlausible)
    if write.random.percent(6), !item.text.contains("while") {
      item = Lessons.spoiled(item, &write.random)
    } else if item.isSimple, write.random.percent(25) {
      item.isProbed = true
    }
    append(item)
  }

  /// Adds steps and the way back to the same step. Half of the times the way begins at step 0.
  private mutating func there() {
    if write.random.percent(50) { append(Item(text: "goto 0", uses: ["cmd:goto"], isSimple: true)) }
    append(Item(text: "forward\nbackward", uses: ["cmd:forward", "cmd:backward"]))
    let way = write.random.pick(["step\nback", "train 2\nback 2", "step\nback\nredo\nback"])
    append(Item(text: way, uses: ["cmd:step", "cmd:back"], isProbed: true, returns: true))
  }

  /// The feature with the fewest tries among six random ones.
  private mutating func wanted() -> String {
    let drawn = (0..<6).map { _ in write.random.pick(Features.all) }
    return drawn.min { (tally.counts[$0]?.least ?? 0) < (tally.counts[$1]?.least ?? 0) }!
  }

  mutating func statement(for aim: String, isPlausible: Bool) -> Item {
    write.uses = []
    let parts = aim.split(separator: ":", maxSplits: 1).map(String.init)
    let words = parts[1].split(separator: ".", maxSplits: 1).map(String.init)
    switch parts[0] {
    case "fn":
      guard let function = Vocabulary.functions.first(where: { $0.name == words[0] }) else { break }
      let call = write.call(function, parameter: words.count > 1 ? words[1] : nil, isPlausible: isPlausible)
      return expression(call, aim)
    case "cmd", "opt":
      guard let command = Vocabulary.commands.first(where: { $0.name == words[0] }) else { break }
      return self.command(command, option: words.count > 1 ? words[1] : nil, aim, isPlausible)
    case "set": return plain("set \(parts[1]) \(setting(parts[1], isPlausible))", aim)
    default: return form(parts[1], aim, isPlausible)
    }
    return plain("m", aim)
  }

  private mutating func setting(_ name: String, _ isPlausible: Bool) -> String {
    guard isPlausible else { return write.random.pick(["0", "-1", "maybe", "1e99", "18", "\"\"", "nan", "7 8", "…"]) }
    switch name {
    case "digits": return String(write.random.within(1...17))
    case "leaky_slope": return write.random.pick(["0.01", "0.2", "-1", "0"])
    case "data.memory": return write.random.pick(["64", "1", "1000"])
    case "timeline.memory": return write.random.pick(["64", "1", "0.01", "0.001", "0"])
    default: return write.random.pick(["on", "off", "auto"])
    }
  }

  /// A statement that shows an expression, prints it, or assigns it to a variable.
  private mutating func expression(_ text: String, _ aim: String) -> Item {
    // `shuffle` has no result and is a statement.
    if aim == "fn:shuffle" { return plain(text, aim) }
    switch write.random.below(6) {
    case 0: return plain("v\(write.random.below(4)) = \(text)", aim)
    case 1: return plain("show \(text.contains(" ") ? "(\(text))" : text)", aim)
    case 2: return plain("print \(text)", aim)
    case 3: return plain("print \"{\(text.filter { $0 != "\"" && $0 != "'" })}\"", aim)
    default: return plain(text, aim)
    }
  }

  private mutating func form(_ form: String, _ aim: String, _ isPlausible: Bool) -> Item {
    switch form {
    case "assignment": return assignment(aim, isPlausible)
    case "augmented":
      let name = write.random.pick(["alpha", "W1", "b1", "X"] + write.model.scalars.sorted() + write.model.matrices.keys.sorted())
      return plain("\(name) \(write.random.pick(["+=", "-=", "*=", "/="])) \(isPlausible ? write.scalar(1) : write.weird())", aim)
    case "index":
      let known = write.model.quantities.filter { ["X", "Y", "W", "b"].contains($0.name.prefix(1)) }
      let (name, size) = write.random.pick(known)
      let place = isPlausible ? index(size) : "\(write.weird()),\(write.random.below(9))"
      (write.model.hasPass, write.model.hasGradients) = (false, false)
      return plain("\(name)[\(place)] = \(write.random.percent(80) ? write.scalar(1) : write.weird())", aim)
    case "variable index":
      guard let (name, size) = write.model.matrices.sorted(by: { $0.key < $1.key }).randomElement(&write.random) else { return assignment(aim, isPlausible) }
      return plain("\(name)[\(isPlausible ? index(size) : write.weird())] = \(write.scalar(1))", aim)
    case "claim": return claim(aim, isPlausible)
    case "lesson", "spoiled":
      let item = plain(write.value().text, aim)
      return isPlausible ? item : Lessons.spoiled(item, &write.random)
    case "layer":
      let base = write.random.pick(["W", "b", "Z", "A", "dW", "db", "dZ", "n", "g", "a", "z", "w"])
      return plain("\(base)[\(isPlausible ? "1" : write.weird())]\(base == "g" ? "(\(write.value(1).text))" : "")", aim)
    default: return plain(isPlausible ? write.value(3).text : write.weird(), aim)
    }
  }

  private mutating func index(_ size: Model.Size) -> String {
    let (row, column) = (write.random.within(1...max(1, size.rows)), write.random.within(1...max(1, size.columns)))
    return write.random.pick(["\(row),\(column)", "\(row),:", ":,\(column)", "-1,-1", "1:\(row),1:\(column)", ":,:"])
  }

  private mutating func assignment(_ aim: String, _ isPlausible: Bool) -> Item {
    let kind = write.random.below(isPlausible ? 6 : 8)
    switch kind {
    case 0, 1:
      let name = "s\(write.random.below(4))"
      defer { write.model.scalars.insert(name) }
      return plain("\(name) = \(write.scalar(3))", aim)
    case 2, 3:
      let name = "M\(write.random.below(4))"
      let (text, size) = write.value(3)
      write.model.matrices[name] = size
      return plain("\(name) = \(text)", aim)
    case 4:
      if write.random.below(3) > 0 { return plain("alpha = \(write.random.pick(["0.1", "1", "0.01", "1.2"]))", aim) }
      write.model.hasGradients = false
      return plain("lambda = \(write.random.pick(["0", "0.5", "3"]))", aim)
    case 5:
      let known = write.model.quantities.filter { ["W", "b"].contains($0.name.prefix(1)) }
      guard let (name, size) = known.randomElement(&write.random) else { return plain("s0 = 1", aim) }
      (write.model.hasPass, write.model.hasGradients) = (false, false)
      return plain("\(name) = \(write.matrix(size, 2))", aim)
    case 6: return plain("\(write.random.pick(["train", "sum", "W1", "Y", "X", "alpha", "m", "t", "1", "x"])) = \(write.weird())", aim)
    default: return plain("\(write.weird()) = \(write.scalar(1))", aim)
    }
  }

  /// An equation about a quantity. It is one of the notes, or one that does not hold.
  private mutating func claim(_ aim: String, _ isPlausible: Bool) -> Item {
    guard let sizes = write.model.sizes else { return plain("m = \(write.model.examples)", aim) }
    let layer = write.random.within(1...(sizes.count - 1))
    let before = layer == 1 ? "X" : "A\(layer - 1)"
    var equations = [
      "Z\(layer) = W\(layer) @ \(before) + b\(layer)", "A\(layer) = g\(layer)(Z\(layer))", "dW\(layer) = 1/m * dZ\(layer) @ \(before).T",
      "db\(layer) = 1/m * sum(dZ\(layer), axis=1, keepdims=True)", "J = mean(L(A\(sizes.count - 1), Y))", "L = \(sizes.count - 1)", "dZ[\(layer)] = dZ\(layer)",
    ]
    if layer < sizes.count - 1 { equations.append("dZ\(layer) = (W\(layer + 1).T @ dZ\(layer + 1)) * g\(layer)'(Z\(layer))") }
    var equation = write.random.pick(equations)
    if !isPlausible {
      equation += write.random.pick([" + 1e-3", " * m", "[1,:]", " + nan", " + \(write.weird())", " = \(write.weird())"])
    }
    return plain(equation, aim)
  }
}

extension Array {
  fileprivate func randomElement(_ random: inout Random) -> Element? { isEmpty ? nil : self[random.below(count)] }
}
