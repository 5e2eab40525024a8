import Net

/// The only mutable state of the language: data, network, variables, generator, settings and the last passes.
final class Session {
  /// What a failed statement leaves as it was. The workspace of the passes is not in it: forward and backward check
  /// everything before they write.
  struct State {
    var data: DataSplit
    var network: Network?
    var variables = Variables()
    var answer: Value?
    var generator = MersenneTwister(seed: 1)
    /// The seed last given, for reports and `save`.
    var seed: UInt32 = 1
    var alpha = 0.1
    /// Steps since `init`.
    var steps = 0
    var settings = Settings()
    /// What the passes were computed from.
    var ledger = PassLedger()
    /// What is looked at after each step.
    var watching = Watching()
    /// How the parameters were drawn by `init`; nil for a network from a file.
    var start: Start?
    /// Counted up by `init` and `load`: each begins a timeline, whose first line has this name.
    var lineage = 0
    var lineName = Session.firstLine
  }

  /// What an expression can change by being evaluated.
  struct ChangedByExpressions {
    var generator: MersenneTwister
    var seed: UInt32
    var variables: Variables

    func isChanged(since other: Self) -> Bool {
      generator != other.generator || seed != other.seed || variables.changes != other.variables.changes
    }
  }

  /// The line of steps that a session begins with.
  static let firstLine = "main"

  var state: State
  let workspace = Pass()
  /// The steps made, which lie above the session.
  let steps: any StepMemory
  /// Arguments of the script: `$1` …
  var arguments: [String]
  /// Warnings of the statement that runs.
  var warnings: [Warning] = []
  /// Places that were warned about once already.
  private var warnedPlaces: Set<WarnedLocation> = []
  private var noted: Set<String> = []
  let interrupt: Interrupt
  /// Whether `W[1]` is layer 1's where a variable W is there too: a key marks what the network holds.
  var layersWin = false
  /// Whether the mistake behind a claim that fails is looked for: not where nobody reads it.
  var explainsClaims = true
  /// The text that the running statement stands in.
  var source = SourceText(name: "", text: "")
  /// Files that were read, as they were then.
  var filesRead: [String: FileStamp] = [:]
  /// Files that were written, as they were typed.
  var filesWritten: Set<String> = []
  /// Set by the client: no file is read or written.
  var isSafe = false

  /// The shape of an expression by the notes' names, for sentences about operands that do not fit: handed in, since what works out shapes lies
  /// above values. nil where it cannot be told.
  var namedShape: (Session, Expression) -> SymbolicShape? = { _, _ in nil }
  /// What words mean that no value has: handed in, since commands lie above the session.
  let words: any ParserVocabulary

  init(arguments: [String], words: any ParserVocabulary, steps: any StepMemory, data: DataSplit, interrupt: Interrupt) {
    (self.arguments, self.words, self.steps, self.interrupt) = (arguments, words, steps, interrupt)
    state = State(data: data)
  }

  /// The same state with passes of its own.
  init(copying other: Session) {
    (arguments, words, steps, interrupt) = (other.arguments, other.words, other.steps.fresh(), other.interrupt)
    (isSafe, namedShape) = (other.isSafe, other.namedShape)
    source = other.source
    state = other.state
  }

  var nameContext: Names.Context {
    // Asked for each name: the network is looked at in its place, not copied.
    guard let depth = state.network?.layers.count else { return Names.Context() }
    return Names.Context(depth: depth, isSingleUnit: depth == 1 && state.network?.layers[0].b.rows == 1)
  }

  /// A budget for one file that is read.
  var fileBudget: MemoryBudget { MemoryBudget(bytes: state.settings.dataMemory) }

  /// The data part in use.
  var X: Matrix { state.data.X }
  var Y: Matrix? { state.data.Y }

  /// Whether a warning of this kind was told at this place of the running text.
  func hasWarned(_ kind: String, _ range: SourceRange) -> Bool { warnedPlaces.contains(place(kind, range)) }

  /// Remembers a place; false where it was known.
  func rememberWarning(_ kind: String, _ range: SourceRange) -> Bool { warnedPlaces.insert(place(kind, range)).inserted }

  private func place(_ kind: String, _ range: SourceRange) -> WarnedLocation {
    WarnedLocation(source: source.name, firstLine: source.firstLine, start: range.start, end: range.end, kind: kind)
  }

  private struct WarnedLocation: Hashable {
    var source: String
    var firstLine: Int
    var start: Int
    var end: Int
    var kind: String
  }

  /// True the first time in a session that it is asked for a thing: some notes are given once.
  func isFirst(_ thing: String) -> Bool { noted.insert(thing).inserted }

  func warn(_ warning: Warning) {
    warnings.append(warning)
  }

  /// Stops a long computation where Ctrl-C was pressed.
  func checkInterrupt() throws(Fault) {
    if interrupt.isRequested { throw .interrupted() }
  }

  /// Throws where Ctrl-C cut a computation short: what it returned is no value.
  func checkCut() throws(Fault) {
    if interrupt.hasCutWork { throw .interrupted() }
  }

  /// One direction of a pass over the data: a long one is made in storage of its own, so that Ctrl-C leaves the passes that are there.
  func passing(_ direction: (Pass, Interrupt?) -> Void) throws(Fault) {
    guard let network = state.network, Pass.isLong(network, examples: X.columns) else { return direction(workspace, nil) }
    let fresh = workspace.copy()
    direction(fresh, Interrupt.current)
    try checkCut()
    workspace.restore(fresh)
  }
}

extension Session.State {
  var changedByExpressions: Session.ChangedByExpressions {
    get { Session.ChangedByExpressions(generator: generator, seed: seed, variables: variables) }
    set { (generator, seed, variables) = (newValue.generator, newValue.seed, newValue.variables) }
  }
}

/// What `set` changes.
struct Settings: Equatable {
  /// Significant digits in text.
  var digits = 6
  /// Whether `init`, `forward`, … say what they did; nil: at the prompt only.
  var report: Bool?
  var echo = false
  var leakySlope = 0.01
  /// Bytes that the timeline may keep.
  var timelineMemory = 64 << 20
  /// Bytes that one file may take.
  var dataMemory = MemoryBudget.standard
  /// Whether long help is shown page by page at the prompt.
  var usesPager = true
}
