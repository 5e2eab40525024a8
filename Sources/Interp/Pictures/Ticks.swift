import Glibc
import Net

/// Round numbers along an axis.
struct Ticks {
  /// The ends of the axis; of a logarithmic one, those of the exponents of 10, since 10 to the power of an end may be no number.
  private let ends: Interval
  /// The numbers at the ticks, in ascending order.
  let values: [Double]
  let isLogarithmic: Bool

  /// The ticks for values from `least` to `largest`, which are finite. The axis ends at the least and the largest value, or a little beyond where they are equal.
  /// - Parameters:
  ///   - most: the largest number of ticks, at least 2. There may be more where two would not be reached otherwise.
  ///   - isWhole: whether only whole numbers get a tick.
  init(_ least: Double, _ largest: Double, most: Int, isLogarithmic: Bool = false, isWhole: Bool = false) {
    self.isLogarithmic = isLogarithmic
    if isLogarithmic {
      (ends, values) = Self.powers(least, largest, most)
      return
    }
    var (low, high) = (least, largest)
    if low == high {
      // All values are equal. The axis shows them in the middle.
      let room = low == 0 ? 1 : abs(low) / 2
      (low, high) = (max(low - room, -.greatestFiniteMagnitude), min(high + room, .greatestFiniteMagnitude))
    }
    // The width may be too large for a number, or too small for a part of it.
    let parts = Double(max(most - 1, 1))
    var step = max(Self.roundUp((high - low).isFinite ? (high - low) / parts : (high / 2 - low / 2) / parts * 2), isWhole ? 1 : 0)
    var values = Self.multiples(of: step, low, high)
    // Two ticks at least, so that the scale can be read.
    while values.count < 2, !isWhole || step > 1 {
      let smaller = Self.roundUp(step / 2.5)
      guard smaller < step else { break }
      step = smaller
      values = Self.multiples(of: step, low, high)
    }
    (ends, self.values) = (Interval(low, high), values)
  }

  /// The multiples of a step from `low` to `high`.
  private static func multiples(of step: Double, _ low: Double, _ high: Double) -> [Double] {
    let (first, last) = ((low / step - 1e-9).rounded(.up), (high / step + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    // 0 is 0, not -0.
    return stride(from: first, through: last, by: 1).map { $0 == 0 ? 0 : $0 * step }
  }

  /// The exponents at the ends, and powers of 10, each or every second, fifth … The values are above 0.
  private static func powers(_ least: Double, _ largest: Double, _ most: Int) -> (Interval, [Double]) {
    precondition(least > 0 && largest.isFinite, "a logarithmic axis begins above 0")
    var (first, last) = (log10(least).rounded(.down), log10(largest).rounded(.up))
    if first == last { (first, last) = (first - 1, last + 1) }
    let step = min(max(1, roundUp((last - first) / Double(max(most - 1, 1))).rounded(.up)), last - first)
    let values = stride(from: (first / step).rounded(.up) * step, through: last, by: step).map { pow(10, $0) }
    return (Interval(first, last), values.filter { $0 > 0 && $0.isFinite })
  }

  /// The next number of 1, 2 or 5 times a power of 10.
  private static func roundUp(_ x: Double) -> Double {
    let x = max(x, .leastNonzeroMagnitude)
    let power = max(pow(10, log10(x).rounded(.down)), .leastNonzeroMagnitude)
    let factor = [1.0, 2, 5].first { $0 * power >= x * (1 - 1e-12) } ?? 10
    return min(factor * power, .greatestFiniteMagnitude)
  }

  /// The place of a value between the ends of the axis, from 0 to 1; nil where it lies outside or cannot be drawn.
  func place(_ value: Double) -> Double? {
    guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
    let share = ends.share(isLogarithmic ? log10(value) : value)
    return share >= -1e-9 && share <= 1 + 1e-9 ? min(max(share, 0), 1) : nil
  }

  /// The labels of the ticks. They have as many digits as tell them apart.
  var labels: [String] {
    for digits in 6..<17 {
      let labels = values.map { NumberFormat.significant($0, digits) }
      if Set(labels).count == labels.count { return labels }
    }
    // The shortest digits that are this number.
    return values.map { "\($0)" }
  }
}
