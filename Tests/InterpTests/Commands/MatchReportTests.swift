import Testing

@testable import Interp
@testable import Net

/// The reports for wrong lines that people typed, and the names in a network of one unit.
@Suite struct MatchReportTests {
  private static let unit = "X = [1, -2, -1, 0.4; 3, 0.5, -3.2, -1]; Y = [1, 1, 0, 0]; init 2 1:sigmoid; w = [1; 2]; b = 1.5; forward; backward\n"
  private static let two =
    "X = [0.5,-1.2,2.0,0.3,1.1; 1.0,0.7,-0.4,-2.1,0.6]; Y = [1,0,1,0,0]; init 2 3:tanh 1:sigmoid seed=3 scale=1; forward; backward\n"
  private static let relu = "X = [0.5,-1.2,2.0,0.3; 1.0,0.7,-0.4,-2.1]; Y = [1,0,1,0]; init 2 3:relu 1:sigmoid seed=3 scale=1; forward; backward\n"
  private static let lostSign = "((-Y/A2 - (1-Y)/(1-A2)) * A2 * (1-A2))"

  static let told: [(setUp: String, line: String, id: String, text: String)] = [
    (unit, "match dw = dw.T", "transposed", "right, but a row; dw is a column: dw = 1/m * X @ dz.T"),
    (unit, "match dw = 1/m * X * dz", "dW-star", "* for @ in dw: dw = 1/m * X * dz"),
    (unit, "match z = w * X + b", "Z-star", "* for @ in z: z = w * X + b"),
    (relu, "match dA2 = -Y/A2 - (1-Y)/(1-A2)", "dA-term-sign", "a wrong sign before the second term of dA, in layer 2"),
    (relu, "match dZ2 = \(lostSign)", "dA-term-sign", "a wrong sign before the second term of dA, in layer 2"),
    (relu, "match dW2 = 1/m * \(lostSign) @ A1.T", "dA-term-sign", "a wrong sign before the second term of dA, in layer 2"),
    (relu, "match dZ1 = (W2.T @ \(lostSign)) * (Z1 > 0)", "dA-term-sign", "a wrong sign before the second term of dA, in layer 2"),
    (two, "match dZ1 = (dW2.T @ dZ2) * (1 - A1**2)", "dA-reads-dW", "dW for W in dA, in layer 1: dA1 = dW2.T @ dZ2"),
    (two, "match dZ1 = (W2.T @ dZ2) @ (1 - A1.T @ A1)", "slope-at", "@ for * before g' and within it, in layer 1"),
    (two, "match dZ1 = (W2.T @ dZ2) * (1 - A1**2) * Z1", "slope-times-Z", "Z as a factor beside g', in layer 1: dZ1 = dA1 * g1'(Z1) * Z1"),
    (two, "match dZ1 = (W2.T @ dZ2) * Z1", "slope-is-Z", "Z for g', in layer 1: dZ1 = dA1 * Z1"),
    (two, "match dZ1 = (W2.T @ dZ2) * (1 - A2**2)", "slope-layer-after", "A of the layer after in g', in layer 1"),
    (unit, "match J = -1/m * sum(Y * log(a).T + (1 - Y) * log(1 - a).T)", "J-transposed", "one operand of the cost transposed"),
    (unit, "match J = -1/m * sum(Y * log(a)) - sum((1 - Y) * log(1 - a))", "J-mean-of-first-term", "1/m on the first term of the cost alone"),
    (unit, "match J = -1/m * sum(Y * log(a) + (1 - Y) * log(a))", "J-log-of-A-twice", "log(a) in both terms of the cost"),
    (unit + "w = 50 * w; forward\n", "match J = -1/m * sum(Y * log(a) + (1 - Y) * log(1 - a))", "J-log-of-0", "log(0) in the cost, times 0"),
    ("init 3 4:relu 1:sigmoid weights=he seed=2; seed 2\n", "match W1 = randn(4, 3) * (2 / 3)", "init-no-root", "the root left out of the factor"),
    ("init 3 4:relu 1:sigmoid seed=2; seed 2\n", "match W1 = randn(4, 3) * (2 / 3)", "init-he-no-root", "he without its root"),
  ]

  @Test(arguments: told) func isTold(_ item: (setUp: String, line: String, id: String, text: String)) {
    let transcript = run(item.setUp + item.line)
    let line = transcript.lines.drop { !$0.contains("is not right") }.dropFirst().prefix(2).joined(separator: " ")
    #expect(transcript.status == 0 && line.hasPrefix(item.text) && !transcript.output.contains("turned round: dW1"), "\(item.line): \(transcript.output)")
    let matches = TestSession(json: true).run(item.setUp + item.line).objects.last?["matches"] as? [[String: Any]] ?? []
    let ids = matches.compactMap { $0["id"] as? String }
    #expect(ids.contains(item.id) && !ids.contains { $0.contains("+") }, "\(item.line): \(ids)")
  }

  /// Whether a text has names with a layer, such as dW1. There are none where the names of the unit, such as dw, were typed.
  private static func hasLayerNames(_ text: String) -> Bool { text.contains(/\b(dW|W|dZ|Z|dA|A|b|db|g)1\b/) || text.contains(/\b(dW|dZ|W|Z)\b/) }

  /// For every mistake in every quantity of the unit, the report has the names of the unit. Its formula, where it can be typed, has the same mistake.
  @Test func unitInItsOwnNames() throws {
    let session = TestSession(json: true)
    session.run(Self.unit)
    let live = session.interpreter.executor.session
    var scene = try live.scene(of: Quantity(.dW, 1), withGradients: true, isPresent: true).scene
    scene.hasColumnWeights = true
    var (told, again) = (0, 0)
    for (name, quantity) in [
      ("dw", StepQuantity(.dW, 1)), ("db", StepQuantity(.db, 1)), ("z", StepQuantity(.Z, 1)), ("a", StepQuantity(.A, 1)), ("dz", StepQuantity(.dZ, 1)),
      ("da", StepQuantity(.dA, 1)),
    ] {
      let candidates = Candidates(scene, quantity)
      #expect(candidates.make())
      let right = candidates.right.value(quantity)!
      for single in candidates.singles {
        guard let value = candidates.value(single), !value.elements.contains(where: { !$0.isFinite }), !GivenArray(value).agrees(with: right) else { continue }
        live.state.variables["wrong"] = .matrix(name == "dw" ? value.transposed() : value)
        let object = session.run("match \(name) = wrong").objects.last ?? [:]
        let matches = object["matches"] as? [[String: Any]] ?? []
        let id = single.placed.named.id
        guard let mine = matches.first(where: { $0["id"] as? String == id }) else {
          Issue.record("\(id) in \(name): \(object)")
          continue
        }
        let said = matches.flatMap { match in ["title", "formula", "explanation"].compactMap { match[$0] as? String } }
        for text in said { #expect(!Self.hasLayerNames(text), "\(id) in \(name): \(text)") }
        told += 1
        let formula = mine["formula"] as? String ?? ""
        guard formula.hasPrefix(name + " = "), !formula.contains("…"), !formula.contains(" for "), !formula.contains(" of ") else { continue }
        let typed = session.run("match \(formula)")
        guard typed.status == 0 else { continue }
        again += 1
        let ids = (typed.objects.last?["matches"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        #expect(ids.contains(id), "\(formula): \(ids)")
      }
    }
    #expect(told > 150 && again > 40, "\(told) told, \(again) typed again")
  }

  @Test func explainAndCheckInTheUnitsNames() {
    for statement in [
      "explain w", "explain b", "explain z", "explain a", "explain dz", "explain dw", "explain db", "explain w[2,1]", "explain z[1,2]", "explain a[1,2]",
      "explain dz[1,2]", "explain dw[2,1] depth=all", "explain db[1,1]", "check dw", "check db", "check dw = 2 * dw", "check dz = Y - a, dw = dw",
      "step; explain w[2,1]",
    ] {
      let text = run(Self.unit + statement)
      #expect(text.status == 0 && !text.lines.contains(where: Self.hasLayerNames), "\(statement): \(text.output)")
      let json = TestSession(json: true).run(Self.unit + statement)
      #expect(json.status == 0 && !Self.hasLayerNames(json.output.split(separator: "\n").last.map(String.init) ?? ""), "\(statement): \(json.output)")
    }
    let lines = run(Self.unit + "explain dw; explain dw[2,1]; check dw = 2 * dw").lines
    #expect(lines[0] == "dw = 1/m * X @ dz.T   (2, 1)" && lines.contains("dw[2,1] = 1/m · Σ dz[1,i] · X[2,i]"))
    #expect(lines.contains("look at dw = 1/m * X @ dz.T") && lines.contains("this mistake gives your array: a factor 2 in dw"))
    // Where names with a layer are typed, the report has these names.
    #expect(run(Self.unit + "explain dW1").lines[0] == "dW1 = 1/m * dZ1 @ X.T   (1, 2)")
    #expect(run(Self.unit + "match dW1 = dZ1 @ X.T").output.contains("1/m left out of dW: dW1 = dZ1 @ X.T"))
  }
}
