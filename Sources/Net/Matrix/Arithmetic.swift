import Glibc

/// Functions of single numbers with NumPy's results in edge cases.
public enum Arithmetic {
  /// a ** b. As in NumPy, a negative base with a fractional exponent gives NaN. Squares are computed as products.
  ///
  /// Edge cases are those of C's `pow`: (-inf) ** 0.5 is inf and (-0.0) ** 0.5 is 0.0. A square root would give other results.
  public static func power(_ a: Double, _ b: Double) -> Double {
    if b == 2 { return a * a }
    if b == 1 { return a }
    if b == 0.5, a > 0 { return a.squareRoot() }
    if b == -1 { return 1 / a }
    return pow(a, b)
  }

  /// log10(a), the logarithm to base 10.
  static func decimalLogarithm(_ a: Double) -> Double { log10(a) }

  /// Python's `%`: the remainder has the sign of the divisor. NaN where b is 0.
  public static func remainder(_ a: Double, _ b: Double) -> Double {
    let rest = fmod(a, b)
    if rest == 0 { return copysign(0, b) }
    return (rest < 0) != (b < 0) ? rest + b : rest
  }

  /// Python's `//`: the quotient rounded down. A negative number divided by infinity gives -1. Where b is 0 it is a / b.
  public static func floorDivide(_ a: Double, _ b: Double) -> Double {
    if b == 0 { return a / b }
    let rest = fmod(a, b)
    var quotient = (a - rest) / b
    if rest != 0, (b < 0) != (rest < 0) { quotient -= 1 }
    if quotient == 0 { return copysign(0, a / b) }
    let rounded = quotient.rounded(.down)
    return quotient - rounded > 0.5 ? rounded + 1 : rounded
  }

  /// -1, 0 or 1. NaN stays NaN, and -0.0 becomes 0.0.
  public static func sign(_ a: Double) -> Double { a > 0 ? 1 : a < 0 ? -1 : a == 0 ? 0 : a }

  /// The larger number; NaN where either is NaN.
  ///
  /// Equal numbers can differ only in the sign of 0. Then the second one is returned, as in NumPy's vector loops.
  public static func maximum(_ a: Double, _ b: Double) -> Double { a.isNaN ? a : b.isNaN ? b : a > b ? a : b }

  /// The smaller number; NaN where either is NaN. Of equal numbers, the second one is returned.
  public static func minimum(_ a: Double, _ b: Double) -> Double { a.isNaN ? a : b.isNaN ? b : a < b ? a : b }

  /// The larger of a and `low`; NaN where either is NaN.
  public static func raised(_ a: Double, to low: Double) -> Double { a < low || low.isNaN ? low : a }

  /// The smaller of a and `high`; NaN where either is NaN.
  public static func lowered(_ a: Double, to high: Double) -> Double { a > high || high.isNaN ? high : a }

  /// `numpy.round`: it multiplies by a power of ten, rounds halves to even, and divides again. Negative `decimals` divide first.
  public static func round(_ a: Double, decimals: Int) -> Double {
    if decimals == 0 { return a.rounded(.toNearestOrEven) }
    let power = powerOfTen(decimals.magnitude)
    if decimals > 0 { return (a * power).rounded(.toNearestOrEven) / power }
    return (a / power).rounded(.toNearestOrEven) * power
  }

  /// 10 ** exponent by repeated multiplication, as in NumPy. It is infinite from 10 ** 309 on.
  private static func powerOfTen(_ exponent: UInt) -> Double {
    (0..<min(exponent, 400)).reduce(1.0) { power, _ in power * 10 }
  }
}

/// `numpy.linspace`: `count` numbers from `start` to `stop`. `stop` is left out where `endpoint` is false.
public enum Linspace {
  /// The numbers as an array, with `stop`.
  public static func values(from start: Double, to stop: Double, count: Int) -> [Double] { row(from: start, to: stop, count: count).elements }

  /// The numbers as a matrix, (1, count).
  public static func row(from start: Double, to stop: Double, count: Int, endpoint: Bool = true) -> Matrix {
    let parts = Double(endpoint ? count - 1 : count)
    let span = stop - start
    let step = span / parts
    return Matrix(Shape(1, count)) { index in
      if endpoint, index == count - 1, count > 1 { return stop }
      // Where the step is too small for a double and rounds to 0, the index is divided first.
      let place = Double(index)
      return (parts == 0 ? place * span : step == 0 ? place / parts * span : place * step) + start
    }
  }
}
