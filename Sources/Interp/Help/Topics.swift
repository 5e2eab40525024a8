import Net

/// A subject that `help` explains, such as stale values. The lists below hold all topics.
struct Topic: Sendable {
  let name: String
  /// Other words under which `help` finds the topic.
  var otherWords: [String] = []
  let summary: String
  /// The rows of a table. The first row is the head.
  var rows: [[String]] = []
  /// One paragraph in pieces. It is broken into lines at the width of the window.
  let text: [String]
  let example: CommandExample

  static func named(_ name: String) -> Topic? { all.first { $0.name == name } }

  /// All topics in the order of `help`. They are made anew each time, because they name the activations, to which a test may add one.
  static var all: [Topic] { network + language + tools }

  var lines: [String] {
    ["\(name): \(summary)"] + TextTable.lines(rows, [.left]).map { "  " + $0 } + ["  " + text.joined(separator: " ")] + example.lines
  }

  // MARK: About networks

  private static var losses: [[String]] {
    [["loss=", "fits the output", "loss of one example"]]
      + Losses.all.map { loss in [loss.name, Activations.all.first { loss.isPartner(of: $0) }?.name ?? "", loss.formula] }
  }

  private static var network: [Topic] {
    [
      Topic(
        name: "network",
        otherWords: ["layer", "layers", "unit", "units", "neuron", "neurons", "architecture", "sizes", "hidden layer", "hidden layers", "activations"],
        summary: "how sizes and activations make a network",
        rows: [
          ["you type", "you get"],
          ["init", "sizes from the data, and one tanh layer of 4 units"],
          ["init 2 4:tanh 1:sigmoid", "2 inputs, 4 tanh units, 1 sigmoid unit"],
          ["init 2 8:relu 8:relu 3:softmax", "two hidden layers of 8 relu units, 3 classes"],
        ],
        text: [
          "Each layer computes Z = W @ A + b from the A of the layer before, and then A = g(Z) with its activation g. The first layer takes X. init",
          "makes W1, b1, W2, b2 and so on: W has one row for each unit of its layer and one column for each unit of the layer before. The activations",
          "are \(Activations.all.map(\.name).joined(separator: ", ")). help init explains how the weights are drawn, and shape lists all quantities.",
        ],
        example: CommandExample("init 2 3:relu 1:sigmoid", "print W1.shape, b1.shape, W2.shape, L", output: ["(3, 2) (3, 1) (1, 3) 2"])),
      Topic(
        name: "dataset",
        otherWords: ["data set", "data sets", "datasets", "example", "examples", "feature", "features", "class", "classes", "X and Y", "one-hot"],
        summary: "what X and Y hold, and the parts train, dev and test",
        rows: [
          ["name", "shape", "holds"], ["X", "(n0, m)", "the inputs: one feature a row, one example a column"],
          ["Y", "(nL, m)", "the targets: one column an example"], ["m", "number", "how many examples there are"],
        ],
        text: [
          "Two classes are one row of 0 and 1. More classes are one-hot rows: the row of the right class holds 1, the others 0. A numeric target stays",
          "as it is. data NAME makes a set, data FILE reads one, and X = E, Y = E take your own numbers. split=0.8 makes the parts train and test. use",
          "test works on a part, and evaluate measures all parts.",
        ],
        example: CommandExample("data moons m=10 split=0.8", "use test", "print X.shape, Y.shape", output: ["(2, 2) (1, 2)"])),
      Topic(
        name: "losses", otherWords: ["loss", "loss function"], summary: "what a network is trained to make small", rows: losses,
        text: [
          "J is the mean of the loss over the m examples. init takes the loss that fits the output unless loss= names one. Where loss and output fit,",
          "dZ of the output is A - Y. Otherwise it is dA * g'(Z). L(A2, Y) is the loss of each example.",
        ],
        example: CommandExample("init 2 4:tanh 1:sigmoid loss=mse; forward", "array_equal(L(A2, Y), 0.5 * (A2 - Y)**2)", output: ["True"])),
      Topic(
        name: "stale", otherWords: ["outdated", "current", "fresh", "up to date", "missing", "recompute"],
        summary: "which values no longer fit the network, and how to compute them again",
        rows: [
          ["change", "stale afterwards", "computed again by"],
          ["step, W1 = E, b1 = E", "Z, A, J, gradients", "forward, backward"],
          ["X = E, data, use", "Z, A, J, gradients", "forward, backward"],
          ["Y = E", "J, gradients", "forward, backward"],
          ["train", "gradients", "backward"],
        ],
        text: [
          "Z, A and J belong to the W, b, X and Y from which forward computed them, and the gradients belong to a forward pass. When one of these",
          "changes, everything computed from it is stale. show and expressions still print a stale value and mark it. They print stale: of",
          "step 1 if step 1 used the value, or if it was computed after step 1. step, backward, explain, match and claims do not accept it and name the command to run.",
        ],
        example: CommandExample(
          "init seed=2; forward; backward; step", "J", "forward; J", output: ["0.693048   stale: of step 1", "0.693043"])),
      Topic(
        name: "accuracy", otherWords: ["evaluation", "metric", "metrics", "overfitting", "generalization", "error rate", "test accuracy"],
        summary: "how good the answers of a network are",
        text: [
          "evaluate prints the cost J, the accuracy and the predicted classes for each part of the data. The accuracy is the share of examples whose predicted class is right.",
          "A sigmoid unit predicts class 1 where A > 0.5, and softmax predicts the class with the largest output. Train on a part with split=0.8: a",
          "network that is good on train and worse on test has learned its examples by heart. predict prints the classes.",
        ],
        example: CommandExample(
          "init 2 1:sigmoid weights=zeros; forward", "mean((A1 > 0.5) == Y)", "evaluate",
          output: [
            "0.5", "train: J = 0.693147, accuracy 50.00 %, 400 examples; the commonest class has 50.00 %",
            "true \\ predicted    0  1  precision  recall      F1",
            "0                 200  0        0.5       1  0.6667", "1                 200  0          -       0       0",
          ])),
    ]
  }

  // MARK: About the language

  private static let language: [Topic] = [
    Topic(
      name: "names", otherWords: ["name", "spelling", "notation", "quantities", "quantity"], summary: "the quantities and how you may write them",
      rows: [
        ["name", "shape", "also written"],
        ["X, Y", "(n0, m), (nL, m)", "x, y; X = A0 = A[0] = a[0]"],
        ["W1, b1", "(n1, n0), (n1, 1)", "W[1], b[1], w1"],
        ["Z1, A1", "(n1, m)", "Z[1], A[1], z1, a1, z[1], a[1]"],
        ["dW1, db1, dZ1, dA1", "as W1, b1, Z1, A1", "dW[1], dw[1], dz1 …"],
        ["Yhat", "(nL, m)", "ŷ, Ŷ, Y_hat; the last A"],
        ["J", "number", "cost"],
        ["m, L, n0, n1 …", "number", "n_x = nx = n0, n_y = nL, n_h = n1, n[1]"],
        ["alpha, t", "number", "α; learning rate, steps since init"],
        ["lambda, keep_prob, keep1", "number", "λ, lambd; L2 penalty, shares that dropout keeps"],
        ["D1", "(n1, m)", "D[1]; mask of dropout"],
        ["vdW1, vdb1, sdW1, sdb1", "as W1, b1", "vdW[1] …; averages of the optimizer; k_opt is its count"],
        ["batch", "(1, size)", "the examples of the last step, after train batch="],
        ["g1, g1'", "functions", "g[1], g[1]'; activation of layer 1"],
      ],
      text: [
        "a[1]2 is the row of unit 2, and w[1]2 is its weights as a column. x(3), a[1](3) and ŷ(3) are the columns of example 3. In a network of one",
        "unit w (= W1.T), b, z, a, g, dw, db and dz need no number. If you make a variable W or a, then W[1] or a[1] means an entry of the variable.",
        "W1 and A1 always mean the layer.",
      ],
      example: CommandExample("init", "print array_equal(W[1], W1), n_h, α", output: ["True 4 0.1"])),
    Topic(
      name: "claims", otherWords: ["claim", "equation", "equations", "verify an equation"], summary: "Q = E tests an equation, if nnshell computes Q itself",
      text: [
        "Q is a name such as dW1. E is anything that can be computed, such as A2 - Y. Z, A, J, dA, dZ, dW, db, Yhat, m, L, t and n are computed, so",
        "Q = E does not assign them. It states that they are equal, and nnshell checks it. The claim holds where the shapes are equal and the largest",
        "difference is at most 1e-9 of the largest entry. Otherwise it fails and shows the worst entry with both values; a script ends with exit",
        "status 3. Run forward first, and for gradients also backward. Q may be a part: z[1]2 = E is about row 2 of z[1], and A1[:,3] = E about",
        "column 3 of A1. Several claims may follow each other: A[2] = g[2](Z[2]) = ŷ.",
      ],
      example: CommandExample("init; forward", "Z[1] = W[1]X + b[1]", output: ["Z[1] = W[1]X + b[1]: holds, largest difference ..."])),
    Topic(
      name: "operators",
      otherWords: [
        "operator", "expression", "expressions", "arithmetic", "@", "⋅", "*", "/", "+", "-", "**", "^", "%", "//", "==", "!=", "<", ">", "<=", ">=", "=",
        "&", "|", "~", "and", "or", "not", ".T", "T", "ᵀ", "transpose", "+=", "-=", "*=", "/=", "'", ":", "comparison", "matrix product",
      ],
      summary: "the signs of an expression",
      rows: [
        ["sign", "meaning"],
        ["A @ B, A ⋅ B", "matrix product"],
        ["A * B, + - /", "entry by entry, with broadcasting"],
        ["A ** 2, A²", "power of each entry"],
        ["a % b, a // b", "remainder, whole quotient"],
        ["A.T, Aᵀ", "transpose: rows become columns"],
        ["== != < <= > >=", "comparison: True or False for each entry"],
        ["and or not", "conditions; & | ~ work entry by entry"],
        ["g1'(Z1)", "derivative of an activation"],
        ["v = E, v += E", "assign a variable; Q = E of a computed Q is a claim"],
        ["A[2,1], A[:,3]", "an entry, a column; indices count from 1"],
      ],
      text: [
        "The order is that of Python: ** first, then @ * / %, then + -, then comparisons, then not, and, or. ⋅ with a number on one side scales, @",
        "refuses numbers. W[1]X and (W[2]W[1])x are matrix products without a sign. help shapes explains which arrays fit.",
      ],
      example: CommandExample("A = [1, 2; 3, 4]", "print A @ A, A.T, 7 % 4, 2 ** 3", output: ["[[7, 10], [15, 22]] [[1, 3], [2, 4]] 3 8"])),
    Topic(
      name: "indexing", otherWords: ["scalar", "index", "indices", "slice", "slices", "row", "rows", "column", "columns", "entry"],
      summary: "rows and columns count from 1",
      text: [
        "W1[2,1] is the weight of unit 2 for input 1, A1[:,3] is example 3, and A1[2] is row 2. A slice a:b or a:b:step contains its end. A negative",
        "index counts from the end. A row of whole numbers or of truth values chooses entries too. Two numbers give a number; everything else keeps",
        "rows and columns. W1[2,1] = 0 changes the entry. For a computed quantity it is a claim.",
      ],
      example: CommandExample("v = [10, 20, 30, 40]", "print v[1,2], v[1,-1], v[2:3], v[v > 25]", output: ["20 40 [20, 30] [30, 40]"])),
    Topic(
      name: "shapes", otherWords: ["broadcasting", "broadcast", "axis", "keepdims", "dimensions"], summary: "which arrays fit: @, broadcasting, axis",
      text: [
        "In A @ B the columns of A must equal the rows of B: (a, b) @ (b, c) is (a, c). + - * / and comparisons work entry by entry. There the rows",
        "must be equal or 1, and the columns too. A side of 1 is repeated, so b1 (n1, 1) is added to each column of Z1 (n1, m). sum(A, axis=0) goes",
        "down the rows and leaves one entry a column. axis=1 goes along the columns. The result is a row; keepdims=True keeps its place. shape E",
        "explains a shape step by step, and shape E n1=5 m=3 does so for other sizes.",
      ],
      example: CommandExample("A = [1, 2; 3, 4; 5, 6]", "print sum(A, axis=1).shape, sum(A, axis=1, keepdims=True).shape", output: ["(1, 3) (3, 1)"])),
    Topic(
      name: "numpy", otherWords: ["python", "np", "paste"], summary: "what you can paste from Python, and what differs",
      text: [
        "np.dot(W1, X), A1.T, A.shape[0], A.sum(axis=1, keepdims=True), np.random.randn(4, 2) * 0.01, ** // % @ += and import lines can stay. So can",
        "np.array, D[D < 0] = 0, W1, b1 = A, B, float, int, str, len, random.shuffle(v), and randint, choice, uniform, normal, exponential and",
        "binomial of np.random. The generator gives the numbers of NumPy. These things differ: indices count from 1 and a slice contains its end.",
        "argmax, argmin and permutation give NumPy's result plus 1. Every array has two dimensions, and a 1-D one is a row (1, n). A block is { … },",
        "and for i in 1:n runs to n.",
      ],
      example: CommandExample("a = np.array_equal(np.arange(3), [0, 1, 2])", "print a, np.argmax([3, 9, 1]), np.zeros(3).shape", output: ["True 2 (1, 3)"])),
  ]

  // MARK: About the shell

  private static let tools: [Topic] = [
    Topic(
      name: "travel", otherWords: ["undo", "time travel", "history of steps", "past"], summary: "how to go back to every step since init",
      text: [
        "back, redo and goto bring back weights, data, random numbers, alpha and the results of forward and backward exactly as they were at",
        "that step. Variables, settings, displays and breakpoints stay. If you change something after going back, a branch begins. branch NAME names",
        "it, goto NAME goes to the end of a branch, and goto NAME:T to a step of it. timeline lists all branches, and diff A B compares two steps or",
        "branches. goto when C finds the first step where C holds.",
      ],
      example: CommandExample(
        "init seed=2; train 100 alpha=1.2; back 20", "branch smaller; train 20 alpha=0.1", "branches",
        output: ["  main                   0 to 100   J = 0.604442", "* smaller  from main:80  80 to 100  J = 0.609211"])),
    Topic(
      name: "tests", otherWords: ["#>", "test", "testing", "exercise", "exercises", "grading"], summary: "scripts that state what they print",
      text: [
        "A comment #> TEXT below a statement states a line that the statement prints, in order. ... stands for any text, and a number fits where the",
        "printed number rounds to it. #> error: TEXT expects that the statement fails. nnshell --test FILE… compares, and --update rewrites the",
        "stated lines. nnshell --test KEY.nns --on FILE… runs each FILE, then the key in the session that the file left.",
      ],
      example: CommandExample("1 / 3", "#> 0.333", output: ["0.333333"])),
    Topic(
      name: "json", otherWords: ["machine readable"], summary: "--json prints results for programs",
      text: [
        "Each statement prints one object on one line, and its first field is the command. Every number reads back to the same double. NaN and",
        "infinities are text. An error is an object too, with kind, message, file, line, column and hint. Warnings are a field.",
      ],
      example: CommandExample("version", output: ["..."])),
    Topic(
      name: "keys", otherWords: ["key", "tab", "completion", "ctrl-c", "ctrl-d", "ctrl-r", "interrupt", "shortcut", "shortcuts", "prompt", "pager"],
      summary: "the keys of the prompt",
      text: [
        "Tab completes a command, name, option or file. Up and Down go through the lines typed before, and Ctrl-R searches them. Ctrl-C drops the",
        "line. While a statement runs, Ctrl-C stops it after a whole step, and a second Ctrl-C ends the program. Ctrl-D on an empty line leaves. A",
        "line with an open bracket continues on the next line. Long help is shown page by page: Space goes on, q ends it, and set pager off turns",
        "it off.",
      ],
      example: CommandExample("history 5")),
  ]
}
