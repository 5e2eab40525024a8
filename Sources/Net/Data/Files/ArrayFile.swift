/// One array from a file: `.npy`, `.npz`, a table of numbers, or text as NumPy prints it.
public enum ArrayFile {
  /// The array in the form in which the file holds it.
  public enum Content: Sendable {
    /// A matrix. `tolerance` is the error that the file's number format allows for each entry; nil for doubles.
    case matrix(Matrix, tolerance: Double?)
    /// Text with brackets, or a single number, as NumPy prints an array.
    case printed(String)
  }

  /// The suffixes that mark a word as the name of an array file. Other suffixes are read as text.
  public static let suffixes = ["npy", "npz", "csv", "tsv", "txt"]

  /// Reads the array of a file. From an archive it takes the array `name`, or the only array. An array with one dimension is a row.
  ///
  /// The bytes of the file and what is built from them are counted in `budget`.
  /// - Throws: `DataError` where the file cannot be read, is empty, has no such array or holds something other than numbers.
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
    guard let matrix = array.matrix else { throw .badNPY(name: name, reason: "it is not a matrix of numbers") }
    return .matrix(matrix, tolerance: array.isSinglePrecision ? singlePrecision * matrix.elements.reduce(0) { max($0, abs($1)) } : nil)
  }

  /// The error of a step that is computed in float32, as a share of the largest entry.
  private static let singlePrecision = 2e-6

  private static func text(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> Content {
    try budget.take(bytes.count)
    let whole = String(decoding: bytes, as: UTF8.self)
    if PrintedArray.isPrinted(whole) {
      try PrintedArray.count(bytes, budget)
      return .printed(whole)
    }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let delimiter = [",", ";", "\t"].map { UInt8(ascii: $0) }.first { line.contains($0) }
    let rows = if let delimiter { try CSV(bytes, delimiter: delimiter, budget).rows } else { try words(whole, budget) }
    return .matrix(try numbers(rows, budget), tolerance: nil)
  }

  /// Rows of cells with blanks between them, as `numpy.savetxt` writes them. Lines that start with `#` are skipped.
  private static func words(_ text: String, _ budget: MemoryBudget) throws(DataError) -> [(line: Int, cells: [String])] {
    var rows: [(line: Int, cells: [String])] = []
    var (rest, number) = (text[...], 0)
    while !rest.isEmpty {
      let line = rest.prefix { !$0.isNewline }
      rest = rest[line.endIndex...].dropFirst()
      number += 1
      if number & 0xfff == 0, Interrupt.current?.isRequested == true { throw .interrupted }
      // Arrays grow by doubling, so twice the size of the row is counted. A line has the most words where each word is one letter and a blank.
      try budget.take(2 * MemoryLayout<(Int, [String])>.size + 32)
      try budget.take(line.utf8.count / 2 + 1, of: 2 * MemoryLayout<Substring>.size)
      let cells = line.split { $0.isWhitespace }.map(String.init)
      budget.giveBack((line.utf8.count / 2 + 1) * 2 * MemoryLayout<Substring>.size)
      try budget.take(cells.count, of: 2 * MemoryLayout<String>.size)
      if !cells.isEmpty, !cells[0].hasPrefix("#") { rows.append((number, cells)) }
    }
    return rows
  }

  /// The numbers of a table. A first row without any number is a header.
  private static func numbers(_ rows: [(line: Int, cells: [String])], _ budget: MemoryBudget) throws(DataError) -> Matrix {
    guard let first = rows.first else { throw .empty }
    let body = first.cells.allSatisfy { DecimalNumber.value(trimmed($0)) == nil } ? rows.dropFirst() : rows[...]
    guard !body.isEmpty else { throw .noRows }
    try budget.take(body.count * first.cells.count, of: 2 * MemoryLayout<Double>.size)
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
