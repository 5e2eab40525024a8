/// A data set from a file.
public enum DataFile {
  /// The suffixes of files that completion offers. Other files are read too, because the contents decide.
  public static let suffixes = ["csv", "tsv", "txt", "dat", "npy", "npz"]

  /// A file with more features or classes is refused as a mistake, because each of them would be a row.
  static let (mostFeatures, mostClasses) = (100_000, 1_000)

  /// Reads the data set in the file. Its first bytes say whether it is a `.npy` file, an archive `.npz`, or a text table, to which `options` apply.
  ///
  /// A `.npy` file holds X, (n0, m). An `.npz` archive holds X and, optionally, Y, (nL, m).
  /// - Throws: `DataError` where the file cannot be read or holds no data set.
  public static func read(_ path: String, _ options: TableOptions, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) -> TableData {
    let name = String(path.split(separator: "/").last ?? "")
    let bytes = try FileBytes.read(path, budget)
    guard !bytes.isEmpty else { throw .empty }
    if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) { return try arrays(name, ["X": NPYArray(bytes: bytes, name: name, budget: budget)]) }
    if bytes.starts(with: Array("PK".utf8)) { return try arrays(name, NPZ.read(bytes, budget) { _ in ["X", "Y"] }) }
    var table = try DataTable(bytes, options, budget)
    return try table.dataset(name)
  }

  /// Reads another table in the same way, for example the test part.
  ///
  /// - Throws: `DataError` where it has other columns, or classes and categories that the first one did not have.
  public static func read(_ path: String, like recipe: TableRecipe, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) -> TableData {
    var table = try DataTable(FileBytes.read(path, budget), recipe.forAnother, budget)
    return try table.dataset(String(path.split(separator: "/").last ?? ""), like: recipe)
  }

  /// A data set from the arrays X (n0, m) and, where it exists, Y (nL, m). Each column is one example.
  private static func arrays(_ name: String, _ arrays: [String: NPYArray]) throws(DataError) -> TableData {
    guard let X = arrays["X"] else { throw .missingEntry("X") }
    guard let inputs = X.matrix, inputs.rows > 0, inputs.columns > 0 else { throw .badNPY(name: "X", reason: "it is not a matrix of numbers") }
    guard inputs.rows <= mostFeatures else { throw .tooMany(.features, column: nil, count: inputs.rows, limit: mostFeatures) }
    guard inputs.elements.allSatisfy(\.isFinite) else { throw .badNPY(name: "X", reason: "it contains NaN or infinity") }
    guard let Y = arrays["Y"] else { return TableData(dataset: Dataset(name: name, X: inputs, Y: nil), form: nil, dropped: 0) }
    guard let targets = Y.matrix, targets.columns == inputs.columns, targets.rows > 0 else {
      throw .badNPY(name: "Y", reason: "it needs \(inputs.columns) columns, one for each example of X")
    }
    guard targets.elements.allSatisfy(\.isFinite) else { throw .badNPY(name: "Y", reason: "it contains NaN or infinity") }
    return TableData(dataset: Dataset(name: name, X: inputs, Y: targets), form: nil, dropped: 0)
  }
}
