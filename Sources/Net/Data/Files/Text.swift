/// UTF-8 text as bytes.
public enum Text {
  /// The index of the first byte that is not valid UTF-8; nil where all bytes are valid.
  public static func firstInvalidByte(_ bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let first = bytes[index]
      let length: Int
      switch first {
      case 0..<0x80: length = 1
      case 0xC2..<0xE0: length = 2
      case 0xE0..<0xF0: length = 3
      case 0xF0..<0xF5: length = 4
      default: return index
      }
      guard index + length <= bytes.endIndex, bytes[index + 1..<index + length].allSatisfy({ $0 & 0xC0 == 0x80 }) else { return index }
      if length > 2 {
        let second = bytes[index + 1]
        if first == 0xE0 && second < 0xA0 || first == 0xED && second > 0x9F || first == 0xF0 && second < 0x90 || first == 0xF4 && second > 0x8F { return index }
      }
      index += length
    }
    return nil
  }
}
