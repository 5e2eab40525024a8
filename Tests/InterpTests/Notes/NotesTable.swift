/// Every formula of the notes, heading by heading, in their order. The second half is in `NotesTable+Training.swift`.
enum NotesTable {
  static let sections: [(heading: String, entries: [NotesEntry])] = forward + training

  static let entries: [NotesEntry] = sections.flatMap { section in
    section.entries.map { (entry) -> NotesEntry in
      var entry = entry
      entry.heading = section.heading
      return entry
    }
  }

  private typealias Net = NotesNetwork

  private static let functionAlone = "a function without its argument; it is typed where it is applied"
  private static let family = "stands for the quantities of all layers; each is typed with its layer"
  private static let letter = "a letter that numbers; it is typed inside the bracket"

  private static let forward: [(heading: String, entries: [NotesEntry])] = [
    (
      "1️⃣ The Core Idea: Stacking Logistic Units",
      [
        .holds("z = wᵀx + b", Net.unit), .holds("a = g(z)", Net.unit), .gives("x", Net.one, "array_equal(ans, X)"),
        .gives("ŷ", Net.one, "array_equal(ans, A2)"),
      ]
    ),
    (
      "2️⃣ Forward Propagation: The Calculation Flow",
      [
        .isTrue("a[0]", Net.one, typed: "array_equal(x, a[0])"), .holds("z[1] = W[1]x + b[1]", Net.one), .holds("a[1] = g[1](z[1])", Net.one),
        .leftOut("g[1]", functionAlone, Net.one, instead: "a[1] = g[1](z[1])"), .holds("z[2] = W[2]a[1] + b[2]", Net.one),
        .holds("a[2] = g[2](z[2])", Net.one), .leftOut("g[2]", functionAlone, Net.one, instead: "a[2] = g[2](z[2])"),
        .isTrue("a[2]", Net.one, typed: "array_equal(a[2], ŷ)"), .gives("L(a[2], y)", Net.one, "ans == -(Y * log(A2) + (1 - Y) * log(1 - A2)) tol=1e-14"),
        .leftOut("[l]", "notation: the bracket of a layer"), .leftOut("l", letter), .gives("W[1]", Net.one, "ans.shape == (4, 2)"),
        .gives("b[1]", Net.one, "ans.shape == (4, 1)"), .gives("a[1]", Net.one, "ans.shape == (4, 1)"),
        .leftOut("(i)", "notation: the round superscript of an example"), .gives("x(i)", "i = 3\n", "array_equal(ans, X[:,3])"),
      ]
    ),
    (
      "3️⃣ Backward Propagation: Calculating Gradients",
      [
        .gives("W[2]", Net.all, "ans.shape == (1, 4)"), .gives("b[2]", Net.all, "ans.shape == (1, 1)"), .gives("z[2]", Net.all, "ans.shape == (1, m)"),
        .gives("z[1]", Net.all, "ans.shape == (4, m)"),
      ]
    ),
    (
      "1️⃣ Layers of the Network",
      [.isTrue("a[0]", Net.one, typed: "array_equal(a[0], x)"), .gives("x", Net.one, "ans.shape == (2, 1)"), .gives("y", Net.one, "array_equal(ans, Y)")]
    ),
    (
      "2️⃣ Activations (a)",
      [
        .leftOut("a[l]j", "the unit's number is digits; a letter after the bracket is a factor", Net.one, instead: "l = 2; assert a[l]1 == a[2]"),
        .leftOut("j", letter), .isTrue("a[0]", Net.one, typed: "array_equal(a[0], x)"), .gives("x", Net.one, "ans.shape == (n[0], 1)"),
        .isTrue("a[1]", Net.one, typed: "a[1].shape == (4, 1)"), .isTrue("a[1]1", Net.one, typed: "a[1]1 == A1[1,1]"),
        .isTrue("a[1]2", Net.one, typed: "a[1]2 == A1[2,1]"), .isTrue("a[1]3", Net.one, typed: "a[1]3 == A1[3,1]"),
        .isTrue("a[1]4", Net.one, typed: "a[1]4 == A1[4,1]"), .isTrue("a[2]", Net.one, typed: "a[2].shape == (1, 1)"),
      ]
    ),
    (
      "3️⃣ Parameters (W and b)",
      [
        .isTrue("(n[1], n[0])", Net.one, typed: "W[1].shape == (n[1], n[0])"), .gives("n[1]", Net.one, "ans == 4"), .gives("n[0]", Net.one, "ans == 2"),
        .isTrue("nx", Net.one, typed: "nx == n[0]"), .isTrue("(n[2], n[1])", Net.one, typed: "W[2].shape == (n[2], n[1])"),
        .gives("n[2]", Net.one, "ans == 1"), .isTrue("(n[1], 1)", Net.one, typed: "b[1].shape == (n[1], 1)"),
        .isTrue("(n[2], 1)", Net.one, typed: "b[2].shape == (n[2], 1)"), .isTrue("(1, 1)", Net.one, typed: "b[2].shape == (1, 1)"),
        .gives("l-1", "l = 2\n", "ans == 1"),
      ]
    ),
    (
      "1️⃣ Single Neuron Calculation (Logistic Regression Unit)",
      [.holds("z = wᵀx + b", Net.unit), .holds("a = g(z)", Net.unit), .leftOut("g", functionAlone, Net.unit, instead: "a = g(z)")]
    ),
    (
      "2️⃣ Hidden Layer Calculation (Layer 1)",
      [
        .gives("w", Net.unit, "array_equal(ans, W1.T)"), .gives("b", Net.unit, "array_equal(ans, b1)"), .holds("z[1]1 = w[1]1ᵀx + b[1]1", Net.one),
        .holds("a[1]1 = g[1](z[1]1)", Net.one), .holds("z[1]2 = w[1]2ᵀx + b[1]2", Net.one), .holds("a[1]2 = g[1](z[1]2)", Net.one),
        .leftOut(
          "w[1]jᵀ", "the unit's number is digits; a letter after the bracket is a factor", Net.one,
          instead: "assert array_equal(W[1], [w[1]1ᵀ; w[1]2ᵀ; w[1]3ᵀ; w[1]4ᵀ])"),
        .leftOut(
          "b[1]j", "the unit's number is digits; a letter after the bracket is a factor", Net.one,
          instead: "assert array_equal(b[1], [b[1]1; b[1]2; b[1]3; b[1]4])"),
        .gives("z", Net.unit, "array_equal(ans, Z1)"), .holds("z[1] = W[1]x + b[1]", Net.one), .holds("a[1] = g[1](z[1])", Net.one),
      ]
    ),
    ("3️⃣ Output Layer Calculation (Layer 2)", [.holds("z[2] = W[2]a[1] + b[2]", Net.one), .holds("a[2] = g[2](z[2])", Net.one)]),
    (
      "4️⃣ Final Output",
      [
        .isTrue("a[2]", Net.one, typed: "array_equal(a[2], ŷ)"), .holds("z[1] = W[1]x + b[1]", Net.one), .holds("a[1] = g[1](z[1])", Net.one),
        .holds("z[2] = W[2]a[1] + b[2]", Net.one), .holds("a[2] = g[2](z[2]) = ŷ", Net.one),
      ]
    ),
    (
      "1️⃣ The Problem: Avoiding Loops",
      [
        .gives("x⁽ⁱ⁾", "i = 3\n", "array_equal(ans, X[:,3])"),
        .leftOut(
          "for i in range(m):", "Python's loop; the error's hint gives the form of the language", Net.all,
          instead: "for i in 1:m { z_1__i = W1 @ x(i) + b1; a_1__i = g1(z_1__i); assert array_equal(a_1__i, a[1](i)) tol=1e-15 }"),
        .assigns(
          "z_1__i = W1 @ x_i + b1 # Compute z for example i", Net.all + "i = 3; x_i = x(i); z_1__i = zeros(4, 1)\n",
          "z_1__i.shape == (n1, 1) and z_1__i == z[1](3) tol=1e-15"),
        .assigns(
          "a_1__i = sigmoid(z_i)   # Compute a for example i", Net.all + "z_i = z[1](3); a_1__i = zeros(4, 1)\n",
          "a_1__i.shape == (n1, 1) and a_1__i == 1 / (1 + exp(-z_i)) tol=1e-15"),
        .leftOut("for", "a word of Python"),
      ]
    ),
    (
      "2️⃣ The Solution: Matrix Operations",
      [
        .leftOut("X = [ x⁽¹⁾  x⁽²⁾ ... x⁽ᵐ⁾ ]", "an ellipsis", "X = X[:, 1:3]; x0 = X\n", instead: "X = [ x⁽¹⁾, x⁽²⁾, x⁽³⁾ ]; assert array_equal(X, x0)"),
        .gives("X", Net.all, "array_equal(ans[:,m], x⁽ᵐ⁾)"), .isTrue("(nₓ, m)", Net.all, typed: "X.shape == (nₓ, m)"), .gives("nₓ", Net.all, "ans == 2"),
        .gives("m", Net.all, "ans == 400"), .isTrue("A[0]", Net.all, typed: "array_equal(X, A[0])"),
        .holds("z[1]⁽ⁱ⁾ = W[1]x⁽ⁱ⁾ + b[1]", Net.all + "i = 3\n"), .leftOut("i", letter), .holds("Z[1] = W[1]X + b[1]", Net.all),
        .gives("Z[1]", Net.all, "array_equal(ans, Z1)"), .isTrue("(n[1], m)", Net.all, typed: "Z[1].shape == (n[1], m)"),
        .isTrue("(n[1], 1)", Net.all, typed: "b[1].shape == (n[1], 1)"), .holds("A[1] = g[1](Z[1])", Net.all),
        .gives("A[1]", Net.all, "ans.shape == (n[1], m)"), .isTrue("a[1]⁽ⁱ⁾", Net.all + "i = 3\n", typed: "array_equal(a[1]⁽ⁱ⁾, A[1][:,i])"),
        .holds("Z[2] = W[2]A[1] + b[2]", Net.all), .gives("Z[2]", Net.all, "array_equal(ans, Z2)"),
        .isTrue("(n[2], m)", Net.all, typed: "Z[2].shape == (n[2], m) and A[2].shape == (n[2], m)"),
        .isTrue("(1, m)", Net.all, typed: "Z[2].shape == (1, m)"), .isTrue("(n[2], 1)", Net.all, typed: "b[2].shape == (n[2], 1)"),
        .holds("A[2] = g[2](Z[2])", Net.all), .isTrue("A[2]", Net.all, typed: "A[2].shape == (n[2], m)"),
        .isTrue("ŷ⁽ⁱ⁾", Net.all + "i = 3\n", typed: "array_equal(ŷ⁽ⁱ⁾, A[2][:,i])"),
      ]
    ),
    (
      "3️⃣ Summary of Vectorized Equations (Forward Pass):",
      [
        .holds("Z[1] = W[1]X + b[1]", Net.all), .holds("A[1] = g[1](Z[1])", Net.all), .holds("Z[2] = W[2]A[1] + b[2]", Net.all),
        .holds("A[2] = g[2](Z[2]) = Ŷ", Net.all), .leftOut("Z", family), .leftOut("A", family),
      ]
    ),
    // `Wx` is one name in the language. A product without a sign is possible only after ], ) and ᵀ.
    ("Activation Functions", [.holds("z = Wx + b", Net.unit + "Wx = W[1]x\n")]),
    ("🤔 **Why Non-Linear Activation Functions?**", [.holds("g(z) = z", Net.unit(of: "linear"))]),
    (
      "1. Sigmoid",
      [
        .holds("g(z) = 1 / (1 + e⁻ᶻ)", Net.unit(of: "sigmoid")), .gives("g'(z)", Net.unit(of: "sigmoid"), "ans.shape == (1, m) and ans > 0"),
        .holds("g'(z) = g(z) * (1 - g(z))", Net.unit(of: "sigmoid")), .holds("a = g(z)", Net.unit(of: "sigmoid")),
        .holds("g'(z) = a * (1 - a)", Net.unit(of: "sigmoid")), .gives("a", Net.unit(of: "sigmoid"), "array_equal(ans, A1) and ans > 0 and ans < 1"),
      ]
    ),
    (
      "2. Tanh (Hyperbolic Tangent)",
      [
        .holds("g(z) = (eᶻ - e⁻ᶻ) / (eᶻ + e⁻ᶻ)", Net.unit(of: "tanh")), .gives("g'(z)", Net.unit(of: "tanh"), "ans.shape == (1, m) and ans > 0"),
        .holds("g'(z) = 1 - (tanh(z))²", Net.unit(of: "tanh")), .holds("a = g(z)", Net.unit(of: "tanh")), .holds("g'(z) = 1 - a²", Net.unit(of: "tanh")),
      ]
    ),
    (
      "3. ReLU (Rectified Linear Unit)",
      [
        .holds("g(z) = max(0, z)", Net.unit(of: "relu")), .gives("g'(z)", Net.unit(of: "relu"), "(ans == 0) | (ans == 1)"),
        .holds("g'(z) = 0", Net.unit(of: "relu", z: "-2")), .isTrue("z < 0", Net.unit(of: "relu", z: "-2"), typed: "z < 0"),
        .holds("g'(z) = 1", Net.unit(of: "relu", z: "3")), .isTrue("z > 0", Net.unit(of: "relu", z: "3"), typed: "z > 0"),
        .holds("z=0", Net.unit(of: "relu", z: "0") + "g'(z) = 0\n"),
      ]
    ),
    (
      "4. Leaky ReLU",
      [
        .holds("g(z) = max(0.01*z, z)", Net.unit(of: "leaky_relu")), .gives("g'(z)", Net.unit(of: "leaky_relu"), "(ans == 0.01) | (ans == 1)"),
        .holds("g'(z) = 0.01", Net.unit(of: "leaky_relu", z: "-2")), .isTrue("z < 0", Net.unit(of: "leaky_relu", z: "-2"), typed: "z < 0"),
        .holds("g'(z) = 1", Net.unit(of: "leaky_relu", z: "3")), .isTrue("z > 0", Net.unit(of: "leaky_relu", z: "3"), typed: "z > 0"),
      ]
    ),
    ("🛠️ **Choosing an Activation Function**", [.holds("g(z)=z", Net.unit(of: "linear"))]),
  ]
}
