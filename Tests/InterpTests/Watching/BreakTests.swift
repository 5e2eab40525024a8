import Foundation
import Testing

@testable import Interp

/// `break when`: where it fires, what it ends, and that a condition that fails undoes the statement.
@Suite struct BreakTests {
  static let printing: [(String, [String])] = [
    ("break when t == 3; train 9; t", ["breakpoint 1 at step 3: t == 3", "3"]),
    // The script goes on, and the next training runs.
    ("break when t == 3; train 9; train 9; t", ["breakpoint 1 at step 3: t == 3", "12"]),
    // It fires where the condition was false at the step before.
    ("break when t >= 3; train 9; train 9; t", ["breakpoint 1 at step 3: t >= 3", "12"]), ("break when t >= 0; train 4; t", ["4"]),
    ("break when t % 3 == 0; train 9; train 9; t", ["breakpoint 1 at step 3: t % 3 == 0", "breakpoint 1 at step 6: t % 3 == 0", "6"]),
    ("break when t >= 2; train 5; init; train 5; t", ["breakpoint 1 at step 2: t >= 2", "breakpoint 1 at step 2: t >= 2", "2"]),
    // After a step in a loop it ends the innermost loop.
    ("break when t == 2; repeat 9 { forward; backward; step; print t }; print \"on\"", ["1", "breakpoint 1 at step 2: t == 2", "on"]),
    ("break when t == 2; for i in 1:2 { repeat 3 { forward; backward; step }; print i, t }", ["breakpoint 1 at step 2: t == 2", "1 2", "2 5"]),
    ("break when t == 2; while t < 9 { forward; backward; if True { step }; print t }", ["1", "breakpoint 1 at step 2: t == 2"]),
    // Outside a loop it is only reported. A train in a loop ends, and the loop goes on.
    ("break when t == 1; forward; backward; step; print \"on\"", ["breakpoint 1 at step 1: t == 1", "on"]),
    ("break when t == 1; if True { forward; backward; step; print \"on\" }", ["breakpoint 1 at step 1: t == 1", "on"]),
    ("break when t == 3; repeat 2 { train 5; print t }", ["breakpoint 1 at step 3: t == 3", "3", "8"]),
    ("break when t == 3; break when t > 2; train 9; t", ["breakpoint 1 at step 3: t == 3", "breakpoint 2 at step 3: t > 2", "3"]),
    ("break when t == 3; unbreak 1; train 9; t", ["9"]), ("break when t == 3; break when t == 4; unbreak; train 9; t", ["9"]),
    ("break when t == 3; unbreak; break when t == 4; train 9", ["breakpoint 2 at step 4: t == 4"]),
    ("breakpoints", ["no breakpoints"]),
    ("break when t == 3; train 9; train 1; breakpoints", ["...", "number  condition  fired  last at", "     1  t == 3         1  step 3"]),
    // The condition is true already where the breakpoint is defined.
    ("break when J > 0; train 3; t", ["3"]), ("v = 1; break when v > 1; train 2; v = 2; train 2; t", ["breakpoint 1 at step 3: v > 1", "3"]),
    // The state was changed by hand after the step before. It is compared with the changed state.
    ("break when W1[1,1] > 1; train 1; W1[1,1] = 3; train 1 alpha=0; t", ["2"]), ("break when alpha > 1; train 1; t", ["1"]),
    ("break when any(isnan(dW1)); train 3; t", ["3"]), ("break when max(abs(A1)) > 0.05 and t > 3; train 99; t", ["breakpoint 1 at step 4: ...", "4"]),
    ("break when t == 3; train 9 until=(t == 3); t", ["breakpoint 1 at step 3: t == 3", "3"]), ("break when t == 9; train 9 until=(t == 3); t", ["3"]),
    ("break when t == 3; train 5 every=5", ["step 0: J = 0.693048", "step 3: J = 0.693032", "breakpoint 1 at step 3: t == 3"]),
    (
      "display t; watch t > 2; break when t == 3; train 5 every=2",
      ["...", "step 2: J = ...", "step 2: t = 2", "step 3: J = ...", "step 3: t = 3", "step 3: t > 2 False -> True", "breakpoint 1 at step 3: t == 3"]
    ),
    ("break when t == 2\ntime { forward; backward; step; forward; backward; step }", ["breakpoint 1 at step 2: t == 2", "time: ..."]),
  ]

  @Test(arguments: printing) func fires(_ item: (String, [String])) {
    let transcript = run("init seed=2\n" + item.0)
    #expect(transcript.status == 0 && transcript.errors.isEmpty && matches(transcript.lines, item.1), "\(item.0): \(transcript)")
  }

  /// The condition reads J of the parameters after the step, so it fires where `until=` would stop.
  @Test func stopsWhereUntilDoes() {
    let until = run("init seed=2; train 1000 alpha=1.2 until=(J < 0.6); t; J; dW1; A2", json: true).objects
    let broken = run("init seed=2; break when J < 0.6; train 1000 alpha=1.2; t; J; dW1; A2", json: true).objects.filter { $0["command"] as? String != "break" }
    for (one, other) in zip(until, broken).dropFirst() { #expect("\(one["value"]!)" == "\(other["value"]!)") }
    #expect(broken[0]["stopped"] as? String == "breakpoint 1: J < 0.6" && until.count == broken.count)
    // It is so in a loop of steps too, although J of the session is stale there.
    #expect(run("init seed=2; alpha = 1.2; break when J < 0.6; repeat 1000 { forward; backward; step }; t").lines.last == "111")
  }

  @Test func jsonAndReports() {
    let objects = run("init seed=2; break when t == 3; train 9; breakpoints", json: true).objects
    #expect(objects.map { $0["command"] as? String } == ["break", "train", "breakpoints"])
    #expect(
      objects[0]["t"] as? Int == 3 && objects[0]["name"] as? String == "t == 3" && objects[0]["value"] as? Bool == true && objects[0]["number"] as? Int == 1)
    let listed = (objects[2]["breakpoints"] as? [[String: Any]])?.first
    #expect(listed?["number"] as? Int == 1 && listed?["name"] as? String == "t == 3" && listed?["fired"] as? Int == 1 && listed?["t"] as? Int == 3)
    let session = TestSession(atPrompt: true)
    session.run("init seed=2")
    #expect(session.run("break when t == 3").lines == ["breakpoint 1: t == 3"])
    #expect(session.run("break when t >= 0").lines == ["breakpoint 2: t >= 0; it holds now, so it stops where it holds again"])
    #expect(session.run("train 5").lines.last?.hasPrefix("stopped: breakpoint 1: t == 3; step 3, J = ") == true)
    #expect(session.run("breakp; unb 2; breakpoints").status == 0)
  }

  static let bad: [(String, String)] = [
    ("break when J", "1:12: error: a condition must be true or false"), ("break when cost - 0.3", "1:12: error: a condition must be"),
    ("init; break when J", "1:18: error: a condition must be true or false, not a scalar"), ("init; break when norm(dW1)", "a condition must be true or false"),
    ("break when nosuch < 1", "1:12: error: unknown name 'nosuch'"), ("init; break when W9 > 1", "there is no W9"),
    ("init; break when all(W1 == X)", "do not fit for =="),
    ("break when", "break when needs a condition"), ("break when;", "break when needs a condition"), ("break when 1 < 2, 2 < 3", "is not expected here"),
    ("break when t > 1 every=2", "has no option"), ("unbreak 1", "there is no breakpoint 1"), ("unbreak 1.5", "is not the number of a breakpoint"),
    ("breakpoints 1", "is not expected here"),
    ("break J < 1", "works only in a loop"), ("break = 1", "is a command"), ("break when \"text\"", "a condition must be true or false, not text"),
  ]

  @Test(arguments: bad) func badInput(_ item: (String, String)) {
    let session = TestSession()
    let transcript = session.run(item.0)
    #expect(transcript.status == 1 && transcript.errors.contains(item.1), "\(item.0): \(transcript.errors)")
    #expect(session.run("breakpoints").lines == ["no breakpoints"])
  }

  /// `break` alone still ends a loop.
  @Test func theLoopsWord() {
    #expect(run("repeat 3 { print 1; break }; print 2").lines == ["1", "2"])
    #expect(run("init; for i in 1:3 { if i == 2 { break when t == i + 1; break } }; breakpoints").lines.last?.contains("t == i + 1") == true)
  }

  /// Where a condition cannot be evaluated any more, the error names the breakpoint and nothing changes. Where it fails during a training,
  /// the training is undone.
  @Test func nothingIsHalfDone() {
    let show = "t; J; W1; dW1; alpha; v = randn(); v"
    for (condition, changed) in [("W2[1,1] > 5", "init 2 1 seed=7"), ("t < 0 or all(W1 < -9)", "W1[1,1] = 1"), ("k > 0", "k = \"text\"")] {
      for statement in ["train 5", "step"] {
        let (plain, broken) = (TestSession(json: true), TestSession(json: true))
        for session in [plain, broken] { session.run("init seed=2; k = 0") }
        broken.run("break when \(condition)")
        for session in [plain, broken] { session.run("\(changed); forward; backward") }
        let transcript = broken.run(statement)
        if changed.hasPrefix("W1") {
          #expect(transcript.status == 0)
          continue
        }
        #expect(
          transcript.status == 1 && transcript.output.contains("breakpoint 1, ") && transcript.output.contains("type unbreak 1 to remove"),
          "\(transcript.output)")
        #expect(broken.run(show).output == plain.run(show).output, "\(condition) \(statement)")
        #expect(broken.run("unbreak; step; t").status == 0)
      }
    }
    let (plain, broken) = (TestSession(json: true), TestSession(json: true))
    for session in [plain, broken] { session.run("init seed=2; forward; backward") }
    broken.run("break when t == 3 and nosuch > 1")
    let transcript = broken.run("train 5")
    #expect(
      transcript.status == 1 && transcript.output.contains("breakpoint 1, ") && transcript.output.contains("unknown name 'nosuch'"), "\(transcript.output)")
    #expect(broken.run(show).output == plain.run(show).output && broken.run("breakpoints").objects[0]["breakpoints"] != nil)
    #expect(broken.run("unbreak; step; t").status == 0)
  }

  /// `diagnose apply=` runs no breakpoint, display or watch.
  @Test func repairsAreNotWatched() {
    let transcript = run("init 2 4 1 weights=zeros; break when t == 1; display t; watch t; diagnose apply=1; t")
    #expect(transcript.status == 0 && transcript.lines.last == "0" && !transcript.output.contains("step 1:"), "\(transcript)")
  }
}
