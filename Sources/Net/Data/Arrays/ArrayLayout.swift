/// Where the examples of an array lie.
public enum ArrayOrientation: String, CaseIterable, Sendable {
  /// Each row is an example: the first dimension counts the examples.
  case rows
  /// Each column is an example, as in the notes: the last dimension counts the examples.
  case columns
}

/// The dimension of X that counts the examples, and the dimension of Y that does.
struct ArrayLayout: Equatable {
  var axisX: Int
  /// nil where Y is a single number, or where there is no Y.
  var axisY: Int?
  /// Whether the lengths did not decide, so that a rule did.
  var isGuessed = false

  /// - Parameters:
  ///   - asked: what orient= says; nil decides by the lengths, else by `fallback`.
  ///   - fallback: the rule where the lengths do not decide.
  /// - Throws: `DataError.badNPY` where Y fits no dimension of X.
  init(
    X: (name: String, shape: [Int]), Y: (name: String, shape: [Int])?, asked: ArrayOrientation?, fallback: ArrayOrientation
  ) throws(DataError) {
    let last = X.shape.count - 1
    let fallback = X.shape.count > 2 ? .rows : fallback
    func axis(_ orientation: ArrayOrientation) -> Int { orientation == .rows ? 0 : last }
    guard let Y else {
      (axisX, isGuessed) = (axis(asked ?? fallback), asked == nil && last > 0)
      return
    }
    // Dimensions of length 1 hold nothing in a column such as (5000, 1).
    let long = Y.shape.indices.filter { Y.shape[$0] != 1 }
    guard long.count <= 2 else { throw .badNPY(name: Y.name, reason: "its shape \(ArrayShape.text(Y.shape)) has more than two dimensions") }
    let lengths = long.isEmpty ? [1] : long.map { Y.shape[$0] }
    let fitting = X.shape.indices.filter { lengths.contains(X.shape[$0]) }
    let candidates = asked.map { [axis($0)].filter(fitting.contains) } ?? fitting
    guard let first = candidates.first else {
      let places = asked.map { "the \($0.rawValue) of" } ?? "a dimension of"
      throw .badNPY(
        name: Y.name,
        reason: "its shape \(ArrayShape.text(Y.shape)) does not fit \(places) \(X.name) \(ArrayShape.text(X.shape)): it needs one target for each example")
    }
    isGuessed = candidates.count > 1
    let orientation = asked ?? fallback
    axisX = candidates.count == 1 ? first : candidates.contains(axis(orientation)) ? axis(orientation) : first
    let matching = long.filter { Y.shape[$0] == X.shape[axisX] }
    // Where both dimensions of Y have the length, its examples lie as those of X do.
    axisY = matching.count > 1 ? (axisX == 0 ? matching[0] : matching[1]) : matching.first
  }
}

/// The rearranging of arrays, so that each column is an example.
enum ArrayRows {
  /// The numbers with the dimension `axis` as columns. The other dimensions become the rows, in C order. The budget counts the result.
  ///
  /// - Throws: `DataError.tooLarge` or `interrupted`.
  static func matrix(_ values: [Double], _ shape: [Int], axis: Int, _ budget: MemoryBudget) throws(DataError) -> Matrix {
    let size = shape[axis]
    let (outer, inner) = (shape[..<axis].reduce(1, *), shape[(axis + 1)...].reduce(1, *))
    // Where the examples lie along the last dimension, the numbers already are in this order.
    if inner == 1 { return Matrix(rows: outer, columns: size, elements: values) }
    try budget.take(values.count, of: MemoryLayout<Double>.size)
    var result = Matrix(rows: 0, columns: 0)
    if outer == 1 {
      result = Matrix(rows: size, columns: inner, elements: values).transposed()
    } else {
      var elements = [Double](repeating: 0, count: values.count)
      Slabs.each(outer, entriesOfEach: size * inner) { part in
        for block in part {
          for example in 0..<size {
            for place in 0..<inner { elements[(block * inner + place) * size + example] = values[(block * size + example) * inner + place] }
          }
        }
      }
      result = Matrix(rows: outer * inner, columns: size, elements: elements)
    }
    if Interrupt.current?.isRequested == true { throw .interrupted }
    return result
  }

  /// A matrix without one of its rows, counted from 0, and that row. The budget counts both.
  ///
  /// - Throws: `DataError.tooLarge`.
  static func taking(_ row: Int, from X: Matrix, _ budget: MemoryBudget) throws(DataError) -> (row: Matrix, rest: Matrix) {
    try budget.take(X.elements.count, of: MemoryLayout<Double>.size)
    let place = row * X.columns..<(row + 1) * X.columns
    let rest = Matrix(rows: X.rows - 1, columns: X.columns, elements: Array(X.elements[..<place.lowerBound] + X.elements[place.upperBound...]))
    return (Matrix(row: Array(X.elements[place])), rest)
  }
}
