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

  /// The same for a program of Python.
  var inPython: ExportedNetwork { ExportedNetwork(network: network, preprocessing: preprocessing, leakySlope: leakySlope, text: text) }

  func onnx(_ precision: ONNXWriter.Precision) throws(DataError) -> [UInt8] {
    let documentation =
      ["\(text). x has an example in each row, in the units of the data; W and b are as in the formulas, which have an example in each column."] + formulas
    return try ONNXWriter(
      network, preprocessing, precision: precision, producer: Version.number, documentation: documentation.joined(separator: "\n"),
      facts: NetworkFacts(network, preprocessing, version: Version.number, holdsScale: false)
    ).bytes()
  }

  var safetensors: [UInt8] {
    SafeTensorsWriter.bytes(network, NetworkFacts(network, preprocessing, version: Version.number, holdsScale: true))
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
