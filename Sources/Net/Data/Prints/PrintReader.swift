/// Reads a whole print: the arrays in it with their names, and the lines around them.
struct PrintReader {
  var scanner: PrintScanner
  private let shape: Shape?
  private var arrays: [Found] = []
  private var section = Section()

  /// An array of the text with its name. The parts of a name in dictionaries are joined by points.
  private struct Found {
    var name: String?
    var block: PrintedBlock
    /// Whether the array is an entry of a dictionary. Then its name counts.
    var isEntry = false
  }

  /// The array that is being read.
  private struct Section {
    var name: String?
    var value: PrintedValue?
    var table: TableReader?
    var format: PrintedFormat?
    var isVector = false
    var offset = 0

    var isEmpty: Bool { value == nil && table == nil }
  }

  init(_ text: String, shape: Shape?) {
    scanner = PrintScanner(text)
    self.shape = shape
  }

  /// Reads the text and gives the array that has one of the names, or the only array.
  mutating func array(_ names: [String]) throws(PrintFault) -> PrintedBlock {
    var lines = 0
    while !scanner.isAtEnd {
      lines += 1
      if lines & 0xfff == 0, Interrupt.current?.isRequested == true { throw PrintFault(.interrupted, scanner.place) }
      try readLine()
    }
    try finish()
    let block = try chosen(names)
    guard let first = block.rows.first, !first.entries.isEmpty else { throw PrintFault(.empty, block.offset) }
    for (index, row) in block.rows.enumerated() where row.entries.count != first.entries.count || row.gap != first.gap {
      throw PrintFault(.ragged(row: index + 1, expected: first.entries.count, found: row.entries.count), row.offset)
    }
    return block
  }

  /// Reads the line at the place, or the value that begins on it.
  private mutating func readLine() throws(PrintFault) {
    while true {
      let line = PrintLine(scanner)
      let end = scanner.endOfLine(scanner.place)
      if line.isBlank {
        section.table?.blank()
        scanner.place = min(end + 1, scanner.bytes.count)
        return
      }
      let isPlain = line.isPlain || line.cells.allSatisfy { line.isNumber($0) || line.isLabel($0) }
      if !isPlain, let meaning = PrintedForm.all.lazy.compactMap({ $0.around?(line) }).first {
        if let body = try use(meaning, line) {
          scanner.place = body
          continue
        }
      } else if isValue(line) {
        return try readValue(line)
      } else {
        if section.value != nil { try finish() }
        if section.table == nil {
          section.table = TableReader(shape: shape)
          section.offset = line.range.lowerBound
        }
        try section.table?.add(line)
      }
      scanner.place = min(end + 1, scanner.bytes.count)
      return
    }
  }

  /// Does what a line around the numbers says. The result is where the line goes on with an array.
  private mutating func use(_ meaning: PrintLine.Meaning, _ line: PrintLine) throws(PrintFault) -> Int? {
    switch meaning {
    case .heading(let name, let body):
      try finish(keepingName: name == nil)
      section.name = name ?? section.name
      return body
    case .size(let format, let isVector):
      try finish(keepingName: true)
      (section.format, section.isVector) = (format ?? section.format, isVector)
    case .part: section.table?.startPart()
    case .factor(let factor):
      if section.table == nil { section.table = TableReader(shape: shape) }
      section.table?.factor = factor
    case .ending(let format, let isSeries):
      section.format = format ?? section.format
      if isSeries { section.table?.isSeries = true }
    case .cut: section.table?.cut()
    case .nothing: break
    }
    return nil
  }

  /// Whether a value with brackets begins on the line, and not a row of a table.
  private func isValue(_ line: PrintLine) -> Bool {
    let first = line.cells[0]
    switch scanner.bytes[first.lowerBound] {
    // `[1]` of R has numbers behind it on the line; a list of one number has none.
    case UInt8(ascii: "["): return !line.isLabel(first) || line.cells.count == 1 && !scanner.bytes[first].contains(UInt8(ascii: ","))
    case UInt8(ascii: "{"), UInt8(ascii: "("): return true
    // `<dbl>` is the type of a column.
    case UInt8(ascii: "<"): return scanner.bytes[first].last != UInt8(ascii: ">")
    default:
      var begin = scanner
      begin.place = first.lowerBound
      let word = begin.word()
      guard !word.isEmpty, word.upperBound < scanner.bytes.count else { return false }
      let text = scanner.text(word)
      let name = text.split(separator: ".").last.map(String.init) ?? text
      let isArgument = word.upperBound + 1 < scanner.bytes.count && scanner.bytes[word.upperBound + 1] == UInt8(ascii: "[")
      return scanner.bytes[word.upperBound] == UInt8(ascii: "(") && (isArgument || PrintedForm.calls.contains(name))
        || scanner.bytes[word.upperBound] == UInt8(ascii: "[") && PrintedForm.types.contains(text)
    }
  }

  private mutating func readValue(_ line: PrintLine) throws(PrintFault) {
    if !section.isEmpty { try finish() }
    section.offset = line.range.lowerBound
    var reader = BracketReader(scanner)
    defer { scanner = reader.scanner }
    section.value = try reader.value()
    reader.scanner.skipBlanks()
    if !reader.scanner.skip(",") { _ = reader.scanner.skip(";") }
    reader.scanner.skipBlanks()
    guard reader.scanner.isAtEnd || reader.scanner.skip("\n") else {
      let place = reader.scanner.place
      let isBracket = [UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "}")].contains(reader.scanner.bytes[place])
      throw PrintFault(isBracket ? .bracket : .rest(scanner.words(at: place)), place)
    }
  }

  /// Ends the array that is being read and begins the next one.
  private mutating func finish(keepingName: Bool = false) throws(PrintFault) {
    let done = section
    section = Section()
    if done.isEmpty {
      if keepingName { (section.name, section.format, section.isVector) = (done.name, done.format, done.isVector) }
      return
    }
    if let value = done.value { return add(value, done.name, done, isEntry: false) }
    guard var table = done.table, var block = try table.block(isVector: done.isVector, done.offset) else { return }
    block.format = done.format ?? block.format
    arrays.append(Found(name: done.name ?? table.title, block: block))
  }

  private mutating func add(_ value: PrintedValue, _ name: String?, _ section: Section, isEntry: Bool) {
    switch value {
    case .text: break
    case .named(let pairs):
      for pair in pairs { add(pair.value, name.map { "\($0).\(pair.name)" } ?? pair.name, section, isEntry: true) }
    case .block(var block):
      block.format = block.format ?? section.format
      if section.isVector, block.dimensions == 1 { block.isColumn = true }
      arrays.append(Found(name: name, block: block, isEntry: isEntry))
    }
  }

  /// The array with the first of the names that one has; the last such array, where several have it.
  private func chosen(_ names: [String]) throws(PrintFault) -> PrintedBlock {
    guard let first = arrays.first else { throw PrintFault(.empty, 0) }
    for name in names {
      if let found = arrays.last(where: { $0.name == name }) { return found.block }
    }
    for name in names {
      if let found = arrays.last(where: { $0.name.map { Self.ends($0, with: name) } ?? false }) { return found.block }
    }
    if arrays.count == 1, !first.isEntry || names.isEmpty { return first.block }
    let known = arrays.compactMap(\.name)
    guard known.isEmpty || names.isEmpty else { throw PrintFault(.missingName(names[0], known: known), first.block.offset) }
    throw PrintFault(.rest(scanner.words(at: arrays[1].block.offset)), arrays[1].block.offset)
  }

  /// Whether the last words of `path` are the name: `grads['dW1']` and `dW[1]` end with dW1, `mydW1` does not.
  private static func ends(_ path: String, with name: String) -> Bool {
    var tail = ""
    for word in path.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).reversed() {
      tail = word + tail
      if tail == name { return true }
      if tail.count > name.count { return false }
    }
    return false
  }
}
