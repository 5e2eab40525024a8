import Net

/// A file that gets the values of some expressions, one row for each step.
///
/// A row is made after its step is complete, so a file error loses no result of a training. The trace then ends at its last whole row. The statement keeps
/// its results and reports the error at its end.
final class Trace {
  /// A position between two rows, to which the trace can be cut back.
  struct Mark {
    var rows: Int
    var lastStep: Int?
    var bytes: Int
    /// The number of lines in a text file, including the header. 0 for other files.
    var records: Int
  }

  /// The reason why the trace has ended.
  enum Ending {
    /// The file could not be written. The text is the system's reason.
    case file(String)
    /// A column has another shape than before or cannot be computed. The text is a message.
    case columns(String)
  }

  /// The path as the user typed it.
  let path: String
  /// The real path of the open file.
  let identity: String
  /// The expressions of the columns.
  let observed: [Observed]
  /// The step interval of the rows. A row is written where t is divisible by it.
  let every: Int
  private let file: any TraceRows
  /// The shape of each column, nil for a number. The whole list is nil before the first row.
  private var layout: [Shape?]?
  /// The step of the last row, or nil without rows.
  private(set) var lastStep: Int?
  /// The reason why there are no more rows, or nil while the trace goes on.
  private(set) var ending: Ending?
  /// The steps of the rows after the settled ones. They show which row is the last one if a full disk loses some.
  private var recent: [Int] = []
  private var closedRows: Int?
  private var settled = (rows: 0, lastStep: Int?.none)

  /// A trace with an open file and without rows.
  init(path: String, observed: [Observed], every: Int, file: any TraceRows) {
    (self.path, self.observed, self.every, self.file) = (path, observed, every, file)
    identity = Self.identity(path)
  }

  /// The real path that the trace for `path` keeps open. Two traces with the same identity would write to the same file.
  static func identity(_ path: String) -> String {
    FilePaths.real(path.lowercased().hasSuffix(".npz") ? ArraySpool.partPath(path, 0) : path)
  }

  /// The function that opens a trace file of the path's suffix, or nil where a trace cannot write such files.
  static func opener(_ path: String) -> ((String) throws(DataError) -> any TraceRows)? {
    switch path.contains(".") ? path.split(separator: ".").last?.lowercased() : nil {
    case "csv": { (path) throws(DataError) in try TextRows(path, .csv) }
    case "jsonl": { (path) throws(DataError) in try TextRows(path, .jsonl) }
    case "npz": { (path) throws(DataError) in try ArchiveRows(path) }
    default: nil
    }
  }

  /// The number of rows in the file, now or when it was closed.
  var rows: Int { closedRows ?? file.rows }
  /// The present end of the trace.
  var mark: Mark { Mark(rows: file.rows, lastStep: lastStep, bytes: file.bytes, records: (file as? TextRows)?.records ?? 0) }
  /// The path of rows that could not be added to an archive, or nil where there are none.
  var leftover: String? { file.leftover }

  /// Whether the trace takes a row of this step.
  func wantsRow(of step: Int) -> Bool { ending == nil && step % every == 0 }

  /// Adds the row of a step. A failure becomes the `ending` and is not thrown.
  func append(step: Int, _ values: Result<[Value], Fault>) {
    guard ending == nil else { return }
    switch values {
    case .failure(let fault): ending = .columns(fault.message)
    case .success(let values):
      if let wrong = zip(observed, values).first(where: { $1.asMatrix == nil }) {
        ending = .columns(Fault.traceTakesNumbers(wrong.0.name, wrong.1).message)
        return
      }
      let shapes = values.map(\.shape)
      if let layout, let index = layout.indices.first(where: { layout[$0] != shapes[$0] }) {
        ending = .columns(Warning.traceShape(observed[index].name, values[index], was: layout[index]))
        return
      }
      do throws(DataError) {
        remember(step)
        if layout == nil {
          try file.begin(observed, shapes)
          layout = shapes
        }
        try file.append(step: step, values)
        lastStep = step
      } catch {
        fail(error)
      }
    }
  }

  /// A limit for the number of rows that can be lost together. A file gathers at most 64 KiB.
  private static let mostRecent = 1 << 16

  private func remember(_ step: Int) {
    if recent.count == 2 * Self.mostRecent {
      settled = (settled.rows + Self.mostRecent, recent[Self.mostRecent - 1])
      recent.removeFirst(Self.mostRecent)
    }
    recent.append(step)
  }

  private func fail(_ error: DataError) {
    // Only the first of several failures is reported, but each of them can remove more rows.
    if case .file = ending {} else if case .unwritable(let reason) = error { ending = .file(reason) } else { ending = .file("\(error)") }
    let kept = file.rows - settled.rows
    lastStep = kept > 0 ? recent[min(kept, recent.count) - 1] : settled.lastStep
  }

  /// Writes all rows to the file. A failure becomes the `ending` and is not thrown.
  func settle() {
    do throws(DataError) {
      try file.settle()
      recent.removeAll(keepingCapacity: true)
      settled = (file.rows, lastStep)
    } catch {
      fail(error)
    }
  }

  /// Removes the rows after the mark. It is used after a statement failed.
  func cut(to mark: Mark) {
    file.cut(to: mark)
    lastStep = mark.lastStep
    if mark.rows < settled.rows { settled = (mark.rows, mark.lastStep) }
    recent = Array(recent.prefix(mark.rows - settled.rows))
    if mark.rows == 0 { layout = nil }
    if case .columns = ending { ending = nil }
  }

  /// Closes the file. `rows` then keeps its last value.
  func close() {
    closedRows = file.rows
    file.close()
  }
}
