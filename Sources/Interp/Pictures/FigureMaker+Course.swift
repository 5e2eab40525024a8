import Net

/// Pictures over the steps of the timeline.
extension FigureMaker {
  /// The most steps of a line at which a cost is computed that takes a pass of its own: that of the dev part, and J of steps on batches.
  private static let mostPasses = 500

  /// Whether such a cost is computed before a step.
  static func isSampled(_ step: Int, first: Int, last: Int) -> Bool { (step - 1 - first) % max(1, (last - first) / mostPasses) == 0 }

  func costs(_ branches: [(name: String, range: SourceRange)]) throws(Fault) -> Figure {
    if let course, branches.isEmpty { return figure(of: course) }
    _ = try session.presentPlace()
    let timeline = session.timeline
    var lines: [Line] = []
    for (name, range) in branches {
      guard let line = timeline.line(named: name) else { throw Fault.noBranch(name, timeline.lines.map(\.name)).located(range) }
      lines.append(line)
    }
    if lines.isEmpty { lines = [timeline.line] }
    var figure = Figure(what: "J", title: "", xLabel: "step", yLabel: "J", content: Figure.series([]))
    var series: [Figure.Series] = []
    for line in lines {
      var part = Figure.Series(name: "J of \(line.name)", x: [], y: [])
      var dev = Figure.Series(name: "dev J of \(line.name)", x: [], y: [])
      // Beside other branches, a branch begins where it leaves its parent.
      let first = lines.count > 1 ? max(line.start, timeline.first(of: line)) : timeline.first(of: line)
      var skipped = 0
      var changes = DataChanges()
      let pass = Pass()
      func addDev(_ step: Int, _ network: Network, _ data: DataSplit) {
        guard let cost = session.devCost(of: network, data, pass) else { return }
        dev.x.append(Double(step))
        dev.y.append(cost)
      }
      func isSampled(_ step: Int) -> Bool { Self.isSampled(step, first: first, last: line.end) }
      try timeline.eachStep(of: line, after: first, upTo: line.end, session, wantsCost: isSampled) { (made) throws(Fault) in
        if made.isFirstOfLeg { changes.look(made.data.current, at: made.step - 1) }
        if made.isDrawn, !isSampled(made.step) {
          skipped += 1
        } else {
          part.x.append(Double(made.step - 1))
          part.y.append(made.cost)
        }
        if isSampled(made.step) { addDev(made.step - 1, made.before, made.data) }
        tells(made.step - first, line.end - first, made.cost)
      }
      let table = TimelineTable(session)
      part.x.append(Double(line.end))
      part.y.append(try table.cost(line.end, on: line) ?? .nan)
      let (network, data) = try table.parameters(line.end, on: line)
      addDev(line.end, network, data)
      changes.look(data.current, at: line.end)
      if let note = Self.note(skipped: skipped, of: part.name) { figure.notes.append(note) }
      if let note = changes.note(of: part.name) { figure.notes.append(note) }
      for part in [part, dev] where !part.x.isEmpty {
        if let note = Figure.gap(part.y.count { !$0.isFinite }, of: part.name) { figure.notes.append(note) }
        series.append(part)
      }
    }
    figure.title = lines.count == 1 ? "J by step, \(lines[0].name)" : "J by step"
    figure.content = Figure.series(series)
    return figure
  }

  /// The picture of costs that were kept.
  private func figure(of course: CostCourse) -> Figure {
    var figure = Figure(what: "J", title: "J by step, \(course.line.name)", xLabel: "step", yLabel: "J", content: Figure.series([]))
    var series: [Figure.Series] = []
    for var part in [course.costs, course.devCosts] where !part.x.isEmpty {
      part.name += " of \(course.line.name)"
      if let note = Figure.gap(part.y.count { !$0.isFinite }, of: part.name) { figure.notes.append(note) }
      series.append(part)
    }
    if let note = Self.note(skipped: course.missing, of: "J") { figure.notes.append(note) }
    if let note = course.changes.note(of: "J") { figure.notes.append(note) }
    figure.content = Figure.series(series)
    return figure
  }

  private static func note(skipped: Int, of name: String) -> String? {
    skipped == 0 ? nil : "\(name) of \(skipped) step\(skipped == 1 ? "" : "s") on batches or with dropout is not computed, because it takes a pass of its own"
  }

  /// The norm of each dW by step, as the steps of the present line had it. Without steps, those of the last backward pass.
  func gradients() throws(Fault) -> Figure {
    let network = try session.network()
    if let course { return figure(ofNorms: course.norms, course.line) }
    let here = try session.presentPlace()
    let (timeline, line) = (session.timeline, session.timeline.line)
    var series = (1...network.depth).map { Figure.Series(name: "dW\($0)", x: [], y: []) }
    let first = timeline.first(of: line)
    try timeline.eachStep(of: line, after: first, upTo: here.step, session, wantsCost: { _ in false }) { (made) throws(Fault) in
      for layer in 1...min(made.before.depth, series.count) {
        series[layer - 1].x.append(Double(made.step))
        series[layer - 1].y.append(made.gradients.dW(layer).norm)
      }
      tells(made.step - first, here.step - first, made.cost)
    }
    if here.step == first {
      for layer in 1...network.depth {
        guard case .matrix(let gradient) = try session.read(Quantity(.dW, layer)) else { continue }
        (series[layer - 1].x, series[layer - 1].y) = ([Double(here.step)], [gradient.norm])
        series[layer - 1].mark = .points
      }
    }
    return figure(ofNorms: series, line)
  }

  private func figure(ofNorms series: [Figure.Series], _ line: Line) -> Figure {
    var figure = Figure(what: "gradients", title: "norm of dW by step, \(line.name)", xLabel: "step", yLabel: "norm", content: Figure.series(series))
    figure.hasLogY = true
    for part in series {
      if let note = Figure.gap(part.y.count { !$0.isFinite }, of: part.name) { figure.notes.append(note) }
    }
    return figure
  }
}

extension Session {
  /// The mean loss of a network on the dev part; nil where there is none that fits.
  fileprivate func devCost(of network: Network, _ data: DataSplit, _ pass: Pass) -> Double? {
    guard let set = data.dev, let Y = set.Y, set.X.rows == network.inputs, Y.shape == Shape(network.outputs, set.X.columns) else { return nil }
    pass.forward(network, X: set.X, Y: Y, until: nil)
    return pass.meanLoss
  }
}

extension Matrix {
  /// The square root of the sum of squares.
  fileprivate var norm: Double { reduced(.norm, axis: nil).elements[0] }
}
