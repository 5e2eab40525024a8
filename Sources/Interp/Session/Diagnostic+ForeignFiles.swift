import Net

/// The faults for files of kinds that are not read.
extension Fault {
  static func foreign(_ kind: ForeignFile, _ path: String) -> Fault {
    Fault(.format, "'\(path)' is \(kind.name)", hint: kind.repair(path))
  }
}

extension ForeignFile {
  /// What the file is.
  var name: String {
    switch self {
    case .excel, .oldExcel: "an Excel workbook"
    case .openDocument: "an OpenDocument file, as LibreOffice writes it"
    case .parquet: "a Parquet file"
    case .arrow: "a Feather file of Arrow"
    case .pickle: "a Python pickle, and pickled objects are not read"
    case .torch: "a file of PyTorch with Python objects, and only Python can read these"
    case .kerasArchive: "a whole model of Keras, which is not read"
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

  /// What to do with the file at this path.
  func repair(_ path: String) -> String {
    let (quoted, word) = (StringLiteral.quoted(path), StringLiteral.quotedForShell(path))
    let tensors = "from safetensors.torch import save_file; save_file(model.state_dict(), \"net.safetensors\")"
    return switch self {
    case .excel, .oldExcel: "save it as CSV, or in Python: pandas.read_excel(\(quoted)).to_csv(\"table.csv\", index=False)"
    case .openDocument: "save it as CSV, or in Python: pandas.read_excel(\(quoted), engine=\"odf\").to_csv(\"table.csv\", index=False)"
    case .parquet: "in Python: pandas.read_parquet(\(quoted)).to_csv(\"table.csv\", index=False)"
    case .arrow: "in Python: pandas.read_feather(\(quoted)).to_csv(\"table.csv\", index=False)"
    case .pickle:
      "in Python, save arrays with np.savez(\"data.npz\", X=X, Y=Y), a table with to_csv, and weights with np.savez(\"params.npz\", **params); "
        + "a PyTorch model: \(tensors)"
    case .torch: "in Python, write: \(tensors); or export the model to ONNX; tensors of data: np.savez(\"data.npz\", X=X.numpy(), Y=Y.numpy())"
    case .kerasArchive: "in Python, write: model.save_weights(\"net.weights.h5\")"
    case .rData: "in R: write.csv(table, \"table.csv\")"
    case .octaveBinary: "in Octave: save -v7 data.mat X y"
    case .sqlite: "in a terminal: sqlite3 -header -csv \(word) \"SELECT * FROM …\" > table.csv"
    case .bzip2: "in a terminal: bzip2 -dk \(word)"
    case .xz: "in a terminal: xz -dk \(word)"
    case .zstandard: "in a terminal: zstd -d \(word)"
    case .pdf, .picture: "a table of numbers is needed, as CSV or as arrays; help data lists the forms"
    case .webPage: "the download gave a page in place of the file; look for its raw or direct link"
    case .json: "in Python: pandas.read_json(\(quoted)).to_csv(\"table.csv\", index=False)"
    case .arff: "in Python: pandas.DataFrame(scipy.io.arff.loadarff(\(quoted))[0]).to_csv(\"table.csv\", index=False)"
    case .gitLFS: "in a terminal: git lfs pull"
    }
  }
}
