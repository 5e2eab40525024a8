import Net

/// What an expression yields.
enum Value: Equatable, Sendable {
  case scalar(Double)
  case boolean(Bool)
  case text(String)
  case matrix(Matrix)
  /// A matrix of 0 and 1 that stands for false and true.
  case booleans(Matrix)
  /// What `.shape` gives, nil for a scalar; it reads as a row of two numbers, or of none.
  case extent(Shape?)

  /// The shape; nil for scalars, booleans and text.
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

  /// How a value is called in a sentence: `a scalar`, `a (4, 2) matrix`.
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

  /// The number, where it is one: a scalar, a truth value as 0 or 1, or a (1, 1) matrix.
  var number: Double? {
    switch self {
    case .scalar(let value): value
    case .boolean(let value): value ? 1 : 0
    case .matrix(let matrix), .booleans(let matrix): matrix.shape == Shape(1, 1) ? matrix.elements[0] : nil
    case .text, .extent: nil
    }
  }

  /// The numbers as a matrix, a scalar as (1, 1); nil for text.
  var asMatrix: Matrix? {
    switch self {
    case .scalar(let value): Matrix(rows: 1, columns: 1, elements: [value])
    case .boolean(let value): Matrix(rows: 1, columns: 1, elements: [value ? 1 : 0])
    case .matrix(let matrix), .booleans(let matrix): matrix
    case .extent(let shape): Matrix(row: shape.map { [Double($0.rows), Double($0.columns)] } ?? [])
    case .text: nil
    }
  }

  /// Whether no number in it is NaN or infinite.
  var isFinite: Bool {
    switch self {
    case .scalar(let value): value.isFinite
    case .matrix(let matrix): matrix.isFinite
    case .boolean, .booleans, .text, .extent: true
    }
  }

  /// True where the value has two dimensions.
  var isMatrix: Bool { shape != nil }
}

extension Value {
  /// Whether two values are of one kind and the same in every bit: NaN is NaN, and -0 is not 0.
  func hasBits(of other: Value) -> Bool {
    switch (self, other) {
    case (.scalar(let a), .scalar(let b)): a.bitPattern == b.bitPattern
    case (.matrix(let a), .matrix(let b)), (.booleans(let a), .booleans(let b)): a.shape == b.shape && a.firstDifferentBit(from: b) == nil
    default: self == other
    }
  }
}

extension Matrix {
  /// The first place, row-major from 0, at which two arrays of one size differ in a bit. What shares its storage is not looked through.
  func firstDifferentBit(from other: Matrix) -> Int? {
    if sharesStorage(with: other) { return nil }
    return elements.indices.first { elements[$0].bitPattern != other.elements[$0].bitPattern }
  }
  private func sharesStorage(with other: Matrix) -> Bool {
    unsafe elements.withUnsafeBufferPointer { one in unsafe other.elements.withUnsafeBufferPointer { unsafe one.baseAddress == $0.baseAddress } }
  }
}
