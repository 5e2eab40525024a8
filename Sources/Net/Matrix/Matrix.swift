/// A dense matrix of doubles, row-major: entry (r, c), counted from 0, stands at `elements[r * columns + c]`.
///
/// Every array of the notes has two dimensions, so this is the one array type: a column vector is (n, 1), a row (1, n).
/// A value type: a copy shares its storage until one of the two is written.
public struct Matrix: Equatable, Sendable {
  public let shape: Shape
  public var elements: [Double] {
    didSet { precondition(elements.count == shape.rows * shape.columns, "element count must stay rows * columns") }
  }

  public var rows: Int { shape.rows }
  public var columns: Int { shape.columns }

  /// A matrix of `rows` · `columns` elements in row-major order; traps when their number differs.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "element count must be rows * columns")
    self.shape = Shape(rows, columns)
    self.elements = elements
  }

  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, elements: [Double](repeating: value, count: rows * columns))
  }

  public init(_ shape: Shape, repeating value: Double = 0) {
    self.init(rows: shape.rows, columns: shape.columns, repeating: value)
  }

  public init(_ shape: Shape, elements: [Double]) {
    self.init(rows: shape.rows, columns: shape.columns, elements: elements)
  }

  /// A matrix from its rows; traps when they differ in length.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows must have one length")
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  /// A (1, n) matrix.
  public init(row: [Double]) {
    self.init(rows: 1, columns: row.count, elements: row)
  }

  /// An (n, 1) matrix.
  public init(column: [Double]) {
    self.init(rows: column.count, columns: 1, elements: column)
  }

  /// Entry (row, column), counted from 0.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The rows as arrays, for printing and tests.
  public var nested: [[Double]] {
    (0..<rows).map { Array(elements[$0 * columns..<($0 + 1) * columns]) }
  }
}
