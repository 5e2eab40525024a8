/// What `version` says of the arithmetic.
public enum Kernels {
  /// `avx2` or `plain`: the vector functions chosen for this processor.
  public static var name: String { VectorMath.kernelName }
}
