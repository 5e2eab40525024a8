import Glibc

extension GradientCheck {
  /// g(z + d) - g(z), without subtracting two numbers that are nearly the same where g has such a form: a small d keeps all its digits.
  ///
  /// tanh: tanh(d) (1 - a a'); sigmoid: tanh(d/2) (a (1 - a') + a' (1 - a)); softmax: p_k (expm1(d_k) - E) / (1 + E), E = Σ p expm1(d).
  func activationChange(_ layer: Int, _ z: Matrix, _ a: Matrix, _ change: Matrix) -> Matrix {
    let g = network.layers[layer - 1].activation
    var result = change
    switch g {
    case is Linear: return change
    case is ReLU, is LeakyReLU:
      let slope = (g as? LeakyReLU)?.slope ?? 0
      for index in change.elements.indices {
        let (before, after) = (z.elements[index], z.elements[index] + change.elements[index])
        if before > 0, after > 0 { continue }
        result.elements[index] =
          before <= 0 && after <= 0 ? slope * change.elements[index] : (after > 0 ? after : slope * after) - (before > 0 ? before : slope * before)
      }
    case is Softmax:
      var total = [Double](repeating: 0, count: z.columns)
      for index in result.elements.indices {
        result.elements[index] = expm1(change.elements[index])
        total[index % z.columns] += a.elements[index] * result.elements[index]
      }
      for index in result.elements.indices {
        let sum = total[index % z.columns]
        result.elements[index] = a.elements[index] * (result.elements[index] - sum) / (1 + sum)
      }
    default:
      let isTanh = g is Tanh
      var moved = z
      for index in moved.elements.indices { moved.elements[index] += change.elements[index] }
      moved = g.value(of: moved)
      if !isTanh { for index in result.elements.indices { result.elements[index] *= 0.5 } }
      result = Tanh().value(of: result)
      for index in result.elements.indices {
        let (before, after) = (a.elements[index], moved.elements[index])
        result.elements[index] *= isTanh ? 1 - before * after : before * (1 - after) + after * (1 - before)
      }
    }
    return result
  }
}
