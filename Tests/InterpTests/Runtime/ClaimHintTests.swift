import Testing

@testable import Interp
@testable import Net

/// The hint of a false claim is a statement that holds when it is pasted. The test tries each mistake of the catalogue in each quantity of each network.
@Suite struct ClaimHintTests {
  static let networks = [
    "X = randn(2, 6); Y = 1 * (randn(1, 6) > 0); init 2 4:tanh 1:sigmoid seed=2 scale=1",
    "data blobs m=7 classes=3; init 2 3:relu 3:softmax seed=2 scale=1", "X = randn(3, 6); Y = randn(2, 6); init 3 3:leaky_relu 2:linear seed=1 scale=1",
    "X = randn(3, 6); Y = 1 * (randn(2, 6) > 0); init 3 4:sigmoid 2:tanh seed=1 scale=1 loss=mse",
    "X = randn(3, 5); Y = abs(randn(3, 5)); init 3 4:tanh 3:softmax seed=1 scale=1 loss=mse",
    "X = randn(2, 5); Y = 1 * (randn(1, 5) > 0); init 2 1:sigmoid seed=1 scale=1",
  ]

  private static func setUp(_ network: String) -> TestSession {
    let session = TestSession()
    #expect(session.run("seed 3; " + network + "\nb1 = 0.3 + b1; forward; backward; alpha = 0.3").status == 0)
    return session
  }

  @Test(arguments: networks) func pastedHintHolds(_ network: String) throws {
    let session = Self.setUp(network)
    let live = session.interpreter.executor.session
    let scene = try live.scene(of: Quantity(.dW, 1), withGradients: true, isPresent: true).scene
    var hints = 0
    var quantities: Set<String> = []
    for quantity in StepGraph(scene.network).all where quantity.kind != .W && quantity.kind != .b {
      let candidates = Candidates(scene, quantity)
      #expect(candidates.make())
      let right = candidates.right.value(quantity)!
      // Only mistakes in one layer and the standard way to write them are tried here. A claim names no mistake for an array of zeros.
      for single in candidates.singles where single.manner == .standard && (single.placed.layers.count == 1 || single.placed.mistake.isOfCost) {
        guard let value = candidates.value(single), value.elements.contains(where: { $0 != 0 }), !value.elements.contains(where: { !$0.isFinite }),
          !GivenArray(value).agrees(with: right)
        else { continue }
        live.state.variables["wrong"] = .matrix(value)
        let failed = session.run("\(quantity.name) = wrong")
        guard failed.status == 3, let hint = Self.hint(failed.errors) else {
          if failed.status == 3 { Issue.record("\(quantity.name), \(single.placed.named.id): \(failed.errors)") }
          continue
        }
        hints += 1
        quantities.insert(quantity.name)
        let pasted = session.run(hint)
        #expect(pasted.status == 0 && pasted.output.contains("holds"), "\(quantity.name), \(single.placed.named.id): \(hint): \(pasted.errors)")
      }
    }
    #expect(hints > 100 && quantities.count == StepGraph(scene.network).all.count { $0.kind != .W && $0.kind != .b }, "\(hints) \(quantities.sorted())")
  }

  /// The first hint among the errors.
  private static func hint(_ errors: String) -> String? {
    errors.split(separator: "\n").first { $0.hasPrefix("  hint: ") }.map { String($0.dropFirst(8)) }
  }

  /// False claims, each with its hint.
  static let told: [(setUp: String, claim: String, hint: String)] = [
    (networks[0], "dW1 = dZ1 @ X.T", "dW1 = 1/m * dZ1 @ X.T  # right; your mistake: 1/m left out of dW, in layer 1"),
    (networks[0], "dZ1[2,3] = -dZ1[2,3]", "dZ1[2,3] = ((W2.T @ dZ2) * g1'(Z1))[2,3]  # right; your mistake: the terms of g' in the wrong order, in layer 1"),
    (networks[0], "A1[:,2:4] = Z1[:,2:4]", "A1[:,2:4] = (g1(Z1))[:,2:4]  # right; your mistake: the activation left out, in layer 1"),
    (networks[0], "A1[3] = Z1[3]", "A1[3] = (g1(Z1))[3,:]  # right; your mistake: the activation left out, in layer 1"),
    (networks[0], "z[1]2 = w[1]2ᵀX", "z[1]2 = (W1 @ X + b1)[2,:]  # right; your mistake: the bias left out of Z, in layer 1"),
    (networks[0], "dw[1]2 = m * dw[1]2", "dw[1]2 = (1/m * dZ1 @ X.T)[2,:].T  # right; your mistake: 1/m left out of dW, in layer 1"),
    (networks[0], "l = 1; dW[l] = dZ[l] @ X.T", "dW1 = 1/m * dZ1 @ X.T  # right; your mistake: 1/m left out of dW, in layer 1"),
    (networks[0], "db1 = 1/m * sum(dZ1, axis=1)", "db1 = 1/m * sum(dZ1, axis=1, keepdims=True)  # right; your mistake: keepdims left out of db, in layer 1"),
    (networks[0], "Yhat = 1 - A2", "Yhat = g2(Z2)  # right; your mistake: the sigmoid without its minus sign, in layer 2"),
    (networks[5], "dw = X @ dz.T", "dw = 1/m * X @ dz.T  # right; your mistake: 1/m left out of dw"),
    (networks[5], "dw = dw.T", "dw = 1/m * X @ dz.T  # right; your mistake: right, but a row; dw is a column"),
    (networks[5], "dw[2,1] = m * dw[2,1]", "dw[2,1] = (1/m * X @ dz.T)[2,1]  # right; your mistake: 1/m left out of dw"),
    (networks[5], "dW1 = dZ1 @ X.T", "dW1 = 1/m * dZ1 @ X.T  # right; your mistake: 1/m left out of dW"),
    (networks[5], "z = w.T @ X", "z = w.T @ X + b  # right; your mistake: the bias left out of z"),
    (networks[5], "dz = Y - a", "dz = a - Y  # right; your mistake: Y and a swapped in dz"),
    ("a = 3; " + networks[5], "dz = Y - A1", "dz = A1 - Y  # right; your mistake: Y and a swapped in dz"),

    (networks[5], "J = sum(L(a, Y))", "J = 1/m * sum(L(a, Y))  # right; your mistake: the sum of the losses for their mean"),
  ]

  @Test(arguments: told) func isToldAndHolds(_ item: (setUp: String, claim: String, hint: String)) {
    let session = Self.setUp(item.setUp)
    let failed = session.run(item.claim)
    let hint = Self.hint(failed.errors) ?? ""
    #expect(failed.status == 3 && (hint == item.hint || hint.hasPrefix(item.hint + ";")), "\(item.claim): \(failed.errors)")
    let pasted = session.run(hint)
    #expect(pasted.status == 0 && pasted.output.contains("holds"), "\(hint): \(pasted.errors)")
  }

  /// Where an output rounds to 0 or 1, the mean of L(A, Y) is not exact. The hint then computes J from Z.
  @Test func costOfASaturatedOutput() {
    let session = TestSession()
    session.run("X = [1, 2, 3]; Y = [0, 1, 1]; init 1 1:sigmoid; W1 = 40; forward; backward")
    let failed = session.run("J = m * J")
    #expect(failed.status == 3)
    let pasted = session.run(Self.hint(failed.errors) ?? "no hint")
    #expect(pasted.status == 0 && pasted.output.contains("log1p"), "\(failed.errors)\(pasted.errors)")
    // dA divides by 0 there, so no equation holds. The hint is the `match` command, or there is none.
    let gradient = session.run("dA1 = -dA1")
    #expect(gradient.status == 3 && (Self.hint(gradient.errors)?.hasPrefix("match dA1 = -dA1  # ") ?? true), "\(gradient.errors)")
  }
}
