import Net

/// What `help` says beside commands, functions and quantities: the one table.
struct Topic: Sendable {
  let name: String
  /// Another word that finds it.
  var other: String?
  let summary: String
  /// A table, its head first.
  var rows: [[String]] = []
  /// One paragraph in pieces, which the window breaks into lines.
  let text: [String]
  let example: CommandExample

  static func named(_ word: String) -> Topic? { all.first { $0.name == word || $0.other == word } }

  private static let losses: [[String]] =
    [["loss=", "goes with", "of one example"]]
    + Losses.all.map { loss in [loss.name, Activations.all.first { loss.isPartner(of: $0) }?.name ?? "", loss.formula] }

  static let all: [Topic] = [
    Topic(
      name: "claims", other: "claim", summary: "Q = E checks the notes' equation where Q is computed",
      text: [
        "Z, A, J, dA, dZ, dW, db, Yhat, m, L, t and n are computed: Q = E is a claim about them. It holds where the shapes are",
        "equal and the largest difference is at most 1e-9 of the largest entry; else it fails (status 3) with the worst entry and",
        "both values. It needs a current pass: run forward, for gradients backward too. A part may stand on the left (z[1]2 = …,",
        "A1[:,3] = …), and A[2] = g[2](Z[2]) = ŷ chains.",
      ],
      example: CommandExample("init; forward", "Z[1] = W[1]X + b[1]", output: ["Z[1] = W[1]X + b[1]: holds, largest difference ..."])),
    Topic(
      name: "names", summary: "the quantities and how they may be spelled",
      rows: [
        ["name", "shape", "also"],
        ["X, Y", "(n0, m), (nL, m)", "x, y; X = A0 = A[0] = a[0]"],
        ["W1, b1", "(n1, n0), (n1, 1)", "W[1], b[1], w1"],
        ["Z1, A1", "(n1, m)", "Z[1], A[1], z1, a1, z[1], a[1]"],
        ["dW1, db1, dZ1, dA1", "as W1, b1, Z1, A1", "dW[1], dw[1], dz1 …"],
        ["Yhat", "(nL, m)", "ŷ, Ŷ, Y_hat; the last A"],
        ["J", "scalar", "cost"],
        ["m, L, n0, n1 …", "scalar", "n_x = nx = n0, n_y = nL, n_h = n1, n[1]"],
        ["alpha, t", "scalar", "α; learning rate, steps since init"],
        ["g1, g1'", "functions", "g[1], g[1]'; layer 1's, of any Z"],
      ],
      text: [
        "a[1]2 is unit 2's row, w[1]2 its weights as a column; x(3), a[1](3), ŷ(3) are example 3's. With one unit in all, w (=",
        "W1.T), b, z, a, g, dw, db, dz need no number. A variable called W, a … takes W[1], a[1] … for itself: W1, A1 stay the",
        "layer's.",
      ],
      example: CommandExample("init", "print array_equal(W[1], W1), n_h, α", output: ["True 4 0.1"])),
    Topic(
      name: "travel", other: "undo", summary: "every step since init can be gone back to",
      text: [
        "back, redo and goto restore network, data, generator, alpha and what forward and backward gave, bit for bit, as they were left",
        "at that step. Variables, settings, displays and breakpoints stay. What is changed after going back begins a branch: branch",
        "NAME names it, goto NAME goes to the end of one, goto NAME:T to a step of it. timeline shows all lines, diff A B what lies",
        "between two steps or branches. goto when C finds the first step where C held.",
      ],
      example: CommandExample(
        "init seed=2; train 100 alpha=1.2; back 20", "branch smaller; train 20 alpha=0.1", "branches",
        output: ["  main                   0 to 100   J = 0.604442", "* smaller  from main:80  80 to 100  J = 0.609211"])),
    Topic(
      name: "indexing", summary: "rows and columns count from 1",
      text: [
        "W1[2,1] is unit 2's weight for input 1, A1[:,3] example 3, A1[2] row 2. A slice a:b or a:b:step holds its end; negative",
        "counts from the end. A row of integers or of truth values chooses too. Two integers give a number, all else keeps rows",
        "and columns. W1[2,1] = 0 changes the entry; a computed quantity's is a claim.",
      ],
      example: CommandExample("v = [10, 20, 30, 40]", "print v[1,2], v[1,-1], v[2:3], v[v > 25]", output: ["20 40 [20, 30] [30, 40]"])),
    Topic(
      name: "shapes", summary: "which arrays fit: @, broadcasting, axis",
      text: [
        "A @ B: the columns of A must equal the rows of B; (a, b) @ (b, c) is (a, c). + - * / and comparisons go entry by entry.",
        "Rows must be equal or 1, columns too; what is 1 is stretched, so b1 (n1, 1) is added to each column of Z1 (n1, m).",
        "sum(A, axis=0) runs down the rows and leaves one entry a column; axis=1 runs along the columns. What is left is a row;",
        "keepdims=True leaves it in its place. shape E works a shape out step by step, shape E n1=5 m=3 with other sizes.",
      ],
      example: CommandExample("A = [1, 2; 3, 4; 5, 6]", "print sum(A, axis=1).shape, sum(A, axis=1, keepdims=True).shape", output: ["(1, 3) (3, 1)"])),
    Topic(
      name: "tests", summary: "scripts that state what they print",
      text: [
        "#> TEXT below a statement states a line that it prints, line for line; ... stands for anything, a number matches if it",
        "rounds to the digits given, and #> error: TEXT expects the failure. nnshell --test FILE… compares, --update rewrites",
        "what is stated, --test KEY.nns --on FILE… runs each FILE, then the key in the session that it left.",
      ],
      example: CommandExample("1 / 3", "#> 0.333", output: ["0.333333"])),
    Topic(
      name: "numpy", summary: "what can be pasted from Python, and what differs",
      text: [
        "np.dot(W1, X), A1.T, A.shape[0], A.sum(axis=1, keepdims=True), np.random.randn(4, 2) * 0.01, ** // % @ += and import",
        "lines can stay, and so can np.array, D[D < 0] = 0, W1, b1 = A, B, float, int, str, len, random.shuffle(v), and randint, choice,",
        "uniform, normal, exponential, binomial of np.random; the generator gives NumPy's numbers. Different: indices count from 1 and a slice holds its end; argmax,",
        "argmin and permutation give NumPy's plus 1; every array has two dimensions, a 1-D one is a row (1, n); blocks are { … },",
        "and for i in 1:n runs to n.",
      ],
      example: CommandExample("a = np.array_equal(np.arange(3), [0, 1, 2])", "print a, np.argmax([3, 9, 1]), np.zeros(3).shape", output: ["True 2 (1, 3)"])),
    Topic(
      name: "losses", other: "loss", summary: "what a network is trained to make small",
      rows: losses,
      text: [
        "J is the mean over the m examples. Where loss and output go together, dZ of the output is A - Y; else it is dA * g'(Z).",
        "init takes the loss that goes with the output unless loss= names one. L(A2, Y) is the loss of each example.",
      ],
      example: CommandExample("init 2 4:tanh 1:sigmoid loss=mse; forward", "array_equal(L(A2, Y), 0.5 * (A2 - Y)**2)", output: ["True"])),
    Topic(
      name: "json", summary: "--json: results for programs",
      text: [
        "One object a line for each statement, its command first, flushed at once. Numbers read back to the same double; NaN and",
        "infinities are text. Errors are objects too, with kind, message, file, line, column and hint; warnings are a field.",
      ],
      example: CommandExample("version", output: ["..."])),
    Topic(
      name: "keys", summary: "the keys of the prompt",
      text: [
        "Tab completes a command, name, option or file. Ctrl-R searches the lines typed before. Ctrl-C drops the line, or stops",
        "what runs after a whole step; twice ends the program. Ctrl-D on an empty line leaves. Up and Down go through the",
        "history; an open bracket goes on in the next line.",
      ],
      example: CommandExample("history 5")),
  ]

  var lines: [String] {
    ["\(name): \(summary)"] + TextTable.lines(rows, [.left]).map { "  " + $0 } + ["  " + text.joined(separator: " "), "", "  example"]
      + (example.input + example.output).map { "    " + $0 }
  }
}
