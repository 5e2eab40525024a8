import Testing

@testable import Net

/// The differences that `check` compares with the gradients.
@Suite struct DifferenceTests {
  /// Enough places that all threads work on them. `make sanitize-threads` runs this test and looks for races.
  @Test(arguments: [GradientCheck.Target.W, .b, .Z, .A]) func threadsGiveTheSameAsOnePlaceAlone(_ target: GradientCheck.Target) throws {
    let (network, X, Y) = Problem(sizes: [3, 150, 20, 2], m: 30, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy()).make()
    for layer in 1...network.depth {
      let check = GradientCheck(network, X: X, Y: Y)
      let all = try #require(check.numeric(target, layer)).values
      for row in 0..<all.rows {
        switch target {
        case .W, .b:
          for column in 0..<all.columns {
            #expect(check.numeric(target, layer, row: row, column: column, step: GradientCheck.step).value == all[row, column])
          }
        case .Z, .A:
          #expect(check.difference(target, layer, .init(row: row, column: 0), step: GradientCheck.step).values == all.row(row))
        }
      }
    }
  }
}
