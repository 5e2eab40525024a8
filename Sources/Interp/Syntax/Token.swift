/// The smallest part of a statement, with its range.
struct Token: Equatable {
  /// The kind of a token, with its value.
  enum Kind: Equatable {
    case number(Double)
    /// Quoted text with its escapes resolved.
    case text(String)
    case name(String)
    /// An argument of the script: `$1`, `$2` …
    case argument(Int)
    /// An operator or a bracket: `+`, `==`, `(`, `⋅` …
    case symbol(String)
    /// A superscript power: `²`, `⁻¹`, `⁻ᶻ`.
    case power(Exponent)
    /// A superscript example: `⁽³⁾` or, with a letter, `⁽ⁱ⁾`.
    case example(ExampleLabel)
    /// The transpose sign `ᵀ`.
    case transpose
    /// The mark `'` of a derivative, directly after a name, `]` or `)`.
    case prime
    case newline
    case end
  }

  /// A superscript exponent: a number, or the name `z` or `n` with or without a minus sign.
  enum Exponent: Equatable {
    case number(Double)
    case variable(String, isNegative: Bool)
  }

  /// The text inside the round superscripts of `x⁽³⁾`.
  enum ExampleLabel: Equatable {
    case number(Int)
    case variable(String)
  }

  let kind: Kind
  let range: SourceRange
  /// Whether a blank, or a newline that counts as one, comes before the token.
  let followsBlank: Bool

  func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }
  func isName(_ text: String) -> Bool { kind == .name(text) }
}
