import Net

/// The pictures of `display plot` while a `train` runs, and the costs that they need.
///
/// The pictures are made from a copy of the session, so the run stays as it is. After a drawing that took d seconds, the next one waits for 32 d at least.
/// Drawing then takes at most 3 % of the time, and keeping the costs about 1 %.
final class LivePictures {
  private let executor: Executor
  private let pictures: [Watching.Picture]
  private let dev: DevCost?
  /// The costs of the steps so far; nil where no picture shows them.
  private(set) var course: CostCourse?
  /// The last pictures that were drawn.
  private(set) var last: [PlotEvent] = []

  /// The least time between two drawings.
  static let pause = Duration.milliseconds(100)
  /// The largest share of the time that is spent on drawing.
  static let share = 0.03

  /// Nil where no picture is displayed.
  /// - Throws: where Ctrl-C stops the computation of earlier costs.
  init?(_ executor: Executor, dev: DevCost?) throws(Fault) {
    pictures = executor.session.state.watching.pictures
    guard !pictures.isEmpty, executor.drawsPictures else { return nil }
    (self.executor, self.dev) = (executor, dev)
    // Without a terminal, all costs are computed at the end, as `plot J` does.
    if isLive, pictures.contains(where: { $0.request.showsPresentCosts || $0.request.isOfGradients }) { course = try Self.course(executor) }
  }

  /// Whether pictures are drawn while the steps are made.
  var isLive: Bool { executor.sink.progress != nil && executor.session.state.settings.plots != false }

  /// The costs up to the present step. Those of steps that nobody watched are computed now.
  private static func course(_ executor: Executor) throws(Fault) -> CostCourse {
    let session = executor.session
    let timeline = session.timeline
    let (line, now) = (timeline.line, session.state.steps)
    let old = executor.costCourse.flatMap { $0.line === line && $0.last <= now ? $0 : nil }
    let course = old ?? CostCourse(line, first: timeline.first(of: line))
    executor.costCourse = course
    let from = max(course.last, timeline.first(of: line))
    defer { course.changes.look(session.state.data.current, at: now) }
    guard from < now else { return course }
    var progress = TrainingProgress(total: now - from, executor: executor)
    defer { progress.finish() }
    try timeline.eachStep(of: line, after: from, upTo: now, session, wantsCost: { FigureMaker.isSampled($0, first: from, last: now) }) { (made) throws(Fault) in
      if made.isFirstOfLeg { course.changes.look(made.data.current, at: made.step - 1) }
      if !made.cost.isNaN || !made.isDrawn { course.add(made.step - 1, made.cost) }
      progress.update(made.step - from, cost: nil)
    }
    return course
  }

  /// Takes J after a step, where the step gives it.
  func made(_ step: Int, cost: Double?) {
    if let cost { course?.add(step, cost) }
  }

  /// Draws the pictures from the session as a step left it.
  /// - Parameters:
  ///   - viewer: a copy of the session, with the gradients that made the step.
  ///   - cost: J of the parameters, where the step gave it.
  /// - Returns: the lines of all pictures. A picture that cannot be made has none.
  func lines(_ viewer: Session) -> [String] {
    let network = viewer.state.network!
    if let course {
      if course.last < viewer.state.steps {
        viewer.passForward()
        if let cost = viewer.workspace.cost { course.add(viewer.state.steps, cost) }
      }
      if let cost = dev?.cost(network) { course.addDev(viewer.state.steps, cost) }
      course.add(viewer.state.steps, norms: (1...network.depth).map { viewer.workspace.dW($0).reduced(.norm, axis: nil).elements[0] })
    }
    last = pictures.compactMap { picture in
      if picture.request.readsPasses, viewer.freshness(Quantity(.J)) != .current { viewer.passForward() }
      guard let figure = try? FigureMaker(session: viewer, request: picture.request, course: course).figure() else { return nil }
      return PlotEvent(figure: figure, size: picture.request.size)
    }
    return last.flatMap { executor.sink.picture($0, last.count) }
  }
}

extension Executor {
  /// Draws the pictures of `display plot` after a statement that made steps by hand. `train` has drawn them itself.
  func drawAfterSteps(since stepsMade: Int, _ statement: Statement) {
    let now = session.timeline.stepsMade
    guard now > stepsMade, now != picturesDrawnAt, drawsPictures, !session.state.watching.pictures.isEmpty else { return }
    session.warnings.removeAll(keepingCapacity: true)
    drawPictures()
    tellWarnings(of: statement)
    sink.statementEnds(statement.commandName)
  }

  /// Prints every picture of `display plot` once. A picture that cannot be made gives a warning.
  func drawPictures(_ course: CostCourse? = nil) {
    picturesDrawnAt = session.timeline.stepsMade
    var complaints: [String] = []
    for picture in session.state.watching.pictures {
      do throws(Fault) {
        // The picture changes nothing: it is made in a copy where it evaluates expressions.
        let viewer = try picture.request.needsTimeline ? session : session.viewer()
        let maker = FigureMaker(session: viewer, request: picture.request, course: picture.request.showsPresentCosts ? course : nil)
        emit(PlotEvent(figure: try maker.figure(), size: picture.request.size))
      } catch {
        complaints.append(Warning.display(picture.number, picture.name, error))
      }
    }
    if !complaints.isEmpty { session.warn(Warning(kind: .display, message: complaints.joined(separator: "; "))) }
  }
}

extension Session {
  /// A copy with the same passes.
  fileprivate func viewer() throws(Fault) -> Session {
    let copy = Session(copying: self)
    copy.workspace.restore(workspace)
    return copy
  }
}

extension PlotRequest {
  /// Whether the costs of the present line are shown.
  fileprivate var showsPresentCosts: Bool { if case .costs(let branches) = subject { branches.isEmpty } else { false } }
  fileprivate var isOfGradients: Bool { if case .gradients = subject { true } else { false } }

  /// Whether the steps of the timeline are shown.
  fileprivate var needsTimeline: Bool {
    switch subject {
    case .costs, .gradients: true
    default: false
    }
  }

  /// Whether Z, A and J are read, so that they must be those after the step.
  fileprivate var readsPasses: Bool {
    switch subject {
    case .activation, .histogram, .values: true
    default: false
    }
  }
}
