import Foundation
import TestSupport
import Testing

@testable import Interp

/// The exercise sheet of `scripts/exercises` checks itself, and its key marks it.
@Suite struct ExerciseTests {
  private let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }

  private func script(_ name: String) throws -> ScriptText {
    ScriptText(bytes: Array(try Data(contentsOf: root.appendingPathComponent("scripts/exercises/" + name))))
  }

  private let answers = [
    "my_dZ2": "A[2] - Y", "my_dW2": "1/m * my_dZ2 ⋅ A[1].T", "my_db2": "1/m * np.sum(my_dZ2, axis=1, keepdims=True)",
    "my_dZ1": "(W[2].T ⋅ my_dZ2) * g[1]'(Z[1])", "my_dW1": "1/m * my_dZ1 ⋅ X.T", "my_db1": "1/m * np.sum(my_dZ1, axis=1, keepdims=True)",
  ]

  /// The sheet with the right formulas for these names. The others keep their zeros.
  private func filled(_ names: some Sequence<String>) throws -> ScriptText {
    var text = try script("backward.nns").text
    for name in names { text = text.replacingOccurrences(of: "\(name) = 0", with: "\(name) = \(answers[name]!)") }
    return ScriptText(bytes: Array(text.utf8))
  }

  @Test func theSheetChecksItself() throws {
    var options = Interpreter.Options()
    options.keepGoing = true
    let empty = ScriptTest.run(try script("backward.nns"), name: "sheet.nns", options: options, interrupt: Interrupt())
    #expect(empty.failed == 6 && empty.passed == 0)
    let whole = ScriptTest.run(try filled(answers.keys), name: "sheet.nns", options: options, interrupt: Interrupt())
    #expect(whole.isPassed && whole.passed == 6, "\(whole.failures)")
  }

  @Test func theKeyMarks() throws {
    func mark(_ names: [String]) throws -> ScriptTest.Result {
      ScriptTest.mark(try filled(names), name: "ada.nns", key: try script("backward-key.nns"), keyName: "key.nns", interrupt: Interrupt()) { false }
    }
    let all = try mark(Array(answers.keys))
    #expect(all.isPassed && all.passed == 8, "\(all.failures)")
    #expect(try mark([]).passed == 1 && mark([]).failed == 7)
    #expect(try mark(["my_dZ2", "my_dW2", "my_db2"]).passed == 4)
  }
}
