import Foundation
import Testing

@testable import Interp

/// What the README shows is what the shell prints.
@Suite struct ReadmeTests {
  private let text: String

  init() throws {
    let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
  }

  @Test func session() throws {
    let block = try #require(text.components(separatedBy: "```").first { $0.hasPrefix("\n$ ./run\n") })
    let lines = block.split(separator: "\n").map(String.init)
    let inputs = lines.filter { $0.hasPrefix("nn> ") }.map { String($0.dropFirst(4)) }
    #expect(inputs.count > 5)
    let session = TestSession(atPrompt: true)
    var printed = ["$ ./run"] + session.interpreter.banner().split(separator: "\n").map(String.init)
    for input in inputs { printed += ["nn> " + input] + session.run(input).lines }
    // A machine's speed and its last bits are its own.
    func general(_ line: String) -> String {
      line.replacing(/\d+ steps a second/, with: "steps a second").replacing(/difference [0-9.e-]+/, with: "difference")
    }
    #expect(printed.map(general) == lines.map(general))
  }

  /// The card names every command.
  @Test(arguments: CommandRegistry.standard.names) func card(_ command: String) throws {
    let card = try #require(text.components(separatedBy: "## The card").last?.components(separatedBy: "\n## ").first)
    #expect(card.contains("`\(command)"))
  }
}
