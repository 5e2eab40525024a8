/// A known mistake, a row of the catalogue. It says what is written wrongly, why that is wrong and what is right, in the notes' form.
struct Mistake: Sendable {
  /// The name of the mistake, for example `dW-sum-for-mean`.
  let id: String
  let title: String
  /// The wrong line, with the marks of `MistakeText` for the layer and for parts of the optimizer's equations.
  let formula: String
  let explanation: String
  let changes: [Change]
  /// Whether the mistake also explains NaN and infinity. Other mistakes may give them too, but they do not explain them.
  private(set) var explainsNotFinite = false

  init(_ id: String, _ title: String, _ formula: String, _ explanation: String, _ changes: Change...) {
    (self.id, self.title, self.formula, self.explanation, self.changes) = (id, title, formula, explanation, changes)
  }

  init(_ id: String, _ title: String, _ formula: String, _ explanation: String, changes: [Change]) {
    (self.id, self.title, self.formula, self.explanation, self.changes) = (id, title, formula, explanation, changes)
  }

  /// The same mistake as an explanation of NaN and infinity.
  func explainingNotFinite() -> Mistake {
    var copy = self
    copy.explainsNotFinite = true
    return copy
  }

  /// The change that a mistake makes in one kind of equation.
  struct Change: Sendable {
    let kind: StepQuantity.Kind
    let part: Part
    /// Computes the wrong operand or result. It is nil where the mistake does not apply: because of a shape or an activation, or where no earlier
    /// step was kept.
    let make: @Sendable (MistakeSite) -> Matrix?
    /// Whether it reads a quantity that the right equation does not depend on.
    var readsFurther = false
    /// Whether the change is made only in the last layer.
    var isOfOutput = false
  }

  /// Whether the mistake is in the cost. Then the gradients are those of the wrong cost, and the title names no layer.
  var isOfCost: Bool { changes[0].kind == .J }

  /// A part of an equation. Two mistakes in the same part of one equation exclude each other. Several changes of a result are applied one after the
  /// other.
  enum Part: Hashable, Sendable {
    case operand(Operand)
    /// The way in which the operands are combined.
    case combination
    case result
  }

  /// A quantity that an equation reads.
  enum Operand: Hashable, Sendable {
    /// W_l in Z_l; W_{l+1} in dA_l.
    case weights
    /// A_{l-1} in Z_l and dW_l.
    case input
    case bias
    /// A_L in J, dA_L and dZ_L.
    case output
    case target
    /// dZ_l in dW_l and db_l; dZ_{l+1} in dA_l.
    case error
    /// dA_l in dZ_l; dW_l and db_l in the averages; the direction of the step in the update, which is dW_l and db_l for gradient descent.
    case gradient
    /// D_l / keep_l in A_l and dA_l of a layer that drops units.
    case mask
    /// g_l'(Z_l) in dZ_l.
    case slope
    /// The term of the L2 penalty in J and in dW_l. It is there where λ is not 0.
    case penalty
  }
}

/// The equation of one layer in one step, where a change is made.
struct MistakeSite {
  let step: MistakenStep
  let layer: Int
  /// The operands that the equation reads. The list is empty for the change of an operand.
  var operands: [Matrix] = []
  /// The result so far. It is empty, (0, 0), unless a result is changed.
  var value = Matrix(rows: 0, columns: 0)

  var network: Network { step.scene.network }
  var scene: Scene { step.scene }
  var depth: Int { network.depth }
  var isOutput: Bool { layer == depth }
  /// m, the number of examples.
  var examples: Double { Double(step.scene.X.columns) }
  /// n_l, the number of units.
  var units: Double { Double(network.units(layer)) }
  var activation: any ActivationFunction { network.layers[layer - 1].activation }
  /// W_l of the pass, for layer 1 … L; nil for other layers.
  func W(_ layer: Int) -> Matrix? { layer >= 1 && layer <= depth ? network.layers[layer - 1].W : nil }
  /// Z_l in the step; X for layer 0.
  func Z(_ layer: Int) -> Matrix? { layer == 0 ? scene.X : step.value(StepQuantity(.Z, layer)) }
  /// A_l in the step; X for layer 0.
  func A(_ layer: Int) -> Matrix? { layer == 0 ? scene.X : step.value(StepQuantity(.A, layer)) }
  /// A quantity of layer 1 … L in the step; nil for other layers or where it cannot be computed.
  func read(_ kind: StepQuantity.Kind, _ layer: Int) -> Matrix? { layer >= 1 && layer <= depth ? step.value(StepQuantity(kind, layer)) : nil }
  var cost: Matrix? { step.value(StepQuantity(.J, 0)) }
}

/// A known mistake in the form for the user. The title says in which layer it was made.
public struct NamedMistake: Equatable, Sendable {
  public let id: String
  public var title: String
  /// The wrong line in the notes' form.
  public var formula: String
  /// Why the line is wrong, and what is right.
  public var explanation: String
}

/// A mistake made in certain layers.
struct PlacedMistake: Sendable {
  let mistake: Mistake
  /// One layer, or every layer in which the mistake can be made. 0 stands for a quantity without a layer.
  let layers: [Int]
  let depth: Int
  /// The optimizer of the step. The texts show its equations.
  let optimizer: Optimizer
  /// `W` or `b`, whichever the quantity asked for belongs to. The texts of a mistake that is the same for both name it.
  let parameter: String

  var named: NamedMistake {
    let text = MistakeText(layers: layers, depth: depth, optimizer: optimizer, parameter: parameter)
    let place = mistake.isOfCost || depth == 1 ? "" : layers.count > 1 ? ", in every layer" : ", in layer \(layers[0])"
    return NamedMistake(
      id: mistake.id, title: text.filled(mistake.title) + place, formula: text.filled(mistake.formula), explanation: text.filled(mistake.explanation))
  }

  /// The quantities whose equations the mistake changes.
  func cells() -> [StepQuantity] {
    mistake.changes.flatMap { change in
      (change.isOfOutput ? layers.filter { $0 == depth } : layers).map { StepQuantity(change.kind, $0) }
    }
  }

  /// The change in a part of a quantity's equation; nil where there is none.
  func change(_ quantity: StepQuantity, _ part: Mistake.Part) -> Mistake.Change? {
    changes(of: quantity).first { $0.part == part }
  }

  /// All changes in the equation of a quantity.
  func changes(of quantity: StepQuantity) -> some Collection<Mistake.Change> {
    let isThere = quantity.layer == 0 || layers.contains(quantity.layer)
    return mistake.changes.lazy.filter { [depth] in isThere && $0.kind == quantity.kind && (!$0.isOfOutput || quantity.layer == depth) }
  }

  /// Whether both mistakes change the same part of one equation. Changes of results never exclude each other.
  func excludes(_ other: PlacedMistake) -> Bool {
    guard !Set(layers).isDisjoint(with: other.layers) else { return false }
    return mistake.changes.contains { mine in mine.part != .result && other.mistake.changes.contains { $0.kind == mine.kind && $0.part == mine.part } }
  }
}
