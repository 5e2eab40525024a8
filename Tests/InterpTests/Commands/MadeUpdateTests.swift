import TestSupport
import Testing

@testable import Interp

/// What explain, gradients and match say of the last step, after the user has changed the optimizer, an average or a setting.
@Suite struct MadeUpdateTests {
  private let session = TestSession()
  private func run(_ text: String) -> Transcript { session.run(text) }

  /// Explanations speak of the update that was made, whatever is named or assigned afterwards.
  @Test(arguments: ["optimizer sgd", "optimizer adam", "optimizer momentum beta=0.5", "k_opt = 50", "vdW1[1,1] = 9", "sdW1 = sdW1 + 1", "alpha = 3"])
  func staysTheSame(_ change: String) {
    for optimizer in ["sgd", "momentum", "rmsprop", "adam"] {
      #expect(run("alpha = 0.1; optimizer \(optimizer); init 2 4 1 seed=1; train 3").status == 0)
      let before = ["explain W1[1,1]", "gradients"].map { run($0).output }
      #expect(run(change).status == 0)
      #expect(["explain W1[1,1]", "gradients"].map { run($0).output } == before, "\(optimizer), \(change)")
      #expect(run("match W1 = W1 - alpha * dW1").output.contains("W1 is right") == (optimizer == "sgd"))
    }
  }

  /// An average that was set is shown as it is, and no equation is compared with it.
  @Test func assignedAverage() {
    _ = run("optimizer momentum; init 2 4 1 seed=1; train 3")
    let set = run("vdW1 = beta * vdW1 + (1 - beta) * dW1")
    #expect(set.errors.contains("match vdW1 = … compares an equation with the last step"), "\(set.errors)")
    #expect(run("vdW1 = 2 * dW1").errors.isEmpty)
    #expect(run("vdW1[1,1] = 9; explain vdW1[1,1]").output.hasPrefix("vdW1[1,1] = 9: an average as it is now"))
    #expect(run("match vdW1 = vdW1").errors.contains("no longer knows how vdW1 was made"))
  }

  /// The averages of `train optimizer=` are its own, so those of the session are explained as they are.
  @Test func averagesOfTrain() {
    _ = run("optimizer momentum; init 2 4 1 seed=1; train 3; v = vdW1[1,1]; train 2 optimizer=adam")
    #expect(run("v == vdW1[1,1]").lines == ["True"])
    #expect(run("explain vdW1[1,1]").output.hasPrefix("vdW1[1,1] = \(run("v").lines[0])"))
    #expect(run("explain alpha").output.contains("train optimizer=adam made the last step; the session's own is momentum."))
  }

  @Test func alphaOfTheStep() {
    _ = run("init 2 4 1 seed=1; train 5 alpha=0.6 decay=0.5")
    #expect(run("explain alpha").output.contains("The last step used 0.6 / (1 + 0.5 · 4) = 0.2."))
    #expect(
      run("explain W1[1,1]").lines[0] == "alpha of this step = 0.6 / (1 + 0.5 · 4) = 0.2" || run("explain W1[1,1]").lines[0].contains("0.6 / (1 + 0.5 · 4)"))
    // The prediction uses the rate of the step: -0.2 · Σ of all squares.
    _ = run("g = -0.2 * (sum(dW1**2) + sum(db1**2) + sum(dW2**2) + sum(db2**2)); init 2 4 1 seed=1; train 4 alpha=0.6 decay=0.5")
    #expect(run("explain alpha").output.contains("With the gradients of the last step this is "))
  }

  /// Shapes after a batch are those of the batch, and their derivation fits.
  @Test func shapes() {
    _ = run("init; train 3 batch=8")
    #expect(run("shape dW1").lines[0] == "dW1: (4, 2) = (n1, n0)")
    #expect(run("shape dZ1").lines[0] == "dZ1: (4, 8) = (n1, 8)" && !run("shape dZ1").output.contains("400"))
    let table = run("shape").lines
    for (name, shape) in [("dA2", "(1, 8)"), ("dZ1", "(4, 8)"), ("dA1", "(4, 8)"), ("Z1", "(4, 400)"), ("A2", "(1, 400)")] {
      #expect(table.contains { $0.split(separator: " ").first == name[...] && $0.contains(shape) }, "\(name): \(table)")
    }
    #expect(run("forward; backward; shape dZ1").lines[0] == "dZ1: (4, 400) = (n1, m)")
    // An equation that no longer fits is told at the name that was typed.
    let wrong = session.run("X = randn(3, 10)\nx = 1\n  shape Z1")
    #expect(wrong.errors.contains(":3:9:") && wrong.errors.contains("  shape Z1\n"), "\(wrong.errors)")
  }

  /// A condition may read the batch and the masks of the step that was made.
  @Test func conditionsOfBatches() {
    #expect(run("init seed=1; train 300 batch=8 until=(batch[1,1] < 20)").status == 0)
    #expect(run("print t < 300, batch[1,1] < 20").lines == ["True True"])
    #expect(run("init seed=1; keep1 = 0.5; train 300 batch=8 until=(D1[1,1] == 1); print D1[1,1]").lines.last == "1")
    #expect(run("init seed=1; keep1 = 1; break when batch[1,1] < 20; train 300 batch=8").status == 0)
    #expect(run("print t < 600, batch[1,1] < 20").lines == ["True True"])
  }

  @Test func batchesAreNamed() {
    _ = run("init seed=1; train 5 batch=64")
    let claim = run("dW1 = 1/64 * dZ1 @ X.T").errors
    #expect(claim.contains("dW1 is stale") && claim.contains("X[:, batch] stands for X"), "\(claim)")
    #expect(run("match dZ2 = A2 - Y").errors.contains("write Y[:, batch] for Y"))
    #expect(run("data1 = 1; match dW1 = 1/size(batch) * dZ1 @ X[:, batch].T").output.contains("dW1 is right"))
    #expect(run("gradients").output.contains("turn -: the gradients before were those of another batch"))
    #expect(run("keep1 = 0.5; forward; backward; gradients").output.contains("turn -: the gradients before had other masks"))
  }

  /// The reason why a pass is stale names the settings that were changed, also where they are back at their first value.
  @Test func reasons() {
    _ = run("init seed=1; forward")
    #expect(run("X = X; backward").errors.contains("because W, b or the data have changed"))
    #expect(run("keep1 = 0.5; forward; keep1 = 1; backward").errors.contains("because W, b, keep or the data have changed"))
    #expect(run("lambda = 1; forward; backward; lambda = 0; dW1 = dZ1 @ X.T / m").errors.contains("W, b, keep, lambda or the data have changed"))
  }

  @Test(arguments: [
    ("init 2 1; keep_prob = 0.5", "dropout never drops an output"), ("keep0 = 0.5", "there is no keep0"), ("W0 = 3", "there is no W0"),
    ("sdb0 = 1", "there is no sdb0"), ("init; train epochs=2 10", "options with = come last"), ("lambda 0.7", "hint: lambda = 0.7"),
    ("size = 3; size([1, 2])", "your variable size hides the function size"),
  ]) func refused(_ text: String, _ message: String) {
    let result = run(text)
    #expect(result.status == 1 && result.errors.contains(message), "\(result.errors)")
  }

  /// Names that may be used where no layer is meant.
  @Test func freeNames() { #expect(run("b0 = 1; db0 = 2; init 2 1; keep_prob = 1; b0 + db0").lines.last == "3") }

  @Test func hiddenSettings() {
    _ = run("optimizer adam; init; beta = 0.5; train 1 batch=8")
    #expect(run("beta1 = 0.5").errors.contains("optimizer adam beta1=0.5 changes it"))
    #expect(run("beta1 = 0.6").errors.isEmpty)
    #expect(run("batch = 1").errors.contains("hides the batch of the last step"))
    #expect(run("D1 = 1").errors.contains("D[1] still means the mask"))
    #expect(run("help D1").output.contains("A variable of the name D1 hides it"))
  }

  /// The norm of gradients whose squares overflow is right, and the gradients have the norm of `clip=` afterwards.
  @Test func clipsLargeGradients() {
    _ = run("data moons m=20; Y = Y * 1e200; init 2 3 1:linear loss=mse seed=1; train 1 clip=1")
    #expect(run("print allclose(sqrt(sum(dW1**2) + sum(db1**2) + sum(dW2**2) + sum(db2**2)), 1)").lines == ["True"])
    _ = run("data moons m=20; init 2 3 1:linear loss=mse seed=1; b1 = [nan; 0; 0]; train 1 clip=1")
    #expect(run("print isnan(dW1[1,1])").lines == ["True"])
  }

  /// adam adds epsilon after the correction, so a gradient that is as small as epsilon makes a first step of half of alpha. scikit-learn 1.9.0 makes one of
  /// 0.0307 · alpha (findings/scikit-learn-adam-epsilon.sh).
  @Test func epsilonOfAdam() {
    _ = run("X = 1; Y = 0; init 1 1:linear loss=mse; W1 = 1e-8; optimizer adam; forward; backward")
    #expect(run("print abs(dW1[1,1] / 1e-8 - 1) < 1e-12").lines == ["True"])
    #expect(run("step 1; print abs((1e-8 - W1[1,1]) - 0.5) < 1e-9").lines.last == "True")
  }

  @Test func saysWhatDropoutAndThePenaltyDo() {
    _ = run("init 2 4 1 seed=1; keep1 = 0.8; lambda = 0.7; train 2 batch=16")
    #expect(run("explain A1").output.replacing("\n", with: " ").contains("divides by keep1 = 0.8. So a unit that is kept counts 1/0.8 times"))
    #expect(run("explain dW1").output.replacing("\n", with: " ").contains("Its m is the number of all examples, also in a step on a batch."))
    #expect(!run("keep1 = 1; forward; explain A1").output.contains("Dropout"))
    #expect(
      run("optimizer adam").output.contains("where vdW = beta1 * vdW + (1 - beta1) * dW and sdW = beta2 * sdW + (1 - beta2) * dW**2")
        || run("optimizer").output.replacing("\n", with: " ").contains("sdW = beta2 * sdW + (1 - beta2) * dW**2"))
  }

  /// Z and A have all examples after a batch, but an entry is explained as the step used it. (Random sessions found this one.)
  @Test func entriesBesideTheBatch() {
    _ = run("init seed=1; train 3 batch=8")
    for name in ["A2[1,9]", "Z1[1,300]", "A1[4,400]"] {
      let result = run("explain \(name)")
      #expect(result.status == 1 && result.errors.contains("its batch has 8 examples, so there is no column"), "\(result.errors)")
      #expect(run("explain \(name) depth=2").status == 1)
    }
    #expect(run("explain A2[1,8] depth=all").status == 0 && run("explain X[1,300]; explain Y[1,300]; explain W1[1,1]").status == 0)
    #expect(run("forward; explain Z1[1,300]").status == 0)
  }
}
