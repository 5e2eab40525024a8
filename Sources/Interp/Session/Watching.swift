import Net

/// What is looked at after each step: displays, watches, breakpoints and traces.
///
/// Displays and watches are numbered together, breakpoints apart, both from 1, and no number is used twice in a session.
struct Watching {
  struct Display: Sendable {
    let number: Int
    let observed: Observed
  }

  struct Watch: Sendable {
    let number: Int
    let observed: Observed
    /// When last looked at; nil where it could not be computed.
    var last: Value?
    /// The state in which it was.
    var looked: Session.Stamp?
  }

  struct Breakpoint: Sendable {
    let number: Int
    let observed: Observed
    /// Whether the condition was true when last looked at; nil where it could not be told.
    var held: Bool?
    var looked: Session.Stamp?
    /// How often it stopped something.
    var fired = 0
    /// The step where it last did.
    var lastStep: Int?
  }

  private(set) var displays: [Display] = []
  var watches: [Watch] = []
  var breakpoints: [Breakpoint] = []
  var traces: [Trace] = []
  /// The number of the last display or watch, and of the last breakpoint.
  private var (lastNumber, lastBreakpoint) = (0, 0)

  /// Tells whether anything was defined or ended in between: numbers only grow.
  struct Definitions: Equatable {
    fileprivate let (lastNumber, lastBreakpoint): (Int, Int)
    fileprivate let (observed, breakpoints): (Int, Int)
    fileprivate let traces: [ObjectIdentifier]
  }

  var definitions: Definitions {
    Definitions(
      lastNumber: lastNumber, lastBreakpoint: lastBreakpoint, observed: displays.count + watches.count, breakpoints: breakpoints.count,
      traces: traces.map(ObjectIdentifier.init))
  }

  var isEmpty: Bool { displays.isEmpty && watches.isEmpty && breakpoints.isEmpty && traces.isEmpty }

  /// Whether something must be read after every step of a `train`.
  var looksAtEveryStep: Bool { !watches.isEmpty || !breakpoints.isEmpty || !traces.isEmpty }

  mutating func display(_ observed: Observed) -> Int {
    lastNumber += 1
    displays.append(Display(number: lastNumber, observed: observed))
    return lastNumber
  }

  mutating func watch(_ observed: Observed, last: Value?, looked: Session.Stamp) -> Int {
    lastNumber += 1
    watches.append(Watch(number: lastNumber, observed: observed, last: last, looked: looked))
    return lastNumber
  }

  mutating func breakWhen(_ observed: Observed, held: Bool?, looked: Session.Stamp) -> Int {
    lastBreakpoint += 1
    breakpoints.append(Breakpoint(number: lastBreakpoint, observed: observed, held: held, looked: looked))
    return lastBreakpoint
  }

  /// Ends a display or watch; false where there is none of that number.
  mutating func undisplay(_ number: Int) -> Bool {
    let before = displays.count + watches.count
    displays.removeAll { $0.number == number }
    watches.removeAll { $0.number == number }
    return displays.count + watches.count < before
  }

  /// After a journey, what was last looked at is not the step before: watches and breakpoints look again before the next step.
  mutating func forgetLooks() {
    for index in watches.indices { watches[index].looked = nil }
    for index in breakpoints.indices { breakpoints[index].looked = nil }
  }

  mutating func undisplayAll() { (displays, watches) = ([], []) }

  /// False where there is no breakpoint of that number.
  mutating func unbreak(_ number: Int) -> Bool {
    guard let index = breakpoints.firstIndex(where: { $0.number == number }) else { return false }
    breakpoints.remove(at: index)
    return true
  }
}
