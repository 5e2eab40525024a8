/// The targets of a table: numbers, or classes.
extension DataTable {
  /// The targets of a table that has no other column, as an array with one dimension. Its name is that of the column, or `y` in a table without names.
  ///
  /// - Throws: `DataError.messy` where a target is missing, or `cell` where some cells are numbers and others are not.
  func targetsAlone() throws(DataError) -> NamedArray {
    if let mess = try mess() { throw .messy(mess) }
    let name = form.hasHeader || form.hasCommentHeader ? columns[0].name : "y"
    guard try isText() else { return NamedArray(name: name, shape: [rows], content: .numbers(numbers)) }
    try budget.take(rows, of: MemoryLayout<String>.size)
    let labels = labels(columns[0], numbers)
    return NamedArray(name: name, shape: [rows], content: .texts(labels.words.map { labels.names[$0] }))
  }

  /// Y and its classes. The numbers of the features stay. Without a target there is no Y.
  mutating func takeTargets() throws(DataError) -> (Matrix?, [String]?) {
    guard target != nil else { return (nil, nil) }
    let (Y, classes) = if let recipe { try targets(like: recipe) } else { try targets() }
    numbers.removeLast(rows)
    return (Y, classes)
  }

  /// Y with the classes of the training part.
  private func targets(like recipe: TableRecipe) throws(DataError) -> (Matrix, [String]?) {
    let column = columns[columns.count - 1]
    let values = Array(numbers[(columns.count - 1) * rows..<columns.count * rows])
    guard let names = recipe.classNames else {
      if let word = words(column).first { throw notNumber(column, Int(word.word)) }
      return (Matrix(row: values), nil)
    }
    let labels = labels(column, values)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    if let row = labels.words.firstIndex(where: { places[labels.names[$0]] == nil }) {
      throw .unknownClass(column: column.name, text: labels.names[labels.words[row]], line: line(ofRow: row))
    }
    try budget.take(names.count * rows, of: MemoryLayout<Double>.size)
    return (Dataset.targets(labels.words.map { places[labels.names[$0]]! }, count: names.count), names)
  }

  /// Y and the names of its classes. Text, numbers with two values, and any values under `classes=yes` become classes in sorted order. Other numbers
  /// stay numbers, in one row.
  private func targets() throws(DataError) -> (Matrix, [String]?) {
    let column = columns[columns.count - 1]
    let values = Array(numbers[(columns.count - 1) * rows..<columns.count * rows])
    if try isText() {
      let labels = labels(column, values)
      let names = Set(labels.words).map { labels.names[$0] }.sorted()
      let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
      let numbers = labels.names.map { places[$0] ?? 0 }
      return try classes(labels.words.map { numbers[$0] }, names)
    }
    // More than two values are numbers, unless the user says otherwise. So most columns need not be sorted.
    var distinct: Set<Double> = []
    for value in values {
      distinct.insert(value)
      if distinct.count > 2, options.classes != true { break }
    }
    guard options.classes == true || options.classes == nil && distinct.count == 2 else { return (Matrix(row: values), nil) }
    let sorted = distinct.sorted()
    let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    return try classes(values.map { places[$0]! }, sorted.map(Dataset.className))
  }

  /// Whether the targets are texts. Text is classes, and under `classes=yes` numbers beside it are too.
  ///
  /// - Throws: `DataError.cell` where some cells are numbers and others are not.
  private func isText() throws(DataError) -> Bool {
    let column = columns[columns.count - 1]
    let words = words(column)
    if words.count == rows || options.classes == true && !words.isEmpty { return true }
    if let word = words.first { throw notNumber(column, Int(word.word)) }
    return false
  }

  private func classes(_ numbers: [Int], _ names: [String]) throws(DataError) -> (Matrix, [String]?) {
    guard names.count <= DataFile.mostClasses else {
      throw .tooMany(.classes, column: columns[columns.count - 1].name, count: names.count, limit: DataFile.mostClasses)
    }
    try budget.take(names.count * numbers.count, of: MemoryLayout<Double>.size)
    guard names.count > 1 else { throw .oneClass(names[0]) }
    return (Dataset.targets(numbers, count: names.count), names)
  }
}
