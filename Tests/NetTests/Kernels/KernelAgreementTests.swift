import TestSupport
import Testing

@testable import Net

/// A pass gives the same numbers on every kind of kernel, up to rounding. The kinds differ in their vectors, in whether OpenBLAS does a product, and
/// in how they divide the examples.
@Suite struct KernelAgreementTests {
  private static let odd = [1, 3, 63, 64, 65, 1000]

  /// Unusual numbers of examples with every pair of activations, and unusual numbers of units with every activation and every loss.
  static let problems: [Problem] = {
    var problems: [Problem] = []
    for m in odd {
      for hidden in Problem.hiddenActivations {
        for output in Problem.outputs { problems.append(Problem(sizes: [3, 5, 2], m: m, hidden: hidden, output: output.activation, loss: output.loss)) }
      }
    }
    let shapes = odd.map { ([2, 4, 1], $0) } + odd.map { ([3, $0, 2], 65) } + odd.map { ([$0, 5, 2], 63) } + odd.map { ([3, 5, $0], 64) }
    for (sizes, m) in shapes {
      // The largest sizes have only a third of the outputs, to save time.
      for (index, output) in Problem.outputs.enumerated() where !sizes.contains(1000) || index % 3 == 0 {
        let hidden = Problem.hiddenActivations[index % Problem.hiddenActivations.count]
        problems.append(Problem(sizes: sizes, m: m, hidden: hidden, output: output.activation, loss: output.loss))
      }
    }
    return problems
  }()

  @Test func everyActivationAndLossIsThere() {
    #expect(Set(Problem.hiddenActivations.map(\.name)) == Set(Activations.all.filter(\.isElementwise).map(\.name)))
    #expect(Set(Problem.outputs.map(\.activation.name)) == Set(Activations.all.map(\.name)))
    #expect(Set(Problem.outputs.map(\.loss.name)) == Set(Losses.all.map(\.name)))
    for loss in Losses.all { #expect(Problem.outputs.contains { $0.loss.name == loss.name && loss.isPartner(of: $0.activation) }) }
  }

  /// The kinds agree in every array, to 1e-13 of its largest entry.
  @Test(arguments: problems) func kindsAgree(_ problem: Problem) throws {
    let (network, X, Y) = problem.make()
    var first: (kind: String, quantities: [(name: String, value: Matrix)])?
    for kind in KernelTests.kinds.reversed() {
      let pass = Pass(kernels: Kernels.named(kind)!)
      pass.forward(network, X: X, Y: Y)
      pass.backward(network, X: X, Y: Y)
      let cost = try #require(pass.cost)
      #expect(cost.isFinite)
      // A z that is 0 up to rounding could be on either side of a kink, so no z may be so small.
      for layer in 1...network.depth where network.layers[layer - 1].activation.name.hasSuffix("relu") {
        #expect(pass.Z(layer).elements.allSatisfy { abs($0) > 1e-9 }, "Z\(layer)")
      }
      let got = quantities(pass, depth: network.depth)
      guard let reference = first else {
        first = (kind, got)
        continue
      }
      for (one, other) in zip(got, reference.quantities) {
        #expect(one.name == other.name && one.value.shape == other.value.shape)
        let scale = other.value.elements.map(abs).max()!
        let difference = zip(one.value.elements, other.value.elements).map { abs($0 - $1) }.max()!
        #expect(difference <= 1e-13 * scale, "\(one.name) on \(kind) and \(reference.kind): \(difference / scale)")
      }
    }
  }

  /// A second pass and a copy of a pass equal the first pass in every bit.
  @Test(arguments: KernelTests.kinds) func secondTime(_ kind: String) {
    for m in Self.odd {
      let (network, X, Y) = Problem(sizes: [3, 65, 2], m: m, hidden: Tanh(), output: Softmax(), loss: Categorical()).make()
      let (one, other) = (Pass(kernels: Kernels.named(kind)!), Pass(kernels: Kernels.named(kind)!))
      for pass in [one, other, one] {
        pass.forward(network, X: X, Y: Y)
        pass.backward(network, X: X, Y: Y)
      }
      for (a, b) in zip(quantities(one, depth: 2), quantities(other, depth: 2)) { #expect(sameBits(a.value, b.value), "\(a.name), m = \(m)") }
      for (a, b) in zip(quantities(one.copy(), depth: 2), quantities(other, depth: 2)) { #expect(sameBits(a.value, b.value), "\(a.name), m = \(m)") }
    }
  }
}
