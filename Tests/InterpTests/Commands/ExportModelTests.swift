import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// Networks and values as files of other programs. `make test-peers` reads them with these programs; here they come back.
@Suite struct ExportModelTests {
  private let session = TestSession()
  private let place: TemporaryFolder
  private func run(_ text: String) -> Transcript { session.run(text.replacing("DIR", with: place.path)) }

  init() throws { place = try TemporaryFolder() }

  /// Every activation comes back from a graph with the same bits, and so do the scales.
  @Test(arguments: [
    "data moons; init 2 3:tanh 2:relu 1:sigmoid seed=3", "data blobs classes=3; init 2 4:leaky_relu 3:softmax seed=2",
    "set leaky_slope 0.3; init 2 4:leaky_relu 1:sigmoid seed=2", "init 2 3:sigmoid 2:linear 1:tanh seed=4 loss=mse",
    "data moons standardize=yes; init 2 3:sigmoid 1:sigmoid seed=3", "data moons normalize=yes; init 2 3:sigmoid 1:sigmoid seed=3",
    "X = randn(3, 20); Y = randn(2, 20); init 3 4:tanh 2:linear seed=1",
  ]) func graphComesBack(_ start: String) {
    #expect(run("\(start); train 5 alpha=0.5; export DIR/n.onnx").status == 0)
    let depth = Int(run("L").output.split(separator: "\n").last!.filter(\.isNumber))!
    let kept = run("forward; for l in 1:L { print norm(W[l]) norm(b[l]) }; print A\(depth)").lines
    let loaded = run("load DIR/n.onnx")
    #expect(loaded.status == 0 && !loaded.errors.contains("warning"), "\(loaded.errors)")
    #expect(run("forward; for l in 1:L { print norm(W[l]) norm(b[l]) }; print A\(depth)").lines == kept)
  }

  /// Constant features, gaps and scaled targets are parts of the graph.
  @Test func graphWithSurroundings() throws {
    try place.write("d.csv", "a,b,c,y\n1,4,2,10\n2,4,,20\n3,4,7,25\n5,4,9,60\n")
    #expect(run("data DIR/d.csv y=y missing=mean standardize=both; init 3 2:tanh 1:linear seed=1; train 10; export DIR/n.onnx").status == 0)
    let before = run("Xmean; Xscale; Ymean; Yscale; predict DIR/d.csv").lines
    let fresh = TestSession()
    #expect(fresh.run("load \(place.path)/n.onnx").status == 0)
    #expect(run("load DIR/n.onnx; Xmean; Xscale; Ymean; Yscale; predict DIR/d.csv").lines == before)
  }

  /// W, b and what stands around them come back from safetensors and ONNX with the same bits, without options: activations, loss, classes, gaps, scales.
  @Test(arguments: ["safetensors", "onnx"]) func everythingComesBack(_ form: String) throws {
    try place.write("d.csv", "size,age,plan\n1,4,gold\n2,,free\n3,4,\"a \"\"b\"\"\\\"\n5,4,free\n7,1,gold\n2,2,gold\n")
    let start = "data DIR/d.csv y=plan missing=mean standardize=yes; set leaky_slope 0.3; init 2 4:leaky_relu 2:sigmoid 3:softmax seed=2 loss=mse; train 5"
    #expect(run("\(start); export DIR/n.\(form); P = W1; Q = b3; forward; R = A3").status == 0)
    let predicted = run("predict DIR/d.csv").lines
    let loaded = run("set leaky_slope 0.01; load DIR/n.\(form)")
    #expect(loaded.status == 0 && loaded.errors.isEmpty, "\(loaded.errors)")
    #expect(run("forward; array_equal(P, W1); array_equal(Q, b3); array_equal(R, A3); print J").lines.prefix(3) == ["True", "True", "True"])
    #expect(session.interpreter.session.state.network?.loss.name == "mse" && run("predict DIR/d.csv").lines == predicted)
    // Data in its own units is put on the scale of the file.
    let fresh = TestSession()
    #expect(fresh.run("data \(place.path)/d.csv y=plan missing=mean; load \(place.path)/n.\(form)").status == 0)
    #expect(fresh.run("predict \(place.path)/d.csv").lines == predicted && fresh.run("Xmean").lines == run("Xmean").lines)
  }

  /// Options win over the notes of a file. Notes that do not fit its arrays, or of another writer, count for nothing.
  @Test func notesOfFiles() throws {
    #expect(run("init 2 4:relu 1:sigmoid seed=2; export DIR/n.safetensors").status == 0)
    #expect(run("load DIR/n.safetensors activations=tanh,linear; print g1(2) == tanh(2)").output.contains("True"))
    let path = place.path + "/n.safetensors"
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    for (old, new) in [("nnshell 0", "another 0"), ("relu,sigmoid", "relu,sigmoix"), ("relu,sigmoid", "soft,sigmoid")] {
      let changed = String(decoding: bytes.map { $0 < 128 ? $0 : 63 }, as: UTF8.self).replacing(old, with: new)
      // Only the header changes, and it keeps its length.
      let length = 8 + Int(bytes[0]) + Int(bytes[1]) * 256
      try Data(Array(bytes[..<8]) + Array(changed.utf8)[8..<length] + bytes[length...]).write(to: URL(filePath: path))
      let loaded = TestSession().run("load \(path)")
      #expect(loaded.status == 0 && loaded.errors.contains("activations"), "\(old): \(loaded.errors)")
    }
  }

  /// `load` says of a file that holds no weights what it is.
  @Test(arguments: [
    ("py", "is a program of Python, and load reads weights"), ("torch.py", "is a program of Python"), ("tex", "is a document of LaTeX"),
    ("html", "is a web page"),
  ])
  func otherFormats(_ ending: String, _ message: String) {
    #expect(run("init seed=2; export DIR/n.\(ending)").status == 0)
    let failed = run("load DIR/n.\(ending)")
    #expect(failed.status == 1 && failed.errors.contains(message), "\(failed.errors)")
  }

  /// A value comes back from a table with the same bits.
  @Test func values() throws {
    #expect(run("init seed=2; train 3; export W1 DIR/w.csv; export (W1 @ X + b1) DIR/z.csv; export A1>0 DIR/c.csv; export J DIR/j.csv").status == 0)
    func text(_ name: String) throws -> String { try String(contentsOfFile: place.path + "/" + name, encoding: .utf8) }
    let rows = try text("w.csv").split(separator: "\n").map { $0.split(separator: ",").map { Double($0)! } }
    let W = try session.interpreter.session.network().layers[0].W
    #expect(rows.count == 4 && rows.flatMap { $0 } == W.elements)
    #expect(try text("z.csv").split(separator: "\n").count == 4 && text("c.csv").allSatisfy { "01,\n".contains($0) })
    #expect(try Double(text("j.csv").dropLast()) == session.interpreter.session.workspace.cost)
    #expect(run("export [nan, inf, -inf, 1e-320] DIR/n.csv").status == 0)
    #expect(try text("n.csv") == "nan,inf,-inf,1e-320\n")
  }

  /// The equations of the notes, with the penalty, masks and averages of the session. pdflatex of TeX Live 2022 made a page of them, which was looked at.
  @Test func equations() throws {
    try place.write("50%_a&b$#.csv", "a,b,y\n1,2,0\n2,1,1\n3,5,0\n")
    #expect(run("data \"DIR/50%_a&b$#.csv\"; init 2 4:tanh 1:sigmoid seed=2; optimizer adam; lambda = 0.1; keep1 = 0.5; export DIR/n.tex").status == 0)
    let text = try String(contentsOfFile: place.path + "/n.tex", encoding: .utf8)
    for line in [
      "50\\%\\_a\\&b\\$\\#.csv, $m = 3$ examples", "$Z^{[1]}$ & $(4, 3)$ & $Z^{[1]} = W^{[1]}\\, X + b^{[1]}$",
      "$dW^{[2]} = \\frac{1}{m}\\, dZ^{[2]}\\, A^{[1]\\top} + \\frac{\\lambda}{m}\\, W^{[2]}$", "$db^{[2]} = \\frac{1}{m}\\, \\sum_{i=1}^{m} dZ^{[2](i)}$",
      "\\odot g^{[1]\\prime}\\left(Z^{[1]}\\right)$", "$s_{dW^{[1]}} = \\beta_2\\, s_{dW^{[1]}} + \\left(1 - \\beta_2\\right)\\, \\left(dW^{[1]}\\right)^{2}$",
      "\\sqrt{\\frac{s_{dW^{[1]}}}{1 - \\beta_2^{k}}} + \\varepsilon",
    ] { #expect(text.contains(line), "\(line)\n\(text)") }
    #expect(text.count { $0 == "{" } == text.count { $0 == "}" } && !text.contains("?"))
  }

  /// Nothing is written, and an old file stays, where something is wrong.
  @Test(arguments: [
    ("export DIR/a.onnx", "there is no network"), ("init; W1[2,1] = nan; export DIR/a.onnx", "W1[2,1] is NaN"),
    ("init; b2[1,1] = inf; export DIR/a.safetensors", "b2[1,1] is infinite"), ("export DIR/a.csv", "a .csv file holds one value"),
    ("init; export W1 DIR/a.onnx", "a value is written as .csv"), ("init; export W1 DIR/a.docx", "has another ending"),
    ("init; export DIR/a.safetensors precision=single", "precision="), ("init; export DIR/a.onnx precision=half", "half"),
    ("export \"text\" DIR/a.csv", "export"), ("init; export W1 @ X DIR/a.csv", "a value with blanks in it needs brackets"),
    ("init; export W1", "export W1 w1.csv"), ("export nothing DIR/a.csv", "unknown name 'nothing'"), ("init; export W1 DIR/no/a.csv", "no such file"),
    ("init; save DIR/a.onnx", "export"), ("init; save DIR/a.safetensors", "export"),
  ]) func refuses(_ text: String, _ says: String) throws {
    for name in ["a.onnx", "a.csv", "a.safetensors"] { try place.write(name, "old") }
    let result = run(text)
    #expect(result.status == 1 && result.errors.contains(says), "\(result.errors)")
    for name in ["a.onnx", "a.csv", "a.safetensors"] { #expect(try String(contentsOfFile: place.path + "/" + name, encoding: .utf8) == "old") }
    #expect(TestSession(isSafe: true).run("init; export \(place.path)/a.onnx").errors.contains("--safe"))
  }

  /// The parts of a graph that another program could have written.
  @Test func otherGraphsAreRefused() throws {
    _ = run("data moons standardize=yes; init 2 3:sigmoid 1:sigmoid seed=3; export DIR/n.onnx")
    var bytes = [UInt8](FileManager.default.contents(atPath: place.path + "/n.onnx")!)
    // Where `exp` becomes another operator, the formula is not that of sigmoid.
    let old = Array("Exp".utf8)
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: old) })
    bytes.replaceSubrange(start..<start + 3, with: Array("Abs".utf8))
    _ = FileManager.default.createFile(atPath: place.path + "/m.onnx", contents: Data(bytes))
    #expect(run("load DIR/m.onnx").status == 1)
  }
}
