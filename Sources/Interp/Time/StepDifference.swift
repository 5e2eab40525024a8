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

  let from: PlaceInTime
  let to: PlaceInTime
  private(set) var movements: [Movement] = []
  private(set) var costs: (from: Double?, to: Double?) = (nil, nil)
  /// Σ over the steps of -alpha · ‖gradient‖², and of gradient · change for edits by hand; nil where the lines have no step in common.
  private(set) var predicted: Double?
  /// Steps of the way, and how many edits by hand there are on it.
  private(set) var steps = 0
  private(set) var edits = 0
  /// Examples whose predicted class differs, from 1; nil where there are no classes, or the data is another.
  private(set) var flipped: [Int]?
  private(set) var isSameData = true
  private(set) var update: Update?

  var actual: Double? {
    guard let from = costs.from, let to = costs.to else { return nil }
    return to - from
  }

  static let shownMovers = 3

  init(_ from: PlaceInTime, _ to: PlaceInTime, _ session: Session) throws(Fault) {
    (self.from, self.to) = (from, to)
    let (one, other) = (try session.networkAndData(from), try session.networkAndData(to))
    movements = Self.movements(one.network, other.network)
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
      if !before.isEmpty { flipped = before.indices.filter { before[$0] != after[$0] }.map { $0 + 1 } }
    }
    try followTheWay(session)
  }

  private static func movements(_ one: Network, _ other: Network) -> [Movement] {
    one.parameters.indices.map { index in
      let (parameter, after) = (one.parameters[index], other.parameters[index].value)
      let before = parameter.value
      let moved = before.elements.indices.filter { before.elements[$0].bitPattern != after.elements[$0].bitPattern }
      let change = moved.map { after.elements[$0] - before.elements[$0] }
      // What is no number goes first: it is the largest that can happen.
      let order = moved.indices.sorted { change[$0].isNaN && !change[$1].isNaN || abs(change[$0]) > abs(change[$1]) }
      let largest = order.prefix(shownMovers).map { index in
        let place = moved[index]
        return Mover(
          name: parameter.name, row: place / before.columns + 1, column: place % before.columns + 1, from: before.elements[place], to: after.elements[place])
      }
      let norm = Matrix(row: change).reduced(.norm, axis: nil).elements[0]
      return Movement(name: parameter.name, changed: moved.count, entries: before.elements.count, norm: norm, largest: largest)
    }
  }

  // MARK: The way

  /// From the one back to where both lines meet, with the sign turned, and on to the other.
  private mutating func followTheWay(_ session: Session) throws(Fault) {
    guard let meeting = session.timeline.meeting(from, to) else { return }
    let back = try way(to: from, after: meeting, session)
    let forth = try way(to: to, after: meeting, session)
    predicted = forth - back
    if steps != 1 || to.step != from.step + 1 { update = nil }
  }

  /// The predicted change from where the lines meet to a place.
  private mutating func way(to place: PlaceInTime, after meeting: PlaceInTime, _ session: Session) throws(Fault) -> Double {
    let timeline = session.timeline
    var (total, steps, edits) = (0.0, 0, 0)
    var update: Update?
    let pass = Pass()
    /// gradient · (left - network) where the parameters were changed by hand.
    func edit(_ network: Network, _ left: Network, _ data: DataSplit) {
      guard network.parameters.map(\.value) != left.parameters.map(\.value), let Y = data.Y, Y.shape == Shape(network.outputs, data.X.columns) else { return }
      edits += 1
      pass.forward(network, X: data.X, Y: Y)
      pass.backward(network, X: data.X, Y: Y)
      for (parameter, after) in zip(network.parameters, left.parameters) {
        let gradient = pass.gradient(of: parameter)
        for entry in gradient.elements.indices { total += gradient.elements[entry] * (after.value.elements[entry] - parameter.value.elements[entry]) }
      }
    }
    let first = timeline.owner(of: meeting.step, on: place.line)!
    if first !== meeting.owner {
      let data = try session.networkAndData(meeting).data
      edit(try timeline.parameters(at: meeting.step, on: meeting.owner, session), try timeline.parameters(at: meeting.step, on: first, session), data)
    }
    try timeline.eachStep(of: place.line, after: meeting.step, upTo: place.step, session) { (made) throws(Fault) in
      steps += 1
      var square = 0.0
      for parameter in made.before.parameters {
        let gradient = made.before.taken(made.gradients.gradient(of: parameter), layer: parameter.layer, isBias: parameter.isBias)
        square += gradient.elements.reduce(0) { $0 + $1 * $1 }
      }
      total -= made.alpha * square
      let owner = timeline.owner(of: made.step, on: place.line)!
      // Within a leg nothing was changed by hand.
      var left = made.after
      if case .inside = owner.place(of: made.step) {} else { left = try timeline.parameters(at: made.step, on: owner, session) }
      edit(made.after, left, made.data)
      update = Update(made, left)
    }
    self.steps += steps
    self.edits += edits
    self.update = update ?? self.update
    return total
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
