/// The shape of a matrix: first the number of rows, then the number of columns, like (n1, m) in the notes.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  public let rows: Int
  public let columns: Int

  public init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// rows · columns; nil where the product does not fit into an `Int`.
  public var count: Int? {
    let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
    return overflow ? nil : product
  }

  public var transposed: Shape { Shape(columns, rows) }

  /// The shape as NumPy prints it, for example `(4, 2)`.
  public var description: String { "(\(rows), \(columns))" }
}
