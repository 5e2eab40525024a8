import Net

/// The size of a dimension: its number, its name in the notes, or both. Both are nil where nothing is known.
struct Extent: Hashable, Sendable {
  var number: Int?
  var name: String?

  static let one = Extent(number: 1, name: "1")

  /// The name, or else the number, or else `?`.
  var text: String { name ?? number.map(String.init) ?? "?" }

  /// The name and the number, as in `n0 = 2`. Where one of them is missing, only the other one.
  var both: String {
    guard let name, let number, name != String(number) else { return text }
    return "\(name) = \(number)"
  }

  var isOne: Bool { number == 1 }

  /// The objects that the dimension counts, as in `the m = 400 examples`.
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
  /// The shape of an array whose sizes are known only after it is computed.
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

  /// The shape in numbers, `(4, 400)`. A name replaces a number that is not known.
  var numbers: String { isScalar ? "scalar" : "(\(rows.number.map(String.init) ?? rows.text), \(columns.number.map(String.init) ?? columns.text))" }

  /// The shape in names, `(n1, m)`. A number replaces a missing name.
  var names: String { isScalar ? "scalar" : "(\(rows.text), \(columns.text))" }

  /// Both forms, `(4, 400) = (n1, m)`, or only one where they are the same.
  var description: String { isScalar || numbers == names ? numbers : "\(numbers) = \(names)" }

  /// The shape in numbers, or nil where a number is not known.
  var shape: Shape? {
    guard let r = rows.number, let c = columns.number else { return nil }
    return Shape(r, c)
  }

  /// The shape in names, with one or both dimensions struck out.
  func striking(rows strikesRows: Bool = false, columns strikesColumns: Bool = false) -> String {
    "(\(strikesRows ? Strike.out(rows.text) : rows.text), \(strikesColumns ? Strike.out(columns.text) : columns.text))"
  }

  /// The quantities of the notes that have this shape, such as `W1 and dW1`. Nil where none has it.
  var kept: String? {
    guard let row = rows.name.flatMap(Names.split), row.base == "n", let column = columns.name else { return nil }
    let l = row.layer
    if column == "m" { return l == 0 ? "X" : "Z\(l), A\(l) and their gradients" }
    if l > 0, column == "1" { return "b\(l) and db\(l)" }
    return l > 0 && column == "n\(l - 1)" ? "W\(l) and dW\(l)" : nil
  }
}

/// A part of an expression with its shape. It also explains how the shape follows from the shapes of its own parts.
struct ShapeNode: Equatable, Sendable {
  /// The text as it was typed.
  let text: String
  let shape: SymbolicShape
  /// The explanation of the operator's rule, in one or more lines. Nil for a name or a number.
  var rule: String?
  var parts: [ShapeNode] = []
  /// The text with `keepdims` added, if it contains a sum without it. Otherwise nil.
  var keeping: String?

  /// The lines that draw the tree. Each node has one line, followed by the lines of its rule.
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

  /// The dimensions in the tree that have a name of the notes, with repetitions.
  var dimensions: [Extent] {
    let own = shape.isScalar ? [] : [shape.rows, shape.columns].filter { $0.name != nil && $0.name != "1" }
    return own + parts.flatMap(\.dimensions)
  }
}

/// Dimensions of the live network that have the same size by chance. A mistake in the shapes can then go unnoticed.
struct Coincidence: Equatable, Sendable {
  /// The names of the dimensions that share the size, such as n1 and m. A single name means that the dimension has size 1.
  var names: [String]
  var size: Int

  /// The text `n1 = m = 4` or `n2 = 1`.
  var text: String { (names + [String(size)]).joined(separator: " = ") }
}
