import Net

/// A file that takes the rows of a trace.
protocol TraceRows: AnyObject {
  /// Begins the file with its columns, before the first row. The shape of a number is nil.
  ///
  /// - Throws: An error where the file cannot be written.
  func begin(_ observed: [Observed], _ shapes: [Shape?]) throws(DataError)
  /// Adds a row.
  ///
  /// - Throws: An error where the file cannot be written. The file then contains only its first `rows` rows.
  func append(step: Int, _ values: [Value]) throws(DataError)
  /// Writes all rows, so that a reader of the file finds `rows` rows.
  ///
  /// - Throws: An error where the file cannot be written.
  func settle() throws(DataError)
  /// Closes the file. Errors are ignored.
  func close()
  /// The number of rows so far.
  var rows: Int { get }
  /// Removes the rows after the first `mark.rows` ones.
  func cut(to mark: Trace.Mark)
  /// The path of readable rows that the file itself could not take, or nil where it took all rows.
  var leftover: String? { get }
  /// The size of a text file in bytes, or 0 for an archive.
  var bytes: Int { get }
}

/// A `.csv` or `.jsonl` file with one line for each row.
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
  /// The number of rows. The header of a `.csv` file is no row.
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

  /// The cell as RFC 4180 defines it. A cell with a comma, a quote or a line end is put in quotes.
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
          // CSV readers would read "-0" as an integer, which has no sign.
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

  /// The number of lines, including the header.
  var records: Int { file.mark.records }
}

/// An `.npz` file with one array for each column, `t` first.
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
  /// Whether the expression is an operation such as `A + B`. An index after it would belong to its last operand only, so it needs brackets.
  fileprivate var isOperation: Bool {
    switch kind {
    case .unary, .binary, .comparison, .and, .or, .not: true
    default: false
    }
  }
}
