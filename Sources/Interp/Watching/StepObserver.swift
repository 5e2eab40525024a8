import Net

/// Evaluates displays, watches, breakpoints and traces after each step of a statement, and prints what it finds.
final class StepObserver {
  /// What the observer found after one step.
  struct Sight {
    fileprivate(set) var events: [any Event] = []
    /// The values for each trace that has a row for this step, or the fault that prevents them.
    fileprivate(set) var rows: [(trace: Trace, values: Result<[Value], Fault>)] = []
    /// The first breakpoint that fired, as `breakpoint 1: cost < 0.3`; nil where none fired.
    fileprivate(set) var stop: String?
  }

  private let session: Session
  private let emit: (any Event) -> Void
  /// The displays that could not be computed, by number. They are reported once for each statement.
  private var complaints: [(number: Int, message: String)] = []

  /// - Parameter emit: receives the events that the observer prints.
  init(_ session: Session, emit: @escaping (any Event) -> Void) {
    (self.session, self.emit) = (session, emit)
  }

  /// Evaluates everything that is observed in a session as a step left it. Z, A and J of the session belong to the parameters after the step.
  /// The watches and breakpoints of the session remember their new values. Nothing is printed before `tell`.
  /// - Parameter showsDisplays: whether the displays are part of the result.
  /// - Throws: where the condition of a breakpoint cannot be evaluated.
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

  /// The events of all displays in a session. A display that cannot be computed gives no event; `finish` warns of it.
  /// - Parameter besideCost: whether the line above the displays already shows J.
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

  /// Prints what `look` found and writes the rows of the traces.
  func tell(_ sight: Sight, step: Int) {
    sight.events.forEach(emit)
    for row in sight.rows { row.trace.append(step: step, row.values) }
  }

  /// Gives one warning for all displays that could not be computed.
  func finish() {
    guard !complaints.isEmpty else { return }
    session.warn(Warning(kind: .display, message: complaints.map(\.message).joined(separator: "; ")))
  }
}
