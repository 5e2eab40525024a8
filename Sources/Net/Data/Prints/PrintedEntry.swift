/// One number of a print, with the precision that its digits show.
struct PrintedEntry {
  private(set) var value: Double
  /// Half a unit of the last digit; 0 where there is none.
  private var unit = 0.0
  /// The number of digits from the first one that is not 0, at most 1000.
  private(set) var digits: UInt16 = 0
  /// Whether the number has neither a point nor an exponent.
  private(set) var isBare = false

  /// Half a unit of the last digit; nil for 0, a whole number, a truth value and what is not finite. Their digits do not show their precision.
  var halfUnit: Double? { isBare || unit == 0 ? nil : unit }
  /// Half a unit of the last digit of a whole number without point and exponent; nil for 0 and for all other numbers.
  var wholeUnit: Double? { isBare && unit > 0 ? unit : nil }

  /// Reads a number as one of the tools prints it; nil where the letters are no number.
  ///
  /// Besides decimal numbers these are `−1` with the minus of Unicode, `4L` (R), `0.5f` (C), `1.0f-5` (Julia), `1.5D-3`, `1.5*^-3` (Mathematica),
  /// `-0.02*` (a frozen weight in `show`), `True`, `NA`, and the words for infinity and NaN.
  init?(_ word: ArraySlice<UInt8>) {
    guard let first = word.first else { return nil }
    var place = word.startIndex
    var spelling: [UInt8] = []
    spelling.reserveCapacity(word.count)
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      spelling.append(first)
      place += 1
    } else if word.starts(with: Self.minus) {
      spelling.append(UInt8(ascii: "-"))
      place += Self.minus.count
    }
    guard place < word.endIndex else { return nil }
    guard Self.isDigit(word[place]) || word[place] == UInt8(ascii: ".") else {
      guard let number = Self.words[String(decoding: word[place...], as: UTF8.self).lowercased()] else { return nil }
      value = spelling.first == UInt8(ascii: "-") ? -number : number
      return
    }
    var (decimals, hasPoint, hasDigit) = (0, false, false)
    while place < word.endIndex, Self.isDigit(word[place]) || word[place] == UInt8(ascii: ".") && !hasPoint {
      if word[place] == UInt8(ascii: ".") {
        hasPoint = true
      } else {
        hasDigit = true
        if hasPoint { decimals += 1 }
        if digits > 0 || word[place] != UInt8(ascii: "0") { digits = min(digits + 1, 1000) }
      }
      spelling.append(word[place])
      place += 1
    }
    guard hasDigit else { return nil }
    guard let exponent = Self.exponent(word[place...]) else { return nil }
    if !exponent.isEmpty { spelling += [UInt8(ascii: "e")] + exponent }
    guard let number = Double(String(decoding: spelling, as: UTF8.self)) else { return nil }
    value = number
    isBare = !hasPoint && exponent.isEmpty
    guard number != 0, number.isFinite, isBare || decimals > 0 || !exponent.isEmpty else { return }
    // Outside this range, every double is 0 or infinite.
    let limit = exponent.first == UInt8(ascii: "-") ? -400 : 400
    let power = exponent.isEmpty ? 0 : max(-400, min(400, Int(String(decoding: exponent, as: UTF8.self)) ?? limit))
    unit = max(0.5 * Arithmetic.power(10, Double(power - decimals)), Double.leastNonzeroMagnitude)
  }

  /// The same number times a common factor. Its unit is multiplied too.
  func times(_ factor: Double) -> PrintedEntry {
    var copy = self
    copy.value *= factor
    if unit > 0 { copy.unit = max(unit * abs(factor), .leastNonzeroMagnitude) }
    return copy
  }

  /// A whole number that a range gives.
  func whole(_ value: Double) -> PrintedEntry {
    var copy = self
    (copy.value, copy.unit) = (value, value == 0 ? 0 : 0.5)
    return copy
  }

  /// The minus of Unicode in UTF-8.
  private static let minus: [UInt8] = [0xE2, 0x88, 0x92]

  private static let words: [String: Double] = [
    "inf": .infinity, "infinity": .infinity, "nan": .nan, "na": .nan, "null": .nan, "true": 1, "false": 0,
  ]

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  /// Reads what follows the digits: nothing, an exponent, or the letter of a type.
  /// - Returns: the sign and the digits of the exponent, which are empty where there is no exponent; nil where the letters are none of these.
  private static func exponent(_ rest: ArraySlice<UInt8>) -> [UInt8]? {
    guard let first = rest.first else { return [] }
    var tail = rest.dropFirst()
    switch first {
    case UInt8(ascii: "L"), UInt8(ascii: "*"), UInt8(ascii: "f"), UInt8(ascii: "F"):
      if tail.isEmpty { return [] }
      guard first != UInt8(ascii: "L") else { return nil }
      if first == UInt8(ascii: "*") {
        guard tail.first == UInt8(ascii: "^") else { return nil }
        tail = tail.dropFirst()
      }
    case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "d"), UInt8(ascii: "D"): break
    default: return nil
    }
    if tail.last == UInt8(ascii: "*") || tail.last == UInt8(ascii: "f") { tail = tail.dropLast() }
    var power: [UInt8] = []
    if let sign = tail.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      power.append(sign)
      tail = tail.dropFirst()
    } else if tail.starts(with: minus) {
      power.append(UInt8(ascii: "-"))
      tail = tail.dropFirst(minus.count)
    }
    guard !tail.isEmpty, tail.allSatisfy(isDigit) else { return nil }
    return power + tail
  }
}

/// A row of printed numbers.
struct PrintedRow {
  var entries: [PrintedEntry] = []
  /// The number of entries before those that the print left out; nil where it left out none.
  var gap: Int?
  /// The place of the row in the text, in bytes.
  var offset: Int
}

/// The numbers of one printed array before they become a matrix.
struct PrintedBlock {
  var rows: [PrintedRow]
  /// The number of rows before those that the print left out; nil where it left out none.
  var rowGap: Int?
  /// The number of dimensions that the print shows: 0 for a number, 1 for a vector, 2 for a matrix.
  var dimensions: Int
  /// Whether a vector has one entry on each line.
  var isColumn = false
  /// The format of the numbers where the print names it.
  var format: PrintedFormat?
  /// The place of the array in the text, in bytes.
  var offset: Int

  /// A vector, or a number, has one row.
  var entries: [PrintedEntry] { rows.first?.entries ?? [] }
}

/// A format of numbers with fewer digits than a double.
public enum PrintedFormat: Sendable {
  case double, single, half, bfloat

  /// The largest relative error of one number that is rounded to the format; 0 for doubles.
  public var rounding: Double {
    switch self {
    case .double: 0
    case .single: 0x1p-24
    case .half: 0x1p-11
    case .bfloat: 0x1p-8
    }
  }

  /// The error of a step that is computed in this format, as a share of the largest entry; 0 for doubles.
  public var step: Double { rounding / PrintedFormat.single.rounding * 2e-6 }

  /// The format of a name such as `float32`, `torch.float64`, `f32` or `Matrix{Float32}`; nil where the name is of no format.
  init?(_ name: String) {
    let name = name.lowercased()
    let found = Self.names.first { name.contains($0.name) }
    guard let found else { return nil }
    self = found.format
  }

  private static let names: [(name: String, format: PrintedFormat)] = [
    ("float64", .double), ("f64", .double), ("double", .double), ("bfloat16", .bfloat), ("float16", .half), ("f16", .half), ("half", .half),
    ("float32", .single), ("f32", .single), ("single", .single), ("floattensor", .single),
  ]
}
