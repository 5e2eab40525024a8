import Foundation

/// A Python with NumPy and pandas. It is Debian's, which `./test` installs, or one on the PATH.
public enum Python {
  public static let path: String? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let candidates = ["/usr/bin"] + path.split(separator: ":").map(String.init)
    return candidates.map { $0 + "/python3" }.first { program in
      FileManager.default.isExecutableFile(atPath: program)
        && (try? Program.run(["-c", "import numpy, pandas"], environment: ["HOME": NSHomeDirectory()], executable: program))?.status == 0
    }
  }()
}
