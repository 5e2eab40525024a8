import TestSupport
import Testing

@testable import Interp
@testable import Net

/// Files with arrays, through `data`. The readers have tests of their own.
@Suite struct OwnArrayTests {
  private let folder: TemporaryFolder
  private let session = TestSession()

  init() throws {
    folder = try TemporaryFolder()
    let X = Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 4, 5, 6])
    try folder.write("x.npy", bytes: NPYArray(X).bytes)
    try folder.write("y.npy", bytes: NPYArray(Matrix(row: [0, 1, 1])).bytes)
    try folder.write("both.npz", bytes: NPZ.bytes([("x_train", NPYArray(X)), ("y_train", NPYArray(Matrix(row: [0, 1, 0])))]))
  }

  private func run(_ statement: String) -> Transcript { session.run(statement.replacing("DIR", with: folder.path)) }

  @Test func arrays() {
    #expect(run("data DIR/x.npy; X").lines.last == "2  2  4  6")
    #expect(run("data DIR/x.npy orient=columns; X.shape").lines == ["(3, 2)"])
    #expect(run("set report on\ndata DIR/x.npy y=DIR/y.npy").lines.last?.contains("X is X (3, 2) and Y is the array of the other file") == true)
    #expect(run("X.shape; Y").lines.filter { !$0.isEmpty } == ["(2, 3)", "(1, 3)", "   1  2  3", "1  0  1  1"])
  }

  /// Report 04: y= of a single array is its column, and no option is passed over in silence.
  @Test func columnOfAnArray() {
    #expect(run("data DIR/x.npy y=2; X; Y").lines.last == "1  2  4  6")
    for option in ["y=nonsense", "header=yes", "missing=drop", "x=7"] { #expect(run("data DIR/x.npy \(option)").status == 1, "\(option)") }
    #expect(run("data moons orient=rows").status == 1)
    #expect(run("data DIR/both.npz x=nosuch").errors.contains("nosuch"))
  }
}
