import Foundation
import Testing

@testable import Interp

/// Random sessions with every kind of statement that a recording must handle: journeys to other steps, also in blocks, conditions that draw random
/// numbers, errors, commands that print the timeline, branches, sourced files, displays and breakpoints.
struct RandomSession {
  /// A temporary folder with the files that the statements source.
  final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("nnshell-session-\(UUID().uuidString)").path
    private static let files = [
      "sound.nns": "train 2\nv = t\nrandn(2)\nif rand() < 0.5 { v = rand() }\n",
      "loop.nns": "repeat 3 { forward; backward; step; w = randn() }\nfor i in 1:permutation(3)[1,1] { a = i }\n",
      "fails.nns": "train 1\nif rand() < 2 { w = randn() }\nrepeat 2 { train 1; assert t < 3 }\nv = randn()\n",
      "outer.nns": "u = rand()\nsource sound.nns\nback 1\nsource fails.nns\nu = 4\n",
    ]

    init() {
      try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for (name, text) in Self.files { try? text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func read(_ name: String) -> String { (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? "" }
  }

  /// A line, and the number of the check for Ctrl-C at which it is interrupted; nil where it is not.
  struct Line: CustomStringConvertible {
    var text: String
    var interruptedAt: Int?
    var description: String { text + (interruptedAt.map { "   (Ctrl-C at question \($0))" } ?? "") }
  }

  let keepsGoing: Bool
  let atPrompt: Bool
  private(set) var lines: [Line]

  /// - Parameter interrupts: whether Ctrl-C stops some of the lines.
  init(seed: Int, interrupts: Bool) {
    var draw = Draw(seed: seed)
    (keepsGoing, atPrompt) = (draw.below(2) == 0, draw.below(2) == 0)
    lines = [Line(text: "X = randn(2, 6) * 2; Y = X[1,:] > 0; init 2 2:tanh 1:sigmoid seed=\(1 + draw.below(5)); n = 0")]
    for _ in 0..<6 + draw.below(10) {
      let text = draw.statement(depth: 0, keepsGoing: keepsGoing)
      lines.append(Line(text: text, interruptedAt: interrupts && draw.below(3) == 0 ? 1 + draw.below(40) : nil))
    }
  }

  /// The number of lines that Ctrl-C stops.
  var interruptions: Int {
    let folder = Folder()
    let session = TestSession(atPrompt: atPrompt, keepGoing: keepsGoing)
    return lines.count { run($0, session, folder).status == 130 }
  }

  @discardableResult
  private func run(_ line: Line, _ session: TestSession, _ folder: Folder) -> Transcript {
    if let question = line.interruptedAt { session.interpreter.interrupt.request(atQuestion: question) }
    defer { session.interpreter.interrupt.clear() }
    return session.run(line.text, name: folder.path + "/main.nns")
  }

  /// Runs the lines in a new session.
  func run(_ folder: Folder) -> TestSession {
    let session = TestSession(atPrompt: atPrompt, keepGoing: keepsGoing)
    for line in lines { run(line, session, folder) }
    return session
  }

  /// Runs the recording in a new session and returns how that session differs; nil where it is the same.
  func complaint() -> String? {
    let folder = Folder()
    let session = run(folder)
    for options in ["", " branches=yes"] {
      let transcript = session.run("record \(folder.path)/out.nns\(options)")
      guard transcript.status == 0 else { return "record\(options): " + transcript.errors }
      let text = folder.read("out.nns")
      let other = TestSession()
      let replay = other.run(text)
      guard replay.status == 0 else { return "\(replay.errors) in\(options)\n\(text)" }
      let comparison = SessionComparison(
        one: session.interpreter.executor.session, other: other.interpreter.executor.session, withAnswer: !options.isEmpty)
      if let difference = comparison.firstDifference() { return "different is \(difference) in\(options)\n\(text)" }
    }
    return nil
  }

  /// The session with as few lines as still give a complaint.
  func shrunk() -> RandomSession {
    var least = self
    var place = 0
    while place < least.lines.count {
      var fewer = least
      fewer.lines.remove(at: place)
      if fewer.complaint() != nil { least = fewer } else { place += 1 }
    }
    return least
  }

  /// Expects that the recording gives the same session. Where it does not, the shortest such session is printed.
  static func expectRecorded(seed: Int, interrupts: Bool) {
    let session = RandomSession(seed: seed, interrupts: interrupts)
    guard session.complaint() != nil else { return }
    let least = session.shrunk()
    let text = least.lines.map(\.description).joined(separator: "\n")
    Issue.record("seed \(seed)\(session.keepsGoing ? " under -k" : "")\(session.atPrompt ? " at the prompt" : ""):\n\(text)\n\(least.complaint() ?? "")")
  }
}

/// Draws statements.
private struct Draw {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  private mutating func one(of list: [String]) -> String { list[below(list.count)] }

  private static let simple = [
    "train 1", "train 5", "train 3", "train 7", "train 2", "train 9 until=(randn() > 1)", "train 6 until=(rand() < 0.2 or t > 8)", "train 4 until=(J < 0.6)",
    "train 3 alpha=0.5",
    "train permutation(4)[1,1]", "forward; backward; step", "forward", "J", "v = sum(W1)", "n = t", "n += 1", "a = randn(2)", "randn(2)", "seed 4",
    "W1[1,1] = randn()",
    "b1[1] = ans", "alpha = 0.3; lambda = 0.4",
    "X = X * 1.01", "init 2 2:leaky_relu 1:sigmoid", "set leaky_slope 0.2", "set digits 5", "freeze W1[1,:]", "unfreeze",
    "display t", "watch sum(W1)", "undisplay", "break when t > 6", "break when rand() > 0.7", "unbreak", "nothing", "assert n < 7", "W1 @ W1", "time train 2",
    "u = rand(); nothing; u = 3",
  ]
  private static let journeys = [
    "back 1", "back 2", "back 4", "redo", "redo 2", "goto 0", "goto 3", "goto 5", "goto main", "goto branch1", "goto b1x", "goto main:2", "goto when t >= 2",
    "goto when rand() > 0.6", "branch b1x", "branch b2x", "diff 0 1", "diff 3 0", "diff main 0", "branches", "timeline", "goto (t - 1)",
  ]
  private static let counts = ["2", "3", "permutation(3)[1,1]", "(1 + (rand() > 0.5))"]
  private static let conditions = ["rand() < 0.5", "n > 2", "t > 3", "J < 0.65", "rand() < 0.5 and rand() < 0.7"]

  mutating func statement(depth: Int, keepsGoing: Bool) -> String {
    switch depth < 3 ? below(20) : below(12) {
    case 0..<7: return one(of: Self.simple)
    case 7..<11: return one(of: Self.journeys)
    case 11:
      // A file that goes on after an error inside a block cannot be recorded.
      return "source " + (depth > 0 && keepsGoing ? "sound.nns" : one(of: ["sound.nns", "loop.nns", "fails.nns", "outer.nns"]))
    case 12, 13: return "repeat \(one(of: Self.counts)) " + block(depth, keepsGoing, isLoop: true)
    case 14: return "for i in \(below(2)):\(one(of: Self.counts)) " + block(depth, keepsGoing, isLoop: true)
    case 15: return "for c in \(one(of: ["permutation(4)", "X[:,1:3]", "[1, 2; 3, 4] > 2"])) " + block(depth, keepsGoing, isLoop: true)
    case 16:
      // A variable counts the turns, because a journey sets the generator back.
      return "k\(depth) = 0; while k\(depth) < 3 and rand() < 0.8 " + block(depth, keepsGoing, isLoop: true, first: "k\(depth) += 1")
    case 17, 18:
      let other = below(2) == 0 ? " else if \(one(of: Self.conditions)) " + block(depth, keepsGoing) + " else " + block(depth, keepsGoing) : ""
      return "if \(one(of: Self.conditions)) " + block(depth, keepsGoing) + other
    default: return "time " + block(depth, keepsGoing)
    }
  }

  private mutating func block(_ depth: Int, _ keepsGoing: Bool, isLoop: Bool = false, first: String? = nil) -> String {
    var lines = (0..<1 + below(3)).map { _ in statement(depth: depth + 1, keepsGoing: keepsGoing) }
    if isLoop, below(3) == 0 { lines.insert(one(of: ["if rand() < 0.3 { break }", "if rand() < 0.5 { continue }", "if n > 3 { continue }"]), at: 0) }
    if let first { lines.insert(first, at: 0) }
    return "{ " + lines.joined(separator: "; ") + " }"
  }
}
