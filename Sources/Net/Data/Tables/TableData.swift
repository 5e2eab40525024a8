/// A data set that was read from a file.
public struct TableData: Sendable {
  /// The data. A missing feature is NaN where the options say that it is filled.
  public var dataset: Dataset
  /// The test part that the file itself has; nil where it has none.
  public var test: Dataset?
  /// How a table is written; nil where the file holds arrays.
  public var form: TableForm?
  /// The options with which a table was read.
  public var told = TableOptions()
  /// The number of examples that were left out because a value was missing.
  public var dropped = 0
  /// How another file is read in the same way.
  public var recipe: RowRecipe
  /// For each row of a table, whether it is an example; nil where all are.
  var kept: [Bool]?
  /// What was decided about arrays, in one line; nil for a table.
  public var note: String?
}
