/// One array from a file: `.npy`, `.npz`, or text in one of the printed forms.
public enum ArrayFile {
  /// The array in the form in which the file holds it.
  public enum Content: Sendable {
    /// A matrix. `tolerance` is the error that the file's number format allows for each entry; nil for doubles.
    case matrix(Matrix, tolerance: Double?)
    /// Text that `PrintedArray` may read. Its memory is counted.
    case printed(String)
  }

  /// Reads the array of a file. From an archive it takes the array `name`, or the only array. An array with one dimension is a row.
  ///
  /// The bytes of the file and what is built from them are counted in `budget`.
  /// - Throws: `DataError` where the file cannot be read, is empty, or is an archive or a `.npy` file without such an array of numbers.
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
    return .matrix(matrix, tolerance: array.isSinglePrecision ? PrintedFormat.single.step * matrix.elements.reduce(0) { max($0, abs($1)) } : nil)
  }

  private static func text(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> Content {
    // A NUL tells a file of bytes from a text before it is read.
    if let place = bytes.firstIndex(of: 0) { throw .notText(line: bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1, byte: 0) }
    try PrintedArray.count(bytes, budget)
    return .printed(String(decoding: bytes, as: UTF8.self))
  }
}
