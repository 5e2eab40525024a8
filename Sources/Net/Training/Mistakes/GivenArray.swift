/// An array that somebody got: its numbers, how exactly each is meant, and which rows and columns were left out when it was printed.
public struct GivenArray: Sendable {
  /// The entries that are known.
  public let entries: Matrix
  /// Half a unit of the last digit, entry by entry, or the same for all.
  private var tolerances: [Double]
  private let rowGap: Int?
  private let columnGap: Int?

  /// Of numbers whose digits all count.
  public static let relativeTolerance = 1e-9

  /// `tolerances`: nil where all digits count; then 1e-9 · max|array|.
  public init(_ entries: Matrix, tolerances: Matrix? = nil) {
    precondition(tolerances.map { $0.shape == entries.shape } ?? true, "a tolerance for each entry")
    self.init(entries, halfUnits: tolerances, rowGap: nil, columnGap: nil)
  }

  /// As NumPy printed it.
  public init(_ printed: PrintedArray) {
    self.init(printed.entries, halfUnits: printed.halfUnits, rowGap: printed.rowGap, columnGap: printed.columnGap)
  }

  private init(_ entries: Matrix, halfUnits: Matrix?, rowGap: Int?, columnGap: Int?) {
    self.entries = entries
    let largest = entries.elements.reduce(0.0) { max($0, $1.isFinite ? abs($1) : 0) }
    // What was rounded may have been rounded from a number that differs in its last bits.
    tolerances = halfUnits.map { $0.elements.map { $0 * 1.000001 + 1e-13 * largest } } ?? [max(Self.relativeTolerance * largest, 1e-300)]
    (self.rowGap, self.columnGap) = (rowGap, columnGap)
  }

  /// The same array, no entry meant more exactly than this: a sum that should be 0 is rounding.
  func atLeast(_ tolerance: Double) -> GivenArray {
    var copy = self
    copy.tolerances = tolerances.map { max($0, tolerance) }
    return copy
  }

  /// Whether the digits given tell anything of numbers of this size: a twentieth of the largest at the coarsest.
  public func tells(of right: Matrix) -> Bool {
    let largest = right.elements.reduce(0.0) { max($0, abs($1)) }
    return tolerances.allSatisfy { $0 <= largest / 20 }
  }

  /// Whether rows or columns were left out.
  public var isElided: Bool { rowGap != nil || columnGap != nil }

  /// The largest entry, without its sign.
  public var scale: Double { entries.elements.reduce(0.0) { max($0, $1.isFinite ? abs($1) : 0) } }

  /// Whether a whole array of this shape could have been printed so.
  public func allows(_ shape: Shape) -> Bool {
    (rowGap == nil ? shape.rows == entries.rows : shape.rows > entries.rows)
      && (columnGap == nil ? shape.columns == entries.columns : shape.columns > entries.columns)
  }

  /// The shape as far as it is known: `(4, 2)`, `(4, > 6)`.
  public var shapeText: String {
    "(\(rowGap == nil ? "" : "> ")\(entries.rows), \(columnGap == nil ? "" : "> ")\(entries.columns))"
  }

  /// Whether every known entry is the candidate's within its tolerance. NaN never fits.
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

  /// Whether every known entry is the candidate's, nan where that is nan and infinite where that is.
  func fitsNotFinite(_ candidate: Matrix) -> Bool {
    guard allows(candidate.shape) else { return false }
    return allEntries(candidate) { $0 == $1 || $0.isNaN && $1.isNaN || abs($0 - $1) <= $2 }
  }

  /// The largest difference among the known entries; nil for another shape or where it is no number.
  public func distance(_ candidate: Matrix) -> Double? {
    guard allows(candidate.shape) else { return nil }
    var largest = 0.0
    let isNumber = allEntries(candidate) { given, found, _ in
      largest = max(largest, abs(given - found))
      return abs(given - found).isFinite
    }
    return isNumber ? largest : nil
  }

  /// Whether two arrays cannot be told apart at this exactness.
  public func cannotTell(_ one: Matrix, _ other: Matrix) -> Bool {
    guard one.shape == other.shape, allows(one.shape) else { return false }
    return GivenArray(known(of: one), tolerance: tolerances).agrees(with: known(of: other))
  }

  /// Digits that the array carries, all entries together: the logarithm to base 10 of how many arrays it could have been.
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

  private func known(of whole: Matrix) -> Matrix {
    if rowGap == nil, columnGap == nil { return whole }
    var part = Matrix(entries.shape)
    for row in 0..<entries.rows {
      for column in 0..<entries.columns { part[row, column] = whole[self.row(row, whole.rows), self.column(column, whole.columns)] }
    }
    return part
  }

  /// Where a printed row stands in the whole.
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
