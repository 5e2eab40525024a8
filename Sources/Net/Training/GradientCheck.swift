/// Gradients by central differences, (J(w + h) - J(w - h)) / 2h, for comparison with those of the backward pass.
///
/// Changing one weight of layer l leaves the layers before it as they are and moves one unit's z, so only that row and what
/// follows it is computed again. Error: h² · J'''/6 by truncation and about 1e-16 · J / h by rounding.
public struct GradientCheck {
  /// Entries of one array by differences. NaN where an entry was left out: a relu or leaky_relu input is 0 or changes sign within the step, or an
  /// output at 0 or 1 leaves no room for one.
  public struct Numeric: Sendable {
    public let values: Matrix
    /// What rounding may make of each: a small part of the terms that were summed, which may cancel to 0.
    public let rounding: Matrix
    /// A place where a kink lay within the step; nil where there was none.
    public let kink: Kink?

    public var skipped: Int { values.elements.count { $0.isNaN } }
  }

  /// A z of a relu or leaky_relu unit near 0; layer, unit and example count from 1.
  public struct Kink: Sendable, Equatable {
    public let layer: Int
    public let unit: Int
    public let example: Int
    public let z: Double
  }

  /// The step h that the contract names.
  public static let step = 1e-5

  public let network: Network
  let X: Matrix
  let Y: Matrix
  /// The passes that it compares with.
  public let pass: Pass

  /// Makes the passes on a copy. Traps where X or Y does not fit.
  public init(_ network: Network, X: Matrix, Y: Matrix) {
    (self.network, self.X, self.Y) = (network, X, Y)
    pass = Pass()
    pass.forward(network, X: X, Y: Y)
    pass.backward(network, X: X, Y: Y)
  }

  /// Which array is differenced.
  public enum Target: Sendable, Equatable {
    case W, b
    /// Each example's loss derived by z or a of its own: no 1/m.
    case Z, A
  }

  /// The gradient that the backward pass has for the same.
  public func analytic(_ target: Target, _ layer: Int) -> Matrix {
    switch target {
    case .W: pass.dW(layer)
    case .b: pass.db(layer)
    case .Z: pass.dZ(layer)
    case .A: pass.dA(layer)
    }
  }

  /// Every entry of an array, on all threads; nil where `goesOn`, which is told how many rows or entries are done, said no on the way.
  public func numeric(_ target: Target, _ layer: Int, goesOn: (Int) -> Bool = { _ in true }) -> Numeric? {
    let shape = analytic(target, layer).shape
    let isOfExample = target == .Z || target == .A
    // A place is an entry; for Z and A a unit over all examples.
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

  /// One entry of W or b with a step of one's own.
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

  /// What a part gives: entries in order.
  struct Part {
    var values: [Double] = []
    var rounding: [Double] = []
    var kink: Kink?
  }

  // MARK: One difference

  /// Of W and b one number; of Z and A the row of all examples.
  func difference(_ target: Target, _ layer: Int, _ place: EntryIndex, step: Double) -> Part {
    let m = X.columns
    let change: [Double]
    switch target {
    case .W: change = (layer == 1 ? X : pass.A(layer - 1)).row(place.column).map { $0 * step }
    case .b, .Z: change = [Double](repeating: step, count: m)
    case .A: change = layer == network.depth ? outputSteps(place.row, step) : [Double](repeating: step, count: m)
    }
    let up = propagate(target, layer, place.row, change)
    let down = propagate(target, layer, place.row, change.map { -$0 })
    let (corners, kink) = kinks(layer, place.row, up, down)
    let differences = lossDifferences(up: up.output, down: down.output, isOfA: up.isOfA)
    guard target == .Z || target == .A else {
      let scale = Double(m) * 2 * step
      let value = kink == nil ? RowKernels.sum(differences) / scale : .nan
      return Part(values: [value], rounding: [Self.roundingShare * RowKernels.sum(differences.map(abs)) / scale], kink: kink)
    }
    let values = differences.indices.map { corners[$0] ? .nan : differences[$0] / (2 * (target == .Z ? step : change[$0])) }
    return Part(values: values, rounding: values.map { Self.roundingShare * abs($0) }, kink: kink)
  }

  /// Of the terms summed: beyond it they cancel to rounding.
  private static let roundingShare = 1e-11

  /// Steps of the output's own entries: small beside what a logarithm of them stands on.
  private func outputSteps(_ unit: Int, _ step: Double) -> [Double] {
    let a = pass.A(network.depth).row(unit)
    switch network.loss.name {
    case "mse": return a.map { _ in step }
    case "cross_entropy": return a.map { step * min($0, 1 - $0) }
    default: return a.map { step * abs($0) }
    }
  }

  /// What moves, as changes of the pass's own values.
  private struct Changed {
    /// Of the first layer's z, the one row; empty where A was changed.
    var row: [Double] = []
    /// Of Z of each layer behind.
    var Zs: [Matrix] = []
    /// Of the output's Z, or of its A where that was changed itself.
    var output: Matrix
    var isOfA = false
  }

  private func propagate(_ target: Target, _ layer: Int, _ unit: Int, _ change: [Double]) -> Changed {
    let depth = network.depth
    var changed = Changed(output: Matrix(rows: 0, columns: 0))
    if target != .A { changed.row = change }
    if layer == depth {
      changed.output = Matrix(pass.A(depth).shape).replacing(row: unit, by: change)
      changed.isOfA = target == .A
      return changed
    }
    let moved =
      target == .A ? change : activationChange(layer, Matrix(row: pass.Z(layer).row(unit)), Matrix(row: pass.A(layer).row(unit)), Matrix(row: change)).elements
    // The layer behind: each of its rows moves by its weight from this unit.
    var next = Matrix(pass.Z(layer + 1).shape)
    let W = network.layers[layer].W
    for row in 0..<next.rows { RowKernels.add(moved, times: W[row, unit], to: &next.elements, at: row * next.columns) }
    changed.Zs = [next]
    for index in layer + 1..<depth {
      let A = activationChange(index, pass.Z(index), pass.A(index), changed.Zs[changed.Zs.count - 1])
      changed.Zs.append(Matrix.product(network.layers[index].W, A))
    }
    changed.output = changed.Zs[changed.Zs.count - 1]
    return changed
  }

  /// Which examples have an input of a relu or leaky_relu that is 0 or has two signs, and the first of these inputs.
  private func kinks(_ layer: Int, _ unit: Int, _ up: Changed, _ down: Changed) -> (corners: [Bool], first: Kink?) {
    var corners = [Bool](repeating: false, count: X.columns)
    var first: Kink?
    func look(_ layer: Int, _ start: Int, _ a: [Double], _ b: [Double]) {
      guard network.layers[layer - 1].activation.hasKink else { return }
      let Z = pass.Z(layer)
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

/// Parts that threads take as they come; each writes a result of its own.
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
  /// Whether g' jumps at 0.
  public var hasKink: Bool { self is any Rectifier }
}

extension Array {
  /// Neighbours together, `count` at most.
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
