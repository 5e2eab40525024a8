import Net

/// Expressions that are written to a file, a row a step.
///
/// A row is made after the step is done, so that nothing of a training is lost where the file cannot take it: then the trace ends at its last
/// whole row, and the statement with an error after everything is kept.
final class Trace {
  /// A place between two rows.
  struct Mark {
    var rows: Int
    var lastStep: Int?
    var bytes: Int
    /// Lines of a text file: a header is one more.
    var records: Int
  }

  /// Why there are no more rows.
  enum Ending {
    /// The file could not be written: the system's reason.
    case file(String)
    /// The columns are other ones, or cannot be computed.
    case columns(String)
  }

  /// As typed.
  let path: String
  /// The file that is open, by its real name.
  let identity: String
  let observed: [Observed]
  /// A row where t is divisible by it.
  let every: Int
  private let file: any TraceRows
  /// The columns' shapes, nil for a number; nil before the first row.
  private var layout: [Shape?]?
  private(set) var lastStep: Int?
  private(set) var ending: Ending?
  /// Steps of the rows behind the settled ones, to tell the last one that a full disk took.
  private var recent: [Int] = []
  private var closedRows: Int?
  private var settled = (rows: 0, lastStep: Int?.none)

  init(path: String, observed: [Observed], every: Int, file: any TraceRows) {
    (self.path, self.observed, self.every, self.file) = (path, observed, every, file)
    identity = Self.identity(path)
  }

  /// What tells two files apart that a trace has open.
  static func identity(_ path: String) -> String {
    FilePaths.real(path.lowercased().hasSuffix(".npz") ? ArraySpool.partPath(path, 0) : path)
  }

  /// The kind of file that a name asks for; nil where it is none that a trace writes.
  static func opener(_ path: String) -> ((String) throws(DataError) -> any TraceRows)? {
    switch path.contains(".") ? path.split(separator: ".").last?.lowercased() : nil {
    case "csv": { (path) throws(DataError) in try TextRows(path, .csv) }
    case "jsonl": { (path) throws(DataError) in try TextRows(path, .jsonl) }
    case "npz": { (path) throws(DataError) in try ArchiveRows(path) }
    default: nil
    }
  }

  /// Rows that the file holds, or held when it was closed.
  var rows: Int { closedRows ?? file.rows }
  var mark: Mark { Mark(rows: file.rows, lastStep: lastStep, bytes: file.bytes, records: (file as? TextRows)?.records ?? 0) }
  /// Where rows are that an archive could not take.
  var leftover: String? { file.leftover }

  func wantsRow(of step: Int) -> Bool { ending == nil && step % every == 0 }

  /// Adds the row of a step. What fails is kept as the ending.
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

  /// Rows that may be lost together are fewer than this: a file gathers 64 KiB.
  private static let mostRecent = 1 << 16

  private func remember(_ step: Int) {
    if recent.count == 2 * Self.mostRecent {
      settled = (settled.rows + Self.mostRecent, recent[Self.mostRecent - 1])
      recent.removeFirst(Self.mostRecent)
    }
    recent.append(step)
  }

  private func fail(_ error: DataError) {
    // Of several failures the first is told; each may leave fewer rows.
    if case .file = ending {} else if case .unwritable(let reason) = error { ending = .file(reason) } else { ending = .file("\(error)") }
    let kept = file.rows - settled.rows
    lastStep = kept > 0 ? recent[min(kept, recent.count) - 1] : settled.lastStep
  }

  /// Makes the file whole. What fails is kept as the ending.
  func settle() {
    do throws(DataError) {
      try file.settle()
      recent.removeAll(keepingCapacity: true)
      settled = (file.rows, lastStep)
    } catch {
      fail(error)
    }
  }

  /// Takes the rows after a mark out again, those of a statement that failed.
  func cut(to mark: Mark) {
    file.cut(to: mark)
    lastStep = mark.lastStep
    if mark.rows < settled.rows { settled = (mark.rows, mark.lastStep) }
    recent = Array(recent.prefix(mark.rows - settled.rows))
    if mark.rows == 0 { layout = nil }
    if case .columns = ending { ending = nil }
  }

  func close() {
    closedRows = file.rows
    file.close()
  }
}
