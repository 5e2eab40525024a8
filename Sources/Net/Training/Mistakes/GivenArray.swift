/// An array that a user got: its numbers, the precision of each, and which rows and columns the print left out.
public struct GivenArray: Sendable {
  /// The known entries.
  public let entries: Matrix
  /// The largest allowed difference for each entry, or one value for all entries.
  private var tolerances: [Double]
  private let rowGap: Int?
  private let columnGap: Int?

  /// The tolerance for numbers whose digits all count, as a share of the largest entry.
  public static let relativeTolerance = 1e-9

  /// An array from its numbers. Traps where `tolerances` has another shape.
  /// - Parameter tolerances: the allowed difference for each entry; nil means 1e-9 · max|array|.
  public init(_ entries: Matrix, tolerances: Matrix? = nil) {
    precondition(tolerances.map { $0.shape == entries.shape } ?? true, "a tolerance for each entry")
    self.init(entries, halfUnits: tolerances, rowGap: nil, columnGap: nil)
  }

  /// An array as a tool printed it. In a format with fewer digits than a double, each entry may also differ by the rounding of the format, and by the
  /// error of a step that is computed in it.
  public init(_ printed: PrintedArray) {
    self.init(printed.entries, halfUnits: printed.halfUnits, rowGap: printed.rowGap, columnGap: printed.columnGap)
    guard printed.format.rounding > 0 else { return }
    let (tolerances, step) = (tolerances, printed.format.step * scale)
    self.tolerances = entries.elements.indices.map { index in
      let value = abs(entries.elements[index])
      return tolerances[tolerances.count == 1 ? 0 : index] + (value.isFinite ? printed.format.rounding * value : 0) + step
    }
  }

  private init(_ entries: Matrix, halfUnits: Matrix?, rowGap: Int?, columnGap: Int?) {
    self.entries = entries
    let largest = entries.elements.reduce(0.0) { max($0, $1.isFinite ? abs($1) : 0) }
    // The user's number may differ in its last bits before it is rounded. So the tolerance is a little larger.
    tolerances = halfUnits.map { $0.elements.map { $0 * 1.000001 + 1e-13 * largest } } ?? [max(Self.relativeTolerance * largest, 1e-300)]
    (self.rowGap, self.columnGap) = (rowGap, columnGap)
  }

  /// The same array with tolerances of at least `tolerance`. A sum that should be 0 is a rounding error of this size.
  func atLeast(_ tolerance: Double) -> GivenArray {
    var copy = self
    copy.tolerances = tolerances.map { max($0, tolerance) }
    return copy
  }

  /// Whether the given digits are precise enough to say something about numbers of this size. Each tolerance must be at most a twentieth of the
  /// largest.
  public func tells(of right: Matrix) -> Bool {
    let largest = right.elements.reduce(0.0) { max($0, abs($1)) }
    return tolerances.allSatisfy { $0 <= largest / 20 }
  }

  /// Whether rows or columns were left out.
  public var isElided: Bool { rowGap != nil || columnGap != nil }

  /// The largest |entry| of all finite entries.
  public var scale: Double { entries.elements.reduce(0.0) { max($0, $1.isFinite ? abs($1) : 0) } }

  /// Whether an array of this shape could have been printed like this one.
  public func allows(_ shape: Shape) -> Bool {
    (rowGap == nil ? shape.rows == entries.rows : shape.rows > entries.rows)
      && (columnGap == nil ? shape.columns == entries.columns : shape.columns > entries.columns)
  }

  /// The shape as far as it is known, for example `(4, 2)` or `(> 6, 4)` where rows were left out.
  public var shapeText: String {
    "(\(rowGap == nil ? "" : "> ")\(entries.rows), \(columnGap == nil ? "" : "> ")\(entries.columns))"
  }

  /// Whether every known entry equals the candidate's within its tolerance. NaN never agrees.
  public func agrees(with candidate: Matrix) -> Bool {
    guard allows(candidate.shape) else { return false }
    let isUniform = tolerances.count == 1
    if rowGap == nil, columnGap == nil {
      for index in entries.elements.indices {
        guard abs(entries.elements[index] - candidate.elements[index]) <= tolerances[isUniform ? 0 : index] else { return false }
      }
      return true
    }
    return allEntries(candidate) { abs($0 - $1) <= $2 }
  }

  /// Whether every known entry equals the candidate's within its tolerance. Here NaN equals NaN, and infinity equals the same infinity.
  func fitsNotFinite(_ candidate: Matrix) -> Bool {
    guard allows(candidate.shape) else { return false }
    return allEntries(candidate) { $0 == $1 || $0.isNaN && $1.isNaN || abs($0 - $1) <= $2 }
  }

  /// The largest difference between known entries and the candidate's; nil where the shape does not fit or a difference is not finite.
  public func distance(_ candidate: Matrix) -> Double? {
    guard allows(candidate.shape) else { return nil }
    var largest = 0.0
    let isNumber = allEntries(candidate) { given, found, _ in
      largest = max(largest, abs(given - found))
      return abs(given - found).isFinite
    }
    return isNumber ? largest : nil
  }

  /// Whether two arrays are equal within the tolerances of this array.
  public func cannotTell(_ one: Matrix, _ other: Matrix) -> Bool {
    guard one.shape == other.shape, allows(one.shape) else { return false }
    return GivenArray(known(of: one), tolerance: tolerances).agrees(with: known(of: other))
  }

  /// The number of digits in all entries together. It is the logarithm to base 10 of the number of arrays that could be printed like this.
  public var digits: Double {
    let largest = scale
    guard largest > 0 else { return 0 }
    return entries.elements.indices.reduce(0.0) { sum, index in
      let steps = largest / (2 * tolerances[tolerances.count == 1 ? 0 : index])
      return sum + (steps > 1 ? Arithmetic.decimalLogarithm(steps) : 0)
    }
  }

  private init(_ entries: Matrix, tolerance: [Double]) {
    self.entries = entries
    tolerances = tolerance
    (rowGap, columnGap) = (nil, nil)
  }

  /// An array with the whole shape that has the known entries in their places, and NaN where entries were left out. Traps where the shape is not allowed.
  public func spread(over shape: Shape) -> Matrix {
    precondition(allows(shape), "a shape that the print can have")
    if !isElided { return entries }
    var whole = Matrix(shape, repeating: .nan)
    for row in 0..<entries.rows {
      for column in 0..<entries.columns { whole[self.row(row, shape.rows), self.column(column, shape.columns)] = entries[row, column] }
    }
    return whole
  }

  private func known(of whole: Matrix) -> Matrix {
    if rowGap == nil, columnGap == nil { return whole }
    var part = Matrix(entries.shape)
    for row in 0..<entries.rows {
      for column in 0..<entries.columns { part[row, column] = whole[self.row(row, whole.rows), self.column(column, whole.columns)] }
    }
    return part
  }

  /// The row of the whole array for a printed row.
  private func row(_ index: Int, _ count: Int) -> Int { rowGap.map { index < $0 ? index : count - entries.rows + index } ?? index }
  private func column(_ index: Int, _ count: Int) -> Int { columnGap.map { index < $0 ? index : count - entries.columns + index } ?? index }

  private func allEntries(_ candidate: Matrix, _ test: (_ given: Double, _ found: Double, _ tolerance: Double) -> Bool) -> Bool {
    for row in 0..<entries.rows {
      for column in 0..<entries.columns {
        let index = row * entries.columns + column
        let found = candidate[self.row(row, candidate.rows), self.column(column, candidate.columns)]
        guard test(entries.elements[index], found, tolerances[tolerances.count == 1 ? 0 : index]) else { return false }
      }
    }
    return true
  }
}
