import func Glibc.log

/// Draws beside the uniform and the normal ones, as NumPy's legacy generator makes them.
extension MersenneTwister {
  /// A draw of the exponential distribution with mean 1: -log(1 - u), from one uniform draw.
  public mutating func exponential() -> Double { -log(1 - uniform()) }

  /// A whole number in `low` … `high`, both included, as `randint` draws it: nothing is drawn where there is only one. `low` must not be above `high`.
  public mutating func whole(from low: Int, through high: Int) -> Int {
    low &+ Int(truncatingIfNeeded: bounded(UInt64(bitPattern: Int64(high &- low))))
  }

  /// `count` places among 0 … `total` - 1, as `choice` draws them; any place may come again. Fewer where `Interrupt.current` ends the work.
  /// - Parameters:
  ///   - total: 1 or more, unless `count` is 0.
  ///   - weights: the chance of each place, which sum to 1; nil where all are alike.
  public mutating func places(_ count: Int, among total: Int, weights: [Double]?) -> [Int] {
    var places: [Int] = []
    places.reserveCapacity(count)
    let sums = weights.map(Self.shares)
    Slabs.each(count) {
      for _ in $0 { places.append(sums.map { Self.place(of: uniform(), in: $0) } ?? whole(from: 0, through: total - 1)) }
    }
    return places
  }

  /// `count` different places among 0 … `total` - 1, as `choice` draws them with `replace=False`.
  /// - Parameters:
  ///   - count: at most `total`, and at most the number of weights above 0.
  ///   - weights: the chance of each place, which sum to 1; nil where all are alike.
  public mutating func differentPlaces(_ count: Int, among total: Int, weights: [Double]?) -> [Int] {
    guard var left = weights else { return Array(permutation(total).prefix(count)) }
    var found: [Int] = []
    while found.count < count {
      // As many draws as places are missing; of those that fall on one place the first counts, and what is taken has no weight any more.
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

  /// The running sums as shares of the last.
  private static func shares(_ weights: [Double]) -> [Double] {
    var total = 0.0
    let sums = weights.map { weight in
      total += weight
      return total
    }
    return sums.map { $0 / total }
  }

  /// The first place whose running sum lies above `value`.
  private static func place(of value: Double, in sums: [Double]) -> Int {
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if value < sums[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
