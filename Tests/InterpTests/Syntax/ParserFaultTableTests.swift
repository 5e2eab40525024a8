import Foundation
import Testing

@testable import Interp

/// Where the parser says that a text is wrong, and what it says.
@Suite struct ParserFaultTableTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    /// ⟦ and ⟧ mark the place that the fault names.
    let marked: String
    /// How the message begins.
    let message: String
    /// The function of `Diagnostic+….swift` that makes the fault.
    let maker: String
    let kind: Fault.Kind
    /// A part of the hint.
    let hint: String?
    let isIncomplete: Bool
    let atPrompt: Bool

    init(
      _ maker: String, _ name: String, _ marked: String, _ message: String, _ kind: Fault.Kind = .syntax, hint: String? = nil, isIncomplete: Bool = false,
      atPrompt: Bool = false
    ) {
      (self.name, self.marked, self.message, self.maker, self.kind) = (name, marked, message, maker, kind)
      (self.hint, self.isIncomplete, self.atPrompt) = (hint, isIncomplete, atPrompt)
    }

    var testDescription: String { "\(maker): \(name)" }
  }

  static let cases: [Case] = characters + expressions + operands + python + statements + blocks + commands + options + comparisons + depths

  private static let characters: [Case] = [
    Case("unexpectedCharacter", "sign of another language", "x⟦^⟧2", "unexpected character '^'", hint: "write a power with **"),
    Case("unexpectedCharacter", "minus of a text processor", "a ⟦−⟧ b", "unexpected character '−'", hint: "write -"),
    Case("unexpectedCharacter", "in a block", "repeat 2 { a ⟦?⟧ }", "unexpected character '?'"),
    Case("openText", "text not closed", "print ⟦\"⟧J is", "the text is not closed on its line: \" is missing"),
    Case("openText", "transpose by a quote after a blank", "A @ ⟦'⟧", "the text is not closed on its line: ' is missing", hint: ".T"),
    Case("unknownEscape", "in a text", "print \"a⟦\\q⟧\"", "unknown escape '\\q'", hint: "\\n"),
    Case("numberOverflow", "in an expression", "a = 2 * ⟦1e400⟧", "1e400 is too large for a double", .value, hint: "inf"),
    Case("numberBeforeName", "in a product", "a = ⟦2x⟧", "'x' stands directly after the number 2", hint: "2 * x"),
    Case("openAtEnd", "round bracket", "print ⟦(⟧1 +", "'(' is never closed: ')' is missing", isIncomplete: true),
    Case("openAtEnd", "index", "X⟦[⟧1,", "'[' is never closed: ']' is missing", isIncomplete: true),
    Case("openAtEnd", "matrix", "a = ⟦[⟧1, 2; 3", "'[' is never closed: ']' is missing", isIncomplete: true),
    Case("openAtEnd", "call", "sum⟦(⟧", "'(' is never closed: ')' is missing", isIncomplete: true),
    Case("openAtEnd", "the innermost bracket", "(1 + ⟦(⟧2", "'(' is never closed: ')' is missing", isIncomplete: true),
    Case("openAtEnd", "block", "repeat 3 ⟦{⟧ a", "'{' is never closed: '}' is missing", isIncomplete: true),
    Case("openAtEnd", "block over lines", "repeat 3 ⟦{⟧\n  a\n", "'{' is never closed: '}' is missing", isIncomplete: true),
    Case("openAtEnd", "printed array", "match W1 = ⟦\"⟧[[1 2]\n", "the text ends after '\"'", isIncomplete: true),
    Case("openAtEnd", "continued line", "a + ⟦\\⟧", "the text ends after '\\'", isIncomplete: true),
  ]

  private static let comparisons: [Case] = [
    Case("missingValue", "after =", "compare ⟦k=⟧,1 { v }", "a value of k is missing", hint: "k=0.1,1"),
    Case("missingValue", "after a comma", "compare ⟦k=1,⟧ { v }", "a value of k is missing", hint: "k=0.1,1"),
    Case("missingValue", "nothing", "compare ⟦k=⟧ { v }", "a value of k is missing"),
    Case("valueNeedsBrackets", "a quotient", "compare k=⟦1/3⟧,2 { v }", "a value is a number, a word", hint: "as in k=(1/3)"),
    Case("valueNeedsBrackets", "a matrix", "compare k=⟦[1⟧, 2] { v }", "a value is a number, a word", hint: "in brackets"),
    Case("valueNeedsBrackets", "a product", "compare k=⟦2*v⟧ { v }", "a value is a number, a word", hint: "k=(2*v)"),
    Case("valueNeedsBrackets", "after brackets", "compare k=(1)⟦/⟧3 { v }", "a value is a number, a word"),
    Case("expected", "no block", "compare k=1,2⟦⟧", "expected '{', found the end", hint: "compare alpha=0.1,1 { init; train 100 }"),
    Case("expected", "no values", "compare k ⟦{⟧ v }", "expected '=', found '{'", hint: "compare alpha=0.1,1"),
    Case("expected", "a number", "compare ⟦3⟧ { v }", "expected '{', found the number 3"),
    Case("optionWithBlanks", "a blank before =", "compare ⟦k⟧ = 1 { v }", "an option has no blanks around its ="),
    Case("commandAsVariable", "a command's values", "compare ⟦data⟧=1 { v }", "'data' is a command", hint: "my_data"),
    Case("unknownOption", "a mistyped option", "compare k=1 ⟦repeat⟧=5 { v }", "compare has no option 'repeat='", .usage, hint: "did you mean 'repeats='?"),
    Case("repeatedOption", "an option of compare", "compare seed=1 ⟦seed⟧=2 { v }", "the option seed= is given twice", .usage),
    Case("outsideLoop", "break in the block of compare", "repeat 2 { compare k=1 { ⟦break⟧ } }", "'break' works only in a loop"),
    Case("pythonForm", "a colon", "compare k=1 ⟦:⟧ v", "a colon before a block is Python's form"),
    Case("openAtEnd", "the block of compare", "compare k=1 ⟦{⟧ v\n", "'{' is never closed: '}' is missing", isIncomplete: true),
  ]

  private static let expressions: [Case] = [
    Case("expected", "operand", "1 + ⟦⟧", "expected an expression, found the end"),
    Case("expected", "operand on the line", "1 +⟦\n⟧2", "expected an expression, found the end of the line"),
    Case("expected", "operand between operators", "1 + ⟦*⟧ 2", "expected an expression, found '*'"),
    Case("expected", "nothing in brackets", "(⟦)⟧", "expected an expression, found ')'"),
    Case("expected", "nothing in an index", "X[⟦]⟧", "expected an expression, found ']'"),
    Case("expected", "index before a comma", "X[⟦,⟧ 1]", "expected an expression, found ','"),
    Case("expected", "four parts of a slice", "X[1:2:3⟦:⟧4]", "expected ']', found ':'"),
    Case("expected", "wrong closing bracket", "(1⟦]⟧", "expected ')', found ']'"),
    Case("expected", "two arguments without a comma", "sum(1 ⟦2⟧)", "expected ')', found the number 2"),
    Case("expected", "a second value", "a = 3 ⟦4⟧", "expected the end of the statement, found the number 4", hint: "write the sign of a product"),
    Case("expected", "a second text", "print \"a\"\nJ ⟦\"b\"⟧", "expected the end of the statement, found the text \"b\""),
    Case("expected", "closing bracket alone", "A @ B⟦)⟧", "expected the end of the statement, found ')'"),
    Case("expected", "name after a dot", "A.⟦(⟧B)", "expected a name after '.', found '('"),
    Case("expected", "blank after a dot", "A. ⟦T⟧", "expected a name after '.', found 'T'"),
    Case("expected", "value of an assignment", "a = ⟦⟧", "expected an expression, found the end"),
    Case("expected", "value of +=", "a += ⟦;⟧", "expected an expression, found ';'"),
    Case("expected", "last value of a list", "a, b = 1,⟦⟧", "expected an expression, found the end"),
    Case("expected", "values without names", "1⟦,⟧ 2", "expected the end of the statement"),
    Case("expected", "condition of if", "if ⟦{⟧ a }", "expected an expression, found '{'"),
    Case("expected", "a word where a value must stand", "a = ⟦and⟧", "expected an expression, found 'and'"),
    Case("expected", "not behind a comparison", "1 == ⟦not⟧ 2", "expected an expression, found 'not'"),
    Case("expected", "a word of the language is no name", "⟦in⟧ = 3", "expected an expression, found 'in'"),
    Case("expected", "digits after a dot", "v⟦.1⟧", "expected the end of the statement, found the number 0.1"),
    Case("expected", "unit that is no whole number", "a[1]⟦99999999999999999999⟧", "expected a unit's number, found the number 1e+20"),
    Case("expected", "ᵀ alone", "⟦ᵀ⟧", "expected an expression, found 'ᵀ'"),
    Case("expected", "superscript alone", "1 + ⟦²⟧", "expected an expression, found a superscript"),
    Case("expected", "bracket of a later line", "(1\n⟦]⟧", "expected ')', found ']'", hint: "the '(' of line 1 is still open here"),
  ]

  private static let operands: [Case] = [
    Case("literalWithoutComma", "row", "[1 ⟦2⟧]", "a comma is missing between two entries", hint: "write [1, 2; 3, 4]"),
    Case("literalWithoutComma", "names", "[a ⟦b⟧]", "a comma is missing between two entries"),
    Case("literalWithoutComma", "index", "X[1 ⟦2⟧]", "a comma is missing between two entries"),
    Case("parenthesisProduct", "after a bracket", "(1)⟦(⟧2)", "'(' follows a value that is not a function", hint: "write *"),
    Case("parenthesisProduct", "after a number", "2⟦(⟧3)", "'(' follows a value that is not a function"),
    Case("parenthesisProduct", "after a transpose", "W1.T⟦(⟧X)", "'(' follows a value that is not a function"),
    Case("transposeByQuote", "after a round bracket", "(A @ B)⟦'⟧", "' does not transpose", hint: ".T"),
    Case("transposeByQuote", "after a call", "sum(X)⟦'⟧", "' does not transpose", hint: ".T"),
    Case("transposeByQuote", "after a transpose", "X.T⟦'⟧", "' does not transpose", hint: ".T"),
    Case("unknownAttribute", "no function's name", "A.⟦rows⟧", "unknown attribute '.rows'", .unknownName, hint: ".T"),
    Case("unknownAttribute", "method without its bracket", "A.⟦sum⟧", "unknown attribute '.sum'", .unknownName),
    Case("unknownAttribute", "blank before the bracket", "A.⟦sum⟧ (1)", "unknown attribute '.sum'", .unknownName),
  ]

  private static let python: [Case] = [
    Case("pythonForm", "condition behind a value", "a = 1 ⟦if⟧ b else 2", "a condition behind a value is Python's form", hint: "where(C, A, B)"),
    Case("functionOfOnesOwn", "function", "⟦def⟧ f(x):", "'def' is Python's form", hint: "source FILE"),
    Case("functionOfOnesOwn", "class", "⟦class⟧ A:", "'class' is Python's form"),
    Case("functionOfOnesOwn", "lambda", "⟦lambda⟧ x: x", "'lambda' is Python's form"),
    Case("functionOfOnesOwn", "lambda as a value", "f = ⟦lambda⟧ x: x**2", "'lambda' is Python's form"),
    Case("functionOfOnesOwn", "return", "⟦return⟧ a", "'return' is Python's form"),
    Case("pythonForm", "colon after while", "while a > 1⟦:⟧", "a colon before a block is Python's form", hint: "{ … }"),
    Case("pythonForm", "colon after if", "if a⟦:⟧\n  b", "a colon before a block is Python's form"),
    Case("pythonForm", "colon after else", "if a { b } else⟦:⟧", "a colon before a block is Python's form"),
    Case("pythonForm", "colon after for over columns", "for v in X⟦:⟧", "a colon before a block is Python's form"),
    Case("pythonForm", "colon after for with a range", "for i in 1:3⟦:⟧", "a colon before a block is Python's form"),
    Case("pythonForm", "colon after a call", "f(x)⟦:⟧", "a colon at the end of a line is Python's form"),
    Case("pythonForm", "range", "for i in ⟦range(1, 5)⟧ { }", "range(…) is Python's form", hint: "for i in 1:4 { … }"),
    Case("pythonForm", "range of one", "for i in ⟦range(k)⟧ { }", "range(…) is Python's form", hint: "0:(k) - 1"),
    Case("pythonForm", "range with a step", "for i in ⟦range(9, 0, -2)⟧ { }", "range(…) is Python's form", hint: "9:1:-2"),
    Case("pythonForm", "comprehension in a matrix", "[i ⟦for⟧ i in v]", "a comprehension is Python's form"),
    Case("pythonForm", "comprehension in a call", "sum(i ⟦for⟧ i in v)", "a comprehension is Python's form"),
    Case("pythonForm", "f before a text", "print ⟦f⟧\"{J}\"", "f before a text is Python's form"),
    Case("pythonForm", "dictionary", "a = ⟦{⟧\"W1\": 1}", "a dictionary is Python's form"),
    Case("pythonForm", "dictionary of names", "a = ⟦{⟧W1: 1}", "a dictionary is Python's form"),
    Case("pythonForm", "elif on the line of the brace", "if a { b } ⟦elif⟧ c { d }", "'elif' is Python's form", hint: "} else if"),
    Case(
      "seedMissing", "no argument", "⟦random.seed()⟧", "random.seed needs a number, because a seed that the system draws cannot be repeated", .usage,
      hint: "random.seed(1)"),
    Case("seedMissing", "None", "⟦np.random.seed(None)⟧", "random.seed needs a number, because a seed that the system draws cannot be repeated", .usage),
    Case("seedArguments", "two", "random.seed(1, ⟦2⟧)", "random.seed takes one number, not 2 arguments", .usage),
    Case("seedKeyword", "unknown", "random.seed(⟦a⟧=1)", "random.seed has no parameter 'a'", .usage),
    Case("shuffleOfNoName", "computed", "random.shuffle(⟦v + 1⟧)", "random.shuffle changes an array in place", .usage, hint: "permutation(v)"),
  ]

  private static let statements: [Case] = [
    Case("unpackingCount", "too many values", "a, b = ⟦1, 2, 3⟧", "3 values cannot be assigned to 2 names", hint: "a, b = A, B"),
    Case("unpackingCount", "too few values", "a, b, c = ⟦1, 2⟧", "2 values cannot be assigned to 3 names"),
    Case("unpackingCount", "tuple", "(a, b) = ⟦(1, 2, 3)⟧", "3 values cannot be assigned to 2 names"),
    Case("notAssignable", "number", "⟦3⟧ = 4", "nothing can be assigned here", hint: "write a comparison with =="),
    Case("notAssignable", "sum", "⟦a + b⟧ = 4", "nothing can be assigned here"),
    Case("notAssignable", "transpose", "⟦W1.T⟧ = X", "nothing can be assigned here"),
    Case("notAssignable", "call of a function", "⟦exp(1)⟧ = 2", "nothing can be assigned here"),
    Case("notAssignable", "second of several", "a, ⟦2⟧ = 1, 2", "nothing can be assigned here"),
    Case("notAssignable", "chain of lists", "a, b = 1, 2 ⟦=⟧ 3", "nothing can be assigned here"),
    Case("notAssignable", "behind +=", "a += 1 ⟦=⟧ 2", "nothing can be assigned here"),
    Case("strayBrace", "behind a statement", "a ⟦}⟧", "this '}' has no '{' before it"),
    Case("strayBrace", "behind a command", "forward ⟦}⟧", "this '}' has no '{' before it"),
    Case("strayBrace", "alone", "⟦}⟧", "this '}' has no '{' before it"),
    Case("strayBrace", "after a block", "repeat 2 { a } ⟦}⟧", "this '}' has no '{' before it"),
    Case("commandAsVariable", "command", "⟦show⟧ = 3", "'show' is a command and cannot be the name of a variable", hint: "my_show"),
    Case("commandAsVariable", "keyword", "⟦if⟧ = 3", "'if' is a command and cannot be the name of a variable"),
    Case("commandAsVariable", "loop's variable", "for ⟦print⟧ in 1:2 { }", "'print' is a command and cannot be the name of a variable"),
    Case("commandAsVariable", "not built yet", "⟦plot⟧ = 3", "'plot' is a command and cannot be the name of a variable"),
    Case("unknownCommand", "a value behind a name", "⟦forwad⟧ 3", "unknown command 'forwad'", .unknownName, hint: "did you mean 'forward'?"),
    Case("unknownCommand", "nothing near it", "⟦qqq⟧ W1", "unknown command 'qqq'", .unknownName, hint: "type help for the commands"),
    Case("ambiguousCommand", "two commands", "⟦tra⟧ 1", "'tra' may be train, trace", .unknownName, hint: "type one more letter", atPrompt: true),
  ]

  private static let blocks: [Case] = [
    Case("expected", "block of repeat", "repeat 3⟦⟧", "expected '{', found the end", hint: "{ … }"),
    Case("expected", "block on the next line", "while a⟦\n⟧{ b }", "expected '{', found the end of the line"),
    Case("expected", "block of if", "if a ⟦b⟧", "expected '{', found 'b'"),
    Case("expected", "loop's variable", "for ⟦3⟧ in 1:2 { }", "expected a variable's name, found the number 3", hint: "for i in 1:m"),
    Case("expected", "in", "for i ⟦=⟧ 1:2 { }", "expected 'in', found '='"),
    Case("expected", "statement to be timed", "time⟦⟧", "expected a statement to be timed, found the end"),
    Case("expected", "a block is no statement", "⟦{⟧ a }", "expected an expression, found '{'"),
    Case("elseWithoutIf", "else", "⟦else⟧ { a }", "'else' has no if before it", hint: "} else … {"),
    Case("elseWithoutIf", "elif", "⟦elif⟧ a { b }", "'elif' has no if before it", hint: "} else if"),
    Case("elseWithoutIf", "at the prompt on the next line", "if a { b }\n⟦else⟧ { c }", "'else' has no if before it", atPrompt: true),
    Case("elseWithoutIf", "after another else", "if a { b } else { c }\n⟦else⟧ { d }", "'else' has no if before it"),
    Case("outsideLoop", "break", "⟦break⟧", "'break' works only in a loop"),
    Case("outsideLoop", "continue in an if", "if a { ⟦continue⟧ }", "'continue' works only in a loop"),
    Case("breakWithoutCondition", "nothing behind when", "⟦break when⟧", "break when needs a condition", .usage),
  ]

  private static let commands: [Case] = [
    Case("tooManyArguments", "no argument wanted", "backward ⟦3⟧", "backward: the number 3 is not expected here", .usage, hint: "usage: backward"),
    Case("tooManyArguments", "brackets", "forward⟦(⟧)", "forward: '(' is not expected here", .usage, hint: "no brackets"),
    Case("tooManyArguments", "a second value", "step 1 ⟦2⟧", "step: the number 2 is not expected here", .usage),
    Case("tooManyArguments", "a third word", "set a b ⟦c⟧", "set: 'c' is not expected here", .usage),
    Case("tooManyArguments", "a third place", "diff 1 2 ⟦3⟧", "diff: the number 3 is not expected here", .usage),
    Case("missingComma", "two numbers", "print 1 ⟦2⟧", "print: a comma is missing before the number 2", .usage),
    Case("missingComma", "name after an expression", "show W1 + 1 ⟦b1⟧", "show: a comma is missing before 'b1'", .usage),
    Case("tooFewArguments", "show", "⟦show⟧", "show needs more arguments", .usage, hint: "usage: show"),
    Case("tooFewArguments", "path", "⟦load⟧", "load needs more arguments", .usage),
    Case("tooFewArguments", "binding", "⟦match⟧", "match needs more arguments", .usage),
    Case("tooFewArguments", "place", "⟦goto⟧", "goto needs more arguments", .usage),
    Case("expected", "argument after a comma", "print 1,⟦⟧", "expected an expression, found the end"),
    Case("expected", "layer's size", "init 2 ⟦:⟧tanh", "expected a layer's size, found ':'", hint: "init 2 4:tanh 1:sigmoid"),
    Case("expected", "activation", "init 2 4: ⟦1⟧", "expected an activation's name after ':', found the number 1"),
    Case("expected", "step of a branch", "goto main:⟦⟧", "expected a step after 'main:', found the end", hint: "main:57"),
    Case("expected", "condition of a journey", "goto when⟦⟧", "expected a condition after 'when', found the end"),
    Case("wordNeedsQuotes", "comment's sign", "source a⟦#⟧b.nns", "a word without quotes cannot contain '#'", hint: "in quotes"),
    Case("wordNeedsQuotes", "equals sign", "load ./a⟦=⟧b", "a word without quotes cannot contain '='"),
    Case("wordNeedsQuotes", "quote", "load a⟦\"⟧b", "a word without quotes cannot contain '\"'"),
    Case("givenByOneEquals", "match", "match dW1 ⟦==⟧ a", "one '=' must stand between a quantity and its value", hint: "dW1 = E"),
    Case("givenByOneEquals", "check", "check dW1 ⟦==⟧ a", "one '=' must stand between a quantity and its value"),
  ]

  private static let options: [Case] = [
    Case("unknownOption", "near a known one", "init ⟦sed⟧=1", "init has no option 'sed='", .usage, hint: "did you mean 'seed'?"),
    Case("unknownOption", "name of another tool", "train 9 ⟦lr⟧=1", "train has no option 'lr='", .usage, hint: "train 100 alpha=0.1"),
    Case("unknownOption", "far from all", "train 9 ⟦qqqqqq⟧=1", "train has no option 'qqqqqq='", .usage, hint: "options of train are alpha="),
    Case("unknownOption", "command without options", "backward ⟦a⟧=1", "backward has no option 'a='", .usage, hint: "backward has no options"),
    Case("unknownOption", "size of another command", "train 9 ⟦n1⟧=1", "train has no option 'n1='", .usage),
    Case("repeatedOption", "given twice", "init seed=1 ⟦seed⟧=2", "the option seed= is given twice", .usage),
    Case("optionWithBlanks", "round the sign", "train 9 ⟦alpha⟧ = 1", "an option has no blanks around its =", hint: "alpha=VALUE"),
    Case("optionWithBlanks", "before the sign", "train 9 ⟦alpha⟧ =1", "an option has no blanks around its ="),
    Case("optionWithBlanks", "behind the sign", "train 9 ⟦alpha⟧= 1", "an option has no blanks around its ="),
    Case("optionWithBlanks", "after layers", "init 2 1 ⟦seed⟧ = 1", "an option has no blanks around its ="),
    Case("optionWithBlanks", "in place of the argument", "train ⟦alpha⟧ = 0.1", "an option has no blanks around its ="),
    Case("optionWithoutValue", "at the end", "train 9 ⟦alpha=⟧", "alpha= has no value", hint: "alpha=VALUE"),
    Case("optionWithoutValue", "before a semicolon", "init ⟦weights=⟧;", "weights= has no value"),
    Case("optionWithoutValue", "before a comment", "init ⟦weights=⟧# he", "weights= has no value"),
    Case("wordNeedsQuotes", "value", "trace J to=a⟦=⟧b", "a word without quotes cannot contain '='"),
    Case("expected", "value of an expression", "train 9 alpha=⟦*⟧2", "expected an expression, found '*'"),
    Case(
      "tooManyArguments", "argument after the options", "train alpha=1 ⟦9⟧", "train: the number 9 comes after an option", .usage,
      hint: "options with = come last"),
  ]

  private static let depths: [Case] = [
    Case("tooDeep", "round brackets", String(repeating: "(", count: 100) + "⟦1⟧", "the expression is nested deeper than 100 levels", .limit),
    Case("tooDeep", "matrices", String(repeating: "[", count: 50) + "⟦[⟧", "the expression is nested deeper than 100 levels", .limit),
    Case("tooDeep", "powers", String(repeating: "2**", count: 100) + "⟦2⟧", "the expression is nested deeper than 100 levels", .limit),
    Case("tooDeep", "timed statements", String(repeating: "time ", count: 101) + "⟦a⟧", "the expression is nested deeper than 100 levels", .limit),
    Case("tooDeep", "a long way to a leaf", "⟦" + String(repeating: "-", count: 400) + "1⟧", "the expression is nested deeper than 400 levels", .limit),
    Case("blocksTooDeep", "loops", String(repeating: "repeat 1 {", count: 60) + "repeat 1 ⟦{⟧", "blocks are nested deeper than 60 levels", .limit),
  ]

  @Test(arguments: cases) func points(_ item: Case) {
    let source = SourceText(name: "", text: MarkedText(item.marked).text)
    var parser = Parser(source, context: tableContext(atPrompt: item.atPrompt, elseOnNextLine: !item.atPrompt))
    let fault = #expect(throws: Fault.self) { while try parser.nextLine() != nil {} }
    guard let fault else { return }
    #expect(fault.message.hasPrefix(item.message))
    #expect(MarkedText.marking([fault.range].compactMap(\.self), in: source) == item.marked)
    #expect(fault.kind == item.kind && fault.isIncomplete == item.isIncomplete)
    if let hint = item.hint { #expect(fault.hint?.contains(hint) == true, "\(fault.hint ?? "no hint")") }
  }

  /// Bytes that are no text are named before anything is parsed.
  @Test(
    arguments: [(bytes: [97, 0xFF], place: 1, says: "byte 0xFF, which is not UTF-8"), (bytes: [0xC3, 0xBC, 0], place: 1, says: "a NUL byte")]
      as [(bytes: [UInt8], place: Int, says: String)])
  func noText(_ item: (bytes: [UInt8], place: Int, says: String)) {
    let fault = ScriptText(bytes: item.bytes).fault
    #expect(fault?.message.contains(item.says) == true && fault?.range?.start == item.place)
  }

  /// Every function that makes a fault of syntax is reached by a case. `notText` has a test of its own; `interrupted` is Ctrl-C.
  @Test func everyMakerIsReached() throws {
    let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let reached = Set(Self.cases.map(\.maker)).union(["notText", "interrupted"])
    var makers: Set<String> = []
    for file in ["Diagnostic+Syntax.swift", "Diagnostic+Words.swift"] {
      let text = try String(contentsOf: root.appendingPathComponent("Sources/Interp/Syntax/\(file)"), encoding: .utf8)
      makers.formUnion(text.matches(of: /static func (\w+)\([^{]*\) -> Fault \{/).map { String($0.1) })
    }
    #expect(makers == reached)
  }

  @Test func namesAreDifferent() {
    #expect(Set(Self.cases.map(\.testDescription)).count == Self.cases.count)
    #expect(Self.cases.count + ParserTableTests.cases.count >= 300)
  }
}
