import Interp

/// A failure of a run.
struct Failure: Sendable {
  /// The kind in words. Numbers and names are left out, so that two failures of the same kind have the same words.
  var kind: String
  var detail: String
  /// The number of the statement where it was seen; nil where that is unknown.
  var place: Int?
}

/// The results of a run, statement by statement.
struct Observation: Sendable {
  struct Statement: Sendable {
    var lines: [JSON] = []
    var failed = false
    /// Whether the mark behind the statement was printed.
    var ended = false
  }

  var statements: [Statement]
  var failure: Failure?
  /// The standard output.
  var output: [UInt8] = []
  var errors: [UInt8] = []
  var peak = 0
}

/// The form in which a session is run.
enum Form: Sendable {
  case json(threads: Int)
  /// Text. With `reports` it begins with `set report on`. With `echoes` it runs under `-x`, which turns reports on too.
  case text(reports: Bool, echoes: Bool)
}

/// Runs sessions and finds what is wrong with them.
struct Oracle: Sendable {
  var program: String
  var limits = Limits()
  /// The most memory of a session, in KiB.
  var memory = 300 << 10
  /// The defect to switch on in a build with planted defects. 0 is none.
  var defect = 0

  /// Of every eight sessions, one is also run as text, one with `-x`, and one on three threads.
  static let (turnOfText, turnOfEcho, turnOfThreads) = (1, 3, 5)

  /// Statements that print the state and do not change it.
  static let probes = ["who", "set", "display", "watch", "breakpoints", "freeze", "timeline", "branches", "show alpha, t, m", "data"]
  /// More such statements, for a session with a network.
  static let deeper = ["show sum(W1), sum(b1)"]

  /// The input of a run, and the line at which each statement begins. Behind each statement a mark is printed.
  static func input(_ session: Session, _ form: Form) -> (bytes: [UInt8], lines: [Int]) {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    var line = 1
    func add(_ text: [UInt8]) {
      bytes += text + [0x0a]
      line += text.count { $0 == 0x0a } + 1
    }
    func mark(_ mark: String) { add(Array("print \"@\(mark)@\"".utf8)) }
    if case .text(let reports, _) = form {
      add(Array("set digits 17".utf8))
      if reports { add(Array("set report on".utf8)) }
    }
    let probesAreAsked = isJSON(form)
    for (index, item) in session.items.enumerated() {
      let probes = item.isProbed && probesAreAsked
      let asked = item.returns ? Self.probes + Self.deeper : Self.probes
      if probes {
        asked.forEach { add(Array($0.utf8)) }
        mark("p\(index)")
      }
      starts.append(line)
      add(item.input)
      mark("\(index)")
      // All digits must be printed, because values are compared.
      if !probesAreAsked, item.text.contains("digits") { add(Array("set digits 17".utf8)) }
      if probes {
        asked.forEach { add(Array($0.utf8)) }
        mark("q\(index)")
      }
    }
    if session.verifies {
      add(Array("record --verify".utf8))
      mark("end")
    }
    return (bytes, starts)
  }

  private static func isJSON(_ form: Form) -> Bool { if case .json = form { true } else { false } }

  private func end(_ session: Session, _ form: Form, in folder: String) -> Ended {
    Files.remove(folder)
    Files.makeFolder(folder)
    defer { Files.remove(folder) }
    for file in session.files { Files.write(file.bytes, to: folder + "/" + file.name) }
    var arguments = ["-k"]
    var threads = 1
    switch form {
    case .json(let count):
      arguments = ["--json", "-k"]
      threads = count
    case .text(_, let echoes): if echoes { arguments = ["-x", "-k"] }
    }
    let environment =
      [
        "PATH=/usr/bin:/bin", "HOME=/nonexistent", "LANG=C.UTF-8", "NNSHELL_THREADS=\(threads)", "SWIFT_BACKTRACE=enable=no", "OPENBLAS_NUM_THREADS=1",
        "NNSHELL_DEFECT=\(defect)",
      ]
    return Child.run(program, arguments, environment: environment, folder: folder, input: Self.input(session, form).bytes, limits: limits)
  }

  // MARK: One run

  /// Runs a session with `--json` and makes all checks that need only one run.
  func run(_ session: Session, threads: Int = 1, in folder: String) -> Observation {
    let ended = end(session, .json(threads: threads), in: folder)
    var seen = Observation(statements: Array(repeating: .init(), count: session.items.count), output: ended.output, errors: ended.errors, peak: ended.peak)
    var marks: [String: [JSON]] = [:]
    var (lines, order): ([JSON], [String]) = ([], [])
    var firstError: String?
    var sees = true
    for line in ended.output.split(separator: 0x0a) where sees {
      let value: JSON
      do throws(JSON.Wrong) { value = try JSON(line) } catch {
        // A program that was killed may have written half a line.
        if case .exited = ended.cause {} else if line.endIndex == ended.output.endIndex { break }
        let part = String(decoding: line.prefix(error.place + 40).suffix(100), as: UTF8.self)
        seen.failure =
          seen.failure
          ?? Failure(kind: "json: \(error.message)", detail: "at byte \(error.place): \(part)", place: order.last.flatMap { Int($0) }.map { $0 + 1 })
        sees = false
        continue
      }
      if value["command"]?.text == "print", let text = value["text"]?.text, text.hasPrefix("@"), text.hasSuffix("@"), text.count > 2 {
        let mark = String(text.dropFirst().dropLast())
        marks[mark] = lines
        order.append(mark)
        lines = []
        continue
      }
      lines.append(value)
      if let complaint = wrongForm(value) {
        seen.failure = seen.failure ?? Failure(kind: "json: \(complaint)", detail: String(decoding: line.prefix(400), as: UTF8.self))
      }
      if firstError == nil { firstError = value["error"]?["kind"]?.text }
    }
    for index in session.items.indices {
      guard let lines = marks["\(index)"] else { continue }
      seen.statements[index] = Observation.Statement(lines: lines, failed: lines.contains { $0["error"] != nil }, ended: true)
    }
    // The statement that ran when the program ended.
    let next = session.items.indices.first { !seen.statements[$0].ended }
    let ran = next.map { "at statement \($0 + 1): \(session.items[$0].text.prefix(200))" } ?? "after the last statement"
    let head = next.map { Self.head(session.items[$0].text) } ?? "at the end"
    switch ended.cause {
    case .exited: break
    case .signal(let signal):
      seen.failure = Failure(kind: "signal \(signal) in \(head)", detail: ran + "\n" + String(decoding: ended.errors.suffix(300), as: UTF8.self), place: next)
      return seen
    case .tooLong:
      seen.failure = Failure(kind: "hang in \(head)", detail: ran, place: next)
      return seen
    case .tooMuchMemory:
      seen.failure = Failure(kind: "memory in \(head)", detail: ran, place: next)
      return seen
    case .tooMuchOutput:
      seen.failure = Failure(kind: "output without end in \(head)", detail: ran, place: next)
      return seen
    }
    if seen.failure != nil { return seen }
    if ended.peak > memory { seen.failure = Failure(kind: "memory", detail: "\(ended.peak / 1024) MiB") }
    if !ended.errors.isEmpty { seen.failure = Failure(kind: "standard error with --json", detail: String(decoding: ended.errors.prefix(300), as: UTF8.self)) }
    let quits = next.map { session.items[$0].text.hasPrefix("quit") } ?? false
    if let next, !quits { seen.failure = Failure(kind: "lost statements", detail: ran, place: next) }
    if seen.failure == nil { seen.failure = wrongStatus(ended.cause, firstError, quits ? session.items[next!].text : nil) }
    if seen.failure == nil { seen.failure = changedState(session, seen, marks) }
    if seen.failure == nil, session.verifies, !quits { seen.failure = wrongRecording(marks["end"]) }
    return seen
  }

  /// What is wrong with the form of an object; nil where it is right.
  private func wrongForm(_ value: JSON) -> String? {
    guard case .object(let members) = value else { return "a line is no object" }
    if let error = value["error"] {
      guard let kind = error["kind"]?.text, Vocabulary.faultKinds.contains(kind) else { return "an error without a known kind" }
      guard error["message"]?.text?.isEmpty == false, error["file"]?.text != nil, let line = error["line"]?.double, let column = error["column"]?.double,
        line >= 1, column >= 1, error["hint"] != nil
      else { return "an error lacks a field" }
      return nil
    }
    guard members.first?.name == "command", value["command"]?.text?.isEmpty == false else { return "command is not the first field" }
    if let shape = value["shape"]?.numbers, shape.count == 2, let rows = value["value"], case .array(let parts) = rows {
      let widths = parts.map { if case .array(let entries) = $0 { entries.count } else { -1 } }
      if parts.count != Int(shape[0]) || widths.contains(where: { $0 != Int(shape[1]) }) { return "shape and value differ" }
    }
    return nil
  }

  private func wrongStatus(_ cause: Ended.Cause, _ firstError: String?, _ quit: String?) -> Failure? {
    guard case .exited(let status) = cause else { return nil }
    var expected: Int32 = firstError == nil ? 0 : ["assertion", "claim"].contains(firstError) ? 3 : 1
    if let quit, let number = Int32(quit.dropFirst(5).filter { $0 != "(" && $0 != ")" }) { expected = number }
    if quit?.contains("1 + 1") == true { expected = 2 }
    return status == expected
      ? nil : Failure(kind: "exit status \(status) in place of \(expected)", detail: "first error: \(firstError ?? "none"), quit: \(quit ?? "none")")
  }

  /// The failure where a failed statement changed the state, or where a way there and back did not end in the same state.
  private func changedState(_ session: Session, _ seen: Observation, _ marks: [String: [JSON]]) -> Failure? {
    for (index, item) in session.items.enumerated()
    where item.isProbed && (seen.statements[index].failed ? item.isSimple : item.returns && seen.statements[index].ended) {
      guard var before = marks["p\(index)"]?.map(\.withoutLine), var after = marks["q\(index)"]?.map(\.withoutLine) else { continue }
      if item.returns {
        // The timeline has one more step now, and passes may exist that did not exist before. So only a part of the state is compared.
        (before, after) = (before.filter(Self.isOfState), after.filter(Self.isOfState))
      }
      guard before != after else { continue }
      let pair = zip(before, after).first { $0 != $1 }
      let what = pair?.0["command"]?.text ?? "number of lines"
      return Failure(
        kind: item.returns ? "\(what) changed on the way there and back" : "\(what) changed by a failed \(Self.head(item.text))",
        detail: String((pair.map { "\($0.0.text(800))\n\($0.1.text(800))" } ?? "")), place: index)
    }
    return nil
  }

  private static func isOfState(_ line: JSON) -> Bool {
    line["command"]?.text.map { ["set", "show", "freeze", "data"].contains($0) } ?? false
  }

  private func wrongRecording(_ lines: [JSON]?) -> Failure? {
    guard let lines else { return Failure(kind: "record --verify gave nothing", detail: "") }
    guard let message = lines.compactMap({ $0["error"]?["message"]?.text }).first else { return nil }
    return Failure(kind: "record: " + Self.withoutDetails(message), detail: message)
  }

  // MARK: Two runs

  /// The same statements as text must have the same errors and the same values.
  func textDiffers(_ session: Session, from json: Observation, in folder: String) -> Failure? {
    let ended = end(session, .text(reports: false, echoes: false), in: folder)
    guard case .exited = ended.cause else { return Failure(kind: "text: the run ended otherwise", detail: "\(ended.cause)") }
    let (_, starts) = Self.input(session, .text(reports: false, echoes: false))
    let (_, twinStarts) = Self.input(session, .json(threads: 1))
    var failed: [Int: String] = [:]
    for line in ended.errors.split(separator: 0x0a).map({ String(decoding: $0, as: UTF8.self) }) where line.hasPrefix("<stdin>:") {
      let parts = line.dropFirst("<stdin>:".count).split(separator: ":", maxSplits: 2)
      guard parts.count == 3, let number = Int(parts[0]), parts[2].hasPrefix(" error: "), let index = starts.lastIndex(where: { $0 <= number }) else {
        continue
      }
      failed[index] = failed[index] ?? "\(number - starts[index]):\(parts[1]): \(parts[2].dropFirst(8))"
    }
    let texts = Self.segments(ended.output, count: session.items.count)
    for (index, statement) in json.statements.enumerated() where statement.ended {
      let place = session.items[index].text.prefix(200)
      let fault = statement.lines.compactMap { $0["error"] }.first { $0["file"]?.text == "<stdin>" }
      let message = fault.map {
        "\(Int($0["line"]?.double ?? 0) - twinStarts[index]):\(Int($0["column"]?.double ?? 0)): \(Escaping.visible(Self.firstLine($0["message"]?.text ?? "")))"
      }
      if message != failed[index] {
        return Failure(
          kind: "text and JSON fail otherwise in \(Self.head(session.items[index].text))",
          detail: "\(place)\nJSON: \(message ?? "no error")\ntext: \(failed[index] ?? "no error")", place: index)
      }
      guard session.items[index].isSimple, statement.lines.count == 1, let value = statement.lines[0]["value"]?.numbers, let text = texts[index],
        ["expression", "show"].contains(statement.lines[0]["command"]?.text)
      else { continue }
      if let shown = Self.numbers(text, count: value.count, columns: Int(statement.lines[0]["shape"]?.numbers?.last ?? 1)), !Self.same(shown, value) {
        return Failure(
          kind: "text and JSON have other values in \(Self.head(session.items[index].text))",
          detail: "\(place)\nJSON: \(value)\ntext: \(text.joined(separator: "\n"))", place: index)
      }
    }
    return nil
  }

  /// The output with `-x`, without its echoed lines, must equal the output without `-x`.
  func echoDiffers(_ session: Session, in folder: String) -> Failure? {
    let plain = end(session, .text(reports: true, echoes: false), in: folder)
    let echoed = end(session, .text(reports: true, echoes: true), in: folder)
    let (a, b) = (Self.withoutEchoes(plain.output), Self.withoutEchoes(echoed.output))
    guard let place = zip(a, b).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset ?? (a.count == b.count ? nil : min(a.count, b.count)) else {
      return plain.cause == echoed.cause ? nil : Failure(kind: "-x: the run ended otherwise", detail: "\(plain.cause) and \(echoed.cause)")
    }
    let around = "without -x: \(a.dropFirst(place).prefix(2))\nwith -x: \(b.dropFirst(place).prefix(2))"
    return Failure(kind: "-x prints something else", detail: around)
  }

  /// Three threads must give the same lines as one thread.
  func threadsDiffer(_ session: Session, from one: Observation, in folder: String) -> Failure? {
    let three = run(session, threads: 3, in: folder)
    if let failure = three.failure { return Failure(kind: "on three threads: \(failure.kind)", detail: failure.detail, place: failure.place) }
    for (index, (a, b)) in zip(one.statements, three.statements).enumerated() where a.lines != b.lines {
      // `version` prints the number of threads, and `time` prints seconds.
      let text = session.items[index].text
      if text.contains("version") || text.contains("time") { continue }
      let pair = zip(a.lines, b.lines).first { $0 != $1 }
      return Failure(
        kind: "three threads differ in \(Self.head(text))", detail: String(text.prefix(200)) + (pair.map { "\n\($0.text(800))\n\($1.text(800))" } ?? ""),
        place: index)
    }
    return nil
  }

  // MARK: Texts

  /// The command that a statement begins with; else "an expression".
  static func head(_ text: String) -> String {
    let word = text.drop { $0 == " " }.prefix { $0.isLetter }
    return Vocabulary.commands.contains { $0.name == word } ? String(word) : "an expression"
  }

  /// A message without numbers, without names in quotes, and without the text after a colon.
  static func withoutDetails(_ message: String) -> String {
    var (result, quoted) = ("", false)
    for character in firstLine(message) {
      if character == "'" { quoted.toggle() }
      if quoted || character.isNumber { continue }
      if character == ":" { break }
      result.append(character)
    }
    return result
  }

  private static func firstLine(_ text: String) -> String { String(text.prefix { $0 != "\n" && $0 != "\r\n" }) }

  /// The lines that each statement printed.
  private static func segments(_ output: [UInt8], count: Int) -> [Int: [String]] {
    var (segments, lines): ([Int: [String]], [String]) = ([:], [])
    for line in output.split(separator: 0x0a, omittingEmptySubsequences: false).map({ String(decoding: $0, as: UTF8.self) }) {
      if line.hasPrefix("@"), line.hasSuffix("@"), line.count > 2 {
        if let index = Int(line.dropFirst().dropLast()) { segments[index] = lines }
        lines = []
      } else {
        lines.append(line)
      }
    }
    return segments
  }

  /// The numbers in the printed form of one number or a small matrix, without the labels. Nil for a larger matrix or any other text.
  private static func numbers(_ lines: [String], count: Int, columns: Int) -> [Double]? {
    func number(_ word: Substring) -> Double? { word == "True" ? 1 : word == "False" ? 0 : Double(word == "nan" ? "nan" : String(word)) }
    if count == 1, lines.count == 1 { return lines[0].split(separator: "  ")[0].split(separator: " ").last.flatMap(number).map { [$0] } }
    guard count > 0, columns <= 3, count / columns <= 20, lines.count == count / columns + 2, !lines.contains(where: { $0.contains("…") }) else { return nil }
    var all: [Double] = []
    for line in lines.dropFirst(2) {
      for word in line.split(separator: " ").dropFirst() {
        guard let value = number(word.last == "*" ? word.dropLast() : word) else { return nil }
        all.append(value)
      }
    }
    return all.count == count ? all : nil
  }

  private static func same(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }

  private static func withoutEchoes(_ output: [UInt8]) -> [String] {
    output.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }.filter { !$0.hasPrefix("nn> ") && !$0.hasPrefix("... ") && $0 != "nn>" }.map {
      line in
      if line.hasPrefix("time: ") { return "time" }
      return line.hasSuffix(" steps a second")
        ? String(line.prefix(line.lastIndex(of: ",").map { line.distance(from: line.startIndex, to: $0) } ?? line.count)) : line
    }
  }
}
