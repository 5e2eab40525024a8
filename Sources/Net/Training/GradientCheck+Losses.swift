extension GradientCheck {
  /// L(up) - L(down) of each example. `up` and `down` are changes of the output's Z, or of its A where `isOfA` is true.
  ///
  /// Two nearly equal numbers are never subtracted.
  func lossDifferences(up: Matrix, down: Matrix, isOfA: Bool) -> [Double] {
    let last = network.depth
    if isOfA { return differencesOfA(A(last), up, down) }
    if network.lossFitsOutput, let differences = network.loss.difference(z: Z(last), y: Y, up: up, down: down) { return differences }
    let (Z, A) = (self.Z(last), self.A(last))
    return differencesOfA(A, activationChange(last, Z, A, up), activationChange(last, Z, A, down))
  }

  /// The same from changes of the output's A.
  private func differencesOfA(_ A: Matrix, _ up: Matrix, _ down: Matrix) -> [Double] {
    var result = [Double](repeating: 0, count: A.columns)
    for index in A.elements.indices {
      let (low, d, y) = (A.elements[index] + down.elements[index], up.elements[index] - down.elements[index], Y.elements[index])
      if d != 0 { result[index % A.columns] += network.loss.difference(low, y, d) }
    }
    return result
  }
}
