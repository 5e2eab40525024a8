import TestSupport
import Testing

@testable import Interp

/// Optimizers in the language: averages as quantities, their arithmetic, and what every consumer of a step says.
@Suite struct OptimizerTests {
  private let session = TestSession()
  private func run(_ text: String) -> Transcript { session.run(text) }

  private func started(_ optimizer: String) -> Self {
    #expect(run("data moons m=30 noise=0.2; init 2 4 1 seed=2 weights=xavier; optimizer \(optimizer)").status == 0)
    return self
  }

  /// The course's equations, each typed as a step by hand beside the session's own step.
  @Test(arguments: [
    ("momentum", "V = beta * vdW1 + (1 - beta) * dW1; P = W1 - alpha * V"),
    ("momentum nesterov=yes beta=0.5", "V = beta * vdW1 + (1 - beta) * dW1; P = W1 - alpha * (beta * V + (1 - beta) * dW1)"),
    ("momentum form=classic", "V = beta * vdW1 + dW1; P = W1 - alpha * V"),
    ("momentum form=classic nesterov=yes", "V = beta * vdW1 + dW1; P = W1 - alpha * (dW1 + beta * V)"),
    ("rmsprop", "S = beta * sdW1 + (1 - beta) * dW1**2; P = W1 - alpha * dW1 / (sqrt(S) + epsilon)"),
    (
      "adam beta1=0.8",
      "V = beta1 * vdW1 + (1 - beta1) * dW1; S = beta2 * sdW1 + (1 - beta2) * dW1**2; k = k_opt + 1; "
        + "P = W1 - alpha * (V / (1 - beta1**k)) / (sqrt(S / (1 - beta2**k)) + epsilon)"
    ),
  ]) func stepsByHand(_ optimizer: String, _ equations: String) {
    _ = started(optimizer)
    let averages =
      (equations.contains("V = ") ? "assert allclose(V, vdW1, rtol=1e-14, atol=0); " : "")
      + (equations.contains("S = ") ? "assert allclose(S, sdW1, rtol=1e-14, atol=0); " : "")
    let step = "forward; backward; \(equations); step; \(averages)assert allclose(P, W1, rtol=1e-13, atol=0)"
    #expect(run("repeat 4 { \(step) }; k_opt").lines == ["4"], "\(run(step).errors)")
    // `train`, and the compiled loop, make the same bits.
    #expect(run("A = W1; B = vdW1; init 2 4 1 seed=2 weights=xavier; train 4; array_equal(A, W1); array_equal(B, vdW1); k_opt").lines == ["True", "True", "4"])
    #expect(run("init 2 4 1 seed=2 weights=xavier; repeat 4 { forward; backward; step }; array_equal(A, W1)").lines == ["True"])
  }

  @Test func settingsAreRead() {
    _ = started("adam beta1=0.5 epsilon=1e-6")
    #expect(run("beta1; beta2; epsilon").lines == ["0.5", "0.999", "1e-06"])
    #expect(run("beta").errors.contains("unknown name"))
    // A variable of that name wins.
    #expect(run("beta1 = 3; beta1").lines == ["3"])
    #expect(run("optimizer").lines[0] == "adam: beta1=0.5 beta2=0.999 epsilon=1e-06, 0 steps")
    #expect(run("optimizer sgd; optimizer").lines == ["sgd", "W = W - alpha * dW"])
  }

  @Test func averagesAreQuantities() {
    _ = started("adam")
    #expect(run("shape vdW1").lines[0] == "vdW1: (4, 2) = (n1, n0)" && run("show vdb2").lines[0] == "vdb2 (1, 1)" && run("sum(sdW[1])").lines == ["0"])
    #expect(run("train 3; vdW1 = ones(4, 2); sum(vdW1); vdW1[1,2] = 5; vdW1[1,2]; k_opt = 7; k_opt").lines == ["8", "5", "7"])
    #expect(run("forward; backward; J").lines.count == 1 && run("vdW1 = zeros(4, 2); step; t").lines == ["4"])
    #expect(run("vdW1 = [1, 2]").errors.contains("vdW1 must be (4, 2) = (n1, n0)"))
    #expect(run("vdW9").errors.contains("there is no vdW9") && run("k_opt = 1.5").errors.contains("k_opt must be a whole number"))
    // Naming an optimizer, and init, set all to 0. init keeps the optimizer.
    #expect(
      run("optimizer adam; sum(abs(vdW1)); k_opt; train 2; init 2 4 1; sum(abs(sdW1)); k_opt; optimizer").lines.prefix(5) == [
        "0", "0", "0", "0", "adam: beta1=0.9 beta2=0.999 epsilon=1e-08, 0 steps",
      ])
    // sgd neither reads nor changes them.
    #expect(run("optimizer sgd; vdW1 = ones(4, 2); train 3; sum(vdW1); k_opt").lines == ["8", "0"])
    #expect(!run("shape").output.contains("vdW1") && run("optimizer rmsprop; shape").output.contains("beta * sdW1 + (1 - beta) * dW1**2"))
  }

  @Test func explains() {
    _ = started("adam")
    _ = run("train 2 alpha=0.01")
    let lines = run("explain W1[2,1]").lines
    #expect(lines.count == 8 && lines[0].contains("vdW1[2,1] after the step = beta1 · vdW1[2,1] before it + (1 - beta1) · dW1[2,1]"), "\(lines)")
    #expect(lines[4].hasPrefix("v̂ = vdW1[2,1] / (1 - beta1^2) = ") && lines[7].hasPrefix("W1[2,1] = "))
    // JSON has the same terms as the text.
    let json = TestSession(json: true).run("data moons m=30 noise=0.2\ninit 2 4 1 seed=2 weights=xavier; optimizer adam; train 2 alpha=0.01; explain W1[2,1]")
    let total = json.objects.last?["value"] as? Double
    #expect(total.map { lines[7].contains(" = \(NumberFormat.significant($0, 6))") } == true, "\(json.output) \(lines)")
    #expect(run("explain vdW1[2,1]").lines.count == 2 && run("explain sdb1[2,1]").lines[0].contains("beta2 · sdb1[2,1]"))
    #expect(run("explain vdW1").output.contains("about a mean over the last 10 steps"))
    #expect(run("explain alpha").output.contains("W = W - alpha * vdW / (1 - beta1**k_opt)"))
    #expect(run("explain W1").output.contains("Each step: W1 = W1 - alpha * vdW1 / (1 - beta1**k_opt)"))
    #expect(run("explain k_opt").output.contains("It is 2"))
    #expect(run("match vdW1 = beta1 * vdW1 + (1 - beta1) * dW1").output.contains("vdW1 is right"))
    #expect(run("match W1 = W1 - alpha * dW1").output.contains("a step of plain gradient descent, in layer 1"))
  }

  /// The first order is Σ gradient · update, and the update is checked entry by entry.
  @Test(arguments: ["momentum", "rmsprop", "adam", "momentum form=classic nesterov=yes"]) func diff(_ optimizer: String) {
    _ = started(optimizer)
    _ = run("train 3 alpha=0.001; forward; backward; G = [dW1.T; dW2]; B = db1; c = db2; P = W1; Q = b1; R = W2; s = b2; step 0.001")
    let text = run("diff 3 4").output
    #expect(text.contains("holds in all 17 entries") && text.contains("Σ gradient · update"), "\(text)")
    let predicted = run("print \"{sum(G[1:2,:].T * (W1 - P)) + sum(B * (b1 - Q)) + sum(G[3,:] * (W2 - R)) + c * (b2 - s):.6g}\"").lines[0]
    #expect(text.contains(predicted), "\(predicted): \(text)")
    #expect(run("W1[1,1] = 3; diff 3 4").output.contains("does not hold in 1 of 17 entries"))
  }

  @Test func gradientsSpeakOfTheUpdate() {
    _ = started("adam")
    _ = run("train 4 alpha=0.01; P = W1; goto 3; V = W1; goto 4")
    let ratio = run("print \"{norm(P - V) / norm(V):.3g}\"").lines[0]
    #expect(run("gradients").lines.first { $0.contains("dW1") }?.contains(ratio) == true, "\(ratio) \(run("gradients").output)")
  }

  @Test func frozenEntriesAndTheirAveragesStay() {
    _ = started("adam")
    #expect(
      run(
        "train 2; freeze W1[1,:], b1; V = vdW1; S = sdb1; P = W1; train 3; array_equal(V[1,:], vdW1[1,:]); array_equal(S, sdb1); array_equal(P[1,:], W1[1,:]); any(V[2,:] == vdW1[2,:])"
      ).lines == ["True", "True", "True", "False"])
  }

  /// `train optimizer=` begins with zeros and gives the session's own back.
  @Test func ownOptimizerOfTrain() {
    _ = started("momentum")
    #expect(
      run("train 3; V = vdW1; k = k_opt; train 4 optimizer=adam alpha=0.01; array_equal(V, vdW1); k_opt == k; optimizer").lines.prefix(3) == [
        "True", "True", "momentum: beta=0.9, 3 steps",
      ])
    #expect(run("goto 5; array_equal(V, vdW1); k_opt").lines == ["True", "3"])
    #expect(run("goto 7; explain W1[1,1]").output.contains("v̂ = "))
    #expect(run("train 3 optimizer=adagrad").errors.contains("unknown optimizer 'adagrad'"))
  }

  @Test func files() throws {
    let folder = try TemporaryFolder()
    _ = started("adam beta1=0.8")
    _ = run("train 5; keep1 = 0.5; V = vdW1; S = sdb2; save \(folder.path)/net.npz")
    #expect(run("train 2; P = W1").status == 0)
    let other = TestSession()
    #expect(
      other.run("data moons m=30 noise=0.2; load \(folder.path)/net.npz; optimizer; keep1").lines.first == "adam: beta1=0.8 beta2=0.999 epsilon=1e-08, 5 steps")
    _ = run("load \(folder.path)/net.npz")
    #expect(run("array_equal(V, vdW1); array_equal(S, sdb2); k_opt; keep1").lines == ["True", "True", "5", "0.5"])
    // The recording makes the whole session again, averages too.
    _ = run("record \(folder.path)/s.nns; record --verify")
    #expect(run("record --verify").output.contains("the same session in every bit"))
  }

  @Test(arguments: [
    ("optimizer adam beta1=1", "beta1= is 1; it must be from 0 up to 1, and less than 1"), ("optimizer momentum beta=-0.1", "beta= is -0.1"),
    ("optimizer rmsprop epsilon=0", "epsilon= is 0; it must be more than 0"), ("optimizer adam epsilon=-1", "epsilon= is -1"),
    ("optimizer adam beta=0.9", "beta= is no setting of adam"), ("optimizer sgd beta=0.9", "sgd has no settings"),
    ("optimizer beta=0.9", "needs the name of an optimizer"),
    ("optimizer momentum form=torch", "form="), ("optimizer adamw", "unknown optimizer 'adamw'"), ("optimizer momentum nesterov=maybe", "yes or no"),
    ("optimizer adam beta1=nan", "beta1"),
  ]) func badInput(_ statement: String, _ says: String) {
    _ = started("rmsprop")
    let transcript = run(statement)
    #expect(transcript.status == 1 && transcript.errors.contains(says), "\(statement): \(transcript.errors)")
    #expect(run("optimizer").lines[0] == "rmsprop: beta=0.9 epsilon=1e-08, 0 steps")
  }
}
