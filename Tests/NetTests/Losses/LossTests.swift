import TestSupport
import Testing

@testable import Net

@Suite struct LossTests {
  private func output(_ z: [[Double]], _ y: [[Double]], _ activation: any ActivationFunction) -> OutputPass {
    let Z = Matrix(z)
    return OutputPass(z: Z, a: activation.value(of: Z), y: Matrix(y), activation: activation)
  }

  private func cost(_ loss: any LossFunction, _ output: OutputPass) -> Double {
    loss.cost(output)
  }

  /// Where the sigmoid rounds to 0 or 1, the cost is still right: |z| for a wrong answer, e^(-|z|) for a right one.
  @Test func crossEntropyOfASaturatedSigmoid() {
    #expect(cost(CrossEntropy(), output([[800]], [[0]], Sigmoid())) == 800)
    #expect(cost(CrossEntropy(), output([[-800]], [[1]], Sigmoid())) == 800)
    #expect(cost(CrossEntropy(), output([[40]], [[1]], Sigmoid())) > 0)
    #expect(ulps(cost(CrossEntropy(), output([[40]], [[1]], Sigmoid())), 4.248354255291589e-18) <= 4)
    #expect(cost(CrossEntropy(), output([[1e300]], [[1]], Sigmoid())) == 0)
    #expect(cost(CrossEntropy(), output([[0]], [[1]], Sigmoid())) == 0.6931471805599453)
  }

  /// Where A rounds to 1 and 1 - A to 0, the derivative is computed from z and stays exact.
  @Test func gradientOfASaturatedSigmoid() {
    let wrong = CrossEntropy().outputGradient(output([[40, -40, 40]], [[0, 1, 1]], Sigmoid())).elements
    #expect(ulps(wrong[0], 2.3538526683702e17) <= 8)
    #expect(ulps(wrong[1], -2.3538526683702e17) <= 8)
    #expect(wrong[2] == -1)
    let mild = CrossEntropy().outputGradient(output([[0.3]], [[1]], Sigmoid())).elements[0]
    let a = Sigmoid().value(of: Matrix([[0.3]])).elements[0]
    #expect(abs(mild + 1 / a) < 1e-14)
  }

  /// With several output units the losses of the units add up.
  @Test func crossEntropyOfSeveralUnits() {
    let z = [[0.3, -1], [2, 0.1]]
    let y = [[1.0, 0], [0, 1]]
    let whole = cost(CrossEntropy(), output(z, y, Sigmoid()))
    let parts = (0..<2).map { cost(CrossEntropy(), output([z[$0]], [y[$0]], Sigmoid())) }
    #expect(abs(whole - parts[0] - parts[1]) < 1e-15)
  }

  @Test func outputsThatLeaveTheRange() {
    #expect(cost(CrossEntropy(), output([[-1, 2]], [[0, 1]], Linear())).isNaN)
    #expect(cost(CrossEntropy(), output([[0]], [[1]], ReLU())) == .infinity)
    #expect(cost(CrossEntropy(), output([[-3]], [[0]], ReLU())) == 0)
    #expect(cost(CrossEntropy(), output([[-0.5]], [[1]], Tanh())).isNaN)
    #expect(abs(cost(CrossEntropy(), output([[0.25]], [[1]], Linear())) - 1.3862943611198906) < 1e-15)
  }

  @Test func categoricalStaysFinite() {
    let far = output([[800], [-800], [0]], [[0], [1], [0]], Softmax())
    #expect(cost(Categorical(), far) == 1600)
    #expect(Categorical().outputGradient(far).elements == [0, -.infinity, 0])
    let near = output([[30], [0]], [[0], [1]], Softmax())
    #expect(ulps(Categorical().outputGradient(near).elements[1], -1.0686474581525462e13) <= 60)
    #expect(abs(cost(Categorical(), near) - 30) < 1e-12)
  }

  @Test func meanSquaredErrorHasItsHalf() {
    #expect(cost(MeanSquaredError(), output([[3, 1]], [[1, 1]], Linear())) == 1)
    #expect(MeanSquaredError().lossPerExample(a: Matrix([[3, 1]]), y: Matrix([[1, 1]])).elements == [2, 0])
  }

  @Test func lossesPerExampleAverageToTheCost() {
    let activations: [(any LossFunction, any ActivationFunction)] = [(CrossEntropy(), Sigmoid()), (Categorical(), Softmax()), (MeanSquaredError(), Linear())]
    for (loss, activation) in activations {
      let pass = output([[0.3, -1, 2], [1, 0.5, -0.2]], [[1, 0, 0], [0, 1, 1]], activation)
      let mean = loss.lossPerExample(a: pass.a, y: pass.y).reduced(.mean, axis: nil).elements[0]
      #expect(abs(mean - cost(loss, pass)) < 1e-14, "\(loss.name)")
    }
  }

  @Test func names() {
    #expect(Losses.named("cross-entropy")?.name == "cross_entropy")
    #expect(Losses.named("nothing") == nil)
    #expect(Losses.matching(Softmax()).name == "categorical")
  }

  @Test func activationsAtTheirEdges() {
    #expect(ReLU().derivative(at: Matrix([[0, -1, 2, .nan]])).elements.dropLast() == [0, 0, 1])
    let softmax: any ActivationFunction = Softmax()
    #expect(softmax.derivative(at: Matrix([[0], [0]])).elements == [0.25, 0.25])
    #expect(LeakyReLU(slope: 0.2).value(of: Matrix([[-10, 10]])).elements == [-2, 10])
    #expect(LeakyReLU(slope: 0.2).derivative(at: Matrix([[-10, 10]])).elements == [0.2, 1])
    #expect(Softmax().value(of: Matrix([[1000, 0], [1000, 0]])).elements == [0.5, 0.5, 0.5, 0.5])
    #expect(ReLU().value(of: Matrix([[.nan, -0.0, -3]])).elements[0].isNaN)
  }
}
