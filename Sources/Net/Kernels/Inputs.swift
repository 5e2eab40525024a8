/// The inputs of a pass: X with an example in each column, or turned, with an example in each row.
struct Inputs {
  let matrix: Matrix
  /// Whether the matrix is (m, n0). Batches are gathered in this form, because the numbers of an example then lie side by side.
  var isTurned = false

  /// n0.
  var features: Int { isTurned ? matrix.columns : matrix.rows }
  /// m.
  var examples: Int { isTurned ? matrix.rows : matrix.columns }
}
