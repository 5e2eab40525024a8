import Foundation
import TestSupport
import Testing

@testable import Interp

/// The commands `data`, `save`, `load` and `use`: parts, scaling, and the errors for wrong files.
@Suite struct DataCommandTests {
  private let folder: TemporaryFolder
  private let session = TestSession()

  init() throws {
    folder = try TemporaryFolder()
    // The file has 10 examples, and its second feature is constant.
    try folder.write("t.csv", "a,c,y\n" + (1...10).map { "\($0 * $0),5,\($0 > 5 ? "up" : "down")\n" }.joined())
  }

  private func lines(_ text: String) -> [String] {
    let transcript = session.run(text.replacingOccurrences(of: "DIR", with: folder.path))
    #expect(transcript.errors == "")
    return transcript.lines
  }

  private func errors(_ text: String) -> String {
    let transcript = session.run(text.replacingOccurrences(of: "DIR", with: folder.path))
    #expect(transcript.status != 0)
    return transcript.errors.replacingOccurrences(of: folder.path, with: "DIR")
  }

  @Test func scalingIsFittedOnTheTrainingPartAlone() {
    #expect(lines("data DIR/t.csv split=0.6 seed=3; a = X; m; use test; b = X; m") == ["6", "4"])
    #expect(lines("data DIR/t.csv split=0.6 seed=3 standardize=yes; use train; c = X; use test; d = X") == [])
    #expect(lines("mu = mean(a, axis=1); sd = std(a, axis=1); allclose(c[1,:], (a[1,:] - mu[1,1]) / sd[1,1])") == ["True"])
    #expect(lines("allclose(d[1,:], (b[1,:] - mu[1,1]) / sd[1,1])") == ["True"])
    #expect(lines("abs(mean(c[1,:])) < 1e-12 and abs(std(c[1,:]) - 1) < 1e-12 and abs(mean(d[1,:])) > 1e-3") == ["True"])
    // A constant feature becomes 0, not NaN.
    #expect(lines("all(c[2,:] == 0) and all(d[2,:] == 0)") == ["True"])
  }

  @Test func threeParts() {
    #expect(lines("data DIR/t.csv split=0.6,0.2,0.2 seed=1; m; use dev; m; use test; m; use train; m") == ["6", "2", "2", "6"])
    #expect(errors("data DIR/t.csv split=0.6; use dev").contains("no dev part"))
    // The same seed gives the same parts. Together they are the whole data.
    #expect(lines("data DIR/t.csv split=0.5 seed=4; s = sum(X[1,:]); use test; s + sum(X[1,:])") == ["385"])
    // `use test` and `forward` do not change the parameters.
    #expect(lines("data DIR/t.csv split=0.6 standardize=yes; init 2 3 1; train 200 alpha=1; w = W1; use test; forward; array_equal(w, W1)").last == "True")
  }

  @Test func saveKeepsTheScale() {
    _ = lines("data DIR/t.csv split=0.6 seed=3 standardize=yes; init 2 3 1 seed=8; alpha = 0.5; train 50; a = A2; save DIR/net.npz")
    // `load` scales the raw data as in the training. The seed gives the same parts.
    #expect(lines("data DIR/t.csv split=0.6 seed=3; init; load DIR/net.npz; forward; array_equal(a, A2)") == ["True"])
    #expect(lines("t; alpha") == ["50", "0.5"])
    // Data that is scaled already stays as it is.
    #expect(lines("data DIR/t.csv split=0.6 seed=3 standardize=yes; load DIR/net.npz; forward; array_equal(a, A2)") == ["True"])
    #expect(
      lines(
        "init 2 3:leaky_relu 1; set leaky_slope 0.3; save DIR/leaky.npz; set leaky_slope 0.01; load DIR/leaky.npz; forward; z = Z1; array_equal(A1, maximum(z, 0.3 * z))"
      ) == ["True"])
  }

  static let bad: [(name: String, bytes: [UInt8], says: String)] = [
    ("empty.csv", [], "'DIR/empty.csv' is empty"),
    ("binary.csv", Array(0...255), "line 1: byte 0x00 is not text in UTF-8"),
    ("latin.csv", Array("a,y\n1,caf".utf8) + [0xE9, 10], "line 2: byte 0xE9 is not text in UTF-8"),
    ("ragged.csv", Array("a,b,y\n1,2,3\n1,2\n".utf8), "line 3 has 2 cells, but the first line has 3"),
    ("half.csv", Array("a,y\n1,0\ntwo,1\n".utf8), "1 of 1 features has text: a (1 of 2 cells, the first is 'two' in line 3)"),
    ("hole.csv", Array("a,y\n1,0\n,1\n".utf8), "1 value is missing: 1 in a; the first is an empty cell in line 3, column 'a'"),
    ("large.csv", Array("a,y\n1,0\n1e999,1\n".utf8), "line 3, column 'a': '1e999' is too large"),
    ("one.csv", Array("a,y\n1,same\n2,same\n".utf8), "every example has the class 'same'"),
    ("alone.csv", Array("y\n1\n".utf8), "no column left for X"),
    ("head.csv", Array("a,y\n".utf8), "a header and no rows"), ("quote.csv", Array("a,y\n1,\"b\"c\n".utf8), "line 2: a quote is not allowed here"),
    ("no.npz", Array("PK\u{3}\u{4} no archive".utf8), "is not a .npz archive"), ("no.npy", [0x93] + Array("NUMPY".utf8), "'DIR/no.npy'"),
  ]

  /// The error points to the word and names the line of the file. The session stays as it was.
  @Test(arguments: bad) func badFiles(_ item: (name: String, bytes: [UInt8], says: String)) throws {
    try folder.write(item.name, bytes: item.bytes)
    _ = lines("init seed=2; v = 7")
    let said = errors("data DIR/\(item.name)")
    #expect(said.hasPrefix("test.nns:1:6: error: ") && said.contains(item.says), "\(said)")
    #expect(lines("v; m; t; J0 = 1; forward").first == "7")
    #expect(lines("m") == ["400"])
  }

  @Test func missing() throws {
    #expect(errors("data DIR/none.csv").contains("no such file"))
    try folder.write("dir.csv/x", "")
    #expect(errors("data DIR/dir.csv").contains("it is a folder"))
    #expect(errors("load DIR/none.npz").contains("no such file"))
    #expect(errors("load DIR/t.csv").contains("holds no network"))
    #expect(errors("init; save DIR/none/net.npz").contains("no such file"))
    #expect(errors("source DIR/none.nns").contains("no such file"))
    #expect(errors("data DIR/t.csv y=z").contains("no column 'z'"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["dir.csv", "t.csv"])
  }

  /// A damaged file changes nothing, and the present network stays.
  @Test func damagedNetwork() throws {
    _ = lines("init seed=3; train 5; w = W1; j = J; save DIR/net.npz")
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/net.npz")))
    bytes.removeLast(40)
    try folder.write("cut.npz", bytes: bytes)
    #expect(errors("load DIR/cut.npz").contains("DIR/cut.npz"))
    #expect(lines("array_equal(w, W1) and J == j and t == 5") == ["True"])
  }

  @Test func classesByTheirNames() throws {
    try folder.write("three.csv", "a,b,kind\n0,0,red\n0,1,green\n1,0,blue\n1,1,green\n")
    #expect(lines("data DIR/three.csv; sum(Y[1,:]); sum(Y[2,:]); sum(Y[3,:]); all(sum(Y, axis=0) == 1)") == ["1", "2", "1", "True"])
    #expect(lines("data DIR/three.csv y=kind; n_x; data DIR/three.csv y=3; n_x") == ["2", "2"])
    #expect(lines("data DIR/three.csv y=kind x=b; n_x") == ["1"])
  }

  /// `factor=` is the radius of the inner circle, as in the course's noisy circles.
  @Test func factorOfCircles() {
    #expect(run("data circles m=200 noise=0.3 factor=0.5").status == 0)
    #expect(
      run("data circles m=200 factor=0.5; print norm(X[:, Y == 1], axis=0).max() < 0.500001, norm(X[:, Y == 0], axis=0).min() > 0.99").lines == ["True True"])
    #expect(run("data circles m=20; V = X; data circles m=20 factor=0.8; array_equal(V, X)").lines == ["True"])
    for (text, says) in [
      ("data circles factor=1", "from 0 up to but without 1"), ("data circles factor=-0.1", "from 0 up to but without 1"),
      ("data moons factor=0.5", "factor= cannot be used with"),
      ("data x.csv factor=0.5", "factor= cannot be used with a file"), ("data factor=0.5", "factor= cannot be used with"),
    ] {
      let transcript = run(text)
      #expect(transcript.status == 1 && transcript.errors.contains(says), "\(text): \(transcript)")
    }
  }
}
