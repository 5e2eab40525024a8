import TestSupport
import Testing

@testable import Interp

/// A network from a file and the data that is there: scale, order of the features, classes, and new rows.
@Suite struct LoadedDataTests {
  private let folder: TemporaryFolder
  private let session = TestSession()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("s.csv", "a,y\n1,5\n2,6\n3,8\n")
    try folder.write("s2.csv", "a,y\n10,5\n20,6\n30,8\n")
    try folder.write("ab.csv", "a,b,y\n1,10,5\n2,20,7\n3,30,8.5\n")
    try folder.write("ba.csv", "b,a,y\n10,1,5\n20,2,7\n30,3,8.5\n")
  }

  private func run(_ text: String) -> Transcript { session.run(text.replacing("DIR", with: folder.path)) }

  /// A network of one linear unit on a data file, saved.
  private func save(_ file: String, _ options: String, _ weights: String, _ name: String) {
    #expect(run("data DIR/\(file) \(options); init n0 1:linear; W1 = \(weights); save DIR/\(name)").status == 0)
  }

  /// Data that already has a scale goes on that of the network, so `predict` and `predict FILE` agree.
  @Test func scaleOfTheNetwork() {
    save("s.csv", "standardize=yes", "[2]", "s.npz")
    save("s2.csv", "standardize=yes", "[2]", "s2.npz")
    save("s.csv", "", "[2]", "s3.npz")
    for before in ["", "standardize=yes", "normalize=yes"] {
      for name in ["s.npz", "s2.npz", "s3.npz"] {
        #expect(run("data DIR/s.csv \(before); load DIR/\(name)").status == 0)
        let (bare, rows) = (run("predict; print \"{Yhat:.9g}\"").lines, run("predict DIR/s.csv").lines)
        #expect(bare.prefix(3) == rows.prefix(3), "\(before) \(name): \(bare) \(rows)")
      }
    }
    #expect(run("data DIR/s.csv standardize=yes; load DIR/s3.npz; forward; A1; X").lines.suffix(1) == ["1  1  2  3"])
    #expect(run("data DIR/s.csv standardize=yes; set report on; load DIR/s3.npz").lines.last?.contains("the data is put into its own units") == true)
  }

  /// Features in another order are not put on a scale that belongs to others.
  @Test func orderOfTheFeatures() {
    save("ab.csv", "standardize=yes", "[1, 1000]", "ab.npz")
    let loaded = run("data DIR/ba.csv; load DIR/ab.npz")
    #expect(loaded.errors.contains("the network was trained on the features a, b, but the data has b, a; x= with the names in this order"))
    #expect(run("X[1,1]").lines == ["10"])
    #expect(run("init; data DIR/ba.csv x=a,b; load DIR/ab.npz").errors.isEmpty)
    #expect(run("predict; predict DIR/ba.csv").lines[2] == run("predict DIR/ab.csv").lines[2])
  }

  @Test func classesOfTheNetwork() throws {
    try folder.write("lm.csv", "a,y\n1,low\n2,low\n3,mid\n4,mid\n")
    try folder.write("hl.csv", "a,y\n1,high\n2,high\n3,low\n4,low\n")
    #expect(run("data DIR/lm.csv; init n0 1:sigmoid; save DIR/lm.npz").status == 0)
    #expect(run("data DIR/hl.csv; load DIR/lm.npz").errors.contains("trained on the classes low, mid, but the data has high, low"))
    #expect(run("init; data DIR/lm.csv; load DIR/lm.npz").errors.isEmpty)
  }

  /// New data on another scale than that of the network is warned about.
  @Test func dataAfterTheNetwork() {
    #expect(run("data DIR/ab.csv standardize=yes; init n0 1:linear; train 2; save DIR/t.npz; load DIR/t.npz").errors.isEmpty)
    #expect(run("data DIR/ba.csv").errors.contains("the network was trained on data of another scale"))
    #expect(run("load DIR/t.npz").errors.contains("the data has b, a"))
    #expect(run("init; data DIR/ab.csv").errors.isEmpty)
  }

  /// An entry of X or Y is changed on its scale. A new X or Y has none, and that is said.
  @Test func entriesKeepTheScale() {
    #expect(run("data DIR/ab.csv standardize=both; init n0 1:linear; W1 = [1, 10]").errors.isEmpty)
    let before = run("predict DIR/ab.csv").lines
    #expect(run("X[1,1] = X[1,1]; Y[1,2] = Y[1,2]").errors.isEmpty)
    #expect(run("predict DIR/ab.csv").lines == before && run("Yscale.shape").lines == ["(1, 1)"])
    #expect(run("Y = Y + 1").errors.contains("an assigned Y has no scale"))
    #expect(run("X = X * 2").errors.contains("an assigned X has no scale") && run("X = X * 2").errors.isEmpty)
  }

  /// Rows without names have the form of the data, also in a later session.
  @Test func rowsWithoutNames() throws {
    try folder.write("d.csv", "1,5;3,5\n2,5;7\n4;9,1\n")
    try folder.write("n.csv", "1,5\n2,5\n4,5\n")
    try folder.write("g.csv", "1,10,5\n2,20,6\n3,25,8\n")
    try folder.write("typo.csv", "1o,100\n1,200\n")
    try folder.write("h.csv", "1,10,100,5\n2,20,200,7\n3,30,300,8.5\n")
    try folder.write("h2.csv", "1,100\n2,200\n")
    #expect(run("data DIR/d.csv; init n0 1:linear; W1 = [100]; predict DIR/n.csv").lines.dropFirst(2).first == "1  150  250  450")
    #expect(run("save DIR/d.npz; data moons; load DIR/d.npz; predict DIR/n.csv").lines.dropFirst(2).first == "1  150  250  450")
    #expect(run("data DIR/g.csv; init n0 1:linear; predict DIR/typo.csv").errors.contains("'1o' in line 1"))
    #expect(run("data DIR/h.csv x=3,1; init n0 1:linear; W1 = [1, 1000]; predict DIR/h2.csv").lines.dropFirst(2).first == "1  1100  2200")
  }

  @Test func inputIsNotReplaced() {
    let text = folder.read("ab.csv")
    #expect(run("data DIR/ab.csv; init n0 1:linear; save DIR/p.npz").status == 0)
    let fresh = TestSession()
    let refused = fresh.run("load \(folder.path)/p.npz; predict \(folder.path)/ab.csv to=\(folder.path)/ab.csv")
    #expect(refused.errors.contains("was read in this session") && folder.read("ab.csv") == text)
  }

  /// Classes that occur once are more likely numbers that were not understood.
  @Test func manyClasses() throws {
    try folder.write("many.csv", "a;y\n" + (1...8).map { "\($0);1.\($0)00,5\($0)\n" }.joined())
    #expect(run("data DIR/many.csv").errors.contains("Y has 8 classes in 8 examples"))
    #expect(run("data DIR/ab.csv").errors.isEmpty)
  }
}
