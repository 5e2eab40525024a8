extension Matrix {
  /// Each entry through a function.
  public func map(_ function: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map(function))
  }

  /// The matrix product self @ other by OpenBLAS; traps when the inner dimensions differ.
  public func multiplied(by other: Matrix) -> Matrix {
    var result = Matrix(rows: rows, columns: other.columns)
    GEMM.multiply(self, other, into: &result)
    return result
  }

  /// (r, c) becomes (c, r).
  public func transposed() -> Matrix {
    if rows == 1 || columns == 1 { return Matrix(rows: columns, columns: rows, elements: elements) }
    var result = [Double](repeating: 0, count: elements.count)
    // Tiles of 16 x 16 keep both sides in cache.
    for top in stride(from: 0, to: rows, by: 16) {
      for left in stride(from: 0, to: columns, by: 16) {
        for row in top..<Swift.min(top + 16, rows) {
          for column in left..<Swift.min(left + 16, columns) { result[column * rows + row] = elements[row * columns + column] }
        }
      }
    }
    return Matrix(rows: columns, columns: rows, elements: result)
  }

  /// NumPy's broadcasting: each dimension is equal or 1 on one side. nil where the shapes do not fit.
  public static func broadcast(_ a: Matrix, _ b: Matrix, _ function: (Double, Double) -> Double) -> Matrix? {
    guard let shape = Shape.broadcast(a.shape, b.shape) else { return nil }
    var elements = [Double](repeating: 0, count: shape.rows * shape.columns)
    if a.shape == shape, b.shape == shape {
      RowKernels.combine(a.elements, b.elements, into: &elements, function)
      return Matrix(rows: shape.rows, columns: shape.columns, elements: elements)
    }
    let (aRow, aColumn) = (a.rows == 1 ? 0 : a.columns, a.columns == 1 ? 0 : 1)
    let (bRow, bColumn) = (b.rows == 1 ? 0 : b.columns, b.columns == 1 ? 0 : 1)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        elements[row * shape.columns + column] = function(a.elements[row * aRow + column * aColumn], b.elements[row * bRow + column * bColumn])
      }
    }
    return Matrix(rows: shape.rows, columns: shape.columns, elements: elements)
  }

  /// Repeated to a shape that this one broadcasts to.
  public func stretched(to target: Shape) -> Matrix {
    if shape == target { return self }
    return Matrix.broadcast(self, Matrix(target)) { entry, _ in entry }!
  }
}

extension Shape {
  /// The shape that two shapes broadcast to; nil where they do not fit.
  public static func broadcast(_ a: Shape, _ b: Shape) -> Shape? {
    guard a.rows == b.rows || a.rows == 1 || b.rows == 1, a.columns == b.columns || a.columns == 1 || b.columns == 1 else { return nil }
    return Shape(a.rows == 1 ? b.rows : a.rows, a.columns == 1 ? b.columns : a.columns)
  }
}
