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

  /// The recipe for a table of this form. Where only names of features are known, the table may have one column `color` of words in place of a column
  /// for each of `color=red` and `color=blue`.
  func fitted(_ form: TableForm) -> TableRecipe {
    guard match == .either, form.hasHeader || form.hasCommentHeader else { return self }
    let known = Set(form.used.map { form.names[$0] })
    var columns: [Column] = []
    for column in self.columns {
      let word = known.contains(column.name) ? nil : Self.words(column.name).first { known.contains($0.name) }
      if let word, columns.last?.name == word.name, let before = columns.last?.values {
        columns[columns.count - 1].values = before + [word.value]
      } else {
        columns.append(Column(name: word?.name ?? column.name, position: columns.count + 1, values: word.map { [$0.value] }))
      }
    }
    // Where two features would read the same column, or the same word, the names do not say which one is meant.
    let isOnce = Set(columns.map(\.name)).count == columns.count && columns.allSatisfy { Set($0.values ?? []).count == $0.values?.count ?? 0 }
    guard isOnce else { return self }
    var fitted = self
    (fitted.columns, fitted.width) = (columns, columns.count)
    return fitted
  }

  /// The columns and words that the name of a feature may stand for: for `a=b=c` they are `a` with `b=c`, and `a=b` with `c`.
  private static func words(_ feature: String) -> [(name: String, value: String)] {
    feature.indices.filter { feature[$0] == "=" }.map { (String(feature[..<$0]), String(feature[feature.index(after: $0)...])) }
  }

  /// The options that read another table. The columns are found by `places`.
  var forAnother: TableOptions {
    var options = options
    (options.x, options.y, options.oneHot) = (nil, nil, [])
    if match == .positions {
      // The data has no names. A mistyped number in the first row must not make a header of it.
      options.takesOnlyWordsAsHeader = true
    } else {
      options.expectedNames = Set(columns.flatMap { match == .either ? [$0.name] + Self.words($0.name).map(\.name) : [$0.name] })
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
