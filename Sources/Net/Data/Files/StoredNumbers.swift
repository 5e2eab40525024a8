/// A type of numbers as files store them: truth values, integers of 8 to 64 bits, and floating point of 16 to 64 bits, in both byte orders. `brain` is
/// bfloat16, the first half of a float32.
struct StoredNumbers: Equatable {
  enum Kind: Equatable {
    case truth, signed, unsigned, floating, brain
  }

  let kind: Kind
  /// The number of bytes of each number.
  let width: Int
  let isBigEndian: Bool

  /// nil where no numbers have this kind and this width.
  init?(_ kind: Kind, width: Int, isBigEndian: Bool) {
    let widths =
      switch kind {
      case .truth: [1]
      case .signed, .unsigned: [1, 2, 4, 8]
      case .floating: [2, 4, 8]
      case .brain: [2]
      }
    guard widths.contains(width) else { return nil }
    (self.kind, self.width, self.isBigEndian) = (kind, width, isBigEndian)
  }

  /// The `count` numbers that begin at the byte `start`, as doubles. Traps where the bytes hold fewer. It ends early where Ctrl-C is pressed.
  func values(_ bytes: [UInt8], from start: Int, count: Int) -> [Double] {
    switch (kind, width) {
    case (.truth, _): read(bytes, start, count, as: UInt8.self) { $0 == 0 ? 0 : 1 }
    case (.unsigned, 1): read(bytes, start, count, as: UInt8.self) { Double($0) }
    case (.unsigned, 2): read(bytes, start, count, as: UInt16.self) { Double($0) }
    case (.unsigned, 4): read(bytes, start, count, as: UInt32.self) { Double($0) }
    case (.unsigned, _): read(bytes, start, count, as: UInt64.self) { Double($0) }
    case (.signed, 1): read(bytes, start, count, as: Int8.self) { Double($0) }
    case (.signed, 2): read(bytes, start, count, as: Int16.self) { Double($0) }
    case (.signed, 4): read(bytes, start, count, as: Int32.self) { Double($0) }
    case (.signed, _): read(bytes, start, count, as: Int64.self) { Double($0) }
    case (.brain, _): read(bytes, start, count, as: UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
    case (.floating, 2): read(bytes, start, count, as: UInt16.self) { Self.half($0) }
    case (.floating, 4): read(bytes, start, count, as: UInt32.self) { Double(Float(bitPattern: $0)) }
    case (.floating, _): read(bytes, start, count, as: UInt64.self) { Double(bitPattern: $0) }
    }
  }

  /// The value of a number of 16 bits. Not every processor has the type Float16 in Swift, so the bits are taken apart here.
  private static func half(_ bits: UInt16) -> Double {
    let (sign, exponent, fraction) = (UInt64(bits >> 15), Int(bits >> 10 & 31), UInt64(bits & 1023))
    if exponent == 0 { return (sign == 1 ? -1 : 1) * Double(fraction) / 16_777_216 }
    let wide = exponent == 31 ? 2047 : UInt64(exponent - 15 + 1023)
    return Double(bitPattern: sign << 63 | wide << 52 | fraction << 42)
  }

  @inline(__always)
  private func read<Number: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: [UInt8], _ start: Int, _ count: Int, as type: Number.Type, _ value: (Number) -> Double
  ) -> [Double] {
    precondition(start >= 0 && count >= 0 && count <= (bytes.count - start) / width, "the bytes must hold all numbers")
    var result = [Double](repeating: 0, count: count)
    unsafe bytes.withUnsafeBytes { source in
      Slabs.each(count) { part in
        for index in part {
          let number = unsafe source.loadUnaligned(fromByteOffset: start + index * width, as: type)
          result[index] = value(isBigEndian ? Number(bigEndian: number) : Number(littleEndian: number))
        }
      }
    }
    return result
  }
}

/// The dimensions of an array.
enum ArrayShape {
  /// The number of entries; nil where it does not fit into an Int.
  static func count(_ shape: [Int]) -> Int? {
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      count = product
    }
    return count
  }

  /// Puts entries that lie with the first dimension fastest into C order, in which the last dimension is fastest.
  static func fromColumns(_ values: [Double], _ shape: [Int]) -> [Double] {
    if values.isEmpty || shape.count(where: { $0 != 1 }) <= 1 { return values }
    // The last dimension lies outermost. One after the other, each dimension moves behind the ones before it and ahead of those that are in place.
    var (result, rest, tail) = (values, values.count, 1)
    for size in shape.reversed() {
      rest /= size
      if size > 1 && rest > 1 {
        if tail == 1 {
          result = Matrix(rows: size, columns: rest, elements: result).transposed().elements
        } else {
          let old = result
          Slabs.each(size, entriesOfEach: rest * tail) { part in
            for place in part {
              for block in 0..<rest {
                let (from, to) = ((place * rest + block) * tail, (block * size + place) * tail)
                for entry in 0..<tail { result[to + entry] = old[from + entry] }
              }
            }
          }
        }
      }
      tail *= size
    }
    return result
  }

  /// The index of the first entry that is NaN or infinite; nil where all are finite. It ends early where Ctrl-C is pressed.
  static func firstNotFinite(_ values: [Double]) -> Int? {
    var wrong: Int?
    Slabs.each(values.count) { part in
      if wrong == nil { wrong = values[part].firstIndex { !$0.isFinite } }
    }
    return wrong
  }

  /// The place of an entry in C order, counted from 1 in each dimension, for example `[4, 2]`.
  static func place(_ index: Int, _ shape: [Int]) -> String {
    var (rest, places) = (index, [Int]())
    for size in shape.reversed() where size > 0 {
      places.append(rest % size + 1)
      rest /= size
    }
    return "[" + places.reversed().map(String.init).joined(separator: ", ") + "]"
  }

  /// A shape as NumPy writes it, for example `(5000,)` or `(3, 4)`.
  static func text(_ shape: [Int]) -> String {
    "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "") + ")"
  }
}
