import Net

/// The faults for data files, model files and the options of `data`.
extension Fault {
  /// The fault for an error of the data reader, with the path of the file in its message.
  static func data(_ error: DataError, _ path: String) -> Fault {
    let file = "'\(path)'"
    switch error {
    case .unreadable(let reason): return unreadableFile(path, reason)
    case .unwritable(let reason): return unwritableFile(path, reason)
    case .interrupted: return .interrupted()
    case .empty: return Fault(.format, "\(file) is empty")
    case .tooLarge(let limit):
      return Fault(
        .limit, "\(file) needs more memory than the \(limit >> 20) MiB that one file may take",
        hint: "type set data.memory \(max(1, 2 * (limit >> 20))) to allow twice as much")
    case .tooMany(.features, _, let count, let limit):
      return Fault(
        .limit, "\(file) has \(count) features, but at most \(limit) are allowed",
        hint: "an example is a column of X; if your examples are rows, transpose the array")
    case .tooMany(.classes, let column, let count, let limit):
      return Fault(
        .limit, "\(file): the column '\(shortened(column ?? ""))' would give \(count) classes, but at most \(limit) are allowed",
        hint: "choose the column of the targets with y=NAME, and those of the features with x=NAME,NAME")
    case .notText(let line, let byte):
      let hex = String(byte, radix: 16, uppercase: true)
      return Fault(.format, "\(file) line \(line): byte 0x\(hex.count < 2 ? "0" : "")\(hex) is not text in UTF-8")
    case .badCSV(let line):
      return Fault(.format, "\(file) line \(line): a quote is not allowed here", hint: "write a cell with quotes as \"a \"\"b\"\" c\"")
    case .openQuote(let line):
      return Fault(.format, "\(file) line \(line): a quote is opened and never closed", hint: "write a cell with quotes as \"a \"\"b\"\" c\"")
    case .ragged(let line, let expected, let found):
      return Fault(.format, "\(file) line \(line) has \(found) cell\(found == 1 ? "" : "s"), but the first line has \(expected)")
    case .noRows: return Fault(.format, "\(file) has a header and no rows", hint: "if the first row is data, write header=no")
    case .duplicateColumn(let name): return Fault(.format, "\(file) has two columns named '\(shortened(name))'")
    case .unknownColumn(let name, let known):
      let list = known.count > 8 ? known.prefix(8).joined(separator: ", ") + " …" : known.joined(separator: ", ")
      return Fault(.unknownName, "\(file) has no column '\(shortened(name))'", hint: Suggestions.hint(name, among: known) ?? "its columns are \(list)")
    case .noFeatures: return Fault(.format, "\(file) has no column left for X", hint: "the table needs at least one column besides that of y")
    case .cell(let line, let column, let text, let kind):
      let place = "\(file) line \(line), column '\(shortened(column))'"
      switch kind {
      case .missing: return Fault(.format, "\(place): the cell is empty", hint: "every example needs a value in every column")
      case .notNumber:
        return Fault(
          .format, "\(place): '\(shortened(text))' is not a number", hint: "choose columns with x= and y=; with classes=yes the y column holds classes")
      case .notFinite:
        return Fault(.format, "\(place): '\(shortened(text))' is not finite", hint: "every cell of a column in use needs a finite number")
      case .overflow: return Fault(.format, "\(place): '\(shortened(text))' is too large for a double")
      }
    case .oneClass(let name): return Fault(.format, "\(file): every example has the class '\(shortened(name))', but at least two classes are needed")
    case .unknownFormat(let suffix):
      return Fault(
        .format, suffix.isEmpty ? "\(file) has no suffix" : "\(file): the suffix '.\(shortened(suffix))' is not known",
        hint: "data reads .csv, .tsv, .npy and .npz")
    case .badNPY(let name, let reason): return Fault(.format, "\(file): \(name): \(reason)")
    case .badZip(let reason): return Fault(.format, "\(file) is not a .npz archive: \(reason)")
    case .badArrays(let reason): return Fault(.format, "\(file): \(reason)")
    case .missingEntry(let name): return Fault(.format, "\(file) has no array named \(name)")
    case .badModel(let reason): return Fault(.format, "\(file) holds no network that can be read: \(reason)")
    }
  }

  /// The fault for a file under `--safe`.
  ///
  /// - Parameter verb: The action that is not allowed, `read` or `written`.
  static func notSafe(_ verb: String, _ path: String) -> Fault {
    Fault(.file, "'\(shortened(path))' is not \(verb), because --safe does not allow it")
  }

  static func unknownData(_ word: String) -> Fault {
    let names = DataGenerators.all.map(\.name)
    return Fault(
      .unknownName, "there is no data set '\(shortened(word))'",
      hint: Suggestions.hint(word, among: names) ?? "the sets are \(names.joined(separator: ", ")); a file needs a suffix: .csv .tsv .npy .npz")
  }

  static func optionNotForThis(_ name: String, _ what: String) -> Fault {
    Fault(.usage, "\(name)= cannot be used with \(what)")
  }

  static func splitFractions(_ word: String) -> Fault {
    Fault(
      .value, "split=\(shortened(word)) is not a split",
      hint: "write split=0.8 for train and test, or split=0.6,0.2,0.2 for train, dev and test; each is over 0, and three sum to 1")
  }

  static func emptySplit(_ word: String, _ examples: Int) -> Fault {
    Fault(.value, "split=\(shortened(word)) of \(examples) examples leaves a part empty")
  }

  static func unreadableFile(_ path: String, _ reason: String) -> Fault {
    Fault(.file, "cannot read '\(path)': \(reason)")
  }

  static func unwritableFile(_ path: String, _ reason: String) -> Fault {
    Fault(.file, "cannot write '\(path)': \(reason)")
  }
}
