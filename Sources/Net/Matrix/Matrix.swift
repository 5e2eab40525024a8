/// A dense row-major matrix of doubles: entry (r, c), counted from 0, is at `elements[r * columns + c]`.
///
/// Every array of the notes has two dimensions, so this is the only array type. A column vector is (n, 1), a row is (1, n). It is a value type. A
/// copy shares the storage until one of the two is written.
public struct Matrix: Equatable, Sendable {
  public let shape: Shape
  /// The entries in row order. Traps where an assignment changes their number.
  public var elements: [Double] {
    didSet { precondition(elements.count == shape.rows * shape.columns, "element count must stay rows * columns") }
  }

  public var rows: Int { shape.rows }
  public var columns: Int { shape.columns }

  /// A matrix with these entries in row order. Traps where there are not `rows` · `columns` of them.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "element count must be rows * columns")
    self.shape = Shape(rows, columns)
    self.elements = elements
  }

  /// A matrix with every entry equal to `value`.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, elements: [Double](repeating: value, count: rows * columns))
  }

  public init(_ shape: Shape, repeating value: Double = 0) {
    self.init(rows: shape.rows, columns: shape.columns, repeating: value)
  }

  /// A matrix with these entries in row order. Traps where there are not `rows` · `columns` of them.
  public init(_ shape: Shape, elements: [Double]) {
    self.init(rows: shape.rows, columns: shape.columns, elements: elements)
  }

  /// A matrix from its rows. Traps where they differ in length. No rows give (0, 0).
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows must have one length")
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  /// A matrix with one row, (1, n).
  public init(row: [Double]) {
    self.init(rows: 1, columns: row.count, elements: row)
  }

  /// A matrix with one column, (n, 1).
  public init(column: [Double]) {
    self.init(rows: column.count, columns: 1, elements: column)
  }

  /// The entry at (row, column), counted from 0. Traps only where the place lies outside `elements`.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The rows as arrays, for printing and tests.
  public var nested: [[Double]] {
    (0..<rows).map { Array(elements[$0 * columns..<($0 + 1) * columns]) }
  }
}
