/// A node of an expression tree and its range in the source.
struct Expression: Sendable {
  let kind: ExpressionKind
  let range: SourceRange
  /// The number of nodes on the longest path down to a leaf, this node included. It is bounded so that no input can exhaust the stack.
  let depth: Int

  /// The greatest depth that is accepted.
  static let maximumDepth = 400

  /// Makes a node and computes its depth.
  ///
  /// - Throws: A `limit` fault where the depth exceeds `maximumDepth`.
  init(_ kind: ExpressionKind, _ range: SourceRange) throws(Fault) {
    self.kind = kind
    self.range = range
    depth = 1 + (kind.children.map(\.depth).max() ?? 0)
    if depth > Self.maximumDepth { throw Fault.tooDeep(Self.maximumDepth, range) }
  }

  /// Whether the expression calls a function that draws random numbers.
  func draws(_ words: any ParserVocabulary) -> Bool {
    switch kind {
    case .call(let callee, _): if let name = callee.plainName, words.draws(name) { return true }
    case .method(_, let name, _): if words.draws(name) { return true }
    default: break
    }
    return kind.children.contains { $0.draws(words) }
  }

  /// Whether the expression names an activation or its derivative: `sigmoid`, `g`, `g2`, `g[1]'`.
  func spellsActivation(_ words: any ParserVocabulary) -> Bool {
    switch kind {
    case .name(let name): words.isActivation(name)
    case .index(let base, let items): items.count == 1 && base.plainName == "g"
    case .derivative(let inner): inner.spellsActivation(words)
    default: false
    }
  }

  /// Whether the node is a part of an array, chosen by square brackets.
  var isIndexed: Bool { if case .index = kind { true } else { false } }

  /// The name, if the node is only a name, otherwise nil.
  var plainName: String? {
    if case .name(let name) = kind { return name }
    return nil
  }

  /// Whether the node is a typed number, which may have a sign.
  var isPlainNumber: Bool {
    switch kind {
    case .number: true
    case .unary(_, let operand): operand.isPlainNumber
    default: false
    }
  }
}

extension Expression {
  /// Whether the expression can stand left of `=`. Names and parts of names can. In a claim, the value of an activation and a quantity of one example can
  /// too.
  func canStandLeft(_ words: any ParserVocabulary) -> Bool {
    switch kind {
    case .name, .unit, .example: true
    case .index(let base, _): base.canStandLeft(words)
    case .call(let callee, let arguments):
      switch callee.kind {
      case .index, .unit, .derivative: arguments.count == 1
      case .name(let name): arguments.count == 1 && (callee.spellsActivation(words) || !words.isFunction(name) && words.mayHaveExamples(name))
      default: false
      }
    default: false
    }
  }
}

/// The kinds of nodes. Ranges are those of the operators or slices.
indirect enum ExpressionKind: Sendable {
  case number(Double)
  case text(String)
  case argument(Int)
  case name(String)
  /// A matrix of rows, `[1, 2; 3, 4]`. A tuple in round brackets is a matrix with one row.
  case matrix([[Expression]])
  /// `W[1]`, `X[:, 1:5]`. Whether a layer or entries are meant is decided when the expression is evaluated.
  case index(Expression, [IndexItem])
  /// `a[1]2`. The digits after a layer's bracket are the number of a unit.
  case unit(Expression, Int)
  /// One example of a quantity, `x⁽³⁾`.
  case example(Expression, Expression)
  /// A call or one example of a quantity: `sum(A, axis=1)`, `x(3)`, `g[1](Z)`.
  case call(Expression, [CallArgument])
  /// A function written after its first argument, `A.sum(axis=1)`. `A.size` has this form too, without arguments.
  case method(Expression, String, [CallArgument])
  /// The transpose, `A.T` or `Aᵀ`.
  case transpose(Expression)
  /// The shape, `A.shape`.
  case shapeOf(Expression)
  /// The derivative of an activation, `g1'`.
  case derivative(Expression)
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression, SourceRange)
  /// A chain such as `a < b <= c`. It has one operand more than operators.
  case comparison([Expression], [ComparisonOperator], [SourceRange])
  case and(Expression, Expression)
  case or(Expression, Expression)
  case not(Expression)

  /// The direct subexpressions, in source order.
  var children: [Expression] {
    switch self {
    case .number, .text, .argument, .name: []
    case .matrix(let rows): rows.flatMap { $0 }
    case .index(let base, let items): [base] + items.flatMap(\.expressions)
    case .unit(let base, _), .transpose(let base), .shapeOf(let base), .derivative(let base), .unary(_, let base), .not(let base): [base]
    case .example(let base, let which): [base, which]
    case .call(let callee, let arguments): [callee] + arguments.map(\.value)
    case .method(let base, _, let arguments): [base] + arguments.map(\.value)
    case .binary(_, let left, let right, _), .and(let left, let right), .or(let left, let right): [left, right]
    case .comparison(let operands, _, _): operands
    }
  }
}

/// One item of an index: an expression, or `start:end:step` in which any part can be missing.
enum IndexItem: Sendable {
  case single(Expression)
  case slice(start: Expression?, end: Expression?, step: Expression?, SourceRange)

  var expressions: [Expression] {
    switch self {
    case .single(let expression): [expression]
    case .slice(let start, let end, let step, _): [start, end, step].compactMap { $0 }
    }
  }
}

/// An argument of a call. `keyword` is the name before `=`, as in `axis=1`, or nil.
struct CallArgument: Sendable {
  let keyword: String?
  /// The range of the keyword in the source.
  var keywordRange: SourceRange?
  let value: Expression

  /// Whether the value is `None`. Such an argument counts as missing.
  var isNone: Bool { value.plainName == "None" }
}

/// An operator before its operand. The raw value is its spelling.
enum UnaryOperator: String, Sendable {
  case minus = "-"
  case plus = "+"
  case complement = "~"
}

/// An operator between two operands, without comparisons. The raw value is its spelling.
enum BinaryOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case matrixProduct = "@"
  /// The product `⋅` of np.dot. It scales where one side is a scalar.
  case dot = "⋅"
  /// A product without a sign between its factors, `W[1]X`.
  case implicitProduct = ""
  case power = "**"
  case conjunction = "&"
  case disjunction = "|"

  /// Whether it multiplies matrices, not entry by entry.
  var isProduct: Bool {
    switch self {
    case .matrixProduct, .dot, .implicitProduct: true
    default: false
    }
  }
}

/// A comparison. The raw value is its spelling.
enum ComparisonOperator: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}
