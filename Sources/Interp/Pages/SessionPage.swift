import Net

/// A session as data for one page: facts, network, steps, curves, areas of classes, statements. `PageText` writes it. Numbers are texts with 6 significant
/// digits, as `show` prints them, so the page computes nothing.
struct SessionPage: Sendable {
  /// A layer of the picture of the network. The first one has the inputs.
  struct Layer: Sendable {
    var units: Int
    /// The units in the picture, counted from 1.
    var shown: [Int]
    /// The names of the units in the picture; empty where they have only numbers.
    var names: [String]
    /// The lines below the units.
    var labels: [String]
  }

  /// A row of the table of quantities.
  struct Row: Sendable {
    var name: String
    var shape: String
    var names: String
    var formula: String
  }

  /// The entries of a parameter or gradient that the page has at each step.
  struct Block: Sendable {
    var quantity: Quantity
    var shape: Shape
    /// The rows and columns, counted from 1.
    var rows: [Int]
    var columns: [Int]

    /// Whether the page has every entry.
    var isWhole: Bool { rows.count == shape.rows && columns.count == shape.columns }
    var count: Int { rows.count * columns.count }
  }

  /// What the page shows at a step.
  struct Step: Sendable {
    var step: Int
    /// J; nil where there is none.
    var cost: String?
    /// The step of a stale J or of stale gradients, as `show` names it.
    var costStep: Int?
    var gradientStep: Int?
    /// The entries and the norm of each block, divided by blanks; nil where the quantity is not computed.
    var values: [String?] = []
    var norms: [String?] = []
    /// The classes over the plane, as a class and a count, again and again; nil where the page has no plane.
    var areas: String?

    var bytes: Int { values.reduce(areas?.utf8.count ?? 0) { $0 + ($1?.utf8.count ?? 4) + 40 } }
  }

  /// The costs of a branch by step.
  struct Curve: Sendable {
    var name: String
    var x: [Double]
    var y: [Double]
  }

  /// The plane of two features, with the examples.
  struct Plane: Sendable {
    /// The middles of the columns and of the rows, in ascending order.
    var x: [Double]
    var y: [Double]
    var xName: String
    var yName: String
    /// The names of the classes.
    var classes: [String]
    /// The examples of each class.
    var points: [Figure.Series]
  }

  var title: String
  /// Names and values at the top of the page.
  var facts: [(name: String, value: String)] = []
  /// The branch of the steps.
  var line: String
  var layers: [Layer] = []
  var rows: [Row] = []
  var blocks: [Block] = []
  var steps: [Step] = []
  var curves: [Curve] = []
  var plane: Plane?
  var statements: [String] = []
  /// Sentences about what the page leaves out.
  var notes: [String] = []

  /// A number as `show` prints it.
  static func text(_ value: Double) -> String { NumberFormat.significant(value, 6) }

  /// Some of the numbers from 0 to `count` - 1, spread evenly, with the first and the last one.
  static func spread(_ count: Int, atMost most: Int) -> [Int] {
    guard count > most, most > 1 else { return Array(0..<min(count, max(most, 0))) }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }
}

extension SessionPage {
  /// The most bytes of all statements on a page, and of one of them.
  private static let mostText = 150_000
  private static let mostOfStatement = 3000

  /// Takes over the statements. Long ones are cut.
  mutating func take(statements texts: [String]) {
    var left = Self.mostText
    var cut = 0
    for text in texts {
      guard left > 0 else { break }
      let isLong = text.utf8.count > Self.mostOfStatement
      if isLong { cut += 1 }
      let kept = isLong ? String(text.prefix(Self.mostOfStatement)) + " …" : text
      statements.append(kept)
      // A sign that is escaped takes up to 6 bytes.
      left -= kept.utf8.reduce(0) { $0 + ($1 < 32 || "<>&\"\\".utf8.contains($1) ? 6 : 1) }
    }
    if cut > 0 { notes.append("\(cut) long statement\(cut == 1 ? " is" : "s are") cut; \(cut == 1 ? "it ends" : "they end") in …") }
    let gone = texts.count - statements.count
    if gone > 0 { notes.append("the last \(gone) statement\(gone == 1 ? " is" : "s are") left out; record FILE.nns writes all") }
  }
}
