/// How the file of a data set became examples, so that new rows can be read in the same way.
public enum RowRecipe: Equatable, Sendable {
  case table(TableRecipe)
  case arrays(ArrayRecipe)

  /// The names of the features that the columns of a table give; nil for arrays, which have no names.
  var featureNames: [String]? { if case .table(let recipe) = self { recipe.columns.flatMap(\.featureNames) } else { nil } }
}

/// New rows for a network, in the units of the data.
public struct NewRows: Sendable {
  /// The rows as examples, (n0, number of examples). A gap is NaN where the training part's filling fills it.
  public var X: Matrix
  /// For each row of the file, whether it is an example; nil where all are. `missing=drop` leaves rows out.
  public var kept: [Bool]?

  /// The number of rows of the file.
  public var rows: Int { kept?.count ?? X.columns }
}
