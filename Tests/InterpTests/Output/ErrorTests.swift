import TestSupport
import Testing

@testable import Interp

/// The form of errors, and wrong inputs that must give an error and not trap.
@Suite struct ErrorTests {
  @Test func form() {
    let transcript = run("init\nshow W1, W7")
    #expect(
      transcript.errors
        == "test.nns:2:10: error: there is no W7: the network has 2 layers\n  show W1, W7\n           ^~\n  hint: its layers are numbered from 1 to 2\n")
    // The column counts characters. The caret stands at the right place behind wide characters.
    let wide = run("print \"漢字\", nope")
    #expect(wide.errors.contains("test.nns:1:13: error: unknown name 'nope'") && wide.errors.contains("\n" + String(repeating: " ", count: 16) + "^~~~\n"))
    #expect(run("\tnope").errors.contains("\n  \t^~~~"))
  }

  /// A statement, its status, and a part of the error.
  static let bad: [(String, Int32, String)] = [
    ("forwrd", 1, "did you mean 'forward'"), ("frobnicate 3", 1, "unknown command 'frobnicate'"), ("step 1 2", 1, "usage: step [alpha]"),
    ("init; train", 1, "train needs the number of steps"), ("init 0 1", 1, "a whole number from 1"), ("init 2 1000000000", 1, "a whole number from 1"),
    ("init 2 100000000 100000000 1", 1, "parameters, but at most"), ("init 1e9 1", 1, "a whole number"), ("init 2.5 1", 1, "2.5"),
    ("init 2", 1, "init needs the inputs and at least one layer"), ("init 2:tanh 1", 1, "layer 0, which has no activation"),
    ("init 2 3:tahn 1", 1, "did you mean 'tanh'"),
    ("init 2 3:softmax 1", 1, "softmax is for the output layer"), ("init loss=nope", 1, "unknown loss 'nope'"), ("init seed=-1", 1, "the seed is -1"),
    ("init sead=1", 1, "did you mean 'seed'"), ("init seed=1 seed=2", 1, "given twice"), ("init seed = 1", 1, "write seed=VALUE"),
    ("x = 1e999", 1, "1e999 is too large"), ("a = (1 + [2", 1, "'[' is never closed"), ("if 1 == 1 {", 1, "'{' is never closed"),
    ("\"abc", 1, "the text is not closed"), ("print 1 }", 1, "this '}' has no '{' before it"), ("2x", 1, "write a product as 2 * x"),
    ("1 ? 2", 1, "unexpected character '?'"),
    ("[1 2]", 1, "write [1, 2; 3, 4]"), ("[1, 2; 3]", 1, "has 1 columns, but the one before it has 2"),
    ("[[1, 2], [3]]", 1, "has 1 columns, but the one before it has 2"), ("(X)'", 1, "write a transpose as .T"), ("J 3", 1, "expected the end of the statement"),
    ("X Y", 1, "hint: write the sign of a product: @ between matrices"),
    ("X[1, 2, 3]", 1, "an array here has two: row and column"),
    ("X[0, 1]", 1, "counting starts at 1"), ("X[3, 1]", 1, "rows are numbered from 1 to 2"), ("X[1.5, 1]", 1, "a whole number, not 1.5"),
    ("X[:, 1:500]", 1, "columns are numbered from 1 to 400"), ("X[::0, 1]", 1, "must not be 0"),
    ("Y[3]", 1, "write Y[1,3] for the entry, or Y[1,:] for the row"),
    ("x(401)", 1, "examples are numbered from 1 to 400"),
    ("X @ X", 1, "X @ X.T is (2, 2)"), ("X + Y.T", 1, "they must be equal, or one of them must be 1"), ("X @ 3", 1, "write * to scale a matrix"),
    ("1 and 2", 1, "a condition must be true or false"), ("if 3 { }", 1, "a condition must be true or false"),
    ("sum(X, axis=2)", 1, "it must be 0 (down the rows) or 1"),
    ("sum()", 1, "needs 'a'"),
    ("exp(X, 3)", 1, "takes at most 1 argument, not 2"), ("sum(X, axes=1)", 1, "has no parameter 'axes'"), ("summ(X)", 1, "did you mean 'sum'"),
    ("tanh", 1, "needs an argument"), ("J(3)", 1, "is not a function"), ("init; W1(2, 1)", 1, "write an entry as W1[2, 1]"),
    ("goto when J <", 1, "as in: when J < 0.3"), ("init; db2 = 0.1", 1, "hint: run: forward; backward\n"),
    ("train 3 until=(J = 3)", 1, "hint: to compare, write =="), ("for i = 1:3 { i }", 1, "for i in 1:m"), ("init; W1(axis=1)", 1, "write an index in [ ]"),
    ("init; Z1 = 4", 1, "for a variable take another name, such as my_Z1"), ("init; Z1 = W1 @ X + b1", 1, "run: forward"),
    ("help \"-c\"", 1, "type help all"), ("zeros(1e5, 1e5)", 1, "too many entries"), ("zeros(2, 2, 2)", 1, "rows and columns"),
    ("reshape(X, 3, 3)", 1, "cannot become (3, 3)"), ("max([])", 1, "for a matrix without entries"), ("X.foo", 1, "unknown attribute"),
    ("for x in range(3):", 1, "hint: write for x in 0:2 { … }"), ("for x in range(1, m):", 1, "hint: write for x in 1:(m) - 1 { … }"),
    ("for x in range(0, 10, 2):", 1, "hint: write for x in 0:9:2 { … }"), ("for x in range(9, 0, -1):", 1, "hint: write for x in 9:1:-1 { … }"),
    ("for x in range(-9223372036854775808):", 1, "hint: write for x in 0:(-9223372036854775808) - 1"),
    ("for x in range(0, 1, s):", 1, "hint: write for x in 1:n"),
    ("repeat { forward }", 1, "expected an expression, found '{'"),
    ("data moons split=; m", 1, "1:12: error: split= has no value"),
    ("init; train 1; goto W1", 1, "1:21: error: a step must be a number"), ("init; train 1; diff W1 0", 1, "1:21: error"),
    ("init; W1\u{301}", 1, "hint: did you mean 'W1'"), ("for k in 1:1e13 { k }", 1, "more than 1000000000000 times"),
    ("data blobs m=3000000 classes=1000", 1, "too many entries"), ("np.matmul(X, X)", 1, "hint: write the matrix product as A @ B"),
    ("init; forward; J = sum(A2, axis=0)", 3, "hint: a sum without axis= gives one number"),
    ("init; forward; backward; W1 = W1 - 0.1 * dW2", 1, "hint: the update of W1 needs dW1, not dW2"),
    ("init; save x.csv", 1, "hint: save net.npz"),
    ("print(f\"J {J}\")", 1, "hint: leave out the f"), ("p = {\"W1\": W1}", 1, "a dictionary is Python's form"),
    ("[[0.1 0.2]", 1, "put what NumPy printed in quotes"), ("record off", 1, "record ./off"), ("for i in 1:3:", 1, "Python's form"),
    ("if 1 == 1:", 1, "write a block as"),
    ("def f(x):", 1, "Python's form"), ("[x for x in Y]", 1, "Python's form"),
    ("else { }", 1, "has no if before it"), ("break", 1, "works only in a loop"), ("for m in 1:3 { }", 1, "is reserved"),
    ("for i in 1:3:0 { }", 1, "a step that is not 0"),
    ("for sum in 1:2 { }", 1, "is reserved"), ("for forward in 1:2 { }", 1, "is a command"), ("for ans in 1:2 { }", 1, "is reserved"),
    ("W = 3; W[1]", 1, "W is one number and has no parts"), ("x(1.5)", 1, "a whole number"), ("2^2", 1, "write a power with **"),
    ("f(x) = 3", 1, "nothing can be assigned"), ("print 1; 3 = 4", 1, "nothing can be assigned"),
    ("assert [1, 2] == [1, 3]", 3, "hint: 1 of 2 entries; at [1,2] [1, 2] is 2, [1, 3] is 3"), ("assert X < 0", 3, "at [1,"),
    ("exit", 1, "type quit or Ctrl-D"),
    ("np.matrix([1, 2])", 1, "write a matrix in brackets"), ("init; W1'", 1, "write a transpose as W1.T"), ("forward()", 1, "takes no brackets"),
    ("init; forward; dZ3 = 1", 1, "there is no dZ3"), ("dZ7 = 1", 1, "type init to make a network"),
    ("init; predict zeros(2, 0)", 1, "needs at least one row and one example"),
    ("sum([1, 2], axs=1)", 1, "1:13: error"), ("init 2 1000 1; forward zeros(2, 10000000)", 1, "a pass would hold"),
    ("[1, 2\nif J < 1: print J", 1, "the '[' of line 1 is still open here"), ("W1000001 = 1", 1, "type init to make a network"), ("σ(1)", 1, "write sigmoid"),
    ("data \"a\\nb\"", 1, "'a\\nb'"),
    ("repeat -1 { }", 1, "from 0 to"), ("repeat 1e13 { }", 1, "from 0 to"), ("tanh = 3", 1, "is reserved"), ("sum = 3", 1, "is reserved"),
    ("L = 3", 1, "there is no network yet"),
    ("init = 3", 1, "is a command"), ("3 = 4", 1, "nothing can be assigned here"), ("X = zeros(0, 3)", 1, "it needs at least one row and one example"),
    ("alpha = X", 1, "alpha must be a number"), ("alpha = nan", 1, "alpha must be finite"), ("init; W1 = X", 1, "but the value is a (2, 400) matrix"),
    ("init; W1 = W1.T", 1, "its transpose fits"),
    ("assert 1 == 2 \"sums\"", 3, "error: sums"), ("assert 2 < 1", 3, "2 < 1 is false"), ("x = 2; assert x < 1", 3, "hint: x is 2\n"),
    ("init; forward; J(3)", 1, "hint: write a product as J * (3)"),
    ("assert J = 3", 1, "to compare, write ==; usage: assert"), ("if J = 3 { 4 }", 1, "hint: to compare, write =="),
    ("init; forward; backward; check db2 -0.03", 1, "for a number write db2 = -0.03"), ("assert J tol=-1", 1, "tol= is -1"),
    ("set nothing 3", 1, "unknown setting"), ("use nowhere", 1, "unknown part"), ("data nothing", 1, "there is no data set 'nothing'"),
    ("data moon", 1, "did you mean 'moons'"),
    ("data moons y=1", 1, "y= cannot be used with the set moons"), ("data moons classes=3", 1, "cannot be used with"), ("data moons m=1", 1, "from 2 to"),
    ("data moons m=1e12", 1, "from 2 to"), ("data moons noise=-1", 1, "0 or more"), ("data moons split=2", 1, "is not a split"),
    ("data moons split=0.5,0.5", 1, "is not a split"),
    ("data moons m=2 split=0.99", 1, "leaves a part empty"), ("data x.xyz", 1, "no such file"), ("print \"{J\"", 1, "has no }"),
    ("print \"{pi:q}\"", 1, "is not a format"), ("print \"\\q\"", 1, "unknown escape"), ("$1", 1, "was given 0 arguments"),
    ("$0", 1, "are the arguments of the script"),
    ("W1", 1, "type init to make a network"), ("n_h", 1, "type init to make a network"), ("init 2 1; n_h", 1, "n_h needs a network with one hidden layer"),
    ("init; W[3]", 1, "its layers are numbered from 1 to 2"),
    ("init; W[0]", 1, "layer 0 is the input"), ("init; W[1.5]", 1, "whole number"), ("init; a[1]9", 1, "no unit 9"), ("init; g3(1)", 1, "there is no A3"),
    ("ans", 1, "no last value"), ("forward", 1, "type init to make a network"), ("backward", 1, "type init to make a network"),
    ("step", 1, "type init to make a network"),
    ("train 3", 1, "type init to make a network"), ("predict", 1, "type init to make a network"), ("evaluate", 1, "type init to make a network"),
    ("save x.npz", 1, "type init to make a network"),
    ("gradients", 1, "type init to make a network"),
    ("init; gradients", 1, "has not been computed"), ("init; backward", 1, "run: forward"), ("init; forward; step", 1, "run: forward; backward"),
    ("init 3 1; forward", 1, "3 features"), ("init 2 2; forward; backward", 1, "the network's output is (2, 400)"), ("help nothing", 1, "no help on"),
    ("x⁽⁰⁾", 1, "from 1 to 400"),
    ("sum(X, 0, axis=1)", 1, "sum is given 'axis' twice"), ("sum(X, axis=0, axis=1)", 1, "sum is given 'axis' twice"), ("X.sum(a=Y)", 1, "given 'a' twice"),
    ("sum(X, 0, axis=None)", 1, "given 'axis' twice"), ("sum(None)", 1, "sum needs 'a'"),
    ("zeros(2, dtype=3)", 1, "hint: leave dtype= out: every number here is a double"),
    ("None", 1, "None is allowed: axis=None"), ("init; w[1]2(3)", 1, "w[1]2 has no examples"), ("init; b[1]2(3)", 1, "b[1]2 has no examples"),
    ("init; b[1]2⁽³⁾", 1, "b[1]2 has no examples"), ("init; forward; z[1]2(401)", 1, "no example 401 of z[1]2"), ("ŷ(3)", 1, "type init to make a network"),
    ("init 2 4:$9 1", 1, "test.nns:1:10: error: there is no $9"), ("init $9 4 1", 1, "test.nns:1:6: error: there is no $9"),
    ("k = [1, 2]; init 2 4:k 1", 1, "1:22: error: an activation must be"),
    ("k = \"tahn\"; init 2 4:k 1", 1, "did you mean 'tanh'"), ("print \"x\" J", 1, "1:11: error: print: a comma is missing before 'J'"),
    ("print 1 2", 1, "a comma is missing before the number 2"), ("init; X = X.T; forward", 1, "hint: transpose it: X = X.T"),
    ("init; forward [1, 2]", 1, "the input is (1, 2), so it has 1 feature, but"), ("init; forward [1, 2]", 1, "hint: [1, 2].T fits"),
    ("init 2 4 3; train 3", 1, "make a network for this Y with init 2 4 1, or assign (3, 400) targets with Y = …"),
    ("init; Y = Y.T; train 3", 1, "hint: transpose it: Y = Y.T"),
    ("init; Y = [1, 0]; train 3", 1, "hint: assign (1, 400) targets with Y = …"),
    ("init; forward; cost = zeros(6)", 3, "cost is the name of J, which is computed"),
    ("init; forward; t = 3", 3, "such as my_t"), ("m = 5", 3, "m is the number of examples, which is computed"),
    ("t = 3", 1, "type init to make a network; t is the steps since init"),
    ("n_h = 4", 1, "such as my_n_h"), ("init; n_h = 5", 3, "n_h is the name of n1"), ("init; cost = 1", 1, "such as my_cost"),
    ("source", 1, "usage: source FILE"), ("seed", 1, "usage: seed N"), ("seed 5000000000", 1, "from 0 to 4294967295"), ("quit 300", 1, "from 0 to 255"),
    ("data a=b", 1, "no option"), ("show", 1, "usage: show"), ("load a#b.npz", 1, "put the word in quotes"), ("W1 W2 W3", 1, "expected the end"),
  ]

  @Test(arguments: bad) func badInput(_ item: (String, Int32, String)) {
    let session = TestSession()
    let transcript = session.run(item.0)
    let says = item.2 == "3 features" ? "X is (2, 400), so it has 2 features, but the network 3-1" : item.2
    #expect(transcript.status == item.1 && transcript.errors.contains(says), "\(item.0): \(transcript.errors)")
    // The session goes on.
    #expect(session.run("1 + 1").lines == ["2"], "\(item.0)")
  }

  /// Where a variable hides a quantity of the layers and a statement fails for that reason, the hint says so.
  @Test func hiddenNames() {
    let start = "init 2 3 1; forward; backward; W = [1, 2; 3, 4]; a = 3; g = [1; 2]\n"
    let cases: [(String, String?)] = [
      ("W[1] = zeros(9, 9)", "; W is a variable here: W[1] is its row 1; for layer 1 write W1"), ("Z1 = W[2]", "W[2] is its row 2; for layer 2 write W2"),
      ("for l in 1:2 { X @ W[l] }", "W is a variable here: W[1] is its row 1"), ("if W[1] { }", "< <= > >=; W is a variable here"),
      ("print 1, X @ W[1]", "W is a variable here"), ("g[1](Z1)", "g is a variable here: g[1] is its row 1; for layer 1 write g1"),
      ("a[1](3)", "a is a variable here: a[1] is a part of it; for layer 1 write A1"), ("W[1 + 1] @ 3", "W is a variable here; for the layers write W1, W2 …"),
      ("W[1] + nope", nil), ("X @ X", nil), ("W[1, 9]", nil), ("a[1]9", nil), ("if True { X @ X }", nil), ("W[3]", nil),
    ]
    for (text, hint) in cases {
      let errors = run(start + text).errors
      #expect(hint.map(errors.contains) ?? !errors.contains("is a variable here"), "\(text): \(errors)")
      #expect(errors.components(separatedBy: "is a variable here").count <= 2, "\(text): \(errors)")
    }
    #expect(!run("init; forward; Z1 = W[2]").errors.contains("variable here"))
  }

  /// A warning without its own place has the place of its statement.
  @Test func warningPlaces() {
    let start = "Y = randn(1, 400); X = X * 1e150; init 2 1:linear scale=1e150\n"
    #expect(run(start + "print 1\n  forward").errors.hasPrefix("test.nns:3:3: warning: J is not finite"))
    let softmax = run("init 2 3 1:softmax")
    #expect(softmax.status == 0 && softmax.errors.hasPrefix("test.nns:1:10: warning: the softmax of one unit is always 1"))
    #expect(run("init 2 3:softmax").errors.isEmpty)
  }

  /// A malformed expression, the column of the error, and the token above the caret. The token is empty where the error is at the end.
  static let tokens: [(String, Int, String)] = [
    ("1 +", 4, ""),
    ("(1, 2", 1, "("),
    ("1 + * 2", 5, "*"),
    ("[1 2]", 4, "2"),
    ("[1, 2; 3]", 8, "3"),
    ("2x", 1, "2x"),
    ("X @@ X", 4, "@"),
    ("1 2", 3, "2"),
    ("sum(X, axis=)", 13, ")"),
    ("x(", 2, "("),
    ("W1 W2 3", 4, "W2"),
    ("X Y", 3, "Y"),
    ("1 ? 2", 3, "?"),
    ("\"abc", 1, "\""),
    ("X'Y", 3, "Y"),
    ("3 = 4", 1, "3"),
    ("a = = 3", 5, "="),
    ("if 1 == 1 { print 1", 11, "{"),
    ("for i 1:3 { }", 7, "1"),
    ("for m in 1:3 { }", 5, "m"),
    ("sum(X, axis=\"a\")", 13, "\"a\""),
    ("sum(X, axis=7)", 13, "7"),
    ("zeros(-1, 2)", 7, "-1, 2"),
    ("round(1, 1.5)", 10, "1.5"),
    ("X.foo", 3, "foo"),
    ("not", 4, ""),
    ("1 < ", 5, ""),
    ("[1, , 2]", 5, ","),
    ("f(1)(2)", 5, "("),
    ("X[", 2, "["),
    ("X[:,]", 5, "]"),
    ("1..2", 3, ".2"),
    ("1e", 1, "1e"),
    ("a.b = 3", 3, "b"),
    ("print {J}", 7, "{"),
    ("x⁽", 2, "⁽"),
    ("W[1](", 5, "("),
    ("a[1]2.5", 6, ".5"),
    ("assert", 1, "assert"),
    ("assert 1 == 1 tol=", 15, "tol="),
    ("repeat { }", 8, "{"),
    ("while 1 == 1", 13, ""),
    ("time", 5, ""),
    ("sum(1 2)", 7, "2"),
    ("sum(,1)", 5, ","),
    ("J(3)", 1, "J(3)"),
    ("sum([1, 2], axs=1)", 13, "axs"),
    ("X[0, 1]", 3, "0"),
    ("X[:, 9:401]", 8, "401"),
    ("X[1, 1.5]", 6, "1.5"),
    ("exp(\"a\")", 5, "\"a\""),
    ("print \"漢\", nope + 1", 12, "nope"),
    ("exp(X, X)", 8, "X"),
    ("X @ X + 1", 3, "@"),
  ]

  @Test(arguments: tokens) func exactToken(_ item: (String, Int, String)) {
    let lines = run(item.0).errors.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("test.nns:1:\(item.1): error: "), "\(lines)")
    let caret = lines.first { $0.allSatisfy { " ^~".contains($0) } } ?? ""
    let width = caret.filter { $0 != " " }.count
    let wide = item.0.prefix(item.1 - 1).reduce(0) { $0 + TextWidth.columns($1) }
    #expect(caret.prefix { $0 == " " }.count == 2 + wide && width == max(1, item.2.reduce(0) { $0 + TextWidth.columns($1) }), "\(lines)")
    #expect(String(item.0.dropFirst(item.1 - 1).prefix(item.2.count)) == item.2, "\(lines)")
  }

  /// Texts that could break a parser give an error or run, and none traps.
  @Test func hostileText() {
    onMainSizedStack { hostileTexts() }
  }

  private func hostileTexts() {
    let texts = [
      String(repeating: "(", count: 10000), String(repeating: "[", count: 10000), String(repeating: "{", count: 10000),
      String(repeating: "if 1 == 1 {", count: 10000), String(repeating: "-", count: 10000) + "1", String(repeating: "not ", count: 10000) + "True",
      "1" + String(repeating: "+1", count: 100_000), "1" + String(repeating: "**1", count: 10000), "X" + String(repeating: ".T", count: 10000),
      "X" + String(repeating: "[1]", count: 10000), String(repeating: "a", count: 1_000_000), "show " + String(repeating: "W1, ", count: 100_000),
      "\"" + String(repeating: "a", count: 1_000_000), String(repeating: "1 ", count: 300_000), String(repeating: "f(", count: 10000),
      "X" + String(repeating: "ᵀ", count: 10000), String(repeating: "sum(", count: 300) + "X" + String(repeating: ")", count: 300),
      String(repeating: "((", count: 150) + "1, 2" + String(repeating: "))", count: 150),
      "a = b" + String(repeating: " = b", count: 1000), "\u{0}", "\u{1}\u{2}", "'", "\\", "$", "ⁱ", "²", "J'", "x⁽", "data \"", "{}", ")", "..", "@", "1e",
      "x[", "x[:", "print \"{\"", "print \"{}\"", "print \"{:}\"", "print \"{1:}\"", "print \"{1:999999999f}\"", "print \"{1:.999f}\"", "set digits 1e99",
      "W[1e99]", "x(1e99)", "X[1e99, 1]", "arange(1e99)",
      "arange(0, 1, 0)", "linspace(0, 1, 1e99)", "reshape(X, 1e99, 1)", "eye(1e9)", "permutation(-1)", "randn(1e9)", "X[:, 1:1e99]", "zeros(1, -1)",
      "round(1, 1e99)", "init 1e99 1", "a = zeros(1, 0); a @ zeros(0, 1); max(a)", "outer(zeros(1e5), zeros(1e5))", "for i in 1:1e99 { break }", "train 1e99",
      "data flower m=-1", "data blobs classes=1e99",
    ]
    for text in texts {
      let transcript = run(text)
      #expect(transcript.status != 0 || transcript.errors.isEmpty, "\(text.prefix(30))")
      #expect(transcript.errors.utf8.count < 4000, "\(text.prefix(30))")
    }
  }

  @Test func suggestions() {
    let words = ["forward", "backward", "step", "shape", "show", "train"]
    let table: [(String, [String])] = [
      ("forwrd", ["forward"]), ("FORWARD", ["forward"]), ("shwo", ["show"]), ("stpe", ["step"]), ("shap", ["shape"]), ("x", []), ("zzzzzz", []),
      ("trian", ["train"]), ("sho", ["show"]),
    ]
    for (typed, expected) in table { #expect(Suggestions.near(typed, among: words) == expected, "\(typed)") }
  }

  @Test func notText() {
    let session = TestSession()
    for (bytes, column) in [([UInt8(ascii: "J"), 0xFF], 2), ([UInt8(ascii: "m"), UInt8(ascii: " "), 0], 3), ([0xC0, 0x80], 1), ([0xED, 0xA0, 0x80], 1)] {
      let script = ScriptText(bytes: bytes)
      #expect(!script.isValid)
      #expect(session.interpreter.run(script, name: "x.nns", firstLine: 4).status == 1)
      #expect(script.fault?.range?.start == column - 1)
    }
    #expect(ScriptText(bytes: Array("ŷ 漢 𝛼".utf8)).isValid)
  }

  @Test func parseOnlyFindsEveryError() {
    var seen = ""
    let interpreter = Interpreter { _, text in seen += text }
    #expect(interpreter.check(ScriptText(bytes: Array("init\n1 +\nprint 2\nrepeat 3 {\n  show (\n}\nprint )\nexplain W1\n".utf8)), name: "s.nns") == 1)
    #expect(
      seen.components(separatedBy: ": error: ").count == 4 && seen.contains("s.nns:2:4") && seen.contains("s.nns:6:1") && seen.contains("s.nns:7:7"), "\(seen)")
    #expect(Interpreter { _, _ in }.check(ScriptText(bytes: Array("init; forward".utf8)), name: "s.nns") == 0)
  }
}
