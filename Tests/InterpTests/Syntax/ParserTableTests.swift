import Testing

@testable import Interp

/// What the parser makes of a text.
@Suite struct ParserTableTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    /// The tree as `written` gives it; ⏎ stands between lines, `; ` between the statements of a line.
    let tree: String
    let atPrompt: Bool

    init(_ name: String, _ text: String, _ tree: String, atPrompt: Bool = false) {
      (self.name, self.text, self.tree, self.atPrompt) = (name, text, tree, atPrompt)
    }

    var testDescription: String { name }
  }

  static let cases: [Case] = values + suffixes + operators + products + matrices + calls + lines + blocks + commands + options + pasted

  private static let values: [Case] = [
    Case("number", "1e-3", "0.001"),
    Case("name", "W1", "W1"),
    Case("text", "'a b'", "\"a b\""),
    Case("template", "\"J is {J:.3f}\"", "\"J is {J:.3f}\""),
    Case("argument", "$2", "$2"),
    Case("notes' letters", "ŷ - y", "(ŷ - y)"),
    Case("Greek", "α * dW1", "(α * dW1)"),
    Case("layer", "W[1]", "W[1]"),
    Case("layer below", "A[l-1]", "A[(l - 1)]"),
    Case("brackets leave no trace", "((W1))", "W1"),
    Case("NumPy's prefix", "np.exp(1)", "exp(1)"),
    Case("NumPy's random prefix", "np.random.randn(2)", "randn(2)"),
    Case("linalg prefix", "np.linalg.norm(v)", "norm(v)"),
    Case("random prefix of no random function", "random.exp(1)", "random.exp(1)"),
    Case("constant with a prefix", "np.pi", "pi"),
  ]

  private static let suffixes: [Case] = [
    Case("transpose", "A1.T", "A1.T"),
    Case("transpose by its letter", "wᵀ", "w.T"),
    Case("two transposes", "A.T.T", "A.T.T"),
    Case("shape", "W1.shape", "W1.shape"),
    Case("one entry of a shape", "W1.shape[0]", "W1.shape[0]"),
    Case("size", "W1.size", "W1.size()"),
    Case("transpose of a product", "(A @ B).T", "(A @ B).T"),
    Case("transpose binds before a product", "A @ B.T", "(A @ B.T)"),
    Case("method", "A.sum(axis=1)", "A.sum(axis=1)"),
    Case("method of a method", "A.sum().round(2)", "A.sum().round(2)"),
    Case("derivative", "g1'(Z1)", "g1'(Z1)"),
    Case("derivative of a layer's", "g[1]'(Z[1])", "g[1]'(Z[1])"),
    Case("derivative by name", "tanh'(Z1)", "tanh'(Z1)"),
    Case("index, one item", "A1[2]", "A1[2]"),
    Case("index, two items", "W1[2, 1]", "W1[2, 1]"),
    Case("whole slice", "A1[:, 3]", "A1[:, 3]"),
    Case("slice", "X[:, 1:5]", "X[:, 1:5]"),
    Case("slice with a step", "X[:, 1:9:2]", "X[:, 1:9:2]"),
    Case("slice from the start", "v[:3]", "v[:3]"),
    Case("slice to the end", "v[2:]", "v[2:]"),
    Case("slice of steps alone", "v[::2]", "v[::2]"),
    Case("slice of expressions", "X[:, k+1:k+n]", "X[:, (k + 1):(k + n)]"),
    Case("negative index", "v[-1]", "v[(-1)]"),
    Case("index by a condition", "W1[W1 > 0]", "W1[(W1 > 0)]"),
    Case("index of an index", "X[1, :][2]", "X[1, :][2]"),
    Case("index of a bracket", "(A + B)[1, 2]", "(A + B)[1, 2]"),
    Case("unit", "a[1]2", "a[1]unit2"),
    Case("unit's transpose", "w[1]2ᵀ", "w[1]unit2.T"),
    Case("example in brackets", "x(3)", "x(3)"),
    Case("example of a layer", "a[1](3)", "a[1](3)"),
    Case("example by superscript", "x⁽³⁾", "x⁽3⁾"),
    Case("example by a letter", "ŷ⁽ⁱ⁾", "ŷ⁽i⁾"),
    Case("example of a unit", "a[1]2⁽³⁾", "a[1]unit2⁽3⁾"),
    Case("square", "x²", "(x ** 2)"),
    Case("power after a bracket", "(a + b)²", "((a + b) ** 2)"),
    Case("power of an index", "v[1]²", "(v[1] ** 2)"),
    Case("inverse", "A⁻¹", "(A ** -1)"),
    Case("power by a letter", "e⁻ᶻ", "(e ** (-z))"),
    Case("transpose of a square", "x²ᵀ", "(x ** 2).T"),
  ]

  private static let operators: [Case] = [
    Case("power before sign", "-2**2", "(-(2 ** 2))"),
    Case("sign within a power", "2**-1", "(2 ** (-1))"),
    Case("powers go to the right", "2**3**2", "(2 ** (3 ** 2))"),
    Case("sign between powers", "-a**-b**c", "(-(a ** (-(b ** c))))"),
    Case("superscript before sign", "-x²", "(-(x ** 2))"),
    Case("superscript in an exponent", "2**x²", "(2 ** (x ** 2))"),
    Case("superscript, then a power", "x²**3", "((x ** 2) ** 3)"),
    Case("power of a call", "exp(1)**2", "(exp(1) ** 2)"),
    Case("power of a transpose", "A.T**2", "(A.T ** 2)"),
    Case("sum from the left", "a - b + c", "((a - b) + c)"),
    Case("product from the left", "a / b * c", "((a / b) * c)"),
    Case("product before sum", "a + b * c", "(a + (b * c))"),
    Case("brackets first", "(a + b) * c", "((a + b) * c)"),
    Case("@ as strong as *", "a @ b.T * c", "((a @ b.T) * c)"),
    Case("* as strong as @", "a * b @ c", "((a * b) @ c)"),
    Case("dot as strong as *", "a ⋅ b * c · d", "(((a ⋅ b) * c) ⋅ d)"),
    Case("division and remainder", "a // b % c / d", "(((a // b) % c) / d)"),
    Case("sign before product", "-a * b", "((-a) * b)"),
    Case("sign behind an operator", "a * -b", "(a * (-b))"),
    Case("two signs", "a - -b", "(a - (-b))"),
    Case("signs in a row", "-+~a", "(-(+(~a)))"),
    Case("& before |", "a | b & c", "(a | (b & c))"),
    Case("| from the left", "a | b | c", "((a | b) | c)"),
    Case("sum before &", "a & b + c", "(a & (b + c))"),
    Case("& before a comparison", "a & b == c", "((a & b) == c)"),
    Case("~ before &", "~a & b", "((~a) & b)"),
    Case("each comparison", "a != b", "(a != b)"),
    Case("less or equal", "a <= b", "(a <= b)"),
    Case("greater or equal", "a >= b", "(a >= b)"),
    Case("comparisons chain", "1 < a <= 3", "(1 < a <= 3)"),
    Case("three comparisons chain", "a == b != c > d", "(a == b != c > d)"),
    Case("a comparison in brackets is no chain", "(a < b) < c", "((a < b) < c)"),
    Case("sum before a comparison", "a + 1 > b - 1", "((a + 1) > (b - 1))"),
    Case("not before and", "not a and b", "((not a) and b)"),
    Case("comparison before not", "not a == b", "(not (a == b))"),
    Case("not twice", "not not a", "(not (not a))"),
    Case("and before or", "a or b and c", "(a or (b and c))"),
    Case("and from the left", "a and b and c", "((a and b) and c)"),
    Case("or from the left", "a or b or c", "((a or b) or c)"),
    Case("not behind and", "a and not b", "(a and (not b))"),
    Case("brackets round or", "(a or b) and c", "((a or b) and c)"),
    Case("equation of the notes", "1/m * dZ2 @ A1.T", "(((1 / m) * dZ2) @ A1.T)"),
  ]

  private static let products: [Case] = [
    Case("layer and name", "W[1]X + b[1]", "((W[1] joined X) + b[1])"),
    Case("transpose and name", "wᵀx + b", "((w.T joined x) + b)"),
    Case("unit's weights", "w[1]2ᵀx", "(w[1]unit2.T joined x)"),
    Case("layer and bracket", "W[2](W[1]x + b[1]) + b[2]", "((W[2] joined ((W[1] joined x) + b[1])) + b[2])"),
    Case("layers in brackets", "(W[2]W[1])x", "((W[2] joined W[1]) joined x)"),
    Case("tighter than @", "A @ W[1]X", "(A @ (W[1] joined X))"),
    Case("tighter than *, from the left", "2 * W[1]X * 3", "((2 * (W[1] joined X)) * 3)"),
    Case("tighter than a sign", "-W[1]X", "(-(W[1] joined X))"),
    Case("looser than a power", "W[1]X**2", "(W[1] joined (X ** 2))"),
    Case("looser than a superscript", "W[1]X²", "(W[1] joined (X ** 2))"),
    Case("looser than .T", "W[1]X.T", "(W[1] joined X.T)"),
    Case("of the layer's gradient", "dW[1](x)", "(dW[1] joined x)"),
    Case("an activation's bracket is a call", "g[1](Z[1])", "g[1](Z[1])"),
    Case("a bracket of two activations", "g[2](W[2]g[1](Z[1]))", "g[2]((W[2] joined g[1](Z[1])))"),
    Case("words are no factor", "(a)and(b)", "(a and b)"),
    Case("a number times a bracket needs its sign", "2 * (a + b)", "(2 * (a + b))"),
  ]

  private static let matrices: [Case] = [
    Case("row", "[1, 2, 3]", "[1, 2, 3]"),
    Case("rows", "[1, 2; 3, 4]", "[1, 2; 3, 4]"),
    Case("nested", "[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
    Case("column", "[1; 2]", "[1; 2]"),
    Case("empty", "[]", "[]"),
    Case("comma at the end", "[1, 2,]", "[1, 2]"),
    Case("semicolon at the end", "[1; 2;]", "[1; 2]"),
    Case("a sign makes no entry", "[1 -2]", "[(1 - 2)]"),
    Case("newline ends a row", "[1, 2\n3, 4]", "[1, 2; 3, 4]"),
    Case("newline after a comma", "[1,\n2]", "[1, 2]"),
    Case("newline after a semicolon", "[1;\n2]", "[1; 2]"),
    Case("newline after an operator", "[1 +\n2, 3]", "[(1 + 2), 3]"),
    Case("newline after the bracket", "[\n1, 2\n]", "[1, 2]"),
    Case("comment between rows", "[1, 2 # a\n# b\n3, 4]", "[1, 2; 3, 4]"),
    Case("sign on a new line", "[1\n-2]", "[1; (-2)]"),
    Case("newline in a bracket within", "[(1\n+ 2), 3]", "[(1 + 2), 3]"),
    Case("index within", "[v[1], v[2]]", "[v[1], v[2]]"),
    Case("index of a matrix", "[1, 2][1]", "[1, 2][1]"),
    Case("tuple", "(1, 2)", "[1, 2]"),
    Case("tuple of one", "(1,)", "[1]"),
    Case("transpose of a matrix", "[1, 2].T", "[1, 2].T"),
  ]

  private static let calls: [Case] = [
    Case("no argument", "f()", "f()"),
    Case("arguments", "maximum(a, b)", "maximum(a, b)"),
    Case("keyword", "sum(A, axis=1, keepdims=True)", "sum(A, axis=1, keepdims=True)"),
    Case("keyword with blanks", "sum(A, axis = 1)", "sum(A, axis=1)"),
    Case("comparison is no keyword", "sum(A == 1)", "sum((A == 1))"),
    Case("comma at the end", "zeros((4, 1),)", "zeros([4, 1])"),
    Case("blank before the bracket", "sum (A)", "sum(A)"),
    Case("over lines", "sum(A,\n axis=1 # along\n)", "sum(A, axis=1)"),
    Case("call in a call", "exp(sum(a, b))", "exp(sum(a, b))"),
    Case("index of a call", "sum(A)[1]", "sum(A)[1]"),
    Case("brackets over lines", "(1\n+ 2\n)", "(1 + 2)"),
    Case("index over lines", "X[1,\n 2]", "X[1, 2]"),
    Case("random numbers' shape", "np.random.randn((n_h, n_x))", "randn([n_h, n_x])"),
  ]

  private static let lines: [Case] = [
    Case("statements of a line", "a; b", "a; b"),
    Case("empty statements", ";;a;;", "a"),
    Case("lines", "a\n\n# c\nb\n", "a ⏎ b"),
    Case("Windows' lines", "a\r\nb\r\n", "a ⏎ b"),
    Case("continued line", "a + \\\nb", "(a + b)"),
    Case("expected output", "a\n#> 3\nb", "a ⏎ b"),
    Case("assignment", "a = 1", "a = 1"),
    Case("claim", "dZ2 = A2 - Y", "dZ2 = (A2 - Y)"),
    Case("chain", "A[2] = g[2](Z[2]) = ŷ", "A[2] = g[2](Z[2]) = ŷ"),
    Case("part on the left", "W1[2, 1] = 0", "W1[2, 1] = 0"),
    Case("unit on the left", "z[1]2 = w[1]2ᵀx + b[1]2", "z[1]unit2 = ((w[1]unit2.T joined x) + b[1]unit2)"),
    Case("example on the left", "a[1](3) = v", "a[1](3) = v"),
    Case("a derivative's call on the left", "g1'(Z1) = v", "g1'(Z1) = v"),
    Case("a comparison is no assignment", "a == b", "(a == b)"),
    Case("+=", "a += 1", "a += 1"),
    Case("-=", "W1 -= alpha * dW1", "W1 -= (alpha * dW1)"),
    Case("*=", "a *= 2", "a *= 2"),
    Case("/=", "a /= 2", "a /= 2"),
    Case("//=", "a //= 2", "a //= 2"),
    Case("%=", "a %= 2", "a %= 2"),
    Case("**=", "a **= 2", "a **= 2"),
    Case("several assignments", "W1, b1 = A, B", "W1, b1 from A, B"),
    Case("swap", "a, b = b, a", "a, b from b, a"),
    Case("tuples", "(a, b) = (1, 2)", "a, b from 1, 2"),
    Case("one value taken apart", "a, b = W1.shape", "a, b from W1.shape"),
    Case("the one entry", "a, = v", "a from v"),
    Case("comparison of a tuple", "(1, 2) == v", "([1, 2] == v)"),
    Case("shuffle", "np.random.shuffle(v)", "shuffle v"),
    Case("shuffle a part", "shuffle(X[:, 1:3])", "shuffle X[:, 1:3]"),
    Case("seed of Python's form", "np.random.seed(1)", "<seed 1>"),
    Case("seed by its keyword", "random.seed(seed=2)", "<seed 2>"),
    Case("import", "import numpy as np; a", "‹import numpy as np›; a"),
    Case("import from", "from math import *\na", "‹from math import *› ⏎ a"),
  ]

  private static let blocks: [Case] = [
    Case("repeat", "repeat 3 { step }", "repeat 3 { <step> }"),
    Case("repeat by an expression", "repeat 2 * k { a }", "repeat (2 * k) { a }"),
    Case("empty block", "repeat 3 { }", "repeat 3 { }"),
    Case("block over lines", "repeat 3 {\n  a; b\n\n  # c\n  c\n}\nd", "repeat 3 { a; b; c } ⏎ d"),
    Case("while", "while J > 0.1 { step }", "while (J > 0.1) { <step> }"),
    Case("for", "for i in 1:m { i }", "for i from 1 to m { i }"),
    Case("for with a step", "for i in 1:9:2 { i }", "for i from 1 to 9 by 2 { i }"),
    Case("for backwards", "for l in L:1:-1 { l }", "for l from L to 1 by (-1) { l }"),
    Case("for over columns", "for v in X { v }", "for v in X { v }"),
    Case("for over a matrix", "for v in [1, 2] { v }", "for v in [1, 2] { v }"),
    Case("if", "if a > b { a }", "if (a > b) { a }"),
    Case("if else", "if a { b } else { c }", "if a { b } else { c }"),
    Case("else if", "if a { b } else if c { d } else { v }", "if a { b } else if c { d } else { v }"),
    Case("else on the next line", "if a { b }\nelse { c }", "if a { b } else { c }"),
    Case("else after an empty line", "if a { b }\n\n# c\nelse { c }", "if a { b } else { c }"),
    Case("else on the next line in a block", "repeat 2 { if a { b }\nelse { v } }", "repeat 2 { if a { b } else { v } }", atPrompt: true),
    Case("a line after an if", "if a { b }\nc", "if a { b } ⏎ c"),
    Case("if, then a statement of the line", "if a { b }; c", "if a { b }; c"),
    Case("break and continue", "repeat 3 { if a { break }; continue }", "repeat 3 { if a { break }; continue }"),
    Case("blocks in blocks", "repeat 2 { repeat 3 { a } }", "repeat 2 { repeat 3 { a } }"),
    Case("time", "time train 10", "time <train 10>"),
    Case("time of a block", "time { a; b }", "time { a; b }"),
    Case("time of a loop", "time repeat 2 { a }", "time repeat 2 { a }"),
    Case("compare", "compare alpha=0.1,-1e-3 { init; train 5 }", "<compare alpha takes 0.1, -0.001 { <init>; <train 5> }>"),
    Case("compare of words", "compare act=tanh,relu s='a b',leaky-relu { }", "<compare act takes ‹tanh›, ‹relu› | s takes ‹a b›, ‹leaky-relu› { }>"),
    Case("compare of expressions", "compare k=(1/3),(v[1]),$1 { v }", "<compare k takes (1 / 3), v[1], $1 { v }>"),
    Case("compare with a blank after a comma", "compare k=1, 2 ,4 a=3{ v }", "<compare k takes 1, 2, 4 | a takes 3 { v }>"),
    Case("compare with options between", "compare k=1 repeats=2 keep[1]=0.5 seed=(k) { }", "<compare k takes 1 | keep[1] takes 0.5 | repeats=2 | seed=k { }>"),
    Case("compare without a name", "compare repeats=10 {\n  step\n\n  v\n}\nk", "<compare repeats=10 { <step>; v }> ⏎ k"),
    Case("compare in a loop", "repeat 2 { compare k=1 { v }; break }", "repeat 2 { <compare k takes 1 { v }>; break }"),
    Case("shortened words in compare", "comp k=1 { trai 5 }", "<compare k takes 1 { <train 5> }>", atPrompt: true),
    Case("dictionary's brace is a block", "repeat 2 { a = 1 }", "repeat 2 { a = 1 }"),
  ]

  private static let commands: [Case] = [
    Case("alone", "forward", "<forward>"),
    Case("one expression", "step 0.5", "<step 0.5>"),
    Case("negative argument", "step -0.5", "<step (-0.5)>"),
    Case("expressions by commas", "show W1, A1 + 1", "<show W1 | (A1 + 1)>"),
    Case("names by blanks", "show W1 b1 W2", "<show W1 | b1 | W2>"),
    Case("an expression with blanks", "print a + b", "<print (a + b)>"),
    Case("text and expression", "print \"J\", J", "<print \"J\" | J>"),
    Case("nothing to print", "print", "<print>"),
    Case("layers", "init 2 4:tanh 1:sigmoid", "<init layer 2 | layer 4:tanh | layer 1:sigmoid>"),
    Case("layers by names and expressions", "init n_x (2*k):relu $1:$2", "<init layer n_x | layer (2 * k):relu | layer $1:$2>"),
    Case("bare path", "load net.npz", "<load ‹net.npz›>"),
    Case("path with folders", "source ../a-b/c.nns", "<source ‹../a-b/c.nns›>"),
    Case("quoted path", "load \"a b.npz\"", "<load ‹a b.npz›>"),
    Case("path by an argument", "load $1", "<load $1>"),
    Case("path to the end of the statement", "load a.npz; forward", "<load ‹a.npz›>; <forward>"),
    Case("path to the brace", "repeat 1 { load a.npz}", "repeat 1 { <load ‹a.npz›> }"),
    Case("words", "set report on", "<set ‹report› | ‹on›>"),
    Case("binding", "match dW1 = dZ1 @ X.T", "<match dW1 said (dZ1 @ X.T)>"),
    Case("binding to a bare path", "match dW1 mine.npy", "<match dW1 said ‹mine.npy›>"),
    Case("binding to a table behind =", "check dW1 = mine.dat", "<check dW1 said ‹mine.dat›>"),
    Case("binding to a path behind =", "check dW1 = mine.npy", "<check dW1 said ‹mine.npy›>"),
    Case("binding to a printed array", "match W1 = \"[[1 2]\n [3 4]]\"", "<match W1 said \"[[1 2]\n [3 4]]\">"),
    Case("bindings", "check dW1 = a, db1 = b", "<check dW1 said a | db1 said b>"),
    Case("quantities alone", "check dW1, db1", "<check dW1 | db1>"),
    Case("place", "goto main", "<goto place ‹main›>"),
    Case("step", "goto 57", "<goto step 57>"),
    Case("step that is computed", "goto k + 1", "<goto step (k + 1)>"),
    Case("step of a branch", "goto main:57", "<goto place ‹main› step 57>"),
    Case("first step where", "goto when J < 0.3", "<goto when (J < 0.3)>"),
    Case("two places", "diff main smaller:7", "<diff place ‹main› | place ‹smaller› step 7>"),
    Case("two steps", "diff 10 11", "<diff step 10 | step 11>"),
    Case("break when", "break when J < 0.3", "<break (J < 0.3)>"),
    Case("a file", "export a.onnx ; forward", "<export ‹a.onnx›>; <forward>"),
    Case("abbreviated at the prompt", "forw", "<forward>", atPrompt: true),
    Case("not abbreviated in a file", "forw", "forw"),
    Case("abbreviated keyword", "rep 2 { a }", "repeat 2 { a }", atPrompt: true),
    Case("an assignment is no abbreviation", "forw = 3", "forw = 3", atPrompt: true),
    Case("what was assigned is no abbreviation", "forw = 3; forw", "forw = 3; forw", atPrompt: true),
    Case("an operator follows no abbreviation", "forw * 2", "(forw * 2)", atPrompt: true),
    Case("a command in a comparison", "cost == J", "(cost == J)"),
  ]

  private static let options: [Case] = [
    Case("number", "train 100 alpha=1.2", "<train 100 | alpha=1.2>"),
    Case("in any order", "init seed=2 scale=0.1", "<init seed=2 | scale=0.1>"),
    Case("word", "init weights=he", "<init weights=‹he›>"),
    Case("word in quotes", "init weights='he'", "<init weights=‹he›>"),
    Case("word by an argument", "init loss=$1", "<init loss=‹$1›>"),
    Case("expression in brackets", "train 9 until=(J < 0.3)", "<train 9 | until=(J < 0.3)>"),
    Case("expression without blanks", "train 9 alpha=k/2", "<train 9 | alpha=(k / 2)>"),
    Case("negative value", "train 9 alpha=-1", "<train 9 | alpha=(-1)>"),
    Case("a blank ends the value", "train 9 alpha=1 every=3", "<train 9 | alpha=1 | every=3>"),
    Case("sizes", "shape W1 @ X m=5 n1=3", "<shape (W1 @ X) | m=5 | n1=3>"),
    Case("text behind an option", "assert a == b tol=1e-9 \"why\"", "<assert (a == b) | \"why\" | tol=1e-09>"),
    Case("text before an option", "assert a == b \"why\" tol=1e-9", "<assert (a == b) | \"why\" | tol=1e-09>"),
    Case("path", "trace J to=run.csv", "<trace J | to=‹run.csv›>"),
    Case("after layers", "init 2 4 1 seed=3", "<init layer 2 | layer 4 | layer 1 | seed=3>"),
    Case("option in a block", "repeat 1 { train 9 alpha=1 }", "repeat 1 { <train 9 | alpha=1> }"),
    Case("a comparison is no option", "show a==b", "<show (a == b)>"),
  ]

  private static let pasted: [Case] = [
    Case("prompt", "nn> forward", "<forward>"),
    Case("Python's prompt", ">>> a = 1\n>>> a", "a = 1 ⏎ a"),
    Case("IPython's prompt", "In [3]: a", "a"),
    Case("continuation's prompt", "nn> repeat 2 {\n... a\n... }", "repeat 2 { a }"),
    Case("prompt without a statement", "nn> \nnn> a", "a"),
    Case("a variable of the prompt's name", "nn = 1; nn> 2", "nn = 1; (nn > 2)"),
  ]

  private func lines(_ text: String, _ context: ParserContext) throws -> [[Statement]] {
    var parser = Parser(SourceText(name: "", text: text), context: context)
    var lines: [[Statement]] = []
    while let line = try parser.nextLine() { lines.append(line) }
    return lines
  }

  /// The names that a text assigns.
  private func assigned(_ text: String, _ context: ParserContext) throws -> Set<String> {
    var parser = Parser(SourceText(name: "", text: text), context: context)
    while try parser.nextLine() != nil {}
    return parser.assigned
  }

  private func written(_ lines: [[Statement]]) -> String { lines.map { $0.map(\.written).joined(separator: "; ") }.joined(separator: " ⏎ ") }

  @Test(arguments: cases) func tree(_ item: Case) throws {
    #expect(written(try lines(item.text, tableContext(atPrompt: item.atPrompt))) == item.tree)
  }

  /// What stands at the place of a statement, or of an expression within it, gives the same tree when it is read by itself.
  @Test(arguments: cases) func places(_ item: Case) throws {
    var context = tableContext(atPrompt: item.atPrompt)
    let (assigned, isKnownName) = (try assigned(item.text, context), context.isKnownName)
    context.isKnownName = { assigned.contains($0) || isKnownName($0) }
    let source = SourceText(name: "", text: item.text)
    for statement in try lines(item.text, context).flatMap({ $0 }).flatMap(\.nodes) {
      let text = source.text(statement.range)
      // A line of its own is in no loop, and a block is no statement.
      let inLoop = "repeat 1 { \(text)\n}"
      let alone = if case .block = statement.kind { "time \(text)" } else { inLoop }
      let expected = if case .block = statement.kind { "time \(statement.written)" } else { "repeat 1 { \(statement.written) }" }
      #expect(written(try lines(alone, context)) == expected, "\(text)")
      for node in statement.expressions.flatMap(\.nodes) where !isSuperscript(source.text(node.range)) {
        #expect(written(try lines("(\(source.text(node.range)))", context)) == node.written, "\(text)")
      }
    }
  }

  private func isSuperscript(_ text: String) -> Bool { text.first.map { Alphabet.superscripts[$0] != nil } ?? true }

  @Test func namesAreDifferent() {
    let names = Self.cases.map { $0.name + $0.text }
    #expect(Set(names).count == names.count)
  }
}
