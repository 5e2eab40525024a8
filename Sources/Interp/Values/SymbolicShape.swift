import Net

/// A dimension with what is known of it: its number, its name in the notes, or both.
struct Extent: Hashable, Sendable {
  var number: Int?
  var name: String?

  static let one = Extent(number: 1, name: "1")

  var text: String { name ?? number.map(String.init) ?? "?" }

  /// `n0 = 2`, `400`
  var both: String {
    guard let name, let number, name != String(number) else { return text }
    return "\(name) = \(number)"
  }

  var isOne: Bool { number == 1 }

  /// What is counted along it: `the m = 400 examples`.
  var counted: String {
    guard let name else { return "the \(text) entries" }
    if name == "m" { return "the \(both) examples" }
    if name == "n0" { return "the \(both) input features" }
    if let (base, layer) = Names.split(name), base == "n" { return "the \(both) units of layer \(layer)" }
    return name == "nL" ? "the \(both) output units" : "the \(both) entries"
  }
}

/// The shape of an expression in numbers and in names.
struct SymbolicShape: Equatable, Sendable, CustomStringConvertible {
  var rows: Extent
  var columns: Extent
  var isScalar = false

  static let scalar = SymbolicShape(rows: .one, columns: .one, isScalar: true)
  /// Of an array whose sizes are not known without computing it.
  static let unknown = SymbolicShape(rows: Extent(), columns: Extent())

  init(rows: Extent, columns: Extent, isScalar: Bool = false) {
    self.rows = rows
    self.columns = columns
    self.isScalar = isScalar
  }

  init(_ shape: Shape) {
    self.init(rows: Extent(number: shape.rows, name: nil), columns: Extent(number: shape.columns, name: nil))
  }

  var transposed: SymbolicShape { SymbolicShape(rows: columns, columns: rows, isScalar: isScalar) }

  /// `(4, 400)`; by name where a number is not known.
  var numbers: String { isScalar ? "scalar" : "(\(rows.number.map(String.init) ?? rows.text), \(columns.number.map(String.init) ?? columns.text))" }

  /// `(n1, m)`; by number where there is no name.
  var names: String { isScalar ? "scalar" : "(\(rows.text), \(columns.text))" }

  /// `(4, 400) = (n1, m)`
  var description: String { isScalar || numbers == names ? numbers : "\(numbers) = \(names)" }

  /// In numbers, where all are known.
  var shape: Shape? {
    guard let r = rows.number, let c = columns.number else { return nil }
    return Shape(r, c)
  }

  /// The names with a dimension struck out.
  func striking(rows strikesRows: Bool = false, columns strikesColumns: Bool = false) -> String {
    "(\(strikesRows ? Strike.out(rows.text) : rows.text), \(strikesColumns ? Strike.out(columns.text) : columns.text))"
  }

  /// What the notes keep in arrays of this shape: `W1 and dW1`; nil where it is no shape of theirs.
  var kept: String? {
    guard let row = rows.name.flatMap(Names.split), row.base == "n", let column = columns.name else { return nil }
    let l = row.layer
    if column == "m" { return l == 0 ? "X" : "Z\(l), A\(l) and their gradients" }
    if l > 0, column == "1" { return "b\(l) and db\(l)" }
    return l > 0 && column == "n\(l - 1)" ? "W\(l) and dW\(l)" : nil
  }
}

/// A part of an expression with its shape and how that follows from the shapes of its own parts.
struct ShapeNode: Equatable, Sendable {
  /// As typed.
  let text: String
  let shape: SymbolicShape
  /// The rule at the operator, a line or more; nil for a name or a number.
  var rule: String?
  var parts: [ShapeNode] = []
  /// The text with keepdims, where a sum without stands in it.
  var keeping: String?

  /// The tree, a line for each node and each rule.
  func lines() -> [String] {
    var lines = ["\(text): \(shape)"]
    for line in rule?.split(separator: "\n") ?? [] { lines.append((parts.isEmpty ? "   " : "│  ") + line) }
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      for (place, line) in part.lines().enumerated() {
        lines.append((place == 0 ? (isLast ? "└─ " : "├─ ") : isLast ? "   " : "│  ") + line)
      }
    }
    return lines
  }

  /// Every dimension of the tree that has a name of the notes.
  var dimensions: [Extent] {
    let own = shape.isScalar ? [] : [shape.rows, shape.columns].filter { $0.name != nil && $0.name != "1" }
    return own + parts.flatMap(\.dimensions)
  }
}

/// Sizes of the live network that agree by chance, so that a mistake fits.
struct Coincidence: Equatable, Sendable {
  /// Dimensions that have one size, by name: n1, m; one alone has size 1.
  var names: [String]
  var size: Int

  /// `n1 = m = 4`, `n2 = 1`
  var text: String { (names + [String(size)]).joined(separator: " = ") }
}
