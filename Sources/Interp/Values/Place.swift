import Net

/// A part of an array: its rows and columns, counted from 0, and whether it is transposed.
///
/// Every spelling of a part becomes a place: `W1[2,1]`, `A1[:,3]`, `a[1]2`, `x(3)`, `x⁽³⁾`. The same code therefore reads, assigns and claims all of them.
struct Place {
  /// The array that the place is a part of.
  enum Root {
    case quantity(Quantity)
    case variable(String)
    /// A value that is neither a quantity nor a variable. It can only be read.
    case value(Value)

    /// The name of the array, or an empty text for a value.
    var name: String {
      switch self {
      case .quantity(let quantity): quantity.name
      case .variable(let name): name
      case .value: ""
      }
    }
  }

  var root: Root
  /// The selected rows, or nil for all rows.
  var rows: [Int]?
  /// The selected columns, or nil for all columns.
  var columns: [Int]?
  /// The single entries that a mask of the whole array selects, as row-major indices from 0. The part is a row of these entries.
  var entries: [Int]?
  /// Whether two whole numbers were given. The part is then a scalar.
  var isEntry = false
  var isTransposed = false

  /// Whether the part is the whole array, perhaps transposed.
  var isWhole: Bool { rows == nil && columns == nil && entries == nil }
}

extension Place {
  /// The part of `value`. Its indices must already be checked against the shape. A value that is no array is returned unchanged.
  func read(from value: Value) -> Value {
    guard let matrix = value.asMatrix else { return value }
    let truth = value.isBoolean
    if isEntry, let row = rows?.first, let column = columns?.first {
      let entry = matrix[row, column]
      return truth ? .boolean(entry != 0) : .scalar(entry)
    }
    if isWhole { return isTransposed ? (truth ? .booleans(matrix.transposed()) : .matrix(matrix.transposed())) : value }
    if let entries {
      let row = Matrix(row: entries.map { matrix.elements[$0] })
      return truth ? .booleans(row) : .matrix(row)
    }
    let rows = self.rows ?? Array(0..<matrix.rows)
    let columns = self.columns ?? Array(0..<matrix.columns)
    var part = matrix.part(rows: rows, columns: columns)
    if isTransposed { part = part.transposed() }
    return truth ? .booleans(part) : .matrix(part)
  }

  /// A copy of `matrix` in which `value` replaces the part. A scalar, a row or a column is stretched as in NumPy. Nil where the shapes do not fit.
  func write(_ value: Matrix, into matrix: Matrix) -> Matrix? {
    if let entries {
      guard value.rows == 1, value.columns == entries.count || value.columns == 1 else { return nil }
      var result = matrix
      for (index, entry) in entries.enumerated() { result.elements[entry] = value.elements[value.columns == 1 ? 0 : index] }
      return result
    }
    let rows = self.rows ?? Array(0..<matrix.rows)
    let columns = self.columns ?? Array(0..<matrix.columns)
    let source = isTransposed ? value.transposed() : value
    guard source.rows == rows.count || source.rows == 1, source.columns == columns.count || source.columns == 1 else { return nil }
    return matrix.replacing(rows: rows, columns: columns, with: source)
  }

  /// The shape of the part of an array with the shape `whole`.
  func shape(in whole: Shape) -> Shape {
    if let entries { return Shape(1, entries.count) }
    let shape = Shape(rows?.count ?? whole.rows, columns?.count ?? whole.columns)
    return isTransposed ? shape.transposed : shape
  }
}

/// The indices `first:last:step` of a slice. Both ends are included and count from 1.
struct SliceIndices {
  let first: Int
  let last: Int
  /// The step, which must not be 0.
  let step: Int

  var places: StrideThrough<Int> { stride(from: first, through: last, by: step) }

  /// The number of indices.
  var count: Int {
    guard step > 0 ? first <= last : first >= last else { return 0 }
    return (last - first) / step + 1
  }
}
