import Net

/// A part of an array: which rows and columns, counted from 0, and whether it is seen transposed.
///
/// Every way of writing a part leads here: `W1[2,1]`, `A1[:,3]`, `a[1]2`, `x(3)`, `x⁽³⁾`. Reading, assigning and claiming
/// a part are then one piece of code.
struct Place {
  enum Root {
    case quantity(Quantity)
    case variable(String)
    /// A value that is no quantity and no variable: it can be read only.
    case value(Value)

    var name: String {
      switch self {
      case .quantity(let quantity): quantity.name
      case .variable(let name): name
      case .value: ""
      }
    }
  }

  var root: Root
  /// nil: all.
  var rows: [Int]?
  var columns: [Int]?
  /// Single entries, as a mask of the whole chooses them: places in the whole, row-major from 0. The part is a row of them.
  var entries: [Int]?
  /// Two whole numbers were given: the part is a scalar.
  var isEntry = false
  var isTransposed = false

  var isWhole: Bool { rows == nil && columns == nil && entries == nil }
}

extension Place {
  /// The part of `matrix`; its indices must have been checked against the shape.
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

  /// `matrix` with the part replaced; a scalar or a row or column is stretched as NumPy does. nil where it does not fit.
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

  /// The shape of the part, of an array of this shape.
  func shape(in whole: Shape) -> Shape {
    if let entries { return Shape(1, entries.count) }
    let shape = Shape(rows?.count ?? whole.rows, columns?.count ?? whole.columns)
    return isTransposed ? shape.transposed : shape
  }
}

/// The places `first:last:step` of a slice, from 1.
struct SliceIndices {
  let first: Int
  let last: Int
  /// Not 0.
  let step: Int

  var places: StrideThrough<Int> { stride(from: first, through: last, by: step) }

  /// How many there are, without going through them.
  var count: Int {
    guard step > 0 ? first <= last : first >= last else { return 0 }
    return (last - first) / step + 1
  }
}
