import Net

/// A script's bytes as text: UTF-8 without NUL, else a fault that names the byte's line and column.
public enum ScriptText {
  public static func read(_ path: String) -> Result<String, Fault> {
    do {
      return decode(try FileBytes.read(path), name: path)
    } catch {
      return .failure(.data(error, path))
    }
  }

  public static func decode(_ bytes: [UInt8], name: String) -> Result<String, Fault> {
    let invalid = Text.firstInvalidByte(bytes[...])
    let zero = bytes.firstIndex(of: 0)
    guard let offset = [invalid, zero].compactMap({ $0 }).min() else { return .success(String(decoding: bytes, as: UTF8.self)) }
    let before = bytes[..<offset]
    let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = String(decoding: bytes[lineStart..<offset], as: UTF8.self).count + 1
    return .failure(.notText(name, line: line, column: column, byte: bytes[offset]))
  }
}
