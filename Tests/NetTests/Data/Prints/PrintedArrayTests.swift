import Testing

@testable import Net

/// Arrays in the forms that tools print: what is read, what is refused, and where reading stops.
@Suite struct PrintedArrayTests {
  static let half = [[0.5, -2], [1.25, 3]]

  static let right: [(String, [[Double]])] = [
    ("[[ 0.5  -1.25]\n [ 3.    4.  ]]", [[0.5, -1.25], [3, 4]]), ("[0.1 0.2 0.3]", [[0.1, 0.2, 0.3]]), ("[[1.]\n [2.]]", [[1], [2]]),
    ("array([[ 1.2e-03, -4.0e+01]])", [[0.0012, -40]]), ("array([1, 2, 3], dtype=int64)", [[1, 2, 3]]), ("np.array([[1,2],[3,4]])", [[1, 2], [3, 4]]),
    ("  [[1 2]\r\n [3 4]]  \n", [[1, 2], [3, 4]]), ("[[inf -inf]]", [[.infinity, -.infinity]]), ("[-0.]", [[0]]), ("[[3], [5]]", [[3], [5]]),
    ("0.5", [[0.5]]), ("np.float64(0.5)", [[0.5]]), ("tensor(0.5000)", [[0.5]]), ("[1] 0.5", [[0.5]]), ("[1]", [[1]]), ("[[True, False]]", [[1, 0]]),
    // Blanks of other kinds, the minus of Unicode, a byte-order mark.
    ("\u{FEFF}[[0.5\u{A0}\u{2212}2.]\n\u{2009}[1.25 3.]]", half), ("0.5e\u{2212}3", [[0.0005]]),
    // Brackets of other languages.
    ("{{0.5, -2.0}, {1.25, 3.0}}", half), ("[0.5 -2;1.25 3]", half), ("[0.5,-2;\n 1.25,3]", half), ("([0.5, -2], [1.25, 3])", half),
    ("{0.5f, -2.0f};", [[0.5, -2]]),
    ("{{5.*^-1, -2.}, {1.25, 3.}}", half), ("Float32[0.5 -2.0; 1.25 3.0]", half), ("[5.0f-1 -2.0f0; 1.25f0 3.0f0]", half), ("single([0.5 -2;1.25 3])", half),
    ("structure(c(0.5, 1.25, -2, 3), dim = c(2L, 2L))", half), ("structure(1:4, dim = c(2L, 2L))", [[1, 3], [2, 4]]), ("c(a = 0.5, b = -2)", [[0.5, -2]]),
    ("structure(list(x = c(0.5, 1.25), n = c(\"a\", \"b\"), y = c(-2, 3)), class = \"data.frame\", row.names = c(NA, -2L))", half),
    ("tensor(1.00000e-02 *\n       [[ 50., -200.],\n        [ 125.,  300.]])", half),
    ("<tf.Variable 'W:0' shape=(1, 2) dtype=float32, numpy=array([[0.5, -2.]])>", [[0.5, -2]]),
    ("<Variable path=dense/kernel, shape=(1, 2), dtype=float32, value=[[0.5 -2.]]>", [[0.5, -2]]),
    ("torch.tensor([[0.5, -2.]], device='cuda:0')", [[0.5, -2]]),
    ("Parameter containing:\nParameter containing:\ntensor([0.5, -2.], requires_grad=True)", [[0.5, -2]]),
    // Headings.
    ("dW1 = [[0.5 -2.]\n [1.25 3.]]", half), ("dW1: [[0.5, -2.], [1.25, 3.]]", half), ("grads['dW1'] = array([[0.5, -2.], [1.25, 3.]])", half),
    ("dW1=array([[0.5, -2.]])", [[0.5, -2]]), ("dW1 is:\n[[0.5 -2.]]\n", [[0.5, -2]]), ("J = 0.6930", [[0.693]]),
    (">>> dW1\narray([[0.5, -2.]])\n>>> ", [[0.5, -2]]),
    ("In [2]: dW1\nOut[2]: array([[0.5, -2.]])", [[0.5, -2]]), ("dW1\n0.5 -2\n1.25 3", half), ("2×2 Matrix{Float64}:\n 0.5   -2.0\n 1.25   3.0", half),
    ("2×2 Array{Float64,2}:\n 0.5   -2.0\n 1.25   3.0", half), ("2x2 Matrix{Float64}:\n 0.5   -2.0\n 1.25   3.0", half),
    ("2-element Vector{Float64}:\n 0.5\n 1.25", [[0.5, 1.25]]),
    ("julia> dW1\n1×2 adjoint(::Matrix{Float64}) with eltype Float64:\n 0.5  -2.0\n", [[0.5, -2]]),
    ("dW1 =\n\n    0.5000   -2.0000\n    1.2500    3.0000\n\n", half), ("dW1 = 2×2    \n    0.5000   -2.0000\n    1.2500    3.0000\n", half),
    ("dW1 =\n\n  2×2 single matrix\n\n    0.5000   -2.0000\n    1.2500    3.0000\n", half),
    ("dW1 =\n   1.0e+03 *\n\n    0.0005   -0.0020\n    0.00125         0.003\n", half),
    ("dW1 =\n\n   1.0e+03 *\n\n  Columns 1 through 2\n\n    0.0005   -0.0020\n\n  Column 3\n\n   0.0010\n", [[0.5, -2, 1]]),
    ("dW1 =\n\n  Columns 1 and 2:\n\n   0.5  -2.0\n   1.5   3.0\n\n Columns 3 and 4:\n\n   1.0   2.0\n   3.0   4.0\n", [[0.5, -2, 1, 2], [1.5, 3, 3, 4]]),
    ("ans = 0.5", [[0.5]]), ("    [,1] [,2]\n[1,] 0.5   -2\n[2,] 1.25   3\n", half), ("[1] 0.5 -2.0\n[3] 1.5\n", [[0.5, -2, 1.5]]),
    ("    a     b \n 0.50 -2.00 \n", [[0.5, -2]]),
    ("# A tibble: 2 × 2\n      x     y\n  <dbl> <dbl>\n1  0.5     -2\n2  1.25     3\n", half), ("$dW1\n     [,1] [,2]\n[1,]  0.5   -2\n\n", [[0.5, -2]]),
    ("0   0.5\n1  -2.0\nName: b, dtype: float64", [[0.5, -2]]),
    ("dW1 (2, 2)   stale: of step 3\n      1   2\n1   0.5* -2\n2  1.25    3\n* frozen: steps do not change it\n", half),
    // Tables.
    ("0.5,-2\n1.25,3\n", half), ("a,b\n0.5,-2\n1.25,3\n", half), (",a,b\nr,0.5,-2\ns,1.25,3\n", half), ("\"\",\"a\",\"b\"\n\"1\",0.5,-2\n\"2\",1.25,3\n", half),
    ("0;1\n0,5;-2,0\n1,25;3,0\n", half), ("0.5\t-2\n1.25\t3", half), ("| 0.5 | -2 |\n| 1.25 | 3 |", half),
    ("|   | a | b |\n|--:|--:|--:|\n| 0 | 0.5 | -2 |\n| 1 | 1.25 | 3 |", half),
    ("# a comment\n0.5 -2 \n\n1.25 3", half), ("0.5, -2,\n1.25, 3,\n", half), ("0 1\n0.5 -2.5\n", [[0.5, -2.5]]), ("0 1\n2 3\n", [[0, 1], [2, 3]]),
    ("1 2\n2.5 3.5", [[1, 2], [2.5, 3.5]]),
    ("    a    b\n--- ----\n0.5 -2\n1.25 3\n", half), ("     x1  x2\nid         \nu   0.5  -2\nv  1.25   3\n", half),
  ]

  @Test(arguments: right) func reads(_ item: (String, [[Double]])) throws {
    let printed = try PrintedArray(item.0)
    #expect(printed.entries.shape == Shape(item.1.count, item.1[0].count))
    #expect(zip(printed.entries.elements, item.1.flatMap { $0 }).allSatisfy { $0 == $1 || abs($0 - $1) < 1e-15 }, "\(printed.entries)")
    #expect(printed.rowGap == nil && printed.columnGap == nil)
  }

  static let wrong: [(String, PrintedArray.Flaw.Reason, Int, Int)] = [
    ("", .empty, 1, 1), ("[]", .empty, 1, 1), ("[[]]", .empty, 1, 1), ("dW1 =\n", .empty, 1, 1), ("[[1 x]]", .notNumber("x"), 1, 5),
    ("[[1 2]\n [3]]", .ragged(row: 2, expected: 2, found: 1), 2, 3), ("[[1 2]", .bracket, 1, 7), ("[1 2]]", .bracket, 1, 6), ("[[[1]]]", .tooDeep, 1, 2),
    ("[1 2] 3", .rest("3"), 1, 7), ("[1 2])", .bracket, 1, 6), ("[1 ... 2 ... 3]", .notNumber("..."), 1, 10), ("[[1 2] 3]", .notNumber("3"), 1, 8),
    ("[0x1]", .notNumber("0x1"), 1, 2), ("array([1 2]", .bracket, 1, 12), ("[1, 'a", .quote, 1, 5), ("[1 2)", .bracket, 1, 5),
    ("sin([1 2])", .unknown("sin"), 1, 1),
    ("array(foo([1 2]))", .unknown("foo"), 1, 7), ("hello world\nhow are you", .unknown("hello"), 1, 1),
    ("structure(c(1, 2, 3), dim = c(2L, 2L))", .dimensions(Shape(2, 2), found: 3), 1, 11),
    ("1.5 2\n3 4 5", .ragged(row: 2, expected: 2, found: 3), 2, 1), ("1,2\n3,x", .notNumber("x"), 2, 3), ("1,2\n,4", .emptyCell, 2, 1),
    ("a,b\n\"1,2", .quote, 2, 1),
    ("Columns 1 and 2:\n 1 2\n 3 4\nColumn 3:\n 5\n", .parts(expected: 2, found: 1), 5, 2), ("[1 2]\n[3 4]", .rest("["), 2, 1), ("a,b\n", .empty, 1, 1),
    ("éé [[1 2]", .unknown("éé"), 1, 1), ("[ é 1]", .notNumber("é"), 1, 3), ("c(1:1000000)", .notNumber("1000000"), 1, 5),
  ]

  @Test(arguments: wrong) func refuses(_ item: (String, PrintedArray.Flaw.Reason, Int, Int)) {
    do throws(PrintedArray.Flaw) {
      let printed = try PrintedArray(item.0)
      Issue.record("\(item.0) is read as \(printed.entries)")
    } catch {
      #expect(error.reason == item.1 && error.line == item.2 && error.column == item.3, "\(item.0): \(error)")
    }
  }

  /// `halfUnits` has half a unit of the last digit of each entry. Whole numbers and 0 have the smallest one of the array. It is nil where no entry has
  /// decimals or an exponent, and where all digits of the doubles are printed.
  @Test func halfUnits() throws {
    #expect(try PrintedArray("[0.5 1.25 2. 0.]").halfUnits?.elements == [0.05, 0.005, 0.005, 0.005])
    #expect(try PrintedArray("0.5,1.25\n2,0\n").halfUnits?.elements == [0.05, 0.005, 0.005, 0.005])
    let small = try PrintedArray("[1.5e-03 0.0e+00]").halfUnits!.elements
    #expect(abs(small[0] - 5e-5) < 1e-18 && small[0] == small[1])
    #expect(try PrintedArray("[1 2]").halfUnits == nil && PrintedArray("1 2\n3 4").halfUnits == nil)
    #expect(try PrintedArray("[0.123456789012345 0.5]").halfUnits == nil)
    let factor = try PrintedArray("A =\n\n   1.0e+03 *\n\n   0.5000   1.2500\n").halfUnits!.elements
    #expect(factor.allSatisfy { abs($0 - 0.05) < 1e-15 })
    // Six digits are printed of each number here.
    #expect(try PrintedArray("[123457 0.123456]").halfUnits!.elements[0] == 0.5)
  }

  /// The format is what the print says. PyTorch says nothing for float32.
  @Test func formats() throws {
    let formats: [(String, PrintedFormat)] = [
      ("array([0.5], dtype=float32)", .single), ("array([0.5])", .double), ("tensor([0.5000])", .single), ("tensor([0.5000], dtype=torch.float64)", .double),
      ("tensor([0.5], dtype=torch.bfloat16)", .bfloat), ("np.float32(0.5)", .single), ("2×1 Matrix{Float32}:\n 0.5\n 0.25", .single),
      ("[0.5f0 1.5f0]", .double),
      ("shape: (1, 1)\n┌─────┐\n│ a   │\n│ --- │\n│ f32 │\n╞═════╡\n│ 0.5 │\n└─────┘", .single), ("0   0.5\nName: x, dtype: float32", .single),
      ("{'dW1': tensor([[0.5]])}", .single), ("A =\n\n  1×1 single\n\n   0.5\n", .single), ("array([0.5], dtype=float16)", .half),
    ]
    for (text, format) in formats { #expect(try PrintedArray(text, names: ["dW1"]).format == format, "\(text)") }
    // 1/3 in single precision, printed with all digits of it, and a step that was computed in it.
    let given = GivenArray(try PrintedArray("array([[0.33333334, 1.]], dtype=float32)"))
    #expect(given.agrees(with: Matrix(row: [1.0 / 3, 1])) && given.agrees(with: Matrix(row: [1.0 / 3 + 1.5e-6, 1])))
    #expect(!given.agrees(with: Matrix(row: [1.0 / 3 + 3e-6, 1])))
    #expect(!GivenArray(try PrintedArray("array([[0.33333334, 1.]])")).agrees(with: Matrix(row: [1.0 / 3 + 1.5e-6, 1])))
  }

  /// `...` means that rows or columns are left out. The entries that are shown must fit.
  @Test func gaps() throws {
    let printed = try PrintedArray("[[1. 2. ... 9. 10.]\n [11. 12. ... 19. 20.]\n ...\n [91. 92. ... 99. 100.]]")
    #expect(printed.rowGap == 2 && printed.columnGap == 2)
    let given = GivenArray(printed)
    let whole = Matrix(rows: 10, columns: 10, elements: (1...100).map(Double.init))
    #expect(given.agrees(with: whole) && given.distance(whole) == 0 && !given.agrees(with: whole.transposed()))
    #expect(!given.allows(Shape(3, 10)) && given.shapeText == "(> 3, > 4)")
    #expect(given.cannotTell(whole, whole) && !given.cannotTell(whole, whole.map { $0 + 1 }))
    let spread = given.spread(over: whole.shape)
    #expect(spread[9, 9] == 100 && spread[1, 1] == 12 && spread[2, 0].isNaN && spread[0, 2].isNaN)
    for text in [
      "10×10 Matrix{Float64}:\n  1.0   2.0  …   9.0   10.0\n 11.0  12.0      19.0   20.0\n  ⋮            ⋱\n 91.0  92.0  …  99.0  100.0",
      "E (10, 10)\n     1    2  …   9   10\n1    1    2  …   9   10\n2   11   12  …  19   20\n…    …    …  …   …    …\n10  91   92  …  99  100",
      "      0   1   ...   8    9\n0    1.0  2.0  ...  9.0  10.0\n..   ...  ...  ...  ...  ...\n9   91.0 92.0  ... 99.0 100.0\n\n[10 rows x 10 columns]",
    ] {
      let given = GivenArray(try PrintedArray(text))
      #expect(given.isElided && given.agrees(with: whole) && !given.agrees(with: whole.map { $0 + 1 }), "\(text)")
    }
    #expect(try PrintedArray("0   0.5\n   ... \n9   1.5\nLength: 10, dtype: float64", shape: Shape(10, 1)).rowGap == 1)
  }

  /// Among arrays with names the wanted one is taken, from a dictionary, from lines and from sessions.
  @Test func names() throws {
    let texts = [
      "{'db1': array([[1.]]), 'dW1': array([[0.5, 2.],\n       [3., 4.]])}", "{\"a\": {\"dW1\": [[0.5, 2.0], [3.0, 4.0]]}, \"db1\": [[1.0]]}",
      "db1 = [[1.]]\ndW1 = [[0.5 2.]\n [3. 4.]]\ndZ1 = [[7.]]", "db1 =\n\n   1\n\ndW1 =\n\n   0.5   2\n   3   4\n\n",
      "dW1 (2, 2)\n     1  2\n1  0.5  2\n2    3  4\ndb1 (1, 1)\n   1\n1  1\n",
      "grads =\n\n  scalar structure containing the fields:\n\n    db1 = 1\n    dW1 =\n\n       0.5   2.0\n       3.0   4.0\n\n\n",
      "$db1\n[1] 1\n\n$dW1\n     [,1] [,2]\n[1,]  0.5    2\n[2,]  3.0    4\n\n",
      "list(db1 = 1, dW1 = structure(c(0.5, 3, 2, 4), dim = c(2L, 2L)))", "dict(dW1=array([[0.5, 2.], [3., 4.]]), db1=array([1.]))",
      "OrderedDict([('dW1', [[0.5, 2], [3, 4]]), ('db1', [1])])",
      ">>> db1\narray([[1.]])\n>>> print(dW1)\n[[0.5 2. ]\n [3.  4. ]]\n", "Dict(\"db1\" => [1.0], \"dW1\" => [0.5 2.0; 3.0 4.0])",
      "grads[\"dW1\"] = [[0.5, 2], [3, 4]]\ngrads[\"db1\"] = [[1]]", "dW1 = [[9. 9.]]\ndW1 = [[0.5 2.]\n [3. 4.]]",
    ]
    for text in texts { #expect(try PrintedArray(text, names: ["dW1"]).entries == Matrix([[0.5, 2], [3, 4]]), "\(text)") }
    // A single array may have any name, but an entry of a dictionary may not.
    #expect(try PrintedArray("my_grad = [[1 2]]", names: ["dW1"]).entries == Matrix([[1, 2]]))
    #expect(throws: PrintedArray.Flaw(reason: .missingName("dW1", known: ["W1", "b1"]), line: 1, column: 8)) {
      try PrintedArray("{'W1': [[1, 2]], 'b1': [3]}", names: ["dW1"])
    }
    #expect(throws: PrintedArray.Flaw.self) { try PrintedArray("a = [1 2]\nb = [3 4]", names: ["dW1"]) }
  }

  /// A vector with one entry on each line is a column where a column is wanted. Every other vector is a row. The shape also tells a header of numbers.
  @Test func wantedShapes() throws {
    for text in [
      "3-element Vector{Float64}:\n 0.5\n 1.5\n 2.5", "0   0.5\n1   1.5\n2   2.5\ndtype: float64", "shape: (3,)\nSeries: '' [f64]\n[\n\t0.5\n\t1.5\n\t2.5\n]",
    ] {
      #expect(try PrintedArray(text).entries == Matrix([[0.5, 1.5, 2.5]]), "\(text)")
      #expect(try PrintedArray(text, shape: Shape(3, 1)).entries == Matrix([[0.5], [1.5], [2.5]]), "\(text)")
    }
    #expect(try PrintedArray("[0.5 1.5 2.5]", shape: Shape(3, 1)).entries.shape == Shape(1, 3))
    #expect(try PrintedArray("0\n0.5\n1.5", shape: Shape(2, 1)).entries == Matrix([[0.5], [1.5]]))
    #expect(try PrintedArray("0\n0.5\n1.5", shape: Shape(3, 1)).entries.rows == 3 && PrintedArray("0\n0.5\n1.5").entries.rows == 3)
    #expect(try PrintedArray("0,1\n2,3\n4,5", shape: Shape(2, 2)).entries == Matrix([[2, 3], [4, 5]]))
    #expect(try PrintedArray("0,1\n0.5,3\n4,5", shape: Shape(3, 2)).entries.rows == 3)
  }

  /// A path is no printed array.
  @Test func printsAndPaths() {
    for text in ["0.5", "[1 2]", "1 2 3", "J = 0.5", "tensor(0.5)", "tensor(0.5", "a\nb", "np.float64(0.5)", "{1, 2}"] {
      #expect(PrintedArray.isPrinted(text), "\(text)")
    }
    for text in ["mine.npy", "my folder/mine.csv", "dW1", "../a.txt", "a=b.csv", "x(1).csv"] { #expect(!PrintedArray.isPrinted(text), "\(text)") }
    for text in [
      "[[ 1 2]", "tensor([[1,", "dW1 =", "dW1 = [[1 2]", "3×2 Matrix{Float64}:", "  0.5 0.25", "     [,1] [,2]", "<tf.Tensor: shape=(3, 2)", "{'dW1': array(",
      "Out[3]: ",
    ] {
      #expect(PrintedForm.opens(text), "\(text)")
    }
    for text in ["J = {J}", "hello", "the cost: ", "0.5", "{J:.3f}", "> x", "mine.csv"] { #expect(!PrintedForm.opens(text), "\(text)") }
  }
}
