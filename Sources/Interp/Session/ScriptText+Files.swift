import Net

extension ScriptText {
  /// Bytes of a script at most: each letter takes many times its size while it is read.
  private static let mostBytes = min(1 << 28, MemoryBudget.standard / 32)

  /// A file's; throws where it cannot be read.
  init(path: String) throws(Fault) {
    do throws(DataError) {
      self.init(bytes: try FileBytes.read(path, MemoryBudget(bytes: Self.mostBytes), takesDevices: true))
    } catch {
      if case .tooLarge(let limit) = error { throw Fault(.limit, "'\(path)' is a script of more than \(limit >> 20) MiB") }
      throw .data(error, path)
    }
  }

  /// A file's, or the sentence why it cannot be read: of kind `interrupted` where `interrupt` was requested meanwhile.
  public static func read(_ path: String, interrupt: Interrupt) -> Result<ScriptText, Fault> {
    do throws(Fault) { return .success(try Interrupt.listening(to: interrupt) { () throws(Fault) in try ScriptText(path: path) }) } catch {
      return .failure(error)
    }
  }

  /// Puts a text in place of a script; the fault where it cannot be written.
  public static func write(_ text: String, to path: String) -> Fault? {
    do throws(DataError) {
      try FileBytes.write(Array(text.utf8), to: path)
      return nil
    } catch {
      return .data(error, path)
    }
  }
}
