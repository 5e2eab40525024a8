import Foundation
import Net
import Testing

@testable import Interp

/// A script that makes a network and runs `forward` and `backward`.
struct LiveNetwork: CustomTestStringConvertible, Sendable {
  let script: String
  let depth: Int
  var testDescription: String { script }

  /// Forty networks of depth 1 to 4, with every activation and loss, random sizes and random data.
  static let all: [LiveNetwork] = {
    var generator = MersenneTwister(seed: 5)
    func pick<Element>(_ list: [Element]) -> Element { list[Int(generator.bounded(UInt64(list.count - 1)))] }
    let outputs = [
      ("sigmoid", "cross_entropy"), ("softmax", "categorical"), ("linear", "mse"), ("tanh", "mse"), ("sigmoid", "mse"), ("softmax", "mse"),
      ("sigmoid", "categorical"), ("softmax", "cross_entropy"), ("relu", "mse"), ("leaky_relu", "mse"),
    ]
    return (0..<40).map { number in
      let depth = number % 4 + 1
      let (output, loss) = outputs[number % outputs.count]
      let units = (0...depth).map { _ in 1 + Int(generator.bounded(4)) }
      let m = 1 + Int(generator.bounded(30))
      let hidden = (0..<depth - 1).map { " \(units[$0 + 1]):\(pick(["tanh", "sigmoid", "relu", "leaky_relu", "linear"]))" }.joined()
      let outputs = output == "softmax" ? units[depth] + 1 : units[depth]
      let classes = (0..<m).map { _ in String(1 + generator.bounded(UInt64(outputs - 1))) }.joined(separator: ", ")
      let targets =
        output == "softmax"
        ? "eye(\(outputs))[:, [\(classes)]]" : loss == "mse" ? "randn(\(outputs), \(m))" : "(rand(\(outputs), \(m)) > 0.5) * 1.0"
      let biases = (1...depth).map { "b\($0) = randn(\(($0 == depth ? outputs : units[$0])), 1) * 0.3" }.joined(separator: "; ")
      return LiveNetwork(
        script: "X = randn(\(units[0]), \(m)); Y = \(targets); init \(units[0])\(hidden) \(outputs):\(output) loss=\(loss) weights=xavier seed=\(number); "
          + "\(biases); forward; backward", depth: depth)
    }
  }()
}

@Suite struct ExplainTests {
  /// For every kind of quantity, scale · Σ terms + offset equals the entry, within 1e-13 of Σ |terms|.
  @Test(arguments: LiveNetwork.all) func termsMakeTheEntry(_ network: LiveNetwork) throws {
    let test = TestSession()
    let made = test.run(network.script)
    try #require(made.status == 0, "\(made.errors)")
    let session = test.interpreter.executor.session
    for quantity in Quantity.all(depth: network.depth) where quantity.source == .forward || quantity.source == .backward {
      let shape = try session.shape(of: quantity)
      let explainer = EntryExplainer(try session.scene(of: quantity).scene)
      for index in stride(from: 0, to: quantity.isScalar ? 1 : shape.rows * shape.columns, by: 3) {
        let entry = Entry(quantity, index / shape.columns, index % shape.columns)
        var explanation = explainer.explain(entry)
        #expect(explanation.value == explainer.value(entry))
        let magnitude = abs(explanation.scale.value) * explanation.terms.reduce(0) { $0 + abs($1.value) }
        if quantity.kind == .A {
          // The terms add up to z, and the entry is g(z).
          let z = session.workspace.Z(quantity.layer)[entry.row, entry.column]
          #expect(abs(explanation.total - z) <= 1e-13 * (magnitude + abs(explanation.offset!.value)), "\(entry.name)")
        } else {
          let exactness = 1e-13 * (magnitude + abs(explanation.offset?.value ?? 0))
          #expect(abs(explanation.total - explanation.value) <= exactness, "\(entry.name): \(explanation.total), \(explanation.value)")
        }
        // The total is the sum of the terms, so it changes with one of them.
        guard !explanation.terms.isEmpty, explanation.scale.value != 0 else { continue }
        let before = explanation.total
        explanation.terms[explanation.terms.count / 2].factors = [EntryExplanation.Factor(name: "altered", value: 1e6)]
        #expect(explanation.total != before, "\(entry.name)")
      }
    }
  }

  @Test func flower() throws {
    let session = TestSession()
    session.run("init seed=2; forward; backward")
    let lines = session.run("explain dW1[2,1]").lines
    #expect(lines.first == "dW1[2,1] = 1/m · Σ dZ1[2,i] · X[1,i]")
    let shown = session.run("show dW1[2,1]").lines[0].components(separatedBy: " = ")[1]
    #expect(lines.contains { $0.hasPrefix("dW1[2,1] = 1/400 · 0.0836383 = \(shown)") }, "\(lines)")
    #expect(lines.count { $0.contains("example ") } == 5 && lines.contains { $0.contains("the other 395 together") })
    #expect(session.run("explain dW1[2,1] terms=2").lines.contains { $0.contains("the other 398 together") })
    #expect(session.run("explain dW1[2,1] terms=all").lines == session.run("explain dW1[2,1] terms=400").lines)
    #expect(session.run("explain dW1[2,1] terms=400").lines.count { $0.contains("example ") } == 400)
    // No line stands for a single left-out term.
    #expect(!session.run("explain Z2[1,1] terms=3").output.contains("the other 1"))
    let deep = session.run("explain dW1[2,1] depth=all terms=1").output
    for name in ["dZ1[2,333] = ", "dZ2[1,333] = A2[1,333] - Y[1,333]", "A2[1,333] = g2(Z2[1,333])", "W1[2,1] · X[1,333]"] {
      #expect(deep.contains(name), "\(name)")
    }
    #expect(session.run("explain A2[1,3]").lines.last == "A2[1,3] = 1 / (1 + exp(-0.000632178)) = 0.500158")
  }

  @Test func json() throws {
    let session = TestSession(json: true)
    session.run("init seed=2; forward; backward")
    let whole = try #require(session.run("explain dW1").objects.first)
    #expect(whole["command"] as? String == "explain" && whole["formula"] as? String == "1/m * dZ1 @ X.T" && whole["shape"] as? [Int] == [4, 2])
    #expect((whole["derivation"] as? [String])?.isEmpty == false && whole["terms"] == nil)
    for name in ["dW1[2,1]", "db1[2,1]", "dZ1[3,7]", "dZ2[1,3]", "dA1[2,5]", "dA2[1,9]", "Z1[2,3]", "Z2[1,4]", "J"] {
      let object = try #require(session.run("explain \(name)").objects.first)
      let terms = try #require(object["terms"] as? [[String: Any]])
      var (sum, size) = (0.0, 0.0)
      for term in terms {
        let value = try #require(term["value"] as? Double)
        let factors = try #require(term["factors"] as? [[String: Any]]).map { $0["value"] as! Double }
        #expect(abs(factors.reduce(1, *) - value) <= 1e-14 * abs(value) && term["example"] is Int, "\(name)")
        sum += value
        size += abs(value)
      }
      let (scale, offset, value) = (object["scale"] as! Double, object["offset"] as! Double, object["value"] as! Double)
      #expect(abs(scale * sum + offset - value) <= 1e-13 * size, "\(name)")
      let shown = session.run("show \(name)").objects.first?["value"] as? Double
      #expect(value == shown && object["name"] as? String == name, "\(name)")
    }
    // For A the terms are those of Z. Data and parameters have none.
    let (a, z) = (session.run("explain A1[2,3]").objects[0], session.run("explain Z1[2,3]").objects[0])
    #expect(NSArray(array: a["terms"] as! [Any]) == NSArray(array: z["terms"] as! [Any]) && a["offset"] as? Double == z["offset"] as? Double)
    for name in ["X[1,2]", "Y[1,3]", "W1[2,1]", "b1[2,1]"] {
      let object = session.run("explain \(name)").objects[0]
      #expect((object["terms"] as? [Any])?.isEmpty == true && object["scale"] as? Double == 1 && object["offset"] as? Double == 0, "\(name)")
    }
    let deep = session.run("explain dW1[2,1] depth=all").objects[0]
    let expansions = try #require(deep["expansions"] as? [String: Any])
    // The expansions have dZ1, dZ2, A2, Z2, A1 and Z1 of every example. X has none.
    #expect(expansions["dZ1[2,400]"] != nil && expansions["A1[4,400]"] != nil && expansions["X[1,1]"] == nil)
  }

  /// Right after `step` or `train`, `explain` shows a gradient, Z or A of the pass that made the step.
  @Test func afterAStep() throws {
    let text = "init seed=2; forward; backward; "
    let before = TestSession().run(text + "explain dW2[1,2]; explain A1[2,3]").lines
    #expect(TestSession().run(text + "step 1.2; explain dW2[1,2]").lines == ["step 1, before its update:"] + before.prefix { !$0.hasPrefix("A1") })
    let afterTrain = TestSession().run("init seed=2; train 1 alpha=1.2; explain dW2[1,2]; explain A1[2,3]").lines
    #expect(afterTrain.filter { $0 != "step 1, before its update:" } == before)
    // W is the value after the step. After a `forward` the new pass is explained.
    let session = TestSession()
    session.run("init seed=2; train 3 alpha=1.2")
    let value = session.run("show W1[2,1]").lines[0].components(separatedBy: " = ")[1]
    #expect(session.run("explain W1[2,1]").lines.last?.hasSuffix(" = \(value)") == true)
    #expect(session.run("explain W1[2,1]").lines.last?.contains(" - 1.2 · ") == true)
    #expect(session.run("forward; explain A1[2,3]").lines.first == "A1[2,3] = g1(Z1[2,3])")
    #expect(session.run("explain dW1").errors.contains("dW1 is stale"))
    // For a step of a longer train, the pass and the parameters before it are the same in every bit.
    let long = TestSession()
    long.run("init seed=2; train 57 alpha=1.2; a = dW1 + 0")
    let told = try long.interpreter.executor.session.scene(of: Quantity(.dW, 1))
    #expect(told.heading == "step 57, before its update" && told.scene.previous != nil)
    #expect(told.scene.pass.dW(1) == long.interpreter.executor.session.workspace.dW(1))
    let shorter = TestSession()
    shorter.run("init seed=2; train 55 alpha=1.2")
    #expect(told.scene.previous?.layers[0].W == shorter.interpreter.executor.session.state.network?.layers[0].W)
    #expect(told.scene.previous?.layers[1].b == shorter.interpreter.executor.session.state.network?.layers[1].b)
  }

  @Test(arguments: [
    ("explain dW1", "there is no network yet", "type init to make a network"), ("init; explain dW1", "dW1 has not been computed yet", "run: forward; backward"),
    ("init; explain A1", "A1 has not been computed yet", "run: forward"),
    ("init; forward; backward; W1 = W1 * 2; explain dW1[1,1]", "dW1 is stale", "run: forward; backward"),
    ("init; forward; backward; explain dW1[9,1]", "there is no row 9", ""),
    ("init; forward; backward; explain dW3[1,1]", "there is no dW3", "its layers are numbered from 1 to 2"),
    ("init; forward; backward; explain dW1[0,1]", "there is no row 0", "1 is the first, -1 the last"),
    ("init; forward; backward; explain dW1[:,1]", "more than one entry", "explain dW1"),
    ("explain 1 + 2", "explain does not know '1 + 2'", "explain takes a quantity"), ("q = 3; explain q", "explain does not know 'q'", "type show q"),
    ("init; forward; backward; explain dW1 depth=0", "depth=0", ""), ("init; forward; backward; explain dW1[1,1] terms=0", "terms=", ""),
    ("init; forward; explain J[2]", "there is no row 2", ""), ("init; forward; backward; step; explain J", "J is stale", "run: forward"),
  ]) func badInput(_ script: String, _ message: String, _ hint: String) {
    let transcript = run(script)
    #expect(transcript.status == 1 && transcript.output.isEmpty, "\(script): \(transcript.output)")
    #expect(transcript.errors.contains(message) && (hint.isEmpty || transcript.errors.contains(hint)), "\(script): \(transcript.errors)")
  }

  /// The explanations answer what a learner asks: where 1/m is, what is differentiated, why there is a transpose, and which axis is summed.
  @Test(arguments: [
    ("dW1", ["dZ1 @ X: does not fit", "X @ dZ1.T: fits, but gives the transpose", "Why X.T", "derivative of J", "1/m"]),
    ("dZ1", ["Why W2.T", "* and not @", "of example i alone, not of J"]), ("dA1", ["Why W2.T", "no 1/m"]),
    ("db1", ["along axis 1", "axis=1", "keepdims=True keeps a column", "axis=0"]), ("dZ2", ["this simplifies to A2 - Y"]), ("J", ["so it has 1/m"]),
    ("Z1", ["W1.T @ X", "broadcasting"]), ("alpha", ["Why the minus"]), ("A1", ["1 - a**2"]), ("g1'", ["at most 1"]), ("sigmoid", ["0.25"]),
    ("softmax", ["Jacobian"]), ("cross_entropy", ["sigmoid"]), ("mse", ["1/2"]), ("categorical", ["one-hot"]), ("X", ["Each column is an example"]),
    ("Y", ["A2"]),
    ("W1", ["seed 2"]), ("b1", ["may begin at 0"]), ("m", ["400"]), ("L", ["explain cross_entropy"]), ("n1", ["4"]), ("t", ["steps since init: 0"]),
  ]) func wholes(_ name: String, _ wanted: [String]) {
    let transcript = run("init seed=2; forward; backward; explain \(name)")
    let text = transcript.lines.joined(separator: " ")
    for phrase in wanted { #expect(text.contains(phrase), "\(name): \(text)\(transcript.errors)") }
    #expect(transcript.lines.allSatisfy { $0.count <= 80 }, "\(name)")
  }

  /// Where sizes are equal by chance, the explanation says so and does not use it as a reason.
  @Test func chance() {
    let text = run("X = randn(3, 3); Y = ones(3, 3); init 3 3 3; forward; backward; explain dW2").lines.joined(separator: " ")
    #expect(text.contains("fits only because m = n1 = 3 here"), "\(text)")
    let fits = run("X = randn(2, 9); Y = ones(1, 9); init 2 3 1:sigmoid loss=mse; forward; backward; explain dZ2").lines.joined(separator: " ")
    #expect(fits.contains("A2 - Y is not allowed here"), "\(fits)")
  }

  /// `explain` also takes a Y that does not fit the output. It says how `init` drew W only while W is unchanged.
  @Test func data() {
    #expect(run("init seed=2; Y = [1; 0]; explain Y[1,1]").lines == ["Y[1,1] = 1: what output 1 should be for example 1"])
    #expect(run("init 2 3:tanh 2:softmax; explain Y[1,1]").status == 0)
    #expect(!run("init seed=2; W1 = zeros(4, 2); explain W1").output.contains("init made it"))
    #expect(run("init seed=2; alpha = 1.7976931348623157e308; diagnose").status == 0)
    #expect(run("init seed=2; forward; backward; derive dW1[2,2]").lines.last?.hasSuffix("dW1[2,2] = -0.00178201") == true)
  }
}
