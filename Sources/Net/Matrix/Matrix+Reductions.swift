/// What takes an axis away, with NumPy's meaning.
public enum Reduction: Sendable {
  case sum, mean, variance, standardDeviation, maximum, minimum, argumentOfMaximum, argumentOfMinimum, any, all, norm

  /// True where no entries give no value.
  public var needsEntries: Bool {
    switch self {
    case .maximum, .minimum, .argumentOfMaximum, .argumentOfMinimum: true
    default: false
    }
  }

  /// Of one line of numbers. `argumentOf…` counts from 1 and takes the first of equals; NaN wins in maximum and minimum.
  /// `lost` is NumPy's `ddof`, taken from the divisor of the variance.
  func value(_ line: [Double], lost: Double) -> Double {
    switch self {
    case .sum: return Self.sum(line)
    case .mean: return Self.sum(line) / Double(line.count)
    case .variance: return Self.variance(line, lost)
    case .standardDeviation: return Self.variance(line, lost).squareRoot()
    case .maximum: return line.dropFirst().reduce(line.first ?? .nan, Arithmetic.maximum)
    case .minimum: return line.dropFirst().reduce(line.first ?? .nan, Arithmetic.minimum)
    case .argumentOfMaximum: return Self.place(line, >)
    case .argumentOfMinimum: return Self.place(line, <)
    case .any: return line.contains { $0 != 0 } ? 1 : 0
    case .all: return line.allSatisfy { $0 != 0 } ? 1 : 0
    case .norm: return Self.sum(line.map { $0 * $0 }).squareRoot()
    }
  }

  static func sum(_ line: [Double]) -> Double { RowKernels.sum(line) }

  private static func variance(_ line: [Double], _ lost: Double) -> Double {
    let mean = sum(line) / Double(line.count)
    return sum(line.map { ($0 - mean) * ($0 - mean) }) / max(Double(line.count) - lost, 0)
  }

  private static func place(_ line: [Double], _ better: (Double, Double) -> Bool) -> Double {
    var best = 0
    for index in line.indices {
      if line[index].isNaN { return Double(index + 1) }
      if better(line[index], line[best]) { best = index }
    }
    return Double(best + 1)
  }
}

extension Matrix {
  /// Over axis 0 (down the rows) the result is (1, c), over axis 1 (r, 1), over all (1, 1).
  public func reduced(_ kind: Reduction, axis: Int?, lost: Double = 0) -> Matrix {
    if axis == 0, kind == .sum || kind == .mean, rows > 0 {
      // Row by row: the matrix is read once and never turned.
      var sums = row(0)
      for index in 1..<max(rows, 1) { RowKernels.add(elements, from: index * columns, to: &sums) }
      return kind == .sum ? Matrix(row: sums) : Matrix(row: sums.map { $0 / Double(rows) })
    }
    return lines(along: axis) { kind.value($0, lost: lost) }
  }

  /// A function of each line along an axis, or of all entries.
  func lines(along axis: Int?, _ function: ([Double]) -> Double) -> Matrix {
    switch axis {
    case 0:
      let turned = transposed()
      return Matrix(row: (0..<columns).map { function(turned.row($0)) })
    case 1: return Matrix(column: (0..<rows).map { function(row($0)) })
    default: return Matrix(rows: 1, columns: 1, elements: [function(elements)])
    }
  }

  /// Row `index`, counted from 0.
  public func row(_ index: Int) -> [Double] { Array(elements[index * columns..<(index + 1) * columns]) }

  /// Running sums along an axis; over all entries in row order, as a row, without one.
  public func cumulativeSum(axis: Int?) -> Matrix {
    func running(_ line: [Double]) -> [Double] {
      // The one number that adds nothing to -0.0 either.
      var total = -0.0
      return line.map {
        total += $0
        return total
      }
    }
    switch axis {
    case 0: return transposed().cumulativeSum(axis: 1).transposed()
    case 1: return Matrix(rows: rows, columns: columns, elements: (0..<rows).flatMap { running(row($0)) })
    default: return Matrix(row: running(elements))
    }
  }
}
