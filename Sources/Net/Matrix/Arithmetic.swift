import Glibc

/// Scalar functions with NumPy's meaning at the edges.
public enum Arithmetic {
  /// a ** b: NaN for a negative base with a fractional exponent, as NumPy has it. Small whole powers are products.
  public static func power(_ a: Double, _ b: Double) -> Double {
    if b == 2 { return a * a }
    if b == 1 { return a }
    if b == 0.5 { return a.squareRoot() }
    if b == -1 { return 1 / a }
    return pow(a, b)
  }

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

  /// -1, 0 or 1; NaN stays NaN.
  public static func sign(_ a: Double) -> Double { a > 0 ? 1 : a < 0 ? -1 : a }

  /// The larger; NaN where either is NaN.
  public static func maximum(_ a: Double, _ b: Double) -> Double { a.isNaN ? a : b.isNaN ? b : Swift.max(a, b) }

  /// The smaller; NaN where either is NaN.
  public static func minimum(_ a: Double, _ b: Double) -> Double { a.isNaN ? a : b.isNaN ? b : Swift.min(a, b) }
}

/// `numpy.linspace`: `count` numbers from `start` to `stop`, both included.
public enum Linspace {
  public static func values(from start: Double, to stop: Double, count: Int) -> [Double] {
    guard count > 1 else { return count == 1 ? [start] : [] }
    let step = (stop - start) / Double(count - 1)
    return (0..<count).map { $0 == count - 1 ? stop : Double($0) * step + start }
  }
}
