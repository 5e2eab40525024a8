/// A known mistake: a row of the catalogue. What it writes in place of what, in the notes' form; why that is wrong and what is right.
struct Mistake: Sendable {
  /// `dW-sum-for-mean`
  let id: String
  let title: String
  /// The wrong line; `[l]` is the layer.
  let formula: String
  let explanation: String
  let changes: [Change]
  /// Whether nan and infinity are what it is known by; other mistakes give them too, and say nothing by it.
  private(set) var explainsNotFinite = false

  init(_ id: String, _ title: String, _ formula: String, _ explanation: String, _ changes: Change...) {
    (self.id, self.title, self.formula, self.explanation, self.changes) = (id, title, formula, explanation, changes)
  }

  init(_ id: String, _ title: String, _ formula: String, _ explanation: String, changes: [Change]) {
    (self.id, self.title, self.formula, self.explanation, self.changes) = (id, title, formula, explanation, changes)
  }

  /// The same, known by nan and infinity.
  func explainingNotFinite() -> Mistake {
    var copy = self
    copy.explainsNotFinite = true
    return copy
  }

  /// What is made otherwise in one kind of equation.
  struct Change: Sendable {
    let kind: StepQuantity.Kind
    let part: Part
    /// nil where it does not apply: another shape, another activation, nothing kept from the step before.
    let make: @Sendable (MistakeSite) -> Matrix?
    /// True where it reads what the right equation does not follow from.
    var readsFurther = false
    /// True where it is made in the last layer alone.
    var isOfOutput = false
  }

  /// Whether it is made in the cost: the gradients are then those of the wrong cost, and no layer is named.
  var isOfCost: Bool { changes[0].kind == .J }

  /// A part of an equation. Two mistakes in one part of one equation exclude each other; results are changed one after the other.
  enum Part: Hashable, Sendable {
    case operand(Operand)
    /// How the operands are put together.
    case combination
    case result
  }

  /// What an equation reads.
  enum Operand: Hashable, Sendable {
    /// W_l of Z_l, W_{l+1} of dA_l
    case weights
    /// A_{l-1} of Z_l and dW_l
    case input
    case bias
    /// A_L of J, dA_L and dZ_L
    case output
    case target
    /// dZ_l of dW_l and db_l, dZ_{l+1} of dA_l
    case error
    /// dA_l of dZ_l; dW_l, db_l of the update
    case gradient
    /// g_l'(Z_l) of dZ_l
    case slope
  }
}

/// Where a change is asked for: the equation of one layer in one replay.
struct MistakeSite {
  let replay: Replay
  let layer: Int
  /// The operands as they are read; empty for an operand's own change.
  var operands: [Matrix] = []
  /// The result so far; empty but for a change of the result.
  var value = Matrix(rows: 0, columns: 0)

  var network: Network { replay.scene.network }
  var scene: Scene { replay.scene }
  var depth: Int { network.depth }
  var isOutput: Bool { layer == depth }
  /// m
  var examples: Double { Double(replay.scene.X.columns) }
  /// n_l
  var units: Double { Double(network.units(layer)) }
  var activation: any ActivationFunction { network.layers[layer - 1].activation }
  /// W_l of the pass, at 1 … L.
  func W(_ layer: Int) -> Matrix? { layer >= 1 && layer <= depth ? network.layers[layer - 1].W : nil }
  func Z(_ layer: Int) -> Matrix? { layer == 0 ? scene.X : replay.value(StepQuantity(.Z, layer)) }
  /// A_0 is X.
  func A(_ layer: Int) -> Matrix? { layer == 0 ? scene.X : replay.value(StepQuantity(.A, layer)) }
  func read(_ kind: StepQuantity.Kind, _ layer: Int) -> Matrix? { layer >= 1 && layer <= depth ? replay.value(StepQuantity(kind, layer)) : nil }
  var cost: Matrix? { replay.value(StepQuantity(.J, 0)) }
}

/// A known mistake as it is told: where it was made is in the title.
public struct NamedMistake: Equatable, Sendable {
  public let id: String
  public var title: String
  /// What was written, in the notes' form.
  public var formula: String
  /// Why it is wrong, and what is right.
  public var explanation: String
}

/// A mistake made in certain layers.
struct PlacedMistake: Sendable {
  let mistake: Mistake
  /// One layer, or every one in which the mistake can be made; 0 stands for what has no layer.
  let layers: [Int]
  let depth: Int

  var named: NamedMistake { NamedMistake(id: mistake.id, title: title, formula: filled(mistake.formula), explanation: filled(mistake.explanation)) }

  private var title: String {
    guard !mistake.isOfCost, depth > 1 else { return mistake.title }
    return mistake.title + (layers.count > 1 ? ", in every layer" : ", in layer \(layers[0])")
  }

  /// `[l]`, `[l-1]`, `[l+1]` as numbers where the layer is one.
  private func filled(_ text: String) -> String {
    let layer = layers[0]
    if layers.count > 1, text.contains("[l") { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "[") {
      let after = rest[start...]
      let found = [("[l-1]", layer - 1), ("[l+1]", layer + 1), ("[l]", layer), ("[L]", depth)].first { after.hasPrefix($0.0) }
      guard let (mark, number) = found else {
        result += rest[...start]
        rest = rest[rest.index(after: start)...]
        continue
      }
      var before = String(rest[..<start])
      if number == 0, before.hasSuffix("A") || before.hasSuffix("Z") {
        before.removeLast()
        result += before + "X"
      } else {
        result += before + String(number)
      }
      rest = rest[after.index(after.startIndex, offsetBy: mark.count)...]
    }
    return result + rest
  }

  /// Where it is made: the quantities whose equations it changes.
  func cells() -> [StepQuantity] {
    mistake.changes.flatMap { change in
      (change.isOfOutput ? layers.filter { $0 == depth } : layers).map { StepQuantity(change.kind, $0) }
    }
  }

  func change(_ quantity: StepQuantity, _ part: Mistake.Part) -> Mistake.Change? {
    changes(of: quantity).first { $0.part == part }
  }

  /// What it changes of the equation of a quantity.
  func changes(of quantity: StepQuantity) -> some Collection<Mistake.Change> {
    let isThere = quantity.layer == 0 || layers.contains(quantity.layer)
    return mistake.changes.lazy.filter { [depth] in isThere && $0.kind == quantity.kind && (!$0.isOfOutput || quantity.layer == depth) }
  }

  /// Whether both would change one part of one equation.
  func excludes(_ other: PlacedMistake) -> Bool {
    guard !Set(layers).isDisjoint(with: other.layers) else { return false }
    return mistake.changes.contains { mine in mine.part != .result && other.mistake.changes.contains { $0.kind == mine.kind && $0.part == mine.part } }
  }
}
