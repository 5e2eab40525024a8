/// `version` prints the version.
struct VersionCommand: Command {
  let name = "version"
  let group = CommandGroup.session
  let usage = "version"
  let summary = "print the version and the kind of vector arithmetic in use"
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample("version", output: ["nnshell ..."])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    executor.emit(TextEvent(name, ["nnshell \(Version.number), \(Version.arithmetic)"]))
  }
}
