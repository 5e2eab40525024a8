import CZlib

/// Files that are compressed as `.gz`. zlib reads them. Only this file imports the C module.
enum Gzip {
  /// Whether the bytes begin like a compressed file.
  static func isCompressed(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B, 0x08]) }

  /// The first bytes of what is compressed, at most `count` of them. It is empty where the bytes are damaged.
  static func start(_ bytes: [UInt8], count: Int) -> [UInt8] {
    var result: [UInt8] = []
    _ = try? inflate(bytes) { (part) throws(DataError) in
      result += part.prefix(count - result.count)
      if result.count == count { throw DataError.interrupted }
    }
    return result
  }

  /// The bytes that are compressed. A file may have several parts, one after the other.
  /// - Throws: `DataError`: `badArrays` where the bytes are damaged or cut off, `tooLarge`, or `interrupted`.
  static func inflate(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> [UInt8] {
    var result: [UInt8] = []
    try inflate(bytes) { (part) throws(DataError) in
      // An array grows by doubling, so twice its size is counted while it grows.
      try budget.take(part.count, of: 2)
      result += part
    }
    budget.giveBack(result.count)
    return result
  }

  private static func inflate(_ bytes: [UInt8], _ take: (ArraySlice<UInt8>) throws(DataError) -> Void) throws(DataError) {
    var stream = unsafe z_stream()
    // 16 asks for the format of gzip. 15 is the largest window.
    guard unsafe inflateInit2_(&stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { throw bad("zlib does not start") }
    defer { unsafe inflateEnd(&stream) }
    var (place, status, out) = (0, Z_OK, [UInt8](repeating: 0, count: 1 << 18))
    repeat {
      if Interrupt.current?.isRequested == true { throw .interrupted }
      if status == Z_STREAM_END, unsafe inflateReset(&stream) != Z_OK { throw bad("zlib does not start") }
      var (read, made) = (0, 0)
      unsafe bytes.withUnsafeBytes { source in
        unsafe out.withUnsafeMutableBufferPointer { target in
          let most = min(bytes.count - place, 1 << 20)
          // zlib only reads from `next_in`, although its type allows to write.
          unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress!.advanced(by: place).assumingMemoryBound(to: UInt8.self))
          unsafe stream.avail_in = UInt32(most)
          unsafe stream.next_out = target.baseAddress
          unsafe stream.avail_out = UInt32(target.count)
          status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
          (read, made) = unsafe (most - Int(stream.avail_in), target.count - Int(stream.avail_out))
        }
      }
      place += read
      guard status == Z_OK || status == Z_STREAM_END else { throw bad(status == Z_BUF_ERROR ? "it is cut off" : "it is damaged") }
      try take(out[..<made])
    } while place < bytes.count && !(status == Z_STREAM_END && bytes[place...].allSatisfy { $0 == 0 }) || status == Z_OK
  }

  private static func bad(_ reason: String) -> DataError { .badArrays(reason: "the compressed file cannot be read: \(reason)") }
}
