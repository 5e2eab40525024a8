import Net

/// The result of an expression.
enum Value: Equatable, Sendable {
  case scalar(Double)
  case boolean(Bool)
  case text(String)
  case matrix(Matrix)
  /// A matrix of truth values, stored as 0 and 1.
  case booleans(Matrix)
  /// The result of `.shape`, nil for a scalar. It behaves like a row of two numbers, or of none for a scalar.
  case extent(Shape?)

  /// The shape, or nil for scalars, single truth values and text.
  var shape: Shape? {
    switch self {
    case .matrix(let matrix), .booleans(let matrix): matrix.shape
    case .extent(let shape): Shape(1, shape == nil ? 0 : 2)
    default: nil
    }
  }

  var isBoolean: Bool {
    switch self {
    case .boolean, .booleans: true
    default: false
    }
  }

  /// The words for the value in a message, such as `a scalar` or `a (4, 2) matrix`.
  var description: String {
    switch self {
    case .scalar: "a scalar"
    case .boolean: "a truth value"
    case .text: "text"
    case .matrix(let matrix): "a \(matrix.shape) matrix"
    case .booleans(let matrix): "a \(matrix.shape) matrix of truth values"
    case .extent: "a shape"
    }
  }

  /// The single number of a scalar, a truth value (0 or 1) or a (1, 1) matrix. Nil for all other values.
  var number: Double? {
    switch self {
    case .scalar(let value): value
    case .boolean(let value): value ? 1 : 0
    case .matrix(let matrix), .booleans(let matrix): matrix.shape == Shape(1, 1) ? matrix.elements[0] : nil
    case .text, .extent: nil
    }
  }

  /// The numbers as a matrix. A scalar becomes (1, 1), and text gives nil.
  var asMatrix: Matrix? {
    switch self {
    case .scalar(let value): Matrix(rows: 1, columns: 1, elements: [value])
    case .boolean(let value): Matrix(rows: 1, columns: 1, elements: [value ? 1 : 0])
    case .matrix(let matrix), .booleans(let matrix): matrix
    case .extent(let shape): Matrix(row: shape.map { [Double($0.rows), Double($0.columns)] } ?? [])
    case .text: nil
    }
  }

  /// Whether the value contains no NaN and no infinity. Truth values, text and shapes always count as finite.
  var isFinite: Bool {
    switch self {
    case .scalar(let value): value.isFinite
    case .matrix(let matrix): matrix.isFinite
    case .boolean, .booleans, .text, .extent: true
    }
  }

  /// Whether the value has two dimensions. Shapes count as rows.
  var isMatrix: Bool { shape != nil }
}

extension Value {
  /// Whether two values have the same kind and the same bits. Here NaN equals NaN, and -0 differs from 0.
  func hasBits(of other: Value) -> Bool {
    switch (self, other) {
    case (.scalar(let a), .scalar(let b)): a.bitPattern == b.bitPattern
    case (.matrix(let a), .matrix(let b)), (.booleans(let a), .booleans(let b)): a.shape == b.shape && a.firstDifferentBit(from: b) == nil
    default: self == other
    }
  }
}

extension Matrix {
  /// The first row-major index at which two arrays of the same size differ in a bit, or nil. Arrays that share their storage are not searched.
  func firstDifferentBit(from other: Matrix) -> Int? {
    if sharesStorage(with: other) { return nil }
    return elements.indices.first { elements[$0].bitPattern != other.elements[$0].bitPattern }
  }
  private func sharesStorage(with other: Matrix) -> Bool {
    unsafe elements.withUnsafeBufferPointer { one in unsafe other.elements.withUnsafeBufferPointer { unsafe one.baseAddress == $0.baseAddress } }
  }
}
