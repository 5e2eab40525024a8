/// A data set from a file.
public enum DataFile {
  /// A file with more features or classes is refused as a mistake, because each of them would be a row.
  static let (mostFeatures, mostClasses) = (100_000, 1_000)

  /// Reads the data set in the file. Its contents say whether it holds arrays or a text table.
  ///
  /// - Throws: `DataError` where the file cannot be read or holds no data set, or where an option does not go with it.
  public static func read(_ path: String, _ options: TableOptions, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) -> TableData {
    try read(OpenedFile(path, budget), options)
  }

  /// Reads the data set in an open file.
  ///
  /// - Parameters:
  ///   - orientation: where the examples of arrays lie; nil where the arrays tell.
  ///   - targets: the targets, where they come from another file.
  ///   - test: another file of the same kind, which becomes the test part. It is read like the training part.
  /// - Throws: `DataError` where the file holds no data set, or where an option does not go with it. `ofTest` has what is wrong with the other file.
  public static func read(
    _ file: OpenedFile, _ options: TableOptions, orientation: ArrayOrientation? = nil, targets: OtherTargets? = nil, test: OpenedFile? = nil
  ) throws(DataError) -> TableData {
    switch file.content {
    case .arrays(let archive):
      let asked = ArrayOptions(x: try array(options.x, "x"), y: try array(options.y.map { [$0] }, "y"), orientation: orientation, classes: options.classes)
      if let other = options.onlyForTables { throw .notForArrays(option: other) }
      let data = try ArrayData.dataset(file.name, archive, asked, test: try test.map { (test) throws(DataError) in try test.arrays }, targets: targets)
      return TableData(dataset: data.train, test: data.test, recipe: .arrays(data.recipe), note: data.note)
    case .other(let bytes):
      guard !bytes.isEmpty else { throw .empty }
      if case .arrays? = test?.content { throw .notForTables(option: "test= with arrays") }
      if orientation != nil { throw .notForTables(option: "orient=") }
      guard let targets else {
        var table = try DataTable(bytes, options, file.budget)
        var data = try table.dataset(file.name)
        if let test { try data.take(test) }
        return data
      }
      if test != nil { throw .notForTables(option: "test= beside y=FILE") }
      var table = try DataTable(bytes, options, file.budget, .features)
      var data = try table.dataset(file.name)
      try data.take(targets, options, file.budget)
      return data
    }
  }

  /// Reads new rows for a network in the way in which the data was read.
  ///
  /// - Parameters:
  ///   - preprocessing: how the data was read, and the names of its features.
  ///   - takesUnknown: whether a category that the training part does not have gives zeros. It is an error otherwise.
  /// - Throws: `DataError` where the rows lack a feature or hold something else, or where the memory does not suffice.
  public static func newRows(_ file: OpenedFile, like preprocessing: Preprocessing, takesUnknown: Bool) throws(DataError) -> NewRows {
    let features = preprocessing.featureNames.count
    let rows: NewRows
    switch file.content {
    case .arrays(let archive):
      let recipe: ArrayRecipe? = if case .arrays(let recipe)? = preprocessing.recipe { recipe } else { nil }
      rows = try ArrayRecipe.rows(archive, like: recipe, features: features)
    case .other(let bytes):
      guard !bytes.isEmpty else { throw .empty }
      var recipe = if case .table(let recipe)? = preprocessing.recipe { recipe } else { TableRecipe(features: preprocessing.featureNames) }
      // A network that knows what fills gaps takes rows with gaps.
      if preprocessing.recipe == nil, preprocessing.filling != nil { recipe.options.missing = .mean }
      var table = try DataTable(bytes, TableOptions(), file.budget, .like(recipe, withTarget: false))
      rows = try table.newRows(takesUnknown: takesUnknown)
    }
    // The file of a network may say something else of its rows than of its features.
    guard rows.X.rows == features else { throw .badArrays(reason: "an example of it has \(rows.X.rows) features, but the network needs \(features)") }
    // The rows are filled and scaled in copies.
    try file.budget.take(2 * rows.X.elements.count, of: MemoryLayout<Double>.size)
    return rows
  }

  /// The name of the array that an option names.
  private static func array(_ items: [ColumnItem]?, _ option: String) throws(DataError) -> String? {
    guard let items else { return nil }
    guard items.count == 1, !items[0].isExcluded else { throw .notForArrays(option: "\(option)= with several columns") }
    return items[0].text
  }
}

/// A file that was opened once. A pipe can be read only once, so nothing opens it again.
public struct OpenedFile {
  /// The last part of the path.
  public let name: String
  let content: ArrayArchive.Content
  /// Counts the memory of what is read from the file.
  let budget: MemoryBudget

  /// Looks at the content of a file or a pipe.
  /// - Throws: `DataError` where the file cannot be read, or holds arrays that cannot be listed.
  public init(_ path: String, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) {
    name = String(path.split(separator: "/").last ?? "")
    content = try ArrayArchive.open(path, budget)
    self.budget = budget
  }

  /// The file with arrays.
  /// - Throws: `DataError.notForArrays` where the file holds a table.
  fileprivate var arrays: ArrayArchive {
    get throws(DataError) {
      guard case .arrays(let archive) = content else { throw .notForArrays(option: "test= with a table") }
      return archive
    }
  }

  /// The targets that the file holds, for `y=FILE`. The options say how a table is written, and whether values are classes.
  /// - Throws: `DataError` where the file holds anything but targets.
  public func targets(_ options: TableOptions) throws(DataError) -> OtherTargets { try OtherTargets(self, options) }
}

extension TableData {
  /// Takes another table as the test part. It is read like this one.
  ///
  /// - Throws: `DataError.ofTest` where it has other columns, or classes and categories that this one does not have.
  fileprivate mutating func take(_ test: OpenedFile) throws(DataError) {
    guard case .table(let recipe) = recipe, case .other(let bytes) = test.content else { throw .notForTables(option: "test= with arrays") }
    do throws(DataError) {
      guard !bytes.isEmpty else { throw .empty }
      var table = try DataTable(bytes, TableOptions(), test.budget, .like(recipe, withTarget: true))
      let part = try table.dataset(test.name)
      (self.test, dropped) = (part.dataset, dropped + part.dropped)
    } catch { throw .ofTest(error) }
  }

  /// Takes targets from another file. Rows that were left out of the table have no target either.
  fileprivate mutating func take(_ targets: OtherTargets, _ options: TableOptions, _ budget: MemoryBudget) throws(DataError) {
    let rows = kept?.count ?? dataset.examples
    let (array, isTable) = (targets.array, targets.isTable)
    try ArrayData.check(array, isY: true)
    let made: ArrayTargets
    if let texts = array.texts {
      made = try ArrayTargets(array.name, texts: [texts], asked: options.classes, isTable: isTable, budget)
    } else {
      let axis = array.shape.firstIndex(of: rows) ?? 0
      guard !array.shape.isEmpty, array.shape.count <= 2 else { throw .otherExamples(targets: array.shape.isEmpty ? 1 : array.shape[0], examples: rows) }
      let numbers = try ArrayRows.matrix(array.numbers ?? [], array.shape, axis: axis, budget)
      made = try ArrayTargets(array.name, numbers: [numbers], asked: options.classes, isTable: isTable, budget)
    }
    var Y = made.parts[0]
    guard Y.columns == rows else { throw .otherExamples(targets: Y.columns, examples: rows) }
    guard Y.rows <= DataFile.mostClasses else { throw .tooMany(.classes, column: nil, count: Y.rows, limit: DataFile.mostClasses) }
    if let kept { Y = Y.selectingColumns(kept.indices.filter { kept[$0] }) }
    (dataset.Y, dataset.classNames) = (Y, made.classNames)
  }
}
