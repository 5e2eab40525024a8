import Testing

@testable import Interp

/// Stale quantities, the state after a failed statement, and the generator.
@Suite struct StateTests {
  @Test func staleness() {
    let session = TestSession()
    session.run("init seed=2; forward; backward; step 0.5")
    #expect(session.run("show J").lines == ["J = 0.693048   stale: of step 1"])
    #expect(session.run("show dW1").lines[0] == "dW1 (4, 2)   stale: of step 1")
    #expect(session.run("J + 1").lines == ["1.69305   stale: of step 1"])
    for command in ["backward", "step"] {
      let refused = session.run(command)
      #expect(refused.status == 1 && refused.errors.contains("stale") && refused.errors.contains("run: forward"), "\(command)")
    }
    session.run("forward")
    #expect(session.run("show J").lines[0].contains("stale") == false)
    #expect(session.run("step").errors.contains("the last ones are stale"))
    session.run("backward; step")
    #expect(session.run("t").lines == ["2"])
  }

  /// `train` ends with a forward pass, so Z, A and J are current. The gradients belong to the last step.
  @Test func afterTraining() {
    let session = TestSession()
    session.run("init seed=2; train 5")
    #expect(session.run("J").lines[0].contains("stale") == false)
    #expect(session.run("show dW2").lines[0] == "dW2 (1, 4)   stale: of step 5")
    #expect(session.run("step").status == 1)
    #expect(session.run("backward; step; t").lines == ["6"])
  }

  @Test func changesMakeStale() {
    for change in ["W1[1,1] = 3", "b2 = 1", "X[1,1] = 0", "Y[1,1] = 1", "data moons", "set leaky_slope 0.2"] {
      let session = TestSession()
      session.run("init 2 3:leaky_relu 1 seed=1; forward; backward")
      #expect(session.run(change).status == 0, "\(change)")
      #expect(session.run("step").errors.contains("stale"), "\(change)")
      #expect(session.run("backward").errors.contains("stale"), "\(change)")
    }
    let session = TestSession()
    session.run("init seed=1; forward; Y[1,1] = 1")
    #expect(session.run("A1[1,1]").lines[0].contains("stale") == false)
    #expect(session.run("J").lines[0].contains("stale"))
  }

  /// The notes' four updates give what `step` gives, because each reads the gradients of the last `backward`.
  @Test func updatesByHand() {
    let hand = TestSession()
    let other = TestSession()
    hand.run("init seed=2; alpha = 1.2; forward; backward")
    other.run("init seed=2; alpha = 1.2; forward; backward; step")
    hand.run("W[1] = W[1] - α * dW[1]; b[1] = b[1] - α * db[1]; W[2] = W[2] - α * dW[2]; b[2] = b[2] - α * db[2]")
    for name in ["W1", "b1", "W2", "b2"] {
      #expect(hand.run(name).output == other.run(name).output)
    }
  }

  /// `train N` and N times `forward; backward; step` give the same bits, in blocks too.
  @Test func sameBits() {
    let show = "W1; b1; W2; b2; J; A2; dW1; dA2"
    let start = "init seed=2\n"
    let trained = run(start + "train 20 alpha=1.2\n" + show, json: true).output.split(separator: "\n").dropFirst()
    let stepped = run(start + "alpha = 1.2; repeat 20 { forward; backward; step }; forward\n" + show, json: true).output.split(separator: "\n")
    #expect(trained.count == 8 && Array(trained) == Array(stepped.suffix(8)))
  }

  private static let snapshot = "print alpha, t, m\nW1\nX[:, 1:3]\nrandn(2)\nset\nwho\nJ\nans"

  /// A failed statement changes nothing: network, data, variables, ans, generator, settings.
  static let failures = [
    "init 2 3:softmax 1 seed=9", "init 5 seed=4 weights=nothing", "alpha = \"x\"", "X = \"x\"", "W1 = zeros(9, 9)", "a = randn(3) + zeros(2, 2)",
    "data moons seed=3 split=7", "data none.csv", "load none.npz",
    "a = b = undefined", "q = randn(2) @ randn(2)", "train 5 until=(J)", "train 5 alpha=nan", "step nan", "set digits 99", "seed 1.5", "use test",
    "W1[9,9] = 1", "W1[:, 1] = [1, 2]", "X[1, 1] = \"t\"", "predict [1; 2; 3]", "forward [1, 2]",
    "ans = 3", "sum = 3", "dZ1 = 3", "print randn(2), undefined", "assert randn() == 99", "{", "quit 1000", "randn(2)[5]", "alpha += \"x\"", "time undefined",
    "save /none/x.npz", "source none.nns", "help none",
  ]

  @Test(arguments: failures) func nothingChanges(_ statement: String) {
    let start = "init seed=5; forward; backward; v = 3; 42"
    let (plain, failed) = (TestSession(), TestSession())
    plain.run(start)
    failed.run(start)
    let outcome = failed.run(statement)
    #expect(outcome.status != 0, "\(statement)")
    #expect(failed.run(Self.snapshot).output == plain.run(Self.snapshot).output, "\(statement)")
    #expect(failed.run("step; t").lines == ["1"], "\(statement)")
  }

  /// In a block only the simple statement that failed is undone.
  @Test func blocksKeepWhatWasDone() {
    let session = TestSession()
    #expect(session.run("repeat 3 { a = 1; b = undefined }").status == 1)
    #expect(session.run("a").lines == ["1"])
  }

  @Test func generator() {
    #expect(run("init seed=3; a = W1; init seed=3; array_equal(a, W1)").lines == ["True"])
    // Without seed= the draws go on.
    #expect(run("init seed=3; a = W1; init; array_equal(a, W1)").lines == ["False"])
    #expect(
      run("init", atPrompt: true).output.contains("seed 1\n") && run("init seed=2; init", atPrompt: true).output.contains("the next random numbers of seed 2\n")
    )
    // A session starts with seed 1. `data` has its own generator.
    #expect(run("a = randn(); seed 1; a == randn()").lines == ["True"])
    #expect(run("a = randn(2); seed 1; data moons seed=8 noise=0.1; array_equal(a, randn(2))").lines == ["True"])
    #expect(run("data moons noise=0.1; a = X; data moons noise=0.1; array_equal(a, X)").lines == ["True"])
  }

  /// The draws of a condition that fails are undone. The warning of a condition is printed. `break` outside a loop is an error.
  @Test func conditions() {
    for statement in ["if randn(2) { }", "while randn(2) { }", "repeat randn(2) { }", "for i in 1:randn(2) { }", "step randn(2)", "forward randn(3)"] {
      let session = TestSession()
      session.run("init; forward; backward; seed 4")
      #expect(session.run(statement).status == 1, "\(statement)")
      #expect(session.run("v = randn(); seed 4; v == randn()").lines == ["True"], "\(statement)")
    }
    #expect(run("if log(0) < 1 { print 2 }").errors == "test.nns:1:4: warning: log(0) is -inf\n")
    #expect(run("init; forward; while any(A2 - Y.T > 5) { }").errors.contains("were stretched"))
    #expect(run("if True { break }").errors.contains("'break' works only in a loop") && run("continue").errors.contains("works only in a loop"))
    #expect(run("repeat 3 { if True { break }; print 1 }\nprint 2").lines == ["2"])
  }

  /// Where the condition of a training fails, the network, the pass and the step are as before.
  @Test func trainingIsUndone() {
    let show = "t; J; W1; A2; dW1; alpha; v = randn(); v"
    for condition in ["t == 3 and nosuch == 1", "t == 3 and all(W1 == X)"] {
      let (plain, failed) = (TestSession(json: true), TestSession(json: true))
      plain.run("init seed=2; forward; backward")
      failed.run("init seed=2; forward; backward")
      #expect(failed.run("train 5 until=(\(condition))").status == 1, "\(condition)")
      #expect(failed.run(show).output == plain.run(show).output && failed.run("step; t").status == 0, "\(condition)")
    }
  }

  /// Ctrl-C during a statement stops the statements behind it.
  @Test func interruptStopsTheLine() {
    let interrupt = Interrupt()
    var output = ""
    let interpreter = Interpreter(interrupt: interrupt) { stream, text in
      if stream == .verbatim { output += text }
      interrupt.request()
    }
    #expect(interpreter.run("print 1; print 2\nprint 3", name: "t.nns").status == 130 && output == "1\n")
  }

  @Test func warningsOncePlace() {
    let session = TestSession()
    let first = session.run("repeat 5 { a = Y - Y.T }")
    #expect(first.errors.components(separatedBy: "warning:").count == 2)
    #expect(first.errors.contains("Y (1, 400) and Y.T (400, 1) were stretched to (400, 400)"))
    #expect(run("a = [1; 2] + [1, 2]").errors.contains("warning:"))
    #expect(run("init; forward; a = Z1 + b1").errors.isEmpty)
  }
}
