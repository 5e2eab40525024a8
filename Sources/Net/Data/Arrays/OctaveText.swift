/// The text format of Octave's `save`: for each variable a name, a type, its sizes, and its numbers.
///
/// Matrices, scalars, ranges and truth values are read, also sparse and diagonal matrices, and texts. Other types are listed and not read.
struct OctaveText {
  private(set) var entries: [ArrayEntry] = []
  /// The byte behind the line of the type of each entry, and the type.
  private var places: [(start: Int, type: String)] = []

  /// Lists the variables. Those inside of a cell array or a struct are not listed.
  init(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) {
    var lines = Lines(bytes, at: 0)
    while let (name, type) = try lines.variable() {
      try budget.take(4 * MemoryLayout<ArrayEntry>.stride + name.utf8.count + type.utf8.count)
      let start = lines.place
      let kind: ArrayEntry.Kind = Self.isText(type) ? .texts : Self.isRead(type) ? .numbers : .refused(Self.refusal(type))
      places.append((start, type))
      var shape: [Int]?
      if kind == .numbers || kind == .texts { shape = try lines.sizes(of: type, name) }
      entries.append(ArrayEntry(name: name, shape: shape, kind: kind))
      lines.place = start
      try lines.skipContent(of: type, depth: 0)
    }
  }

  private static let numberTypes = ["", "float ", "int8 ", "int16 ", "int32 ", "int64 ", "uint8 ", "uint16 ", "uint32 ", "uint64 ", "bool "]

  private static func isText(_ type: String) -> Bool { type == "string" || type == "sq_string" }

  private static func isRead(_ type: String) -> Bool {
    ["bool", "range", "double_range", "float_range", "sparse matrix", "sparse bool matrix", "diagonal matrix", "float diagonal matrix"].contains(type)
      || numberTypes.contains { type == $0 + "matrix" || type == $0 + "scalar" }
  }

  private static func refusal(_ type: String) -> String {
    if type.contains("complex") { return "its numbers are complex" }
    if type.contains("cell") { return "it is a cell array" }
    return type.contains("struct") ? "it is a struct" : "it is Octave's type '\(type.prefix(60))', which is not read"
  }

  /// Reads the numbers or the texts of one of `entries`.
  func read(_ entry: ArrayEntry, _ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> NamedArray {
    guard let index = entries.firstIndex(of: entry), let shape = entry.shape else { throw .missingEntry(entry.name) }
    var lines = Lines(bytes, at: places[index].start)
    let type = places[index].type
    func bad(_ reason: String) -> DataError { .badNPY(name: entry.name, reason: reason) }
    guard let count = ArrayShape.count(shape) else { throw .tooLarge(limit: budget.limit) }
    if Self.isText(type) {
      _ = try lines.sizes(of: type, entry.name)
      var texts: [String] = []
      for _ in 0..<count {
        guard let text = try lines.text() else { throw bad("it is cut off") }
        try budget.take(MemoryLayout<String>.stride + text.count + 32)
        // Octave fills the rows of a matrix of characters with blanks.
        texts.append(String(decoding: text[..<(text.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? text.startIndex)], as: UTF8.self))
      }
      return NamedArray(name: entry.name, shape: shape, content: .texts(texts))
    }
    // Entries are put into another order at the end, so they are counted twice.
    try budget.take(count, of: 2 * MemoryLayout<Double>.size)
    defer { budget.giveBack(count * MemoryLayout<Double>.size) }
    _ = try lines.sizes(of: type, entry.name)
    func number() throws(DataError) -> Double {
      guard let word = try lines.word() else { throw bad("it is cut off") }
      guard let value = Self.value(word) else { throw bad("'\(word.prefix(40))' in line \(lines.number) is not a number") }
      return value
    }
    var values: [Double] = []
    if type.hasSuffix("range") {
      let numbers = try (lines.range ?? []).map { (value) throws(DataError) in value }
      guard numbers.count == 3 else { throw bad("it is cut off") }
      for place in 0..<count {
        let value = numbers[0] + Double(place) * numbers[2]
        values.append(place == count - 1 && (numbers[2] > 0 ? value > numbers[1] : value < numbers[1]) ? numbers[1] : value)
      }
    } else if type.hasPrefix("sparse") {
      values = [Double](repeating: 0, count: count)
      for _ in 0..<lines.entries {
        let (row, column, value) = (Int(exactly: try number()), Int(exactly: try number()), try number())
        guard let row, let column, (1...max(shape[0], 1)).contains(row), (1...max(shape[1], 1)).contains(column), count > 0 else {
          throw bad("line \(lines.number) names a place outside of it")
        }
        values[(row - 1) * shape[1] + column - 1] = value
      }
    } else if type.hasSuffix("diagonal matrix") {
      values = [Double](repeating: 0, count: count)
      for place in 0..<min(shape[0], shape[1]) { values[place * shape[1] + place] = try number() }
    } else {
      values.reserveCapacity(count)
      for _ in 0..<count { values.append(try number()) }
      // With `ndims`, the first dimension is fastest. Otherwise a line is a row.
      if lines.isColumnwise { values = ArrayShape.fromColumns(values, shape) }
    }
    guard try lines.word() == nil else { throw bad("it has more numbers than its sizes say") }
    return NamedArray(name: entry.name, shape: shape, content: .numbers(values))
  }

  private static func value(_ word: String) -> Double? {
    switch word {
    case "NaN", "NA": .nan
    case "Inf": .infinity
    case "-Inf": -.infinity
    default: DecimalNumber.value(word)
    }
  }
}

/// The lines of Octave's text format.
private struct Lines {
  private let bytes: [UInt8]
  /// The byte at which the next line or word begins.
  var place: Int
  /// What the last call of `sizes` found: base, limit and increment of a range, how many entries a sparse matrix has, and the order of the numbers.
  private(set) var range: [Double]?
  private(set) var entries = 0
  private(set) var isColumnwise = false
  private var questions = 0

  init(_ bytes: [UInt8], at place: Int) {
    self.bytes = bytes
    self.place = place
  }

  /// The number of the line at `place`, from 1.
  var number: Int { bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1 }

  private mutating func ask() throws(DataError) {
    questions &+= 1
    if questions & 0xffff == 0, Interrupt.current?.isRequested == true { throw .interrupted }
  }

  private mutating func line() throws(DataError) -> String? {
    try ask()
    guard place < bytes.count else { return nil }
    let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let text = bytes[place..<end]
    place = end + 1
    if place > bytes.count { place = bytes.count }
    return String(decoding: text.last == 0x0D ? text.dropLast() : text, as: UTF8.self)
  }

  /// The next word, up to the line that begins the next variable.
  mutating func word() throws(DataError) -> String? {
    try ask()
    while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
    guard place < bytes.count, bytes[place] != UInt8(ascii: "#") else { return nil }
    let end = bytes[place...].firstIndex { $0 <= 0x20 } ?? bytes.count
    defer { place = end }
    return String(decoding: bytes[place..<end].prefix(400), as: UTF8.self)
  }

  /// What stands behind `# key: ` in the next line; nil where that line is another one. Then `place` stays.
  private mutating func value(_ key: String) throws(DataError) -> String? {
    let start = place
    guard let line = try line(), line.hasPrefix("# \(key): ") else {
      place = start
      return nil
    }
    return String(line.dropFirst(key.count + 4))
  }

  private mutating func whole(_ key: String, _ name: String) throws(DataError) -> Int {
    guard let text = try value(key), let number = Int(text), number >= 0 else { throw .badNPY(name: name, reason: "its sizes are not understood") }
    return number
  }

  /// Goes to the next variable, and returns its name and its type. nil at the end.
  mutating func variable() throws(DataError) -> (name: String, type: String)? {
    while place < bytes.count {
      if let name = try value("name") {
        guard var type = try value("type") else { throw .badNPY(name: name, reason: "its type is missing") }
        if type.hasPrefix("global ") { type = String(type.dropFirst(7)) }
        return (name, type)
      }
      _ = try line()
    }
    return nil
  }

  /// The sizes of a variable. `place` then is at its numbers.
  mutating func sizes(of type: String, _ name: String) throws(DataError) -> [Int] {
    (range, entries, isColumnwise) = (nil, 0, false)
    if type == "bool" || type.hasSuffix("scalar") { return [1, 1] }
    if type.hasSuffix("range") {
      _ = try line()
      let words = (try line() ?? "").split(separator: " ").compactMap { Double($0) }
      guard words.count >= 3, words.allSatisfy(\.isFinite), words[2] != 0 else { throw .badNPY(name: name, reason: "its range is not understood") }
      range = Array(words.prefix(3))
      // As in Octave, rounding must not lose the last number.
      let steps = (words[1] - words[0]) / words[2] * (1 + 3 * Double.ulpOfOne)
      guard steps < 1e15 else { throw .badNPY(name: name, reason: "its range is not understood") }
      return [1, steps < 0 ? 0 : Int(steps) + 1]
    }
    if type.contains("string") { return [try whole("elements", name)] }
    if type.hasPrefix("sparse") { entries = try whole("nnz", name) }
    if let text = try value("ndims") {
      guard let count = Int(text), (1...64).contains(count) else { throw .badNPY(name: name, reason: "its sizes are not understood") }
      let sizes = (try line() ?? "").split(separator: " ").compactMap { Int($0) }
      guard sizes.count == count, sizes.allSatisfy({ $0 >= 0 }) else { throw .badNPY(name: name, reason: "its sizes are not understood") }
      isColumnwise = true
      return sizes
    }
    return [try whole("rows", name), try whole("columns", name)]
  }

  /// The bytes of the next text; nil where there is none, or where the file ends in it.
  mutating func text() throws(DataError) -> ArraySlice<UInt8>? {
    guard let number = try value("length"), let length = Int(number), length >= 0, length <= bytes.count - place else { return nil }
    let text = bytes[place..<place + length]
    place += length
    _ = try line()
    return text
  }

  /// Goes behind the variables that lie inside of a cell array or a struct.
  mutating func skipContent(of type: String, depth: Int) throws(DataError) {
    guard depth < 100 else { throw .badArrays(reason: "its cells are more than 100 deep") }
    var count = 0
    if type == "cell" {
      if let rows = try value("rows"), let columns = try value("columns"), let rows = Int(rows), let columns = Int(columns) {
        count = rows.multipliedReportingOverflow(by: columns).partialValue
      } else if try value("ndims") != nil {
        count = (try line() ?? "").split(separator: " ").compactMap { Int($0) }.reduce(1) { $0 &* $1 }
      }
    } else if type.hasSuffix("struct") {
      if try value("ndims") != nil { _ = try line() }
      count = try value("length").flatMap { Int($0) } ?? 0
    } else if type.contains("string") {
      // A text may look like a line of the format, so its lines are skipped by their length.
      for _ in 0..<max(0, try value("elements").flatMap { Int($0) } ?? 0) { if try text() == nil { return } }
    }
    for _ in 0..<max(0, count) {
      guard let inner = try variable() else { return }
      try skipContent(of: inner.type, depth: depth + 1)
    }
  }
}
