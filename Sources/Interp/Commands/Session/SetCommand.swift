import Net

/// `set NAME VALUE`
struct SetCommand: Command {
  let name = "set"
  let group = CommandGroup.session
  let usage = "set [NAME VALUE]"
  let summary = "change a setting; bare: list them"
  let details = [
    "digits 1…17: significant digits in text. report on/off/auto: init, forward, … say what they did (auto: at the prompt).",
    "echo on/off: print each statement of a file before its output. leaky_slope: the slope of leaky_relu left of 0.",
    "timeline.memory: MiB that the recorded steps may take; 0 records none. data.memory: MiB that one file may take.",
  ]
  let syntax = CommandSyntax(arguments: .words(atLeast: 0, atMost: 2))
  let example = CommandExample("set digits 3", "2 / 3", output: ["0.667"])
  let completes = CompletionKind.settings

  /// The settings, each with the words that it takes; those without take a number.
  private static let choices = [
    ("digits", []), ("report", ["on", "off", "auto"]), ("echo", ["on", "off"]), ("leaky_slope", []), ("timeline.memory", []),
    ("data.memory", []),
  ]
  static let settings = choices.map(\.0)

  /// Words that a setting takes; none where it takes a number.
  static func values(of name: String) -> [String] { choices.first { $0.0 == name }?.1 ?? [] }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    guard let name = try arguments.word(0) else {
      let settings = executor.session.state.settings
      let rows = [
        ["digits", String(settings.digits)], ["report", settings.report.map { $0 ? "on" : "off" } ?? "auto"], ["echo", settings.echo ? "on" : "off"],
        ["leaky_slope", NumberFormat.shortest(settings.leakySlope)],
        ["timeline.memory", NumberFormat.shortest(Double(settings.timelineMemory) / Double(1 << 20))],
        ["data.memory", NumberFormat.shortest(Double(settings.dataMemory) / Double(1 << 20))],
      ]
      return executor.emit(TextEvent("set", TextTable.lines(rows, [.left])))
    }
    guard Self.settings.contains(name) else { throw Fault.unknownChoice("setting", name, Self.settings).located(call.arguments[0].range) }
    guard let word = try arguments.word(1) else { throw Fault.tooFewArguments("set", usage, call.nameRange) }
    do {
      try set(name, word, executor.session)
    } catch {
      throw error.located(call.arguments[1].range)
    }
  }

  private func set(_ name: String, _ word: String, _ session: Session) throws(Fault) {
    switch name {
    case "digits":
      guard let digits = Int(word), (1...17).contains(digits) else { throw .setting(name, word, "a whole number from 1 to 17") }
      session.state.settings.digits = digits
    case "leaky_slope":
      guard let slope = Double(word), slope.isFinite else { throw .setting(name, word, "a finite number") }
      session.setLeakySlope(slope)
    case "timeline.memory":
      guard let size = Double(word), size >= 0, size <= Double(1 << 20) else { throw .setting(name, word, "a number of MiB from 0 to 1048576") }
      session.state.settings.timelineMemory = Int(size * Double(1 << 20))
      session.timeline.limitHasChanged(session)
    case "data.memory":
      guard let size = Double(word), size > 0, size <= Double(1 << 20) else { throw .setting(name, word, "a number of MiB over 0, at most 1048576") }
      session.state.settings.dataMemory = Int(size * Double(1 << 20))
    case "report" where word == "auto": session.state.settings.report = nil
    default:
      guard let flag = Arguments.flag(word) else { throw .setting(name, word, "on or off") }
      if name == "report" { session.state.settings.report = flag } else { session.state.settings.echo = flag }
    }
  }
}

extension Session {
  /// The slope for new and live leaky_relu layers; what was computed with another is stale.
  func setLeakySlope(_ slope: Double) {
    state.settings.leakySlope = slope
    guard var network = state.network, network.layers.contains(where: { $0.activation.slopeLeft != nil }) else { return }
    willEdit()
    for index in network.layers.indices where network.layers[index].activation.slopeLeft != nil {
      network.layers[index].activation = network.layers[index].activation.withSlopeLeft(slope)
    }
    state.network = network
    state.ledger.didEditParameters()
  }
}
