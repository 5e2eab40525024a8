import Net

/// How good predicted classes are: the accuracy, and the confusion of each decision.
struct ClassScores: Equatable, Sendable {
  /// The share of examples in which all units are right, from 0 to 1.
  let accuracy: Double
  /// One confusion for classes. Several sigmoid units decide separately, so each has its own, with the classes 0 and 1.
  let confusions: [Confusion]
  /// The names of the classes, in the order of the rows of a confusion.
  let names: [String]
  /// Whether each unit decides separately.
  let isByUnit: Bool

  /// Nil where the output is no class, Y has another shape, Y has values other than 0 and 1, or an example of a softmax output has not exactly one class.
  init?(_ output: Matrix, _ Y: Matrix, _ network: Network, names given: [String]?) {
    let predicted = Prediction.classes(output, network)
    guard !predicted.isEmpty, Y.shape == output.shape, Y.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    let isSoftmax = !network.output.isElementwise
    let isByUnit = !isSoftmax && Y.rows > 1
    self.isByUnit = isByUnit
    let right = predicted.indices.count { example in predicted[example].units.indices.allSatisfy { Double(predicted[example].units[$0]) == Y[$0, example] } }
    accuracy = Double(right) / Double(predicted.count)
    let count = isSoftmax ? Y.rows : 2
    names = given.flatMap { $0.count == count && !isByUnit ? $0 : nil } ?? (0..<count).map(String.init)
    if isSoftmax {
      var truth: [Int] = []
      for example in 0..<Y.columns {
        let classes = (0..<Y.rows).filter { Y[$0, example] == 1 }
        guard classes.count == 1 else { return nil }
        truth.append(classes[0])
      }
      confusions = [Confusion(truth: truth, predicted: predicted.map { $0.number ?? 0 }, count: count)]
    } else {
      confusions = (0..<Y.rows).map { unit in Confusion(truth: Y.row(unit).map { Int($0) }, predicted: predicted.map { $0.units[unit] }, count: 2) }
    }
  }

  // MARK: Output

  /// From this number of classes on, a table of text would be too wide.
  private static let mostColumns = 12

  /// The share of the commonest class, to follow the accuracy. Empty where units decide separately.
  var baseRateText: String { isByUnit ? "" : confusions[0].baseRate.map { "; the commonest class has \(Self.percent($0)) %" } ?? "" }

  static func percent(_ share: Double) -> String { NumberFormat.formatted(100 * share, ".2f") ?? "" }

  /// A row for each true class: how often each class was predicted, and the scores of the class.
  func table(_ style: TextStyle) -> [String] {
    func score(_ value: Double?) -> String { value.map { NumberFormat.significant($0, min(style.digits, 4)) } ?? "-" }
    let isWide = names.count > Self.mostColumns
    var rows: [[String]] = []
    for (unit, confusion) in confusions.enumerated() {
      rows.append([isByUnit ? "unit \(unit + 1): true \\ predicted" : "true \\ predicted"] + (isWide ? [] : names) + ["precision", "recall", "F1"])
      for (index, name) in names.enumerated() {
        let counts = isWide ? [] : confusion.counts[index].map(String.init)
        rows.append([name] + counts + [confusion.precision[index], confusion.recall[index], confusion.f1[index]].map(score))
      }
    }
    if isWide { rows[0][0] = "class" }
    return TextTable.lines(rows, [.left, .right])
  }

  /// The fields of JSON. Where units decide separately, each field has an entry for each unit.
  var fields: [JSONField] {
    func list(_ values: [Double?]) -> JSONValue { .array(values.map { $0.map { .number($0) } ?? .null }) }
    func field(_ name: String, _ value: (Confusion) -> JSONValue) -> JSONField {
      JSONField(name, isByUnit ? .array(confusions.map(value)) : value(confusions[0]))
    }
    return [
      JSONField("accuracy", .number(accuracy)), field("base_rate") { $0.baseRate.map { .number($0) } ?? .null },
      field("confusion") { .array($0.counts.map { .array($0.map { .integer($0) }) }) }, field("precision") { list($0.precision) },
      field("recall") { list($0.recall) }, field("f1") { list($0.f1) },
    ]
  }
}
