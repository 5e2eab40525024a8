import Net

/// Keeps the timeline within its memory. Checkpoints are thinned first, then the oldest steps are dropped.
extension Timeline {
  /// The bytes that the timeline holds, without those that the session holds in any case.
  func bytes(_ session: Session) -> Int { memory.bytes - memory.shared(with: session) }

  /// Takes over a new limit from the settings. Where there is a network, steps are dropped at once if the limit is smaller.
  func limitHasChanged(_ session: Session) {
    setLimit(session.state.settings.timelineMemory)
    guard session.state.network != nil else { return }
    follow(session)
    enforceLimit(session)
  }

  /// Drops checkpoints and steps until the memory is within the limit, as far as that is possible.
  func enforceLimit(_ session: Session) {
    guard memory.bytes > limit else { return }
    shared = memory.shared(with: session)
    guard memory.bytes - shared > limit else { return }
    while notesNeedRoom, giveUpOldest(session) {}
    thin()
    // The dropped steps may have shared data with the session, so the shared bytes are counted again.
    while bytes(session) > limit, giveUpOldest(session) {}
    shared = memory.shared(with: session)
  }

  /// Makes room while the steps of the last leg are made. Then only steps of the present line are dropped, because the session goes back to its place in
  /// another line where the statement fails.
  func makeRoom(_ session: Session) {
    while notesNeedRoom, giveUpOldest(of: line, session, isOpen: true) {}
    thin()
  }

  /// Whether notes of what was drawn leave too little room for copies. Notes cannot be made again, so they may take only half of what both can have.
  private var notesNeedRoom: Bool {
    var (notes, copies) = (0, 0)
    for line in lines {
      copies += line.checkpoints?.bytes ?? 0
      for leg in line.legs where leg.trail != nil { (notes, copies) = (notes + leg.noteBytes, copies + leg.bytes - leg.noteBytes) }
    }
    return notes > 0 && 2 * notes > limit - (memory.bytes - shared - notes - copies)
  }

  /// Drops copies of parameters that can be made again. The copies that stay lie farther apart the older they are.
  func thin() {
    func isOver() -> Bool { memory.bytes - shared > limit - limit / 8 }
    for share in [1.0 / 64, 1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2, 3.0 / 4, 1] {
      guard isOver() else { return }
      for line in lines { thin(line, share) }
    }
  }

  /// Drops a copy where the gap that this leaves is at most `share` of its age.
  private func thin(_ line: Line, _ share: Double) {
    // While steps are made, the newest checkpoint lies beyond the end of the line.
    let end = max(line.end, line.checkpoints?.lastStep ?? 0)
    for leg in line.legs where leg.trail != nil {
      memory.bytes -= leg.bytes
      leg.thinTrail(share, now: end)
      memory.bytes += leg.bytes
    }
    let now = Double(end)
    let explicit = line.legs.enumerated().filter { $0.element.before.hasParameters }.map { (step: $0.element.start, leg: $0.offset) }
    // The copies in order of their steps. They are those of legs and the checkpoints. A leg after a change by hand needs its copy.
    var copies = explicit.map { (step: $0.step, leg: Optional($0.leg), checkpoint: 0) }
    for (index, step) in (line.checkpoints?.steps ?? []).enumerated() { copies.append((step, nil, index)) }
    copies.sort { $0.step < $1.step || $0.step == $1.step && $0.leg != nil && $1.leg == nil }
    guard copies.count > 1 else { return }
    var dropped = Set<Int>()
    var last = Double(copies[0].step)
    for (index, copy) in copies.enumerated().dropFirst() {
      let next = index + 1 < copies.count ? Double(copies[index + 1].step) : now
      let isNeeded = copy.leg.map { $0 == 0 || line.legs[$0].isEdited } ?? false
      if !isNeeded, next - last <= share * max(now - last, 1) {
        if let leg = copy.leg { memory.dropParameters(&line.legs[leg].before) } else { dropped.insert(copy.checkpoint) }
      } else {
        last = Double(copy.step)
      }
    }
    guard !dropped.isEmpty else { return }
    let before = line.checkpoints!.bytes
    line.checkpoints!.filter { !dropped.contains($0) }
    memory.bytes += line.checkpoints!.bytes - before
  }

  /// Drops the oldest steps that can be dropped. False where there are none.
  private func giveUpOldest(_ session: Session) -> Bool {
    lines.contains { giveUpOldest(of: $0, session) }
  }

  /// Drops some of the oldest legs of a line. A line that the session has left is dropped as a whole in the end.
  ///
  /// If the session is at an earlier step, the lines from there to the end that `redo` reaches stay whole.
  /// - Parameter isOpen: whether steps of the last leg are being made.
  /// - Returns: whether anything was dropped.
  private func giveUpOldest(of line: Line, _ session: Session, isOpen: Bool = false) -> Bool {
    let here = isAtEnd ? nil : owner(of: cursor.step, on: self.line)
    let stands = here === line
    // The session may be in the middle of the line. Only legs before it are dropped, because `redo` needs the rest.
    if let here, !stands, sequence(first: self.line, next: { $0 === here ? nil : $0.parent?.line }).contains(where: { $0 === line }) { return false }
    if cutFirstLeg(of: line, before: stands ? cursor.step : isOpen ? line.checkpoints?.lastStep ?? 0 : line.end) { return true }
    let whole = isOpen ? line.legs.dropLast() : line.legs[...]
    let gone = whole.prefix(max(1, whole.count / 8)).prefix { !stands || $0.end < cursor.step }.count
    guard gone > 0 else {
      guard !isOpen, line !== self.line, !stands else { return false }
      // Only the end of this line is left, so the line is dropped.
      if let tip = line.tip { memory.remove(tip) }
      memory.bytes -= line.checkpoints?.bytes ?? 0
      remove(line)
      return true
    }
    let end = line.legs[gone - 1].end
    // The leg that becomes the first one needs its parameters.
    if gone < line.legs.count, !line.legs[gone].before.hasParameters, !restoreParameters(of: line.legs[gone], on: line, session) { return false }
    for leg in line.legs[..<gone] {
      memory.remove(leg.before)
      memory.bytes -= leg.bytes
    }
    line.legs.removeFirst(gone)
    if let checkpoints = line.checkpoints {
      line.checkpoints!.filter { checkpoints.step($0) > end }
      memory.bytes += line.checkpoints!.bytes - checkpoints.bytes
    }
    // A state that needs the step before it can no longer be made again.
    let asks = line.legs.first.map { $0.before.backward.needsStepBefore || $0.before.forward.needsStepBefore } ?? false
    line.begin(at: end, first: asks ? end + 1 : end)
    return true
  }

  /// Drops the first steps of the first leg of a line, up to a checkpoint. The state at the checkpoint becomes the beginning of the leg.
  ///
  /// This is done only where it frees memory: each note of what was drawn belongs to a step.
  /// - Parameter end: the leg must go on up to this step at least.
  /// - Returns: whether steps were dropped.
  private func cutFirstLeg(of line: Line, before end: Int) -> Bool {
    guard let leg = line.legs.first, leg.noteBytes > Self.leastNotes, let checkpoints = line.checkpoints else { return false }
    let next = line.legs.count > 1 ? line.legs[1].start : end
    let last = min(next, end) - 1
    // An eighth of the leg is dropped, or more where the first checkpoint lies farther away.
    let wanted = leg.start + max(1, (last - leg.start) / 8)
    let index = checkpoints.index(atOrBefore: wanted - 1).map { $0 + 1 } ?? 0
    guard index < checkpoints.count, checkpoints.step(index) <= last else { return false }
    let step = checkpoints.step(index)
    var network = leg.beginning(leg.before.state.network!)
    checkpoints.load(index, into: &network)
    memory.remove(leg.before)
    memory.bytes -= leg.bytes
    Interrupt.shielding { leg.begin(at: step, network) }
    memory.add(&leg.before, after: nil)
    line.checkpoints!.filter { checkpoints.step($0) > step }
    memory.bytes += leg.bytes + line.checkpoints!.bytes - checkpoints.bytes
    // The state at the checkpoint needs the step before it.
    line.begin(at: step, first: step + 1)
    return true
  }

  /// The bytes of notes from which on a leg is cut.
  private static let leastNotes = 768

  /// Makes the parameters before a leg again and stores them. False where that is not possible.
  private func restoreParameters(of leg: Leg, on line: Line, _ session: Session) -> Bool {
    guard let network = try? parameters(at: leg.start, on: line, session) else { return false }
    leg.before.state.network = network
    leg.before.hasParameters = true
    memory.bytes += 8 * network.stateCount
    return true
  }
}

extension PassSource {
  /// Whether the parameters of the step before are needed to compute the pass.
  var needsStepBefore: Bool {
    if case .stepBefore = self { return true }
    return false
  }
}
