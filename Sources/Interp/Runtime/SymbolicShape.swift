import Net

/// A dimension with what is known of it: its number, its name in the notes, or both.
struct Extent: Equatable, Sendable {
  var number: Int?
  var name: String?

  static let one = Extent(number: 1, name: "1")

  var text: String { name ?? number.map(String.init) ?? "?" }

  /// Whether two are the same dimension: by number where both have one, else by name.
  func matches(_ other: Extent) -> Bool {
    if let number, let otherNumber = other.number { return number == otherNumber }
    return name == other.name
  }

  var isOne: Bool { number == 1 }
}

/// The shape of an expression in numbers and in names.
struct SymbolicShape: Equatable, Sendable, CustomStringConvertible {
  var rows: Extent
  var columns: Extent
  var isScalar = false

  static let scalar = SymbolicShape(rows: .one, columns: .one, isScalar: true)

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

  /// `(n1, m)`
  var names: String { isScalar ? "scalar" : "(\(rows.text), \(columns.text))" }

  var description: String { isScalar || numbers == names ? numbers : "\(numbers) = \(names)" }

  var shape: Shape? {
    guard let r = rows.number, let c = columns.number else { return nil }
    return Shape(r, c)
  }
}
