import Foundation
import Testing

@testable import Interp

/// Loops whose block is compiled do what they do statement by statement. A statement that no compiled block holds (`zz = [1]`) keeps the other copy from
/// being compiled.
@Suite struct LoopProgramTests {
  static let bodies: [(name: String, start: String, body: String)] = [
    ("a constant", "k = 0", "k = 1"), ("a sum", "s = 0", "s = s + 1.5 * 2 - i / 7"), ("augmented", "s = 1; k = 2", "s += i; k *= 1.5; s -= k; k /= 2"),
    ("powers", "s = 0", "s = s + i ** 2 % 7 + i // 3 - (-i)"), ("a new name", "", "v = i * 2; w9 = v + 1"),
    ("truth", "p = True; n = 0", "p = not p and i > 3 or n == 2; if p { n = n + 1 } else { n = n - 1 }"),
    ("branches", "s = 0", "if i < 5 { s += 1 } else if i == 12 { s += 100 } else if i >= 20 { s -= 1 } else { s += 0.5 }"),
    ("break", "s = 0", "s += i; if s > 100 { break }; s += 1"), ("continue", "s = 0", "if i % 2 == 0 { continue }; s += i"),
    ("constants", "s = 0", "s = s + pi * e; q = true"), ("not finite", "s = 1e300", "s = s * 1e10"), ("a division by 0", "z9 = 0", "s = i / z9; u = 1 / 0"),
    ("nan", "s = nan", "s = s + 1; h = s == s; g9 = s != s"), ("rounding", "s = 0", "s = s + 0.1; h = s == 0.1 * i"),
    ("the counter", "s = 0", "i = i * 2; s = i"), ("chains", "s = 0", "h = 1 < i < 5; s = s + 1"), ("a matrix", "A = [1, 2]", "A = A + i; s = 1"),
    ("kinds that change", "s = 0", "s = i > 3"), ("a name of the network", "", "t9 = m + alpha; s = t9"), ("hidden", "len = 3", "len = len + 1"),
    ("a name that has no value", "", "if i > 15 { late = 1 }; if i > 16 { s = late }"),
    ("a layer", "init seed=2", "Z = W1 @ X + b1; A = tanh(Z); s = sum(A) / m"), ("a transpose", "init seed=2", "D = (W1 @ X) @ X.T / m - W1 * i"),
    ("a matrix that fails", "init seed=2; A = [1, 2]; s = 0", "s = s + 1; if i == 20 { A = [1; 2; 3] + X }; A = A + i"),
    ("a shape that grows", "A = [1, 2]", "A = concatenate((A, [i, 1]), axis=1)"),
    ("a shape that fails late", "s = 0; A = [1, 2]", "s += 1; A = A + zeros(1, 2 + i // 25)"),
    ("a number, then a matrix", "s = 0", "if i > 12 { s = s + [1, 2] } else { s = s + 1 }"),
    ("matrices that are compared", "A = [1, 20]", "h = A > i; n = mean(h)"),
    ("matrices that are equal", "A = [0.3, 1]", "h = A == [0.1 * 3, 1]"), ("not finite in a matrix", "A = [1e300, 1]", "A = A * 10; v = 1 / (A - A)"),
    ("a function's own warning", "A = [-1, 4]", "v = sqrt(A - i); n = log(A)"), ("draws", "seed 3", "A = randn(2, 2); s = A[1,1]"),
    ("a quantity that is stale", "init seed=2; forward; backward; step", "s = J + sum(dW1) + sum(A2)"), ("text", "w9 = \"a\"", "v = w9; s = w9 == \"a\""),
    ("a method", "A = [1, 2; 3, 4]", "s = A.sum() + A.mean(); v = A.T.reshape(1, 4)"), ("derivatives", "init seed=2", "v = tanh'(X) * g1'(X) + sigmoid(X)"),
    ("a function that is hidden", "v = 3", "max = v; s = max(i, 2)"), ("no layer", "init", "s = W7"), ("no name", "", "s = nobody + 1"),
    ("a variable that hides a quantity", "y = 5; s = 0", "s = s + y"), ("one that hides a layer", "init; a1 = [1, 2]; s = 0", "s = s + a1"),
    ("no derivative", "s = 0", "if i > 10 { s = exp'(i) }"), ("no derivative of a sum", "s = 0", "s = sum'(X)"),
    ("a condition of a matrix", "A = [1, 2]; n = 0", "A = A + 1; if max(A) > 9 and not min(A) > 14 { n = n + 1 } else { n = n - 1 }"),
    ("a condition that fails", "A = [1, 2]; n = 0", "n = n + 1; A = concatenate((A, [i]), axis=1); if i > 20 { if A @ A > 1 { n = 0 } }"),
    ("a condition that is no truth", "A = [1, 2]; n = 0", "n = n + 1; if i > 20 and sum(A) { n = 0 }"),
    ("a function of a product", "A = [0.5, 1; 1, 0]", "A = dot(A, A.T) / 2; v = multiply(A, i); u = dot(2, 3)"),
    ("a warning of a function", "A = [1e308]", "v = multiply(A, i); u = dot(1e308, i)"),
    ("an old name of a quantity", "x = 0; a = 1; z1 = 2", "x = x + 1; a = a + x; z1 = z1 * 2; w = x"),
    ("a product of numbers", "A = [1, 2]", "v = dot(2, A); s = 3 @ A"), ("powers of a matrix", "A = [1, 2]", "A = A ** 2 % 7; v = A ** 0.5 // 1"),
  ]

  /// Loops that make steps of gradient descent: what stands before the loop, and its block.
  static let descents: [(name: String, start: String, body: String)] = [
    ("steps", "", "forward; backward; step"), ("a rate that falls", "", "forward; backward; step 1 / (1 + i)"),
    ("one rate for each half", "", "if i < 15 { forward; backward; step 1 } else { forward; backward; step }"),
    ("a rate by J", "", "forward; backward; step 2 * J"), ("a rate by J that overflows", "r = 1", "forward; backward; step J * r; r = r * 1e40"),
    ("J in between", "low = 10", "forward; backward; step; if J < low { low = J }; s = t + alpha"),
    ("gradients in between", "", "forward; backward; step; v = dW1 * alpha; u = sum(db2)"), ("units in between", "", "forward; backward; step; v = A1"),
    ("a break", "", "forward; backward; step; if t == 21 { break }"), ("two steps a turn", "", "forward; backward; step; forward; backward; step 0.1"),
    ("no step", "", "forward; backward"), ("another order", "forward", "backward; step; forward"),
    ("a rate that is not finite", "r = 1", "r = r * 1e20; forward; backward; step r"),
    ("numbers that are not finite", "alpha = 1e200", "forward; backward; step"), ("frozen", "freeze W1[2,:]", "forward; backward; step"),
    ("an edit in between", "", "forward; backward; step; if i == 12 { W1[1,1] = 0 }"),
    ("a failing step", "A = [1, 2]", "forward; backward; step; A = A + zeros(1, 2 + i // 25)"),
    ("a breakpoint", "break when t == 17", "forward; backward; step"), ("reports", "set report on", "forward; backward; step"),
    ("after a journey", "train 40; back 13", "forward; backward; step"),
  ]

  @Test(arguments: descents) func stepsAreThoseOfStatements(_ item: (name: String, start: String, body: String)) {
    for loop in ["for i in 1:30", "i = 0; repeat 30", "i = 0; while i < 30"] {
      let counts = loop.hasPrefix("for") ? "" : "i = i + 1; "
      func run(_ more: String) -> (TestSession, [String]) {
        let session = TestSession()
        session.run("init 2 4:tanh 1:sigmoid seed=2; alpha = 1.2; \(item.start)")
        func answer(_ text: String) -> [String] {
          let transcript = session.run(text)
          return transcript.lines + transcript.errors.split(separator: "\n").map(String.init)
        }
        var lines = answer("\(loop) { \(counts)\(item.body)\(more) }")
        for question in [
          "J", "A1", "Z2", "dZ1", "dA1", "dW1", "W1", "b2", "t", "timeline", "gradients", "explain W1[1,1]", "explain dW2[1,1]", "back 1", "W1", "dW1", "A1",
          "back 2", "J", "redo 1", "timeline", "goto 9", "dZ2", "W2", "branches",
        ] { lines += answer(question) }
        return (session, lines.map { $0.replacing(more, with: "") }.filter { !$0.contains("zz") })
      }
      let (quick, quickLines) = run("")
      let (slow, slowLines) = run("; zz = [1]")
      #expect(quickLines == slowLines, "\(item.name), \(loop)")
      for name in quick.interpreter.executor.session.state.variables.keys {
        let (one, other) = (quick.interpreter.executor.session.state.variables[name]!, slow.interpreter.executor.session.state.variables[name])
        #expect(one.hasBits(of: other ?? .text("none")), "\(item.name), \(loop): \(name)")
      }
      let recording = quick.run("record --verify")
      #expect(recording.errors.isEmpty, "\(item.name), \(loop): \(recording.errors)")
    }
  }

  @Test(arguments: bodies) func sameAsStatementByStatement(_ item: (name: String, start: String, body: String)) {
    for loop in ["for i in 1:30", "i = 0; repeat 30", "i = 0; while i < 30"] {
      let counts = loop.hasPrefix("for") ? "" : "i = i + 1; "
      func run(_ more: String) -> (TestSession, String) {
        let session = TestSession()
        session.run(item.start)
        let transcript = session.run("\(loop) { \(counts)\(item.body)\(more) }")
        return (session, transcript.errors)
      }
      let (quick, quickErrors) = run("")
      let (slow, slowErrors) = run("; zz = [1]")
      #expect(quickErrors.replacing("; zz = [1]", with: "") == slowErrors.replacing("; zz = [1]", with: ""), "\(item.name), \(loop)")
      let (one, other) = (quick.interpreter.executor.session.state.variables, slow.interpreter.executor.session.state.variables)
      #expect(Set(one.keys) == Set(other.keys).subtracting(["zz"]), "\(item.name), \(loop)")
      for name in one.keys { #expect(one[name]!.hasBits(of: other[name] ?? .text("none")), "\(item.name), \(loop): \(name)") }
    }
  }

  /// JSON has a warning where it has it without compiling.
  @Test func warningsInJSON() {
    for body in [
      "s = s * 1e300", "if s * 1e300 > 1 { s = 2 }", "i += 1; if 10**(i*20) > 5 { k = i }; q = 3", "if s * 1e300 > 1 { k = 1 }", "if s * 1e300 > 1 { }",
      "if s * 1e300 > 1 { break }", "i += 1; forward; backward; step 1 / 10**(i * 20)", "forward; backward; if s * 1e300 < 1 { }",
    ] {
      func lines(_ more: String) -> [String] {
        TestSession(json: true).run("init; i = 0; s = 1e10; repeat 20 { \(body)\(more) }; s; m").lines.map { $0.replacing(/"line":\d+,"column":\d+/, with: "") }
      }
      #expect(lines("") == lines("; zz = [1]"), "\(body)")
    }
  }

  /// The warning of the last condition of a loop is printed, whether a statement follows or not.
  @Test func warningOfTheLastCondition() {
    let failing = TestSession(keepGoing: true).run("A = [1, 2]; while sum(A) < 90 or A @ A > 1 { A = A + 1 }; print sum(A)")
    #expect(failing.status == 1 && failing.errors.contains("test.nns:1:") && failing.errors.contains("A @ A"), "\(failing.errors)")
    for text in ["i = 0; while 10**(i*20) < inf { i += 1 }", "i = 1e300; while i * i < 0 { }", "i = 1e300; if i * i < 0 { }"] {
      for rest in ["", "; 5"] {
        let objects = TestSession(json: true).run(text + rest).objects
        #expect((objects.first?["warnings"] as? [Any])?.count == 1 && objects.first?["command"] as? String != "expression", "\(text)\(rest)")
      }
    }
  }

  /// A deep expression is compiled in a time that grows with its length. If it doubled with each level, 60 levels would not end. The limit counts the time in
  /// which other tests have the processors, too.
  @Test(.timeLimit(.minutes(20))) func deepExpressions() {
    var (product, chain) = ("A", "A")
    for _ in 0..<60 { (product, chain) = ("(\(product).T @ A).T", "(\(chain) < A)") }
    #expect(run("A = [0, 1; 1, 0]; repeat 20 { B = \(product); C = \(chain) }; B.shape").lines.last == "(2, 2)")
  }

  /// Which blocks are compiled.
  @Test func whatIsCompiled() throws {
    func isCompiled(_ body: String) throws -> Bool {
      let session = TestSession()
      session.run("s = 1; p = True; A = [1, 2]")
      let executor = session.interpreter.executor
      var parser = Parser(SourceText(name: "x", text: "repeat 9 { \(body) }"), context: executor.session.parserContext())
      guard case .repeatLoop(_, let statements)? = try parser.nextLine()?.first?.kind else { return false }
      return LoopProgram(statements, executor) != nil
    }
    for body in [
      "k = 1", "s = s + 1.5 * 2", "if s > 3 { break }; s += 1", "p = not p", "A = A + 1", "s = sum(A)", "s = A", "p = 1", "h = A > 1", "v = X @ X.T",
    ] { #expect(try isCompiled(body), "\(body)") }
    for body in [
      "print s", "W1 = 3", "alpha = 0.1", "repeat 2 { s = 1 }", "s", "s = unknown", "x = 1", "a, b = 1, 2", "s = rand()", "A[1] = 2", "s = A[1]", "forward",
      "forward; backward; step",
    ] {
      #expect(try !isCompiled(body), "\(body)")
    }
  }

  /// Ctrl-C ends a compiled loop; what was done stays, and the recording gives it.
  @Test func controlC() throws {
    let session = TestSession()
    session.run("s = 0")
    let interrupt = session.interpreter.interrupt
    // A thread of its own: those that tests share may all be busy.
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.05)
      interrupt.request()
    }
    #expect(session.run("repeat 1000000000000 { s = s + 1 }").status == 130)
    interrupt.clear()
    let done = session.interpreter.executor.session.state.variables["s"]?.number ?? 0
    #expect(done > 1000)
    #expect(session.run("record --verify").errors.isEmpty)
  }
}
