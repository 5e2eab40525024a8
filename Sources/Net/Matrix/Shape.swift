/// The shape of a matrix: rows first, then columns, as in the notes' (n1, m).
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  public let rows: Int
  public let columns: Int

  public init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// rows · columns, or nil where the product does not fit an `Int`.
  public var count: Int? {
    let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
    return overflow ? nil : product
  }

  public var transposed: Shape { Shape(columns, rows) }

  /// As NumPy prints it: `(4, 2)`.
  public var description: String { "(\(rows), \(columns))" }
}
