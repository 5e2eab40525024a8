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
    case .maximum: return Self.extreme(line, Arithmetic.maximum)
    case .minimum: return Self.extreme(line, Arithmetic.minimum)
    case .argumentOfMaximum: return Self.place(line, >)
    case .argumentOfMinimum: return Self.place(line, <)
    case .any: return line.contains { $0 != 0 } ? 1 : 0
    case .all: return line.allSatisfy { $0 != 0 } ? 1 : 0
    case .norm: return RowKernels.squares(line, from: 0).squareRoot()
    }
  }

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
  /// The largest size of an entry that is finite; 0 where there is none.
  public var largestFinite: Double {
    var largest = 0.0
    Slabs.each(elements.count) {
      for index in $0 where elements[index].isFinite { largest = max(largest, abs(elements[index])) }
    }
    return largest
  }

  /// Over axis 0 (down the rows) the result is (1, c), over axis 1 (r, 1), over all (1, 1).
  public func reduced(_ kind: Reduction, axis: Int?, lost: Double = 0) -> Matrix {
    if axis == 0, kind == .sum || kind == .mean, rows > 0 {
      // Row by row: the matrix is read once and never turned.
      var sums = row(0)
      Slabs.each(rows - 1, entriesOfEach: columns) { for index in $0 { RowKernels.add(elements, from: (index + 1) * columns, to: &sums) } }
      return kind == .sum ? Matrix(row: sums) : Matrix(row: sums).map { $0 / Double(rows) }
    }
    return lines(along: axis) { kind.value($0, lost: lost) }
  }

  /// A function of each line along an axis, or of all entries.
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

  /// Row `index`, counted from 0.
  public func row(_ index: Int) -> [Double] { Array(elements[index * columns..<(index + 1) * columns]) }

  /// Running sums along an axis; over all entries in row order, as a row, without one.
  public func cumulativeSum(axis: Int?) -> Matrix {
    if axis == 0 { return transposed().cumulativeSum(axis: 1).transposed() }
    let length = axis == nil ? elements.count : columns
    // The one number that adds nothing to -0.0 either.
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
