import Net

/// A file of data that a few lines of Python read, with the same numbers.
///
/// The file is read here as those lines read it. Where this gives other numbers than the session has, there is no such file, and the numbers are written
/// instead.
struct PythonFile {
  private let X: String
  private let Y: String
  private let needs: [String]

  /// - Parameter set: all examples of the file, in its own units and order.
  /// - Returns: nil where simple lines do not read the file.
  init?(_ set: Dataset, _ call: CommandCall, _ source: SourceText, _ path: String) throws(Fault) {
    guard let targets = set.Y else { return nil }
    var other: String?
    if case .list(let items)? = call.option("y")?.value, FilePaths.exists(items[0].text) { other = items[0].text }
    if let table = TextTableOfNumbers(path, set, targets, other) {
      (X, Y, needs) = (table.X, table.Y, table.needs)
      return
    }
    return nil
  }

  func lines(_ writer: inout PythonWriter) throws(Fault) -> [String] {
    needs.forEach { writer.need($0) }
    return [X] + Y.split(separator: "\n").map(String.init)
  }
}

/// A text table without quotes whose feature columns are numbers.
private struct TextTableOfNumbers {
  var X = ""
  var Y = ""
  var needs: [String] = ["table"]

  init?(_ path: String, _ set: Dataset, _ targets: Matrix, _ other: String?) {
    for delimiter in [",", ";", "\t", " "] {
      for header in 0...1 {
        guard let rows = Self.rows(path, delimiter, header), rows.count == set.examples, let width = rows.first?.count, rows.allSatisfy({ $0.count == width })
        else { continue }
        // The column of each feature is the first one that has its numbers.
        var columns: [Int] = []
        for feature in 0..<set.X.rows {
          guard let column = (0..<width).first(where: { Self.isColumn($0, rows, set.X.row(feature)) && !columns.contains($0) }) else { break }
          columns.append(column)
        }
        guard columns.count == set.X.rows else { continue }
        let list = "[" + columns.map(String.init).joined(separator: ", ") + "]"
        func read(_ path: String, _ header: Int, _ columns: String, _ target: Int, _ delimiter: String) -> String {
          "table(\(PythonText.quoted(path)), \(delimiter == " " ? "None" : PythonText.quoted(delimiter)), \(header), \(columns), \(target))"
        }
        if let other {
          for header in 0...1 {
            guard let texts = Self.rows(other, ",", header), texts.count == rows.count, texts.allSatisfy({ $0.count == 1 }),
              let Y = Self.targets(texts.map { $0[0] }, targets, set.classNames)
            else { continue }
            X = "X, _ = " + read(FilePaths.real(path), header, list, 0, delimiter)
            self.Y = "_, label = " + read(FilePaths.real(other), header, "[]", 0, ",") + "\n" + Y
            if set.classNames != nil { needs.append("labels") }
            return
          }
          return nil
        }
        for target in (0..<width).reversed() where !columns.contains(target) || width == columns.count {
          guard let Y = Self.targets(rows.map { $0[target] }, targets, set.classNames) else { continue }
          (X, self.Y) = ("X, label = " + read(FilePaths.real(path), header, list, target, delimiter), Y)
          if set.classNames != nil { needs.append("labels") }
          return
        }
      }
    }
    return nil
  }

  private static func rows(_ path: String, _ delimiter: String, _ header: Int) -> [[Substring]]? {
    guard let bytes = try? FileBytes.read(path, MemoryBudget(bytes: 1 << 28)), !bytes.contains(UInt8(ascii: "\"")),
      let text = String(validating: bytes, as: UTF8.self)
    else {
      return nil
    }
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }.dropFirst(header)
    return lines.map { line in
      delimiter == " " ? line.split(whereSeparator: \.isWhitespace) : line.trimmed.split(separator: delimiter, omittingEmptySubsequences: false)
    }
  }

  private static func isColumn(_ column: Int, _ rows: [[Substring]], _ values: [Double]) -> Bool {
    for (row, value) in zip(rows, values) where Double(row[column].trimmed) != value { return false }
    return true
  }

  /// The line of Python that makes Y from the texts of a column; nil where they do not give the targets.
  private static func targets(_ texts: [Substring], _ Y: Matrix, _ classes: [String]?) -> String? {
    guard let classes else {
      guard Y.rows == 1, zip(texts, Y.elements).allSatisfy({ Double($0.trimmed) == $1 }) else { return nil }
      return "Y = np.array([[float(text) for text in label]])"
    }
    for (example, text) in texts.enumerated() {
      guard let place = classes.firstIndex(of: String(text.trimmed)) else { return nil }
      for row in 0..<Y.rows where Y[row, example] != (Y.rows == 1 ? Double(place) : row == place ? 1 : 0) { return nil }
    }
    let names = "[" + classes.map(PythonText.quoted).joined(separator: ", ") + "]"
    return "Y = targets(np.array([\(names).index(text) for text in label]), \(classes.count))"
  }
}

extension Substring {
  /// Without blanks at its ends.
  fileprivate var trimmed: Substring {
    let start = drop(while: \.isWhitespace)
    return start.last.map(\.isWhitespace) == true
      ? start.prefix(upTo: start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex) : start
  }
}
