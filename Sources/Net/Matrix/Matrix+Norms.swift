import Glibc

/// The norms that `numpy.linalg.norm` accepts as `ord`.
public enum NormOrder: Sendable, Equatable {
  /// The norm with the number p.
  ///
  /// For a vector it is (Σ|x|^p)^(1/p). For inf and -inf it is the largest and the smallest |x|, and for 0 the number of entries that are not 0. For
  /// a matrix it is the largest (p > 0) or the smallest (p < 0) of the column sums of |x| (p = ±1), of the row sums of |x| (p = ±inf) or of the
  /// singular values (p = ±2).
  case number(Double)
  /// The square root of the sum of squares.
  case frobenius
  /// The sum of the singular values. Only a matrix has this norm.
  case nuclear

  /// The norm of one line of numbers; nil where only a matrix has such a norm.
  func ofVector(_ line: [Double]) -> Double? {
    guard case .number(let p) = self else { return nil }
    let sizes = line.map(abs)
    switch p {
    case .infinity: return Reduction.maximum.value(sizes, lost: 0)
    case -.infinity: return Reduction.minimum.value(sizes, lost: 0)
    case 0: return Double(line.count { $0 != 0 })
    case 1: return Reduction.sum(sizes)
    case 2: return Reduction.norm.value(line, lost: 0)
    default: return pow(Reduction.sum(sizes.map { Arithmetic.power($0, p) }), 1 / p)
    }
  }
}

extension Matrix {
  /// The norm of each line along an axis. Without an axis, the norm of the whole matrix; one row or one column is a vector then.
  ///
  /// The result is nil where there is no such norm. Axis 0 gives (1, c), axis 1 gives (r, 1), no axis gives (1, 1).
  public func norm(_ order: NormOrder, axis: Int?) -> Matrix? {
    guard axis != nil || rows == 1 || columns == 1 else { return wholeNorm(order).map { Matrix(rows: 1, columns: 1, elements: [$0]) } }
    if order == .frobenius || order == .nuclear {
      // For one row or one column, both norms are the length of the vector.
      return axis == nil ? reduced(.norm, axis: nil) : nil
    }
    return lines(along: axis) { order.ofVector($0) ?? .nan }
  }

  private func wholeNorm(_ order: NormOrder) -> Double? {
    let sizes = map(abs)
    switch order {
    case .frobenius: return Reduction.norm.value(elements, lost: 0)
    case .nuclear: return Reduction.sum(singularValues())
    case .number(1): return sizes.reduced(.sum, axis: 0).reduced(.maximum, axis: nil).elements[0]
    case .number(-1): return sizes.reduced(.sum, axis: 0).reduced(.minimum, axis: nil).elements[0]
    case .number(.infinity): return sizes.reduced(.sum, axis: 1).reduced(.maximum, axis: nil).elements[0]
    case .number(-.infinity): return sizes.reduced(.sum, axis: 1).reduced(.minimum, axis: nil).elements[0]
    case .number(2): return Reduction.maximum.value(singularValues(), lost: 0)
    case .number(-2): return Reduction.minimum.value(singularValues(), lost: 0)
    case .number: return nil
    }
  }

  /// The limit for the shorter side of a matrix whose singular values are computed. The caller checks it.
  public static let longestSingularSide = 1000

  /// The singular values, the largest first. One NaN where an entry is not finite or LAPACK does not converge.
  func singularValues() -> [Double] { (isFinite ? LAPACK.singularValues(self) : nil) ?? [.nan] }
}

extension Matrix {
  /// The angle between two arrays with one shape, taken as vectors, in degrees from 0 to 180.
  ///
  /// The result is nil where one of them is 0 or has an entry that is not finite. The formula is 2 · atan2(‖a/‖a‖ - b/‖b‖‖, ‖a/‖a‖ + b/‖b‖‖). It
  /// keeps its digits near 0 and 180 degrees; the arc cosine does not. Traps where the shapes differ.
  public func angle(to other: Matrix) -> Double? {
    precondition(shape == other.shape, "one shape")
    guard let a = direction, let b = other.direction else { return nil }
    let apart = Reduction.norm.value(zip(a, b).map { $0 - $1 }, lost: 0)
    let together = Reduction.norm.value(zip(a, b).map { $0 + $1 }, lost: 0)
    return 2 * atan2(apart, together) * 180 / .pi
  }

  /// The entries divided by their norm. They are scaled first, so that no square overflows or becomes 0.
  private var direction: [Double]? {
    let largest = elements.reduce(0.0) { max($0, abs($1)) }
    guard isFinite, largest > 0 else { return nil }
    let scaled = elements.map { $0 / largest }
    let length = Reduction.norm.value(scaled, lost: 0)
    return scaled.map { $0 / length }
  }
}
