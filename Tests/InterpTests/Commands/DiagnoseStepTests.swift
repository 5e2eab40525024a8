import Foundation
import TestSupport
import Testing

@testable import Interp
@testable import Net

/// `diagnose` and its repairs under optimizers, dropout, batches and a dev part.
@Suite struct DiagnoseStepTests {
  private func object(_ transcript: Transcript) throws -> [String: Any]? {
    try transcript.output.split(separator: "\n").last.flatMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
  }

  private func findings(_ session: TestSession) throws -> [[String: Any]] {
    try #require(try object(session.run("diagnose"))?["findings"] as? [[String: Any]])
  }

  /// The evidence names the optimizer, also that of the last `train optimizer=`. The session's own is judged where alpha is all that is known.
  @Test func namesTheOptimizer() {
    let start = "init 2 4:tanh 1:sigmoid weights=xavier seed=1; "
    #expect(run(start + "optimizer adam; alpha = 200; diagnose").lines.contains { $0.contains("under adam with alpha = 200, J goes from") })
    let once = run(start + "train 1 alpha=1e-5 optimizer=rmsprop; diagnose").output
    #expect(once.contains("1 learning-rate-low") && once.contains("under rmsprop with alpha = 1e-05"), "\(once)")
    #expect(!run(start + "train 1 alpha=1e-5 optimizer=rmsprop; forward; diagnose").output.contains("rmsprop"))
    let penalty = run("lambda = 3; alpha = 0; " + start + "diagnose").output.replacing("\n  ", with: " ")
    #expect(penalty.contains("(J has the penalty of lambda = 3)"), "\(penalty)")
  }

  /// The trial of a repair makes the steps of the session: its optimizer, batches, masks and clipping, from a copy of its generator.
  @Test(arguments: ["optimizer adam; train 5 alpha=0.01", "keep_prob = 0.8; train 5", "train 7 batch=32 alpha=0.2 clip=0.5 decay=0.1"])
  func trialsMakeTheSessionsSteps(_ steps: String) throws {
    let session = TestSession(json: true)
    session.run("init 2 8:relu 1:sigmoid weights=he seed=2; b1[3,1] = -50; " + steps)
    let live = session.interpreter.executor.session
    let generator = live.state.generator
    let applied = try #require(try object(session.run("diagnose apply=1")))
    let course = try #require(applied["without"] as? [String: Any])
    let (count, rate) = (try #require(applied["steps"] as? Int), try #require(course["alpha"] as? Double))
    #expect(live.state.generator == generator)
    let options = steps.contains("batch") ? " batch=32 clip=0.5" : ""
    session.run("train \(count) alpha=\(rate)\(options)")
    // JSONSerialization may read a number one bit off.
    let end = try #require(course["J_end"] as? Double)
    #expect(abs(try #require(live.workspace.cost) - end) <= 4e-16)
  }

  /// A statement `train` as the repair makes its steps in the trial. Both courses have as many steps.
  @Test func repairsThatTrain() throws {
    let session = TestSession(json: true)
    session.run("init 2 4:tanh 1:sigmoid weights=xavier seed=1; train 2000 batch=4 alpha=1")
    let applied = try #require(try object(session.run("diagnose apply=1")))
    let (without, with) = (try #require(applied["without"] as? [String: Any]), try #require(applied["with"] as? [String: Any]))
    #expect(applied["steps"] as? Int == 100 && without["J_start"] as? Double == with["J_start"] as? Double)
    session.run("train 100 batch=64 alpha=1")
    #expect(session.interpreter.executor.session.workspace.cost == with["J_end"] as? Double)
  }

  private static let moons = "data moons m=200 noise=0.35 split=0.4,0.4,0.2 seed=2; init 2 20:tanh 1:sigmoid weights=xavier seed=2; "

  /// The looks are no more than 50, ascend to the present step, and have the costs of these steps. They do not depend on the part in use.
  @Test func looksOfOverfitting() throws {
    let session = TestSession(json: true)
    session.run(Self.moons + "train 1500 alpha=1; use test")
    let live = session.interpreter.executor.session
    let looks = try #require(try live.devLooks())
    #expect(
      (45...50).contains(looks.count) && looks.first?.step == 0 && looks.last?.step == 1500 && zip(looks, looks.dropFirst()).allSatisfy { $0.step < $1.step })
    session.run("use train")
    let overfit = try #require(try findings(session).first { $0["kind"] as? String == "overfitting" })
    let measured = try #require(overfit["measured"] as? [String: Any])
    #expect((measured["dev_J"] as? [Double])?.min() == looks.map(\.dev).min() && live.state.steps == 1500)
    session.run(try #require(overfit["repair"] as? String))
    let best = try #require(looks.min { $0.dev < $1.dev })
    #expect(live.state.steps == best.step && live.workspace.cost == best.train)
    session.run("use dev; forward")
    #expect(live.workspace.cost == best.dev)
    // A short line is looked at step by step, and a branch with the steps before it.
    session.run("use train; goto 20; branch other; train 5")
    #expect(try live.devLooks()?.map(\.step) == Array(0...25))
  }

  /// diagnose reports a plain rise of dev J, also where a few examples cause most of the rise. It reports no network that does not overfit.
  @Test func plainRise() {
    func text(_ script: String) -> String { run(script).output.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    let large = "init 2 40:relu 40:relu 1 weights=he seed=4; train 3000 alpha=0.3; diagnose"
    let found = text("data moons noise=0.3 m=200 split=0.5,0.25,0.25 seed=3; " + large)
    #expect(found.contains("1 overfitting of 49 steps") && found.contains("the rise of dev J is 1.27"), "\(found)")
    for seed in 1...6 {
      let sound = text("data moons noise=0.3 m=200 split=0.5,0.25,0.25 seed=\(seed); init 2 1 seed=\(seed); train 800 alpha=0.5; diagnose")
      #expect(!sound.contains("1 overfitting") && sound.contains("overfitting"), "\(seed): \(sound)")
    }
  }

  /// Without a dev part or earlier steps nothing is looked at, and the report says why. The costs are those without the penalty.
  @Test func whatOverfittingNeeds() {
    let none = "because the data has no dev part: overfitting"
    func text(_ script: String) -> String { run(script).output.replacing("\n", with: " ") }
    #expect(text("data moons split=0.8; init; train 5; diagnose").contains(none) && text("init; train 5; diagnose").contains(none))
    #expect(text(Self.moons + "diagnose").contains("because no earlier step is recorded: overfitting"))
    #expect(text("set timeline.memory 0; " + Self.moons + "train 50; diagnose").contains("because no earlier step is recorded: overfitting"))
    #expect(text(Self.moons + "lambda = 0.3; train 2000 alpha=1; diagnose").hasPrefix("nothing found"))
  }

  /// Ctrl-C ends the looks at the timeline, and the session stays.
  @Test func looksCanBeInterrupted() {
    let session = TestSession()
    session.run(Self.moons + "train 200 alpha=1")
    let live = session.interpreter.executor.session
    live.interrupt.request()
    #expect(throws: Fault.self) { try live.devLooks() }
    live.interrupt.clear()
    #expect(live.state.steps == 200)
  }
}
