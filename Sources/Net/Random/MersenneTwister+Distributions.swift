import func Glibc.log

/// Further distributions, as NumPy's legacy generator draws them.
extension MersenneTwister {
  /// A draw from the exponential distribution with mean 1: -log(1 - u), where u is one uniform draw.
  public mutating func exponential() -> Double { -log(1 - uniform()) }

  /// A whole number from `low` to `high`, both included, as NumPy's `randint` draws it. `low` must not be above `high`.
  ///
  /// Nothing is drawn where `low` equals `high`.
  public mutating func whole(from low: Int, through high: Int) -> Int {
    low &+ Int(truncatingIfNeeded: bounded(UInt64(bitPattern: Int64(high &- low))))
  }

  /// `count` places in 0 … `total` - 1, as NumPy's `choice` draws them. A place may occur more than once.
  ///
  /// There are fewer places where `Interrupt.current` ends the work.
  /// - Parameters:
  ///   - total: 1 or more, unless `count` is 0.
  ///   - weights: the probability of each place, with the sum 1; nil where all places are equally likely.
  public mutating func places(_ count: Int, among total: Int, weights: [Double]?) -> [Int] {
    var places: [Int] = []
    places.reserveCapacity(count)
    let sums = weights.map(Self.shares)
    Slabs.each(count) {
      for _ in $0 { places.append(sums.map { Self.place(of: uniform(), in: $0) } ?? whole(from: 0, through: total - 1)) }
    }
    return places
  }

  /// `count` different places in 0 … `total` - 1, as NumPy's `choice` draws them with `replace=False`.
  /// - Parameters:
  ///   - count: at most `total`, and at most the number of weights above 0.
  ///   - weights: the probability of each place, with the sum 1; nil where all places are equally likely.
  public mutating func differentPlaces(_ count: Int, among total: Int, weights: [Double]?) -> [Int] {
    guard var left = weights else { return Array(permutation(total).prefix(count)) }
    var found: [Int] = []
    while found.count < count {
      // Each round draws once for each missing place. A place that was already drawn is skipped, and its weight becomes 0 for the next round.
      let draws = (found.count..<count).map { _ in uniform() }
      let sums = Self.shares(left)
      for draw in draws {
        let place = Self.place(of: draw, in: sums)
        guard left[place] != 0 else { continue }
        left[place] = 0
        found.append(place)
      }
    }
    return found
  }

  /// The running sums, divided by the last one.
  private static func shares(_ weights: [Double]) -> [Double] {
    var total = 0.0
    let sums = weights.map { weight in
      total += weight
      return total
    }
    return sums.map { $0 / total }
  }

  /// The first place whose running sum is above `value`.
  private static func place(of value: Double, in sums: [Double]) -> Int {
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if value < sums[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
