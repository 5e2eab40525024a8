/// What a file of another format says about a network beside its arrays: activations, loss, classes and scale, as texts with a name.
///
/// safetensors keeps them as `__metadata__`, ONNX as `metadata_props`. Lists are JSON. Only what nnshell wrote is read, because other programs may mean
/// something else by these names.
public struct NetworkFacts: Sendable {
  /// The texts in the order in which they are written.
  public private(set) var texts: [(key: String, value: String)] = []

  private static let producer = "nnshell "

  private subscript(key: String) -> String? { texts.first { $0.key == key }?.value }

  /// The facts about a network.
  /// - Parameters:
  ///   - version: the version of nnshell.
  ///   - holdsScale: whether the file has no other place for the filling and the scales.
  public init(_ network: Network, _ preprocessing: Preprocessing, version: String, holdsScale: Bool) {
    texts = [
      ("producer", Self.producer + version), ("activations", network.layers.map(\.activation.name).joined(separator: ",")), ("loss", network.loss.name),
    ]
    if let slope = network.layers.lazy.compactMap({ $0.activation.slopeLeft }).first { texts.append(("leaky_slope", "\(slope)")) }
    texts.append(("features", Self.list(preprocessing.featureNames)))
    if let classes = preprocessing.classNames { texts.append(("classes", Self.list(classes))) }
    guard holdsScale else { return }
    if let filling = preprocessing.filling { texts.append(("Xfilling", Self.list(filling.values))) }
    for (name, scaling) in [("X", preprocessing.scaling), ("Y", preprocessing.targetScaling)] {
      if let scaling { texts += [(name + "mean", Self.list(scaling.mean)), (name + "scale", Self.list(scaling.deviation))] }
    }
  }

  /// The facts of a file; nil where nnshell did not write them.
  init?(_ texts: [(key: String, value: String)]) {
    self.texts = texts
    guard self["producer"]?.hasPrefix(Self.producer) == true else { return nil }
  }

  /// Adds to a network what its arrays do not say. A fact that does not fit the arrays is left out.
  func complete(_ network: inout ForeignNetwork) {
    network.loss = self["loss"].flatMap(Losses.named)
    let (inputs, outputs) = (network.sizes[0], network.sizes[network.sizes.count - 1])
    if let classes = self["classes"].flatMap(SafeTensorsHeader.texts), classes.count == max(outputs, 2) { network.classNames = classes }
    let features = self["features"].flatMap(SafeTensorsHeader.texts).flatMap { $0.count == inputs ? $0 : nil }
    if network.preprocessing == nil { network.preprocessing = Preprocessing(featureNames: (1...inputs).map { "x\($0)" }) }
    if let features { network.preprocessing?.featureNames = features }
    if network.hasGraph { return }
    let names = self["activations"].map { $0.split(separator: ",").compactMap { Activations.named(String($0)) } } ?? []
    if names.count == network.layers.count, names.dropLast().allSatisfy(\.isElementwise) {
      let slope = self["leaky_slope"].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } ?? 0.01
      for (index, activation) in names.enumerated() { network.layers[index].activation = activation.withSlopeLeft(slope) }
    }
    if let values = column("Xfilling", inputs) { network.preprocessing?.filling = Filling(values: values, counts: [Int](repeating: 0, count: inputs)) }
    if let mean = column("Xmean", inputs), let scale = column("Xscale", inputs), scale.elements.allSatisfy({ $0 >= 0 }) {
      network.preprocessing?.scaling = Scaling(mean: mean, deviation: scale)
    }
    if let mean = column("Ymean", outputs), let scale = column("Yscale", outputs), scale.elements.allSatisfy({ $0 >= 0 }) {
      network.preprocessing?.targetScaling = Scaling(mean: mean, deviation: scale)
    }
  }

  private func column(_ key: String, _ rows: Int) -> Matrix? {
    guard let text = self[key], text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let numbers = text.dropFirst().dropLast().split(separator: ",").compactMap { Double($0) }
    return numbers.count == rows && numbers.allSatisfy(\.isFinite) ? Matrix(column: numbers) : nil
  }

  private static func list(_ texts: [String]) -> String { "[" + texts.map(SafeTensorsWriter.quoted).joined(separator: ",") + "]" }
  private static func list(_ numbers: Matrix) -> String { "[" + numbers.elements.map { "\($0)" }.joined(separator: ",") + "]" }
}
