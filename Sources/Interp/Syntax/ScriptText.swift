import Net

/// The text of a script from its bytes. A script must be UTF-8 without NUL bytes.
public struct ScriptText {
  /// The decoded text. Bytes that are no UTF-8 appear as U+FFFD.
  public let text: String
  /// The fault at the first bad byte, or nil for a valid script.
  let fault: Fault?

  public var isValid: Bool { fault == nil }

  /// Decodes the bytes. It never fails, and `isValid` tells whether they are a valid script.
  public init(bytes: [UInt8]) {
    text = String(decoding: bytes, as: UTF8.self)
    let offsets = [Text.firstInvalidByte(bytes[...]), bytes.firstIndex(of: 0)].compactMap { $0 }
    fault = offsets.min().map { offset in
      let before = String(decoding: bytes[..<offset], as: UTF8.self).count
      return .notText(bytes[offset], SourceRange(before, before + 1))
    }
  }
}
