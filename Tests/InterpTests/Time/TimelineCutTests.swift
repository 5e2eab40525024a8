import Net
import Testing

@testable import Interp

/// Long trainings whose conditions draw random numbers. With little memory the oldest steps of a training go, and the newest stay in every bit.
@Suite struct TimelineCutTests {
  private static let start = "X = randn(2, 90); Y = (X[1,:] > X[2,:]) * 1.0; init 2 3:tanh 1 seed=4; "

  /// Trainings of a thousand steps or more, each with what stands before it.
  private static let trainings = [
    ("", "train 1500 batch=40 until=(randn() > 9)"), ("", "train 1400 batch=30 decay=0.2 interval=3 clip=0.2 until=(randn() > 9)"),
    ("keep1 = 0.5; optimizer momentum; ", "train 1200 batch=64 optimizer=adam alpha=0.01 until=(randn() > 9)"),
    ("optimizer adam; ", "train 1300 batch=45 shuffle=no decay=0.5 until=(randn() > 9)"), ("keep1 = 0.7; ", "train 1200 until=(sum(randn(3, 1)) > 99)"),
    ("optimizer rmsprop; ", "train 1000 alpha=0.02 decay=0.01 clip=0.1 until=(randn() > 9)"),
    ("train 100; W1 = W1 * 0.9; train 50; ", "train 900 optimizer=momentum until=(randn() > 9)"), ("train 70; ", "train 1000 until=(randn() > 9)"),
  ]

  @Test(arguments: trainings.indices) func keepsTheNewestSteps(_ number: Int) throws {
    let (before, training) = Self.trainings[number]
    let (whole, small) = (TestSession(), TestSession())
    small.run("set timeline.memory 0.03")
    for session in [whole, small] { #expect(session.run(Self.start + before + training).status == 0) }
    let (one, other) = (small.interpreter.executor.session, whole.interpreter.executor.session)
    let line = one.timeline.line
    let (first, end) = (line.first, line.end)
    // The last training was cut, and hundreds of its steps are left.
    #expect(line.legs.count == 1 && first > other.timeline.line.legs.last!.start + 1 && end - first > 200, "\(first) of \(end): \(training)")
    try requireCounted(one, training)
    // From here on nothing more is dropped.
    small.run("set timeline.memory 64")
    for step in Set([first, first + 1, first + 39, first + 150, end - 1, end, (first + end) / 2]).sorted().reversed() {
      for session in [whole, small] { #expect(session.run("goto \(step)").status == 0, "\(step)") }
      try requireSame(one, other, "step \(step) of \(before)\(training)")
      #expect(small.run("explain dW1").output == whole.run("explain dW1").output)
    }
    #expect(small.run("goto \(first - 1)").errors.contains("goes back to step \(first)"))
    for line in [
      "diff \(first + 3) \(end - 5)", "goto \(first + 100); redo 30", "train 70 batch=7; back 60; t",
      "goto main:\(end); back 40; branch b; train 9; diff b main",
      "goto main; goto when t > \(first + 20) and J > 0; t",
    ] {
      let results = [small.run(line), whole.run(line)]
      #expect(results[0].output == results[1].output && results[0].status == results[1].status, "\(line): \(results[0].errors)")
      try requireSame(one, other, "\(line) after \(training)")
    }
    try requireCounted(one, training)
    #expect(small.run("record --verify").status == 0)
  }

  /// Random sequences of long trainings, edits and journeys, with much memory and with little. A journey to a step that was dropped changes nothing.
  @Test(arguments: 0..<24) func littleMemoryChangesNothingElse(_ seed: Int) throws {
    var generator = MersenneTwister(seed: UInt32(seed))
    func below(_ count: Int) -> Int { Int(generator.bounded(UInt64(count - 1))) }
    func pick(_ list: [String]) -> String { list[below(list.count)] }
    let (whole, small) = (TestSession(keepGoing: true), TestSession(keepGoing: true))
    let (one, other) = (small.interpreter.executor.session, whole.interpreter.executor.session)
    small.run("set timeline.memory \(pick(["0.02", "0.03", "0.05"]))")
    var story = "sequence \(seed)"
    for turn in 0..<14 {
      let statement: String
      switch turn == 0 ? 20 : below(10) {
      case 20: statement = Self.start
      case 0...2:
        let options = [
          "", "batch=20", "batch=64 decay=0.3", "batch=90 optimizer=adam alpha=0.02", "batch=33 shuffle=no clip=0.2", "decay=0.01 optimizer=rmsprop",
        ]
        let until = pick(["", " until=(randn() > 9)", " until=(randn() > 9)", " until=(rand() > t and nothing)"])
        statement = "train \(100 + below(600)) \(pick(options))\(until)"
      case 3: statement = pick(["W1 = W1 * 0.9", "keep1 = 0.6", "keep1 = 1", "optimizer adam", "optimizer momentum", "optimizer sgd", "alpha = 0.4", "seed 4"])
      case 4: statement = "repeat 70 { forward; backward; step }"
      case 5...6: statement = "back \(1 + below(120))"
      case 7: statement = "goto \(below(other.timeline.line.end + 1))"
      case 8: statement = "branch p\(turn)"
      default: statement = "goto \(other.timeline.lines[below(other.timeline.lines.count)].name)"
      }
      story += " | " + statement
      let result = small.run(statement)
      if !result.errors.contains("no longer kept") { #expect(whole.run(statement).status == result.status, "\(story): \(result.errors)") }
      try requireSame(one, other, story)
      try requireCounted(one, story)
    }
  }

  /// A training that is cut while it runs, and then fails, leaves the session as it was. Only older steps may be gone.
  @Test func aFailedTrainingMayLoseOlderSteps() throws {
    let test = TestSession(keepGoing: true)
    test.run("set timeline.memory 0.03; \(Self.start)train 50")
    let session = test.interpreter.executor.session
    let bits = bitsOf(try session.read(Quantity(.W, 1)))
    for training in ["train 3000 batch=30 until=(randn() > 9 or t > 2500 and nothing)", "train 1500 until=(randn() > 9 or t > 1400 and nothing)"] {
      #expect(test.run(training).status == 1)
      try #expect(session.state.steps == 50 && bitsOf(session.read(Quantity(.W, 1))) == bits)
      try requireCounted(session, training)
    }
    #expect(test.run("train 20; back 15; t").output == "55\n")
    #expect(test.run("goto 70; branch b; goto 60; train 2000 batch=30 until=(randn() > 9 or t > 1900 and nothing)").status == 1)
    #expect(session.state.steps == 60 && test.run("redo 10; t").output == "70\n")
    try requireCounted(session, "after a branch")
  }

  /// What steps draw themselves takes hardly any memory, because it is drawn again.
  @Test(arguments: [
    ("train 20000 batch=40", 40_000), ("train 20000 batch=90", 40_000), ("keep1 = 0.5; train 3000", 40_000),
    ("train 20000 batch=30 until=(rand() > 9)", 40_000),
  ])
  func drawsAgain(_ training: String, _ most: Int) throws {
    let test = TestSession()
    #expect(test.run("set timeline.memory 0.05; \(Self.start)\(training)").status == 0)
    let session = test.interpreter.executor.session
    #expect(session.timeline.line.first == 0 && session.timeline.line.legs.reduce(0) { $0 + $1.bytes } < most)
    try requireCounted(session, training)
    #expect(test.run("goto 1; t; goto when t > 1500; t").output == "1\n1501\n")
  }

  /// `patience=` offers the step of the least cost only where it is kept.
  @Test func namesTheBestStepOnlyWhereItIsKept() {
    let data = "data moons m=300 noise=0.3 split=0.6,0.2,0.2 seed=2; init seed=1; "
    let training = "train 2000 batch=16 patience=1900 alpha=2"
    func told(_ memory: String, _ until: String) -> (text: String, session: TestSession) {
      let session = TestSession()
      return (session.run("set timeline.memory \(memory); \(data)\(training)\(until)").output, session)
    }
    let kept = told("0.05", "")
    let step = kept.text.split(separator: "goto ").last?.split(separator: "\n").first.map(String.init) ?? ""
    #expect(kept.session.run("goto \(step); t").output == step + "\n", "\(kept.text)")
    for (memory, until) in [("0", ""), ("0.02", " until=(randn() > 9)")] {
      let lost = told(memory, until)
      #expect(!lost.text.contains("goto") && lost.text.contains("too small to keep it"), "\(lost.text)")
    }
  }
}
