import Net

/// Makes the page of a session. It changes nothing in the session.
struct PageMaker {
  let session: Session
  /// Called while steps are made again, with the number of steps that are done, the number of all, and J.
  var tells: (Int, Int, Double?) -> Void = { _, _, _ in }

  /// The most units of a layer in the picture of the network.
  static let mostUnits = 12
  /// The most branches with a curve.
  private static let mostCurves = 8
  /// The most points of a curve, and of all curves.
  private static let mostPoints = 1000
  private static let mostOfAllPoints = 6000

  /// The page.
  /// - Throws: a `stale` fault where there is no network, and an `interrupted` fault where Ctrl-C stops the work.
  func page(statements: [String]) throws(Fault) -> SessionPage {
    let network = try session.network()
    let line = try session.presentPlace().line
    let sizes = network.sizes.map(String.init).joined(separator: "-")
    var page = SessionPage(title: "\(session.state.data.current.name), network \(sizes)", line: line.name)
    page.layers = layers(network)
    page.rows = rows(network)
    if page.layers.contains(where: { $0.shown.count < $0.units }) {
      page.notes.append("the picture of the network shows at most \(Self.mostUnits) units of a layer, spread evenly; their numbers say which")
    }
    if session.X.rows != network.inputs {
      page.notes.append("the data was replaced after the last step: X is now \(session.X.shape), and the network takes \(network.inputs) inputs")
    }
    page.plane = try plane(network, &page.notes)
    try addCurves(&page)
    try addSteps(network, line, &page)
    page.facts = facts(network, page)
    page.take(statements: statements)
    return page
  }

  // MARK: What stays the same

  private func facts(_ network: Network, _ page: SessionPage) -> [(name: String, value: String)] {
    let state = session.state
    let set = state.data.current
    let targets = session.Y.map { ", Y \($0.shape)" } ?? ", no Y"
    let layers = network.layers.map { "\($0.units):\($0.activation.name)" }
    let first = page.steps.first?.step ?? 0
    let last = page.steps.last?.step ?? 0
    let count = last - first + 1
    let shown = page.steps.count < count ? "; the page has \(page.steps.count) of them" : ""
    var facts = [
      ("data", "\(set.name): X \(session.X.shape)\(targets)"), ("network", ([String(network.inputs)] + layers).joined(separator: " ")),
      ("parameters", String(network.parameterCount)), ("loss", network.loss.name), ("seed", String(state.seed)),
      ("optimizer", network.optimizer.statement.split(separator: " ").dropFirst().joined(separator: " ")),
      ("steps", "\(first) to \(last) of \(page.line)\(shown)"), ("made by", "nnshell \(Version.number)"),
    ]
    if network.lambda != 0 { facts.insert(("lambda", SessionPage.text(network.lambda)), at: 5) }
    return facts
  }

  private func layers(_ network: Network) -> [SessionPage.Layer] {
    let m = session.X.columns
    let names = session.state.data.current.featureNames
    return network.sizes.enumerated().map { index, units in
      let shown = SessionPage.spread(units, atMost: Self.mostUnits).map { $0 + 1 }
      let labels = index == 0 ? ["X (\(units), \(m))"] : ["A\(index) (\(units), \(m))", network.layers[index - 1].activation.name]
      let isNamed = index == 0 && names.count == units
      return SessionPage.Layer(units: units, shown: shown, names: isNamed ? shown.map { names[$0 - 1] } : [], labels: labels)
    }
  }

  private func rows(_ network: Network) -> [SessionPage.Row] {
    Quantity.all(of: network).compactMap { quantity in
      if quantity.kind == .Y, session.Y == nil { return nil }
      let names = quantity.symbolicShape.map { "(\($0.0.name(depth: network.depth)), \($0.1.name(depth: network.depth)))" } ?? "number"
      let shape = quantity.isScalar ? "" : (try? session.shape(of: quantity))?.description ?? ""
      return SessionPage.Row(name: quantity.name, shape: shape, names: names, formula: quantity.formula(EquationForm(quantity, network)))
    }
  }

  // MARK: Curves

  /// The cost by step of the present branch and of the newest others, with that of the dev part.
  private func addCurves(_ page: inout SessionPage) throws(Fault) {
    let all = session.timeline.lines
    let present = session.timeline.line
    let lines = all.filter { $0 === present } + all.reversed().filter { $0 !== present }
    if lines.count > Self.mostCurves {
      page.notes.append("the picture of J shows \(Self.mostCurves) of \(lines.count) branches: the present one and the newest")
    }
    let names = lines.prefix(Self.mostCurves).map { (name: $0.name, range: SourceRange(0, 0)) }
    let figure = try maker(session).costs(lines.count == 1 ? [] : Array(names))
    guard case .chart(let chart) = figure.content else { return }
    page.notes += figure.notes
    for series in chart.series where series.y.contains(where: \.isFinite) {
      let thinned = series.thinned(most: min(Self.mostPoints, Self.mostOfAllPoints / chart.series.count))
      page.curves.append(SessionPage.Curve(name: series.name, x: thinned.x, y: thinned.y))
    }
  }

  func maker(_ session: Session) -> FigureMaker {
    let request = PlotRequest(subject: .data, source: SourceText(name: "", text: ""), text: "")
    return FigureMaker(session: session, request: request, tells: tells)
  }
}
