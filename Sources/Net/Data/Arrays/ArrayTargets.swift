/// Y from the targets of the parts of a data set: classes or numbers.
///
/// The training part, which comes first, has all classes. Texts are classes. Whole numbers are classes where there are few different ones, and other numbers stay numbers.
/// Two classes are one row of 0 and 1, more classes are one-hot. A Y that already has several rows stays.
struct ArrayTargets {
  /// The targets of each part.
  private(set) var parts: [Matrix] = []
  /// The names of the classes, in the order of the rows of Y; nil where Y holds numbers.
  private(set) var classNames: [String]?

  /// Whole numbers with more different values are not taken as classes without classes=yes. It is the number of classes of the largest common sets.
  static let mostGuessedClasses = 100

  /// - Parameters:
  ///   - columns: Y of each part, with an example in each column.
  ///   - asked: what classes= says; nil decides by the values.
  ///   - isTable: whether the targets come from a text table. There, only two different numbers are classes without classes=yes, and text always is.
  /// - Throws: `DataError` where there are too many classes or only one, where another part has a class of its own, or where the memory does not suffice.
  init(_ name: String, numbers columns: [Matrix], asked: Bool?, isTable: Bool = false, _ budget: MemoryBudget) throws(DataError) {
    guard columns.allSatisfy({ $0.rows == 1 }), asked != false else {
      if asked == true { throw .badNPY(name: name, reason: "it has \(columns[0].rows) rows, so it cannot be taken as classes") }
      parts = columns
      return
    }
    // The set of different values ends where there are too many, so that it stays small.
    let most = asked == true ? DataFile.mostClasses : isTable ? 2 : Self.mostGuessedClasses
    var distinct: Set<Double> = []
    var isWhole = true
    for value in columns[0].elements {
      isWhole = isWhole && value == value.rounded() && abs(value) < 1e15
      distinct.insert(value)
      if distinct.count > most {
        if asked == true { throw .tooMany(.classes, column: name, count: distinct.count, limit: most) }
        parts = columns
        return
      }
    }
    let examples = columns.reduce(0) { $0 + $1.columns }
    // Where most values occur only once, or the test part has others, they are numbers and not classes.
    let isFew = distinct.count > 2 && distinct.count <= examples / 2 && columns.allSatisfy { $0.elements.allSatisfy(distinct.contains) }
    guard asked == true || distinct.count == 2 || !isTable && isWhole && isFew else {
      parts = columns
      return
    }
    let values = distinct.sorted()
    let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    try make(name, columns.map { column in column.elements.map { places[$0] ?? -1 } }, values.map(Dataset.className), budget) {
      Dataset.className(columns[$0].elements[$1])
    }
  }

  /// Y of texts.
  init(_ name: String, texts columns: [[String]], asked: Bool?, isTable: Bool = false, _ budget: MemoryBudget) throws(DataError) {
    if asked == false, !isTable { throw .badNPY(name: name, reason: "it holds texts, which are classes") }
    var distinct: Set<String> = []
    for text in columns[0] {
      distinct.insert(text)
      guard distinct.count <= DataFile.mostClasses else { throw .tooMany(.classes, column: name, count: distinct.count, limit: DataFile.mostClasses) }
    }
    let values = distinct.sorted()
    let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    try make(name, columns.map { $0.map { places[$0] ?? -1 } }, values, budget) { columns[$0][$1] }
  }

  /// - Parameters:
  ///   - columns: the number of the class of each example, by part. It is -1 where the training part does not have the class.
  ///   - text: the class of an example of a part.
  private mutating func make(
    _ name: String, _ columns: [[Int]], _ labels: [String], _ budget: MemoryBudget, _ text: (_ part: Int, _ example: Int) -> String
  ) throws(DataError) {
    guard labels.count > 1 else { throw .oneClass(labels.first ?? "") }
    for (part, column) in columns.enumerated() {
      if let example = column.firstIndex(of: -1) {
        throw .badNPY(name: name, reason: "the training part has no class '\(text(part, example).prefix(40))', which the test part has at [\(example + 1)]")
      }
      try budget.take(column.count * (labels.count > 2 ? labels.count : 1), of: MemoryLayout<Double>.size)
      parts.append(Dataset.targets(column, count: labels.count))
    }
    classNames = labels
  }

  /// Gives the classes 0, 1, … or 1, 2, … the names of a list of the file. Nothing happens where the list does not fit.
  mutating func rename(_ names: [String]) {
    guard let old = classNames, old == names.indices.map(String.init) || old == (1...max(names.count, 1)).map(String.init), Set(names).count == names.count
    else { return }
    classNames = names
  }
}
