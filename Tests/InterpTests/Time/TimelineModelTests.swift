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
    try countMemory()
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

  private func variables(_ session: Session) -> [String: [UInt64]] {
    Dictionary(uniqueKeysWithValues: session.state.variables.all.map { ($0.key, bits($0.value)) })
  }

  private func compare() throws {
    let (one, other) = (session, model.session)
    try #require(one.state.steps == other.state.steps, "\(trail)")
    try #require(one.state.alpha == other.state.alpha && one.state.seed == other.state.seed && one.state.generator == other.state.generator, "\(trail)")
    try #require(one.state.versions == other.state.versions && one.state.forwardStamp == other.state.forwardStamp, "\(trail)")
    try #require(one.state.backwardStamp == other.state.backwardStamp && one.state.update?.versions == other.state.update?.versions, "\(trail)")
    try #require(one.state.update?.alpha == other.state.update?.alpha && one.state.update?.draw == other.state.update?.draw, "\(trail)")
    try #require(one.state.optimizer == other.state.optimizer && one.state.dropout == other.state.dropout, "\(trail)")
    try #require(variables(one) == variables(other), "\(trail)")
    try #require(one.state.data.part == other.state.data.part && one.state.data.current.name == other.state.data.current.name, "\(trail)")
    try #require(one.X == other.X && one.Y == other.Y, "\(trail)")
    guard let network = other.state.network else { return }
    try #require(one.state.network!.layers.map(\.activation.name) == network.layers.map(\.activation.name), "\(trail)")
    try #require(one.state.network!.frozen == network.frozen && one.state.update?.frozen == other.state.update?.frozen, "\(trail)")
    try #require(one.timeline.line.name == model.line.name || one.timeline.line.legs.isEmpty, "\(trail)")
    try #require(one.state.network!.averages.steps == network.averages.steps && one.state.network!.optimizer == network.optimizer, "\(trail)")
    try #require(one.workspace.originDraw == other.workspace.originDraw && one.workspace.draw == other.workspace.draw, "\(trail)")
    let averages = (1...network.depth).flatMap { [Quantity(.vdW, $0), Quantity(.vdb, $0), Quantity(.sdW, $0), Quantity(.sdb, $0), Quantity(.D, $0)] }
    for quantity in Quantity.all(depth: network.depth) + averages {
      let (fresh, wanted) = (one.freshness(quantity), other.freshness(quantity))
      try #require(fresh == wanted, "\(quantity.name) is \(fresh), not \(wanted): \(trail)")
      guard let value = try? other.read(quantity) else { continue }
      try #require(bits(try one.read(quantity)) == bits(value), "\(quantity.name): \(trail)")
    }
    if other.state.steps > 0, let earlier = try one.steps.parametersOfStep(before: other.state.steps, one),
      let copy = model.copy(other.state.steps - 1, model.line)
    {
      let weights = [earlier, copy.state.network!].map { $0.layers.map { bits(.matrix($0.W)) } }
      try #require(weights[0] == weights[1], "the step before: \(trail)")
    }
  }

  /// The counted memory equals the memory that is there. Where a moment was dropped, the generator that it shared with the next is not counted.
  private func countMemory() throws {
    let timeline = session.timeline
    var memory = TimelineMemory()
    for line in timeline.lines {
      var before: Moment?
      for moment in line.legs.map(\.before) + (line.tip.map { [$0] } ?? []) {
        var copy = moment
        memory.add(&copy, after: before)
        before = moment
      }
      memory.bytes += (line.checkpoints?.bytes ?? 0) + line.legs.reduce(0) { $0 + ($1.trail?.bytes ?? 0) }
    }
    let shared = timeline.lines.count * 2560
    try #require((0...shared).contains(memory.bytes - timeline.memory.bytes), "\(memory.bytes), \(timeline.memory.bytes): \(trail)")
    if timeline.isAtEnd { try #require(timeline.bytes(session) <= timeline.limit, "\(timeline.bytes(session)): \(trail)") }
  }

  private func bits(_ value: Value) -> [UInt64] { value.asMatrix!.elements.map(\.bitPattern) }
}

extension Substring {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
