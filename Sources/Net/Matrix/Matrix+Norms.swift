import Glibc

/// What `numpy.linalg.norm` takes as `ord`.
public enum NormOrder: Sendable, Equatable {
  /// Of a vector (Σ|x|^p)^(1/p), with the limits at inf and -inf and the count of entries that are not 0 at 0;
  /// of a matrix the largest (p > 0) or smallest (p < 0) of column sums (1), row sums (inf) or singular values (2).
  case number(Double)
  /// The square root of the sum of squares.
  case frobenius
  /// The sum of the singular values.
  case nuclear

  /// Of one line of numbers; nil where only a matrix has such a norm.
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
  /// Norms of the lines along an axis; of the whole without one, where a row or a column is a vector. nil where there is no such norm.
  public func norm(_ order: NormOrder, axis: Int?) -> Matrix? {
    guard axis != nil || rows == 1 || columns == 1 else { return wholeNorm(order).map { Matrix(rows: 1, columns: 1, elements: [$0]) } }
    if order == .frobenius || order == .nuclear {
      // Of one row or column both are its length.
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

  /// The longest side of a matrix whose singular values are worked out.
  public static let longestSingularSide = 1000

  /// The singular values, the largest first; NaN where an entry is not finite.
  func singularValues() -> [Double] { (isFinite ? LAPACK.singularValues(self) : nil) ?? [.nan] }
}

extension Matrix {
  /// The angle between two arrays of one shape seen as vectors, in degrees from 0 to 180; nil where one of them is 0, or a number is not finite.
  ///
  /// 2 · atan2(‖a/‖a‖ - b/‖b‖‖, ‖a/‖a‖ + b/‖b‖‖), which keeps its digits where the angle is near 0 or 180, as the arc cosine does not.
  public func angle(to other: Matrix) -> Double? {
    precondition(shape == other.shape, "one shape")
    guard let a = direction, let b = other.direction else { return nil }
    let apart = Reduction.norm.value(zip(a, b).map { $0 - $1 }, lost: 0)
    let together = Reduction.norm.value(zip(a, b).map { $0 + $1 }, lost: 0)
    return 2 * atan2(apart, together) * 180 / .pi
  }

  /// The entries over their norm; scaled first, so that no square is lost.
  private var direction: [Double]? {
    let largest = elements.reduce(0.0) { max($0, abs($1)) }
    guard isFinite, largest > 0 else { return nil }
    let scaled = elements.map { $0 / largest }
    let length = Reduction.norm.value(scaled, lost: 0)
    return scaled.map { $0 / length }
  }
}
