/// What the parser asks of words whose meaning it does not know itself: commands, functions and the names of the notes.
protocol ParserVocabulary: Sendable {
  /// Names of the commands that a word may be short for.
  var commandNames: [String] { get }
  /// What may follow a word that begins a statement; nil where it is no command.
  func syntax(_ command: String) -> CommandSyntax?
  /// How a command is used, as `help` shows it; nil where it is none.
  func usage(_ command: String) -> String?
  func isFunction(_ name: String) -> Bool
  /// Whether a function draws random numbers.
  func draws(_ function: String) -> Bool
  /// The array that `random.shuffle` is given. Throws where the call does not fit.
  func shuffled(_ arguments: [CallArgument]) throws(Fault) -> Expression
  /// `sigmoid`, and `g`, `g2` of a layer.
  func isActivation(_ name: String) -> Bool
  /// `w`, `dz` …: what a network of one unit needs no layer for.
  func isOfOneUnit(_ name: String) -> Bool
  /// Whether a round bracket behind the name may mean an example: `x(3)`.
  func mayHaveExamples(_ name: String) -> Bool
  /// A dimension that `shape E NAME=` can suppose: `m`, `n1`, `n_x`.
  func isDimension(_ name: String) -> Bool
}

/// What the parser asks of the session: which words are commands and which are names.
struct ParserContext {
  var words: any ParserVocabulary
  var isKnownName: (String) -> Bool
  /// Commands may be shortened: at the prompt only.
  var allowsAbbreviation: Bool
  /// `else` may start the line after `}`: not on standard input and at the prompt, where the `if` runs at once.
  var elseOnNextLine: Bool
}
