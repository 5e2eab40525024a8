/// What may stand after a command's name, as far as the parser must know it.
struct CommandSyntax: Sendable {
  enum Arguments: Sendable {
    case none
    /// Expressions separated by commas; blanks separate too where every item is a plain name.
    case expressions(atLeast: Int, atMost: Int)
    /// Words, paths or quoted texts separated by blanks.
    case words(atLeast: Int, atMost: Int)
    /// Quantities, each with what it is said to be: `dW1 = E`, `dW1 FILE`, or alone; separated by commas.
    case bindings(atLeast: Int, atMost: Int)
    /// Places in time separated by blanks: `57`, `smaller`, `smaller:57`; where it is allowed, `when C`.
    case places(atLeast: Int, atMost: Int, takesWhen: Bool)
    /// `2 4:tanh 1:sigmoid`
    case layers
    /// Anything: the command is of a later version and never runs.
    case unread
    /// The word has a statement form of its own: `repeat`, `for`, `time` …
    case keyword

    /// How many arguments there may be before the options; nil where there is no bound.
    var maximum: Int? {
      switch self {
      case .none: 0
      case .expressions(_, let most), .words(_, let most), .bindings(_, let most), .places(_, let most, _): most
      case .layers, .unread, .keyword: nil
      }
    }
  }

  struct Option: Sendable {
    enum Kind: Sendable {
      case expression
      case word
    }

    let name: String
    let kind: Kind
    let summary: String
    /// Words that complete after `NAME=`.
    let choices: [String]
    /// Suffixes of the files that complete after `NAME=`.
    var files: [String] = []

    init(_ name: String, _ kind: Kind, _ summary: String, choices: [String] = [], files: [String] = []) {
      self.files = files
      self.name = name
      self.kind = kind
      self.summary = summary
      self.choices = choices
    }
  }

  /// Whether the first argument is the path of a file that is read.
  enum Path: Sendable {
    case never, always
    /// With a dot or a slash in it; else it is a name.
    case whereItLooksLikeOne
  }

  var arguments: Arguments
  var options: [Option] = []
  /// `shape E n1=5 m=1`: any dimension's name is an option.
  var takesSizes = false
  var path = Path.never
  /// What stands in braces in its texts is an expression.
  var fillsTexts = false
  /// `--test` counts it as a check.
  var isCheck = false
}
