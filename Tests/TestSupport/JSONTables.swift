import Foundation

/// The tables of docs/json.md, as a test reads them: which fields an object of `--json` has, and of which types.
///
/// A table with a row `command` describes an object that the program prints. Any other table describes a part of such objects, under the name in its heading.
public struct JSONTables: Sendable {
  indirect enum Kind: Sendable {
    case number, whole, text, boolean, yes, null, shape, matrix, value, places
    case literal(String)
    case list(Kind)
    case tuple([Kind])
    /// An object whose field names are free.
    case object(Kind)
    case fields([Field])
    /// A part that has a table of its own.
    case part(String)
    case either([Kind])
  }

  struct Field: Sendable {
    let name: String
    let kind: Kind
    let isOptional: Bool
  }

  struct Table: Sendable {
    let name: String
    var fields: [Field]
    var isWhole: Bool { fields.contains { $0.name == "command" } }
  }

  /// Why the tables cannot be read.
  public struct Fault: Error {
    let message: String
  }

  /// What objects contained: `train.history`, and `train.command=train` for a text that a table lists.
  public final class Seen {
    public var names: Set<String> = []
    public init() {}
  }

  let tables: [String: Table]

  /// Those of docs/json.md.
  public static let standard: JSONTables = {
    let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    do {
      return try JSONTables(String(contentsOf: root.appendingPathComponent("docs/json.md"), encoding: .utf8))
    } catch { fatalError("docs/json.md: \(error)") }
  }()

  public init(_ markdown: String) throws {
    var tables: [String: Table] = [:]
    var heading = ""
    for line in markdown.split(separator: "\n") {
      if line.hasPrefix("#") { heading = String(line.drop { $0 == "#" || $0 == " " }).replacing("`", with: "") }
      guard line.hasPrefix("| `") else { continue }
      let cells = line.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false).dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
      let type = cells[1].split(separator: "|")[0].trimmingCharacters(in: .whitespaces)
      // The table of types has no fields.
      if heading == "Rules for every object" { continue }
      var reader = TypeReader(type)
      tables[heading, default: Table(name: heading, fields: [])].fields.append(try reader.field(named: cells[0].replacing("`", with: "")))
    }
    self.tables = tables
    for table in tables.values { for field in table.fields { try resolve(field.kind, table.name) } }
  }

  private func resolve(_ kind: Kind, _ table: String) throws {
    switch kind {
    case .part(let name): guard tables[name].map({ !$0.isWhole }) == true else { throw Fault(message: "\(table): there is no type '\(name)'") }
    case .list(let kind), .object(let kind): try resolve(kind, table)
    case .tuple(let kinds), .either(let kinds): try kinds.forEach { try resolve($0, table) }
    case .fields(let fields): try fields.forEach { try resolve($0.kind, table) }
    default: break
    }
  }

  /// Everything that objects can contain, in the form of `Seen`.
  public var names: Set<String> {
    var names: Set<String> = []
    for table in tables.values {
      for field in table.fields {
        let name = table.name + "." + field.name
        names.insert(name)
        for literal in Self.literals(field.kind) { names.insert(name + "=" + literal) }
      }
    }
    return names
  }

  private static func literals(_ kind: Kind) -> [String] {
    switch kind {
    case .literal(let text): [text]
    case .either(let kinds): kinds.flatMap(literals)
    default: []
    }
  }

  // MARK: Checking

  /// Why a line of output is none that the tables describe; nil where it is one.
  public func complaint(_ line: some StringProtocol, _ seen: Seen? = nil) -> String? {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { return "no JSON object: \(line.prefix(200))" }
    var complaints: [String] = []
    var fitting: [Table] = []
    for table in tables.values where table.isWhole {
      if let complaint = complaint(object, table) { complaints.append("\(table.name): \(complaint)") } else { fitting.append(table) }
    }
    if fitting.count == 1 {
      if let seen { _ = complaint(object, fitting[0], seen) }
      return nil
    }
    if !fitting.isEmpty { return "it fits \(fitting.map(\.name).sorted().joined(separator: " and ")): \(line.prefix(300))" }
    let near = complaints.filter { !$0.contains(": command is ") }
    return "docs/json.md does not describe \(line.prefix(300)): \((near.isEmpty ? complaints : near).sorted().joined(separator: "; "))"
  }

  /// Every complaint about the whole lines of an output.
  public func complaints(about output: String) -> [String] {
    output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { complaint($0) }
  }

  private func complaint(_ object: [String: Any], _ table: Table, _ seen: Seen? = nil) -> String? {
    var object = object
    // Any object may have warnings, but for errors and tests.
    if table.isWhole, object["error"] == nil, table.fields.first?.kind.isLiteral("test") == false, !table.fields.contains(where: { $0.name == "warnings" }),
      let warnings = object.removeValue(forKey: "warnings")
    {
      if let complaint = complaint(warnings, .list(.part("warning")), "warnings", seen) { return complaint }
    }
    return complaint(object, table.fields, table.name, seen)
  }

  private func complaint(_ object: [String: Any], _ fields: [Field], _ path: String, _ seen: Seen?) -> String? {
    var known = 0
    for field in fields {
      guard let value = object[field.name] else {
        if field.isOptional { continue }
        return "\(field.name) is missing"
      }
      known += 1
      let name = path + "." + field.name
      if let seen {
        seen.names.insert(name)
        if let text = value as? String, Self.literals(field.kind).contains(text) { seen.names.insert(name + "=" + text) }
      }
      if let complaint = complaint(value, field.kind, name, seen) { return "\(field.name) is \(complaint)" }
    }
    guard known < object.count else { return nil }
    return "unknown field \(object.keys.filter { name in !fields.contains { $0.name == name } }.sorted().joined(separator: ", "))"
  }

  private func complaint(_ value: Any, _ kind: Kind, _ path: String, _ seen: Seen?) -> String? {
    func each(_ kind: Kind) -> String? {
      guard let items = value as? [Any] else { return "no list" }
      for item in items { if let complaint = complaint(item, kind, path, seen) { return complaint } }
      return nil
    }
    switch kind {
    case .number: return Self.isNumber(value) ? nil : "no number"
    case .whole:
      guard let number = value as? NSNumber, !Self.isBoolean(number), number.doubleValue == number.doubleValue.rounded() else { return "no whole number" }
    case .text: return value is String ? nil : "no text"
    case .boolean, .yes:
      guard let number = value as? NSNumber, Self.isBoolean(number) else { return "no boolean" }
      if case .yes = kind, !number.boolValue { return "not true" }
    case .null: return value is NSNull ? nil : "not null"
    case .literal(let text): return value as? String == text ? nil : "not \"\(text)\""
    case .shape:
      guard let sizes = value as? [Any], [0, 2].contains(sizes.count) else { return "no shape" }
      return each(.whole)
    case .places:
      guard let places = value as? [Any] else { return "no places" }
      for place in places { if let complaint = complaint(place, .tuple([.whole, .whole]), path, seen) { return complaint } }
    case .matrix:
      guard let rows = value as? [Any] else { return "no matrix" }
      for row in rows {
        guard let row = row as? [Any], row.allSatisfy({ Self.isNumber($0) || Self.isBoolean($0) }) else { return "no matrix" }
      }
    case .value:
      if value is String || Self.isNumber(value) || Self.isBoolean(value) { return nil }
      return complaint(value, .matrix, path, seen)
    case .list(let kind): return each(kind)
    case .tuple(let kinds):
      guard let items = value as? [Any], items.count == kinds.count else { return "no list of \(kinds.count)" }
      for (item, kind) in zip(items, kinds) { if let complaint = complaint(item, kind, path, seen) { return complaint } }
    case .object(let kind):
      guard let object = value as? [String: Any] else { return "no object" }
      for item in object.values { if let complaint = complaint(item, kind, path, seen) { return complaint } }
    case .fields(let fields):
      guard let object = value as? [String: Any] else { return "no object" }
      return complaint(object, fields, path, seen)
    case .part(let name):
      guard let object = value as? [String: Any] else { return "no object" }
      return complaint(object, tables[name]!, seen)
    case .either(let kinds):
      let complaints = kinds.map { complaint(value, $0, path, seen) }
      return complaints.contains(nil) ? nil : complaints.compactMap { $0 }.joined(separator: " and ")
    }
    return nil
  }

  private static func isNumber(_ value: Any) -> Bool {
    if let number = value as? NSNumber { return !isBoolean(number) }
    return (value as? String).map { ["NaN", "Infinity", "-Infinity"].contains($0) } ?? false
  }

  /// JSON's true and false are numbers of one byte to Foundation.
  private static func isBoolean(_ value: Any) -> Bool {
    guard let number = value as? NSNumber else { return false }
    return unsafe number.objCType.pointee == CChar(UInt8(ascii: "c"))
  }
}

extension JSONTables.Kind {
  func isLiteral(_ text: String) -> Bool { if case .literal(text) = self { true } else { false } }
}

/// Reads the words of a type: `list of (number or null) or missing`.
private struct TypeReader {
  private var rest: Substring
  private let whole: String

  init(_ text: String) { (whole, rest) = (text, text[...]) }

  /// The field of a row: its type ends the cell.
  mutating func field(named name: String) throws -> JSONTables.Field {
    let field = try alternatives(name)
    guard rest.isEmpty else { throw JSONTables.Fault(message: "\(name): cannot read '\(rest)' in '\(whole)'") }
    return field
  }

  private mutating func alternatives(_ name: String) throws -> JSONTables.Field {
    var kinds: [JSONTables.Kind] = []
    var isOptional = false
    repeat { if take("missing") { isOptional = true } else { kinds.append(try single()) } } while take(" or ")
    return JSONTables.Field(name: name, kind: kinds.count == 1 ? kinds[0] : .either(kinds), isOptional: isOptional)
  }

  private mutating func single() throws -> JSONTables.Kind {
    if take("list of ") { return .list(try single()) }
    if take("object of ") { return .object(try single()) }
    if take("(") {
      let kind = try alternatives("").kind
      try need(")")
      return kind
    }
    if take("[") {
      var kinds: [JSONTables.Kind] = []
      repeat { kinds.append(try alternatives("").kind) } while take(", ")
      try need("]")
      return .tuple(kinds)
    }
    if take("{") {
      var fields: [JSONTables.Field] = []
      repeat {
        try need("`")
        let name = String(rest.prefix { $0 != "`" })
        rest = rest.dropFirst(name.count)
        try need("` ")
        fields.append(try alternatives(name))
      } while take(", ")
      try need("}")
      return .fields(fields)
    }
    if take("`\"") {
      let text = String(rest.prefix { $0 != "\"" })
      rest = rest.dropFirst(text.count)
      try need("\"`")
      return .literal(text)
    }
    let word = words()
    rest = rest.dropFirst(word.count)
    return Self.plain[word] ?? .part(word)
  }

  private static let plain: [String: JSONTables.Kind] = [
    "number": .number, "whole number": .whole, "text": .text, "boolean": .boolean, "true": .yes, "null": .null, "shape": .shape, "matrix": .matrix,
    "value": .value, "places": .places,
  ]

  /// What stands before the next ` or ` or sign.
  private func words() -> String {
    let part = rest.prefix { !",)]}".contains($0) }
    return String(part.firstRange(of: " or ").map { part[..<$0.lowerBound] } ?? part)
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  private mutating func need(_ text: String) throws {
    guard take(text) else { throw JSONTables.Fault(message: "'\(text)' is missing before '\(rest)' in '\(whole)'") }
  }
}
