import Net

/// Runs `check` on the gradients of the network.
struct CheckedParameters {
  let check: GradientCheck
  let session: Session
  /// Shows a progress line on a terminal. nil removes the line.
  let progress: ((String?) -> Void)?

  init(_ check: GradientCheck, _ session: Session, _ progress: ((String?) -> Void)?) {
    (self.check, self.session, self.progress) = (check, session, progress)
  }

  /// Compares gradients with central differences.
  /// - Parameters:
  ///   - quantities: the dW and db to compare.
  ///   - spelling: the names of a single unit, where the user typed them.
  /// - Throws: where Ctrl-C stops the check.
  func event(_ quantities: [Quantity], _ spelling: UnitSpelling?) throws(Fault) -> CheckEvent {
    var arrays: [CheckEvent.Row] = []
    for quantity in quantities {
      let target: GradientCheck.Target = quantity.kind == .dW ? .W : .b
      guard let numeric = session.numeric(check, target, quantity, progress) else { throw .interrupted() }
      let comparison = GradientComparison(analytic: check.analytic(target, quantity.layer), numeric: numeric.values, rounding: numeric.rounding)
      arrays.append(CheckEvent.Row(quantity: quantity, comparison: comparison, kink: numeric.kink, spelling: spelling))
    }
    arrays.sort { Self.size($0.comparison.relativeError) > Self.size($1.comparison.relativeError) }
    return CheckEvent(rows: arrays, sweep: try sweep(arrays))
  }

  private static func size(_ error: Double) -> Double { error.isNaN ? .infinity : error }

  /// The relative error of the ten worst entries with steps from 1e-1 to 1e-11. Large steps have truncation errors, and small steps have rounding
  /// errors.
  private func sweep(_ rows: [CheckEvent.Row]) throws(Fault) -> [CheckEvent.Step] {
    let worst = CheckEvent.worst(rows, 10)
    var steps: [CheckEvent.Step] = []
    for power in 1...11 {
      try session.checkInterrupt()
      let step = Arithmetic.power(10, -Double(power))
      let analytic = Matrix(row: worst.map(\.entry.analytic))
      let numeric = worst.map {
        check.numeric($0.row.quantity.kind == .dW ? .W : .b, $0.row.quantity.layer, row: $0.entry.row, column: $0.entry.column, step: step)
      }
      let comparison = GradientComparison(analytic: analytic, numeric: Matrix(row: numeric.map(\.value)), rounding: Matrix(row: numeric.map(\.rounding)))
      if comparison.skipped < worst.count { steps.append(CheckEvent.Step(step: step, relativeError: comparison.relativeError)) }
    }
    return steps
  }
}

/// Runs `check` on arrays that the user computed.
struct CheckedArrays {
  let check: GradientCheck
  let session: Session
  /// Shows a progress line on a terminal. nil removes the line.
  let progress: ((String?) -> Void)?

  init(_ check: GradientCheck, _ session: Session, _ progress: ((String?) -> Void)?) {
    (self.check, self.session, self.progress) = (check, session, progress)
  }

  /// Compares the arrays with the right values, in the order of the forward pass, then of the backward pass.
  /// - Throws: where Ctrl-C stops the check.
  func event(_ own: [OwnArray]) throws(Fault) -> OwnCheckEvent {
    let order = Quantity.all(depth: check.network.depth)
    let sorted = own.sorted { order.firstIndex(of: $0.quantity)! < order.firstIndex(of: $1.quantity)! }
    var rows: [OwnCheckEvent.Row] = []
    for array in sorted {
      let (values, rounding) = try self.right(array.quantity)
      func part(_ matrix: Matrix) -> Matrix { array.place.read(from: .matrix(matrix)).asMatrix! }
      var right = part(values)
      let given = array.given.spread(over: right.shape)
      // A print can leave out entries. NaN marks them, as it marks entries at a kink.
      var compared = right
      if array.given.isElided {
        for index in given.elements.indices where given.elements[index].isNaN { compared.elements[index] = .nan }
      }
      let comparison = GradientComparison(analytic: given, numeric: compared, rounding: rounding.map(part))
      // Entries that were left out count as right.
      for index in right.elements.indices where right.elements[index].isNaN { right.elements[index] = given.elements[index] }
      // Typed digits may also differ by their own rounding, if they are precise enough for numbers of this size.
      let isExact = comparison.relativeError < CheckEvent.limit
      let digitsAgree = !isExact && array.given.agrees(with: right)
      let holds = comparison.entries.isEmpty ? nil : isExact || digitsAgree && array.given.tells(of: right)
      rows.append(
        OwnCheckEvent.Row(
          quantity: array.quantity, place: array.place, comparison: comparison, holds: holds, digitsAgree: digitsAgree,
          equation: array.spelling?.text(equation(array.quantity)) ?? equation(array.quantity),
          mistake: holds == false && !digitsAgree ? mistake(array) : nil, spelling: array.spelling))
    }
    return OwnCheckEvent(rows: rows)
  }

  /// The title of the known mistake that gives the array. It is nil where there is none, or where the search would take long.
  private func mistake(_ array: OwnArray) -> String? {
    var scene = Scene(network: check.network, X: session.X, Y: session.Y, pass: check.pass, alpha: session.state.alpha, draw: check.pass.draw)
    scene.hasColumnWeights = array.spelling != nil
    guard MistakeSearch.workOfSingles(scene) <= MistakeSearch.workOfClaims, let asked = StepQuantity(array.quantity),
      let shape = try? session.shape(of: array.quantity)
    else { return nil }
    let search = MistakeSearch(scene, part: array.place.part(of: shape)) { session.interrupt.isRequested }
    let first = search.find(asked, array.given, work: MistakeSearch.quick).matches.first
    return first.map { array.spelling?.told($0) ?? $0 }?.title
  }

  /// The right values. Gradients are computed by differences, so that they do not depend on the backward pass. Z, A and J come from the forward pass.
  private func right(_ quantity: Quantity) throws(Fault) -> (Matrix, rounding: Matrix?) {
    let l = quantity.layer
    let target: GradientCheck.Target
    switch quantity.kind {
    case .Z: return (check.pass.Z(l), nil)
    case .A: return (check.pass.A(l), nil)
    case .J: return (Matrix(row: [check.pass.cost ?? .nan]), nil)
    case .dA: target = .A
    case .dZ: target = .Z
    case .dW: target = .W
    default: target = .b
    }
    guard let numeric = session.numeric(check, target, quantity, progress) else { throw .interrupted() }
    return (numeric.values, numeric.rounding)
  }

  private func equation(_ quantity: Quantity) -> String {
    let network = check.network
    let l = quantity.layer
    if quantity.kind == .dA, l == network.depth { return QuantityExplainer.lossDerivative(network) }
    let form = EquationForm(quantity, network)
    return quantity.equation(form) ?? quantity.formula(form)
  }
}

extension Session {
  /// The gradients of an array by differences, with a progress line where it takes long. It is nil where Ctrl-C stopped it.
  fileprivate func numeric(_ check: GradientCheck, _ target: GradientCheck.Target, _ quantity: Quantity, _ progress: ((String?) -> Void)?) -> GradientCheck
    .Numeric?
  {
    let clock = ContinuousClock()
    var shown = clock.now
    defer { progress?(nil) }
    let isOfExample = target == .Z || target == .A
    let shape = check.analytic(target, quantity.layer).shape
    let total = isOfExample ? shape.rows : shape.rows * shape.columns
    return check.numeric(target, quantity.layer) { done in
      if clock.now - shown > .milliseconds(250) {
        shown = clock.now
        progress?("check \(quantity.name): \(done)/\(total)")
      }
      return !interrupt.isRequested
    }
  }
}
