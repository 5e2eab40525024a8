import Testing

@testable import Interp

/// The array that is given to `match` and `check`: typed numbers, NumPy's printed form, and expressions.
@Suite struct GivenTests {
  private static let start = "init seed=2; forward; backward; "

  @Test(arguments: [
    ("match J = 0.3010", "the logarithm to base 10"), ("match J = \"0.3010\"", "the logarithm to base 10"),
    ("match J = \"np.float64(0.3009870)\"", "the logarithm to base 10"), ("match db2 = \"[[-0.00435693]]\"", "1/m left out of db"),
    ("match J = '0.693048'", "J is right"),
  ]) func printedNumbers(_ statement: String, _ wanted: String) {
    let transcript = run(Self.start + statement)
    #expect(transcript.status == 0 && transcript.output.contains(wanted), "\(transcript.output)\(transcript.errors)")
  }

  /// Exponents that are too large for a double give 0 or an error, and no trap.
  @Test(arguments: ["1.5e-9223372036854775808", "1.5e-400", "[1.5e-9223372036854775808]", "\"[1.5e-9223372036854775808]\"", "\"[1.5e9223372036854775807]\""])
  func exponents(_ value: String) {
    for statement in ["match J = \(value)", "check J = \(value)", "J = \(value)"] {
      let transcript = run(Self.start + statement)
      #expect(transcript.status == 0 || !transcript.errors.isEmpty, "\(statement)")
    }
  }

  /// Right after a step an expression reads the pass that made the step, with the parameters and the learning rate of that step.
  @Test func readsTheScene() {
    let session = TestSession()
    session.run("init seed=2; train 3 alpha=1.2")
    #expect(session.run("match dW2 = 1/m * dZ2 @ A1.T").output.contains("dW2 is right"))
    #expect(session.run("match dW2 = dZ2 @ A1.T").output.contains("1/m left out of dW"))
    #expect(session.run("match A1 = tanh(W1 @ X)").output.contains("the bias left out of Z"))
    #expect(session.run("match W1 = W1 - alpha * alpha * dW1").output.contains("the learning rate applied twice"))
    #expect(session.run("match b1 = b1 - 1.2 * sum(dZ1, axis=1) / m").output.contains("keepdims left out of db"))
    // What it drew stays drawn; the session's own pass is as it was.
    #expect(session.run("seed 3; match dW1 = randn(4, 2); a = randn(1); seed 3; b = randn(9)[1,9:9]; array_equal(a, b)").lines.last == "True")
    #expect(session.run("b1 = b1 + 1; match dW1 = dZ1 @ X.T").errors.contains("dW1 is stale"))
  }

  /// Mistakes that learners made, each with a part of the report.
  @Test(arguments: [
    ("match Z1 = X.T @ W1.T + b1.T", "right, but transposed"), ("match dW1 = alpha * dW1", "the learning rate in dW already"),
    ("match dW2 = 1/4 * dZ2 @ A1.T", "the units of the layer before for m"), ("match dZ1 = (W2.T @ dZ2) * (A1**2 - 1)", "the terms of g' in the wrong order"),
    ("match dW1 = 1/m * ((W2.T @ (A2 - 1 + Y)) * g1'(Z1)) @ X.T", "1 - Y for Y"), ("match dZ1 = (W2.T @ dZ2) * (1 - A1)**2", "the square of 1 - A"),
  ]) func mistakesOfLearners(_ statement: String, _ wanted: String) {
    let transcript = run(Self.start + statement)
    #expect(transcript.status == 0 && transcript.output.contains(wanted), "\(transcript.output)\(transcript.errors)")
  }

  /// `match` accepts the weights that `init` drew, for every initializer.
  @Test(arguments: ["small", "zeros", "he", "xavier", "uniform", "he scale=0.3", "xavier scale=0.1", "uniform scale=3", "small scale=2"])
  func draws(_ weights: String) {
    let transcript = run("init 2 4:tanh 1:sigmoid weights=\(weights) seed=2; match W1 = W1; match W2 = W2 + 0")
    #expect(transcript.output.contains("W1 is right") && transcript.output.contains("W2 is right"), "\(transcript.errors)")
  }
}
