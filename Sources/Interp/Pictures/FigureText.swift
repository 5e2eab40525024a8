import Net

/// Draws a figure in cells of text.
struct FigureText {
  private let figure: Figure
  private let style: PictureStyle

  init(_ figure: Figure, _ style: PictureStyle) { (self.figure, self.style) = (figure.visible, style) }

  /// The lines of the picture, and below it what it leaves out.
  func lines() -> [String] {
    guard style.columns >= PictureStyle.least.columns, style.rows >= PictureStyle.least.rows else {
      return ["a picture needs \(PictureStyle.least.columns) columns and \(PictureStyle.least.rows) rows; here are \(style.columns) and \(style.rows)"]
    }
    // A small window keeps room for the picture itself. A sentence without room for its end is left out.
    let most = max(style.rows - PictureStyle.least.rows, style.rows / 4)
    var notes: [String] = []
    for lines in figure.notes.map({ TextTable.wrapped($0, width: style.columns) }) where notes.count + lines.count <= most { notes += lines }
    let rows = style.rows - notes.count
    let drawn =
      switch figure.content {
      case .chart(let chart): ChartText(chart, figure, style, rows: rows).lines()
      case .map(let map): MapText(map, figure, style, rows: rows).lines()
      case .diagram(let diagram): DiagramText(diagram, figure, style, rows: rows).lines()
      }
    return drawn + notes
  }
}

/// What the texts of all figures have in common.
extension PictureStyle {
  /// The title as a line in the middle; no line where there is none.
  func title(_ title: String) -> [String] { title.isEmpty ? [] : [Self.centred(title, 0, columns)] }

  static func right(_ text: String, _ width: Int) -> String {
    let shown = TextWidth.prefix(text, columns: width)
    return String(repeating: " ", count: max(0, width - TextWidth.columns(shown))) + shown
  }

  static func centred(_ text: String, _ left: Int, _ width: Int) -> String {
    let shown = TextWidth.prefix(text, columns: width)
    return trimmed(String(repeating: " ", count: left + (width - TextWidth.columns(shown)) / 2) + shown)
  }

  static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The entries of a legend, as many in a line as fit. Each has a sample of what is drawn, in its colour, and a name. A small window shows the first ones.
  func legend(_ entries: [(sample: String, owner: Int, name: String)]) -> [String] {
    var lines: [String] = []
    var (line, width) = ("", 0)
    for entry in entries {
      let name = TextWidth.prefix(entry.name, columns: columns - entry.sample.count - 1)
      let count = entry.sample.count + 1 + TextWidth.columns(name)
      if width > 0, width + 3 + count > columns {
        lines.append(line)
        (line, width) = ("", 0)
      }
      if width > 0 { (line, width) = (line + "   ", width + 3) }
      line += coloured(entry.sample, entry.owner) + " " + name
      width += count
    }
    return Array((width > 0 ? lines + [line] : lines).prefix(max(rows / 6, 1)))
  }

  /// The text in the colour of a series, which counts from 1; unchanged where there are no colours.
  func coloured(_ text: String, _ owner: Int) -> String { hasColour && owner > 0 ? Self.colour(owner) + text + Self.colour(0) : text }

  /// The sequence that begins the colour of a series, from 1; 0 ends all colours.
  static func colour(_ owner: Int) -> String { owner == 0 ? "\u{1B}[0m" : "\u{1B}[\([34, 31, 32, 35, 36, 33][(owner - 1) % 6])m" }

  /// The cells of a row of a canvas. A colour begins where the series changes.
  /// - Parameter behind: the sign and the owner of a cell in which nothing is drawn; nil for a blank.
  func cells(_ canvas: Canvas, _ row: Int, behind: (Int) -> (sign: Character, owner: Int)? = { _ in nil }) -> String {
    var (text, owner) = ("", 0)
    for column in 0..<canvas.columns {
      var (sign, next) = (canvas.sign(column, row), Int(canvas.owners[row * canvas.columns + column]))
      if sign == " " { (sign, next) = behind(column) ?? (" ", 0) }
      if sign == " " { next = 0 }
      if hasColour, next != owner { text += owner != 0 && next != 0 ? Self.colour(0) + Self.colour(next) : Self.colour(next) }
      owner = next
      text.append(sign)
    }
    return Self.trimmed(text + (hasColour && owner != 0 ? Self.colour(0) : ""))
  }
}

extension Figure {
  /// The figure with every control character of its texts made visible. Names of features and classes come from files.
  fileprivate var visible: Figure {
    var figure = self
    (figure.title, figure.xLabel, figure.yLabel) = (Self.line(title), Self.line(xLabel), Self.line(yLabel))
    figure.notes = notes.map(Self.line)
    guard case .chart(var chart) = content else { return figure }
    for index in chart.series.indices { chart.series[index].name = Self.line(chart.series[index].name) }
    let names = chart.areas?.names.map(Self.line) ?? []
    chart.areas?.names = names
    figure.content = .chart(chart)
    return figure
  }

  private static func line(_ text: String) -> String { Escaping.visible(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })) }
}
