extension ScriptTest.Result {
  /// The result as bytes, which another process can read.
  public var bytes: [UInt8] {
    var fields = Fields()
    fields.add(name, rewritten == nil ? "" : "rewritten", rewritten ?? "", "\(wasInterrupted)", "\(seconds)", "\(failures.count)")
    for failure in failures { fields.add("\(failure.line)", failure.message, failure.text, "\(failure.isOfCheck)") }
    for check in checks {
      fields.add(check.kind.rawValue, "\(check.line)", check.statement, check.outcome.rawValue, check.message, check.text, "\(check.seconds)")
    }
    return fields.bytes
  }

  /// The result that has these bytes; nil where they are not whole.
  public init?(bytes: [UInt8]) {
    var fields = Fields(bytes)
    guard let name = fields.next(), let isRewritten = fields.next(), let rewritten = fields.next(), let wasInterrupted = fields.next().flatMap(Bool.init),
      let seconds = fields.next().flatMap(Double.init), let count = fields.next().flatMap(Int.init)
    else { return nil }
    self.init(name: name)
    self.rewritten = isRewritten.isEmpty ? nil : rewritten
    self.wasInterrupted = wasInterrupted
    self.seconds = seconds
    for _ in 0..<count {
      guard let line = fields.next().flatMap(Int.init), let message = fields.next(), let text = fields.next(),
        let isOfCheck = fields.next().flatMap(Bool.init)
      else { return nil }
      failures.append(ScriptTest.Failure(line: line, message: message, text: text, isOfCheck: isOfCheck))
    }
    while !fields.isAtEnd {
      guard let kind = fields.next().flatMap(ScriptTest.Check.Kind.init), let line = fields.next().flatMap(Int.init), let statement = fields.next(),
        let outcome = fields.next().flatMap(ScriptTest.Check.Outcome.init), let message = fields.next(), let text = fields.next(),
        let seconds = fields.next().flatMap(Double.init)
      else { return nil }
      checks.append(
        ScriptTest.Check(kind: kind, line: line, statement: statement, outcome: outcome, message: message, text: text, seconds: seconds))
    }
  }
}

/// A list of texts as bytes. Each text has its length before it, as in `5:alpha`.
private struct Fields {
  private(set) var bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func add(_ texts: String...) {
    for text in texts { bytes += Array("\(text.utf8.count):\(text)".utf8) }
  }

  /// The next text; nil where the list is not whole.
  mutating func next() -> String? {
    guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")), let count = Int(String(decoding: bytes[place..<colon], as: UTF8.self)),
      count >= 0, count <= bytes.count - colon - 1
    else { return nil }
    place = colon + 1 + count
    return String(decoding: bytes[colon + 1..<place], as: UTF8.self)
  }
}
