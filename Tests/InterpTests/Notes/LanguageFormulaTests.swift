import Testing

@testable import Interp

/// Formulas of the language, with a condition on the value of each.
@Suite struct LanguageFormulaTests {
  /// A formula, and a condition on its value `ans`.
  static let formulas: [(String, String)] = [
    ("W1 @ X + b1", "array_equal(ans, Z1)"), ("np.dot(W1, X)", "array_equal(ans, W1 @ X)"), ("A1.T", "array_equal(ans, transpose(A1))"),
    ("dZ2 ⋅ A1.T", "ans / m == dW2 tol=1e-15"), ("(W2.T @ dZ2) * g1'(Z1)", "ans == dZ1 tol=1e-15"),
    ("1/m * np.sum(dZ1, axis=1, keepdims=True)", "ans == db1 tol=1e-15"), ("np.random.randn(4, 2) * 0.01", "ans.shape == (4, 2) and abs(ans) < 0.05"),
    ("np.random.randn((n_h, n_x))", "ans.shape == (4, 2)"), ("np.zeros((4, 1))", "ans.shape == (4, 1) and ans == 0"), ("W[1]X + b[1]", "array_equal(ans, Z1)"),
    ("W[2](W[1]x + b[1]) + b[2]", "ans == W2 @ Z1 + b2 tol=1e-15"), ("(W[2]W[1])x", "ans == W2 @ (W1 @ X) tol=1e-14"),
    ("W[2]W[1]X", "array_equal(ans, (W2 @ W1) @ X)"), ("2 * W[1]x", "array_equal(ans, 2 * (W1 @ X))"), ("g1(Z1)", "array_equal(ans, A1)"),
    ("g[2]'(Z[2])", "ans == A2 * (1 - A2) tol=1e-15"), ("[1, 2; 3, 4]", "array_equal(ans, [[1, 2], [3, 4]])"), ("[1; 2]", "ans.shape == (2, 1)"),
    ("[1, 2, 3]", "ans.shape == (1, 3)"), ("sum(X, axis=1)", "ans.shape == (1, 2)"), ("sum(X, axis=1, keepdims=True)", "ans.shape == (2, 1)"),
    ("sum(X)", "ans == X.sum(axis=0).sum() tol=1e-10"), ("zeros(3)", "ans.shape == (1, 3)"), ("-x**2", "array_equal(ans, -(X**2))"),
    ("max(0.01*Z1, Z1)", "array_equal(ans, leaky_relu(Z1))"), ("L(A2, Y)", "ans.shape == (1, m) and mean(ans) == J tol=1e-14"),
    ("X.shape", "ans == (2, 400)"), ("X.shape[0]", "ans == n0"), ("X.shape[1]", "ans == m"), ("A1.sum(axis=1)", "array_equal(ans, sum(A1, axis=1))"),
    ("A1.reshape(2, -1)", "ans.shape == (2, 800)"), ("argmax([3, 9, 4])", "ans == 2"), ("sum(permutation(5))", "ans == 15"),
    ("arange(4)", "array_equal(ans, [0, 1, 2, 3])"), ("W1 == W1 + 1e-13", "ans.shape == (4, 2)"),
  ]

  @Test(arguments: formulas) func gives(_ item: (String, String)) {
    let transcript = run(NotesNetwork.all + item.0 + "\nassert " + item.1)
    #expect(transcript.status == 0, "\(item.0): \(transcript.errors)")
  }

  /// `wᵀx + b` in a network of one unit is z.
  @Test func unit() {
    let transcript = run(NotesNetwork.unit(of: "sigmoid") + "wᵀx + b\nassert array_equal(ans, z)")
    #expect(transcript.status == 0, "\(transcript.errors)")
  }

  @Test func statements() {
    let transcript = run(
      NotesNetwork.all
        + "before = W1; W1 -= alpha * dW1; W1 += alpha * dW1; W1 *= 2; W1 /= 2; assert W1 == before tol=1e-12; assert W1 == before \"kept\" tol=1e-12")
    #expect(transcript.status == 0, "\(transcript.errors)")
    #expect(run("import numpy as np").status == 0)
  }
}
