/// Two arrays for the same gradient, and the difference between them.
public struct GradientComparison: Sendable {
  /// One entry of both arrays.
  public struct Entry: Sendable, Equatable {
    /// The row and the column count from 0.
    public let row: Int
    public let column: Int
    public let analytic: Double
    public let numeric: Double
    /// The size up to which both numbers are only rounding errors.
    let rounding: Double
    /// |a - n| / (|a| + |n|); 0 where both numbers are only rounding errors.
    public var relativeError: Double { GradientComparison.ratio(abs(analytic - numeric), abs(analytic) + abs(numeric), rounding) }
  }

  /// ‖a - n‖ / (‖a‖ + ‖n‖) over the entries that were not left out.
  ///
  /// It is 0 where both are only rounding errors or where no entry is left. It is NaN where an entry is NaN.
  public let relativeError: Double
  /// The entries that were not left out. Those with the largest differences come first.
  public let entries: [Entry]
  /// The number of entries that were left out.
  public let skipped: Int

  /// Compares two arrays. A NaN in `numeric` marks an entry that was left out. Traps where the shapes differ.
  /// - Parameter rounding: for each entry, the size up to which it is only a rounding error; nil means 0.
  public init(analytic: Matrix, numeric: Matrix, rounding: Matrix? = nil) {
    precondition(analytic.shape == numeric.shape, "the two must have one shape")
    var list: [Entry] = []
    for index in numeric.elements.indices where !numeric.elements[index].isNaN {
      let columns = numeric.columns
      list.append(
        Entry(
          row: index / columns, column: index % columns, analytic: analytic.elements[index], numeric: numeric.elements[index],
          rounding: rounding?.elements[index] ?? 0))
    }
    func norm(_ value: (Entry) -> Double) -> Double { Reduction.norm.value(list.map(value), lost: 0) }
    relativeError = Self.ratio(norm { $0.analytic - $0.numeric }, norm(\.analytic) + norm(\.numeric), norm(\.rounding))
    func difference(_ entry: Entry) -> Double { entry.analytic.isNaN ? .infinity : abs(entry.analytic - entry.numeric) }
    entries = list.sorted { difference($0) > difference($1) }
    skipped = numeric.elements.count - list.count
  }

  private static func ratio(_ difference: Double, _ size: Double, _ rounding: Double) -> Double {
    difference == 0 || size <= rounding ? 0 : difference / size
  }
}
