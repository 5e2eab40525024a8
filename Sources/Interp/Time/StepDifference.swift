import Net

/// What lies between two steps: parameters, cost and predicted classes of both, and the first order of the way from one to the other.
struct StepDifference {
  /// An entry that moved; row and column count from 1.
  struct Mover {
    var name: String
    var row: Int
    var column: Int
    var from: Double
    var to: Double
  }

  /// How far a parameter moved.
  struct Movement {
    var name: String
    var changed: Int
    var entries: Int
    /// ‖after - before‖
    var norm: Double
    /// The largest, largest first.
    var largest: [Mover]
  }

  /// One step, W_new = W - alpha · dW held against the parameters that came of it.
  struct Update {
    var alpha: Double
    var entries = 0
    /// Entries that are equal in every bit to the formula's, each product and difference rounded.
    var equal = 0
    /// Entries that steps leave as they are: for them dW counts as 0.
    var frozen = 0
    /// Entries that differ by more than the roundings of the formula: edits by hand.
    var broken: [Mover] = []
    var largestDifference = 0.0
  }

  let from: Timepoint
  let to: Timepoint
  private(set) var movements: [Movement] = []
  private(set) var costs: (from: Double?, to: Double?) = (nil, nil)
  /// From where both lines meet to the one, and to the other; nil where they have no step in common, or it was given up.
  private(set) var ways: (back: Way, forth: Way)?
  /// Examples whose predicted class differs, from 1; nil where there are no classes, or the data is another.
  private(set) var flipped: [Int]?
  private(set) var isSameData = true
  /// What the steps of the way promised and gave: those of the way on less those of the way back.
  var predicted: Double? { ways.map { $0.forth.predicted - $0.back.predicted } }
  var bySteps: Double? { ways.map { $0.forth.actual - $0.back.actual } }
  var steps: Int { ways.map { $0.back.steps + $0.forth.steps } ?? 0 }
  /// Places on the way where parameters were changed by hand.
  var edited: [String] { ways.map { $0.back.edited + $0.forth.edited } ?? [] }
  /// Of one step that begins at the one place and ends at the other.
  private(set) var update: Update?

  var actual: Double? {
    guard let from = costs.from, let to = costs.to else { return nil }
    return to - from
  }

  /// Steps from a place on.
  struct Way {
    var steps = 0
    /// Σ -alpha · ‖gradient‖² of what is not frozen.
    var predicted = 0.0
    /// Σ of what each step changed of J, on the data that it was made on.
    var actual = 0.0
    /// Places where parameters, activations or data were changed by hand.
    var edited: [String] = []
    var beginsWithEdit = false
    var update: Update?
  }

  static let shownMovers = 3

  /// - Parameters:
  ///   - top: how many movers of each parameter.
  ///   - tells: called after each step of the way.
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
      // What is no number goes first: it is the largest that can happen.
      let order = moved.indices.sorted { change[$0].isNaN && !change[$1].isNaN || abs(change[$0]) > abs(change[$1]) }
      let largest = order.prefix(top).map { index in
        let place = moved[index]
        return Mover(
          name: parameter.name, row: place / before.columns + 1, column: place % before.columns + 1, from: before.elements[place], to: after.elements[place])
      }
      // Scaled, so that squares do not overflow.
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
    // J before the step at hand, where the step before led straight to it.
    var before: Double?
    try timeline.eachStep(of: place.line, after: meeting.step, upTo: place.step, session) { (made) throws(Fault) in
      way.steps += 1
      if let before { way.actual += made.cost - before }
      before = made.cost
      for parameter in made.before.parameters {
        let gradient = made.before.taken(made.gradients.gradient(of: parameter), layer: parameter.layer, isBias: parameter.isBias)
        way.predicted -= made.alpha * gradient.elements.reduce(0) { $0 + $1 * $1 }
      }
      let owner = timeline.owner(of: made.step, on: place.line)!
      let isOnlyStep = place.step == meeting.step + 1
      tells()
      // Within a leg nothing was changed by hand, and the next step tells J.
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
  /// Holds `left`, the parameters after a step, against W - alpha · dW.
  init(_ made: Timeline.MadeStep, _ left: Network) {
    alpha = made.alpha
    frozen = made.before.frozen.count
    for (before, after) in zip(made.before.parameters, left.parameters) {
      let gradient = made.before.taken(made.gradients.gradient(of: before), layer: before.layer, isBias: before.isBias)
      entries += gradient.elements.count
      for entry in gradient.elements.indices {
        let (w, g, new) = (before.value.elements[entry], gradient.elements[entry], after.value.elements[entry])
        let formula = w - alpha * g
        if formula.bitPattern == new.bitPattern {
          equal += 1
          continue
        }
        let difference = abs(formula - new)
        // Two roundings of the formula against one of a fused product: less than two units of the larger part.
        if !(difference <= 2 * max(abs(w), abs(alpha * g), abs(new)).ulp) {
          let columns = before.value.columns
          broken.append(.init(name: before.name, row: entry / columns + 1, column: entry % columns + 1, from: formula, to: new))
        }
        if !(difference <= largestDifference) { largestDifference = difference }
      }
    }
  }
}

/// A parameter of a network by its name.
struct NamedParameter {
  var name: String
  var layer: Int
  var isBias: Bool
  var value: Matrix
}

extension Network {
  /// W1, b1, W2 …
  var parameters: [NamedParameter] {
    layers.enumerated().flatMap { index, layer in
      [(false, layer.W), (true, layer.b)].map { NamedParameter(name: "\($0 ? "b" : "W")\(index + 1)", layer: index + 1, isBias: $0, value: $1) }
    }
  }
}

extension Pass {
  /// dW or db.
  func gradient(of parameter: NamedParameter) -> Matrix { parameter.isBias ? db(parameter.layer) : dW(parameter.layer) }
}
