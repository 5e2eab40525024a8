import Net
import Testing

@testable import Interp

/// The formulas and derivatives of the activations over a range of values, in addition to the claims of `NotesTable`.
@Suite struct ActivationFormulaTests {
  private static let range = "v = linspace(-5, 5, 101); z = v\n"

  /// What the notes say about each activation, as assertions over v and as claims about a variable z.
  static let statements: [(activation: String, statements: [String])] = [
    (
      "sigmoid",
      [
        "assert sigmoid(v) == 1 / (1 + e**-v) tol=1e-15", "assert sigmoid(v) == 1 / (1 + np.exp(-v)) tol=1e-15",
        "assert sigmoid'(v) == sigmoid(v) * (1 - sigmoid(v)) tol=1e-15", "assert sigmoid(v) > 0 and sigmoid(v) < 1", "assert sigmoid'([-40, 40]) < 1e-16",
        "sigmoid(z) = 1 / (1 + e⁻ᶻ)", "sigmoid'(z) = sigmoid(z) * (1 - sigmoid(z))", "sigmoid(3) = 1 / (1 + e**-3)",
      ]
    ),
    (
      "tanh",
      [
        "assert tanh(v) == (e**v - e**-v) / (e**v + e**-v) tol=1e-15", "assert tanh'(v) == 1 - tanh(v)**2 tol=1e-15", "assert tanh(v) > -1 and tanh(v) < 1",
        "assert mean(tanh(v)) == 0 tol=1e-15", "tanh(z) = (eᶻ - e⁻ᶻ) / (eᶻ + e⁻ᶻ)", "tanh'(z) = 1 - (tanh(z))²",
      ]
    ),
    (
      "relu",
      [
        "assert relu(v) == max(0, v)", "assert relu'(v[v < 0]) == 0", "assert relu'(v[v > 0]) == 1", "assert relu'(0) == 0", "assert relu(v) >= 0",
        "relu(z) = max(0, z)", "relu'(z) = where(z > 0, 1, 0)",
      ]
    ),
    (
      "leaky_relu",
      [
        "assert leaky_relu(v) == max(0.01*v, v) tol=1e-15", "assert leaky_relu'(v[v < 0]) == 0.01", "assert leaky_relu'(v[v > 0]) == 1",
        "leaky_relu(z) = max(0.01*z, z)", "leaky_relu'(z) = where(z > 0, 1, 0.01)",
        "set leaky_slope 0.2; leaky_relu(z) = max(0.2*z, z); leaky_relu'(z) = where(z > 0, 1, 0.2)",
      ]
    ),
    ("linear", ["assert linear(v) == v", "assert linear'(v) == 1", "linear(z) = z"]),
    (
      "softmax",
      [
        "assert sum(softmax([v; -v]), axis=0) == 1 tol=1e-15", "softmax([z; -z]) = exp([z; -z]) / sum(exp([z; -z]), axis=0)",
        "softmax'([z; -z]) = softmax([z; -z]) * (1 - softmax([z; -z]))",
      ]
    ),
  ]

  @Test(arguments: statements.flatMap(\.statements)) func holds(_ statement: String) {
    let transcript = run(Self.range + statement)
    #expect(transcript.status == 0, "\(statement): \(transcript.errors)")
    let isAssertion = statement.hasPrefix("assert")
    #expect(isAssertion ? transcript.output.isEmpty : transcript.lines.last?.contains(": holds, largest difference ") == true, "\(statement)")
  }

  /// The derivative agrees with the difference quotient of the function.
  @Test(arguments: Activations.all.map(\.name).filter { $0 != "softmax" }) func slope(_ name: String) {
    let transcript = run("v = linspace(-5, 5, 100)\nassert \(name)'(v) == (\(name)(v + 1e-6) - \(name)(v - 1e-6)) / 2e-6 tol=1e-9")
    #expect(transcript.status == 0, "\(name): \(transcript.errors)")
  }

  @Test func everyActivationIsThere() { #expect(Self.statements.map(\.activation) == Activations.all.map(\.name)) }
}
