import Foundation
import TestSupport
import Testing

@testable import Net

/// Networks that PyTorch, Keras, scikit-learn, NumPy, SciPy, h5py and Octave wrote: the weights are read bit for bit, and the outputs are those of the
/// other program.
@Suite struct WeightFormTests {
  private func compare(_ name: String, _ expected: WeightFixtures.Expected, in folder: String) throws {
    let network = try WeightFixtures.network(folder + "/" + name, layout: expected.layout.flatMap(WeightLayout.init))
    #expect(network.layers.count == expected.W.count, "\(name)")
    for (index, (layer, W)) in zip(network.layers, expected.W).enumerated() {
      #expect([layer.W.rows, layer.W.columns] == W.shape && WeightFixtures.bits(layer.W.elements) == W.bits, "\(name): W\(index + 1)")
      #expect(WeightFixtures.bits(layer.b.elements) == expected.b[index], "\(name): b\(index + 1)")
    }
    #expect(network.withoutBias == expected.withoutBias && network.ignored == [], "\(name)")
    #expect(network.isLayoutGuessed == (expected.guessed ?? false), "\(name)")
    #expect(network.hasGraph == (expected.options == nil), "\(name)")
    if network.hasGraph {
      #expect(network.layers.map { $0.activation?.name } == expected.activations, "\(name)")
      #expect(network.classNames == expected.classes ?? [], "\(name)")
      if expected.activations.contains("leaky_relu") { #expect(network.leakySlope == 0.25, "\(name)") }
    } else {
      #expect(network.layers.allSatisfy { $0.activation == nil }, "\(name)")
    }
    let activations = expected.activations.map { Activations.named($0)!.withSlopeLeft(0.25) }
    let y = expected.y.matrix
    var A = expected.x.matrix
    for layer in network.network(activations, loss: MeanSquaredError()).layers {
      var Z = Matrix(rows: layer.W.rows, columns: A.columns)
      for unit in 0..<Z.rows {
        for example in 0..<Z.columns { Z[unit, example] = (0..<A.rows).reduce(0) { $0 + layer.W[unit, $1] * A[$1, example] } + layer.b[unit, 0] }
      }
      A = layer.activation.value(of: Z)
    }
    #expect(A.shape == y.shape, "\(name)")
    let largest = y.elements.reduce(0) { max($0, abs($1)) }
    let difference = zip(A.elements, y.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(difference <= expected.tolerance * largest, "\(name): the outputs differ by \(difference) of \(largest)")
  }

  @Test(arguments: WeightFixtures.expected.keys.sorted()) func everyFile(_ name: String) throws {
    try compare(name, WeightFixtures.expected[name]!, in: WeightFixtures.folder)
  }

  /// Random networks of all programs, where somebody made them.
  @Test(.enabled(if: WeightFixtures.more != nil, "make_weights.py --random makes them")) func randomNetworks() throws {
    let folder = WeightFixtures.more!
    for (name, expected) in WeightFixtures.read(folder + "/weights.json") { try compare(name, expected, in: folder) }
  }

  /// Every file of the folder is compared, except the one with the weights of another.
  @Test func allFilesAreExpected() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: WeightFixtures.folder).sorted()
    #expect(names.filter { !$0.hasSuffix(".data") } == WeightFixtures.expected.keys.sorted())
  }
}
