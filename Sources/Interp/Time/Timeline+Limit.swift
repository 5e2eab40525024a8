import Net

/// Keeping to the memory: fewer checkpoints first, then fewer steps.
extension Timeline {
  /// Bytes held beyond what the session holds.
  func bytes(_ session: Session) -> Int { memory.bytes - memory.shared(with: session) }

  /// A smaller limit holds at once, where there is a network.
  func limitHasChanged(_ session: Session) {
    setLimit(session.state.settings.timelineMemory)
    guard session.state.network != nil else { return }
    follow(session)
    enforceLimit(session)
  }

  func enforceLimit(_ session: Session) {
    guard memory.bytes > limit else { return }
    shared = memory.shared(with: session)
    guard memory.bytes - shared > limit else { return }
    thin()
    // What is given up may have held the session's own data.
    while bytes(session) > limit, giveUpOldest(session) {}
    shared = memory.shared(with: session)
  }

  /// Drops copies of parameters that can be made again, oldest most: what is left lies the farther apart the older it is.
  func thin() {
    func isOver() -> Bool { memory.bytes - shared > limit - limit / 8 }
    for share in [1.0 / 64, 1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2, 3.0 / 4, 1] {
      guard isOver() else { return }
      for line in lines { thin(line, share) }
    }
  }

  /// Drops a copy where the gap that this makes is at most a share of its age.
  private func thin(_ line: Line, _ share: Double) {
    // While steps are made, the newest copy lies beyond the end.
    let now = Double(max(line.end, line.checkpoints?.steps.last ?? 0))
    let explicit = line.legs.enumerated().filter { $0.element.before.hasParameters }.map { (step: $0.element.start, leg: $0.offset) }
    // Copies in the order of steps: those of legs, which an edit may make necessary, and checkpoints.
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

  /// Gives up the oldest steps that can go; false where there is nothing left to give up.
  private func giveUpOldest(_ session: Session) -> Bool {
    lines.contains { giveUpOldest(of: $0, session) }
  }

  /// Gives up the oldest legs of a line, some at a time; of a line that was left, in the end all of it. Where the session stands at an earlier step, the
  /// lines from there to the one that it would redo are left alone.
  private func giveUpOldest(of line: Line, _ session: Session) -> Bool {
    let here = isAtEnd ? nil : owner(of: cursor.step, on: self.line)
    let stands = here === line
    // The session may stand within the line: what lies behind it goes, and no more. What it would redo stays.
    if let here, !stands, sequence(first: self.line, next: { $0 === here ? nil : $0.parent?.line }).contains(where: { $0 === line }) { return false }
    let gone = line.legs.prefix(max(1, line.legs.count / 8)).prefix { !stands || $0.end < cursor.step }.count
    guard gone > 0 else {
      guard line !== self.line, !stands else { return false }
      // Its end is all that is left of a line that was left.
      if let tip = line.tip { memory.remove(tip) }
      memory.bytes -= line.checkpoints?.bytes ?? 0
      remove(line)
      return true
    }
    let end = line.legs[gone - 1].end
    // The leg that comes first now needs its parameters.
    if gone < line.legs.count, !line.legs[gone].before.hasParameters, !restoreParameters(of: line.legs[gone], on: line, session) { return false }
    for leg in line.legs[..<gone] {
      memory.remove(leg.before)
      memory.bytes -= leg.trail?.bytes ?? 0
    }
    line.legs.removeFirst(gone)
    if let checkpoints = line.checkpoints {
      line.checkpoints!.filter { checkpoints.steps[$0] > end }
      memory.bytes += line.checkpoints!.bytes - checkpoints.bytes
    }
    // A state that asks for the step before cannot be made again any more.
    let asks = line.legs.first.map { $0.before.backward.needsStepBefore || $0.before.forward.needsStepBefore } ?? false
    line.begin(at: end, first: asks ? end + 1 : end)
    return true
  }

  private func restoreParameters(of leg: Leg, on line: Line, _ session: Session) -> Bool {
    guard let network = try? parameters(at: leg.start, on: line, session) else { return false }
    leg.before.state.network = network
    leg.before.hasParameters = true
    memory.bytes += 8 * network.parameterCount
    return true
  }
}

extension PassSource {
  var needsStepBefore: Bool {
    if case .stepBefore = self { return true }
    return false
  }
}
