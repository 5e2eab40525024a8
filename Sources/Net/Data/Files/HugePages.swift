import Glibc

/// Large pages for the storage of a large array. The system then makes the storage in pieces of 2 MiB and not of 4 KiB. Reading a table of 200,000 rows takes
/// 0.7 of the time so. Where free memory is scattered, the system may take 0.1 s now and then to find such pieces.
enum HugePages {
  /// From this number of bytes on, the pages matter.
  private static let worthAsking = 8 << 20

  /// Asks for large pages before the storage is written for the first time. It is only advice: where the system has none, nothing changes.
  static func advise(_ storage: UnsafeMutableRawPointer?, bytes: Int) {
    guard bytes >= worthAsking, let storage = unsafe storage else { return }
    let page = 4096
    let start = (Int(bitPattern: storage) + page - 1) / page * page
    let length = (Int(bitPattern: storage) + bytes) / page * page - start
    _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: start), length, MADV_HUGEPAGE)
  }
}
