/// The catalogue of known mistakes.
///
/// Mistakes that only a step with dropout, batches, decay or clipping can have stand first. Of two mistakes that give the same array, such a mistake is
/// the likelier one. The others follow in the order of the equations in a step.
enum Mistakes {
  /// The mistakes in Z, A, J, dA, dZ, dW and db, and in the update of W and b.
  static var ofStep: [Mistake] { Activations.added.isEmpty ? builtIn : rows(Activations.all) }

  private static let builtIn = rows(Activations.builtIn)

  private static func rows(_ all: [any ActivationFunction]) -> [Mistake] {
    dropout + batches + linear + otherActivations(all) + activations + costs + outputGradients + carriedBack + outputErrors + slopes + otherSlopes(all)
      + weightGradients + biasGradients + penalties + targets + fromStepBefore + optimizers + updates
  }
}

extension Mistake.Change {
  /// The result is made from the right result.
  static func result(_ kind: StepQuantity.Kind, readsFurther: Bool = false, _ make: @escaping @Sendable (MistakeSite) -> Matrix?) -> Mistake.Change {
    Mistake.Change(kind: kind, part: .result, make: make, readsFurther: readsFurther)
  }

  /// The result is multiplied by a factor.
  static func factor(_ kind: StepQuantity.Kind, _ factor: @escaping @Sendable (MistakeSite) -> Double) -> Mistake.Change {
    result(kind) { $0.value.scaled(factor($0)) }
  }

  /// Another array is read in place of an operand.
  static func operand(
    _ kind: StepQuantity.Kind, _ operand: Mistake.Operand, readsFurther: Bool = false, _ make: @escaping @Sendable (MistakeSite) -> Matrix?
  ) -> Mistake.Change {
    Mistake.Change(kind: kind, part: .operand(operand), make: make, readsFurther: readsFurther)
  }

  /// dA of the output is made by another formula in A and Y. It applies only where A and Y have one shape.
  static func outputGradient(_ make: @escaping @Sendable (_ site: MistakeSite, _ a: Matrix, _ y: Matrix) -> Matrix?) -> Mistake.Change {
    var change = combination(.dA) { site in
      let (a, y) = (site.operands[0], site.operands[1])
      return a.shape == y.shape ? make(site, a, y) : nil
    }
    change.isOfOutput = true
    return change
  }

  /// dA of the output is multiplied by a factor, because the cost is too large by this factor.
  static func outputGradient(factor: @escaping @Sendable (MistakeSite) -> Double) -> Mistake.Change {
    var change = Self.factor(.dA, factor)
    change.isOfOutput = true
    return change
  }

  /// The operands are combined in another way.
  static func combination(_ kind: StepQuantity.Kind, _ make: @escaping @Sendable (MistakeSite) -> Matrix?) -> Mistake.Change {
    Mistake.Change(kind: kind, part: .combination, make: make)
  }

  /// dZ uses another array in place of g'. It does not apply where dZ is A - Y.
  static func slope(_ make: @escaping @Sendable (_ site: MistakeSite, _ z: Matrix, _ a: Matrix) -> Matrix?) -> Mistake.Change {
    operand(.dZ, .slope) { site in
      guard let z = site.Z(site.layer), let a = site.A(site.layer) else { return nil }
      return make(site, z, a)
    }
  }
}

extension Matrix {
  /// The product of two arrays entry by entry, with NumPy's broadcasting; nil where the shapes do not fit.
  static func times(_ a: Matrix, _ b: Matrix) -> Matrix? { broadcast(a, b, *) }
  /// The sum with NumPy's broadcasting; nil where the shapes do not fit.
  static func plus(_ a: Matrix, _ b: Matrix) -> Matrix? { broadcast(a, b, +) }
  /// The difference a - b with NumPy's broadcasting; nil where the shapes do not fit.
  static func minus(_ a: Matrix, _ b: Matrix) -> Matrix? { broadcast(a, b, -) }

  /// The last column, (r, 1); nil where there are no columns.
  var lastColumn: Matrix? { columns > 0 ? Matrix(column: (0..<rows).map { self[$0, columns - 1] }) : nil }
}
