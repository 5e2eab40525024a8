import Net

/// `gradients` prints a table of the gradients by layer.
struct GradientsCommand: Command {
  let name = "gradients"
  let group = CommandGroup.eachStep
  let usage = "gradients"
  let summary = "print the size of every gradient and what a step would change"
  let details = [
    "It prints a row for every dW and db: norm, mean, largest entry, share of zeros, update/W and turn.",
    "update/W is |alpha| * norm(dW) / norm(W), the size of the change relative to the weights, without frozen entries. Under another optimizer than sgd it is "
      + "norm(change) / norm(W) of that optimizer's step.",
    "On a terminal, course is a small curve of the norm over the last 16 steps; set plots off leaves it out. plot gradients draws all steps.",
    "turn is the angle in degrees to the gradient of the step before on the same data: 0 keeps the direction, 90 is a right angle, 180 turns back. After a batch or "
      + "dropout there is none.",
  ]
  let cautions = [
    "Directly after step or train, update/W uses the alpha and the weights of that update."
  ]
  let otherWords = ["norm"]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample("init seed=2", "forward; backward", "gradients", output: ["grad  ...", "dW1 ...  -", "db1 ...", "dW2 ...", "db2 ..."])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    let quantities = (1...network.depth).flatMap { [Quantity(.dW, $0), Quantity(.db, $0)] }
    var gradients: [Matrix] = []
    var staleStep: Int?
    for quantity in quantities {
      guard case .matrix(let gradient) = try session.read(quantity) else { return }
      if case .stale(let step) = session.freshness(quantity) { staleStep = step }
      gradients.append(gradient)
    }
    let step = session.stepOfGradients(network)
    let before = try session.gradientsOfStepBefore()?.flatMap { [$0.dW, $0.db] }
    let courses = try executor.sink.course().map { (written) throws(Fault) in try Self.courses(session, quantities).map(written) }
    let rows = quantities.indices.map { index in
      let (quantity, gradient) = (quantities[index], gradients[index])
      let isBias = quantity.kind == .db
      let (layer, after) = (step.before.layers[quantity.layer - 1], step.after.layers[quantity.layer - 1])
      // For gradient descent the length is exact, also where the step is too short to change the parameters.
      let update =
        step.before.optimizer == .sgd
        ? abs(step.alpha) * step.before.taken(gradient, layer: quantity.layer, isBias: isBias).length
        : Matrix.distance(isBias ? layer.b : layer.W, isBias ? after.b : after.W)
      return GradientsEvent.Row(
        layer: quantity.layer, gradient, name: quantity.name, updateRatio: update == 0 ? 0 : update / (isBias ? layer.b : layer.W).length,
        angle: before.flatMap { gradient.angle(to: $0[index]) }, course: courses?[index])
    }
    let draw = session.workspace.originDraw
    let noTurn =
      draw.isPlain
      ? nil : draw.batch != nil ? "the gradients before were those of another batch" : draw.masks != nil ? "the gradients before had other masks" : nil
    executor.emit(GradientsEvent(rows: rows, staleStep: staleStep, noTurn: noTurn.map { "turn -: \($0)" }))
  }
}

extension GradientsCommand {
  /// The steps of a course.
  private static let steps = 16

  /// The norms of some gradients at the last steps of the present line.
  private static func courses(_ session: Session, _ quantities: [Quantity]) throws(Fault) -> [[Double]] {
    let (line, now) = (session.timeline.line, try session.presentPlace().step)
    var courses: [[Double]] = quantities.map { _ in [] }
    try session.timeline.eachStep(of: line, after: max(session.timeline.first(of: line), now - steps), upTo: now, session, wantsCost: { _ in false }) {
      (made) throws(Fault) in
      for (index, quantity) in quantities.enumerated() where quantity.layer <= made.before.depth {
        courses[index].append((quantity.kind == .db ? made.gradients.db(quantity.layer) : made.gradients.dW(quantity.layer)).length)
      }
    }
    return courses
  }
}

extension GradientsEvent.Row {
  init(layer: Int, _ gradient: Matrix, name: String, updateRatio: Double, angle: Double?, course: String?) {
    let entries = gradient.elements
    // Where there is a NaN it counts as the largest entry, because it matters most.
    let largest = entries.firstIndex { $0.isNaN } ?? entries.indices.max { abs(entries[$0]) < abs(entries[$1]) } ?? 0
    self.init(
      layer: layer, name: name, norm: gradient.length, mean: gradient.reduced(.mean, axis: nil).elements[0],
      largest: (entries[largest], largest / gradient.columns + 1, largest % gradient.columns + 1),
      zeros: Double(entries.count { $0 == 0 }) / Double(entries.count), updateRatio: updateRatio, angle: angle, course: course)
  }
}

extension Matrix {
  /// The square root of the sum of squares.
  fileprivate var length: Double { reduced(.norm, axis: nil).elements[0] }

  /// The length of b - a.
  fileprivate static func distance(_ a: Matrix, _ b: Matrix) -> Double {
    Matrix(a.shape, elements: zip(a.elements, b.elements).map { $1 - $0 }).length
  }
}
