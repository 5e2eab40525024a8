import Net

/// Looks at one step after the other for a statement, and tells what was seen.
final class StepObserver {
  /// What was seen after a step.
  struct Sight {
    fileprivate(set) var events: [any Event] = []
    /// Each trace that has a row of this step: its values, or why there are none.
    fileprivate(set) var rows: [(trace: Trace, values: Result<[Value], Fault>)] = []
    /// `breakpoint 1: cost < 0.3`: the first that fired.
    fileprivate(set) var stop: String?
  }

  private let session: Session
  private let emit: (any Event) -> Void
  /// Displays that could not be computed, by number: said once a statement.
  private var complaints: [(number: Int, message: String)] = []

  /// - Parameter emit: hands on what was seen.
  init(_ session: Session, emit: @escaping (any Event) -> Void) {
    (self.session, self.emit) = (session, emit)
  }

  /// Looks at a session as a step left it, with Z, A and J of the parameters after it. The session's watches and breakpoints remember
  /// what they saw; nothing is told yet. Throws where a breakpoint's condition cannot be evaluated.
  func look(at seen: Session, showsDisplays: Bool) throws(Fault) -> Sight {
    var sight = Sight()
    let stamp = Session.Stamp(versions: seen.state.versions, step: seen.state.steps)
    if showsDisplays { sight.events += displays(in: seen) }
    for index in seen.state.watching.watches.indices {
      let watch = seen.state.watching.watches[index]
      let value = try? watch.observed.value(in: seen)
      if let before = watch.last, let value, !before.hasSameBits(as: value) {
        sight.events.append(WatchEvent(step: stamp.step, name: watch.observed.name, before: before, value: value))
      }
      seen.state.watching.watches[index].last = value
      seen.state.watching.watches[index].looked = stamp
    }
    for index in seen.state.watching.breakpoints.indices {
      var breakpoint = seen.state.watching.breakpoints[index]
      let holds: Bool
      do throws(Fault) { holds = try breakpoint.observed.holds(in: seen) } catch { throw .breakpoint(breakpoint.number, breakpoint.observed.name, error) }
      if holds, breakpoint.held != true {
        (breakpoint.fired, breakpoint.lastStep) = (breakpoint.fired + 1, stamp.step)
        sight.events.append(BreakEvent(step: stamp.step, name: breakpoint.observed.name, number: breakpoint.number))
        sight.stop = sight.stop ?? "breakpoint \(breakpoint.number): \(breakpoint.observed.name)"
      }
      (breakpoint.held, breakpoint.looked) = (holds, stamp)
      seen.state.watching.breakpoints[index] = breakpoint
    }
    for trace in seen.state.watching.traces where trace.wantsRow(of: stamp.step) {
      do throws(Fault) {
        sight.rows.append((trace, .success(try trace.observed.map { (part) throws(Fault) in try part.value(in: seen) })))
      } catch {
        sight.rows.append((trace, .failure(error)))
      }
    }
    return sight
  }

  /// What the displays show of a session.
  /// - Parameter besideCost: whether a line with J stands above them.
  func displays(in seen: Session, besideCost: Bool = false) -> [any Event] {
    var events: [any Event] = []
    for display in seen.state.watching.displays {
      do throws(Fault) {
        events.append(DisplayEvent(step: seen.state.steps, shown: try display.observed.shown(in: seen), isBesideCost: besideCost))
      } catch {
        if !complaints.contains(where: { $0.number == display.number }) {
          complaints.append((display.number, Warning.display(display.number, display.observed.name, error)))
        }
      }
    }
    return events
  }

  /// Prints what was seen and writes the rows of the traces.
  func tell(_ sight: Sight, step: Int) {
    sight.events.forEach(emit)
    for row in sight.rows { row.trace.append(step: step, row.values) }
  }

  /// Warns of the displays that could not be computed.
  func finish() {
    guard !complaints.isEmpty else { return }
    session.warn(Warning(kind: "display", message: complaints.map(\.message).joined(separator: "; ")))
  }
}
