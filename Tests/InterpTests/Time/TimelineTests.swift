import Net
import TestSupport
import Testing

@testable import Interp

@Suite struct TimelineTests {
  private func session(_ script: String) throws -> (TestSession, Session) {
    let test = TestSession()
    let made = test.run(script)
    try #require(made.status == 0, "\(made.errors)")
    return (test, test.interpreter.executor.session)
  }

  // MARK: Journeys

  /// A script, and the last line that it prints.
  @Test(arguments: [
    ("init seed=2; train 10; back 3; t", "7"),
    ("init seed=2; train 10; back; back; t", "8"),
    ("init seed=2; train 10; back 0; t", "10"),
    ("init seed=2; train 10; back 5; redo 2; redo; t", "8"),
    ("init seed=2; train 10; goto 0; t", "0"),
    ("init seed=2; train 10; k = 4; goto k; t", "4"),
    ("init seed=2; train 10; goto (t - 3); t", "7"),
    ("init seed=2; train 10; goto L; t", "2"),
    ("init seed=2; train 10; goto main:2; t", "2"),
    ("init seed=2; train 10; main = 3; goto main; t", "10"),
    ("init seed=2; train 10; back 4; train 2; goto main; t", "10"),
    ("init seed=2; train 10; back 4; train 2; goto main; goto branch1; t", "8"),
    ("init seed=2; train 10; back 4; train 2; goto branch1:3; redo 5; t", "8"),
    ("init seed=2; train 10; back 4; branch other; train 1; goto other:7; t", "7"),
    ("init seed=2; train 10; back 4; train 1; branch other; goto other:7; t", "7"),
    // A journey does not change variables, the last value and settings.
    ("init seed=2; v = 1; train 3; v = 2; back 2; v", "2"),
    ("init seed=2; train 3; 7; back 2; ans", "7"),
    ("init seed=2; set digits 3; train 3; set digits 2; back 2; 1 / 3", "0.33"),
    // It restores alpha, the generator and the data.
    ("alpha = 0.5; init seed=2; train 3; alpha = 2; forward; backward; step; back; alpha", "2"),
    ("alpha = 0.5; init seed=2; train 3; alpha = 2; forward; backward; step; back 2; alpha", "0.5"),
    ("init seed=2; train 3; a = randn(); train 3; back 3; b = randn(); goto main:2; c = randn(); a == c", "True"),
    ("init seed=2; train 3; data moons m=20; train 3; back 4; m", "400"),
    ("data moons m=20 split=0.5; init seed=2; train 3; use test; train 3; back 3; m; goto 2; Y.shape", "(1, 10)"),
    // An edit at a step belongs to the state of that step.
    ("init seed=2; train 3; W1[1,1] = 5; train 3; back 3; W1[1,1]", "5"),
    ("init seed=2; train 3; W1[1,1] = 5; back; redo; W1[1,1]", "5"),
    // `goto when` has a condition.
    ("init seed=2; train 100 alpha=1.2; goto when J < 0.65; t", "36"),
    ("init seed=2; train 100 alpha=1.2; back 50; goto when norm(dW1) > 0.01; t", "..."),
    ("init seed=2; repeat 9 { forward; backward; step }; goto when t == 4; t", "4"),
  ]) func goes(_ script: String, _ last: String) {
    let result = run(script)
    #expect(result.status == 0, "\(result.errors)")
    #expect(matches(result.lines.last ?? "", last), "\(script)")
  }

  /// `goto when` finds the step at which `train until=` stops.
  @Test func gotoWhenAgreesWithUntil() throws {
    for condition in ["J < 0.65", "norm(dW1) < 0.02", "max(abs(A1)) > 0.5"] {
      let stopped = run("init seed=2; train 300 alpha=1.2 until=(\(condition)); t")
      let found = run("init seed=2; train 300 alpha=1.2; goto when \(condition); t")
      #expect(stopped.output == found.output && stopped.status == 0, "\(condition)")
    }
  }

  /// Journeys that are refused, each with a part of its error.
  @Test(arguments: [
    ("back", "there is no network yet"),
    ("init; back", "there is no step -1: the timeline begins at step 0"),
    ("init; train 5; back 6", "there is no step -1"),
    ("init; train 5; goto 9", "there is no step 9: main ends at step 5"),
    ("init; train 5; redo", "step 5 is the end of main"),
    ("init; train 5; back 2; redo 3", "there is no step 6"),
    ("init; goto nowhere", "there is no branch 'nowhere', and it is not a number"),
    ("init; goto nowhere:3", "there is no branch 'nowhere', and it is not a number"),
    ("init; train 5; goto main:6", "there is no step 6"),
    ("init; train 5; goto -1", "there is no step -1"),
    ("init; train 5; goto J < 0.6", "hint: goto when J < 0.6"), ("init; train 5; diff (J < 1) 2", "is a condition, not a step"),
    ("init; train 5; goto 1.5", "a step is a whole number, not 1.5"),
    ("init; train 5; goto 1e300", "a step is a whole number"),
    ("init; train 5; goto (inf + 0)", "a step is a whole number"),
    ("init; train 5; goto [1, 2]", "a step must be"),
    ("init; train 5; back 1e13", "must be a whole number"),
    ("init; train 5; goto when 3", "a condition must be true or false"),
    ("init; train 5; goto when J", "a condition must be true or false"),
    ("init; train 5; goto when J < 0", "J < 0 does not hold at any step from 0 to 5 of main"),
    ("init; train 5; goto when q < 0", "unknown name 'q'"),
    ("init; train 5; goto when", "expected a condition after 'when'"),
    ("init; goto when dW1[1,1] > 0", "dW1 has not been computed yet"),
    ("init; branch main", "there is a branch 'main' already"),
    ("init; branch when", "'when' cannot be the name of a branch"),
    ("init; branch \"a b\"", "'a b' cannot be the name of a branch"),
    ("init; diff 0 1", "there is no step 1"),
    ("init; diff 0 other", "there is no branch"),
    ("set timeline.memory 0; init; train 5; back", "step 4 is no longer kept: the timeline has 0 MiB and goes back to step 5"),
    ("set timeline.memory -1", "a number of MiB from 0"),
    ("set timeline.memory much", "a number of MiB from 0"),
  ]) func refuses(_ script: String, _ sentence: String) throws {
    let result = run(script)
    #expect(result.status == 1)
    #expect(result.errors.contains(sentence), "\(result.errors)")
  }

  @Test func aRefusedJourneyChangesNothing() throws {
    let (test, session) = try session("init seed=2; train 5; back 2")
    let (before, weights) = (session.state.versions, session.state.network!.layers[0].W)
    for line in ["goto 9", "back 4", "redo 3", "goto when J < 0", "goto x", "branch main"] {
      #expect(test.run(line).status == 1)
      #expect(session.state.steps == 3 && session.state.versions == before && session.state.network!.layers[0].W == weights)
      #expect(session.timeline.lines.count == 1 && !session.timeline.isAtEnd)
    }
  }

  /// A `train` whose condition fails leaves no branch and no steps behind.
  @Test func aFailedTrainLeavesNoTrace() throws {
    let (test, session) = try session("init seed=2; train 200; back 100")
    #expect(test.run("train 100 until=(W1[t - 97,1] > 9)").status == 1)
    #expect(session.timeline.lines.count == 1 && session.state.steps == 100 && session.timeline.line.end == 200)
    #expect(test.run("redo 100; t").output == "200\n")
    #expect(test.run("train 70 until=(W1[t - 197,1] > 9)").status == 1)
    #expect(session.timeline.line.end == 200 && session.timeline.line.checkpoints!.steps.last! <= 200)
    #expect(test.run("train 0; t").output == "200\n")
    #expect(session.timeline.line.legs.count == 1)
  }

  // MARK: Memory

  /// With little memory all steps of one training can still be reached. Old copies are farther apart than new ones.
  @Test func thinsWhatCanBeMadeAgain() throws {
    let (test, session) = try session("set timeline.memory 0.02; X = randn(2, 5); Y = (rand(1, 5) > 0.5) * 1.0; init 2 3 1 seed=2; train 60000")
    #expect(session.timeline.bytes(session) <= session.timeline.limit)
    let steps = session.timeline.line.checkpoints!.steps
    #expect(steps.count > 10 && steps.count < 60000 / 295)
    let gaps = zip(steps, steps.dropFirst()).map { $1 - $0 }
    #expect(gaps.first! > 4 * gaps.last!, "\(gaps)")
    let whole = TestSession()
    whole.run("X = randn(2, 5); Y = (rand(1, 5) > 0.5) * 1.0; init 2 3 1 seed=2; train 7777")
    test.run("goto 7777")
    #expect(session.state.network!.layers[0].W == whole.interpreter.executor.session.state.network!.layers[0].W)
  }

  /// Edits at every step cannot be computed again, so the oldest steps are dropped. The timeline says to which step one can go back.
  @Test func givesUpTheOldest() throws {
    let (test, session) = try session(
      "set timeline.memory 0.1; X = randn(2, 5); Y = (rand(1, 5) > 0.5) * 1.0; init 2 3 1; repeat 400 { W1 = W1 * 0.99; forward; backward; step }")
    #expect(session.timeline.bytes(session) <= session.timeline.limit)
    let first = session.timeline.line.first
    #expect(first > 100 && first < 399)
    #expect(test.run("goto \(first - 1)").errors.contains("goes back to step \(first)"))
    #expect(test.run("goto \(first); t").output == "\(first)\n")
    #expect(test.run("timeline").lines.contains { $0.contains("the steps before are no longer kept") })
  }

  /// Each data set is kept once, and the one in use is not counted.
  @Test func sharesData() throws {
    let (test, session) = try session("data moons m=5000; init; train 1; alpha = 0.2; train 1; alpha = 0.3; train 1")
    let one = session.timeline.bytes(session)
    #expect(one < 20_000)
    test.run("data circles m=5000; train 1; alpha = 0.2; train 1; alpha = 0.3; train 1")
    let bytes = 5000 * 3 * 8
    #expect((bytes..<bytes + 30_000).contains(session.timeline.bytes(session)))
    test.run("set timeline.memory 0.05; train 1")
    #expect(session.timeline.bytes(session) <= session.timeline.limit && session.timeline.line.first > 2)
  }

  @Test func checkpointsKeepTheirOrder() {
    var generator = MersenneTwister(seed: 1)
    var network = Network(
      inputs: 2, layers: [LayerSpecification(units: 3, activation: Tanh()), LayerSpecification(units: 1, activation: Sigmoid())], loss: CrossEntropy(),
      generator: &generator)
    var checkpoints = Checkpoints()
    for step in 0..<2000 {
      network.layers[0].W[0, 0] = Double(step)
      network.layers[1].b[0, 0] = -Double(step)
      checkpoints.append(step * 2, network)
    }
    func value(_ index: Int) -> (Double, Double) {
      var copy = network
      checkpoints.load(index, into: &copy)
      return (copy.layers[0].W[0, 0], copy.layers[1].b[0, 0])
    }
    #expect(checkpoints.index(atOrBefore: -1) == nil && checkpoints.index(atOrBefore: 0) == 0 && checkpoints.index(atOrBefore: 7) == 3)
    #expect(checkpoints.index(atOrBefore: 100_000) == 1999)
    #expect(value(1234) == (1234, -1234))
    let full = checkpoints.bytes
    checkpoints.filter { $0 % 3 == 0 }
    #expect(checkpoints.steps.count == 667 && value(100) == (300, -300) && checkpoints.steps[100] == 600 && checkpoints.bytes < full / 2)
    checkpoints.truncate(to: 500)
    #expect(checkpoints.steps.count == 500 && value(499) == (1497, -1497))
    checkpoints.append(5000, network)
    #expect(value(500) == (1999, -1999))
    checkpoints.truncate(to: 0)
    #expect(checkpoints.steps.count == 0 && checkpoints.bytes == 0)
  }

  /// A copy costs at most 2 % of the work of the steps between two copies. Where a step takes long, every step is kept.
  @Test(arguments: [(17, 400, 64), (101_770, 4096, 2), (4810, 1797, 3), (101_770, 64, 66), (2_100_000, 1, 385), (17, 1, 385)]) func spaces(
    _ parameters: Int, _ examples: Int, _ steps: Int
  ) {
    #expect(Checkpoints.spacing(parameters: parameters, examples: examples) == steps)
  }

  // MARK: Walks

  /// `goto when` looks at each step as a journey to it leaves the session, with the same explanations.
  @Test(arguments: [
    "train 12 alpha=1.5 clip=0.05", "train 12 batch=7", "keep1 = 0.5; train 12", "train 12 batch=9 optimizer=adam decay=0.5 until=(randn() > 9)",
    "repeat 12 { forward; backward; step 0.7 }", "optimizer momentum; train 6; W1 = W1 * 0.5; train 6 batch=4 clip=0.01 until=(randn() > 9)",
  ]) func walksAsJourneysGo(_ training: String) throws {
    let start = "data moons m=30 seed=4; init 2 3:tanh 1 seed=2 scale=1; "
    let ((walker, walking), (twin, shown), (goer, going)) = (try session(start + training), try session(start + training), try session(start + training))
    walker.run("t")
    var steps = 0
    try walking.timeline.walk(walking.timeline.line, from: 0, walking) { (viewer, step) throws(Fault) in
      #expect(goer.run("goto \(step)").status == 0)
      do {
        try requireSame(viewer, going, "step \(step) of \(training)")
      } catch { Issue.record("step \(step) of \(training)") }
      shown.state = viewer.state.keeping(shown.state)
      shown.workspace.restore(viewer.workspace)
      if step > 0 {
        let texts = [twin.run("explain dW1"), goer.run("explain dW1")]
        #expect(texts[0].output == texts[1].output && texts[0].status == texts[1].status, "\(texts[0].output) \(texts[1].output) \(texts[0].errors)")
      }
      steps += 1
      return true
    }
    #expect(steps == 13)
  }

  /// A `train` that fails gets the pass back whole, with the factor of its clipping.
  @Test func aFailedTrainKeepsTheClipping() throws {
    let (test, session) = try session("data moons m=30 seed=4; init 2 3:tanh 1 seed=2 scale=1; train 1 clip=0.01")
    let (factor, text) = (session.workspace.clipFactor, test.run("match dW1 = dW1").output)
    #expect(factor < 1)
    #expect(test.run("train 9 until=(W1[t - 2,1] > 99)").status == 1)
    #expect(session.workspace.clipFactor == factor && test.run("match dW1 = dW1").output == text)
  }

  /// A run of `compare` has none of the steps before it, and says so.
  @Test func aCompareHasNoEarlierSteps() {
    let text = "init; train 5; compare n=1 { back 2 }"
    #expect(run(text).errors.contains("there is no step 3") || run(text).output.contains("there is no step 3"))
    let (test, copy) = (TestSession(), TestSession())
    test.run("init; train 5")
    let session = Session(copying: test.interpreter.executor.session)
    session.timeline.follow(session)
    #expect(throws: Fault.self) { try session.place(3, on: session.timeline.line) }
    do { _ = try session.place(3, on: session.timeline.line) } catch { #expect(error.hint == "a run of compare has none of the steps before it") }
    copy.run("init; train 5")
    #expect(copy.run("back 7").errors.contains("main has the steps 0 to 5"))
  }

  // MARK: What was made

  @Test func explainsThePassThatMadeTheStepAfterAJourney() throws {
    let (test, session) = try session("init seed=2; train 90 alpha=1.2; goto 57")
    let told = try session.scene(of: Quantity(.dW, 1))
    #expect(told.heading == "step 57, before its update" && told.scene.alpha == 1.2)
    let (_, other) = try self.session("init seed=2; train 57 alpha=1.2")
    let wanted = try other.scene(of: Quantity(.dW, 1))
    #expect(told.scene.network.layers[0].W == wanted.scene.network.layers[0].W && told.scene.previous!.layers[0].W == wanted.scene.previous!.layers[0].W)
    #expect(test.run("match dW1 = dW1").status == 0)
  }

  @Test func tellsOfTheTimeline() {
    let result = run(
      """
      init seed=2
      alpha = 1.2
      train 100
      back 30
      train 20 alpha=0.1
      goto main
      repeat 20 { W1 = W1 * 0.99; forward; backward; step }
      b1 = b1 + 0.001
      back 10
      timeline
      branches
      """)
    let wanted = [
      "main", "        0  J = 0.693048  init seed=2; alpha = 1.2", "    0–100  J = 0.604442  train 100", "* 100–120  J = ...  20 × (W1 = W1 * 0.99; step)",
      "      120  J = ...  b1 = b1 + 0.001", "branch1, from main:70", "  70–90  J = 0.612477  train 20 alpha=0.1", "at main:110, back to step 0; ... of 64 MiB",
      "* main                   0 to 120  J = ...", "  branch1  from main:70  70 to 90  J = 0.612477",
    ]
    #expect(result.lines.count == wanted.count, "\(result.output)")
    for (line, expected) in zip(result.lines, wanted) { #expect(matches(line, expected), "\(line)") }
  }

  /// `save` keeps the step and the branch. `load` begins a timeline there.
  @Test func savesThePlace() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/n.npz"
    let (_, saved) = try session("init seed=2; train 10; back 2; branch smaller; train 3; save \(path)")
    let (test, loaded) = try session("load \(path); train 4; back 2")
    #expect(loaded.timeline.line.name == "smaller" && loaded.state.steps == 13 && loaded.timeline.beginning == 11)
    #expect(test.run("goto smaller:11; t").output == "11\n" && loaded.state.network!.layers[0].W == saved.state.network!.layers[0].W)
    #expect(test.run("goto 10").errors.contains("the timeline begins at step 11"))
  }

  /// Ctrl-C during a journey leaves the session as it was.
  @Test func anInterruptedJourneyChangesNothing() throws {
    let (_, session) = try session("init seed=2; train 100")
    let (versions, weights) = (session.state.versions, session.state.network!.layers[0].W)
    session.interrupt.request()
    #expect(throws: Fault.self) { try session.travel(to: 30, on: session.timeline.line) }
    #expect(session.state.steps == 100 && session.state.versions == versions && session.state.network!.layers[0].W == weights && session.timeline.isAtEnd)
    session.interrupt.clear()
    try session.travel(to: 30, on: session.timeline.line)
    #expect(session.state.steps == 30)
  }

  /// Cases that were wrong once.
  @Test func findings() throws {
    // The slope belongs to the network, and the setting and the functions follow it.
    let slope = "init 2 4:leaky_relu 1:sigmoid seed=2 scale=1; train 10; set leaky_slope 0.5; back 3; forward; A1 = leaky_relu(Z1)"
    #expect(run(slope).status == 0)
    // A journey that fails after a draw leaves the session where it was.
    let (test, session) = try session("init seed=2; train 10; back 3")
    #expect(test.run("diff 0*rand()+1 99").status == 1)
    #expect(session.timeline.lines.count == 1 && session.timeline.line.name == "main" && !session.timeline.isAtEnd)
    // Arrays that are shared are counted once.
    #expect(run("init 2 2 seed=2; Y = X; train 10; W1[1,1] = 2; train 10; timeline").lines.allSatisfy { !$0.contains("-0.") || $0.contains("J =") })
    // The data in use is not a reason to drop copies.
    let (_, large) = try self.session("X = randn(2, 5000); Y = (rand(1, 5000) > 0.5) * 1.0; set timeline.memory 0.14; init 2 2:tanh 1 seed=1; train 2000")
    #expect((large.timeline.line.checkpoints?.steps.count ?? 0) > 20)
    let give = "X = randn(2, 5000); Y = (rand(1, 5000) > 0.5) * 1.0; init 2 2:tanh 1:sigmoid seed=1; train 5; branch b; X = 2 * X; train 5; goto main"
    let (given, small) = try self.session(give)
    given.run("set timeline.memory 0.01")
    #expect(small.timeline.bytes(small) <= small.timeline.limit)
    // An edit is shown also where the steps before it were dropped.
    let text = run("set timeline.memory 0.006; init seed=2; train 5; W1[1,1] = 1; train 5; W1[1,1] = 2; train 5; timeline").lines
    #expect(text.contains { $0.contains("the steps before are no longer kept; W1[1,1] = ") })
    // A condition that fails does not change the texts of the timeline.
    let many = (1...9).map { "train \($0)" }.joined(separator: "; ")
    let (texts, failing) = try self.session("init seed=2; \(many)")
    let before = failing.timeline.line.legs.map { $0.commands.map(\.text) }
    #expect(texts.run("train 10 until=(W1[t,1] > 99)").status == 1)
    #expect(failing.timeline.line.legs.map { $0.commands.map(\.text) } == before)
    // Steps by hand whose masks were drawn from the same seed again are not one run of draws.
    let drawn = String(repeating: "seed 1; forward; backward; step; ", count: 3)
    let masked = "data moons m=20; init 2 3:tanh 1 seed=1; keep1 = 0.5; "
    #expect(run(masked + drawn + "goto 2; W1").output == run(masked + drawn.prefix(drawn.count / 3 * 2) + "W1").output)
    // A train that stopped early is shown with its number of steps.
    #expect(
      run("init seed=2; train 1000 alpha=1.2 until=(J < 0.65); timeline").lines.contains { $0.hasSuffix("train 1000 alpha=1.2 until=(J < 0.65) (36 steps)") })
    for name in ["J", "W1", "t", "m", "alpha", "when"] { #expect(run("init; branch \(name)").status == 1, "\(name)") }
    #expect(run("init; train 5; goto t - 2; t; k = 1; goto k + 2; t").lines == ["3", "3"])
  }

  @Test func reportsAtThePromptAndInJSON() {
    #expect(run("init seed=2; train 10; back 3", atPrompt: true).lines.last == "step 7 of main, J = 0.693008; redo goes on to step 10")
    let objects = run("init seed=2; train 5; back 2; redo; goto main", json: true).objects.suffix(3)
    #expect(objects.map { $0["command"] as? String } == ["back", "redo", "goto"])
    #expect(objects.map { $0["t"] as? Int } == [3, 4, 5])
    #expect(objects.allSatisfy { $0["branch"] as? String == "main" })
  }
}
