/// Examples and their targets, an example a column.
public struct Dataset: Equatable, Sendable {
  /// As `data` describes it: `flower`, `iris.csv`.
  public var name: String
  /// (n0, m)
  public var X: Matrix
  /// (nL, m): one 0/1 row for two classes, one-hot columns for more, numbers for a regression; nil where there are none.
  public var Y: Matrix?
  /// The classes in the order of Y's values or rows; nil for numbers.
  public var classNames: [String]?
  public var featureNames: [String]

  public init(name: String, X: Matrix, Y: Matrix?, classNames: [String]? = nil, featureNames: [String]? = nil) {
    self.name = name
    self.X = X
    self.Y = Y
    self.classNames = classNames
    self.featureNames = featureNames ?? (1...max(X.rows, 1)).map { "x\($0)" }
  }

  public var examples: Int { X.columns }

  /// The examples at these columns, counted from 0.
  public func selecting(_ columns: [Int]) -> Dataset {
    var copy = self
    copy.X = X.selectingColumns(columns)
    copy.Y = Y?.selectingColumns(columns)
    return copy
  }

  /// Y of class numbers 0 … K-1: a 0/1 row for two classes, one-hot columns for more.
  public static func targets(_ classes: [Int], count: Int) -> Matrix {
    if count <= 2 { return Matrix(Shape(1, classes.count)) { Double(classes[$0]) } }
    var Y = Matrix(rows: count, columns: classes.count)
    Slabs.each(classes.count) { for example in $0 { Y[classes[example], example] = 1 } }
    return Y
  }
}

extension Matrix {
  /// The columns of these numbers, counted from 0, in their order.
  public func selectingColumns(_ chosen: [Int]) -> Matrix {
    var result = Matrix(rows: rows, columns: chosen.count)
    for row in 0..<rows {
      for (place, column) in chosen.enumerated() { result.elements[row * chosen.count + place] = elements[row * columns + column] }
    }
    return result
  }
}
