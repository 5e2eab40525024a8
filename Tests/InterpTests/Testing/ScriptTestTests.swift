import Foundation
import TestSupport
import Testing

@testable import Interp

/// Scripts as tests: which pass, how a difference is printed, how `--update` rewrites, and how submissions are marked.
@Suite struct ScriptTestTests {
  private func test(_ text: String, keepGoing: Bool = false) -> ScriptTest.Result {
    var options = Interpreter.Options()
    options.keepGoing = keepGoing
    return ScriptTest.run(ScriptText(bytes: Array(text.utf8)), name: "t.nns", options: options, interrupt: Interrupt())
  }

  static let passing: [(String, Int)] = [
    ("1 + 1\n#> 2", 1), ("1 + 1", 0), ("1 + 1 #> 2", 1), ("  1 + 1; 3\n\n# a remark\n#> 2\n# another\n#> 3\n4\n#> 4", 2), ("a = 1\r\na\r\n#> 1\r\n", 1),
    ("repeat 2 {\n  print \"x\"\n}\n#> x\n#> x", 1), ("if 1 == 1 { print 1 }\nelse { print 2 }\n#> 1", 1),
    ("nope\n#> error: unknown name 'nope'\nprint 2\n#> 2", 2),
    ("print 1 +\n#> error: expected ...\nprint 2\n#> 2", 2), ("a = (1\n#> error: '(' is never closed: ...", 1),
    ("nope\n#> error: unknown ...\n#> hint: type help ...", 1), ("print 1; nope\n#> 1\n#> error: unknown name 'nope'", 1),
    ("a = Y - Y.T\n#> warning: Y (1, 400) and Y.T ...", 1), ("a = Y - Y.T", 0), ("assert 1 == 1; m = 400", 2), ("assert 1 == 2\n#> error: 1 == 2 is false", 2),
    ("m = 3\n#> error: m does not hold: ...", 2), ("if 1 == 2 { assert 1 == 2 }", 1),
    ("for i in 1:3 { assert i > 0; L = 2 }\n#> error: there is no network yet", 3),
    ("print \"#> no\"\n#> #> no", 1), ("1\n#>1", 1), ("print \"\"\n#>", 1), ("quit 3\nnope", 0), ("[1, 2\n 3, 4]\n#> (2, 2)\n#> 1 2\n#> 1 1 2\n#> 2 3 4", 1),
    ("#!/usr/bin/env nnshell\n# a lesson\n\n1\n#> 1", 1),
  ]

  @Test(arguments: passing) func passes(_ item: (String, Int)) {
    let result = test(item.0)
    #expect(result.isPassed && result.passed == item.1 && result.failed == 0, "\(item.0): \(result)")
  }

  static let failing: [(String, String)] = [
    ("1 + 1\n#> 3", "t.nns:1:1: difference: what is printed (+) is not what is stated (-)\n  1 + 1\n  - 3\n  + 2\n"),
    ("print 1; print 2\n#> 1", "t.nns:1:1: difference: what is printed (+) is not what is stated (-)\n  print 1; print 2\n    1\n  + 2\n"),
    ("a = 1\n#> 1", "  - 1\n"), ("nope\nprint 1", "t.nns:1:1: error: unknown name 'nope'\n  nope\n  ^~~~\n"), ("1\n#> error: no", "  - error: no\n  + 1\n"),
    ("nope\n#> error: other", "  - error: other\n  + error: unknown name 'nope'\n"),
    ("repeat 2 {\n  print 1\n  #> 1\n}", "t.nns:3:3: this #> line is inside a statement\n"),
    ("assert 1 == 2 \"no\"", "error: no\n"), ("assert 1 == 2 \"\"", "error: 1 == 2 is false\n"), ("m = 3", "m does not hold"), ("print (", "never closed"),
    ("a = 1\n#> warning: w", "  - warning: w\n"),
    ("a\u{0}b", "a NUL byte"), ("# x\n#> 3\n1", "t.nns:2:1: #> states what the statement above it prints, but no statement is above it"),
  ]

  @Test(arguments: failing) func fails(_ item: (String, String)) {
    let result = test(item.0)
    #expect(!result.isPassed && result.failures.contains { $0.text.contains(item.1) }, "\(item.0): \(result.failures)")
  }

  /// After a difference the script goes on. An unexpected error ends it, unless -k is given.
  @Test func goingOn() {
    let text = "1\n#> 2\n3\n#> 4\nnope\n5\n#> 6"
    #expect(test(text).failures.map(\.line) == [1, 3, 5])
    #expect(test(text, keepGoing: true).failures.map(\.line) == [1, 3, 5, 6])
  }

  @Test func rewriting() {
    #expect(test("1\n#> 1").rewritten == nil)
    #expect(test("  1\n  #> 2\n3").rewritten == "  1\n  #> 1\n3")
    #expect(test("print 1; print 2 #> 2\n# r\n#> 3\n\n4 #> 4").rewritten == "print 1; print 2\n# r\n#> 1\n#> 2\n\n4 #> 4")
    #expect(test("a = 1\n#> 2\na\n#> 1").rewritten == "a = 1\na\n#> 1")
    #expect(test("nope\n#> error: other\n1").rewritten == "nope\n#> error: unknown name 'nope'\n1")
    #expect(test("1 #> 2").rewritten == "1\n#> 1\n")
    for text in [
      "  1\n  #> 2\n3", "print 1; print 2 #> 2\n# r\n#> 3\n\n4 #> 4", "1 #> 2", "X[:, 1:2]\n#> x", "print \"a  b\"\n#> x", "nope\n#> error: other\n1",
    ] {
      let rewritten = test(text).rewritten ?? ""
      #expect(test(rewritten).isPassed, "\(text): \(rewritten)")
    }
  }

  private func mark(_ submission: String, _ key: String) -> ScriptTest.Result {
    ScriptTest.mark(
      ScriptText(bytes: Array(submission.utf8)), name: "s.nns", key: ScriptText(bytes: Array(key.utf8)), keyName: "key.nns", interrupt: Interrupt()
    ) { false }
  }

  private static let key = """
    assert array_equal(answer, [1, 2; 3, 4])
    forward; backward
    dZ2 = my_dZ2
    #> dZ2 = my_dZ2: holds, ...
    for i in 1:2 { assert i < 3 }
    alpha
    #> 0.5
    """

  /// Every submission has as many checks as the key.
  @Test func marking() {
    let good = mark("init seed=2; forward; answer = [1, 2; 3, 4]; my_dZ2 = A2 - Y; alpha = 0.5; set digits 1; set report on", Self.key)
    #expect(good.isPassed && good.passed == 5 && good.name == "s.nns", "\(good)")
    for (submission, passed) in [
      ("", 1), ("init; answer = [1, 2; 3, 4]", 2), ("alpha = 0.5; nope; init", 2), ("init (", 1), ("init; forward; my_dZ2 = Y - A2; alpha = 0.5", 2),
      ("quit", 1),
      ("answer = 1\nquit 3\nalpha = 0.5", 1), ("init; save x.npz; alpha = 0.5", 1), ("source key.nns", 1), ("data x.csv", 1), ("load x.npz", 1),
    ] {
      let result = mark(submission, Self.key)
      #expect(result.passed == passed && result.passed + result.failed == 5 && !result.isPassed, "\(submission): \(result)")
    }
    #expect(mark("init; save x.npz", Self.key).failures[0].message.contains("--safe"))
    // The output of a submission is not kept, and its line of JSON is whole.
    #expect(
      mark("repeat 1000 { print \"x\" }", Self.key).json.hasPrefix(
        "{\"command\":\"test\",\"name\":\"s.nns\",\"passed\":1,\"failed\":4,\"failures\":[{\"line\":1,"))
  }

  /// A claim about an activation counts as a check before there is a network.
  @Test func claimsOfActivationsCount() {
    let key = "g'(z) = a * (1 - a)\ng1(Z1) = A1\nsigmoid(0) = 0.5\ng[1]'(Z[1]) = a * (1 - a)"
    let (good, bad) = (mark("init 2 1:sigmoid; forward", key), mark("", key))
    #expect(good.passed == 4 && good.failed == 0 && bad.passed == 1 && bad.failed == 3, "\(good) \(bad)")
  }

  /// Variables of a submission do not turn the key's claims into assignments, and they cost no points.
  @Test func variablesDoNotHideTheNetwork() {
    let key = "forward; backward\ndZ[2] = my_dZ2\nZ[1] = W[1]X + b[1]"
    #expect(mark("init; forward; dZ = zeros(2, 50); Z = ones(3, 60); my_dZ2 = 0", key).failed == 1)
    #expect(mark("init; forward; dZ = A2 - Y; W = 3; b = 2; my_dZ2 = dZ", key).isPassed)
    // A key for a network of one unit counts the same where the submission has none.
    let unit = "assert True\nz = wᵀX + b"
    #expect(mark("init 2 1:sigmoid; forward", unit).passed == 2 && mark("init; forward", unit).failed == 1)
  }

  /// An endless loop is interrupted, and the key's checks still run.
  @Test func markingEnds() {
    let interrupt = Interrupt()
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { interrupt.request() }
    let result = ScriptTest.mark(
      ScriptText(bytes: Array("alpha = 0.5; while True { v = 3 }".utf8)), name: "s.nns", key: ScriptText(bytes: Array("alpha\n#> 0.5\nassert v == 3".utf8)),
      keyName: "key.nns", interrupt: interrupt
    ) {
      interrupt.clear()
      return true
    }
    #expect(result.failures.first?.message == "the time was up" && result.passed == 2 && result.failed == 0, "\(result)")
  }

  /// Every submission has a line, also after one that calls `np.random.seed()` without a seed.
  @Test func marksAfterASeedWithoutOne() {
    let good = "init 2 4:tanh 1:sigmoid seed=2\nforward\nbackward\nmy_dZ2 = A2 - Y\n"
    let lines = [good, "np.random.seed()\n", good].map { mark($0, "dZ[2] = A[2] - Y\n").line }
    #expect(lines[0] == "s.nns: 1 passed, 0 failed" && lines[2] == lines[0])
    #expect(lines[1].hasPrefix("s.nns: 0 passed, 1 failed; the key's line 1; stopped: s.nns:1:1: error: random.seed needs a number"), "\(lines)")
  }

  /// The reason is the error and not an earlier warning. The named lines of the key are those of the failed checks.
  @Test func reasonsAndCountsAgree() {
    let warned = mark("init; v = log(0); w = ones(3, 1) + ones(1, 3); print nope; alpha = 0.5", "assert True")
    #expect(warned.line == "s.nns: 1 passed, 0 failed; stopped: s.nns:1:54: error: unknown name 'nope'", "\(warned.line)")
    for (key, line) in [
      ("assert True; assert False; assert True", "1 passed, 2 failed; the key's line 1 (2 checks)"),
      ("if True {\n  assert True\n  assert False\n  assert True\n}", "1 passed, 2 failed; the key's lines 3, 4"),
      ("for i in 1:3 {\n  assert i < 3\n  assert i < 9\n}", "0 passed, 2 failed; the key's lines 2, 3"),
      ("1\n#> 2\nassert True\nassert False", "1 passed, 2 failed; the key's lines 1, 4"),
      ("v = nope\nassert True", "1 passed, 0 failed; line 1 of the key is not a check, but it failed: unknown name 'nope'"),
      ("v = nope; assert True\nassert True", "1 passed, 1 failed; the key's line 1"), ("nope\n#> 3", "0 passed, 1 failed; the key's line 1"),
      ("assert False\n#> 3", "0 passed, 2 failed; the key's line 1 (2 checks)"),
    ] {
      let result = mark("", key)
      #expect(result.line == "s.nns: " + line && !result.isPassed && result.failed == result.failedLines.count, "\(key): \(result.line)")
    }
  }
}
