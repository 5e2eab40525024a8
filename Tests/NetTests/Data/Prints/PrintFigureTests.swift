import Foundation
import TestSupport
import Testing

@testable import Net

/// Prints of the tools themselves, and every text that random changes make of them.
@Suite struct PrintFigureTests {
  /// A print with the array that it shows.
  struct Print: Sendable {
    let name: String
    let text: String
    let array: Matrix

    /// Whether the values were rounded to single precision before they were printed.
    var isSingle: Bool { name.contains("float32") }
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Figures")

  /// The files of `Figures/prints`, whose arrays are in its `values.json`, and the prints that `Figures/make_prints.py` made.
  static let all: [Print] = {
    func matrix(_ value: Any?) -> Matrix { (value as? [[Double]]).map { Matrix($0) } ?? Matrix(row: [value as? Double ?? .nan]) }
    let given = folder.appendingPathComponent("prints")
    let values = try! JSONSerialization.jsonObject(with: Data(contentsOf: given.appendingPathComponent("values.json"))) as! [String: Any]
    var prints: [Print] = []
    for file in try! FileManager.default.contentsOfDirectory(atPath: given.path).sorted() where file.hasSuffix(".txt") {
      let text = try! String(contentsOf: given.appendingPathComponent(file), encoding: .utf8)
      let name = String(file.dropLast(4))
      prints.append(Print(name: name, text: text, array: matrix(values[name.split(separator: "-").last.map(String.init)!])))
    }
    let more = try! JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("prints-more.json"))) as! [String: Any]
    let arrays = more["arrays"] as! [String: [[String]]]
    for (name, text) in (more["prints"] as! [String: String]).sorted(by: { $0.key < $1.key }) {
      prints.append(Print(name: name, text: text, array: Matrix(arrays[name.split(separator: "-").last.map(String.init)!]!.map { $0.map { Double($0)! } })))
    }
    return prints
  }()

  /// The entries of an array that a print with gaps shows.
  private func shown(_ whole: Matrix, _ printed: PrintedArray) -> Matrix {
    func indices(_ gap: Int?, _ shown: Int, _ count: Int) -> [Int] {
      (0..<shown).map { index in gap.map { index < $0 ? index : count - shown + index } ?? index }
    }
    let rows = indices(printed.rowGap, printed.entries.rows, whole.rows)
    let columns = indices(printed.columnGap, printed.entries.columns, whole.columns)
    return Matrix(rows.map { row in columns.map { whole[row, $0] } })
  }

  /// The printed digits of every entry are those of the true value, and the array has the true shape. No array with a change in its last digit fits.
  @Test func everyPrintIsRead() throws {
    #expect(Self.all.count > 350)
    for print in Self.all {
      let name = print.name.split(separator: "-").last.map(String.init)!
      let printed: PrintedArray
      do { printed = try PrintedArray(print.text, names: [name], shape: print.array.shape) } catch {
        Issue.record("\(print.name): \(error)")
        continue
      }
      // A vector of one dimension is a row.
      let isVector = print.array.columns == 1 && printed.entries.rows == 1
      let whole = (isVector ? print.array.transposed() : print.array).map { print.isSingle ? Double(Float($0)) : $0 }
      let given = GivenArray(printed)
      #expect(given.allows(whole.shape), "\(print.name): \(given.shapeText) for \(whole.shape)")
      guard given.allows(whole.shape) else { continue }
      let right = shown(whole, printed)
      let largest = right.elements.reduce(0) { max($0, abs($1)) }
      for (index, value) in right.elements.enumerated() {
        let unit = printed.halfUnits?.elements[index] ?? 1e-9 * largest
        let difference = abs(printed.entries.elements[index] - value)
        #expect(difference <= unit * 1.000001 + 1e-13 * largest, "\(print.name): \(printed.entries.elements[index]) for \(value), half a unit \(unit)")
      }
      #expect(given.agrees(with: whole), "\(print.name)")
      // The digits must tell it from an array that differs by three units.
      if let units = printed.halfUnits, printed.format == .double, !given.isElided, let unit = units.elements.min() {
        #expect(!given.agrees(with: whole.map { $0 + 6 * unit + 1e-12 * largest }) || units.elements.allSatisfy { $0 > 6 * unit }, "\(print.name)")
      }
    }
  }

  /// The samples of the list of forms show one array.
  @Test(arguments: PrintedForm.all) func samples(_ form: PrintedForm) throws {
    let entries = try PrintedArray(form.sample).entries
    let whole = Matrix([[0.5, -2], [1.25, 3]])
    let wanted = form.name == "polars" ? Matrix([[0.5, -2]]) : whole
    let unit = form.name == "MATLAB" ? 0.051 : 1e-12
    #expect(entries.shape == wanted.shape && zip(entries.elements, wanted.elements).allSatisfy { abs($0 - $1) <= unit }, "\(form.name): \(entries)")
    #expect(PrintedForm.names.contains(form.name))
  }

  /// A text gives an array or a flaw whose place lies in the text.
  private func readsOrRefuses(_ text: String, _ name: String) {
    do throws(PrintedArray.Flaw) {
      let printed = try PrintedArray(text, names: ["dW1"])
      #expect(printed.entries.elements.count > 0 && printed.halfUnits.map { $0.shape == printed.entries.shape } ?? true)
    } catch {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(error.line >= 1 && error.line <= lines.count && error.column >= 1 && error.column <= lines[error.line - 1].count + 2, "\(name): \(error)")
    }
  }

  /// Each print, cut at every character, is read or refused. Long prints are cut at each of their first and last 300 characters.
  @Test func cutPrints() {
    for print in Self.all + PrintedForm.all.map({ Print(name: $0.name, text: $0.sample, array: Matrix(row: [0])) }) where print.text.count < 3000 {
      let characters = Array(print.text)
      for count in 0...characters.count where characters.count <= 600 || count < 300 || count > characters.count - 300 {
        readsOrRefuses(String(characters[..<count]), print.name)
        if count % 7 == 0 { readsOrRefuses(String(characters[count...]), print.name) }
      }
    }
  }

  /// Each print with random characters replaced, left out, doubled or moved is read or refused.
  @Test func changedPrints() {
    var random = MersenneTwister(seed: 11)
    func draw(_ count: Int) -> Int { Int(random.uniform() * Double(count)) }
    let signs = Array("[](){}<>,;:=\"'.…⋮*+-−|│┆═ \n\t\r0159eEfLxNaA#%$\u{0}é\\`>^~×")
    for print in Self.all {
      let characters = Array(print.text.prefix(2000))
      for _ in 0..<20 {
        var changed = characters
        for _ in 0...draw(4) where !changed.isEmpty {
          let place = draw(changed.count)
          switch draw(5) {
          case 0: changed[place] = signs[draw(signs.count)]
          case 1: changed.insert(signs[draw(signs.count)], at: place)
          case 2: changed.remove(at: place)
          case 3: changed.insert(contentsOf: changed[place..<min(place + draw(40), changed.count)], at: place)
          default: changed.removeSubrange(place..<min(place + draw(40), changed.count))
          }
        }
        readsOrRefuses(String(changed), print.name)
      }
    }
  }

  /// Ten times the text takes about ten times the time. Deep and endless structures are refused.
  @Test func longTexts() throws {
    func time(_ text: String) throws -> Double {
      let start = Date()
      _ = try PrintedArray(text)
      return Date().timeIntervalSince(start)
    }
    for line in ["0.5,-1.25e-3,2\n", " 0.5 -1.25e-3 2\n", "│ 0.5 ┆ 2 │\n", "[1,] 0.5 0.25\n", "u1 0.5 0.25\n"] {
      let short = try time(String(repeating: line, count: 2_000))
      #expect(try time(String(repeating: line, count: 20_000)) < 40 * short + 0.5, "\(line)")
    }
    let row = "[0.5, -1.25e-3, 2],\n"
    let short = try time("[" + String(repeating: row, count: 2_000) + "]")
    #expect(try time("[" + String(repeating: row, count: 20_000) + "]") < 40 * short + 0.5)
    for open in ["[", "{", "(", "array(", "<tf.Tensor: a=(", "{'a': ", "dict(a=", "[1,2,(", "array(1, x=["] {
      #expect(throws: PrintedArray.Flaw.self) { try PrintedArray(String(repeating: open, count: 100_000)) }
    }
    for text in ["a =\n", "Out[1]:\n", "\"", "| |\n", "[1,]\n", "x y\n", "...\n", "1:", "1*", "=", ">>> \n"] {
      readsOrRefuses(String(repeating: text, count: 5_000), text)
    }
  }

  /// Ctrl-C ends the reading of a table and of a list.
  @Test func interrupts() {
    for text in [String(repeating: "1 2\n", count: 20_000), "[" + String(repeating: "1 ", count: 200_000) + "]"] {
      let interrupt = Interrupt()
      interrupt.request()
      #expect {
        try Interrupt.listening(to: interrupt) { try PrintedArray(text) }
      } throws: { ($0 as? PrintedArray.Flaw)?.reason == .interrupted }
    }
  }
}
