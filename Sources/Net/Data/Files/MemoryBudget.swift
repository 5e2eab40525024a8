import Glibc

/// The memory that one file may use. Data is counted before it is built.
///
/// Sizes in a file are only claims. A header of 80 bytes may claim 10^9 entries, and an archive of 1 MB may hold 10 GB. A column of names may need a
/// row for each name. Code that builds data of such a size takes the size from the budget first.
public final class MemoryBudget {
  /// The size of the budget in bytes.
  public let limit: Int
  private var used = 0

  /// An unused budget with this many bytes.
  public init(bytes: Int = MemoryBudget.standard) { limit = bytes }

  /// Half of the machine's memory, or of the container's where it has less; in whole MiB, and at least 64 MiB.
  public static let standard: Int = {
    let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    let memory = min(machine > 0 ? machine : 1 << 32, containerMemory ?? .max)
    return max(memory >> 21, 64) << 20
  }()

  /// The memory limit of the control group in bytes; nil where there is none. Version 2 of the file system is read first, then version 1.
  private static var containerMemory: Int? {
    for path in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] {
      guard let file = unsafe fopen(path, "r") else { continue }
      defer { unsafe fclose(file) }
      var line = [CChar](repeating: 0, count: 64)
      guard unsafe fgets(&line, 64, file) != nil else { continue }
      let digits = line.map { UInt8(bitPattern: $0) }.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      if let limit = Int(String(decoding: digits, as: UTF8.self)), limit > 0 { return limit }
    }
    return nil
  }

  /// Counts `count` items with `size` bytes each.
  /// - Throws: `DataError.tooLarge` where the budget has less left. Then nothing is counted.
  public func take(_ count: Int, of size: Int = 1) throws(DataError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    guard !overflow, bytes >= 0, bytes <= limit - used else { throw .tooLarge(limit: limit) }
    used += bytes
  }

  /// Makes bytes free again that are no longer used.
  func giveBack(_ bytes: Int) { used -= min(bytes, used) }

  /// The number of bytes that are left.
  var rest: Int { limit - used }
}
