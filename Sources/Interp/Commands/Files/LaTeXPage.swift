import Net

/// The shapes and equations of a network as a document of LaTeX.
struct LaTeXPage {
  let session: Session
  let network: Network

  init(_ session: Session) throws(Fault) { (self.session, network) = (session, try session.network()) }

  /// The document. It needs the packages amsmath and longtable, which every installation of LaTeX has.
  var text: String {
    let sizes = network.sizes.map(String.init).joined(separator: "-")
    let rows = Quantity.all(of: network).filter { ![.m, .L, .n, .alpha, .t, .lambda, .keep, .keepProb, .optimizerSteps, .batch].contains($0.kind) }.map(row)
    let steps = (1...network.depth).flatMap { layer in ["W\(layer)", "b\(layer)"].map { step($0) } }
    return
      ([
        "% Written by nnshell \(Version.number).", "\\documentclass{article}", "\\usepackage{amsmath}", "\\usepackage{longtable}", "\\allowdisplaybreaks",
        "\\begin{document}", "\\sloppy",
        "\\section*{\\raggedright Network \(sizes)}",
        "Data: \(Self.escaped(session.state.data.current.name)), $m = \(session.X.columns)$ examples, one in each column. Loss: \(Self.escaped(network.loss.name)).",
        "", "\\renewcommand{\\arraystretch}{1.6}", "\\begin{longtable}{lll}", "quantity & shape & equation \\\\ \\hline", "\\endhead",
      ] + rows + [
        "\\end{longtable}", "", "A step of \(Self.escaped(network.optimizer.name)):", "\\begin{align*}", steps.joined(separator: " \\\\\n"), "\\end{align*}",
        "\\end{document}", "",
      ])
      .joined(separator: "\n")
  }

  private func row(_ quantity: Quantity) -> String {
    let shape = (try? session.shape(of: quantity)).map { "$(\($0.rows), \($0.columns))$" } ?? ""
    let form = EquationForm(quantity, network)
    var equation = Self.escaped(quantity.formula(form))
    if quantity.kind == .J { equation = cost }
    if let text = quantity.equation(form), let parsed = parsed(text) {
      equation = "$\(LaTeXText.name(quantity.name)) = \(LaTeXText.text(parsed))$" + (quantity.kind == .A ? ", \(Self.escaped(form.activation))" : "")
    }
    return "$\(LaTeXText.name(quantity.name))$ & \(quantity.isScalar ? "number" : shape) & \(equation) \\\\"
  }

  private var cost: String {
    let penalty = network.lambda == 0 ? "" : " + \\frac{\\lambda}{2m} \\sum_{l} \\lVert W^{[l]} \\rVert^2"
    return "$J = \\frac{1}{m} \\sum_{i=1}^{m} L\\left(A^{[\(network.depth)](i)}, Y^{(i)}\\right)\(penalty)$"
  }

  private func step(_ parameter: String) -> String {
    let right = parsed(network.optimizer.update(parameter)).map(LaTeXText.text) ?? ""
    return "\(LaTeXText.name(parameter)) &= \(right)"
  }

  private func parsed(_ text: String) -> Expression? {
    var parser = Parser(SourceText(name: "", text: text), context: session.parserContext())
    return try? parser.wholeExpression()
  }

  /// A text with every sign that LaTeX would obey written as itself.
  static func escaped(_ text: String) -> String {
    var result = ""
    for letter in text {
      switch letter {
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "#", "$", "%", "&", "_", "{", "}": result += "\\\(letter)"
      case "<", ">": result += "$\(letter)$"
      // LaTeX has no letters of many scripts, and stops at them.
      default: result.append(letter.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x180 && $0.value != 0x7F } ? letter : "?")
      }
    }
    return result
  }
}
