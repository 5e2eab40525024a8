import Net

extension ScriptText {
  /// The largest size of a script in bytes. Each character needs many times its size while the script is read.
  private static let mostBytes = min(1 << 28, MemoryBudget.standard / 32)

  /// The text of a script file.
  ///
  /// - Throws: A `limit` fault for a script above the limit, or a `file` fault where the file cannot be read.
  init(path: String) throws(Fault) {
    do throws(DataError) {
      self.init(bytes: try FileBytes.read(path, MemoryBudget(bytes: Self.mostBytes), takesDevices: true))
    } catch {
      if case .tooLarge(let limit) = error { throw Fault(.limit, "'\(path)' is a script of more than \(limit >> 20) MiB") }
      throw .data(error, path)
    }
  }

  /// The text of a script file, or the fault where it cannot be read. The fault has the kind `interrupted` where `interrupt` was requested during the
  /// reading.
  public static func read(_ path: String, interrupt: Interrupt) -> Result<ScriptText, Fault> {
    do throws(Fault) { return .success(try Interrupt.listening(to: interrupt) { () throws(Fault) in try ScriptText(path: path) }) } catch {
      return .failure(error)
    }
  }

  /// Replaces the script file with the text. Returns the fault where it cannot be written, otherwise nil.
  public static func write(_ text: String, to path: String) -> Fault? {
    do throws(DataError) {
      try FileBytes.write(Array(text.utf8), to: path)
      return nil
    } catch {
      return .data(error, path)
    }
  }
}
