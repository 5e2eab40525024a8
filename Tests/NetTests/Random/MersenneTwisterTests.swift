import Net
import TestSupport
import Testing

@Suite struct MersenneTwisterTests {
  /// randn, rand and permutation of 10,000 values equal NumPy's in every bit, for seeds 0 to 99.
  @Test func streamsEqualNumPys() {
    let rows = netFigures["generator"]["streams"].list
    #expect(rows.count == 100)
    for row in rows {
      let seed = UInt32(row["seed"].whole!)
      var generator = MersenneTwister(seed: seed)
      #expect(hash64(generator.normalMatrix(Shape(1, 10000)).elements) == row["randn"].text, "randn, seed \(seed)")
      generator = MersenneTwister(seed: seed)
      #expect(hash64(generator.uniformMatrix(Shape(1, 10000)).elements) == row["rand"].text, "rand, seed \(seed)")
      generator = MersenneTwister(seed: seed)
      #expect(hash64(generator.permutation(10000).map(Double.init)) == row["permutation"].text, "permutation, seed \(seed)")
    }
  }

  /// The generator makes normal numbers in pairs. It keeps the second one while other kinds of draws happen, as NumPy does.
  @Test func mixedDraws() {
    var generator = MersenneTwister(seed: 7)
    var values = [generator.normal(), generator.uniform(), generator.normal(), generator.normal()]
    values += generator.permutation(5).map(Double.init)
    values += (0..<3).map { _ in generator.normal() }
    values.append(generator.uniform())
    #expect(values == netFigures["generator"]["mixed"].numbers)
  }

  @Test func largestSeed() {
    var generator = MersenneTwister(seed: .max)
    #expect((0..<4).map { _ in generator.normal() } == netFigures["generator"]["largestSeed"].numbers)
  }

  /// The value that the course's notebook prints for seed 2.
  @Test func courseValue() {
    var generator = MersenneTwister(seed: 2)
    #expect(Initializer.small.weights(Shape(4, 2), scale: nil, generator: &generator)[0, 0] == -0x1.11205d3fe4613p-8)
  }

  @Test func initializersEqualNumPys() {
    for row in netFigures["initial"].list {
      var generator = MersenneTwister(seed: 3)
      let initializer = Initializer(rawValue: row["name"].text)!
      let first = initializer.weights(Shape(4, 3), scale: nil, generator: &generator)
      let second = initializer.weights(Shape(2, 4), scale: nil, generator: &generator)
      #expect(first.elements == row["W1"].numbers, "\(initializer)")
      #expect(second.elements == row["W2"].numbers, "\(initializer)")
    }
  }

  @Test func scaleReplacesOrMultiplies() {
    var one = MersenneTwister(seed: 1)
    var two = MersenneTwister(seed: 1)
    let plain = Initializer.he.weights(Shape(2, 2), scale: nil, generator: &one)
    let scaled = Initializer.he.weights(Shape(2, 2), scale: 3, generator: &two)
    #expect(relativeDifference(scaled.elements, plain.elements.map { $0 * 3 }) < 1e-15)
    two = MersenneTwister(seed: 1)
    one = MersenneTwister(seed: 1)
    let small = Initializer.small.weights(Shape(2, 2), scale: 5, generator: &two)
    #expect(small.elements == one.normalMatrix(Shape(2, 2)).elements.map { $0 * 5 })
    #expect(Initializer.zeros.weights(Shape(2, 2), scale: nil, generator: &one).elements == [0, 0, 0, 0])
  }

  @Test func boundedStaysWithin() {
    var generator = MersenneTwister(seed: 5)
    #expect(generator.bounded(0) == 0)
    #expect((0..<2000).allSatisfy { _ in generator.bounded(9) <= 9 })
    #expect(generator.bounded(UInt64(UInt32.max) + 5) <= UInt64(UInt32.max) + 5)
  }
}
