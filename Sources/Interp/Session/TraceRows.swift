import Net

/// A file that takes a trace's rows.
protocol TraceRows: AnyObject {
  /// Called before the first row: what the columns are, and their shapes, nil for a number.
  func begin(_ observed: [Observed], _ shapes: [Shape?]) throws(DataError)
  /// Where it throws, the file has its first `rows` rows.
  func append(step: Int, _ values: [Value]) throws(DataError)
  /// Makes the file whole: what a reader finds has `rows` rows.
  func settle() throws(DataError)
  func close()
  var rows: Int { get }
  /// Takes the rows after the first `mark.rows` out again.
  func cut(to mark: Trace.Mark)
  /// Where the rows are in a readable form though the file could not take them; nil where it did.
  var leftover: String? { get }
  var bytes: Int { get }
}

/// `.csv` and `.jsonl`: a line a row.
final class TextRows: TraceRows {
  enum Format {
    case csv, jsonl
  }

  private let format: Format
  private let file: GrowingFile
  private var names: [String] = []

  init(_ path: String, _ format: Format) throws(DataError) {
    self.format = format
    file = try GrowingFile(path)
  }

  var leftover: String? { nil }
  var bytes: Int { file.mark.bytes }
  /// The header is a record of its own.
  var rows: Int { max(0, file.mark.records - (format == .csv ? 1 : 0)) }

  func begin(_ observed: [Observed], _ shapes: [Shape?]) throws(DataError) {
    names = observed.map(\.name)
    guard format == .csv else { return }
    let columns = zip(observed, shapes).flatMap { item, shape -> [String] in
      guard let shape else { return [item.name] }
      let name = item.expression.isOperation ? "(\(item.name))" : item.name
      return (0..<shape.rows * shape.columns).map { "\(name)[\($0 / shape.columns + 1),\($0 % shape.columns + 1)]" }
    }
    try file.append(Array((["t"] + columns).map(Self.quoted).joined(separator: ",").utf8) + [UInt8(ascii: "\n")])
  }

  /// As RFC 4180 has it: in quotes where there is a comma, a quote or a line end.
  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  func append(step: Int, _ values: [Value]) throws(DataError) {
    switch format {
    case .csv:
      var line = String(step)
      for value in values {
        for entry in value.asMatrix?.elements ?? [] {
          line += ","
          // "-0" would read back as a whole number, without its sign.
          line += entry == 0 && entry.sign == .minus ? "-0.0" : NumberFormat.shortest(entry)
        }
      }
      try file.append(Array(line.utf8) + [UInt8(ascii: "\n")])
    case .jsonl:
      let fields = [JSONField("t", .integer(step))] + zip(names, values).map { JSONField($0, JSONValue($1)) }
      try file.append(Array(JSONWriter.line(fields).utf8) + [UInt8(ascii: "\n")])
    }
  }

  func settle() throws(DataError) { try file.flush() }
  func close() { try? file.finish() }
  func cut(to mark: Trace.Mark) { file.cut(to: GrowingFile.Mark(records: mark.records, bytes: mark.bytes)) }

  var records: Int { file.mark.records }
}

/// `.npz`: an array a column, `t` first.
final class ArchiveRows: TraceRows {
  private let path: String
  private let spool: ArraySpool

  init(_ path: String) throws(DataError) {
    self.path = path
    spool = try ArraySpool(archive: path, first: "t")
  }

  var rows: Int { spool.rows }
  var bytes: Int { 0 }
  var leftover: String? { spool.holdsMore ? ArraySpool.partPath(path, 0) + " …" : nil }

  func begin(_ observed: [Observed], _ shapes: [Shape?]) throws(DataError) {
    try spool.open(zip(observed, shapes).map { ($0.name, $1.map { [$0.rows, $0.columns] } ?? []) })
  }

  func append(step: Int, _ values: [Value]) throws(DataError) { try spool.append(step, values.map { $0.asMatrix?.elements ?? [] }) }

  func settle() throws(DataError) { try spool.assemble() }
  func close() { spool.remove() }
  func cut(to mark: Trace.Mark) { spool.cut(toRows: mark.rows) }
}

extension Expression {
  /// Whether an index behind it would be its last part's: `A + B`.
  fileprivate var isOperation: Bool {
    switch kind {
    case .unary, .binary, .comparison, .and, .or, .not: true
    default: false
    }
  }
}
