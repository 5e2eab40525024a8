/// The second half of the notes: questions, gradient descent, initialisation.
extension NotesTable {
  private typealias Net = NotesNetwork

  private static let sentence = "words in place of quantities"
  /// A new network whose weights are kept as `w1` and `w2`. Then W1 and W2 are 0, b1 and b2 are 1, and the generator is where `init` found it.
  private static let fresh =
    "init 2 4:tanh 1:sigmoid seed=7; w1 = W1; w2 = W2; W1 = zeros(4, 2); W2 = zeros(1, 4); b1 = ones(4, 1); b2 = [1]; seed 7\n"
  private static let kept = Net.all + "W_1 = W1; b_1 = b1; W_2 = W2; b_2 = b2\n"

  static let training: [(heading: String, entries: [NotesEntry])] = [
    (
      "1. Why Non-Linear Activation Functions are Essential",
      [
        .holds("g(z) = z", Net.unit(of: "linear")), .holds("a[1] = W[1]x + b[1]", Net.linear), .holds("a[2] = W[2]a[1] + b[2]", Net.linear),
        .holds("a[2] = W[2](W[1]x + b[1]) + b[2]", Net.linear), .gives("(W[2]W[1])x + (W[2]b[1] + b[2])", Net.linear, "ans == a[2] tol=1e-14"),
        .holds("(W[2]W[1])x + (W[2]b[1] + b[2])", Net.linear, typed: "a[2] = (W[2]W[1])x + (W[2]b[1] + b[2])"),
        .leftOut(
          "W'x + b'", "W' and b' are names of the notes for the combined layer; ' after a name is the derivative", Net.linear,
          instead: "V = W[2]W[1]; c = W[2]b[1] + b[2]; a[2] = V @ x + c"),
      ]
    ),
    ("2. Linear vs. Non-linear Relationships", [.leftOut("y = 2x", "a line, no quantity of a network; a number's product has its sign", instead: "2 * x")]),
    (
      "3. Sigmoid Drawback: Why Near-Zero Gradients are Bad (Slow Learning)",
      [
        .assigns(
          "w = w - learning_rate * gradient", Net.unit + "learning_rate = alpha; gradient = dw; before = w\n",
          "w.shape == (2, 1) and w == before - 0.1 * dw and w != before"),
        .gives("learning_rate * gradient", Net.unit + "learning_rate = alpha; gradient = dw\n", "array_equal(ans, 0.1 * dw)"),
      ]
    ),
    (
      "4. Tanh Advantage: How Centering Helps",
      [.gives("W[l]", Net.all + "l = 2\n", "array_equal(ans, W2)"), .gives("a[l-1]", Net.all + "l = 2\n", "array_equal(ans, A1)")]
    ),
    (
      "Tanh Advantage: Balanced Pushing and Pulling",
      [
        .leftOut(
          "New Weight = Old Weight - Learning Rate * Gradient", sentence, Net.all + "before = W2\n",
          instead: "W2 = before - alpha * dW2; assert W2 == before - alpha * dW2"),
        .leftOut("Gradient ≈ (Error Signal) * (Activation from Layer 1)", sentence, Net.one, instead: "dW[2] = dZ[2] ⋅ a[1].T"),
      ]
    ),
    (
      "📉 **Gradient Descent for Neural Networks**",
      [.leftOut("W", "stands for the weights of all layers"), .gives("J", Net.all, "ans == mean(L(A2, Y)) tol=1e-14")]
    ),
    (
      "1️⃣ The Core Idea: The \"Gradient Descent\" Loop",
      [
        .gives("Y", Net.all, "ans.shape == (1, m)"), .gives("dW[1]", Net.all, "ans.shape == W[1].shape"), .gives("db[1]", Net.all, "ans.shape == b[1].shape"),
        .gives("dW[2]", Net.all, "ans.shape == W[2].shape"), .gives("db[2]", Net.all, "ans.shape == b[2].shape"),
      ]
    ),
    (
      "2️⃣ Step 1: Forward Propagation (Vectorized)",
      [
        .holds("Z[1] = W[1]X + b[1]", Net.all), .holds("A[1] = g[1](Z[1])", Net.all), .holds("Z[2] = W[2]A[1] + b[2]", Net.all),
        .holds("A[2] = g[2](Z[2])", Net.all), .leftOut("tanh", "an activation's name", instead: "init 2 4:tanh 1"),
        .leftOut("ReLU", "an activation's name, spelled relu", instead: "init 2 4:relu 1"),
        .leftOut("sigmoid", "an activation's name", instead: "init 2 4 1:sigmoid"), .gives("Y_hat", Net.all, "array_equal(ans, A[2])"),
      ]
    ),
    (
      "**Output Layer (Layer 2) Gradients:**",
      [
        .holds("dZ[2] = A[2] - Y", Net.all), .holds("dW[2] = (1/m) * dZ[2] ⋅ A[1].T", Net.all), .leftOut(".T", "the transpose without its matrix"),
        .holds("db[2] = (1/m) * np.sum(dZ[2], axis=1, keepdims=True)", Net.all),
      ]
    ),
    (
      "**Hidden Layer (Layer 1) Gradients:**",
      [
        .holds("dZ[1] = (W[2].T ⋅ dZ[2]) * g[1]'(Z[1])", Net.all), .gives("dZ[2]", Net.all, "ans.shape == (1, m)"),
        .gives("W[2].T ⋅ dZ[2]", Net.all, "array_equal(ans, dA1)"),
        .leftOut("g[1]'", "a function without its argument", Net.all, instead: "g[1]'(Z[1]) = 1 - A[1]**2"),
        .holds("dW[1] = (1/m) * dZ[1] ⋅ X.T", Net.all), .holds("db[1] = (1/m) * np.sum(dZ[1], axis=1, keepdims=True)", Net.all),
      ]
    ),
    (
      "4️⃣ Step 3: The Update Step",
      [
        .gives("α", Net.all, "ans == 0.1"), .assigns("W[1] = W[1] - α * dW[1]", kept, "W[1].shape == (4, 2) and W[1] == W_1 - 0.1 * dW1 and W[1] != W_1"),
        .assigns("b[1] = b[1] - α * db[1]", kept, "b[1].shape == (4, 1) and b[1] == b_1 - 0.1 * db1 and b[1] != b_1"),
        .assigns("W[2] = W[2] - α * dW[2]", kept, "W[2].shape == (1, 4) and W[2] == W_2 - 0.1 * dW2 and W[2] != W_2"),
        .assigns("b[2] = b[2] - α * db[2]", kept, "b[2].shape == (1, 1) and b[2] == b_2 - 0.1 * db2 and b[2] != b_2"),
      ]
    ),
    (
      "1️⃣ The Problem: Initializing Weights to Zero",
      [
        .holds("a[1]1", Net.symmetric, typed: "a[1]2 = a[1]1"), .holds("a[1]2", Net.symmetric, typed: "a[1]1 = a[1]2"),
        .holds("dz[1]1", Net.symmetric, typed: "dz[1]2 = dz[1]1"), .holds("dz[1]2", Net.symmetric, typed: "dz[1]1 = dz[1]2"),
        .assigns("W[1] = W[1] - α * dW[1]", Net.symmetric + "before = W1\n", "W1[1,:] == W1[2,:] and W1 == before - 0.1 * dW1 and W1 != before"),
      ]
    ),
    (
      "2️⃣ The Solution: Random Initialization",
      [
        .leftOut("np.random.randn(...)", "an ellipsis", Net.all, instead: "assert np.random.randn(n[1], n[0]).shape == (4, 2)"),
        .assigns("W[1] = np.random.randn(n[1], n[0]) * 0.01", fresh, "array_equal(W[1], w1)"),
        .assigns("b[1] = np.zeros((n[1], 1))", fresh, "array_equal(b[1], zeros(4, 1))"),
      ]
    ),
    ("3️⃣ Why *Small* Random Values?", [.holds("z = Wx + b", Net.unit + "Wx = W[1]x\n")]),
    (
      "4️⃣ Implementation in Python",
      [
        .assigns("W1 = np.random.randn((n_h, n_x)) * 0.01  #", fresh, "array_equal(W1, w1)"),
        .assigns("b1 = np.zeros((n_h, 1)) #", fresh, "array_equal(b1, zeros(4, 1))"),
        .assigns("W2 = np.random.randn((n_y, n_h)) * 0.01 #", fresh + "W1 = randn(4, 2)\n", "array_equal(W2, w2)"),
        .assigns("b2 = np.zeros((n_y, 1)) #", fresh, "array_equal(b2, zeros(1, 1))"),
      ]
    ),
    (
      "5. Why we can Initialize 'b' to Zero:",
      [
        .holds("z = Wx + b", Net.unit + "Wx = W[1]x\n"), .holds("z = (0 * x) + b = b", Net.scalar + "w = 0; forward\n"),
        .holds("z=0", Net.scalar + "w = 0; b = 0; forward\n"), .holds("z = (W_random * x) + b", Net.scalar + "W_random = W1\n"),
        .gives("W_random * x", Net.scalar + "W_random = W1\n", "array_equal(ans, W1 @ X)"), .leftOut("dW", "stands for the gradients of all layers"),
      ]
    ),
  ]
}
