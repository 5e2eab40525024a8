import Net

/// The displays, watches, breakpoints and traces that are evaluated after each step.
///
/// Displays, pictures and watches share one count of numbers, and breakpoints have another. Both counts start at 1, and a session never uses a number twice.
struct Watching {
  /// An expression that is printed after each step.
  struct Display: Sendable {
    let number: Int
    let observed: Observed
  }

  /// An expression that is reported when its value changes.
  struct Watch: Sendable {
    let number: Int
    let observed: Observed
    /// The value at the last evaluation, or nil where it could not be computed.
    var last: Value?
    /// The versions and the step at the last evaluation, or nil where the next step must evaluate it first.
    var looked: Session.Stamp?
  }

  /// A condition that stops a training when it becomes true.
  struct Breakpoint: Sendable {
    let number: Int
    let observed: Observed
    /// Whether the condition was true at the last evaluation, or nil where it could not be evaluated.
    var held: Bool?
    /// The versions and the step at the last evaluation, or nil where the next step must evaluate it first.
    var looked: Session.Stamp?
    /// The number of times that the breakpoint stopped a statement.
    var fired = 0
    /// The step at which it last stopped a statement.
    var lastStep: Int?
  }

  /// A picture that is drawn while and after steps are made.
  struct Picture: Sendable {
    let number: Int
    let request: PlotRequest
    /// As it was typed: `plot J`.
    var name: String { "plot " + request.text }
  }

  private(set) var displays: [Display] = []
  private(set) var pictures: [Picture] = []
  var watches: [Watch] = []
  var breakpoints: [Breakpoint] = []
  var traces: [Trace] = []
  /// The numbers of the last display or watch, and of the last breakpoint.
  private var (lastNumber, lastBreakpoint) = (0, 0)

  /// A summary of all definitions. Two summaries differ if something was defined or ended in between, because numbers only grow.
  struct Definitions: Equatable {
    fileprivate let (lastNumber, lastBreakpoint): (Int, Int)
    fileprivate let (observed, breakpoints): (Int, Int)
    fileprivate let traces: [ObjectIdentifier]
  }

  /// The summary of the present definitions.
  var definitions: Definitions {
    Definitions(
      lastNumber: lastNumber, lastBreakpoint: lastBreakpoint, observed: displays.count + pictures.count + watches.count, breakpoints: breakpoints.count,
      traces: traces.map(ObjectIdentifier.init))
  }

  /// Whether nothing is evaluated after a step. Pictures are drawn later.
  var isEmpty: Bool { displays.isEmpty && watches.isEmpty && breakpoints.isEmpty && traces.isEmpty }

  /// Whether something must be evaluated after every step of a `train`.
  var looksAtEveryStep: Bool { !watches.isEmpty || !breakpoints.isEmpty || !traces.isEmpty }

  /// Adds a display and returns its number.
  mutating func display(_ observed: Observed) -> Int {
    lastNumber += 1
    displays.append(Display(number: lastNumber, observed: observed))
    return lastNumber
  }

  /// Adds a picture and returns its number. It shares the count of displays and watches.
  mutating func display(_ request: PlotRequest) -> Int {
    lastNumber += 1
    pictures.append(Picture(number: lastNumber, request: request))
    return lastNumber
  }

  /// The displays and pictures with their numbers, in the order in which they were made.
  var displayed: [(number: Int, name: String)] {
    (displays.map { ($0.number, $0.observed.name) } + pictures.map { ($0.number, $0.name) }).sorted { $0.0 < $1.0 }
  }

  /// Adds a watch and returns its number.
  mutating func watch(_ observed: Observed, last: Value?, looked: Session.Stamp) -> Int {
    lastNumber += 1
    watches.append(Watch(number: lastNumber, observed: observed, last: last, looked: looked))
    return lastNumber
  }

  /// Adds a breakpoint and returns its number.
  mutating func breakWhen(_ observed: Observed, held: Bool?, looked: Session.Stamp) -> Int {
    lastBreakpoint += 1
    breakpoints.append(Breakpoint(number: lastBreakpoint, observed: observed, held: held, looked: looked))
    return lastBreakpoint
  }

  /// Ends a display or a watch. False where none has this number.
  mutating func undisplay(_ number: Int) -> Bool {
    let before = displays.count + pictures.count + watches.count
    displays.removeAll { $0.number == number }
    pictures.removeAll { $0.number == number }
    watches.removeAll { $0.number == number }
    return displays.count + pictures.count + watches.count < before
  }

  /// Marks all watches and breakpoints for evaluation before the next step. After a move in time, their last values are not those of the step before.
  mutating func forgetLooks() {
    for index in watches.indices { watches[index].looked = nil }
    for index in breakpoints.indices { breakpoints[index].looked = nil }
  }

  /// Ends all displays and watches.
  mutating func undisplayAll() { (displays, pictures, watches) = ([], [], []) }

  /// Ends a breakpoint. False where none has this number.
  mutating func unbreak(_ number: Int) -> Bool {
    guard let index = breakpoints.firstIndex(where: { $0.number == number }) else { return false }
    breakpoints.remove(at: index)
    return true
  }
}
