/// One node of an expression with its place in the source.
struct Expression: Sendable {
  let kind: ExpressionKind
  let range: SourceRange
  /// The longest way down to a leaf; bounded, so that no input can exhaust the stack.
  let depth: Int

  /// Deepest expression taken; deeper input is a `limit` error.
  static let maximumDepth = 400

  init(_ kind: ExpressionKind, _ range: SourceRange) throws(Fault) {
    self.kind = kind
    self.range = range
    depth = 1 + (kind.children.map(\.depth).max() ?? 0)
    if depth > Self.maximumDepth { throw Fault.tooDeep(Self.maximumDepth, range) }
  }

  /// Whether a function that draws random numbers is called in it.
  func draws(_ words: any ParserVocabulary) -> Bool {
    switch kind {
    case .call(let callee, _): if let name = callee.plainName, words.draws(name) { return true }
    case .method(_, let name, _): if words.draws(name) { return true }
    default: break
    }
    return kind.children.contains { $0.draws(words) }
  }

  /// Whether it spells an activation or its derivative, as a function: `sigmoid`, `g`, `g2`, `g[1]'`.
  func spellsActivation(_ words: any ParserVocabulary) -> Bool {
    switch kind {
    case .name(let name): words.isActivation(name)
    case .index(let base, let items): items.count == 1 && base.plainName == "g"
    case .derivative(let inner): inner.spellsActivation(words)
    default: false
    }
  }

  /// The name, where the node is nothing else.
  var plainName: String? {
    if case .name(let name) = kind { return name }
    return nil
  }
}

extension Expression {
  /// Whether the expression may stand left of `=`: a name, a part of one, or, in a claim, what is called as an activation or for an example.
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

indirect enum ExpressionKind: Sendable {
  case number(Double)
  case text(String)
  case argument(Int)
  case name(String)
  /// `[1, 2; 3, 4]`
  case matrix([[Expression]])
  /// `W[1]`, `X[:, 1:5]`
  case index(Expression, [IndexItem])
  /// `a[1]2`: the digits after a layer's bracket.
  case unit(Expression, Int)
  /// `x⁽³⁾`
  case example(Expression, Expression)
  /// `sum(A, axis=1)`, `x(3)`, `g[1](Z)`
  case call(Expression, [CallArgument])
  /// `A.sum(axis=1)`
  case method(Expression, String, [CallArgument])
  /// `.T` and `ᵀ`
  case transpose(Expression)
  /// `.shape`
  case shapeOf(Expression)
  /// `g1'`
  case derivative(Expression)
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression, SourceRange)
  /// `a < b <= c`: operands, one more than operators.
  case comparison([Expression], [ComparisonOperator], [SourceRange])
  case and(Expression, Expression)
  case or(Expression, Expression)
  case not(Expression)

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

/// One place in an index: an expression, or `start:end:step` with any part left out.
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

/// An argument of a call; `keyword` for `axis=1`.
struct CallArgument: Sendable {
  let keyword: String?
  /// Where the keyword stands.
  var keywordRange: SourceRange?
  let value: Expression

  /// `axis=None`: as if it were not given.
  var isNone: Bool { value.plainName == "None" }
}

enum UnaryOperator: String, Sendable {
  case minus = "-"
  case plus = "+"
  case complement = "~"
}

enum BinaryOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case matrixProduct = "@"
  /// `⋅`: np.dot, which scales where one side is a scalar.
  case dot = "⋅"
  /// Nothing between two factors: `W[1]X`.
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

enum ComparisonOperator: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}
