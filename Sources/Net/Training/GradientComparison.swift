/// Two arrays for one gradient, and how far they are apart.
public struct GradientComparison: Sendable {
  public struct Entry: Sendable, Equatable {
    /// Counted from 0.
    public let row: Int
    public let column: Int
    public let analytic: Double
    public let numeric: Double
    /// Up to here both are rounding.
    let rounding: Double
    /// |a - n| / (|a| + |n|); 0 where both are rounding.
    public var relativeError: Double { GradientComparison.ratio(abs(analytic - numeric), abs(analytic) + abs(numeric), rounding) }
  }

  /// ‖a - n‖ / (‖a‖ + ‖n‖) over the entries that were not left out; 0 where both are rounding or nothing is left, NaN where an entry is.
  public let relativeError: Double
  /// Worst first, by the size of the difference; those left out are not in it.
  public let entries: [Entry]
  /// Entries left out.
  public let skipped: Int

  /// An entry of `numeric` that is NaN was left out. Traps where the shapes differ.
  /// - Parameter rounding: sizes up to which an entry says nothing; 0 without.
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
