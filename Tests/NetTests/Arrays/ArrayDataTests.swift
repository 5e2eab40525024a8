import Foundation
import TestSupport
import Testing

@testable import Net

/// Data sets from arrays: which array is X, which is Y, and where the examples lie.
@Suite struct ArrayDataTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func array(_ shape: [Int], _ value: (Int) -> Double = { Double($0) }) -> NPYArray {
    var array = NPYArray(Matrix(row: (0..<shape.reduce(1, *)).map(value)))
    array.shape = shape
    return array
  }

  private func data(_ arrays: [(String, NPYArray)], _ options: ArrayOptions = ArrayOptions()) throws -> ArrayData {
    try folder.write("a.npz", bytes: NPZ.bytes(arrays.map { (name: $0.0, array: $0.1) }))
    return try ArrayFixtures.data(path: folder.path + "/a.npz", options)
  }

  private func fault(_ arrays: [(String, NPYArray)], _ options: ArrayOptions = ArrayOptions()) -> DataError? {
    do {
      _ = try data(arrays, options)
      return nil
    } catch { return error as? DataError }
  }

  private func reason(_ arrays: [(String, NPYArray)], _ options: ArrayOptions = ArrayOptions()) -> String {
    switch fault(arrays, options) {
    case .badArrays(let reason): reason
    case .badNPY(let name, let reason): "\(name): \(reason)"
    case let other: "\(String(describing: other))"
    }
  }

  /// The names of X and Y, in any order of the file, beside arrays that mean nothing.
  @Test(arguments: [
    ("X", "Y"), ("x", "y"), ("data", "target"), ("features", "labels"), ("images", "targets"), ("train_x", "train_y"), ("X_train", "y_train"),
    ("train_set_x", "train_set_y"), ("mnist_x", "mnist_y"), ("x_train", "labels"), ("train_images", "train_labels"),
  ]) func names(_ x: String, _ y: String) throws {
    let set = try data([("other", array([7])), (y, array([5]) { Double($0) / 2 }), (x, array([3, 5])), ("my_data", array([9]))])
    #expect(set.train.X == Matrix(rows: 3, columns: 5, elements: (0..<15).map(Double.init)) && set.train.Y == Matrix(row: [0, 0.5, 1, 1.5, 2]))
    #expect(set.test == nil && set.note == "X is \(x) (3, 5) and Y is \(y) (5,); each column is an example; left out: other, my_data")
  }

  /// The notes' name wins over the others, and options win over names.
  @Test func choice() throws {
    let arrays = [
      ("images", array([4, 2, 3])), ("data", array([4, 6])), ("target", array([4]) { Double($0) / 4 }), ("other", array([4]) { Double($0) * 9.5 }),
    ]
    #expect(try data(arrays).note.hasPrefix("X is data (4, 6) and Y is target (4,); each row"))
    #expect(try data(arrays, ArrayOptions(x: "images")).note.hasPrefix("X is images (4, 2, 3) and Y is target (4,)"))
    #expect(try data(arrays, ArrayOptions(y: "other")).train.Y?.elements == [0, 9.5, 19, 28.5])
    #expect(reason(arrays, ArrayOptions(x: "imges")) == "x=imges names no array of it; it has images, data, target, other")
    #expect(reason(arrays, ArrayOptions(y: "9")).hasPrefix("y=9 names no array of it"))
    #expect(reason(arrays, ArrayOptions(x: "data", y: "data")) == "data is X and cannot be Y too")
    #expect(reason([("a_x", array([2, 2])), ("b_x", array([2, 2]))]) == "a_x and b_x may both be X; x=NAME says which one it is")
    #expect(reason([("a", array([2, 2])), ("b", array([2, 2]))]).hasPrefix("none of its arrays is named X, x, data, features or images; it has a, b"))
    #expect(reason([("t", NPYArray(["a"]))]) == "t: it holds text and no numbers")
    #expect(try data([("weights", array([2, 5]))]).train.X.shape == Shape(2, 5))
  }

  /// The training part has all classes, and the note names what is left out.
  @Test func classesOfTheTestPart() throws {
    func parts(_ train: NPYArray, _ test: NPYArray) -> [(String, NPYArray)] {
      [("x_train", array([2, 4])), ("y_train", train), ("x_test", array([2, 2])), ("y_test", test), ("weights_of_examples", array([4]))]
    }
    let texts = parts(NPYArray(["a", "b", "a", "b"]), NPYArray(["z", "a"]))
    #expect(reason(texts) == "y_train: the training part has no class 'z', which the test part has at [1]")
    let numbers = parts(NPYArray(Matrix(row: [3, 7, 7, 3])), NPYArray(Matrix(row: [7, 5])))
    #expect(reason(numbers) == "y_train: the training part has no class '5', which the test part has at [2]")
    let good = try data(parts(NPYArray(["a", "b", "a", "b"]), NPYArray(["b", "a"])))
    #expect(good.test?.Y == Matrix(row: [1, 0]) && good.note.hasSuffix("; left out: weights_of_examples"), "\(good.note)")
  }

  /// A Y that cannot be read is Y all the same, so that it is not missed in silence. An array that can be read comes first.
  @Test func refused() throws {
    let X = ArrayEntry(name: "data", shape: [4, 2], kind: .numbers)
    let y = ArrayEntry(name: "y", shape: [4], kind: .refused("this version of the HDF5 library cannot open it"))
    #expect(try ArrayRoles([X, y], x: nil, y: nil).Y == y)
    let target = ArrayEntry(name: "target", shape: [4], kind: .numbers)
    #expect(try ArrayRoles([X, y, target], x: nil, y: nil).Y == target)
  }

  /// Examples lie along the dimension that has the length of Y.
  @Test func orientation() throws {
    let y5 = array([5]) { Double($0) / 3 }
    for shape in [[5, 2], [2, 5]] { #expect(try data([("X", array(shape)), ("y", y5)]).train.X.shape == Shape(2, 5)) }
    #expect(try data([("X", array([5, 2])), ("y", y5)]).train.X.elements == [0, 2, 4, 6, 8, 1, 3, 5, 7, 9])
    for shape in [[5, 1], [1, 5], [5, 1, 1]] {
      #expect(try data([("X", array([5, 2])), ("y", array(shape) { Double($0) / 3 })]).train.Y?.shape == Shape(1, 5))
    }
    // Y with several rows stays, whichever way it lies.
    let oneHot = Matrix([[1, 0, 0, 1, 0], [0, 1, 0, 0, 1], [0, 0, 1, 0, 0]])
    for y in [NPYArray(oneHot), NPYArray(oneHot.transposed())] {
      let set = try data([("X", array([5, 2])), ("Y", y)])
      #expect(set.train.Y == oneHot && set.train.classNames == nil && set.train.X.columns == 5)
    }
    // Both dimensions have the length: an archive of NumPy has columns, and a note says so.
    let square = array([3, 3])
    let y3 = array([3]) { Double($0) / 3 }
    let set = try data([("X", square), ("y", y3)])
    #expect(set.train.X == square.matrix && set.note.hasSuffix("each column is an example (a guess; orient=rows takes each row as an example)"))
    #expect(try data([("X", square), ("y", y3)], ArrayOptions(orientation: .rows)).train.X == square.matrix?.transposed())
    // Without Y the same holds.
    #expect(try data([("X", array([2, 5]))]).train.X.shape == Shape(2, 5))
    #expect(try data([("X", array([2, 5]))], ArrayOptions(orientation: .rows)).train.X.shape == Shape(5, 2))
    try folder.write("one.npy", bytes: array([2, 5]).bytes)
    let rows = try ArrayFixtures.data(path: folder.path + "/one.npy")
    #expect(rows.train.X.shape == Shape(5, 2) && rows.note.contains("each row is an example (a guess; orient=columns takes"))
    #expect(reason([("X", array([2, 5])), ("y", y3)]) == "y: its shape (3,) does not fit a dimension of X (2, 5): it needs one target for each example")
    #expect(reason([("X", array([3, 5])), ("y", y3)], ArrayOptions(orientation: .columns)).contains("does not fit the columns of X (3, 5)"))
    #expect(reason([("X", array([3, 5])), ("y", array([3, 2, 2]))]).contains("more than two dimensions"))
    // One dimension is one feature.
    #expect(try data([("X", array([5])), ("y", y5)]).train.X.shape == Shape(1, 5))
  }

  /// An array with more dimensions is flattened, each example in C order.
  @Test func flattening() throws {
    let values = array([4, 2, 3])
    for (length, axis) in [(4, 0), (2, 1), (3, 2)] {
      let set = try data([("X", values), ("y", array([length]) { Double($0) / 7 })])
      var expected: [[Double]] = []
      for example in 0..<length {
        // The places of the array in C order, of which those of the example are taken.
        expected.append((0..<24).filter { [$0 / 6, $0 / 3 % 2, $0 % 3][axis] == example }.map(Double.init))
      }
      #expect(set.train.X.transposed().nested == expected, "\(axis)")
    }
    let alone = try data([("X", values)])
    #expect(alone.train.X.shape == Shape(6, 4) && alone.note.contains("each step along dimension 1 is an example, with its numbers row by row (a guess"))
    #expect(try data([("X", values)], ArrayOptions(orientation: .columns)).train.X.shape == Shape(8, 3))
  }

  /// Whole numbers with few values and texts are classes; other numbers stay numbers.
  @Test func classes() throws {
    func set(_ y: [Double], _ asked: Bool? = nil) throws -> Dataset {
      try data([("X", array([2, y.count])), ("y", NPYArray(Matrix(column: y)))], ArrayOptions(classes: asked)).train
    }
    let two = try set([5, 2, 2, 5])
    #expect(two.Y == Matrix(row: [1, 0, 0, 1]) && two.classNames == ["2", "5"])
    let three = try set([10, 1, 2, 2, 1, 10])
    #expect(three.Y == Matrix([[0, 1, 0, 0, 1, 0], [0, 0, 1, 1, 0, 0], [1, 0, 0, 0, 0, 1]]) && three.classNames == ["1", "2", "10"])
    for y in [[1, 2, 3, 4, 5], [0.5, 1.5, 2.5, 0.5, 1.5, 2.5, 1], [1, 1, 1]] {
      let numbers = try set(y)
      #expect(numbers.Y == Matrix(row: y) && numbers.classNames == nil)
    }
    #expect(try set([1, 2, 3, 4, 5], true).Y?.rows == 5)
    #expect(try set([0.5, 1.5, 2.5], true).classNames == ["0.5", "1.5", "2.5"])
    #expect(try set([5, 2, 2, 5], false).Y == Matrix(row: [5, 2, 2, 5]))
    #expect(throws: DataError.oneClass("1")) { try set([1, 1], true) }
    let many = (0..<2002).map { Double($0 / 2) }
    #expect(try set(many).classNames == nil)
    #expect(throws: DataError.tooMany(.classes, column: "y", count: 1001, limit: 1000)) { try set(many, true) }
    // A list of names in the file names classes that count from 0 or from 1.
    for first in [0.0, 1] {
      let y = NPYArray(Matrix(column: [1, 0, 1].map { $0 + first }))
      let named = try data([("X", array([2, 3])), ("y", y), ("classes", NPYArray(["cat", "dog"]))]).train
      #expect(named.Y == Matrix(row: [1, 0, 1]) && named.classNames == ["cat", "dog"])
    }
    let texts = try data([("X", array([2, 3])), ("Y", NPYArray(["dog", "cat", "dog"]))]).train
    #expect(texts.Y == Matrix(row: [1, 0, 1]) && texts.classNames == ["cat", "dog"])
    #expect(
      fault([("X", array([2, 3])), ("Y", NPYArray(["dog", "cat", "dog"]))], ArrayOptions(classes: false))
        == .badNPY(name: "Y", reason: "it holds texts, which are classes"))
  }

  /// NaN and infinity are errors that name the array and the place, and so are empty arrays and too many features.
  @Test func values() throws {
    #expect(reason([("X", array([2, 3]) { $0 == 4 ? .nan : 1 })]) == "X: it contains NaN at [2, 2]")
    #expect(reason([("X", array([2, 2, 2]) { $0 == 6 ? -.infinity : 1 })]) == "X: it contains infinity at [2, 2, 1]")
    #expect(reason([("X", array([2, 3])), ("y", array([3]) { $0 == 2 ? .infinity : 1 })]) == "y: it contains infinity at [3]")
    #expect(reason([("X", array([0, 3]))]) == "X: its shape (0, 3) has no entries")
    #expect(reason([("X", NPYArray(2))]) == "X: it is a single number")
    #expect(fault([("X", array([100_001, 1]))]) == .tooMany(.features, column: nil, count: 100_001, limit: 100_000))
    #expect(fault([("X", array([2, 2])), ("Y", array([1001, 2]))]) == .tooMany(.classes, column: "Y", count: 1001, limit: 1000))
  }

  /// With one array, y= is the number of a column, or an error. It is never ignored.
  @Test func columnOfOneArray() throws {
    try folder.write("c.npy", bytes: array([4, 3]) { [0.5, 1.5, 1, 2.5, 3.5, 0, 4.5, 5.5, 1, 6.5, 7.5, 0][$0] }.bytes)
    func read(_ y: String, _ orientation: ArrayOrientation? = nil) throws -> ArrayData {
      try ArrayFixtures.data(path: folder.path + "/c.npy", ArrayOptions(y: y, orientation: orientation))
    }
    let set = try read("3")
    #expect(
      set.train.X.nested == [[0.5, 2.5, 4.5, 6.5], [1.5, 3.5, 5.5, 7.5]] && set.train.Y == Matrix(row: [1, 0, 1, 0]) && set.train.classNames == ["0", "1"])
    #expect(set.note.hasPrefix("X is X (4, 3), Y is its column 3; each row is an example"))
    #expect(try read("4", .columns).train.Y == Matrix(row: [6.5, 7.5, 0]))
    for (y, text) in [
      ("nonsense", "does not go with a file of one array"), ("0", "y=0 is no column of it; it has 3"), ("4", "y=4 is no column of it; it has 3"),
    ] {
      do {
        _ = try read(y)
        Issue.record("y=\(y) is taken")
      } catch DataError.badArrays(let reason) { #expect(reason.contains(text)) }
    }
    #expect(throws: DataError.badArrays(reason: "x=2 names no array of it; it has X")) {
      try ArrayFixtures.data(path: folder.path + "/c.npy", ArrayOptions(x: "2"))
    }
  }

  /// A test part in the same file has the same classes, the same features and the same orientation.
  @Test func testPart() throws {
    let arrays = [
      ("x_train", array([4, 2, 2])), ("y_train", array([4]) { Double($0 % 3) }), ("x_test", array([2, 2, 2]) { Double($0) + 100 }),
      ("y_test", array([2, 1]) { Double($0 + 1) }),
      ("x_val", array([9, 9])),
    ]
    let set = try data(arrays, ArrayOptions(classes: false))
    #expect(set.train.X.shape == Shape(4, 4) && set.train.Y?.shape == Shape(1, 4))
    let test = try #require(set.test)
    #expect(test.X.transposed().nested == [[100, 101, 102, 103], [104, 105, 106, 107]] && test.Y == Matrix(row: [1, 2]))
    #expect(
      set.note
        == "X is x_train (4, 2, 2) and Y is y_train (4,); the test part is x_test and y_test; each step along dimension 1 is an example, with its numbers row by row; left out: x_val"
    )
    #expect(try data(arrays).test?.Y == Matrix([[0, 0], [1, 0], [0, 1]]))
    let wrong = arrays.map { $0.0 == "x_test" ? ("x_test", array([2, 3])) : $0 }
    #expect(reason(wrong) == "x_test: its shape (2, 3) does not fit x_train (4, 2, 2): an example needs the same features")
    let short = arrays.map { $0.0 == "y_test" ? ("y_test", array([3])) : $0 }
    #expect(reason(short) == "y_test: its shape (3,) does not fit x_test (2, 2, 2): it needs 2 targets")
    let none = arrays.filter { $0.0 != "y_test" }
    #expect(try data(none).test.map { $0.Y == nil } == true)
    // Folders of an archive may name the parts.
    let folders = try data([("train/x", array([2, 3])), ("train/y", array([3])), ("test/x", array([2, 4])), ("test/y", array([4]))])
    #expect(folders.train.X.shape == Shape(2, 3) && folders.test?.X.shape == Shape(2, 4))
    // A file with the test part alone is a set of its own, as test=FILE needs it.
    let alone = try data(arrays.filter { $0.0.hasSuffix("test") })
    #expect(alone.train.examples == 2 && alone.test == nil)
  }

  /// The files of a course: MATLAB's digits with labels from 1 to 10, and pictures as bytes in HDF5 with a test part and the names of the classes.
  @Test func courses() throws {
    let digits = try ArrayFixtures.data(path: ArrayFixtures.path("course.mat"))
    #expect(digits.train.X.shape == Shape(3, 20) && digits.train.Y?.shape == Shape(10, 20) && digits.train.classNames == (1...10).map(String.init))
    #expect(digits.note == "X is X (20, 3) and Y is y (20, 1); each row is an example")
    for name in ["course.h5", "course.h5.gz"] {
      let cats = try ArrayFixtures.data(path: ArrayFixtures.path(name))
      let test = try #require(cats.test)
      #expect(cats.train.X.shape == Shape(48, 6) && cats.train.Y == Matrix(row: [0, 1, 1, 0, 1, 0]) && cats.train.classNames == ["non-cat", "cat"])
      #expect(test.X.shape == Shape(48, 3) && test.Y == Matrix(row: [1, 0, 1]) && test.classNames == ["non-cat", "cat"])
      let bits = ArrayFixtures.expected["course.h5"]!["train_set_x"]!.bits!
      #expect(cats.train.X.transposed().elements.map(\.bitPattern) == bits.map { UInt64($0, radix: 16)! })
    }
  }

  /// The test part of the file keeps its Y where the targets of the training part come from another file, whatever its kind.
  @Test func otherTargetsBesideATestPart() throws {
    func parity(_ index: Int) -> Double { Double(index % 2) }
    try folder.write(
      "x.npz", bytes: NPZ.bytes([("x_train", array([2, 6])), ("x_test", array([2, 4])), ("y_test", array([4], parity))]))
    try folder.write("labels.npy", bytes: array([6], parity).bytes)
    try folder.write("labels.csv", "0\n1\n0\n1\n0\n1\n")
    for labels in ["labels.npy", "labels.csv"] {
      let set = try ArrayFixtures.data(path: folder.path + "/x.npz", targets: folder.path + "/" + labels)
      #expect(set.train.Y == Matrix(row: [0, 1, 0, 1, 0, 1]) && set.train.classNames == ["0", "1"], "\(labels)")
      #expect(set.test?.X.shape == Shape(2, 4) && set.test?.Y == Matrix(row: [0, 1, 0, 1]) && set.test?.classNames == ["0", "1"], "\(labels)")
      #expect(set.note.contains("; the test part is x_test and y_test;"), "\(set.note)")
    }
    // Whole numbers of a table stay numbers, and its words are classes.
    try folder.write("numbers.csv", "0\n1\n2\n0\n1\n2\n")
    try folder.write("words.csv", "kind\nb\na\nb\na\nb\na\n")
    try folder.write("plain.npy", bytes: array([2, 6]).bytes)
    let numbers = try ArrayFixtures.data(path: folder.path + "/plain.npy", targets: folder.path + "/numbers.csv").train
    #expect(numbers.Y == Matrix(row: [0, 1, 2, 0, 1, 2]) && numbers.classNames == nil)
    let budget = MemoryBudget()
    let words = try DataFile.read(
      OpenedFile(folder.path + "/plain.npy", budget), TableOptions(),
      targets: OpenedFile(folder.path + "/words.csv", budget).targets(TableOptions(hasHeader: true)))
    #expect(words.dataset.Y == Matrix(row: [1, 0, 1, 0, 1, 0]) && words.dataset.classNames == ["a", "b"])
    #expect(words.note?.contains("and Y is the column of the other file;") == true)
    // An error of the other file is told from one of the first.
    try folder.write("bad.npz", bytes: NPZ.bytes([("X", array([3, 4])), ("y", array([4], parity))]))
    try folder.write("good.npz", bytes: NPZ.bytes([("X", array([2, 6])), ("y", array([6], parity))]))
    do {
      _ = try ArrayFixtures.data(path: folder.path + "/good.npz", test: folder.path + "/bad.npz")
      Issue.record("it has other features")
    } catch {
      guard case .ofTest(.badNPY(name: "X", _))? = error as? DataError else { return _ = Issue.record("\(error)") }
    }
  }

  /// y=FILE takes Y from another file, and test=FILE takes the test part from one.
  @Test func severalFiles() throws {
    let set = try ArrayFixtures.data(path: ArrayFixtures.path("u1.idx"), targets: ArrayFixtures.path("labels.idx.gz"))
    #expect(set.train.X.shape == Shape(4, 3) && set.train.Y == Matrix(row: [1, 0, 1]))
    #expect(set.note == "X is X (3, 2, 2) and Y is the array of the other file (3,); each step along dimension 1 is an example, with its numbers row by row")
    try folder.write("test.npz", bytes: NPZ.bytes([("X", array([2, 4])), ("y", array([4]) { Double($0 % 2) })]))
    try folder.write("train.npz", bytes: NPZ.bytes([("X", array([2, 6])), ("y", array([6]) { Double($0 % 2) })]))
    let both = try ArrayFixtures.data(path: folder.path + "/train.npz", test: folder.path + "/test.npz")
    #expect(both.train.X.shape == Shape(2, 6) && both.test?.X.shape == Shape(2, 4) && both.test?.Y == Matrix(row: [0, 1, 0, 1]))
    #expect(both.note.contains("; the test part is the other file;"))
    // The other file may have the names of a test part.
    try folder.write("test.npz", bytes: NPZ.bytes([("X_test", array([2, 4])), ("y_test", array([4]) { Double($0 % 2) })]))
    #expect(try ArrayFixtures.data(path: folder.path + "/train.npz", ArrayOptions(x: "X"), test: folder.path + "/test.npz").test == both.test)
  }
}
