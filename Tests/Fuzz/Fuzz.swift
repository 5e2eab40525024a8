import Glibc
import Interp

/// Runs random sessions of the program, and oracles check each of them. The status is 1 where a session failed, and else 0.
@main
struct Fuzz {
  static func main() async {
    guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
      print(Options.usage)
      exit(2)
    }
    var fuzz = Fuzz(options)
    exit(await fuzz.run())
  }

  private let options: Options
  private let oracle: Oracle
  private let lessons: Lessons
  private let scratch: String
  private var tally = Tally(Features.all)
  private var kinds: [String: Int] = [:]
  private var sessions = 0
  private var peak = 0

  init(_ options: Options) {
    self.options = options
    oracle = Oracle(program: options.program, defect: options.defect)
    lessons = Lessons(folder: options.lessons)
    scratch = "/tmp/nnshell-fuzz-\(getpid())"
  }

  private func clock() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private mutating func run() async -> Int32 {
    Files.makeFolder(scratch)
    defer { Files.remove(scratch) }
    let start = clock()
    // The sessions of a round depend only on the counts of earlier rounds, so the order in which they end does not matter.
    while clock() - start < options.seconds, sessions < options.sessions, kinds.count < options.mostFailures {
      let round = (0..<Self.round).map { index in
        Session.make(seed: options.seed, index: sessions + index, statements: options.statements, lessons: lessons, tally: tally)
      }
      if options.prints {
        for session in round { print("# session \(session.index)\n" + session.items.map(\.text).joined(separator: "\n")) }
      }
      for (session, seen) in await runs(round) { take(session, seen) }
      sessions += round.count
    }
    let seconds = clock() - start
    if options.showsTable { print(tally.table().joined(separator: "\n")) }
    let rate = Int(Double(tally.statements) / max(seconds, 0.001))
    print(
      "seed \(options.seed): \(sessions) sessions, \(tally.statements) statements, \(rate) a second, at most \(peak / 1024) MiB; \(kinds.count) kinds of failures"
    )
    return kinds.isEmpty ? 0 : 1
  }

  private static let round = 16

  /// Runs the sessions, as many at once as `--jobs` says. The results have the order of the sessions.
  private func runs(_ round: [Session]) async -> [(Session, Observation)] {
    let (oracle, scratch, width) = (oracle, scratch, options.jobs)
    return await withTaskGroup(of: (Int, Observation).self) { group in
      var results = [Observation?](repeating: nil, count: round.count)
      var next = 0
      func add() {
        let (place, session) = (next, round[next])
        group.addTask { (place, oracle.observe(session, in: "\(scratch)/\(place)")) }
        next += 1
      }
      while next < min(width, round.count) { add() }
      for await (place, seen) in group {
        results[place] = seen
        if next < round.count { add() }
      }
      return zip(round, results).map { ($0, $1!) }
    }
  }

  private mutating func take(_ session: Session, _ seen: Observation) {
    peak = max(peak, seen.peak)
    for (item, statement) in zip(session.items, seen.statements) {
      // After `quit` there is no mark. It counts where the session ended without a failure.
      guard statement.ended || item.aim == "cmd:quit" && seen.failure == nil else { continue }
      tally.add(item.uses, for: item.aim, failed: statement.failed)
    }
    guard let failure = seen.failure else { return }
    if options.defect > 0 {
      var sound = oracle
      sound.defect = 0
      if sound.observe(session, in: scratch + "/sound").failure?.kind == failure.kind { return }
    }
    kinds[failure.kind, default: 0] += 1
    guard kinds[failure.kind] == 1 else { return }
    print("== \(failure.kind) (seed \(options.seed), session \(session.index), \(tally.statements) statements so far)\n\(failure.detail)")
    fflush(nil)
    guard options.shrinks else { return }
    let (oracle, folder) = (oracle, scratch + "/shrink")
    let isSlow = failure.kind.contains("hang") || failure.kind.contains("memory")
    var shrinker = Shrinker(failure: { oracle.observe($0, in: folder).failure?.kind }, budget: isSlow ? 60 : 800)
    let smallest = shrinker.shrink(session, failure.kind)
    print("-- shrunk to \(smallest.items.count) statements\n\(smallest.script)\n--")
    fflush(nil)
  }
}

extension Oracle {
  /// Runs a session and checks it. By the number of the session, an oracle that runs it a second time may follow.
  func observe(_ session: Session, in folder: String) -> Observation {
    var seen = run(session, in: folder)
    guard seen.failure == nil else { return seen }
    switch session.index % 8 {
    case Self.turnOfText: seen.failure = textDiffers(session, from: seen, in: folder)
    case Self.turnOfEcho: seen.failure = echoDiffers(session, in: folder)
    case Self.turnOfThreads: seen.failure = threadsDiffer(session, from: seen, in: folder)
    default: break
    }
    return seen
  }
}

extension Session {
  static func make(seed: UInt64, index: Int, statements: Int, lessons: Lessons, tally: Tally) -> Session {
    SessionWriter.session(seed: seed, index: index, statements: statements, lessons: lessons, tally: tally)
  }

  /// The statements as a script that can be pasted.
  var script: String {
    var lines = items.map { item in
      (item.isProbed ? Oracle.probes.joined(separator: "; ") + "\n" : "") + String(decoding: item.input, as: UTF8.self)
        + (item.isProbed ? "\n" + Oracle.probes.joined(separator: "; ") : "")
    }
    if verifies { lines.append("record --verify") }
    let needed = files.filter { file in items.contains { $0.text.contains(file.name) } }
    return (needed.map { "# \($0.name): \($0.bytes.map { String($0, radix: 16) }.joined(separator: " "))" } + lines).joined(separator: "\n")
  }
}

/// The options of the command line.
struct Options {
  var program = ".build/release/nnshell"
  var lessons = "scripts"
  var seed: UInt64 = 1
  var seconds = 60.0
  var sessions = Int.max
  var statements = 120
  var jobs = 2
  var mostFailures = 20
  var defect = 0
  var shrinks = true
  var showsTable = true
  var prints = false

  static let usage = """
    usage: Fuzz [--program FILE] [--lessons FOLDER] [--seed N] [--seconds N] [--sessions N] [--statements N] [--jobs N] [--failures N]
      [--no-shrink] [--no-table] [--print] [--defect N]
    --defect N switches on a defect of a build with planted ones; only what fails with it and not without it counts
    """

  init?(_ words: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--no-shrink": shrinks = false
      case "--no-table": showsTable = false
      case "--print": prints = true
      default:
        guard let value = rest.popFirst() else { return nil }
        let number = Int(value) ?? -1
        switch word {
        case "--program": program = value
        case "--lessons": lessons = value
        case "--seed" where number >= 0: seed = UInt64(number)
        case "--seconds" where number > 0: seconds = Double(number)
        case "--sessions" where number > 0: sessions = number
        case "--statements" where number > 0: statements = number
        case "--jobs" where number > 0: jobs = number
        case "--defect" where number > 0: defect = number
        case "--failures" where number > 0: mostFailures = number
        default: return nil
        }
      }
    }
    if !program.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) {
      program = unsafe String(cString: folder) + "/" + program
      unsafe free(folder)
    }
  }
}
