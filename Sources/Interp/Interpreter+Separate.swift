import Net

/// Interpreters of separate sessions, without output.
extension Interpreter: Replay {
  var session: Session { executor.session }

  /// A separate session for `record`, which keeps no log and writes no file.
  static func replay(
    _ commands: CommandRegistry, _ interrupt: Interrupt, _ showsProgress: Bool, _ tell: @escaping (String) -> Void
  ) -> any Replay {
    var options = Options()
    options.showsProgress = showsProgress
    let replay = Interpreter(options: options, interrupt: interrupt, commands: commands) { stream, text in
      if stream == .progress { tell(text) }
    }
    replay.executor.log.isOn = false
    replay.executor.writesFiles = false
    replay.executor.drawsPictures = false
    return replay
  }
}

extension Interpreter: SeparateExecution {
  /// An interpreter of another session, for a run of `compare`. It keeps no log.
  static func separate(_ commands: CommandRegistry, _ session: Session) -> any SeparateExecution {
    let other = Interpreter(session, options: Options(), commands: commands) { _, _ in }
    other.executor.log.isOn = false
    other.executor.drawsPictures = false
    return other
  }
}
