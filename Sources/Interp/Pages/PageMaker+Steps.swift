import Net

/// The steps of a page, and the planes of their classes.
extension PageMaker {
  /// The most steps of a page, and the fewest before entries are left out.
  private static let mostSteps = 200
  private static let fewSteps = 20
  /// The bytes that all steps of a page may take.
  private static let mostBytes = 1_200_000
  /// The bytes of an entry with its blank, rather more than less.
  private static let bytesOfEntry = 12
  /// The bytes of a plane in the usual case.
  private static let bytesOfPlane = 2000
  /// The places of a plane, across and up.
  private static let side = 60
  /// The most examples on a plane.
  private static let mostExamples = 1000
  /// From this number of units on, a plane takes too long.
  private static let mostUnitsOfPlane = 5000

  func addSteps(_ network: Network, _ line: Line, _ page: inout SessionPage) throws(Fault) {
    let timeline = session.timeline
    let first = timeline.first(of: line)
    let count = line.end - first + 1
    let (blocks, bytes) = blocks(network, page)
    page.blocks = blocks
    addNotes(blocks, &page)
    let steps = SessionPage.spread(count, atMost: min(Self.mostSteps, max(Self.mostBytes / bytes, 2))).map { $0 + first }
    let viewer = Session(copying: session)
    let maker = maker(session)
    for (index, step) in steps.enumerated() {
      try session.checkInterrupt()
      if let remade = try timeline.remade(step, on: timeline.owner(of: step, on: line)!, session) {
        viewer.state = remade.state.keeping(session.state)
        viewer.workspace.take(remade.passes)
      } else {
        viewer.state = session.state
        viewer.workspace.restore(session.workspace)
      }
      try session.checkCut()
      var made = try self.step(step, viewer, blocks)
      if page.plane != nil, let network = viewer.state.network {
        let areas = try maker.areas(network, nil, (0, 1), columns: Self.side, rows: Self.side)
        made.areas = Self.runs(areas.classes)
      }
      page.steps.append(made)
      tells(index + 1, steps.count, viewer.workspace.cost)
    }
    // Planes with many small areas take more than usual.
    while page.steps.reduce(0, { $0 + $1.bytes }) > Self.mostBytes * 6 / 5, page.steps.count > 2 {
      page.steps = SessionPage.spread(page.steps.count, atMost: page.steps.count * 3 / 4).map { page.steps[$0] }
    }
  }

  /// The quantities of a session at a step.
  private func step(_ step: Int, _ viewer: Session, _ blocks: [SessionPage.Block]) throws(Fault) -> SessionPage.Step {
    func staleStep(_ quantity: Quantity) -> Int? {
      if case .stale(let step) = viewer.freshness(quantity) { return step }
      return nil
    }
    var result = SessionPage.Step(step: step)
    if case .scalar(let cost)? = try? viewer.read(Quantity(.J)) { result.cost = SessionPage.text(cost) }
    if result.cost != nil { result.costStep = staleStep(Quantity(.J)) }
    result.gradientStep = staleStep(Quantity(.dW, 1))
    for block in blocks {
      guard case .matrix(let matrix)? = try? viewer.read(block.quantity), matrix.shape == block.shape else {
        result.values.append(nil)
        result.norms.append(nil)
        continue
      }
      var texts: [String] = []
      for row in block.rows { for column in block.columns { texts.append(SessionPage.text(matrix[row - 1, column - 1])) } }
      result.values.append(texts.joined(separator: " "))
      result.norms.append(SessionPage.text(matrix.reduced(.norm, axis: nil).elements[0]))
    }
    return result
  }

  // MARK: How much fits

  /// The entries of each parameter and gradient that the page has, and the bytes that they take at a step. The largest arrays lose entries until 20 steps
  /// fit: first all but the units of the picture, then all.
  private func blocks(_ network: Network, _ page: SessionPage) -> (blocks: [SessionPage.Block], bytes: Int) {
    var blocks: [SessionPage.Block] = []
    for layer in 1...network.depth {
      for kind in [Quantity.Kind.W, .b, .dW, .db] {
        let columns = kind == .W || kind == .dW ? network.units(layer - 1) : 1
        let shape = Shape(network.units(layer), columns)
        blocks.append(SessionPage.Block(quantity: Quantity(kind, layer), shape: shape, rows: Array(1...shape.rows), columns: Array(1...shape.columns)))
      }
    }
    let always = (page.plane == nil ? 0 : Self.bytesOfPlane) + 60 * blocks.count
    func bytes() -> Int { blocks.reduce(always) { $0 + $1.count * Self.bytesOfEntry } }
    while bytes() * Self.fewSteps > Self.mostBytes {
      // A parameter and its gradient keep the same entries.
      let largest = blocks.map(\.count).max()!
      if largest == 0 { break }
      for index in blocks.indices where blocks[index].count == largest {
        let layer = blocks[index].quantity.layer
        let isColumn = blocks[index].shape.columns == 1
        let (rows, columns) = (page.layers[layer].shown, isColumn ? [1] : page.layers[layer - 1].shown)
        let isSmaller = rows.count * columns.count < largest
        (blocks[index].rows, blocks[index].columns) = isSmaller ? (rows, columns) : ([], [])
      }
    }
    return (blocks, bytes())
  }

  private func addNotes(_ blocks: [SessionPage.Block], _ page: inout SessionPage) {
    func names(_ found: [SessionPage.Block]) -> String {
      let names = found.map(\.quantity.name)
      return names.count > 8 ? "\(names.count) arrays" : names.joined(separator: ", ")
    }
    let partial = blocks.filter { !$0.isWhole && $0.count > 0 }
    let left = blocks.filter { $0.count == 0 }
    if !partial.isEmpty {
      page.notes.append("the page has only some rows and columns of \(names(partial)), because all would be too many; norms are of all entries")
    }
    if !left.isEmpty { page.notes.append("the page has no entries of \(names(left)), because these would be too many; norms are there") }
  }

  // MARK: Classes over two features

  /// The plane of the two features; nil where there are not two, or no classes.
  func plane(_ network: Network, _ notes: inout [String]) throws(Fault) -> SessionPage.Plane? {
    let isByClass = Prediction.areClasses(network) && (network.outputs == 1 || !network.output.isElementwise)
    guard network.inputs == 2, session.X.rows == 2, isByClass else { return nil }
    guard network.unitCount <= Self.mostUnitsOfPlane else {
      notes.append("the page has no picture of the classes, because the network has more than \(Self.mostUnitsOfPlane) units")
      return nil
    }
    let maker = maker(session)
    let areas = try maker.areas(network, nil, (0, 1), columns: Self.side, rows: Self.side)
    let names = (0..<max(network.outputs, 2)).map(maker.className)
    let shown = SessionPage.spread(session.X.columns, atMost: Self.mostExamples)
    if shown.count < session.X.columns { notes.append("the picture of the classes has \(shown.count) of \(session.X.columns) examples") }
    let points: [Figure.Series]
    if let classes = maker.classes {
      points = names.indices.map { index in maker.points(shown.filter { classes[$0] == index }, (0, 1), names[index]) }
    } else {
      points = [maker.points(shown, (0, 1), "examples")]
    }
    return SessionPage.Plane(x: areas.x, y: areas.y, xName: maker.featureName(0), yName: maker.featureName(1), classes: names, points: points)
  }

  /// A list of classes as a class and a count, again and again.
  static func runs(_ classes: [Int]) -> String {
    var runs: [(value: Int, count: Int)] = []
    for value in classes {
      if let last = runs.last, last.value == value { runs[runs.count - 1].count += 1 } else { runs.append((value, 1)) }
    }
    return runs.map { "\($0.value) \($0.count)" }.joined(separator: " ")
  }
}
