import Foundation
import TestSupport
import Testing

@testable import Interp

/// Files of users that `data` once refused or misread. `Figures/reports` has them, by the number of the report.
@Suite struct DataReportTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Figures/reports").path
  private let session = TestSession()

  private func run(_ file: String, _ rest: String) -> Transcript {
    session.run("set report on\ndata \(Self.folder)/\(file)\(rest.isEmpty ? "" : " " + rest)")
  }

  /// The features of each file, its X and Y as they are typed, and its classes.
  static let read: [(file: String, options: String, names: String, X: String, Y: String, classes: String)] = [
    ("04-npy-y-ignored/c.npy", "y=3", "x1, x2", "[1.5, 3.5, 5.5; 2.5, 4.5, 6.5]", "[0, 1, 1]", "0, 1"),
    ("05-index-column/idx.csv", "", "h, w", "[1.5, 2.5, 3.5, 4.5; 10, 20, 30, 40]", "[0, 1, 0, 1]", "0, 1"),
    ("05-index-column/adv.csv", "", "TV, radio", "[230.1, 44.5, 17.2; 37.8, 39.3, 45.9]", "[22.1, 10.4, 9.3]", ""),
    ("05-index-column/rwrite.csv", "", "a, b", "[1.5, 3.5; 2.5, 4.5]", "[0, 1]", "no, yes"),
    ("06-numeric-header/intcols.csv", "header=yes", "0, 1", "[1.5, 3.5, 5.5; 2.5, 4.5, 6.5]", "[0, 1, 1]", "0, 1"),
    ("06-numeric-header/intcolsidx.csv", "", "0, 1", "[1.5, 3.5, 5.5; 2.5, 4.5, 6.5]", "[0, 1, 1]", "0, 1"),
    ("06-numeric-header/numhead2.csv", "header=yes", "0, 1", "[1.5, 3, 5; 2, 4, 6]", "[0, 1, 1]", "a, b"),
    ("07-na-class/ymiss3.csv", "missing=drop", "a", "[1, 2]", "[0, 1]", "no, yes"),
    ("18-delimiters/comment.csv", "", "a, b", "[1, 3; 2, 4]", "[0, 1]", "0, 1"),
    (
      "18-delimiters/housing.csv", "", "1, 2, 3, 4", "[0.00632, 0.02731; 18, 0; 2.31, 7.07; 0, 0]", "[1, 0]", "21.6, 24"
    ),
    ("18-delimiters/pipe.csv", "", "a, b", "[1, 3; 2, 4]", "[0, 1]", "0, 1"),
    ("18-delimiters/rcsv2.csv", "", "a, b", "[1.5, 3.5; 2.5, 4.5]", "[0, 1]", "no, yes"),
    ("18-delimiters/semi.csv", "", "h, w", "[1.5, 2.5, 3.5, 4.5; 10, 20, 30, 40]", "[0, 1, 0, 1]", "0, 1"),
    ("18-delimiters/semiq.csv", "", "\"acid, g\", alc", "[7.4, 7.8; 9.4, 9.8]", "[0, 1]", "0, 1"),
    ("18-delimiters/sepline.csv", "", "a, b", "[1, 3; 2, 4]", "[0, 1]", "0, 1"),
    ("18-delimiters/tab.csv", "", "h, w", "[1.5, 2.5, 3.5, 4.5; 10, 20, 30, 40]", "[0, 1, 0, 1]", "0, 1"),
    ("18-delimiters/trail.csv", "", "a, b", "[1, 3; 2, 4]", "[0, 1]", "0, 1"),
    ("18-delimiters/ws.csv", "", "1, 2", "[1, 3, 5; 2, 4, 6]", "[0, 1, 1]", "0, 1"),
    ("19-bool-features/dummies.csv", "", "size, color_g, color_r", "[1, 2, 3; 0, 1, 0; 1, 0, 1]", "[0, 1, 1]", "0, 1"),
    ("25-hex-inf/nan2.csv", "missing=drop", "a, b", "[3; 4]", "[1]", ""),
    ("25-hex-inf/sv3.csv", "", "a, b", "[1.5, 3.5, 5.5; 2.5, 4.5, 6.5]", "[0, 1, 1]", "0, 1"),
    // 0x10 is no number, so this row has the names.
    ("25-hex-inf/hex.csv", "", "1, 0x10", "[2; 3]", "[1]", ""),
  ]

  @Test(arguments: read)
  func reads(_ item: (file: String, options: String, names: String, X: String, Y: String, classes: String)) {
    let told = run(item.file, item.options)
    #expect(told.status == 0, "\(told.errors)")
    let first = told.lines.first ?? ""
    #expect(first.contains("feature\(item.names.contains(",") ? "s" : "") \(item.names)"), "\(first)")
    #expect(first.contains("classes \(item.classes)") != item.classes.isEmpty, "\(first)")
    #expect(session.run("array_equal(X, \(item.X)); array_equal(Y, \(item.Y))").lines == ["True", "True"], "\(session.run("X; Y").lines)")
  }

  /// In a list with commas, a name that has a comma is in quotes.
  @Test func namesWithCommas() throws {
    let folder = try TemporaryFolder()
    try folder.write("c.csv", "\"width, cm\",b,kind\n1,2,\"red, dark\"\n2,3,green\n3,5,\"red, dark\"\n")
    let told = session.run("set report on; data \(folder.path)/c.csv")
    #expect(told.lines.first == "c.csv: 3 examples; 2 features \"width, cm\", b; target kind; 2 classes green, \"red, dark\"", "\(told)")
  }

  /// Each is refused, or read with a warning. The words say where and what, and name the repair.
  @Test(arguments: [
    ("04-npy-y-ignored/c.npy", "y=nonsense", ["nonsense"]), ("04-npy-y-ignored/c.npy", "header=yes", ["header= does not go with"]),
    ("06-numeric-header/intcols.csv", "", ["warning", "header=yes"]), ("06-numeric-header/numhead2.csv", "", ["warning", "header=yes"]),
    ("07-na-class/ymiss3.csv", "", ["2 values are missing: 2 in y", "'NA' in line 4", "missing=drop"]),
    ("25-hex-inf/hex.csv", "header=no", ["1 of 2 features has text: 2 (1 of 2 cells, the first is '0x10' in line 1)"]),
    ("25-hex-inf/inf.csv", "", ["line 2, column 'b': 'inf' is not finite"]),
    ("25-hex-inf/nan2.csv", "", ["1 value is missing: 1 in b", "'nan' in line 2", "missing=mean"]),
  ]) func says(_ file: String, _ options: String, _ parts: [String]) {
    let errors = run(file, options).errors
    for part in parts { #expect(errors.contains(part), "\(errors)") }
  }
}
