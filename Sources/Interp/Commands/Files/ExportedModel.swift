import Net

/// The present network with what stands around it, for the files of other programs.
struct ExportedModel {
  let network: Network
  let preprocessing: Preprocessing
  private let leakySlope: Double
  private let step: Int

  /// - Throws: a `stale` fault where there is no network, and a `value` fault where one of its parameters is not finite.
  init(_ session: Session) throws(Fault) {
    network = try session.network()
    preprocessing = session.preprocessing(of: network)
    (leakySlope, step) = (session.state.settings.leakySlope, session.state.steps)
    for (index, layer) in network.layers.enumerated() {
      for (name, matrix) in [("W", layer.W), ("b", layer.b)] {
        guard let place = matrix.elements.firstIndex(where: { !$0.isFinite }) else { continue }
        throw .exportsNotFinite("\(name)\(index + 1)[\(place / matrix.columns + 1),\(place % matrix.columns + 1)]", matrix.elements[place])
      }
    }
  }

  /// `network 2-4-1, step 100`
  var text: String { "network \(network.sizes.map(String.init).joined(separator: "-")), step \(step)" }

  /// The formulas from the inputs to the outputs, a line each.
  private var formulas: [String] {
    Quantity.all(of: network).filter { [.Z, .A].contains($0.kind) && $0.layer > 0 }.map { "\($0.name) = \($0.formula(EquationForm($0, network)))" }
  }

  /// Facts about the network, as texts.
  private var metadata: [(key: String, value: String)] {
    var facts = [
      ("producer", "nnshell \(Version.number)"), ("activations", network.layers.map(\.activation.name).joined(separator: ",")), ("loss", network.loss.name),
    ]
    if network.layers.contains(where: { $0.activation.slopeLeft != nil }) { facts.append(("leaky_slope", "\(leakySlope)")) }
    facts.append(("features", Self.json(preprocessing.featureNames)))
    if let classes = preprocessing.classNames { facts.append(("classes", Self.json(classes))) }
    return facts
  }

  private static func json(_ texts: [String]) -> String { JSONWriter.text(.array(texts.map { .string($0) })) }
  private static func json(_ numbers: Matrix) -> String { JSONWriter.text(.array(numbers.elements.map { .number($0) })) }

  /// The same for a program of Python.
  var inPython: ExportedNetwork { ExportedNetwork(network: network, preprocessing: preprocessing, leakySlope: leakySlope, text: text) }

  func onnx(_ precision: ONNXWriter.Precision) throws(DataError) -> [UInt8] {
    let documentation =
      ["\(text). x has an example in each row, in the units of the data; W and b are as in the formulas, which have an example in each column."] + formulas
    return try ONNXWriter(
      network, preprocessing, precision: precision, producer: Version.number, documentation: documentation.joined(separator: "\n"), metadata: metadata
    ).bytes()
  }

  var safetensors: [UInt8] {
    var facts = [("format", "pt")] + metadata
    if let filling = preprocessing.filling { facts.append(("Xfilling", Self.json(filling.values))) }
    if let scaling = preprocessing.scaling { facts += [("Xmean", Self.json(scaling.mean)), ("Xscale", Self.json(scaling.deviation))] }
    if let scaling = preprocessing.targetScaling { facts += [("Ymean", Self.json(scaling.mean)), ("Yscale", Self.json(scaling.deviation))] }
    return SafeTensorsWriter.bytes(network, metadata: facts)
  }
}

/// A matrix as a table without a header: a line for each row, commas between the numbers, and as many digits as give the number back.
enum CSVText {
  static func bytes(_ matrix: Matrix) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        if column > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += NumberFormat.shortest(matrix[row, column]).utf8
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}

extension Fault {
  fileprivate static func exportsNotFinite(_ name: String, _ value: Double) -> Fault {
    Fault(
      .value, "\(name) is \(value.isNaN ? "NaN" : "infinite"), so the network gives no numbers",
      hint: "diagnose finds where it began; back goes to an earlier step")
  }
}
