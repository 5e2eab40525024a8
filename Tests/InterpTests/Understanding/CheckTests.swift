import Foundation
import Net
import Testing

@testable import Interp

@Suite struct CheckTests {
  /// `check` finds the gradients of every activation and loss right.
  @Test(arguments: LiveNetwork.all) func holds(_ network: LiveNetwork) throws {
    let session = TestSession(json: true)
    session.run(network.script)
    let object = try #require(session.run("check").objects.last)
    #expect(object["ok"] as? Bool == true, "\(object)")
    #expect((object["arrays"] as! [[String: Any]]).count == 2 * network.depth && object["sweep"] is [Any] && object["skipped"] is Int)
    // dZ and dA are compared with differences too.
    let parts = (1...network.depth).flatMap { ["dZ\($0) = dZ\($0)", "dA\($0) = dA\($0)", "dW\($0) = dW\($0)", "db\($0) = db\($0)"] }
    let own = try #require(session.run("check " + parts.joined(separator: ", ")).objects.last)
    #expect(own["ok"] as? Bool == true && own["first_wrong"] is NSNull, "\(own)")
  }

  /// Wrong arrays, one or several, and the first wrong one in the order of the backward pass. `check` names it.
  @Test(arguments: [
    ("dA2 = -Y/A2 - (1 - Y)/(1 - A2)", "dA2"), ("dZ2 = Y - A2", "dZ2"), ("dZ2 = 2 * (A2 - Y)", "dZ2"), ("dW2 = dZ2 @ A1.T", "dW2"),
    ("dW2 = 1/m * dZ2 @ Z1.T", "dW2"), ("db2 = sum(dZ2, axis=1, keepdims=True)", "db2"), ("dA1 = -W2.T @ dZ2", "dA1"), ("dZ1 = W2.T @ dZ2", "dZ1"),
    ("dZ1 = (W2.T @ dZ2) * (1 - Z1**2)", "dZ1"), ("dZ1 = (W2.T @ dZ2) * A1", "dZ1"), ("dW1 = 1/m * dA1 @ X.T", "dW1"), ("dW1 = 2/m * dZ1 @ X.T", "dW1"),
    ("db1 = 1/m * sum(dA1, axis=1, keepdims=True)", "db1"), ("Z2 = W2 @ Z1 + b2", "Z2"), ("A1 = sigmoid(Z1)", "A1"), ("J = -J", "J"),
    ("dZ2 = A2 - Y, dW2 = 1/m * dZ2 @ A1.T, dZ1 = W2.T @ dZ2, dW1 = 1/m * (W2.T @ dZ2) @ X.T", "dZ1"),
    ("dW1 = 1/m * (W2.T @ (Y - A2)) @ X.T, dZ2 = Y - A2", "dZ2"),
  ]) func findsMistakes(_ arguments: String, _ wrong: String) throws {
    let start = "init 2 4:tanh 1:sigmoid seed=2 weights=xavier; b1 = [0.1; -0.2; 0.3; 0.4]; forward; backward"
    let session = TestSession(json: true)
    session.run(start)
    let object = try #require(session.run("check \(arguments)").objects.last)
    #expect(object["first_wrong"] as? String == wrong && object["ok"] as? Bool == false, "\(object)")
    let text = TestSession()
    text.run(start)
    let lines = text.run("check \(arguments)").lines
    #expect(lines.contains { $0.hasPrefix("look at \(wrong) = ") }, "\(lines)")
  }

  /// Forms of `check`: several arrays, parts, few digits, no blanks, and files. Where a known mistake fits, it is named.
  @Test func ways() throws {
    let session = TestSession()
    session.run("init seed=2; forward; backward")
    #expect(session.run("check dW1=1/m*dZ1@X.T, dZ1=(W2.T@dZ2)*g1'(Z1)").lines.last?.hasPrefix("all your arrays hold") == true)
    #expect(session.run("check dW1[2,1] = 0.000209").lines.last?.hasPrefix("all your arrays hold") == true)
    let lines = session.run("check dW1[:,2] = 2 * dW1[:,2]").lines
    #expect(lines[0].contains("dW1[4,2]: yours 0.00898324, 0.00449162 is right"), "\(lines)")
    #expect(session.run("check dW2 = dZ2 @ A1.T").lines.last == "this mistake gives your array: 1/m left out of dW, in layer 2")
    let short = session.run("check dW1 = [0.0, 0; 0, 0; 0, 0; 0, 0]").lines
    #expect(short[0].hasPrefix("dW1 has too few digits") && short[1].hasPrefix("dW1: type more digits"), "\(short)")
    #expect(session.run("check dW1 = [0.5, 0; 0, 0; 0, 0; 0, 0]").lines[0].hasPrefix("dW1 is wrong"))
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nnshell-ways-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ["a.txt", "b.txt"] { try "0.5 0.25 1 2\n".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
    #expect(session.run("check dW2 \(folder)/a.txt, dW2 = \(folder)/b.txt").lines.count { $0.hasPrefix("dW2 is wrong") } == 2)
  }

  /// Entries at a kink of relu are left out and counted. The text says where the kink is.
  @Test func kinks() throws {
    let script = "X = [1, 2, -1; 0, 1, 1]; Y = [1, 0, 1]; init 2 2:relu 1:sigmoid seed=1; W1 = [1, -2; 0.5, 0.25]; b1 = [0; 0.1]"
    // z of unit 1 is 1, 0, -3. A change of its weights or its bias passes 0 at example 2.
    let object = try #require(run(script + "; check", json: true).objects.last)
    #expect(object["ok"] as? Bool == true && object["skipped"] as? Int == 3, "\(object)")
    let text = run(script + "; check").output
    #expect(text.contains("3 entries are left out: Z1[1,2] = 0 lies within one step of 0, where g1' jumps"), "\(text)")
    #expect(run("init seed=2; check", json: true).objects.last?["skipped"] as? Int == 0)
  }

  /// `check` makes its passes on a copy and changes nothing in the session.
  @Test func changesNothing() {
    let session = TestSession()
    session.run("init seed=2; train 3; a = dW1 + 0; seed 5")
    #expect(session.run("check").lines.last?.hasPrefix("the gradients hold") == true)
    #expect(session.run("print array_equal(a, dW1), t, randn(1)[1,1]").lines == ["True 3 0.441227"])
    #expect(run("init; check W1, b2").lines.filter { $0.hasPrefix("dW1 ") || $0.hasPrefix("db2 ") }.count == 2)
    #expect(run("init; check; forward; A1.shape").status == 0)
    #expect(run("init; check; dW1").errors.contains("has not been computed yet"))
  }

  @Test func filesAndDigits() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nnshell-check-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = TestSession()
    session.run("init seed=2; forward; backward")
    let rows = session.interpreter.executor.session.workspace.dW(1).nested
    let text = rows.map { $0.map { "\($0)" }.joined(separator: ",") }.joined(separator: "\n")
    try text.write(toFile: folder + "/g.csv", atomically: true, encoding: .utf8)
    try text.replacingOccurrences(of: ",", with: " ").write(toFile: folder + "/g.txt", atomically: true, encoding: .utf8)
    for argument in ["dW1 \(folder)/g.csv", "dW1 = \(folder)/g.csv", "dW1 '\(folder)/g.csv'", "dW1 = \"\(folder)/g.txt\"", "dW1 \(folder)/g.txt"] {
      #expect(session.run("check \(argument)").lines.last?.hasPrefix("all your arrays hold") == true, "\(argument)")
    }
    #expect(session.run("check dW2 \(folder)/g.csv").errors.contains("dW2 is (1, 4), but your array is (4, 2)"))
    #expect(session.run("check dW2 \(folder)/none.csv").errors.contains("none.csv"))
    // NumPy's printed form works in quotes over several lines, and in a file.
    let printed = "[[ 2.36060e-04 -2.07914e-03]\n [ 2.09096e-04 -1.78201e-03]\n [-1.20509e-04  1.08430e-03]\n [-5.14958e-04  4.49162e-03]]"
    try printed.write(toFile: folder + "/p.txt", atomically: true, encoding: .utf8)
    for argument in ["dW1 = \"\(printed)\"", "dW1 \"array(\(printed))\"", "dW1 \(folder)/p.txt"] {
      #expect(session.run("check \(argument)").lines.last?.hasPrefix("all your arrays hold") == true, "\(argument)")
    }
    #expect(session.run("check dW1 = '[[1 2] [3'").errors.contains("error:"))
    // Typed numbers must fit only to their digits.
    #expect(
      session.run("check dW1 = [0.00024, -0.0021; 0.00021, -0.0018; -0.00012, 0.0011; -0.00051, 0.0045]").lines.last?.hasPrefix("all your arrays hold")
        == true)
    #expect(session.run("check dW1 = [0.00025, -0.0021; 0.00021, -0.0018; -0.00012, 0.0011; -0.00051, 0.0045]").lines.contains { $0.hasPrefix("look at dW1") })
  }

  @Test(arguments: [
    ("check", "there is no network yet"), ("init; check X", "check without an array takes parameters"), ("init; check W1 = W1", "is not computed in a pass"),
    ("init; check dW1 = dW1", "has not been computed yet"), ("init; check dW1 = ones(3, 3)", "dW1 is (4, 2), but your array is (3, 3)"),
    ("init; check dW7 = 1", "there is no dW7"), ("init 5 1; check", "n0"), ("init; W1 = W1 * nan; check", "J is nan"), ("init; check dW1 =", "expected"),
    ("init; check dW1 == 2", "one '=' must stand between"), ("init; my = 3; check dW1 my", "but there is a variable"), ("init; check W1[1,1]", "W1[1,1]"),
    ("init; forward; backward; check W1, dW2 = dW2", "not both"),
    // An array of an earlier pass is stale and cannot be compared.
    ("init; forward; backward; step; check dW1 = 1/m * dZ1 @ X.T", "dZ1 is stale"), ("init; forward; W1 = 2 * W1; check A1 = tanh(Z1)", "Z1 is stale"),
    ("init; check dW1 = 'no.npy'", "no.npy"), ("Y = ones(3, 400); init 2 1; check", "Y"),
  ]) func badInput(_ script: String, _ message: String) {
    let transcript = run(script)
    #expect(transcript.status == 1 && transcript.errors.contains(message) && transcript.output.isEmpty, "\(script): \(transcript.errors)")
  }

  /// Only the example at a kink is left out. Where nothing can be compared, the array is not called right.
  @Test func corners() throws {
    let start = "init 2 4:relu 1:sigmoid seed=2; X[1,1] = 0; X[2,1] = 0; forward; backward; "
    #expect(run(start + "check dZ1 = 1000 + dZ1").lines[0].hasPrefix("dZ1 is wrong"))
    #expect(run(start + "check dZ1[1,2] = 77").lines[0].hasPrefix("dZ1 is wrong"))
    #expect(run(start + "check dZ1[1,1] = 5").lines[0].hasPrefix("dZ1  not compared"))
    let object = try #require(run(start + "check dZ1 = dZ1", json: true).objects.last)
    #expect(object["ok"] as? Bool == true && object["skipped"] as? Int == 4, "\(object)")
  }

  /// With outputs near 0 and 1, and with gradients of 0, right arrays are called right and wrong arrays wrong.
  @Test(arguments: [
    ("init 2 1:sigmoid; W1 = zeros(1, 2); b1 = -10; forward; backward; check dA1 = dA1", true),
    ("init 2 1:sigmoid; W1 = zeros(1, 2); b1 = -13; Y = ones(1, 400); forward; backward; check dA1 = dA1", true),
    ("init 2 1:sigmoid; W1 = zeros(1, 2); b1 = -13; Y = ones(1, 400); forward; backward; check dA1 = 5 * ones(1, 400)", false),
    ("init 2 4:tanh 1:sigmoid weights=zeros; check", true), ("init 2 4:relu 1:sigmoid weights=zeros; check", true),
    ("init 2 4:sigmoid 4:sigmoid 4:sigmoid 4:sigmoid 1:sigmoid seed=1; check", true), ("init 2 4:tanh 1:sigmoid scale=30 seed=1; check", true),
  ]) func edges(_ script: String, _ isRight: Bool) throws {
    let object = try #require(run(script, json: true).objects.last)
    #expect(object["ok"] as? Bool == isRight, "\(object)")
  }
}
