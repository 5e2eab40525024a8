import Net

/// Makes the picture that was asked for from a session. It changes nothing in the session.
struct FigureMaker {
  let session: Session
  let request: PlotRequest
  /// The costs of the present line, where they were kept as the steps were made. Otherwise the steps are made again.
  var course: CostCourse?
  /// Called while steps are made again, with the number of steps that are done, the number of all, and J.
  var tells: (Int, Int, Double?) -> Void = { _, _, _ in }

  /// The picture.
  /// - Throws: a `Fault` where there is nothing to draw, and where Ctrl-C stops the computation.
  func figure() throws(Fault) -> Figure {
    // `display plot` draws long after it was typed. The evaluator then needs the text of that statement, not of the present one.
    let outer = session.source
    session.source = request.source
    defer { session.source = outer }
    var figure: Figure
    switch request.subject {
    case .costs(let branches): figure = try costs(branches)
    case .data: figure = try data()
    case .boundary(let boundary): figure = try self.boundary(boundary)
    case .activation(let activation): figure = try self.activation(activation)
    case .gradients: figure = try gradients()
    case .network: figure = try network()
    case .histogram(let expression): figure = try histogram(expression)
    case .values(let expressions, let shape): figure = try values(expressions, shape)
    }
    if let title = request.title { figure.title = title }
    if request.hasLogY { figure.hasLogY = true }
    if figure.hasLogY, case .chart(let chart) = figure.content {
      for part in chart.series where part.mark != .bars {
        if let note = Figure.gapOfLogarithm(part.y.count { $0 <= 0 }, of: part.name) { figure.notes.append(note) }
      }
    }
    return figure
  }

  // MARK: Data

  /// The name of a feature, counted from 0.
  func featureName(_ index: Int) -> String {
    let names = session.state.data.current.featureNames
    return index < names.count ? names[index] : "x\(index + 1)"
  }

  /// The name of a class.
  func className(_ index: Int) -> String {
    let names = session.state.data.current.classNames
    return names.flatMap { index < $0.count ? $0[index] : nil } ?? "class \(index)"
  }

  /// The class of each example; nil where Y does not fit X, is no row of 0 and 1 and is not one-hot.
  var classes: [Int]? {
    guard let Y = session.Y, Y.columns == session.X.columns, Y.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    if Y.rows == 1 { return Y.elements.map { Int($0) } }
    guard Y.isOneHot else { return nil }
    return (0..<Y.columns).map { column in (0..<Y.rows).first { Y[$0, column] == 1 } ?? 0 }
  }

  /// The number of classes of the targets.
  var classCount: Int { max(session.Y?.rows ?? 1, 2) }

  /// Some examples over two features.
  func points(_ places: [Int], _ features: (Int, Int), _ name: String, _ mark: Figure.Series.Mark = .points) -> Figure.Series {
    let X = session.X
    return Figure.Series(name: name, x: places.map { X[features.0, $0] }, y: places.map { X[features.1, $0] }, mark: mark)
  }

  /// The examples over the first two features, or the targets over the only feature.
  private func data() throws(Fault) -> Figure {
    let X = session.X
    let all = Array(0..<X.columns)
    guard X.columns > 0 else { throw .nothingToDraw("X has no examples") }
    var series: [Figure.Series]
    if X.rows > 1 {
      series = [points(all, (0, 1), "examples")]
      if let classes { series = (0..<classCount).map { index in points(all.filter { classes[$0] == index }, (0, 1), className(index)) } }
    } else {
      guard let Y = session.Y, Y.columns == X.columns else { throw .nothingToDraw("X has one feature, and there is no Y that fits") }
      series = (0..<Y.rows).map { Figure.Series(name: Y.rows == 1 ? "Y" : "Y[\($0 + 1),:]", x: X.row(0), y: Y.row($0), mark: .points) }
    }
    var figure = Figure(what: "data", title: "", content: Figure.series(series))
    figure.title = X.rows > 1 ? "\(featureName(1)) over \(featureName(0))" : "Y over \(featureName(0))"
    figure.xLabel = featureName(0)
    if X.rows > 2 { figure.notes = ["the picture shows the first two of \(X.rows) features"] }
    let lost = all.count { place in !X[0, place].isFinite || X.rows > 1 && !X[1, place].isFinite }
    if let note = Figure.gap(lost, of: "X", thing: "example") { figure.notes.append(note) }
    return figure
  }

  // MARK: Expressions

  private func value(_ expression: Expression, _ name: String) throws(Fault) -> Matrix {
    let value: Value
    do throws(Fault) { value = try Evaluator(session).evaluate(expression) } catch {
      var fault = error
      if fault.kind == .unknownName, let word = expression.plainName {
        fault.hint = Suggestions.hint(word, among: PlotWord.allCases.map(\.rawValue)) ?? fault.hint
      }
      throw fault
    }
    guard let matrix = value.asMatrix, !matrix.elements.isEmpty else { throw Fault.notDrawn(name, value).located(expression.range) }
    return matrix
  }

  private func histogram(_ expression: Expression) throws(Fault) -> Figure {
    let name = request.source.oneLine(expression.range)
    let matrix = try value(expression, name)
    let finite = matrix.elements.filter(\.isFinite)
    let interval = Interval(of: finite) ?? Interval(0, 0)
    let count = interval.low == interval.high ? 1 : min(max(Int(Double(finite.count).squareRoot()), 4), 60)
    var bins = Array(repeating: 0.0, count: count)
    for value in finite { bins[interval.part(value, of: count)] += 1 }
    let middles = (0..<count).map { interval.value(at: (Double($0) + 0.5) / Double(count)) }
    let heading = "\(name): \(finite.count) entr\(finite.count == 1 ? "y" : "ies") in \(count) interval\(count == 1 ? "" : "s")"
    var figure = Figure(what: "hist", title: heading, content: Figure.series([]))
    figure.content = Figure.series([Figure.Series(name: "count", x: middles, y: bins, mark: .bars)])
    if let note = Figure.gap(matrix.elements.count - finite.count, of: name) { figure.notes = [note] }
    return figure
  }

  private func values(_ expressions: [(expression: Expression, name: String)], _ shape: (Shape, range: SourceRange)?) throws(Fault) -> Figure {
    let parts = try expressions.map { (part) throws(Fault) in (name: part.name, value: try value(part.expression, part.name)) }
    if let (shape, range) = shape {
      if request.hasLogY { throw Fault.noLogOfMap() }
      let (name, matrix) = parts[0]
      guard shape.count == matrix.elements.count else { throw Fault.shapeOfPicture(shape, name, matrix.shape).located(range) }
      return map(name, Matrix(shape, elements: matrix.elements))
    }
    if parts.count == 1, parts[0].value.rows > 1, parts[0].value.columns > 1 {
      if request.hasLogY { throw Fault.noLogOfMap() }
      return map(parts[0].name, parts[0].value)
    }
    var figure = Figure(what: parts.map(\.name).joined(separator: ", "), title: parts.count == 1 ? parts[0].name : "", content: Figure.series([]))
    var series: [Figure.Series] = []
    for (name, matrix) in parts {
      // A matrix among several expressions is a line for each of its rows.
      let isLine = matrix.rows == 1 || matrix.columns == 1
      for row in 0..<(isLine ? 1 : matrix.rows) {
        let y = isLine ? matrix.elements : matrix.row(row)
        series.append(Figure.Series(name: isLine ? name : "\(name)[\(row + 1),:]", x: (1...y.count).map(Double.init), y: y))
      }
      if let note = Figure.gap(matrix.elements.count { !$0.isFinite }, of: name) { figure.notes.append(note) }
    }
    figure.content = Figure.series(series)
    return figure
  }

  private func map(_ name: String, _ matrix: Matrix) -> Figure {
    let map = Figure.Map(rows: matrix.rows, columns: matrix.columns, values: matrix.elements)
    var figure = Figure(what: name, title: "\(name) (\(matrix.rows), \(matrix.columns))", content: .map(map))
    if let note = Figure.gap(matrix.elements.count { !$0.isFinite }, of: name) { figure.notes = [note] }
    return figure
  }
}
