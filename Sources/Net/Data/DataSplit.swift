/// A data set in its parts, with the scaling that was fitted on the training part alone.
public struct DataSplit: Sendable {
  public enum Part: String, CaseIterable, Sendable {
    case train, dev, test
  }

  /// The part that the session works on.
  public private(set) var part = Part.train
  public private(set) var train: Dataset
  public private(set) var dev: Dataset?
  public private(set) var test: Dataset?
  public private(set) var scaling: Scaling?

  public init(_ whole: Dataset) {
    train = whole
  }

  /// Train and test by one fraction, train, dev and test by three; the examples are drawn by a permutation of `generator`.
  /// Fractions must have been checked: positive, three of them summing to 1. nil where a part would be empty.
  public init?(_ whole: Dataset, fractions: [Double], generator: inout MersenneTwister) {
    let m = whole.examples
    let order = generator.permutation(m)
    let first = Int((Double(m) * fractions[0]).rounded())
    let second = fractions.count == 3 ? Int((Double(m) * (fractions[0] + fractions[1])).rounded()) : first
    guard first > 0, second < m, fractions.count == 1 || second > first else { return nil }
    train = whole.selecting(Array(order[..<first]))
    if fractions.count == 3 { dev = whole.selecting(Array(order[first..<second])) }
    test = whole.selecting(Array(order[second...]))
  }

  public var current: Dataset { dataset(part)! }

  /// X of the part in use, without a copy of all that the data set says besides.
  public var X: Matrix {
    switch part {
    case .train: train.X
    case .dev: dev!.X
    case .test: test!.X
    }
  }

  /// Y of the part in use.
  public var Y: Matrix? {
    switch part {
    case .train: train.Y
    case .dev: dev!.Y
    case .test: test!.Y
    }
  }

  public func dataset(_ part: Part) -> Dataset? {
    switch part {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }

  /// The parts that there are, in order.
  public var parts: [Part] { Part.allCases.filter { dataset($0) != nil } }

  /// Works on another part; false where there is none.
  public mutating func use(_ part: Part) -> Bool {
    guard dataset(part) != nil else { return false }
    self.part = part
    return true
  }

  /// Scales every part by the mean and deviation of the training part.
  public mutating func standardize() {
    apply(Scaling(fittedTo: train.X))
  }

  /// X by hand: Y stays, a split ends.
  public mutating func replaceX(_ X: Matrix) {
    var set = current
    if X.rows != set.X.rows { set.featureNames = (1...X.rows).map { "x\($0)" } }
    set.X = X
    self = DataSplit(set)
  }

  /// Y by hand: X stays, a split ends.
  public mutating func replaceY(_ Y: Matrix) {
    var set = current
    set.Y = Y
    let classCount = Y.rows == 1 ? 2 : Y.rows
    if set.classNames?.count != classCount { set.classNames = nil }
    let scaling = scaling
    self = DataSplit(set)
    self.scaling = scaling
  }
}

extension DataSplit {
  /// Puts every part on a scale that was fitted elsewhere, as when a network is loaded.
  public mutating func apply(_ scaling: Scaling) {
    train = scaling.apply(train)
    dev = dev.map { scaling.apply($0) }
    test = test.map { scaling.apply($0) }
    self.scaling = scaling
  }
}
