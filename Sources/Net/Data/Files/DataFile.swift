/// A data set from a file.
public enum DataFile {
  /// The suffixes of files that completion offers. Other files are read too, because the contents decide.
  public static let suffixes = ["csv", "tsv", "txt", "dat", "npy", "npz"]

  /// A file with more features or classes is refused as a mistake, because each of them would be a row.
  static let (mostFeatures, mostClasses) = (100_000, 1_000)

  /// Reads the data set in the file. Its contents say whether it holds arrays or a text table.
  ///
  /// - Parameters:
  ///   - orientation: where the examples of arrays lie; nil where the arrays tell.
  ///   - targets: a file whose single array is Y. A table has its own target.
  ///   - test: another file with arrays, which becomes the test part.
  /// - Throws: `DataError` where the file cannot be read or holds no data set, or where an option does not go with it.
  public static func read(
    _ path: String, _ options: TableOptions, _ budget: MemoryBudget = MemoryBudget(), orientation: ArrayOrientation? = nil, targets: ArrayArchive? = nil,
    test: ArrayArchive? = nil
  ) throws(DataError) -> TableData {
    let name = String(path.split(separator: "/").last ?? "")
    switch try ArrayArchive.open(path, budget) {
    case .arrays(let archive):
      let asked = ArrayOptions(x: try array(options.x, "x"), y: try array(options.y.map { [$0] }, "y"), orientation: orientation, classes: options.classes)
      if let other = options.onlyForTables { throw .notForArrays(option: other) }
      let data = try ArrayData.dataset(name, archive, asked, test: test, targets: targets)
      return TableData(dataset: data.train, test: data.test, note: data.note)
    case .other(let bytes):
      guard !bytes.isEmpty else { throw .empty }
      if targets != nil { throw .notForTables(option: "y=FILE") }
      if test != nil { throw .notForTables(option: "test= with arrays") }
      if orientation != nil { throw .notForTables(option: "orient=") }
      var table = try DataTable(bytes, options, budget)
      return try table.dataset(name)
    }
  }

  /// The name of the array that an option names.
  private static func array(_ items: [ColumnItem]?, _ option: String) throws(DataError) -> String? {
    guard let items else { return nil }
    guard items.count == 1, !items[0].isExcluded else { throw .notForArrays(option: "\(option)= with several columns") }
    return items[0].text
  }

  /// Reads another table in the same way, for example the test part.
  ///
  /// - Throws: `DataError` where it has other columns, or classes and categories that the first one did not have.
  public static func read(_ path: String, like recipe: TableRecipe, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) -> TableData {
    guard case .other(let bytes) = try ArrayArchive.open(path, budget) else { throw .notForTables(option: "test= with arrays") }
    guard !bytes.isEmpty else { throw .empty }
    var table = try DataTable(bytes, recipe.forAnother, budget)
    return try table.dataset(String(path.split(separator: "/").last ?? ""), like: recipe)
  }
}
