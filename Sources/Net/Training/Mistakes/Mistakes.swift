/// The catalogue of known mistakes: a row each, in the order of a step.
enum Mistakes {
  /// Of Z, A, J, dA, dZ, dW, db and of the update of W and b.
  static var ofStep: [Mistake] { Activations.added.isEmpty ? builtIn : rows(Activations.all) }

  private static let builtIn = rows(Activations.builtIn)

  private static func rows(_ all: [any ActivationFunction]) -> [Mistake] {
    linear + otherActivations(all) + activations + costs + outputGradients + carriedBack + outputErrors + slopes + otherSlopes(all) + weightGradients
      + biasGradients + targets + fromStepBefore + updates
  }
}

extension Mistake.Change {
  /// The result is made from the right one.
  static func result(_ kind: StepQuantity.Kind, readsFurther: Bool = false, _ make: @escaping @Sendable (MistakeSite) -> Matrix?) -> Mistake.Change {
    Mistake.Change(kind: kind, part: .result, make: make, readsFurther: readsFurther)
  }

  /// The result times a factor.
  static func factor(_ kind: StepQuantity.Kind, _ factor: @escaping @Sendable (MistakeSite) -> Double) -> Mistake.Change {
    result(kind) { $0.value.scaled(factor($0)) }
  }

  /// Another array is read.
  static func operand(
    _ kind: StepQuantity.Kind, _ operand: Mistake.Operand, readsFurther: Bool = false, _ make: @escaping @Sendable (MistakeSite) -> Matrix?
  ) -> Mistake.Change {
    Mistake.Change(kind: kind, part: .operand(operand), make: make, readsFurther: readsFurther)
  }

  /// The derivative of the loss by A is another: by the two terms of an entry of A and Y. Only where dA is that of the loss.
  static func outputGradient(_ make: @escaping @Sendable (_ moment: MistakeSite, _ a: Matrix, _ y: Matrix) -> Matrix?) -> Mistake.Change {
    var change = combination(.dA) { moment in
      let (a, y) = (moment.operands[0], moment.operands[1])
      return a.shape == y.shape ? make(moment, a, y) : nil
    }
    change.isOfOutput = true
    return change
  }

  /// dA of the output times a factor: that of a cost which is so many times too large.
  static func outputGradient(factor: @escaping @Sendable (MistakeSite) -> Double) -> Mistake.Change {
    var change = Self.factor(.dA, factor)
    change.isOfOutput = true
    return change
  }

  /// The operands are put together otherwise.
  static func combination(_ kind: StepQuantity.Kind, _ make: @escaping @Sendable (MistakeSite) -> Matrix?) -> Mistake.Change {
    Mistake.Change(kind: kind, part: .combination, make: make)
  }

  /// g' of dZ is another; not where A - Y needs none.
  static func slope(_ make: @escaping @Sendable (_ moment: MistakeSite, _ z: Matrix, _ a: Matrix) -> Matrix?) -> Mistake.Change {
    operand(.dZ, .slope) { moment in
      guard let z = moment.Z(moment.layer), let a = moment.A(moment.layer) else { return nil }
      return make(moment, z, a)
    }
  }
}

extension Matrix {
  /// Entry by entry, as NumPy broadcasts; nil where the shapes do not fit.
  static func times(_ a: Matrix, _ b: Matrix) -> Matrix? { broadcast(a, b, *) }
  static func plus(_ a: Matrix, _ b: Matrix) -> Matrix? { broadcast(a, b, +) }
  static func minus(_ a: Matrix, _ b: Matrix) -> Matrix? { broadcast(a, b, -) }

  /// The last column alone, (r, 1).
  var lastColumn: Matrix? { columns > 0 ? Matrix(column: (0..<rows).map { self[$0, columns - 1] }) : nil }
}
