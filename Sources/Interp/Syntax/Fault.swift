import Net

/// The reason why a statement failed. It is the only error type of the language.
///
/// Code that finds a fault passes the names, shapes and ranges to a function in `Diagnostic+….swift`. These functions contain the messages.
public struct Fault: Error, Equatable, Sendable {
  /// The kinds of faults. `--json` prints the raw value.
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

    /// The exit status of a script that stops at this fault.
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
  /// The place in the source of the statement, or nil until a place is known.
  public var range: SourceRange?
  /// Whether the only problem is that the text ends too early. A prompt then asks for another line.
  public var isIncomplete = false
  /// Whether the fault is already printed, with its place in a sourced file.
  var isReported = false
  /// Whether the results of the failed statement stay. This holds for the steps of a stopped `train` and for the statements that a sourced file already
  /// ran.
  var keepsWhatWasDone = false
  /// Whether the hint already names a bracket that an earlier line opens.
  private var namesOpener = false
  /// The sourced files that the fault passed through, innermost first.
  var sourcedFrom: [String] = []
  /// The name of the innermost statement that failed. `--json` prints it.
  var command: String?
  /// The evidence that `--json` prints with the message of a failed claim.
  var claim: ClaimEvidence?

  init(_ kind: Kind, _ message: String, hint: String? = nil, _ range: SourceRange? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.range = range
  }

  /// The same fault with `range` as its place, unless it already has a place.
  func located(_ range: SourceRange) -> Fault {
    var copy = self
    copy.range = copy.range ?? range
    return copy
  }
}

extension Fault {
  /// The same fault with a broadcast or blank-sign warning added to its hint. Such a broadcast or sign can cause a wrong shape, and a failed statement
  /// prints no warnings. Other kinds of faults, and claims with a worst entry, are returned unchanged.
  func naming(_ warnings: [Warning]) -> Fault {
    guard kind == .shape || kind == .claim && claim?.worst == nil, let cause = warnings.last(where: { $0.kind == .broadcast || $0.kind == .blankSign })
    else { return self }
    return adding(hint: cause.message)
  }

  /// The same fault with another hint in place of its own.
  func replacing(hint: String) -> Fault {
    var copy = self
    copy.hint = hint
    return copy
  }

  /// The same fault with one more hint behind its own.
  func adding(hint more: String) -> Fault {
    var copy = self
    copy.hint = (hint.map { $0 + "; " } ?? "") + more
    return copy
  }

  /// The same fault with the name of its statement. A name that an inner statement set is kept.
  func of(_ command: String?) -> Fault {
    var copy = self
    copy.command = copy.command ?? command
    return copy
  }

  /// The same fault with the open bracket of an earlier line in its hint. Only the innermost bracket is named.
  func within(_ opener: String, line: Int) -> Fault {
    if namesOpener { return self }
    var copy = adding(hint: "the '\(opener)' of line \(line) is still open here")
    copy.namesOpener = true
    return copy
  }

  /// The same fault after it left the sourced file `path`. Results of the file's statements stay.
  func passedThrough(_ path: String) -> Fault {
    var copy = self
    copy.sourcedFrom.append(path)
    copy.keepsWhatWasDone = true
    return copy
  }
}

/// The numbers behind a failed claim.
struct ClaimEvidence: Equatable, Sendable {
  var name: String
  /// The largest absolute difference of an entry, or nil where the two sides were not compared entry by entry.
  var maximumDifference: Double?
  /// The entry that differs most.
  var worst: Worst?
  /// The known mistakes that give the claimed value, best first.
  var matches: [MistakeSearchResult.Match] = []

  /// An entry that differs. Row and column are counted from 1.
  struct Worst: Equatable, Sendable {
    var row: Int
    var column: Int
    /// The network's value.
    var value: Double
    /// The value that the user claimed.
    var claimed: Double
  }
}
