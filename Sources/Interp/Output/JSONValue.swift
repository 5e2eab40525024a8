import Net

/// A JSON value of an event. Matrices are stored directly and are written without a tree of their entries.
enum JSONValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case integer(Int)
  case string(String)
  case array([JSONValue])
  case object([JSONField])
  /// A matrix as an array of rows.
  case matrix(Matrix)
  /// A matrix of truth values as an array of rows.
  case booleans(Matrix)

  /// The JSON form of a value of the language. A shape becomes a matrix with one row.
  init(_ value: Value) {
    switch value {
    case .scalar(let number): self = .number(number)
    case .boolean(let truth): self = .boolean(truth)
    case .text(let text): self = .string(text)
    case .matrix(let matrix): self = .matrix(matrix)
    case .booleans(let matrix): self = .booleans(matrix)
    case .extent: self = .matrix(value.asMatrix!)
    }
  }

  /// The same value with `change` applied to every text and every field name.
  func mappingTexts(_ change: (String) -> String) -> JSONValue {
    switch self {
    case .string(let text): .string(change(text))
    case .array(let items): .array(items.map { $0.mappingTexts(change) })
    case .object(let fields): .object(fields.map { JSONField(change($0.name), $0.value.mappingTexts(change)) })
    default: self
    }
  }

  /// The pairs [[i, j], …], counted from 1, for row-major indices into a matrix, counted from 0.
  ///
  /// - Parameter columns: The number of columns of the matrix.
  static func places(_ places: [Int], columns: Int) -> JSONValue {
    .array(places.map { .array([.integer($0 / max(columns, 1) + 1), .integer($0 % max(columns, 1) + 1)]) })
  }

  /// The pair [rows, columns], or [] for a value without rows and columns.
  static func shape(_ shape: Shape?) -> JSONValue {
    .array(shape.map { [.integer($0.rows), .integer($0.columns)] } ?? [])
  }
}

/// A named field of a JSON object.
struct JSONField: Equatable, Sendable {
  let name: String
  let value: JSONValue

  init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

/// A writer of JSON. Numbers have the shortest form that reads back to the same double. NaN and the infinities are strings.
/// The UTF-8 bytes written so far.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  /// The JSON object with these fields, on one line without a newline.
  static func line(_ fields: [JSONField]) -> String { text(.object(fields)) }

  /// The JSON text of a value.
  static func text(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Appends the JSON text of the value.
  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .boolean(let truth): append(truth ? "true" : "false")
    case .number(let number): write(number)
    case .integer(let number): append(String(number))
    case .string(let text): write(text)
    case .array(let values): list(values.indices, "[", "]") { writer, index in writer.write(values[index]) }
    case .object(let fields):
      list(fields.indices, "{", "}") { writer, index in
        writer.write(fields[index].name)
        writer.append(":")
        writer.write(fields[index].value)
      }
    case .matrix(let matrix): rows(matrix) { writer, entry in writer.write(entry) }
    case .booleans(let matrix): rows(matrix) { writer, entry in writer.append(entry != 0 ? "true" : "false") }
    }
  }

  private mutating func list(_ range: Range<Int>, _ open: String, _ close: String, _ item: (inout JSONWriter, Int) -> Void) {
    append(open)
    for index in range {
      if index > range.lowerBound { append(",") }
      item(&self, index)
    }
    append(close)
  }

  private mutating func rows(_ matrix: Matrix, _ entry: (inout JSONWriter, Double) -> Void) {
    bytes.reserveCapacity(bytes.count + matrix.elements.count * 8)
    let interrupt = Interrupt.current
    list(0..<matrix.rows, "[", "]") { writer, row in
      writer.list(0..<matrix.columns, "[", "]") { writer, column in
        // After Ctrl-C the remaining entries are left out, because the output is discarded anyway.
        if column & 0xfff == 0, interrupt?.endsWork() == true { return }
        entry(&writer, matrix[row, column])
      }
    }
  }

  private mutating func write(_ number: Double) {
    if number == 0, number.sign == .minus {
      // JSON readers would read "-0" as an integer, which has no sign.
      append("-0.0")
    } else if number.isFinite {
      // This repeats `NumberFormat.shortest` without making a text for each entry of a matrix.
      append(number.description)
      if bytes.count >= 2, bytes[bytes.count - 1] == UInt8(ascii: "0"), bytes[bytes.count - 2] == UInt8(ascii: ".") { bytes.removeLast(2) }
    } else {
      append(number.isNaN ? "\"NaN\"" : number < 0 ? "\"-Infinity\"" : "\"Infinity\"")
    }
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\t": append("\\t")
      case "\r": append("\\r")
      case _ where scalar.value < 32 || Escaping.acts(scalar):
        let digits = String(scalar.value, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
