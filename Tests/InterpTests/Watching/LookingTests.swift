import TestSupport
import Testing

@testable import Interp

/// Displays, watches and breakpoints do not change the course of a session in any bit.
@Suite struct LookingTests {
  private static let statements = [
    "train 3", "train 5 every=2", "forward; backward; step", "repeat 2 { forward; backward; step }", "v = v + 1", "W1[1,1] = 0.3", "init seed=3",
    "train 4 until=(t > 9)", "seed 4", "train 2 alpha=1.3", "init 2 3:relu 1 seed=5", "data moons m=50", "alpha = 0.7", "train 5 until=(t == 4 and v == X)",
  ]
  private static let watched = [
    "display J", "display dW1[1,1], randn(2)", "watch W1", "watch sum(A2 > 0.5)", "watch randn(2)", "display Z1", "watch dA1", "display seed_of_nothing",
    "break when J < -1", "break when any(isnan(dW1))", "watch v; undisplay 1", "display log(0 * J)",
  ]
  private static let last = "W1; b2; t; alpha; q = randn(3); q; v"

  /// Random numbers from 0 below a bound, the same in each run.
  private struct Dice {
    var state: UInt64

    mutating func roll(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
  }

  @Test(arguments: 0..<60) func changesNothing(_ seed: Int) {
    var dice = Dice(state: UInt64(seed))
    var lines = ["init seed=2; v = 0"]
    for _ in 0..<8 { lines.append(Self.statements[dice.roll(Self.statements.count)]) }
    var looked = lines
    for _ in 0...dice.roll(4) { looked.insert(Self.watched[dice.roll(Self.watched.count)], at: 1 + dice.roll(looked.count)) }
    let (plain, watching) = (TestSession(json: true, keepGoing: true), TestSession(json: true, keepGoing: true))
    plain.run(lines.joined(separator: "\n"))
    watching.run(looked.joined(separator: "\n"))
    #expect(plain.run(Self.last).output == watching.run(Self.last).output, "\(looked)")
  }

  /// With data that does not fit the network, a display or trace of an old pass works or is refused, and the session goes on.
  @Test(arguments: ["Y = ones(3, 400)", "X = randn(3, 400)", "X = randn(2, 7)", "X = randn(3, 7); Y = ones(2, 7)", "init 3 2 2"])
  func dataThatDoesNotFit(_ change: String) throws {
    let folder = try TemporaryFolder()
    for passes in ["forward; backward", "train 2", "forward", "train 2; W1 = W1"] {
      for expression in ["db1 / J", "dZ2 + J", "dA1 + J", "Z1 + J", "sum(dW2) + J", "J", "A2"] {
        let session = TestSession(keepGoing: true)
        session.run("init 2 4:tanh 1:sigmoid seed=2; \(passes); \(change)")
        for (index, look) in ["display E", "watch E", "break when all(E > 0)", "trace E to=\(folder.path)/F.csv"].enumerated() {
          let path = "\(passes.count)-\(index)"
          session.run(look.replacing("E", with: expression).replacing("F.csv", with: path + ".csv"))
          #expect(session.run("m").lines.count == 1, "\(passes), \(look), \(expression)")
        }
        session.run("train 1; forward; backward")
        #expect(session.run("m").lines.count == 1)
      }
    }
  }
}
