import Glibc
import Interp

/// The prompt. It reads and runs statements, and does not end after an error.
struct REPL {
  private let shell: Shell
  private var interpreter: Interpreter { shell.interpreter }

  init(_ shell: Shell) {
    self.shell = shell
  }

  /// Runs the prompt until `quit`, Ctrl-D or the loss of the terminal.
  /// - Returns: the exit status; 2 where the line editor cannot start.
  func run() -> Int32 {
    Signals.install(forEditing: true)
    guard let editor = LineEditor(program: "nnshell", readsEditrc: !shell.options.isSafe) else {
      Output.error("nnshell: the line editor cannot start on this terminal; you can run a script through a pipe\n")
      return 2
    }
    var history = History(path: shell.options.isSafe ? nil : History.defaultPath())
    tell(history.takeComplaint())
    history.entries.forEach(editor.remember)
    interpreter.history = history.entries
    editor.resized = { Terminal.fit(&interpreter.options) }
    editor.complete = { before in
      let completion = interpreter.complete(before, cursor: before.count, files: Folder.list)
      return LineEditor.Candidates(replaced: completion.replaced.count, words: completion.candidates, suffix: completion.suffix)
    }
    if !shell.options.quiet { Output.write(interpreter.banner()) }
    if !shell.options.noRC, !shell.options.isSafe { readStartUpFile() }
    return loop(editor, &history)
  }

  private func loop(_ editor: LineEditor, _ history: inout History) -> Int32 {
    let colored = Terminal.usesColor(shell.options.color, descriptor: 1)
    // The escape ends before the last blank, because libedit loses an escape at the very end.
    let prompt = colored ? "\u{1}\u{1B}[32m\u{1}nn>\u{1}\u{1B}[0m\u{1} " : "nn> "
    var block = ""
    var brackets = OpenBrackets()
    var firstLine = 1
    var lineNumber = 0
    while true {
      switch editor.readLine(block.isEmpty ? prompt : "... ") {
      case .interrupted:
        Output.write("^C\n")
        block = ""
        brackets = OpenBrackets()
      case .hungUp: return 0
      case .end:
        Output.write("\n")
        if block.isEmpty { return 0 }
        block = ""
        brackets = OpenBrackets()
      case .text(let line):
        lineNumber += 1
        if block.isEmpty { firstLine = lineNumber }
        block += (block.isEmpty ? "" : "\n") + line
        brackets.add(line)
        if brackets.isOpen { continue }
        brackets = OpenBrackets()
        if history.add(block) {
          editor.remember(history.entries[history.entries.count - 1])
          interpreter.history = history.entries
          tell(history.takeComplaint())
        }
        let outcome = runLine(block, firstLine)
        block = ""
        if outcome.quits { return outcome.status }
      }
    }
  }

  private func tell(_ complaint: String?) {
    if let complaint { Output.error("nnshell: note: \(complaint)\n") }
  }

  private func runLine(_ text: String, _ firstLine: Int) -> Interpreter.Outcome {
    Signals.interrupt.clear()
    Terminal.fit(&interpreter.options)
    return interpreter.run(text, name: "<prompt>", firstLine: firstLine, atPrompt: true)
  }

  /// Runs `$XDG_CONFIG_HOME/nnshell/nnshellrc.nns`. An error in it is reported, and the start goes on.
  private func readStartUpFile() {
    let configuration = Terminal.environment("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let folder = configuration ?? Terminal.environment("HOME").map({ $0 + "/.config" }) else { return }
    let path = folder + "/nnshell/nnshellrc.nns"
    guard unsafe access(path, F_OK) == 0 else { return }
    switch ScriptText.read(path, interrupt: Signals.interrupt) {
    case .success(let text): interpreter.run(text, name: path)
    case .failure(let fault): Output.error("nnshell: \(fault.message)\n")
    }
  }
}

/// Lists the names in a folder for Tab.
enum Folder {
  /// The names in a folder, without `.` and `..`. It is empty where the folder cannot be read. `~/` at the start means the home folder.
  static func list(_ path: String) -> [(name: String, isFolder: Bool)] {
    let real = path.hasPrefix("~/") ? (Terminal.environment("HOME") ?? "~") + path.dropFirst(1) : path
    guard let folder = unsafe opendir(real) else { return [] }
    defer { unsafe closedir(folder) }
    var result: [(name: String, isFolder: Bool)] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      var status = stat()
      let isFolder = unsafe stat(real + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      result.append((name, isFolder))
    }
    return result
  }
}
