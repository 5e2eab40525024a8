import Testing

@testable import Net

/// Arrays in the form that NumPy prints.
@Suite struct PrintedArrayTests {
  static let right: [(String, [[Double]])] = [
    ("[[ 0.5  -1.25]\n [ 3.    4.  ]]", [[0.5, -1.25], [3, 4]]), ("[0.1 0.2 0.3]", [[0.1, 0.2, 0.3]]), ("[[1.]\n [2.]]", [[1], [2]]),
    ("array([[ 1.2e-03, -4.0e+01]])", [[0.0012, -40]]), ("array([1, 2, 3], dtype=int64)", [[1, 2, 3]]), ("np.array([[1,2],[3,4]])", [[1, 2], [3, 4]]),
    ("  [[1 2]\r\n [3 4]]  \n", [[1, 2], [3, 4]]), ("[[inf -inf]]", [[.infinity, -.infinity]]), ("[-0.]", [[0]]), ("[[3], [5]]", [[3], [5]]),
  ]

  @Test(arguments: right) func reads(_ item: (String, [[Double]])) throws {
    let printed = try PrintedArray(item.0)
    #expect(printed.entries == Matrix(item.1) && printed.rowGap == nil && printed.columnGap == nil)
  }

  static let wrong: [(String, PrintedArray.Flaw.Reason, Int)] = [
    ("", .empty, 0), ("[]", .empty, 0), ("[[]]", .empty, 0), ("[[1 x]]", .notNumber("x"), 4), ("[[1 2] [3]]", .ragged(row: 2, expected: 2, found: 1), 8),
    ("[[1 2]", .bracket, 6), ("[1 2]]", .bracket, 5), ("[[[1]]]", .tooDeep, 2), ("[1 2] 3", .rest("3"), 6), ("[1 2])", .rest(")"), 5),
    ("[1 ... 2 ... 3]", .notNumber("..."), 9), ("[[1 2] 3]", .notNumber("3"), 7), ("[0x1]", .notNumber("0x1"), 1), ("1 [2]", .notNumber("1"), 0),
    ("array([1 2]", .bracket, 11),
  ]

  @Test(arguments: wrong) func refuses(_ item: (String, PrintedArray.Flaw.Reason, Int)) {
    do throws(PrintedArray.Flaw) {
      let printed = try PrintedArray(item.0)
      Issue.record("\(item.0) is read as \(printed.entries)")
    } catch {
      #expect(error.reason == item.1 && error.offset == item.2, "\(item.0): \(error)")
    }
  }

  /// `halfUnits` has half a unit of the last digit of each entry. Whole numbers and 0 have the smallest one of the array. It is nil where no
  /// entry has decimals or an exponent.
  @Test func halfUnits() throws {
    #expect(try PrintedArray("[0.5 1.25 2. 0.]").halfUnits?.elements == [0.05, 0.005, 0.005, 0.005])
    let small = try PrintedArray("[1.5e-03 0.0e+00]").halfUnits!.elements
    #expect(abs(small[0] - 5e-5) < 1e-18 && small[0] == small[1])
    #expect(try PrintedArray("[1 2]").halfUnits == nil)
  }

  /// `...` means that rows or columns are left out. The entries that are shown must fit.
  @Test func gaps() throws {
    let printed = try PrintedArray("[[1. 2. ... 9. 10.]\n [11. 12. ... 19. 20.]\n ...\n [91. 92. ... 99. 100.]]")
    #expect(printed.rowGap == 2 && printed.columnGap == 2)
    let given = GivenArray(printed)
    let whole = Matrix(rows: 10, columns: 10, elements: (1...100).map(Double.init))
    #expect(given.agrees(with: whole) && given.distance(whole) == 0 && !given.agrees(with: whole.transposed()))
    #expect(!given.allows(Shape(3, 10)) && given.shapeText == "(> 3, > 4)")
    #expect(given.cannotTell(whole, whole) && !given.cannotTell(whole, whole.map { $0 + 1 }))
  }

  /// Every prefix of a printed array is read or refused, and none traps.
  @Test func prefixes() {
    let text = "array([[ 1.5e-03, ..., nan],\n       ...,\n       [2., ..., inf]], dtype=float64)"
    for count in 0...text.count {
      do throws(PrintedArray.Flaw) {
        let printed = try PrintedArray(String(text.prefix(count)))
        #expect(printed.entries.rows == 2)
      } catch {
        #expect(error.offset <= count)
      }
    }
  }
}
