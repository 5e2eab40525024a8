import Net

/// A figure as the input of gnuplot. All data are numbers, and all texts are in single quotes, in which gnuplot expands nothing.
struct GnuplotScript {
  /// The kinds of files that it makes, and the sixels of a terminal.
  enum Form: String, CaseIterable, Sendable {
    case svg, png, pdf, sixel

    /// Those that are files.
    static let files: [Form] = [.svg, .png, .pdf]
  }

  private let figure: Figure
  private let form: Form
  private let size: (columns: Int, rows: Int)

  /// The size in pixels where `size=` does not give one.
  static let usualSize = (columns: 800, rows: 500)
  /// A size that gnuplot draws in, with its labels.
  static let sizes = 120...5000

  init(_ figure: Figure, _ form: Form, size: (columns: Int, rows: Int)) { (self.figure, self.form, self.size) = (figure, form, size) }

  /// The commands and the data.
  var text: String {
    let (data, plot) =
      switch figure.content {
      case .chart(let chart): self.chart(chart)
      case .map(let map): self.map(map)
      case .diagram(let diagram): self.diagram(diagram)
      }
    let notes = figure.notes.isEmpty ? [] : ["set label 1000 at screen 0.02,0.02 \(Self.quoted(figure.notes.joined(separator: "; "))) noenhanced font ',9'"]
    var head = ["set encoding utf8", "set terminal \(terminal)", "set title \(Self.quoted(figure.title)) noenhanced", "set border 3 lc rgb '#606060'"]
    head += [
      "set tics nomirror out", "set key outside top center horizontal noenhanced samplen 3", "set bmargin at screen \(figure.notes.isEmpty ? 0.14 : 0.18)",
    ]
    head += ["set xlabel \(Self.quoted(figure.xLabel)) noenhanced", "set ylabel \(Self.quoted(figure.yLabel)) noenhanced"]
    if figure.hasLogY { head.append("set logscale y") }
    return (head + notes + data + [plot]).joined(separator: "\n") + "\n"
  }

  private var terminal: String {
    let (width, height) = size
    return switch form {
    case .svg: "svg size \(width),\(height) noenhanced font 'sans-serif,12' background '#ffffff'"
    case .png: "pngcairo size \(width),\(height) noenhanced font 'sans,11' background '#ffffff'"
    // A hundred pixels are an inch.
    case .pdf: "pdfcairo size \(Double(width) / 100)in,\(Double(height) / 100)in noenhanced font 'sans,11' background '#ffffff'"
    case .sixel: "sixelgd size \(width),\(height) noenhanced truecolor font 'sans,10' background '#ffffff'"
    }
  }

  /// The colours of the series in order. They can be told apart by most people who see few colours.
  private static let colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#808080"]
  /// The areas of the classes: the same colours, mixed with white.
  private static let tints = ["#cce3f0", "#f7dfcc", "#ccece3", "#f5e4ed", "#faecd4", "#ddf0fb", "#cccccc", "#e6e6e6"]
  /// Those of the next eight classes, a little darker.
  private static let darkerTints = ["#8fc3e0", "#efb890", "#90d4c0", "#e6bcd4", "#f4d38c", "#aad8f4", "#a6a6a6", "#b8bfc4"]
  /// The forms of points: circle, square, triangle, diamond, plus, full circle, full square, full triangle.
  private static let forms = [6, 4, 8, 12, 1, 7, 5, 9]
  /// From the ninth series on, the colours come again with other forms.
  private static func form(_ index: Int) -> Int { forms[(index + index / forms.count) % forms.count] }

  private static func tint(_ index: Int) -> String { (tints + darkerTints)[index % (tints.count + darkerTints.count)] }

  /// A line has at most as many points. Of more, the least and the largest of each column of pixels are drawn.
  private static let mostPoints = 4000

  // MARK: Charts

  private func chart(_ chart: Figure.Chart) -> (data: [String], plot: String) {
    var data: [String] = []
    var parts: [String] = []
    let shown = chart.series.filter { $0.mark != .density }.flatMap(\.y).filter { $0.isFinite && (!figure.hasLogY || $0 > 0) }
    let (low, high) = (shown.min() ?? 0, shown.max() ?? 1)
    if let areas = chart.areas {
      let count = areas.names.count
      let palette = (0..<count).map { "\($0) '\(Self.tint($0))'" }.joined(separator: ", ")
      data += ["set palette maxcolors \(count) defined (\(palette))", "set cbrange [0:\(count - 1)]", "unset colorbox"]
      data += [
        "set xrange [\(Self.number(areas.x[0])):\(Self.number(areas.x.last!))]", "set yrange [\(Self.number(areas.y[0])):\(Self.number(areas.y.last!))]",
      ]
      let cells = areas.y.indices.flatMap { row in
        areas.x.indices.map { column -> [Double] in
          let index = areas.classes[row * areas.x.count + column]
          return [areas.x[column], areas.y[row], index < 0 ? .nan : Double(index)]
        }
      }
      data += Self.block("areas", cells)
      parts.append("$areas using 1:2:3 with image notitle")
      for (index, name) in areas.names.enumerated() where areas.classes.contains(index) {
        parts.append("keyentry with boxes fs solid fc rgb '\(Self.tint(index))' title \(Self.quoted(name))")
      }
    }
    let title = chart.series.count > 1 || chart.areas != nil
    var densities = 0
    for (index, part) in chart.series.enumerated() {
      let name = title ? "title \(Self.quoted(part.name))" : "notitle"
      let colour = "lc rgb '\(Self.colours[index % Self.colours.count])'"
      let drawn = part.mark == .line ? part.thinned(most: Self.mostPoints) : part.mark == .density ? part : part.distinct(size.columns, size.rows)
      var rows = zip(drawn.x, drawn.y).map { [$0, figure.hasLogY && $1 <= 0 ? .nan : $1] }
      switch part.mark {
      case .line:
        parts.append("$s\(index) using 1:2 with lines lw 2 dt \(index % 4 + 1) \(colour) \(name)")
        // A line through one point has no length, so such a point is drawn as a dot.
        let alone = rows.indices.filter { place in
          rows[place][1].isFinite && !(place > 0 && rows[place - 1][1].isFinite) && !(place + 1 < rows.count && rows[place + 1][1].isFinite)
        }
        if !alone.isEmpty {
          data += Self.block("alone\(index)", alone.map { rows[$0] })
          parts.append("$alone\(index) using 1:2 with points pt 7 ps 0.6 \(colour) notitle")
        }
      case .points: parts.append("$s\(index) using 1:2 with points pt \(Self.form(index)) ps 0.6 lw 1.2 \(colour) \(name)")
      case .crosses: parts.append("$s\(index) using 1:2 with points pt 2 ps 1 lw 2 lc rgb '#000000' \(name)")
      case .bars:
        data.append("set style fill solid 0.7 border")
        if let first = part.y.indices.dropFirst().first { data.append("set boxwidth \(Self.number(part.x[first] - part.x[0]))") }
        data.append("set yrange [\(figure.hasLogY ? "0.5" : "0"):*]")
        parts.append("$s\(index) using 1:2 with boxes \(colour) \(name)")
      case .density:
        densities += 1
        // A row of circles below the picture. A circle is as large as the share of values that lie there.
        let height = low - (high - low) * 0.07 * Double(densities)
        rows = Self.counts(part.x, bins: 100).map { [$0.x, height, 0.2 + 1.6 * $0.share.squareRoot()] }
        parts.append("$s\(index) using 1:2:3 with points pt 7 ps variable \(colour) \(name)")
      }
      data += Self.block("s\(index)", rows)
    }
    return (data, "plot " + parts.joined(separator: ", \\\n  "))
  }

  /// The middles of intervals that hold values, and how many they hold as a share of the most.
  private static func counts(_ values: [Double], bins: Int) -> [(x: Double, share: Double)] {
    guard let interval = Interval(of: values) else { return [] }
    var counts = Array(repeating: 0, count: bins)
    for value in values where value.isFinite { counts[interval.part(value, of: bins)] += 1 }
    let most = Double(counts.max() ?? 1)
    return counts.indices.filter { counts[$0] > 0 }.map { (interval.value(at: (Double($0) + 0.5) / Double(bins)), Double(counts[$0]) / most) }
  }

  // MARK: Maps

  /// The most rows and columns of a map. Entries of a larger one share a place, and the one that is largest in size shows.
  private static let mostPlaces = 600

  private func map(_ whole: Figure.Map) -> (data: [String], plot: String) {
    let map = whole.reduced(most: Self.mostPlaces)
    let largest = map.values.lazy.filter(\.isFinite).map(abs).max() ?? 0
    let end = Self.number(largest == 0 ? 1 : largest)
    var data = ["set palette defined (-1 '#d55e00', 0 '#ffffff', 1 '#0072b2')", "set cbrange [-\(end):\(end)]", "set yrange [*:*] reverse"]
    if map.columns <= 20 { data.append("set xtics 1") }
    if map.rows <= 20 { data.append("set ytics 1") }
    data += ["set autoscale fix", "unset key", "set object 1 rectangle from graph 0,0 to graph 1,1 behind fc rgb '#c0c0c0' fs solid noborder"]
    let cells = (0..<map.rows).flatMap { row in
      (0..<map.columns).map { column -> [Double] in
        let value = map.values[row * map.columns + column]
        return [Double(column + 1), Double(row + 1), value.isFinite ? value : .nan]
      }
    }
    if map.rows < whole.rows || map.columns < whole.columns {
      let (down, across) = ((whole.rows + map.rows - 1) / map.rows, (whole.columns + map.columns - 1) / map.columns)
      data += ["unset tics", "set xlabel 'a place shows the largest of up to \(down) x \(across) entries'"]
    }
    data += Self.block("map", cells)
    // Single entries keep their edges. Very many are drawn as one image.
    return (data, "plot $map using 1:2:3 with image \(cells.count <= 10_000 ? "pixels" : "") notitle")
  }

  // MARK: The network

  /// The most units of a layer that are drawn.
  private static let mostUnits = 24
  /// Weights below this share of the largest weight of their layer have no line.
  private static let least = 0.1

  private func diagram(_ diagram: Figure.Diagram) -> (data: [String], plot: String) {
    func height(_ unit: Int, _ column: Int) -> Double {
      let shown = min(diagram.columns[column].units, Self.mostUnits)
      return 1 - (Double(unit) + 0.5) / Double(shown)
    }
    var data = ["unset border", "unset tics", "set xrange [-0.5:\(diagram.weights.count).5]", "set yrange [-0.25:1.05]"]
    /// Lines of one sign and one width go together.
    var lines: [[[Double]]] = Array(repeating: [], count: 8)
    for (index, W) in diagram.weights.enumerated() {
      let largest = W.elements.lazy.filter(\.isFinite).map(abs).max() ?? 0
      for row in 0..<min(W.rows, Self.mostUnits) {
        for column in 0..<min(W.columns, Self.mostUnits) {
          let weight = W[row, column]
          guard weight.isFinite, weight != 0, abs(weight) >= Self.least * largest else { continue }
          let (from, to) = (height(column, index), height(row, index + 1))
          lines[(weight > 0 ? 0 : 4) + min(Int(abs(weight) / largest * 4), 3)].append([Double(index), from, 1, to - from])
        }
      }
    }
    var parts: [String] = []
    for (group, rows) in lines.enumerated() where !rows.isEmpty {
      let isPositive = group < 4
      data += Self.block("w\(group)", rows)
      let isFirst = lines[(isPositive ? 0 : 4)..<group].allSatisfy(\.isEmpty)
      let name = isFirst ? "title '\(isPositive ? "positive" : "negative") weight'" : "notitle"
      let line = "lw \(Double(group % 4) * 1.2 + 0.8) dt \(isPositive ? 1 : 2) lc rgb '\(Self.colours[isPositive ? 0 : 1])'"
      parts.append("$w\(group) using 1:2:3:4 with vectors nohead \(line) \(name)")
    }
    var units: [[Double]] = []
    for (index, column) in diagram.columns.enumerated() {
      units += (0..<min(column.units, Self.mostUnits)).map { [Double(index), height($0, index)] }
      let shortened = column.units > Self.mostUnits ? ["the first \(Self.mostUnits) units"] : []
      for (line, label) in (column.labels + shortened).enumerated() {
        data.append("set label at \(index),\(Self.number(-0.05 - 0.06 * Double(line))) \(Self.quoted(label)) center noenhanced")
      }
    }
    data += Self.block("units", units)
    data.append(
      "set xlabel 'a wider line is a larger weight of its layer; below \(NumberFormat.significant(Self.least * 100, 3)) % of the largest there is no line'")
    parts.append("$units using 1:2 with points pt 7 ps 2 lc rgb '#404040' notitle")
    return (data, "plot " + parts.joined(separator: ", \\\n  "))
  }

  // MARK: Text

  /// A block of data. Its lines hold numbers alone.
  private static func block(_ name: String, _ rows: [[Double]]) -> [String] {
    // A block without a row is an error in gnuplot.
    let lines = rows.isEmpty ? ["NaN NaN NaN NaN"] : rows.map { $0.map(number).joined(separator: " ") }
    return ["$\(name) << EOD"] + lines + ["EOD"]
  }

  private static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "NaN" }

  /// A text in single quotes. Control characters are blanks, because a line ends the command.
  static func quoted(_ text: String) -> String {
    let visible = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control || $0.value == 0x2028 || $0.value == 0x2029 ? " " : $0 }))
    return "'" + visible.replacing("'", with: "''") + "'"
  }
}

extension Figure.Map {
  /// The same map with at most as many rows and columns.
  fileprivate func reduced(most: Int) -> Figure.Map {
    let (newRows, newColumns) = (min(rows, most), min(columns, most))
    guard newRows < rows || newColumns < columns else { return self }
    var result = Figure.Map(rows: newRows, columns: newColumns, values: Array(repeating: 0, count: newRows * newColumns))
    for row in 0..<rows {
      for column in 0..<columns {
        let (value, place) = (values[row * columns + column], row * newRows / rows * newColumns + column * newColumns / columns)
        if !value.isFinite { result.values[place] = .nan } else if abs(value) > abs(result.values[place]) { result.values[place] = value }
      }
    }
    return result
  }
}

extension Figure.Series {
  /// The same points without those that fall on the pixel of another one.
  fileprivate func distinct(_ columns: Int, _ rows: Int) -> Figure.Series {
    guard x.count > columns, mark != .bars, let horizontal = Interval(of: x), let vertical = Interval(of: y), horizontal.low < horizontal.high,
      vertical.low < vertical.high
    else { return self }
    var taken = Array(repeating: false, count: columns * rows)
    var result = self
    (result.x, result.y) = ([], [])
    for (x, y) in zip(x, y) where x.isFinite && y.isFinite {
      let place = vertical.part(y, of: rows) * columns + horizontal.part(x, of: columns)
      if taken[place] { continue }
      taken[place] = true
      result.x.append(x)
      result.y.append(y)
    }
    return result
  }
}
