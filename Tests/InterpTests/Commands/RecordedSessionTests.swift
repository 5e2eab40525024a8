import Foundation
import Testing

@testable import Interp

/// Recordings of sessions that went back and forth, failed and were interrupted. Each runs in a new session, which must be the same in every bit.
@Suite struct RecordedSessionTests {
  @Test(arguments: 1...200) func randomSessions(_ seed: Int) { RandomSession.expectRecorded(seed: seed, interrupts: false) }

  /// After Ctrl-C at a random moment the session is as the simple statements that ran have left it.
  @Test(arguments: 1...200) func interruptedSessions(_ seed: Int) { RandomSession.expectRecorded(seed: seed + 1000, interrupts: true) }

  /// Many of the random sessions are interrupted, go back, and stop half way in a statement. Otherwise they would show nothing.
  @Test func randomSessionsReachWhatTheyAreFor() {
    var (interrupted, journeys, partial, shorter) = (0, 0, 0, 0)
    for seed in 1001...1060 {
      let session = RandomSession(seed: seed, interrupts: true)
      let folder = RandomSession.Folder()
      let log = session.run(folder).interpreter.executor.log
      interrupted += session.interruptions
      journeys += log.hasJourneys ? 1 : 0
      partial += log.all.contains { !$0.isWhole } ? 1 : 0
      shorter += (log.withoutLeftBranches()?.count ?? log.all.count) < log.all.count ? 1 : 0
    }
    #expect(interrupted > 20 && journeys > 20 && partial > 20 && shorter > 4, "\(interrupted) \(journeys) \(partial) \(shorter)")
  }

  /// Sessions whose recordings were wrong once, each with its number of recorded statements.
  @Test(arguments: [
    // A condition draws, and `back` goes to a step of this training.
    ("init seed=5; train 20 until=(randn() > 1); back 1", 2),
    // A journey inside a block goes to steps that the recording had left out.
    ("init seed=5\ntrain 5\ngoto 0\nrepeat 1 { goto main }", 4),
    // `diff` reads a branch that the recording had left out.
    ("init; train 3; back 1; diff 0 3", 4),
    // Loops fail under -k, and a journey has a condition.
    (
      """
      init seed=3 weights=xavier
      forward; backward; step
      repeat 4 { forward; backward; step; assert t < 6 }
      repeat 4 { forward; backward; step; assert t < 6 }
      goto when t > 4
      """, 9
    ),
    // The count or the range of a block draws, and the block fails.
    ("repeat permutation(5)[1,1] { nothing }", 1), ("for i in permutation(3)[1,1]:(3 + rand()):(rand() + 1) { a = i; nothing }", 5),
    ("init; train permutation(9)[1,1]; back 1", 3),
    // The first condition draws, and the second fails.
    ("if rand() > 2 { a = 1 } else if nothing { b = 1 }", 1),
    ("for c in randn(2, 0) { }; repeat rand() * 0 + 2 { a = rand(); nothing }", 3),
  ]) func onceWrong(_ script: String, _ statements: Int) throws {
    let folder = RandomSession.Folder()
    let session = TestSession(keepGoing: true)
    session.run(script)
    let made = session.run("record \(folder.path)/out.nns --verify")
    #expect(made.status == 0, "\(made.errors)")
    let text = folder.read("out.nns")
    let other = TestSession()
    #expect(other.run(text).status == 0, "\(text)")
    let (one, two) = (session.interpreter.executor.session, other.interpreter.executor.session)
    #expect(SessionComparison(one: one, other: two, withAnswer: false).firstDifference() == nil, "\(text)")
    #expect(made.output.contains("\(statements) statement"), "\(made.output)\(text)")
  }

  // MARK: Interrupts

  /// Where Ctrl-C stops a sourced file, only the statement that ran is undone. Earlier draws stay.
  @Test(arguments: ["source loop.nns", "source nested.nns", "repeat 9 { source sound.nns }", "time source loop.nns"], [3, 10, 17, 24, 31])
  func interruptedFiles(_ statement: String, _ question: Int) {
    let folder = RandomSession.Folder()
    try? "repeat 100 { zz = randn(3,3) }\n".write(toFile: folder.path + "/loop.nns", atomically: true, encoding: .utf8)
    try? "u = 1\nsource loop.nns\n".write(toFile: folder.path + "/nested.nns", atomically: true, encoding: .utf8)
    for keepGoing in [false, true] {
      let session = TestSession(keepGoing: keepGoing)
      session.run("init seed=2")
      let start = session.interpreter.executor.session.state.generator
      session.interpreter.interrupt.request(atQuestion: question)
      #expect(session.run(statement, name: folder.path + "/main.nns").status == 130)
      session.interpreter.interrupt.clear()
      let state = session.interpreter.executor.session.state
      if let last = state.variables["zz"] {
        // The generator stands right behind the kept draw. Draws from the beginning must reach the same state.
        var generator = start
        var drawn = generator.normalMatrix(last.asMatrix!.shape)
        for _ in 0..<100 where drawn != last.asMatrix! { drawn = generator.normalMatrix(drawn.shape) }
        #expect(generator == state.generator, "question \(question)")
      }
      #expect(session.run("record --verify").status == 0)
    }
  }

  /// A training that Ctrl-C stops keeps its steps and the draws of its condition.
  @Test func interruptedTraining() {
    for question in 3...9 {
      let (session, whole) = (TestSession(), TestSession())
      session.run("init seed=2")
      session.interpreter.interrupt.request(atQuestion: question)
      #expect(session.run("train permutation(90)[1,1] until=(randn() > 100)").status == 130)
      session.interpreter.interrupt.clear()
      let steps = session.interpreter.executor.session.state.steps
      #expect(steps > 0)
      whole.run("init seed=2; if permutation(90)[1,1] == 0 { }; train \(steps) until=(randn() > 100)")
      let (one, two) = (session.interpreter.executor.session, whole.interpreter.executor.session)
      #expect(SessionComparison(one: one, other: two).firstDifference() == nil)
      #expect(session.run("record --verify").status == 0)
    }
  }

  /// Where a statement fails, its draws and changes are undone.
  @Test(arguments: [
    "forward randn(3, 3)", "print randn(2), nothing", "if randn() > nothing { }", "for i in rand():nothing { }", "for i in rand():inf { }",
    "for c in \"text\" { }", "repeat randn() { }", "while rand() > nothing { }", "train permutation(3)[1,1] + 0.5", "a = b = randn() + nothing",
    "train 3 until=(randn() > nothing)", "explain W1[permutation(3)[1,1], 99]",
  ]) func failuresDrawNothing(_ statement: String) {
    let session = TestSession()
    session.run("init seed=2; forward; backward")
    let before = session.interpreter.executor.session.state.generator
    #expect(session.run(statement).status == 1, "\(statement)")
    #expect(session.interpreter.executor.session.state.generator == before)
    #expect(session.interpreter.executor.session.state.variables.isEmpty)
  }

  // MARK: What cannot be recorded

  /// A session that cannot be recorded gives an error that names the statement. Nothing is written, and an old file stays.
  @Test func whatIsNoRecording() {
    let folder = RandomSession.Folder()
    try? "old\n".write(toFile: folder.path + "/out.nns", atomically: true, encoding: .utf8)
    let goesOn = TestSession(keepGoing: true)
    goesOn.run("init seed=2; a = 1\nrepeat 2 { source fails.nns }\nb = 2", name: folder.path + "/main.nns")
    let failed = goesOn.run("record \(folder.path)/out.nns")
    #expect(failed.status == 3 && failed.errors.contains("statement 3, 'repeat 2 { source "), "\(failed.errors)")
    #expect(failed.errors.contains("run its statements one by one") && folder.read("out.nns") == "old\n" && failed.output.isEmpty)
    // A file has changed since it was read. In the second case the session itself has changed it.
    for (change, statement) in [("", "statement 3, 'source "), ("save \(folder.path)/net.npz\n", "statement 4, 'load ")] {
      let session = TestSession()
      session.run("init seed=2; save \(folder.path)/net.npz", name: folder.path + "/main.nns")
      session.run(change.isEmpty ? "source sound.nns; c = 4" : "train 2; load net.npz; train 2\n" + change, name: folder.path + "/main.nns")
      #expect(session.interpreter.executor.session.state.steps == 2)
      try? "train 1\nv = 7\n".write(toFile: folder.path + "/sound.nns", atomically: true, encoding: .utf8)
      let failed = session.run("record \(folder.path)/out.nns")
      #expect(failed.status == 3 && failed.errors.contains(statement), "\(failed.errors)")
      #expect(failed.errors.contains("has perhaps changed") && folder.read("out.nns") == "old\n")
    }
  }

  /// While `record` runs the statements again, the progress line names the present one.
  @Test func tellsWhatItRunsAgain() {
    var told: [String] = []
    var options = Interpreter.Options()
    options.showsProgress = true
    let interpreter = Interpreter(options: options) { if $0 == .progress { told.append($1) } }
    interpreter.run("init seed=2; train 3; back 1", name: "test.nns")
    told = []
    #expect(interpreter.run("record --verify", name: "test.nns").status == 0)
    #expect(told.first == "record runs statement 1 of 2 again (Ctrl-C stops it)" && told.last == "", "\(told)")
  }

  /// A recording that is right by construction is written at once. Any other is run again first, and Ctrl-C stops that.
  @Test func whatIsRunAgain() {
    for (script, isRun) in [
      ("init seed=2; train 5; a = randn(); repeat 3 { forward; backward; step }", false), ("init; nothing\ntrain 3", false),
      ("init; train 5; back 2", true), ("init; train 5; v = 1; back 2", false), ("init; repeat 3 { train 1; if t == 2 { nothing } }", true),
      ("source sound.nns", false), ("init; source fails.nns", true),
    ] {
      let folder = RandomSession.Folder()
      let session = TestSession(json: true, keepGoing: true)
      session.run(script, name: folder.path + "/main.nns")
      let count = session.interpreter.executor.log.all.count
      #expect(count > 0)
      #expect(session.run("record \(folder.path)/out.nns").objects.last?["verified"] is NSNull == !isRun, "\(script)")
      session.interpreter.interrupt.request(atQuestion: 4)
      let stopped = session.run("record \(folder.path)/other.nns")
      session.interpreter.interrupt.clear()
      #expect((stopped.status == 130) == isRun && folder.read("other.nns").isEmpty == isRun, "\(script): \(stopped.output)")
      if isRun { #expect(stopped.output.contains("no file is written")) }
    }
  }
}
