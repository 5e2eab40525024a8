/// A sheet of dots: each cell of text has two by four of them in braille, or is one dot in ASCII.
struct Canvas {
  /// The cells.
  let columns, rows: Int
  let isBraille: Bool
  /// The dots of each cell as a bit set, row by row.
  private var dots: [UInt8]
  /// Letters that are drawn instead of the dots of a cell, by the number of the cell.
  private var marks: [Int: Character] = [:]
  /// The number of the series that last drew in a cell, from 1; 0 where none did.
  private(set) var owners: [UInt8]

  init(columns: Int, rows: Int, isBraille: Bool) {
    (self.columns, self.rows, self.isBraille) = (columns, rows, isBraille)
    dots = Array(repeating: 0, count: columns * rows)
    owners = Array(repeating: 0, count: columns * rows)
  }

  /// The dots across and down.
  var width: Int { isBraille ? 2 * columns : columns }
  var height: Int { isBraille ? 4 * rows : rows }

  /// The bit of a braille dot, by its place in the cell: Unicode numbers them down the columns, with the last row added later.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
  /// The signs of the series in ASCII.
  static let signs = Array("*+ox#@%&")

  /// Sets a dot. (0, 0) is at the top on the left. Dots outside are left out.
  mutating func set(_ x: Int, _ y: Int, owner: Int) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let cell = isBraille ? y / 4 * columns + x / 2 : y * columns + x
    dots[cell] |= isBraille ? Self.bits[y % 4][x % 2] : 1
    owners[cell] = UInt8(min(owner, 255))
  }

  /// Puts a sign into the cell of a dot. It hides the dots of that cell.
  mutating func mark(_ x: Int, _ y: Int, _ sign: Character, owner: Int) {
    set(x, y, owner: owner)
    marks[isBraille ? y / 4 * columns + x / 2 : y * columns + x] = sign
  }

  /// Draws a line between two dots.
  /// - Parameter isDrawn: whether dot number i of the pattern is drawn. `count` is the number of dots before, and the result is that after.
  mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int), owner: Int, count: Int = 0, isDrawn: (Int) -> Bool = { _ in true }) -> Int {
    let (dx, dy) = (abs(b.x - a.x), -abs(b.y - a.y))
    let (stepX, stepY) = (a.x < b.x ? 1 : -1, a.y < b.y ? 1 : -1)
    var (x, y, error, count) = (a.x, a.y, dx + dy, count)
    while true {
      if isDrawn(count) { set(x, y, owner: owner) }
      if x == b.x, y == b.y { return count }
      count += 1
      let twice = 2 * error
      if twice >= dy { (error, x) = (error + dy, x + stepX) }
      if twice <= dx { (error, y) = (error + dx, y + stepY) }
    }
  }

  /// The sign of a cell; a blank where nothing is drawn.
  func sign(_ column: Int, _ row: Int) -> Character {
    let cell = row * columns + column
    if let mark = marks[cell] { return mark }
    if dots[cell] == 0 { return " " }
    if isBraille { return Character(Unicode.Scalar(0x2800 + UInt32(dots[cell]))!) }
    return Self.signs[(Int(owners[cell]) + Self.signs.count - 1) % Self.signs.count]
  }
}
