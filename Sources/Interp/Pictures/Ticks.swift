import Glibc
import Net

/// Round numbers along an axis.
struct Ticks {
  /// The ends of the axis.
  let low, high: Double
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
      (low, high, values) = Self.powers(least, largest, most)
      return
    }
    var (low, high) = (least, largest)
    if low == high {
      // All values are equal. The axis shows them in the middle.
      let room = low == 0 ? 1 : abs(low) / 2
      (low, high) = (low - room, high + room)
    }
    // The width may be too large for a number. Halves of it are not.
    let width = high / 2 - low / 2
    var step = max(Self.roundUp(width / Double(max(most - 1, 1)) * 2), isWhole ? 1 : 0)
    var values = Self.multiples(of: step, low, high)
    // Two ticks at least, so that the scale can be read.
    while values.count < 2, !isWhole || step > 1 {
      step = Self.roundUp(step / 2.5)
      values = Self.multiples(of: step, low, high)
    }
    (self.low, self.high, self.values) = (low, high, values)
  }

  /// The multiples of a step from `low` to `high`.
  private static func multiples(of step: Double, _ low: Double, _ high: Double) -> [Double] {
    let (first, last) = ((low / step - 1e-9).rounded(.up), (high / step + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    // 0 is 0, not -0.
    return stride(from: first, through: last, by: 1).map { $0 == 0 ? 0 : $0 * step }
  }

  /// Powers of 10, each or every second, fifth …
  private static func powers(_ least: Double, _ largest: Double, _ most: Int) -> (Double, Double, [Double]) {
    var (first, last) = (log10(least).rounded(.down), log10(largest).rounded(.up))
    if first == last { (first, last) = (first - 1, last + 1) }
    let step = min(max(1, roundUp((last - first) / Double(max(most - 1, 1))).rounded(.up)), last - first)
    let values = stride(from: (first / step).rounded(.up) * step, through: last, by: step).map { pow(10, $0) }
    return (pow(10, first), pow(10, last), values)
  }

  /// The next number of 1, 2 or 5 times a power of 10.
  private static func roundUp(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return 1 }
    let power = pow(10, log10(x).rounded(.down))
    for factor in [1.0, 2, 5, 10] where factor * power >= x * (1 - 1e-12) { return factor * power }
    return 10 * power
  }

  /// The place of a value between the ends of the axis, from 0 to 1; nil where it lies outside or cannot be drawn.
  func place(_ value: Double) -> Double? {
    guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
    let share = isLogarithmic ? (log10(value) - log10(low)) / (log10(high) - log10(low)) : (value / 2 - low / 2) / (high / 2 - low / 2)
    return share >= -1e-9 && share <= 1 + 1e-9 ? min(max(share, 0), 1) : nil
  }

  /// The labels of the ticks. They have as many digits as tell them apart.
  var labels: [String] {
    for digits in 6..<17 {
      let labels = values.map { NumberFormat.significant($0, digits) }
      if Set(labels).count == labels.count { return labels }
    }
    return values.map { NumberFormat.significant($0, 17) }
  }
}
