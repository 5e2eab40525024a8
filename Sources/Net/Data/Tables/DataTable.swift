/// A text table that becomes a data set.
struct DataTable {
  private let text: TableText
  private let options: TableOptions
  private let budget: MemoryBudget
  let form: TableForm
  private let target: Int
  private let features: [Int]
  private let oneHot: Set<Int>
  private let scanner: TableScanner
  private var rows: Int
  /// The numbers of the features, then those of the target. A cell that is no number has NaN.
  private var numbers: [Double]
  /// The columns of the features, then that of the target.
  private let columns: [TableColumn]

  /// Reads all cells of the columns in use.
  ///
  /// - Throws: `DataError` where the text is no table, or the options name columns that it does not have.
  init(_ bytes: [UInt8], _ options: TableOptions, _ budget: MemoryBudget) throws(DataError) {
    text = try TableText(bytes, budget)
    (self.options, self.budget) = (options, budget)
    var form = try TableForm(text, options)
    var (result, choice) = try Self.read(text, form, options, budget)
    let last = form.names.count - 1
    if form.dropsLast, result.cells.count(where: { $0.column == last && $0.range.isEmpty }) < result.rows {
      // The last column is empty in the first rows only.
      form.dropsLast = false
      budget.giveBack(result.numbers.count * MemoryLayout<Double>.size)
      (result, choice) = try Self.read(text, form, options, budget)
    }
    (self.form, target, features, scanner, rows) = (form, choice.target, choice.features, choice.scanner, result.rows)
    guard rows > 0 else { throw .noRows }
    var oneHot: Set<Int> = []
    for item in options.oneHot { oneHot.formUnion(try ColumnChoice(form: form).columns(item)) }
    for column in oneHot.sorted() where !features.contains(column) { throw .notAFeature(form.names[column]) }
    self.oneHot = oneHot
    numbers = result.numbers
    if form.dropsLast { numbers.removeLast(rows) }
    columns = try Self.columns(result, features + [target], form, text.bytes, &numbers, budget)
  }

  private static func read(
    _ text: TableText, _ form: TableForm, _ options: TableOptions, _ budget: MemoryBudget
  ) throws(DataError) -> (TableScanner.Result, (target: Int, features: [Int], scanner: TableScanner)) {
    let (target, features) = try ColumnChoice(form: form).choose(options)
    guard !features.isEmpty else { throw .noFeatures }
    guard features.count <= DataFile.mostFeatures else { throw .tooMany(.features, column: nil, count: features.count, limit: DataFile.mostFeatures) }
    let scanner = TableScanner(text.bytes, from: form.start, form.cells)
    let wanted = features + [target] + (form.dropsLast ? [form.names.count - 1] : [])
    return (try scanner.read(wanted, of: form.names.count, budget), (target, features, scanner))
  }

  /// Sorts the cells that are no numbers by their columns. Numbers with more digits than the fast way can read are put in their place.
  private static func columns(
    _ result: TableScanner.Result, _ wanted: [Int], _ form: TableForm, _ bytes: [UInt8], _ numbers: inout [Double], _ budget: MemoryBudget
  ) throws(DataError) -> [TableColumn] {
    var places = [Int](repeating: -1, count: form.names.count)
    for (place, column) in wanted.enumerated() { places[column] = place }
    var others = [[TableColumn.Other]](repeating: [], count: wanted.count)
    // The lists grow by doubling.
    try budget.take(result.cells.count, of: 2 * MemoryLayout<TableColumn.Other>.stride)
    for cell in result.cells where places[cell.column] >= 0 {
      var word = String(decoding: bytes[cell.range], as: UTF8.self)
      if cell.hasQuotes { word = word.replacing("\"\"", with: "\"") }
      if word.utf8.count > 15 { try budget.take(word.utf8.count + 32) }
      if let number = TableForm.number(word, form.cells), number.isFinite {
        numbers[places[cell.column] * result.rows + cell.row] = number
      } else {
        others[places[cell.column]].append(TableColumn.Other(row: cell.row, text: word, offset: cell.range.lowerBound))
      }
    }
    return wanted.indices.map { TableColumn(form.names[wanted[$0]], rows: result.rows, others[$0]) }
  }

  // MARK: The data set

  /// The data set. With `missing=mean` or `median`, a missing feature is NaN: it is filled when the training part is known.
  ///
  /// - Throws: `DataError.messy` with all that stands in the way, or another `DataError`.
  mutating func dataset(_ name: String) throws(DataError) -> TableData {
    if let mess = try mess() { throw .messy(mess) }
    var dropped = 0
    if options.missing == .drop { dropped = dropIncomplete() }
    guard rows > 0 else { throw .allDropped }
    let (Y, classes) = try targets()
    numbers.removeLast(rows)
    let (X, names) = try inputs()
    return TableData(dataset: Dataset(name: name, X: X, Y: Y, classNames: classes, featureNames: names), form: form, dropped: dropped)
  }

  /// Everything that keeps the table from being a data set; nil where nothing does.
  private func mess() throws(DataError) -> MessyTable? {
    var mess = MessyTable(target: form.names[target], rows: rows)
    for (place, column) in columns.enumerated() {
      let isTarget = place == columns.count - 1
      let isOneHot = !isTarget && oneHot.contains(features[place])
      if let word = column.words.first(where: { DecimalNumber.value($0.text)?.isInfinite == true }), !isTarget, !isOneHot, column.kind == .words {
        throw .cell(line: scanner.line(of: word.offset), column: column.name, text: word.text, DecimalNumber.isInfinity(word.text) ? .notFinite : .overflow)
      }
      if !isTarget, !isOneHot, column.kind == .words {
        let first = column.words[0]
        mess.words.append(
          MessyTable.Words(
            name: column.name, values: column.values.count, numbers: column.numberCount, cells: column.words.count, firstLine: scanner.line(of: first.offset),
            first: first.text))
      }
      let isFilled = options.missing == .drop || !isTarget && !isOneHot && options.missing != .error
      if let first = column.missing.first, !isFilled {
        mess.missing.append(
          MessyTable.Missing(
            name: column.name, cells: column.missing.count, firstLine: scanner.line(of: first.offset), first: first.text, isTarget: isTarget,
            isWords: isOneHot || column.kind == .words))
      }
    }
    mess.features = features.count
    mess.oneHotBefore = oneHot.sorted().map { form.names[$0] }
    mess.missingBefore = options.missing == .error ? nil : options.missing
    if let items = options.x {
      if items.contains(where: \.isExcluded) {
        for item in items { mess.leftOut += try ColumnChoice(form: form).columns(item).map { form.names[$0] } }
      } else {
        mess.named = features.map { form.names[$0] }
      }
    }
    return mess.words.isEmpty && mess.missing.isEmpty ? nil : mess
  }

  /// Leaves out the rows in which a column misses a value. Returns their number.
  private mutating func dropIncomplete() -> Int {
    var isKept = [Bool](repeating: true, count: rows)
    for column in columns { for cell in column.missing { isKept[cell.row] = false } }
    kept = isKept.contains(false) ? isKept : nil
    guard let kept else { return 0 }
    let count = kept.count { $0 }
    var result: [Double] = []
    result.reserveCapacity(columns.count * count)
    for place in columns.indices { for row in 0..<rows where kept[row] { result.append(numbers[place * rows + row]) } }
    numbers = result
    let dropped = rows - count
    rows = count
    return dropped
  }

  /// For each row of the table, whether it is kept; nil where all are.
  private var kept: [Bool]?

  /// The words of a column with the rows that they have after incomplete rows were dropped.
  private func words(_ column: TableColumn) -> [(row: Int, text: String)] {
    guard let kept else { return column.words.map { ($0.row, $0.text) } }
    var places = [Int](repeating: 0, count: kept.count)
    var next = 0
    for row in kept.indices {
      places[row] = next
      if kept[row] { next += 1 }
    }
    return column.words.filter { kept[$0.row] }.map { (places[$0.row], $0.text) }
  }

  /// X and the names of its rows. A column of truths gives 1 and 0. A one-hot column gives a row for each of its values, in sorted order.
  private mutating func inputs() throws(DataError) -> (Matrix, [String]) {
    var names: [String] = []
    guard !oneHot.isEmpty else {
      for (place, column) in columns.dropLast().enumerated() {
        names.append(column.name)
        if column.kind == .truths { for word in words(column) { numbers[place * rows + word.row] = TableWords.truth(word.text) == true ? 1 : 0 } }
      }
      return (Matrix(rows: names.count, columns: rows, elements: numbers), names)
    }
    var elements: [Double] = []
    for (place, column) in columns.dropLast().enumerated() {
      var values = Array(numbers[place * rows..<(place + 1) * rows])
      let words = words(column)
      if oneHot.contains(features[place]) {
        var labels = values.map { $0.isNaN ? "" : Self.label($0) }
        for word in words { labels[word.row] = word.text }
        let kinds = Array(Set(labels)).sorted()
        guard names.count + kinds.count <= DataFile.mostFeatures else {
          throw .tooMany(.features, column: column.name, count: names.count + kinds.count, limit: DataFile.mostFeatures)
        }
        try budget.take(kinds.count * rows, of: MemoryLayout<Double>.size)
        for kind in kinds {
          names.append("\(column.name)=\(kind)")
          elements += labels.map { $0 == kind ? 1 : 0 }
        }
        continue
      }
      for word in words { values[word.row] = TableWords.truth(word.text) == true ? 1 : 0 }
      names.append(column.name)
      elements += values
    }
    return (Matrix(rows: names.count, columns: rows, elements: elements), names)
  }

  private static func label(_ value: Double) -> String { value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : value.description }

  /// Y and the names of its classes. Text, numbers with two values, and any values under `classes=yes` become classes in sorted order. Other numbers
  /// stay numbers, in one row.
  private func targets() throws(DataError) -> (Matrix, [String]?) {
    let column = columns[columns.count - 1]
    let values = Array(numbers[(columns.count - 1) * rows..<columns.count * rows])
    let words = words(column)
    if words.count == rows || options.classes == true && !words.isEmpty {
      var labels = words.count == rows ? [String](repeating: "", count: rows) : values.map { Self.label($0) }
      for word in words { labels[word.row] = word.text }
      return try classTargets(labels, Array(Set(labels)).sorted())
    }
    if let word = column.words.first {
      let isInfinite = DecimalNumber.value(word.text)?.isInfinite == true
      throw .cell(
        line: scanner.line(of: word.offset), column: column.name, text: word.text,
        isInfinite ? DecimalNumber.isInfinity(word.text) ? .notFinite : .overflow : .notNumber)
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
    return try classes(values.map { places[$0]! }, sorted.map(Self.label))
  }

  private func classTargets(_ labels: [String], _ names: [String]) throws(DataError) -> (Matrix, [String]?) {
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return try classes(labels.map { places[$0]! }, names)
  }

  private func classes(_ numbers: [Int], _ names: [String]) throws(DataError) -> (Matrix, [String]?) {
    guard names.count <= DataFile.mostClasses else {
      throw .tooMany(.classes, column: form.names[target], count: names.count, limit: DataFile.mostClasses)
    }
    try budget.take(names.count * numbers.count, of: MemoryLayout<Double>.size)
    guard names.count > 1 else { throw .oneClass(names[0]) }
    return (Dataset.targets(numbers, count: names.count), names)
  }
}

/// A data set that was read from a table.
public struct TableData: Sendable {
  /// The data. A missing feature is NaN where the options say that it is filled.
  public var dataset: Dataset
  /// How the table is written; nil where the file holds arrays.
  public var form: TableForm?
  /// The number of examples that were left out because a value was missing.
  public var dropped: Int
}
