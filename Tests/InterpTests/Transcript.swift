import Foundation
import TestSupport
import Testing

@testable import Interp

/// The output, the errors and the status of a text that was run in a session.
struct Transcript {
  var output = ""
  var errors = ""
  var status: Int32 = 0

  var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }
  /// The objects of the output in JSON, one for each line.
  var objects: [[String: Any]] {
    output.split(separator: "\n").compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
  }
}

/// A session that runs one text after the other.
final class TestSession {
  private final class Box {
    var output = ""
    var errors = ""
  }

  let interpreter: Interpreter
  private let box = Box()
  private let atPrompt: Bool
  /// Whether it has only the commands that docs/json.md describes.
  private let isStandard: Bool

  init(
    json: Bool = false, atPrompt: Bool = false, echo: Bool = false, keepGoing: Bool = false, isSafe: Bool = false, arguments: [String] = [],
    commands: CommandRegistry = .standard
  ) {
    var options = Interpreter.Options()
    options.json = json
    options.echo = echo
    options.keepGoing = keepGoing
    options.isSafe = isSafe
    options.arguments = arguments
    self.atPrompt = atPrompt
    isStandard = commands.names == CommandRegistry.standard.names
    let box = box
    interpreter = Interpreter(options: options, commands: commands) { stream, text in
      switch stream {
      case .standardOutput, .verbatim, .pages: box.output += text
      case .standardError: box.errors += text
      case .progress: break
      }
    }
  }

  @discardableResult
  func run(_ text: String, name: String = "test.nns") -> Transcript {
    box.output = ""
    box.errors = ""
    let outcome = interpreter.run(text, name: name, atPrompt: atPrompt)
    // All JSON of the suite is what docs/json.md says.
    if interpreter.options.json, isStandard { for complaint in JSONTables.standard.complaints(about: box.output) { Issue.record("\(complaint)") } }
    return Transcript(output: box.output, errors: box.errors, status: outcome.status)
  }
}

func run(_ text: String, json: Bool = false, atPrompt: Bool = false) -> Transcript {
  TestSession(json: json, atPrompt: atPrompt).run(text)
}

/// Whether a line is as expected. `...` stands for any text.
func matches(_ line: String, _ expected: String) -> Bool {
  guard expected.contains("...") else { return line == expected }
  let parts = expected.components(separatedBy: "...")
  guard line.hasPrefix(parts[0]), line.hasSuffix(parts[parts.count - 1]) else { return false }
  var rest = line[...]
  for part in parts where !part.isEmpty {
    guard let range = rest.range(of: part) else { return false }
    rest = rest[range.upperBound...]
  }
  return true
}

func matches(_ lines: [String], _ expected: [String]) -> Bool {
  lines.count == expected.count && zip(lines, expected).allSatisfy { matches($0, $1) }
}
