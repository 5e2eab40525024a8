import Net

/// How two steps differ: their parameters, their J, their predicted classes, and how much of the change in J the first order predicts.
struct StepDifference {
  /// An entry that changed, with its row and column from 1.
  struct Mover {
    var name: String
    var row: Int
    var column: Int
    var from: Double
    var to: Double
  }

  /// How far one parameter moved.
  struct Movement {
    var name: String
    /// The number of entries that changed.
    var changed: Int
    var entries: Int
    /// ‖after - before‖, the norm of the change.
    var norm: Double
    /// The entries that moved most, the largest move first.
    var largest: [Mover]
  }

  /// A test of one step: the rule of its optimizer, such as W_new = W - alpha · dW, compared with the parameters after the step.
  struct Update {
    /// The learning rate of the step.
    var alpha: Double
    var optimizer: Optimizer
    /// The number of all entries.
    var entries = 0
    /// The number of entries that equal the formula in every bit, where each product and each difference is rounded.
    var equal = 0
    /// The number of frozen entries. Their dW counts as 0.
    var frozen = 0
    /// The entries that differ by more than the rounding errors of the formula. They were changed by hand.
    var broken: [Mover] = []
    /// The largest |formula - new| of the entries.
    var largestDifference = 0.0
  }

  let from: Timepoint
  let to: Timepoint
  private(set) var movements: [Movement] = []
  private(set) var costs: (from: Double?, to: Double?) = (nil, nil)
  /// The steps from the last common step to each of the two. It is nil where there is no common step, or where the timeline dropped it.
  private(set) var ways: (back: Way, forth: Way)?
  /// The examples whose predicted class differs, from 1. It is nil where there are no classes, or where the data differs.
  private(set) var flipped: [Int]?
  private(set) var isSameData = true
  /// The change of J that the first order predicts: the sum over the steps forward minus the sum over the steps back.
  var predicted: Double? { ways.map { $0.forth.predicted - $0.back.predicted } }
  /// Whether every step between was one of gradient descent whose gradients were not clipped.
  var isOfDescent: Bool { ways.map { $0.forth.isOfDescent && $0.back.isOfDescent } ?? true }
  /// Whether a step between had a batch or masks.
  var hasDraws: Bool { ways.map { $0.forth.hasDraws || $0.back.hasDraws } ?? false }
  /// The change of J that the steps made, without changes by hand.
  var bySteps: Double? { ways.map { $0.forth.actual - $0.back.actual } }
  /// The number of steps back and forward; 0 where there is no common step.
  var steps: Int { ways.map { $0.back.steps + $0.forth.steps } ?? 0 }
  /// The places on the way where something was changed by hand, as `main:57`.
  var edited: [String] { ways.map { $0.back.edited + $0.forth.edited } ?? [] }
  /// The test of the update, where exactly one step leads from the first place to the second; otherwise nil.
  private(set) var update: Update?

  /// The change of J between the two places; nil where one of them has no J.
  var actual: Double? {
    guard let from = costs.from, let to = costs.to else { return nil }
    return to - from
  }

  /// The steps from the common step to one of the two places.
  struct Way {
    var steps = 0
    /// Σ gradient · update over the steps. For gradient descent it is Σ -alpha · ‖gradient‖², without frozen entries.
    var predicted = 0.0
    /// Whether every step was one of gradient descent whose gradients were not clipped.
    var isOfDescent = true
    /// Whether a step had a batch or masks, so that its gradients are not those of J.
    var hasDraws = false
    /// Σ of the change of J in each step, on the data of that step.
    var actual = 0.0
    /// The places where parameters, activations or data were changed by hand.
    var edited: [String] = []
    /// Whether parameters or activations were changed by hand where the branch began.
    var beginsWithEdit = false
    /// The test of the update, where the way has one step.
    var update: Update?
  }

  /// How many movers of each parameter `diff` shows.
  static let shownMovers = 3

  /// Compares two steps.
  /// - Parameters:
  ///   - top: the most movers of each parameter.
  ///   - tells: called after each step of the way.
  /// - Throws: where Ctrl-C stops the computation.
  init(_ from: Timepoint, _ to: Timepoint, _ session: Session, top: Int = shownMovers, tells: () -> Void = {}) throws(Fault) {
    (self.from, self.to) = (from, to)
    let (one, other) = (try session.networkAndData(from), try session.networkAndData(to))
    movements = Self.movements(one.network, other.network, top: top)
    isSameData = one.data.X == other.data.X && one.data.Y == other.data.Y
    let passes = [one, other].map { state -> Pass? in
      guard state.data.X.rows == state.network.inputs else { return nil }
      let pass = Pass()
      pass.forward(state.network, X: state.data.X, Y: state.data.Y)
      return pass
    }
    costs = (passes[0]?.cost, passes[1]?.cost)
    if let first = passes[0], let second = passes[1], isSameData {
      let before = Prediction.classes(first.A(one.network.depth), one.network).map(\.units)
      let after = Prediction.classes(second.A(other.network.depth), other.network).map(\.units)
      try session.checkCut()
      if !before.isEmpty { flipped = before.indices.filter { before[$0] != after[$0] }.map { $0 + 1 } }
    }
    guard let meeting = session.timeline.meeting(from, to) else { return }
    let (back, forth) = (try Self.way(to: from, after: meeting, session, tells), try Self.way(to: to, after: meeting, session, tells))
    ways = (back, forth)
    if meeting.owner === from.owner, meeting.step == from.step, forth.steps == 1, !forth.beginsWithEdit { update = forth.update }
  }

  private static func movements(_ one: Network, _ other: Network, top: Int) -> [Movement] {
    one.parameters.indices.map { index in
      let (parameter, after) = (one.parameters[index], other.parameters[index].value)
      let before = parameter.value
      let moved = before.elements.indices.filter { before.elements[$0].bitPattern != after.elements[$0].bitPattern }
      let change = moved.map { after.elements[$0] - before.elements[$0] }
      // NaN comes first, as the largest change.
      let order = moved.indices.sorted { change[$0].isNaN && !change[$1].isNaN || abs(change[$0]) > abs(change[$1]) }
      let largest = order.prefix(top).map { index in
        let place = moved[index]
        return Mover(
          name: parameter.name, row: place / before.columns + 1, column: place % before.columns + 1, from: before.elements[place], to: after.elements[place])
      }
      // The changes are scaled so that their squares do not overflow.
      let scale = change.reduce(0) { max($0, abs($1)) }
      let scaled = Matrix(row: change.map { $0 / (scale > 0 && scale.isFinite ? scale : 1) }).reduced(.norm, axis: nil).elements[0]
      let norm = scaled * (scale > 0 && scale.isFinite ? scale : 1)
      return Movement(name: parameter.name, changed: moved.count, entries: before.elements.count, norm: norm, largest: largest)
    }
  }

  // MARK: The way

  private static func way(to place: Timepoint, after meeting: Timepoint, _ session: Session, _ tells: () -> Void) throws(Fault) -> Way {
    let timeline = session.timeline
    var way = Way()
    let pass = Pass()
    func isEdited(_ network: Network, _ left: Network) -> Bool {
      !zip(network.parameters, left.parameters).allSatisfy { $0.value.firstDifferentBit(from: $1.value) == nil }
        || network.layers.map(\.activation.formula) != left.layers.map(\.activation.formula)
    }
    let first = timeline.owner(of: meeting.step, on: place.line)!
    if first !== meeting.owner {
      let networks = (try timeline.parameters(at: meeting.step, on: meeting.owner, session), try timeline.parameters(at: meeting.step, on: first, session))
      way.beginsWithEdit = isEdited(networks.0, networks.1)
      if way.beginsWithEdit { way.edited.append("\(first.name):\(meeting.step)") }
    }
    // J before the present step. It is nil where the step before does not lead straight to it.
    var before: Double?
    try timeline.eachStep(of: place.line, after: meeting.step, upTo: place.step, session) { (made) throws(Fault) in
      way.steps += 1
      if let before { way.actual += made.cost - before }
      before = made.cost
      way.predicted += made.predicted
      if made.isDrawn { way.hasDraws = true }
      if made.before.optimizer != .sgd || made.gradients.clipFactor != 1 { way.isOfDescent = false }
      let owner = timeline.owner(of: made.step, on: place.line)!
      let isOnlyStep = place.step == meeting.step + 1
      tells()
      // Nothing is changed by hand within a leg, and the next step gives J.
      if case .inside = owner.place(of: made.step), made.step < place.step { return }
      pass.forward(made.after, X: made.data.X, Y: made.data.Y)
      way.actual += (pass.cost ?? .nan) - made.cost
      before = nil
      let left = try timeline.parameters(at: made.step, on: owner, session)
      let data = try session.networkAndData(Timepoint(line: place.line, step: made.step, owner: owner)).data
      let isSameData = made.data.X == data.X && made.data.Y == data.Y
      if isEdited(made.after, left) || !isSameData { way.edited.append("\(owner.name):\(made.step)") }
      if isOnlyStep { way.update = Update(made, left) }
    }
    return way
  }
}

extension StepDifference.Update {
  /// Compares `left`, the parameters after a step, with W - alpha · dW.
  init(_ made: Timeline.MadeStep, _ left: Network) {
    (alpha, optimizer) = (made.alpha, made.before.optimizer)
    frozen = made.before.frozen.count
    for (before, after) in zip(made.before.parameters, left.parameters) {
      let gradient = made.before.taken(made.gradients.gradient(of: before), layer: before.layer, isBias: before.isBias)
      let v = made.before.average(.gradients, layer: before.layer, isBias: before.isBias)
      let s = made.before.average(.squares, layer: before.layer, isBias: before.isBias)
      let frozenPlaces = before.isBias ? made.before.frozen.b(before.layer) : made.before.frozen.W(before.layer)
      let isFrozen = Set(frozenPlaces)
      entries += gradient.elements.count
      for entry in gradient.elements.indices {
        let (w, g, new) = (before.value.elements[entry], gradient.elements[entry], after.value.elements[entry])
        let stepped = optimizer.stepping(
          Optimizer.Entry(parameter: w, v: v.elements[entry], s: s.elements[entry]), gradient: g, alpha: alpha, k: made.before.averages.steps + 1)
        let formula = isFrozen.contains(entry) ? w : stepped.parameter
        if formula.bitPattern == new.bitPattern {
          equal += 1
          continue
        }
        let difference = abs(formula - new)
        // The formula rounds twice and a fused product rounds once, so the difference is below two units of the largest number. With averages there are
        // a few more roundings in the length of the step.
        let rounding = 2 * max(abs(w), abs(w - formula), abs(new)).ulp + (optimizer == .sgd ? 0 : 16 * abs(w - formula).ulp)
        if !(difference <= rounding) {
          let columns = before.value.columns
          broken.append(.init(name: before.name, row: entry / columns + 1, column: entry % columns + 1, from: formula, to: new))
        }
        // A NaN is kept: no number is larger than it.
        if difference.isNaN || difference > largestDifference { largestDifference = difference }
      }
    }
  }
}

extension Timeline.MadeStep {
  /// The change of J that the gradients of the step predict: Σ gradient · update. Gradients that were clipped count with their full length.
  fileprivate var predicted: Double {
    var sum = 0.0
    for (parameter, moved) in zip(before.parameters, after.parameters) {
      let gradient = gradients.gradient(of: parameter)
      if before.optimizer == .sgd, gradients.clipFactor == 1 {
        sum -= alpha * before.taken(gradient, layer: parameter.layer, isBias: parameter.isBias).elements.reduce(0) { $0 + $1 * $1 }
      } else {
        for index in gradient.elements.indices { sum += gradient.elements[index] * (moved.value.elements[index] - parameter.value.elements[index]) }
      }
    }
    return sum / gradients.clipFactor
  }
}

/// A parameter of a network with its name.
struct NamedParameter {
  var name: String
  var layer: Int
  var isBias: Bool
  var value: Matrix
}

extension Network {
  /// W1, b1, W2, b2 and so on.
  var parameters: [NamedParameter] {
    layers.enumerated().flatMap { index, layer in
      [(false, layer.W), (true, layer.b)].map { NamedParameter(name: "\($0 ? "b" : "W")\(index + 1)", layer: index + 1, isBias: $0, value: $1) }
    }
  }
}

extension Pass {
  /// dW or db of the layer of a parameter.
  func gradient(of parameter: NamedParameter) -> Matrix { parameter.isBias ? db(parameter.layer) : dW(parameter.layer) }
}
