import Foundation
import TestSupport
import Testing

@testable import Interp

/// Pictures in the terminal. The golden texts were looked at as pictures.
@Suite struct PlotTests {
  private let session = TestSession()
  private func run(_ text: String) -> Transcript { session.run(text) }

  /// The same picture in braille and in ASCII.
  @Test func line() {
    #expect(
      run("plot [3, 1, 2, 5] size=30x9").lines == [
        "         [3, 1, 2, 5]", "  │                         ⡠⠊", "4 ┤                       ⡠⠊", "  │⡀                   ⢀⠔⠉", "  │⠈⠑⠤⡀              ⢀⠔⠁",
        "2 ┤   ⠈⠑⠤⡀       ⣀⡠⠤⠒⠁", "  │      ⠈⠑⠤⣀⠤⠔⠒⠉", "  └─────────┬────────────────┬", "            2                4",
      ])
    let figure = Figure(what: "v", title: "", content: Figure.series([Figure.Series(name: "v", x: [1, 2, 3, 4], y: [3, 1, 2, 5])]))
    var style = PictureStyle()
    (style.columns, style.rows, style.isUnicode) = (30, 8, false)
    #expect(
      FigureText(figure, style).lines() == [
        "  |                         **", "4 +                       **", "  |**                   **", "  |  ***              **", "2 +     ***     ******",
        "  |        *****", "  +---------+----------------+", "            2                4",
      ])
    // Colours come on top of the signs: without their sequences the text is the same.
    (style.isUnicode, style.hasColour) = (true, true)
    let coloured = FigureText(figure, style).lines()
    #expect(coloured[0].contains("\u{1B}[34m") && coloured[0].hasSuffix("\u{1B}[0m"))
    style.hasColour = false
    let plain = FigureText(figure, style).lines()
    #expect(coloured.map { $0.replacing("\u{1B}[34m", with: "").replacing("\u{1B}[0m", with: "") } == plain)
  }

  /// A value that is not finite is a gap, and a line says so. Two lines differ without colours.
  @Test func gaps() {
    let text = run("plot [1, 2, nan, 4], [4, 3, 2, 1] size=40x12")
    #expect(text.status == 0 && text.lines[0] == "⠤⠤⠤ [1, 2, nan, 4]   ⠄⠠  [4, 3, 2, 1]", "\(text.lines)")
    #expect(text.output.contains("[1, 2, nan, 4] has 1 value that is not"))
    #expect(run("plot nan").output.contains("there is nothing to draw: no value is finite"))
    #expect(run("plot [0, -1] log=y").output.contains("no value is finite and above 0"))
  }

  /// The widest and the narrowest ranges have an end, a scale and the right numbers of values. `log=y` is refused where it would mean nothing.
  @Test(arguments: [
    "hist [1e308, -1e308]", "hist [0, 5e-324]", "hist [5e-324, 1e-323]", "hist 1.7e308", "[8e307, -8e307]", "[1.7e308, -1.7e308]", "[1.7e308]", "[5e-324]",
    "[5e-324, 0]", "[1e-323, 1.5e-323]", "[1, 1e308, 1.5e308] log=y", "[5e-324, 5e-324] log=y", "hist [1, 2, 2] log=y", "[1e300, 1e300 * (1 + 3e-16)]",
  ]) func extremes(_ what: String) {
    for size in ["20x8", "40x10", "80x24"] {
      let drawn = run("plot \(what) size=\(size)")
      #expect(drawn.status == 0 && !drawn.output.contains("nan") && !drawn.output.contains("inf"), "\(drawn.output)")
      #expect(drawn.output.contains { $0 == "⣿" || (0x2801...0x28FF).contains($0.unicodeScalars.first!.value) }, "\(drawn.output)")
    }
  }

  @Test func histogramOfExtremes() {
    #expect(run("plot hist [1e308, -1e308] size=60x10").lines[0].contains("2 entries in 4 intervals"))
    let close = run("h = 1.507878149820067 * ones(1, 25); h[1,1] = 1.5078781498200672; plot hist h size=60x10")
    #expect(close.status == 0 && close.lines[0].contains("25 entries in 5 intervals"), "\(close.output)")
  }

  @Test func logarithms() {
    let lines = run("plot [1, -2, 0, 3] log=y size=90x10")
    #expect(lines.output.contains("has 2 values of 0 or below, which a logarithmic axis cannot show"), "\(lines.output)")
    _ = run("init seed=2")
    for refused in ["boundary", "network", "activation tanh"] { #expect(run("plot \(refused) log=y").errors.contains("log="), "\(refused)") }
    #expect(run("plot W1 log=y").errors.contains("drawn as a map"))
    #expect(run("plot [1, 2, 3, 4] shape=-2,-2").errors.contains("rows and columns, as in 28,28"))
  }

  /// A sentence below the picture says at which step the examples were replaced, because J is then the cost of other examples.
  @Test func changedData() {
    _ = run("init seed=2; train 11; data moons; train 10; alpha = 0.2; train 5")
    #expect(run("plot J size=100x20").output.contains("the data changed at step 11, so J of main before and after cannot be compared"))
    _ = run("display plot J size=100x20")
    #expect(run("data circles; train 4").output.contains("the data changed at step 11, 26, so J"))
  }

  /// Ten classes have ten different signs.
  @Test func manyClasses() {
    let picture = run("data blobs classes=10 m=200; init 2 10:softmax seed=1; plot data size=100x20")
    let legend = picture.lines.filter { $0.contains("   ") }.prefix(3).joined(separator: "   ")
    for (index, sign) in "ox+*#@%&sv".enumerated() { #expect(legend.contains("\(sign) class \(index)") || legend.contains("\(sign) \(index)"), "\(legend)") }
  }

  @Test func wordsAreSuggested() {
    #expect(run("plot boundry").errors.contains("did you mean 'boundary'?"))
    #expect(run("display plot boundry").errors.contains("did you mean 'boundary'?") && run("display").output.contains("no displays"))
  }

  /// An example without an answer is wrong, and one that has no place is told.
  @Test func boundaryWithoutNumbers() {
    _ = run("init 2 4:tanh 1:sigmoid seed=2; W1[1,1] = nan; forward")
    #expect(run("plot boundary").output.contains("400 of 400 examples are on the wrong side"))
    _ = run("init seed=2; X[1,1] = inf")
    #expect(run("plot boundary").output.contains("X has 1 example that is not finite"))
  }

  @Test func maps() {
    #expect(
      run("plot [1, -2; 3, -4] size=40x8").lines == [
        Self.centred("[1, -2; 3, -4] (2, 2)", 40), "░░░░░░======", "░░░░░░======", "░░░░░░======", "▒▒▒▒▒▒≣≣≣≣≣≣", "▒▒▒▒▒▒≣≣≣≣≣≣", "▒▒▒▒▒▒≣≣≣≣≣≣", "≣ -4   █ 4",
      ])
    #expect(run("plot zeros(2, 2) size=40x8").lines.last == "all entries are 0")
    #expect(run("plot [nan, 1; -1, inf] size=40x8").lines[1] == "????████")
    #expect(run("plot [nan, nan; nan, nan] size=40x8").output.contains("? not finite"))
    #expect(run("plot [nan, 1, 2, inf, 3] size=40x8").output.contains("has 2 values"))
    #expect(run("plot X size=90x10").lines.last!.hasSuffix("a cell shows the largest of 1 x 5 entries"))
  }

  private static func centred(_ text: String, _ width: Int) -> String { String(repeating: " ", count: (width - text.count) / 2) + text }

  /// J of each step of the branches, as the timeline has it.
  @Test func costs() {
    let statements = "init seed=2; train 20 alpha=1.2; goto 5; branch slow; train 10 alpha=0.1"
    _ = run(statements)
    #expect(run("plot J").lines[0].contains("J by step, slow"))
    #expect(run("plot J main slow").lines[1] == "⠤⠤⠤ J of main   ⠄⠠  J of slow")
    #expect(run("plot J nobody").errors.contains("there is no branch nobody"))
    let json = TestSession(json: true)
    _ = json.run(statements)
    let cost = { (step: String) in
      json.run("goto \(step)").status == 0 ? json.run("J").output.split(separator: "\"value\":")[1].prefix { $0 != "}" && $0 != "," } : ""
    }
    let picture = json.run("plot J main slow").output
    #expect(picture.contains("\"name\":\"J of main\",\"x\":[0,1,2,3,") && picture.contains("\"name\":\"J of slow\",\"x\":[5,6,7,"))
    for step in ["main:0", "main:12", "main:20", "slow:11", "slow:15"] { #expect(picture.contains(cost(step)), "\(step)") }
  }

  @Test func data() {
    #expect(run("data moons m=40 noise=0.1; plot data").lines[1] == "o 0   x 1")
    // The signs tell the classes apart, also without colours: every example is one of them, or hidden by one.
    let signs = run("X = [0, 1, 2, 3; 0, 1, 2, 3]; Y = [0, 1, 0, 1]; plot data size=40x12").lines.dropFirst(2).dropLast(3).joined().filter { "ox".contains($0) }
    #expect(signs == "xoxo")
    #expect(run("X = randn(3, 20); Y = randn(1, 20); plot data").lines.last == "the picture shows the first two of 3 features")
  }

  @Test func histogram() {
    let json = TestSession(json: true)
    #expect(json.run("h = [0, 0, 1, 3]; plot hist h").output.contains("\"y\":[2,1,0,1]"))
    #expect(run("h = [5, 5]; plot hist h").lines[0].contains("2 entries in 1 interval"))
  }

  @Test(arguments: [
    ("plot \"text\"", "plot draws numbers, not text"), ("plot W1", "there is no network yet"), ("plot J", "there is no network yet"),
    ("plot 5 size=5", "size"), ("plot 5 size=0x10", "size"), ("plot 5 log=x", "log"), ("plot", "needs"),
    ("plot boundary", "there is no network yet"), ("plot network", "there is no network yet"), ("plot gradients", "there is no network yet"),
    ("init; plot boundary unit=2", "layer 2 has no unit 2"), ("init; plot boundary layer=1", "no unit is named"),
    ("init; plot boundary unit=1 layer=3", "the network has no layer 3"), ("init; plot boundary features=1,1", "two different features"),
    ("init; plot boundary features=1,3", "two different features"), ("init 2 2:tanh 1:linear; plot boundary", "the output is a number and no class"),
    ("X = [1, 2]; Y = [0, 1]; init 1 1:sigmoid; plot boundary", "X has one"), ("plot activation softmax", "whole columns"),
    ("plot activation", "one activation"), ("plot activation tan", "tan"), ("plot data three", "takes nothing more"), ("plot J unit=1", "unit="),
    ("plot X shape=3,3", "has 9 entries"), ("plot X, Y shape=3,3", "several expressions"), ("plot 5 shape=1", "shape"), ("plot hist", "one array"),
  ]) func badInput(_ statement: String, _ says: String) {
    let result = run(statement)
    #expect(result.status == 1 && result.errors.contains(says), "\(result.errors)")
  }

  @Test func smallWindows() {
    #expect(run("plot 5 size=19x8").lines == ["a picture needs 20 columns and 8 rows; here are 19 and 8"])
    for size in ["20x8", "80x24", "120x40", "33x9"] {
      let (columns, rows) = (Int(size.split(separator: "x")[0])!, Int(size.split(separator: "x")[1])!)
      for what in ["[1e300, -1e300, 1]", "[1000000, 1000001]", "X", "[3, 3]", "data"] {
        let lines = run("plot \(what) size=\(size)").lines
        #expect(lines.count <= rows && lines.allSatisfy { $0.count <= columns }, "\(what) \(size): \(lines)")
      }
    }
  }

  /// The classes of a boundary are those that predict gives, and wrong examples are marked.
  @Test func boundary() throws {
    let json = TestSession(json: true)
    _ = json.run("init seed=2; train 300 alpha=1.2")
    let picture = try JSONObject(json.run("plot boundary").output)
    let (x, y) = (picture.numbers("x"), picture.numbers("y"))
    for (column, row) in [(0, 0), (80, 60), (159, 119), (30, 90), (121, 7)] {
      let place = "[\(x[column]); \(y[row])]"
      let output = try JSONObject(json.run("sigmoid(W2 @ tanh(W1 @ \(place) + b1) + b2)[1,1]").output)
      #expect(abs(picture.number("output", row, column)! - output.value!) < 1e-14)
      #expect(picture.number("matrix", row, column) == ((output.value ?? 0) > 0.5 ? 1 : 0))
    }
    // The examples are there once each. As many are wrong as the accuracy says.
    let series = picture.series
    #expect(series.map(\.name) == ["0", "1", "wrong"] && series.map(\.x.count).reduce(0, +) == 400)
    #expect(run("init seed=2; train 300 alpha=1.2; plot boundary").lines.last == "\(series[2].x.count) of 400 examples are on the wrong side")
    // The zero line of a unit: the output is its z.
    let unit = try JSONObject(json.run("plot boundary unit=3 layer=1").output)
    let place = "[\(unit.numbers("x")[17]); \(unit.numbers("y")[5])]"
    let z = try JSONObject(json.run("(W1 @ \(place) + b1)[3,1]").output)
    #expect(abs(unit.number("output", 5, 17)! - z.value!) < 1e-12)
  }

  /// The plane of two of several features goes through the means of the others.
  @Test func features() throws {
    let json = TestSession(json: true)
    _ = json.run("seed 3; X = randn(4, 30) + 2; Y = X[2:2,:] > 2; init 4 3:tanh 1:sigmoid seed=4; train 20 alpha=0.5")
    let picture = try JSONObject(json.run("plot boundary features=2,4").output)
    let (x, y) = (picture.numbers("x"), picture.numbers("y"))
    _ = json.run("M = mean(X, axis=1, keepdims=True); M[2,1] = \(x[50]); M[4,1] = \(y[20])")
    let value = try JSONObject(json.run("sigmoid(W2 @ tanh(W1 @ M + b1) + b2)[1,1]").output).value
    #expect(abs(picture.number("output", 20, 50)! - value!) < 1e-14)
    #expect(run("X = randn(4, 9); Y = randn(1, 9) > 0; init 4 3:tanh 1:sigmoid seed=1; plot boundary").errors.contains("X has 4 features"))
    #expect(run("plot boundary features=1,3").status == 0)
  }

  /// The curves of an activation and its derivative, and where Z lies.
  @Test func activation() throws {
    let json = TestSession(json: true)
    _ = json.run("init 2 3:tanh 1:sigmoid seed=2; forward")
    let series = try JSONObject(json.run("plot activation tanh").output).series
    #expect(series.map(\.name) == ["tanh(z)", "its derivative", "Z1"] && series[2].x.count == 1200)
    for (z, (g, slope)) in zip(series[0].x, zip(series[0].y, series[1].y)) { #expect(abs(g - tanh(z)) < 1e-15 && abs(slope - (1 - g * g)) < 1e-15) }
    #expect(run("plot activation relu").lines.last!.contains("so no Z is shown"))
    #expect(run("set leaky_slope 0.5; plot activation leaky_relu").status == 0)
  }

  /// The norms of the gradients are those that each step had.
  @Test func gradients() throws {
    let json = TestSession(json: true)
    _ = json.run("init seed=2; train 12 alpha=1.2")
    let series = try JSONObject(json.run("plot gradients").output).series
    #expect(series.map(\.name) == ["dW1", "dW2"] && series[0].x == (1...12).map(Double.init))
    for step in [1, 7, 12] {
      let norm = try JSONObject(json.run("goto \(step)").output + json.run("norm(dW2)").output)
      #expect(norm.value == series[1].y[step - 1])
    }
    #expect(run("init seed=2; plot gradients").errors.contains("dW1"))
    #expect(run("forward; backward; plot gradients").status == 0)
    #expect(run("init 2 2:tanh 1:sigmoid weights=zeros; forward; backward; plot gradients").output.contains("dW1 has 1 value of 0 or below"))
  }

  /// The cost of the dev part stands beside J.
  @Test func devCost() throws {
    let json = TestSession(json: true)
    _ = json.run("data moons m=60 noise=0.2 seed=1 split=0.6,0.2,0.2; init 2 3:tanh 1:sigmoid seed=1; train 10 alpha=0.5")
    let series = try JSONObject(json.run("plot J").output).series
    #expect(series.map(\.name) == ["J of main", "dev J of main"] && series[1].x == (0...10).map(Double.init))
    let dev = try JSONObject(json.run("use dev; forward; J").output)
    #expect(dev.value == series[1].y[10])
  }

  @Test func network() {
    let lines = run("init seed=2; plot network size=60x16").lines
    #expect(lines[0].contains("2 - 4 - 1, 17 parameters, step 0") && lines.joined().count { $0 == "●" } == 7)
    #expect(run("init 2 300:relu 2:tanh 1:sigmoid seed=1; plot network size=60x16").output.contains("⋮"))
    #expect(run("W1 = nan * W1; plot network").output.contains("W1 has 600 values that are not finite"))
  }

  /// `hist` and an array in brackets need no name between them.
  @Test func wordsAndArrays() {
    #expect(run("plot hist [1, 2, 2]").lines[0].contains("[1, 2, 2]: 3 entries"))
    #expect(run("hist = [1, 2]; plot (hist)").lines[0].contains("(hist)"))
    #expect(
      run("plot [1, 2, 3, 4] shape=2,2 size=40x8").lines.dropFirst() == [
        "░░░░░░▒▒▒▒▒▒", "░░░░░░▒▒▒▒▒▒", "░░░░░░▒▒▒▒▒▒", "▒▒▒▒▒▒██████", "▒▒▒▒▒▒██████", "▒▒▒▒▒▒██████", "≣ -4   █ 4",
      ])
  }

  /// Ticks are round, at least two, and told apart by their labels.
  @Test(arguments: [(0.0, 1.0), (-5, -3), (1_000_000, 1_000_001), (3, 3), (0, 0), (-1e300, 1e300), (1e-300, 2e-300), (0, 7)]) func ticks(
    _ low: Double, _ high: Double
  ) {
    for most in [2, 3, 7] {
      let ticks = Ticks(low, high, most: most)
      #expect(ticks.values.count >= 2 && Set(ticks.labels).count == ticks.values.count, "\(ticks)")
      #expect(ticks.values.allSatisfy { ticks.place($0) != nil })
    }
  }

  /// A picture of random numbers draws them, so a recording draws it again. (Random sessions found it.)
  @Test func recorded() {
    #expect(run("init seed=2; plot randn(3); train 2; a = randn(); record --verify").output.contains("give the same session in every bit"))
  }
}

/// The last object of JSON that a statement printed.
private struct JSONObject {
  private let fields: [String: Any]

  init(_ text: String) throws {
    fields = try JSONSerialization.jsonObject(with: Data((text.split(separator: "\n").last ?? "{}").utf8)) as? [String: Any] ?? [:]
  }

  var value: Double? { fields["value"] as? Double }
  func numbers(_ name: String) -> [Double] { fields[name] as? [Double] ?? [] }
  func number(_ name: String, _ row: Int, _ column: Int) -> Double? { (fields[name] as? [[Double]])?[row][column] }

  var series: [(name: String, x: [Double], y: [Double])] {
    (fields["series"] as? [[String: Any]] ?? []).map { ($0["name"] as? String ?? "", $0["x"] as? [Double] ?? [], $0["y"] as? [Double] ?? []) }
  }
}
