/// A small generator of random numbers (SplitMix64). The same seed gives the same choices on every machine.
struct Random: Sendable {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// A generator whose seed is made of two numbers.
  init(_ seed: UInt64, _ index: Int) {
    var first = Random(seed)
    state = first.next() ^ UInt64(bitPattern: Int64(index)) &* 0x9e37_79b9_7f4a_7c15
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// A number in 0 ..< bound.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True in `share` of a hundred cases.
  mutating func percent(_ share: Int) -> Bool { below(100) < share }

  mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }
}
