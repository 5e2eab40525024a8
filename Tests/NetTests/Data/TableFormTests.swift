import TestSupport
import Testing

@testable import Net

/// How tables are written: what is guessed, what is told, and what keeps a table from being a data set.
@Suite struct TableFormTests {
  private func table(_ text: String, _ options: TableOptions = TableOptions()) throws -> TableData {
    var table = try DataTable(Array(text.utf8), options, MemoryBudget())
    return try table.dataset("t")
  }

  private func mess(_ text: String, _ options: TableOptions = TableOptions()) throws -> MessyTable {
    do {
      _ = try table(text, options)
    } catch DataError.messy(let mess) { return mess }
    throw NotMessy()
  }

  private struct NotMessy: Error {}

  /// The same table in many ways of writing.
  @Test(arguments: [
    "a,b,y\n1.5,2,0\n-3,4.25,1\n", "a;b;y\n1,5;2;0\n-3;4,25;1\n", "a\tb\ty\n1.5\t2\t0\n-3\t4.25\t1\n", "a|b|y\n1.5|2|0\n-3|4.25|1\n",
    "a b y\n 1.5   2 0\n-3 4.25\t1  \n", "sep=;\na;b;y\n1,5;2;0\n-3;4,25;1\n", "# made by a tool\n% twice\n\na,b,y\n1.5,2,0\n-3,4.25,1\n",
    "# a,b,y\n1.5e+00,2.0e+00,0\n-3,4.25,1\n", "a,b,y,\n1.5,2,0,\n-3,4.25,1,\n", ",a,b,y\n0,1.5,2,0\n1,-3,4.25,1\n",
    "Unnamed: 0,a,b,y\n1,1.5,2,0\n2,-3,4.25,1\n", "\"\",\"a\",\"b\",\"y\"\n\"1\",1.5,2,0\n\"2\",-3,4.25,1\n", "a,b,y\r1.5,2,0\r-3,4.25,1\r",
    "\u{FEFF}a,b,y\r\n1.5,2,0\r\n\r\n-3,4.25,1",
  ])
  func spellings(_ text: String) throws {
    let set = try table(text).dataset
    #expect(set.featureNames == ["a", "b"] && set.X.elements == [1.5, -3, 2, 4.25] && set.Y?.elements == [0, 1], "\(set)")
  }

  /// UTF-16 with a mark, in both orders of bytes.
  @Test func wideText() throws {
    let text = "größe,y\n1,ja\n2,nein\n"
    for isBig in [true, false] {
      var bytes: [UInt8] = isBig ? [0xFE, 0xFF] : [0xFF, 0xFE]
      for unit in text.utf16 { bytes += isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)] }
      var table = try DataTable(bytes, TableOptions(), MemoryBudget())
      let set = try table.dataset("t").dataset
      #expect(set.featureNames == ["größe"] && set.classNames == ["ja", "nein"])
    }
  }

  @Test func headers() throws {
    #expect(try table("0,1,2\n1.5,2.5,0\n3,4,1\n").form?.isHeaderUnclear == true)
    #expect(try table("0,1,label\n1.5,2,a\n3,4,b\n").dataset.examples == 3)
    #expect(try table("0,1,2\n1.5,2.5,0\n3,4,1\n", TableOptions(hasHeader: true)).dataset.featureNames == ["0", "1"])
    #expect(try table("5.1,3.5,0\n4.9,3,0\n6,3,1\n").form?.isHeaderUnclear == false)
    // A missing value in the first row makes no header, and neither does a word that its column also has.
    #expect(
      try table(
        "1,NA,0\n2,3,1\n4,5,1\n",
        {
          var options = TableOptions(); options.missing = .drop; return options
        }()
      ).dataset.examples == 2)
  }

  /// R's write.table writes no name over the row names, so its header is shorter than the rows.
  @Test func namesOfRows() throws {
    let numbered = try table("\"a\" \"b\" \"y\"\n\"1\" 1.5 2 \"no\"\n\"2\" 3.5 4 \"yes\"\n")
    #expect(numbered.dataset.featureNames == ["a", "b"] && numbered.dataset.X == Matrix([[1.5, 3.5], [2, 4]]))
    #expect(numbered.dataset.classNames == ["no", "yes"])
    #expect(numbered.form?.hasIndex == true && numbered.form?.hasHeader == true)
    #expect(try mess("mpg,y\nMazda,21,0\nDatsun,22,1\n").words.map(\.name) == ["1"])
    #expect(throws: DataError.ragged(line: 2, expected: 2, found: 3)) { try table("a,y\n1,2,3\n4,5\n") }
  }

  @Test func columns() throws {
    let text = "id,a,b,c,y\n7,1,2,3,0\n9,4,5,6,1\n"
    func names(_ x: [ColumnItem], y: ColumnItem? = nil) throws -> [String] { try table(text, TableOptions(y: y, x: x)).dataset.featureNames }
    #expect(try names(["2:4"]) == ["a", "b", "c"] && names(["a:c"]) == ["a", "b", "c"] && names(["c", "1"]) == ["c", "id"])
    #expect(try names([ColumnItem("id", isExcluded: true), ColumnItem("3", isExcluded: true)]) == ["a", "c"])
    #expect(throws: DataError.unknownColumn("1", known: ["id", "a", "b", "c", "y"])) { try names([ColumnItem("1", isQuoted: true)]) }
    #expect(throws: DataError.columnTwice("a")) { try names(["a", "2"]) }
    #expect(throws: DataError.targetAmongFeatures("y")) { try names(["a", "y"]) }
    #expect(throws: DataError.mixedColumns) { try names(["a", ColumnItem("b", isExcluded: true)]) }
    let odd = "\"a,b\",-x,y\n1,2,0\n3,4,1\n"
    let set = try table(odd, TableOptions(x: [ColumnItem("-x", isQuoted: true), ColumnItem("a,b", isQuoted: true)])).dataset
    #expect(set.featureNames == ["-x", "a,b"] && set.X.elements == [2, 4, 1, 3])
  }

  @Test func truthsAndOneHot() throws {
    #expect(try table("s,t,y\n1,True,0\n2,false,1\n").dataset.X.elements == [1, 2, 1, 0])
    #expect(try table("s,t,y\n1,yes,0\n2,No,1\n").dataset.X.elements == [1, 2, 1, 0])
    var options = TableOptions()
    options.oneHot = ["plan"]
    let set = try table("age,plan,y\n1,gold,0\n2,basic,1\n3,gold,1\n", options).dataset
    #expect(set.featureNames == ["age", "plan=basic", "plan=gold"] && set.X.elements == [1, 2, 3, 0, 1, 0, 1, 0, 1])
    #expect(throws: DataError.notAFeature("y")) {
      try table(
        "age,plan,y\n1,gold,0\n2,basic,1\n",
        {
          var options = options; options.oneHot = ["y"]; return options
        }())
    }
  }

  /// Everything that is wrong is found in one look.
  @Test func messes() throws {
    let text =
      "id,date,plan,age,income,churned\n"
      + (1...30).map { "c\($0),2026-01-\($0),\(["basic", "gold", "pro"][$0 % 3]),\($0 == 4 ? "NA" : String($0)),\($0 % 10 == 0 ? "" : "1.5"),\($0 % 2)\n" }
      .joined()
    let mess = try mess(text)
    #expect(mess.words.map(\.name) == ["id", "date", "plan"] && mess.words.map(\.values) == [30, 30, 3])
    #expect(mess.missing.map(\.name) == ["age", "income"] && mess.missing.map(\.cells) == [1, 3] && mess.missing[0].firstLine == 5)
    #expect(mess.excluded == ["id", "date"] && mess.oneHot == ["plan"] && mess.remedy == .mean)
    // A few words in a column of numbers are told with their place. A target that misses a value needs `drop`.
    let few = try self.mess("a,b,y\n1,2,0\n3,x,1\n4,5,\n6,7,1\n")
    #expect(few.words.first?.first == "x" && few.words.first?.firstLine == 3 && few.words.first?.numbers == 3 && few.remedy == .drop)
  }

  @Test func missingValues() throws {
    for word in ["", "NA", "N/A", "nan", "NaN", "null", "NULL", "None", "?", "-"] {
      let text = "a,b,y\n1,2,0\n3,\(word),1\n4,5,1\n"
      #expect(try mess(text).missing.first?.cells == 1, "\(word)")
      var options = TableOptions()
      options.missing = .drop
      let dropped = try table(text, options)
      #expect(dropped.dropped == 1 && dropped.dataset.X.elements == [1, 4, 2, 5] && dropped.dataset.Y?.elements == [0, 1])
      options.missing = .mean
      var split = DataSplit(try table(text, options).dataset)
      try split.fill(byMedian: false)
      #expect(split.train.X.elements == [1, 3, 4, 2, 3.5, 5] && split.filling?.counts == [0, 1])
    }
  }

  /// The filling is that of the training part.
  @Test func fillsByTraining() throws {
    let set = Dataset(name: "t", X: Matrix([[1, .nan, 2, 3, .nan, 100]]), Y: Matrix([[0, 1, 0, 1, 0, 1]]))
    var generator = MersenneTwister(seed: 3)
    var split = try #require(DataSplit(set, fractions: [0.67], generator: &generator))
    let known = split.train.X.elements.filter { !$0.isNaN }.sorted()
    try split.fill(byMedian: true)
    let median = known.count % 2 == 1 ? known[known.count / 2] : (known[known.count / 2 - 1] + known[known.count / 2]) / 2
    #expect(split.filling?.values.elements == [median])
    #expect((split.train.X.elements + split.test!.X.elements).allSatisfy { !$0.isNaN })
  }

  /// The result does not depend on the parts into which the text is cut, and lines of faults are right in every part.
  @Test func manyParts() throws {
    var text = "a,b,y\n"
    var a: [Double] = []
    var generator = MersenneTwister(seed: 1)
    for row in 0..<120_000 {
      a.append(generator.normal())
      text += "\(a[row]),\"\(row),x\"\"\n\",\(row % 2 == 0 ? "no" : "yes")\n"
    }
    var options = TableOptions(x: ["a"])
    let set = try table(text, options).dataset
    #expect(set.X.elements == a && set.classNames == ["no", "yes"] && set.Y?[0, 119_999] == 1)
    #expect(throws: DataError.ragged(line: 240_002, expected: 3, found: 2)) { try table(text + "1,2\n", options) }
    options.x = ["b"]
    #expect(try mess(text, options).words.first?.values == 120_000)
  }

  /// Every number reads as the nearest double, as Swift reads it.
  @Test func numbersAreExact() throws {
    var generator = MersenneTwister(seed: 9)
    var spellings = [
      "0", "-0", "1e22", "1e23", "9007199254740993", "0.1", "123456789012345678901234567890", "4.9e-324", "1.7976931348623157e308", "2.5e-400", "1e-22", ".5",
      "5.", "+3",
    ]
    for _ in 0..<20_000 {
      let number = generator.normal() * Arithmetic.power(10, Double(Int(generator.uniform() * 40) - 20))
      spellings.append("\(number)")
      spellings.append(String(number.description.prefix(4 + Int(generator.uniform() * 16))).replacing("e", with: "e1"))
    }
    spellings = spellings.filter { DecimalNumber.value($0) != nil }
    let set = try table("a,y\n" + spellings.map { "\($0),0.25\n" }.joined()).dataset
    #expect(set.X.elements.map(\.bitPattern) == spellings.map { DecimalNumber.value($0)!.bitPattern })
  }

  /// A header of more than 1 MiB, and a quote that never closes in a long text.
  @Test func longRows() throws {
    let names = (1...60_000).map { "column_number_with_a_long_name_\($0)" }.joined(separator: ",")
    let row = (1...60_000).map(String.init).joined(separator: ",")
    let set = try table(names + "\n" + row + "\n" + row.replacing("59999", with: "5") + "\n").dataset
    #expect(set.X.rows == 59_999 && set.X[59_998, 1] == 5 && set.featureNames[0] == "column_number_with_a_long_name_1")
    #expect(throws: DataError.openQuote(line: 3)) {
      try table("a,y\n1,2\n3,\"4\n" + String(repeating: "5,6\n", count: 600_000))
    }
  }

  /// A text that is cut off or changed anywhere is an error or a table, never a trap.
  @Test func cutOff() {
    let text = Array("# n\nid;\"a \"\"b\"\"\";y\n1;2,5;yes\n2;NA;no\n3;\"4\";yes\n".utf8)
    var generator = MersenneTwister(seed: 4)
    for length in 0...text.count { _ = try? DataTable(Array(text[..<length]), TableOptions(), MemoryBudget()) }
    for _ in 0..<4000 {
      var changed = text
      for _ in 0..<3 { changed[Int(generator.uniform() * Double(text.count))] = Array(";,\"\n\r\t |x1.".utf8)[Int(generator.uniform() * 11)] }
      guard var table = try? DataTable(changed, TableOptions(), MemoryBudget()) else { continue }
      _ = try? table.dataset("t")
    }
  }
}
