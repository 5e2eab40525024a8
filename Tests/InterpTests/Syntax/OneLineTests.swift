import Foundation
import Testing

@testable import Interp

/// What is recalled from the history runs as what was typed did.
@Suite struct OneLineTests {
  static let blocks: [(String, String)] = [
    ("print 'a # b'", "print 'a # b'"), ("print 'a # b' # c", "print 'a # b'"), ("print \"a \\\" # b\" # c", "print \"a \\\" # b\""),
    ("g1'(Z1) # c", "g1'(Z1)"), ("dZ1 = W2.T @ dZ2 * g[1]'(Z[1]) # it's", "dZ1 = W2.T @ dZ2 * g[1]'(Z[1])"), ("print 1'a # b'", "print 1'a # b'"),
    ("print 'it' 'a # b' #", "print 'it' 'a # b'"), ("print \"it's\" # \"", "print \"it's\""), ("source a#b.nns", "source a#b.nns"),
    ("repeat 2 {\n  print 'a; # }' # x\n}", "repeat 2 { print 'a; # }' }"), ("a = [1 -\n2\n3, 4 and\n 5\n]", "a = [1 - 2; 3, 4 and 5 ]"),
    ("a = X[1,\n2]", "a = X[1, 2]"), ("a = X[1\n, 2]", "a = X[1 , 2]"), ("a = [X[1\n,2]\n3, 4]", "a = [X[1 ,2]; 3, 4]"),
    ("a = sum([1\n2]\n)", "a = sum([1; 2] )"), ("if t > 1 {\n  t\n}\nelse {\n m }", "if t > 1 { t } else { m }"),
    ("repeat 2 { if t > 1 { t }\n m }", "repeat 2 { if t > 1 { t }; m }"), ("repeat 2 {\n a = 1 +\n 2 }", "repeat 2 { a = 1 +; 2 }"),
    ("match dW1 = \"[[1. 2.]\n [3. 4.]]\"", "match dW1 = \"[[1. 2.]\\n [3. 4.]]\""), ("match dW1 = '[[1 \"\\\n2]]'", "match dW1 = \"[[1 \\\"\\\\\\n2]]\""),
    ("\t print  1\t+ 2", "print  1\t+ 2"), ("a = 1 \\\n  # no\n", "a = 1"), ("x⁽³⁾ # c'", "x⁽³⁾"), ("'a", "'a"), ("print \"a # b", "print \"a # b"),
    ("a ? b # c", "a ? b"), ("2x # 'c", "2x"), ("print \"\\q # d\" # c", "print \"\\q # d\""),
  ]

  @Test(arguments: blocks) func written(_ item: (String, String)) {
    let line = OneLine(item.0).text
    #expect(line == item.1 && OneLine(line).text == line && !line.contains { $0.isNewline })
  }

  /// All lessons, exercises and examples: cut into what a prompt would have taken at a time, each parses on one line to the same statements.
  @Test func lessonsAndExamples() throws {
    let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let scripts = root.appendingPathComponent("scripts")
    let names = try FileManager.default.subpathsOfDirectory(atPath: scripts.path).filter { $0.hasSuffix(".nns") }
    var texts = try names.map { try String(contentsOf: scripts.appendingPathComponent($0), encoding: .utf8) }
    texts += CommandRegistry.standard.all.map { $0.example.input.joined(separator: "\n") } + Self.blocks.map(\.0)
    var (blocks, long) = (0, 0)
    for text in texts {
      var block = ""
      var brackets = OpenBrackets()
      for line in text.components(separatedBy: "\n") {
        block += (block.isEmpty ? "" : "\n") + line
        brackets.add(line)
        if brackets.isOpen { continue }
        let one = OneLine(block).text
        #expect(meaning(one) == meaning(block), "\(block)\n\(one)")
        (blocks, long) = (blocks + 1, long + (block.contains("\n") ? 1 : 0))
        (block, brackets) = ("", OpenBrackets())
      }
    }
    #expect(blocks > 1000 && long > 10)
  }

  /// The statements without their places; of what does not parse, the kind of the fault.
  private func meaning(_ text: String) -> String {
    let session = TestSession()
    var parser = Parser(SourceText(name: "", text: text), context: session.interpreter.executor.session.parserContext(allowsAbbreviation: true))
    var statements: [Statement] = []
    do { while let line = try parser.nextLine() { statements += line } } catch { return "a fault: \(error.kind)" }
    return "\(statements)".replacing(/SourceRange\(start: \d+, end: \d+\)/, with: "")
  }

  /// Lines that a prompt waits for more of, and lines that it does not.
  @Test func brackets() {
    for (lines, isOpen) in [
      (["repeat 2 {"], true), (["print '{'"], false), (["print 1'{'"], false), (["g1'(Z1)"], false), (["print \"\\\"{\""], false),
      (["a = \"[1 \\\" 2", "3]\""], false),
      (["a = \"[1 \\\" 2"], true), (["a = (1 \\"], true), (["a = 1 \\"], true), (["a \\ b"], false), (["# {"], false), (["'a {"], false),
      (["a = [1", "2]"], false),
      (["if t { (", "}"], false), (["print \"\\q {\""], false), (["2x {"], true),
    ] {
      var brackets = OpenBrackets()
      for line in lines { brackets.add(line) }
      #expect(brackets.isOpen == isOpen, "\(lines)")
    }
  }
}
