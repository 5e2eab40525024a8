/// Examples and their targets. Each column is one example.
public struct Dataset: Equatable, Sendable {
  /// The name that `data` prints, for example `flower` or `iris.csv`.
  public var name: String
  /// The features, (n0, m).
  public var X: Matrix
  /// The targets, (nL, m); nil where there are none.
  ///
  /// Two classes are one row of 0 and 1. More classes are one-hot columns. A regression has numbers.
  public var Y: Matrix?
  /// The names of the classes, in the order of Y's values or rows; nil where Y holds numbers.
  public var classNames: [String]?
  /// The names of the rows of X; x1, x2, … where none are given.
  public var featureNames: [String]

  /// A data set. Without `featureNames` the features are x1, x2, …
  public init(name: String, X: Matrix, Y: Matrix?, classNames: [String]? = nil, featureNames: [String]? = nil) {
    self.name = name
    self.X = X
    self.Y = Y
    self.classNames = classNames
    self.featureNames = featureNames ?? (1...max(X.rows, 1)).map { "x\($0)" }
  }

  /// m, the number of examples.
  public var examples: Int { X.columns }

  /// The examples at these columns, counted from 0.
  public func selecting(_ columns: [Int]) -> Dataset {
    var copy = self
    copy.X = X.selectingColumns(columns)
    copy.Y = Y?.selectingColumns(columns)
    return copy
  }

  /// The name of a class that is a number: its shortest digits, without a fraction where it is whole.
  static func className(_ value: Double) -> String { value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : value.description }

  /// Y for the class numbers 0 … count - 1, one number for each example.
  ///
  /// Up to two classes give one row of 0 and 1, (1, m). More classes give one-hot columns, (count, m).
  public static func targets(_ classes: [Int], count: Int) -> Matrix {
    if count <= 2 { return Matrix(Shape(1, classes.count)) { Double(classes[$0]) } }
    var Y = Matrix(rows: count, columns: classes.count)
    Slabs.each(classes.count) { for example in $0 { Y[classes[example], example] = 1 } }
    return Y
  }
}
