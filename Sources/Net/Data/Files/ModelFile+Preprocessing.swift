/// The preprocessing as entries of a network's file, so that new rows can be read without the data.
///
/// `features`, (n0), names the rows of X; it is left out where the columns of a table say the names. `mean` and `deviation`, (n0, 1), are the scale, `target_mean` and `target_deviation`, (n_L, 1), that of the
/// targets, and `filling`, (n0, 1), stands for gaps. `classes` are the names of the classes.
///
/// Of a table, `columns`, `positions` and `values`, (n0) each, say from which column a row of X comes and, for one-hot columns, from which value; other
/// rows have an empty value. `match` says how columns are found, `width` how many there were, and `target` and `target_position` which was the target.
/// `missing`, `header`, `delimiter`, `decimal` and `index` are the options of `data` that were told; the others are guessed of each table.
/// Of arrays, `array` is the name, `array_shape` the shape, `array_axis` the dimension of the examples and `array_column` the feature that was Y.
extension Preprocessing {
  private static let entryNames: Set<String> = [
    "features", "mean", "deviation", "target_mean", "target_deviation", "filling", "classes", "missing", "columns", "positions", "values", "match", "width",
    "target", "target_position", "array", "array_shape", "array_axis", "array_column",
  ]

  static func isEntry(_ name: String) -> Bool { entryNames.contains(name) || TableOptions.formNames.contains(name) }

  var entries: [(name: String, array: NPYArray)] {
    var entries: [(name: String, array: NPYArray)] = []
    if recipe?.featureNames != featureNames { entries.append(("features", NPYArray(featureNames))) }
    if let scaling { entries += [("mean", NPYArray(scaling.mean)), ("deviation", NPYArray(scaling.deviation))] }
    if let targetScaling { entries += [("target_mean", NPYArray(targetScaling.mean)), ("target_deviation", NPYArray(targetScaling.deviation))] }
    if let filling { entries.append(("filling", NPYArray(filling.values))) }
    if let classNames { entries.append(("classes", NPYArray(classNames))) }
    switch recipe {
    case .table(let recipe):
      let rows = recipe.columns.flatMap { column in (column.values ?? [""]).map { (column, $0) } }
      entries += [
        ("missing", NPYArray([recipe.options.missing.rawValue], isSingle: true)), ("match", NPYArray([recipe.match.rawValue], isSingle: true)),
        ("columns", NPYArray(rows.map(\.0.name))), ("positions", NPYArray(Matrix(row: rows.map { Double($0.0.position) }))),
        ("values", NPYArray(rows.map(\.1))), ("width", NPYArray(Double(recipe.width))),
      ]
      for name in TableOptions.formNames {
        if let told = recipe.options.form(name) { entries.append((name, NPYArray([told], isSingle: true))) }
      }
      if let target = recipe.target {
        entries += [("target", NPYArray([target.name], isSingle: true)), ("target_position", NPYArray(Double(target.position)))]
      }
    case .arrays(let recipe):
      entries += [
        ("array", NPYArray([recipe.name], isSingle: true)), ("array_shape", NPYArray(Matrix(row: recipe.shape.map(Double.init)))),
        ("array_axis", NPYArray(Double(recipe.axis))),
      ]
      if let column = recipe.column { entries.append(("array_column", NPYArray(Double(column)))) }
    case nil: break
    }
    return entries
  }

  /// Reads the entries of a network with this number of inputs and outputs. Files of older versions have no `features`; then these are x1, x2, …
  ///
  /// - Throws: `DataError.badModel` where entries do not fit each other.
  init(_ arrays: [String: NPYArray], inputs: Int, outputs: Int) throws(DataError) {
    let entries = Entries(arrays: arrays)
    let scaling = try entries.scaling("mean", "deviation", Shape(inputs, 1), "its scaling does not fit n0")
    let targetScaling = try entries.scaling("target_mean", "target_deviation", Shape(outputs, 1), "the scaling of its targets does not fit the outputs")
    var filling: Filling?
    if let values = arrays["filling"] {
      guard let matrix = values.matrix, matrix.shape == Shape(inputs, 1), matrix.elements.allSatisfy(\.isFinite) else {
        throw .badModel(reason: "its filling does not fit n0")
      }
      filling = Filling(values: matrix, counts: [Int](repeating: 0, count: inputs))
    }
    let recipe = try entries.recipe(inputs)
    let features = try entries.texts("features", count: inputs) ?? recipe?.featureNames ?? (1...inputs).map { "x\($0)" }
    self.init(
      recipe: recipe, featureNames: features, filling: filling, scaling: scaling, targetScaling: targetScaling, classNames: try entries.texts("classes"))
  }
}

/// Reads entries and checks them.
private struct Entries {
  let arrays: [String: NPYArray]

  func scaling(_ mean: String, _ deviation: String, _ shape: Shape, _ reason: String) throws(DataError) -> Scaling? {
    if arrays[mean] == nil, arrays[deviation] == nil { return nil }
    guard let mean = arrays[mean]?.matrix, let deviation = arrays[deviation]?.matrix, mean.shape == shape, deviation.shape == shape,
      mean.elements.allSatisfy(\.isFinite), deviation.elements.allSatisfy({ $0.isFinite && $0 >= 0 })
    else { throw .badModel(reason: reason) }
    return Scaling(mean: mean, deviation: deviation)
  }

  func texts(_ name: String) throws(DataError) -> [String]? {
    guard let array = arrays[name] else { return nil }
    guard let texts = array.texts else { throw .badModel(reason: "\(name) is no text") }
    return texts
  }

  func texts(_ name: String, count: Int) throws(DataError) -> [String]? {
    guard let texts = try texts(name) else { return nil }
    guard texts.count == count else { throw .badModel(reason: "\(name) does not fit n0") }
    return texts
  }

  private func text(_ name: String) throws(DataError) -> String? {
    guard let texts = try texts(name) else { return nil }
    guard texts.count == 1 else { throw .badModel(reason: "\(name) is not one text") }
    return texts[0]
  }

  /// Whole numbers in a range. nil where there is no such entry.
  private func wholes(_ name: String, _ range: ClosedRange<Int>) throws(DataError) -> [Int]? {
    guard let array = arrays[name] else { return nil }
    let numbers = (array.numbers ?? []).compactMap { Int(exactly: $0) }
    guard !numbers.isEmpty, numbers.count == array.numbers?.count, numbers.allSatisfy(range.contains) else {
      throw .badModel(reason: "\(name) is out of range")
    }
    return numbers
  }

  func recipe(_ inputs: Int) throws(DataError) -> RowRecipe? {
    if let array = try text("array") { return .arrays(try self.array(array)) }
    guard let names = try texts("columns", count: inputs) else { return nil }
    guard let width = try wholes("width", 1...1 << 32)?.first, let positions = try wholes("positions", 1...width), positions.count == inputs,
      let values = try texts("values", count: inputs), let match = try text("match").flatMap(TableRecipe.Match.init),
      let missing = try text("missing").flatMap(TableOptions.Missing.init)
    else { throw .badModel(reason: "it does not say how a table was read") }
    var columns: [TableRecipe.Column] = []
    for row in names.indices {
      if values[row].isEmpty {
        columns.append(TableRecipe.Column(name: names[row], position: positions[row]))
      } else if let last = columns.last, last.name == names[row], last.position == positions[row], let before = last.values {
        columns[columns.count - 1].values = before + [values[row]]
      } else {
        columns.append(TableRecipe.Column(name: names[row], position: positions[row], values: [values[row]]))
      }
    }
    guard Set(columns.map(\.position)).count == columns.count, Set(columns.map(\.name)).count == columns.count,
      columns.allSatisfy({ Set($0.values ?? []).count == $0.values?.count ?? 0 })
    else { throw .badModel(reason: "it names a column twice") }
    var recipe = TableRecipe(match: match, columns: columns, width: width)
    recipe.options.missing = missing
    for name in TableOptions.formNames {
      if let told = try text(name), !recipe.options.tell(name, told) { throw .badModel(reason: "\(name) cannot be '\(told.prefix(60))'") }
    }
    let position = try wholes("target_position", 1...width)?.first
    if let name = try text("target") {
      guard let position else { throw .badModel(reason: "it does not say where its target is") }
      guard !columns.contains(where: { $0.position == position }) else { throw .badModel(reason: "its target is among its columns") }
      recipe.target = TableRecipe.Column(name: name, position: position)
    }
    return .table(recipe)
  }

  private func array(_ name: String) throws(DataError) -> ArrayRecipe {
    guard let shape = try wholes("array_shape", 0...1 << 32), let axis = try wholes("array_axis", 0...shape.count - 1)?.first else {
      throw .badModel(reason: "it does not say how an array was read")
    }
    let column = try wholes("array_column", 1...DataFile.mostFeatures + 1)?.first
    return ArrayRecipe(name: name, shape: shape, axis: axis, column: column)
  }
}
