import Net

/// A script's bytes as text: UTF-8 without NUL, else a fault at the byte.
public struct ScriptText {
  /// Bytes that are no UTF-8 appear as U+FFFD.
  public let text: String
  /// Where the text is none.
  let fault: Fault?

  public var isValid: Bool { fault == nil }

  public init(bytes: [UInt8]) {
    text = String(decoding: bytes, as: UTF8.self)
    let offsets = [Text.firstInvalidByte(bytes[...]), bytes.firstIndex(of: 0)].compactMap { $0 }
    fault = offsets.min().map { offset in
      let before = String(decoding: bytes[..<offset], as: UTF8.self).count
      return .notText(bytes[offset], SourceRange(before, before + 1))
    }
  }
}
