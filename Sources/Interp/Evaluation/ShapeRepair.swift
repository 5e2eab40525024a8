import Net

/// An operand of an operation whose shapes do not fit.
struct MismatchSide: Equatable {
  /// The text as the user typed it, or empty where there is none.
  var text: String
  var shape: SymbolicShape
  /// The operand with `keepdims=True` added to its sum, if the sum lacks it. Otherwise nil.
  var keeping: String? = nil
}

/// The search for operations that fit, in place of one that does not. Its hints also say what they mean.
struct ShapeRepair {
  let symbol: String
  let left: MismatchSide
  let right: MismatchSide

  /// The length above which an operand is called `left` or `right` instead of its text.
  private static let longestText = 40

  var leftName: String { Self.name(left.text, "left") }
  var rightName: String { Self.name(right.text, "right") }

  private static func name(_ text: String, _ side: String) -> String {
    text.isEmpty || text.count > longestText ? side : text
  }

  /// The sentences of the hint. Empty where no repair fits.
  var proposals: [String] {
    if isProduct { return entryByEntry() + products() }
    return keepingDimensions() + (["*", "multiply"].contains(symbol) ? products() : []) + transposes() + counts()
  }

  /// The sentence for an update of a parameter with the gradient of another parameter, or nil. No transpose can repair such an update.
  var wrongGradient: String? {
    guard symbol == "-" || symbol == "+", let own = left.text.wholeMatch(of: /(W|b)(\d+)/), let other = right.text.firstMatch(of: /\b(dW|db)(\d+)\b/),
      "d" + left.text != String(other.0)
    else { return nil }
    return "the update of \(own.0) needs d\(own.0), not \(other.0)"
  }

  private var isProduct: Bool { Self.products.contains(symbol) }

  /// The signs and names of the matrix product.
  static let products = ["@", "⋅", "dot"]

  // MARK: Products

  /// All products of the two operands or their transposes that fit. Of a product and its transpose, only one is listed. The shape that the notes use is
  /// preferred.
  private func products() -> [String] {
    let (x, a) = (leftName, left.shape)
    let (y, b) = (rightName, right.shape)
    let (turnedX, turnedY) = (Self.transpose(x), Self.transpose(y))
    let pairs = [
      [(x, a, y, b), (turnedY, b.transposed, turnedX, a.transposed)], [(x, a, turnedY, b.transposed), (y, b, turnedX, a.transposed)],
      [(turnedX, a.transposed, y, b), (turnedY, b.transposed, x, a)], [(y, b, x, a), (turnedX, a.transposed, turnedY, b.transposed)],
    ]
    return pairs.compactMap { pair in
      let kept = pair.first { SymbolicShape(rows: $0.1.rows, columns: $0.3.columns).kept != nil } ?? pair[0]
      return product(kept.0, kept.1, kept.2, kept.3)
    }
  }

  private func product(_ x: String, _ a: SymbolicShape, _ y: String, _ b: SymbolicShape) -> String? {
    guard let inner = a.columns.number, inner == b.rows.number, !isProduct || x != leftName || y != rightName else { return nil }
    // If the two sizes are equal but have different names, the sum has no meaning in the notes.
    let isNamed = a.columns.name == nil || b.rows.name == nil || a.columns.name == b.rows.name
    let result = SymbolicShape(rows: a.rows, columns: b.columns)
    let meaning =
      isNamed ? "a sum over \((a.columns.name == nil ? b.rows : a.columns).counted)" : "though \(a.columns.text) and \(b.rows.text) are not the same thing"
    return "\(Self.factor(x)) @ \(Self.factor(y)) is \(result)\(result.kept.map { ", the shape of \($0)," } ?? ":") \(meaning)"
  }

  private func entryByEntry() -> [String] {
    guard let a = left.shape.shape, let b = right.shape.shape, a == b else { return [] }
    return ["\(Self.factor(leftName)) * \(Self.factor(rightName)) is \(left.shape): entry by entry"]
  }

  // MARK: Entry by entry

  /// The transpose of one operand, if it fits and at most one operand is stretched then.
  private func transposes() -> [String] {
    guard let a = left.shape.shape, let b = right.shape.shape else { return [] }
    for (x, first, y, second) in [(leftName, a, Self.transpose(rightName), b.transposed), (Self.transpose(leftName), a.transposed, rightName, b)] {
      if let result = Shape.broadcast(first, second), result == first || result == second { return ["\(written(x, y)) fits, \(result)"] }
    }
    return []
  }

  private func written(_ x: String, _ y: String) -> String {
    symbol.first?.isLetter == true ? "\(symbol)(\(x), \(y))" : "\(Self.factor(x)) \(symbol) \(Self.factor(y))"
  }

  /// The sum with keepdims, if a column would fit. A sum without keepdims is a row.
  private func keepingDimensions() -> [String] {
    guard let a = left.shape.shape, let b = right.shape.shape else { return [] }
    if let kept = right.keeping, Shape.broadcast(a, b.transposed) != nil { return [Self.keeps(kept, right.shape.transposed)] }
    if let kept = left.keeping, Shape.broadcast(a.transposed, b) != nil { return [Self.keeps(kept, left.shape.transposed)] }
    return []
  }

  /// The sentence for a sum over axis 0 where a column is wanted.
  static func otherAxis(_ text: String) -> String {
    "\(text) adds up down the rows; axis=1, keepdims=True adds up along the examples and leaves a column"
  }

  /// The sentence for a sum that becomes a column of this shape with keepdims.
  static func keeps(_ text: String, _ shape: SymbolicShape) -> String {
    "\(text) keeps a column, \(shape.numbers), a number for each row"
  }

  /// The sentence for an operand whose number of columns differs from the m examples of the other operand.
  private func counts() -> [String] {
    for (own, other, name) in [(left, right, rightName), (right, left, leftName)] {
      guard own.shape.columns.name == "m", other.shape.columns.name == nil, let count = other.shape.columns.number, count > 1,
        own.shape.columns.number != count
      else { continue }
      return ["there are m = \(own.shape.columns.number ?? 0) examples, one in each column, but \(name) has \(count)"]
    }
    return []
  }

  // MARK: Writing

  /// The transpose of the text, as a user would type it.
  static func transpose(_ text: String) -> String {
    if text.hasSuffix(".T") { return String(text.dropLast(2)) }
    if text.hasSuffix("ᵀ") { return String(text.dropLast()) }
    return (isSimple(text) ? text : "(\(text))") + ".T"
  }

  /// The text as an operand of a product. A text with operators is put in parentheses.
  static func factor(_ text: String) -> String { isSimple(text) ? text : "(\(text))" }

  /// Whether the text has no operator and no blank outside brackets.
  private static func isSimple(_ text: String) -> Bool {
    var depth = 0
    for character in text {
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      if depth == 0, " +-*/@⋅·%<>=&|~".contains(character) { return false }
    }
    return true
  }
}

extension Expression {
  /// The text of the first sum over an axis without `keepdims`, with `keepdims=True` added. Nil where there is no such sum.
  func keepingDimensions(_ source: SourceText) -> String? {
    guard let call = sumWithoutKeepdims else { return nil }
    let text = source.text(call.range)
    guard text.hasSuffix(")") else { return nil }
    return text.dropLast().split { $0.isWhitespace }.joined(separator: " ") + ", keepdims=True)"
  }

  /// The text of the first sum over axis 0. Nil where there is none.
  func sumDownTheRows(_ source: SourceText) -> String? {
    firstSum { axis, _ in if case .number(0)? = axis?.kind { true } else { false } }.map { source.words(of: $0) }
  }

  private var sumWithoutKeepdims: Expression? { firstSum { axis, arguments in axis != nil && !arguments.contains { $0.keyword == "keepdims" } } }

  /// The first reduction (sum, mean …) in the expression that `isWanted` accepts.
  private func firstSum(_ isWanted: (_ axis: Expression?, _ arguments: [CallArgument]) -> Bool) -> Expression? {
    var arguments: [CallArgument]?
    switch kind {
    case .call(let callee, let given) where Self.isReduction(callee.plainName): arguments = given
    case .method(let base, let name, let given) where Self.isReduction(name): arguments = [CallArgument(keyword: nil, value: base)] + given
    default: break
    }
    if let arguments {
      let positional = arguments.filter { $0.keyword == nil }
      let axis = arguments.first { $0.keyword == "axis" }?.value ?? (positional.count > 1 ? positional[1].value : nil)
      if isWanted(axis, arguments) { return self }
    }
    for child in kind.children { if let found = child.firstSum(isWanted) { return found } }
    return nil
  }

  private static func isReduction(_ name: String?) -> Bool {
    guard let name, let function = Functions.named(name), case .reduction = function.shape else { return false }
    return function.parameters.contains("keepdims?")
  }
}
