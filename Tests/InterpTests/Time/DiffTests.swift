import Net
import Testing

@testable import Interp

@Suite struct DiffTests {
  private func number(_ test: TestSession, _ expression: String) throws -> Double {
    let made = test.run(expression)
    try #require(made.status == 0, "\(expression): \(made.errors)")
    guard case .scalar(let value)? = test.interpreter.executor.session.state.answer else { throw Fault(.value, "no number") }
    return value
  }

  private func difference(_ test: TestSession, _ one: TimeReference, _ other: TimeReference) throws -> StepDifference {
    let session = test.interpreter.executor.session
    return try StepDifference(session.place(one), session.place(other), session)
  }

  private func step(_ number: Int) throws -> TimeReference { .step(try Expression(.number(Double(number)), SourceRange(0, 0))) }

  private static let networks = [
    "init 2 4:tanh 1:sigmoid seed=2", "init 2 5:relu 3:sigmoid 1:sigmoid weights=he seed=4", "Y = randn(2, m); init 2 3:leaky_relu 2:linear weights=xavier",
    "data blobs classes=3 m=60; init 2 4:tanh 3:softmax seed=1",
  ]

  /// Predicted and real change against what the language itself gives when it goes there: each step's gradients, squared and summed.
  @Test(arguments: networks) func firstOrderIsThatOfTheGradients(_ network: String) throws {
    let test = TestSession()
    test.run("\(network); train 12 alpha=0.3; train 8 alpha=0.05")
    let L = try #require(test.interpreter.executor.session.state.network?.depth)
    let square = (1...L).map { "sum(dW\($0)**2) + sum(db\($0)**2)" }.joined(separator: " + ")
    var predicted = 0.0
    for t in 5..<15 { predicted -= (t < 12 ? 0.3 : 0.05) * (try number(test, "goto \(t); forward; backward; \(square)")) }
    let actual = try number(test, "goto 15; forward; a = J; goto 5; forward; a - J")
    let found = try difference(test, step(5), step(15))
    #expect(abs(found.predicted! - predicted) <= 1e-12 * abs(predicted) && abs(found.actual! - actual) <= 1e-15)
    #expect(found.steps == 10 && found.edited.isEmpty && found.update == nil && found.isSameData)
    // In the other direction the signs change.
    let back = try difference(test, step(15), step(5))
    #expect(back.predicted == -found.predicted! && back.actual == -found.actual!)
  }

  /// One step: every entry is W - alpha · dW.
  @Test(arguments: networks) func verifiesTheUpdate(_ network: String) throws {
    let test = TestSession()
    test.run("\(network); train 20 alpha=0.3; goto 9; forward; backward; step 0.7")
    for place in [9, 10] {
      let found = try difference(test, step(place - 1), step(place))
      let update = try #require(found.update)
      #expect(update.entries == test.interpreter.executor.session.state.network!.parameterCount && update.broken.isEmpty)
      #expect(update.alpha == (place == 10 ? 0.7 : 0.3))
    }
    // An entry that was changed by hand is found, and the change counts as an edit.
    test.run("W1[2,1] = W1[2,1] + 0.25")
    let found = try difference(test, step(9), step(10))
    let broken = try #require(found.update).broken
    #expect(broken.count == 1 && broken[0].name == "W1" && broken[0].row == 2 && broken[0].column == 1 && found.edited == ["branch1:10"])
    #expect(abs(broken[0].to - broken[0].from - 0.25) < 1e-12)
  }

  /// For small steps the difference between the prediction and the change falls with the square of alpha.
  @Test func curvatureFallsWithTheSquareOfAlpha() throws {
    var left: [Double] = []
    for alpha in [0.1, 0.01, 0.001] {
      let test = TestSession()
      test.run("init 2 4:tanh 1:sigmoid weights=xavier seed=2; train 1 alpha=\(alpha)")
      let found = try difference(test, step(0), step(1))
      left.append(abs(found.actual! - found.predicted!) / (alpha * alpha))
    }
    #expect(left.max()! < 1.2 * left.min()!, "\(left)")
  }

  @Test func namesTheLargestMovers() throws {
    let test = TestSession()
    test.run("init 2 4:tanh 1:sigmoid seed=2; train 3; W1[3,2] = 7; W1[1,1] = -5; b1[2,1] = inf; W2[1,4] = nan")
    let found = try difference(test, step(0), step(3))
    #expect(found.movements.map(\.name) == ["W1", "b1", "W2", "b2"])
    #expect(found.movements[0].largest.map { [$0.row, $0.column] }.prefix(2) == [[3, 2], [1, 1]] && found.movements[0].largest[0].to == 7)
    #expect(found.movements[1].largest[0].row == 2 && found.movements[2].largest[0].column == 4)
    #expect(try difference(test, step(3), step(3)).movements.allSatisfy { $0.changed == 0 })
  }

  @Test func flippedAreThoseWhoseClassChanged() throws {
    let test = TestSession()
    test.run("data moons m=40 noise=0.2; init 2 4:tanh 1:sigmoid weights=xavier seed=2; train 60 alpha=1")
    let found = try difference(test, step(0), step(60))
    let count = try number(test, "goto 0; forward; a = A2 > 0.5; goto 60; sum((a + (A2 > 0.5)) == 1)")
    #expect(found.flipped?.count == Int(count) && count > 0)
    let example = try #require(found.flipped?.first)
    #expect(try number(test, "sum((a[1,\(example)] + (A2[1,\(example)] > 0.5)) == 1)") == 1)
    #expect(test.run("Y = randn(2, 40); init 2 2:linear; train 1").status == 0)
    #expect(try difference(test, step(0), step(1)).flipped == nil)
  }

  /// The way between two branches goes over the step where they divide. Edits at that step count too.
  @Test func comparesBranches() throws {
    let test = TestSession()
    test.run("init seed=2; train 30 alpha=1; back 10; W1 = W1 * 1.01; branch other; train 5 alpha=0.2")
    let found = try difference(test, .name("main"), .name("other"))
    #expect(found.steps == 15 && found.edited == ["other:20"] && found.from.name == "main:30" && found.to.name == "other:25")
    let pieces = try [
      difference(test, .name("main"), .stepOf(branch: "main", Expression(.number(20), SourceRange(0, 0)))),
      difference(
        test, .stepOf(branch: "main", Expression(.number(20), SourceRange(0, 0))), .stepOf(branch: "other", Expression(.number(20), SourceRange(0, 0)))),
      difference(test, .stepOf(branch: "other", Expression(.number(20), SourceRange(0, 0))), .name("other")),
    ]
    #expect(abs(pieces.reduce(0) { $0 + $1.predicted! } - found.predicted!) < 1e-15)
    #expect(pieces.map(\.edited.count) == [0, 1, 0] && pieces.map(\.steps) == [10, 0, 5])
    let nested = test.run("back 2; train 4; branch deep; diff main deep").lines
    #expect(nested.prefix(2) == ["from main:30 to deep:27: 10 steps back and 7 steps forward", "values were changed by hand on the way, at other:20"])
  }

  /// `diff` separates the change of J by steps from that by edits. It checks a step only where the step begins at the first of the two places.
  @Test func tellsEditsFromSteps() throws {
    let test = TestSession()
    test.run("init seed=2; train 10 alpha=1.2; a = J; W1[1,1] = 3; b2 = 1; forward; b = J; train 5 alpha=1.2")
    let found = try difference(test, step(9), step(15))
    #expect(found.edited == ["main:10"])
    let edits = try number(test, "b - a")
    #expect(abs(found.actual! - found.bySteps! - edits) < 1e-14)
    let result = test.run("diff 9 15")
    #expect(result.lines.contains { $0.hasPrefix("the steps changed J by ") && $0.contains("the changes by hand by 0.1") })
    test.run("init seed=2; train 10; back 5; W1[1,1] = 3; forward; backward; step")
    let five = try Expression(.number(5), SourceRange(0, 0))
    #expect(try difference(test, .stepOf(branch: "branch1", five), .stepOf(branch: "main", Expression(.number(6), SourceRange(0, 0)))).update == nil)
    #expect(try difference(test, .stepOf(branch: "main", five), .stepOf(branch: "branch1", Expression(.number(6), SourceRange(0, 0)))).update == nil)
    #expect(
      try difference(test, .stepOf(branch: "branch1", five), .stepOf(branch: "branch1", Expression(.number(6), SourceRange(0, 0)))).update?.broken.isEmpty
        == true)
  }

  @Test func tellsOfOtherData() throws {
    let result = run("init seed=2; train 5; data moons m=50; train 5; diff 4 9 top=1")
    #expect(result.lines.contains("the data is not the same, so each J belongs to its own data") && !result.output.contains("predicted class"))
    let object = run("init seed=2; train 5; diff 2 3", json: true).objects.last!
    #expect(Set(object.keys) == ["command", "predicted", "actual", "movers", "flipped", "curvature", "by_steps", "steps", "edited", "from", "to", "update"])
    #expect((object["movers"] as? [[String: Any]])?.count == 10 && (object["update"] as? [String: Any])?["ok"] as? Bool == true)
  }
}
