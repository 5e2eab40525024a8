import Net

/// Draws a figure in cells of text.
struct FigureText {
  private let figure: Figure
  private let style: PictureStyle

  init(_ figure: Figure, _ style: PictureStyle) { (self.figure, self.style) = (figure, style) }

  /// The lines of the picture, and below it what it leaves out.
  func lines() -> [String] {
    guard style.columns >= PictureStyle.least.columns, style.rows >= PictureStyle.least.rows else {
      return ["a picture needs \(PictureStyle.least.columns) columns and \(PictureStyle.least.rows) rows; here are \(style.columns) and \(style.rows)"]
    }
    let drawn =
      switch figure.content {
      case .series(let series): self.series(series)
      case .map(let map): self.map(map)
      }
    return drawn + figure.notes.flatMap { TextTable.wrapped($0, width: style.columns) }
  }

  // MARK: Lines and points

  private func series(_ series: [Figure.Series]) -> [String] {
    let shown = series.flatMap { part in zip(part.x, part.y).filter { isShown($0.0, $0.1) } }
    guard let first = shown.first else { return heading(series) + ["there is nothing to draw: no value is finite" + (figure.hasLogY ? " and above 0" : "")] }
    var (left, right, low, high) = (first.0, first.0, first.1, first.1)
    for (x, y) in shown { (left, right, low, high) = (min(left, x), max(right, x), min(low, y), max(high, y)) }
    if series.contains(where: { $0.mark == .bars }) { low = min(low, 0) }
    let head = heading(series)
    let below = 2 + (figure.xLabel.isEmpty ? 0 : 1)
    let rows = max(style.rows - head.count - below - figure.notes.count, 2)
    let vertical = Ticks(low, high, most: max(2, rows / 3), isLogarithmic: figure.hasLogY)
    let names = vertical.labels
    let margin = min((names.map(\.count).max() ?? 0) + 1, style.columns / 2)
    let columns = style.columns - margin - 1
    let isWhole = series.allSatisfy { $0.x.allSatisfy { $0 == $0.rounded() } }
    let horizontal = Ticks(left, right, most: max(2, columns / 12), isWhole: isWhole)
    var canvas = Canvas(columns: columns, rows: rows, isBraille: style.isUnicode)
    for (index, part) in series.enumerated() { draw(part, index, horizontal, vertical, &canvas) }
    return head + body(canvas, vertical, names, margin) + axis(horizontal, margin, columns)
  }

  /// The sign of a set of points.
  private static func sign(_ index: Int) -> Character { Array("ox+*#@%&")[index % 8] }

  /// Whether there are several sets of points.
  private var hasSigns: Bool {
    guard case .series(let series) = figure.content else { return false }
    return series.count { $0.mark == .points } > 1
  }

  private func isShown(_ x: Double, _ y: Double) -> Bool { x.isFinite && y.isFinite && (!figure.hasLogY || y > 0) }

  private func draw(_ part: Figure.Series, _ index: Int, _ horizontal: Ticks, _ vertical: Ticks, _ canvas: inout Canvas) {
    var (last, count): ((x: Int, y: Int)?, Int) = (nil, 0)
    let base = canvas.height - 1 - Int(((vertical.place(0) ?? 0) * Double(canvas.height - 1)).rounded())
    for (x, y) in zip(part.x, part.y) {
      guard let across = horizontal.place(x), let up = vertical.place(y) else {
        // A value that cannot be drawn is a gap.
        last = nil
        continue
      }
      let dot = (x: Int((across * Double(canvas.width - 1)).rounded()), y: canvas.height - 1 - Int((up * Double(canvas.height - 1)).rounded()))
      switch part.mark {
      case .points:
        // Several sets of points have signs of their own, so that nobody needs the colours.
        if hasSigns { canvas.mark(dot.x, dot.y, Self.sign(index), owner: index + 1) } else { canvas.set(dot.x, dot.y, owner: index + 1) }
      case .bars:
        // A bar is as wide as the interval, with a free dot between two bars.
        let half = max(0, Int(Double(canvas.width) / Double(max(part.x.count, 1)) / 2) - 1)
        for x in dot.x - half...dot.x + half { _ = canvas.line(from: (x, base), to: (x, dot.y), owner: index + 1) }
      case .line:
        // The second line is dotted, the third is dashed, and so on, so that nobody needs the colours.
        let pattern = Self.pattern(index)
        count = canvas.line(from: last ?? dot, to: dot, owner: index + 1, count: count) { !style.isUnicode || pattern[$0 % pattern.count] }
        last = dot
      }
    }
  }

  /// The dots of a line that are drawn, in turn.
  private static func pattern(_ index: Int) -> [Bool] {
    let patterns: [[Bool]] = [
      [true], [true, false, false], [true, true, true, true, false, false, false], [true, true, true, false, false, true, false, false],
    ]
    return patterns[index % patterns.count]
  }

  private func body(_ canvas: Canvas, _ vertical: Ticks, _ names: [String], _ margin: Int) -> [String] {
    var labels: [Int: String] = [:]
    for (value, name) in zip(vertical.values, names) {
      guard let up = vertical.place(value) else { continue }
      let row = canvas.rows - 1 - Int((up * Double(canvas.rows - 1)).rounded())
      if labels[row] == nil { labels[row] = name }
    }
    return (0..<canvas.rows).map { row in
      let label = labels[row] ?? ""
      let edge = style.isUnicode ? (label.isEmpty ? "│" : "┤") : (label.isEmpty ? "|" : "+")
      return Self.right(label, margin - 1) + " " + edge + cells(canvas, row)
    }
  }

  /// The cells of a row. A colour begins where the series changes.
  private func cells(_ canvas: Canvas, _ row: Int) -> String {
    var (text, owner): (String, UInt8) = ("", 0)
    for column in 0..<canvas.columns {
      let sign = canvas.sign(column, row)
      let next = sign == " " ? 0 : canvas.owners[row * canvas.columns + column]
      if style.hasColour, next != owner { text += Self.colour(Int(next)) }
      owner = next
      text.append(sign)
    }
    return Self.trimmed(text + (style.hasColour && owner != 0 ? Self.colour(0) : ""))
  }

  /// The sequence that begins the colour of a series, from 1; 0 ends all colours.
  private static func colour(_ owner: Int) -> String {
    owner == 0 ? "\u{1B}[0m" : "\u{1B}[\([34, 31, 32, 35, 36, 33][(owner - 1) % 6])m"
  }

  private func axis(_ horizontal: Ticks, _ margin: Int, _ columns: Int) -> [String] {
    var line = Array(repeating: style.isUnicode ? "─" : "-", count: columns)
    var text = Array(repeating: Character(" "), count: margin + 1 + columns)
    var free = 0
    for (value, name) in zip(horizontal.values, horizontal.labels) {
      guard let across = horizontal.place(value) else { continue }
      let column = Int((across * Double(columns - 1)).rounded())
      // A label stands below its tick, but within the picture and apart from the label before.
      let start = min(max(margin + 1 + column - name.count / 2, 0), text.count - name.count)
      guard start >= free else { continue }
      line[column] = style.isUnicode ? "┬" : "+"
      text.replaceSubrange(start..<start + name.count, with: name)
      free = start + name.count + 1
    }
    let corner = style.isUnicode ? "└" : "+"
    let label = figure.xLabel.isEmpty ? [] : [Self.trimmed(Self.centred(figure.xLabel, margin + 1, columns))]
    return [String(repeating: " ", count: margin) + corner + line.joined(), Self.trimmed(String(text))] + label
  }

  private func heading(_ series: [Figure.Series]) -> [String] {
    let title = figure.title.isEmpty ? [] : [Self.trimmed(Self.centred(figure.title, 0, style.columns))]
    guard series.count > 1 else { return title }
    let entries = series.enumerated().map { index, part in
      let sample =
        part.mark == .points && hasSigns
        ? String(Self.sign(index)) : style.isUnicode ? Self.sample(index, part.mark) : String(Canvas.signs[index % Canvas.signs.count])
      return (style.hasColour ? Self.colour(index + 1) + sample + Self.colour(0) : sample) + " " + part.name
    }
    return title + [entries.joined(separator: "   ")]
  }

  /// What a series looks like, as its legend shows it.
  private static func sample(_ index: Int, _ mark: Figure.Series.Mark) -> String {
    if mark == .points { return "⠂" }
    var canvas = Canvas(columns: 3, rows: 1, isBraille: true)
    let pattern = pattern(index)
    _ = canvas.line(from: (0, 2), to: (5, 2), owner: 1) { pattern[$0 % pattern.count] }
    return String((0..<3).map { canvas.sign($0, 0) })
  }

  // MARK: Maps

  /// The shades of a map from the most negative to the most positive entry. The sign shows in the form: lines are negative, areas are positive.
  private var shades: [Character] { style.isUnicode ? ["≣", "=", "-", " ", "░", "▒", "█"] : ["%", "=", "-", " ", ".", "+", "#"] }

  private func map(_ map: Figure.Map) -> [String] {
    let head = figure.title.isEmpty ? [] : [Self.trimmed(Self.centred(figure.title, 0, style.columns))]
    let largest = map.values.lazy.filter(\.isFinite).map(abs).max() ?? 0
    let rows = style.rows - head.count - (style.columns < 70 ? 4 : 1)
    // Entries of a large matrix share a cell. The one that is largest in size shows.
    let down = max(1, (map.rows + rows - 1) / rows)
    let wide = map.columns * 2 <= style.columns ? 2 : 1
    let across = max(1, (map.columns + style.columns - 1) / style.columns)
    var lines: [String] = []
    for top in stride(from: 0, to: map.rows, by: down) {
      var line = ""
      for left in stride(from: 0, to: map.columns, by: across) {
        var shown = 0.0
        for row in top..<min(top + down, map.rows) {
          for column in left..<min(left + across, map.columns) {
            let value = map.values[row * map.columns + column]
            if !value.isFinite { shown = .nan } else if abs(value) > abs(shown) { shown = value }
          }
        }
        line += String(repeating: shade(shown, largest), count: wide)
      }
      lines.append(Self.trimmed(line))
    }
    if largest == 0 { return head + lines + ["all entries are 0"] }
    let scale = "\(shades[0]) \(NumberFormat.significant(-largest, 3))   \(shades[6]) \(NumberFormat.significant(largest, 3))"
    let shared = down > 1 || across > 1 ? "   a cell shows the largest of \(down) x \(across) entries" : ""
    return head + lines + TextTable.wrapped(scale + shared, width: style.columns)
  }

  private func shade(_ value: Double, _ largest: Double) -> Character {
    if !value.isFinite { return "?" }
    if largest == 0 { return shades[3] }
    return shades[3 + Int((value / largest * 3).rounded())]
  }

  // MARK: Text

  private static func right(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text.suffix(max(width, 0)) }

  private static func centred(_ text: String, _ left: Int, _ width: Int) -> String {
    let shown = text.prefix(width)
    return String(repeating: " ", count: left + (width - shown.count) / 2) + shown
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
