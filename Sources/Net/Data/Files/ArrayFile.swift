/// One array from a file: `.npy`, `.npz`, a table of numbers, or the text that NumPy prints.
public enum ArrayFile {
  public enum Content: Sendable {
    /// `tolerance`: half a unit of what the file's numbers can tell, of the largest entry; nil for doubles.
    case matrix(Matrix, tolerance: Double?)
    /// Text with brackets, as NumPy prints an array.
    case printed(String)
  }

  public static let suffixes = ["npy", "npz", "csv", "tsv", "txt"]

  /// The array of a file. Of an archive it is the one called `name`, or the only one. What has one dimension is a row.
  public static func read(_ path: String, name: String, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) -> Content {
    let bytes = try FileBytes.read(path, budget)
    guard !bytes.isEmpty else { throw .empty }
    switch path.contains(".") ? String(path.split(separator: ".").last ?? "").lowercased() : "" {
    case "npy": return try content(NPYArray(bytes: bytes, name: name, budget: budget), name)
    case "npz":
      let arrays = try NPZ.read(bytes, budget) { names in names.contains(name) ? [name] : names.count == 1 ? names : [] }
      guard let array = arrays.first?.value else { throw .missingEntry(name) }
      return try content(array, name)
    default: return try text(bytes, budget)
    }
  }

  private static func content(_ array: NPYArray, _ name: String) throws(DataError) -> Content {
    guard let matrix = array.matrix else { throw .badNPY(name: name, reason: "it is no matrix of numbers") }
    return .matrix(matrix, tolerance: array.isSinglePrecision ? singlePrecision * matrix.elements.reduce(0) { max($0, abs($1)) } : nil)
  }

  /// What a step computed in float32 loses, of the largest entry.
  private static let singlePrecision = 2e-6

  private static func text(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> Content {
    let whole = String(decoding: bytes, as: UTF8.self)
    if PrintedArray.isPrinted(whole) { return .printed(whole) }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let delimiter = [",", ";", "\t"].map { UInt8(ascii: $0) }.first { line.contains($0) }
    let rows = try delimiter.map { (mark) throws(DataError) in try CSV(bytes, delimiter: mark, budget).rows } ?? words(bytes)
    return .matrix(try numbers(rows), tolerance: nil)
  }

  /// Cells that blanks separate, as `numpy.savetxt` writes them.
  private static func words(_ bytes: [UInt8]) -> [(line: Int, cells: [String])] {
    let lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }
    return lines.enumerated().compactMap { index, line in
      let cells = line.split { $0.isWhitespace }.map(String.init)
      return cells.isEmpty || cells[0].hasPrefix("#") ? nil : (index + 1, cells)
    }
  }

  /// A first row without a number is a header.
  private static func numbers(_ rows: [(line: Int, cells: [String])]) throws(DataError) -> Matrix {
    guard let first = rows.first else { throw .empty }
    let body = first.cells.allSatisfy { DecimalNumber.value(trimmed($0)) == nil } ? rows.dropFirst() : rows[...]
    guard !body.isEmpty else { throw .noRows }
    var elements: [Double] = []
    for row in body {
      guard row.cells.count == first.cells.count else { throw .ragged(line: row.line, expected: first.cells.count, found: row.cells.count) }
      for (column, cell) in row.cells.enumerated() {
        guard let value = DecimalNumber.value(trimmed(cell)) else {
          throw .cell(line: row.line, column: String(column + 1), text: cell, cell.isEmpty ? .missing : .notNumber)
        }
        elements.append(value)
      }
    }
    return Matrix(rows: body.count, columns: first.cells.count, elements: elements)
  }

  private static func trimmed(_ cell: String) -> Substring { cell.drop { $0 == " " }.prefix { $0 != " " } }
}
