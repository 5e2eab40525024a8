/// Fills in what a text of the catalogue leaves open: the layer and the optimizer of the step.
///
/// `[l]`, `[l-1]`, `[l+1]` and `[L]` stand for layers. `{P}` stands for W or b. Other `{…}` stand for a part of the optimizer's equations, for example
/// `{step}` for the direction in which this parameter goes, and `{step b}` for that of b.
struct MistakeText {
  /// One layer, or every layer in which the mistake can be made. 0 stands for a quantity without a layer.
  let layers: [Int]
  let depth: Int
  let optimizer: Optimizer
  /// `W`, or `b` where the quantity asked for belongs to b.
  let parameter: String

  /// The text with numbers in place of `[l]`, `[l-1]`, `[l+1]` and `[L]`. A text about several layers keeps them, but writes `layer l` without brackets.
  func filled(_ text: String) -> String {
    let text = withOptimizer(text)
    if layers.count > 1, text.contains("[l") { return text.replacing("layer [l]", with: "layer l").replacing("layer [l+1]", with: "layer l+1") }
    let layer = layers[0]
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "[") {
      let after = rest[start...]
      let found = [("[l-1]", layer - 1), ("[l+1]", layer + 1), ("[l]", layer), ("[L]", depth)].first { after.hasPrefix($0.0) }
      guard let (mark, number) = found else {
        result += rest[...start]
        rest = rest[rest.index(after: start)...]
        continue
      }
      var before = String(rest[..<start])
      if number == 0, before.hasSuffix("A") || before.hasSuffix("Z") {
        before.removeLast()
        result += before + "X"
      } else {
        result += before + String(number)
      }
      rest = rest[after.index(after.startIndex, offsetBy: mark.count)...]
    }
    return result + rest
  }

  private func withOptimizer(_ text: String) -> String {
    guard text.contains("{") else { return text }
    var text = text.replacing("{P}", with: parameter)
    for (name, part) in Self.marks {
      for (mark, parameter) in [("{\(name)}", parameter), ("{\(name) W}", "W"), ("{\(name) b}", "b")] where text.contains(mark) {
        text = text.replacing(mark, with: part(optimizer, parameter + "[l]"))
      }
    }
    return text
  }

  /// The marks for the optimizer. A mark is empty where the optimizer does not have that part.
  private static let marks: [(name: String, text: @Sendable (Optimizer, String) -> String)] = [
    ("beta v", { optimizer, _ in optimizer.betaOfV }), ("beta s", { optimizer, _ in optimizer.betaOfS }), ("share v", { optimizer, _ in optimizer.shareOfV }),
    ("v", { $0.formulaOfV($1) ?? "" }), ("s", { $0.formulaOfS($1) ?? "" }), ("step", { $0.direction($1, k: "k") }), ("look ahead", { $0.lookAhead($1) }),
    ("dividend", { $0.dividend($1, k: "k") }), ("divisor", { $0.divisor($1, k: "k") }), ("corrected s", { $0.correctedS($1, k: "k") }),
    ("direction", { optimizer, _ in optimizer == .sgd ? "gradient" : "direction of the step" }),
  ]
}
