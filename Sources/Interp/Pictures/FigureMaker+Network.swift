import Net

/// Pictures of what the network computes.
extension FigureMaker {
  // MARK: Boundary

  /// The places of a boundary, across and up.
  private static let grid = (columns: 160, rows: 120)

  func boundary(_ boundary: PlotRequest.Boundary) throws(Fault) -> Figure {
    let network = try session.network()
    try session.checkInputs(network)
    let X = session.X
    let features = try self.features(boundary, X.rows)
    let layer = boundary.layer?.number ?? network.depth
    guard layer <= network.depth else { throw Fault.noLayerToDraw(layer, network.depth).located(boundary.layer!.range) }
    if boundary.layer != nil, boundary.unit == nil { throw Fault.layerNeedsUnit().located(boundary.layer!.range) }
    if let (unit, range) = boundary.unit, unit > network.units(layer) {
      throw Fault.noUnitToDraw(unit, layer, network.units(layer)).located(range)
    }
    let isByClass = Prediction.areClasses(network) && (network.outputs == 1 || !network.output.isElementwise)
    if boundary.unit == nil, !isByClass { throw .noClassToDraw(network.outputs) }
    let area = try areas(network, boundary.unit.map { (unit: $0.number, layer: layer) }, features, columns: Self.grid.columns, rows: Self.grid.rows)
    var figure = Figure(what: "boundary", title: "", content: Figure.series([]))
    (figure.xLabel, figure.yLabel) = (featureName(features.0), featureName(features.1))
    let over = "\(figure.yLabel) over \(figure.xLabel)"
    figure.title = boundary.unit.map { "the zero line of unit \($0.number) of layer \(layer), \(over)" } ?? "predicted classes, \(over)"
    let (series, notes) = examples(network, features, marksWrong: boundary.unit == nil)
    let lost = (0..<X.columns).count { !X[features.0, $0].isFinite || !X[features.1, $0].isFinite }
    figure.notes = notes + [Figure.gap(lost, of: "X", thing: "example")].compactMap { $0 }
    figure.content = .chart(Figure.Chart(series: series, areas: area))
    if X.rows > 2 {
      figure.notes.append("the other \(X.rows - 2) feature\(X.rows == 3 ? " is" : "s are") at the mean, so an example may lie on another class's area")
    }
    if area.classes.contains(-1) { figure.notes.append("the network gives no number at some places") }
    return figure
  }

  /// The two features that are drawn, counted from 0.
  private func features(_ boundary: PlotRequest.Boundary, _ count: Int) throws(Fault) -> (Int, Int) {
    guard count > 1 else { throw .needsTwoFeatures() }
    guard let (names, range) = boundary.features else {
      if count > 2 { throw .needsFeatures(count, (0..<2).map(featureName)) }
      return (0, 1)
    }
    let known = session.state.data.current.featureNames
    let places = names.map { name in Int(name).map { $0 - 1 } ?? known.firstIndex(of: name) ?? -1 }
    guard places.count == 2, places.allSatisfy({ (0..<count).contains($0) }), places[0] != places[1] else {
      throw Fault.twoFeatures(names, count).located(range)
    }
    return (places[0], places[1])
  }

  /// The classes over a plane through the examples. The other features are at their mean.
  /// - Parameter unit: the unit whose sign of Z is drawn; nil for the class that the network predicts.
  func areas(_ network: Network, _ unit: (unit: Int, layer: Int)?, _ features: (Int, Int), columns: Int, rows: Int) throws(Fault) -> Figure.Areas {
    let X = session.X
    func middles(_ feature: Int, _ count: Int) -> [Double] {
      let range = Interval(of: X.row(feature)) ?? Interval(-1, 1)
      var (low, high) = (range.low, range.high)
      // A twentieth of the width stays free on each side.
      let room = low == high ? 1 : (high / 20 - low / 20)
      (low, high) = (max(low - room, -.greatestFiniteMagnitude), min(high + room, .greatestFiniteMagnitude))
      return (0..<count).map { Interval(low, high).value(at: (Double($0) + 0.5) / Double(count)) }
    }
    let (x, y) = (middles(features.0, columns), middles(features.1, rows))
    try session.checkPass(network, examples: columns * rows)
    let means = X.reduced(.mean, axis: 1).elements
    let plane = Matrix(Shape(X.rows, columns * rows)) { place in
      let (feature, example) = (place / (columns * rows), place % (columns * rows))
      return feature == features.0 ? x[example % columns] : feature == features.1 ? y[example / columns] : means[feature]
    }
    let pass = Pass()
    pass.forward(network, X: plane, Y: nil)
    try session.checkCut()
    if let unit {
      let outputs = pass.Z(unit.layer).row(unit.unit - 1)
      return Figure.Areas(x: x, y: y, classes: outputs.map { $0.isNaN ? -1 : $0 > 0 ? 1 : 0 }, outputs: outputs, names: ["z below 0", "z above 0"])
    }
    let A = pass.A(network.depth)
    let predicted = Prediction.classes(A, network)
    let outputs = (0..<A.columns).map { example in
      // Of several units the largest one decides.
      A.rows == 1 ? A[0, example] : (0..<A.rows).reduce(-Double.infinity) { Arithmetic.maximum($0, A[$1, example]) }
    }
    let classes = predicted.indices.map { outputs[$0].isNaN ? -1 : predicted[$0].number ?? -1 }
    return Figure.Areas(x: x, y: y, classes: classes, outputs: outputs, names: (0..<max(A.rows, 2)).map { "predicted \(className($0))" })
  }

  /// The examples by class, with those that the network gets wrong as a set of their own.
  private func examples(_ network: Network, _ features: (Int, Int), marksWrong: Bool) -> ([Figure.Series], notes: [String]) {
    let all = Array(0..<session.X.columns)
    guard let classes else {
      return ([points(all, features, "examples")], session.Y == nil ? [] : ["Y has no classes that fit, so no example is marked as wrong"])
    }
    var wrong: [Int] = []
    if marksWrong {
      let pass = Pass()
      pass.forward(network, X: session.X, Y: nil)
      let A = pass.A(network.depth)
      let predicted = Prediction.classes(A, network)
      // Where the network gives no number, it has no answer.
      wrong = all.filter { example in predicted[example].number != classes[example] || (0..<A.rows).contains { A[$0, example].isNaN } }
    }
    let isWrong = Set(wrong)
    var series = (0..<classCount).map { index in points(all.filter { classes[$0] == index && !isWrong.contains($0) }, features, className(index)) }
    if !wrong.isEmpty { series.append(points(wrong, features, "wrong", .crosses)) }
    let note = "\(wrong.count) of \(all.count) example\(all.count == 1 ? "" : "s") \(wrong.count == 1 ? "is" : "are") on the wrong side"
    return (series, marksWrong ? [note] : [])
  }

  // MARK: Activations

  /// The share of the largest slope below which an activation counts as flat.
  private static let flat = 0.05

  func activation(_ activation: any ActivationFunction) throws(Fault) -> Figure {
    guard activation.isElementwise else { throw .notOneNumber(activation.name) }
    let g = activation.slopeLeft == nil ? activation : activation.withSlopeLeft(session.state.settings.leakySlope)
    let seen = session.present()
    let layers = (seen.state.network?.layers ?? []).indices.filter { seen.state.network!.layers[$0].activation.name == g.name }
    var live: [(layer: Int, Z: Matrix)] = []
    for layer in layers where seen.freshness(Quantity(.Z, layer + 1)) == .current { live.append((layer + 1, seen.workspace.Z(layer + 1))) }
    let values = live.flatMap { $0.Z.elements.filter(\.isFinite) }
    let axis = Interval(of: values + [-4, 4])!
    let z = Matrix(row: (0...400).map { axis.value(at: Double($0) / 400) })
    let slopes = g.derivative(at: z).elements
    var series = [Figure.Series(name: "\(g.name)(z)", x: z.elements, y: g.value(of: z).elements)]
    series.append(Figure.Series(name: "its derivative", x: z.elements, y: slopes))
    var figure = Figure(what: "activation", title: "\(g.name)(z) = \(g.formula)", xLabel: "z", content: Figure.series([]))
    // Of the places near 0, where every activation is steepest.
    let steepest = g.derivative(at: Matrix(row: (-40...40).map { Double($0) / 10 })).elements.max() ?? 1
    for (layer, Z) in live {
      let finite = Matrix(row: Z.elements.filter(\.isFinite))
      series.append(Figure.Series(name: "Z\(layer)", x: finite.elements, y: g.value(of: finite).elements, mark: .density))
      if let note = Figure.gap(Z.elements.count - finite.columns, of: "Z\(layer)") { figure.notes.append(note) }
      let share = Double(g.derivative(at: finite).elements.count { $0 < Self.flat * steepest }) / Double(max(finite.columns, 1))
      figure.notes.append(
        "\(NumberFormat.significant(100 * share, 3)) % of the \(finite.columns) values of Z\(layer) lie where the derivative is below "
          + "\(NumberFormat.significant(Self.flat * steepest, 3))")
    }
    if live.isEmpty { figure.notes.append("no layer of a network with a forward pass has \(g.name), so no Z is shown") }
    figure.content = Figure.series(series)
    return figure
  }

  // MARK: The network

  func network() throws(Fault) -> Figure {
    let network = try session.network()
    let m = session.X.columns
    var columns = [Figure.Diagram.Column(units: network.inputs, labels: ["X", "(\(network.inputs), \(m))"])]
    for (index, layer) in network.layers.enumerated() {
      columns.append(Figure.Diagram.Column(units: layer.units, labels: ["A\(index + 1)", "(\(layer.units), \(m))", layer.activation.name]))
    }
    let count = network.parameterCount
    var figure = Figure(
      what: "network", title: "\(network.sizes.map(String.init).joined(separator: " - ")), \(count) parameters, step \(session.state.steps)",
      content: .diagram(Figure.Diagram(columns: columns, weights: network.layers.map(\.W))))
    for (index, layer) in network.layers.enumerated() {
      if let note = Figure.gap(layer.W.elements.count { !$0.isFinite }, of: "W\(index + 1)") { figure.notes.append(note) }
    }
    return figure
  }
}
