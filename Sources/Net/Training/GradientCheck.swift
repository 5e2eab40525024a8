/// Gradients by central differences, (J(w + h) - J(w - h)) / 2h. They are compared with those of the backward pass.
///
/// A change of one weight in layer l changes only one row of Z_l and the layers after it. Only these are computed again. The error is h² · J'''/6
/// from the truncation and about 1e-16 · J / h from rounding.
public struct GradientCheck {
  /// The differences for the entries of one array.
  ///
  /// An entry is NaN where it was left out. That happens where an input of relu or leaky_relu is 0 or changes its sign within the step, or where an
  /// output at 0 or 1 leaves no room for a step.
  public struct Numeric: Sendable {
    /// The derivatives, with the shape of the array.
    public let values: Matrix
    /// A bound for the rounding error of each value: a small part of the terms that were summed. The terms may cancel to 0.
    public let rounding: Matrix
    /// The first kink that lay within a step; nil where there was none.
    public let kink: Kink?

    /// The number of entries that were left out.
    public var skipped: Int { values.elements.count { $0.isNaN } }
  }

  /// A z of a relu or leaky_relu unit near 0. Layer, unit and example count from 1.
  public struct Kink: Sendable, Equatable {
    public let layer: Int
    public let unit: Int
    public let example: Int
    public let z: Double
  }

  /// The step h of the differences.
  public static let step = 1e-5

  /// The network whose gradients are checked.
  public let network: Network
  let X: Matrix
  let Y: Matrix
  /// The forward and backward pass that the differences are compared with.
  public let pass: Pass

  /// Makes a forward and a backward pass in a new workspace. Traps where X or Y does not fit.
  /// - Parameter masks: the generator before it draws the masks of dropout, which stay the same for every difference; nil where all units are kept.
  public init(_ network: Network, X: Matrix, Y: Matrix, masks: MersenneTwister? = nil) {
    (self.network, self.X, self.Y) = (network, X, Y)
    pass = Pass()
    pass.make(network, X: X, Y: Y, StepDraw(masks: network.dropsUnits ? masks : nil))
    values = (1...network.depth).map { [pass] layer in
      let (Z, A) = (pass.Z(layer), pass.A(layer))
      guard layer < network.depth, network.keep(layer) < 1, let mask = pass.D(layer) else { return (Z, A, A, nil) }
      return (Z, A, network.layers[layer - 1].activation.value(of: Z), mask.map { $0 / network.keep(layer) })
    }
  }

  /// Z and A of each layer, g(Z) without the mask of dropout, and the factor of the mask, D / keep. The threads read these copies, because only one thread may
  /// read from a pass.
  private let values: [(Z: Matrix, A: Matrix, g: Matrix, mask: Matrix?)]
  func Z(_ layer: Int) -> Matrix { values[layer - 1].Z }
  func A(_ layer: Int) -> Matrix { values[layer - 1].A }
  /// g(Z), which is A where the layer drops no units.
  private func g(_ layer: Int) -> Matrix { values[layer - 1].g }
  private func mask(_ layer: Int) -> Matrix? { values[layer - 1].mask }

  /// The array for which the differences are computed.
  public enum Target: Sendable, Equatable {
    case W, b
    /// The derivative of each example's loss by its own z or a (no 1/m).
    case Z, A
  }

  /// The gradient from the backward pass for the same array.
  public func analytic(_ target: Target, _ layer: Int) -> Matrix {
    switch target {
    case .W: pass.dW(layer)
    case .b: pass.db(layer)
    case .Z: pass.dZ(layer)
    case .A: pass.dA(layer)
    }
  }

  /// The differences for every entry of an array, computed on all threads.
  /// - Parameter goesOn: is called between parts with the number of places done, where a place is an entry of W or b, or a row of Z or A. false ends
  ///   the work.
  /// - Returns: nil where `goesOn` returned false.
  public func numeric(_ target: Target, _ layer: Int, goesOn: (Int) -> Bool = { _ in true }) -> Numeric? {
    let shape = analytic(target, layer).shape
    let isOfExample = target == .Z || target == .A
    // A place is one entry of W or b. For Z and A it is one unit for all examples.
    let places = (0..<shape.rows).flatMap { row in
      isOfExample ? [EntryIndex(row: row, column: 0)] : (0..<shape.columns).map { EntryIndex(row: row, column: $0) }
    }
    var results: [Part] = []
    for start in stride(from: 0, to: places.count, by: Self.placesOfRun) {
      guard goesOn(start) else { return nil }
      let run = Array(places[start..<min(start + Self.placesOfRun, places.count)])
      let work = DifferenceWork(self, target, layer, run.chunks(of: Self.placesOfPart))
      Workers.shared.run(work.parts.count, work)
      results += work.results
    }
    return Numeric(
      values: Matrix(shape, elements: results.flatMap(\.values)), rounding: Matrix(shape, elements: results.flatMap(\.rounding)),
      kink: results.lazy.compactMap(\.kink).first)
  }

  /// The difference for one entry of W or b with a step that the caller chooses, and the bound of its rounding error. `row` and `column` count from
  /// 0.
  public func numeric(_ target: Target, _ layer: Int, row: Int, column: Int, step: Double) -> (value: Double, rounding: Double) {
    let part = difference(target, layer, EntryIndex(row: row, column: column), step: step)
    return (part.values[0], part.rounding[0])
  }

  private static let placesOfPart = 8
  private static let placesOfRun = 128

  struct EntryIndex {
    let row: Int
    let column: Int
  }

  /// The results of some places, in their order.
  struct Part {
    var values: [Double] = []
    var rounding: [Double] = []
    var kink: Kink?
  }

  // MARK: One difference

  /// The difference at one place. W and b give one number; Z and A give a number for each example.
  func difference(_ target: Target, _ layer: Int, _ place: EntryIndex, step: Double) -> Part {
    let m = X.columns
    let change: [Double]
    switch target {
    case .W: change = (layer == 1 ? X : A(layer - 1)).row(place.column).map { $0 * step }
    case .b, .Z: change = [Double](repeating: step, count: m)
    case .A: change = layer == network.depth ? outputSteps(place.row, step) : [Double](repeating: step, count: m)
    }
    let up = propagate(target, layer, place.row, change)
    let down = propagate(target, layer, place.row, change.map { -$0 })
    let (corners, kink) = kinks(layer, place.row, up, down)
    let differences = lossDifferences(up: up.output, down: down.output, isOfA: up.isOfA)
    guard target == .Z || target == .A else {
      let scale = Double(m) * 2 * step
      let penalty = target == .W ? penaltyDifference(network.layers[layer - 1].W[place.row, place.column], step) : 0
      let value = kink == nil ? (RowKernels.sum(differences) + penalty) / scale : .nan
      return Part(values: [value], rounding: [Self.roundingShare * (RowKernels.sum(differences.map(abs)) + abs(penalty)) / scale], kink: kink)
    }
    let values = differences.indices.map { corners[$0] ? .nan : differences[$0] / (2 * (target == .Z ? step : change[$0])) }
    return Part(values: values, rounding: values.map { Self.roundingShare * abs($0) }, kink: kink)
  }

  /// m times the difference of the L2 penalty at w + h and at w - h: λ/2 · ((w + h)² - (w - h)²). Two nearly equal numbers are never subtracted.
  private func penaltyDifference(_ w: Double, _ step: Double) -> Double { network.lambda / 2 * (4 * w * step) }

  /// The part of the summed terms that may be rounding. A sum below it cancels to 0.
  private static let roundingShare = 1e-11

  /// The steps for a row of the output's A. They are small compared with a and 1 - a, where the loss takes their logarithm.
  private func outputSteps(_ unit: Int, _ step: Double) -> [Double] {
    let a = A(network.depth).row(unit)
    switch network.loss.name {
    case "mse": return a.map { _ in step }
    case "cross_entropy": return a.map { step * min($0, 1 - $0) }
    default: return a.map { step * abs($0) }
    }
  }

  /// The values that a step changes, as differences from the values of the pass.
  private struct Changed {
    /// The change of the changed row of Z in layer `layer`; empty where A was changed.
    var row: [Double] = []
    /// The change of Z in each later layer.
    var Zs: [Matrix] = []
    /// The change of the output's Z, or of its A where A itself was changed.
    var output: Matrix
    var isOfA = false
  }

  private func propagate(_ target: Target, _ layer: Int, _ unit: Int, _ change: [Double]) -> Changed {
    let depth = network.depth
    var changed = Changed(output: Matrix(rows: 0, columns: 0))
    if target != .A { changed.row = change }
    if layer == depth {
      changed.output = Matrix(A(depth).shape).replacing(row: unit, by: change)
      changed.isOfA = target == .A
      return changed
    }
    var moved =
      target == .A ? change : activationChange(layer, Matrix(row: Z(layer).row(unit)), Matrix(row: g(layer).row(unit)), Matrix(row: change)).elements
    if let mask = mask(layer) { moved = zip(moved, mask.row(unit)).map { $0 * $1 } }
    // Each row of the next layer changes by its weight from this unit.
    var next = Matrix(Z(layer + 1).shape)
    let W = network.layers[layer].W
    for row in 0..<next.rows { RowKernels.add(moved, times: W[row, unit], to: &next.elements, at: row * next.columns) }
    changed.Zs = [next]
    for index in layer + 1..<depth {
      var A = activationChange(index, Z(index), g(index), changed.Zs[changed.Zs.count - 1])
      if let mask = mask(index) { A = Matrix.broadcast(A, mask, *) ?? A }
      changed.Zs.append(Matrix.product(network.layers[index].W, A))
    }
    changed.output = changed.Zs[changed.Zs.count - 1]
    return changed
  }

  /// For each example, whether an input of relu or leaky_relu is 0 or changes its sign within the step; and the first such input.
  private func kinks(_ layer: Int, _ unit: Int, _ up: Changed, _ down: Changed) -> (corners: [Bool], first: Kink?) {
    var corners = [Bool](repeating: false, count: X.columns)
    var first: Kink?
    func look(_ layer: Int, _ start: Int, _ a: [Double], _ b: [Double]) {
      guard network.layers[layer - 1].activation.hasKink else { return }
      let Z = self.Z(layer)
      for index in a.indices where a[index] != b[index] {
        let z = Z.elements[start + index]
        let (high, low) = (z + a[index], z + b[index])
        guard high <= 0 && low >= 0 || high >= 0 && low <= 0 else { continue }
        corners[(start + index) % Z.columns] = true
        first = first ?? Kink(layer: layer, unit: (start + index) / Z.columns + 1, example: (start + index) % Z.columns + 1, z: z)
      }
    }
    look(layer, unit * X.columns, up.row, down.row)
    for index in up.Zs.indices { look(layer + 1 + index, 0, up.Zs[index].elements, down.Zs[index].elements) }
    return (corners, first)
  }
}

/// Parts of the work that threads take in any order. Each part writes to a separate slot.
private final class DifferenceWork: SharedWork {
  final class Slot {
    var part = GradientCheck.Part()
  }

  let check: GradientCheck
  let target: GradientCheck.Target
  let layer: Int
  let parts: [[GradientCheck.EntryIndex]]
  private let slots: [Slot]

  init(_ check: GradientCheck, _ target: GradientCheck.Target, _ layer: Int, _ parts: [[GradientCheck.EntryIndex]]) {
    (self.check, self.target, self.layer, self.parts) = (check, target, layer, parts)
    slots = parts.map { _ in Slot() }
  }

  var results: [GradientCheck.Part] { slots.map(\.part) }

  func perform(_ index: Int, worker: Int) {
    var whole = GradientCheck.Part()
    for place in parts[index] {
      let part = check.difference(target, layer, place, step: GradientCheck.step)
      whole.values += part.values
      whole.rounding += part.rounding
      whole.kink = whole.kink ?? part.kink
    }
    slots[index].part = whole
  }
}

extension ActivationFunction {
  /// Whether g' jumps at 0. This is true for relu and leaky_relu.
  public var hasKink: Bool { self is any Rectifier }
}

extension Array {
  /// The elements in groups of neighbours. Each group but the last has `count` elements.
  fileprivate func chunks(of count: Int) -> [[Element]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
  }
}

extension Matrix {
  /// Column `index`, counted from 0, as (r, 1).
  public func column(_ index: Int) -> Matrix { Matrix(column: (0..<rows).map { self[$0, index] }) }

  fileprivate func replacing(row: Int, by values: [Double]) -> Matrix {
    var copy = self
    copy.elements.replaceSubrange(row * columns..<(row + 1) * columns, with: values)
    return copy
  }
}
