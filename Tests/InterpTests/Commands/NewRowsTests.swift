import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// `predict FILE`: how the columns, arrays and categories of new rows are found, what is refused, and the table that `to=` writes.
@Suite struct NewRowsTests {
  private let folder: TemporaryFolder
  private let session = TestSession()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("named.csv", "id,a,kind,y\n7,1,3,red\n8,2,4,green\n9,3,3,\"bl,ue\"\n10,4,4,red\n")
    try folder.write("plain.csv", "1,5,0\n2,6,1\n3,8,0\n4,9,1\n")
  }

  private func run(_ statement: String) -> Transcript { session.run(statement.replacing("DIR", with: folder.path)) }

  /// The outputs of a table as the features of a column vector would give them.
  private func agrees(_ table: String, _ expression: String, options: String = "") throws -> Bool {
    try folder.write("new.csv", table)
    let rows = run("set digits 17\npredict \"DIR/new.csv\" \(options)")
    let direct = run("predict \(expression) units=data")
    return rows.status == 0 && rows.errors.isEmpty && !rows.output.isEmpty && rows.output == direct.output
  }

  private static let options = "x=a,kind onehot=kind standardize=yes"

  // MARK: Columns

  @Test func byName() throws {
    _ = run("data DIR/named.csv \(Self.options); init seed=1 scale=1")
    #expect(try agrees("a,kind\n1,3\n2,4\n", "[1, 2; 1, 0; 0, 1]"))
    // Another order, other columns, a target with a gap, another delimiter, and a row that looks like a header.
    #expect(try agrees("kind;x;a\n3;q;1,5\n4;q;2,5\n", "[1.5, 2.5; 1, 0; 0, 1]"))
    #expect(try agrees("y,a,kind\n,1,3\n?,2,4\n", "[1, 2; 1, 0; 0, 1]"))
    #expect(try agrees("kind,a\n3,1\n", "[1; 1; 0]"))
    try folder.write("new.csv", "kind,b\n3,1\n")
    let lack = run("predict DIR/new.csv")
    #expect(lack.status == 1 && lack.errors.contains("has no column 'a', which the data has; it has kind, b"), "\(lack.errors)")
    try folder.write("new.csv", "a,kind\n")
    #expect(run("predict DIR/new.csv").errors.contains("has a header and no rows\n"))
    try folder.write("new.csv", "1,3\n2,4\n")
    #expect(run("predict DIR/new.csv").errors.contains("its first line must name the columns a, kind"))
  }

  /// A network for other programs keeps the names of its features. A table with the words that they stand for is read too.
  @Test(arguments: ["onnx", "safetensors"]) func wordsOfAnExportedNetwork(_ ending: String) throws {
    let data = "data DIR/named.csv x=a,kind onehot=kind standardize=yes; init seed=1 scale=1"
    #expect(run("\(data); export DIR/net.\(ending); X = zeros(2, 2); Y = zeros(1, 2); load DIR/net.\(ending)").status == 0)
    #expect(try agrees("a,kind\n1,3\n2,4\n", "[1, 2; 1, 0; 0, 1]") && agrees("kind,a\n3,1\n", "[1; 1; 0]"))
    #expect(try agrees("kind=4,a,kind=3\n0,1,1\n", "[1; 1; 0]"))
    #expect(try agrees("a,kind\n1,9\n", "[1; 0; 0]", options: "unknown=zero"))
    #expect(run("predict DIR/new.csv").errors.contains("the training part has no '9'"))
    try folder.write("new.csv", "a,sort\n1,3\n")
    #expect(run("predict DIR/new.csv").errors.contains("has no column 'kind=3', which the data has; it has a, sort"))
    // A sign of equality may belong to the name of the column, or to the word.
    try folder.write("signs.csv", "a=b,c,y\nu,x=1,0\nv,x=2,1\nu,x=2,1\n")
    #expect(run("data DIR/signs.csv onehot=\"a=b\",c; init seed=1 scale=1; export DIR/signs.\(ending)").status == 0)
    try folder.write("new.csv", "c,a=b\nx=2,u\nx=1,v\n")
    let known = run("predict DIR/new.csv")
    #expect(
      known.status == 0 && run("X = zeros(4, 2); Y = zeros(1, 2); load DIR/signs.\(ending); predict DIR/new.csv").output == known.output, "\(known.errors)")
  }

  /// Features with equal names, a table of words alone, one word, and gaps.
  @Test(arguments: [
    ("c,d,y\nr,u,0\nb,v,1\nr,w,1\n", "onehot=c,d", "c,d\nr,u\nb,w\n"), ("c,s,y\nr,1,0\nr,2,1\n", "onehot=c", "c,s\nr,5\n"),
    ("c,s=1,y\nr,1,0\nb,2,1\nr,3,1\n", "onehot=c", "c,s=1\nr,5\n"), ("c,s,y\n5,1,0\n2,,1\n3,4,1\n", "missing=mean", "c,s\n1,\n"),
  ]) func exportedFeatures(_ table: String, _ options: String, _ rows: String) throws {
    try folder.write("t.csv", table)
    try folder.write("new.csv", rows)
    let known = run("data DIR/t.csv \(options); init seed=1 scale=1; export DIR/net.onnx; predict DIR/new.csv")
    let loaded = TestSession().run("load \(folder.path)/net.onnx; predict \(folder.path)/new.csv")
    #expect(known.status == 0 && loaded.status == 0 && known.lines.suffix(4).dropFirst() == loaded.lines.suffix(4).dropFirst(), "\(known) \(loaded)")
  }

  @Test func featuresWithTheSameName() throws {
    try folder.write("t.csv", "c,c=r,y\nr,5,0\nb,6,1\nr,7,1\n")
    try folder.write("new.csv", "c\nr\n")
    #expect(run("data DIR/t.csv onehot=c; init seed=1; export DIR/net.onnx").status == 0)
    let loaded = TestSession().run("load \(folder.path)/net.onnx; predict \(folder.path)/new.csv")
    #expect(loaded.status == 1 && loaded.errors.contains("new.csv' has"), "\(loaded)")
  }

  /// A feature that is named like an index is none, and an index of pandas is ignored.
  @Test func indexColumns() throws {
    try folder.write("index.csv", "index,b,y\n5,1,0\n3,2,1\n9,4,0\n")
    _ = run("data DIR/index.csv; init seed=2 scale=1")
    #expect(try agrees("index,b\n4,1\n", "[4; 1]"))
    #expect(try agrees(",b,index\n0,1,4\n1,2,5\n", "[4, 5; 1, 2]"))
    _ = run("data DIR/index.csv index=yes; init seed=2 scale=1")
    #expect(try agrees("b,c\n1,2\n", "[1]"))
  }

  @Test func byPosition() throws {
    _ = run("data DIR/plain.csv; init seed=1 scale=1")
    #expect(try agrees("1,5\n2,6\n", "[1, 2; 5, 6]"))
    #expect(try agrees("1,5,9\n2,6,?\n", "[1, 2; 5, 6]"))
    #expect(try agrees("u,v\n1,5\n", "[1; 5]"))
    _ = run("data DIR/plain.csv y=1; init seed=1 scale=1")
    #expect(try agrees("5,0\n6,1\n", "[5, 6; 0, 1]"))
    #expect(try agrees("1,5,0\n2,6,1\n", "[5, 6; 0, 1]"))
    _ = run("data DIR/plain.csv x=2; init seed=1 scale=1")
    #expect(try agrees("5\n6\n", "[5, 6]"))
    #expect(try agrees("1,5\n2,6\n", "[5, 6]"))
    try folder.write("new.csv", "1,5,0,4\n2,6,1,4\n")
    #expect(run("predict DIR/new.csv").errors.contains("has 4 columns, but the data has 3"))
  }

  /// Data without a file takes a table with its names, or with one column for each feature.
  @Test func withoutAFile() throws {
    _ = run("init seed=1 scale=1")
    #expect(try agrees("1,5\n2,6\n", "[1, 2; 5, 6]"))
    #expect(try agrees("z,x2,x1\n1,2,3\n", "[3; 2]"))
    try folder.write("new.csv", "1,5,0\n2,6,1\n")
    #expect(run("predict DIR/new.csv").errors.contains("its columns must be the features"))
    _ = run("data DIR/named.csv \(Self.options); X = randn(2, 5)")
    // The recipe went with X.
    #expect(try agrees("1,5\n2,6\n", "[1, 2; 5, 6]"))
    _ = run("data DIR/named.csv \(Self.options)")
    #expect(run("predict DIR/new.csv").errors.contains("becomes 3 features as in the data, but the network 2-4-1 takes n0 = 2"))
  }

  // MARK: Arrays

  @Test func arrays() throws {
    func write(_ name: String, _ arrays: (String, NPYArray)...) throws { try Data(NPZ.bytes(arrays)).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)")) }
    func array(_ shape: [Int]) -> NPYArray {
      var array = NPYArray(Matrix(row: (0..<shape.reduce(1, *)).map { Double($0 * $0 % 7) }))
      array.shape = shape
      return array
    }
    var targets = NPYArray(Matrix(row: [0, 1, 0, 1, 1]))
    targets.shape = [5]
    try write("images.npz", ("X", array([5, 3, 2])), ("Y", targets))
    try write("two.npz", ("X", array([2, 3, 2])), ("other", array([4])))
    try write("one.npz", ("q", array([3, 2])))
    try write("bad.npz", ("X", array([2, 3])))
    _ = run("data DIR/images.npz; init seed=1 scale=1; set digits 17")
    // The first two examples are those of the data, since the numbers are counted on.
    let two = run("predict DIR/two.npz").output
    #expect(!two.isEmpty && two == run("predict X[:,1:2]").output)
    #expect(run("predict DIR/one.npz").output == run("predict X[:,1]").output)
    #expect(run("predict DIR/bad.npz").errors.contains("its shape (2, 3) does not fit X (5, 3, 2) of the data"))
    // A column of the only array is Y, and the new array may have it or not.
    try Data(array([6, 3]).bytes).write(to: URL(fileURLWithPath: folder.path + "/table.npy"))
    var narrow = array([2, 2])
    narrow.content = .numbers([0, 4, 2, 4])
    try Data(narrow.bytes).write(to: URL(fileURLWithPath: folder.path + "/narrow.npy"))
    _ = run("data DIR/table.npy y=2; init seed=3 scale=1")
    #expect(run("predict DIR/table.npy").lines.prefix(3) == run("predict X").lines.prefix(3))
    #expect(run("predict DIR/narrow.npy").output == run("predict X[:,1:2]").output)
    let before = run("predict DIR/table.npy").output
    _ = run("save DIR/net.npz; data moons; load DIR/net.npz")
    #expect(!before.isEmpty && run("predict DIR/table.npy").output == before)
    // Without a file, n0 says where the examples lie.
    _ = run("X = [1, 2, 3; 4, 5, 6]; init 2 1:tanh seed=1 scale=1")
    #expect(run("predict DIR/narrow.npy").output == run("predict [0, 2; 4, 4]").output)
    #expect(run("predict DIR/table.npy").errors.contains("has no examples of 2 features"))
  }

  // MARK: Gaps and categories

  @Test func unknownCategories() throws {
    _ = run("data DIR/named.csv \(Self.options); init seed=1 scale=1")
    try folder.write("unknown.csv", "a,kind\n1,3\n\n2,7\n")
    let refused = run("predict DIR/unknown.csv")
    #expect(refused.status == 1 && refused.errors.contains("line 4, column 'kind': the training part has no '7'"), "\(refused.errors)")
    #expect(refused.errors.contains("unknown=zero"))
    #expect(try agrees("a,kind\n1,3\n\n2,7\n", "[1, 2; 1, 0; 0, 0]", options: "unknown=zero"))
    #expect(run("predict DIR/unknown.csv unknown=one").errors.contains("choose one of zero"))
  }

  @Test func gaps() throws {
    try folder.write("gap.csv", "kind,a\n3,\n4,1\n,3\n")
    _ = run("data DIR/named.csv \(Self.options); init seed=1 scale=1")
    let refused = run("predict DIR/gap.csv")
    #expect(refused.status == 1 && refused.errors.contains("2 values are missing: 1 in a, 1 in kind"), "\(refused.errors)")
    #expect(refused.errors.contains("line 2, column 'a'") && refused.errors.contains("missing=mean or missing=drop"))
    // The training part had no gap, and its mean is kept in any case.
    _ = run("data DIR/named.csv \(Self.options) missing=mean; init seed=1 scale=1")
    #expect(try agrees("kind,a\n3,\n4,1\n", "[2.5, 1; 1, 0; 0, 1]"))
    #expect(run("predict DIR/gap.csv").errors.contains("line 4, column 'kind': the cell is empty"))
    #expect(try agrees("kind,a\n3,\n4,1\n,3\n", "[2.5, 1, 3; 1, 0, 0; 0, 1, 0]", options: "unknown=zero"))
    _ = run("data DIR/named.csv \(Self.options) missing=drop; init seed=1 scale=1")
    let dropped = run("predict DIR/gap.csv")
    #expect(dropped.status == 0 && dropped.errors.contains("2 rows miss a value, so they have no output: 1, 3"))
    #expect(dropped.lines.last?.hasPrefix("classes - ") == true)
    try folder.write("all.csv", "kind,a\n3,\n,1\n")
    #expect(run("predict DIR/all.csv to=DIR/all-out.csv").status == 0)
    #expect(try String(contentsOfFile: folder.path + "/all-out.csv", encoding: .utf8) == "Yhat1,Yhat2,Yhat3,class\n,,,\n,,,\n")
  }

  /// Where the text leaves outputs out, it names the statement that gives them all, if there is one.
  @Test func leftOut() throws {
    func note(_ statement: String) -> [String] { run(statement).lines.filter { $0.hasPrefix("some entries are left out") } }
    try folder.write("many.csv", (0..<200).map { "\($0),\($0 % 7)\n" }.joined())
    _ = run("init seed=1")
    #expect(note("predict") == ["some entries are left out; predict to=FILE.csv writes all"])
    #expect(note("predict DIR/many.csv") == ["some entries are left out; predict FILE to=FILE.csv writes all"])
    #expect(note("predict X * 2") == ["some entries are left out"])
    #expect(note("forward X * 2") == [String](repeating: "some entries are left out", count: 4))
    #expect(run("predict DIR/many.csv").lines.last?.hasSuffix(" … (200 in all)") == true)
  }

  // MARK: to=

  @Test func writesATable() throws {
    try folder.write("gap.csv", "kind,a\n3,3\n4,\n4,4\n")
    _ = run("data DIR/named.csv \(Self.options) missing=drop; init seed=1 scale=1; train 200 alpha=1; set digits 17")
    #expect(run("predict DIR/gap.csv to=DIR/out.csv").output.isEmpty)
    let lines = try String(contentsOfFile: folder.path + "/out.csv", encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.count == 5 && lines[0] == "Yhat1,Yhat2,Yhat3,class" && lines[2] == ",,," && lines[4].isEmpty, "\(lines)")
    // The class has quotes where it needs them, and the digits read back to the same numbers.
    #expect(lines[1].hasSuffix(",\"bl,ue\"") && lines[3].hasSuffix(",red"), "\(lines)")
    let rows = "[" + [lines[1], lines[3]].map { $0.split(separator: ",").prefix(3).joined(separator: ", ") }.joined(separator: "; ") + "].T"
    #expect(run("P = \(rows); X = (([3, 4; 1, 0; 0, 1]) - Xmean) / Xscale; forward; array_equal(P, A2)").lines == ["True"])
    // A row without a number in a table of one column has quotes, so that it is a row for every reader.
    try folder.write("number.csv", "a,y\n1,1.5\n2,3\n4,2.25\n")
    try folder.write("numbers.csv", "a\n1\n\"\"\n4\n")
    _ = run("data DIR/number.csv missing=drop; init seed=1; predict DIR/numbers.csv to=DIR/out.csv")
    let numbers = try String(contentsOfFile: folder.path + "/out.csv", encoding: .utf8).split(separator: "\n")
    #expect(numbers.count == 4 && numbers[0] == "Yhat" && numbers[2] == "\"\"", "\(numbers)")
    // Several sigmoid units decide each for itself.
    _ = run("init 1 2:sigmoid weights=zeros; b1 = [1; -1]; predict DIR/number.csv to=DIR/out.csv")
    let units = try String(contentsOfFile: folder.path + "/out.csv", encoding: .utf8)
    #expect(units.hasPrefix("Yhat1,Yhat2,class1,class2\n0.7310585786300049,0.268941421369995") && units.hasSuffix(",1,0\n"), "\(units)")
  }

  @Test func refusesTargets() throws {
    _ = run("data DIR/plain.csv; init seed=1")
    #expect(run("predict DIR/plain.csv to=DIR/plain.csv").errors.contains("was read in this session"))
    #expect(run("predict to=DIR/out.txt").errors.contains("must end in .csv"))
    #expect(run("predict X to=DIR/out.csv").errors.contains("to= cannot be used with an expression"))
    #expect(run("predict DIR/plain.csv units=data").errors.contains("units= cannot be used with a file"))
    #expect(run("predict X unknown=zero").errors.contains("unknown= cannot be used"))
    #expect(run("trace J to=DIR/trace.csv; train 1").status == 0)
    #expect(run("predict to=DIR/trace.csv").status == 1)
    #expect(run("predict DIR/none.csv to=DIR/out.csv").status == 1 && !FileManager.default.fileExists(atPath: folder.path + "/out.csv"))
    #expect(TestSession(isSafe: true).run("init; predict to=\(folder.path)/out.csv").errors.contains("--safe"))
    #expect(TestSession(isSafe: true).run("init; predict \(folder.path)/plain.csv").errors.contains("--safe"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/out.csv"))
  }

  /// A variable or an argument of the script may hold the path.
  @Test func pathsInTexts() {
    let found = run("data DIR/plain.csv; init seed=1; predict \"DIR/plain.csv\"").output
    #expect(!found.isEmpty && run("f = \"DIR/plain.csv\"; predict f").output == found)
    #expect(run("\"DIR/plain.csv\"; predict ans").output.contains(found))
    #expect(run("predict none").errors.contains("none") && run("predict $3").errors.contains("$3"))
    let other = TestSession(arguments: [folder.path + "/plain.csv"])
    #expect(other.run("data $1; init seed=1; predict $1").output == found)
    #expect(other.interpreter.executor.log.all.last?.text == "predict \"\(folder.path)/plain.csv\"")
  }

  // MARK: Files of networks

  @Test func lastOfDataAndLoad() throws {
    try folder.write("new.csv", "a,kind\n1,3\n2,4\n")
    let found = run("data DIR/named.csv \(Self.options); init seed=1 scale=1; set digits 17; save DIR/net.npz; predict DIR/new.csv").output
    #expect(!found.isEmpty && found.contains("classes "))
    #expect(run("load DIR/net.npz; predict DIR/new.csv").output == found)
    #expect(run("data moons; load DIR/net.npz; predict DIR/new.csv").output == found)
    // X of the data has two features, and the network takes three.
    #expect(run("Xscale.shape; save DIR/again.npz; load DIR/again.npz; predict DIR/new.csv").output == "(3, 1)\n" + found)
    #expect(run("data moons; predict DIR/new.csv").errors.contains("becomes 2 features"))
    _ = run("load DIR/net.npz; init seed=1")
    #expect(run("Xscale").errors.contains("not scaled"))
  }

  /// A saved network reads new rows with all that the data was told of the form of its table.
  @Test func toldForms() throws {
    let rows = [[1.5, 2, 0.5, 0.5], [2.5, 1, 3, 1.5], [4, 7.5, 2, 3.5], [0.5, 3, 9, 2.25]]
    let ids = [17, 4, 9, 30]
    var checked = 0
    for header in [nil, "yes", "no"] as [String?] {
      for index in [nil, "yes", "no"] as [String?] {
        for delimiter in [nil, "comma", "semicolon", "bar"] as [String?] {
          for decimal in [nil, "point", "comma"] as [String?] {
            let sign = delimiter == "comma" ? "," : delimiter == "bar" ? "|" : ";"
            func cell(_ value: Double) -> String {
              let text = decimal == "comma" ? "\(value)".replacing(".", with: ",") : "\(value)"
              return text.contains(sign) ? "\"\(text)\"" : text
            }
            func table(_ rows: [[Double]]) -> String {
              // A header of numbers looks like an example.
              let names = (index == "yes" ? ["90"] : []) + ["10", "20", "30", "40"].prefix(rows[0].count)
              let lines = rows.enumerated().map { (index == "yes" ? ["\(ids[$0])"] : []) + $1.map(cell) }
              return ((header == "yes" ? [names] : []) + lines).map { $0.joined(separator: sign) + "\n" }.joined()
            }
            let told = [("header", header), ("index", index), ("delimiter", delimiter), ("decimal", decimal)]
            let options = told.compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: " ")
            try folder.write("told.csv", table(rows))
            try folder.write("new.csv", table([[3.5, 1.5, 2], [1, 0.5, 4]]))
            let session = TestSession()
            func run(_ statement: String) -> Transcript { session.run(statement.replacing("DIR", with: folder.path)) }
            let found = run("data DIR/told.csv \(options); init seed=1 scale=1; set digits 17; save DIR/net.npz; predict DIR/new.csv")
            #expect(found.status == 0 && found.output == run("predict [3.5, 1; 1.5, 0.5; 2, 4] units=data").output, "\(options): \(found.errors)")
            let loaded = run("data moons; load DIR/net.npz; predict DIR/new.csv")
            #expect(loaded.output == found.output, "\(options): \(loaded.errors)")
            checked += 1
          }
        }
      }
    }
    #expect(checked == 108)
    // Without header=no the first row would be taken as the names.
    try folder.write("first.csv", "x,1,0\n3,2,1\n4,5,0\n")
    try folder.write("new.csv", "x,1\n3,2\n")
    let found = run("data DIR/first.csv header=no onehot=1; init seed=1 scale=1; set digits 17; save DIR/net.npz; predict DIR/new.csv").output
    #expect(found == run("predict [0, 1; 0, 0; 1, 0; 1, 2]").output)
    #expect(run("data moons; load DIR/net.npz; predict DIR/new.csv").output == found)
  }

  /// A category with many letters takes its room in each text of the file. The memory is counted before it is taken, and the old file stays.
  @Test func savesWithinMemory() throws {
    let names = (0..<300).map { "k\($0)" } + [String(repeating: "z", count: 10_000)]
    try folder.write("wide.csv", "k,y\n" + names.enumerated().map { "\($1),\($0 % 2)\n" }.joined())
    _ = run("data DIR/wide.csv onehot=k; init seed=1; save DIR/wide.npz")
    let before = try FileBytes.read(folder.path + "/wide.npz")
    #expect(!(try NPZ.read(before).keys.contains("features")))
    let refused = run("set data.memory 2; save DIR/wide.npz")
    #expect(refused.status == 1 && refused.errors.contains("needs more memory than the 2 MiB"), "\(refused.errors)")
    #expect(try FileBytes.read(folder.path + "/wide.npz") == before)
    try folder.write("new.csv", "k\nk7\n\(names[300])\n")
    let found = run("set data.memory 200; set digits 17; predict DIR/new.csv").output
    #expect(!found.isEmpty && run("data moons; load DIR/wide.npz; predict DIR/new.csv").output == found)
  }

  /// A file of an older version says nothing about rows, so the data does.
  @Test func olderFiles() throws {
    try folder.write("new.csv", "a,kind\n1,3\n2,4\n")
    let found = run("data DIR/named.csv \(Self.options); init seed=1 scale=1; set digits 17; save DIR/net.npz; predict DIR/new.csv").output
    let budget = MemoryBudget()
    let old = ["format", "activations", "loss", "seed", "leaky_slope", "alpha", "t", "mean", "deviation", "classes", "line", "W1", "b1", "W2", "b2"]
    let arrays = try NPZ.read(FileBytes.read(folder.path + "/net.npz"), budget)
    try FileBytes.write(NPZ.bytes(old.compactMap { name in arrays[name].map { (name, $0) } }), to: folder.path + "/old.npz")
    #expect(!found.isEmpty && run("load DIR/old.npz; predict DIR/new.csv").output == found)
    // Without that data, the scale of the file is still used.
    try folder.write("three.csv", "1,1,0\n2,0,1\n")
    #expect(run("data moons; load DIR/old.npz; predict DIR/three.csv").output == found)
  }

  /// A recording passes over a statement that writes, and it writes whole paths.
  @Test func recorded() throws {
    try folder.write("targets.csv", "t\n1\n2\n3\n4\n")
    let script = folder.path + "/s.nns"
    let text = "data plain.csv test=plain.csv; data plain.csv y=targets.csv; init seed=1; predict plain.csv; predict plain.csv to=\(folder.path)/o.csv"
    #expect(session.run(text, name: script).status == 0)
    let real = FilePaths.real(folder.path)
    #expect(
      Array(session.interpreter.executor.log.all.map(\.text).prefix(4)) == [
        "data \"\(real)/plain.csv\" test=\"\(real)/plain.csv\"", "data \"\(real)/plain.csv\" y=\"\(real)/targets.csv\"", "init seed=1",
        "predict \"\(real)/plain.csv\"",
      ])
    try FileManager.default.removeItem(atPath: folder.path + "/o.csv")
    #expect(run("record --verify").status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/o.csv"))
  }

  @Test func filesThatLie() throws {
    _ = run("data DIR/named.csv \(Self.options) missing=mean; init seed=1; save DIR/net.npz")
    let arrays = try NPZ.read(FileBytes.read(folder.path + "/net.npz"))
    func fault(_ change: (inout [String: NPYArray]) -> Void) throws -> String {
      var changed = arrays
      change(&changed)
      try FileBytes.write(NPZ.bytes(changed.map { ($0.key, $0.value) }), to: folder.path + "/bad.npz")
      return run("load DIR/bad.npz").errors
    }
    func row(_ numbers: Double...) -> NPYArray { NPYArray(Matrix(row: numbers)) }
    #expect(try fault { $0["features"] = NPYArray(["a"]) }.contains("features does not fit n0"))
    #expect(try fault { $0["filling"] = row(1, 2, 3) }.contains("its filling does not fit n0"))
    #expect(try fault { $0["positions"] = row(1, 2, 99) }.contains("positions is out of range"))
    #expect(try fault { $0["positions"] = row(1, 2, .nan) }.contains("positions is out of range"))
    #expect(try fault { $0["columns"] = NPYArray(["a", "a", "a"]) }.contains("it names a column twice"))
    #expect(try fault { $0["values"] = NPYArray(["", "3", "3"]) }.contains("it names a column twice"))
    #expect(try fault { $0["match"] = NPYArray(["luck"], isSingle: true) }.contains("it does not say how a table was read"))
    #expect(try fault { $0["match"] = row(1) }.contains("match is no text"))
    #expect(try fault { $0["header"] = NPYArray(["maybe"], isSingle: true) }.contains("header cannot be 'maybe'"))
    #expect(try fault { $0["index"] = row(1) }.contains("index is no text"))
    #expect(try fault { $0["target_position"] = nil }.contains("it does not say where its target is"))
    #expect(try fault { $0["target_position"] = row(2) }.contains("its target is among its columns"))
    #expect(try fault { ($0["target_mean"], $0["target_deviation"]) = (row(1, 2), row(1, 2)) }.contains("the scaling of its targets"))
    #expect(try fault { ($0["array"], $0["array_shape"], $0["array_axis"]) = (NPYArray(["X"], isSingle: true), row(0, 2), row(7)) }.contains("array_axis"))
    #expect(try fault { _ in }.isEmpty)
    // A shape that the rows fit and the network does not.
    #expect(try fault { ($0["array"], $0["array_shape"], $0["array_axis"]) = (NPYArray(["X"], isSingle: true), row(0, 5), row(0)) }.isEmpty)
    try FileBytes.write(NPYArray(Matrix(rows: 2, columns: 5)).bytes, to: folder.path + "/five.npy")
    #expect(run("predict DIR/five.npy").errors.contains("an example of it has 5 features, but the network needs 3"))
  }
}
