import Glibc

extension GradientCheck {
  /// L(up) - L(down) of each example, without subtracting two numbers that are nearly the same: from the smaller change d of z or a,
  /// log(1 + e^{z + d}) - log(1 + e^z) = log1p(σ(z) expm1(d)), log Σ e^{z + d} - log Σ e^z = log1p(Σ softmax(z) expm1(d)).
  func lossDifferences(up: Matrix, down: Matrix, isOfA: Bool) -> [Double] {
    let last = network.depth
    if isOfA { return differencesOfA(pass.A(last), up, down) }
    guard network.lossFitsOutput, network.loss.name != "mse" else {
      let (Z, A) = (pass.Z(last), pass.A(last))
      return differencesOfA(A, activationChange(last, Z, A, up), activationChange(last, Z, A, down))
    }
    return network.loss.name == "categorical" ? categorical(up, down) : crossEntropy(up, down)
  }

  private func crossEntropy(_ up: Matrix, _ down: Matrix) -> [Double] {
    let Z = pass.Z(network.depth)
    var result = [Double](repeating: 0, count: Z.columns)
    for index in Z.elements.indices where up.elements[index] != down.elements[index] {
      let d = up.elements[index] - down.elements[index]
      let share = 1 / (1 + exp(-(Z.elements[index] + down.elements[index])))
      result[index % Z.columns] += log1p(share * expm1(d)) - Y.elements[index] * d
    }
    return result
  }

  private func categorical(_ up: Matrix, _ down: Matrix) -> [Double] {
    var low = pass.Z(network.depth)
    for index in low.elements.indices { low.elements[index] += down.elements[index] }
    let shares = network.output.value(of: low)
    var (moved, targets, result) = (
      [Double](repeating: 0, count: low.columns), [Double](repeating: 0, count: low.columns), [Double](repeating: 0, count: low.columns)
    )
    for index in low.elements.indices {
      let (column, d) = (index % low.columns, up.elements[index] - down.elements[index])
      moved[column] += shares.elements[index] * expm1(d)
      targets[column] += Y.elements[index]
      result[column] -= Y.elements[index] * d
    }
    for column in result.indices { result[column] += targets[column] * log1p(moved[column]) }
    return result
  }

  /// From changes of the output's A.
  private func differencesOfA(_ A: Matrix, _ up: Matrix, _ down: Matrix) -> [Double] {
    var result = [Double](repeating: 0, count: A.columns)
    for index in A.elements.indices {
      let (low, d, y) = (A.elements[index] + down.elements[index], up.elements[index] - down.elements[index], Y.elements[index])
      if d == 0 { continue }
      let difference: Double
      switch network.loss.name {
      case "mse": difference = d * (low - y + d / 2)
      case "cross_entropy": difference = (y == 0 ? 0 : -y * log1p(d / low)) + (y == 1 ? 0 : -(1 - y) * log1p(-d / (1 - low)))
      default: difference = y == 0 ? 0 : -y * log1p(d / low)
      }
      result[index % A.columns] += difference
    }
    return result
  }
}
