/// All that keeps a table from being a data set.
public struct MessyTable: Equatable, Sendable {
  /// A feature with text in it.
  public struct Words: Equatable, Sendable {
    public let name: String
    /// The number of different words.
    public let values: Int
    /// The number of cells that are numbers.
    public let numbers: Int
    /// The number of cells with words.
    public let cells: Int
    public let firstLine: Int
    public let first: String

    /// Whether each value can be a feature of its own: there are few, and most of them occur more than once.
    public var isOneHot: Bool { numbers == 0 && values <= 20 && (2 * values <= cells || values <= 3 && cells > 1) }
  }

  /// A column with missing values.
  public struct Missing: Equatable, Sendable {
    public let name: String
    public let cells: Int
    public let firstLine: Int
    /// The text of the first such cell.
    public let first: String
    public let isTarget: Bool
    /// Whether the column has text, so that no mean can fill it.
    public let isWords: Bool
    /// Whether the column is one-hot.
    public var isOneHot = false
  }

  /// The name of the target; nil where it is not in the table.
  public var target: String?
  public var rows: Int
  public var features = 0
  public var words: [Words] = []
  public var missing: [Missing] = []
  /// The features that the user named; nil where they are all columns, or all but some.
  public var named: [String]?
  /// The one-hot columns and the option `missing=` of the statement that failed.
  public var oneHotBefore: [String] = []
  public var missingBefore: TableOptions.Missing?
  /// The columns that the user left out.
  public var leftOut: [String] = []

  init(target: String?, rows: Int) { (self.target, self.rows) = (target, rows) }

  /// The features that the data set can do without: text that is no one-hot column. One feature stays in any case.
  public var excluded: [String] {
    let rest = words.filter { !$0.isOneHot }
    guard rest.count == features, let best = rest.min(by: { $0.values < $1.values }) else { return rest.map(\.name) }
    return rest.filter { $0.name != best.name }.map(\.name)
  }

  /// The features that become one feature for each value.
  public var oneHot: [String] { words.map(\.name).filter { !excluded.contains($0) } }

  /// The options with which the table may be a data set: columns are left out or become one-hot, and gaps are filled or left out.
  public func repaired(_ options: TableOptions) -> TableOptions {
    var repaired = options
    if repaired.y == nil, let target { repaired.y = ColumnItem(target, isQuoted: true) }
    let excluded = excluded
    if let named {
      repaired.x = named.filter { !excluded.contains($0) }.map { ColumnItem($0, isQuoted: true) }
    } else if !(leftOut + excluded).isEmpty {
      repaired.x = (leftOut + excluded).map { ColumnItem($0, isQuoted: true, isExcluded: true) }
    }
    repaired.oneHot = (oneHotBefore.filter { !excluded.contains($0) } + oneHot).map { ColumnItem($0, isQuoted: true) }
    repaired.missing = remedy ?? missingBefore ?? options.missing
    return repaired
  }

  /// What helps against the missing values of the columns that stay; nil where none is missing there.
  public var remedy: TableOptions.Missing? {
    let rest = missing.filter { !excluded.contains($0.name) }
    if rest.isEmpty { return nil }
    return rest.contains { $0.isTarget || $0.isWords } ? .drop : .mean
  }
}
