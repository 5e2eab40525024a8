import TestSupport
import Testing

@testable import Interp

/// `train` with batches, epochs, decay, clipping and patience.
@Suite struct BatchTests {
  private let session = TestSession()
  private func run(_ text: String) -> Transcript { session.run(text) }

  private func started(_ data: String = "moons m=30 noise=0.2") -> Self {
    #expect(run("data \(data); init 2 4 1 seed=2 weights=xavier").status == 0)
    return self
  }

  /// The course's loop, typed in the language: a permutation, batches of its columns, and a step on each.
  @Test func courseLoop() {
    _ = started()
    let loop = """
      U = W1; a = b1; V = W2; c = b2; seed 5
      for e in 1:2 {
        p = permutation(30)
        for k in 0:3 {
          x = X[:, p[1, 8*k+1:min(8*k+8, 30)]]; y = Y[:, p[1, 8*k+1:min(8*k+8, 30)]]
          h = tanh(U @ x + a); o = sigmoid(V @ h + c); n = x.shape[1]
          d = o - y; G = d @ h.T / n; g = sum(d, axis=1, keepdims=True) / n
          f = (V.T @ d) * (1 - h**2); H = f @ x.T / n; i = sum(f, axis=1, keepdims=True) / n
          U = U - 0.5 * H; a = a - 0.5 * i; V = V - 0.5 * G; c = c - 0.5 * g
        }
      }
      r = rand(); seed 5; train epochs=2 batch=8 alpha=0.5
      print allclose(U, W1, rtol=1e-12, atol=0), allclose(c, b2, rtol=1e-12, atol=0), rand() == r, t
      """
    let transcript = run(loop)
    #expect(transcript.lines.last == "True True True 8", "\(transcript.output)\(transcript.errors)")
  }

  @Test func batchIsAQuantity() {
    _ = started()
    #expect(run("batch").errors.contains("batch has not been computed yet") || run("batch").errors.contains("there is no batch"))
    _ = run("train 3 batch=8")
    // dZ, dA and the batch are of 8 examples, A is of all 30.
    #expect(run("print batch.shape, dZ1.shape, dA1.shape, A1.shape").lines == ["(1, 8) (4, 8) (4, 8) (4, 30)"])
    #expect(run("print size(dZ1); size(A1); size(batch); min(batch) >= 1; max(batch) <= 30").lines == ["32", "120", "8", "True", "True"])
    // The last batch of a time through the data is smaller.
    #expect(run("train 4 batch=8; size(batch)").lines == ["6"])
    #expect(run("match dW1 = 1/size(batch) * dZ1 @ X[:, batch].T").output.contains("dW1 is right"))
    #expect(run("dZ1 @ X.T").errors.contains("X[:, batch]"))
    #expect(run("match dW1 = 1/m * dZ1 @ X.T").errors.contains("X[:, batch]"))
    #expect(run("explain dW1[1,2]").lines[0] == "step 7, before its update, on its batch of 6 examples:")
    #expect(run("forward; backward; batch").errors.contains("there is no batch"))
    #expect(run("batch = 3; batch").lines == ["3"])
  }

  @Test func counts() {
    _ = started()
    #expect(run("train epochs=3; t; train epochs=2 batch=8; t; train 5 batch=8; t; train epochs=0; t").lines == ["3", "11", "16", "16"])
    // One shuffled batch of all examples.
    let all = run("train 2 batch=100; size(batch); t")
    #expect(all.lines == ["30", "18"] && all.errors.contains("batch=100 is more than the 30 examples"), "\(all.errors)")
    #expect(run("seed 3; K = rand(); seed 3; train 2 batch=8 shuffle=no; K == rand()").lines == ["True"])
    #expect(run("train 1 batch=8 shuffle=no; batch").lines.last == "1  1  2  3  4  5  6  7  8")
  }

  @Test func decay() {
    _ = started()
    #expect(run("P = W1; train 1 alpha=0.5; Q = W1; back 1; train 3 alpha=0.5 decay=1; t; goto 1; array_equal(Q, W1)").lines == ["3", "True"])
    // Step k has alpha / (1 + k) here, since each step is one time through the data.
    #expect(run("goto 3; explain W1[1,1]").lines[2].contains(" - 0.166667 · "), "\(run("explain W1[1,1]").lines)")
    #expect(run("init 2 4 1 seed=2; train 9 batch=10 alpha=0.6 decay=0.5 interval=2; explain W1[1,1]").lines[2].contains(" - 0.4 · "))
    #expect(run("train 3 batch=30 alpha=0.6 decay=0.5; alpha").lines == ["0.1"])
  }

  @Test func clip() {
    _ = started()
    let text = "train 1 alpha=0.5 clip=0.01; sqrt(sum(dW1**2) + sum(db1**2) + sum(dW2**2) + sum(db2**2))"
    #expect(run(text).lines.last.flatMap { Double($0.split(separator: " ")[0]) }.map { abs($0 - 0.01) < 1e-6 } == true, "\(run(text).lines)")
    #expect(run("explain dW1[1,1]").output.contains("clip=0.01 made all gradients smaller by one factor"))
    // A limit that no norm reaches changes no bit.
    #expect(run("init 2 4 1 seed=2; train 5; P = W1; init 2 4 1 seed=2; train 5 clip=1e6; array_equal(P, W1)").lines == ["True"])
    #expect(run("goto 3; goto 5; array_equal(P, W1)").lines == ["True"])
  }

  @Test func devCost() {
    _ = started("moons m=60 noise=0.2 split=0.6,0.2,0.2")
    let lines = run("train 4 every=2").lines
    #expect(lines.count == 3 && lines.allSatisfy { $0.contains(", dev J = ") }, "\(lines)")
    let dev = run("evaluate").lines.first { $0.hasPrefix("dev: J = ") }?.split(separator: " ")[3].dropLast()
    #expect(dev.map { lines[2].hasSuffix("dev J = \($0)") } == true, "\(lines) \(run("evaluate").lines)")
    // The penalty is left out of it.
    #expect(run("lambda = 5; train 0 every=1").lines[0].contains(" without the penalty), dev J = \(dev ?? "")"))
    // Without a dev part the lines are as before.
    #expect(!run("data moons m=20; init; train 2 every=1").output.contains("dev J"))
  }

  @Test func patience() {
    let data = "data moons m=40 noise=0.5 split=0.5,0.25,0.25 seed=3; init 2 30 1 seed=2 weights=he scale=2\n"
    #expect(run(data).status == 0)
    let transcript = session.run("set report on\ntrain 4000 alpha=2 patience=5 every=20")
    let last = transcript.lines.suffix(2).joined(separator: " ")
    #expect(last.contains("stopped: dev J has not fallen for 5 looks"), "\(last)")
    let words = last.split(whereSeparator: { " ,;:".contains($0) })
    let best = words.firstIndex(of: "goto").map { String(words[$0 + 1]) } ?? ""
    #expect(run("set report auto; t").lines.last.flatMap { Int($0) } == Int(best).map { $0 + 100 }, "\(last)")
    #expect(run("goto \(best); t").lines.last == best)
    // With batches the looks are the ends of each time through the data.
    #expect(run("init 2 30 1 seed=2 weights=he scale=2; train epochs=400 batch=5 alpha=2 patience=3; t % 4").lines.last == "0")
    let event = TestSession(json: true).run(data + "train 4000 alpha=2 patience=5 every=20").objects.last
    #expect((event?["best"] as? [String: Any])?["t"] as? Int == Int(best) && (event?["history_dev"] as? [Any])?.isEmpty == false)
    #expect((event?["best"] as? [String: Any])?["kept"] as? Bool == true)
    // A look changes no step, also under dropout.
    for training in ["keep1 = 0.5; train 40", "keep1 = 0.5; train 40 batch=7", "train 40"] {
      let (with, without) = (TestSession(), TestSession())
      #expect(with.run(data + training + " patience=90 every=3").status == 0 && without.run(data + training).status == 0)
      #expect(with.run("W1; b2; dW1; J").output == without.run("W1; b2; dW1; J").output, "\(training)")
    }
  }

  @Test(arguments: [
    ("train 5 batch=0", "batch= is 0"), ("train 5 batch=2.5", "batch= is 2.5"), ("train 5 batch=-3", "batch= is -3"),
    ("train", "train needs the number of steps"),
    ("train 5 epochs=2", "train 5 gives the number of steps, and epochs= gives it too"), ("train 5 shuffle=no", "shuffle= has no effect without batch="),
    ("train 5 interval=2", "interval= has no effect without decay="), ("train 5 patience=3", "patience= looks at the dev part, and the data has none"),
    ("train 5 decay=-1", "decay= is -1; it must be 0 or more"), ("train 5 clip=0", "clip= is 0; it must be more than 0"), ("train 5 clip=nan", "clip="),
    ("train 5 batch=8 interval=0 decay=1", "interval= is 0"), ("train epochs=-1", "epochs= is -1"), ("train 5 patience=0", "patience= is 0"),
    ("train epochs=1e11 batch=1", "epochs= is"),
  ]) func badInput(_ statement: String, _ says: String) {
    _ = started()
    let transcript = run(statement)
    #expect(transcript.status == 1 && transcript.errors.contains(says), "\(statement): \(transcript.errors)")
    #expect(run("t").lines == ["0"])
  }

  @Test func untilReadsAllExamples() {
    _ = started()
    let transcript = run("train 500 batch=8 alpha=1 until=(J < 0.3); J < 0.3; t < 500")
    #expect(transcript.lines == ["True", "True"] && transcript.errors.contains("J in until= is that of all 30 examples"), "\(transcript.errors)")
    #expect(!run("train 5 batch=8 until=(J < 0.1)").errors.contains("until="))
  }

  /// The progress line shows J only where the steps compute it. A step on a batch or with dropout does not.
  @Test(arguments: [("train 6000", true), ("train 6000 batch=64", false), ("keep1 = 0.5; train 3000", false)])
  func progressLine(_ statement: String, _ showsCost: Bool) {
    var told: [String] = []
    var options = Interpreter.Options()
    options.showsProgress = true
    let interpreter = Interpreter(options: options) { if $0 == .progress { told.append($1) } }
    interpreter.run("init 2 40 40 1 seed=2", name: "test.nns")
    #expect(interpreter.run(statement, name: "test.nns").status == 0)
    let lines = told.filter { $0.hasPrefix("step ") }
    #expect(!lines.isEmpty && lines.allSatisfy { $0.contains("  J ") == showsCost }, "\(told.prefix(3))")
  }
}
