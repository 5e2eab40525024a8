import Net

/// Draws lines, points and areas between two axes.
struct ChartText {
  private let figure: Figure
  private let style: PictureStyle
  private let rows: Int
  /// What is drawn between the axes.
  private let series: [Figure.Series]
  /// What is drawn as rows below them.
  private let densities: [Figure.Series]
  /// The number of those that have no room.
  private let hidden: Int
  private let areas: Figure.Areas?

  init(_ chart: Figure.Chart, _ figure: Figure, _ style: PictureStyle, rows: Int) {
    (self.figure, self.style, self.rows, areas) = (figure, style, rows, chart.areas)
    series = chart.series.filter { $0.mark != .density }
    let all = chart.series.filter { $0.mark == .density }
    // A third of the rows is free for them. A network of more layers shows the last ones.
    let most = max(rows / 3, 1)
    densities = all.suffix(all.count > most ? most - 1 : most)
    hidden = all.count - densities.count
  }

  func lines() -> [String] {
    let head = heading
    var (left, right, low, high) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
    for part in series {
      for index in part.x.indices where isShown(part.x[index], part.y[index]) {
        (left, right) = (min(left, part.x[index]), max(right, part.x[index]))
        (low, high) = (min(low, part.y[index]), max(high, part.y[index]))
      }
    }
    if let areas { (left, right, low, high) = (areas.x[0], areas.x[areas.x.count - 1], areas.y[0], areas.y[areas.y.count - 1]) }
    if left > right { return head + ["there is nothing to draw: no value is finite" + (figure.hasLogY ? " and above 0" : "")] }
    for part in series where part.mark == .bars {
      // On a logarithmic axis the bars begin below 1, the least number of values that an interval with values has.
      low = min(low, figure.hasLogY ? 0.5 : 0)
      // The first and the last bar are as wide as the others.
      let half = part.x.count > 1 ? (part.x[1] - part.x[0]) / 2 : 0
      (left, right) = (left - half, right + half)
    }
    // A window of few rows has no names of the axes.
    let hasLabel = !figure.xLabel.isEmpty && style.rows > 10
    let height = max(rows - head.count - densities.count - min(hidden, 1) - 2 - (hasLabel ? 1 : 0), 2)
    let vertical = Ticks(low, high, most: max(2, height / 3), isLogarithmic: figure.hasLogY, isWhole: hasBars)
    let names = vertical.labels
    let margin = min(((names + densities.map(\.name)).map(\.count).max() ?? 0) + 1, style.columns / 2)
    let columns = style.columns - margin - 1
    let isWhole = areas == nil && series.allSatisfy { $0.x.allSatisfy { $0 == $0.rounded() } }
    let horizontal = Ticks(left, right, most: max(2, columns / 12), isWhole: isWhole)
    var canvas = Canvas(columns: columns, rows: height, isBraille: style.isUnicode)
    for (index, part) in series.enumerated() {
      // Of very many points, those are drawn that make the line what it is.
      draw(part.mark == .line ? part.thinned(most: Self.mostPoints * canvas.width) : part, index, horizontal, vertical, &canvas)
    }
    let more = hidden == 0 ? [] : [String(repeating: " ", count: margin) + (style.isUnicode ? "│" : "|") + "\(hidden) layers before"]
    return head + body(canvas, vertical, names, margin) + more + densities.map { density($0, horizontal, margin, columns) }
      + axis(horizontal, margin, columns, hasLabel: hasLabel)
  }

  /// Whether numbers of values are shown, which are whole.
  private var hasBars: Bool { series.contains { $0.mark == .bars } }

  private func isShown(_ x: Double, _ y: Double) -> Bool { x.isFinite && y.isFinite && (!figure.hasLogY || y > 0) }

  // MARK: Series

  /// A line has at most as many points for each dot across.
  private static let mostPoints = 50

  /// The sign of a set of points.
  private static func sign(_ index: Int) -> Character { signs[index % signs.count] }

  private static let signs = Array("ox+*#@%&svdnkwzqtmbeacfghijlpruy")

  /// The sign of a point that needs the reader's eye.
  private static let cross: Character = "!"

  /// Whether there are several sets of points, or areas behind them.
  private var hasSigns: Bool { areas != nil || series.count { $0.mark == .points } > 1 }

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
      case .crosses: canvas.mark(dot.x, dot.y, Self.cross, owner: index + 1)
      case .points:
        // Several sets of points have signs of their own, so that nobody needs the colours.
        if hasSigns { canvas.mark(dot.x, dot.y, Self.sign(index), owner: index + 1) } else { canvas.set(dot.x, dot.y, owner: index + 1) }
      case .bars:
        // A bar is as wide as the interval, with a free dot between two bars.
        let half = max(0, Int(Double(canvas.width) / Double(max(part.x.count, 1)) / 2) - 1)
        for x in dot.x - half...dot.x + half { _ = canvas.line(from: (x, base), to: (x, dot.y), owner: index + 1) }
      case .line, .density:
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
      [true, false, false, false, false], [true, true, true, true, true, true, true, false, false], [true, true, false],
      [true, true, false, false, true, false, true, false, false],
    ]
    return patterns[index % patterns.count]
  }

  // MARK: Areas

  /// The sign of an area. They are light, so that the points stay readable.
  private func sign(ofClass index: Int) -> Character {
    if index < 0 { return "?" }
    let signs: [Character] = style.isUnicode ? [" ", "░", "·", ":", "-", "▒", "~", "'", "=", "▓"] : [" ", ".", ":", "-", "~", "'", "=", "\"", ",", "`"]
    return signs[index % signs.count]
  }

  private func area(_ column: Int, _ row: Int, _ canvas: Canvas) -> (sign: Character, owner: Int)? {
    guard let areas else { return nil }
    func nearest(_ cell: Int, _ cells: Int, _ places: Int) -> Int { cells == 1 ? 0 : Int((Double(cell) / Double(cells - 1) * Double(places - 1)).rounded()) }
    let (x, y) = (nearest(column, canvas.columns, areas.x.count), nearest(canvas.rows - 1 - row, canvas.rows, areas.y.count))
    let index = areas.classes[y * areas.x.count + x]
    return (sign(ofClass: index), index + 1)
  }

  // MARK: Around the picture

  private func body(_ canvas: Canvas, _ vertical: Ticks, _ names: [String], _ margin: Int) -> [String] {
    var labels: [Int: String] = [:]
    for (value, name) in zip(vertical.values, names) {
      guard let up = vertical.place(value) else { continue }
      let row = canvas.rows - 1 - Int((up * Double(canvas.rows - 1)).rounded())
      if labels[row] == nil { labels[row] = name }
    }
    return (0..<canvas.rows).map { row in
      // Half a number would be another one.
      let label = labels[row].flatMap { $0.count < margin ? $0 : nil } ?? ""
      let edge = style.isUnicode ? (label.isEmpty ? "│" : "┤") : (label.isEmpty ? "|" : "+")
      return PictureStyle.right(label, margin - 1) + " " + edge + style.cells(canvas, row) { area($0, row, canvas) }
    }
  }

  /// A row that is dark where many x lie.
  private func density(_ part: Figure.Series, _ horizontal: Ticks, _ margin: Int, _ columns: Int) -> String {
    var counts = Array(repeating: 0, count: columns)
    for x in part.x {
      if let across = horizontal.place(x) { counts[Int((across * Double(columns - 1)).rounded())] += 1 }
    }
    let shades: [Character] = style.isUnicode ? ["░", "▒", "▓", "█"] : [".", ":", "+", "#"]
    let most = Double(counts.max() ?? 1)
    let cells = counts.map { count in count == 0 ? " " : shades[min(Int(Double(count) / most * 4), 3)] }
    return PictureStyle.trimmed(PictureStyle.right(part.name, margin - 1) + " " + (style.isUnicode ? "│" : "|") + String(cells))
  }

  private func axis(_ horizontal: Ticks, _ margin: Int, _ columns: Int, hasLabel: Bool) -> [String] {
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
    let label = hasLabel ? [PictureStyle.centred(figure.xLabel, margin + 1, columns)] : []
    return [String(repeating: " ", count: margin) + corner + line.joined(), PictureStyle.trimmed(String(text))] + label
  }

  private var heading: [String] {
    var entries: [(sample: String, owner: Int, name: String)] = []
    if series.count > 1 || areas != nil {
      entries = series.enumerated().map { index, part in
        let sample: String =
          switch part.mark {
          case .crosses: String(Self.cross)
          case .points where hasSigns: String(Self.sign(index))
          default: style.isUnicode ? Self.sample(index, part.mark) : String(Canvas.signs[index % Canvas.signs.count])
          }
        return (sample, index + 1, part.name)
      }
    }
    if let areas {
      let present = Set(areas.classes)
      for (index, name) in areas.names.enumerated() where present.contains(index) {
        let sign = sign(ofClass: index)
        entries.append((sign == " " ? "blank" : String(sign), index + 1, name))
      }
    }
    if let areas, areas.classes.contains(-1) { entries.append(("?", 0, "no number")) }
    return style.title(figure.title) + style.legend(entries)
  }

  /// What a series looks like, as its legend shows it.
  private static func sample(_ index: Int, _ mark: Figure.Series.Mark) -> String {
    if mark == .points { return "⠂" }
    var canvas = Canvas(columns: 3, rows: 1, isBraille: true)
    let pattern = pattern(index)
    _ = canvas.line(from: (0, 2), to: (5, 2), owner: 1) { pattern[$0 % pattern.count] }
    return String((0..<3).map { canvas.sign($0, 0) })
  }
}
