/// The smallest part of a statement.
struct Token: Equatable {
  enum Kind: Equatable {
    case number(Double)
    /// Quoted text after its escapes; `formatted` for "double" quotes.
    case text(String)
    case name(String)
    /// `$1`, `$2` …: an argument of the script.
    case argument(Int)
    /// An operator or bracket: `+`, `==`, `(`, `⋅` …
    case symbol(String)
    /// A superscript power: `²`, `⁻¹`, `⁻ᶻ`.
    case power(Exponent)
    /// A superscript example: `⁽³⁾` or, with a letter, `⁽ⁱ⁾`.
    case example(ExampleLabel)
    /// `ᵀ`
    case transpose
    /// `'` directly after a name or `]`
    case prime
    case newline
    case end
  }

  /// What a superscript raises to: a number, or the value of a name, `ᶻ` or `ⁿ`, perhaps with its sign.
  enum Exponent: Equatable {
    case number(Double)
    case variable(String, isNegative: Bool)
  }

  /// What stands inside the round superscripts of `x⁽³⁾`.
  enum ExampleLabel: Equatable {
    case number(Int)
    case variable(String)
  }

  let kind: Kind
  let range: SourceRange
  /// True where a blank (or a newline that counts as one) stands before it.
  let followsBlank: Bool

  func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }
  func isName(_ text: String) -> Bool { kind == .name(text) }
}
