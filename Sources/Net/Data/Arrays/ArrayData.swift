/// The options of `data FILE` for a file with arrays.
public struct ArrayOptions: Sendable {
  /// The array that is X; nil where its name tells.
  public var x: String?
  /// The array that is Y; nil where its name tells. For a file with one array, the number of its column that is Y.
  public var y: String?
  /// Where the examples lie; nil where the length of Y tells.
  public var orientation: ArrayOrientation?
  /// Whether the values of Y are classes; nil where the values tell.
  public var classes: Bool?

  public init(x: String? = nil, y: String? = nil, orientation: ArrayOrientation? = nil, classes: Bool? = nil) {
    (self.x, self.y, self.orientation, self.classes) = (x, y, orientation, classes)
  }
}

/// A data set from the arrays of a file.
public struct ArrayData: Sendable {
  public let train: Dataset
  /// The test part; nil where the file has none.
  public let test: Dataset?
  /// One line that says which arrays were taken, and where the examples lie.
  public let note: String
  /// How the X of another file is read in the same way.
  public let recipe: ArrayRecipe

  /// A data set from a file with arrays.
  ///
  /// - Parameters:
  ///   - name: the name of the data set.
  ///   - test: another file of the same form, which becomes the test part.
  ///   - targets: the targets from another file.
  /// - Throws: `DataError` where the arrays make no data set.
  public static func dataset(
    _ name: String, _ archive: ArrayArchive, _ options: ArrayOptions = ArrayOptions(), test: ArrayArchive? = nil, targets: OtherTargets? = nil
  ) throws(DataError) -> ArrayData {
    let (reader, budget) = (Reader(archive), archive.budget)
    // y= with a file of one array names a column of it.
    let isSingle = archive.entries.count == 1 && targets == nil
    let column = isSingle && options.x == nil ? options.y : nil
    let roles = try ArrayRoles(archive.entries, x: options.x, y: column == nil && targets == nil ? options.y : nil)
    let X = try reader.array(roles.X)
    var Y: NamedArray?
    if case .array(let array)? = targets { Y = array } else if targets == nil, let entry = roles.Y { Y = try reader.array(entry) }
    let fallback: ArrayOrientation = archive.kind == .npz ? .columns : .rows
    try check(X)
    if let Y { try check(Y, isY: true) }
    // The targets of a table have one dimension.
    var shapeY = Y.map { (name: $0.name, shape: $0.shape) }
    if case .made(let Y, _)? = targets { shapeY = ("y", [Y.columns]) }
    let layout = try ArrayLayout(X: (X.name, X.shape), Y: shapeY, asked: options.orientation, fallback: fallback)
    var parts = [try reader.part(X, Y, layout)]
    var testNames = ""
    if let test {
      // The names of the options hold for this file too where it has such arrays.
      func known(_ name: String?) -> String? { test.entries.contains { $0.name == name } ? name : nil }
      let other = try ArrayRoles(test.entries, x: known(options.x), y: column == nil ? known(options.y) : nil)
      let second = Reader(test)
      parts.append(try second.part(second.array(other.X), other.Y.map { (entry) throws(DataError) in try second.array(entry) }, layout, like: X))
      testNames = "; the test part is the other file"
    } else if let testX = roles.testX {
      let testY = try roles.testY.map { (entry) throws(DataError) in try reader.array(entry) }
      parts.append(try reader.part(try reader.array(testX), testY, layout, like: X))
      testNames = "; the test part is \(testX.name)" + (roles.testY.map { " and \($0.name)" } ?? "")
    }
    var columnNote = ""
    if let column {
      for index in parts.indices { try parts[index].split(column, X.name) }
      columnNote = ", Y is its \(layout.axisX == 0 ? "column" : "row") \(column)"
    }
    guard parts.allSatisfy({ $0.X.rows <= DataFile.mostFeatures }) else {
      throw .tooMany(.features, column: nil, count: parts[0].X.rows, limit: DataFile.mostFeatures)
    }
    let target = try Self.targets(parts, options.classes, budget)
    if case .made(let Y, let names)? = targets { return try made(name, parts, Y, names, X, layout, test: test != nil || roles.testX != nil) }
    let sets = parts.indices.map { index in
      Dataset(name: name, X: parts[index].X, Y: target.map { index < $0.parts.count ? $0.parts[index] : nil } ?? nil, classNames: nil)
    }
    var result = sets
    if var target, target.classNames != nil {
      if let names = try reader.classNames(archive.entries) { target.rename(names) }
      for index in result.indices where result[index].Y != nil { result[index].classNames = target.classNames }
    }
    let yNote = Y.map { " and Y is \(targets == nil ? $0.name : "the array of the other file") \(ArrayShape.text($0.shape))" } ?? columnNote
    let note = "X is \(X.name) \(ArrayShape.text(X.shape))\(yNote)\(testNames); \(Self.examples(X, layout))"
    let recipe = ArrayRecipe(name: X.name, shape: X.shape, axis: layout.axisX, column: column.flatMap { Int($0) })
    return ArrayData(train: result[0], test: result.count > 1 ? result[1] : nil, note: note, recipe: recipe)
  }

  /// The data set with targets that are made already.
  private static func made(
    _ name: String, _ parts: [Part], _ Y: Matrix, _ classNames: [String]?, _ X: NamedArray, _ layout: ArrayLayout, test hasTest: Bool
  ) throws(DataError) -> ArrayData {
    guard Y.columns == parts[0].X.columns else { throw .otherExamples(targets: Y.columns, examples: parts[0].X.columns) }
    let train = Dataset(name: name, X: parts[0].X, Y: Y, classNames: classNames)
    let test = hasTest ? Dataset(name: name, X: parts[1].X, Y: nil, classNames: classNames) : nil
    let note = "X is \(X.name) \(ArrayShape.text(X.shape)) and Y is the column of the other file; \(examples(X, layout))"
    return ArrayData(train: train, test: test, note: note, recipe: ArrayRecipe(name: X.name, shape: X.shape, axis: layout.axisX))
  }

  private static func examples(_ X: NamedArray, _ layout: ArrayLayout) -> String {
    let last = X.shape.count - 1
    let place: String
    if last == 0 {
      place = "each number is an example"
    } else if last == 1 {
      place = layout.axisX == 0 ? "each row is an example" : "each column is an example"
    } else {
      place = "each example is a part along dimension \(layout.axisX + 1), flattened in C order"
    }
    return place + (layout.isGuessed ? " (the lengths do not tell; orient=\(layout.axisX == 0 ? "columns" : "rows") takes the other dimension)" : "")
  }

  private static func targets(_ parts: [Part], _ asked: Bool?, _ budget: MemoryBudget) throws(DataError) -> ArrayTargets? {
    // A test part without targets comes last, so the others stay in their places.
    let found = parts.prefix { $0.Y != nil }
    guard let first = found.first, let name = first.nameY else { return nil }
    switch first.Y! {
    case .numbers:
      var columns: [Matrix] = []
      for part in found {
        guard case .numbers(let matrix) = part.Y!, matrix.rows == first.rowsY else {
          throw .badNPY(name: part.nameY!, reason: "it does not have the form of \(name)")
        }
        columns.append(matrix)
      }
      return try ArrayTargets(name, numbers: columns, asked: asked, budget)
    case .texts:
      var columns: [[String]] = []
      for part in found {
        guard case .texts(let texts) = part.Y! else { throw .badNPY(name: part.nameY!, reason: "it does not have the form of \(name)") }
        columns.append(texts)
      }
      return try ArrayTargets(name, texts: columns, asked: asked, budget)
    }
  }
}

extension ArrayData {
  /// Checks that an array has entries, and that all of them are finite.
  static func check(_ array: NamedArray, isY: Bool = false) throws(DataError) {
    if array.texts != nil, isY { return }
    guard let numbers = array.numbers else { throw .badNPY(name: array.name, reason: "it holds text and no numbers") }
    guard !array.shape.isEmpty || isY else { throw .badNPY(name: array.name, reason: "it is a single number") }
    guard !numbers.isEmpty else { throw .badNPY(name: array.name, reason: "its shape \(ArrayShape.text(array.shape)) has no entries") }
    var wrong: Int?
    Slabs.each(numbers.count) { part in
      if wrong == nil { wrong = numbers[part].firstIndex { !$0.isFinite } }
    }
    if let wrong {
      let what = numbers[wrong].isNaN ? "NaN" : "infinity"
      throw .badNPY(name: array.name, reason: "it contains \(what) at \(ArrayShape.place(wrong, array.shape))")
    }
    if Interrupt.current?.isRequested == true { throw .interrupted }
  }
}

// MARK: Parts

/// X and Y of one part of a data set, with an example in each column.
private struct Part {
  enum Targets {
    case numbers(Matrix)
    case texts([String])
  }

  var X: Matrix
  var Y: Targets?
  var nameY: String?

  var rowsY: Int { if case .numbers(let matrix)? = Y { matrix.rows } else { 1 } }

  /// Takes one feature of X as Y.
  mutating func split(_ column: String, _ name: String) throws(DataError) {
    guard let number = Int(column) else {
      throw .badArrays(reason: "y=\(column.prefix(60)) does not go with a file of one array; here y= takes the number of a column, counted from 1")
    }
    guard (1...X.rows).contains(number) else { throw .badArrays(reason: "y=\(number) is no column of it; it has \(X.rows)") }
    guard X.rows > 1 else { throw .noFeatures }
    let row = number - 1
    Y = .numbers(Matrix(row: Array(X.elements[row * X.columns..<(row + 1) * X.columns])))
    nameY = "column \(number)"
    var elements = X.elements
    elements.removeSubrange(row * X.columns..<(row + 1) * X.columns)
    X = Matrix(rows: X.rows - 1, columns: X.columns, elements: elements)
  }
}

/// Reads arrays of one file and makes parts from them.
private struct Reader {
  let archive: ArrayArchive

  init(_ archive: ArrayArchive) { self.archive = archive }

  func array(_ entry: ArrayEntry) throws(DataError) -> NamedArray { try archive.read(entry) }

  /// The names of classes that the file lists.
  func classNames(_ entries: [ArrayEntry]) throws(DataError) -> [String]? {
    for name in ["list_classes", "class_names", "classes", "target_names", "label_names"] {
      guard let entry = entries.first(where: { $0.name == name }), entry.kind == .texts || entry.kind == .unknown else { continue }
      let array: NamedArray
      do throws(DataError) { array = try archive.read(entry) } catch {
        // An array that cannot be read gives no names. The data set does not need them.
        if error == .interrupted { throw error }
        continue
      }
      if let texts = array.texts, !texts.isEmpty { return texts }
    }
    return nil
  }

  /// A part with an example in each column.
  /// - Parameter first: X of the training part, whose examples have the same features.
  func part(_ X: NamedArray, _ Y: NamedArray?, _ layout: ArrayLayout, like first: NamedArray? = nil) throws(DataError) -> Part {
    if let first {
      try ArrayData.check(X)
      if let Y { try ArrayData.check(Y, isY: true) }
      let fits = X.shape.count == first.shape.count && X.shape.indices.allSatisfy { $0 == layout.axisX || X.shape[$0] == first.shape[$0] }
      guard fits else {
        throw .badNPY(
          name: X.name,
          reason: "its shape \(ArrayShape.text(X.shape)) does not fit \(first.name) \(ArrayShape.text(first.shape)): an example needs the same features")
      }
    }
    let features = X.numbers!.count / X.shape[layout.axisX]
    guard features <= DataFile.mostFeatures else { throw .tooMany(.features, column: nil, count: features, limit: DataFile.mostFeatures) }
    var part = Part(X: try ArrayRows.matrix(X.numbers!, X.shape, axis: layout.axisX, archive.budget))
    guard let Y else { return part }
    part.nameY = Y.name
    let examples = part.X.columns
    // The targets of the test part may have another form than those of the training part, for example (m, 1) and (m,).
    let axis =
      Y.shape.count == 2 && layout.axisY.map { $0 < 2 && Y.shape[$0] == examples } == true ? layout.axisY : Y.shape.indices.first { Y.shape[$0] == examples }
    let count = Y.shape.reduce(1, *)
    guard axis != nil || count == 1 && examples == 1 else {
      throw .badNPY(
        name: Y.name, reason: "its shape \(ArrayShape.text(Y.shape)) does not fit \(X.name) \(ArrayShape.text(X.shape)): it needs \(examples) targets")
    }
    if let texts = Y.texts {
      guard texts.count == examples else { throw .badNPY(name: Y.name, reason: "it needs one text for each of \(examples) examples") }
      part.Y = .texts(texts)
    } else if let axis {
      part.Y = .numbers(try ArrayRows.matrix(Y.numbers!, Y.shape, axis: axis, archive.budget))
    } else {
      part.Y = .numbers(Matrix(row: Y.numbers!))
    }
    if case .numbers(let matrix)? = part.Y, matrix.rows > DataFile.mostClasses {
      throw .tooMany(.classes, column: Y.name, count: matrix.rows, limit: DataFile.mostClasses)
    }
    return part
  }
}
