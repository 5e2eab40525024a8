/// The result of a statement as data, not as text. The renderers turn it into output, and tests compare it.
protocol Event: Sendable {
  /// The full name of the command, or `expression`. It is the first field in JSON.
  var command: String { get }
  /// Whether the event is a report of `init`, `forward`, `step` … Its text is printed only while reports are on.
  var isReport: Bool { get }
  /// Whether JSON leaves the event out inside blocks while reports are off.
  var isSilentInBlocks: Bool { get }
  /// Whether JSON always leaves the event out, because another event contains its fields.
  var isTextOnly: Bool { get }
  /// Whether the client writes the text unchanged, even where it contains characters that control a terminal.
  var isVerbatim: Bool { get }
  /// Whether JSON prints the event while its statement still runs. This happens only if no earlier event of the statement waits.
  var isImmediate: Bool { get }
  /// Whether a terminal may show the text page by page.
  var mayBePaged: Bool { get }
  /// The lines of the text output.
  func text(_ style: TextStyle) -> [String]
  /// The JSON fields after `command`, or nil where JSON contains the text lines instead.
  func fields() -> [JSONField]?
}

extension Event {
  var isReport: Bool { false }
  var isSilentInBlocks: Bool { isReport }
  var isTextOnly: Bool { false }
  var isVerbatim: Bool { false }
  var isImmediate: Bool { false }
  var mayBePaged: Bool { false }
  func fields() -> [JSONField]? { nil }
}

/// The format of text output.
struct TextStyle: Equatable, Sendable {
  /// The number of significant digits.
  var digits = 6
  /// The width of the window in columns, or 80 without a window.
  var width = 80
  /// Whether long sentences are broken at the width. It is true only for a terminal, so files and scripts keep their lines.
  var breaksSentences = false
  /// How pictures are drawn.
  var picture = PictureStyle()

  /// The lines of a sentence.
  func sentence(_ text: String) -> [String] { breaksSentences ? TextTable.wrapped(text, width: width) : [text] }

  /// The lines, those that are wider than a terminal broken at blanks. Gaps stay, so the rows of a table keep their columns up to the break.
  func fitting(_ lines: [String]) -> [String] { breaksSentences ? lines.flatMap { TextTable.broken($0, width: width) } : lines }

  /// The number with `digits` significant digits.
  func number(_ value: Double) -> String { NumberFormat.significant(value, digits) }
}

/// Lines of text from `help`, `print` and tables that have no JSON fields.
struct TextEvent: Event {
  let command: String
  let lines: [String]
  var isReport = false
  /// Whether lines wider than the window are broken. The following lines are indented to the text of the last column.
  var wraps = false
  /// Whether a terminal may show the lines page by page.
  var mayBePaged = false

  init(_ command: String, _ lines: [String], isReport: Bool = false, wraps: Bool = false) {
    self.command = command
    self.lines = lines
    self.isReport = isReport
    self.wraps = wraps
  }

  func text(_ style: TextStyle) -> [String] { wraps ? lines.flatMap { TextTable.wrapped($0, width: style.width) } : lines }
}
