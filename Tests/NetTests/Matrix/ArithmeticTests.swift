import TestSupport
import Testing

@testable import Net

@Suite struct ArithmeticTests {
  /// `**`, `%`, `//`, maximum and minimum give NumPy's results for pairs of zeros, signs, halves, infinity and NaN.
  @Test func operatorsEqualNumPys() {
    for row in netFigures["operators"]["pairs"].list.map(\.numbers) {
      let (a, b) = (row[0], row[1])
      let got = [Arithmetic.power(a, b), Arithmetic.remainder(a, b), Arithmetic.floorDivide(a, b), Arithmetic.maximum(a, b), Arithmetic.minimum(a, b)]
      for (name, pair) in zip(["**", "%", "//", "maximum", "minimum"], zip(got, row[2...])) {
        #expect(ulps(pair.0, pair.1) <= 1, "\(a) \(name) \(b): \(pair.0) against \(pair.1)")
      }
    }
  }

  @Test func reductionsEqualNumPys() {
    let figures = netFigures["operators"]
    let kinds: [String: Reduction] = [
      "sum": .sum, "mean": .mean, "var": .variance, "std": .standardDeviation, "max": .maximum, "min": .minimum, "argmax": .argumentOfMaximum,
      "argmin": .argumentOfMinimum,
    ]
    for (source, key) in [("A", "plain"), ("N", "nan")] {
      let matrix = Matrix(rows: 6, columns: 5, elements: figures[source].numbers)
      for row in figures["reductions"].list {
        let axis = row["axis"].whole
        let got = kinds[row["name"].text].map { matrix.reduced($0, axis: axis) } ?? matrix.cumulativeSum(axis: axis)
        let expected = row[key].numbers
        #expect(got.elements.count == expected.count)
        #expect(
          zip(got.elements, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) || abs($0 - $1) <= 1e-13 }, "\(row["name"].text) axis \(axis ?? -1)")
      }
    }
  }

  @Test func broadcasting() {
    let row = Matrix([[1, 2, 3]])
    let column = Matrix([[10], [20]])
    #expect(Matrix.broadcast(row, column, +)?.nested == [[11, 12, 13], [21, 22, 23]])
    #expect(Matrix.broadcast(Matrix([[1, 2]]), row, +) == nil)
    #expect(Shape.broadcast(Shape(4, 1), Shape(1, 5)) == Shape(4, 5))
    #expect(Shape.broadcast(Shape(4, 2), Shape(2, 4)) == nil)
  }

  @Test func products() {
    let a = Matrix([[1, 2], [3, 4], [5, 6]])
    #expect(a.multiplied(by: Matrix([[1], [1]])).nested == [[3], [7], [11]])
    #expect(a.transposed().nested == [[1, 3, 5], [2, 4, 6]])
    var generator = MersenneTwister(seed: 1)
    let wide = generator.normalMatrix(Shape(37, 53))
    #expect(wide.transposed().transposed() == wide && wide.transposed()[52, 36] == wide[36, 52])
    // A sum over no columns is 0.
    #expect(Matrix(rows: 2, columns: 0).multiplied(by: Matrix(rows: 0, columns: 2)).elements == [0, 0, 0, 0])
  }
}
