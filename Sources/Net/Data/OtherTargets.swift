/// Targets that come from another file than the features, with `y=FILE`.
public enum OtherTargets: Sendable {
  /// An array, whose values say whether they are classes.
  case array(NamedArray)
  /// The column of a text table, as Y with the names of its classes.
  case made(Matrix, [String]?)

  /// Reads the targets of a file that holds one array, an array named Y, or a table with one column.
  ///
  /// - Throws: `DataError` where the file holds something else, or where a target is missing.
  init(_ file: OpenedFile, _ options: TableOptions) throws(DataError) {
    switch file.content {
    case .arrays(let archive):
      let entry = archive.entries.count == 1 ? archive.entries[0] : try ArrayRoles(archive.entries, x: nil, y: nil).Y
      guard let entry else { throw .badArrays(reason: "the file of y= needs one array, or one named Y; \(ArrayRoles.list(archive.entries))") }
      self = .array(try archive.read(entry))
    case .other(let bytes):
      guard !bytes.isEmpty else { throw .empty }
      var alone = TableOptions(hasHeader: options.hasHeader, classes: options.classes)
      alone.hasDecimalComma = options.hasDecimalComma
      var table = try DataTable(bytes, alone, file.budget, .target)
      let (Y, classNames) = try table.targetsAlone()
      self = .made(Y!, classNames)
    }
  }
}
