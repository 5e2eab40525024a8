/// Reads the fields of one message in the format of Protocol Buffers. A message within it is a range of bytes, which another reader takes.
struct ProtobufFields {
  enum Content: Equatable {
    case number(UInt64)
    /// Eight or four bytes, such as a double or a float, or a text, a list or a message.
    case eight(Range<Int>), four(Range<Int>), bytes(Range<Int>)
  }

  /// The bytes are no such message.
  struct Failure: Error, Equatable {
    /// The byte of the file, from 0.
    let place: Int
    let reason: String
  }

  let bytes: [UInt8]
  private(set) var place: Int
  private let end: Int

  /// Traps where the range does not lie within the bytes.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    precondition(range.upperBound <= bytes.count, "the message must lie within the bytes")
    (self.bytes, place, end) = (bytes, range.lowerBound, range.upperBound)
  }

  /// The next field with its number; nil at the end of the message.
  mutating func next() throws(Failure) -> (field: Int, content: Content)? {
    if place == end { return nil }
    let key = try varint()
    guard key >> 3 >= 1, key >> 3 < 1 << 29 else { throw Failure(place: place, reason: "a field has the number \(key >> 3)") }
    let content: Content
    switch key & 7 {
    case 0: content = .number(try varint())
    case 1: content = .eight(try take(8))
    case 2: content = .bytes(try take(try varint()))
    case 5: content = .four(try take(4))
    default: throw Failure(place: place, reason: "a field has the type \(key & 7), which is not used")
    }
    return (Int(key >> 3), content)
  }

  /// A number of one to ten bytes. Each has seven bits, and the first bit of a byte says that another one follows.
  mutating func varint() throws(Failure) -> UInt64 {
    var (result, shift): (UInt64, UInt64) = (0, 0)
    while place < end {
      let byte = bytes[place]
      place += 1
      guard shift < 63 || byte <= 1 else { break }
      result |= UInt64(byte & 127) << shift
      if byte < 128 { return result }
      shift += 7
    }
    throw Failure(place: place, reason: place == end ? "it ends within a number" : "a number has more than 64 bits")
  }

  /// Whether nothing is left.
  var isAtEnd: Bool { place == end }

  private mutating func take(_ count: UInt64) throws(Failure) -> Range<Int> {
    guard count <= UInt64(end - place) else { throw Failure(place: place, reason: "a part should have \(count) bytes, but only \(end - place) follow") }
    defer { place += Int(count) }
    return place..<place + Int(count)
  }
}
