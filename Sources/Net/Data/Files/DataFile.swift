/// A data set from a file. The suffix says which kind: `.csv`, `.tsv`, `.npy` or `.npz`.
public enum DataFile {
  /// The suffixes of the files that can be read.
  public static let suffixes = ["csv", "tsv", "npy", "npz"]

  /// A file with more features or classes is refused as a mistake, because each of them would be a row.
  static let (mostFeatures, mostClasses) = (100_000, 1_000)

  /// Reads the data set in the file. `options` applies to `.csv` and `.tsv` only.
  ///
  /// A `.npy` file holds X, (n0, m). An `.npz` archive holds X and, optionally, Y, (nL, m).
  /// - Throws: `DataError` where the suffix is unknown, or where the file cannot be read or holds no data set.
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

  /// The delimiter of a table: a semicolon where the first line has a semicolon and no comma, else a comma.
  private static func delimiter(_ bytes: [UInt8]) -> UInt8 {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    return !line.contains(UInt8(ascii: ",")) && line.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
  }

  /// A data set from the arrays X (n0, m) and, where it exists, Y (nL, m). Each column is one example.
  private static func arrays(_ name: String, _ arrays: [String: NPYArray]) throws(DataError) -> Dataset {
    guard let X = arrays["X"] else { throw .missingEntry("X") }
    guard let inputs = X.matrix, inputs.rows > 0, inputs.columns > 0 else { throw .badNPY(name: "X", reason: "it is not a matrix of numbers") }
    guard inputs.rows <= mostFeatures else { throw .tooMany(.features, column: nil, count: inputs.rows, limit: mostFeatures) }
    guard inputs.elements.allSatisfy(\.isFinite) else { throw .badNPY(name: "X", reason: "it contains NaN or infinity") }
    guard let Y = arrays["Y"] else { return Dataset(name: name, X: inputs, Y: nil) }
    guard let targets = Y.matrix, targets.columns == inputs.columns, targets.rows > 0 else {
      throw .badNPY(name: "Y", reason: "it needs \(inputs.columns) columns, one for each example of X")
    }
    guard targets.elements.allSatisfy(\.isFinite) else { throw .badNPY(name: "Y", reason: "it contains NaN or infinity") }
    return Dataset(name: name, X: inputs, Y: targets)
  }
}
