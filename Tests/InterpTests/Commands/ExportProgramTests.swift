import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// Sessions as programs of NumPy. Python runs each program, which compares its costs with those of the session.
@Suite(.enabled(if: Python.path != nil, "there is no Python with NumPy")) struct ExportProgramTests {
  private let session = TestSession()
  private let place: TemporaryFolder
  private func run(_ text: String) -> Transcript { session.run(text.replacing("DIR", with: place.path)) }

  init() throws { place = try TemporaryFolder() }

  private func python(_ arguments: String...) throws -> Program.Result {
    try Program.run(arguments, environment: ["HOME": NSHomeDirectory(), "PYTHONPATH": place.path], executable: Python.path!)
  }

  static let sessions: [(statements: String, costs: Int)] = [
    ("init 2 4:tanh 1:sigmoid seed=2; forward; backward; dZ2 = A2 - Y; step 1.2; train 50 alpha=1.2", 2),
    ("data moons m=61 noise=0.2 seed=4 split=0.6,0.2,0.2 standardize=yes; init 2 5:relu 1:sigmoid weights=he seed=3; train 20; use dev; forward", 2),
    ("data circles m=50 noise=0.1 factor=0.5; init 2 3:sigmoid 1:tanh loss=mse seed=1 scale=0.3; train 5 alpha=0.3 decay=0.1 interval=2", 1),
    ("data blobs m=70 classes=4 seed=2 normalize=yes; init 2 6:leaky_relu 4:softmax weights=xavier; set leaky_slope 0.2; train 9", 1),
    ("data spirals m=33 classes=3 noise=0.1; init 2 4:tanh 3:softmax loss=mse seed=5 weights=uniform; lambda = 0.4; train 7 batch=10 alpha=0.2", 1),
    ("data xor m=40 noise=0.3 seed=9; init 2 4:relu 1:sigmoid seed=1 scale=1; keep1 = 0.6; train epochs=3 batch=16 alpha=0.5 clip=0.1; forward", 2),
    ("init 2 3:tanh 1:sigmoid seed=2; optimizer adam; train 12 batch=64; optimizer momentum form=classic nesterov=yes beta=0.8; train 5", 2),
    ("init 2 3:tanh 1:sigmoid seed=2; optimizer rmsprop; train 6; train 4 optimizer=momentum alpha=0.2; train 2; sdW1 = 2 * sdW1; train 1", 4),
    ("X = [1, 2, 3; 0, 1, 0]; Y = [0, 1, 1]; init 2 1:sigmoid weights=zeros; forward; backward; w = w - 0.3 * dw; b = b - 0.3 * db; forward", 2),
    (
      "init 2 4:tanh 1:sigmoid seed=2\nyield = 0.7; ℓ = 2; l = 3; W = 5; slope = 2; np = 1; µ = 3; μ = 4\nrepeat 3 { forward; backward; W1 -= yield * dW1 * (ℓ + slope - np - l) * W / W }\nforward",
      1
    ),
    (
      "init 2 4:tanh 1:sigmoid seed=2; for i in 1:3 { forward; backward; if J < 0.5 { break } else { print J }; step }; W1[2,1] = 7; W1[:,1] = W1[:,2] ** 2; forward",
      1
    ),
    ("init 2 3:tanh 2:tanh 1:linear loss=cross_entropy seed=3; b3 = 0.5; forward; backward; dA3 = -Y / A3 + (1 - Y) / (1 - A3)", 1),
    ("init 2 4:tanh 1:sigmoid seed=2; train 30 alpha=1.2; goto 12; train 5 alpha=0.4; train 99 until=(J < 0.68)", 3),
    (
      "init 2 4:tanh 1:sigmoid seed=2; P = randn(3) * 0.1; permutation(4); W2[1,1:3] = P; train 2; Q = argmax(A1, axis=0); b1 = mean(A1, axis=1, keepdims=True)",
      1
    ),
    ("init 2 3:leaky_relu 1:sigmoid seed=3 weights=he; train 3; set leaky_slope 0.5; train 3", 2),
    ("keep2 = 0.4; keep_prob = 0.7; init 2 4:tanh 1:sigmoid; train 2; init 2 3:tanh 3:tanh 1:sigmoid; train 2; keep1 = 0.5; train 2", 3),
    ("init 2 3:tanh 1:sigmoid seed=2; own = 2; train 3 optimizer=adam; W1 = own * W1; forward", 2),
    (
      "init 2 3:tanh 1:sigmoid seed=2; k = 2; W1 = [[k, 1], [2, k], [1, 1]] / 9; u = X[:, -k:]; W1 = W1 * sum(u); v = Y > 0.5; W1 = W1 / sum(v + v); forward", 1
    ),
    (
      "init 2 3:tanh 1:sigmoid seed=2; W1[[1, 3], [1, 2]] = 7; X[1, [1, 2, 3]] = 2; W1 = W1 * (-(Y[1,5] > 2) + 1) - (W1 > 6); i = -2; W1 = W1 * sum(X[:, :i]); forward",
      1
    ),
    ("init 2 3:tanh 1:sigmoid seed=2; W1 = W1 * 2**-1 + power(2, -1) + float(np.dot(Y, Y.T)) / 1e4; alpha = [0.5]; forward; backward; step; forward", 2),
    ("data moons normalize=yes; init 2 3:tanh 1:sigmoid seed=2; train 2; W1 = W1 + Xmean.T + Xscale.T; forward", 2),
    (
      "init 2 3:tanh 1:sigmoid seed=2; W1 = clip(W1, -0.004, 0.005) @ eye(2) + round(W1, 3) + cumsum(W1, axis=0); c = cumsum(W1); W1 = W1 + c[1,5]; b1 = sum(W1, axis=-1, keepdims=True) + round(2.5); forward",
      1
    ),
    (
      "init 2 3:tanh 1:sigmoid seed=2; q = clip(W1 > 0, False, True); W1 = W1 * sum(q + q) + max(W1 > 0) + max(W1 > 0, axis=-1).T; c = cumsum(W1); u = c[2:4]; W1 = W1 * u[1,3] + sum(Y[2:5]); forward",
      1
    ),
    (
      "init 2 3:tanh 1:sigmoid seed=2; W1 = W1 + sum(W1[argmax(W1, axis=0), 1]) + sum(W1[cumsum([1, 1]), cumsum([1, 1])]); k = [2]; W1 = W1 @ eye(k); repeat cumsum(2) { W1 = W1 * 2 }; W1[1,1] = cumsum([3]); repeat 1 { mk = W1 > 0; W1 = W1 * sum(mk + mk) }; k = round(7); W1 = W1 + k ** 30 / 2e25; forward",
      1
    ),
    ("use train; init seed=1; train 2; data moons m=50 split=0.5; train 3; use test; forward; data circles m=30; use train; train 1", 4),
    ("a = 0.2; while a < 0.5 { init 2 3:tanh 1:sigmoid seed=1; train 100 alpha=1.2 until=(J < 0.69); a = a + 0.2 }; forward", 2),
  ]

  @Test(arguments: sessions) func pythonMakesTheSessionAgain(_ statements: String, costs: Int) throws {
    let done = run(statements + "\nexport DIR/net.py")
    #expect(done.status == 0, "\(done.errors)")
    let made = try python(place.path + "/net.py")
    #expect(made.status == 0, "\(made.errors)")
    let lines = made.output.split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("step ") && $0.hasSuffix(", as in nnshell") } == costs && lines.last == "every cost is that of nnshell", "\(lines)")

    // `predict` of the imported file gives the numbers of the shell.
    let model = try ExportedModel(session.interpreter.session)
    let X = Matrix([[0.5, -2, 3], [1, 0.25, -1]])
    var A = model.preprocessing.inputs(X)
    for layer in model.network.layers { A = layer.activation.value(of: Matrix.broadcast(layer.W.multiplied(by: A), layer.b, +)!) }
    let printed = try python("-c", "from net import predict; print(*predict([[0.5, -2, 3], [1, 0.25, -1]]).ravel().tolist())").output
    let outputs = model.preprocessing.outputs(A).elements
    let numbers = printed.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    #expect(numbers.count == outputs.count && zip(numbers, outputs).allSatisfy { abs($0 - $1) <= 1e-13 * abs($1) }, "\(printed)")
  }

  /// The program reads a simple table from its path. export writes another table into the program as numbers.
  @Test(arguments: [
    ("a,b,y\n1,2,no\n3,1,yes\n2,2,no\n5,0,yes\n", "", true), ("a;b;y\n1;2;0.5\n3;1;0.25\n2;2;1\n", "standardize=both", true),
    ("a,b,y\n1,,no\n3,1,yes\n2,2,no\n", "missing=mean", false), ("a b y\n1 2 u\n3 1 v\n2 2 w\n2 7 w\n", "", true),
    ("a,b,y\n1,\"2\",no\n3,1,yes\n2,2,no\n5,0,yes\n", "", false), ("a,b,y\n1,7,2\n1,1,3\n1,2,5\n", "standardize=yes", false),
  ]) func tables(_ text: String, _ options: String, isRead: Bool) throws {
    try place.write("d.csv", text)
    let done = run("data DIR/d.csv y=y \(options); init seed=2; forward; train 5; export DIR/net.py")
    #expect(done.status == 0, "\(done.errors)")
    let program = try String(contentsOfFile: place.path + "/net.py", encoding: .utf8)
    #expect(program.contains("= table(") == isRead)
    let made = try python(place.path + "/net.py")
    #expect(made.status == 0 && made.output.hasSuffix("every cost is that of nnshell\n"), "\(made.errors)")
  }

  /// The statements of a file that `source` reads, by a path beside the working directory too.
  @Test func sourced() throws {
    try place.write("s.nns", "init 2 3:tanh 1:sigmoid seed=2\ntrain 4\n")
    #expect(run("source DIR/./s.nns; train 1; export DIR/net.py").status == 0)
    #expect(try python(place.path + "/net.py").output.contains("step 4: "))
  }

  /// A network from a file stands in the program as numbers.
  @Test func loaded() throws {
    #expect(run("data moons standardize=yes; init 2 3:tanh 1:sigmoid seed=3; lambda = 0.1; train 9; save DIR/n.npz").status == 0)
    let fresh = TestSession()
    #expect(fresh.run("data moons; load \(place.path)/n.npz; train 4; export \(place.path)/net.py").status == 0)
    let made = try python(place.path + "/net.py")
    #expect(made.status == 0 && made.output.contains("step 13: "), "\(made.errors)")
  }

  /// A statement that no program can have is refused by its number and its first line, and no file is written.
  @Test(arguments: [
    ("init seed=2; freeze W1; train 3", "statement 2, 'freeze W1': export cannot write freeze in Python"),
    ("init seed=2; for i in 1:4 { train 1; back 1 }", "statement 2, 'for i in 1:4 { train 1; back 1 }'"),
    ("init seed=2; v = random.normal(0, 1, 3); train 3", "statement 2, 'v = random.normal(0, 1, 3)': export cannot write normal(…)"),
    ("init seed=2; repeat 2 { print randn() }", "draws random numbers and only shows something"),
    ("init seed=2; train (int(rand() * 4))", "statement 2, 'train (int(rand() * 4))': export cannot write random numbers in train"),
    ("init seed=2; u = v = rand()", "one draw for several names"), ("init seed=2; repeat 2 { v = x; x = 3 }", "'x', which a block makes a variable,"),
    ("init seed=2; repeat 2 { init 2 1:sigmoid; b = 5 }", "'b' beside an init that changes its meaning"),
    ("init seed=2; W1[W1 > 1] = 0", "an index of truth values"), ("init seed=2; v = cumsum(W1)[2:3]", "an index of a value that has no name"),
    ("init seed=2; v = sum(3, axis=1)", "sum(…) with these arguments"),
    ("init 2 1:sigmoid; w[1,1] = 5", "this assignment"), ("init seed=2; for i in 1.5:3.5 { train 1 }", "a loop from or to a fraction"),
    ("init seed=2; show randn(2)", "statement 2, 'show randn(2)': export cannot write this statement, which draws random numbers"),
    ("m", "no network yet"),
    ("init seed=2; W1[1,1] = nan", "W1[1,1] is NaN"),
  ]) func refused(_ statements: String, _ message: String) throws {
    let done = run(statements + "; export DIR/net.py")
    #expect(done.status == 1 && done.errors.contains(message), "\(done.errors)")
    #expect(!FileManager.default.fileExists(atPath: place.path + "/net.py"))
  }

  /// Data without a path or a seed has at most 1 MB in the program. The hint gives a way that works.
  @Test func muchData() throws {
    try place.write("big.txt", (0..<40000).map { "\(Double($0) / 7),\(Double($0 % 97) / 13),\($0 % 2)" }.joined(separator: "\n") + "\n")
    #expect(run("data DIR/big.txt header=no; X = X * 1; init seed=2; train 2").status == 0)
    let failed = run("data DIR/big.txt header=no split=0.9 stratify=yes; train 2; export DIR/net.py")
    #expect(failed.status == 1 && failed.errors.contains("kB of data, and at most 1000 kB are allowed"), "\(failed.errors)")
    #expect(failed.errors.contains("export X.T x.csv; export Y.T y.csv; data x.csv y=y.csv header=no"))
    #expect(run("export X.T DIR/x.csv; export Y.T DIR/y.csv").status == 0)
    let fresh = TestSession()
    let done = fresh.run("data DIR/x.csv y=DIR/y.csv header=no; init seed=2; train 2; export DIR/net.py".replacing("DIR", with: place.path))
    #expect(done.status == 0, "\(done.errors)")
    #expect(try python(place.path + "/net.py").status == 0)
  }

  /// Small differences of rounding grow in this training, so the program says how many digits it compares.
  @Test func chaos() throws {
    #expect(run("init 2 4:tanh 1:sigmoid seed=2; train 10000 alpha=1.2; export DIR/net.py").status == 0)
    let program = try String(contentsOfFile: place.path + "/net.py", encoding: .utf8)
    #expect(program.contains("cost_is(0.2178202565344301, within=0."))
    #expect(try python(place.path + "/net.py").output.hasSuffix("every cost is that of nnshell, as far as rounding allows\n"))
    // Where differences grow to more than a tenth, J is not compared.
    #expect(run("data moons m=100 noise=0.2; init 2 4:tanh 1:sigmoid weights=xavier seed=3; train 300 alpha=12; export DIR/net.py").status == 0)
    #expect(try python(place.path + "/net.py").output.contains(", not compared: rounding decides\n"))
  }

  /// The program of PyTorch is whole Python, and makes the data of the session. `make test-peers` runs it.
  @Test(arguments: [
    "init 2 4:tanh 1:sigmoid seed=2; train 5 alpha=1.2",
    "data moons m=61 split=0.6,0.2,0.2 standardize=yes; init seed=3; optimizer adam; train 3 batch=8; use test",
    "data blobs m=70 classes=4; init 2 3:leaky_relu 4:softmax loss=mse; keep1 = 0.5; lambda = 0.2; train 3 clip=0.1 decay=0.1; optimizer momentum",
    "X = [1, 2; 3, 4]; Y = [0, 1]; init 2 2:relu 1:tanh loss=cross_entropy",
  ]) func torch(_ statements: String) throws {
    #expect(run(statements + "; export DIR/net.torch.py; export X DIR/x.csv; export Y DIR/y.csv").status == 0)
    let program = try String(contentsOfFile: place.path + "/net.torch.py", encoding: .utf8)
    #expect(!program.contains("#?") && !program.contains("#:") && program.split(separator: "\n").prefix(9).filter { $0.contains("net.torch.py") }.count == 4)
    // The functions of the data need no PyTorch.
    let parts = program.components(separatedBy: "torch.set_default_dtype(torch.float64)\n")[1].components(separatedBy: "class Mask")[0].components(
      separatedBy: "def network")[0]
    try place.write("data_of_it.py", "import numpy as np\n" + parts)
    let made = try python(
      "-c",
      """
      import ast, numpy as np
      ast.parse(open("\(place.path)/net.torch.py", encoding="utf-8").read())
      from data_of_it import data
      for part, name in zip(data(), "xy"):
          assert np.allclose(part, np.loadtxt("\(place.path)/" + name + ".csv", delimiter=",", ndmin=2), rtol=1e-12)
      """)
    #expect(made.status == 0, "\(made.errors)")
  }

  /// Many parameters lie in a file beside the program.
  @Test func parametersBeside() throws {
    #expect(run("init 2 400:tanh 40:tanh 1:sigmoid seed=2; export DIR/net.torch.py").status == 0)
    #expect(try String(contentsOfFile: place.path + "/net.torch.py", encoding: .utf8).contains("\"net.torch.safetensors\""))
    #expect(run("P = W2; load DIR/net.torch.safetensors; array_equal(P, W2)").lines == ["True"])
    // Where one of the two cannot be written, the other stays as it was.
    try FileManager.default.removeItem(atPath: place.path + "/net.torch.safetensors")
    try FileManager.default.createDirectory(atPath: place.path + "/net.torch.safetensors", withIntermediateDirectories: false)
    try place.write("net.torch.py", "old")
    #expect(run("export DIR/net.torch.py").status == 1)
    #expect(try String(contentsOfFile: place.path + "/net.torch.py", encoding: .utf8) == "old")
  }

  @Test(arguments: [
    ("init seed=2; freeze W1; export DIR/n.torch.py", "frozen entries"), ("init 3 4:tanh 1:sigmoid; export DIR/n.torch.py", "X is (2, 400)"),
    ("init 2 3:sigmoid; export DIR/n.torch.py", "Y"), ("init seed=2; export DIR/n.py precision=single", "precision="),
  ]) func torchRefuses(_ statements: String, _ message: String) {
    let failed = run(statements)
    #expect(failed.status == 1 && failed.errors.contains(message), "\(failed.errors)")
  }

  /// Every command is either written, left out or refused.
  @Test func everyCommandIsKnown() {
    let names = Set(CommandRegistry.standard.all.map(\.name))
    let written: Set = [
      "init", "forward", "backward", "step", "train", "data", "use", "seed", "optimizer", "set", "load", "repeat", "while", "if", "for", "break", "continue",
      "time",
    ]
    let known = written.union(PythonStatements.looks).union(PythonStatements.refused.keys)
    #expect(known == names)
  }
}
