/// A statement and its range in the source.
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

/// The forms of statements.
indirect enum StatementKind: Sendable {
  case command(CommandCall)
  case expression(Expression)
  /// `a = b` or a chain `a = b = c`. It is an assignment, or a claim where `a` is a computed quantity.
  case equation([Expression])
  /// An assignment with an operator, `W1 -= alpha * dW1`. The range is that of the operator.
  case augmented(Expression, BinaryOperator, Expression, SourceRange)
  /// Several assignments at once, `W1, b1 = A, B`. There is one value for each target, or a single value that is split into its entries.
  case unpacking([Expression], [Expression])
  /// `random.shuffle(v)`.
  case shuffle(Expression)
  case conditional([(condition: Expression, body: [Statement])], otherwise: [Statement]?)
  case whileLoop(Expression, [Statement])
  case forLoop(name: String, nameRange: SourceRange, LoopRange, [Statement])
  case repeatLoop(Expression, [Statement])
  case leave
  case proceed
  case time(Statement)
  /// A block `{ … }` after `time`.
  case block([Statement])
  /// A Python import such as `import numpy as np`. It does nothing except print a note.
  case importLine(String)
}

/// The values that a `for` loop runs over.
enum LoopRange: Sendable {
  /// A range `1:m` or `1:2:9`. Its end is included.
  case range(start: Expression, step: Expression?, end: Expression)
  /// The columns of a matrix.
  case columns(Expression)
}

/// A command with its arguments and options.
struct CommandCall: Sendable {
  let name: String
  let nameRange: SourceRange
  let arguments: [CommandArgument]
  let options: [CommandOption]
  /// The statements in braces at the end, or nil for a command that takes none.
  var block: [Statement]?
  /// The range of the braces, or nil without a block.
  var blockRange: SourceRange?

  /// The range from the name to the last argument, to the last option or to the end of the block.
  var range: SourceRange {
    (arguments.map(\.range) + options.map(\.range) + [blockRange].compactMap(\.self)).reduce(nameRange) { $0.union($1) }
  }

  /// The option with this name, or nil where it is not given.
  func option(_ name: String) -> CommandOption? { options.first { $0.name == name } }
}

/// An argument of a command, before the options.
struct CommandArgument: Sendable {
  enum Kind: Sendable {
    case expression(Expression)
    /// A word, a path or quoted text.
    case word(String)
    /// A layer such as `4:tanh`. The activation is a name or an argument of the script.
    case layer(size: Expression, activation: Expression?)
    /// A quantity with a value, `dW1 = E` or `dW1 FILE`, as in `check dW1 = …`.
    case binding(Expression, BoundValue)
    case place(TimeReference)
    /// A name with the values that it takes in turn, as in `alpha=0.1,1`.
    case choice(Expression, [ChosenValue])
    /// A command with its own arguments and options, as in `display plot J`.
    case command(CommandCall)
  }

  let kind: Kind
  let range: SourceRange
}

/// One of the values that `compare` gives to a name.
struct ChosenValue: Sendable {
  enum Kind: Sendable {
    case number(Double)
    /// A word or a text in quotes.
    case text(String)
    /// An expression in round brackets, or an argument of the script.
    case expression(Expression)
  }

  let kind: Kind
  let range: SourceRange
}

/// A place in time, as in `goto` and `diff`.
enum TimeReference: Sendable {
  /// The name of a branch or of a variable.
  case name(String)
  case step(Expression)
  /// A step of a branch, `smaller:57`.
  case stepOf(branch: String, Expression)
  /// The first step where a condition holds.
  case when(Expression)
}

/// The value that a quantity is compared with.
enum BoundValue: Sendable {
  case expression(Expression)
  /// A file's path and the range of the path in the source.
  case file(String, SourceRange)

  var range: SourceRange {
    switch self {
    case .expression(let expression): expression.range
    case .file(_, let range): range
    }
  }
}

/// An option `NAME=VALUE` after a command.
struct CommandOption: Sendable {
  enum Value: Sendable {
    case expression(Expression)
    case word(String)
    /// An argument of the script, `$1`, as a word.
    case argument(Int)
    case list([ListItem])
  }

  /// An item of an option such as `x=-id,"first name"`.
  struct ListItem: Sendable, Equatable {
    var text: String
    var isQuoted = false
    /// Whether `-` stands before it.
    var isExcluded = false
  }

  let name: String
  let value: Value
  let range: SourceRange
  let valueRange: SourceRange
}
