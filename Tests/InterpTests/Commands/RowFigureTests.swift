import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// New rows beside pandas and scikit-learn: the same features, scales, outputs and scores. `Figures/make_rows.py` says how they are made.
@Suite struct RowFigureTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures").path
  private static let figures = try! Figures(folder + "/rows.json")
  private static let cases = ["mean", "median"].flatMap { missing in
    ["standardize=both", "standardize=yes", "normalize=yes"].map { "missing=\(missing) \($0)" }
  }

  private let session = TestSession(json: true)

  /// The largest difference of two lists, beside the largest entry of the second.
  private func difference(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count, !b.isEmpty else { return .infinity }
    let most = b.reduce(0) { max($0, abs($1)) }
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } / (most == 0 ? 1 : most)
  }

  private func value(_ statement: String) -> [Double] {
    let transcript = session.run(statement.replacing("DIR", with: Self.folder + "/Rows"))
    // JSONSerialization does not read every number to the nearest double, so the digits are read here.
    guard let line = transcript.output.split(separator: "\n").last, let start = line.firstRange(of: "\"value\":[[")?.upperBound,
      let end = line[start...].firstRange(of: "]]")?.lowerBound
    else { return [] }
    return line[start..<end].split { ",[]".contains($0) }.map { Double(String($0)) ?? .nan }
  }

  /// The network of the script, whose weights are fixed.
  private func start(_ options: String) {
    func matrix(_ name: String, _ columns: Int) -> String {
      let numbers = Self.figures[name].list.map(\.text)
      return "[" + stride(from: 0, to: numbers.count, by: columns).map { numbers[$0..<$0 + columns].joined(separator: ", ") }.joined(separator: "; ") + "]"
    }
    let parameters = "W1 = \(matrix("W1", 7)); b1 = \(matrix("b1", 1)); W2 = \(matrix("W2", 3)); b2 = \(matrix("b2", 1))"
    let data = "data \"\(Self.folder)/Rows/train.csv\" x=-id onehot=plan \(options)"
    #expect(session.run(data + "; init 7 3:tanh 1:linear; " + parameters).status == 0)
  }

  @Test(arguments: cases) func likeScikitLearn(_ options: String) throws {
    start(options)
    let wanted = Self.figures["cases"][options]
    for name in ["X", "Xmean", "Xscale"] + (options.contains("both") ? ["Ymean", "Yscale", "Y"] : []) {
      #expect(difference(value(name), wanted[name].numbers) <= 1e-13, "\(name)")
    }
    // Least values, largest values and medians are the same numbers, so X of a normalised table has the same bits.
    if options == "missing=median normalize=yes" { #expect(value("X") == wanted["X"].numbers) }
    #expect(difference(value("predict DIR/new.csv"), wanted["predicted"].numbers) <= 1e-12)
    #expect(session.run("predict \"\(Self.folder)/Rows/unknown.csv\"").status == 1)
    #expect(difference(value("predict DIR/unknown.csv unknown=zero"), wanted["predictedUnknown"].numbers) <= 1e-12)
    let scores = try #require(session.run("evaluate").objects.last?["train"] as? [String: Any])
    for name in ["rmse", "mae", "r2"] { #expect(difference([scores[name] as? Double ?? .nan], [wanted[name].number]) <= 1e-12, "\(name)") }
  }

  /// The file of the network gives the same predictions without the data, and the same bits as before.
  @Test(arguments: cases) func likeScikitLearnFromAFile(_ options: String) throws {
    let folder = try TemporaryFolder()
    start(options)
    let before = value("predict DIR/new.csv")
    #expect(session.run("save \(folder.path)/net.npz").status == 0)
    let fresh = RowFigureTests()
    _ = fresh.session.run("load \(folder.path)/net.npz")
    #expect(!before.isEmpty && fresh.value("predict DIR/new.csv") == before)
    #expect(difference(fresh.value("predict DIR/unknown.csv unknown=zero"), Self.figures["cases"][options]["predictedUnknown"].numbers) <= 1e-12)
    #expect(difference(fresh.value("Xscale"), Self.figures["cases"][options]["Xscale"].numbers) <= 1e-13)
  }

  @Test func scoresOfTwoOutputs() throws {
    let wanted = Self.figures["scores"]
    let (Y, A) = (Matrix(rows: 2, columns: 6, elements: wanted["Y"].numbers), Matrix(rows: 2, columns: 6, elements: wanted["A"].numbers))
    let scores = try #require(NumberScores(predicted: A, truth: Y))
    #expect(difference([scores.rmse, scores.mae, scores.r2 ?? .nan], ["rmse", "mae", "r2"].map { wanted[$0].number }) <= 1e-14)
    #expect(NumberScores(predicted: A, truth: Matrix(rows: 2, columns: 6))?.r2 == 0 && NumberScores(predicted: A, truth: Matrix(rows: 1, columns: 6)) == nil)
  }

  @Test func droppedRowsStayAligned() throws {
    start("missing=drop standardize=yes")
    let wanted = Self.figures["drop"]
    let kept = wanted["kept"].list.map { $0.whole == 1 }
    #expect(difference(value("X"), wanted["X"].numbers) <= 1e-13)
    let rows = value("predict DIR/new.csv")
    #expect(rows.map { !$0.isNaN } == kept)
    #expect(difference(rows.filter { !$0.isNaN }, wanted["predicted"].numbers) <= 1e-12)
    #expect(session.run("predict \"\(Self.folder)/Rows/new.csv\"").output.contains("null"))
  }
}
