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
    /// Counted up at every change, so that a pass knows whether it still speaks of what is there.
    var versions = Versions()
    var forwardStamp: Stamp?
    var backwardStamp: Stamp?
    /// The last `step` or `train`, until a pass is asked for again.
    var update: Update?
    /// What is looked at after each step.
    var watching = Watching()
    /// How the parameters were drawn by `init`; nil for a network from a file.
    var start: Start?
    /// Counted up by `init` and `load`: each begins a timeline, whose first line has this name.
    var lineage = 0
    var lineName = Timeline.firstName
    /// What the passes were made from, once an edit has replaced it.
    var displaced = Displaced()
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

  struct Versions: Equatable {
    var parameters = 0
    var inputs = 0
    var targets = 0
  }

  /// What a pass was computed from.
  struct Stamp: Equatable {
    var versions: Versions
    /// Steps taken when it was computed.
    var step: Int
  }

  /// An update of the parameters by the gradients that are there.
  struct Update {
    /// Versions before it.
    var versions: Versions
    var alpha: Double
    /// The session's own at that time.
    var setAlpha: Double
    /// What it left as it was.
    var frozen: FrozenEntries
  }

  var state: State
  let workspace = Pass()
  let timeline = Timeline()
  /// Arguments of the script: `$1` …
  var arguments: [String]
  /// Warnings of the statement that runs.
  var warnings: [Warning] = []
  /// Places that were warned about once already.
  private var warnedPlaces: Set<WarnedPlace> = []
  private var noted: Set<String> = []
  let interrupt: Interrupt
  /// Whether `W[1]` is layer 1's where a variable W is there too: a key marks what the network holds.
  var layersWin = false
  /// Whether the mistake behind a claim that fails is looked for: not where nobody reads it.
  var explainsClaims = true
  /// The text that the running statement stands in.
  var source = SourceText(name: "", text: "")
  /// Set by the client: no file is read or written.
  var isSafe = false

  init(arguments: [String], interrupt: Interrupt) {
    self.arguments = arguments
    self.interrupt = interrupt
    state = State(data: Self.flower())
  }

  /// The same state with passes of its own.
  init(copying other: Session) {
    arguments = other.arguments
    interrupt = other.interrupt
    isSafe = other.isSafe
    source = other.source
    state = other.state
  }

  var nameContext: Names.Context {
    guard let network = state.network else { return Names.Context() }
    return Names.Context(depth: network.depth, isSingleUnit: network.depth == 1 && network.outputs == 1)
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

  private func place(_ kind: String, _ range: SourceRange) -> WarnedPlace {
    WarnedPlace(source: source.name, firstLine: source.firstLine, start: range.start, end: range.end, kind: kind)
  }

  private struct WarnedPlace: Hashable {
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

  /// A name that a variable may have: not reserved, no function and not `ans`.
  func checkVariable(_ name: String) throws(Fault) {
    let isFunction = Functions.named(name).map { !$0.canBeHidden } ?? false
    if Names.reserved(name, nameContext) != nil || name == "ans" || isFunction || Activations.named(name) != nil || name.hasPrefix("random.") {
      throw .reservedName(name)
    }
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

/// A thing worth knowing that is no error.
struct Warning: Equatable, Sendable {
  var kind: String
  var message: String
  var range: SourceRange?
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
}
