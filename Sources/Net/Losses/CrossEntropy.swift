import func Glibc.log

/// Binary cross-entropy, every output unit its own: L = Σ_k -(y_k log a_k + (1 - y_k) log(1 - a_k)).
///
/// Under a sigmoid it is taken from z, log(1 + e^{-|z|}) + (z > 0 ? z (1 - y) : -z y), and stays finite and exact for any z. Under another
/// output it is taken from a: infinite where a is 0 or 1 and y disagrees, NaN where a leaves [0, 1]. Any real y is allowed.
public struct CrossEntropy: LossFunction {
  public init() {}
  public let name = "cross_entropy"
  public let formula = "-(y log a + (1 - y) log(1 - a)), summed over the output units"

  public func fits(_ activation: any ActivationFunction) -> Bool { activation.name == "sigmoid" }

  public func cost(_ output: OutputPass, scratch: inout [Double]) -> Double {
    let (z, y) = (output.z.elements, output.y.elements)
    guard fits(output.activation) else {
      RowKernels.combine(output.a.elements, y, into: &scratch, Self.loss)
      return RowKernels.sum(scratch) / Double(output.examples)
    }
    RowKernels.combine(z, y, into: &scratch) { z, _ in -abs(z) }
    VectorMath.apply(.exponential, inPlace: &scratch)
    VectorMath.apply(.log1p, inPlace: &scratch)
    // What is added is 0 where the answer is right, so that a small loss is not lost beside a large z.
    RowKernels.update(&scratch, with: z, y) { small, z, y in
      let weight = z > 0 ? 1 - y : -y
      return small + (weight == 0 ? 0 : z * weight)
    }
    return RowKernels.sum(scratch) / Double(output.examples)
  }

  public func outputGradient(_ output: OutputPass) -> Matrix {
    var gradient = Matrix(output.a.shape)
    if fits(output.activation) {
      // 1/a = 1 + e^{-z} and 1/(1 - a) = 1 + e^{z}: exact where a rounds to 1.
      var rising = output.z.elements
      var falling = rising.map { -$0 }
      VectorMath.apply(.exponential, inPlace: &rising)
      VectorMath.apply(.exponential, inPlace: &falling)
      for index in rising.indices {
        let y = output.y.elements[index]
        let first = y == 0 ? 0 : -y * (1 + falling[index])
        let second = y == 1 ? 0 : (1 - y) * (1 + rising[index])
        gradient.elements[index] = first + second
      }
      return gradient
    }
    RowKernels.combine(output.a.elements, output.y.elements, into: &gradient.elements) { a, y in
      (y == 0 ? 0 : -y / a) + (y == 1 ? 0 : (1 - y) / (1 - a))
    }
    return gradient
  }

  public func lossPerExample(a: Matrix, y: Matrix) -> Matrix {
    var losses = Matrix(a.shape)
    RowKernels.combine(a.elements, y.elements, into: &losses.elements, Self.loss)
    return losses.reduced(.sum, axis: 0)
  }

  /// 0 · log 0 counts as 0; a outside [0, 1] gives NaN whichever term y chooses.
  private static func loss(_ a: Double, _ y: Double) -> Double {
    guard a >= 0, a <= 1 else { return .nan }
    return -((y == 0 ? 0 : y * log(a)) + (y == 1 ? 0 : (1 - y) * log(1 - a)))
  }
}
