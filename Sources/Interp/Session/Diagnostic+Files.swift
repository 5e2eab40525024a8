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
      let converted = "save it as UTF-8; where it is Latin-1, in a terminal: iconv -f LATIN1 -t UTF-8 \(StringLiteral.quotedForShell(path)) > utf8.csv"
      return Fault(
        .format, "\(file) line \(line): byte 0x\(hex.count < 2 ? "0" : "")\(hex) is not text in UTF-8", hint: byte >= 0x80 ? converted : nil)
    case .badCSV(let line):
      return Fault(.format, "\(file) line \(line): a quote is not allowed here", hint: "write a cell with quotes as \"a \"\"b\"\" c\"")
    case .openQuote(let line):
      return Fault(.format, "\(file) line \(line): a quote is opened and never closed", hint: "write a cell with quotes as \"a \"\"b\"\" c\"")
    case .ragged(let line, let expected, let found):
      return Fault(.format, "\(file) line \(line) has \(found) cell\(found == 1 ? "" : "s"), but the first line has \(expected)")
    case .foreign(let kind): return foreign(kind, path)
    case .noRows: return Fault(.format, "\(file) has a header and no rows", hint: "if the first row is data, write header=no")
    case .unknownColumn(let name, let known):
      let list = known.count > 8 ? known.prefix(8).joined(separator: ", ") + " …" : known.joined(separator: ", ")
      return Fault(.unknownName, "\(file) has no column '\(shortened(name))'", hint: Suggestions.hint(name, among: known) ?? "its columns are \(list)")
    case .noHeader(let wanted):
      return Fault(
        .format, "\(file) has no header, so its columns cannot be found by their names",
        hint: "its first line must name the columns \(Fault.list(wanted.map { shortened($0) }))")
    case .otherWidth(let found, let wanted, let hasTarget):
      return Fault(
        .format, "\(file) has \(found) column\(found == 1 ? "" : "s"), but the data has \(wanted), and columns without names are found by their positions",
        hint: hasTarget ? "leave no column out but that of the target" : "its columns must be the features, in the same order")
    case .manyTargets(let known):
      return Fault(
        .format, "\(file) has \(known.count) columns, but the file of y= has the targets alone",
        hint: "its columns are \(Fault.list(known.map { shortened($0) }))")
    case .otherExamples(let targets, let examples):
      return Fault(
        .format, "\(file) has \(examples) examples, but the file of y= has \(targets) target\(targets == 1 ? "" : "s")",
        hint: targets == examples + 1 ? "if the first line of that file is a header, write header=yes" : nil)
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
    case .messy(let mess): return messy(mess, path, options: [])
    case .mixedColumns: return Fault(.usage, "x= has columns with - and columns without", hint: "write - before every column, or before none")
    case .columnTwice(let name): return Fault(.usage, "x= names the column '\(shortened(name))' twice")
    case .targetAmongFeatures(let name):
      return Fault(.usage, "the column '\(shortened(name))' is the target, so it cannot be a feature", hint: "choose another target with y=")
    case .notAFeature(let name): return Fault(.usage, "onehot= names the column '\(shortened(name))', which is no feature")
    case .nothingKnown(let name):
      return Fault(
        .format, "\(file): the training part has no value of '\(shortened(name))'", hint: "leave the column out with x=-\(StringLiteral.quoted(name))")
    case .unknownCategory(let column, let text, let line), .unknownClass(let column, let text, let line):
      let what = text.isEmpty ? "the cell is empty, and the training part has no such value" : "the training part has no '\(shortened(text))'"
      return Fault(.format, "\(file) line \(line), column '\(shortened(column))': \(what)")
    case .notForArrays(let option): return Fault(.usage, "\(option) does not go with \(file), which holds arrays and no table")
    case .notForTables(let option): return Fault(.usage, "\(option) does not go with \(file), which is a text table")
    case .allDropped: return Fault(.format, "\(file): every example misses a value, so missing=drop leaves none", hint: "write missing=mean")
    case .badNPY(let name, let reason): return Fault(.format, "\(file): \(name): \(reason)")
    case .pickled(let name):
      return Fault(
        .format, "\(file): \(shortened(name)): it holds Python objects, and pickled objects are not read",
        hint: "in Python, write the arrays of a dictionary: np.savez(\"params.npz\", **params)")
    case .badZip(let reason): return Fault(.format, "\(file) is not a .npz archive: \(reason)")
    case .badArrays(let reason): return Fault(.format, "\(file): \(reason)")
    case .missingEntry(let name): return Fault(.format, "\(file) has no array named \(name)")
    case .ofTest(let error): return data(error, path)
    case .weights(let fault): return weights(fault, path)
    case .badModel(let reason): return Fault(.format, "\(file) holds no network that can be read: \(reason)")
    }
  }

  /// The fault for a table with text or missing values among its features. The hint is a statement that loads the table.
  ///
  /// - Parameter options: The other options of the statement, as typed.
  static func messy(_ mess: MessyTable, _ path: String, options: [String]) -> Fault {
    messy(mess, path, hint: statement(mess, path, options))
  }

  /// The first items of a list with commas, and how many more there are.
  static func list(_ items: [String]) -> String {
    items.count > 8 ? items.prefix(8).joined(separator: ", ") + " and \(items.count - 8) more" : items.joined(separator: ", ")
  }

  /// The fault for a table with text or missing values among its features, with another hint.
  static func messy(_ mess: MessyTable, _ path: String, hint: String) -> Fault {
    var parts: [String] = []
    let words = mess.words.map { column in
      let name = shortened(column.name)
      if column.numbers > 0 {
        return "\(name) (\(column.cells) of \(mess.rows) cells, the first is '\(shortened(column.first))' in line \(column.firstLine))"
      }
      return "\(name) (\(column.values) value\(column.values == 1 ? "" : "s"))"
    }
    if !words.isEmpty { parts.append("\(words.count) of \(mess.features) features \(words.count == 1 ? "has" : "have") text: \(list(words))") }
    if let first = mess.missing.min(by: { $0.firstLine < $1.firstLine }) {
      let count = mess.missing.reduce(0) { $0 + $1.cells }
      let cell = first.first.isEmpty ? "an empty cell" : "'\(shortened(first.first))'"
      let counts = list(mess.missing.map { "\($0.cells) in \(shortened($0.name))" })
      parts.append(
        "\(count) value\(count == 1 ? " is" : "s are") missing: \(counts); the first is \(cell) in line \(first.firstLine), column '\(shortened(first.name))'")
    }
    if let missing = mess.missingBefore, missing != .drop {
      let oneHot = mess.missing.filter(\.isOneHot)
      if !oneHot.isEmpty { parts.append("a \(missing.rawValue) fills numbers, but \(list(oneHot.map { shortened($0.name) })) has categories") }
    }
    return Fault(.format, "'\(path)': " + parts.joined(separator: "; "), hint: hint)
  }

  /// The hint where leaving out columns, rows and gaps gives no data set. `reason` says what would be wrong then.
  static func noStatementLoads(_ reason: String) -> String {
    "no columns and no missing= make a data set of it as it is: \(reason); correct the file, or say with header=, delimiter= or y= how it is meant"
  }

  /// The statement that loads a messy table.
  private static func statement(_ mess: MessyTable, _ path: String, _ options: [String]) -> String {
    func quoted(_ names: [String], sign: String = "") -> String { names.map { sign + StringLiteral.quoted($0) }.joined(separator: ",") }
    var words = ["data", StringLiteral.quoted(path)]
    if let target = mess.target, !options.contains(where: { $0.hasPrefix("y=") }) { words.append("y=" + quoted([target])) }
    let excluded = mess.excluded
    if let named = mess.named {
      words.append("x=" + quoted(named.filter { !excluded.contains($0) }))
    } else if !(mess.leftOut + excluded).isEmpty {
      words.append("x=" + quoted(mess.leftOut + excluded, sign: "-"))
    }
    let oneHot = mess.oneHotBefore.filter { !excluded.contains($0) } + mess.oneHot
    if !oneHot.isEmpty { words.append("onehot=" + quoted(oneHot)) }
    if let missing = mess.remedy ?? mess.missingBefore { words.append("missing=\(missing.rawValue)") }
    return (words + options).joined(separator: " ")
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
      hint: Suggestions.hint(word, among: names) ?? "the sets are \(names.joined(separator: ", ")); and there is no file of that name")
  }

  static func optionNotForThis(_ name: String, _ what: String) -> Fault {
    Fault(.usage, "\(name)= cannot be used with \(what)")
  }

  /// - Parameter statement: the statement without its option.
  static func testIsAFile(_ share: Double, _ statement: String) -> Fault {
    let hint = "\(statement) split=\(NumberFormat.significant(1 - share, 6))"
    return Fault(.usage, "test= names another file, and split= makes parts of one set", hint: hint)
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

extension Warning {
  static func manyClasses(_ classes: [String], _ examples: Int) -> String {
    "Y has \(classes.count) classes in \(examples) examples, so most occur once, such as '\(Fault.shortened(classes[0]))'; y= chooses another target, and numbers need one decimal sign and nothing between thousands"
  }
}
