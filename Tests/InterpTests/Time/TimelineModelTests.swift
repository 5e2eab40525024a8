import Net
import Testing

@testable import Interp

/// Random sequences of statements run on a session and on a slow model with full copies. After each statement all quantities are equal in every bit.
@Suite struct TimelineModelTests {
  private static let shards = 50
  private static let sequencesOfShard = 40

  @Test(arguments: 0..<shards) func everyBitIsThatOfTheModel(_ shard: Int) throws {
    for number in 0..<Self.sequencesOfShard {
      var sequence = RandomSequence(seed: UInt32(shard * Self.sequencesOfShard + number))
      try sequence.run()
    }
  }
}

/// One random sequence of statements, which runs on a session and on the model.
struct RandomSequence {
  private var generator: MersenneTwister
  private let subject = TestSession()
  private let model = TimelineModel()
  private let seed: UInt32
  private var done: [String] = []
  private var memory = ""

  init(seed: UInt32) {
    self.seed = seed
    generator = MersenneTwister(seed: seed)
  }

  private var session: Session { subject.interpreter.executor.session }

  private mutating func below(_ count: Int) -> Int { Int(generator.bounded(UInt64(count - 1))) }

  private mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

  mutating func run() throws {
    let classes = below(3) > 0
    try perform("X = randn(2, 6) * 2; Y = \(classes ? "(rand(1, 6) > 0.5) * 1.0" : "randn(1, 6)")", isStatement: false)
    // Half of the sequences have little memory, so that steps are dropped. Only a journey to such a step may then differ.
    memory = pick(["64", "64", "0.002", "0.02"])
    try perform("set timeline.memory \(memory)", isStatement: false)
    try perform(start(), isStatement: true)
    for _ in 0..<12 + below(14) { try perform(statement()) }
    try requireCounted(session, trail)
  }

  private mutating func start() -> String {
    "init 2 \(1 + below(3)):\(pick(["tanh", "relu", "leaky_relu", "sigmoid"])) 1 weights=xavier"
  }

  private enum Journey {
    case to(step: Int, line: String?)
    case branch(String)
  }

  private mutating func statement() -> (String, Journey?) {
    let t = model.step
    switch below(30) {
    case 0: return (start(), nil)
    case 1...2: return ("forward", nil)
    case 3: return ("backward", nil)
    case 4...6: return ("forward; backward; step \(pick(["", "0.3", "1"]))", nil)
    case 7: return ("step", nil)
    case 8: return ("repeat \(1 + below(4)) { forward; backward; step }", nil)
    case 9: return ("train \(1 + below(6))\(pick(["", " alpha=0.5", " until=(randn()>9)"]))", nil)
    case 10: return ("train \(1 + below(6)) \(pick(Self.plans))\(pick(["", "", " until=(randn()>9)"]))", nil)
    case 11:
      return (
        pick([
          "optimizer adam", "optimizer rmsprop beta=0.5", "optimizer momentum", "optimizer momentum form=classic nesterov=yes", "optimizer sgd", "keep1 = 0.5",
          "keep_prob = 0.75", "keep_prob = 1", "vdW1 = W1 * 0.01", "sdb1 = 0.1 + b1 * b1", "k_opt = 3",
        ]), nil
      )
    case 12: return ("train \(60 + below(100))", nil)
    case 13:
      return (
        pick(["W1[1,2] = 0.5", "b1 = b1 + 0.1", "W2 = W2 * 0.9", "b2 = [1]", "X[1,2] = 3", "Y[1,1] = 1", "freeze W1[1,:]", "freeze b1, W2", "unfreeze"]), nil
      )
    case 14 where memory != "64": return ("set timeline.memory \(pick(["0", "0.002", "0.01", "64"]))", nil)
    case 14: return (pick(["alpha = 0.2", "alpha = 0.7", "lambda = 0.3", "lambda = 0"]), nil)
    case 15: return (pick(["seed \(below(9))", "randn()", "v = rand(2, 2)", "v = J", "W1"]), nil)
    case 16: return (pick(["data moons m=8 split=0.5", "use test", "use train", "set leaky_slope 0.\(1 + below(3))", "W[1] = W[1] - alpha * dW[1]"]), nil)
    case 17...20:
      let count = 1 + below(5)
      return ("back \(count)", .to(step: t - count, line: nil))
    case 21...22:
      let count = 1 + below(3)
      return ("redo \(count)", .to(step: t + count, line: nil))
    case 23...25:
      let step = below(model.line.end + 2)
      return ("goto \(step)", .to(step: step, line: nil))
    case 26...27:
      let line = pick(model.lines)
      return ("goto \(line.name)", .to(step: line.end, line: line.name))
    case 28:
      let line = pick(model.lines)
      let step = below(line.end + 1)
      return ("goto \(line.name):\(step)", .to(step: step, line: line.name))
    default:
      // A dropped branch frees its name. So a name is used twice only where nothing is dropped.
      let name = memory == "64" && below(4) == 0 ? pick(model.lines).name : "p\(done.count)"
      return ("branch \(name)", .branch(name))
    }
  }

  /// Options of `train` with batches, decay, clipping and an optimizer of its own.
  private static let plans = [
    "batch=2", "batch=4 shuffle=no", "batch=9 optimizer=adam alpha=0.05", "batch=5 clip=0.2 decay=0.5", "decay=1 interval=2", "clip=0.1", "optimizer=momentum",
    "batch=1 optimizer=rmsprop alpha=0.01 decay=0.1",
  ]

  private mutating func perform(_ line: String, isStatement: Bool) throws {
    if isStatement { return try perform((line, nil)) }
    done.append(line)
    #expect(subject.run(line).status == 0)
    for part in line.split(separator: ";") { _ = model.run(part.trimmed) }
  }

  private mutating func perform(_ choice: (String, Journey?)) throws {
    let (statement, journey) = choice
    done.append(statement)
    let result = subject.run(statement)
    let expected: Bool
    switch journey {
    case .to(let step, let line):
      // The step was dropped, so nothing may have changed.
      if result.errors.contains("is no longer kept") {
        try #require(memory != "64", "\(trail)")
        return try compare()
      }
      expected = model.travel(to: step, on: line)
    case .branch(let name): expected = model.branch(name)
    case nil:
      if statement.hasPrefix("repeat"), let count = Int(statement.split(separator: " ")[1]) {
        expected = (0..<count).allSatisfy { _ in ["forward", "backward", "step"].allSatisfy(model.run) }
      } else {
        expected = statement.split(separator: ";").allSatisfy { model.run($0.trimmed) }
      }
    }
    try #require((result.status == 0) == expected, "\(trail): \(result.errors)")
    try compare()
  }

  private var trail: String { "sequence \(seed): " + done.joined(separator: " | ") }

  private func compare() throws {
    let (one, other) = (session, model.session)
    try requireSame(one, other, trail)
    guard other.state.network != nil else { return }
    try #require(one.timeline.line.name == model.line.name || one.timeline.line.legs.isEmpty, "\(trail)")
    if other.state.steps > 0, let earlier = try one.steps.parametersOfStep(before: other.state.steps, one),
      let copy = model.copy(other.state.steps - 1, model.line)
    {
      let weights = [earlier, copy.state.network!].map { $0.layers.map { bitsOf(.matrix($0.W)) } }
      try #require(weights[0] == weights[1], "the step before: \(trail)")
    }
  }
}

extension Substring {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
