import Net

/// What `version` and `--version` say.
public enum Version {
  public static let number = "0.1.0"
  /// The vector functions chosen for this processor.
  static var kernels: String { Kernels.chosen.name }
}
