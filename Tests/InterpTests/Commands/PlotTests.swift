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
    let figure = Figure(what: "v", title: "", content: .series([Figure.Series(name: "v", x: [1, 2, 3, 4], y: [3, 1, 2, 5])]))
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

  @Test func maps() {
    #expect(run("plot [1, -2; 3, -4] size=40x8").lines == [Self.centred("[1, -2; 3, -4] (2, 2)", 40), "░░==", "▒▒≣≣", "≣ -4   █ 4"])
    #expect(run("plot zeros(2, 2) size=40x8").lines.last == "all entries are 0")
    #expect(run("plot [nan, 1; -1, inf] size=40x8").lines[1] == "??██")
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
