/// What a statement yields: a value, never text. The renderers turn it into output; tests compare it.
protocol Event: Sendable {
  /// The command's full name, or `expression`: the first field in JSON.
  var command: String { get }
  /// True for what `init`, `forward`, `step` … say of themselves: text only where reports are on.
  var isReport: Bool { get }
  /// True for what is told while its statement runs: JSON is written at once where nothing of the statement waits.
  var isImmediate: Bool { get }
  /// Whether a terminal may show its text page by page.
  var mayBePaged: Bool { get }
  /// The lines of its text form.
  func text(_ style: TextStyle) -> [String]
  /// The fields after `command`; nil where the text form stands in their place.
  func fields() -> [JSONField]?
}

extension Event {
  var isReport: Bool { false }
  var isImmediate: Bool { false }
  var mayBePaged: Bool { false }
  func fields() -> [JSONField]? { nil }
}

/// How text is made.
struct TextStyle: Equatable, Sendable {
  /// Significant digits.
  var digits = 6
  /// Columns of the window; 80 where there is none.
  var width = 80

  func number(_ value: Double) -> String { NumberFormat.significant(value, digits) }
}

/// Lines that a command has made: `help`, `print` and tables without a JSON form of their own.
struct TextEvent: Event {
  let command: String
  let lines: [String]
  var isReport = false
  /// Whether lines wider than the window go on in the next, under the text of their last column.
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
