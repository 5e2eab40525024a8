import Foundation
import Testing

@testable import Interp

/// `shape E`: the tree, the rule at each operator, other sizes, and sizes that hide a mistake.
@Suite struct ShapeTreeTests {
  private func lines(_ text: String) -> [String] { run(text).lines.map { LineMatcherTests.plain($0) } }

  @Test func trees() {
    #expect(
      lines("init; shape W1 @ X + b1") == [
        "W1 @ X + b1: (4, 400) = (n1, m)", "│  (n1, m) + (n1, 1) -> (n1, m): b1 is stretched along axis 1 over the m = 400 columns",
        "├─ W1 @ X: (4, 400) = (n1, m)",
        "│  │  (n1, n0) @ (n0, m) -> (n1, m): n0 = 2 is summed over, so it is not in the result", "│  ├─ W1: (4, 2) = (n1, n0)", "│  └─ X: (2, 400) = (n0, m)",
        "└─ b1: (4, 1) = (n1, 1)",
      ])
    // A single quantity shows its equation.
    #expect(
      lines("data moons m=9; init 2 4 3; shape dW2") == [
        "dW2: (3, 4) = (n2, n1)", "│  dW2 = 1/m * dZ2 @ A1.T", "└─ 1/m * dZ2 @ A1.T: (3, 4) = (n2, n1)",
        "   │  (n2, m) @ (m, n1) -> (n2, n1): m = 9 is summed over, so it is not in the result",
        "   ├─ 1/m * dZ2: (3, 9) = (n2, m)", "   │  │  a scalar meets every entry of (n2, m)", "   │  ├─ 1/m: scalar", "   │  └─ dZ2: (3, 9) = (n2, m)",
        "   └─ A1.T: (9, 4) = (m, n1)", "      │  rows become columns", "      └─ A1: (4, 9) = (n1, m)",
      ])
  }

  /// Before there is a network, the sizes are names such as n1.
  @Test func names() {
    #expect(
      lines("shape W1 @ X")[...1] == ["W1 @ X: (n1, 400) = (n1, m)", "│  (n1, n0) @ (n0, m) -> (n1, m): n0 = 2 is summed over, so it is not in the result"])
    #expect(lines("shape dZ2 @ A1.T")[1] == "│  (n2, m) @ (m, n1) -> (n2, n1): m = 400 is summed over, so it is not in the result")
    #expect(lines("shape W2 @ A1 n1=7 n2=3")[0] == "W2 @ A1: (3, 400) = (n2, m)")
    #expect(run("shape W2 @ X").errors.contains("W2 (1, n1) = (n2, n1) and X (2, 400) = (n0, m) do not fit for @"))
  }

  /// An expression, its shape, and the line of its rule.
  static let rules: [(String, String, String)] = [
    ("sum(dZ1, axis=1, keepdims=True)", "(4, 1) = (n1, 1)", "(n1, m) -> (n1, 1): axis 1 goes along the m = 400 columns; keepdims leaves a 1 in their place"),
    ("sum(dZ1, axis=1)", "(1, 4) = (1, n1)", "(n1, m) -> (1, n1): axis 1 goes along the m = 400 columns; without keepdims what is left is a row"),
    ("mean(A1, axis=0)", "(1, 400) = (1, m)", "(n1, m) -> (1, m): axis 0 goes down the n1 = 4 rows; without keepdims what is left is a row"),
    ("sum(A1)", "scalar", "(n1, m): over all entries"), ("A1.sum(axis=1)", "(1, 4) = (1, n1)", "(n1, m) -> (1, n1): axis 1 ..."),
    ("norm(W1, 2)", "scalar", "(n1, n0): over all entries"), ("norm(W1, axis=1)", "(1, 4) = (1, n1)", "(n1, n0) -> (1, n1): axis 1 ..."),
    ("W1.T", "(2, 4) = (n0, n1)", "rows become columns"), ("x(3)", "(2, 1) = (n0, 1)", "one column of (n0, m)"),
    ("a[1]2", "(1, 400) = (1, m)", "unit 2's row of (n1, m)"),
    ("w[1]2", "(2, 1) = (n0, 1)", "unit 2's row of (n1, n0), as a column"), ("X[:, 1:5]", "(2, 5) = (n0, 5)", "a part of (n0, m)"),
    ("X[2,3]", "scalar", "one entry of (n0, m)"),
    ("g1'(Z1)", "(4, 400) = (n1, m)", "tanh', entry by entry"), ("tanh(X)", "(2, 400) = (n0, m)", "tanh, entry by entry"),
    ("softmax(Z1)", "(4, 400) = (n1, m)", "softmax over each column"),
    ("A2 > 0.5", "(1, 400) = (n2, m)", "truth values: a scalar meets every entry of (n2, m)"), ("exp(-Z1)", "(4, 400) = (n1, m)", "entry by entry"),
    ("A2 - Y", "(1, 400) = (n2, m)", "(n2, m) - (n2, m) -> (n2, m): entry by entry"), ("zeros((n1, 1))", "(4, 1) = (n1, 1)", "of the sizes given"),
    ("randn(n_h, n_x)", "(4, 2) = (n1, n0)", "of the sizes given"), ("reshape(W1, 1, 8)", "(1, 8)", "of the sizes given"),
    ("L(A2, Y)", "(1, 400) = (1, m)", "the loss of each example, a row"),
    ("concatenate((X, Y), axis=0)", "(3, 400) = (3, m)", "one below the other"), ("cumsum(W1)", "(1, 8)", "all entries in row order, a row"),
    ("clip(Z1, 0, 1)", "(4, 400) = (n1, m)", "a scalar meets every entry of (n1, m)"),
    ("maximum(Z1, b1)", "(4, 400) = (n1, m)", "(n1, m), (n1, 1) -> (n1, m): b1 is stretched along axis 1 over the m = 400 columns"),
    ("W[1]x + b[1]", "(4, 400) = (n1, m)", "(n1, m) + (n1, 1) -> (n1, m): b[1] is stretched along axis 1 over the m = 400 columns"),
    ("np.dot(W1, X)", "(4, 400) = (n1, m)", "(n1, n0) @ (n0, m) -> (n1, m): n0 = 2 is summed over, so it is not in the result"), ("2 * 3", "scalar", ""),
    ("J", "scalar", ""),
    ("W1", "(4, 2) = (n1, n0)", ""),
  ]

  @Test(arguments: rules) func rule(_ item: (String, String, String)) {
    let printed = lines("init; shape " + item.0)
    #expect(printed.first == "\(item.0): \(item.1)", "\(printed)")
    if !item.2.isEmpty { #expect(printed.count > 1 && matches(String(printed[1].dropFirst(3)), item.2), "\(printed)") }
  }

  /// An expression that gives an error has no shape either.
  static let refused: [(String, String)] = [
    ("X[0,1]", "counting starts at 1"), ("X[500,1]", "rows are numbered from 1 to 2"), ("X[:,0:3]", "counting starts at 1"), ("X[9]", "there is no row 9"),
    ("X[:,401]", "columns are numbered from 1 to 400"), ("reshape(X, 3, 5)", "cannot become (3, 5)"), ("eye(-3)[1:2,:]", "a size of eye is -3"),
    ("sum(X, axs=1)", "has no parameter 'axs'"), ("sum(X, 0, axis=1)", "axis"), ("cumsum(X, axis=7)", "axis is 7"), ("exp(X, X)", "takes at most 1 argument"),
    ("[1, 2; 3]", "has 1 columns"), ("L(A2, Y.T)", "L takes two matrices of one shape"), ("W[0]", "there is no W[0]"), ("W1 n9=3", "there is no n9"),
    ("dZ1 - sum(dZ1, axis=1)", "keepdims=True) keeps a column"), ("np.dot(X, X)", "do not fit for dot"), ("forward", "is a command and has no value"),
  ]

  @Test(arguments: refused) func refuses(_ item: (String, String)) {
    let transcript = run("init; shape " + item.0)
    #expect(transcript.status == 1 && transcript.errors.contains(item.1), "\(item.0): \(transcript.errors)")
  }

  /// Sizes such as `m=10` also replace the names inside the expression. A name of a transpose such as `dw` has its own shape.
  @Test func supposedSizesAndTransposes() {
    #expect(lines("shape X[:,1:m] m=10")[0] == "X[:,1:m]: (2, 10) = (n0, 10)")
    #expect(lines("shape X[:,2:] m=1000000000")[0] == "X[:,2:]: (2, 999999999) = (n0, 999999999)")
    #expect(lines("init; shape zeros(n1 - 1, m + 1) n1=9")[0] == "zeros(n1 - 1, m + 1): (8, 401)")
    #expect(lines("init 2 1; shape dw")[...1] == ["dw: (2, 1) = (n0, n1)", "│  dw = (1/m * dZ1 @ X.T).T"])
    #expect(!run("shape A2 - Y").output.contains("fits only") && !run("shape dZ2").output.contains("fits only"))
    for (text, shape) in [
      ("linspace(0, 1, num=5)", "(1, 5)"), ("eye(N=3)", "(3, 3)"), ("reshape(X, shape=(400, 2))", "(400, 2)"), ("reshape(X, -1, 1)", "(800, 1)"),
      ("permutation([5, 1, 2])", "(1, 3)"), ("concatenate(X, Y)", "(3, 400) = (3, m)"), ("concatenate((X, X), 1)", "(2, 800) = (n0, 800)"),
      ("sum(X, axis=(0, 1))", "scalar"), ("[X; Y]", "(3, 400) = (3, m)"), ("squeeze([7])", "scalar"), ("arange(5, step=2)", "(1, 3)"),
    ] {
      #expect(lines("shape " + text)[0] == "\(text): \(shape)", "\(text)")
      let computed = run("v = \(text); v.shape").lines.last
      #expect(shape.hasPrefix(computed ?? "none") || shape == "scalar" && computed == "()", "\(text): \(computed ?? "")")
    }
  }

  /// `shape` computes nothing: it needs no pass, draws nothing, and gives the shape of a matrix that is too large for memory.
  @Test func computesNothing() {
    let session = TestSession()
    session.run("init seed=2; a = randn(); seed 4")
    #expect(session.run("shape Z1 @ randn(400, 3)").lines.first == "Z1 @ randn(400, 3): (4, 3) = (n1, 3)")
    #expect(session.run("b = randn(); seed 4; b == randn()").lines == ["True"])
    #expect(session.run("shape zeros(1000000, 1000000) @ zeros(1000000, 3)").lines.first?.hasSuffix(": (1000000, 3)") == true)
  }

  /// Expressions that fit only by equal sizes. The report says which sizes, and proposes a command with other sizes.
  static let hidden: [(String, String, String)] = [
    ("data xor m=4; init 2 4 1; shape Z1 @ W1", "n1 = m = 4", "shape Z1 @ W1 m=3"), ("init; shape A2 - Y.T", "n2 = 1", "shape A2 - Y.T n2=3"),
    ("init 2 2 1; shape W1.T @ X", "n0 = n1 = 2", "shape W1.T @ X n1=3"),
    ("data xor m=4; init 2 4 1; forward; shape Z1 + b1.T", "n1 = m = 4", "shape Z1 + b1.T m=3"),
    ("init 1 1 1; shape W2 @ W1.T", "n0 = 1, n1 = 1, n2 = 1", "shape W2 @ W1.T n0=3 n1=5 n2=7"),
    ("shape W1 @ dZ1 n0=3 n1=3 m=5", "n0 = n1 = 3", "shape W1 @ dZ1 n1=7"),
  ]

  @Test(arguments: hidden) func hidesAMistake(_ item: (String, String, String)) {
    let printed = lines(item.0)
    #expect(printed.joined(separator: " ").contains("coincidence: it fits only because \(item.1); with other sizes it does not:"), "\(printed)")
    #expect(printed.contains("  " + item.2), "\(printed)")
    // The proposed command shows the mistake.
    let setUp = item.0.components(separatedBy: "shape")[0]
    #expect(run(setUp + item.2).errors.contains("do not fit"), "\(item.2)")
  }

  @Test func couldHide() {
    #expect(
      lines("init; shape dW2").suffix(2).joined(separator: " ")
        == "coincidence: n2 = 1, so a wrong formula can also have this shape; shape dW2 n2=3 shows it")
    #expect(lines("init; shape dW2 m=1").suffix(2).joined(separator: " ").contains("coincidence: n2 = 1, m = 1, so "))
    #expect(!run("init; shape W1 @ X").output.contains("coincidence") && !run("data moons m=9; init 2 4 3; shape").output.contains("coincidence"))
    #expect(run("init; shape").output.contains("coincidence: n2 = 1") && run("init 2 4 3; shape n0=4").output.contains("coincidence: n0 = n1 = 4"))
  }

  @Test func json() throws {
    let object = try #require(run("init; shape W2 @ A1 n1=5", json: true).objects.last)
    #expect(object["name"] as? String == "W2 @ A1" && object["shape"] as? [Int] == [1, 400] && object["names"] as? String == "(n2, m)")
    let parts = try #require(object["parts"] as? [[String: Any]])
    #expect(parts.map { $0["name"] as? String } == ["W2", "A1"] && parts[0]["shape"] as? [Int] == [1, 5] && object["proposed"] as? [String: Int] == ["n2": 3])
    #expect(run("shape W1", json: true).objects.last?["shape"] as? [AnyHashable] == [NSNull(), 2])
  }
}

extension LineMatcherTests {
  /// The line without the strokes through sizes that fall away.
  static func plain(_ line: String) -> String {
    var scalars = line.unicodeScalars
    scalars.removeAll { $0 == Strike.stroke }
    return String(scalars)
  }
}
