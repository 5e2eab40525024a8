import Net

/// What a network predicts for the rows of a file, or for other inputs.
struct Predictions {
  /// The outputs in the units of the data, (n_L, number of examples).
  let outputs: Matrix
  /// The class of each example; empty where the output is no class.
  let classes: [Prediction]
  /// The names of the columns for the class: none where the output is no class, and one for each of several sigmoid units.
  let classColumns: [String]
  /// The names of the classes; nil where they have none.
  let names: [String]?
  /// For each row, whether it is an example; nil where all are.
  let kept: [Bool]?

  /// The predictions of a network for examples with these last activations. `outputs` are the same in the units of the data.
  init(_ A: Matrix, outputs: Matrix, _ network: Network, names: [String]?, kept: [Bool]?) {
    (self.outputs, self.names, self.kept) = (outputs, names, kept)
    classes = Prediction.classes(A, network)
    let isByUnit = network.output.isElementwise && A.rows > 1
    classColumns = !Prediction.areClasses(network) ? [] : isByUnit ? Self.columns("class", A.rows) : ["class"]
  }

  private static func columns(_ name: String, _ count: Int) -> [String] { count == 1 ? [name] : (1...count).map { "\(name)\($0)" } }

  /// The number of rows, with those that have no output.
  var rows: Int { kept?.count ?? outputs.columns }

  /// The name or the number of a class; nil for several sigmoid units, which each decide separately.
  func label(_ example: Int) -> String? { classes[example].number.map { names?[$0] ?? String($0) } }

  /// For each row, the number of its example from 0; nil for a row without an output.
  var examples: [Int?] {
    guard let kept else { return Array(0..<outputs.columns) }
    var next = 0
    return kept.map { isKept in
      guard isKept else { return nil }
      next += 1
      return next - 1
    }
  }

  /// The outputs, with a column for each row. A row without an output has NaN.
  var rowOutputs: Matrix {
    guard kept != nil else { return outputs }
    let examples = examples
    return Matrix(Shape(outputs.rows, examples.count)) { place in
      examples[place % examples.count].map { outputs[place / examples.count, $0] } ?? .nan
    }
  }

  /// The class of each row; empty where the output is no class.
  ///
  /// - Throws: An `interrupted` fault after Ctrl-C.
  func rowClasses(_ session: Session) throws(Fault) -> [PredictedClass] {
    if classColumns.isEmpty { return [] }
    var all: [PredictedClass] = []
    for (row, example) in examples.enumerated() {
      if row & 0xffff == 0 { try session.checkInterrupt() }
      guard let example else {
        all.append(.none)
        continue
      }
      all.append(label(example).map(PredictedClass.label) ?? .units(classes[example].units))
    }
    return all
  }

  // MARK: As a table

  /// The bytes of a text table with a header. A row without an output has empty cells.
  ///
  /// A number has the shortest digits that read back to the same double.
  /// - Throws: An `interrupted` fault after Ctrl-C.
  func table(_ session: Session) throws(Fault) -> [UInt8] {
    let header = Self.columns("Yhat", outputs.rows) + classColumns
    var bytes: [UInt8] = []
    func add(_ cells: [String]) {
      // A line with nothing in it would be no row, so a single empty cell has quotes.
      bytes += cells == [""] ? Array("\"\"".utf8) : Array(cells.joined(separator: ",").utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    add(header)
    for (row, example) in examples.enumerated() {
      if row & 0xfff == 0 { try session.checkInterrupt() }
      guard let example else {
        add([String](repeating: "", count: header.count))
        continue
      }
      var cells = (0..<outputs.rows).map { NumberFormat.shortest(outputs[$0, example]) }
      if let label = classes.isEmpty ? nil : label(example) {
        cells.append(Self.cell(label))
      } else if !classes.isEmpty {
        cells += classes[example].units.map(String.init)
      }
      add(cells)
    }
    return bytes
  }

  /// A text as a cell. It has quotes where another reader would take it for something else.
  private static func cell(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { $0 != "," && $0 != "\"" && $0 != "\n" && $0 != "\r" }
    return isPlain && text.first != " " && text.last != " " ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
