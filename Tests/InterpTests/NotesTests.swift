import Foundation
import Testing

@testable import Interp

/// Every formula of the course's notes is typed as it stands there. It holds, is true, has a value, or assigns.
@Suite struct NotesTests {
  private static func session(_ entry: NotesEntry) -> TestSession {
    let session = TestSession()
    let made = session.run(entry.setUp)
    #expect(made.status == 0, "\(entry.testDescription): \(made.errors)")
    return session
  }

  @Test(arguments: NotesTable.entries) func formula(_ entry: NotesEntry) {
    let session = Self.session(entry)
    if case .leftOut = entry.outcome {} else { #expect(entry.typed.contains(entry.text)) }
    func runs(_ statement: String, status: Int32 = 0) -> Transcript {
      let transcript = session.run(statement)
      #expect(transcript.status == status, "\(entry.testDescription): \(statement): \(transcript.output)\(transcript.errors)")
      return transcript
    }
    switch entry.outcome {
    case .holds:
      #expect(runs(entry.typed).lines.last?.contains(": holds, largest difference ") == true, "\(entry.testDescription)")
      #expect(runs(entry.typed + " + 0.1", status: 3).errors.contains("does not hold"), "\(entry.testDescription)")
    case .isTrue: _ = runs("assert " + entry.typed)
    case .gives(let condition):
      #expect(!runs(entry.typed).output.isEmpty)
      _ = runs("assert " + condition)
    case .assigns(let condition):
      _ = runs("assert not (\(condition.components(separatedBy: " tol=")[0]))")
      #expect(runs(entry.typed).output.isEmpty, "\(entry.testDescription)")
      _ = runs("assert " + condition)
    case .leftOut(let reason, let instead):
      #expect(!reason.isEmpty)
      if let instead { _ = runs(instead) }
    }
  }

  /// The notes' block of code gives the parameters that `init` draws. The notes' update gives the parameters that `step` gives.
  @Test func statementsTogether() {
    let block = """
      # W1 is for the first layer (layer 1)
      # We multiply by 0.01 to make the weights small
      W1 = np.random.randn((n_h, n_x)) * 0.01  #

      # b1 can be initialized to zeros
      b1 = np.zeros((n_h, 1)) #

      # W2 is for the second layer (output layer)
      W2 = np.random.randn((n_y, n_h)) * 0.01 #

      # b2 can be initialized to zeros
      b2 = np.zeros((n_y, 1)) #

      """
    let start = "init 2 4:tanh 1:sigmoid seed=7; w1 = W1; w2 = W2; W1 = ones(4, 2); W2 = ones(1, 4); b1 = ones(4, 1); b2 = [1]; seed 7\n"
    let drawn = run(start + block + "assert array_equal(W1, w1) and array_equal(W2, w2) and b1 == 0 and b2 == 0")
    #expect(drawn.status == 0, "\(drawn.errors)")
    let update = "W[1] = W[1] - α * dW[1]\nb[1] = b[1] - α * db[1]\nW[2] = W[2] - α * dW[2]\nb[2] = b[2] - α * db[2]\n"
    let stepped = run(
      NotesNetwork.all + "step; w1 = W1; c1 = b1; w2 = W2; c2 = b2\n" + NotesNetwork.all + update
        + "assert W1 == w1 and b1 == c1 and W2 == w2 and b2 == c2 tol=1e-15")
    #expect(stepped.status == 0, "\(stepped.errors)")
    let loop = run("for i in range(m):\n  z_1__i = W1 @ x_i + b1\n")
    #expect(loop.status == 1 && loop.errors.contains("hint: "), "\(loop.errors)")
  }

  // MARK: The notes themselves

  /// A formula of the notes with its heading. It is a span between backticks or a line of code.
  private struct Span: Hashable {
    var heading: String
    var text: String
  }

  private static let notes: String? = {
    let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    return try? String(contentsOf: root.appendingPathComponent("../shared/notes.md").standardized, encoding: .utf8)
  }()

  private static func spans(_ notes: String) -> [Span] {
    var heading = ""
    var isCode = false
    var spans: [Span] = []
    for line in notes.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if isCode {
        if !line.hasPrefix("#") { spans.append(Span(heading: heading, text: line)) }
      } else if line.hasPrefix("#") {
        heading = line.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces)
      } else {
        for (place, part) in line.components(separatedBy: "`").enumerated() where place % 2 == 1 { spans.append(Span(heading: heading, text: part)) }
      }
    }
    return spans
  }

  /// The table has every formula of the notes, and no formula that the notes do not have. For a single name one entry under any heading is enough.
  @Test(.enabled(if: notes != nil, "the notes are not beside the project: ../shared/notes.md"))
  func tableIsWhole() throws {
    let spans = Self.spans(try #require(Self.notes))
    #expect(spans.count > 200)
    let table = Set(NotesTable.entries.map { Span(heading: $0.heading, text: $0.text) })
    let texts = Set(table.map(\.text))
    for span in spans {
      let isFormula = span.text.contains { "=*⋅+-(<>".contains($0) }
      #expect(isFormula ? table.contains(span) : texts.contains(span.text), "\(span.heading): \(span.text) is not in the table")
    }
    for span in table.subtracting(spans) { Issue.record("\(span.heading): \(span.text) is not in the notes") }
  }
}
