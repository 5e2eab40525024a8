/// What stands between the data's own units and the network: how rows are read, filled and scaled, and what its outputs mean.
public struct Preprocessing: Equatable, Sendable {
  /// How the file of the data was read; nil where there is no file.
  public var recipe: RowRecipe?
  /// The names of the rows of X.
  public var featureNames: [String]
  /// What stands for a gap in each feature; nil where gaps are not filled.
  public var filling: Filling?
  /// The scale of the features; nil where they are not scaled.
  public var scaling: Scaling?
  /// The scale of the targets; nil where they are not scaled.
  public var targetScaling: Scaling?
  /// The names of the classes; nil where they have none.
  public var classNames: [String]?

  public init(
    recipe: RowRecipe? = nil, featureNames: [String], filling: Filling? = nil, scaling: Scaling? = nil, targetScaling: Scaling? = nil,
    classNames: [String]? = nil
  ) {
    (self.recipe, self.featureNames, self.filling) = (recipe, featureNames, filling)
    (self.scaling, self.targetScaling, self.classNames) = (scaling, targetScaling, classNames)
  }

  /// X of the network from X in the units of the data: gaps are filled, and then the features are scaled. Traps where X has other features.
  public func inputs(_ X: Matrix) -> Matrix {
    let filled = filling.map { $0.apply(X) } ?? X
    return scaling.map { $0.apply(filled) } ?? filled
  }

  /// The outputs of the network in the units of the data. Outputs of another number of rows than the targets stay as they are.
  public func outputs(_ A: Matrix) -> Matrix {
    guard let targetScaling, targetScaling.mean.rows == A.rows else { return A }
    return targetScaling.undo(A)
  }
}
