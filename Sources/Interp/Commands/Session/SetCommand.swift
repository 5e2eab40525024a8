import Net

/// `set NAME VALUE` changes a setting.
struct SetCommand: Command {
  let name = "set"
  let group = CommandGroup.session
  let usage = "set [NAME VALUE]"
  let summary = "change a setting of the shell, or list the settings"
  let details = [
    "A bare set lists the settings with their values. help NAME explains one: \(Setting.all.map(\.name).joined(separator: ", "))."
  ]
  let cautions = ["back, goto and init do not change settings."]
  let otherWords = ["settings", "setting", "options", "preferences", "configure"]
  let syntax = CommandSyntax(arguments: .words(atLeast: 0, atMost: 2))
  let example = CommandExample("set digits 3", "2 / 3", output: ["0.667"])
  let completes = CompletionKind.settings

  static let settings = Setting.all.map(\.name)

  /// The words that a setting takes. It is empty where the setting takes a number.
  static func values(of name: String) -> [String] { Setting.named(name)?.choices ?? [] }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    guard let name = try arguments.word(0) else {
      let settings = executor.session.state.settings
      return executor.emit(TextEvent("set", TextTable.lines(Setting.all.map { [$0.name, $0.value(settings)] }, [.left])))
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
      guard let flag = Arguments.flag(word) else { throw .setting(name, word, name == "report" ? "on, off or auto" : "on or off") }
      switch name {
      case "report": session.state.settings.report = flag
      case "echo": session.state.settings.echo = flag
      default: session.state.settings.usesPager = flag
      }
    }
  }
}

extension Session {
  /// Sets the slope of new and present leaky_relu layers. Quantities computed with another slope become stale.
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
