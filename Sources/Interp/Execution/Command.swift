/// One command of the language. One command a file; `CommandRegistry.standard` lists them, and help, completion, the parser and
/// the tests of the examples read them from there.
protocol Command: Sendable {
  var name: String { get }
  var group: CommandGroup { get }
  /// As `help` shows it: `step [alpha]`.
  var usage: String { get }
  /// The purpose of the command in one line of at most 64 letters.
  var summary: String { get }
  /// What the command does, a paragraph each.
  var details: [String] { get }
  /// Exceptions and surprises that a user of the command must know, each one or two sentences.
  var cautions: [String] { get }
  /// Other words under which `help` finds the command.
  var otherWords: [String] { get }
  var syntax: CommandSyntax { get }
  var example: CommandExample { get }
  /// True where a failure leaves everything as it was by the command's own care: it checks all before it changes anything. It changes nothing
  /// that time travel takes back but by steps, for which it tells the timeline itself.
  var isAtomic: Bool { get }
  /// How a recording writes it.
  var recorded: RecordedForm { get }
  /// Whether it writes a file. A recording that is run again passes over it, so such a command draws no random numbers.
  var writesFiles: Bool { get }
  /// Which part of a step of gradient descent it makes; nil for any other command. A loop of all three is run as `train` runs its steps.
  var partOfStep: PartOfStep? { get }
  /// What completes its arguments.
  var completes: CompletionKind { get }
  /// Words of its own that may be the first argument.
  var words: [String] { get }
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault)
}

extension Command {
  var details: [String] { [] }
  var cautions: [String] { [] }
  var otherWords: [String] { [] }
  var isAtomic: Bool { false }
  var recorded: RecordedForm { .asTyped }
  var writesFiles: Bool { false }
  var partOfStep: PartOfStep? { nil }
  var completes: CompletionKind { .nothing }
  var words: [String] { [] }
}

/// The three parts of a step of gradient descent, in their order.
enum PartOfStep: Sendable, CaseIterable {
  case forward, backward, update
}

/// How a recording writes a command.
enum RecordedForm: Sendable {
  case asTyped
  /// It belongs to the session that was typed, not to what it did.
  case leftOut
  /// It goes to another step.
  case journey
  /// It makes as many steps as its first argument says, or fewer where it was stopped.
  case steps
  /// It runs the statements of a file. Where the file would not do the same again, a recording holds its statements.
  case file
}

/// Statements and what they print, as a test runs them and `help` shows them.
struct CommandExample: Sendable {
  var input: [String]
  /// Lines of output; empty where the example is silent.
  var output: [String]

  init(_ input: String..., output: [String] = []) {
    self.input = input
    self.output = output
  }

  /// As `help` shows it.
  var lines: [String] {
    ["", "  example"] + input.map { "    " + $0 } + (output.isEmpty ? [] : ["  it prints"] + output.map { "    " + $0 })
  }
}

enum CommandGroup: String, CaseIterable, Sendable {
  case network, data, training, understanding
  case eachStep = "each step"
  case time, files, flow, session

  /// What the commands of the group are for.
  var purpose: String {
    switch self {
    case .network: "make a network and run it step by step"
    case .data: "choose the data to learn from"
    case .training: "make many steps, predict, and measure the result"
    case .understanding: "explain numbers, check gradients and find mistakes"
    case .eachStep: "look at values after each step, or stop there"
    case .time: "go back to earlier steps and compare them"
    case .files: "keep networks and sessions in files"
    case .flow: "repeat, choose, test and print, as a script does"
    case .session: "list variables, change settings, explain, and end the session"
    }
  }
}

/// What may be typed as an argument.
enum CompletionKind: Sendable {
  case nothing, names, activations, settings, parts, topics, places
  case quantities, gradients, parameters
  /// Parameters of which entries are frozen.
  case frozen
  /// Numbers of breakpoints; of displays and watches.
  case breakpoints, displays
  /// Files with these suffixes, every file where there are none, and folders.
  case files([String])
  /// The sets that have a name, and files.
  case data([String])
}
