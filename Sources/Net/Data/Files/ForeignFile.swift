/// Kinds of files that people bring and that are not read. Each is known by its first bytes, so that the error can name it and say what to do.
public enum ForeignFile: CaseIterable, Equatable, Sendable {
  case excel, oldExcel, parquet, arrow, pickle, rData, octaveBinary, sqlite, bzip2, xz, zstandard, pdf, picture, webPage, json, arff, gitLFS

  /// Looks at the first bytes of a file that holds no arrays. Nil where it may be a text table.
  init?(_ bytes: [UInt8]) {
    func starts(_ signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
    func starts(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    // A text that begins with this word in any case, after blanks.
    func says(_ word: String) -> Bool {
      let rest = text.drop { $0 <= 0x20 }
      return rest.prefix(word.utf8.count).elementsEqual(word.utf8) { $0 | ($0 >= 0x41 && $0 <= 0x5A ? 0x20 : 0) == $1 }
    }
    if starts([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .oldExcel
    } else if starts("PAR1") {
      self = .parquet
    } else if starts("ARROW1") || starts("FEA1") {
      self = .arrow
    } else if bytes.count > 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) {
      self = .pickle
    } else if starts("RDX2\n") || starts("RDX3\n") || starts("X\n\0\0\0") {
      self = .rData
    } else if starts("Octave-1-") {
      self = .octaveBinary
    } else if starts("SQLite format 3\0") {
      self = .sqlite
    } else if starts("BZh") {
      self = .bzip2
    } else if starts([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) {
      self = .xz
    } else if starts([0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstandard
    } else if starts("%PDF-") {
      self = .pdf
    } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]) || starts([0xFF, 0xD8, 0xFF]) || starts("GIF8") {
      self = .picture
    } else if says("<!doctype html") || says("<html") {
      self = .webPage
    } else if says("{") || says("[{") {
      self = .json
    } else if says("@relation") {
      self = .arff
    } else if starts("version https://git-lfs") {
      self = .gitLFS
    } else {
      return nil
    }
  }

  /// A zip archive without arrays. Nil where it is no workbook.
  init?(zip bytes: [UInt8]) {
    // The names of the members stand as they are in the archive.
    let member = Array("xl/workbook".utf8)
    guard let first = bytes.indices.first(where: { bytes[$0...].starts(with: member) }), first > 0 else { return nil }
    self = .excel
  }

  /// What the file is.
  public var name: String {
    switch self {
    case .excel, .oldExcel: "an Excel workbook"
    case .parquet: "a Parquet file"
    case .arrow: "a Feather file of Arrow"
    case .pickle: "a Python pickle"
    case .rData: "a data file of R"
    case .octaveBinary: "a binary file of Octave"
    case .sqlite: "a database of SQLite"
    case .bzip2: "compressed by bzip2"
    case .xz: "compressed by xz"
    case .zstandard: "compressed by zstd"
    case .pdf: "a PDF document"
    case .picture: "a picture"
    case .webPage: "a web page"
    case .json: "JSON"
    case .arff: "an ARFF file of Weka"
    case .gitLFS: "a pointer of Git LFS, and the data is elsewhere"
    }
  }

  /// What to do. `FILE` stands for the path in quotes, and `PATH` for the path as a terminal takes it.
  public var repair: String {
    switch self {
    case .excel, .oldExcel: "save it as CSV, or in Python: pandas.read_excel(FILE).to_csv(\"table.csv\", index=False)"
    case .parquet: "in Python: pandas.read_parquet(FILE).to_csv(\"table.csv\", index=False)"
    case .arrow: "in Python: pandas.read_feather(FILE).to_csv(\"table.csv\", index=False)"
    case .pickle: "a pickle can run any code when it is read; in Python save arrays with numpy.savez(\"data.npz\", X=X, Y=Y), and a table with to_csv"
    case .rData: "in R: write.csv(table, \"table.csv\")"
    case .octaveBinary: "in Octave: save -v7 data.mat X y"
    case .sqlite: "in a terminal: sqlite3 -header -csv PATH \"SELECT * FROM …\" > table.csv"
    case .bzip2: "in a terminal: bzip2 -dk PATH"
    case .xz: "in a terminal: xz -dk PATH"
    case .zstandard: "in a terminal: zstd -d PATH"
    case .pdf, .picture: "a table of numbers is needed, as CSV or as arrays; help data lists the forms"
    case .webPage: "the download gave a page in place of the file; look for its raw or direct link"
    case .json: "in Python: pandas.read_json(FILE).to_csv(\"table.csv\", index=False)"
    case .arff: "in Python: pandas.DataFrame(scipy.io.arff.loadarff(FILE)[0]).to_csv(\"table.csv\", index=False)"
    case .gitLFS: "in a terminal: git lfs pull"
    }
  }
}
