import Net

/// The texts that `version` and `--version` print.
public enum Version {
  public static let number = "0.1.0"
  /// The kernels that are used on this processor, and the number of threads that share a large step.
  static var arithmetic: String { "\(Kernels.chosen.name) kernels, \(Kernels.threads) thread\(Kernels.threads == 1 ? "" : "s")" }

  /// The number of processors that this process may use.
  public static var processors: Int { Kernels.processors }

  /// A line for each environment variable that has an invalid value.
  public static var complaints: [String] {
    var lines: [String] = []
    if let name = Kernels.refusedName {
      lines.append("NNSHELL_KERNELS=\(name) is not one of \(Kernels.available.joined(separator: ", ")); nnshell uses \(Kernels.chosen.name)")
    }
    if let count = Kernels.refusedThreads { lines.append("NNSHELL_THREADS=\(count) is not a number from 1 to 64; nnshell uses \(Kernels.threads)") }
    return lines
  }
}
