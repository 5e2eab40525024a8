/// A data set with its parts, and how it was prepared. Filling and scaling were computed from the training part alone.
public struct DataSplit: Sendable {
  /// A part of the data.
  public enum Part: String, CaseIterable, Sendable {
    case train, dev, test
  }

  /// The part that commands use now.
  public private(set) var part = Part.train
  /// The training part, or all examples where the data is not split.
  public private(set) var train: Dataset
  /// The dev part; nil where there is none.
  public private(set) var dev: Dataset?
  /// The test part; nil where there is none.
  public private(set) var test: Dataset?
  /// The scaling that was applied to every part; nil where the data is not scaled.
  public private(set) var scaling: Scaling?
  /// The least and the largest value of each feature of the training part on that scale, (n0, 1) each; nil where the data is not scaled.
  public private(set) var range: (least: Matrix, most: Matrix)?
  /// The scaling of the targets of every part; nil where the targets are not scaled.
  public private(set) var targetScaling: Scaling?
  /// How the file of the data was read; nil where no file gave X.
  public var recipe: RowRecipe?
  /// The values that stand for missing features; nil where none was missing.
  public private(set) var filling: Filling?

  /// Fills every part.
  mutating func setFilling(_ filling: Filling) {
    train = filling.apply(train)
    dev = dev.map(filling.apply)
    test = test.map(filling.apply)
    self.filling = filling
  }

  /// All examples as the training part.
  public init(_ whole: Dataset) {
    train = whole
  }

  /// A training part and a test part that come from two files. Traps where they have different features.
  public init(train: Dataset, test: Dataset) {
    precondition(train.X.rows == test.X.rows, "the parts must have the same features")
    (self.train, self.test) = (train, test)
  }

  /// Splits the examples at random. One fraction makes train and test; three fractions make train, dev and test.
  ///
  /// The result is nil where a part would be empty. The caller checks the fractions first: each is positive, and three fractions sum to 1. A
  /// permutation from `generator` sets the order of the examples.
  /// - Parameter isStratified: whether each part gets the same share of each class, up to rounding. The classes are the different columns of Y.
  public init?(_ whole: Dataset, fractions: [Double], isStratified: Bool = false, generator: inout MersenneTwister) {
    let order = generator.permutation(whole.examples)
    // The places in `order` that belong together, by their class.
    var groups: [[Int]] = [Array(order.indices)]
    if isStratified, let Y = whole.Y { groups = Self.groups(order.map { example in (0..<Y.rows).map { Y[$0, example] } }) }
    var parts = [Int](repeating: 0, count: order.count)
    for group in groups {
      let first = Int((Double(group.count) * fractions[0]).rounded())
      let second = fractions.count == 3 ? Int((Double(group.count) * (fractions[0] + fractions[1])).rounded()) : first
      for (index, place) in group.enumerated() { parts[place] = index < first ? 0 : index < second ? 1 : 2 }
    }
    let chosen = (0..<3).map { part in order.indices.filter { parts[$0] == part }.map { order[$0] } }
    guard !chosen[0].isEmpty, !chosen[2].isEmpty, fractions.count == 1 || !chosen[1].isEmpty else { return nil }
    train = whole.selecting(chosen[0])
    if fractions.count == 3 { dev = whole.selecting(chosen[1]) }
    test = whole.selecting(chosen[2])
  }

  /// The places of equal columns, in the order of their first places.
  private static func groups(_ columns: [[Double]]) -> [[Int]] {
    var groups: [[Int]] = []
    var numbers: [[Double]: Int] = [:]
    for (place, column) in columns.enumerated() {
      if let number = numbers[column] {
        groups[number].append(place)
      } else {
        numbers[column] = groups.count
        groups.append([place])
      }
    }
    return groups
  }

  /// The part that commands use now.
  public var current: Dataset { dataset(part)! }

  /// X of the part in use. Unlike `current`, it does not copy the names and the other fields of the data set.
  public var X: Matrix {
    switch part {
    case .train: train.X
    case .dev: dev!.X
    case .test: test!.X
    }
  }

  /// Y of the part in use; nil where the data has no Y.
  public var Y: Matrix? {
    switch part {
    case .train: train.Y
    case .dev: dev!.Y
    case .test: test!.Y
    }
  }

  /// The data of a part; nil where the part does not exist.
  public func dataset(_ part: Part) -> Dataset? {
    switch part {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }

  /// The parts that exist, in the order train, dev, test.
  public var parts: [Part] { Part.allCases.filter { dataset($0) != nil } }

  /// Makes `part` the part in use. It returns false and changes nothing where the part does not exist.
  public mutating func use(_ part: Part) -> Bool {
    guard dataset(part) != nil else { return false }
    self.part = part
    return true
  }

  /// Scales every part by the mean and the deviation of the training part.
  public mutating func standardize() { apply(Scaling(standardizing: train.X)) }

  /// Divides the features of every part by their largest absolute value in the training part.
  public mutating func normalize() { apply(Scaling(normalizing: train.X)) }

  /// Replaces X of the part in use. Y stays with its scaling. The other parts, the recipe, the filling and the scaling of X are removed.
  ///
  /// - Parameter isPart: whether only some entries are other ones. Then X stays on its scale, and its recipe and filling stay.
  public mutating func replaceX(_ X: Matrix, isPart: Bool = false) {
    var set = current
    if X.rows != set.X.rows { set.featureNames = (1...X.rows).map { "x\($0)" } }
    set.X = X
    let old = self
    self = DataSplit(set)
    targetScaling = old.targetScaling
    if isPart { (recipe, filling, scaling, range) = (old.recipe, old.filling, old.scaling, old.range) }
  }

  /// Replaces Y of the part in use. X stays with its recipe, filling and scaling. The other parts and the scaling of Y are removed.
  ///
  /// - Parameter isPart: whether only some entries are other ones. Then Y stays on its scale.
  public mutating func replaceY(_ Y: Matrix, isPart: Bool = false) {
    var set = current
    set.Y = Y
    let classCount = Y.rows == 1 ? 2 : Y.rows
    if set.classNames?.count != classCount { set.classNames = nil }
    let old = self
    self = DataSplit(set)
    (recipe, filling, scaling, range) = (old.recipe, old.filling, old.scaling, old.range)
    if isPart { targetScaling = old.targetScaling }
  }
}

extension DataSplit {
  /// Applies a scaling that was computed elsewhere, for example one from a network file, to every part.
  public mutating func apply(_ scaling: Scaling) {
    train = scaling.apply(train)
    dev = dev.map { scaling.apply($0) }
    test = test.map { scaling.apply($0) }
    self.scaling = scaling
    range = (train.X.reduced(.minimum, axis: 1), train.X.reduced(.maximum, axis: 1))
  }

  /// Puts X of every part on another scale, or into the units of the data where there is none. It does nothing on the same scale.
  public mutating func rescale(to other: Scaling?) {
    guard other != scaling else { return }
    if let old = scaling {
      func inUnits(_ set: Dataset) -> Dataset {
        var copy = set
        copy.X = old.undo(set.X)
        return copy
      }
      (train, dev, test) = (inUnits(train), dev.map(inUnits), test.map(inUnits))
      (scaling, range) = (nil, nil)
    }
    if let other { apply(other) }
  }

  /// Puts Y of every part on another scale, or into the units of the data where there is none. It does nothing on the same scale.
  public mutating func rescaleTargets(to other: Scaling?) {
    guard other != targetScaling else { return }
    if let old = targetScaling {
      func inUnits(_ set: Dataset) -> Dataset {
        var copy = set
        copy.Y = set.Y.map { old.undo($0) }
        return copy
      }
      (train, dev, test) = (inUnits(train), dev.map(inUnits), test.map(inUnits))
      targetScaling = nil
    }
    if let other { applyToTargets(other) }
  }

  /// Scales the targets of every part by the mean and the deviation of the training part. Data without targets stays as it is.
  public mutating func standardizeTargets() {
    if let Y = train.Y { applyToTargets(Scaling(standardizing: Y)) }
  }

  /// Applies a scaling to the targets of every part. Traps where it has another number of rows than Y.
  public mutating func applyToTargets(_ scaling: Scaling) {
    func scaled(_ set: Dataset) -> Dataset {
      var copy = set
      copy.Y = set.Y.map { scaling.apply($0) }
      return copy
    }
    (train, dev, test) = (scaled(train), dev.map(scaled), test.map(scaled))
    targetScaling = scaling
  }

  /// Targets of this data in the units of the data.
  public func targetsInUnits(_ Y: Matrix) -> Matrix { targetScaling.map { $0.undo(Y) } ?? Y }

  /// How rows in the units of the data become inputs, and outputs become numbers in these units.
  public var preprocessing: Preprocessing {
    Preprocessing(
      recipe: recipe, featureNames: train.featureNames, filling: filling, scaling: scaling, targetScaling: targetScaling, classNames: current.classNames)
  }
}
