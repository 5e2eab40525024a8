/// Kinds of files that people bring and that are not read. The error names the kind and says what to do.
///
/// A file is known by its first bytes, and where these could also be the header of a table, by more of its bytes. A zip archive is known by its members.
public enum ForeignFile: CaseIterable, Equatable, Sendable {
  case excel, oldExcel, openDocument, parquet, arrow, pickle, torch, kerasArchive, rData, octaveBinary, sqlite, bzip2, xz, zstandard, pdf, picture, webPage
  case json, arff, gitLFS

  /// Looks at the bytes of a file that holds no arrays. Nil where it may be a text table.
  init?(_ bytes: [UInt8]) {
    let start = FileStart(bytes)
    if start.begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .oldExcel
    } else if start.encloses("PAR1") {
      self = .parquet
    } else if start.begins("ARROW1\0\0") || start.encloses("FEA1") {
      self = .arrow
    } else if bytes.count > 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) {
      // The protocols 2 to 5 of pickle begin with their number. PyTorch wrote such files before 2020.
      self = .pickle
    } else if start.isRData {
      self = .rData
    } else if start.isOctaveBinary {
      self = .octaveBinary
    } else if start.begins("SQLite format 3\0") {
      self = .sqlite
    } else if start.isBzip2 {
      self = .bzip2
    } else if start.begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) {
      self = .xz
    } else if start.begins([0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstandard
    } else if start.isPDF {
      self = .pdf
    } else if start.begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]) || start.begins([0xFF, 0xD8, 0xFF]) || start.isGIF {
      self = .picture
    } else if start.isWebPage {
      self = .webPage
    } else if start.isJSON {
      self = .json
    } else if start.isARFF {
      self = .arff
    } else if start.begins("version https://git-lfs.github.com/spec/") {
      self = .gitLFS
    } else {
      return nil
    }
  }

  /// Looks at the paths of all members of a zip archive that holds no arrays. Nil where they say nothing.
  init?(members: [String]) {
    if members.contains(where: { $0.hasPrefix("xl/workbook") }) {
      self = .excel
    } else if members.contains("content.xml"), members.contains("META-INF/manifest.xml") {
      self = .openDocument
    } else if members.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) {
      self = .torch
    } else if members.contains("model.weights.h5") {
      self = .kerasArchive
    } else {
      return nil
    }
  }
}

/// The beginning of a file, for marks that could also be the first cell of a table.
private struct FileStart {
  let bytes: [UInt8]
  /// The bytes without the mark of UTF-8 and the blanks before the first word.
  let text: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    text = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]).drop(while: Self.isBlank)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

  private static func isDigit(_ byte: UInt8?) -> Bool { byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false }

  func begins(_ mark: [UInt8]) -> Bool { bytes.starts(with: mark) }

  func begins(_ mark: String) -> Bool { bytes.starts(with: mark.utf8) }

  /// Whether the file begins and ends with this mark of four bytes. Before the end stands the length of the part that describes the columns.
  func encloses(_ mark: String) -> Bool {
    guard bytes.count >= 12, begins(mark), bytes.suffix(4).elementsEqual(mark.utf8) else { return false }
    return bytes.dropLast(4).suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) } <= bytes.count - 12
  }

  /// What follows this word, which may have letters of any case; nil where the text does not begin with it.
  private func rest(after word: String) -> ArraySlice<UInt8>? {
    let start = text.prefix(word.utf8.count)
    guard start.elementsEqual(word.utf8, by: { $0 | ($0 >= 0x41 && $0 <= 0x5A ? 0x20 : 0) == $1 }) else { return nil }
    return text.dropFirst(word.utf8.count)
  }

  /// `save` of R writes the second line too, as one of three letters. `saveRDS` writes a number in four bytes.
  var isRData: Bool {
    ["RDX2\n", "RDX3\n"].contains(where: begins) && ["X\n", "A\n", "B\n"].contains { bytes.dropFirst(5).starts(with: $0.utf8) } || begins("X\n\0\0\0")
  }

  /// Behind the name stands a small number for the format of the numbers.
  var isOctaveBinary: Bool { (begins("Octave-1-L") || begins("Octave-1-B")) && bytes.count > 10 && bytes[10] < 9 }

  /// The size of a block, and the first digits of pi; for an empty file those of its square root.
  var isBzip2: Bool {
    guard begins("BZh"), bytes.count > 3, bytes[3] != UInt8(ascii: "0"), Self.isDigit(bytes[3]) else { return false }
    return [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]].contains { bytes.dropFirst(4).starts(with: $0) }
  }

  /// A version such as 1.7 follows.
  var isPDF: Bool { begins("%PDF-") && bytes.count > 7 && Self.isDigit(bytes[5]) && bytes[6] == UInt8(ascii: ".") && Self.isDigit(bytes[7]) }

  /// Seven bytes with the size and the colours follow. At least one is 0 in a real picture.
  var isGIF: Bool { (begins("GIF87a") || begins("GIF89a")) && bytes.dropFirst(6).prefix(7).contains(0) }

  var isWebPage: Bool {
    ["<!doctype html", "<html"].contains { word in rest(after: word)?.first.map { Self.isBlank($0) || $0 == UInt8(ascii: ">") } ?? false }
  }

  /// An object with a key, or a list of objects. A cell of a table has no quote behind a brace.
  var isJSON: Bool {
    func inner(_ bytes: ArraySlice<UInt8>, _ bracket: Unicode.Scalar) -> ArraySlice<UInt8>? {
      bytes.first == UInt8(ascii: bracket) ? bytes.dropFirst().drop(while: Self.isBlank) : nil
    }
    return inner(inner(text, "[") ?? text, "{")?.first == UInt8(ascii: "\"")
  }

  /// The name of the relation stands behind a blank, and a line for each column follows.
  var isARFF: Bool {
    guard let rest = rest(after: "@relation"), rest.first.map(Self.isBlank) == true else { return false }
    return String(decoding: rest.prefix(1 << 16), as: UTF8.self).lowercased().contains("\n@attribute")
  }
}
