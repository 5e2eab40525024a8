import Net

/// Draws a matrix as shades.
struct MapText {
  private let map: Figure.Map
  private let figure: Figure
  private let style: PictureStyle
  private let rows: Int

  init(_ map: Figure.Map, _ figure: Figure, _ style: PictureStyle, rows: Int) {
    (self.map, self.figure, self.style, self.rows) = (map, figure, style, rows)
  }

  /// The most rows of text that an entry has.
  private static let mostRows = 3

  /// The shades of a map from the most negative to the most positive entry. The sign shows in the form: lines are negative, areas are positive.
  private var shades: [Character] { style.isUnicode ? ["≣", "=", "-", " ", "░", "▒", "█"] : ["%", "=", "-", " ", ".", "+", "#"] }

  func lines() -> [String] {
    let head = style.title(figure.title)
    let largest = map.values.lazy.filter(\.isFinite).map(abs).max() ?? 0
    let ends =
      style.coloured(String(shades[0]), 2) + " \(NumberFormat.significant(-largest, 3))   " + style.coloured(String(shades[6]), 1)
      + " \(NumberFormat.significant(largest, 3))"
    let isZero = map.values.allSatisfy { $0 == 0 }
    let scale =
      isZero
      ? "all entries are 0" : [largest == 0 ? nil : ends, map.values.allSatisfy(\.isFinite) ? nil : "? not finite"].compactMap { $0 }.joined(separator: "   ")
    /// The lines below the map.
    func legend(_ down: Int, _ across: Int) -> [String] {
      TextTable.wrapped(scale + (down * across > 1 && !isZero ? "   a cell shows the largest of \(down) x \(across) entries" : ""), width: style.columns)
    }
    // Where entries share a cell, the legend is longer.
    let room = rows - head.count
    let isShared = map.rows > room - legend(1, 1).count || map.columns > style.columns
    let height = max(room - (isShared ? legend(100, 100) : legend(1, 1)).count, 1)
    // Entries of a large matrix share a cell. The one that is largest in size shows.
    let down = max(1, (map.rows + height - 1) / height)
    // A cell is about twice as high as wide, so an entry has two columns for each of its rows. Entries of a small matrix have several rows.
    let high = down > 1 ? 1 : max(1, min(height / max(map.rows, 1), style.columns / (2 * max(map.columns, 1)), Self.mostRows))
    let wide = down == 1 && map.columns * 2 * high <= style.columns ? 2 * high : 1
    let across = max(down / 2, (map.columns + style.columns - 1) / style.columns, 1)
    var lines: [String] = []
    for top in stride(from: 0, to: map.rows, by: down) {
      var (line, owner) = ("", 0)
      for left in stride(from: 0, to: map.columns, by: across) {
        var shown = 0.0
        for row in top..<min(top + down, map.rows) {
          for column in left..<min(left + across, map.columns) {
            let value = map.values[row * map.columns + column]
            if !value.isFinite { shown = .nan } else if abs(value) > abs(shown) { shown = value }
          }
        }
        // Positive entries have the first colour, negative entries have the second one.
        let sign = shade(shown, largest)
        let next = sign == " " || !shown.isFinite ? 0 : shown > 0 ? 1 : 2
        if style.hasColour, next != owner { line += PictureStyle.colour(0) + (next == 0 ? "" : PictureStyle.colour(next)) }
        owner = next
        line += String(repeating: sign, count: wide)
      }
      let row = PictureStyle.trimmed(line + (style.hasColour && owner != 0 ? PictureStyle.colour(0) : ""))
      lines += Array(repeating: row, count: high)
    }
    return head + lines + legend(down, across)
  }

  private func shade(_ value: Double, _ largest: Double) -> Character {
    if !value.isFinite { return "?" }
    if largest == 0 { return shades[3] }
    return shades[3 + Int((value / largest * 3).rounded())]
  }
}
