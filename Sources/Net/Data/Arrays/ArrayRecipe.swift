/// How the array X of a file became examples, so that the X of another file is read in the same way.
public struct ArrayRecipe: Equatable, Sendable {
  /// The name of the array.
  public var name: String
  /// The length of each dimension. That of the examples does not count.
  public var shape: [Int]
  /// The dimension that counts the examples.
  public var axis: Int
  /// The feature that was taken as Y, counted from 1; nil where Y is an array of its own.
  public var column: Int?

  public init(name: String, shape: [Int], axis: Int, column: Int? = nil) {
    (self.name, self.shape, self.axis, self.column) = (name, shape, axis, column)
  }

  /// The shape of one example.
  private var example: [Int] { shape.indices.filter { $0 != axis }.map { shape[$0] } }

  /// X of a file with arrays, with an example in each column.
  ///
  /// - Parameters:
  ///   - recipe: how the array of the data was read; nil where the data has no file with arrays. Then the length n0 says where the examples lie.
  ///   - features: n0.
  /// - Throws: `DataError` where the file has no such array.
  static func rows(_ archive: ArrayArchive, like recipe: ArrayRecipe?, features: Int) throws(DataError) -> NewRows {
    let known = recipe.flatMap { recipe in archive.entries.contains { $0.name == recipe.name } ? recipe.name : nil }
    let X = try archive.read(ArrayRoles(archive.entries, x: known, y: nil).X)
    try ArrayData.check(X)
    let axis: Int
    if let recipe { axis = try recipe.axis(of: X, features) } else { axis = try Self.axis(of: X, features, archive.kind) }
    var shape = X.shape
    if axis == shape.count { shape.append(1) }
    let rows = try ArrayRows.matrix(X.numbers ?? [], shape, axis: axis, archive.budget)
    // The new array may have the column of the targets, which is not needed.
    if let column = recipe?.column, rows.rows == features + 1, column <= rows.rows {
      return NewRows(X: try ArrayRows.taking(column - 1, from: rows, archive.budget).rest)
    }
    return NewRows(X: rows)
  }

  /// The dimension that counts the examples. It is one past the last where the array is a single example.
  private func axis(of X: NamedArray, _ features: Int) throws(DataError) -> Int {
    let other = X.shape
    if other.count == shape.count {
      let rest = other.indices.filter { $0 != axis }.map { other[$0] }
      if rest == example || column != nil && rest == [features] { return axis }
    }
    if other == example || column != nil && other == [features] { return other.count }
    throw .badNPY(
      name: X.name,
      reason: "its shape \(ArrayShape.text(other)) does not fit \(name) \(ArrayShape.text(shape)) of the data: an example needs the same features")
  }

  private static func axis(of X: NamedArray, _ features: Int, _ kind: ArrayArchive.Kind) throws(DataError) -> Int {
    let shape = X.shape
    let count = shape.reduce(1, *)
    let last = shape.count - 1
    let fallback = kind == .npz && shape.count == 2 ? last : 0
    let fitting = [0, last].filter { shape[$0] > 0 && count / shape[$0] == features }
    if fitting.contains(fallback) { return fallback }
    if let axis = fitting.first { return axis }
    if count == features { return shape.count }
    throw .badNPY(name: X.name, reason: "its shape \(ArrayShape.text(shape)) has no examples of \(features) feature\(features == 1 ? "" : "s")")
  }
}
