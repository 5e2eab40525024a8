import Foundation
import Testing

@testable import Interp

/// `display` in scripts, blocks and trainings.
@Suite struct DisplayTests {
  private static let start = "init seed=2; alpha = 1.2\n"

  /// Statements with the lines that they print.
  static let printing: [(String, [String])] = [
    ("display t, alpha; forward; backward; step", ["step 1: t = 1", "step 1: alpha = 1.2"]),
    ("display t; repeat 2 { forward; backward; step }", ["step 1: t = 1", "step 2: t = 2"]),
    ("display t; train 5", ["step 5: t = 5"]), ("display t; train 0", []),
    ("display t; train 4 every=2", ["step 0: J = 0.693048", "step 2: J = 0.692886", "step 2: t = 2", "step 4: J = 0.692536", "step 4: t = 4"]),
    // The last step is shown too, although it is no multiple of every=.
    ("display t; train 3 every=2", ["step 0: J = 0.693048", "step 2: J = 0.692886", "step 2: t = 2", "step 3: J = 0.692745", "step 3: t = 3"]),
    ("display t; train 9 until=(t >= 3)", ["step 3: t = 3"]), ("display t; train 9 every=5 until=(t == 5); t", ["...", "...", "step 5: t = 5", "5"]),
    ("display b2; train 1", ["step 1: b2 (1, 1)", "             1", "1  1.30708e-05"]),
    ("display W1[2:3,1]; train 1", ["step 1: W1[2:3,1] (2, 1)", "            1", "2  -0.0216129", "3  -0.0177897"]),
    ("v = 3; display v; v = 4; train 1", ["step 1: v = 4"]),
    ("display J < 1, \"x\"; train 1", ["step 1: J < 1 = True", "step 1: \"x\" = x"]), ("display t; undisplay; train 1", []),
    ("display t, m; undisplay 1; display", ["2  m"]), ("display t, m; undisplay 1 2; display", ["no displays"]),
    ("display t, m, L; undisplay 1,3; display", ["2  m"]),
    // Numbers are not used twice.
    ("display t; undisplay; display m; display", ["2  m"]), ("k = 2; display t, m; undisplay k; display", ["1  t"]),
    ("display J   +\\\n 1; display", ["1  J + 1"]),
  ]

  @Test(arguments: printing) func prints(_ item: (String, [String])) {
    let transcript = run(Self.start + item.0)
    let isSilent = transcript.errors.split(separator: "\n").allSatisfy { $0.hasSuffix(" every=1 to show them after each") }
    #expect(transcript.status == 0 && isSilent && matches(transcript.lines, item.1), "\(item.0): \(transcript)")
  }

  /// Where `train` prints J of a step, a display of J is not printed for that step.
  @Test func costIsSaidOnce() {
    let lines = run(Self.start + "display J, t; train 2 every=1").lines
    #expect(matches(Array(lines), ["step 0: J = ...", "step 1: J = ...", "step 1: t = 1", "step 2: J = ...", "step 2: t = 2"]), "\(lines)")
    let json = run(Self.start + "display J, t; train 2 every=1", json: true).objects.filter { $0["command"] as? String == "display" && $0["t"] != nil }
    #expect(json.count >= 4)
  }

  /// That train shows the displays after its last step alone is said once a session, and not where each is shown or there is but one step.
  @Test func lastStepAloneIsSaid() {
    let session = TestSession()
    session.run(Self.start + "display J")
    #expect(session.run("train 3 every=1; train 1").errors.isEmpty)
    #expect(
      session.run("\ntrain 3").errors
        == "test.nns:2:1: warning: train shows the displays after its last step only; type train 3 every=1 to show them after each\n")
    #expect(session.run("train 4; train 5").errors.isEmpty)
    let json = run(Self.start + "display J; train 3", json: true)
    #expect(json.output.contains("\"warnings\":[{\"kind\":\"note\",\"message\":\"train shows the displays after its last step"), "\(json)")
    #expect(run(Self.start + "train 3").errors.isEmpty)
  }

  /// A display shows J, Z and A of the parameters after the step, and the gradients that made the step, for `step` and for `train`.
  @Test func theStepsOwnQuantities() {
    let names = ["J", "A2", "Z1", "dW1", "dZ2", "dA1", "dA2", "W1"]
    let watched = run(Self.start + "display \(names.joined(separator: ", ")); repeat 3 { forward; backward; step }", json: true).objects
    let trained = run(Self.start + "display \(names.joined(separator: ", ")); train 3 every=1", json: true).objects
    let plain = TestSession(json: true)
    plain.run(Self.start)
    for turn in 0..<3 {
      // The step, and then a forward pass for J, Z and A.
      let expected = plain.run("forward; backward; step; forward; " + names.map { "show \($0)" }.joined(separator: "; ")).objects.suffix(names.count)
      for (index, object) in expected.enumerated() {
        let (one, other) = (watched.filter { $0["command"] as? String == "display" }, trained.filter { $0["command"] as? String == "display" })
        let place = turn * names.count + index
        #expect(one[place]["t"] as? Int == turn + 1 && one[place]["name"] as? String == names[index])
        #expect("\(one[place]["value"]!)" == "\(object["value"]!)" && "\(other[place]["value"]!)" == "\(object["value"]!)", "\(names[index])")
      }
    }
    // The session itself is as a step leaves it.
    #expect(run(Self.start + "display J; forward; backward; step; J").lines.last == "0.693048   stale: of step 1")
  }

  /// Displays, watches and breakpoints draw nothing, give no warnings, and change no bit of a training.
  @Test func lookingChangesNothing() {
    let show = "W1; b2; J; dW1; dA2; v = randn(); v; t; ans"
    for steps in ["train 7 every=2", "repeat 7 { forward; backward; step }; forward"] {
      let plain = run(Self.start + "train 2 every=2; \(steps)\n\(show)", json: true).output.split(separator: "\n").suffix(8)
      let session = TestSession(json: true)
      session.run(Self.start)
      session.run("display randn(2), log(0 * J); watch W1; break when J < 0")
      let seen = session.run("train 2 every=2; \(steps)")
      #expect(seen.status == 0 && !seen.output.contains("warnings"), "\(seen.output.suffix(300))")
      #expect(session.run(show).output.split(separator: "\n").suffix(8).elementsEqual(plain), "\(steps)")
    }
  }

  @Test func atThePrompt() {
    let session = TestSession(atPrompt: true)
    session.run("init seed=2; forward; backward")
    #expect(session.run("display J").lines == ["display 1: J = 0.693048"])
    #expect(session.run("disp dW9").status == 1)
    #expect(
      session.run("step 1.2").lines.map { $0.prefix(7) } == ["step 1:", "step 1:"]
    )
    #expect(session.run("forward; backward; step").lines.last == "step 2: J = 0.692974")
    // `set report off` turns off the report of `step` but not the displays.
    #expect(session.run("set report off; forward; backward; step").lines == ["step 3: J = 0.692967"])
    #expect(
      session.run("display dW1[1,1]").lines.isEmpty && session.run("set report on; display b2[1,1]").lines.last?.hasPrefix("display 3: b2[1,1] = ") == true)
    // Before there is a network or a pass, the display begins at the next step.
    #expect(run("display J", atPrompt: true).lines == ["display 1: J, from the next step on"])
    #expect(run("init; display dW1", atPrompt: true).lines.last == "display 1: dW1, from the next step on")
    #expect(run("init; repeat 1 { display J }", atPrompt: true).lines.count == 3)
  }

  @Test func json() {
    let objects = run("init seed=2; display J, b2, J < 1; train 4 every=2; train 1; if True { forward; backward; step }", json: true).objects
    let shown = objects.filter { $0["command"] as? String == "display" }
    #expect(shown.map { $0["t"] as? Int } == [2, 2, 2, 4, 4, 4, 5, 5, 5, 6, 6, 6])
    #expect(shown[0]["name"] as? String == "J" && abs((shown[0]["value"] as? Double ?? 0) - 0.693038) < 1e-6)
    #expect((shown[1]["value"] as? [[Double]])?.count == 1 && shown[2]["value"] as? Bool == true && shown[0].count == 4)
    #expect(objects.map { $0["command"] as? String }.filter { $0 == "train" }.count == 2)
    #expect(run("init; display t; display", json: true).objects.last?["text"] as? String == "1  t")
  }

  /// Where another network cannot show a display, a statement gives one warning, and the step is made.
  @Test func anotherNetwork() {
    let session = TestSession()
    session.run("init seed=2; display W2, b2[1,1]; init 2 1 seed=1")
    let transcript = session.run("train 4 every=1; t")
    #expect(transcript.status == 0 && transcript.lines.last == "4" && transcript.errors.components(separatedBy: "warning").count == 2, "\(transcript)")
    #expect(transcript.errors.contains("display 1, W2, cannot be shown: there is no W2") && transcript.errors.contains("display 2, b2[1,1], cannot be shown"))
    #expect(session.run("forward; backward; step; t").lines.last == "5")
    let object = TestSession(json: true)
    object.run("init seed=2; display W2; init 2 1 seed=1")
    #expect((object.run("train 1").objects.last?["warnings"] as? [[String: String]])?.first?["kind"] == "display")
  }

  static let bad: [(String, String)] = [
    ("display nosuch", "1:9: error: unknown name 'nosuch'"), ("init; display W9", "1:15: error: there is no W9"),
    ("init; display t, W1 @ X.T", "1:21: error: W1"), ("display J to=x", "has no option 'to='"), ("undisplay 3", "there is no display or watch 3"),
    ("display t; undisplay 1 2", "1:24: error: there is no display or watch 2"), ("undisplay x", "'x' is not the number of a display"),
    ("undisplay 0", "is not the number"),
    ("display = 3", "is a command"), ("display sum", "sum is a function"),
  ]

  @Test(arguments: bad) func badInput(_ item: (String, String)) {
    let session = TestSession()
    let transcript = session.run(item.0)
    #expect(transcript.status == 1 && transcript.errors.contains(item.1), "\(item.0): \(transcript.errors)")
    // A statement that failed left the displays as they were.
    #expect(session.run("display").lines == [item.0.hasPrefix("display t;") ? "1  t" : "no displays"], "\(item.0)")
  }
}
