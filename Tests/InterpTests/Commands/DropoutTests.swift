import TestSupport
import Testing

@testable import Interp

/// Dropout in the language: shares, masks, passes that drop units and passes that keep all.
@Suite struct DropoutTests {
  private let session = TestSession()
  private func run(_ text: String) -> Transcript { session.run(text) }

  private func started() -> Self {
    #expect(run("data moons m=30 noise=0.2; init 2 5:tanh 4:relu 1 seed=2 weights=xavier; keep1 = 0.8; keep2 = 0.5").status == 0)
    return self
  }

  @Test func claims() {
    _ = started()
    #expect(run("seed 7; forward; backward").status == 0)
    for claim in [
      "A1 = g1(Z1) * D1 / keep1", "A2 = g2(Z2) * D2 / keep2", "dA1 = (W2.T @ dZ2) * D1 / keep1", "dZ2 = (W3.T @ dZ3) * D2 / keep2 * g2'(Z2)",
      "dZ1 = dA1 * g1'(Z1)", "dW2 = 1/m * dZ2 @ A1.T", "dZ3 = A3 - Y", "D[1] = D1",
    ] { #expect(run(claim).errors.isEmpty, "\(run(claim).errors)") }
    // The masks are those of NumPy's generator, layer by layer.
    #expect(run("seed 7; array_equal(D1, rand(5, 30) < keep1); array_equal(D2, rand(4, 30) < 0.5)").lines == ["True", "True"])
    #expect(run("sum(D1 == 0) > 0; sum(D1 == 1) + sum(D1 == 0)").lines == ["True", "150"])
    #expect(run("D3").errors.contains("layer 3 keeps all its units") && run("D[1] = A1").errors.contains("D[1] does not hold"))
    #expect(run("check").output.contains("the gradients hold"), "\(run("check").output)")
  }

  /// `check` knows how the masks were drawn, as `match` does.
  @Test func checkNamesMistakesInMasks() {
    _ = started()
    #expect(run("seed 9; forward; backward; seed 9; B = rand(5, 30) < 1 - keep1; F = rand(4, 30)").status == 0)
    let wrong = run("check A1 = g1(Z1) * B / keep1").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(wrong.contains("the share that is dropped for the share that is kept, in layer 1"), "\(wrong)")
    // The masks that backward draws follow those of the forward pass: layer 2 comes first.
    let anew = run("B = rand(4, 30) < keep2; B = rand(5, 30) < keep1; check dA1 = (W2.T @ dZ2) * B / keep1").output
    #expect(anew.contains("a new mask drawn in backward, in layer 1"), "\(anew)")
  }

  @Test func sharesAreSet() {
    _ = started()
    #expect(run("keep1; keep[2]; keep3").lines == ["0.8", "0.5", "1"])
    #expect(run("keep_prob").errors.contains("keep_prob has no one value: keep1 is 0.8, keep2 is 0.5"))
    #expect(run("keep_prob = 0.9; keep_prob; keep1; keep2").lines == ["0.9", "0.9", "0.9"])
    // init keeps it, also for a deeper network and before there is one.
    #expect(run("init 2 3 3 3 1; keep3; keep_prob").lines == ["0.9", "0.9"])
    #expect(run("keep_prob = 1; keep3 = 0.5; init 2 3 1").errors.contains("keep3 is 1 again"))
    let fresh = TestSession()
    #expect(fresh.run("keep_prob = 0.7; init; keep1").lines == ["0.7"])
  }

  @Test func stale() {
    _ = started()
    #expect(run("forward; backward; J").errors.isEmpty && run("keep1 = 0.8; step; t").lines == ["1"])
    #expect(run("forward; backward; keep1 = 0.6; A1").output.contains("stale") && run("step").errors.contains("because W, b, keep or the data have changed"))
    #expect(run("backward").errors.contains("backward needs a new forward pass"))
  }

  /// Each forward draws new masks. `train` and steps by hand leave the same bits and the same generator.
  @Test func trainIsSteps() {
    _ = started()
    #expect(run("forward; M = D1; forward; array_equal(M, D1)").lines == ["False"])
    #expect(
      run(
        "init 2 5:tanh 4:relu 1 seed=3; repeat 6 { forward; backward; step 0.5 }; P = W2; r = rand(); init 2 5:tanh 4:relu 1 seed=3; train 6 alpha=0.5; "
          + "array_equal(P, W2); rand() == r"
      ).lines == ["True", "True"])
    // The pass at the end keeps all units, as looks and predictions do.
    #expect(run("train 2; array_equal(A1, g1(Z1)); print size(D1)").lines == ["True", "150"])
    #expect(run("backward").errors.contains("the last one kept all units"))
    #expect(run("goto 3; K = J; seed 1; r = rand(); seed 1; predict; evaluate; forward X; rand() == r").lines.last == "True")
  }

  /// `every=` prints J with all units, and draws nothing for it.
  @Test func looksKeepAllUnits() {
    _ = started()
    let lines = run("train 4 every=2").lines
    #expect(run("print \"{J:.6g}\"").lines.last.map { lines[2].hasSuffix("J = \($0)") } == true)
    #expect(run("P = W1; r = rand(); init 2 5:tanh 4:relu 1 seed=2 weights=xavier; train 4; array_equal(P, W1); rand() == r").lines == ["True", "True"])
    #expect(run("init 2 5:tanh 4:relu 1 seed=2 weights=xavier; train 4 until=(J < 0); array_equal(P, W1); rand() == r").lines == ["True", "True"])
    #expect(run("display J; init 2 5:tanh 4:relu 1 seed=2 weights=xavier; train 4 every=1; array_equal(P, W1)").lines.last == "True")
  }

  @Test func explains() {
    _ = started()
    _ = run("seed 7; forward; backward")
    let a = run("explain A1[1,1]").lines
    #expect(a[0] == "A1[1,1] = g1(Z1[1,1]) · D1[1,1] / keep1", "\(a)")
    #expect(run("explain dZ1[1,1]").lines[0].hasPrefix("dZ1[1,1] = D1[1,1] / keep1 · g1'(Z1[1,1]) · Σ"))
    #expect(run("explain A1").output.contains("g1(Z1) * D1 / keep1") && run("explain D1").output.contains("keep1 = 0.8"))
    #expect(run("explain keep1").output.contains("Each pass of a step keeps a unit"))
    #expect(run("derive dA1").output.contains("(W2.T @ dZ2) * D1 / keep1"), "\(run("derive dA1").output)")
    #expect(run("shape").output.contains("mask of dropout: rand(n1, m) < keep1"))
    #expect(run("explain D1[1,1]").output.contains("1 where dropout keeps unit 1 for example 1"))
  }

  @Test(arguments: [
    ("keep1 = 0", "keep1 must be a number over 0 and at most 1, not 0"), ("keep1 = 1.5", "not 1.5"), ("keep1 = -0.1", "not -0.1"), ("keep1 = nan", "not nan"),
    ("keep_prob = 0", "keep_prob must be"), ("keep_prob = \"a\"", "keep_prob must be"),
    ("keep3 = 0.5", "layer 3 is the output, and dropout never drops an output"),
    ("keep9 = 0.5", "there is no keep9"), ("keep1 = [1, 2]", "keep1 must be"),
  ]) func badInput(_ statement: String, _ says: String) {
    _ = started()
    let transcript = run(statement)
    #expect(transcript.status == 1 && transcript.errors.contains(says), "\(statement): \(transcript.errors)")
    #expect(run("keep1; keep2").lines == ["0.8", "0.5"])
  }

  @Test func masksCanBeHiddenAndRead() {
    _ = started()
    #expect(run("D1").errors.contains("D1 has not been drawn yet"))
    #expect(run("D1 = 5; D1; D[1]").lines.first == "5")
    let plain = TestSession()
    #expect(plain.run("init; forward; D1").errors.contains("layer 1 keeps all its units"))
  }

  /// `compare` sets shares and optimizers as statements do.
  @Test func compared() {
    let rows =
      TestSession(json: true).run(
        "data moons m=40 noise=0.2 split=0.5,0.25,0.25\ncompare keep_prob=1,0.5 rule=sgd,adam { init 2 6 1; train 20 batch=5 optimizer=rule }"
      ).objects.last?["rows"] as? [[String: Any]]
    let costs = rows?.compactMap { (($0["runs"] as? [[String: Any]])?.first?["J"] as? Double) } ?? []
    #expect(rows?.count == 4 && costs.count == 4 && Set(costs).count == 4, "\(String(describing: rows))")
    #expect(run("data moons m=30; compare keep1=0.5,2 { init 2 6 1; train 2 }").output.contains("keep1 must be"))
    #expect(run("keep_prob").lines == ["1"])
  }
}
