import Net

/// The whole mutable state of the language: data, network, variables, random generator, settings and the last passes.
final class Session {
  /// The part of the state that is restored when a statement fails. The workspace of the passes is not part of it, because forward and backward check
  /// everything before they write.
  struct State {
    var data: DataSplit
    /// How the data of a network file was prepared, where the file was loaded after the data; nil where the present data says it.
    var loaded: Preprocessing?
    var network: Network?
    var variables = Variables()
    /// The value of `ans`, or nil before the first one.
    var answer: Value?
    var generator = MersenneTwister(seed: 1)
    /// The seed that was last set. Reports and `save` use it.
    var seed: UInt32 = 1
    var alpha = 0.1
    /// λ, the weight of the L2 penalty. The network has it too, and `init` keeps it.
    var lambda = 0.0 {
      didSet { network?.lambda = lambda }
    }
    /// The shares of units that dropout keeps. The network has them too, and `init` keeps them.
    var dropout = Dropout()
    /// The optimizer of `step` and `train`. The network has it too, and `init` keeps it.
    var optimizer = Optimizer.sgd
    /// The number of steps since `init`.
    var steps = 0
    var settings = Settings()
    /// The record of what the passes were computed from.
    var ledger = PassLedger()
    /// The expressions that are evaluated after each step.
    var watching = Watching()
    /// The way in which `init` drew the parameters, or nil for a network from a file.
    var start: Start?
    /// The number of networks made so far by `init` and `load`. Each of them begins a new timeline, and `lineName` is the name of its first line.
    var lineage = 0
    var lineName = Session.firstLine
  }

  /// The parts of the state that the evaluation of an expression can change.
  struct ChangedByExpressions {
    var generator: MersenneTwister
    var seed: UInt32
    var variables: Variables

    /// Whether these parts differ from an earlier state. Variables are compared by their count of changes.
    func isChanged(since other: Self) -> Bool {
      generator != other.generator || seed != other.seed || variables.changes != other.variables.changes
    }
  }

  /// The name of the line of steps that a session begins with.
  static let firstLine = "main"

  var state: State
  /// The last forward and backward pass.
  let workspace = Pass()
  /// The steps made so far. The type is a protocol because the timeline is in a higher layer than the session.
  let steps: any StepMemory
  /// The arguments of the script: `$1`, `$2` …
  var arguments: [String]
  /// The warnings of the running statement.
  var warnings: [Warning] = []
  /// The places that already have a warning.
  private var warnedPlaces: Set<WarnedLocation> = []
  /// The notes that the session has already given.
  private var noted: Set<String> = []
  /// The flag that Ctrl-C sets.
  let interrupt: Interrupt
  /// Whether `W[1]` means layer 1 even if a variable W exists. The key of a test needs this, because it checks the network.
  var layersWin = false
  /// Whether a failed claim is searched for a known mistake. It is off where nobody reads the result.
  var explainsClaims = true
  /// The source text of the running statement.
  var source = SourceText(name: "", text: "")
  /// The files that were read, with their state at that time.
  var filesRead: [String: FileStamp] = [:]
  /// The paths of the files that were written, with the home folder in place of `~`.
  var filesWritten: Set<String> = []
  /// Whether a new network gets weights that differ in their last digits, so that a run shows what rounding changes.
  var roundsOtherwise = false
  /// Whether files may be neither read nor written. The client sets it.
  var isSafe = false

  /// The shape of an expression with the names of the notes, for messages about operands that do not fit. Nil where the shape is not known. It is a closure
  /// because the shape evaluator is in a higher layer than the session.
  var namedShape: (Session, Expression) -> SymbolicShape? = { _, _ in nil }
  /// The vocabulary of commands and functions. The type is a protocol because commands are in a higher layer than the session.
  let words: any ParserVocabulary

  init(arguments: [String], words: any ParserVocabulary, steps: any StepMemory, data: DataSplit, interrupt: Interrupt) {
    (self.arguments, self.words, self.steps, self.interrupt) = (arguments, words, steps, interrupt)
    state = State(data: data)
  }

  /// A session with the same state but without passes and without earlier steps.
  /// - Parameter interrupt: The flag that stops its work, or nil for that of the other session.
  init(copying other: Session, interrupt: Interrupt? = nil) {
    (arguments, words, steps, self.interrupt) = (other.arguments, other.words, other.steps.fresh(), interrupt ?? other.interrupt)
    (isSafe, namedShape) = (other.isSafe, other.namedShape)
    source = other.source
    state = other.state
  }

  /// The facts about the network that the meaning of names depends on.
  var nameContext: Names.Context {
    // This runs for each name, so the network is only looked at and not copied.
    guard let depth = state.network?.layers.count else { return Names.Context() }
    return Names.Context(depth: depth, isSingleUnit: depth == 1 && state.network?.layers[0].b.rows == 1, optimizer: state.network?.optimizer ?? state.optimizer)
  }

  /// The memory limit for one file that is read.
  var fileBudget: MemoryBudget { MemoryBudget(bytes: state.settings.dataMemory) }

  /// The inputs and targets of the data part in use. Y is nil for data without targets.
  var X: Matrix { state.data.X }
  var Y: Matrix? { state.data.Y }

  /// Whether this place of the running text already has a warning of this kind.
  func hasWarned(_ kind: Warning.Kind, _ range: SourceRange) -> Bool { warnedPlaces.contains(place(kind, range, nil)) }

  /// Remembers that the place has a warning of this kind. False where it already had one. A place may have several notes with different messages.
  func rememberWarning(_ warning: Warning, _ range: SourceRange) -> Bool {
    warnedPlaces.insert(place(warning.kind, range, warning.kind == .note ? warning.message : nil)).inserted
  }

  private func place(_ kind: Warning.Kind, _ range: SourceRange, _ note: String?) -> WarnedLocation {
    WarnedLocation(source: source.name, firstLine: source.firstLine, start: range.start, end: range.end, kind: kind, note: note)
  }

  private struct WarnedLocation: Hashable {
    var source: String
    var firstLine: Int
    var start: Int
    var end: Int
    var kind: Warning.Kind
    var note: String?
  }

  /// Whether this is the first call with `thing` in the session. Some notes are given only once.
  func isFirst(_ thing: String) -> Bool { noted.insert(thing).inserted }

  /// Adds a warning to those of the running statement.
  func warn(_ warning: Warning) {
    warnings.append(warning)
  }

  /// Ends a long computation after Ctrl-C.
  ///
  /// - Throws: An `interrupted` fault where Ctrl-C was pressed.
  func checkInterrupt() throws(Fault) {
    if interrupt.isRequested { throw .interrupted() }
  }

  /// Checks that Ctrl-C did not cut a computation short. The result of such a computation must not be used.
  ///
  /// - Throws: An `interrupted` fault where a computation ended early.
  func checkCut() throws(Fault) {
    if interrupt.hasCutWork { throw .interrupted() }
  }

  /// Runs one direction of a pass over the data. A long one runs on a copy of the workspace, so that Ctrl-C leaves the present passes unchanged.
  ///
  /// - Throws: An `interrupted` fault where Ctrl-C cut the pass short.
  func passing(_ network: Network, _ direction: (Pass, Interrupt?) -> Void) throws(Fault) {
    guard Pass.isLong(network, examples: X.columns) else { return direction(workspace, nil) }
    let fresh = workspace.copy()
    direction(fresh, Interrupt.current)
    try checkCut()
    workspace.restore(fresh)
  }
}

extension Session.State {
  /// The parts of the state that the evaluation of an expression can change.
  var changedByExpressions: Session.ChangedByExpressions {
    get { Session.ChangedByExpressions(generator: generator, seed: seed, variables: variables) }
    set { (generator, seed, variables) = (newValue.generator, newValue.seed, newValue.variables) }
  }
}

/// The settings that `set` changes.
struct Settings: Equatable {
  /// The number of significant digits in text output.
  var digits = 6
  /// Whether `init`, `forward`, … print reports. With nil they do so only at the prompt.
  var report: Bool?
  /// Whether each statement is printed before its output.
  var echo = false
  /// The slope of leaky_relu for negative inputs.
  var leakySlope = 0.01
  /// The largest size of the timeline in bytes.
  var timelineMemory = 64 << 20
  /// The largest size of one file in memory, in bytes.
  var dataMemory = MemoryBudget.standard
  /// Whether courses are drawn beside numbers, and pictures while a `train` runs. With nil they are on a terminal only.
  var plots: Bool?
  /// Whether the terminal is asked for sixel graphics.
  var asksForPixels = false
  /// Whether long help is shown page by page at the prompt.
  var usesPager = true
}
