import Foundation
import TestSupport
import Testing

@testable import Net

/// Long streams of draws equal NumPy's in every bit, for each distribution. A uniform draw ends each stream. `Figures/make_draws.py` makes the figures.
@Suite struct DistributionTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let figures: Figures
    var testDescription: String { "\(figures["name"].text) \(figures["parameters"].numbers.prefix(5)), seed \(figures["seed"].whole!)" }
  }

  private static let rows = try! Figures(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures/draws.json").path
  ).list.map(Row.init)
  private static let count = 4000

  @Test func everyDistributionIsThere() {
    #expect(Set(Self.rows.map { $0.figures["name"].text }) == ["exponential", "binomial", "whole", "places", "differentPlaces"])
    #expect(Self.rows.count > 300)
  }

  @Test(arguments: rows) func streamsEqualNumPys(_ item: Row) {
    let row = item.figures
    var generator = MersenneTwister(seed: UInt32(row["seed"].whole!))
    let parameters = row["parameters"].numbers
    var values: [Double] = []
    switch row["name"].text {
    case "exponential": values = (0..<Self.count).map { _ in generator.exponential() }
    case "binomial":
      let binomial = Binomial(n: Int(parameters[0]), p: parameters[1])
      values = (0..<Self.count).map { _ in Double(binomial.draw(&generator)) }
    case "whole":
      let last = parameters[1] == 0x1p63 ? Int.max : Int(parameters[1]) - 1
      values = (0..<Self.count).map { _ in Double(generator.whole(from: Int(parameters[0]), through: last)) }
    case "places": values = generator.places(Self.count, among: parameters.count, weights: parameters).map(Double.init)
    case "differentPlaces":
      let most = parameters.count { $0 > 0 }
      for _ in 0..<50 { values += generator.differentPlaces(most, among: parameters.count, weights: parameters).map(Double.init) }
    default: Issue.record("no such distribution")
    }
    values.append(generator.uniform())
    #expect(hash64(values) == row["hash"].text)
  }

  /// Without weights `choice` draws as `randint` does. Without replacement it draws as `permutation` does.
  @Test func alikeChances() {
    var (one, two) = (MersenneTwister(seed: 3), MersenneTwister(seed: 3))
    #expect(one.places(5, among: 9, weights: nil) == (0..<5).map { _ in two.whole(from: 0, through: 8) })
    #expect(one.differentPlaces(4, among: 9, weights: nil) == Array(two.permutation(9).prefix(4)))
    #expect(one == two)
  }
}
