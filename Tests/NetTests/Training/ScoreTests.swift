import Foundation
import Testing

@testable import Net

/// The scores of `evaluate` are those of scikit-learn. `Figures/make_metrics.py` made the figures.
@Suite struct ScoreTests {
  private struct Scores: Decodable {
    struct Classes: Decodable {
      var count: Int
      var truth, predicted: [Int]
      var confusion: [[Int]]
      var accuracy, base_rate: Double
      var precision, recall, f1: [Double?]
    }
    struct Numbers: Decodable {
      var truth, predicted: [[Double]]
      var rmse, mae, r2: Double
    }
    var classes: [Classes]
    var numbers: [Numbers]
  }

  private static let scores: Scores = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try! JSONDecoder().decode(Scores.self, from: Data(contentsOf: folder.appendingPathComponent("Figures/metrics.json")))
  }()

  private func same(_ a: [Double?], _ b: [Double?]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { ($0 == nil) == ($1 == nil) && abs(($0 ?? 0) - ($1 ?? 0)) < 1e-15 }
  }

  @Test func classes() {
    #expect(Self.scores.classes.count == 5 && Self.scores.classes.contains { $0.recall.contains(nil) })
    for wanted in Self.scores.classes {
      let found = Confusion(truth: wanted.truth, predicted: wanted.predicted, count: wanted.count)
      #expect(found.counts == wanted.confusion && found.examples == wanted.truth.count)
      #expect(found.accuracy == wanted.accuracy && found.baseRate == wanted.base_rate)
      #expect(same(found.precision, wanted.precision) && same(found.recall, wanted.recall) && same(found.f1, wanted.f1))
    }
    let none = Confusion(truth: [], predicted: [], count: 2)
    #expect(none.accuracy == nil && none.baseRate == nil && none.f1 == [nil, nil])
  }

  @Test func numbers() throws {
    #expect(Self.scores.numbers.count == 4)
    for wanted in Self.scores.numbers {
      let found = try #require(NumberScores(predicted: Matrix(wanted.predicted), truth: Matrix(wanted.truth)))
      for (mine, theirs) in [(found.rmse, wanted.rmse), (found.mae, wanted.mae), (found.r2!, wanted.r2)] { #expect(abs(mine - theirs) <= 1e-14 * abs(theirs)) }
    }
    #expect(NumberScores(predicted: Matrix(row: [1]), truth: Matrix(row: [2]))?.r2 == nil)
    #expect(NumberScores(predicted: Matrix(row: [2, 2]), truth: Matrix(row: [2, 2]))?.r2 == 1)
  }
}
