import Net

/// What `version` and `--version` say.
public enum Version {
  public static let number = "0.1.0"
  /// The vectors chosen for this processor, and how many threads share a large step.
  static var arithmetic: String { "\(Kernels.chosen.name) kernels, \(Kernels.threads) thread\(Kernels.threads == 1 ? "" : "s")" }
}
