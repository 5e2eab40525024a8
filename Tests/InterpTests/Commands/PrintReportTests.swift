import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// Prints that users gave to `match` and `check`, in files and in quotes. `Figures/reports` has the files.
@Suite struct PrintReportTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Figures/reports").path

  private static func files(_ report: String) -> [String] {
    try! FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(report)").filter { !$0.hasSuffix(".nns") }.sorted()
  }

  private static func text(_ report: String, _ file: String) -> String { try! String(contentsOfFile: "\(folder)/\(report)/\(file)", encoding: .utf8) }

  /// A session after the report's `base.nns`.
  private func session(_ report: String) -> TestSession {
    let session = TestSession()
    #expect(session.run(Self.text(report, "base.nns")).status == 0)
    return session
  }

  /// A print in quotes as a user pastes it, with its newlines.
  private func quoted(_ text: String) -> String { text.contains("\"") ? "'\(text)'" : "\"\(text)\"" }

  /// Each print shows dW1 times m, and each is found, from the file and in quotes with the newlines as escapes.
  @Test(arguments: files("17-pastes")) func pastes(_ file: String) {
    let session = session("17-pastes")
    let path = "\(Self.folder)/17-pastes/\(file)"
    let printed = Self.text("17-pastes", file)
    let escaped = "\"" + printed.replacingOccurrences(of: "\n", with: "\\n") + "\""
    for value in [path, "= \(escaped)"] {
      let found = session.run("match dW1 \(value)")
      #expect(found.lines.dropFirst().first == "1/m left out of dW, in layer 1: dW1 = dZ1 @ X.T", "\(file): \(found.output)\(found.errors)")
      let checked = session.run("check dW1 \(value)")
      #expect(checked.lines.last == "this mistake gives your array: 1/m left out of dW, in layer 1", "\(file): \(checked.output)\(checked.errors)")
    }
  }

  /// A print may be pasted in quotes with its newlines, except where its first line could be prose.
  @Test(arguments: files("17-pastes")) func pastesOverLines(_ file: String) {
    let printed = Self.text("17-pastes", file)
    let found = session("17-pastes").run("match dW1 = \(quoted(printed))\nprint 1 + 1")
    #expect(
      found.lines.dropFirst().first == "1/m left out of dW, in layer 1: dW1 = dZ1 @ X.T" && found.lines.last == "2", "\(file): \(found.output)\(found.errors)")
    // At the prompt, the print begins on the line below the quote.
    let below = session("17-pastes").run("match dW1 = \"\n\(printed.replacingOccurrences(of: "\"", with: "\\\""))\"")
    #expect(below.lines.dropFirst().first == "1/m left out of dW, in layer 1: dW1 = dZ1 @ X.T", "\(file): \(below.output)\(below.errors)")
  }

  @Test func octaveAndJulia() {
    let session = session("26-octave-julia-header")
    for (name, file) in [("dW1", "oct-dW1"), ("dW1", "jul-dW1"), ("db1", "oct-db1")] {
      #expect(session.run("match \(name) \(Self.folder)/26-octave-julia-header/\(file).txt").output.contains("1/m left out of d"), "\(file)")
    }
    for file in ["oct-dW2", "jul-dW2", "bare-dW2"] {
      let found = session.run("match dW2 \(Self.folder)/26-octave-julia-header/\(file).txt")
      #expect(found.lines.first == "dW2 is not right: the largest difference is 0.524", "\(file): \(found.output)\(found.errors)")
    }
  }

  /// Digits count in every form.
  @Test func digits() {
    let session = session("27-csv-digits")
    for file in Self.files("27-csv-digits") {
      let (matched, checked) = (session.run("match dW1 \(Self.folder)/27-csv-digits/\(file)"), session.run("check dW1 \(Self.folder)/27-csv-digits/\(file)"))
      if file == "times_m.csv" {
        #expect(matched.lines[1].hasPrefix("1/m left out of dW") && checked.output.contains("1/m left out of dW"))
      } else {
        #expect(matched.lines[0].hasPrefix("dW1 is right") && checked.lines.last == "all your arrays hold: the digits that you typed agree", "\(file)")
      }
    }
    #expect(session.run("match dW1 = \"0.0007,0.0141\\n0.1193,-0.0271\\n0.0210,0.0012\"").lines[0].hasPrefix("dW1 is not right"))
  }

  @Test(arguments: ["pd1.csv", "pd2.csv"]) func tablesOfPandas(_ file: String) {
    #expect(session("06-numeric-header").run("match dW1 \(Self.folder)/06-numeric-header/\(file)").lines[0].hasPrefix("dW1 is right"))
  }

  /// `[1 -2]` without quotes is one entry. The shell says so, and quotes help.
  @Test func blankMinus() {
    let session = TestSession(keepGoing: true)
    let found = session.run(Self.text("28-blank-minus", "case.nns"))
    #expect(found.errors.components(separatedBy: "is one entry of the matrix, because commas separate entries; put what NumPy prints in quotes").count == 4)
    #expect(
      session.run("match dW2 = \"[[ 0.00078841 -0.01765429 -0.00084166 -0.01022527]]\"").lines[0].hasPrefix("dW2 is not right: the largest difference is"))
  }

  /// A float32 print of the right array is right, and its digits still tell a wrong one.
  @Test func floats() {
    let session = session("17-pastes")
    let rows = session.interpreter.executor.session.workspace.dW(1).nested
    func printed(_ factor: Double) -> String {
      "[" + rows.map { "[" + $0.map { "\(Float($0 * factor))" }.joined(separator: ", ") + "]" }.joined(separator: ",\\n ") + "]"
    }
    for (wrapper, isRight) in [
      ("array(#, dtype=float32)", true), ("tensor(#)", true), ("<tf.Tensor: shape=(3, 2), dtype=float32, numpy=\\narray(#, dtype=float32)>", true),
      ("array(#)", false),
    ] {
      let right = session.run("match dW1 = \"\(wrapper.replacingOccurrences(of: "#", with: printed(1 + 1e-6)))\"")
      #expect(right.lines.first?.hasPrefix("dW1 is right") == isRight, "\(wrapper): \(right.output)\(right.errors)")
      let wrong = session.run("check dW1 = \"\(wrapper.replacingOccurrences(of: "#", with: printed(1.001)))\"")
      #expect(wrong.lines.first?.hasPrefix("dW1 is wrong") == true, "\(wrapper): \(wrong.output)\(wrong.errors)")
    }
  }

  /// A dictionary and a text with several arrays give the one of the quantity's name.
  @Test func names() throws {
    let session = session("17-pastes")
    let dictionary = "{'dW2': array([[1., 2.]]), 'dW1': array([[0.0007, 0.0141],\\n       [0.1192, -0.0271],\\n       [0.0210, 0.0012]]), 'db1': 0}"
    let lines = "dW2 = [[1. 2.]]\\ndW1 = [[0.0007 0.0141]\\n [0.1192 -0.0271]\\n [0.0210 0.0012]]"
    let octave = "dW2 =\\n\\n   1   2\\n\\ndW1 =\\n\\n   0.0007   0.0141\\n   0.1192  -0.0271\\n   0.0210   0.0012\\n"
    for text in [dictionary, lines, octave] {
      #expect(session.run("match dW1 = \"\(text)\"").lines.first?.hasPrefix("dW1 is right") == true)
      #expect(session.run("match dW1[2,:] = \"\(text.replacingOccurrences(of: "dW1", with: "dx"))\"").errors.contains("has no array named dW1"))
    }
    #expect(session.run("match dW1 = \"mine = [[0.0007 0.0141]\\n [0.1192 -0.0271]\\n [0.0210 0.0012]]\"").lines[0].hasPrefix("dW1 is right"))
    // In a network of one unit the names of the notes count.
    let unit = TestSession()
    unit.run("init 2 1:sigmoid seed=2; forward; backward; print \"{dw[1,1]:.4f} {dw[2,1]:.4f}\"")
    let digits = unit.run("print \"{dw[1,1]:.4f} {dw[2,1]:.4f}\"").lines[0].split(separator: " ")
    #expect(unit.run("match dw = \"{'db': 0.1, 'dw': [[\(digits[0])], [\(digits[1])]]}\"").lines.first?.hasPrefix("dw is right") == true)
  }

  /// A vector that Julia prints as a column fits a column.
  @Test func vectors() {
    let session = session("26-octave-julia-header")
    #expect(session.run("match db1 = \"3-element Vector{Float64}:\\n -0.0226285\\n  0.1189586\\n -0.0025059\"").output.contains("1/m left out of db"))
  }

  /// `check` compares a print with `...` where it has entries.
  @Test func elided() {
    let session = TestSession()
    session.run("init seed=2; forward; backward")
    let digits = session.run("print \"{dZ2[1,1]:.6f} {dZ2[1,2]:.6f} {dZ2[1,400]:.6f}\"").lines[0].split(separator: " ").map(String.init)
    let right = session.run("check dZ2 = \"[[\(digits[0]) \(digits[1]) ... \(digits[2])]]\"")
    #expect(right.lines[0].hasPrefix("dZ2 holds") && right.lines[0].contains("397 left out"), "\(right.output)\(right.errors)")
    let wrong = session.run("check dZ2 = \"[[\(digits[0]) \(digits[1]) ... 0.9]]\"")
    #expect(wrong.lines[0].hasPrefix("dZ2 is wrong") && wrong.lines[0].contains("dZ2[1,400]: yours 0.9"), "\(wrong.output)\(wrong.errors)")
    #expect(session.run("match dZ2 = \"[[\(digits[0]) \(digits[1]) ... \(digits[2])]]\"").lines[0].hasPrefix("dZ2 is right"))
    #expect(session.run("check dZ2 = \"[[0.5] ... [0.5]]\"").errors.contains("dZ2 is (1, 400), but your array is (> 2, 1)"))
  }

  static let refused: [(String, String, String)] = [
    ("\"[[1 2]\\n [3 x]]\"", "'x' is not a number (line 2, column 5 of the text)", "match and check read what these print: NumPy, PyTorch"),
    ("\"hello\\nworld\"", "reading stopped at 'hello', which no known form has here (line 1, column 1 of the text)", "polars"),
    ("\"{'W1': [[1]]}\"", "the text has no array named dW1 (line 1, column 8 of the text)", "it has W1"), ("\"\"", "the array has no numbers", "R, Julia"),
    ("\"1,2\\n3,\"", "row 2 of the array has 1 number, but the first row has 2 (line 2, column 1 of the text)", "hint"),
  ]

  @Test(arguments: refused) func refuses(_ item: (String, String, String)) {
    let errors = session("17-pastes").run("match dW1 = \(item.0)").errors
    #expect(errors.contains(item.1) && errors.contains(item.2), "\(item.0): \(errors)")
  }

  /// An error in a file names the file.
  @Test func refusesFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "a b\n1 2\n3 x\n")
    let errors = session("17-pastes").run("match dW1 \(folder.path)/a.txt").errors
    #expect(errors.contains("'x' is not a number (line 3, column 3 of 'a.txt')"), "\(errors)")
  }
}

extension PrintReportTests {
  /// `docs/details.md` has a row for each form, in the order of the list.
  @Test func documentNamesTheForms() throws {
    let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/details.md")
    let text = try String(contentsOf: docs, encoding: .utf8)
    let table = try #require(text.components(separatedBy: "## Printed arrays").dropFirst().first)
    let rows = table.components(separatedBy: "\n").filter { $0.hasPrefix("| ") }.dropFirst().map { $0.dropFirst(2).components(separatedBy: " |")[0] }
    #expect(Array(rows) == PrintedForm.all.map(\.name))
  }
}
