/// The arguments and options that a command takes, as far as the parser must know them.
struct CommandSyntax: Sendable {
  /// The form of the arguments that come before the options.
  enum Arguments: Sendable {
    case none
    /// Expressions separated by commas. Blanks also separate them as long as every item is a plain name.
    case expressions(atLeast: Int, atMost: Int)
    /// Words, paths or quoted texts, separated by blanks.
    case words(atLeast: Int, atMost: Int)
    /// Quantities separated by commas. Each stands alone or has a value, as in `dW1 = E` or `dW1 FILE`.
    case bindings(atLeast: Int, atMost: Int)
    /// Places in time separated by blanks: `57`, `smaller`, `smaller:57`. With `takesWhen`, one condition `when C` is also accepted.
    case places(atLeast: Int, atMost: Int, takesWhen: Bool)
    /// Layers, as in `2 4:tanh 1:sigmoid`.
    case layers
    /// Names with lists of values and a block behind all options, as in `alpha=0.1,1 repeats=5 { … }`.
    case choices
    /// No arguments of this kind. The word begins a special statement: `repeat`, `for`, `time` …
    case keyword

    /// The largest number of arguments before the options, or nil where there is no limit.
    var maximum: Int? {
      switch self {
      case .none: 0
      case .expressions(_, let most), .words(_, let most), .bindings(_, let most), .places(_, let most, _): most
      case .layers, .choices, .keyword: nil
      }
    }
  }

  /// An option of a command, written `NAME=VALUE`.
  struct Option: Sendable {
    /// The form of the option's value.
    enum Kind: Sendable {
      case expression
      case word
      /// Words and quoted texts with commas between them, as in `x=a,"b c"`. Each may have `-` before it.
      case list
    }

    let name: String
    let kind: Kind
    let summary: String
    /// The words that completion offers after `NAME=`.
    let choices: [String]
    /// The suffixes of the files that completion offers after `NAME=`.
    var files: [String] = []
    /// Whether the value is the path of a file that the command reads.
    var path = Path.never

    init(_ name: String, _ kind: Kind, _ summary: String, choices: [String] = [], files: [String] = [], path: Path = .never) {
      (self.files, self.path) = (files, path)
      self.name = name
      self.kind = kind
      self.summary = summary
      self.choices = choices
    }
  }

  /// Whether the first argument, or the value of an option, is the path of a file that the command reads.
  enum Path: Sendable {
    case never, always
    /// The argument is a path if it contains a dot or a slash. Otherwise it is a name.
    case whereItLooksLikeOne
    /// The argument is a path if it is a text in quotes, or a word that ends like a file of data. Otherwise it is an expression.
    case whereItEndsLikeOne
  }

  var arguments: Arguments
  var options: [Option] = []
  /// Names of options that other tools have, each with a statement that shows what stands here in its place.
  var foreignOptions: [String: String] = [:]
  /// Whether the name of any dimension is an option, as in `shape E n1=5 m=1`.
  var takesSizes = false
  /// Whether the arguments are all words up to the end of the statement, with any signs in them. Such a command has no options.
  var takesSigns = false
  var path = Path.never
  /// Whether an expression may stand before the last word, as in `export W1 w.csv`.
  var takesValue = false
  /// Whether the command's texts contain expressions in braces.
  var fillsTexts = false
  /// Words that stand alone as the first expression, also before a bracket, as in `plot hist [1, 2]`.
  var leadingWords: [String] = []
  /// The name of a command that a user may type in place of the arguments, such as `plot` in `display plot J`.
  var takesCommand: String?
  /// Whether `--test` counts the command as a check.
  var isCheck = false
}
