import Net

/// The present network, with what stands between it and the units of the data, as lines of Python.
struct ExportedNetwork {
  let network: Network
  let preprocessing: Preprocessing
  let leakySlope: Double
  /// `network 2-4-1, step 100`
  let text: String

  /// What a program needs to use the network.
  var needs: Set<String> {
    var needs: Set<String> = []
    if preprocessing.filling != nil { needs.insert("filling") }
    if let scaling = preprocessing.scaling { needs.insert(scaling.deviation.elements.contains(0) ? "constant" : "scaled") }
    if scalesTargets { needs.insert("targetscaled") }
    return needs
  }

  private var scalesTargets: Bool { preprocessing.targetScaling.map { $0.mean.rows == network.outputs } ?? false }

  /// What the inputs and outputs are.
  var units: String {
    let features = StringLiteral.list(preprocessing.featureNames, upTo: 6)
    let scale = preprocessing.scaling == nil ? "" : ", in the units of the data"
    let classes = preprocessing.classNames.map { names in
      names.count == 2 && network.outputs == 1
        ? "; the output is the probability of the class \(names[1])"
        : "; the outputs are the classes \(StringLiteral.list(names, upTo: 6))"
    }
    return PythonText.comment("The rows of X are \(features)\(scale)\(classes ?? "").").map { String($0.dropFirst(2)) }.joined(separator: " ").replacing(
      "\\", with: "/"
    ).replacing("\"\"\"", with: "'''")
  }

  /// The parameters and the scale.
  var lines: [String] {
    var lines = ["# The network: the parameters W[l] and b[l] of layer l, and its activation g[l]."]
    lines += PythonText.dictionary("W", network.layers.map { PythonText.lines($0.W) })
    lines += PythonText.dictionary("b", network.layers.map { PythonText.lines($0.b) })
    lines.append("g = {" + network.layers.enumerated().map { "\($0 + 1): \($1.activation.name)" }.joined(separator: ", ") + "}")
    if let filling = preprocessing.filling { lines += PythonText.assignment("Xfilling", PythonText.lines(filling.values)) }
    if let scaling = preprocessing.scaling {
      lines += PythonText.assignment("Xmean", PythonText.lines(scaling.mean)) + PythonText.assignment("Xscale", PythonText.lines(scaling.deviation))
    }
    if scalesTargets, let scaling = preprocessing.targetScaling {
      lines += PythonText.assignment("Ymean", PythonText.lines(scaling.mean)) + PythonText.assignment("Yscale", PythonText.lines(scaling.deviation))
    }
    return lines
  }
}
