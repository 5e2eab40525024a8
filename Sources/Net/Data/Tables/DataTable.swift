/// A text table that becomes a data set.
struct DataTable {
  private let text: TableText
  let options: TableOptions
  let budget: MemoryBudget
  let form: TableForm
  /// The column of the target; nil where it is not read.
  let target: Int?
  private let features: [Int]
  /// How the training part was read; nil for the training part itself.
  let recipe: TableRecipe?
  private let oneHot: Set<Int>
  private let scanner: TableScanner
  var rows: Int
  /// The numbers of the features, then those of the target. A cell that is no number has NaN.
  var numbers: [Double]
  /// The columns of the features, then that of the target.
  let columns: [TableColumn]

  /// Which columns of a table are read.
  enum Wanted {
    /// The features and the target, as the options say.
    case examples
    /// The features alone. Every column may be one.
    case features
    /// The target alone. The table has no other column.
    case target
    /// The columns of a table that was read before, with its target or without.
    case like(TableRecipe, withTarget: Bool)
  }

  /// Reads all cells of the columns in use.
  ///
  /// - Parameter options: how the table is read. `Wanted.like` takes those of its recipe instead.
  /// - Throws: `DataError` where the text is no table, or has not the columns that are wanted.
  init(_ bytes: [UInt8], _ told: TableOptions, _ budget: MemoryBudget, _ wanted: Wanted = .examples) throws(DataError) {
    text = try TableText(bytes, budget)
    let options = if case .like(let recipe, _) = wanted { recipe.forAnother } else { told }
    (self.options, self.budget) = (options, budget)
    var form = try TableForm(text, options)
    var wanted = wanted
    if case .like(let recipe, let withTarget) = wanted {
      let fitted = recipe.fitted(form)
      (self.recipe, wanted) = (fitted, .like(fitted, withTarget: withTarget))
    } else {
      recipe = nil
    }
    var read = try Self.read(text, form, options, budget, wanted)
    if form.dropsLast, !read.isLastEmpty {
      // The last column is empty in the first rows only.
      form.dropsLast = false
      budget.giveBack(read.numbers.count * MemoryLayout<Double>.size)
      read = try Self.read(text, form, options, budget, wanted)
    }
    (self.form, target, features, scanner) = (form, read.target, read.features, read.scanner)
    (rows, numbers, columns) = (read.rows, read.numbers, read.columns)
    guard rows > 0 else { throw .noRows }
    var oneHot: Set<Int> = []
    if let recipe { oneHot = Set(zip(features, recipe.columns).filter { $1.values != nil }.map(\.0)) }
    for item in options.oneHot { oneHot.formUnion(try ColumnChoice(form: form).columns(item)) }
    for column in oneHot.sorted() where !features.contains(column) { throw .notAFeature(form.names[column]) }
    self.oneHot = oneHot
  }

  /// All cells of the columns in use.
  private struct Read {
    var target: Int?
    var features: [Int]
    var scanner: TableScanner
    var rows = 0
    var numbers: [Double] = []
    var columns: [TableColumn] = []
    /// Whether the last column of the table is empty in every row. It counts only where the column is left out.
    var isLastEmpty = true
  }

  /// The target and the features that are wanted.
  private static func chosen(_ form: TableForm, _ options: TableOptions, _ wanted: Wanted) throws(DataError) -> (target: Int?, features: [Int]) {
    switch wanted {
    case .examples, .features:
      let isWhole = if case .examples = wanted { true } else { false }
      let (target, features) = try ColumnChoice(form: form).choose(options, hasTarget: isWhole)
      guard !features.isEmpty else { throw .noFeatures }
      return (target, features)
    case .target:
      guard form.used.count == 1 else { throw .manyTargets(known: form.used.map { form.names[$0] }) }
      return (form.used.lowerBound, [])
    case .like(let recipe, let withTarget): return try recipe.places(form, withTarget: withTarget)
    }
  }

  /// Reads the cells. Those that are no numbers are sorted by their columns.
  private static func read(
    _ text: TableText, _ form: TableForm, _ options: TableOptions, _ budget: MemoryBudget, _ wanted: Wanted
  ) throws(DataError) -> Read {
    let (target, features) = try chosen(form, options, wanted)
    guard !features.isEmpty || target != nil else { throw .noFeatures }
    guard features.count <= DataFile.mostFeatures else { throw .tooMany(.features, column: nil, count: features.count, limit: DataFile.mostFeatures) }
    var read = Read(target: target, features: features, scanner: TableScanner(text.bytes, from: form.start, form.cells))
    let used = features + (target.map { [$0] } ?? [])
    let last = form.names.count - 1
    var columns = used.map { TableColumn(form.names[$0]) }
    var places = [Int](repeating: -1, count: form.names.count)
    for (place, column) in used.enumerated() { places[column] = place }
    // The short way reads most numbers, but not those with very many digits.
    var long: [(place: Int, row: Int, value: Double)] = []
    var emptyAtEnd = 0
    let result = try read.scanner.read(used + (form.dropsLast ? [last] : []), of: form.names.count, budget) { (cell) throws(DataError) in
      let place = places[cell.column]
      guard place >= 0 else { return emptyAtEnd += cell.range.isEmpty ? 1 : 0 }
      if !cell.hasQuotes, columns[place].addKnown(cell.range, of: text.bytes, row: cell.row) { return try budget.take(TableColumn.bytesOfCell) }
      var word = String(decoding: text.bytes[cell.range], as: UTF8.self)
      if cell.hasQuotes { word = word.replacing("\"\"", with: "\"") }
      if let number = TableForm.number(word, form.cells), number.isFinite {
        try budget.take(2 * MemoryLayout<(Int, Int, Double)>.stride)
        long.append((place, cell.row, number))
      } else {
        try budget.take(columns[place].add(word, row: cell.row, offset: cell.range.lowerBound, length: cell.hasQuotes ? -1 : cell.range.count))
      }
    }
    (read.rows, read.numbers, read.columns) = (result.rows, result.numbers, columns)
    for (place, row, value) in long { read.numbers[place * result.rows + row] = value }
    read.isLastEmpty = !form.dropsLast || emptyAtEnd == result.rows
    if form.dropsLast { read.numbers.removeLast(result.rows) }
    return read
  }

  // MARK: The data set

  /// The data set. With `missing=mean` or `median`, a missing feature is NaN: it is filled when the training part is known.
  ///
  /// One-hot features and classes are those of the recipe where the table is read like another one.
  /// - Throws: `DataError.messy`, which lists every problem of the table, or another `DataError`.
  mutating func dataset(_ name: String) throws(DataError) -> TableData {
    if let mess = try mess() { throw .messy(mess) }
    var dropped = 0
    if options.missing == .drop { dropped = dropIncomplete() }
    guard rows > 0 else { throw .allDropped }
    let (Y, classes) = try takeTargets()
    let (X, names, columns) = try inputs()
    var made = TableRecipe(match: form.hasHeader || form.hasCommentHeader ? .names : .positions, columns: columns, width: form.used.count)
    (made.options, made.classNames) = (options, classes)
    // Without names nothing tells that another table is read wrongly, so it has the form of this one.
    if made.match == .positions { made.options.take(form) }
    made.target = target.map { TableRecipe.Column(name: form.names[$0], position: position($0)) }
    return TableData(
      dataset: Dataset(name: name, X: X, Y: Y, classNames: classes, featureNames: names), form: form, told: options, dropped: dropped,
      recipe: .table(recipe ?? made), kept: kept)
  }

  /// The examples of new rows, which have no target. The table is read like another one.
  ///
  /// - Parameter takesUnknown: whether a category that the training part does not have gives zeros.
  /// - Throws: `DataError.messy`, `unknownCategory` or another `DataError`.
  mutating func newRows(takesUnknown: Bool) throws(DataError) -> NewRows {
    if let mess = try mess() { throw .messy(mess) }
    if options.missing == .drop { _ = dropIncomplete() }
    return NewRows(X: try inputs(takesUnknown: takesUnknown).X, kept: kept)
  }

  /// The position of a column, counted from 1 over the columns that are not left out.
  private func position(_ column: Int) -> Int { column - form.used.lowerBound + 1 }

  /// Everything that keeps the table from being a data set; nil where nothing does.
  func mess() throws(DataError) -> MessyTable? {
    var mess = MessyTable(target: target.map { form.names[$0] }, rows: rows)
    for (place, column) in columns.enumerated() where !column.values.isEmpty {
      let isTarget = place == features.count
      let isOneHot = !isTarget && oneHot.contains(features[place])
      let missing = column.missing
      let isText = column.kind(rows: rows) == .words
      func line(_ word: Int) -> Int { scanner.line(of: column.offsets[word]) }
      if !isTarget, !isOneHot, isText {
        if let word = column.first({ DecimalNumber.value(column.values[Int($0)])?.isInfinite == true }) { throw tooLarge(column, word) }
        let first = column.first { !missing.contains($0) }!
        let cells = column.cells.count { !missing.contains($0.word) }
        mess.words.append(
          MessyTable.Words(
            name: column.name, values: column.values.count - missing.count, numbers: rows - column.cells.count, cells: cells, firstLine: line(first),
            first: column.values[first]))
      }
      // A gap among the categories of new rows is a category that the training part does not have.
      let isFilled = options.missing == .drop || !isTarget && options.missing != .error && (!isOneHot || recipe != nil)
      if let first = column.first({ missing.contains($0) }), !isFilled {
        mess.missing.append(
          MessyTable.Missing(
            name: column.name, cells: column.cells.count { missing.contains($0.word) }, firstLine: line(first), first: column.values[first], isTarget: isTarget,
            isWords: isOneHot || isText, isOneHot: isOneHot))
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

  /// The error for a target that is no finite number.
  func notNumber(_ column: TableColumn, _ word: Int) -> DataError {
    if DecimalNumber.value(column.values[word])?.isInfinite == true { return tooLarge(column, word) }
    return .cell(line: scanner.line(of: column.offsets[word]), column: column.name, text: column.values[word], .notNumber)
  }

  /// The error for digits above the largest double, or for infinity.
  private func tooLarge(_ column: TableColumn, _ word: Int) -> DataError {
    let text = column.values[word]
    return .cell(
      line: scanner.line(of: column.offsets[word]), column: column.name, text: text, DecimalNumber.isInfinity(text) ? .notFinite : .overflow)
  }

  /// Leaves out the rows in which a column misses a value. Returns their number.
  private mutating func dropIncomplete() -> Int {
    var isKept = [Bool](repeating: true, count: rows)
    for column in columns {
      let missing = column.missing
      if missing.isEmpty { continue }
      for cell in column.cells where missing.contains(cell.word) { isKept[Int(cell.row)] = false }
    }
    kept = isKept.contains(false) ? isKept : nil
    guard let kept else { return 0 }
    let count = kept.count { $0 }
    // The numbers move to the front, so no second copy is needed.
    var next = 0
    for place in columns.indices {
      for row in 0..<rows where kept[row] {
        numbers[next] = numbers[place * rows + row]
        next += 1
      }
    }
    numbers.removeLast(numbers.count - next)
    let dropped = rows - count
    rows = count
    return dropped
  }

  /// For each row of the table, whether it is kept; nil where all are.
  private var kept: [Bool]?

  /// The cells of a column that are no numbers and, without `withGaps`, not missing, with the rows that they have after incomplete rows were dropped.
  func words(_ column: TableColumn, withGaps: Bool = false) -> [TableColumn.Other] {
    let missing = withGaps ? [] : column.missing
    let cells = missing.isEmpty ? column.cells : column.cells.filter { !missing.contains($0.word) }
    guard let kept, !cells.isEmpty else { return cells }
    var places = [UInt32](repeating: 0, count: kept.count)
    var next: UInt32 = 0
    for row in kept.indices {
      places[row] = next
      if kept[row] { next += 1 }
    }
    return cells.filter { kept[Int($0.row)] }.map { TableColumn.Other(row: places[Int($0.row)], word: $0.word) }
  }

  /// X, the names of its rows and the columns that they come from. A column of truths gives 1 and 0. A one-hot column gives a row for each of its values,
  /// in sorted order.
  private mutating func inputs(takesUnknown: Bool = false) throws(DataError) -> (X: Matrix, names: [String], columns: [TableRecipe.Column]) {
    var names: [String] = []
    var made: [TableRecipe.Column] = []
    var elements: [Double] = []
    if !oneHot.isEmpty { try budget.take((features.count - oneHot.count) * rows, of: MemoryLayout<Double>.size) }
    for (place, column) in columns.prefix(features.count).enumerated() {
      let start = place * rows
      made.append(TableRecipe.Column(name: column.name, position: position(features[place])))
      if oneHot.contains(features[place]) {
        let labels = labels(column, Array(numbers[start..<start + rows]))
        let kinds = recipe.map { $0.columns[place].values ?? [] } ?? Set(labels.words).map { labels.names[$0] }.sorted()
        made[place].values = kinds
        let places = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
        let kindOf = labels.names.map { places[$0] }
        if !takesUnknown, let row = labels.words.firstIndex(where: { kindOf[$0] == nil }) {
          throw .unknownCategory(column: column.name, text: labels.names[labels.words[row]], line: line(ofRow: row))
        }
        guard names.count + kinds.count <= DataFile.mostFeatures else {
          throw .tooMany(.features, column: column.name, count: names.count + kinds.count, limit: DataFile.mostFeatures)
        }
        try budget.take(kinds.count * rows, of: MemoryLayout<Double>.size)
        names += made[place].featureNames
        let base = elements.count
        elements += [Double](repeating: 0, count: kinds.count * rows)
        for (row, word) in labels.words.enumerated() {
          if let kind = kindOf[word] { elements[base + kind * rows + row] = 1 }
        }
        continue
      }
      names += made[place].featureNames
      for word in words(column) { numbers[start + Int(word.row)] = TableWords.truth(column.values[Int(word.word)]) == true ? 1 : 0 }
      if !oneHot.isEmpty { elements += numbers[start..<start + rows] }
    }
    if Interrupt.current?.isRequested == true { throw .interrupted }
    return (Matrix(rows: names.count, columns: rows, elements: oneHot.isEmpty ? numbers : elements), names, made)
  }

  /// For each row, the text of a column as an index of `names`. A number gives its shortest text.
  func labels(_ column: TableColumn, _ values: [Double]) -> (words: [Int], names: [String]) {
    let words = words(column, withGaps: recipe != nil)
    var result = [Int](repeating: 0, count: rows)
    var names = column.values
    if words.count < rows {
      var places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
      for row in values.indices where !values[row].isNaN {
        let label = Dataset.className(values[row])
        if places[label] == nil {
          places[label] = names.count
          names.append(label)
        }
        result[row] = places[label]!
      }
    }
    for word in words { result[Int(word.row)] = Int(word.word) }
    return (result, names)
  }

  /// The line of a row, counted after incomplete rows were dropped.
  func line(ofRow row: Int) -> Int {
    var (before, left) = (row, row)
    if let kept {
      for index in kept.indices where kept[index] {
        before = index
        if left == 0 { break }
        left -= 1
      }
    }
    return text.line(ofRow: before, from: form.start)
  }
}
