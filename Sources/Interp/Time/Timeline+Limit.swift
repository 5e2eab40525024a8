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
    thin()
    // The dropped steps may have shared data with the session, so the shared bytes are counted again.
    while bytes(session) > limit, giveUpOldest(session) {}
    shared = memory.shared(with: session)
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
    let now = Double(max(line.end, line.checkpoints?.lastStep ?? 0))
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
  /// - Returns: whether anything was dropped.
  private func giveUpOldest(of line: Line, _ session: Session) -> Bool {
    let here = isAtEnd ? nil : owner(of: cursor.step, on: self.line)
    let stands = here === line
    // The session may be in the middle of the line. Only legs before it are dropped, because `redo` needs the rest.
    if let here, !stands, sequence(first: self.line, next: { $0 === here ? nil : $0.parent?.line }).contains(where: { $0 === line }) { return false }
    let gone = line.legs.prefix(max(1, line.legs.count / 8)).prefix { !stands || $0.end < cursor.step }.count
    guard gone > 0 else {
      guard line !== self.line, !stands else { return false }
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
      memory.bytes -= leg.trail?.bytes ?? 0
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
