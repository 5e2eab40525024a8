import Foundation
import TestSupport
import Testing

@testable import Interp

/// Displays, watches, breakpoints and traces in sessions that go to earlier steps.
@Suite struct WatchedTimeTests {
  /// A journey keeps the watches and prints nothing of them. The next step is compared with the step where the journey ended.
  @Test func looksAtTheStepBefore() {
    let result = run(
      """
      init seed=2
      alpha = 1.2
      watch t * 10
      train 3
      back 2
      forward; backward; step
      goto main
      forward; backward; step
      """)
    #expect(result.errors.isEmpty)
    #expect(
      result.lines == [
        "step 1: t * 10 0 -> 10 (+10)", "step 2: t * 10 10 -> 20 (+10)", "step 3: t * 10 20 -> 30 (+10)", "step 2: t * 10 10 -> 20 (+10)",
        "step 4: t * 10 30 -> 40 (+10)",
      ])
  }

  /// A breakpoint fires again where its condition becomes true again. It does not fire where the condition was true before.
  @Test func breaksAgainOnTheWay() {
    let script = "init seed=2; alpha = 1.2; break when t > 5; train 9; t; back 3; train 9; t; goto main:6; train 2; t; breakpoints"
    let lines = run(script).lines
    #expect(lines.prefix(5) == ["breakpoint 1 at step 6: t > 5", "6", "breakpoint 1 at step 6: t > 5", "6", "8"])
    #expect(lines.last == "     1  t > 5          2  step 6")
  }

  /// A session that goes back and forth gives the same values with and without watches and breakpoints.
  @Test func lookingChangesNothing() {
    let journey =
      "train 7; back 3; W1[1,1] = 0.5; train 4; goto main:5; branch b; repeat 3 { forward; backward; step }; goto branch1; train 2; goto b:6; forward; J; W1; t"
    let plain = run("init seed=2; alpha = 1.2; \(journey)")
    let watched = run("init seed=2; alpha = 1.2; break when J < -1; watch isnan(J); \(journey)")
    #expect(plain.status == 0 && plain.output == watched.output)
  }

  /// A trace has a row for each step that was made, in this order. A journey adds no row.
  @Test func tracesStepsThatAreMade() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/run.csv"
    #expect(run("init seed=2; trace J to=\(path); train 3; back 2; train 1; goto main; forward; backward; step; trace off").status == 0)
    let steps = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { $0.split(separator: ",")[0] }
    #expect(steps == ["t", "1", "2", "3", "2", "4"])
  }

  /// Frozen entries belong to the step. They come back with it, and a step before `freeze` has none.
  @Test func freezesInTime() {
    let script = """
      init seed=2
      alpha = 1.2
      train 3
      freeze W1
      a = W1
      train 3
      assert array_equal(W1, a)
      goto 2
      freeze
      b = W1
      forward; backward; step
      assert not array_equal(W1, b)
      assert array_equal(W1, a)
      goto main
      freeze
      train 1
      assert array_equal(W1, a)
      diff 5 6
      """
    let result = run(script)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("holds in all 17 entries, to the last bit; 8 of them are frozen"))
    #expect(result.lines.contains { $0.hasPrefix("W1") && $0.contains("0 of 8") })
  }

  /// Where one of several displays or watches fails, none is defined and none is printed.
  @Test(arguments: ["display", "watch"]) func definesAllOrNothing(_ command: String) {
    let test = TestSession(atPrompt: true)
    test.run("init seed=2")
    let result = test.run("\(command) W1, nope")
    #expect(result.status == 1 && result.output.isEmpty && test.interpreter.executor.session.state.watching.isEmpty)
  }
}
