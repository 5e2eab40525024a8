import Testing

@testable import Interp

/// Small curves beside numbers.
@Suite struct SparklineTests {
  @Test func signs() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7], isUnicode: true) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([3, 1, .nan, 2], isUnicode: true) == "█▁ ▅" && Sparkline.text([0, 1, 2, 3], isUnicode: false) == "_.-^")
    #expect(Sparkline.text([2, 2], isUnicode: true) == "▁▁" && Sparkline.text([1e308, -1e308], isUnicode: true) == "█▁")
    #expect(Sparkline.text([1], isUnicode: true).isEmpty && Sparkline.text([.nan, 1], isUnicode: true).isEmpty)
  }

  private func output(_ statements: String, hasWindow: Bool = true) -> String {
    var options = Interpreter.Options()
    if hasWindow { options.window = { (120, 40) } }
    var output = ""
    Interpreter(options: options) { _, text in output += text }.run(statements, name: "test")
    return output
  }

  /// They show the costs and norms of the steps, on a terminal, or where the user asks for them.
  @Test func shown() {
    let steps = "init seed=2; train 300 alpha=1.2; "
    #expect(output(steps + "timeline").contains("0–300  J = 0.321577  █▇▇▄▁▁▁▁  train 300 alpha=1.2"))
    #expect(output(steps + "gradients").contains("turn  course\n") && output(steps + "gradients").contains("██▇▇▆▆▅▅▄▄▃▃▂▂▁▁\n"))
    for quiet in ["gradients", "timeline"] {
      #expect(output("set plots off; " + steps + quiet) == output(steps + quiet, hasWindow: false))
      #expect(output("set plots on; " + steps + quiet, hasWindow: false) == output(steps + quiet))
      #expect(!output(steps + quiet, hasWindow: false).contains("▁"))
    }
    #expect(!output("init seed=2; forward; backward; gradients").contains("course"))
  }
}
