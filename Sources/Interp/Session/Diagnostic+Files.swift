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
        .limit, "what \(file) holds takes more than the \(limit >> 20) MiB that one file may take",
        hint: "set data.memory \(max(1, 2 * (limit >> 20))) allows a file twice as much")
    case .tooMany(.features, _, let count, let limit):
      return Fault(.limit, "\(file) has \(count) features, more than \(limit)", hint: "an example is a column of X: were the rows meant, turn the array")
    case .tooMany(.classes, let column, let count, let limit):
      return Fault(
        .limit, "\(file): the column '\(shortened(column ?? ""))' has \(count) values that would be classes, more than \(limit)",
        hint: "y=NAME names the column of the targets, x=NAME,NAME those of the features")
    case .notText(let line, let byte):
      let hex = String(byte, radix: 16, uppercase: true)
      return Fault(.format, "\(file) line \(line): byte 0x\(hex.count < 2 ? "0" : "")\(hex) is no text in UTF-8")
    case .badCSV(let line):
      return Fault(.format, "\(file) line \(line): a quote stands where none may", hint: "a cell with quotes is written \"a \"\"b\"\" c\"")
    case .openQuote(let line):
      return Fault(.format, "\(file) line \(line): a quote is opened there and never closed", hint: "a cell with quotes is written \"a \"\"b\"\" c\"")
    case .ragged(let line, let expected, let found):
      return Fault(.format, "\(file) line \(line) has \(found) cell\(found == 1 ? "" : "s"), the first line \(expected)")
    case .noRows: return Fault(.format, "\(file) has a header and no rows", hint: "header=no where the first row is data")
    case .duplicateColumn(let name): return Fault(.format, "\(file) has two columns '\(shortened(name))'")
    case .unknownColumn(let name, let known):
      let list = known.count > 8 ? known.prefix(8).joined(separator: ", ") + " …" : known.joined(separator: ", ")
      return Fault(.unknownName, "\(file) has no column '\(shortened(name))'", hint: Suggestions.hint(name, among: known) ?? "its columns: \(list)")
    case .noFeatures: return Fault(.format, "\(file) has no column left for X", hint: "a table needs a column of features beside that of y")
    case .cell(let line, let column, let text, let kind):
      let place = "\(file) line \(line), column '\(shortened(column))'"
      switch kind {
      case .missing: return Fault(.format, "\(place): the cell is empty", hint: "every example needs a value in every column")
      case .notNumber:
        return Fault(.format, "\(place): '\(shortened(text))' is no number", hint: "choose columns by x= and y=; classes=yes takes the y column as classes")
      case .notFinite:
        return Fault(.format, "\(place): '\(shortened(text))' is not finite", hint: "every cell of a column that is used needs a finite number")
      case .overflow: return Fault(.format, "\(place): '\(shortened(text))' is too large for a double")
      }
    case .oneClass(let name): return Fault(.format, "\(file): every example has the class '\(shortened(name))'; two at least are needed")
    case .unknownFormat(let suffix):
      return Fault(
        .format, suffix.isEmpty ? "\(file) has no suffix" : "\(file): '.\(shortened(suffix))' is not known", hint: "data reads .csv, .tsv, .npy and .npz")
    case .badNPY(let name, let reason): return Fault(.format, "\(file): \(name): \(reason)")
    case .badZip(let reason): return Fault(.format, "\(file) is no .npz archive: \(reason)")
    case .missingEntry(let name): return Fault(.format, "\(file) holds no array \(name)")
    case .badModel(let reason): return Fault(.format, "\(file) is no network that can be read: \(reason)")
    }
  }

  /// The fault for a file under `--safe`.
  ///
  /// - Parameter verb: The action that is not allowed, `read` or `written`.
  static func notSafe(_ verb: String, _ path: String) -> Fault {
    Fault(.file, "'\(shortened(path))' is not \(verb): --safe keeps from files")
  }

  static func unknownData(_ word: String) -> Fault {
    let names = DataGenerators.all.map(\.name)
    return Fault(
      .unknownName, "no data set '\(shortened(word))'",
      hint: Suggestions.hint(word, among: names) ?? "sets: \(names.joined(separator: ", ")); a file has a suffix: .csv .tsv .npy .npz")
  }

  static func optionNotForThis(_ name: String, _ what: String) -> Fault {
    Fault(.usage, "\(name)= does not go with \(what)")
  }

  static func splitFractions(_ word: String) -> Fault {
    Fault(
      .value, "split=\(shortened(word)) is no split",
      hint: "split=0.8 gives train and test; split=0.6,0.2,0.2 train, dev and test; each is over 0 and three sum to 1")
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
