/// The words that the parser must look up: commands, functions and the names of the notes.
protocol ParserVocabulary: Sendable {
  /// The names of all commands, which abbreviations are matched with.
  var commandNames: [String] { get }
  /// The arguments and options that the command takes, or nil where the word is no command.
  func syntax(_ command: String) -> CommandSyntax?
  /// The usage line that `help` shows for the command, or nil where the word is no command.
  func usage(_ command: String) -> String?
  /// Whether the name is a function of the language.
  func isFunction(_ name: String) -> Bool
  /// Whether a function draws random numbers.
  func draws(_ function: String) -> Bool
  /// The argument of a call of `random.shuffle`.
  ///
  /// - Throws: A `usage` fault where the call does not fit.
  func shuffled(_ arguments: [CallArgument]) throws(Fault) -> Expression
  /// Whether the name is an activation: `sigmoid`, or `g` and `g2` for the activation of a layer.
  func isActivation(_ name: String) -> Bool
  /// Whether the name is one that a network with one unit uses without a layer: `w`, `dz` …
  func isOfOneUnit(_ name: String) -> Bool
  /// Whether round brackets after the name may contain the number of an example, as in `x(3)`.
  func mayHaveExamples(_ name: String) -> Bool
  /// Whether the name is a dimension that `shape E NAME=` can set: `m`, `n1`, `n_x`.
  func isDimension(_ name: String) -> Bool
}

/// The facts about the session that the parser needs: which words are commands and which are names.
struct ParserContext {
  var words: any ParserVocabulary
  /// Whether a word has a value or a meaning in the session.
  var isKnownName: (String) -> Bool
  /// Whether commands may be shortened. Only the prompt allows this.
  var allowsAbbreviation: Bool
  /// Whether `else` may begin the line after `}`. Standard input and the prompt do not allow this, because the `if` runs at once there.
  var elseOnNextLine: Bool
}
