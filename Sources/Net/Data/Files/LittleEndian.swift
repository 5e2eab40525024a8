/// Numbers as bytes, the lowest byte first.
enum LittleEndian {
  static func bytes(_ values: [Double]) -> [UInt8] { bytes(values) { $0.bitPattern.littleEndian } }
  static func bytes(_ values: [Float]) -> [UInt8] { bytes(values) { $0.bitPattern.littleEndian } }

  private static func bytes<Value, Pattern: FixedWidthInteger>(_ values: [Value], _ pattern: (Value) -> Pattern) -> [UInt8] {
    let patterns = values.map(pattern)
    return unsafe patterns.withUnsafeBytes { unsafe Array($0) }
  }
}
