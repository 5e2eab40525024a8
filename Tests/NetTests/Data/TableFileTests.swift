import TestSupport
import Testing

@testable import Net

/// Tables from files: what is read, and for each way to refuse a file, the error with its place.
@Suite struct TableFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String, _ options: TableOptions = TableOptions(), name: String = "t.csv") throws -> Dataset {
    try folder.write(name, text)
    return try DataFile.read(folder.path + "/" + name, options).dataset
  }

  private func fault(_ text: String, _ options: TableOptions = TableOptions(), name: String = "t.csv") throws -> DataError? {
    try folder.write(name, text)
    return fault(path: folder.path + "/" + name, options)
  }

  private func fault(path: String, _ options: TableOptions = TableOptions()) -> DataError? {
    do throws(DataError) {
      _ = try DataFile.read(path, options)
      return nil
    } catch { return error }
  }

  // MARK: Read

  @Test func headersAndColumns() throws {
    let text = "a,b,y\n1,2,0.5\n3,4,1.5\n5,6,2.5\n"
    let plain = try read(text)
    #expect(plain.X.elements == [1, 3, 5, 2, 4, 6] && plain.X.shape == Shape(2, 3))
    #expect(plain.Y?.elements == [0.5, 1.5, 2.5] && plain.classNames == nil)
    #expect(plain.featureNames == ["a", "b"] && plain.name == "t.csv")
    // y= and x= take column names and column numbers.
    #expect(try read(text, TableOptions(y: "a")).X.elements == [2, 4, 6, 0.5, 1.5, 2.5])
    #expect(try read(text, TableOptions(y: "1")).Y?.elements == [1, 3, 5])
    #expect(try read(text, TableOptions(y: "y", x: ["b"])).X.elements == [2, 4, 6])
    #expect(try read(text, TableOptions(x: ["2", "a"])).featureNames == ["b", "a"])
    // Without a header the column names are numbers. `hasHeader` decides whether the first row is data or names.
    #expect(try read("1,2,0.5\n3,4,1.5\n").featureNames == ["1", "2"])
    #expect(try read("1,2,3\n4,5,6\n", TableOptions(hasHeader: true)).featureNames == ["1", "2"])
    #expect(try read("u,0\nv,1\n", TableOptions(y: "1", hasHeader: false)).X.elements == [0, 1])
  }

  @Test func spelling() throws {
    let expected = try read("a,b,y\n1,2,no\n3,4,yes\n")
    #expect(expected.classNames == ["no", "yes"] && expected.Y?.elements == [0, 1])
    // A byte-order mark, CRLF, quotes, empty lines, no line end at the end, blanks, semicolons and tabs change nothing.
    for text in [
      "\u{FEFF}a,b,y\n1,2,no\n3,4,yes\n", "a,b,y\r\n1,2,no\r\n3,4,yes\r\n", "\"a\",\"b\",\"y\"\n\"1\",2,\"no\"\n3,4,yes", "a,b,y\n\n1,2,no\n\n\n3,4,yes\n\n",
      " a , b , y\n 1 , 2 , no\n 3 , 4 ,yes\n", "a;b;y\n1;2;no\n3;4;yes\n",
    ] { #expect(try read(text) == expected, "\(text.debugDescription)") }
    var tabbed = try read("a\tb\ty\n1\t2\tno\n3\t4\tyes\n", name: "t.tsv")
    tabbed.name = "t.csv"
    #expect(tabbed == expected)
    #expect(try read("a,y\n1,\"x, \"\"y\"\"\"\n2,\"two\nlines\"\n").classNames == ["two\nlines", "x, \"y\""])
    #expect(try read("a,y\n-1.5e-3,0.5\n+7,.25\n1E2,3.\n").X.elements == [-0.0015, 7, 100])
  }

  @Test func classes() throws {
    // Two different numbers are classes. Three are classes only with `classes: true`.
    #expect(try read("a,y\n1,5\n2,7\n3,5\n").Y?.elements == [0, 1, 0])
    let three = "a,y\n1,2\n2,10\n3,1\n"
    #expect(try read(three).Y?.elements == [2, 10, 1])
    let told = try read(three, TableOptions(classes: true))
    // Class names that are numbers are sorted as numbers. Each class has a row of Y.
    #expect(told.classNames == ["1", "2", "10"] && told.Y?.shape == Shape(3, 3))
    #expect(told.Y?.elements == [0, 0, 1, 1, 0, 0, 0, 1, 0])
    #expect(try read("a,y\n1,0.5\n2,1\n", TableOptions(classes: true)).classNames == ["0.5", "1"])
    #expect(try read("a,y\n1,5\n2,7\n", TableOptions(classes: false)).classNames == nil)
  }

  // MARK: Refused

  @Test func files() throws {
    guard case .unreadable = fault(path: folder.path + "/none.csv") else { return #expect(Bool(false)) }
    try folder.write("dir.csv/x", "")
    #expect(fault(path: folder.path + "/dir.csv") == .unreadable(reason: "it is a folder"))
    #expect(try fault("") == .empty)
    #expect(try fault("\u{FEFF}") == .empty)
    #expect(try fault("\n\n\n") == .empty)
    #expect(try fault("a,b\n") == .noRows)
    // The contents decide, not the name.
    #expect(try read("a,y\n1,0.5\n2,1.5\n3,2\n", name: "t").featureNames == ["a"])
    #expect(try fault("", name: "e.npz") == .empty)
    guard case .badZip = try fault("PK\u{3}\u{4} no archive", name: "e.npz") else { return #expect(Bool(false)) }
    try folder.write("e.npy", bytes: [0x93] + Array("NUMPY".utf8))
    guard case .badNPY = fault(path: folder.path + "/e.npy") else { return #expect(Bool(false)) }
  }

  @Test func bytes() throws {
    func fault(_ bytes: [UInt8]) throws -> DataError? {
      try folder.write("b.csv", bytes: bytes)
      return self.fault(path: folder.path + "/b.csv")
    }
    #expect(try fault(Array("a,y\n1,".utf8) + [0, 10]) == .notText(line: 2, byte: 0))
    for invalid: [UInt8] in [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] {
      #expect(try fault(Array("a,y\n1,2\n3,".utf8) + invalid + [10]) == .notText(line: 3, byte: invalid[0]))
    }
    #expect(try fault((0..<255).map { UInt8($0) }) == .notText(line: 1, byte: 0))
    #expect(try fault(Array("a,y\n1,\"x\"y\"\n".utf8)) == .badCSV(line: 2))
    #expect(try fault(Array("a,y\n1,\"x\n".utf8)) != nil)
  }

  /// Files of other programs are known by their first bytes, and a table is never taken for one of them.
  @Test func foreignFiles() throws {
    let pi: [UInt8] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
    let starts: [(ForeignFile, [UInt8])] = [
      (.oldExcel, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), (.parquet, Array("PAR1\u{15}\u{4}1,2\n\u{2}\0\0\0PAR1".utf8)),
      (.arrow, Array("ARROW1\0\0".utf8)),
      (.arrow, Array("FEA1\0\0\0\0FEA1".utf8)), (.pickle, [0x80, 4, 0x95]), (.rData, Array("RDX3\nX\n".utf8)), (.rData, Array("X\n\0\0\0\u{3}".utf8)),
      (.octaveBinary, Array("Octave-1-L\0".utf8)), (.sqlite, Array("SQLite format 3\0".utf8)), (.bzip2, Array("BZh9".utf8) + pi),
      (.bzip2, Array("BZh9".utf8) + [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), (.zstandard, [0x28, 0xB5, 0x2F, 0xFD]),
      (.pdf, Array("%PDF-1.7\n".utf8)), (.picture, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]), (.picture, [0xFF, 0xD8, 0xFF]),
      (.picture, Array("GIF89a\u{1}\0\u{1}\0".utf8)), (.webPage, Array("\n<!DOCTYPE HTML>\n<html>".utf8)), (.webPage, Array("<html lang=\"en\">".utf8)),
      (.json, Array("{\"a\": 1}\n".utf8)), (.json, Array("\u{FEFF} [{\"a\": 1}]".utf8)), (.json, Array("[\n  {\n    \"a\": 1}]".utf8)),
      (.arff, Array("@RELATION x\n@ATTRIBUTE a numeric\n".utf8)), (.gitLFS, Array("version https://git-lfs.github.com/spec/v1\n".utf8)),
    ]
    for (kind, start) in starts {
      try folder.write("f", bytes: start + (kind == .parquet || kind == .arrow ? [] : Array("1,2\n".utf8)))
      #expect(fault(path: folder.path + "/f") == .foreign(kind))
    }
    let archives: [ForeignFile] = [.excel, .openDocument, .torch, .kerasArchive]
    #expect(ForeignFile.allCases.allSatisfy { kind in archives.contains(kind) || starts.contains { $0.0 == kind } })
    for text in ["x,y\n1,2\n", "80,y\n1,2\n", "htm,y\n1,2\n", "[1,y\n2,3\n", "version,y\n1,2\n"] { #expect(try read(text).examples == 1) }
  }

  /// A table whose header begins like a file of another kind is a table.
  @Test(arguments: [
    "PAR1,PAR2,y", "FEA1,FEA2,y", "ARROW1,a,y", "BZhang,BZhou,y", "BZh9,BZh10,y", "GIF87a,b,y", "GIF89a,b,y", "RDX2,a,y", "Octave-1-L,a,y", "{a},{b},y",
    "[{a},b,y", "<html_tags>,b,y", "<html,b,y", "@relation,b,y", "@relation of a,b,y", "version https://git-lfs,b,y", "SQLite format 3,b,y",
  ])
  func headersLikeMarks(_ header: String) throws {
    let data = try read(header + "\n1,2,3\n4,5,6\n")
    #expect(data.examples == 2 && data.featureNames == header.split(separator: ",").dropLast().map(String.init))
  }

  /// A comment may begin like a document. The table ends like its header begins, and is still a table.
  @Test func commentsAndEndsLikeMarks() throws {
    #expect(try read("%PDF-like,b\na,y\n1,2\n").examples == 1)
    #expect(try read("PAR1,y\n1,red\n3,PAR1").examples == 2 && read("FEA1,y\n1,red\n3,FEA1").examples == 2)
  }

  /// Archives are known by their members.
  @Test(
    arguments: [
      (["[Content_Types].xml", "xl/workbook.xml"], ForeignFile.excel), (["xl/workbook.bin"], .excel),
      (["mimetype", "content.xml", "META-INF/manifest.xml"], .openDocument), (["model/data.pkl", "model/data/0"], .torch), (["data.pkl"], .torch),
      (["config.json", "model.weights.h5"], .kerasArchive), (["a/xl/workbook.xml"], nil), (["content.xml"], nil), (["metadata.pkl"], nil), ([], nil),
    ] as [([String], ForeignFile?)])
  func archives(_ members: [String], _ wanted: ForeignFile?) { #expect(ForeignFile(members: members) == wanted) }

  /// `data` names an archive of another program.
  @Test(arguments: [
    ("xl/workbook.xml", DataError.foreign(.excel)), ("model/data.pkl", .foreign(.torch)), ("readme.txt", .badArrays(reason: "it holds no arrays")),
  ])
  func archivesOfOthers(_ member: String, _ wanted: DataError) throws {
    let name = String(repeating: "a", count: member.utf8.count - 4)
    try folder.write("g", bytes: replacing(Array((name + ".npy").utf8), with: Array(member.utf8), in: NPZ.bytes([(name, NPYArray(1))])))
    #expect(fault(path: folder.path + "/g") == wanted)
  }

  private func replacing(_ old: [UInt8], with new: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var place = 0
    while place + old.count <= result.count {
      if Array(result[place..<place + old.count]) == old { result.replaceSubrange(place..<place + old.count, with: new) }
      place += 1
    }
    return result
  }

  @Test func rowsAndCells() throws {
    #expect(try fault("a,b,y\n1,2,0\n1,2\n") == .ragged(line: 3, expected: 3, found: 2))
    #expect(try fault("a,b,y\n1,2,0\n\n1,2,3,4\n") == .ragged(line: 4, expected: 3, found: 4))
    #expect(try fault("a,y\n\"two\nlines\",1\n\"two\nlines\"\n") == .ragged(line: 4, expected: 2, found: 1))
    // Columns of one name are told apart as pandas does it.
    #expect(try read("a,a.1,a,b,a,y\n1,2,3,4,5,6\n").featureNames == ["a", "a.1", "a.2", "b", "a.3"])
    let many = Array(repeating: "a", count: 2000).joined(separator: ",") + "\n"
    #expect(try read(many + many.replacing("a", with: "1")).featureNames.last == "a.1998")
    #expect(try fault("y\n0\n1\n") == .noFeatures)
    #expect(try fault("a,b,y\n1,2,0\n1e999,2,1\n") == .cell(line: 3, column: "a", text: "1e999", .overflow))
    // Targets of numbers and words together are an error.
    #expect(try fault("a,y\n1,2\n2,two\n") == .cell(line: 3, column: "y", text: "two", .notNumber))
    #expect(try fault("a,y\n1,same\n2,same\n") == .oneClass("same"))
    #expect(try fault("a,y\n1,2\n", TableOptions(y: "z")) == .unknownColumn("z", known: ["a", "y"]))
    #expect(try fault("a,y\n1,2\n", TableOptions(y: "3")) == .unknownColumn("3", known: ["a", "y"]))
    #expect(try fault("a,y\n1,2\n", TableOptions(x: ["q"])) == .unknownColumn("q", known: ["a", "y"]))
  }

  @Test func arrays() throws {
    func write(_ arrays: [(name: String, array: NPYArray)]) throws -> String {
      try folder.write("a.npz", bytes: try NPZ.bytes(arrays))
      return folder.path + "/a.npz"
    }
    let X = NPYArray(Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6]))
    let row = NPYArray(Matrix(row: [0, 1, 1]))
    let whole = try DataFile.read(write([("X", X), ("Y", row)]), TableOptions()).dataset
    #expect(whole.X.shape == Shape(2, 3) && whole.Y?.elements == [0, 1, 1])
    #expect(try DataFile.read(write([("X", X)]), TableOptions()).dataset.Y == nil)
    // A single array is X, whatever its name. Of two arrays with other names none is.
    #expect(try DataFile.read(write([("Z", X)]), TableOptions()).dataset.X == whole.X)
    #expect(fault(path: try write([("Z", X), ("Q", X)])) != nil)
    #expect(fault(path: try write([("X", X), ("Y", NPYArray(Matrix(row: [0, 1, 0, 1, 0])))])) != nil)
    guard case .badNPY("X", _) = fault(path: try write([("X", NPYArray(["a"]))])) else { return #expect(Bool(false)) }
    guard case .badNPY("X", _) = fault(path: try write([("X", NPYArray(Matrix(row: [.nan])))])) else { return #expect(Bool(false)) }
    guard case .badNPY("X", _) = fault(path: try write([("X", NPYArray(Matrix(rows: 0, columns: 3)))])) else { return #expect(Bool(false)) }
  }
}
