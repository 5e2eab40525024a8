import Foundation
import Interp
import TestSupport
import Testing

@testable import NNShell

/// The documents show what the shell prints. The fenced blocks of a document run from its first to its last:
/// - A block with lines `nn> …` is a part of one session. `$ ./run` as its first line begins a new session, and `$ nnshell` begins one in the folder of
///   the files below.
/// - A block whose fence names a file, as "```sheet.nns", is written to that file.
/// - A block that begins with `$ ` is a list of commands. They run in the folder of these files. `python3` needs NumPy; without it they are not
///   run, and the rest of that session neither, since it may read what they write.
/// - A block whose fence says `peers` is a list of commands too. They need PyTorch or onnxruntime, so `make test-peers` runs them.
/// - Any other block with `#>` lines is a script. It must pass as `--test` runs it.
///
/// `NNSHELL_UPDATE_DOCUMENTS=1 swift test --filter DocumentTests` writes what the shell prints into the documents.
@Suite struct DocumentTests {
  private static let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }

  @Test(arguments: ["README.md", "docs/student.md", "docs/teacher.md", "docs/own-data.md", "docs/models.md"]) func showsWhatIsPrinted(_ name: String) throws {
    let url = Self.root.appendingPathComponent(name)
    let text = try String(contentsOf: url, encoding: .utf8)
    let isUpdate = ProcessInfo.processInfo.environment["NNSHELL_UPDATE_DOCUMENTS"]?.isEmpty == false
    let reader = try DocumentReader()
    var count = 0
    // Text and blocks alternate, and the text comes first.
    var parts = text.components(separatedBy: "```")
    for index in stride(from: 1, to: parts.count, by: 2) {
      let lines = parts[index].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let body = Array(lines.dropFirst().dropLast())
      guard let printed = try reader.run(body, file: lines[0]), printed.map(general) != body.map(general) || !isUpdate else { continue }
      count += 1
      if isUpdate {
        // A line that differs only in such numbers stays.
        let kept = Dictionary(body.map { (general($0), $0) }) { first, _ in first }
        parts[index] = ([lines[0]] + printed.map { kept[general($0)] ?? $0 } + [""]).joined(separator: "\n")
      } else {
        #expect(printed.map(general) == body.map(general))
      }
    }
    if isUpdate { try parts.joined(separator: "```").write(to: url, atomically: true, encoding: .utf8) }
    #expect(count > 0 || isUpdate)
  }

  /// A line without the numbers that differ between machines: the speed, times, and differences that come from rounding.
  private func general(_ line: String) -> String {
    line.replacing(/\d+ steps a second/, with: "steps a second")
      .replacing(/(time="|"execution_time":)[0-9.]+/) { match in match.1 }
      .replacing(/(difference|relative error) +[0-9.e-]+ */) { match in match.1 + " … " }
      .replacing(/\s+\(the network's own sum is [0-9.e-]+ (smaller|larger)\)/, with: "")
  }
}

/// Runs the blocks of one document.
private final class DocumentReader {
  private final class Box {
    var text = ""
  }

  private let folder: TemporaryFolder
  private let box = Box()
  private var interpreter: Interpreter?
  /// The number of the next line that is typed.
  private var line = 1

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/bin", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/bin/nnshell", withDestinationPath: Program.path)
  }

  /// The block as the shell writes it; nil where the block shows nothing that the shell prints.
  func run(_ body: [String], file: String) throws -> [String]? {
    if file == "peers" { return nil }
    if body.first == "$ nnshell" { typedInFolder = [] }
    if body.first?.hasPrefix("$ ./run") == true { typedInFolder = nil }
    if body.contains(where: { $0.hasPrefix("nn> ") }) {
      if typedInFolder != nil, lacksFiles { return nil }
      return typedInFolder == nil ? type(body) : try typeInFolder(body)
    }
    if file.contains(".") {
      try folder.write(file, body.joined(separator: "\n") + "\n")
    } else if body.first?.hasPrefix("$ ") == true {
      if body.contains(where: { $0.contains("python3 ") }), Python.path == nil {
        lacksFiles = true
        return nil
      }
      return try command(body.filter { $0.hasPrefix("$ ") })
    } else if body.contains(where: { $0.hasPrefix("#> ") }) {
      let script = ScriptText(bytes: Array(body.joined(separator: "\n").utf8))
      let result = ScriptTest.run(script, name: "block.nns", options: Interpreter.Options(), interrupt: Interrupt())
      #expect(result.isPassed, "\(result.failures)")
    }
    return nil
  }

  private func type(_ body: [String]) -> [String] {
    let begins = body.first == "$ ./run"
    let interpreter = begins ? makeInterpreter() : interpreter ?? makeInterpreter()
    self.interpreter = interpreter
    var printed = begins ? ["$ ./run"] + lines(interpreter.banner()) : []
    var rest = body[...]
    while let first = rest.popFirst() {
      guard first.hasPrefix("nn> ") else { continue }
      var typed = [first]
      while let next = rest.first, next.hasPrefix("... ") {
        typed.append(next)
        rest.removeFirst()
      }
      box.text = ""
      interpreter.run(typed.map { $0.dropFirst(4) }.joined(separator: "\n"), name: "<prompt>", firstLine: line, atPrompt: true)
      line += typed.count
      printed += typed + lines(box.text)
    }
    return printed
  }

  /// What was typed since `$ nnshell`; nil in a session of `$ ./run`.
  private var typedInFolder: [String]?
  /// Whether a block was passed over that may have written files.
  private var lacksFiles = false
  /// The number of lines that this printed.
  private var printedInFolder = 0

  /// The program reads and writes files of the folder. `-x` prints each statement before its output, as a prompt shows it. The program runs once for each
  /// block, and begins with the blocks before it.
  private func typeInFolder(_ body: [String]) throws -> [String] {
    let isFirst = typedInFolder!.isEmpty
    typedInFolder! += body.filter { $0.hasPrefix("nn> ") || $0.hasPrefix("... ") }.map { String($0.dropFirst(4)) }
    try folder.write(".typed", typedInFolder!.joined(separator: "\n") + "\n")
    let result = try Program.run(["-c", "exec nnshell -x -k - < .typed 2>&1"], environment: environment, folder: folder.path, executable: "/bin/sh")
    let printed = lines(ErrorColors.broken(result.output.replacing("<stdin>", with: "<prompt>"), width: 80))
    defer { printedInFolder = printed.count }
    return isFirst ? ["$ nnshell"] + lines(makeInterpreter().banner()) + printed : Array(printed.dropFirst(printedInFolder))
  }

  /// A session as at a terminal of 80 columns.
  private func makeInterpreter() -> Interpreter {
    line = 1
    let box = box
    return Interpreter { stream, text in
      switch stream {
      case .standardOutput, .verbatim, .pages: box.text += text
      case .standardError: box.text += ErrorColors.broken(text, width: 80)
      case .progress: break
      }
    }
  }

  private var environment: [String: String] {
    let python = Python.path.map { ":" + URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? ""
    return ["PATH": folder.path + "/bin\(python):/usr/bin:/bin", "HOME": NSHomeDirectory()]
  }

  private func command(_ lines: [String]) throws -> [String] {
    try lines.flatMap { line in
      let result = try Program.run(
        ["-c", "exec 2>&1; " + line.dropFirst(2)], environment: environment, folder: folder.path, executable: "/bin/sh")
      return [line] + self.lines(result.output)
    }
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}
