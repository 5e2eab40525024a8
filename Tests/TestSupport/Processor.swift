import Foundation

/// Which kernels this processor has, as Linux names its abilities. A test that needs some is skipped elsewhere, and says so:
/// `.enabled(if: Processor.has("avx2"), "this processor has no AVX2")`.
public enum Processor {
  /// What each kind of kernel needs; `choice.c` asks for the same.
  private static let needs: [String: Set<Substring>] = ["avx512": ["avx512f", "avx512dq", "avx2", "fma"], "avx2": ["avx2", "fma"], "plain": []]

  /// Whether `avx512`, `avx2` or `plain` kernels run on the machine that a text of /proc/cpuinfo's form describes.
  public static func has(_ kernels: String, description: String) -> Bool {
    let flags = description.split(separator: "\n").first { $0.hasPrefix("flags") }?.split { " \t:".contains($0) } ?? []
    return needs[kernels]?.isSubset(of: flags) ?? false
  }

  /// The same of this machine; NNSHELL_TEST_CPUINFO names a file that stands for another one.
  public static func has(_ kernels: String) -> Bool { has(kernels, description: description) }

  /// Whether the tests are told to take this machine for another one.
  public static var isSupposed: Bool { ProcessInfo.processInfo.environment["NNSHELL_TEST_CPUINFO"] != nil }

  private static let description =
    (try? String(contentsOfFile: ProcessInfo.processInfo.environment["NNSHELL_TEST_CPUINFO"] ?? "/proc/cpuinfo", encoding: .utf8)) ?? ""
}
