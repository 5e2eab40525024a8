import Testing

/// Equations of the notes as claims about the live network.
@Suite struct ClaimTests {
  private static let start = "init 2 3:tanh 1:sigmoid seed=3; forward; backward\n"

  static let holding = [
    "Z[1] = W[1]X + b[1]", "A[1] = g[1](Z[1])", "Z[2] = W[2]A[1] + b[2]", "A[2] = g[2](Z[2]) = ŷ", "dZ[2] = A[2] - Y", "dW[2] = (1/m) * dZ[2] ⋅ A[1].T",
    "db[2] = (1/m) * np.sum(dZ[2], axis=1, keepdims=True)", "dZ[1] = (W[2].T ⋅ dZ[2]) * g[1]'(Z[1])", "dW[1] = (1/m) * dZ[1] ⋅ X.T",
    "db[1] = 1/m * np.sum(dZ[1], axis=1, keepdims=True)",
    "z[1]2 = w[1]2ᵀX + b[1]2", "a[1]3 = g[1](z[1]3)", "Z1[:,3] = W1 @ X[:,3] + b1", "z[1](3) = W[1]x(3) + b[1]", "A[2] = g[2](W[2](g[1](W[1]X + b[1])) + b[2])",
    "J = 1/m * np.sum(L(A2, Y))",
    "J = -1/m * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))", "dA[2] = -Y / A[2] + (1 - Y) / (1 - A[2])", "dA1 = W2.T @ dZ2", "A1[2,3] = tanh(Z1[2,3])",
    "m = 400", "n1 = 3", "L = 2", "t = 0", "Yhat = A2",
    "dZ1 = dA1 * (1 - A1**2)", "g[1]'(Z[1]) = 1 - A[1]**2", "g1(Z1) = A1", "g2(Z2) = A2 = Yhat", "tanh'(0) = 1", "softmax([1; 1]) = [0.5; 0.5]",
    "g[L](Z[L]) = ŷ", "ŷ⁽³⁾ = A2[:,3]", "Yhat(3) = A2[:,3]",
    "dZ1 = dA1 * (1 - A1**2)", "z[1]2(3) = w[1]2ᵀx(3) + b[1]2", "a[1]3(1) = g[1](z[1]3(1))", "ŷ(3) = A2[:,3]", "ŷ⁽³⁾ = a[2](3)", "Yhat(3) = Y_hat(3)",
    "dz[1]2(3) = dZ1[2,3]",
  ]

  /// A claim whose both sides are 0 gives a warning, because it holds with any factor. So does `dz2 = …`, which makes a variable.
  @Test func claimsThatShowNothing() {
    let session = TestSession()
    session.run("X = [1, 2; 3, 4]; Y = [0, 1]; init 2 2 1 weights=zeros; forward; backward")
    #expect(session.run("dW2 = 7 * dZ2 @ A1.T").errors == "test.nns:1:1: warning: both sides of dW2 are 0, so the claim holds with any factor\n")
    let hiding = "dz2 is now your variable and hides the network's dZ2; write dZ2 = … to check a claim about it"
    #expect(session.run("dz2 = Y - A2; dz2 = 1").errors == "test.nns:1:1: warning: \(hiding)\n")
  }

  /// An equation without b holds only while b is 0. One warning in a session says so.
  @Test func biasLeftOutIsSaid() {
    let session = TestSession()
    session.run("X = [1, 2; 3, 4]; Y = [0, 1]; init 2 2 1; forward")
    #expect(session.run("Z1 = W1 @ X + b1; Z2 = W2 @ A1 + b2; Z1 = Z1").errors.isEmpty)
    #expect(
      session.run("Z1 = W1 @ X").errors == "test.nns:1:1: warning: b1 is left out, and the claim holds only because b1 is 0; the equation is Z1 = W1 @ X + b1\n"
    )
    #expect(session.run("Z2 = W2 @ A1").errors.isEmpty)
    session.run("b1 = [1; 1]; forward")
    #expect(session.run("Z1 = W1 @ X").status == 3)
  }

  @Test(arguments: holding) func holds(_ claim: String) {
    let transcript = run(Self.start + claim)
    #expect(transcript.status == 0 && transcript.lines.last?.contains(": holds, largest difference") == true, "\(claim): \(transcript.errors)")
  }

  static let failing: [(String, String)] = [
    ("dZ1 = A1", "the largest difference is"), ("dZ2 = Y - A2", "at [1,"), ("dW1 = dZ1 @ X.T", "does not hold"),
    ("A1 = A1[:,1]", "it is (3, 400), but the right side is (3, 1)"), ("J = 0.5", "there J is 0.69"), ("J = nan", "nan"),
    ("dW2 = dW2.T", "hint: dW2 = 1/m * dZ2 @ A1.T  # right; your mistake: "), ("A2 = 0.5 * Yhat", "does not hold"),
    ("sigmoid(3) = 1 / (1 + e**-2)", "there sigmoid(3) is 0.9525741268"), ("g1(Z1) = Z1", "g1(Z1) does not hold"),
    ("g[1]'(Z[1]) = 1", "the right side is (1, 1)"),
    ("z = -800; tanh(z) = (eᶻ - e⁻ᶻ) / (eᶻ + e⁻ᶻ)", "nan"),
  ]

  @Test(arguments: failing) func fails(_ item: (String, String)) {
    let transcript = run(Self.start + item.0)
    #expect(transcript.status == 3 && transcript.errors.contains(item.1), "\(item.0): \(transcript.errors)")
  }

  /// In a network of one unit the notes' small letters are names without a layer.
  @Test func logisticUnit() {
    let start = "init 2 1:sigmoid seed=1; forward; backward\n"
    for claim in ["z = wᵀX + b", "a = g(z)", "dz = a - Y", "dw = 1/m * X @ dz.T", "db = 1/m * sum(dz)"] {
      #expect(run(start + claim).status == 0, "\(claim): \(run(start + claim).errors)")
    }
    #expect(run(start + "w = w - α * dw; b = b - α * db; w.shape").lines.last == "(2, 1)")
  }

  /// `w` is W1ᵀ. An assignment to a part of `w` changes W1, and a part of `dw` can be claimed.
  @Test func partsOfTheTransposedAlias() {
    let start = "init 2 1:sigmoid seed=1; forward; backward\n"
    #expect(run(start + "w[1,1] = 3; w[2,1] = 4; w[2,1] += 1; print W1, w[2,1], w[:,1], w[1:1]").lines == ["[3, 5] 5 [[3], [5]] [3]"])
    #expect(run(start + "w[:,1] = [7; 8]; print W1").lines == ["[7, 8]"])
    #expect(run(start + "w[2,:] = 8; show w[2,:]").lines == ["w[2,:] (1, 1)", "   1", "2  8"])
    for claim in ["dw[1,1] = dW1[1,1]", "dw[2,:] = dW1[1,2]", "dw[:,1] = dW1.T", "z[1,3] = wᵀx(3) + b", "a[1,3] = sigmoid(z[1,3])"] {
      #expect(run(start + claim).lines.last?.contains("holds") == true, "\(claim): \(run(start + claim).errors)")
    }
    #expect(run(start + "w[1,2] = 3").errors.contains("columns are numbered from 1 to 1"))
    #expect(run(start + "dw[1,1] += 3").errors.contains("is computed"))
  }

  /// Where an expression gives the layer, the text names the quantity. JSON has the name as typed.
  @Test func layersByExpression() {
    let loop = "init 2 3 1; forward; for l in 1:L { Z[l] = W[l] @ A[l-1] + b[l] }"
    #expect(
      matches(
        run(loop).lines, ["Z[l] = W[l] @ A[l-1] + b[l]: Z1 holds, largest difference ...", "Z[l] = W[l] @ A[l-1] + b[l]: Z2 holds, largest difference ..."]))
    #expect(run(loop, json: true).objects.suffix(2).map { $0["name"] as? String } == ["Z[l]", "Z[l]"])
    #expect(run("init 2 3 1; forward; l = 1; Z[l + 1] = 3").errors.contains("error: Z[l + 1], Z2, does not hold"))
    #expect(
      run("init 2 3 1; forward; l = 1; z[l]2 = z[1]2; A1[:,l] = A1(l)").lines == [
        "z[l]2 = z[1]2: Z1 holds, largest difference 0", "A1[:,l] = A1(l): holds, largest difference 0",
      ])
  }

  static let refused: [(String, String)] = [
    ("init; dZ2 = A2 - Y", "has not been computed yet"), ("init; forward; backward; step; dZ2 = A2 - Y", "is stale"),
    ("init; train 3; dZ2 = A2 - Y", "is stale"), ("init; forward; W1[1,1] = 2; A1 = tanh(Z1)", "is stale"),
    ("init; forward; A1 += 1", "is computed and cannot be assigned"), ("init; forward; A1 = frobnicate", "unknown name"),
    ("init 2 1:sigmoid; g(z) = 1 / (1 + e⁻ᶻ)", "Z1 has not been computed yet"), ("init; train 1; W1[1,1] = 2; g1(Z1) = A1", "Z1 is stale"),
    ("init; forward; g(z) = z", "hint: g without a layer works only in a network of one unit; write g[1] for layer 1"),
    ("g1(3) = 3", "there is no network yet"),
    ("init; g3(1) = 1", "there is no A3"), ("init; g1(3) += 1", "is computed and cannot be assigned"), ("g = 3; g(3) = 1", "'g' is not a function"),
    ("tanh(nope) = frobnicate", "'nope'"), ("sum(X) = 3", "nothing can be assigned here"), ("init; forward; eᶻ", "unknown name 'z'"),
  ]

  @Test(arguments: refused) func refuses(_ item: (String, String)) {
    let transcript = run(item.0)
    #expect(transcript.status == 1 && transcript.errors.contains(item.1), "\(item.0): \(transcript.errors)")
  }

  /// A claim holds up to a difference of 1e-9 of the largest entry.
  @Test func tolerance() {
    let start = "init 2 1:linear seed=1; forward\n"
    #expect(run(start + "big = max(abs(Z1)); e1 = zeros(1, m); e1[1, 1] = 0.9e-9 * big; Z1 = W1 @ X + b1 + e1").status == 0)
    #expect(run(start + "big = max(abs(Z1)); e1 = zeros(1, m); e1[1, 1] = 1.2e-9 * big; Z1 = W1 @ X + b1 + e1").status == 3)
    #expect(run("init 2 1:linear weights=zeros; forward; Z1 = zeros(1, m)").status == 0)
    #expect(run("init 2 1:linear weights=zeros; forward; Z1 = 1e-300 * ones(1, m)").status == 0)
    #expect(run("init 2 1:linear weights=zeros; forward; Z1 = 1e-200 * ones(1, m)").status == 3)
  }
}
