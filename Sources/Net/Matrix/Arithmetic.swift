import Glibc

/// Scalar functions with NumPy's meaning at the edges.
public enum Arithmetic {
  /// a ** b: NaN for a negative base with a fractional exponent, as NumPy has it. Small whole powers are products.
  ///
  /// C's `pow` at the edges: (-inf) ** 0.5 is inf and (-0.0) ** 0.5 is 0.0, which a square root would not give.
  public static func power(_ a: Double, _ b: Double) -> Double {
    if b == 2 { return a * a }
    if b == 1 { return a }
    if b == 0.5, a > 0 { return a.squareRoot() }
    if b == -1 { return 1 / a }
    return pow(a, b)
  }

  /// log10(a).
  static func decimalLogarithm(_ a: Double) -> Double { log10(a) }

  /// Python's `%`: the sign of the divisor.
  public static func remainder(_ a: Double, _ b: Double) -> Double {
    let rest = fmod(a, b)
    if rest == 0 { return copysign(0, b) }
    return (rest < 0) != (b < 0) ? rest + b : rest
  }

  /// Python's `//`: the quotient rounded down, -1 for a negative number by infinity.
  public static func floorDivide(_ a: Double, _ b: Double) -> Double {
    if b == 0 { return a / b }
    let rest = fmod(a, b)
    var quotient = (a - rest) / b
    if rest != 0, (b < 0) != (rest < 0) { quotient -= 1 }
    if quotient == 0 { return copysign(0, a / b) }
    let rounded = quotient.rounded(.down)
    return quotient - rounded > 0.5 ? rounded + 1 : rounded
  }

  /// -1, 0 or 1; NaN stays NaN, -0.0 becomes 0.0.
  public static func sign(_ a: Double) -> Double { a > 0 ? 1 : a < 0 ? -1 : a == 0 ? 0 : a }

  /// The larger; NaN where either is NaN. Of equals, which differ in the sign of 0 at most, the second, as NumPy's vector loops have it.
  public static func maximum(_ a: Double, _ b: Double) -> Double { a.isNaN ? a : b.isNaN ? b : a > b ? a : b }

  /// The smaller; NaN where either is NaN. Of equals the second.
  public static func minimum(_ a: Double, _ b: Double) -> Double { a.isNaN ? a : b.isNaN ? b : a < b ? a : b }

  /// a, or the bound above it; NaN where either is NaN.
  public static func raised(_ a: Double, to low: Double) -> Double { a < low || low.isNaN ? low : a }

  /// a, or the bound below it; NaN where either is NaN.
  public static func lowered(_ a: Double, to high: Double) -> Double { a > high || high.isNaN ? high : a }

  /// `numpy.round`: halves to even after a multiplication (decimals > 0) or a division (< 0) by a power of ten.
  public static func round(_ a: Double, decimals: Int) -> Double {
    if decimals == 0 { return a.rounded(.toNearestOrEven) }
    let power = powerOfTen(decimals.magnitude)
    if decimals > 0 { return (a * power).rounded(.toNearestOrEven) / power }
    return (a / power).rounded(.toNearestOrEven) * power
  }

  /// By repeated multiplication, as NumPy has it; infinite from 10 ** 309.
  private static func powerOfTen(_ exponent: UInt) -> Double {
    (0..<min(exponent, 400)).reduce(1.0) { power, _ in power * 10 }
  }
}

/// `numpy.linspace`: `count` numbers from `start` to `stop`, both included unless `endpoint` is false.
public enum Linspace {
  public static func values(from start: Double, to stop: Double, count: Int) -> [Double] { row(from: start, to: stop, count: count).elements }

  public static func row(from start: Double, to stop: Double, count: Int, endpoint: Bool = true) -> Matrix {
    let parts = Double(endpoint ? count - 1 : count)
    let span = stop - start
    let step = span / parts
    return Matrix(Shape(1, count)) { index in
      if endpoint, index == count - 1, count > 1 { return stop }
      // A step that is too small for a double is not taken: the place is divided first.
      let place = Double(index)
      return (parts == 0 ? place * span : step == 0 ? place / parts * span : place * step) + start
    }
  }
}
