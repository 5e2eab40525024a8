import Testing

/// Expressions and scripts, each with its output.
@Suite struct ExpressionTests {
  static let scalars: [(String, String)] = [
    ("1 + 2 * 3", "7"), ("-2**2", "-4"), ("2**-1", "0.5"), ("2**3**2", "512"), ("-7 // 2", "-4"), ("-7 % 3", "2"), ("7 / 2", "3.5"), ("1/0", "inf"),
    ("0/0", "nan"),
    ("(-8) ** (1/3)", "nan"), ("1 < 2 < 3", "True"), ("1 < 2 > 5", "False"), ("not 1 == 2", "True"), ("1 == 1 and 2 == 3", "False"), ("1 == 1 or J", "True"),
    ("True + True", "2"), ("\"a\" + \"b\"", "ab"), ("'a\\n'", "a\\n"), ("\"a\" == \"a\"", "True"), ("nan == nan", "False"), ("pi", "3.14159"), ("e", "2.71828"),
    ("inf", "inf"),
    ("np.pi", "3.14159"), ("2²", "4"), ("2⁻¹", "0.5"), ("2ᶻ", "error"), ("eⁱ", "error"), ("e²ᶻ", "error"), ("eᶻᶻ", "error"), ("ᶻ", "error"),
    ("max(3, 4)", "4"), ("min([3, 1, 2])", "1"), ("argmax([1, 5, 5])", "2"), ("argmin([4, 2, 2])", "2"),
    ("sum([1, 2; 3, 4])", "10"), ("np.mean([1, 2, 3])", "2"), ("abs(-3)", "3"), ("np.exp(0)", "1"), ("log(e)", "1"), ("sqrt(16)", "4"), ("round(2.5)", "2"),
    ("round(1.25, 1)", "1.2"),
    ("sigmoid(0)", "0.5"), ("sigmoid'(0)", "0.25"), ("tanh'(0)", "1"), ("relu(-3)", "0"), ("relu'(0)", "0"), ("leaky_relu(-1)", "-0.01"), ("linear(7)", "7"),
    ("[1, 2, 3].shape[1]", "3"), ("[1; 2].shape[0]", "2"), ("[1; 2].shape", "(2, 1)"), ("(3).shape", "()"), ("sum([1; 2].shape)", "3"),
    ("all([1; 2].shape == (2, 1))", "True"), ("[1, 2, 3].sum()", "6"), ("np.linalg.norm([3, 4])", "5"),
    ("allclose([1, 2], [1, 2 + 1e-12])", "True"),
    ("array_equal([1, 2], [1; 2])", "False"), ("any([0, 1] == 1)", "True"), ("all([0, 1] == 1)", "False"), ("std([1, 3])", "1"), ("var([1, 3])", "1"),
    ("sign(-2)", "-1"),
    ("1_000 + 1", "1001"), (".5 + 1.", "1.5"), ("1e3", "1000"), ("123456789", "1.23457e+08"), ("0.1 + 0.2", "0.3"), ("[5] + 1 == 6", "..."), ("m", "400"),
    ("n0", "2"), ("n_x", "2"),
    ("nₓ", "2"), ("alpha", "0.1"), ("α", "0.1"), ("x[1,1] == X[1,1]", "True"), ("A0[2,3] == X[2,3]", "True"), ("A[0][2,3] == X[2,3]", "True"),
    ("a[0][1,1] == X[1,1]", "True"),
    ("3 if", "error"), ("isnan(nan)", "True"), ("where(1 == 2, 3, 4)", "4"), ("squeeze([7])", "7"), ("multiply(2, 3)", "6"), ("-3 ** 2", "-9"),
    ("10 - 2 - 3", "5"), ("2 * 3 % 4", "2"),
  ]

  @Test(arguments: scalars) func scalar(_ item: (String, String)) {
    let transcript = run(item.0)
    if item.1 == "error" {
      #expect(transcript.status == 1)
    } else if item.1 == "..." {
      #expect(transcript.status == 0)
    } else {
      #expect(transcript.lines == [item.1], "\(item.0): \(transcript.errors)")
    }
  }

  /// Expressions with the rows of their values.
  static let matrices: [(String, [[Double]])] = [
    ("[1, 2; 3, 4]", [[1, 2], [3, 4]]), ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]), ("[1 -2]", [[-1]]), ("[1, -2]", [[1, -2]]), ("[1; 2]", [[1], [2]]),
    ("[1, 2\n3, 4]", [[1, 2], [3, 4]]),
    ("[1,\n2]", [[1, 2]]), ("[1 +\n2]", [[3]]), ("[\n1, 2;\n3, 4\n]", [[1, 2], [3, 4]]), ("[[1; 2], [3; 4]]", [[1], [2], [3], [4]]),
    ("[ones(2, 1), zeros(2, 1)]", [[1, 0], [1, 0]]), ("[ones(1, 2); zeros(1, 2)]", [[1, 1], [0, 0]]),
    ("[1, 2; 3, 4] @ [1; 1]", [[3], [7]]), ("[1, 2; 3, 4] * [10; 100]", [[10, 20], [300, 400]]), ("[1, 2] + [10; 20]", [[11, 12], [21, 22]]),
    ("np.dot([1, 2], [3; 4])", [[11]]),
    ("2 ⋅ [1, 2]", [[2, 4]]), ("[1, 2; 3, 4].T", [[1, 3], [2, 4]]), ("[1, 2; 3, 4]ᵀ", [[1, 3], [2, 4]]), ("[1, 2, 3]²", [[1, 4, 9]]),
    ("arange(3)", [[0, 1, 2]]), ("arange(1, 2, 0.5)", [[1, 1.5]]),
    ("linspace(0, 1, 3)", [[0, 0.5, 1]]), ("zeros((2, 1))", [[0], [0]]), ("np.zeros(2)", [[0, 0]]), ("ones(1, 2)", [[1, 1]]), ("eye(2)", [[1, 0], [0, 1]]),
    ("sum([1, 2; 3, 4], axis=1, keepdims=True)", [[3], [7]]), ("sum([1, 2; 3, 4], axis=1)", [[3, 7]]), ("sum([1, 2; 3, 4], axis=0)", [[4, 6]]),
    ("[1, 2; 3, 4].sum(axis=0)", [[4, 6]]),
    ("sum([1, 2; 3, 4], keepdims=True)", [[10]]), ("max([1, 5; 7, 2], axis=1)", [[5, 7]]), ("argmax([1, 5; 7, 2], axis=0)", [[2, 1]]),
    ("cumsum([1, 2, 3])", [[1, 3, 6]]),
    ("reshape([1, 2, 3, 4], 2, 2)", [[1, 2], [3, 4]]), ("[1, 2, 3, 4].reshape(-1, 1)", [[1], [2], [3], [4]]),
    ("[1, 2, 3, 4].reshape((2, 2))", [[1, 2], [3, 4]]), ("outer([1, 2], [3, 4])", [[3, 4], [6, 8]]),
    ("concatenate([[1, 2], [3, 4]], axis=1)", [[1, 2, 3, 4]]), ("clip([-1, 0.5, 2], 0, 1)", [[0, 0.5, 1]]), ("where([1, -1] > 0, [1, -1], 0)", [[1, 0]]),
    ("maximum([1, 5], 3)", [[3, 5]]),
    ("softmax([0, 0; 0, 0])", [[0.5, 0.5], [0.5, 0.5]]), ("relu([-1, 2])", [[0, 2]]), ("relu'([-1, 2])", [[0, 1]]), ("[1, 2; 3, 4].shape * 1", [[2, 2]]),
    ("[1, 2, 3].shape.T", [[1], [3]]),
    ("[1, 2; 3, 4][:, 2]", [[2], [4]]),
    ("[1, 2; 3, 4][2]", [[3, 4]]), ("[1, 2; 3, 4][-1, :]", [[3, 4]]), ("[1, 2, 3, 4][1, 2:3]", [[2, 3]]), ("[1, 2, 3, 4][2:3]", [[2, 3]]),
    ("[1, 2, 3, 4][1, ::2]", [[1, 3]]), ("[1, 2, 3, 4][1, ::-1]", [[4, 3, 2, 1]]),
    ("[1, 2, 3][1, [3, 1]]", [[3, 1]]), ("[1, 2, 3][[1, 2, 3] > 1]", [[2, 3]]), ("[1, 2; 3, 4][[2, 1], :]", [[3, 4], [1, 2]]), ("permutation(1)", [[1]]),
    ("transpose([1, 2])", [[1], [2]]), ("+[1, 2]", [[1, 2]]), ("-[1, 2]", [[-1, -2]]),
    ("X[:, 1:2] - x[:, 1:2]", [[0, 0], [0, 0]]), ("x(3) - X[:,3]", [[0], [0]]), ("x⁽³⁾ - X[:,3]", [[0], [0]]), ("round([0.5, 1.5])", [[0, 2]]),
    ("power([2, 3], 2)", [[4, 9]]),
  ]

  @Test(arguments: matrices) func matrix(_ item: (String, [[Double]])) {
    let transcript = run(item.0, json: true)
    let value = transcript.objects.first?["value"] as? [[Double]]
    #expect(value == item.1, "\(item.0): \(transcript.output)")
  }

  /// Scripts of a few statements with their whole output.
  static let scripts: [(String, [String])] = [
    ("a = 3; a += 2; a *= 2; a", ["10"]), ("a = b = 4; a + b", ["8"]), ("a = [1, 2; 3, 4]; a[1,2] = 9; a[1,2]", ["9"]),
    ("a = zeros(2, 2); a[:, 1] = 5; a[2, 1]", ["5"]),
    ("a = zeros(2, 2); a[1] = [1, 2]; a[1, 2]", ["2"]), ("1 + 1; ans * 10", ["2", "20"]), ("n = 0; for i in 1:4 { n += i }; n", ["10"]),
    ("n = 0; for i in 4:1:-1 { n = n * 10 + i }; n", ["4321"]),
    ("for c in [1, 2; 3, 4] { print sum(c) }", ["4", "6"]), ("for v in [5, 6] { print v }", ["5", "6"]), ("n = 1; while n < 50 { n *= 3 }; n", ["81"]),
    ("for i in 1:9 { if i == 2 { continue }; if i == 4 { break }; print i }", ["1", "3"]),
    ("if 1 > 2 { print \"a\" } else if 2 > 1 { print \"b\" } else { print \"c\" }", ["b"]),
    ("if 1 > 2 {\n print 1\n}\nelse {\n print 2\n}", ["2"]), ("repeat 2 { print \"x\" }", ["x", "x"]),
    ("print \"{1 + 1} {{}} {pi:.2f} {3:5d}|\"", ["2 {} 3.14     3|"]), ("print \"a\", 2, True, [1, 2]", ["a 2 True [1, 2]"]),
    ("random.seed(2); np.random.randn(4, 2)[1, 1] * 0.01", ["-0.00416758"]), ("seed 1; a = rand(); seed 1; a == rand()", ["True"]), ("x = 5; x", ["5"]),
    ("e = 1; e + pi", ["4.14159"]),
    ("a = 1 # a comment; b = 2\na", ["1"]), ("a = 1 + \\\n2\na", ["3"]), ("a = (1 +\n2)\na", ["3"]), ("W = [1, 2]; W[1,2]", ["2"]),
    ("alpha = 0.5; alpha", ["0.5"]), ("α = 0.25; alpha", ["0.25"]),
    ("print 1; # nothing\n;;\nprint 2", ["1", "2"]), ("\u{FEFF}print 1\r\nprint 2\r\n", ["1", "2"]), ("#!/usr/bin/env nnshell\nprint 1", ["1"]),
    ("z = 3; 2ᶻ; 2⁻ᶻ; 2⁺ᶻ; -2ᶻ; 2*3ᶻ", ["8", "0.125", "8", "-8", "54"]), ("n = 2; (1 + 2)ⁿ; 2⁻ⁿ", ["9", "0.25"]),
    ("z = [1, 2]; print 2ᶻ; print [3, 2]ᶻ", ["[2, 4]", "[3, 4]"]), ("z = 1; eᶻ - e", ["0"]), ("eᶻ = 3", ["error"]),
    ("y\u{0302} = 3", ["error"]), ("time a = 1\na", ["time: ... s", "1"]),
    ("set digits 3; pi", ["3.14"]), ("who", ["no variables"]), ("b1x = 2; who", ["b1x  scalar"]), ("assert [1, 2] == [1, 2 + 1e-13] tol=1e-12", []),
    ("assert 1 == 1 \"fine\"", []), ("print sum([1, 2; 3, 4], axis=None), sum([1, 2], None, keepdims=None), clip(3, None, 1)", ["10 3 1"]),
    ("print [zeros(0, 3), zeros(0, 2)].shape, [zeros(0, 3); ones(1, 3)]", ["(0, 5) [1, 1, 1]"]),
    ("kind = \"relu\"; init 2 4:kind 1; relu([-1, 2]) == g1([-1, 2])", ["(1, 2)", "      1     2", "1  True  True"]),
    ("tanh1 = 1; kind = \"x\"; init 2 4:tanh 1", []),
    ("for q in [1, 2, 3] > 1 { if q { print q } else { print 0 } }", ["0", "True", "True"]),
    ("for q in [1, 2; 3, 4] > 2 { if q { print 1 } else { print q } }", ["[[False], [True]]", "[[False], [True]]"]),
    ("for q in 3 > 2 { print q }", ["True"]), ("time { a = 1; print a }\na", ["1", "time: ... s", "1"]),
    ("for i in 1:3 { time { if i == 2 { break } }; print i }", ["time: ... s", "1", "time: ... s"]),
    ("time {\n  init 2 1 # c\n}", ["time: ... s"]),
  ]

  @Test(arguments: scripts) func script(_ item: (String, [String])) {
    let transcript = run(item.0)
    if item.1 == ["error"] {
      #expect(transcript.status == 1)
    } else {
      #expect(matches(transcript.lines, item.1), "\(item.0): \(transcript.output)\(transcript.errors)")
    }
  }

  @Test func scriptArguments() {
    #expect(TestSession(arguments: ["7", "word"]).run("print $1 + 1, $2; init $1 3 1").errors.contains("7") == false)
    #expect(TestSession(arguments: ["7", "word"]).run("print $1 + 1, $2").lines == ["8 word"])
    #expect(TestSession(arguments: ["relu"]).run("init 2 4:$1 1; print g1(-3)").lines == ["0"])
    #expect(TestSession(arguments: ["3"]).run("init 2 4:$1 1").errors.contains("1:10: error: an activation must be a name in text, not a scalar"))
    #expect(TestSession(arguments: []).run("print $1").errors.contains("was given 0 arguments"))
  }

  /// A name may be typed with composed or with decomposed letters. Both are the same name.
  @Test func namesAreNormalised() {
    #expect(run("caf\u{E9} = 1; cafe\u{301}").lines == ["1"])
  }
}
