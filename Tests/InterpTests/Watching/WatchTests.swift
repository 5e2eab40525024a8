import Foundation
import Testing

@testable import Interp

/// `watch` prints the changes that a step made, and nothing else.
@Suite struct WatchTests {
  static let printing: [(String, [String])] = [
    ("watch t; train 2", ["step 1: t 0 -> 1 (+1)", "step 2: t 1 -> 2 (+1)"]), ("watch alpha, m; train 3", []),
    ("watch t > 1; train 3", ["step 2: t > 1 False -> True"]),
    ("watch 1 / (3 - t); train 3", ["...0.333333 -> 0.5 (+0.166667)", "...0.5 -> 1 (+0.5)", "...1 -> inf (+inf)"]),
    // NaN equals NaN.
    ("watch 0 * inf; train 3", []), ("watch nan + t; train 2", []),
    ("watch [t, nan]; train 1", ["step 1: [t, nan] (1, 2): 1 of 2 entries changed", "  [1,1]  0  ->  1  (+1)"]),
    // A change from 0 to -0 counts.
    ("watch -0.0 * (t == 1); train 2", []),
    ("watch [0 * (1 - 2 * t)]; train 1", ["step 1: [0 * (1 - 2 * t)] (1, 1): 1 of 1 entry changed", "  [1,1]  0  ->  -0  (-0)"]),
    ("watch X; train 2", []), ("v = 1; watch v; v = 5; train 2", ["step 1: v 1 -> 5 (+4)"]),
    ("watch zeros(1, t); train 1", ["step 1: zeros(1, t) (1, 0) -> (1, 1)"]), ("watch W1 > 5; train 1", []),
    ("watch [t > 0, t > 5]; train 1", ["step 1: [t > 0, t > 5] (1, 2): 1 of 2 entries changed", "  [1,1]  False  ->  True"]),
    ("watch t; repeat 2 { forward; backward; step }", ["step 1: t 0 -> 1 (+1)", "step 2: t 1 -> 2 (+1)"]), ("watch t; undisplay 1; train 2", []),
    ("display m; watch t; display; watch", ["1  m", "2  t"]), ("watch", ["no watches"]),
    // A change by hand is not a change by the step.
    ("watch W1[1,1] > 1; W1[1,1] = 3; train 1 alpha=0", []), ("watch t; train 1; init; train 1", ["step 1: t 0 -> 1 (+1)", "step 1: t 0 -> 1 (+1)"]),
    // There were no gradients before the first step, so they are no change.
    ("watch dW1; train 1", []), ("watch J; train 1 alpha=0", []),
  ]

  @Test(arguments: printing) func prints(_ item: (String, [String])) {
    let transcript = run("init seed=2\n" + item.0)
    #expect(transcript.status == 0 && transcript.errors.isEmpty && matches(transcript.lines, item.1), "\(item.0): \(transcript)")
  }

  /// Where many entries change, the largest changes are printed first, and then the number of the others.
  @Test func largestChanges() throws {
    let transcript = run("data moons; init 2 20 1 seed=3; watch W1; train 1 alpha=2; a = W1; init 2 20 1 seed=3; b = abs(a - W1); max(b)")
    let lines = transcript.lines
    #expect(lines.count == 11 && lines[0] == "step 1: W1 (20, 2): 40 of 40 entries changed" && lines[9] == "  … and 32 more", "\(lines)")
    let sizes = try lines[1...8].map { line in abs(try #require(Double(line.split(separator: "(").last!.dropLast()))) }
    #expect(sizes == sizes.sorted(by: >) && abs(sizes[0] - Double(lines[10])!) < 1e-6)
    let one = run("init seed=2; watch W2; train 1").lines
    #expect(one.count == 5 && one[0] == "step 1: W2 (1, 4): 4 of 4 entries changed" && one[1].hasPrefix("  [1,") && one[1].contains(" -> "))
  }

  @Test func json() {
    let objects = run("init seed=2; watch W1, t; train 2; a = W1; a", json: true).objects
    let told = objects.filter { $0["command"] as? String == "watch" }
    #expect(told.map { $0["name"] as? String } == ["W1", "t", "W1", "t"] && told.map { $0["t"] as? Int } == [1, 1, 2, 2])
    let changes = told[2]["changes"] as? [[String: Double]] ?? []
    #expect(changes.count == 8 && changes[7]["i"] == 4 && changes[7]["j"] == 2)
    let value = objects.last?["value"] as? [[Double]]
    #expect(told[2]["value"] as? [[Double]] == value && changes[7]["to"] == value?[3][1] && changes[7]["from"] != changes[7]["to"])
    #expect(told[1]["value"] as? Int == 1 && (told[1]["changes"] as? [[String: Double]])?[0] == ["i": 1, "j": 1, "from": 0, "to": 1])
  }

  @Test func atThePrompt() {
    let session = TestSession(atPrompt: true)
    session.run("init seed=2; forward; backward")
    #expect(session.run("watch sum(A2 > 0.5)").lines == ["watch 1: sum(A2 > 0.5) = 191"])
    #expect(session.run("step 1.2").lines.last == "step 1: sum(A2 > 0.5) 191 -> 192 (+1)")
    #expect(session.run("watch nosuch").status == 1 && session.run("watch").lines == ["1  sum(A2 > 0.5)"])
  }
}
