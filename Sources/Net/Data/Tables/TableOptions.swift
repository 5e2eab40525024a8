/// The options of `data FILE` for a table.
public struct TableOptions: Equatable, Sendable {
  /// What happens to missing values.
  public enum Missing: String, CaseIterable, Sendable {
    case error, drop, mean, median
  }

  /// The column of the target; nil for the last column.
  public var y: ColumnItem?
  /// The columns of the features; nil for all columns except the target.
  public var x: [ColumnItem]?
  /// Whether the first row holds names. nil decides by its cells.
  public var hasHeader: Bool?
  /// Whether each value of y is a class. nil makes classes of text and of numbers with two values. Text is always classes.
  public var classes: Bool?
  /// The delimiter; nil looks for it.
  public var delimiter: CellForm.Delimiter?
  /// Whether numbers have a decimal comma; nil looks at the cells.
  public var hasDecimalComma: Bool?
  /// Whether the first column is left out; nil leaves it out where it counts the rows.
  public var hasIndex: Bool?
  public var missing = Missing.error
  /// Columns of text that become one feature for each value.
  public var oneHot: [ColumnItem] = []
  /// Names of columns that are looked for. A first row with one of them is a header, and none of them is an index.
  var expectedNames: Set<String> = []
  /// Whether a first row with a number or a gap in it is no header, although the rest of a column would say so.
  var takesOnlyWordsAsHeader = false

  /// The first option that means nothing for arrays; nil without one.
  var onlyForTables: String? {
    if let name = Self.formNames.first(where: { form($0) != nil }) { return name + "=" }
    if missing != .error { return "missing=" }
    return oneHot.isEmpty ? nil : "onehot="
  }

  public init(y: ColumnItem? = nil, x: [ColumnItem]? = nil, hasHeader: Bool? = nil, classes: Bool? = nil) {
    self.y = y
    self.x = x
    self.hasHeader = hasHeader
    self.classes = classes
  }
}

extension TableOptions {
  /// The options that say how a table is written.
  public static let formNames = ["header", "delimiter", "decimal", "index"]

  /// The value of one of `formNames`, as `data` takes it; nil where it was not told and is guessed.
  public func form(_ name: String) -> String? {
    switch name {
    case "header": hasHeader.map { $0 ? "yes" : "no" }
    case "delimiter": delimiter?.rawValue
    case "decimal": hasDecimalComma.map { $0 ? "comma" : "point" }
    default: hasIndex.map { $0 ? "yes" : "no" }
    }
  }

  /// Takes the form of the cells and the index that were guessed, as if they had been told.
  mutating func take(_ form: TableForm) { (delimiter, hasDecimalComma, hasIndex) = (form.cells.delimiter, form.cells.hasDecimalComma, form.hasIndex) }

  /// Sets one of `formNames` to a value that `form` gave. Returns false where the option has no such value.
  mutating func tell(_ name: String, _ value: String) -> Bool {
    func choice(_ yes: String, _ no: String) -> Bool? { value == yes ? true : value == no ? false : nil }
    switch name {
    case "header": hasHeader = choice("yes", "no")
    case "delimiter": delimiter = CellForm.Delimiter(rawValue: value)
    case "decimal": hasDecimalComma = choice("comma", "point")
    default: hasIndex = choice("yes", "no")
    }
    return form(name) == value
  }
}

/// A column as a user names it: by name, by its position from 1, or a range such as `2:5`.
public struct ColumnItem: Equatable, Sendable, ExpressibleByStringLiteral {
  public var text: String
  /// Whether quotes stood around it. It is then a name as it stands.
  public var isQuoted = false
  /// Whether `-` stood before it.
  public var isExcluded = false

  public init(_ text: String, isQuoted: Bool = false, isExcluded: Bool = false) {
    (self.text, self.isQuoted, self.isExcluded) = (text, isQuoted, isExcluded)
  }

  public init(stringLiteral text: String) { self.init(text) }
}

/// Finds the columns of a table that the user named.
struct ColumnChoice {
  let form: TableForm

  private var known: [String] { form.used.map { form.names[$0] } }

  /// The column with this name or position.
  func column(_ item: ColumnItem) throws(DataError) -> Int {
    let found = try columns(item)
    guard found.count == 1 else { throw .unknownColumn(item.text, known: known) }
    return found[0]
  }

  /// The columns of an item: one, or those of a range.
  func columns(_ item: ColumnItem) throws(DataError) -> [Int] {
    if let column = single(item.text, isQuoted: item.isQuoted) { return [column] }
    let ends = item.text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard !item.isQuoted, ends.count == 2, let first = single(ends[0], isQuoted: false), let last = single(ends[1], isQuoted: false), first <= last else {
      throw .unknownColumn(item.text, known: known)
    }
    return Array(first...last)
  }

  /// Digits are a position, counted from 1 over the columns that are not left out.
  private func single(_ text: String, isQuoted: Bool) -> Int? {
    if !isQuoted, !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
      return Int(text).flatMap { (1...max(form.used.count, 1)).contains($0) && !form.used.isEmpty ? form.used.lowerBound + $0 - 1 : nil }
    }
    return form.used.first { form.names[$0] == text }
  }

  /// The target and the features in order. Without `hasTarget` every column may be a feature.
  func choose(_ options: TableOptions, hasTarget: Bool) throws(DataError) -> (target: Int?, features: [Int]) {
    guard let last = form.used.last else { throw .noFeatures }
    let target = hasTarget ? try options.y.map { (item) throws(DataError) in try column(item) } ?? last : nil
    guard let items = options.x else { return (target, form.used.filter { $0 != target }) }
    let excluded = items.count { $0.isExcluded }
    guard excluded == 0 || excluded == items.count else { throw .mixedColumns }
    var chosen: [Int] = []
    for item in items {
      for column in try columns(item) {
        if chosen.contains(column) { throw .columnTwice(form.names[column]) }
        chosen.append(column)
      }
    }
    if excluded > 0 { return (target, form.used.filter { $0 != target && !chosen.contains($0) }) }
    if let target, chosen.contains(target) { throw .targetAmongFeatures(form.names[target]) }
    return (target, chosen)
  }
}
