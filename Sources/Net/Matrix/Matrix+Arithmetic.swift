extension Matrix {
  /// The matrix product by OpenBLAS. Either side can be transposed, without a copy. Traps where the inner dimensions differ.
  public static func product(_ a: Matrix, transposed turnsA: Bool = false, _ b: Matrix, transposed turnsB: Bool = false) -> Matrix {
    GEMM.product(a, b, transposeA: turnsA, transposeB: turnsB)
  }

  /// The matrix product self @ other. Traps where the inner dimensions differ.
  public func multiplied(by other: Matrix) -> Matrix { Matrix.product(self, other) }

  /// The matrix repeated to a shape that its own shape broadcasts to. Traps where it does not.
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
