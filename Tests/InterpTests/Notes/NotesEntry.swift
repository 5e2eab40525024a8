import Testing

/// One formula, shape or name of the notes, with the statement to type, the network, and the expected outcome.
struct NotesEntry: Sendable, CustomTestStringConvertible {
  enum Outcome: Sendable {
    /// A claim. It prints that it holds, and fails where 0.1 is added to its right side.
    case holds
    /// A condition. It is typed behind `assert`.
    case isTrue
    /// An expression, with a condition on its value `ans`.
    case gives(String)
    /// An assignment, with a condition that is false before and true after it.
    case assigns(String)
    /// The formula is not typed as it stands, for the given reason. `instead` is typed in its place.
    case leftOut(String, instead: String?)
  }

  /// The text of the notes, between backticks or as a line of code.
  let text: String
  /// The statement that is typed. It contains the text.
  let typed: String
  /// The script that makes the network for the text.
  let setUp: String
  let outcome: Outcome
  /// The heading of the notes above the text. The table sets it.
  var heading = ""

  init(_ text: String, _ outcome: Outcome, _ setUp: String = "", typed: String? = nil) {
    self.text = text
    self.typed = typed ?? text
    self.setUp = setUp
    self.outcome = outcome
  }

  var testDescription: String { "\(heading): \(text)" }

  static func holds(_ text: String, _ setUp: String, typed: String? = nil) -> NotesEntry { NotesEntry(text, .holds, setUp, typed: typed) }
  static func isTrue(_ text: String, _ setUp: String, typed: String) -> NotesEntry { NotesEntry(text, .isTrue, setUp, typed: typed) }
  static func gives(_ text: String, _ setUp: String, _ condition: String) -> NotesEntry { NotesEntry(text, .gives(condition), setUp) }
  static func assigns(_ text: String, _ setUp: String, _ condition: String) -> NotesEntry { NotesEntry(text, .assigns(condition), setUp) }

  static func leftOut(_ text: String, _ reason: String, _ setUp: String = "", instead: String? = nil) -> NotesEntry {
    NotesEntry(text, .leftOut(reason, instead: instead), setUp)
  }
}

/// The networks of the notes. In most of them the biases are not 0, so that claims with a bias show something.
enum NotesNetwork {
  static let oneExample = "X = X[:,3]; Y = Y[:,3]\n"

  /// One neuron and one example.
  static let unit = oneExample + "init 2 1:sigmoid seed=1 scale=1; b = 0.25; forward; backward\n"
  /// Two layers and one example, so that x, z and a are columns.
  static let one = oneExample + layers("init 2 4:tanh 1:sigmoid seed=2 scale=1")
  /// Two layers and the whole training set.
  static let all = layers("init 2 4:tanh 1:sigmoid seed=2 scale=1")
  /// Two linear layers and one example.
  static let linear = oneExample + layers("init 2 4:linear 1:linear seed=2 scale=1")
  /// Two layers whose two hidden units are equal.
  static let symmetric = "init 2 2:tanh 1:sigmoid weights=zeros; W1 = 0.3 * ones(2, 2); W2 = 0.4 * ones(1, 2); forward; backward\n"
  /// One feature and one unit, for the scalars of the notes' last section.
  static let scalar = oneExample + "X = X[1, 1:1]; init 1 1:sigmoid seed=3 scale=1; b = 0.25; forward\n"

  /// One unit with this activation, and the whole training set.
  static func unit(of activation: String) -> String { "init 2 1:\(activation) seed=1 scale=1; b = 0.25; forward\n" }

  /// One unit with this activation, and one example for which z is this number.
  static func unit(of activation: String, z: String) -> String {
    "X = [1; 0]; Y = [1]; init 2 1:\(activation); w = [\(z); 0]; forward\n"
  }

  private static func layers(_ start: String) -> String { start + "; b1 = randn(4, 1); b2 = [0.5]; forward; backward\n" }
}
