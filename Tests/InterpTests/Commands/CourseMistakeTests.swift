import Testing

@testable import Interp
@testable import Net

/// The mistakes of the course's later weeks. Each is typed as a learner would type it, and one `match` names it.
@Suite struct CourseMistakeTests {
  private static let start =
    "data moons m=22 noise=0.2 seed=4; init 2 4:tanh 3:relu 1 seed=3 weights=xavier; b1 = rand(4, 1) - 0.5; b2 = rand(3, 1); b3 = 0.2\n"
  /// The state before the last step, which the wrong lines read: P, Q are W2, b2, and V, U, S, R the averages of W2 and b2.
  private static let kept = "P = W2; Q = b2; V = vdW2; U = vdb2; S = sdW2; R = sdb2; k = k_opt + 1\n"
  private static let adam = "optimizer adam beta1=0.8 beta2=0.95; train 3 alpha=0.01; \(kept)forward; backward; G = dW2; H = db2; step 0.01\n"
  private static let momentum = "optimizer momentum beta=0.8; train 3 alpha=0.1; \(kept)forward; backward; G = dW2; H = db2; step 0.1\n"
  private static let classic = momentum.replacing("beta=0.8", with: "beta=0.8 form=classic")
  private static let nesterov = momentum.replacing("beta=0.8", with: "beta=0.8 nesterov=yes")
  private static let rmsprop = "optimizer rmsprop beta=0.8 epsilon=0.01; train 3 alpha=0.01; \(kept)forward; backward; G = dW2; H = db2; step 0.01\n"
  private static let lambda = "lambda = 2\n"
  private static let dropout = "keep1 = 0.7; keep2 = 0.6; seed 9; forward; backward\n"
  private static let batch = "seed 5; train 2 batch=9; K = [batch]; P = W1\n"
  private static let v = "beta1 * V + (1 - beta1) * G"
  private static let s = "beta2 * S + (1 - beta2) * G**2"

  static let mistakes: [(id: String, title: String, setting: String, match: String)] = [
    // The averages.
    ("v swapped", "beta and 1 - beta swapped in v, in layer 2", momentum, "vdW2 = (1 - beta) * V + beta * G"),
    ("v of b swapped", "beta and 1 - beta swapped in v, in layer 2", adam, "vdb2 = (1 - beta1) * U + beta1 * H"),
    ("s swapped", "beta and 1 - beta swapped in s, in layer 2", adam, "sdW2 = (1 - beta2) * S + beta2 * G**2"),
    ("no share", "the factor 1 - beta left out of v", momentum, "vdW2 = beta * V + G"),
    ("share", "a factor 1 - beta in the classic v", classic, "vdW2 = beta * V + (1 - beta) * G"),
    ("s no share", "the factor 1 - beta left out of s", rmsprop, "sdW2 = beta * S + G**2"),
    ("v restarted", "the old average left out of v", adam, "vdW2 = (1 - beta1) * G"),
    ("s restarted", "the old average left out of s", rmsprop, "sdb2 = (1 - beta) * H**2"),
    ("old v", "the old v used", momentum, "W2 = P - 0.1 * V"), ("no square", "the square left out of s", rmsprop, "sdW2 = beta * S + (1 - beta) * G"),
    ("absolute", "absolute gradients in s", adam, "sdW2 = beta2 * S + (1 - beta2) * abs(G)"),
    ("betas exchanged", "beta1 and beta2 exchanged", adam, "vdW2 = beta2 * V + (1 - beta2) * G"),
    (
      "after update", "the averages made of the updated weights' gradients", adam + "forward; backward; F = dW2\n" + start + adam,
      "vdW2 = beta1 * V + (1 - beta1) * F"
    ),
    ("sdb of dW", "dW in the average of b's squares", adam, "sdb2 = beta2 * R + (1 - beta2) * G**2"),
    ("vdb of dW", "dW in the average for b", momentum, "vdb2 = beta * U + (1 - beta) * G"),
    ("sdW of db", "db in the average of W's squares", rmsprop, "sdW2 = beta * S + (1 - beta) * H**2"),
    ("vdW of db", "db in the average for W", adam, "vdW2 = beta1 * vdW2 + (1 - beta1) * db2"),
    ("v is the gradient", "the new gradient alone as v", adam, "vdW2 = dW2"),
    ("s is the square", "the square of the new gradient alone as s", rmsprop, "sdW2 = dW2**2"),
    ("square in v", "the square of the gradient in v", adam, "vdW2 = beta1 * vdW2 + (1 - beta1) * dW2**2"),
    ("square in classic v", "the square of the gradient in v", classic, "vdW2 = beta * vdW2 + dW2**2"),
    ("no square, old names", "the square left out of s", rmsprop, "sdW2 = beta * sdW2 + (1 - beta) * dW2"),
    // The step.
    ("no correction", "the bias correction left out, in layer 2", adam, "W2 = P - 0.01 * (\(v)) / (sqrt(\(s)) + epsilon)"),
    ("no correction of v", "the bias correction of v left out", adam, "W2 = P - 0.01 * (\(v)) / (sqrt((\(s)) / (1 - beta2**k)) + epsilon)"),
    ("no correction of s", "the bias correction of s left out", adam, "W2 = P - 0.01 * (\(v)) / (1 - beta1**k) / (sqrt(\(s)) + epsilon)"),
    (
      "k from 0", "k counted from 0 in the bias correction", adam, "W2 = P - 0.01 * (\(v)) / (1 - beta1**(k-1)) / (sqrt((\(s)) / (1 - beta2**(k-1))) + epsilon)"
    ),
    ("k left out", "the power k left out of the bias correction", adam, "W2 = P - 0.01 * (\(v)) / (1 - beta1) / (sqrt((\(s)) / (1 - beta2)) + epsilon)"),
    ("wrong beta", "the bias corrections with each other's beta", adam, "W2 = P - 0.01 * (\(v)) / (1 - beta2**k) / (sqrt((\(s)) / (1 - beta1**k)) + epsilon)"),
    ("beta1 for both", "beta1 in both bias corrections", adam, "W2 = P - 0.01 * (\(v)) / (1 - beta1**k) / (sqrt((\(s)) / (1 - beta1**k)) + epsilon)"),
    ("beta2 for both", "beta2 in both bias corrections", adam, "W2 = P - 0.01 * (\(v)) / (1 - beta2**k) / (sqrt((\(s)) / (1 - beta2**k)) + epsilon)"),
    ("no root", "the root left out", rmsprop, "W2 = P - 0.01 * G / (beta * S + (1 - beta) * G**2 + epsilon)"),
    ("epsilon in root", "epsilon inside the root", rmsprop, "W2 = P - 0.01 * G / sqrt(beta * S + (1 - beta) * G**2 + epsilon)"),
    ("v alone", "the bias correction and s left out of the step", adam, "W2 = W2 - alpha * vdW2"),
    ("s not used", "s left out of the step", adam, "W2 = P - 0.01 * (\(v)) / (1 - beta1**k)"),
    ("v not used", "the gradient in place of its average", momentum, "W2 = P - 0.1 * G"),
    ("s of W for b", "the averages of W used for b", rmsprop, "b2 = Q - 0.01 * H / (sqrt(beta * S + (1 - beta) * G**2) + epsilon)"),
    ("no look ahead", "the look ahead left out", nesterov, "W2 = P - 0.1 * (beta * V + (1 - beta) * G)"),
    ("look ahead", "a look ahead that is not asked for", momentum, "W2 = P - 0.1 * (beta * (beta * V + (1 - beta) * G) + (1 - beta) * G)"),
    (
      "decoupled", "the penalty beside the averages", lambda + momentum,
      "W2 = P - 0.1 * (beta * V + (1 - beta) * (G - lambda/m * P) + lambda/m * P)"
    ),
    ("plain", "a step of plain gradient descent", adam, "W2 = W2 - alpha * dW2"),
    ("uphill", "the update of W with a plus", momentum, "W2 = P + 0.1 * (beta * V + (1 - beta) * G)"),
    // Dropout.
    ("not divided", "keep left out of A, in layer 1", dropout, "A1 = g1(Z1) * D1"),
    ("divided twice", "a division by keep twice in A", dropout, "A1 = g1(Z1) * D1 / keep1 / keep1"),
    (
      "divided twice throughout", "a division by keep twice in A and dA",
      dropout
        + "B = g1(Z1) * D1 / keep1**2; z = W2 @ B + b2; C = relu(z) * D2 / keep2; o = sigmoid(W3 @ C + b3); f = (W3.T @ (o - Y)) * D2 / keep2 * (z > 0)\n",
      "dA1 = (W2.T @ f) * D1 / keep1**2"
    ),
    ("times keep", "a product with keep for the division", dropout, "A2 = g2(Z2) * D2 * keep2"),
    ("turned", "> for < in the mask", dropout + "seed 9; B = rand(4, 22) > keep1; ", "A1 = g1(Z1) * B / keep1"),
    ("drop rate", "the share that is dropped for the share that is kept", dropout + "seed 9; B = rand(4, 22) < 1 - keep1; ", "A1 = g1(Z1) * B / keep1"),
    (
      "anew", "a new mask drawn in backward", dropout + "seed 9; B = rand(4, 22); B = rand(3, 22); B = rand(3, 22); B = rand(4, 22) < keep1; ",
      "dA1 = (W2.T @ dZ2) * B / keep1"
    ),
    (
      "anew from below", "new masks drawn in backward, from layer 1 on", dropout + "seed 9; B = rand(4, 22); B = rand(3, 22); B = rand(4, 22) < keep1; ",
      "dA1 = (W2.T @ dZ2) * B / keep1"
    ),
    ("dA not masked", "dA not masked, in layer 1", dropout, "dA1 = W2.T @ dZ2"),
    ("dZ not masked", "dA not masked, in layer 1", dropout, "dZ1 = (W2.T @ dZ2) * g1'(Z1)"),
    ("dA not divided", "keep left out of dA", dropout, "dA1 = (W2.T @ dZ2) * D1"),
    ("dA only divided", "D left out of dA", dropout, "dA1 = (W2.T @ dZ2) / keep1"),
    ("no dropout", "dropout left out", dropout, "A2 = g2(Z2)"), ("mask on Z", "the mask on Z in place of A", dropout, "A1 = g1(Z1 * D1 / keep1)"),
    ("slope of A", "g' computed from the masked A", dropout, "dZ1 = dA1 * (1 - A1**2)"),
    (
      "not divided throughout", "keep left out of A and dA, in layer 1",
      dropout + "B = g1(Z1) * D1; z = W2 @ B + b2; C = relu(z) * D2 / keep2; o = sigmoid(W3 @ C + b3); f = (W3.T @ (o - Y)) * D2 / keep2 * (z > 0)\n",
      "dA1 = (W2.T @ f) * D1"
    ),
    // Batches, decay, clipping.
    (
      "not shuffled", "the batch cut without shuffling", batch,
      "dZ3 = sigmoid(W3 @ relu(W2 @ tanh(W1 @ X[:, 10:18] + b1) + b2) + b3) - Y[:, 10:18]"
    ),
    ("mean over m", "the mean over all m for that of the batch", batch, "dW1 = 1/m * dZ1 @ X[:, batch].T"),
    ("Y not shuffled", "X shuffled, but not Y", batch, "dZ3 = A3 - Y[:, 10:18]"),
    ("X not shuffled", "Y shuffled, but not X", batch, "Z1 = W1 @ X[:, 10:18] + b1"),
    ("penalty by batch", "the penalty divided by the size of the batch", lambda + batch, "dW1 = 1/size(batch) * dZ1 @ X[:, batch].T + lambda/size(batch) * W1"),
    (
      "last batch", "the last, smaller batch left out",
      "seed 5; train 2 batch=9; P = W1; train 1; back 1; back 2; train 3 batch=9; Q = W1; goto 2; P = W1; goto 3\n", "W1 = P"
    ),
    (
      "decay by steps", "the decay by steps in place of epochs", "seed 5; train 4 batch=9 decay=0.5; goto 3; P = W1; goto 4; a = 0.1 / (1 + 0.5 * 3)\n",
      "W1 = W1 - a * dW1"
    ),
    ("decay left out", "the decay left out", "train 4 decay=0.5\n", "W1 = W1 - 0.1 * dW1"),
    ("decay early", "the decay one time through the data too early", "train 4 decay=0.5\n", "W1 = W1 - 0.1 / (1 + 0.5 * 4) * dW1"),
    ("interval", "interval left out of the decay", "train 6 decay=0.5 interval=2\n", "W1 = W1 - 0.1 / (1 + 0.5 * 5) * dW1"),
    ("compounded", "the decay applied to the rate that had already fallen", "train 3 decay=0.5\n", "W1 = W1 - 0.1 / 1.5 / 2 * dW1"),
    ("clip left out", "the clipping left out", "forward; backward; G = dW2; train 1 clip=0.05\n", "dW2 = G"),
    ("clip by array", "each array clipped by its own norm", "forward; backward; G = dW2; train 1 clip=0.05\n", "dW2 = G * 0.05 / norm(G)"),
    ("clip by entry", "each entry clipped", "forward; backward; G = dW2; train 1 clip=0.05\n", "dW2 = maximum(minimum(G, 0.05), -0.05)"),
  ]

  @Test(arguments: mistakes.indices) func isNamed(_ index: Int) {
    let mistake = Self.mistakes[index]
    let session = TestSession(json: true)
    let setting = session.run(Self.start + mistake.setting)
    #expect(setting.status == 0, "\(setting.output)")
    let transcript = session.run("match \(mistake.match)")
    let object = transcript.objects.last
    let titles = (object?["matches"] as? [[String: Any]] ?? []).compactMap { $0["title"] as? String }
    // Other mistakes may give the same array. A title of the list names a layer only where the layer matters.
    #expect(titles.contains { $0 == mistake.title || Self.withoutLayer($0) == mistake.title }, "\(mistake.id): \(transcript.output)")
    #expect(object?["equal"] as? Bool == false)
  }

  private static func withoutLayer(_ title: String) -> String { title.replacing(/, in (layer \d+|every layer)$/, with: "") }

  /// Every mistake of these weeks in the catalogue is among them.
  @Test func allAreTested() {
    let titles = Set(Self.mistakes.map { Self.withoutLayer($0.title) })
    for mistake in Mistakes.optimizers + Mistakes.dropout + Mistakes.batches {
      #expect(titles.contains(mistake.title), "\(mistake.id): \(mistake.title)")
    }
  }

  /// The texts show the equations of the optimizer that made the step.
  @Test(arguments: [
    (adam, "W2 = P + 0.01 * (\(v)) / (1 - beta1**k) / (sqrt((\(s)) / (1 - beta2**k)) + epsilon)", "W2 = W2 + α * vdW2 / (1 - beta1**k) / (sqrt("),
    (adam, "sdW2 = beta2 * sdW2 + (1 - beta2) * dW2", "sdW2 = beta2 * sdW2 + (1 - beta2) * dW2**2."),
    (adam, "vdW2 = (1 - beta1) * vdW2 + beta1 * dW2", "vdW2 = (1 - beta1) * vdW2 + beta1 * dW2"),
    // A mistake that is the same for W and b names the parameter that was asked for.
    (adam, "sdb2 = beta2 * sdb2 + (1 - beta2) * db2", "in layer 2: sdb2 = beta2 * sdb2 + (1 - beta2) * db2 s averages the squares: sdb2 = beta2 * sdb2 +"),
    (rmsprop, "b2 = Q - 0.01 * H", "in layer 2: b2 = b2 - α * db2 The step divides by the root of s: b2 - α * db2 / (sqrt(sdb2) + epsilon)."),
    (adam, "W2 = W2 - alpha * dW2", "W2 - α * vdW2 / (1 - beta1**k) / (sqrt(sdW2 / (1 - beta2**k)) + epsilon)."),
    (rmsprop, "b2 = Q + 0.01 * H / (sqrt(beta * R + (1 - beta) * H**2) + epsilon)", "b2 = b2 + α * db2 / (sqrt(sdb2) + epsilon)"),
    (rmsprop, "W2 = P - 0.01 * G", "W2 - α * dW2 / (sqrt(sdW2) + epsilon)."),
    (momentum, "W2 = P - (beta * V + (1 - beta) * G)", "W2 = W2 - vdW2"), (momentum, "W2 = vdW2", "the direction of the step for the parameter, in layer 2"),
    (nesterov, "W2 = P - 0.1 * (beta * V + (1 - beta) * G)", "W2 - α * (beta * vdW2 + (1 - beta) * dW2)."),
    (classic, "vdW2 = dW2", "vdW2 = beta * vdW2 + dW2."), ("forward; backward; step\n", "W2 = dW2", "the gradient for the parameter, in layer 2"),
    ("train 4 decay=0.5 optimizer=momentum\n", "W1 = W1 - 0.1 * vdW1", "W1 = W1 - α * vdW1 with the first α"),
  ]) func textsFitTheOptimizer(_ setting: String, _ match: String, _ says: String) {
    let session = TestSession()
    #expect(session.run(Self.start + setting).status == 0)
    let transcript = session.run("match \(match)")
    #expect(transcript.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(says), "\(match): \(transcript.output)\(transcript.errors)")
  }

  /// W that dA reads too late is the W after a step of the optimizer.
  @Test func weightsUpdatedTooEarly() {
    let session = TestSession(json: true)
    #expect(session.run(Self.start + Self.adam).status == 0)
    let object = session.run("U = W2; back 1; alpha = 0.01; forward; backward; match dA1 = U.T @ dZ2").objects.last
    let first = (object?["matches"] as? [[String: Any]])?.first
    #expect(first?["title"] as? String == "W updated before the earlier layer's gradient, in layer 1", "\(String(describing: object))")
  }

  /// Where the square of the batch's size is m, 1/m for 1/size(batch) gives the same as 1/size(batch) twice. The first is the mistake of batches.
  @Test func mistakesOfBatchesComeFirst() {
    let session = TestSession()
    #expect(session.run("data moons m=400 noise=0.2; init 2 4 1 seed=3; train 3 batch=20").status == 0)
    let transcript = session.run("match dW1 = 1/m * dZ1 @ X[:, batch].T")
    #expect(transcript.lines.dropFirst(2).first?.hasPrefix("the mean over all m for that of the batch, in layer 1: ") == true, "\(transcript.output)")
    #expect(transcript.output.contains("1/m used twice in dW"))
  }

  /// Frozen entries keep their values in W and in the averages, whatever the mistake is.
  @Test func frozenEntries() {
    let session = TestSession()
    #expect(session.run(Self.start + Self.adam.replacing("train 3", with: "train 3; freeze W2[1,:]; train 3")).status == 0)
    for (match, title) in [
      ("K = beta1 * V + G; K[1,:] = V[1,:]; match vdW2 = K", "the factor 1 - beta left out of v"),
      ("K = beta2 * S + G**2; K[1,:] = S[1,:]; match sdW2 = K", "the factor 1 - beta left out of s"),
      ("K = P - 0.01 * G; K[1,:] = P[1,:]; match W2 = K", "a step of plain gradient descent"),
    ] {
      let transcript = session.run(match)
      #expect(transcript.output.contains(title), "\(match): \(transcript.output)\(transcript.errors)")
    }
  }

  @Test func right() {
    for (setting, right) in [
      (Self.adam, "W2 = P - 0.01 * (\(Self.v)) / (1 - beta1**k) / (sqrt((\(Self.s)) / (1 - beta2**k)) + epsilon)"), (Self.adam, "vdW2 = \(Self.v)"),
      (Self.momentum, "vdb2 = beta * U + (1 - beta) * H"), (Self.dropout, "dA1 = (W2.T @ dZ2) * D1 / keep1"),
      (Self.batch, "dW1 = 1/size(batch) * dZ1 @ X[:, batch].T"),
      ("train 4 decay=0.5\n", "W1 = W1 - 0.1 / (1 + 0.5 * 3) * dW1"), (Self.nesterov, "W2 = P - 0.1 * (beta * (beta * V + (1 - beta) * G) + (1 - beta) * G)"),
    ] {
      let session = TestSession()
      #expect(session.run(Self.start + setting).status == 0)
      let transcript = session.run("match \(right)")
      #expect(transcript.output.contains(" is right"), "\(right): \(transcript.output)\(transcript.errors)")
    }
  }
}
