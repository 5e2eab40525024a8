/// What stands at one place of a print: an array, several arrays with names, or a word that is no number.
enum PrintedValue {
  case block(PrintedBlock)
  case named([(name: String, value: PrintedValue)])
  case text(String)
}

/// Reads numbers in brackets, with the calls, dictionaries and dimensions around them. All forms with brackets are read by it.
///
/// Blanks, commas and newlines separate entries, and `;` ends a row. Text behind the first argument of a call is read only for the type and the dimensions.
struct BracketReader {
  var scanner: PrintScanner
  private var depth = 0
  /// Deeper brackets are no array. The limit also bounds the recursion.
  private static let deepest = 16
  private var questions = 0
  /// The number of entries that ranges such as `1:4` gave.
  private var inRanges = 0

  init(_ scanner: PrintScanner) { self.scanner = scanner }

  private func fault(_ reason: PrintedArray.Flaw.Reason, _ offset: Int? = nil) -> PrintFault { PrintFault(reason, offset ?? scanner.place) }

  /// The word at a place, for an error: letters up to the next blank or comma, or one sign.
  private func words(_ offset: Int) -> String { scanner.words(at: offset) }

  /// Reads the value that begins here. The place is then behind it.
  mutating func value() throws(PrintFault) -> PrintedValue {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw fault(.tooDeep) }
    scanner.skipSpace()
    let start = scanner.place
    switch scanner.next {
    case nil: throw fault(.bracket)
    case UInt8(ascii: "["):
      scanner.place += 1
      return try list(until: "]", from: start)
    case UInt8(ascii: "("):
      scanner.place += 1
      return try list(until: ")", from: start)
    case UInt8(ascii: "{"):
      scanner.place += 1
      let begin = scanner.place
      let isDictionary = try key(":") != nil
      scanner.place = begin
      return isDictionary ? try entries() : try list(until: "}", from: start)
    case UInt8(ascii: "<"): return try angle()
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      guard let text = scanner.quoted() else { throw fault(.quote) }
      return .text(text)
    default: return try word()
    }
  }

  /// Reads a number, a factor before an array, a type before a bracket, or a call.
  private mutating func word() throws(PrintFault) -> PrintedValue {
    let range = scanner.word()
    guard !range.isEmpty else { throw fault(.unknown(words(scanner.place))) }
    let end = range.upperBound
    if isCall(end) { return try call(range) }
    if end < scanner.bytes.count, scanner.bytes[end] == UInt8(ascii: "["), PrintedForm.types.contains(scanner.text(range)) {
      scanner.place = end
      guard case .block(var block) = try value() else { throw fault(.unknown(words(range.lowerBound)), range.lowerBound) }
      block.format = PrintedFormat(scanner.text(range))
      return .block(block)
    }
    guard let entry = PrintedEntry(scanner.bytes[range]) else {
      let text = scanner.text(range)
      guard PrintedForm.nothing.contains(text) else { throw fault(.notNumber(words(range.lowerBound))) }
      scanner.place = end
      return .text(text)
    }
    scanner.place = end
    let entries = try self.range(from: entry)
    guard entries.count == 1 else {
      return .block(PrintedBlock(rows: [PrintedRow(entries: entries, offset: range.lowerBound)], dimensions: 1, offset: range.lowerBound))
    }
    scanner.skipBlanks()
    guard scanner.skip("*") else {
      scanner.place = end
      return .block(PrintedBlock(rows: [PrintedRow(entries: entries, offset: range.lowerBound)], dimensions: 0, offset: range.lowerBound))
    }
    // Older PyTorch writes a common factor before the numbers.
    guard case .block(var block) = try value() else { throw fault(.notNumber("*"), end) }
    for row in block.rows.indices { block.rows[row].entries = block.rows[row].entries.map { $0.times(entry.value) } }
    return .block(block)
  }

  /// Reads the entries of a list and its closing bracket. The opening bracket is at `start`.
  private mutating func list(until close: Unicode.Scalar, from start: Int) throws(PrintFault) -> PrintedValue {
    var block = PrintedBlock(rows: [], dimensions: 1, offset: start)
    var row = PrintedRow(offset: scanner.place)
    var named: [(name: String, value: PrintedValue)] = []
    var label: String?
    var isNested = false
    while true {
      scanner.skipSpace()
      if scanner.skip(",") { continue }
      guard let byte = scanner.next else { throw fault(.bracket) }
      questions += 1
      if questions & 0xffff == 0, Interrupt.current?.isRequested == true { throw fault(.interrupted) }
      let place = scanner.place
      if scanner.skip(close) { break }
      if scanner.skip(";") {
        guard !isNested else { throw fault(.unknown(";"), place) }
        block.dimensions = 2
        if !row.entries.isEmpty { block.rows.append(row) }
        row = PrintedRow(offset: scanner.place)
        continue
      }
      let word = scanner.word()
      if !word.isEmpty, let entry = PrintedEntry(scanner.bytes[word]), !isCall(word.upperBound) {
        guard !isNested else { throw fault(.notNumber(words(place))) }
        scanner.place = word.upperBound
        row.entries += try range(from: entry)
        continue
      }
      if PrintedForm.isGap(scanner.bytes[word]) {
        guard isNested ? block.rowGap == nil : row.gap == nil else { throw fault(.notNumber(words(place))) }
        if isNested { block.rowGap = block.rows.count } else { row.gap = row.entries.count }
        scanner.place = word.upperBound
        continue
      }
      if close == ")", let name = try key("=") {
        label = name
        continue
      }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "}") { throw fault(.bracket) }
      switch try value() {
      case .text(let text): label = text
      case .named(let pairs): named += pairs
      case .block(let inner):
        if let name = label, name != "", !PrintedForm.nothing.contains(name), inner.dimensions > 0 {
          named.append((name, .block(inner)))
          label = nil
          continue
        }
        label = nil
        block.format = inner.format ?? block.format
        if inner.dimensions == 0 {
          guard !isNested else { throw fault(.notNumber(words(place)), place) }
          row.entries += inner.entries
          continue
        }
        guard inner.dimensions == 1, row.entries.isEmpty else { throw fault(.tooDeep, place) }
        if !isNested, row.gap != nil { (block.rowGap, row.gap) = (0, nil) }
        (isNested, block.dimensions) = (true, 2)
        block.rows.append(inner.rows.first ?? PrintedRow(offset: place))
      }
    }
    if !named.isEmpty { return .named(named) }
    if !isNested, !row.entries.isEmpty || block.rows.isEmpty { block.rows.append(row) }
    return .block(block)
  }

  /// The whole numbers of a range of R such as `1:4`, whose first number is read; else the number alone.
  private mutating func range(from first: PrintedEntry) throws(PrintFault) -> [PrintedEntry] {
    guard scanner.next == UInt8(ascii: ":") else { return [first] }
    let start = scanner.place
    scanner.place += 1
    let word = scanner.word()
    guard let last = PrintedEntry(scanner.bytes[word]), first.halfUnit == nil, last.halfUnit == nil, first.value.isFinite, last.value.isFinite else {
      scanner.place = start
      return [first]
    }
    let count = abs(last.value - first.value)
    guard count < Double(Self.mostInRanges - inRanges) else { throw fault(.notNumber(words(word.lowerBound)), word.lowerBound) }
    inRanges += Int(count) + 1
    scanner.place = word.upperBound
    return stride(from: first.value, through: last.value, by: last.value < first.value ? -1 : 1).map(first.whole)
  }

  /// More numbers in ranges are refused, since a few letters would need much memory.
  private static let mostInRanges = 100_000

  /// Whether an opening bracket stands at the end of a word.
  private func isCall(_ end: Int) -> Bool { end < scanner.bytes.count && scanner.bytes[end] == UInt8(ascii: "(") }

  /// Reads a key and the sign behind it, which is `sign` or `=>`; nil, with the place unchanged, where no key begins here.
  private mutating func key(_ sign: Unicode.Scalar) throws(PrintFault) -> String? {
    let start = scanner.place
    scanner.skipSpace()
    var name: String?
    if scanner.next == UInt8(ascii: "\"") || scanner.next == UInt8(ascii: "'") || scanner.next == UInt8(ascii: "`") {
      name = scanner.quoted()
    } else {
      let word = scanner.word()
      if !word.isEmpty { name = scanner.text(word) }
      scanner.place = word.upperBound
    }
    scanner.skipBlanks()
    if name != nil, scanner.has("=>") {
      scanner.place += 2
      return name
    }
    if name != nil, !scanner.has("=="), scanner.skip(sign) { return name }
    scanner.place = start
    return nil
  }

  /// Reads `'dW1': array(…), 'db1': …` and the closing brace. The opening one is already read.
  private mutating func entries() throws(PrintFault) -> PrintedValue {
    var named: [(name: String, value: PrintedValue)] = []
    while true {
      scanner.skipSpace()
      if scanner.skip(",") || scanner.skip(";") { continue }
      if scanner.skip("}") { return .named(named) }
      let place = scanner.place
      guard let name = try key(":") else { throw scanner.isAtEnd ? fault(.bracket) : fault(.unknown(words(place)), place) }
      named.append((name, try value()))
    }
  }

  /// Reads a call such as `array(…, dtype=float32)`, `np.float64(0.5)`, `structure(c(…), dim = c(4L, 2L))` or `dict(dW1=…)`.
  private mutating func call(_ word: Range<Int>) throws(PrintFault) -> PrintedValue {
    let full = scanner.text(word)
    let name = full.split(separator: ".").last.map(String.init) ?? full
    guard PrintedForm.calls.contains(name) else { throw fault(.unknown(full), word.lowerBound) }
    scanner.place = word.upperBound + 1
    if PrintedForm.lists.contains(name) { return try list(until: ")", from: word.lowerBound) }
    var result: PrintedValue?
    var named: [(name: String, value: PrintedValue)] = []
    var said: PrintedFormat?
    var dimensions: [Int] = []
    var isFrame = false
    while true {
      scanner.skipSpace()
      if scanner.skip(",") { continue }
      if scanner.skip(")") { break }
      guard !scanner.isAtEnd else { throw fault(.bracket) }
      if let key = try key("=") {
        let place = scanner.place
        switch key {
        case "dtype":
          try skipArgument()
          said = PrintedFormat(scanner.text(place..<scanner.place))
        case "dim", ".Dim":
          guard case .block(let block) = try value() else { throw fault(.notNumber(words(place)), place) }
          dimensions = block.entries.map { Int(exactly: $0.value) ?? 0 }
        case "class":
          try skipArgument()
          isFrame = scanner.text(place..<scanner.place).contains("data.frame")
        case _ where PrintedForm.tables.contains(name): named.append((key, try value()))
        default: try skipArgument()
        }
      } else if result == nil {
        result = try value()
      } else {
        try skipArgument()
      }
    }
    if result == nil, !named.isEmpty { result = .named(named) }
    guard let result else { throw fault(.empty, word.lowerBound) }
    if isFrame || name == "DataFrame", case .named(let columns) = result { return .block(try frame(columns, word.lowerBound)) }
    guard case .block(var block) = result else { return result }
    block.format = said ?? block.format ?? PrintedFormat(name) ?? PrintedForm.silentFormat(name)
    return .block(dimensions.isEmpty ? block : try filled(block, dimensions))
  }

  /// The vector as a matrix with these dimensions, filled column by column, as R does.
  private func filled(_ block: PrintedBlock, _ dimensions: [Int]) throws(PrintFault) -> PrintedBlock {
    guard dimensions.count == 2 else {
      if dimensions.count == 1 { return block }
      throw fault(.tooDeep, block.offset)
    }
    let (rows, columns) = (dimensions[0], dimensions[1])
    let entries = block.entries
    guard rows > 0, columns > 0, rows <= entries.count, rows.multipliedReportingOverflow(by: columns).partialValue == entries.count else {
      throw fault(.dimensions(Shape(max(0, rows), max(0, columns)), found: entries.count), block.offset)
    }
    var result = block
    result.dimensions = 2
    result.rows = (0..<rows).map { row in PrintedRow(entries: (0..<columns).map { entries[$0 * rows + row] }, offset: block.offset) }
    return result
  }

  /// A data frame from its columns. Columns of text are no part of it.
  private func frame(_ columns: [(name: String, value: PrintedValue)], _ offset: Int) throws(PrintFault) -> PrintedBlock {
    var vectors: [PrintedBlock] = []
    for column in columns {
      if case .block(let block) = column.value, block.rows.count == 1, !block.entries.isEmpty { vectors.append(block) }
    }
    guard let first = vectors.first else { throw fault(.empty, offset) }
    for vector in vectors where vector.entries.count != first.entries.count {
      throw fault(.parts(expected: first.entries.count, found: vector.entries.count), vector.offset)
    }
    let rows = first.entries.indices.map { row in PrintedRow(entries: vectors.map { $0.entries[row] }, offset: offset) }
    return PrintedBlock(rows: rows, dimensions: 2, format: vectors.compactMap(\.format).first, offset: offset)
  }

  /// Reads `<tf.Tensor: shape=(3, 2), dtype=float32, numpy=array(…)>`.
  private mutating func angle() throws(PrintFault) -> PrintedValue {
    let start = scanner.place
    scanner.place += 1
    let word = scanner.word()
    guard PrintedForm.angles.contains(scanner.text(word)) else { throw fault(.unknown(words(start)), start) }
    scanner.place = word.upperBound
    var result: PrintedValue?
    var said: PrintedFormat?
    while true {
      scanner.skipSpace()
      if scanner.skip(",") || scanner.skip(":") { continue }
      if scanner.skip(">") { break }
      guard !scanner.isAtEnd else { throw fault(.bracket) }
      let place = scanner.place
      guard let key = try key("=") else {
        try skipOne()
        continue
      }
      if key == "numpy" || key == "value" {
        result = try value()
      } else {
        let begin = scanner.place
        try skipOne()
        if key == "dtype" { said = PrintedFormat(scanner.text(begin..<scanner.place)) }
      }
      guard scanner.place > place else { throw fault(.unknown(words(place)), place) }
    }
    guard let result else { throw fault(.empty, start) }
    guard case .block(var block) = result else { return result }
    block.format = said ?? block.format
    return .block(block)
  }

  /// Goes past one argument of a call, up to the comma or the bracket that ends it.
  private mutating func skipArgument() throws(PrintFault) {
    while let byte = scanner.next, byte != UInt8(ascii: ","), byte != UInt8(ascii: ")") { try skipOne() }
  }

  /// Goes past one word, quoted text, pair of brackets with its contents, or sign.
  private mutating func skipOne() throws(PrintFault) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw fault(.tooDeep) }
    let pairs: [UInt8: Unicode.Scalar] = [UInt8(ascii: "("): ")", UInt8(ascii: "["): "]", UInt8(ascii: "{"): "}", UInt8(ascii: "<"): ">"]
    scanner.skipSpace()
    guard let byte = scanner.next else { throw fault(.bracket) }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      guard scanner.quoted() != nil else { throw fault(.quote) }
    } else if let close = pairs[byte] {
      let start = scanner.place
      scanner.place += 1
      while true {
        scanner.skipSpace()
        if scanner.skip(close) { return }
        guard !scanner.isAtEnd else { throw fault(.bracket, start) }
        try skipOne()
      }
    } else {
      let word = scanner.word()
      scanner.place = word.isEmpty ? scanner.place + 1 : word.upperBound
    }
  }
}
