/// A command of the language. Each command has a file. `CommandRegistry.standard` lists the commands for the parser, help, completion and the tests of
/// the examples.
protocol Command: Sendable {
  var name: String { get }
  var group: CommandGroup { get }
  /// The form of the statement as `help` shows it, such as `step [alpha]`.
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
  /// Whether the command itself makes sure that a failure changes nothing. It checks everything before it changes anything, so the session is not saved
  /// before it. Such a command may change the state that time travel restores only by steps. It reports these steps to the timeline itself.
  var isAtomic: Bool { get }
  /// The way in which a recording writes the command.
  var recorded: RecordedForm { get }
  /// Whether this call of it writes a file. A recording that is run again passes over it, so such a call draws no random numbers.
  func writesFile(_ call: CommandCall) -> Bool
  /// Why a run of `compare` may not contain the command. Nil where it may, as long as it writes no file.
  var refusedInRuns: RunRefusal? { get }
  /// The part of a step of gradient descent that the command makes, or nil for other commands. A loop of all three parts is
  /// compiled, and a turn needs one pass over the data.
  var partOfStep: PartOfStep? { get }
  /// The kind of words that completion offers for the arguments.
  var completes: CompletionKind { get }
  /// The fixed words that the command accepts as its first argument.
  var words: [String] { get }
  /// What completion offers after such a first argument and a blank, options included; nil where nothing special follows it.
  func wordsAfter(_ word: String, _ session: Session) -> [String]?
  /// Runs the command.
  ///
  /// - Throws: A fault where the command fails.
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault)
}

extension Command {
  var details: [String] { [] }
  var cautions: [String] { [] }
  var otherWords: [String] { [] }
  var isAtomic: Bool { false }
  var recorded: RecordedForm { .asTyped }
  func writesFile(_ call: CommandCall) -> Bool { false }
  var refusedInRuns: RunRefusal? { nil }
  var partOfStep: PartOfStep? { nil }
  var completes: CompletionKind { .nothing }
  var words: [String] { [] }
  func wordsAfter(_ word: String, _ session: Session) -> [String]? { nil }
}

/// The three parts of a step of gradient descent, in the order in which they run.
enum PartOfStep: Sendable, CaseIterable {
  case forward, backward, update
}

/// The reasons why a run of `compare` cannot execute a statement.
enum RunRefusal: Sendable {
  case writesFile, endsProgram, compares
}

/// The ways in which a recording writes a command.
enum RecordedForm: Sendable {
  case asTyped
  /// The command is left out, because it changes nothing that a recording must give again.
  case leftOut
  /// The command goes to another step.
  case journey
  /// The first argument is a number of steps. If the command is stopped, the recording contains the number of steps that it made.
  case steps
  /// The command runs the statements of a file. If the file would not do the same again, the recording contains these statements in its place.
  case file
}

/// Statements and their output. `help` shows them, and a test runs them.
struct CommandExample: Sendable {
  var input: [String]
  /// The lines of output. The list is empty where the statements print nothing.
  var output: [String]

  init(_ input: String..., output: [String] = []) {
    self.input = input
    self.output = output
  }

  /// As `help` shows it.
  var lines: [String] {
    ["", "  example"] + input.map { "    " + $0 } + (output.isEmpty ? [] : ["  in a script it prints"] + output.map { "    " + $0 })
  }
}

/// The groups of commands. The raw value is the heading in `help`.
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

/// The kinds of words that completion offers for an argument.
enum CompletionKind: Sendable {
  case nothing, names, activations, settings, parts, topics, places
  case quantities, gradients, parameters
  /// Parameters with frozen entries.
  case frozen
  /// The numbers of breakpoints, and the numbers of displays and watches.
  case breakpoints, displays
  /// Folders, and files with these suffixes. An empty list means every file.
  case files([String])
  /// Files to write, with these suffixes. After a value the second list holds.
  case newFiles([String], ofValue: [String] = [])
  /// The names of data sets, and files with these suffixes.
  case data([String])
  /// Fixed words.
  case choices([String])
}
