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
    let sources = try Sources(archive, options, targets)
    let (parts, testNote) = try Self.parts(sources, archive, options, test)
    var target = try Self.targets(parts, options.classes, isTable: targets?.isTable == true, archive.budget)
    if target?.classNames != nil, let names = try Reader(archive).classNames(archive.entries) { target?.rename(names) }
    let sets = parts.indices.map { index in
      let Y = target.flatMap { index < $0.parts.count ? $0.parts[index] : nil }
      return Dataset(name: name, X: parts[index].X, Y: Y, classNames: Y == nil ? nil : target?.classNames)
    }
    let (X, layout) = (sources.X, sources.layout)
    let note = "X is \(X.name) \(ArrayShape.text(X.shape))\(sources.noteY)\(testNote); \(Self.examples(X, layout))\(sources.leftOut(archive))"
    let recipe = ArrayRecipe(name: X.name, shape: X.shape, axis: layout.axisX, column: sources.column.flatMap { Int($0) })
    return ArrayData(train: sets[0], test: sets.count > 1 ? sets[1] : nil, note: note, recipe: recipe)
  }

  /// The training part, and the test part where there is one, with words that name the test part.
  private static func parts(
    _ sources: Sources, _ archive: ArrayArchive, _ options: ArrayOptions, _ test: ArrayArchive?
  ) throws(DataError) -> (parts: [Part], testNote: String) {
    let (X, layout, reader) = (sources.X, sources.layout, Reader(archive))
    var parts = [try sources.withoutColumn(reader.part(X, sources.Y, layout), archive.budget)]
    var note = ""
    if let test {
      do throws(DataError) {
        // The names of the options hold for this file too where it has such arrays.
        func known(_ name: String?) -> String? { test.entries.contains { $0.name == name } ? name : nil }
        let roles = try ArrayRoles(test.entries, x: known(options.x), y: sources.column == nil ? known(options.y) : nil)
        let second = Reader(test)
        let Y = try roles.Y.map { (entry) throws(DataError) in try second.array(entry) }
        parts.append(try sources.withoutColumn(second.part(second.array(roles.X), Y, layout, like: X), test.budget))
      } catch { throw .ofTest(error) }
      note = "; the test part is the other file"
    } else if let testX = sources.roles.testX {
      let Y = try sources.roles.testY.map { (entry) throws(DataError) in try reader.array(entry) }
      parts.append(try sources.withoutColumn(reader.part(reader.array(testX), Y, layout, like: X), archive.budget))
      note = "; the test part is \(testX.name)" + (Y.map { " and \($0.name)" } ?? "")
    }
    guard parts.allSatisfy({ $0.X.rows <= DataFile.mostFeatures }) else {
      throw .tooMany(.features, column: nil, count: parts[0].X.rows, limit: DataFile.mostFeatures)
    }
    return (parts, note)
  }

  private static func examples(_ X: NamedArray, _ layout: ArrayLayout) -> String {
    let last = X.shape.count - 1
    let place: String
    if last == 0 {
      place = "each number is an example"
    } else if last == 1 {
      place = layout.axisX == 0 ? "each row is an example" : "each column is an example"
    } else {
      place = "each step along dimension \(layout.axisX + 1) is an example, with its numbers row by row"
    }
    return place + (layout.isGuessed ? " (a guess; orient=\(layout.axisX == 0 ? "columns takes each column" : "rows takes each row") as an example)" : "")
  }

  private static func targets(_ parts: [Part], _ asked: Bool?, isTable: Bool, _ budget: MemoryBudget) throws(DataError) -> ArrayTargets? {
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
      return try ArrayTargets(name, numbers: columns, asked: asked, isTable: isTable, budget)
    case .texts:
      var columns: [[String]] = []
      for part in found {
        guard case .texts(let texts) = part.Y! else { throw .badNPY(name: part.nameY!, reason: "it does not have the form of \(name)") }
        columns.append(texts)
      }
      return try ArrayTargets(name, texts: columns, asked: asked, isTable: isTable, budget)
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
    if let wrong = ArrayShape.firstNotFinite(numbers) {
      let what = numbers[wrong].isNaN ? "NaN" : "infinity"
      throw .badNPY(name: array.name, reason: "it contains \(what) at \(ArrayShape.place(wrong, array.shape))")
    }
    if Interrupt.current?.isRequested == true { throw .interrupted }
  }
}

// MARK: Roles

/// Which arrays of the file are X and Y, and where the examples lie.
private struct Sources {
  let roles: ArrayRoles
  let X: NamedArray
  /// Y, from this file or another one; nil where there is none, or where it is a column of X.
  let Y: NamedArray?
  /// The column of X that is Y, as it was typed.
  let column: String?
  let layout: ArrayLayout
  /// Words that name Y, to follow those for X.
  let noteY: String

  /// Words that name the arrays that are not used.
  func leftOut(_ archive: ArrayArchive) -> String {
    let used = [roles.X, roles.Y, roles.testX, roles.testY].compactMap { $0?.name }
    let rest = archive.entries.map(\.name).filter { !used.contains($0) && !ArrayRoles.namesOfClasses.contains($0) }
    if rest.isEmpty { return "" }
    return "; left out: " + rest.prefix(6).joined(separator: ", ") + (rest.count > 6 ? " …" : "")
  }

  init(_ archive: ArrayArchive, _ options: ArrayOptions, _ targets: OtherTargets?) throws(DataError) {
    // y= with a file of one array names a column of it.
    column = archive.entries.count == 1 && targets == nil && options.x == nil ? options.y : nil
    roles = try ArrayRoles(archive.entries, x: options.x, y: column == nil && targets == nil ? options.y : nil)
    let X = try archive.read(roles.X)
    let Y = if let targets { targets.array } else { try roles.Y.map { (entry) throws(DataError) in try archive.read(entry) } }
    try ArrayData.check(X)
    if let Y { try ArrayData.check(Y, isY: true) }
    layout = try ArrayLayout(
      X: (X.name, X.shape), Y: Y.map { ($0.name, $0.shape) }, asked: options.orientation, fallback: archive.kind == .npz ? .columns : .rows)
    if let targets {
      noteY = targets.isTable ? " and Y is the column of the other file" : " and Y is the array of the other file \(ArrayShape.text(targets.array.shape))"
    } else if let column {
      noteY = ", Y is its \(layout.axisX == 0 ? "column" : "row") \(column)"
    } else {
      noteY = Y.map { " and Y is \($0.name) \(ArrayShape.text($0.shape))" } ?? ""
    }
    (self.X, self.Y) = (X, Y)
  }

  /// The part with the column of X that is Y taken out.
  func withoutColumn(_ part: Part, _ budget: MemoryBudget) throws(DataError) -> Part {
    guard let column else { return part }
    var part = part
    try part.split(column, budget)
    return part
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
  mutating func split(_ column: String, _ budget: MemoryBudget) throws(DataError) {
    guard let number = Int(column) else {
      throw .badArrays(reason: "y=\(column.prefix(60)) does not go with a file of one array; here y= takes the number of a column, counted from 1")
    }
    guard (1...X.rows).contains(number) else { throw .badArrays(reason: "y=\(number) is no column of it; it has \(X.rows)") }
    guard X.rows > 1 else { throw .noFeatures }
    let (row, rest) = try ArrayRows.taking(number - 1, from: X, budget)
    (X, Y, nameY) = (rest, .numbers(row), "column \(number)")
  }
}

/// Reads arrays of one file and makes parts from them.
private struct Reader {
  let archive: ArrayArchive

  init(_ archive: ArrayArchive) { self.archive = archive }

  func array(_ entry: ArrayEntry) throws(DataError) -> NamedArray { try archive.read(entry) }

  /// The names of classes that the file lists.
  func classNames(_ entries: [ArrayEntry]) throws(DataError) -> [String]? {
    for name in ArrayRoles.namesOfClasses {
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
