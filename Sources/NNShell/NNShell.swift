import Glibc
import Interp

/// The program. It reads the command line, runs the prompt or a script, and returns the exit status.
@main
struct NNShell {
  static func main() {
    Output.prepare()
    let options: Options
    do throws(Options.Fault) {
      options = try Options(Array(CommandLine.arguments.dropFirst()))
    } catch {
      Output.error("nnshell: error: \(error.message)\n" + (error.hint.map { "  hint: \($0)\n" } ?? ""))
      exit(2)
    }
    switch options.action {
    case .help: Output.write("\(Options.usage)")
    case .reference: Output.write(Interpreter.reference)
    case .version: Output.write("nnshell \(Version.number)\n")
    case .run:
      for line in Version.complaints { Output.error("nnshell: warning: \(line)\n") }
      let shell = Shell(options)
      exit(shell.run())
    }
  }
}

/// One run of the program, with its interpreter and its output.
struct Shell {
  let options: Options
  let interpreter: Interpreter

  init(_ options: Options) {
    self.options = options
    var settings = Interpreter.Options()
    settings.json = options.json
    settings.echo = options.echo
    settings.keepGoing = options.keepGoing
    settings.arguments = options.arguments
    settings.isSafe = options.isSafe
    settings.breaksSentences = Terminal.isTerminal(1)
    settings.picture = Terminal.picture(options.color)
    Terminal.fit(&settings)
    if Terminal.isTerminal(1) { settings.window = { (Terminal.width, Terminal.height) } }
    if Terminal.isTerminal(0), Terminal.isTerminal(1) { settings.pixels = { Terminal.sixels } }
    settings.showsProgress = Terminal.isTerminal(2) && Terminal.isTerminal(1) && !options.json
    let colors = ErrorColors(isOn: Terminal.usesColor(options.color, descriptor: 2))
    interpreter = Interpreter(options: settings, interrupt: Signals.interrupt) { stream, text in
      switch stream {
      case .standardOutput: Output.write(text)
      case .verbatim: Output.verbatim(text)
      case .pages: Pager.show(text)
      case .standardError: Output.error(text) { colors.paint(ErrorColors.broken($0, width: Terminal.errorWidth)) }
      case .progress: Output.progress(text)
      }
    }
  }

  /// Runs what the command line asks for, and returns the exit status.
  func run() -> Int32 {
    unsafe Output.beforeFailure = { [interpreter] in interpreter.finish() }
    defer { interpreter.finish() }
    let isInteractive = Terminal.isTerminal(0) && Terminal.isTerminal(1)
    Signals.install(forEditing: false)
    if options.tests { return TestRunner(options).run() }
    if options.parseOnly { return ScriptRunner(self).parseOnly() }
    if options.texts.isEmpty, options.script == nil {
      return isInteractive ? REPL(self).run() : ScriptRunner(self).standardInput()
    }
    let outcome = ScriptRunner(self).run()
    guard options.staysInteractive, !outcome.quits, isInteractive else { return outcome.status }
    return REPL(self).run()
  }
}
