/// A data set from a file: `.csv`, `.tsv`, `.npy`, `.npz` by its suffix.
public enum DataFile {
  public static let suffixes = ["csv", "tsv", "npy", "npz"]

  /// More features, or classes, are taken for a mistake: each would be a row.
  static let (mostFeatures, mostClasses) = (100_000, 1_000)

  public static func read(_ path: String, _ options: TableOptions, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) -> Dataset {
    let name = String(path.split(separator: "/").last ?? "")
    let suffix = name.contains(".") ? String(name.split(separator: ".").last ?? "").lowercased() : ""
    guard suffixes.contains(suffix) else { throw .unknownFormat(suffix: suffix) }
    let bytes = try FileBytes.read(path, budget)
    guard !bytes.isEmpty else { throw .empty }
    switch suffix {
    case "csv", "tsv":
      let delimiter = suffix == "tsv" ? UInt8(ascii: "\t") : Self.delimiter(bytes)
      return try DataTable(CSV(bytes, delimiter: delimiter, budget), hasHeader: options.hasHeader).dataset(name, options, budget)
    case "npy": return try arrays(name, ["X": NPYArray(bytes: bytes, name: name, budget: budget)])
    default: return try arrays(name, NPZ.read(bytes, budget) { _ in ["X", "Y"] })
    }
  }

  /// A semicolon where the first line has one and no comma.
  private static func delimiter(_ bytes: [UInt8]) -> UInt8 {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    return !line.contains(UInt8(ascii: ",")) && line.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
  }

  /// Arrays X (n0, m) and, where there is one, Y (nL, m), an example a column.
  private static func arrays(_ name: String, _ arrays: [String: NPYArray]) throws(DataError) -> Dataset {
    guard let X = arrays["X"] else { throw .missingEntry("X") }
    guard let inputs = X.matrix, inputs.rows > 0, inputs.columns > 0 else { throw .badNPY(name: "X", reason: "it is no matrix of numbers") }
    guard inputs.rows <= mostFeatures else { throw .tooMany(.features, column: nil, count: inputs.rows, limit: mostFeatures) }
    guard inputs.elements.allSatisfy(\.isFinite) else { throw .badNPY(name: "X", reason: "it holds NaN or infinity") }
    guard let Y = arrays["Y"] else { return Dataset(name: name, X: inputs, Y: nil) }
    guard let targets = Y.matrix, targets.columns == inputs.columns, targets.rows > 0 else {
      throw .badNPY(name: "Y", reason: "it needs \(inputs.columns) columns, one for each example of X")
    }
    guard targets.elements.allSatisfy(\.isFinite) else { throw .badNPY(name: "Y", reason: "it holds NaN or infinity") }
    return Dataset(name: name, X: inputs, Y: targets)
  }
}
