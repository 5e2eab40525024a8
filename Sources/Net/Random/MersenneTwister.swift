import func Glibc.log

/// NumPy's legacy generator (`numpy.random.RandomState`), MT19937. The same seed gives the same doubles bit for bit.
///
/// It is a value type. A copy continues from the same position, so time travel and failed statements restore it by assignment.
public struct MersenneTwister: Sendable, Equatable {
  /// The position of a generator. All later draws follow from it.
  public struct Position: Sendable, Equatable {
    public let seed: UInt32
    /// The number of 32-bit words drawn since the seed was set.
    public fileprivate(set) var drawn = 0
    /// The second value of the last polar draw, which NumPy also keeps for the next call.
    public fileprivate(set) var cachedNormal: Double?
  }

  private static let size = 624
  private static let shift = 397

  private var words: [UInt32]
  private var place: Int
  /// The present position.
  public private(set) var position: Position
  private var cachedNormal: Double? {
    get { position.cachedNormal }
    set { position.cachedNormal = newValue }
  }

  /// A generator with Knuth's initialisation, as `RandomState(seed)` makes it for a whole number.
  public init(seed: UInt32) {
    words = [UInt32](repeating: 0, count: Self.size)
    words[0] = seed
    for index in 1..<Self.size {
      let before = words[index - 1]
      words[index] = 1_812_433_253 &* (before ^ (before >> 30)) &+ UInt32(index)
    }
    place = Self.size
    position = Position(seed: seed)
  }

  /// Whether two generators have the same position. Then all their later draws are equal.
  public static func == (one: MersenneTwister, other: MersenneTwister) -> Bool { one.position == other.position }

  /// Skips `words` 32-bit words.
  public mutating func advance(by words: Int) {
    var left = words
    while left > 0 {
      if place == Self.size { refill() }
      let skipped = min(left, Self.size - place)
      (place, position.drawn, left) = (place + skipped, position.drawn + skipped, left - skipped)
    }
  }

  /// Skips `words` 32-bit words and sets the cached second value of a polar draw.
  public mutating func advance(by words: Int, cachedNormal: Double?) {
    advance(by: words)
    self.cachedNormal = cachedNormal
  }

  /// The next 32 random bits.
  public mutating func nextUInt32() -> UInt32 {
    if place == Self.size { refill() }
    var word = words[place]
    place += 1
    position.drawn += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  private mutating func refill() {
    for index in 0..<Self.size {
      let mixed = (words[index] & 0x8000_0000) | (words[(index + 1) % Self.size] & 0x7FFF_FFFF)
      words[index] = words[(index + Self.shift) % Self.size] ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    place = 0
  }

  /// A double in [0, 1) with 53 random bits, like NumPy's `rand()`.
  public mutating func uniform() -> Double {
    let high = nextUInt32() >> 5
    let low = nextUInt32() >> 6
    return (Double(high) * 67_108_864 + Double(low)) / 9_007_199_254_740_992
  }

  /// A draw from the standard normal distribution by Marsaglia's polar method, like NumPy's `randn()`. Every second call returns the cached value.
  public mutating func normal() -> Double {
    if let cached = cachedNormal {
      cachedNormal = nil
      return cached
    }
    var x = 0.0
    var y = 0.0
    var square = 0.0
    repeat {
      x = 2 * uniform() - 1
      y = 2 * uniform() - 1
      square = x * x + y * y
    } while square >= 1 || square == 0
    let factor = (-2 * log(square) / square).squareRoot()
    cachedNormal = factor * x
    return factor * y
  }

  /// A whole number from 0 to `maximum`, by rejection of masked bits, as in NumPy's `random_interval`.
  public mutating func bounded(_ maximum: UInt64) -> UInt64 {
    if maximum == 0 { return 0 }
    var mask = maximum
    for step in [1, 2, 4, 8, 16, 32] as [UInt64] { mask |= mask >> step }
    while true {
      let draw: UInt64
      if maximum <= UInt64(UInt32.max) {
        draw = UInt64(nextUInt32()) & mask
      } else {
        let high = UInt64(nextUInt32())
        draw = (high << 32 | UInt64(nextUInt32())) & mask
      }
      if draw <= maximum { return draw }
    }
  }

  /// Shuffles a list as NumPy's `shuffle` does, with swaps from the end. It is incomplete where `Interrupt.current` ends the work.
  public mutating func shuffle<Element>(_ array: inout [Element]) {
    let last = array.count - 1
    Slabs.each(max(last, 0)) {
      for turn in $0 { array.swapAt(last - turn, Int(bounded(UInt64(last - turn)))) }
    }
  }

  /// The numbers 0 … count - 1 in random order, as NumPy's `permutation` draws them.
  public mutating func permutation(_ count: Int) -> [Int] {
    var result = Array(0..<count)
    shuffle(&result)
    return result
  }

  /// A matrix of normal draws in row order, like `randn(rows, columns)`.
  public mutating func normalMatrix(_ shape: Shape) -> Matrix {
    Matrix(shape) { _ in normal() }
  }

  /// A matrix of uniform draws in row order, like `rand(rows, columns)`.
  public mutating func uniformMatrix(_ shape: Shape) -> Matrix {
    Matrix(shape) { _ in uniform() }
  }
}
