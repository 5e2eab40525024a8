import Testing

@testable import Interp

/// What the lexer makes of a text: each token, and where it stands.
@Suite struct LexerTableTests {
  /// ⟦ and ⟧ mark every token but the end.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let marked: String
    /// The tokens as `written` gives them, with blanks between them.
    let tokens: String
    let newlines: Lexer.Newlines

    init(_ name: String, _ marked: String, _ tokens: String, newlines: Lexer.Newlines = .token) {
      (self.name, self.marked, self.tokens, self.newlines) = (name, marked, tokens, newlines)
    }

    var testDescription: String { name }
  }

  /// ⟦ and ⟧ mark the place that the fault names.
  struct FaultCase: CustomTestStringConvertible, Sendable {
    let name: String
    let marked: String
    let message: String
    let isIncomplete: Bool

    init(_ name: String, _ marked: String, _ message: String, isIncomplete: Bool = false) {
      (self.name, self.marked, self.message, self.isIncomplete) = (name, marked, message, isIncomplete)
    }

    var testDescription: String { name }
  }

  static let cases: [Case] = numbers + names + marks + texts + blanks + symbols

  private static let numbers: [Case] = [
    Case("integer", "⟦42⟧", "42"),
    Case("fraction", "⟦0.5⟧", "0.5"),
    Case("nothing before the point", "⟦.5⟧", "0.5"),
    Case("nothing behind the point", "⟦1.⟧", "1"),
    Case("exponent", "⟦1e-3⟧", "0.001"),
    Case("capital exponent with plus", "⟦2E+3⟧", "2000"),
    Case("point before the exponent", "⟦1.e2⟧", "100"),
    Case("nothing but fraction and exponent", "⟦.5e1⟧", "5"),
    Case("underscores between digits", "⟦1_000_000⟧", "1000000"),
    Case("underscores in each part", "⟦1_0.2_5e1_0⟧", "102500000000"),
    Case("zeros in front", "⟦007⟧", "7"),
    Case("too small is 0", "⟦1e-999⟧", "0"),
    Case("a sign is a token", "⟦-⟧⟦1⟧", "- 1"),
    Case("a second point begins a number", "⟦1.2⟧⟦.3⟧", "1.2 0.3"),
    Case("largest double", "⟦1.7976931348623157e308⟧", "1.7976931348623157e+308"),
    Case("a range is no fraction", "⟦1⟧⟦:⟧⟦5⟧", "1 : 5"),
    Case("unit's number takes no point", "⟦a⟧⟦[⟧⟦1⟧⟦]⟧⟦2⟧⟦.⟧⟦T⟧", "a [ 1 ] 2 . T"),
    Case("unit's number takes no exponent", "⟦]⟧⟦2⟧⟦e3⟧", "] 2 e3"),
    Case("a blank after the bracket makes a number", "⟦]⟧ ⟦2.5⟧", "] 2.5"),
    Case("argument", "⟦$1⟧ ⟦$12⟧", "$1 $12"),
  ]

  private static let names: [Case] = [
    Case("name", "⟦W1⟧", "W1"),
    Case("underscore first", "⟦_a_1⟧", "_a_1"),
    Case("Greek", "⟦α⟧ ⟦λ⟧", "α λ"),
    Case("a letter with its accent", "⟦ŷ⟧ ⟦Ŷ⟧", "ŷ Ŷ"),
    Case("accent typed as a letter more", "⟦y\u{302}⟧", "ŷ"),
    Case("letters of any script", "⟦重み1⟧", "重み1"),
    Case("the name with a subscript", "⟦nₓ⟧", "nₓ"),
    Case("layer in brackets", "⟦W⟧⟦[⟧⟦1⟧⟦]⟧", "W [ 1 ]"),
    Case("example in round brackets", "⟦a⟧⟦[⟧⟦1⟧⟦]⟧⟦(⟧⟦3⟧⟦)⟧", "a [ 1 ] ( 3 )"),
    Case("unit behind the bracket", "⟦z⟧⟦[⟧⟦1⟧⟦]⟧⟦2⟧", "z [ 1 ] 2"),
    Case("product and names", "⟦W1⟧ ⟦@⟧ ⟦X⟧", "W1 @ X"),
    Case("dots between names", "⟦np⟧⟦.⟧⟦dot⟧", "np . dot"),
    Case("words are names", "⟦not⟧ ⟦a⟧ ⟦and⟧ ⟦b⟧", "not a and b"),
  ]

  private static let marks: [Case] = [
    Case("square", "⟦x⟧⟦²⟧", "x ^2"),
    Case("several digits", "⟦x⟧⟦¹⁰⟧", "x ^10"),
    Case("negative power", "⟦x⟧⟦⁻¹⟧", "x ^-1"),
    Case("power with a letter", "⟦e⟧⟦ⁿ⟧", "e ^n"),
    Case("negative power with a letter", "⟦e⟧⟦⁻ᶻ⟧", "e ^-z"),
    Case("plus in a power", "⟦e⟧⟦⁺ᶻ⟧", "e ^z"),
    Case("example", "⟦x⟧⟦⁽³⁾⟧", "x ^(3)"),
    Case("example of several digits", "⟦x⟧⟦⁽⁴⁰⁰⁾⟧", "x ^(400)"),
    Case("example by a letter", "⟦x⟧⟦⁽ⁱ⁾⟧", "x ^(i)"),
    Case("last example", "⟦x⟧⟦⁽ᵐ⁾⟧", "x ^(m)"),
    Case("example, then power", "⟦x⟧⟦⁽³⁾⟧⟦²⟧", "x ^(3) ^2"),
    Case("transpose", "⟦w⟧⟦ᵀ⟧⟦x⟧", "w ^T x"),
    Case("derivative of a name", "⟦g1⟧⟦'⟧⟦(⟧⟦Z1⟧⟦)⟧", "g1 ' ( Z1 )"),
    Case("derivative of a layer's", "⟦g⟧⟦[⟧⟦1⟧⟦]⟧⟦'⟧", "g [ 1 ] '"),
    Case("quote after a bracket", "⟦)⟧⟦'⟧", ") '"),
  ]

  private static let texts: [Case] = [
    Case("double quotes", "⟦\"a b\"⟧", "\"a b\""),
    Case("single quotes", "⟦'a b'⟧", "\"a b\""),
    Case("empty", "⟦\"\"⟧ ⟦''⟧", "\"\" \"\""),
    Case("escapes", "⟦\"a\\n\\t\\\"\\\\\"⟧", "\"a\n\t\"\\\""),
    Case("single quotes know no escape", "⟦'\\n'⟧", "\"\\n\""),
    Case("the other quote within", "⟦\"it's\"⟧ ⟦'\"'⟧", "\"it's\" \"\"\""),
    Case("no comment within", "⟦\"a # b\"⟧", "\"a # b\""),
    Case("template", "⟦\"J is {J:.4f}\"⟧", "\"J is {J:.4f}\""),
    Case("f is a name before it", "⟦f⟧⟦\"{J}\"⟧", "f \"{J}\""),
    Case("a blank before a single quote", "⟦W1⟧ ⟦'a'⟧", "W1 \"a\""),
    Case("a single quote after a number", "⟦1⟧⟦'a'⟧", "1 \"a\""),
    Case("a printed array over lines", "⟦\"[[1. 2.]\n [3. 4.]]\"⟧", "\"[[1. 2.]\n [3. 4.]]\""),
    Case("a printed array with its word", "⟦'array([1,\n2])'⟧ ⟦a⟧", "\"array([1,\n2])\" a"),
  ]

  private static let blanks: [Case] = [
    Case("nothing", "", ""),
    Case("blanks alone", " \t ", ""),
    Case("tab and no-break space", "⟦a⟧\u{A0}\t⟦b⟧", "a b"),
    Case("newline", "⟦a⟧⟦\n⟧⟦b⟧", "a ⏎ b"),
    Case("newline of Windows", "⟦a⟧⟦\r\n⟧⟦b⟧", "a ⏎ b"),
    Case("newline as a blank", "⟦a⟧\n⟦b⟧", "a b", newlines: .blank),
    Case("newline in a matrix", "⟦1⟧⟦\n⟧⟦2⟧", "1 ⏎ 2", newlines: .row),
    Case("comment", "⟦a⟧ # b 'c⟦\n⟧⟦d⟧", "a ⏎ d"),
    Case("comment without a blank", "⟦a⟧#b", "a"),
    Case("expected output is a comment", "⟦a⟧⟦\n⟧#> 3⟦\n⟧", "a ⏎ ⏎"),
    Case("comment where a newline is a blank", "⟦(⟧ # b\n⟦a⟧", "( a", newlines: .blank),
    Case("continued line", "⟦a⟧ \\\n⟦b⟧", "a b"),
    Case("continued line within a name", "⟦a⟧\\\n⟦b⟧", "a b"),
    Case("prompt of a continued line", "⟦a⟧⟦\n⟧... ⟦b⟧", "a ⏎ b"),
    Case("prompt of IPython's continued line", "⟦a⟧⟦\n⟧   ...: ⟦b⟧", "a ⏎ b"),
    Case("byte-order mark", "\u{FEFF}⟦a⟧", "a"),
  ]

  private static let symbols: [Case] = [
    Case("of three characters", "⟦**=⟧ ⟦//=⟧", "**= //="),
    Case("of two", "⟦**⟧ ⟦//⟧ ⟦==⟧ ⟦!=⟧ ⟦<=⟧ ⟦>=⟧ ⟦+=⟧ ⟦-=⟧ ⟦*=⟧ ⟦/=⟧ ⟦%=⟧", "** // == != <= >= += -= *= /= %="),
    Case("operators of one", "⟦+⟧ ⟦-⟧ ⟦*⟧ ⟦/⟧ ⟦%⟧ ⟦@⟧ ⟦⋅⟧ ⟦·⟧ ⟦&⟧ ⟦|⟧ ⟦~⟧ ⟦<⟧ ⟦>⟧ ⟦=⟧", "+ - * / % @ ⋅ · & | ~ < > ="),
    Case("brackets and separators", "⟦(⟧⟦)⟧⟦[⟧⟦]⟧⟦{⟧⟦}⟧⟦,⟧⟦;⟧⟦:⟧⟦.⟧", "( ) [ ] { } , ; : ."),
    Case("the longest comes first", "⟦**⟧⟦*⟧⟦a⟧", "** * a"),
    Case("three equals signs", "⟦==⟧⟦=⟧", "== ="),
    Case("less than a negative number", "⟦a⟧⟦<⟧⟦-⟧⟦b⟧", "a < - b"),
    Case("option", "⟦seed⟧⟦=⟧⟦1⟧", "seed = 1"),
    Case("layer with its activation", "⟦4⟧⟦:⟧⟦tanh⟧", "4 : tanh"),
  ]

  static let faults: [FaultCase] = [
    FaultCase("number before a name", "⟦2x⟧ + 1", "'x' stands directly after the number 2"),
    FaultCase("hexadecimal", "⟦0x10⟧", "'x10' stands directly after the number 0"),
    FaultCase("imaginary", "⟦1j⟧", "'j' stands directly after the number 1"),
    FaultCase("attribute of a number", "⟦1.T⟧", "'T' stands directly after the number 1."),
    FaultCase("exponent without digits", "⟦1e⟧", "'e' stands directly after the number 1"),
    FaultCase("exponent with a sign alone", "⟦1e⟧+", "'e' stands directly after the number 1"),
    FaultCase("underscore at the end", "⟦1_⟧", "'_' stands directly after the number 1"),
    FaultCase("too large", "a = ⟦1e999⟧", "1e999 is too large for a double"),
    FaultCase("no argument's number", "⟦$⟧x", "unexpected character '$'"),
    FaultCase("argument 0", "⟦$⟧0", "unexpected character '$'"),
    FaultCase("argument out of range", "⟦$⟧99999999999999999999", "unexpected character '$'"),
    FaultCase("empty example", "x⟦⁽⁾⟧", "unexpected character '⁽⁾'"),
    FaultCase("unknown letter of an example", "x⟦⁽ᶻ⁾⟧", "unexpected character '⁽ᶻ⁾'"),
    FaultCase("digits and a letter as a power", "x⟦²ⁿ⟧", "unexpected character '²ⁿ'"),
    FaultCase("power of signs alone", "x⟦⁺⁻⟧", "unexpected character '⁺⁻'"),
    FaultCase("subscript", "W⟦₁⟧", "unexpected character '₁'"),
    FaultCase("caret", "x⟦^⟧2", "unexpected character '^'"),
    FaultCase("exclamation mark", "⟦!⟧a", "unexpected character '!'"),
    FaultCase("mathematical sign", "a ⟦≤⟧ b", "unexpected character '≤'"),
    FaultCase("curly quote", "print ⟦“⟧a”", "unexpected character '“'"),
    FaultCase("question mark", "a⟦?⟧", "unexpected character '?'"),
    FaultCase("emoji", "⟦🙂⟧", "unexpected character '🙂'"),
    FaultCase("hidden character", "a⟦\u{200B}⟧", "unexpected character U+200B"),
    FaultCase("control character", "a⟦\u{1}⟧", "unexpected character U+1"),
    FaultCase("backslash within a line", "a ⟦\\⟧ b", "unexpected character '\\'"),
    FaultCase("backslash at the end", "a ⟦\\⟧", "the text ends after '\\'", isIncomplete: true),
    FaultCase("backslash and a newline at the end", "a ⟦\\⟧\n", "the text ends after '\\'", isIncomplete: true),
    FaultCase("unknown escape", "\"a⟦\\q⟧\"", "unknown escape '\\q'"),
    FaultCase("text not closed", "print ⟦\"⟧a", "the text is not closed on its line: \" is missing"),
    FaultCase("text not closed on its line", "⟦'⟧a\n'", "the text is not closed on its line: ' is missing"),
    FaultCase("text that ends in a backslash", "⟦\"⟧a\\", "the text is not closed on its line: \" is missing"),
    FaultCase("second derivative", "g1'⟦'⟧", "the text is not closed on its line: ' is missing"),
    FaultCase("printed array not closed", "⟦\"⟧[[1 2]\n", "the text ends after '\"'", isIncomplete: true),
  ]

  @Test(arguments: cases) func tokens(_ item: Case) throws {
    let marked = MarkedText(item.marked)
    let source = SourceText(name: "", text: marked.text)
    var lexer = Lexer(source)
    var tokens: [Token] = []
    repeat { tokens.append(try lexer.next(item.newlines)) } while tokens.last?.kind != .end
    tokens.removeLast()
    #expect(tokens.map { written($0) }.joined(separator: " ") == item.tokens)
    #expect(MarkedText.marking(tokens.map(\.range), in: source) == MarkedText.marking(marked.ranges, in: source))
    for (before, token) in zip(tokens, tokens.dropFirst()) { #expect(token.followsBlank == (before.range.end < token.range.start), "\(token)") }
  }

  @Test(arguments: faults) func fault(_ item: FaultCase) {
    let marked = MarkedText(item.marked)
    let source = SourceText(name: "", text: marked.text)
    var lexer = Lexer(source)
    let fault = #expect(throws: Fault.self) { while try lexer.next(.token).kind != .end {} }
    #expect(fault?.message.hasPrefix(item.message) == true)
    #expect(fault?.isIncomplete == item.isIncomplete)
    #expect(MarkedText.marking([fault?.range].compactMap(\.self), in: source) == item.marked)
  }

  @Test func namesAreDifferent() {
    #expect(Set(Self.cases.map(\.name)).count == Self.cases.count)
    #expect(Set(Self.faults.map(\.name)).count == Self.faults.count)
    #expect(Self.cases.count + Self.faults.count >= 110)
  }

  private func written(_ token: Token) -> String {
    switch token.kind {
    case .number(let value): NumberFormat.shortest(value)
    case .text(let text): "\"\(text)\""
    case .name(let name): name
    case .argument(let index): "$\(index)"
    case .symbol(let symbol): symbol
    case .power(.number(let value)): "^" + NumberFormat.shortest(value)
    case .power(.variable(let name, let isNegative)): "^" + (isNegative ? "-" : "") + name
    case .example(.number(let index)): "^(\(index))"
    case .example(.variable(let name)): "^(\(name))"
    case .transpose: "^T"
    case .prime: "'"
    case .newline: "⏎"
    case .end: "end"
    }
  }
}
