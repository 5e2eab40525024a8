import Foundation
import TestSupport
import Testing

@testable import Interp
@testable import Net

/// `diagnose`: its text and JSON, the effect of `apply=`, and that the session does not change.
@Suite struct DiagnoseTests {
  /// A setting for each kind, and the line that mends it.
  static let settings: [(kind: String, text: String, repair: String)] = [
    ("symmetric-units", "init 2 4:tanh 1:sigmoid weights=zeros seed=3", "init 2 4:tanh 1:sigmoid weights=xavier seed=3"),
    ("symmetric-units", "init 2 4:tanh 1:sigmoid weights=zeros; W1 = W1 + 0.5; W2 = W2 + 0.5; train 10", "W1 = W1 + 0.01 * random.randn(4, 2)"),
    ("saturated-units", "init 2 4:tanh 1:sigmoid weights=xavier scale=40 seed=1", "init 2 4:tanh 1:sigmoid weights=xavier seed=1"),
    (
      "saturated-units", "X = 100 * X; init 2 4:tanh 1:sigmoid weights=xavier seed=1",
      "X = (X - mean(X, axis=1, keepdims=True)) / std(X, axis=1, keepdims=True)"
    ),
    (
      "saturated-units", "init 2 4:tanh 1:sigmoid weights=xavier seed=1; train 1; W1[2,:] = 90 * W1[2,:]",
      "W1[2,:] = W1[2,:] / 120; b1[2,:] = b1[2,:] / 120"
    ),
    ("saturated-units", "init 2 4:tanh 1:sigmoid weights=xavier seed=1 loss=mse; b2 = 20", "init 2 4:tanh 1:sigmoid weights=xavier seed=1"),
    (
      "dead-units", "init 2 4:relu 1:sigmoid weights=he seed=1; b1[3,1] = -100; b1[1,1] = -60",
      "forward; b1 = where(max(Z1, axis=1, keepdims=True) <= 0, b1 - mean(Z1, axis=1, keepdims=True) + 0.1, b1)"
    ),
    (
      "vanishing-gradients", "init 2 9:sigmoid 9:sigmoid 9:sigmoid 9:sigmoid 9:sigmoid 9:sigmoid 9:sigmoid 9:sigmoid 1:sigmoid weights=xavier seed=1",
      "init 2 9:tanh 9:tanh 9:tanh 9:tanh 9:tanh 9:tanh 9:tanh 9:tanh 1:sigmoid weights=xavier seed=1"
    ),
    (
      "exploding-gradients", "init 2 9:leaky_relu 9:leaky_relu 9:leaky_relu 9:leaky_relu 9:leaky_relu 9:leaky_relu 1:sigmoid weights=he scale=5 seed=1",
      "init 2 9:leaky_relu 9:leaky_relu 9:leaky_relu 9:leaky_relu 9:leaky_relu 9:leaky_relu 1:sigmoid weights=he seed=1"
    ),
    ("linear-collapse", "init 2 3:linear 2:linear 1:sigmoid weights=xavier seed=1", "init 2 3:tanh 2:tanh 1:sigmoid weights=xavier seed=1"),
    ("uncentred-activations", "init 2 8:sigmoid 1:sigmoid seed=1", "init 2 8:tanh 1:sigmoid weights=xavier seed=1"),
    ("uncentred-activations", "X = 5 + X / 4; init seed=1", "X = (X - mean(X, axis=1, keepdims=True)) / std(X, axis=1, keepdims=True)"),
    (
      "uncentred-activations", "X = 5 + X / 4; init 2 8:sigmoid 1:sigmoid seed=1",
      "X = (X - mean(X, axis=1, keepdims=True)) / std(X, axis=1, keepdims=True); init 2 8:tanh 1:sigmoid weights=xavier seed=1"
    ),
    ("output-mismatch", "init 2 4:tanh 1:linear weights=xavier seed=1", "init 2 4:tanh 1:sigmoid weights=xavier seed=1"),
    ("output-mismatch", "Y = 3 * Y - 2; init 2 4:tanh 1:relu weights=xavier seed=1; alpha = 0.01", "init 2 4:tanh 1:linear weights=xavier seed=1"),
    ("output-mismatch", "Y = 2 * Y - 1; init 2 4:tanh 1:relu weights=xavier seed=1", "init 2 4:tanh 1:tanh weights=xavier seed=1"),
    ("output-mismatch", "Y = 2 * Y - 1; init 2 4:tanh 1:sigmoid weights=xavier seed=1", "Y = (Y + 1) / 2"),
    (
      "output-mismatch", "data blobs m=300 classes=3; X = X / 5; Y = [0, 1, 2] @ Y; init 2 4:tanh 1:linear weights=xavier seed=1",
      "Y = [1 * (Y == 0); 1 * (Y == 1); 1 * (Y == 2)]; init 2 4:tanh 3:softmax weights=xavier seed=1"
    ),
    ("output-mismatch", "init 2 4:tanh 3:softmax weights=xavier seed=1", "init 2 4:tanh 1:sigmoid weights=xavier seed=1"),
    ("output-mismatch", "init 2 4:tanh 1:tanh weights=xavier loss=cross_entropy seed=1", "init 2 4:tanh 1:sigmoid weights=xavier seed=1"),
    (
      "feature-scale", "X[2,:] = X[2,:] / 100; init 2 4:tanh 1:sigmoid weights=xavier seed=1",
      "X = (X - mean(X, axis=1, keepdims=True)) / std(X, axis=1, keepdims=True)"
    ),
    (
      "feature-scale", "X = [X[1,:]; X[2,:] / 100; 0 * X[1,:]]; init 3 4:tanh 1:sigmoid weights=xavier seed=1",
      "X = (X - mean(X, axis=1, keepdims=True)) / where(max(X, axis=1, keepdims=True) > min(X, axis=1, keepdims=True), std(X, axis=1, keepdims=True), 1)"
    ),
    ("learning-rate-high", "alpha = 200; init 2 4:tanh 1:sigmoid weights=xavier seed=1", "alpha = 4"),
    ("learning-rate-low", "alpha = 0.0001; init 2 4:tanh 1:sigmoid weights=xavier seed=1", "alpha = 4"),
    ("not-finite", "init seed=1; W1[2,1] = nan", "W1 = where(isfinite(W1), W1, 0)"),
    ("not-finite", "init seed=1; W1 = W1 + nan; W2 = W2 + nan", "init 2 4:tanh 1:sigmoid weights=xavier seed=1"),
    ("not-finite", "init seed=1; X[1,1] = inf", "X = where(isfinite(X), X, 0)"),
    ("not-finite", "X = 1e200 * X; init weights=xavier seed=1; W1 = 1e200 * W1", "X = X / max(abs(X))"),
    ("not-finite", "init 2 4:tanh 1:tanh weights=xavier loss=cross_entropy seed=1", "init 2 4:tanh 1:sigmoid weights=xavier seed=1"),
    (
      "class-imbalance", "Y = Y[:,1:210]; X = X[:,1:210]; init weights=xavier seed=1",
      "more = Y[:, Y == 1][:, 1 + arange(190) % 10]; X = [X, X[:, Y == 1][:, 1 + arange(190) % 10]]; Y = [Y, more]"
    ),
    ("cost-not-falling", "alpha = 0; init 2 4:tanh 1:sigmoid weights=xavier seed=1", "alpha = 4"),
    ("cost-not-falling", "init 2 1:sigmoid; alpha = 1; train 5000", "init 2 4:tanh 1:sigmoid weights=xavier seed=1"),
    ("learning-rate-high", "optimizer adam; alpha = 200; init 2 4:tanh 1:sigmoid weights=xavier seed=1", "alpha = 0.2"),
    ("learning-rate-low", "optimizer rmsprop; alpha = 1e-5; init 2 4:tanh 1:sigmoid weights=xavier seed=1", "alpha = 0.1"),
    ("dropout-strong", "keep_prob = 0.05; alpha = 0.5; init 2 20:tanh 1:sigmoid weights=xavier seed=2", "keep_prob = 0.5"),
    ("penalty-strong", "lambda = 100; alpha = 0.5; init 2 20:tanh 1:sigmoid weights=xavier seed=2", "lambda = 10"),
    (
      "penalty-strong", "lambda = 100; alpha = 0.5; init 2 20:tanh 1:sigmoid weights=xavier seed=2; train 1000",
      "lambda = 10; init 2 20:tanh 1:sigmoid weights=xavier seed=2"
    ),
    ("batch-noise", "init 2 4:tanh 1:sigmoid weights=xavier seed=1; train 2000 batch=4 alpha=1", "train 100 batch=64 alpha=1"),
    (
      "batch-noise", "data moons m=200 noise=0.35 split=0.4,0.4,0.2 seed=2; init 2 20:tanh 1:sigmoid weights=xavier seed=2; train 1000 batch=1 alpha=0.5",
      "alpha = 0.03"
    ),
    (
      "overfitting", "data moons m=200 noise=0.35 split=0.4,0.4,0.2 seed=2; init 2 20:tanh 1:sigmoid weights=xavier seed=2; train 2000 alpha=1",
      "goto 145"
    ),
  ]

  /// Each finding is reported. Its repair can be typed and removes the finding, and `apply=` says the same.
  @Test func everyKindAndItsRepair() throws {
    for (kind, text, repair) in Self.settings {
      let session = TestSession(json: true)
      session.run(text)
      let findings = try findings(session)
      let index = try #require(findings.firstIndex { $0["kind"] as? String == kind }, "\(text): \(findings.map { $0["kind"] ?? "" })")
      #expect(findings[index]["repair"] as? String == repair, "\(text)")
      let applied = try #require(try object(session.run("diagnose apply=\(index + 1)")))
      #expect(applied["gone"] as? Bool == true, "\(text): \(applied)")
      #expect(try self.findings(session).count == findings.count, "\(text): the session has changed")
      let typed = session.run(repair)
      #expect(typed.status == 0, "\(repair): \(typed.output)")
      #expect(try self.findings(session).allSatisfy { $0["kind"] as? String != kind }, "\(text): \(repair)")
    }
    #expect(Set(Self.settings.map(\.kind)).count == 18)
  }

  private func object(_ transcript: Transcript) throws -> [String: Any]? {
    try transcript.output.split(separator: "\n").last.flatMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
  }

  private func findings(_ session: TestSession) throws -> [[String: Any]] {
    try #require(try object(session.run("diagnose"))?["findings"] as? [[String: Any]])
  }

  // MARK: Text and JSON

  @Test func text() {
    let lines = run("init 2 4:tanh 1:sigmoid weights=zeros; diagnose").lines
    #expect(
      lines.prefix(3) == [
        "1 symmetric-units: units 1, 2, 3, 4 of layer 1", "  rows 1, 2, 3, 4 of W1 and of b1 are equal, and so are columns 1, 2, 3, 4 of",
        "  W2; their rows of dW1 are equal too.",
      ])
    #expect(lines.contains("  repair: init 2 4:tanh 1:sigmoid weights=xavier seed=1") && lines.contains("2 cost-not-falling"))
    #expect(lines.allSatisfy { $0.count <= 80 } && lines.last == "it left out these, because the data has no dev part: overfitting")
    let none = run("init seed=2; diagnose").lines
    #expect(none[0] == "nothing found" && none[1].hasPrefix("diagnose looked for: not-finite, symmetric-units"))
    let short = run("set digits 3; alpha = 200; init 2 4:tanh 1:sigmoid weights=xavier seed=1; diagnose").output.replacing("\n  ", with: " ")
    #expect(short.contains("curvature along the gradient is 0.228: alpha = 200 is 22.8 times") && short.contains("takes J from 0.763 to 8.09"))
    // The argument is printed once.
    let dead = run("init 2 4:relu 3:relu 1:sigmoid weights=he seed=1; b1 = b1 - 90; b2 = b2 - 90; diagnose").output
    #expect(dead.components(separatedBy: "Where z <= 0, relu").count == 2 && dead.contains("The reason is the same as for finding 1."))
  }

  /// What was looked for is set apart from the last finding.
  @Test func whatWasLookedForStandsApart() throws {
    let lines = run("init 2 4:tanh 1:sigmoid weights=zeros; diagnose").lines
    let place = try #require(lines.firstIndex { $0.hasPrefix("diagnose looked for: ") })
    #expect(lines[place - 1].isEmpty && lines[place - 2].hasPrefix("  repair: "), "\(lines)")
  }

  /// A repair that is wider than the window stands on lines of its own, which can be pasted and do the same.
  @Test(arguments: [
    "X = 1000 * X + 5000; init 2 4:sigmoid 1 weights=uniform seed=1 scale=3; train 50",
    "init 2 4:relu 1:sigmoid weights=he seed=1; b1[1,1] = -90",
    "init 2 16:sigmoid 16:sigmoid 16:sigmoid 16:sigmoid 16:sigmoid 16:sigmoid 16:sigmoid 16:sigmoid 1:sigmoid weights=xavier seed=2",
    "Y = 0 * Y; Y[1,1:100] = 1; Y[1,101:200] = 2; init 2 6:tanh 1:linear weights=xavier seed=1",
  ]) func longRepairsCanBePasted(_ text: String) throws {
    let (one, other) = (TestSession(json: true), TestSession())
    for session in [one, other] { session.run(text) }
    let finding = try #require(try findings(one).first)
    let repair = try #require(finding["repair"] as? String)
    let lines = other.run("diagnose").lines
    let label = try #require(lines.firstIndex { $0.hasPrefix("  repair:") })
    let pasted = lines[(label + 1)...].prefix { $0.hasPrefix("    ") }
    #expect(lines[label] == "  repair:" && !pasted.isEmpty && pasted.allSatisfy { $0.count <= 80 }, "\(lines)")
    #expect(one.run(repair).status == 0 && other.run(pasted.joined(separator: "\n")).status == 0, "\(pasted)")
    let (left, right) = (one.interpreter.executor.session.state, other.interpreter.executor.session.state)
    #expect(left.network?.layers.map(\.b) == right.network?.layers.map(\.b) && left.network?.layers.map(\.W) == right.network?.layers.map(\.W))
    #expect(left.data.current.X == right.data.current.X && left.data.current.Y == right.data.current.Y)
  }

  @Test func applied() {
    let lines = run("set digits 3; init 2 4:tanh 1:linear weights=xavier seed=1; diagnose apply=1").lines
    #expect(
      matches(
        lines,
        [
          "1 output-mismatch: layer 2", "  repair, on a copy: init 2 4:tanh 1:sigmoid weights=xavier seed=1",
          "  J        at the start  after 100 steps  correct then  alpha  loss", "  without ... 0.434 ... 0.1  mse", "  with ... 0.763 ... 0.1  cross_entropy",
          "  the finding is gone; the session is as it was",
        ]), "\(lines)")
  }

  @Test func json() throws {
    let session = TestSession(json: true)
    session.run("Y = Y[:,1:210]; X = X[:,1:210]; init 2 4:tanh 1:sigmoid weights=zeros")
    let answer = try #require(try object(session.run("diagnose")))
    #expect(
      answer["command"] as? String == "diagnose" && (answer["looked_for"] as? [String])?.count == 16
        && (answer["left_out"] as? [[String: String]])?.map { $0["kind"] } == ["batch-noise", "overfitting"])
    let findings = try #require(answer["findings"] as? [[String: Any]])
    #expect(findings.map { $0["kind"] as? String } == ["symmetric-units", "class-imbalance"])
    for finding in findings {
      #expect(Set(finding.keys) == ["kind", "layer", "units", "evidence", "explanation", "repair", "measured"])
      #expect((finding["evidence"] as? String)?.isEmpty == false && (finding["explanation"] as? String)?.isEmpty == false)
    }
    #expect(findings[0]["layer"] as? Int == 1 && findings[0]["units"] as? [Int] == [1, 2, 3, 4])
    #expect(findings[1]["layer"] is NSNull && (findings[1]["measured"] as? [String: [Int]]) == ["counts": [200, 10]])
    let none = try #require(try object(run("init; diagnose", json: true)))
    #expect((none["findings"] as? [Any])?.isEmpty == true)
  }

  // MARK: The session stays

  /// `diagnose` and `apply=` change nothing: stale and missing passes, variables, the generator, alpha and the data stay.
  @Test func nothingChanges() {
    for start in [
      "init 2 4:tanh 1:sigmoid weights=zeros", "init 2 4:tanh 1:sigmoid weights=zeros; train 5", "alpha = 200; init seed=1; forward; backward; step",
    ] {
      let (one, other) = (TestSession(), TestSession())
      for session in [one, other] { session.run("data moons split=0.8 seed=4; more = 3; " + start) }
      one.run("diagnose; diagnose apply=1")
      for text in ["show X, Y, W1, b1, W2, b2, alpha, t", "A2", "J", "dW1", "more", "ans", "random.randn(2, 2)", "data", "forward; backward; step; W1"] {
        let (a, b) = (one.run(text), other.run(text))
        #expect(a.output == b.output && a.errors == b.errors, "\(start); \(text): \(a.errors)")
      }
    }
  }

  /// A repair of X ends the split of the data, so the report says it. It says nothing where the data has one part, or where the repair changes something else.
  @Test func partsAreSpokenOf() throws {
    let folder = try TemporaryFolder()
    try folder.write("far.csv", (0..<20).map { "\(10 + $0 % 7),\(3000 + $0 % 5),\($0 % 2)\n" }.joined())
    for (data, network, repairsX, isSaid) in [
      ("data \(folder.path)/far.csv split=0.8", "4:tanh 1:sigmoid weights=xavier", true, true),
      ("data \(folder.path)/far.csv", "4:tanh 1:sigmoid weights=xavier", true, false),
      ("data moons noise=0 split=0.8", "8:sigmoid 1:sigmoid", false, false),
    ] {
      let text = run("\(data); init 2 \(network) seed=1; diagnose").lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
      #expect(text.contains("repair: X = (X - mean") == repairsX && text.contains("repair: ") && text.contains("the data with one part") == isSaid, "\(text)")
    }
  }

  // MARK: What is missing or wrong

  @Test func faults() {
    let none = run("diagnose")
    #expect(none.status == 1 && none.errors.contains("there is no network yet") && none.errors.contains("hint: type init to make a network"))
    // J falls with smaller steps here, although it is flat, so it is not at its lowest point. A trained network needs no other rate.
    #expect(!run("init 2 4:relu 1:sigmoid seed=2; train 2000 alpha=20; diagnose").output.contains("lowest point"))
    #expect(run("X = ones(2, 400); Y = ones(1, 400); init 2 3 1; train 10000 alpha=10; diagnose").lines.first == "nothing found")
    #expect(!run("init 2 3:tanh 1:tanh loss=mse; diagnose").output.contains("beyond both"))
    // Where large inputs flatten the slopes, the repair begins with the inputs. Terms that are NaN are not counted.
    let flat = run("X = 1000 * X + 5000; init 2 4:sigmoid 1 weights=uniform seed=1 scale=3; train 50; diagnose").lines
    #expect(
      flat.contains("  repair:") && flat.contains { $0.hasPrefix("    X = (X - mean(X") } && flat.contains("    init 2 4:tanh 1:sigmoid weights=xavier seed=1"),
      "\(flat)")
    #expect(!run("init; W1[1,1] = nan; forward; backward; explain dW1[1,1]").output.contains("examples pull"))
    // The steps are too large for any weights. After the repair of another finding J is not finite, and the report says so.
    let large = "X = [1, 2, 3, 4]; Y = 1000 * X; init 1 3:relu 1:linear; b1 = -100 * ones(3, 1); alpha = 1e6; "
    let finding = run(large + "diagnose").lines.first { $0.hasSuffix("dead-units: units 1, 2, 3 of layer 1") }?.prefix { $0 != " " } ?? "9"
    #expect(run(large + "diagnose apply=\(finding)").lines.last?.hasPrefix("  the finding is gone, but J is not finite then") == true)
    #expect(run("init; diagnose apply=1").errors.contains("there is no finding 1: diagnose found nothing"))
    let second = run("init 2 4:tanh 1:sigmoid weights=zeros; diagnose apply=3").errors
    #expect(second.contains("there is no finding 3: diagnose found 2 findings") && second.contains("hint: run: diagnose"))
    for value in ["0", "-1", "1.5", "nan", "[1, 2]", "'a'"] { #expect(run("init; diagnose apply=\(value)").status == 1, "\(value)") }
    #expect(run("init 3 1:sigmoid; diagnose").errors.contains("(2, 400)"))
    #expect(run("init; Y = Y[:,1:5]; diagnose").errors.contains("Y is (1, 5)"))
    #expect(run("init; diagnose 1").status == 1)
  }

  @Test func withoutTargets() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nnshell-diagnose-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Self.npy.write(to: URL(fileURLWithPath: folder + "/x.npy"))
    let session = TestSession()
    #expect(session.run("data \(folder)/x.npy orient=columns; init 2 3:tanh 1:sigmoid weights=zeros").errors.isEmpty)
    let text = session.run("diagnose").output
    #expect(
      text.contains("1 symmetric-units: units 1, 2, 3 of layer 1")
        && text.replacing("\n", with: " ").contains("it left out these, because there is no Y that fits the output: "))
    let applied = session.run("diagnose apply=1").output
    #expect(applied.contains("none") && applied.contains("the finding is gone"), "\(applied)")
  }

  /// A .npy file of X alone, (2, 3).
  private static var npy: Data {
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"
    header += String(repeating: " ", count: 117 - header.count) + "\n"
    var bytes = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8))
    for value in [1.0, 2, 3, -1, 0, 1] { unsafe withUnsafeBytes(of: value.bitPattern.littleEndian) { unsafe bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// Two cases whose repair once failed: wrong biases with large inputs, and class numbers as targets of linear units.
  @Test(arguments: [
    "X = randn(2, 60)*100; Y = X[1,:] > 0; init 2 3:tanh 1:sigmoid seed=1 weights=xavier; b1 = b1 - 30; W1 = W1*0.001",
    "data blobs m=90 classes=3; Y = [0,1,2] @ Y; init 2 4:tanh 3:linear seed=1 weights=xavier",
  ]) func repairsThatMend(_ script: String) {
    let transcript = run(script + "; diagnose apply=1")
    #expect(transcript.output.contains("the finding is gone"), "\(transcript.output)\(transcript.errors)")
  }

  /// `diagnose` judges the rate of the last train, unless alpha was set since. A dead layer explains a J that does not fall, and is the only finding.
  @Test func judgesTheRateThatWasTaken() {
    let script = "X = [1, 2, 3, 4]; Y = 9 * X + 3; init 1 1:linear weights=zeros; train 3 alpha=0.5; diagnose"
    #expect(run(script).output.contains("1 learning-rate-high") && run(script).output.contains("alpha = 0.5"))
    #expect(!run(script.replacingOccurrences(of: "diagnose", with: "alpha = 0.05; diagnose")).output.contains("1 learning-rate-high"))
    let dead = run("data blobs classes=3; init 2 8:relu 3:softmax weights=he seed=1; b1 = b1 - 50; diagnose").output
    #expect(dead.contains("dead-units") && !dead.contains("\n2 cost-not-falling"), "\(dead)")
  }

  /// Scripts with numbers that are not finite, the first step with such a number, and parts of the report.
  static let histories: [(text: String, step: Int?, said: [String])] = [
    (
      "init 2 4:relu 1:linear seed=2 loss=mse scale=1; train 200 alpha=5", 5,
      [
        "The first step with such a number is 5: Z2[1,1] = -inf, from W2[1,4] =", "One step before, J = 5.37", "J has risen at every step since step 0",
        "times 2/curvature",
      ]
    ),
    (
      "init 2 4:relu 1:linear seed=2 loss=mse scale=1; train 30 alpha=0.01; for i in 1:50 { forward; backward; step 5 }", 36,
      ["The first step with such a number is 36:", "J has risen at every step since step 30", "with alpha = 5"]
    ),
    (
      "init 2 4:relu 1:sigmoid seed=2 scale=1; train 20; W1[1,1] = inf; train 5", 20,
      ["The first step with such a number is 20: W1[1,1] = inf", "The step itself left finite numbers; they were changed by W1[1,1] = inf"]
    ),
    ("init seed=2; train 20; X[2,3] = nan; train 5", 20, ["is 20: X[2,3] = nan", "they were changed by X[2,3] = nan"]),
    ("init seed=2; train 20; W1[1,1] = nan", nil, ["The present step, 20, is the first: W1[1,1] = nan", "they were changed by W1[1,1] = nan"]),
    ("init seed=2; X[1,1] = nan; train 5", 0, ["The timeline begins at step 0, and it was so there already", "the data came so, X[1,1] = nan"]),
    ("init seed=2; W1[1,1] = nan", nil, ["the first number of the pass that is not finite is W1[1,1] = nan. The parameter"]),
    (
      "set timeline.memory 0; init 2 4:relu 1:linear seed=2 loss=mse scale=1; train 200 alpha=5", nil,
      ["It was so at step 200 already. No step before it is kept, because timeline.memory is 0"]
    ),
    (
      "init 2 4:relu 1:linear seed=2 loss=mse scale=1; train 200 alpha=5; set timeline.memory 0", nil,
      ["No step before it is kept, because timeline.memory is 0"]
    ),
    (
      "init 2 1:linear loss=cross_entropy seed=1; W1 = [0.1, 0]; b1 = 0.5; X = X / max(abs(X)); train 400 alpha=0.5", nil,
      ["The first step with such a number is", "J = nan, from A1["]
    ),
  ]

  @Test(arguments: histories) func sinceWhen(_ item: (text: String, step: Int?, said: [String])) throws {
    let session = TestSession()
    session.run(item.text)
    let live = session.interpreter.executor.session
    let before = (live.state.steps, live.state.versions, live.timeline.line.name, live.state.generator)
    let transcript = session.run("diagnose")
    let text = transcript.lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    #expect(transcript.status == 0, "\(transcript.errors)")
    for said in item.said { #expect(text.contains(said), "\(item.text): \(text)") }
    #expect(before == (live.state.steps, live.state.versions, live.timeline.line.name, live.state.generator))
    guard let look = transcript.lines.first(where: { $0.hasPrefix("  look: ") })?.dropFirst(8) else {
      #expect(item.step == nil || item.said.contains { $0.hasPrefix("The first step") } == false, "\(text)")
      return
    }
    // The line of the report can be pasted. It leads to a step with such a number, and the step before has none.
    #expect(session.run(String(look)).status == 0)
    if let step = item.step { #expect(live.state.steps == step) }
    func isFinite() throws -> Bool { try Diagnosis.notFinite(live.network(), X: live.X, Y: live.Y) == nil }
    #expect(try !isFinite())
    if live.state.steps > 0 {
      #expect(session.run("back").status == 0)
      #expect(try isFinite())
    }
  }

  /// The report for a network from a file, and for steps that the timeline does not keep.
  @Test func sinceWhenOfWhatIsNotKept() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("nnshell-nan-\(getpid()).npz").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let loaded = run("init seed=2; train 3; W1[1,1] = nan; save \(path); load \(path); diagnose")
    #expect(loaded.output.contains("and it was so there already: the network came so."), "\(loaded.output)")
    let session = TestSession()
    // Many parts of the timeline with little memory. The first parts are dropped.
    session.run("set timeline.memory 0.05; X = randn(40, 50); Y = randn(1, 50); init 40 60:relu 1:linear seed=2 loss=mse scale=1; train 20 alpha=5")
    session.run("for i in 1:60 { W1[1,1] = 1; train 1 }")
    let text = session.run("diagnose").lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    #expect(text.contains("already: ") && text.contains("The timeline keeps no step before it; set timeline.memory to more before a training"), "\(text)")
    let json = TestSession(json: true).run("init 2 4:relu 1:linear seed=2 loss=mse scale=1; train 200 alpha=5; diagnose").objects.last
    let first = ((json?["findings"] as? [[String: Any]])?.first?["measured"] as? [String: Any])?["first"] as? [String: Any]
    #expect(first?["step"] as? Int == 5 && first?["goto"] as? String == "goto 5" && (first?["rise"] as? [String: Any])?["step"] as? Int == 0)
  }
}
