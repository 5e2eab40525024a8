/// One line of a print, or the rest of one, divided at its blanks.
struct PrintLine {
  /// What a line says about the numbers around it.
  enum Meaning {
    /// A new array begins. `body` is where it begins on this line; nil where it begins below.
    case heading(name: String?, body: Int?)
    /// The size of the array below, the format of its numbers, and whether it is a vector.
    case size(PrintedFormat?, isVector: Bool)
    /// More columns of the same rows follow.
    case part
    /// All numbers below are multiplied by this.
    case factor(Double)
    /// The numbers above are complete. A series is a vector beside its row names.
    case ending(PrintedFormat?, isSeries: Bool)
    /// Rows are left out below the numbers.
    case cut
    /// A remark.
    case nothing
  }

  let bytes: [UInt8]
  /// The line from its first to its last letter, in bytes.
  let range: Range<Int>
  /// The parts between blanks.
  let cells: [Range<Int>]
  /// The text of the first cell; empty where the line is blank, and where it is plain.
  let first: String
  /// Whether the line has only numbers and what separates them, or begins with the bar of a table.
  let isPlain: Bool

  /// The rest of the line at the place of the scanner.
  init(_ scanner: PrintScanner) {
    let bytes = scanner.bytes
    let end = scanner.endOfLine(scanner.place)
    var cells: [Range<Int>] = []
    var place = scanner.place
    var isPlain = true
    while place < end {
      let blank = PrintScanner.blank(bytes, place, end)
      if blank > 0 {
        place += blank
        continue
      }
      let start = place
      while place < end, bytes[place] > 0x20, bytes[place] < 0x80 || PrintScanner.blank(bytes, place, end) == 0 {
        isPlain = isPlain && Self.isOfNumbers[Int(bytes[place])]
        place += 1
      }
      // A control character is a cell of its own.
      if place == start { place += 1 }
      cells.append(start..<place)
    }
    self.bytes = bytes
    self.cells = cells
    range = (cells.first?.lowerBound ?? end)..<(cells.last?.upperBound ?? end)
    let start = bytes[range.lowerBound..<end]
    self.isPlain = isPlain || start.first == UInt8(ascii: "|") || start.starts(with: [0xE2, 0x94, 0x82])
    first = self.isPlain ? "" : String(decoding: bytes[cells.first ?? end..<end], as: UTF8.self)
  }

  /// Whether a byte can belong to a number or to what separates numbers.
  private static let isOfNumbers: [Bool] = (0..<256).map { "0123456789.+-eE,;".utf8.contains(UInt8($0)) }

  var isBlank: Bool { cells.isEmpty }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The text of a cell. The index must be in `cells`.
  func cell(_ index: Int) -> String { text(cells[index]) }

  /// The text from a cell to the end of the line; empty where there is no such cell.
  func rest(from index: Int) -> String { index < cells.count ? text(cells[index].lowerBound..<range.upperBound) : "" }

  /// The number in a cell; nil where it has none.
  func number(_ index: Int) -> PrintedEntry? {
    var cell = cells[index]
    if bytes[cell].last == UInt8(ascii: "*") { cell = cell.lowerBound..<cell.upperBound - 1 }
    return PrintedEntry(bytes[cell])
  }

  func isNumber(_ range: Range<Int>) -> Bool { PrintedEntry(bytes[range]) != nil || PrintedForm.isGap(bytes[range]) }

  /// Whether a cell is a label of R: `[1,]`, `[,1]` or `[1]`.
  func isLabel(_ range: Range<Int>) -> Bool {
    guard range.count > 2, bytes[range.lowerBound] == UInt8(ascii: "["), bytes[range.upperBound - 1] == UInt8(ascii: "]") else { return false }
    let inside = bytes[range.lowerBound + 1..<range.upperBound - 1]
    return inside.contains(where: PrintedEntry.isDigit) && inside.count { $0 == UInt8(ascii: ",") } < 2
      && inside.allSatisfy { PrintedEntry.isDigit($0) || $0 == UInt8(ascii: ",") } && inside.dropFirst().dropLast().allSatisfy(PrintedEntry.isDigit)
  }

  /// Whether letters are digits only.
  static func isWhole(_ text: Substring) -> Bool { !text.isEmpty && text.utf8.allSatisfy(PrintedEntry.isDigit) }
  static func isWhole(_ text: String) -> Bool { isWhole(text[...]) }

  /// The end of the name before `=` or `:`, and the first letter behind the sign; nil where no name with such a sign begins the line.
  ///
  /// A name is a variable with indices, as in `grads['dW1']`. A line that ends with `:` may have any words.
  func nameEnd() -> (name: Int, body: Int)? {
    guard let letter = bytes[range].first, Self.isLetter(letter) else { return nil }
    var (depth, end) = (0, range.lowerBound)
    scan: for place in range {
      switch bytes[place] {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ","), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ";"): return nil
      case UInt8(ascii: "="):
        guard depth == 0, place + 1 == range.upperBound || bytes[place + 1] != UInt8(ascii: "=") && bytes[place + 1] != UInt8(ascii: ">") else { return nil }
        return (end, body(behind: place))
      case UInt8(ascii: ":"):
        let isLast = place + 1 == range.upperBound
        guard depth == 0, isLast || end == cells[0].upperBound - 1 && place == end else { return nil }
        return (end, body(behind: place))
      case let byte where byte <= 0x20: continue scan
      default: break
      }
      end = place + 1
    }
    return nil
  }

  /// The first letter behind a place, or the end of the line.
  private func body(behind place: Int) -> Int {
    cells.first { $0.upperBound > place + 1 }.map { max($0.lowerBound, place + 1) } ?? range.upperBound
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
