import Foundation
import TestSupport
import Testing

@testable import Net

/// Networks in files: a saved network is read back whole, a damaged file is refused, and no file is half written.
@Suite struct ModelFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func model(scaling: Scaling? = nil, classes: [String]? = nil) -> ModelFile {
    var generator = MersenneTwister(seed: 5)
    let network = Network(
      inputs: 3, layers: [LayerSpecification(units: 4, activation: LeakyReLU(slope: 0.25)), LayerSpecification(units: 2, activation: Softmax())],
      loss: Categorical(), initializer: .xavier, generator: &generator)
    return ModelFile(
      network: network, seed: 5, leakySlope: 0.25, alpha: 0.7, step: 12,
      preprocessing: Preprocessing(featureNames: ["a", "b", "c"], scaling: scaling, classNames: classes))
  }

  @Test func whole() throws {
    let scaling = Scaling(standardizing: Matrix(rows: 3, columns: 4, elements: [1, 2, 3, 4, 0, 0, 0, 1, 7, 7, 7, 7]))
    let before = model(scaling: scaling, classes: ["cat", "dög"])
    let path = folder.path + "/net.npz"
    try before.write(to: path)
    let after = try ModelFile(path: path)
    #expect(after.network.sizes == [3, 4, 2] && after.network.loss.name == Categorical().name)
    for (a, b) in zip(after.network.layers, before.network.layers) { #expect(a.W == b.W && a.b == b.b && a.activation.name == b.activation.name) }
    #expect((after.network.layers[0].activation as? LeakyReLU)?.slope == 0.25)
    #expect(after.seed == 5 && after.leakySlope == 0.25 && after.alpha == 0.7 && after.step == 12)
    #expect(after.preprocessing.scaling == scaling && after.preprocessing.classNames == ["cat", "dög"])
    // The model is written over its own file.
    try before.write(to: path)
    #expect(try ModelFile(path: path).step == 12)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["net.npz"])
  }

  /// Where an entry is missing or wrong, the error names it.
  @Test func damaged() throws {
    let path = folder.path + "/net.npz"
    try model().write(to: path)
    let entries = try NPZ.read(FileBytes.read(path))
    func fault(_ change: (inout [String: NPYArray]) -> Void) throws -> DataError? {
      var changed = entries
      change(&changed)
      try folder.write("bad.npz", bytes: NPZ.bytes(changed.map { ($0.key, $0.value) }))
      do throws(DataError) {
        _ = try ModelFile(path: folder.path + "/bad.npz")
        return nil
      } catch { return error }
    }
    #expect(try fault { _ in } == nil)
    for name in ["format", "activations", "loss", "seed", "leaky_slope", "alpha", "t", "W1", "b1", "W2", "b2"] {
      #expect(try fault { $0[name] = nil } == .missingEntry(name))
    }
    func bad(_ reason: String, _ change: (inout [String: NPYArray]) -> Void) throws {
      let found = try fault(change)
      #expect(found == .badModel(reason: reason))
    }
    try bad("its format is 2.0, but this version reads 1") { $0["format"] = NPYArray(2) }
    try bad("the loss hinge is not known") { $0["loss"] = NPYArray(["hinge"]) }
    try bad("the activation swoosh is not known") { $0["activations"] = NPYArray(["tanh", "swoosh"]) }
    try bad("layer 1 is hidden and cannot be softmax") { $0["activations"] = NPYArray(["softmax", "softmax"]) }
    try bad("W1 is not a matrix") { $0["W1"] = NPYArray(3) }
    try bad("W1 is not a matrix") { $0["W1"] = NPYArray(["text"]) }
    try bad("b1 is not (4, 1)") { $0["b1"] = NPYArray(Matrix(row: [1, 2, 3, 4])) }
    try bad("W2 has 3 columns, but layer 1 has 4 units") { $0["W2"] = NPYArray(Matrix(rows: 2, columns: 3)) }
    try bad("seed is out of range") { $0["seed"] = NPYArray(-1) }
    try bad("seed is out of range") { $0["seed"] = NPYArray(1.5) }
    try bad("t is out of range") { $0["t"] = NPYArray(1e300) }
    try bad("alpha is not a number") { $0["alpha"] = NPYArray(.nan) }
    try bad("alpha is not a number") { $0["alpha"] = NPYArray(["a"]) }
    try bad("its scaling does not fit n0") { ($0["mean"], $0["deviation"]) = (NPYArray(Matrix(row: [1])), NPYArray(Matrix(row: [1]))) }
    // A scale is whole or absent.
    let three = NPYArray(Matrix(rows: 3, columns: 1, elements: [1, 2, 3]))
    for (mean, deviation, shape, reason) in [
      ("mean", "deviation", 3, "its scaling does not fit n0"), ("target_mean", "target_deviation", 2, "the scaling of its targets does not fit the outputs"),
    ] {
      let good = NPYArray(Matrix(Shape(shape, 1), repeating: 1))
      func holding(_ value: Double) -> NPYArray { NPYArray(Matrix(Shape(shape, 1), elements: [1] + [Double](repeating: value, count: shape - 1))) }
      #expect(try fault { ($0[mean], $0[deviation]) = (good, good) } == nil)
      try bad(reason) { ($0[mean], $0[deviation]) = (good, nil) }
      try bad(reason) { ($0[mean], $0[deviation]) = (nil, good) }
      try bad(reason) { ($0[mean], $0[deviation]) = (good, NPYArray(["a"])) }
      try bad(reason) { ($0[mean], $0[deviation]) = (NPYArray(["a"]), good) }
      for value in [Double.nan, .infinity, -.infinity] {
        try bad(reason) { ($0[mean], $0[deviation]) = (holding(value), good) }
        try bad(reason) { ($0[mean], $0[deviation]) = (good, holding(value)) }
      }
      try bad(reason) { ($0[mean], $0[deviation]) = (good, holding(-1)) }
    }
    try bad("classes is no text") { $0["classes"] = three }
    // Unknown arrays are ignored.
    #expect(try fault { $0["extra"] = NPYArray(1) } == nil)
  }

  /// The optimizer, its averages and what dropout keeps come back, and entries that do not fit are named.
  @Test func training() throws {
    var before = model()
    before.network.use(.adam(beta1: 0.8, beta2: 0.99, epsilon: 1e-6))
    before.network.setKeep(0.75, layer: 1)
    before.network.setAverage(.gradients, layer: 2, isBias: false, to: Matrix(Shape(2, 4), repeating: 0.5))
    before.network.setAverage(.squares, layer: 1, isBias: true, to: Matrix(Shape(4, 1), repeating: 0.25))
    before.network.setOptimizerSteps(7)
    let path = folder.path + "/net.npz"
    try before.write(to: path)
    let after = try ModelFile(path: path).network
    #expect(after.optimizer == before.network.optimizer && after.averages == before.network.averages && after.keeps == [0.75, 1])
    // Plain gradient descent without dropout writes none of these entries.
    let plain = folder.path + "/plain.npz"
    try model().write(to: plain)
    #expect(try NPZ.read(FileBytes.read(plain)).keys.allSatisfy { !Network.isTrainingEntry($0) })

    let entries = try NPZ.read(FileBytes.read(path))
    func bad(_ reason: String, _ name: String, _ array: NPYArray) throws {
      var changed = entries
      changed[name] = array
      try folder.write("bad.npz", bytes: NPZ.bytes(changed.map { ($0.key, $0.value) }))
      #expect(throws: DataError.badModel(reason: reason)) { _ = try ModelFile(path: folder.path + "/bad.npz") }
    }
    try bad("vdW2 is not (2, 4)", "vdW2", NPYArray(Matrix(rows: 4, columns: 2)))
    try bad("sdb1 is not (4, 1)", "sdb1", NPYArray(Matrix(row: [1, 2, 3, 4])))
    try bad("vdW1 is not (4, 3)", "vdW1", NPYArray(["text"]))
    try bad("k_opt is out of range", "k_opt", NPYArray(-1))
    try bad("k_opt is out of range", "k_opt", NPYArray(1.5))
    for shares in [[0.5], [0.5, 0.5], [0, 1], [1.5, 1], [.nan, 1]] { try bad("keep is not a share for each layer", "keep", NPYArray(Matrix(row: shares))) }
    try bad("the optimizer lion or one of its settings is not known", "optimizer", NPYArray(["lion"]))
    for settings in [[0.8], [1, 0.9, 1e-8], [0.9, 0.999, 0], [0.9, 0.999, .nan]] {
      try bad("the optimizer adam or one of its settings is not known", "optimizer_settings", NPYArray(Matrix(row: settings)))
    }
  }

  /// A write that fails leaves the old file whole and nothing beside it.
  @Test func writtenWholeOrNotAtAll() throws {
    let path = folder.path + "/net.npz"
    try folder.write("net.npz", "old")
    // The target is a folder, so the rename fails after all other calls have worked.
    try folder.write("taken/inside", "x")
    #expect(throws: DataError.self) { try FileBytes.write([1, 2, 3], to: folder.path + "/taken") }
    #expect(folder.read("taken/inside") == "x")
    #expect(throws: DataError.self) { try FileBytes.write([1], to: folder.path + "/none/net.npz") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["net.npz", "taken"])
    try FileBytes.write([110, 101, 119], to: path)
    #expect(folder.read("net.npz") == "new")
  }
}
