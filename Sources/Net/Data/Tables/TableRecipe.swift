/// How a table was read, so that another one can be read in the same way: a test part, or new rows.
public struct TableRecipe: Sendable {
  /// The options with which the training part was read.
  public var options: TableOptions
  /// The columns of the features, by name.
  public var features: [String]
  public var target: String
  /// For each one-hot column, its values in the order of the features.
  public var oneHot: [String: [String]]
  /// The classes; nil where the target is a number.
  public var classNames: [String]?

  /// The options that read another table of the same form.
  var forAnother: TableOptions {
    var options = options
    options.x = features.map { ColumnItem($0, isQuoted: true) }
    options.y = ColumnItem(target, isQuoted: true)
    options.oneHot = oneHot.keys.sorted().map { ColumnItem($0, isQuoted: true) }
    return options
  }
}
