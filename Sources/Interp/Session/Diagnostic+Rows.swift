import Net

/// The faults for files that are read in the same way as the data: new rows for `predict`, and the test part.
extension Fault {
  /// The fault for an error of such a file.
  ///
  /// - Parameter isPrediction: Whether the file has new rows. Then `unknown=zero` and other data may help.
  static func rows(_ error: DataError, _ path: String, isPrediction: Bool) -> Fault {
    switch error {
    case .unknownColumn(let name, let known):
      let has = "it has \(list(known.map { shortened($0) }))"
      return Fault(.unknownName, "'\(path)' has no column '\(shortened(name))', which the data has; \(has)", hint: Suggestions.hint(name, among: known))
    case .messy(let mess):
      let hint: String
      if let first = mess.words.first {
        hint = "the column \(shortened(first.name)) had numbers in the data; correct these cells"
      } else {
        hint = isPrediction ? "fill these cells, or type data FILE again with missing=mean or missing=drop" : "missing= holds for both files"
      }
      return messy(mess, path, hint: hint)
    case .noRows: return Fault(.format, "'\(path)' has a header and no rows")
    case .unknownCategory where isPrediction:
      return data(error, path).adding(hint: "unknown=zero gives 0 to every feature of this column")
    default: return data(error, path)
    }
  }

  static func rowsForOtherNetwork(_ path: String, features: Int, sizes: [Int]) -> Fault {
    let network = sizes.map(String.init).joined(separator: "-")
    return Fault(
      .shape,
      "a row of '\(shortened(path))' becomes \(features) feature\(features == 1 ? "" : "s") as in the data, but the network \(network) takes n0 = \(sizes[0])",
      hint: "type init to make a network for this data, or load the network with its own columns")
  }

  static func writesTables(_ path: String) -> Fault {
    Fault(.usage, "predict writes a text table, so '\(shortened(path))' must end in .csv", hint: "write to=\(StringLiteral.quoted(path + ".csv"))")
  }

  static func fileIsRead(_ path: String, _ command: String) -> Fault {
    Fault(.file, "'\(shortened(path))' was read in this session, so \(command) does not replace it", hint: "choose another name for to=")
  }
}

extension Warning {
  private static func few(_ names: [String]) -> String { Fault.list(names.prefix(6).map { Fault.shortened($0) }) + (names.count > 6 ? " …" : "") }

  static func otherFeatures(_ network: [String], _ data: [String]) -> String {
    let remedy =
      Set(network) == Set(data)
      ? "; x= with the names in this order loads the data as the network takes it" : "; predict FILE reads rows with the features of the network"
    return "the network was trained on the features \(few(network)), but the data has \(few(data))\(remedy)"
  }

  static func otherClasses(_ network: [String], _ data: [String]) -> String {
    "the network was trained on the classes \(few(network)), but the data has \(few(data)), so evaluate compares other classes"
  }

  static func otherScale() -> String {
    "the network was trained on data of another scale; load it after data, to put the new data on its scale"
  }

  static func scaleIsGone(_ name: String) -> String {
    "an assigned \(name) has no scale, so the scale of the data is forgotten; predict FILE no longer uses it"
  }

  /// The note for rows that `missing=drop` leaves without an output. `rows` are counted from 1.
  static func rowsWithoutOutput(_ rows: [Int]) -> String {
    let list = Fault.list(rows.prefix(9).map(String.init))
    let more = rows.count > 9 ? " …" : ""
    return rows.count == 1
      ? "row \(list) misses a value, so it has no output" : "\(rows.count) rows miss a value, so they have no output: \(list)\(more)"
  }
}
