/// Fills in what a text of the catalogue leaves open: the layer and the optimizer of the step.
///
/// `[l]`, `[l-1]`, `[l+1]` and `[L]` stand for layers. `{…}` stands for a part of the optimizer's equations, for example `{step W}` for the direction in
/// which W goes.
struct MistakeText {
  /// One layer, or every layer in which the mistake can be made. 0 stands for a quantity without a layer.
  let layers: [Int]
  let depth: Int
  let optimizer: Optimizer

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
    return Self.marks.reduce(text) { text, mark in text.replacing("{\(mark.name)}", with: mark.text(optimizer)) }
  }

  /// The marks for the optimizer. A mark is empty where the optimizer does not have that part.
  private static let marks: [(name: String, text: @Sendable (Optimizer) -> String)] = [
    ("beta v", { $0.betaOfV }), ("beta s", { $0.betaOfS }), ("share v", { $0.shareOfV }),
    ("v W", { $0.formulaOfV("W[l]") ?? "" }), ("v b", { $0.formulaOfV("b[l]") ?? "" }),
    ("s W", { $0.formulaOfS("W[l]") ?? "" }), ("s b", { $0.formulaOfS("b[l]") ?? "" }),
    ("step W", { $0.direction("W[l]", k: "k") }), ("step b", { $0.direction("b[l]", k: "k") }),
    ("look ahead", { $0.lookAhead("W[l]") }), ("dividend W", { $0.dividend("W[l]", k: "k") }), ("dividend b", { $0.dividend("b[l]", k: "k") }),
    ("divisor", { $0.divisor("W[l]", k: "k") }), ("corrected s", { $0.correctedS("W[l]", k: "k") }),
    ("direction", { $0 == .sgd ? "gradient" : "direction of the step" }),
  ]
}
