import TestSupport
import Testing

@testable import Net

/// The vector functions of every kind of kernel that this processor has, compared with mpmath over the whole range.
///
/// The table has the largest errors among six million arguments for each function, in units of the last place. The first number is the error from
/// the true value. The number in brackets is the error from the nearest double, which the test checks. The figures include these arguments.
///
///              exp       tanh      log1p     sigmoid
///     avx512   3.03 (3)  3.46 (3)  1.90 (2)  4.16 (4)
///     avx2     3.03 (3)  3.66 (4)  1.58 (2)  4.16 (4)
///     plain    0.51 (1)  2.49 (2)  0.82 (1)  2.29 (2)
@Suite struct KernelTests {
  static let kinds = Kernels.names.filter { Processor.has($0) }
  /// 5e-324, the smallest number there is, and others below the smallest normal one.
  private static let least = Double.leastNonzeroMagnitude
  /// Numbers below the smallest normal double.
  private static let subnormal = [least, 2 * least, 3 * least, .leastNormalMagnitude / 256, .leastNormalMagnitude / 2, .leastNormalMagnitude - least]

  /// The functions with the largest allowed errors of vector kernels and of the plain kernels.
  static let operations: [(name: String, function: Kernels.Function, vectors: Double, plain: Double)] = [
    ("exp", .exponential, 3, 1), ("tanh", .tanh, 4, 2), ("log1p", .log1p, 2, 1), ("sigmoid", .sigmoid, 4, 2),
  ]

  @Test func plainIsAlwaysThere() {
    #expect(Self.kinds.last == "plain" && (Processor.isSupposed || Self.kinds.contains(Kernels.chosen.name)))
  }

  @Test(arguments: kinds, operations.map(\.name)) func accuracy(_ kind: String, _ name: String) throws {
    let (_, operation, vectors, plain) = try #require(Self.operations.first { $0.name == name })
    let bound = kind == "plain" ? plain : vectors
    let figures = netFigures["functions"][name]
    let x = figures["x"].numbers
    let expected = figures["y"].numbers
    var got = [Double](repeating: 0, count: x.count)
    Kernels.named(kind)!.apply(operation, x, into: &got)
    #expect(x.count > 400)
    // Results below the smallest normal double must be right too, and not 0.
    for place in x.indices { #expect(ulps(got[place], expected[place]) <= bound, "\(name)(\(x[place])) = \(got[place]), not \(expected[place])") }
  }

  @Test(arguments: kinds) func edges(_ kind: String) {
    let kernels = Kernels.named(kind)!
    func value(_ operation: Kernels.Function, _ x: Double) -> Double {
      var out = [0.0]
      kernels.apply(operation, [x], into: &out)
      return out[0]
    }
    let inf = Double.infinity
    let largest = Double.greatestFiniteMagnitude
    let table: [(Kernels.Function, Double, Double)] = [
      (.exponential, 0, 1), (.exponential, -0.0, 1), (.exponential, inf, inf), (.exponential, -inf, 0), (.exponential, 800, inf), (.exponential, -800, 0),
      (.exponential, largest, inf), (.exponential, -largest, 0), (.exponential, Self.least, 1), (.exponential, -Self.least, 1),
      (.tanh, 0, 0), (.tanh, inf, 1), (.tanh, -inf, -1), (.tanh, 800, 1), (.tanh, -800, -1), (.tanh, largest, 1), (.tanh, -largest, -1),
      (.log1p, 0, 0), (.log1p, inf, inf), (.log1p, -1, -inf),
      (.sigmoid, 0, 0.5), (.sigmoid, -0.0, 0.5), (.sigmoid, inf, 1), (.sigmoid, -inf, 0), (.sigmoid, 800, 1), (.sigmoid, -800, 0), (.sigmoid, largest, 1),
      (.sigmoid, -largest, 0),
    ]
    for (operation, x, y) in table { #expect(value(operation, x) == y, "\(operation)(\(x)) = \(value(operation, x))") }
    for (_, operation, _, _) in Self.operations { #expect(value(operation, .nan).isNaN && value(operation, -.nan).isNaN, "\(operation)") }
    for operation in [Kernels.Function.tanh, .log1p] {
      #expect(value(operation, -0.0).sign == .minus && value(operation, 0).sign == .plus, "\(operation)")
      // For numbers below the smallest normal double, f(x) = x.
      for x in Self.subnormal { #expect(value(operation, x) == x && value(operation, -x) == -x, "\(operation)(\(x))") }
    }
    for x in [-2, -1.0000000000000002, -inf] { #expect(value(.log1p, x).isNaN, "log1p(\(x))") }
  }

  /// A result depends only on its argument, not on its place or on the length of the array. Special values do not change their neighbours.
  @Test(arguments: kinds, [1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 65, 1000]) func placeDoesNotMatter(_ kind: String, _ count: Int) {
    let kernels = Kernels.named(kind)!
    let special = [Double.nan, .infinity, -.infinity, -0.0, Self.least, -Self.subnormal[3], 800, -800, 709.7827128933841, -745.2, -740.5, 1e300]
    for (_, operation, _, _) in Self.operations {
      for mixes in [false, true] {
        var x = (0..<count).map { Double($0) * 0.37 - 0.9 * Double(count) / Double(count + 7) }
        if mixes { for place in x.indices where place % 5 == 3 { x[place] = special[place / 5 % special.count] } }
        var whole = [Double](repeating: 0, count: count)
        kernels.apply(operation, x, into: &whole)
        for place in x.indices {
          var one = [0.0]
          kernels.apply(operation, [x[place]], into: &one)
          #expect(one[0].bitPattern == whole[place].bitPattern, "\(operation)(\(x[place])) at \(place)")
        }
        var inPlace = x
        kernels.apply(operation, inPlace, into: &inPlace)
        #expect(inPlace.map(\.bitPattern) == whole.map(\.bitPattern))
      }
    }
  }
}
