import TestSupport
import Testing

@testable import Net

/// Against mpmath over the whole range. Bounds in units of the last place: 4 for what libmvec gives, 5 for the sigmoid, which
/// adds and divides once more.
@Suite struct KernelTests {
  static let operations: [(String, Kernels.Function, Double)] = [
    ("exp", .exponential, 4), ("tanh", .tanh, 4), ("log1p", .log1p, 4), ("sigmoid", .sigmoid, 5),
  ]

  @Test(arguments: 0..<4) func accuracy(_ index: Int) {
    let (name, operation, bound) = Self.operations[index]
    let figures = netFigures["functions"][name]
    let x = figures["x"].numbers
    let expected = figures["y"].numbers
    var got = [Double](repeating: 0, count: x.count)
    Kernels.chosen.apply(operation, x, into: &got)
    #expect(x.count > 50)
    for place in x.indices {
      // Results below the smallest normal double may be flushed: an absolute bound there.
      let isTiny = abs(expected[place]) < 2.3e-308
      #expect(isTiny ? abs(got[place] - expected[place]) <= 2.3e-308 : ulps(got[place], expected[place]) <= bound, "\(name)(\(x[place])) = \(got[place])")
    }
  }

  @Test func edges() {
    func value(_ operation: Kernels.Function, _ x: Double) -> Double {
      var out = [0.0]
      Kernels.chosen.apply(operation, [x], into: &out)
      return out[0]
    }
    let inf = Double.infinity
    let table: [(Kernels.Function, Double, Double)] = [
      (.exponential, 0, 1), (.exponential, inf, inf), (.exponential, -inf, 0), (.exponential, 800, inf), (.exponential, -800, 0),
      (.tanh, 0, 0), (.tanh, inf, 1), (.tanh, -inf, -1), (.tanh, 800, 1), (.log1p, 0, 0), (.log1p, inf, inf), (.log1p, -1, -inf),
      (.sigmoid, 0, 0.5), (.sigmoid, inf, 1), (.sigmoid, -inf, 0), (.sigmoid, 800, 1), (.sigmoid, -800, 0),
    ]
    for (operation, x, y) in table { #expect(value(operation, x) == y, "\(operation)(\(x))") }
    for operation in [Kernels.Function.exponential, .tanh, .log1p, .sigmoid] { #expect(value(operation, .nan).isNaN) }
    #expect(value(.tanh, -0.0).sign == .minus)
    #expect(value(.log1p, -2).isNaN)
  }

  /// A result depends on its argument alone, not on its place or on the array's length: every path gives the same bits.
  @Test(arguments: [1, 2, 3, 4, 5, 63, 64, 65, 1000]) func placeDoesNotMatter(_ count: Int) {
    for (_, operation, _) in Self.operations {
      let x = (0..<count).map { Double($0) * 0.37 - 0.9 * Double(count) / Double(count + 7) }
      var whole = [Double](repeating: 0, count: count)
      Kernels.chosen.apply(operation, x, into: &whole)
      for place in x.indices {
        var one = [0.0]
        Kernels.chosen.apply(operation, [x[place]], into: &one)
        #expect(one[0].bitPattern == whole[place].bitPattern)
      }
      var inPlace = x
      Kernels.chosen.apply(operation, inPlace, into: &inPlace)
      #expect(inPlace.map(\.bitPattern) == whole.map(\.bitPattern))
    }
  }
}
