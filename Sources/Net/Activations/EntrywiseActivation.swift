/// An activation without a C kernel. g and g' are Swift functions of one number, which are called for each entry. This is slower.
public protocol EntrywiseActivation: ActivationFunction {
  /// g(z)
  func value(at z: Double) -> Double
  /// g'(z)
  func slope(at z: Double) -> Double
}

extension EntrywiseActivation {
  public var kernel: ActivationKernel { .ofSwift }

  public func value(of z: Matrix) -> Matrix { entries(of: z, value) }

  public func derivative(at z: Matrix) -> Matrix { entries(of: z, slope) }

  private func entries(of z: Matrix, _ function: (Double) -> Double) -> Matrix {
    var result = z
    Slabs.each(z.elements.count) { range in
      for index in range { result.elements[index] = function(z.elements[index]) }
    }
    return result
  }
}
