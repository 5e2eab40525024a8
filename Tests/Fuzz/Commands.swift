import Interp

/// Writes statements of commands. The arguments follow the syntax that each command declares, and more is known of some commands.
extension SessionWriter {
  mutating func command(_ command: Vocabulary.Command, option wanted: String?, _ aim: String, _ isPlausible: Bool) -> Item {
    switch command.arguments {
    case .keyword, .choices: return keyword(command, aim, isPlausible)
    default: break
    }
    if command.name == "break", write.random.percent(40) { return keyword(command, aim, isPlausible) }
    if command.name == "quit" { return simple("version", aim: nil) }
    // A statement that should fail often has one wrong part. Others are right, but the session cannot do them now.
    var parts = [command.name]
    var arguments = self.arguments(of: command, isPlausible)
    let needed = wanted.flatMap { isPlausible ? Self.needs["\(command.name) \($0)"] : nil }
    if let argument = needed?.argument { arguments = [argument] }
    let names = [wanted, needed?.option]
    var options = command.options.filter { names.contains($0.name) || write.random.percent(wanted == nil ? 20 : 8) }.map { option in
      self.option(option, of: command, isPlausible || option.name != wanted)
    }
    for option in options { write.uses.insert("opt:\(command.name).\(option.split(separator: "=").first ?? "")") }
    if !isPlausible {
      switch write.random.below(8) {
      case 0: arguments.append(write.weird())
      case 1: options.append("\(write.random.pick(["foo", "m", "seed", "alpha", "to"]))=\(write.weird())")
      case 2 where !arguments.isEmpty: arguments.removeLast()
      case 3, 4: if !arguments.isEmpty { arguments[write.random.below(arguments.count)] = write.weird() } else { arguments = [write.weird()] }
      case 5: options.append(contentsOf: options.prefix(1))
      case 6: options.append("alpha = 0.1")
      default: break
      }
    }
    let separator =
      if command.name == "assert" { " " } else if case .expressions = command.arguments { ", " } else if case .bindings = command.arguments { ", " } else {
        " "
      }
    if !arguments.isEmpty { parts.append(arguments.joined(separator: separator)) }
    note(command.name, isPlausible)
    let item = simple((parts + options).joined(separator: " "), aim: aim)
    // A sourced file may fail half way and keep what it did, so it is not simple.
    return command.name == "source" ? Item(text: item.text, uses: item.uses, aim: item.aim) : item
  }

  /// The argument or the other option that an option needs.
  private static let needs: [String: (argument: String?, option: String?)] = ["data factor": ("circles", nil), "trace every": (nil, "to")]

  private mutating func simple(_ text: String, aim: String?) -> Item {
    defer { write.uses = [] }
    return Item(text: text, uses: write.uses.union(aim.map { [$0, "cmd:" + text.prefix { $0 != " " }] } ?? []), aim: aim, isSimple: true)
  }

  /// Changes the model as the command changes the session where it succeeds.
  private mutating func note(_ name: String, _ isPlausible: Bool) {
    guard isPlausible else { return }
    switch name {
    case "forward": write.model.hasPass = write.model.sizes != nil
    case "backward": write.model.hasGradients = write.model.hasPass
    case "step": write.model.steps += 1
    case "train":
      (write.model.hasPass, write.model.hasGradients, write.model.steps) = (write.model.sizes != nil, write.model.sizes != nil, write.model.steps + 3)
    case "display", "watch": write.model.shown += 1
    case "break": write.model.breakpoints += 1
    default: break
    }
  }

  // MARK: Arguments

  private mutating func arguments(of command: Vocabulary.Command, _ isPlausible: Bool) -> [String] {
    switch command.arguments {
    case .none, .keyword, .choices: return []
    case .expressions(let range): return expressions(command.name, range)
    case .words(let range): return words(command, range)
    case .bindings(let range):
      let count = write.random.within(range.lowerBound...min(range.upperBound, 2))
      return (0..<count).map { _ in binding(mayBeAlone: command.name != "match") }
    case .places(let range, let takesWhen): return (0..<write.random.within(range)).map { _ in place(takesWhen) }
    case .layers: return [String(network().dropFirst("init ".count))]
    }
  }

  private mutating func expressions(_ name: String, _ range: ClosedRange<Int>) -> [String] {
    func count(_ most: Int) -> Int { write.random.within(range.lowerBound...max(range.lowerBound, min(range.upperBound, most))) }
    let features = write.model.sizes?[0] ?? write.model.features
    switch name {
    case "train", "repeat": return [String(write.random.within(0...8))]
    case "back", "redo": return write.random.percent(20) ? [] : [String(write.random.within(0...min(6, write.model.steps)))]
    case "history", "seed": return [String(write.random.below(50))]
    case "predict" where write.random.percent(35):
      let files = write.model.files.filter { file in Scratch.tables.contains { file.hasSuffix($0.name) } } + Scratch.tables.map(\.name)
      return ["\"\(write.random.pick(files))\""]
    case "forward", "predict":
      return (0..<count(1)).map { _ in write.matrix(Model.Size(rows: features, columns: write.random.within(1...3)), 1) }
    case "step": return (0..<count(1)).map { _ in write.random.pick(["0.1", "1.2", "alpha", "(1/2)"]) }
    case "assert": return [write.condition()] + (write.random.percent(30) ? ["\"why\""] : [])
    case "break": return ["when " + write.condition(1)]
    case "explain", "derive", "freeze", "unfreeze", "gradients":
      return (0..<count(2)).map { _ in quantity(name) }
    case "trace" where write.random.percent(20): return ["off"]
    case "print":
      return (0..<count(3)).map { _ in
        write.random.percent(40) ? "\"x{{ {\(write.scalar(1)):.\(write.random.below(9))f} \\n{\(write.value(1).text)}\"" : write.value(1).text
      }
    default:
      return (0..<count(3)).map { _ in write.random.percent(60) ? write.spelled(write.random.pick(write.model.quantities).name) : write.value(1).text }
        .map { $0.contains(" ") ? "(\($0))" : $0 }
    }
  }

  /// A quantity as `explain`, `derive` and `freeze` take it.
  private mutating func quantity(_ command: String) -> String {
    var known = write.model.quantities + [("J", Model.Size(rows: 0, columns: 0)), ("alpha", Model.Size(rows: 0, columns: 0))]
    if command == "derive" { known = known.filter { $0.name.hasPrefix("d") } }
    if command.hasSuffix("freeze") { known = known.filter { $0.name.hasPrefix("W") || $0.name.hasPrefix("b") } }
    guard !known.isEmpty else { return "dW1" }
    let (name, size) = write.random.pick(known)
    guard size.rows > 0, write.random.percent(60) else { return write.spelled(name) }
    return
      "\(name)[\(write.random.within(1...size.rows)),\(command.hasSuffix("freeze") && write.random.percent(50) ? ":" : String(write.random.within(1...max(1, size.columns))))]"
  }

  private mutating func words(_ command: Vocabulary.Command, _ range: ClosedRange<Int>) -> [String] {
    func file(_ list: [String]) -> String {
      let fitting = write.model.files.filter { file in list.contains { file == $0 || file.hasPrefix("bad") && file.hasSuffix("-" + $0) } }
      return write.random.pick(fitting + list)
    }
    switch command.name {
    case "data":
      if write.random.percent(10) { return [] }
      if write.random.percent(50) { return [write.random.pick(Vocabulary.dataSets)] }
      return [file(Scratch.tables.map(\.name))]
    case "use": return [write.random.pick(["train", "dev", "test"])]
    case "undisplay", "unbreak":
      let most = max(1, command.name == "unbreak" ? write.model.breakpoints : write.model.shown)
      return (0..<write.random.below(4)).map { _ in String(write.random.within(1...(write.random.percent(20) ? 99 : most))) }
    case "set":
      let name = write.random.pick(Vocabulary.settings)
      return write.random.percent(15) ? [] : [name, write.random.pick(["on", "off", "5", "0.1"])]
    case "branch":
      guard write.random.percent(80) else { return [] }
      let name = write.model.fresh("line")
      write.model.branches.append(name)
      return [name]
    case "help":
      let words = Vocabulary.topics + Vocabulary.commands.map(\.name) + Vocabulary.functions.map(\.name) + ["W1", "dZ2", "sigmoid", "alpha"]
      return write.random.percent(10) ? [] : [write.random.pick(words)]
    case "source": return [write.random.percent(80) ? "good.nns" : depth == 0 ? "fails.nns" : "good.nns"]
    case "save":
      let name = write.model.fresh("net") + ".npz"
      write.model.files.append(name)
      return [name]
    case "load": return [write.random.pick(write.model.files.filter { $0.hasPrefix("net") } + ["xy.npz"])]
    case "record": return write.random.pick([["--verify"], [write.model.fresh("record") + ".nns"], [write.model.fresh("record") + ".nns", "--verify"]])
    default:
      let known = command.words + command.example.flatMap { $0.split(separator: " ").dropFirst().map(String.init) } + ["1"]
      return (0..<write.random.within(range.lowerBound...max(range.lowerBound, min(range.upperBound, 2)))).map { _ in write.random.pick(known) }
    }
  }

  private mutating func binding(mayBeAlone: Bool) -> String {
    guard let sizes = write.model.sizes else { return "dW1 = 0" }
    let layer = write.random.within(1...(sizes.count - 1))
    let before = layer == 1 ? "X" : "A\(layer - 1)"
    let name = write.random.pick(["dW\(layer)", "db\(layer)", "dZ\(layer)", "Z\(layer)", "A\(layer)", "W\(layer)"])
    if mayBeAlone, write.random.percent(40) { return name }
    return name
      + write.random.pick([
        " = \(name)", " = \(name) * m", " = dZ\(layer) @ \(before).T", " = 1/m * dZ\(layer) @ \(before).T", " = -\(name)", " = 0", " printed.txt", " rows.txt",
        " array.npy", " = \"[[0.5, 1], [2, 3]]\"", " = \(write.value(1).text)",
      ])
  }

  private mutating func place(_ takesWhen: Bool) -> String {
    let step = String(write.random.within(0...max(0, min(9, write.model.steps))))
    let branch = write.random.pick(write.model.branches)
    return write.random.pick([step, step, branch, "\(branch):\(step)", "(t)"] + (takesWhen ? ["when \(write.condition(1))"] : []))
  }

  // MARK: Options

  private mutating func option(_ option: Vocabulary.Option, of command: Vocabulary.Command, _ isPlausible: Bool) -> String {
    let name = option.name
    guard isPlausible else { return "\(name)=\(write.weird().filter { $0 != " " })" }
    func value() -> String {
      if !option.choices.isEmpty { return write.random.pick(option.choices) }
      switch (command.name, name) {
      case (_, "until"): return "(\(write.condition(1)))"
      case (_, "to"): return write.model.fresh("out") + write.random.pick([".csv", ".jsonl", ".npz"])
      case ("data", "test"): return write.random.pick(Scratch.tables.map(\.name))
      case (_, "split"): return write.random.pick(["0.8", "0.5", "0.6,0.2,0.2", "0.5,0.5"])
      case (_, "y"): return write.random.pick(["class", "kind", "3", "a", "Y"])
      case (_, "x"): return write.random.pick(["1,2", "a,b", "1", "length", "X"])
      case (_, "m"): return String(write.random.within(4...20))
      case (_, "classes"): return write.random.pick(["2", "3", "yes"])
      case (_, "factor"): return write.random.pick(["0.1", "0.5", "0.9"])
      case (_, "noise"): return write.random.pick(["0", "0.1", "0.5"])
      case (_, "terms"), (_, "depth"): return write.random.pick(["1", "2", "all"])
      case (_, "tol"): return write.random.pick(["1e-9", "0", "10"])
      case (_, "every"), (_, "apply"), (_, "example"), (_, "unit"), (_, "top"), (_, "seed"), (_, "repeats"): return String(write.random.within(1...3))
      default: return write.random.pick(["0.1", "1", "0.5", "2"])
      }
    }
    return "\(name)=\(value())"
  }

  // MARK: Flow

  /// Statements that contain other statements.
  private mutating func keyword(_ command: Vocabulary.Command, _ aim: String, _ isPlausible: Bool) -> Item {
    var uses: Set<String> = [aim]
    func done(_ text: String, isSimple: Bool = false) -> Item {
      defer { write.uses = [] }
      return Item(text: text, uses: uses.union(write.uses), aim: aim, isSimple: isSimple)
    }
    func body(_ more: String...) -> String {
      guard depth < 2 else { return "{ m }" }
      depth += 1
      defer { depth -= 1 }
      var lines: [String] = []
      for _ in 0..<write.random.within(1...3) {
        let item = statement(for: write.random.pick(Self.inBlocks), isPlausible: write.random.percent(92))
        uses.formUnion(item.uses)
        lines.append(item.text)
      }
      return "{ " + (lines + more).joined(separator: write.random.percent(70) ? "; " : "\n") + " }"
    }
    let wrong = isPlausible ? nil : write.weird()
    switch command.name {
    case "repeat":
      // Loops of plain steps and of plain arithmetic are compiled after eight turns.
      if isPlausible, write.random.percent(30) {
        let counter = write.model.fresh("k")
        let body = write.random.pick([
          "forward; backward; step", "\(counter) = \(counter) * 0.5 + t", "forward; backward; step 0.1; \(counter) = \(counter) + J",
        ])
        return done("\(counter) = 1\nrepeat \(write.random.within(9...14)) { \(body) }")
      }
      return done("repeat \(wrong ?? String(write.random.within(0...4))) \(body())")
    case "while":
      let counter = write.model.fresh("k")
      // The counter goes up first, because the rest may fail or leave the turn.
      return done(
        "\(counter) = 0\nwhile \(wrong.map { "(\($0)) and " } ?? "")\(counter) < \(write.random.within(0...3)) { \(counter) += 1; \(body().dropFirst(2))")
    case "for":
      let name = write.model.fresh("i")
      let range = write.random.pick(["1:3", "3:1:-1", "1:m", "(\(write.value(1).text))", "0:0.5:1", "1:0"])
      return done("for \(name) in \(wrong ?? range) \(body())")
    case "if": return done("if \(wrong ?? write.condition()) \(body())" + (write.random.percent(50) ? " else \(body())" : ""))
    case "break", "continue":
      if wrong != nil { return done(command.name, isSimple: true) }
      return done("for \(write.model.fresh("i")) in 1:3 { if \(write.condition(1)) { \(command.name) }; \(body().dropFirst(2))")
    case "time":
      let item = statement(for: write.random.pick(Self.inBlocks), isPlausible: isPlausible)
      uses.formUnion(item.uses)
      return done("time \(item.text)")
    case "compare":
      // The block changes no more than a copy of the session.
      let model = write.model
      let name = write.random.pick(["alpha", "lambda", write.model.fresh("c")])
      let values = write.random.pick(["0.1,1", "0.5", "(\(write.value(1).text)),2", "relu,\"a b\"", "1,2,3"])
      let options = command.options.filter { _ in write.random.percent(70) }
      for option in options { uses.insert("opt:compare.\(option.name)") }
      let words = options.map { option in
        option.name == "seconds" ? "seconds=20" : self.option(option, of: command, true).replacing("0.", with: "")
      }
      let text = ["compare \(name)=\(wrong ?? values)"] + words + [body("train \(write.random.within(0...5))")]
      write.model = model
      return done(text.joined(separator: " "))
    default: return done("\(command.name) \(wrong ?? body())")
    }
  }

  /// The features that are used in blocks: all except those of the top level.
  private static let inBlocks: [String] = Features.all.filter { feature in
    !["cmd:quit", "cmd:record", "opt:record.branches", "cmd:history"].contains(feature)
  }
}
