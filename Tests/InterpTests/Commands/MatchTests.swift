import Foundation
import Testing

@testable import Interp

/// `match`, and false claims whose error names the mistake.
@Suite struct MatchTests {
  private static let start = "init 2 4:tanh 1:sigmoid weights=xavier seed=2; forward; backward\n"

  private static func ids(_ object: [String: Any]?) -> [String] {
    ((object?["matches"] as? [[String: Any]]) ?? []).compactMap { $0["id"] as? String }
  }

  static let found: [(String, String)] = [
    ("match dW1 = dZ1 @ X.T", "dW-sum-for-mean"), ("match db1 = 1/m * sum(dZ1, axis=1)", "db-no-keepdims"),
    ("match dZ1 = (W2.T @ dZ2) * (1 - Z1**2)", "slope-Z-for-A"),
    ("match dZ[2] = Y - A2", "dZ-swapped"), ("match Z1 = W1 @ X + 0; b1 = [1; 2; 3; 4]; forward; match Z[1] = W1 @ X", "Z-no-bias"),
    ("match A2 = tanh(Z2)", "A-tanh"), ("match J = sum(L(A2, Y))", "J-sum"), ("match cost = -J", "J-sign"),
    ("match dA1[:,3] = W2.T @ (Y[:,3] - A2[:,3])", "dZ-swapped"),
    ("match dW1[2,1] = (dZ1 @ X.T)[2,1]", "dW-sum-for-mean"), ("match dw[1]2 = (dZ1 @ X.T)[2,:].T", "dW-sum-for-mean"),
    ("match db1 = mean(dZ1)", "db-all-mean"),
    ("match dW2 = dZ2 * A1 / m", "dW-star"), ("match Yhat = 1 - A2", "A-sigmoid-sign"),
  ]

  @Test(arguments: found) func finds(_ item: (String, String)) {
    let transcript = TestSession(json: true).run(Self.start + item.0)
    let object = transcript.objects.last
    #expect(
      transcript.status == 0 && object?["command"] as? String == "match" && object?["equal"] as? Bool == false,
      "\(item.0): \(transcript.output)\(transcript.errors)")
    #expect(Self.ids(object).contains(item.1), "\(item.0): \(transcript.output)")
    #expect(run(Self.start + item.0).status == 0)
  }

  @Test func rightAndNone() {
    let right = TestSession(json: true).run(Self.start + "match dW1 = dW1").objects.last
    #expect(right?["equal"] as? Bool == true && Self.ids(right).isEmpty && right?["name"] as? String == "dW1")
    #expect(run(Self.start + "match dW1 = 1/m * dZ1 @ X.T").output.hasPrefix("dW1 is right: the largest difference is "))
    let none = run(Self.start + "match dW1 = randn(4, 2)")
    #expect(none.lines[1] == "no known mistake gives it, nor do two of them together" && none.lines[2].hasPrefix("the closest is "))
    // A right array and a wrong array, both rounded as by float32.
    #expect(run(Self.start + "match dW1 = dW1 * (1 + 1e-7)").lines.last == "computed in float32?")
    #expect(run(Self.start + "match dW1 = m * dW1 * (1 + 1e-7)").lines.last == "computed in float32?")
    #expect(run(Self.start + "match J = nan").lines[0] == "J is not right: your value is not finite")
    #expect(run("init 2 1:linear loss=cross_entropy; W1[1,1] = 9; forward; match J = 0.31415").lines[0] == "J is not finite itself")
    #expect(run(Self.start + "match dW1 = zeros((3, 3))").output.contains("it is (4, 2), but your value is (3, 3)\nno known mistake gives the shape (3, 3)"))
  }

  /// A typed number must fit only to its digits. So must the numbers of NumPy's printed form.
  @Test func digitsAndPrintedForm() {
    let session = TestSession()
    session.run(Self.start)
    let J = session.run("print \"{J:.4f} {m * J:.3f}\"").lines[0].split(separator: " ").map(String.init)
    #expect(session.run("match J = \(J[0])").output.hasPrefix("J is right"))
    #expect(session.run("match J = \(J[1])").output.contains("the sum of the losses for their mean: J = sum(L(A2, Y))"))
    let rows = session.run("for i in 1:4 { print \"[{(dZ1 @ X.T)[i,1]:.5f} {(dZ1 @ X.T)[i,2]:.5f}]\" }").lines
    let printed = "[" + rows.joined(separator: "\n ") + "]"
    #expect(session.run("match dW1 = \"\(printed)\"").output.contains("1/m left out of dW, in layer 1: dW1 = dZ1 @ X.T"))
    #expect(session.run("match dW1 = \"array(\(printed), dtype=float64)\"").output.contains("1/m left out of dW"))
  }

  @Test func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nnshell-match-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = TestSession()
    let rows = session.run(Self.start + "for i in 1:4 { print \"[{(dZ1 @ X.T)[i,1]:.8f} {(dZ1 @ X.T)[i,2]:.8f}]\" }").lines
    try ("[" + rows.joined(separator: "\n ") + "]\n").write(toFile: folder + "/mine.txt", atomically: true, encoding: .utf8)
    #expect(session.run("match dW1 \(folder)/mine.txt").output.contains("1/m left out of dW"))
    #expect(session.run("match dW1 = \(folder)/mine.txt").output.contains("1/m left out of dW"))
    let none = session.run("match dW1 \(folder)/none.npy")
    #expect(none.status == 1 && none.errors.contains("none.npy"))
  }

  /// For W and b, `match` finds mistakes in the first draws, and after a step mistakes in the update.
  @Test func parameters() {
    let drawn = "init 2 4:tanh 1:sigmoid seed=2\nseed 2\n"
    #expect(run(drawn + "match W1 = rand(4, 2) * 0.01").output.contains("rand for randn"))
    #expect(run(drawn + "match W2 = randn(1, 4) * 0.01").output.contains("the seed set again before each array"))
    #expect(run(drawn + "match b1 = ones((4, 1))").output.contains("b not zero but one"))
    let stepped = Self.start + "old = W1; db1_old = db1; b1_old = b1; gradient = dW1; step 0.5\n"
    #expect(run(stepped + "match W1 = old + 0.5 * gradient").output.contains("the update of W with a plus, in layer 1: W1 = W1 + α * dW1"))
    #expect(run(stepped + "match W1 = old - 0.5 * 0.5 * gradient").output.contains("the learning rate applied twice"))
    // An expression reads the parameters before the step.
    #expect(run(stepped + "match W1 = W1 - alpha * dW1").output.hasPrefix("W1 is right"))
    #expect(run(stepped + "match W1 = W1").output.contains("the update left out, in layer 1"))
    #expect(run(stepped + "match b1 = b1_old - 0.5 * m * db1_old").output.contains("1/m left out of db"))
    #expect(run(stepped + "forward; match W1 = old").errors.contains("match no longer knows how W1 was made"))
    #expect(run("init seed=2; W1[1,1] = 3; match W1 = zeros((4, 2))").errors.contains("match no longer knows"))
  }

  /// Right after a step `match` uses the pass that made the step.
  @Test func straightAfterAStep() {
    let transcript = run(Self.start + "wrong = dZ1 @ X.T; step; match dW1 = wrong")
    #expect(transcript.lines.first == "step 1, before its update:" && transcript.output.contains("1/m left out of dW"))
  }

  static let refused: [(String, Int32, String)] = [
    ("match dW1 = 3", 1, "there is no network"), ("init; match dW1 = 3", 1, "dW1 has not been computed"), ("init; forward; match dW1 = 3", 1, "hint: "),
    ("init; forward; backward; W1 = W1; match dW1 = 3", 1, "stale"), ("init; forward; backward; match dW7 = 3", 1, "there is no"),
    ("init; forward; backward; match dW1[9,1] = 3", 1, "there is no row 9"), ("init; match X = 3", 1, "is not computed in a step"),
    ("init; match alpha = 3", 1, "is not computed in a step"),
    ("init; forward; match A1", 1, "match needs your result"), ("init; forward; match", 1, "needs more"),
    ("init; forward; match A1 = \"[[1 2] [3]]\"", 1, "row 2 of the array has 1 number"),
    ("init; forward; match A1 = \"[1 x]\"", 1, "'x' is not a number (line 1, column 4 of the text)"), ("init; forward; match A1 = \"[[]]\"", 1, "no numbers"),
    ("init; forward; match v = 3", 1, "is not computed in a step"), ("init; forward; match A1 = True", 0, "not right"),
  ]

  @Test(arguments: refused) func refuses(_ item: (String, Int32, String)) {
    let transcript = run(item.0)
    #expect(transcript.status == item.1 && (transcript.errors + transcript.output).contains(item.2), "\(item.0): \(transcript.errors)\(transcript.output)")
  }

  @Test func failedClaimsNameTheMistake() {
    let text = run(Self.start + "dW1 = dZ1 @ X.T")
    #expect(text.status == 3 && text.errors.contains("  hint: dW1 = 1/m * dZ1 @ X.T  # right; your mistake: 1/m left out of dW, in layer 1\n"))
    #expect(run(Self.start + "dZ1[2,3] = -dZ1[2,3]").errors.contains("in the wrong order"))
    let object = TestSession(json: true).run(Self.start + "dZ2 = Y - A2").objects.last
    #expect(Self.ids(object).first == "dZ-swapped" && Self.ids(object?["error"] as? [String: Any]).first == "dZ-swapped")
    let unknown = run(Self.start + "dW1 = randn(4, 2)")
    #expect(unknown.status == 3 && !unknown.errors.contains("hint"))
    // One digit proves nothing. A claim names no mistake then, and `match` says that so few digits may fit by chance.
    let guess = TestSession(json: true).run(Self.start + "J = 0.5")
    #expect(guess.status == 3 && Self.ids(guess.objects.last).isEmpty)
    #expect(run(Self.start + "J10 = J / log(10); print \"{J10:.1f}\"; match J = 0.3").output.contains("so few digits may fit by chance"))
    // On a large network a claim does not search and proposes `match`.
    let large = run("X = randn(300, 2000); Y = zeros((1, 2000)); init 300 100:tanh 1:sigmoid; forward; Z1 = W1 @ X + 1")
    #expect(large.status == 3 && large.errors.contains("hint: match Z1 = W1 @ X + 1  # looks for the mistake"))
  }
}
