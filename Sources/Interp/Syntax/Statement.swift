/// One statement with its place in the source.
struct Statement: Sendable {
  let kind: StatementKind
  let range: SourceRange

  /// Whether an expression stands last in it.
  var endsInValue: Bool {
    switch kind {
    case .expression, .equation, .augmented, .unpacking: true
    default: false
    }
  }
}

indirect enum StatementKind: Sendable {
  case command(CommandCall)
  case expression(Expression)
  /// `a = b` or the chain `a = b = c`: an assignment or, where `a` is computed, a claim.
  case equation([Expression])
  /// `W1 -= alpha * dW1`
  case augmented(Expression, BinaryOperator, Expression, SourceRange)
  /// `W1, b1 = A, B`: several assignments at once; there is one value for each target, or one for all of them that is taken apart.
  case unpacking([Expression], [Expression])
  /// `random.shuffle(v)`
  case shuffle(Expression)
  case conditional([(condition: Expression, body: [Statement])], otherwise: [Statement]?)
  case whileLoop(Expression, [Statement])
  case forLoop(name: String, nameRange: SourceRange, LoopRange, [Statement])
  case repeatLoop(Expression, [Statement])
  case leave
  case proceed
  case time(Statement)
  /// `{ … }` after `time`.
  case block([Statement])
  /// `import numpy as np`: nothing to do, and a note says so.
  case importLine(String)
}

/// What a `for` runs over.
enum LoopRange: Sendable {
  /// `1:m` or `1:9:2`, the end included and the step last.
  case range(start: Expression, step: Expression?, end: Expression)
  /// The columns of a matrix.
  case columns(Expression)
}

/// A command with what was typed after its name.
struct CommandCall: Sendable {
  let name: String
  let nameRange: SourceRange
  let arguments: [CommandArgument]
  let options: [CommandOption]

  /// From the name to the last thing given.
  var range: SourceRange {
    (arguments.map(\.range) + options.map(\.range)).reduce(nameRange) { $0.union($1) }
  }

  func option(_ name: String) -> CommandOption? { options.first { $0.name == name } }
}

struct CommandArgument: Sendable {
  enum Kind: Sendable {
    case expression(Expression)
    /// A word, a path or quoted text.
    case word(String)
    /// `4:tanh`; the activation is a name or an argument of the script.
    case layer(size: Expression, activation: Expression?)
    /// `dW1 = E` and `dW1 FILE`, as in `check dW1 = …`.
    case binding(Expression, BoundValue)
    case place(TimeReference)
  }

  let kind: Kind
  let range: SourceRange
}

/// A place in time, as `goto` and `diff` take it.
enum TimeReference: Sendable {
  /// A branch's name, or a variable's.
  case name(String)
  case step(Expression)
  /// `smaller:57`
  case stepOf(branch: String, Expression)
  /// The first step where a condition holds.
  case when(Expression)
}

/// What a quantity is said to be.
enum BoundValue: Sendable {
  case expression(Expression)
  /// A path, and where it stands.
  case file(String, SourceRange)

  var range: SourceRange {
    switch self {
    case .expression(let expression): expression.range
    case .file(_, let range): range
    }
  }
}

/// `NAME=VALUE` after a command.
struct CommandOption: Sendable {
  enum Value: Sendable {
    case expression(Expression)
    case word(String)
    /// `$1` where a word is wanted.
    case argument(Int)
  }

  let name: String
  let value: Value
  let range: SourceRange
  let valueRange: SourceRange
}
