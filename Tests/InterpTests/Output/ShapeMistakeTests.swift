import Testing

@testable import Interp

/// The shape mistakes that learners make. The error must name the repair, and the test compares its whole text.
@Suite struct ShapeMistakeTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var statement: String
    /// The column of the caret. `width` is its length.
    var column: Int
    var width: Int
    var message: String
    var hint: String

    init(_ statement: String, column: Int, width: Int, _ message: String, hint: String) {
      (self.statement, self.column, self.width, self.message, self.hint) = (statement, column, width, message, hint)
    }

    var testDescription: String { statement }
  }

  private static let start = "init 2 4:tanh 1:sigmoid seed=2; forward; backward\n"

  static let mistakes: [Mistake] = [
    Mistake(
      "W1.T @ X + b1", column: 6, width: 1,
      "W1.T (2, 4) = (n0, n1) and X (2, 400) = (n0, m) do not fit for @: the left has n1 = 4 columns and the right has n0 = 2 rows; these must be equal",
      hint: "W1 @ X is (4, 400) = (n1, m), the shape of Z1, A1 and their gradients, a sum over the n0 = 2 input features"),
    Mistake(
      "X @ W1", column: 3, width: 1,
      "X (2, 400) = (n0, m) and W1 (4, 2) = (n1, n0) do not fit for @: the left has m = 400 columns and the right has n1 = 4 rows; these must be equal",
      hint: "W1 @ X is (4, 400) = (n1, m), the shape of Z1, A1 and their gradients, a sum over the n0 = 2 input features"),
    Mistake(
      "W1 * X", column: 4, width: 1,
      "W1 (4, 2) = (n1, n0) and X (2, 400) = (n0, m) do not fit for *: the left has n1 = 4 rows and the right has n0 = 2; they must be equal, or one of them must be 1",
      hint: "W1 @ X is (4, 400) = (n1, m), the shape of Z1, A1 and their gradients, a sum over the n0 = 2 input features"),
    Mistake(
      "W2 * A1", column: 4, width: 1,
      "W2 (1, 4) = (n2, n1) and A1 (4, 400) = (n1, m) do not fit for *: the left has n1 = 4 columns and the right has m = 400; they must be equal, or one of them must be 1",
      hint: "W2 @ A1 is (1, 400) = (n2, m), the shape of Z2, A2 and their gradients, a sum over the n1 = 4 units of layer 1; W2 * A1.T fits, (400, 4)"),
    Mistake(
      "dZ1 @ X", column: 5, width: 1,
      "dZ1 (4, 400) = (n1, m) and X (2, 400) = (n0, m) do not fit for @: the left has m = 400 columns and the right has n0 = 2 rows; these must be equal",
      hint: "dZ1 @ X.T is (4, 2) = (n1, n0), the shape of W1 and dW1, a sum over the m = 400 examples"),
    Mistake(
      "dZ2 @ A1", column: 5, width: 1,
      "dZ2 (1, 400) = (n2, m) and A1 (4, 400) = (n1, m) do not fit for @: the left has m = 400 columns and the right has n1 = 4 rows; these must be equal",
      hint: "dZ2 @ A1.T is (1, 4) = (n2, n1), the shape of W2 and dW2, a sum over the m = 400 examples"),
    Mistake(
      "W2 @ dZ2", column: 4, width: 1,
      "W2 (1, 4) = (n2, n1) and dZ2 (1, 400) = (n2, m) do not fit for @: the left has n1 = 4 columns and the right has n2 = 1 rows; these must be equal",
      hint: "W2.T @ dZ2 is (4, 400) = (n1, m), the shape of Z1, A1 and their gradients, a sum over the n2 = 1 units of layer 2"),
    Mistake(
      "A1 @ dZ2", column: 4, width: 1,
      "A1 (4, 400) = (n1, m) and dZ2 (1, 400) = (n2, m) do not fit for @: the left has m = 400 columns and the right has n2 = 1 rows; these must be equal",
      hint: "dZ2 @ A1.T is (1, 4) = (n2, n1), the shape of W2 and dW2, a sum over the m = 400 examples"),
    Mistake(
      "dZ1 * X", column: 5, width: 1,
      "dZ1 (4, 400) = (n1, m) and X (2, 400) = (n0, m) do not fit for *: the left has n1 = 4 rows and the right has n0 = 2; they must be equal, or one of them must be 1",
      hint: "dZ1 @ X.T is (4, 2) = (n1, n0), the shape of W1 and dW1, a sum over the m = 400 examples"),
    Mistake(
      "(W2.T @ dZ2) @ g1'(Z1)", column: 14, width: 1,
      "(W2.T @ dZ2) (4, 400) = (n1, m) and g1'(Z1) (4, 400) = (n1, m) do not fit for @: the left has m = 400 columns and the right has n1 = 4 rows; these must be equal",
      hint:
        "(W2.T @ dZ2) * g1'(Z1) is (4, 400) = (n1, m): entry by entry; (W2.T @ dZ2) @ g1'(Z1).T is (4, 4) = (n1, n1): a sum over the m = 400 examples; (W2.T @ dZ2).T @ g1'(Z1) is (400, 400) = (m, m): a sum over the n1 = 4 units of layer 1"
    ),
    Mistake(
      "(W[2].T ⋅ dZ[2]) ⋅ g[1]'(Z[1])", column: 18, width: 1,
      "(W[2].T ⋅ dZ[2]) (4, 400) = (n1, m) and g[1]'(Z[1]) (4, 400) = (n1, m) do not fit for ⋅: the left has m = 400 columns and the right has n1 = 4 rows; these must be equal",
      hint:
        "(W[2].T ⋅ dZ[2]) * g[1]'(Z[1]) is (4, 400) = (n1, m): entry by entry; (W[2].T ⋅ dZ[2]) @ g[1]'(Z[1]).T is (4, 4) = (n1, n1): a sum over the m = 400 examples; (W[2].T ⋅ dZ[2]).T @ g[1]'(Z[1]) is (400, 400) = (m, m): a sum over the n1 = 4 units of layer 1"
    ),
    Mistake(
      "Z1 + b1.T", column: 4, width: 1,
      "Z1 (4, 400) = (n1, m) and b1.T (1, 4) = (1, n1) do not fit for +: the left has m = 400 columns and the right has n1 = 4; they must be equal, or one of them must be 1",
      hint: "Z1 + b1 fits, (4, 400)"),
    Mistake(
      "W1 @ X + [1, 2, 3, 4]", column: 8, width: 1,
      "W1 @ X (4, 400) = (n1, m) and [1, 2, 3, 4] (1, 4) do not fit for +: the left has m = 400 columns and the right has 4; they must be equal, or one of them must be 1",
      hint: "(W1 @ X) + [1, 2, 3, 4].T fits, (4, 400); there are m = 400 examples, one in each column, but [1, 2, 3, 4] has 4"),
    Mistake(
      "A2 - Y[:, 1:399]", column: 4, width: 1,
      "A2 (1, 400) = (n2, m) and Y[:, 1:399] (1, 399) = (n2, 399) do not fit for -: the left has m = 400 columns and the right has 399; they must be equal, or one of them must be 1",
      hint: "there are m = 400 examples, one in each column, but Y[:, 1:399] has 399"),
    Mistake(
      "A2 - [1, 0, 1]", column: 4, width: 1,
      "A2 (1, 400) = (n2, m) and [1, 0, 1] (1, 3) do not fit for -: the left has m = 400 columns and the right has 3; they must be equal, or one of them must be 1",
      hint: "there are m = 400 examples, one in each column, but [1, 0, 1] has 3"),
    Mistake(
      "Y = Y.T; forward; backward", column: 19, width: 8, "Y is (400, 1), but the network's output is (1, 400) = (n of the output layer, m)",
      hint: "transpose it: Y = Y.T"),
    Mistake(
      "X = X.T; forward", column: 10, width: 7, "X is (400, 2), so it has 400 features, but the network 2-4-1 takes n0 = 2",
      hint: "transpose it: X = X.T"),
    Mistake(
      "db1 = 1/m * np.sum(dZ1, axis=1)", column: 7, width: 25, "db1 does not hold: it is (4, 1), but the right side is (1, 4)",
      hint: "db1 = 1/m * sum(dZ1, axis=1, keepdims=True)  # right; your mistake: keepdims left out of db, in layer 1"),
    Mistake(
      "b1 = b1 - α * np.sum(dZ1, axis=1)", column: 1, width: 2, "b1 must be (4, 1) = (n1, 1), but the value is a (4, 4) matrix",
      hint:
        "np.sum(dZ1, axis=1, keepdims=True) keeps a column, (4, 1), a number for each row; b1 (4, 1) and α * np.sum(dZ1, axis=1) (1, 4) were stretched to (4, 4)"
    ),
    Mistake(
      "db1 = 1/m * np.sum(dZ1, axis=0, keepdims=True)", column: 7, width: 40, "db1 does not hold: it is (4, 1), but the right side is (1, 400)",
      hint: "db1 = 1/m * sum(dZ1, axis=1, keepdims=True)  # right; your mistake: db summed over the wrong axis, in layer 1"),
    Mistake(
      "dW1 = 1/m * dZ1 @ X", column: 17, width: 1,
      "1/m * dZ1 (4, 400) = (n1, m) and X (2, 400) = (n0, m) do not fit for @: the left has m = 400 columns and the right has n0 = 2 rows; these must be equal",
      hint: "(1/m * dZ1) @ X.T is (4, 2) = (n1, n0), the shape of W1 and dW1, a sum over the m = 400 examples"),
    Mistake(
      "dW2 = 1/m * A1 @ dZ2.T", column: 7, width: 16, "dW2 does not hold: it is (1, 4), but the right side is (4, 1)",
      hint: "dW2 = 1/m * dZ2 @ A1.T  # right; your mistake: the product of dW in the wrong order, in layer 2"),
    Mistake(
      "W1 = W1 - α * dW1.T", column: 9, width: 1,
      "W1 (4, 2) = (n1, n0) and α * dW1.T (2, 4) = (n0, n1) do not fit for -: the left has n1 = 4 rows and the right has n0 = 2; they must be equal, or one of them must be 1",
      hint: "W1 - (α * dW1) fits, (4, 2)"),
    Mistake(
      "W1 = dW1.T", column: 1, width: 2, "W1 must be (4, 2) = (n1, n0), but the value is a (2, 4) matrix",
      hint: "its transpose fits: write .T, or give the sizes in the order (n1, n0)"),
    Mistake(
      "W1 = np.random.randn(n_x, n_h) * 0.01", column: 1, width: 2, "W1 must be (4, 2) = (n1, n0), but the value is a (2, 4) matrix",
      hint: "its transpose fits: write .T, or give the sizes in the order (n1, n0)"),
    Mistake(
      "b1 = np.zeros(4)", column: 1, width: 2, "b1 must be (4, 1) = (n1, 1), but the value is a (1, 4) matrix",
      hint: "its transpose fits: write .T, or give the sizes in the order (n1, 1)"),
    Mistake(
      "W1 @ x(3).T", column: 4, width: 1,
      "W1 (4, 2) = (n1, n0) and x(3).T (1, 2) = (1, n0) do not fit for @: the left has n0 = 2 columns and the right has 1 rows; these must be equal",
      hint: "W1 @ x(3) is (4, 1) = (n1, 1), the shape of b1 and db1, a sum over the n0 = 2 input features"),
    Mistake(
      "w[1]2 @ X", column: 7, width: 1,
      "w[1]2 (2, 1) = (n0, 1) and X (2, 400) = (n0, m) do not fit for @: the left has 1 columns and the right has n0 = 2 rows; these must be equal",
      hint: "w[1]2.T @ X is (1, 400) = (1, m): a sum over the n0 = 2 input features"),
    Mistake(
      "np.dot(A1, dZ2)", column: 1, width: 6,
      "A1 (4, 400) = (n1, m) and dZ2 (1, 400) = (n2, m) do not fit for dot: the left has m = 400 columns and the right has n2 = 1 rows; these must be equal",
      hint: "dZ2 @ A1.T is (1, 4) = (n2, n1), the shape of W2 and dW2, a sum over the m = 400 examples"),
    Mistake(
      "np.multiply(W2, A1)", column: 1, width: 11,
      "W2 (1, 4) = (n2, n1) and A1 (4, 400) = (n1, m) do not fit for multiply: the left has n1 = 4 columns and the right has m = 400; they must be equal, or one of them must be 1",
      hint: "W2 @ A1 is (1, 400) = (n2, m), the shape of Z2, A2 and their gradients, a sum over the n1 = 4 units of layer 1; multiply(W2, A1.T) fits, (400, 4)"),
    Mistake(
      "A1 - np.mean(A1, axis=1)", column: 4, width: 1,
      "A1 (4, 400) = (n1, m) and np.mean(A1, axis=1) (1, 4) = (1, n1) do not fit for -: the left has m = 400 columns and the right has n1 = 4; they must be equal, or one of them must be 1",
      hint: "np.mean(A1, axis=1, keepdims=True) keeps a column, (4, 1), a number for each row; A1 - np.mean(A1, axis=1).T fits, (4, 400)"),
    Mistake(
      "np.dot(W1.T, X)", column: 1, width: 6,
      "W1.T (2, 4) = (n0, n1) and X (2, 400) = (n0, m) do not fit for dot: the left has n1 = 4 columns and the right has n0 = 2 rows; these must be equal",
      hint: "W1 @ X is (4, 400) = (n1, m), the shape of Z1, A1 and their gradients, a sum over the n0 = 2 input features"),
    Mistake(
      "[X; Y.T]", column: 5, width: 3, "this part of the matrix has 1 columns, but the one before it has 400",
      hint: "the transpose fits: write .T"),
    Mistake(
      "W1 @ 0.5", column: 4, width: 1, "@ takes two matrices, but the right side is a scalar",
      hint: "write * to scale a matrix by a number"),
    Mistake(
      "A1 == Y.T", column: 4, width: 2,
      "A1 (4, 400) = (n1, m) and Y.T (400, 1) = (m, n2) do not fit for ==: the left has n1 = 4 rows and the right has m = 400; they must be equal, or one of them must be 1",
      hint: "A1 == Y fits, (4, 400)"),
    Mistake(
      "X[1, :] = [1, 2, 3]", column: 1, width: 7, "a (1, 3) value does not fit the (1, 400) part",
      hint: "the part takes (1, 400), one number for all entries, or one row or column"),
    Mistake(
      "concatenate((X, Y), axis=1)", column: 1, width: 27, "the shapes (2, 400), (1, 400) do not fit in concatenate: with axis=1 the rows must be equal",
      hint: "axis=0 fits: it puts one below the other"),
    Mistake(
      "where(Y > 0, X, W1)", column: 1, width: 5,
      "X (2, 400) = (n0, m) and W1 (4, 2) = (n1, n0) do not fit for where: the left has n0 = 2 rows and the right has n1 = 4; they must be equal, or one of them must be 1",
      hint: ""),
    Mistake(
      "L(A2, Y.T)", column: 1, width: 10, "L takes two matrices of one shape, but A2 is (1, 400) and Y.T is (400, 1)",
      hint: "L(A2, Y) fits"),
    Mistake(
      "predict X.T", column: 9, width: 3, "the input is (400, 2), so it has 400 features, but the network 2-4-1 takes n0 = 2",
      hint: "X fits"),
    Mistake(
      "maximum(Z1, b1.T)", column: 1, width: 7,
      "Z1 (4, 400) = (n1, m) and b1.T (1, 4) = (1, n1) do not fit for maximum: the left has m = 400 columns and the right has n1 = 4; they must be equal, or one of them must be 1",
      hint: "maximum(Z1, b1) fits, (4, 400)"),
    Mistake(
      "W[1]A[1]", column: 5, width: 1,
      "W[1] (4, 2) = (n1, n0) and A[1] (4, 400) = (n1, m) do not fit for @: the left has n0 = 2 columns and the right has n1 = 4 rows; these must be equal",
      hint: "W[1].T @ A[1] is (2, 400) = (n0, m), the shape of X, a sum over the n1 = 4 units of layer 1"),
    Mistake(
      "W[1]x + b[1].T", column: 7, width: 1,
      "W[1]x (4, 400) = (n1, m) and b[1].T (1, 4) = (1, n1) do not fit for +: the left has m = 400 columns and the right has n1 = 4; they must be equal, or one of them must be 1",
      hint: "W[1]x + b[1] fits, (4, 400)"),
    Mistake(
      "dZ[1] = (W[2] ⋅ dZ[2]) * g[1]'(Z[1])", column: 15, width: 1,
      "W[2] (1, 4) = (n2, n1) and dZ[2] (1, 400) = (n2, m) do not fit for ⋅: the left has n1 = 4 columns and the right has n2 = 1 rows; these must be equal",
      hint: "W[2].T @ dZ[2] is (4, 400) = (n1, m), the shape of Z1, A1 and their gradients, a sum over the n2 = 1 units of layer 2"),
    Mistake(
      "dZ[1] = W[2].T ⋅ dZ[2] ⋅ g[1]'(Z[1])", column: 24, width: 1,
      "W[2].T ⋅ dZ[2] (4, 400) = (n1, m) and g[1]'(Z[1]) (4, 400) = (n1, m) do not fit for ⋅: the left has m = 400 columns and the right has n1 = 4 rows; these must be equal",
      hint:
        "(W[2].T ⋅ dZ[2]) * g[1]'(Z[1]) is (4, 400) = (n1, m): entry by entry; (W[2].T ⋅ dZ[2]) @ g[1]'(Z[1]).T is (4, 4) = (n1, n1): a sum over the m = 400 examples; (W[2].T ⋅ dZ[2]).T @ g[1]'(Z[1]) is (400, 400) = (m, m): a sum over the n1 = 4 units of layer 1"
    ),
    Mistake(
      "J = -1/m * np.sum(Y ⋅ log(A2))", column: 21, width: 1,
      "Y (1, 400) = (n2, m) and log(A2) (1, 400) = (n2, m) do not fit for ⋅: the left has m = 400 columns and the right has n2 = 1 rows; these must be equal",
      hint:
        "Y * log(A2) is (1, 400) = (n2, m): entry by entry; Y @ log(A2).T is (1, 1) = (n2, n2): a sum over the m = 400 examples; Y.T @ log(A2) is (400, 400) = (m, m): a sum over the n2 = 1 units of layer 2"
    ),
    Mistake(
      "sum(A1, axis=1) @ X", column: 17, width: 1,
      "sum(A1, axis=1) (1, 4) = (1, n1) and X (2, 400) = (n0, m) do not fit for @: the left has n1 = 4 columns and the right has n0 = 2 rows; these must be equal",
      hint: ""),
    Mistake(
      "dZ2 = A2 - Y.T", column: 7, width: 8, "dZ2 does not hold: it is (1, 400), but the right side is (400, 400)",
      hint: "A2 (1, 400) and Y.T (400, 1) were stretched to (400, 400)"),
  ]

  @Test(arguments: mistakes) func namesTheRepair(_ mistake: Mistake) {
    let lines = run(Self.start + mistake.statement).errors.split(separator: "\n").map(String.init)
    #expect(lines.first == "test.nns:2:\(mistake.column): error: \(mistake.message)")
    #expect(lines.contains("  " + String(repeating: " ", count: mistake.column - 1) + "^" + String(repeating: "~", count: mistake.width - 1)))
    #expect(lines.first { $0.hasPrefix("  hint: ") } == (mistake.hint.isEmpty ? nil : "  hint: " + mistake.hint))
  }

  @Test func thereAreThirty() {
    #expect(Self.mistakes.count >= 30 && Set(Self.mistakes.map(\.statement)).count == Self.mistakes.count)
    #expect(Self.mistakes.filter(\.hint.isEmpty).count <= 2)
  }

  /// Statements that fit only because an operand is stretched, each with its warning.
  static let warned: [(String, String)] = [
    ("A2 - Y.T", "A2 (1, 400) and Y.T (400, 1) were stretched to (400, 400)"), ("A1 - Y", "Y (1, 400) was stretched to (4, 400)"),
    ("(A2 > 0.5) == Y.T", "(A2 > 0.5) (1, 400) and Y.T (400, 1) were stretched to (400, 400)"), ("Z1 + J", "J (a scalar) was stretched to (4, 400)"),
    ("Z1 - L(A2, Y)", "L(A2, Y) (1, 400) was stretched to (4, 400)"), ("maximum(A2, Y.T)", "A2 (1, 400) and Y.T (400, 1) were stretched to (400, 400)"),
    ("where(A2 > Y.T, 1, 0)", "A2 (1, 400) and Y.T (400, 1) were stretched to (400, 400)"),
    ("b1 - sum(W1, axis=1)", "b1 (4, 1) and sum(W1, axis=1) (1, 4) were stretched to (4, 4)"),
    ("y * A1", "y (1, 400) was stretched to (4, 400)"), ("[1; 2] + [1, 2]", "[1; 2] (2, 1) and [1, 2] (1, 2) were stretched to (2, 2)"),
    ("max(A2, Y.T)", "A2 (1, 400) and Y.T (400, 1) were stretched to (400, 400)"), ("Y.T * A2", "Y.T (400, 1) and A2 (1, 400) were stretched to (400, 400)"),
  ]

  @Test(arguments: warned) func isSaid(_ item: (String, String)) {
    let transcript = run(Self.start + "repeat 3 { q = \(item.0) }")
    #expect(transcript.status == 0 && transcript.errors.components(separatedBy: "warning: ").dropFirst() == ["\(item.1)\n"], "\(transcript.errors)")
  }

  static let silent = [
    "Z1 + b1", "A2 - Y", "Y * 2", "1 - Y", "J + 1", "J * J", "W1 * W1", "Z1 - mean(Z1, axis=1, keepdims=True)", "(A2 > 0.5) == Y", "maximum(0, Z1)", "[5] * Z1",
    "where(Y > 0, 1, 0)", "Y @ Y.T",
  ]

  @Test(arguments: silent) func isSilent(_ expression: String) {
    #expect(run(Self.start + "q = " + expression).errors.isEmpty)
  }

  /// Statements whose operands are finite but whose result is not, each with its warning.
  static let notFinite: [(String, String)] = [
    ("1/0", "1/0 is inf"), ("0/0", "0/0 is nan"), ("log([0, 1])", "log([0, 1]): 1 of 2 entries is not finite; [1,1] is -inf"),
    ("exp(1000)", "exp(1000) is inf"),
    ("[1, -1] / [0, 0]", "[1, -1] / [0, 0]: 2 of 2 entries are not finite; [1,1] is inf"), ("(-8) ** (1/3)", "(-8) ** (1/3) is nan"),
    ("1e200 * [1e200]", "1e200 * [1e200]: 1 of 1 entries is not finite; [1,1] is inf"), ("sqrt(-1)", "sqrt(-1) is nan"),
    ("[1e200, 1] @ [1e200; 1]", "[1e200, 1] @ [1e200; 1]: 1 of 1 entries is not finite; [1,1] is inf"),
  ]

  @Test(arguments: notFinite) func isWarnedAbout(_ item: (String, String)) {
    #expect(run(item.0).errors == "test.nns:1:1: warning: \(item.1)\n")
    #expect(run("q = inf; r = q + 1; [nan] * 2; -inf").errors.isEmpty)
  }
}
