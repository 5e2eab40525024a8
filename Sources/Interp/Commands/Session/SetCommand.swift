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

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    guard let name = try arguments.word(0) else {
      let settings = executor.session.state.settings
      return executor.emit(TextEvent("set", TextTable.lines(Setting.all.map { [$0.name, $0.value(settings)] }, [.left])))
    }
    guard let setting = Setting.named(name) else { throw Fault.unknownChoice("setting", name, Setting.all.map(\.name)).located(call.arguments[0].range) }
    guard let word = try arguments.word(1) else { throw Fault.tooFewArguments("set", usage, call.nameRange) }
    guard setting.change(word, executor.session) else { throw Fault.setting(name, word, setting.wanted).located(call.arguments[1].range) }
  }
}
