import Foundation
import TestSupport
import Testing

@testable import Interp

/// Every function and operator of the language gives the shape and the numbers that NumPy gives for the same text.
///
/// `Figures/make_numpy_twins.py` writes the expressions and NumPy's results, and explains the lists.
@Suite struct NumPyTwinTests {
  static let figures = try! Figures(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures/numpy_twins.json").path)

  /// A session with the variables of the expressions.
  private func session() -> TestSession {
    let session = TestSession(json: true)
    for line in Self.figures["variables"].list { #expect(session.run(line.text).status == 0, "\(line.text)") }
    return session
  }

  /// The results are the same doubles, including the sign of 0.
  @Test func bits() {
    let session = session()
    let cases = Self.figures["bits"].list.map { $0.list.map(\.text) }
    #expect(cases.count > 1500)
    for item in cases {
      let found = results(session.run(item[0]))
      let isSame = found.count == item.count - 1 && zip(found, item.dropFirst()).allSatisfy { $0.isSame(as: TwinResult(script: $1)) }
      #expect(isSame, "\(item[0]): \(found.map(\.description)), NumPy: \(item.dropFirst())")
    }
  }

  /// The results differ by at most 4 units in the last place of the value or of the largest term.
  @Test func sums() {
    let session = session()
    let cases = Self.figures["sums"].list.map { $0.list.map(\.text) }
    #expect(cases.count > 500)
    for item in cases {
      let found = results(session.run(item[0]))
      let isClose = found.count == item.count - 2 && zip(found, item.dropFirst(2)).allSatisfy { $0.isClose(to: TwinResult(script: $1), term: Double(item[1])!) }
      #expect(isClose, "\(item[0]): \(found.map(\.description)), NumPy: \(item.dropFirst(2))")
    }
  }

  /// An expression that NumPy refuses is an error.
  @Test func errors() {
    let session = session()
    let cases = Self.figures["errors"].list.map(\.text)
    #expect(cases.count > 100)
    for text in cases { #expect(session.run(text).status == 1, "\(text) is no error") }
  }

  /// A function that is added to the language needs its twin.
  @Test(arguments: Functions.all.map(\.name)) func everyFunctionHasATwin(_ name: String) {
    let texts = ["bits", "sums"].flatMap { Self.figures[$0].list.map { $0.list[0].text } }
    #expect(texts.contains { $0.hasPrefix(name + "(") || $0.contains(" \(name)(") || $0.contains("(\(name)(") })
  }

  private func results(_ transcript: Transcript) -> [TwinResult] {
    transcript.output.split(separator: "\n").compactMap { TwinResult(json: String($0)) }
  }
}

/// A result with its shape. It keeps the sign of 0 and whether the entries are truth values, which a JSON library loses.
private struct TwinResult: CustomStringConvertible {
  var shape: [Int] = []
  var isTruth = false
  var entries: [Double] = []

  /// Reads the form of the script, such as `2 3:1 -0 nan 4 5 6` or `:T`.
  init(script: String) {
    let parts = script.split(separator: ":", omittingEmptySubsequences: false)
    shape = parts[0].split(separator: " ").map { Int($0)! }
    read(parts[1].split(separator: " "), truth: ["F", "T"])
  }

  /// Reads the shell's form, such as `"shape":[2,3],"value":[[1,-0.0,"NaN"],[4,5,6]]`. Nil for a line without a value.
  init?(json line: String) {
    guard let start = line.range(of: "\"shape\":[", options: .backwards), let value = line.range(of: "],\"value\":", options: .backwards) else { return nil }
    shape = line[start.upperBound..<value.lowerBound].split(separator: ",").map { Int($0)! }
    let end = line.range(of: ",\"warnings\"")?.lowerBound ?? line.index(before: line.endIndex)
    read(line[value.upperBound..<end].split { "[],\"".contains($0) }, truth: ["false", "true"])
  }

  private mutating func read(_ words: [Substring], truth: [Substring]) {
    isTruth = words.contains { truth.contains($0) }
    entries = words.map { word in truth.firstIndex(of: word).map(Double.init) ?? Double(word)! }
  }

  var description: String { "\(shape): \(entries)" }

  func isSame(as other: TwinResult) -> Bool {
    agrees(with: other) { $0 == $1 && $0.sign == $1.sign }
  }

  func isClose(to other: TwinResult, term: Double) -> Bool {
    agrees(with: other) { abs($0 - $1) <= 4 * max(abs($1), term).ulp }
  }

  /// Whether shapes and entries agree. Finite numbers must pass the test, and NaN and infinity must be equal.
  private func agrees(with other: TwinResult, _ test: (Double, Double) -> Bool) -> Bool {
    guard shape == other.shape, isTruth == other.isTruth, entries.count == other.entries.count else { return false }
    return zip(entries, other.entries).allSatisfy { x, y in x.isFinite && y.isFinite ? test(x, y) : x == y || (x.isNaN && y.isNaN) }
  }
}
