import Net

/// Why a statement failed: the one error type of the language.
///
/// Code that finds a fault passes the evidence (names, shapes, places) to one of the makers in `Diagnostic+….swift`, where
/// the sentences stand.
public struct Fault: Error, Equatable, Sendable {
  /// The kinds that `--json` names; the raw value is the one printed.
  public enum Kind: String, Sendable, CaseIterable {
    case syntax
    case unknownName = "unknown-name"
    case usage
    case shape
    case stale
    case value
    case index
    case file
    case format
    case limit
    case interrupted
    case assertion
    case claim
    case notBuilt = "not-built"

    /// The exit status of a script that stops for it.
    var status: Int32 {
      switch self {
      case .assertion, .claim: 3
      case .interrupted: 130
      default: 1
      }
    }
  }

  public var kind: Kind
  public var message: String
  public var hint: String?
  /// Where, in the source of the statement; nil until a place is known.
  public var range: SourceRange?
  /// True where the text merely ends too early: a prompt asks for another line.
  public var isIncomplete = false
  /// True once it was printed, with its place in a sourced file.
  var isReported = false
  /// What the statement had done stays: the steps of a `train` that was stopped, what had run of a sourced file.
  var keepsWhatWasDone = false
  /// Whether the hint names a bracket that an earlier line opens.
  private var namesOpener = false
  /// The files that were sourced on the way, innermost first.
  var sourcedFrom: [String] = []
  /// The innermost statement that failed, as `--json` names it.
  var command: String?
  /// For a failed claim: the evidence that `--json` gives beside the sentence.
  var claim: ClaimEvidence?

  init(_ kind: Kind, _ message: String, hint: String? = nil, _ range: SourceRange? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.range = range
  }

  /// The same fault, placed at `range` unless it has a place already.
  func located(_ range: SourceRange) -> Fault {
    var copy = self
    copy.range = copy.range ?? range
    return copy
  }
}

extension Fault {
  /// The same fault; a shape that came out wrong names the broadcast, or the sign in a matrix, that made it, whose warning the failure keeps back.
  func naming(_ warnings: [Warning]) -> Fault {
    guard kind == .shape || kind == .claim && claim?.worst == nil, let cause = warnings.last(where: { $0.kind == "broadcast" || $0.kind == "blank-sign" })
    else { return self }
    var copy = self
    copy.hint = (hint.map { $0 + "; " } ?? "") + cause.message
    return copy
  }

  /// The same fault of a statement; the innermost counts.
  func of(_ command: String?) -> Fault {
    var copy = self
    copy.command = copy.command ?? command
    return copy
  }

  /// The same fault, found within a bracket that an earlier line opens; the innermost is named.
  func within(_ opener: String, line: Int) -> Fault {
    if namesOpener { return self }
    var copy = self
    copy.namesOpener = true
    copy.hint = (hint.map { $0 + "; " } ?? "") + "the '\(opener)' of line \(line) is open here"
    return copy
  }

  /// The same fault on its way out of a sourced file.
  func passedThrough(_ path: String) -> Fault {
    var copy = self
    copy.sourcedFrom.append(path)
    copy.keepsWhatWasDone = true
    return copy
  }
}

/// Where a claim fails the most.
struct ClaimEvidence: Equatable, Sendable {
  var name: String
  var maximumDifference: Double?
  /// Row and column counted from 1, the network's value and the claimed one.
  var worst: Worst?
  /// The mistakes that give what was claimed, best first.
  var matches: [MistakeSearchResult.Match] = []

  struct Worst: Equatable, Sendable {
    var row: Int
    var column: Int
    var value: Double
    var claimed: Double
  }
}
