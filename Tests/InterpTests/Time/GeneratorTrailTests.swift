import Net
import Testing

@testable import Interp

/// A step of a `train` whose condition draws random numbers comes back with the generator as the condition left it.
@Suite struct GeneratorTrailTests {
  private static let start = "X = randn(2, 4); Y = X[1,:] > 0; init 2 1 seed=3; "

  /// Conditions that never hold. They draw few or many numbers, pairs of normal numbers, or only at some steps.
  @Test(arguments: [
    ("randn() > 100", 40), ("rand() + randn() > 100", 40), ("sum(randn(3, 1)) > 100", 3000), ("t > 20 and rand() > 2", 40),
    ("t == 9 and sum(rand(300, 300)) < 0", 12), ("t > 999999 or (t > 7 and t < 11 and randn() > 100)", 30),
  ]) func givesEachStepBack(_ condition: String, _ steps: Int) {
    let session = TestSession()
    session.run(Self.start + "train 3")
    let single = TestSession()
    single.run(Self.start + "train 3")
    let text = "train \(steps) until=(\(condition))"
    #expect(session.run(text).status == 0)
    var generators: [MersenneTwister] = []
    for _ in 0..<steps {
      single.run("train 1 until=(\(condition))")
      generators.append(single.interpreter.executor.session.state.generator)
    }
    let state = session.interpreter.executor.session
    #expect(state.state.generator == generators.last)
    for step in Set([0, 1, 5, 7, 8, 9, 10, 1023, 1024, 1025, steps / 2, steps - 1, steps - 2]).sorted().reversed() where step < steps {
      #expect(session.run("goto \(step + 4)").status == 0)
      #expect(state.state.generator == generators[step], "step \(step + 4) of \(text)")
      // The next draws must be the same too.
      var (one, two) = (state.state.generator, generators[step])
      #expect(one.normal() == two.normal() && one.nextUInt32() == two.nextUInt32())
    }
    // `goto when` undoes the draws of its own condition.
    #expect(session.run("goto main; goto when t >= 9 and rand() >= 0").status == 0)
    #expect(state.state.generator == generators[5])
    #expect(session.run("train 2 until=(\(condition)); record --verify").status == 0)
  }

  /// A `train` that fails leaves no trail of generators. Where steps are dropped, the memory of their trail is free.
  @Test func leavesNothingBehind() {
    let session = TestSession(keepGoing: true)
    session.run(Self.start + "train 3")
    let state = session.interpreter.executor.session
    let bytes = state.timeline.memory.bytes
    let generator = state.state.generator
    #expect(session.run("train 50 until=(randn() > 100 or t > 9 and nothing)").status == 1)
    #expect(state.timeline.memory.bytes == bytes && state.state.generator == generator && state.timeline.line.legs.allSatisfy { $0.trail == nil })
    #expect(session.run("train 50 until=(randn() > 100)").status == 0)
    #expect(state.timeline.memory.bytes > bytes + 50 * 12)
    session.run("set timeline.memory 0; step")
    #expect(state.timeline.memory.bytes <= 0 && session.run("back 1").status == 1)
  }
}
