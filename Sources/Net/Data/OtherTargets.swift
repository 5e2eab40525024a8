/// Targets that come from another file than the features, with `y=FILE`.
public struct OtherTargets: Sendable {
  /// The targets. The values say whether they are classes.
  let array: NamedArray
  /// Whether they are the column of a text table.
  let isTable: Bool

  /// Reads the targets of a file that holds one array, an array named Y, or a table with one column.
  ///
  /// - Throws: `DataError` where the file holds something else, or where a target is missing.
  init(_ file: OpenedFile, _ options: TableOptions) throws(DataError) {
    switch file.content {
    case .arrays(let archive):
      let entry = archive.entries.count == 1 ? archive.entries[0] : try ArrayRoles(archive.entries, x: nil, y: nil).Y
      guard let entry else { throw .badArrays(reason: "the file of y= needs one array, or one named Y; \(ArrayRoles.list(archive.entries))") }
      (array, isTable) = (try archive.read(entry), false)
    case .other(let bytes):
      guard !bytes.isEmpty else { throw .empty }
      var alone = TableOptions(hasHeader: options.hasHeader, classes: options.classes)
      alone.hasDecimalComma = options.hasDecimalComma
      let table = try DataTable(bytes, alone, file.budget, .target)
      (array, isTable) = (try table.targetsAlone(), true)
    }
  }
}
