/// The numbers from `low` to `high`, both finite, also where their difference is larger than any number or the smallest one.
struct Interval {
  let low, high: Double

  init(_ low: Double, _ high: Double) { (self.low, self.high) = (low, high) }

  /// The interval of the finite values; nil where there are none.
  init?(of values: some Sequence<Double>) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    if low > high { return nil }
    self.init(low, high)
  }

  /// (value - low) / (high - low); 0 where both ends are equal. Outside of the interval it is below 0 or above 1.
  func share(_ value: Double) -> Double {
    if low == high { return 0 }
    let width = high - low
    // Halves of finite numbers have a finite difference.
    return width.isFinite ? (value - low) / width : (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  /// Which of `count` equal parts holds a value of the interval, from 0. The last part holds `high`.
  func part(_ value: Double, of count: Int) -> Int { min(max(Int(share(value) * Double(count)), 0), count - 1) }

  /// The number at a share of the way from `low` to `high`.
  func value(at share: Double) -> Double { low * (1 - share) + high * share }
}
