/// The functions that reduce an axis to one value, with NumPy's results.
public enum Reduction: Sendable {
  case sum, mean, variance, standardDeviation, maximum, minimum, argumentOfMaximum, argumentOfMinimum, any, all, norm

  /// Whether an empty line has no value. Then `value` needs at least one entry, as in NumPy.
  public var needsEntries: Bool {
    switch self {
    case .maximum, .minimum, .argumentOfMaximum, .argumentOfMinimum: true
    default: false
    }
  }

  /// The value for one line of numbers.
  ///
  /// `argumentOf…` counts from 1 and takes the first of equal numbers. NaN wins: it is the maximum and the minimum of a line that has one.
  /// - Parameter lost: NumPy's `ddof`, which is subtracted from the divisor of the variance.
  func value(_ line: [Double], lost: Double) -> Double {
    switch self {
    case .sum: return Self.sum(line)
    case .mean: return Self.sum(line) / Double(line.count)
    case .variance: return Self.variance(line, lost)
    case .standardDeviation: return Self.variance(line, lost).squareRoot()
    case .maximum: return Self.extreme(line, Arithmetic.maximum)
    case .minimum: return Self.extreme(line, Arithmetic.minimum)
    case .argumentOfMaximum: return Self.place(line, >)
    case .argumentOfMinimum: return Self.place(line, <)
    case .any: return line.contains { $0 != 0 } ? 1 : 0
    case .all: return line.allSatisfy { $0 != 0 } ? 1 : 0
    case .norm: return RowKernels.squares(line, from: 0).squareRoot()
    }
  }

  /// The sum of a line of numbers, in a fixed order; 0 for an empty line.
  static func sum(_ line: [Double]) -> Double { RowKernels.sum(line) }

  private static func variance(_ line: [Double], _ lost: Double) -> Double {
    let mean = sum(line) / Double(line.count)
    return RowKernels.squares(line, from: mean) / max(Double(line.count) - lost, 0)
  }

  private static func extreme(_ line: [Double], _ better: (Double, Double) -> Double) -> Double {
    var best = line.first ?? .nan
    Slabs.each(line.count) { for index in $0 { best = better(best, line[index]) } }
    return best
  }

  private static func place(_ line: [Double], _ better: (Double, Double) -> Bool) -> Double {
    var best = 0
    Slabs.each(line.count) {
      for index in $0 where !line[best].isNaN && (line[index].isNaN || better(line[index], line[best])) { best = index }
    }
    return Double(best + 1)
  }
}

extension Matrix {
  /// The largest |x| of all finite entries; 0 where no entry is finite.
  public var largestFinite: Double {
    var largest = 0.0
    Slabs.each(elements.count) {
      for index in $0 where elements[index].isFinite { largest = max(largest, abs(elements[index])) }
    }
    return largest
  }

  /// Reduces an axis. Axis 0, down the rows, gives (1, c). Axis 1 gives (r, 1). No axis reduces all entries to (1, 1).
  /// - Parameter lost: NumPy's `ddof` for the variance and the standard deviation.
  public func reduced(_ kind: Reduction, axis: Int?, lost: Double = 0) -> Matrix {
    if axis == 0, kind == .sum || kind == .mean, rows > 0 {
      // The rows are added one by one. So the matrix is read once and not transposed.
      var sums = row(0)
      Slabs.each(rows - 1, entriesOfEach: columns) { for index in $0 { RowKernels.add(elements, from: (index + 1) * columns, to: &sums) } }
      return kind == .sum ? Matrix(row: sums) : Matrix(row: sums).map { $0 / Double(rows) }
    }
    return lines(along: axis) { kind.value($0, lost: lost) }
  }

  /// `function` applied to each line along an axis, or to all entries where there is no axis. The shapes are those of `reduced`.
  func lines(along axis: Int?, _ function: ([Double]) -> Double) -> Matrix {
    switch axis {
    case 0:
      if rows == 1 { return map { function([$0]) } }
      return transposed().lines(along: 1, function).transposed()
    case 1:
      if rows == 1 { return Matrix(rows: 1, columns: 1, elements: [function(elements)]) }
      var values = [Double](repeating: 0, count: rows)
      Slabs.each(rows, entriesOfEach: columns) { for index in $0 { values[index] = function(row(index)) } }
      return Matrix(column: values)
    default: return Matrix(rows: 1, columns: 1, elements: [function(elements)])
    }
  }

  /// The row with number `index`, counted from 0.
  public func row(_ index: Int) -> [Double] { Array(elements[index * columns..<(index + 1) * columns]) }

  /// The running sums along an axis, with the shape of the matrix. Without an axis, the running sums of all entries in row order, as a row.
  public func cumulativeSum(axis: Int?) -> Matrix {
    if axis == 0 { return transposed().cumulativeSum(axis: 1).transposed() }
    let length = axis == nil ? elements.count : columns
    // -0.0 is the only start that also keeps a first entry -0.0 as it is.
    var total = -0.0
    var place = 0
    let sums = map {
      if place == length { (total, place) = (-0.0, 0) }
      place += 1
      total += $0
      return total
    }
    return axis == nil ? Matrix(row: sums.elements) : sums
  }
}
