import Foundation
import Testing

/// The fields of the JSON output that other programs rely on.
@Suite struct JSONTests {
  @Test func statements() throws {
    let objects = run(
      "init seed=2; forward; backward; step; show W1, alpha; J; 1 < 2; X > 0; \"t\"; shape; shape W1 @ X; train 10; evaluate; predict; gradients; assert 1 == 1; m = 400; print \"p\"; help seed; a = 3; nan; -1/0",
      json: true
    ).objects
    let names = objects.map { $0["command"] as? String }
    #expect(
      names == [
        "forward", "backward", "step", "show", "show", "expression", "expression", "expression", "expression", "shape", "shape", "train", "evaluate", "predict",
        "gradients", "assert", "claim", "print", "help", "expression", "expression",
      ])
    #expect(objects[0]["t"] as? Int == 0 && abs((objects[0]["J"] as? Double ?? .nan) - 0.693048) < 1e-6)
    #expect((objects[1]["norms"] as? [String: Double])?.keys.sorted() == ["dW1", "dW2", "db1", "db2"])
    #expect(objects[2]["t"] as? Int == 1 && objects[2]["alpha"] as? Double == 0.1)
    #expect(objects[3]["name"] as? String == "W1" && objects[3]["shape"] as? [Int] == [4, 2])
    #expect(objects[4]["shape"] as? [Int] == [] && objects[4]["value"] as? Double == 0.1)
    #expect(objects[5]["stale"] as? Bool == true)
    #expect(objects[6]["value"] as? Bool == true)
    #expect((objects[7]["value"] as? [[Bool]])?[0].count == 400)
    #expect(objects[8]["value"] as? String == "t")
    #expect((objects[9]["shapes"] as? [String: [Int]])?["dW1"] == [4, 2] && (objects[9]["shapes"] as? [String: [Int]])?["J"] == [])
    #expect(objects[10]["shape"] as? [Int] == [4, 400])
    let history = objects[11]["history"] as? [[Double]] ?? []
    #expect(history.map { $0[0] } == (1...11).map(Double.init) && objects[11]["stopped"] is NSNull)
    #expect((objects[12]["train"] as? [String: Any])?["accuracy"] is Double)
    #expect((objects[13]["classes"] as? [Double])?.count == 400)
    #expect(
      (objects[14]["layers"] as? [[String: Any]])?[0].keys.sorted() == ["angle", "i", "j", "layer", "max", "mean", "name", "norm", "update_ratio", "zeros"])
    #expect(objects[15]["ok"] as? Bool == true)
    #expect(objects[16]["ok"] as? Bool == true && objects[16]["max_difference"] as? Double == 0)
    #expect(objects[19]["value"] as? String == "NaN" && objects[20]["value"] as? String == "-Infinity")
  }

  @Test func numbersReadBack() {
    let session = TestSession(json: true)
    for (text, value) in [
      ("0.1", 0.1), ("1e-320", Double(bitPattern: 2024)), ("123456789.125", 123456789.125), ("1/3", 1.0 / 3), ("-0.0", -0.0), ("2**60", 0x1p60),
      ("1e308 * 1.7", 1e308 * 1.7),
    ] {
      let printed = session.run(text)
      let digits = Double(printed.output.components(separatedBy: "\"value\":").last?.dropLast(2) ?? "") ?? .nan
      let parsed = printed.objects[0]["value"] as? Double ?? .nan
      #expect(digits.bitPattern == value.bitPattern && parsed.bitPattern == value.bitPattern, "\(text): \(printed.output)")
    }
  }

  @Test func errors() {
    func error(_ text: String) -> [String: Any] { run(text, json: true).objects.last?["error"] as? [String: Any] ?? [:] }
    let fault = error("init\nshow W9")
    #expect(fault["kind"] as? String == "unknown-name" && fault["line"] as? Int == 2 && fault["column"] as? Int == 6 && fault["file"] as? String == "test.nns")
    #expect(run("show W9", json: true).errors.isEmpty)
    #expect(run("init\nshow W9", json: true).objects.last!["command"] as? String == "show")
    let kinds = [
      ("1 +", "syntax"), ("nothing", "unknown-name"), ("step 1 2", "usage"), ("X @ X", "shape"), ("init; step", "stale"), ("zeros(-1)", "value"),
      ("X[0, 1]", "index"), ("data none.csv", "file"), ("q = zeros(1e5, 1e5)", "limit"),
      ("assert 1 == 2", "assertion"), ("m = 3", "claim"),
    ]
    for (text, kind) in kinds { #expect(error(text)["kind"] as? String == kind, "\(text)") }
    let claim = error("init; forward; A2 = Y")
    #expect(claim["name"] as? String == "A2" && (claim["worst"] as? [String: Any])?["i"] as? Int == 1 && (claim["matches"] as? [Any])?.isEmpty == true)
    let object = run("init; forward; A2 = Y", json: true).objects.last!
    #expect(object["command"] as? String == "claim" && object["name"] as? String == "A2" && object["max_difference"] is Double && object["worst"] != nil)
    #expect(run("init; forward; A2 = g2(Z2) = Yhat", json: true).objects.last!["name"] as? String == "A2")
  }

  @Test func warnings() {
    let object = run("a = Y - Y.T", json: true).objects[0]
    let warning = (object["warnings"] as? [[String: String]])?.first
    #expect(warning?["kind"] == "broadcast" && warning?["message"]?.contains("stretched") == true)
  }

  @Test func blocksGiveWhatPrints() {
    #expect(run("init; repeat 2 { forward; print 1 }", json: true).objects.map { $0["command"] as? String } == ["print", "print"])
    #expect(run("a = 3; if 1 == 1 { a = 4 }", json: true).objects.isEmpty)
    #expect(run("init; train 4 every=2", json: true).objects.count == 1)
  }

  @Test func forwardOfInputs() {
    let object = run("init 2 1:linear weights=zeros; b1 = 3; forward [1, 2; 3, 4]", json: true).objects[0]
    #expect((object["quantities"] as? [String: [[Double]]])?["A1"] == [[3, 3]])
    #expect(run("X = [1; 2]; Y = [1, 2; 3, 4]; init 2 1; forward", json: true).objects[0]["J"] is NSNull)
  }

  /// An error names the innermost statement. A shape is a row of numbers. A training that prints its costs prints its object in a block too.
  @Test func whatTheAuditFound() {
    #expect(run("if True { nosuch }", json: true).objects.last?["command"] as? String == "expression")
    #expect(run("for i in 1:2 { train 3 foo=1 }", json: true).objects.last?["command"] as? String == "train")
    let session = TestSession(json: true, keepGoing: true)
    #expect(session.run("if True { nosuch }\n1 +").objects.last?["command"] == nil)
    #expect(run("X.shape", json: true).objects.first?["value"] as? [[Int]] == [[2, 400]])
    let training = run("init seed=2; if True { train 2 every=1 }", json: true).objects
    #expect(training.count == 1 && (training[0]["history"] as? [[Double]])?.count == 3)
    #expect(run("init; if True { train 2 }", json: true).objects.isEmpty)
  }
}
