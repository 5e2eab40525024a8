import Glibc

/// The memory that one file may take: what is built from it is counted before it is built.
///
/// Sizes in a file are claims. A header of 80 bytes may speak of 10^9 entries, an archive of 1 MB may hold 10 GB, and a column of names may want a
/// row for each of them. Whoever makes something of such a size takes it from the budget first.
public final class MemoryBudget {
  /// Bytes.
  public let limit: Int
  private var used = 0

  public init(bytes: Int = MemoryBudget.standard) { limit = bytes }

  /// Half of the memory of the machine, or of the container where that has less, in whole MiB.
  public static let standard: Int = {
    let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    let memory = min(machine > 0 ? machine : 1 << 32, containerMemory ?? .max)
    return max(memory >> 21, 64) << 20
  }()

  /// The limit of the control group, where one is set: version 2 of that file system, then version 1.
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

  /// Counts `count` things of `size` bytes. Throws `tooLarge` where the budget does not hold them; nothing is counted then.
  public func take(_ count: Int, of size: Int = 1) throws(DataError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    guard !overflow, bytes >= 0, bytes <= limit - used else { throw .tooLarge(limit: limit) }
    used += bytes
  }

  /// Gives back what is no longer held.
  func giveBack(_ bytes: Int) { used -= min(bytes, used) }

  /// Bytes that are left.
  var rest: Int { limit - used }
}
