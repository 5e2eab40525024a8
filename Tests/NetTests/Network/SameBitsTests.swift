import TestSupport
import Testing

@testable import Net

/// A training that keeps each step, one that keeps only the last, and single commands give the same bits.
@Suite struct SameBitsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var kind: String
    var problem: Problem
    var testDescription: String { "\(kind): \(problem.testDescription)" }
  }

  /// The ways in which a plan divides a pass. A test checks that the cases below cover them.
  private enum Way: Hashable { case oneBlock, blocksOfOneLane, lanes, own, openBLAS, mixed, gathered }

  static let cases: [Case] = {
    let problems = [
      // One block, several blocks, and lanes. All use our own products on every kind of kernel.
      Problem(sizes: [2, 4, 1], m: 100, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy()),
      Problem(sizes: [2, 4, 1], m: 401, hidden: LeakyReLU(slope: 0.01), output: Sigmoid(), loss: CrossEntropy()),
      Problem(sizes: [3, 20, 3], m: 5001, hidden: Tanh(), output: Softmax(), loss: Categorical()),
      Problem(sizes: [2, 8, 8, 1], m: 5001, hidden: LeakyReLU(slope: 0.3), output: Tanh(), loss: MeanSquaredError()),
      Problem(sizes: [2, 4, 4, 3], m: 777, hidden: ReLU(), output: Softmax(), loss: CrossEntropy()),
      // On plain and AVX2 kernels OpenBLAS does one layer or all. On AVX-512 our own products do, with X gathered.
      Problem(sizes: [64, 64, 3], m: 601, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy()),
      Problem(sizes: [40, 50, 7], m: 601, hidden: LeakyReLU(slope: 0.01), output: Softmax(), loss: Categorical()),
      Problem(sizes: [40, 50, 1], m: 130, hidden: ReLU(), output: Sigmoid(), loss: Categorical()),
      Problem(sizes: [5, 64, 64], m: 300, hidden: Sigmoid(), output: LeakyReLU(slope: 0.2), loss: MeanSquaredError()),
      // OpenBLAS on every kind. The parameters are summed and updated in pieces.
      Problem(sizes: [380, 380, 3], m: 300, hidden: Tanh(), output: Linear(), loss: MeanSquaredError()),
      Problem(sizes: [6, 6], m: 2000, hidden: Tanh(), output: Softmax(), loss: MeanSquaredError()),
    ]
    return KernelTests.kinds.flatMap { kind in problems.map { Case(kind: kind, problem: $0) } }
  }()

  @Test(arguments: KernelTests.kinds) func everyWayIsThere(_ kind: String) {
    var ways: Set<Way> = []
    for item in Self.cases where item.kind == kind {
      let plan = StepPlan(sizes: item.problem.sizes, examples: item.problem.m, largestOwnProduct: Kernels.named(kind)!.largestOwnProduct)
      ways.insert(plan.blocks == 1 ? .oneBlock : plan.lanes == 1 ? .blocksOfOneLane : .lanes)
      ways.insert(!plan.usesOwnProducts.contains(false) ? .own : plan.usesOwnProducts.contains(true) ? .mixed : .openBLAS)
      if plan.gathersX { ways.insert(.gathered) }
    }
    let wanted: Set<Way> = [.oneBlock, .blocksOfOneLane, .lanes, .own, .mixed]
    #expect(ways.isSuperset(of: wanted) && (kind == "avx512" ? ways.contains(.gathered) : ways.contains(.openBLAS)), "\(ways)")
  }

  /// Expects that the parameters and the pass equal those after `steps` single steps, in every bit.
  private func expectSame(_ network: Network, _ pass: Pass, asSingleSteps steps: Int, from start: Network, X: Matrix, Y: Matrix, _ kind: String, _ way: String)
  {
    var single = start
    let other = Pass(kernels: Kernels.named(kind)!)
    for _ in 0..<steps {
      other.forward(single, X: X, Y: Y)
      other.backward(single, X: X, Y: Y)
      single.update(with: other, alpha: 0.3)
    }
    other.forward(single, X: X, Y: Y)
    #expect(other.cost!.isFinite)
    for (index, (a, b)) in zip(network.layers, single.layers).enumerated() {
      #expect(sameBits(a.W, b.W), "W\(index + 1), \(way)")
      #expect(sameBits(a.b, b.b), "b\(index + 1), \(way)")
    }
    for (a, b) in zip(quantities(pass, depth: network.depth), quantities(other, depth: network.depth)) {
      #expect(sameBits(a.value, b.value), "\(a.name), \(way)")
    }
  }

  /// A training gives the bits of its single steps, also where the caller stops it. The step of the stop may be kept or not.
  @Test(arguments: cases) func trainingIsItsSteps(_ item: Case) {
    let (start, X, Y) = item.problem.make()
    for keeps in [true, false] {
      for (steps, stop) in [(1, 100), (2, 100), (5, 100), (7, 2), (5, 4)] {
        var network = start
        let pass = Pass(kernels: Kernels.named(item.kind)!)
        var costs: [Double?] = []
        let outcome = Trainer.train(&network, pass: pass, X: X, Y: Y, steps: steps, alpha: 0.3, keepsEveryStep: keeps) {
          costs.append(pass.cost)
        } afterStep: { done, _ in
          costs.append(pass.cost)
          return done >= stop
        }
        let made = stop > steps ? steps : keeps ? stop : stop + 1
        #expect(outcome.steps == made && outcome.stopped == (made < steps) && costs.count == made + 1)
        #expect(costs.allSatisfy { $0 != nil } && costs.last! == pass.cost)
        expectSame(network, pass, asSingleSteps: made, from: start, X: X, Y: Y, item.kind, "\(steps) steps, stop at \(stop), keeps \(keeps)")
      }
    }
  }

  /// A training that keeps each step and one that keeps only the last report the same J after each step.
  @Test(arguments: cases) func costsOnTheWay(_ item: Case) {
    let (start, X, Y) = item.problem.make()
    func costs(keeps: Bool) -> [UInt64] {
      var network = start
      let pass = Pass(kernels: Kernels.named(item.kind)!)
      var costs: [UInt64] = []
      _ = Trainer.train(&network, pass: pass, X: X, Y: Y, steps: 6, alpha: 0.3, keepsEveryStep: keeps) {
        costs.append(pass.cost!.bitPattern)
      } afterStep: { _, _ in
        costs.append(pass.cost!.bitPattern)
        return false
      }
      return costs
    }
    let kept = costs(keeps: true)
    #expect(kept == costs(keeps: false))
    #expect(kept.count == 7 && Set(kept).count > 1)
  }

  /// dA is computed when it is read. dA * g' is the dZ of the pass, but a zero may have the other sign. dA stays the same after another step.
  @Test(arguments: cases) func dAOfHiddenLayers(_ item: Case) {
    var (network, X, Y) = item.problem.make()
    let kernels = Kernels.named(item.kind)!
    let pass = Pass(kernels: kernels)
    pass.forward(network, X: X, Y: Y)
    pass.backward(network, X: X, Y: Y)
    var before: [Matrix] = []
    for layer in 1..<network.depth {
      let dA = pass.dA(layer)
      let slope = kernels.derivative(network.layers[layer - 1].activation.kernel, z: pass.Z(layer), a: pass.A(layer))
      let product = zip(dA.elements, slope.elements).map { $0 * $1 }
      let isSame = zip(product, pass.dZ(layer).elements).allSatisfy { $0.bitPattern == $1.bitPattern || ($0 == 0 && $1 == 0) }
      #expect(isSame, "dZ\(layer)")
      #expect(dA.elements.contains { $0 != 0 })
      before.append(dA)
    }
    let output = pass.dA(network.depth)
    network.update(with: pass, alpha: 0.3)
    pass.forward(network, X: X, Y: Y)
    for layer in 1..<network.depth { #expect(sameBits(pass.dA(layer), before[layer - 1]), "dA\(layer) after a step") }
    #expect(sameBits(pass.dA(network.depth), output), "dA of the output after a step")
  }
}
