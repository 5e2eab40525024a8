/// The options of `data FILE` for a table.
public struct TableOptions: Sendable {
  /// The column of the target, by name or by number from 1; nil for the last column.
  public var y: String?
  /// The columns of the features; nil for all columns except the target.
  public var x: [String]?
  /// Whether the first row holds names. nil decides: it is a header where none of its cells is a number.
  public var hasHeader: Bool?
  /// Whether each value of y is a class. nil makes classes of text and of numbers with two values. Text is always classes.
  public var classes: Bool?

  public init(y: String? = nil, x: [String]? = nil, hasHeader: Bool? = nil, classes: Bool? = nil) {
    self.y = y
    self.x = x
    self.hasHeader = hasHeader
    self.classes = classes
  }
}

/// A table of text cells that becomes a data set.
struct DataTable {
  private let names: [String]
  private let rows: [(line: Int, cells: [String])]

  init(_ csv: CSV, hasHeader: Bool?) throws(DataError) {
    guard let first = csv.rows.first else { throw .empty }
    for row in csv.rows where row.cells.count != first.cells.count {
      throw .ragged(line: row.line, expected: first.cells.count, found: row.cells.count)
    }
    let isHeader = hasHeader ?? first.cells.allSatisfy { DecimalNumber.value($0) == nil }
    names = isHeader ? first.cells : (1...first.cells.count).map(String.init)
    rows = isHeader ? Array(csv.rows.dropFirst()) : csv.rows
    guard !rows.isEmpty else { throw .noRows }
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted { throw .duplicateColumn(name) }
  }

  func dataset(_ name: String, _ options: TableOptions, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) -> Dataset {
    let target = try options.y.map { (word) throws(DataError) in try column(word) } ?? names.count - 1
    var features = Array(names.indices.filter { $0 != target })
    if let chosen = options.x {
      features = []
      for word in chosen { features.append(try column(word)) }
    }
    guard !features.isEmpty else { throw .noFeatures }
    guard features.count <= DataFile.mostFeatures else {
      throw .tooMany(.features, column: nil, count: features.count, limit: DataFile.mostFeatures)
    }
    try budget.take(features.count * rows.count, of: MemoryLayout<Double>.size)
    var X = Matrix(rows: features.count, columns: rows.count)
    for (feature, column) in features.enumerated() {
      if Interrupt.current?.isRequested == true { throw .interrupted }
      for example in rows.indices { X[feature, example] = try number(example, column) }
    }
    let (Y, classes) = try targets(target, options.classes, budget)
    return Dataset(name: name, X: X, Y: Y, classNames: classes, featureNames: features.map { names[$0] })
  }

  /// The index of a column, found by its name or else by its number from 1.
  private func column(_ word: String) throws(DataError) -> Int {
    if let index = names.firstIndex(of: word) { return index }
    if let number = Int(word), names.indices.contains(number - 1) { return number - 1 }
    throw .unknownColumn(word, known: names)
  }

  private func number(_ example: Int, _ column: Int) throws(DataError) -> Double {
    let text = rows[example].cells[column]
    func fault(_ kind: DataError.CellFault) -> DataError { .cell(line: rows[example].line, column: names[column], text: text, kind) }
    if text.isEmpty { throw fault(.missing) }
    guard let value = DecimalNumber.value(text), !value.isNaN else { throw fault(.notNumber) }
    guard value.isFinite else { throw fault(DecimalNumber.isInfinity(text) ? .notFinite : .overflow) }
    return value
  }

  /// Y and the names of its classes. Text, numbers with two values, and any values under `classes=yes` become classes in sorted order. Other numbers
  /// stay numbers, in one row.
  private func targets(_ column: Int, _ asked: Bool?, _ budget: MemoryBudget) throws(DataError) -> (Matrix, [String]?) {
    // The budget counts a copy of the cells, their numbers, and the set of different values.
    try budget.take(rows.count, of: 4 * MemoryLayout<String>.stride + 2 * MemoryLayout<Double>.stride)
    let cells = rows.map { $0.cells[column] }
    if let empty = cells.firstIndex(of: "") { throw .cell(line: rows[empty].line, column: names[column], text: "", .missing) }
    let isText = cells.allSatisfy { DecimalNumber.value($0) == nil }
    if isText || asked == true && cells.contains(where: { DecimalNumber.value($0) == nil }) {
      return try classTargets(cells, Array(Set(cells)).sorted(), column, budget)
    }
    var values: [Double] = []
    for example in cells.indices { values.append(try number(example, column)) }
    let distinct = Array(Set(values)).sorted()
    guard asked == true || asked == nil && distinct.count == 2 else { return (Matrix(row: values), nil) }
    let labels = distinct.map { value in value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : value.description }
    let byValue = Dictionary(uniqueKeysWithValues: zip(distinct, labels))
    return try classTargets(values.map { byValue[$0]! }, labels, column, budget)
  }

  private func classTargets(_ cells: [String], _ classes: [String], _ column: Int, _ budget: MemoryBudget) throws(DataError) -> (Matrix, [String]?) {
    guard classes.count <= DataFile.mostClasses else {
      throw .tooMany(.classes, column: names[column], count: classes.count, limit: DataFile.mostClasses)
    }
    try budget.take(classes.count * cells.count, of: MemoryLayout<Double>.size)
    guard classes.count > 1 else { throw .oneClass(classes[0]) }
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    return (Dataset.targets(cells.map { places[$0]! }, count: classes.count), classes)
  }
}
