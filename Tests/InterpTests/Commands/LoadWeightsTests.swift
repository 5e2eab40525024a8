import Foundation
import TestSupport
import Testing

@testable import Interp

/// `load` of networks that other programs wrote: what it tells, what stays in the session, and its errors.
@Suite struct LoadWeightsTests {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let weights = tests.appendingPathComponent("NetTests/Figures/Weights").path
  private static let plain = tests.appendingPathComponent("InterpTests/Figures/reports/09-load-plain-npz").path

  private let folder: TemporaryFolder
  private let session = TestSession()

  init() throws { folder = try TemporaryFolder() }

  private func run(_ text: String, _ session: TestSession? = nil) -> Transcript {
    let places = text.replacing("FILES", with: Self.weights).replacing("PLAIN", with: Self.plain).replacing("DIR", with: folder.path)
    return (session ?? self.session).run(places)
  }

  /// The values that a text prints. It must run without an error, and its notes are not looked at.
  private func lines(_ text: String) -> [String] {
    let transcript = run(text)
    #expect(transcript.status == 0, "\(transcript.errors)")
    return transcript.lines
  }

  private func notes(_ text: String) -> [String] {
    let transcript = run(text)
    #expect(transcript.status == 0, "\(transcript.errors)")
    return transcript.errors.split(separator: "\n").compactMap { $0.split(separator: "warning: ").dropFirst().first.map(String.init) }
  }

  private func error(_ text: String) -> String {
    let transcript = run(text)
    #expect(transcript.status == 1)
    return transcript.errors
  }

  /// The report 09-load-plain-npz: archives of NumPy without the entries of `save`, and a pickled dictionary.
  @Test func loadPlainNPZ() {
    for name in ["plain", "b1d"] {
      #expect(lines("set report on; load PLAIN/\(name).npz").last?.hasSuffix("\(name).npz: network 2-4-1, tanh sigmoid, loss cross_entropy") == true)
      #expect(
        lines("set report off; forward; W1.shape; b1.shape; W2.shape; b2.shape; A2.shape; predict [1, 2; 3, 4]").prefix(5) == [
          "(4, 2)", "(4, 1)", "(1, 4)", "(1, 1)", "(1, 400)",
        ])
    }
    let refused = error("load PLAIN/params.npy")
    #expect(refused.contains("pickled objects are not read") && refused.contains("np.savez(\"params.npz\", **params)"))
  }

  /// `load` prints one note for each fact that the file leaves out.
  @Test func notes() {
    let activations = "the file does not say the activations, so they are tanh,sigmoid; activations=tanh,sigmoid says this, and other names change it"
    #expect(notes("load FILES/course.npz") == [activations])
    #expect(notes("load FILES/course.npz activations=tanh,sigmoid") == [])
    #expect(notes("load FILES/torch-f16.safetensors") == [activations, "the file has no biases for 2 layers, so b1, b2 are 0"])
    #expect(notes("load FILES/square.npz activations=relu,softmax").map { $0.hasPrefix("the shapes do not tell whether W is (units, inputs)") } == [true])
    #expect(notes("load FILES/square.npz activations=relu,softmax layout=units") == [])
    #expect(notes("load FILES/torch-old-f64.onnx") == ["the file has no biases for 2 layers, so b1, b2 are 0"])
    let json = TestSession(json: true)
    let object = run("load FILES/course.npz", json).objects.first
    let warnings = object?["warnings"] as? [[String: Any]]
    #expect(object?["command"] as? String == "load" && warnings?.map { $0["kind"] as? String } == ["note"])
  }

  /// Activations that are not told are tanh, and at the output what loss= or Y asks for.
  @Test func outputs() {
    func network(_ text: String) -> String { lines("set report on; \(text)").last?.split(separator: ": network ").last.map(String.init) ?? "" }
    #expect(network("load FILES/course.npz") == "2-4-1, tanh sigmoid, loss cross_entropy")
    #expect(network("load FILES/course.npz loss=mse") == "2-4-1, tanh linear, loss mse")
    #expect(network("load FILES/course.npz activations=relu,sigmoid loss=mse") == "2-4-1, relu sigmoid, loss mse")
    #expect(network("Y = 3 * Y; load FILES/course.npz") == "2-4-1, tanh linear, loss mse")
    #expect(network("data blobs classes=3; load FILES/sklearn.npz") == "3-5-4-2, tanh tanh softmax, loss categorical")
    #expect(network("load FILES/mlp-three.onnx") == "3-4-2-3, relu relu softmax, loss categorical; classes cat, dog, eel")
    #expect(network("load FILES/mlp-two.onnx loss=mse") == "3-4-1, tanh sigmoid, loss mse; classes 0, 1")
    #expect(network("load FILES/mlp-two.onnx activations=tanh,sigmoid") == "3-4-1, tanh sigmoid, loss cross_entropy; classes 0, 1")
  }

  /// Targets on a scale are numbers, for `load` as for `init`, even where all of them are 0.
  @Test func outputsOfScaledTargets() throws {
    try folder.write("five.csv", "a,b,y\n1,2,5\n2,3,5\n4,1,5\n")
    let data = "set report on; data DIR/five.csv classes=no standardize=both"
    #expect(lines("\(data); array_equal(Y, zeros(1, 3)); init").last?.contains("linear") == true)
    #expect(lines("\(data); load FILES/course.npz").last?.hasSuffix("2-4-1, tanh linear, loss mse") == true)
  }

  /// `predict` answers with the names of the classes that the network brought, and never with those of unrelated data.
  @Test func classNames() throws {
    try folder.write("t.csv", "a,b,c,y\n1,2,3,red\n2,3,4,green\n3,1,2,blue\n4,4,1,red\n")
    try folder.write("u.csv", "a,b,c,y\n1,2,3,yes\n2,3,4,no\n3,1,2,no\n")
    func classes(_ text: String) -> Set<String> { Set(lines(text).last?.split(separator: " ").dropFirst().map(String.init) ?? []) }
    let three: Set = ["cat", "dog", "eel"]
    #expect(classes("load FILES/mlp-three.onnx; predict [1, 2; 3, -4; 5, 6]").isSubset(of: three))
    #expect(classes("data DIR/t.csv; load FILES/mlp-three.onnx; predict").isSubset(of: three))
    #expect(classes("X = X[:, 1:2]; predict").isSubset(of: three))
    // `save` keeps them, and the data of a later statement says the names again.
    #expect(classes("save DIR/n.npz; load DIR/n.npz; predict").isSubset(of: three))
    #expect(classes("data DIR/t.csv; predict").isSubset(of: ["red", "green", "blue"]))
    #expect(classes("data DIR/u.csv; load FILES/mlp-two.onnx; predict").isSubset(of: ["0", "1"]))
    // A network without names takes those of the data.
    #expect(classes("data DIR/t.csv; load FILES/keras-torch.onnx; predict") != [])
    #expect(lines("predict DIR/t.csv to=DIR/p.csv") == [])
  }

  /// Files of other programs are named by `load` and `data` alike. Their paths stand in the hints as they are.
  @Test(arguments: ["load", "data"]) func otherPrograms(_ command: String) throws {
    try folder.write("PATH's FILE.parquet", bytes: Array("PAR1\0\0\0\0PAR1".utf8))
    try folder.write("FILE of PATH.db", bytes: Array("SQLite format 3\0".utf8))
    try folder.write("s.pkl", bytes: [0x80, 4, 0x95])
    #expect(error("\(command) \"DIR/PATH's FILE.parquet\"").contains("is a Parquet file"))
    #expect(error("\(command) \"DIR/PATH's FILE.parquet\"").contains("pandas.read_parquet(\"\(folder.path)/PATH's FILE.parquet\")"))
    #expect(error("\(command) 'DIR/FILE of PATH.db'").contains("sqlite3 -header -csv '\(folder.path)/FILE of PATH.db' \"SELECT"))
    let pickle = error("\(command) DIR/s.pkl")
    #expect(pickle.contains("is a Python pickle") && pickle.contains("np.savez(\"params.npz\", **params)") && pickle.contains("save_file"))
    #expect(error("\(command) PLAIN/params.npy").contains("it holds Python objects, and pickled objects are not read"))
  }

  /// alpha, seed, generator, data and variables stay. A new timeline begins at step 0.
  @Test func sessionStays() {
    #expect(lines("seed 5; init; alpha = 0.3; train 4; v = 7; r = randn(1); seed 5; init; r2 = randn(1)") == [])
    #expect(lines("load FILES/course.npz; t; alpha; v; m") == ["0", "0.3", "7", "400"])
    #expect(error("back").contains("0"))
    // The generator goes on where it was.
    #expect(lines("seed 5; load FILES/course.npz; a = randn(3); seed 5; b = randn(3); array_equal(a, b)") == ["True"])
    #expect(lines("load FILES/course.npz; forward; backward; step; t; back; t; predict [1, 2; 3, 4]; check").prefix(2) == ["1", "0"])
    // The slope of the session holds where the file has none. A graph brings its own.
    #expect(lines("set leaky_slope 0.3; load FILES/course.npz activations=leaky_relu,sigmoid; forward; array_equal(A1, maximum(Z1, 0.3 * Z1))") == ["True"])
    #expect(lines("X = randn(3, 5); load FILES/keras-f64.onnx; forward; array_equal(A1, maximum(Z1, 0.25 * Z1))") == ["True"])
    #expect(lines("z = [-1, 2]; leaky_relu(z)") == lines("[-0.25, 2]"))
  }

  /// A failed `load` leaves the network and everything else.
  @Test(arguments: [
    ("load FILES/course.npz activations=tanh", "has 1 name, but the network has 2 layers", "write activations=tanh,sigmoid"),
    ("load FILES/course.npz activations=tanh,sigmod", "sigmod", "did you mean 'sigmoid'?"),
    ("load FILES/course.npz activations=softmax,sigmoid", "softmax", ""), ("load FILES/course.npz loss=hinge", "hinge", ""),
    ("load FILES/course.npz layout=rows", "rows", "units"),
    ("load FILES/course.npz layout=inputs", "do not fit together as (inputs, units)", "leave layout= out"),
    ("load FILES/keras.onnx layout=inputs", "layout= cannot be used with a graph of ONNX", ""),
    ("load FILES/keras.onnx activations=tanh,softmax", "has relu,softmax", "leave activations= out"),
    ("load FILES/keras.onnx activations=tanh", "has 1 name, but the network has 2 layers", "write activations=relu,softmax"),
    ("save DIR/net.npz; load DIR/net.npz loss=mse", "loss= cannot be used with a file that save wrote", ""), ("load FILES", "it is a folder", ""),
    ("load FILES/external.onnx.data", "holds no network", "to read a table, type data"),
  ])
  func failures(_ text: String, _ message: String, _ hint: String) {
    _ = lines("init 2 3 1 seed=4; w = W1; train 3; alpha = 0.7")
    let found = error(text).replacing("\n        ", with: " ")
    #expect(found.contains(message) && (hint.isEmpty || found.contains(hint)), "\(found)")
    #expect(lines("t; alpha; array_equal(w, W1)") == ["3", "0.7", "False"])
    #expect(lines("back 3; array_equal(w, W1)").last == "True")
  }

  @Test func safe() {
    let safe = TestSession(isSafe: true)
    #expect(run("load FILES/course.npz", safe).errors.contains("--safe does not allow it"))
  }

  /// Many layers, names and classes are shortened where they are told.
  @Test func longTexts() throws {
    let names = (1...30).map { "extra_array_number_\($0)" }
    let lines = names.map { "# name: \($0)\n# type: scalar\n1\n" }
    try folder.write("o.txt", "# Created by Octave 7.3.0\n" + lines.joined() + "# name: W1\n# type: matrix\n# rows: 1\n# columns: 2\n 1 2\n")
    let note = try #require(notes("load DIR/o.txt").last)
    #expect(note.hasPrefix("30 arrays are no part of the network: 'extra_array_number_1'") && note.hasSuffix("…") && note.count < 300)
  }

  /// Long names of layers that do not fit are shortened.
  @Test func longNames() throws {
    let name = String(repeating: "layer", count: 30)
    let lines = ["# name: \(name)_W\n# type: matrix\n# rows: 1\n# columns: 2\n 1 2\n", "# name: \(name)_b\n# type: matrix\n# rows: 1\n# columns: 3\n 1 2 3\n"]
    try folder.write("o.txt", "# Created by Octave 7.3.0\n" + lines.joined())
    let found = error("load DIR/o.txt")
    #expect(found.contains("(1, 2) with layer") && found.contains("… of 3") && !found.contains(name), "\(found)")
  }

  /// Tab offers files with the endings of networks, and the words of the options.
  @Test func completion() {
    let names = ["a.onnx", "a.safetensors", "a.mat", "a.npz", "a.h5", "a.txt"]
    func candidates(_ line: String) -> [String] {
      let completion = session.interpreter.complete(line, cursor: line.count, files: { $0 == "." ? names.map { ($0, false) } : [] })
      return completion.candidates.map { line.prefix(completion.replaced.lowerBound) + $0 }
    }
    #expect(candidates("load a.") == ["a.h5", "a.mat", "a.npz", "a.onnx", "a.safetensors"].map { "load " + $0 })
    #expect(candidates("load x.onnx lay") == ["load x.onnx layout="] && candidates("load x.onnx layout=i") == ["load x.onnx layout=inputs"])
  }

  /// A recording gives the same session again. It is not written where a file with weights has changed since.
  @Test func recording() throws {
    for name in ["external.onnx", "external.onnx.data"] {
      try FileManager.default.copyItem(atPath: Self.weights + "/" + name, toPath: folder.path + "/" + name)
    }
    _ = lines("X = randn(3, 5); Y = abs(sign(randn(2, 5))); load DIR/external.onnx; train 5; w = W1; record DIR/r.nns")
    let again = TestSession()
    #expect(run("source DIR/r.nns; t; norm(W1) == norm(w)", again).lines == ["5", "True"])
    let session = TestSession()
    _ = run("load DIR/external.onnx", session)
    try folder.write("external.onnx.data", bytes: [UInt8](repeating: 0, count: 1000))
    let failed = run("record DIR/s.nns", session)
    #expect(failed.status == 3, "\(failed.errors)")
  }
}
