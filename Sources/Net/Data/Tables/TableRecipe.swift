/// How a table was read, so that another one can be read in the same way: a test part, or new rows.
public struct TableRecipe: Equatable, Sendable {
  /// A column of the table that gives features.
  public struct Column: Equatable, Sendable {
    public var name: String
    /// The position in the table, counted from 1 over the columns that are not left out.
    public var position: Int
    /// The values of a one-hot column, in the order of its features; nil for a column of numbers.
    public var values: [String]?

    public init(name: String, position: Int, values: [String]? = nil) { (self.name, self.position, self.values) = (name, position, values) }

    /// The names of its features.
    public var featureNames: [String] { values.map { $0.map { "\(name)=\($0)" } } ?? [name] }
  }

  /// How the columns are found in another table.
  public enum Match: String, CaseIterable, Sendable {
    /// By their names, as the table has a header.
    case names
    /// By their positions, as the table has no header.
    case positions
    /// By their names where the other table has them, else by their positions. The data did not come from a table.
    case either
  }

  /// The options with which the training part was read.
  public var options = TableOptions()
  public var match: Match
  /// The columns of the features, in the order of X.
  public var columns: [Column]
  /// The column of the target; nil where the targets came from elsewhere.
  public var target: Column?
  /// The number of columns that are not left out.
  public var width: Int
  /// The classes; nil where the target is a number.
  public var classNames: [String]?

  public init(match: Match, columns: [Column], target: Column? = nil, width: Int) {
    (self.match, self.columns, self.target, self.width) = (match, columns, target, width)
  }

  /// The recipe for data that did not come from a table: each feature is a column.
  public init(features: [String]) {
    self.init(match: .either, columns: features.enumerated().map { Column(name: $1, position: $0 + 1) }, width: features.count)
  }

  /// The same features, where those with names such as `color=red` and `color=blue` come from one column `color` of words.
  /// It is nil where no feature has such a name, or where one column would be needed in two places.
  var withWords: TableRecipe? {
    var columns: [Column] = []
    for column in self.columns {
      let parts = column.name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      if parts.count == 2, columns.last?.name == parts[0], let before = columns.last?.values {
        columns[columns.count - 1].values = before + [parts[1]]
      } else {
        columns.append(Column(name: parts[0], position: columns.count + 1, values: parts.count == 2 ? [parts[1]] : nil))
      }
    }
    guard columns.contains(where: { $0.values != nil }), Set(columns.map(\.name)).count == columns.count else { return nil }
    return TableRecipe(match: .either, columns: columns, width: columns.count)
  }

  /// The options that read another table. The columns are found by `places`.
  var forAnother: TableOptions {
    var options = options
    (options.x, options.y, options.oneHot) = (nil, nil, [])
    if match == .positions {
      // The data has no names. A mistyped number in the first row must not make a header of it.
      options.takesOnlyWordsAsHeader = true
    } else {
      options.expectedNames = Set(columns.map(\.name))
      // Columns that have names need no index to be counted. A name that is not asked for is ignored.
      if options.hasIndex == true { options.hasIndex = nil }
    }
    return options
  }

  /// Finds the columns in a table of this form.
  ///
  /// - Parameter withTarget: whether the column of the target is needed too.
  /// - Throws: `DataError.unknownColumn`, `noHeader` or `otherWidth`.
  func places(_ form: TableForm, withTarget: Bool) throws(DataError) -> (target: Int?, features: [Int]) {
    let first = form.used.lowerBound
    let known = form.used.map { form.names[$0] }
    let places = Dictionary(known.enumerated().map { ($1, $0 + first) }) { one, _ in one }
    let hasNames = form.hasHeader || form.hasCommentHeader
    if match == .names || match == .either && hasNames && columns.contains(where: { places[$0.name] != nil }) {
      guard hasNames else { throw .noHeader(wanted: columns.map(\.name)) }
      func named(_ column: Column) throws(DataError) -> Int {
        guard let place = places[column.name] else { throw .unknownColumn(column.name, known: known) }
        return place
      }
      var features: [Int] = []
      for column in columns { features.append(try named(column)) }
      return (withTarget ? try target.map(named) : nil, features)
    }
    if known.count == width { return (withTarget ? target.map { first + $0.position - 1 } : nil, columns.map { first + $0.position - 1 }) }
    if !withTarget, let target, known.count == width - 1 {
      return (nil, columns.map { first + $0.position - ($0.position > target.position ? 2 : 1) })
    }
    // The file has only the features. Its columns follow the order of the first table, and X may have another order.
    if !withTarget, known.count == columns.count { return (nil, columns.map { column in first + columns.count { $0.position < column.position } }) }
    throw .otherWidth(found: known.count, wanted: width, hasTarget: target != nil)
  }
}
