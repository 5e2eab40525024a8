import Net
import Testing

@testable import Interp

/// Statements that people paste from Python and NumPy. Some work, and the errors of the others say what works instead.
@Suite struct PythonFormTests {
  static let printing: [(String, [String])] = [
    // Assignments to several names at once.
    ("a, b = 1, 2; print a, b", ["1 2"]), ("lambda = 0.5; a1, lambda = 1, 2 * lambda; print lambda", ["1"]),
    ("a = 1; b = 2; a, b = b, a; print a, b", ["2 1"]), ("(a, b) = (3, 4); print a, b", ["3 4"]),
    ("m1, n1_ = X.shape; print m1, n1_", ["2 400"]), ("a, b = [5, 6]; print a, b", ["5 6"]), ("a, b = [1, 2; 3, 4]; print a, b", ["[1, 2] [3, 4]"]),
    ("a, = [7]; print a", ["7"]), ("init 2 4 1 seed=2\nW1, b1 = zeros((4, 2)), ones((4, 1)); print sum(W1), sum(b1)", ["0 4"]),
    ("v = [1, 2, 3]; v[1,1], v[1,2] = v[1,2], v[1,1]; print v", ["[2, 1, 3]"]),
    // Masks.
    ("D = [1, -2; -3, 4]; D[D <= 0] = 0; print D", ["[[1, 0], [0, 4]]"]), ("D = [1, -2; -3, 4]; D[D < 0] += 10; print D", ["[[1, 8], [7, 4]]"]),
    ("D = [1, -2; -3, 4]; print D[D > 0], D[D > 9].shape, D[D < 0].sum()", ["[1, 4] (1, 0) -5"]), ("D = [1; -2]; D[D < 0] = 5; print D", ["[[1], [5]]"]),
    ("D = [1, 2; 3, 4]; D[D > 2] = [8, 9]; print D", ["[[1, 2], [8, 9]]"]),
    ("D = [1, 2; 3, 4] > 1; D[D] = False; print D", ["[[False, False], [False, False]]"]),
    ("init 2 4 1 seed=2; forward; dead = A1 * 1; dead[Z1 <= 0] = 0; print min(dead) == 0, shape(dead)", ["True (4, 400)"]),
    ("init 2 4 1 seed=2; freeze W1[W1 < 0]; show W1[1,1]", ["W1[1,1] = -0.00416758   frozen: steps do not change it"]),
    ("init 2 4 1 seed=2; forward; A1[A1 > 0] = tanh(Z1)[A1 > 0]", ["A1[A1 > 0] = tanh(Z1)[A1 > 0]: holds, largest difference 0"]),
    // Functions that make, copy and convert.
    ("print np.array([1, 2, 3]), np.array([[1, 2], [3, 4]]), np.array(5)", ["[1, 2, 3] [[1, 2], [3, 4]] 5"]),
    ("a = [1, 2]; b = np.array([a, [3, 4]]); print b, np.array([a, a]).shape", ["[[1, 2], [3, 4]] (2, 2)"]),
    ("A = [1, 2; 3, 4]; B = A.copy(); B[1,1] = 9; print A.size, B, A, X.size", ["4 [[9, 2], [3, 4]] [[1, 2], [3, 4]] 800"]),
    ("print len([4, 5, 6]), len([1, 2; 3, 4]), len(\"abc\"), float([2.5]), int(-2.7), str(0.1) + \"!\", str([1, 2])", ["3 2 3 2.5 -2 0.1! [1, 2]"]),
    ("print \"n = \" + str(3), int(\"12\") + 1, float(\"1e-3\")", ["n = 3 13 0.001"]), ("len = 4; copy = len + 1; print copy, [1, 2].copy()", ["5 [1, 2]"]),
    (
      "seed 1; v = arange(5); np.random.shuffle(v); print v; M = [1, 2; 3, 4; 5, 6]; random.shuffle(M); print M",
      ["[2, 1, 4, 0, 3]", "[[1, 2], [5, 6], [3, 4]]"]
    ),
    ("random.seed(seed=2); print randn(), np.random.randint(5, size=(2, 2)).shape", ["-0.416758 (2, 2)"]),
    // Pasted prompts.
    ("nn> a = 3\nnn> if a > 2 {\n...   print a\n... }\nnn> a + 1", ["3", "4"]), (">>> a = [1,\n... 2]\n>>> print a", ["[1, 2]"]),
    ("In [3]: a = [1,\n   ...: 2]\nIn [4]: print a", ["[1, 2]"]), ("  nn> nn> 2\n... print 4\n\n...\n5", ["2", "4", "5"]), ("nn = 3\nnn> 2", ["True"]),
  ]

  @Test(arguments: printing) func prints(_ item: (String, [String])) {
    let transcript = run(item.0)
    #expect(transcript.status == 0 && transcript.errors.isEmpty && matches(transcript.lines, item.1), "\(item.0): \(transcript)")
  }

  /// A statement, and a part of its error.
  static let failing: [(String, String)] = [
    ("random.seed()", "random.seed needs a number, because a seed that the system draws cannot be repeated\n"),
    ("np.random.seed(None)", "random.seed needs a number"),
    ("np.random.seed()\nprint rand()", "test.nns:1:1: error: random.seed needs a number"), ("random.seed(1, 2)", "takes one number, not 2"),
    ("np.random.seed(k=1)", "no parameter 'k'"), ("x = np.random.seed(3)", "random.seed has no value"),
    ("np.random.beta(1, 2)", "np.random has seed, randn, rand, permutation, uniform, normal"),
    ("rng = np.random.default_rng(3)", "use NumPy's legacy generator"),
    ("np.random.unifrom(3)", "did you mean 'uniform'?"), ("w = np.random.shuffle([1, 2])", "permutation(v) gives a shuffled copy"),
    ("np.random.shuffle(5)", "it takes a variable"), ("v = 5; random.shuffle(v)", "has none"),
    ("init; forward; random.shuffle(A1)", "A1 is computed"),
    ("random = 3", "'random' is reserved"), ("a, b = 1, 2, 3", "3 values cannot be assigned to 2 names"),
    ("a, b = [1, 2, 3]", "cannot be taken apart into 2"),
    ("a, b = 5", "a scalar cannot be taken apart"), ("a, 3 = 1, 2", "nothing can be assigned"), ("1, 2", "write show A, B to show several"),
    ("a, b = 1, nope", "unknown name 'nope'"), ("init; forward; A1, a = 1, 2", "A1 is computed"), ("D = [1, 2; 3, 4]; D[D > 1] = [1, 2]", "(1, 3)"),
    ("D = [1, 2; 3, 4]; D[[True, False, True]]", "needs 2 entries"), ("X[X > 0].astype(int)", "every number is a double"),
    ("A = X.ravel()", "reshape(A, 1, -1)"),
    ("np.array([1, 2], dtype=np.float32)", "every number here is a double"), ("zeros(2, dtype=int)", "every number here is a double"),
    ("len(3)", "has no length"), ("int(\"1.5\")", "cannot become a whole number"), ("float(\"abc\")", "is not a number"), ("float(X)", "float"),
  ]

  @Test(arguments: failing) func fails(_ item: (String, String)) {
    let transcript = run(item.0)
    #expect(transcript.status == 1 && transcript.errors.contains(item.1), "\(item.0): \(transcript)")
  }

  /// A statement that fails changes no variable, no data, no parameter and not the generator.
  @Test func allOrNothing() {
    let session = TestSession()
    session.run("seed 4; init 2 4 1; a = 1; V = X * 1; P = W1 * 1; g0 = 0")
    for text in [
      "a, b1 = randn(), zeros((3, 1))", "W1, a = randn(4, 2), nope", "a, b = randn(), log(\"x\")", "X, Y = randn(2, 400), randn(3, 7) @ randn(2)",
      "a, W1 = 2, normal(0, 1, (5, 5))", "W1[W1 > 0], a = 0, nope", "random.shuffle(alpha)", "a = normal(0, [1, -1])", "a = choice(3, 5, False, [0.5, 0.5, 0])",
      "a = uniform(0, 1, 3) + binomial(5, 2)", "random.shuffle(J)", "init 2 4 1 seed=(random.seed())",
    ] {
      #expect(session.run(text).status == 1, "\(text)")
      #expect(session.run("print a, array_equal(V, X), array_equal(P, W1)").lines == ["1 True True"], "\(text)")
    }
    let fresh = TestSession()
    fresh.run("seed 4; init 2 4 1")
    #expect(session.run("randn()").output == fresh.run("randn()").output)
  }

  /// A recording of such statements gives the same bits.
  @Test func recorded() {
    let session = TestSession()
    session.run(
      "seed 3; v = arange(5); random.shuffle(v); a, b = normal(0, 1, 3), randint(9); W = choice(v, 3); init 2 4 1; W1, b1 = uniform(0, 1, (4, 2)), exponential(1, (4, 1))"
    )
    session.run("nn> for i in 1:3 {\n...   if binomial(1, 0.5) == 1 { v[v > i] += 1 }\n... }\nwhile uniform() < 0.7 { a[a < 0] = choice(4) }")
    session.run("repeat 3 { if random() < 2 { a = a + nope } }")
    #expect(session.run("record --verify").status == 0, "\(session.run("record --verify"))")
  }

  /// `shape E` knows the shapes of random numbers and of chosen entries, and draws nothing itself.
  @Test func shapes() {
    let session = TestSession()
    session.run("seed 1; init 2 4 1")
    for (text, says) in [
      ("normal(0, 1, (n1, m))", "(4, 400) = (n1, m)"), ("np.random.uniform(b1, 1)", "(4, 1) = (n1, 1)"), ("normal(b1, 1, (4, 3))", "(4, 3)"),
      ("np.random.randint(9)", "scalar"), ("random.choice(5, 3)", "(1, 3)"), ("random.random(size=(2, 3))", "(2, 3)"), ("X[X > 0]", "(1, "),
      ("np.array([[1, 2], [3, 4]])", "(2, 2)"), ("np.array([[1, 2], [3, 4]]).copy()", "(2, 2)"), ("X.size", "scalar"),
      ("binomial(5, 0.5, int(rand() * 0) + 2)", "(1, 2)"),
    ] {
      let transcript = session.run("shape \(text)")
      #expect(transcript.status == 0 && transcript.lines[0].hasPrefix("\(text): \(says)"), "\(text): \(transcript)")
    }
    for text in ["normal(b1, 1, (3, 3))", "np.random.uniform(b1, zeros(3, 1))"] { #expect(session.run("shape \(text)").status == 1, "\(text)") }
    let fresh = TestSession()
    fresh.run("seed 1; init 2 4 1")
    #expect(session.run("rand()").output == fresh.run("rand()").output)
  }

  /// Where a header such as `for … :` is refused, its indented block does not run. `print(a, b)` prints both values.
  @Test func blocksOfRefusedHeaders() {
    let session = TestSession(keepGoing: true)
    let pasted = session.run("k = 1\nfor i in range(3):\n    k = k + 1\n\n    k = 9\nk\n    k")
    #expect(pasted.lines == ["1", "1"] && pasted.errors.contains("test.nns:3:1: warning: this line and the lines indented after it are skipped"), "\(pasted)")
    let prompt = TestSession(atPrompt: true)
    for line in ["k = 1", "for i in range(3):", "    k = k + 1", "k = k + 10"] { prompt.run(line) }
    #expect(prompt.run("print(k, \"is k\")").output == "11 is k\n")
    #expect(prompt.run("print([1, 2]); print([[1, 2], [3, 4]]); print((1, 2))").lines == ["[1, 2]", "[[1, 2], [3, 4]]", "[1, 2]"])
    let commented = TestSession(keepGoing: true)
    #expect(commented.run("k = 1\nfor i in range(3):  # three times\n    k = 9\nk").lines == ["1"])
    // Where a range is refused, its draws are undone.
    let drawn = TestSession(keepGoing: true)
    drawn.run("seed 3; for i in 1:1e14 + rand() { }")
    #expect(drawn.run("randn()").output == TestSession().run("seed 3; randn()").output)
  }

  /// A condition that drew is drawn again by a recording, by whichever function.
  @Test(arguments: Functions.all.filter(\.draws).map(\.name).filter { $0 != "shuffle" }) func drawingIsKnown(_ name: String) throws {
    let session = TestSession().interpreter.executor.session
    var parser = Parser(SourceText(name: "x", text: "mean(np.random.\(name)(3)) > 2"), context: session.parserContext())
    #expect(try parser.wholeExpression().draws(session.words))
  }

  @Test func thirteenFunctionsDraw() { #expect(Functions.all.filter(\.draws).count == 13) }

  /// A blank before a sign and none after: NumPy's print, pasted without quotes.
  @Test func blankMinus() {
    let start = "init 2 4:tanh 1:sigmoid seed=2\nforward\nbackward\n"
    let literal = run(start + "E2 = [[ 0.00301023 -0.00747267]\n [ 0.00257968 -0.00641288]]\nE2.shape")
    #expect(literal.status == 0 && literal.lines == ["(2, 1)"])
    #expect(
      literal.errors.contains("test.nns:4:9: warning: '0.00301023 -0.00747267' is one entry of the matrix, because commas separate entries"), "\(literal)")
    #expect(literal.errors.split(separator: "\n").count == 1)
    for text in ["match dW2 = [[ 0.00078841 -0.01765429 -0.00084166 -0.01022527]]", "dW2 = [[ 0.00078841 -0.01765429 -0.00084166 -0.01022527]]"] {
      let transcript = run(start + text)
      #expect(transcript.errors.contains("is one entry of the matrix, because commas separate entries"), "\(text): \(transcript)")
    }
    for text in ["[1, -2]", "[1 - 2]", "[1-2]", "[(1 -2)]", "[1 -\n2]", "1 -2", "[3 * -2]"] { #expect(run(text).errors.isEmpty, "\(text)") }
  }

  /// Where two sides of `==` differ only by rounding, a warning says so.
  @Test func rounding() {
    let session = TestSession()
    session.run("init 2 4:tanh 1:sigmoid seed=2; forward; backward")
    let transcript = session.run("dW1 == 1/m * dZ1 @ X.T")
    #expect(transcript.lines[0] == "(4, 2)" && transcript.output.contains("False"))
    #expect(
      transcript.errors.hasPrefix("test.nns:1:5: warning: the largest difference is ")
        && transcript.errors.contains("which is rounding: compare with allclose(dW1, 1/m * dZ1 @ X.T)"), "\(transcript)")
    #expect(session.run("allclose(dW1, 1/m * dZ1 @ X.T)").lines == ["True"])
    #expect(run("repeat 3 { v = 0.1 + 0.2 == 0.3 }").errors.split(separator: "\n").count == 1)
    #expect(run("0.1 + 0.2 != 0.3").errors.contains("rounding") && run("[0.1, 1] + 0.2 == [0.3]").errors.isEmpty)
    #expect(run("0.1 + 0.2 == 0.3", json: true).output.contains("\"warnings\":[{\"kind\":\"rounding\""))
    for text in [
      "W1 == W1 + 1e-3", "dW1 == dW1", "1e12 == 1e12 + 1", "(A2 > 0.5) == Y", "nan == nan", "inf == inf", "0 == 1e-320", "W1 == W1.T @ W1.T.T",
      "[nan, 0.3] == [1, 0.1 + 0.2]",
    ] {
      #expect(!session.run(text).errors.contains("rounding"), "\(text)")
    }
  }

  /// A claim over several lines is echoed on one line.
  @Test func claimsOnOneLine() {
    let session = TestSession()
    session.run("init 2 4:tanh 1:sigmoid seed=2; forward; backward")
    for (text, echo) in [
      ("dW2 = 1/m * (dZ2 @  # the mean\n    A1.T)", "dW2 = 1/m * (dZ2 @ A1.T)"), ("dW2 = 1/m * \\\n  dZ2 @ A1.T", "dW2 = 1/m * dZ2 @ A1.T"),
      ("db2[1,\n 1] = (db2)", "db2[1, 1] = (db2)"), ("m = [\n400\n]", "m = [400]"), ("n1 + 0 == [4] # four\nJ = J", "J = J"),
    ] {
      let transcript = session.run(text)
      #expect(transcript.status == 0 && transcript.lines.last!.hasPrefix(echo + ": holds"), "\(text): \(transcript)")
    }
    #expect(SourceText(name: "", text: "[1, 2 # a\n 3, 4\n ,5; 6\n]").oneLine(SourceRange(0, 40)) == "[1, 2; 3, 4 ,5; 6]")
    #expect(SourceText(name: "", text: "A[1,\n 2]+[3\n\n 4]+ (a\n b')").oneLine(SourceRange(0, 40)) == "A[1, 2]+[3; 4]+ (a b')")
    let failed = session.run("dW2 = [1, 2\n 3, 4]")
    #expect(failed.status == 3 && failed.errors.contains("dW2 does not hold"))
  }
}
