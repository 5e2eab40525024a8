import TestSupport
import Testing

@testable import Interp

/// λ in the language: every consumer of J and dW knows the L2 penalty.
@Suite struct LambdaTests {
  private let session = TestSession()
  private static let start = "data moons m=30 noise=0.2 split=0.6,0.2,0.2; init 2 4 1 seed=2 weights=xavier; lambda = 0.7; forward; backward\n"

  private func run(_ text: String) -> Transcript { session.run(text) }

  private func started() -> Self {
    #expect(run(Self.start).status == 0)
    return self
  }

  /// The course's equations hold, also where they name W's own squares.
  @Test func claims() {
    _ = started()
    for claim in [
      "dW2 = 1/m * dZ2 @ A1.T + lambda/m * W2", "dW1 = 1/m * dZ1 @ X.T + λ/m * W1", "db1 = 1/m * sum(dZ1, axis=1, keepdims=True)",
      "J = 1/m * sum(L(A2, Y)) + lambd/(2*m) * (sum(W1**2) + sum(W2**2))",
    ] { #expect(run(claim).errors.isEmpty, "\(run(claim).errors)") }
    let wrong = run("dW2 = 1/m * dZ2 @ A1.T")
    #expect(wrong.errors.contains("hint: dW2 = 1/m * dZ2 @ A1.T + lambda/m * W2  # right; your mistake: the penalty left out of dW, in layer 2"))
    #expect(run("J = 1/m * sum(L(A2, Y))").errors.contains("the penalty left out of J"))
    #expect(run("match dW1 = 1/m * dZ1 @ X.T + lambda * W1").output.contains("1/m left out of the penalty of dW"))
  }

  /// Each text about J and dW has the term.
  @Test func texts() {
    _ = started()
    #expect(run("explain dW1[1,2]").output.contains("dW1[1,2] = 1/m · Σ dZ1[1,i] · X[2,i] + lambda/m · W1[1,2]"))
    #expect(run("explain J").output.contains("+ lambda/(2m) · Σ ‖W‖²"))
    #expect(run("explain dW1").output.contains("The term with lambda comes from the L2 penalty of J"))
    #expect(run("derive dW1").output.contains("1/m * dZ1 @ X.T + lambda/m * W1"))
    #expect(run("shape").output.contains("1/m * dZ2 @ A1.T + lambda/m * W2"))
    #expect(run("explain lambda").lines.first == "J = … + lambda/(2*m) * (sum(W1**2) + sum(W2**2))")
    #expect(run("help lambda").output.contains("J adds lambda/(2*m)") && run("help weight decay").output.contains("lambda"))
    #expect(run("check").output.contains("the gradients hold"))
    // Where lambda is 0, no command prints the word lambda.
    #expect(!run("lambda = 0; forward; backward; explain dW1; explain J; shape; derive dW1").output.contains("lambda"))
  }

  @Test func stale() {
    _ = started()
    #expect(run("lambda = 0.7; J").output == run("J").output)
    #expect(run("lambda = 0.1; J").output.contains("stale") && !run("A2").output.contains("stale"))
    #expect(run("step").errors.contains("because W, b, lambda or the data have changed"))
    #expect(run("forward; backward; step; t").lines.last == "1")
    for value in ["-1", "nan", "inf", "\"a\"", "[1, 2]"] {
      #expect(run("lambda = \(value)").errors.contains("lambda must be a number that is 0 or more"), "\(value)")
    }
    #expect(run("lambda").lines == ["0.1"])
  }

  /// `init` keeps it, steps by hand and `train` agree, and time travel brings it back.
  @Test func stepsAndTime() {
    _ = started()
    #expect(run("init 2 3 1 seed=4; lambda").lines == ["0.7"])
    #expect(run("repeat 5 { forward; backward; step 0.5 }; V = W1; init 2 3 1 seed=4; train 5 alpha=0.5; array_equal(V, W1)").lines.last == "True")
    // A change before a step belongs to that step, as a change of alpha does.
    #expect(run("goto 4; K = J; goto 5; lambda = 2; train 3; goto 4; lambda; J == K").lines.suffix(2) == ["0.7", "True"])
    #expect(run("redo 2; lambda; t").lines.suffix(2) == ["2", "6"])
    #expect(run("diff 4 5").output.contains("W_new = W - 0.5 * dW holds in all 13 entries"))
  }

  @Test func reports() {
    _ = started()
    let trained = run("set report on\ntrain 10 alpha=1 every=5")
    #expect(trained.lines.count == 4 && trained.lines.allSatisfy { $0.contains(" without the penalty)") }, "\(trained.lines)")
    #expect(run("evaluate; print \"{mean(L(A2, Y)):.6g}\"").lines.first?.contains("J = " + run("print \"{mean(L(A2, Y)):.6g}\"").lines[0]) == true)
  }

  @Test func files() throws {
    let folder = try TemporaryFolder()
    _ = started()
    #expect(run("train 5; save \(folder.path)/net.npz; K = lambda; lambda = 0; load \(folder.path)/net.npz; lambda == K").lines.last == "True")
    #expect(run("forward; J > mean(L(A2, Y))").lines.last == "True")
    let fresh = TestSession()
    #expect(fresh.run(Self.start + "train 7; lambda = 0.2; train 3; K = J; record \(folder.path)/a.nns").status == 0)
    let again = TestSession()
    #expect(again.run("source \(folder.path)/a.nns\nlambda\nt").lines.suffix(2) == ["0.2", "10"])
    #expect(again.run("print \"{J:.17g}\"").lines == fresh.run("print \"{J:.17g}\"").lines)
  }
}
