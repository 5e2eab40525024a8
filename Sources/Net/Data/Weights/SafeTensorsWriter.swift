/// Writes a network as safetensors in double precision, under the names that PyTorch gives to `nn.Sequential(Linear, activation, Linear, activation, …)`:
/// `0.weight`, (n1, n0), `0.bias`, (n1,), `2.weight` …
///
/// Source: the format's description of safetensors 0.8.0: 8 bytes with the length of the header, a header in JSON, and the numbers, little-endian.
public enum SafeTensorsWriter {
  /// The bytes of the file.
  public static func bytes(_ network: Network, _ facts: NetworkFacts) -> [UInt8] {
    // "pt" says that the tensors are those of PyTorch.
    let metadata = [("format", "pt")] + facts.texts
    var (entries, numbers): ([String], [UInt8]) = ([], [])
    entries.append("\"__metadata__\":{" + metadata.map { quoted($0.0) + ":" + quoted($0.1) }.joined(separator: ",") + "}")
    func add(_ name: String, _ shape: [Int], _ values: [Double]) {
      let begin = numbers.count
      numbers += LittleEndian.bytes(values)
      let sizes = shape.map(String.init).joined(separator: ",")
      entries.append("\(quoted(name)):{\"dtype\":\"F64\",\"shape\":[\(sizes)],\"data_offsets\":[\(begin),\(numbers.count)]}")
    }
    for (index, layer) in network.layers.enumerated() {
      add("\(2 * index).weight", [layer.W.rows, layer.W.columns], layer.W.elements)
      add("\(2 * index).bias", [layer.W.rows], layer.b.elements)
    }
    var header = Array(("{" + entries.joined(separator: ",") + "}").utf8)
    // Blanks make the numbers begin at a multiple of 8 bytes.
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: UInt64(header.count) >> (8 * UInt64($0))) }
    return length + header + numbers
  }

  /// A text of JSON.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20: result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
