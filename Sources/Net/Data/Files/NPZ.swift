import CZip

/// NumPy's `.npz` format: a zip archive of `.npy` files. libzip reads and writes it. Only this file imports the C module.
public enum NPZ {
  /// The arrays of an archive by name. Only the arrays that `wanted` chooses are decompressed.
  ///
  /// The name is the last part of a member's path, without `.npy`. Where two members have the same last part, it is the whole path.
  /// - Parameter wanted: chooses from all names in the archive.
  /// - Throws: `DataError`: `badZip`, `badNPY`, `tooLarge` or `interrupted`.
  public static func read(
    _ bytes: [UInt8], _ budget: MemoryBudget = MemoryBudget(), wanted: (_ names: [String]) -> [String] = { $0 }
  ) throws(DataError) -> [String: NPYArray] {
    var chosen: Set<String> = []
    var result: [String: NPYArray] = [:]
    try entries(bytes, budget) {
      chosen = Set(wanted(shortNames($0).compactMap { $0 }))
    } take: { (name, size, inflate) throws(DataError) in
      guard chosen.contains(name), result[name] == nil else { return }
      try budget.take(size)
      result[name] = try NPYArray(bytes: try inflate(), name: name, budget: budget)
      budget.giveBack(size)
    }
    return result
  }

  /// The names of all arrays of an archive with these members, in their order.
  static func names(_ paths: [String]) -> [String] { shortNames(paths).compactMap { $0 } }

  /// The paths of all members, arrays or not.
  /// - Throws: `DataError`: `badZip`, `tooLarge` or `interrupted`.
  static func paths(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> [String] {
    var result: [String] = []
    try entries(bytes, budget) {
      result = $0
    } take: { (_, _, _) throws(DataError) in
    }
    return result
  }

  /// The names by which members are known, by path: nil for members that are no arrays.
  private static func shortNames(_ paths: [String]) -> [String?] {
    let plain = paths.map { $0.hasSuffix(".npy") ? String($0.dropLast(4)) : nil }
    let last = plain.map { $0.map { String($0.split(separator: "/").last ?? $0[...]) } }
    var counts: [String: Int] = [:]
    for case let name? in last { counts[name, default: 0] += 1 }
    return zip(plain, last).map { (path, name) in name.map { counts[$0] == 1 ? $0 : path! } }
  }

  /// Calls `tell` with the paths of all members. Then it calls `take` for each array, with its size and a function that decompresses it.
  private static func entries(
    _ bytes: [UInt8], _ budget: MemoryBudget, paths tell: ([String]) -> Void,
    take: (_ name: String, _ size: Int, _ inflate: () throws(DataError) -> [UInt8]) throws(DataError) -> Void
  ) throws(DataError) {
    var failure: DataError?
    // libzip reads the buffer while the archive is open, within this closure.
    unsafe bytes.withUnsafeBytes { buffer in
      var error = unsafe zip_error_t()
      unsafe zip_error_init(&error)
      defer { unsafe zip_error_fini(&error) }
      let source = unsafe zip_source_buffer_create(buffer.baseAddress, UInt64(buffer.count), 0, &error)
      guard let source = unsafe source, let archive = unsafe zip_open_from_source(source, ZIP_RDONLY, &error) else {
        // The archive owns the source once it is open. Here it is not open, so the source is freed.
        unsafe zip_source_free(source)
        failure = unsafe .badZip(reason: String(cString: zip_error_strerror(&error)).lowercased())
        return
      }
      defer { unsafe zip_discard(archive) }
      func bad() -> DataError { unsafe .badZip(reason: String(cString: zip_strerror(archive)).lowercased()) }
      do throws(DataError) {
        var found: [(path: String, size: Int)] = []
        for index in 0..<UInt64(max(0, unsafe zip_get_num_entries(archive, 0))) {
          var status = unsafe zip_stat_t()
          guard unsafe zip_stat_index(archive, index, 0, &status) == 0, let path = unsafe status.name else { throw bad() }
          try budget.take(MemoryLayout<(String, Int)>.stride + 4 * MemoryLayout<String>.stride)
          unsafe found.append((String(cString: path), Int(clamping: status.size)))
        }
        tell(found.map(\.path))
        for (index, name) in shortNames(found.map(\.path)).enumerated() {
          guard let name else { continue }
          let size = found[index].size
          try take(name, size) { () throws(DataError) in
            guard let file = unsafe zip_fopen_index(archive, UInt64(index), 0) else { throw bad() }
            defer { unsafe zip_fclose(file) }
            // The size is only a claim, so the content grows with what is really there.
            var content: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: min(size, 1 << 20))
            while content.count < size {
              if Interrupt.current?.isRequested == true { throw .interrupted }
              let count = unsafe zip_fread(file, &chunk, UInt64(min(chunk.count, size - content.count)))
              guard count > 0 else { throw .badZip(reason: "the entry \(name) is damaged") }
              content += chunk[..<Int(count)]
            }
            // The checksum is compared at the end of the entry. An entry that goes on is longer than it claims.
            guard unsafe zip_fread(file, &chunk, UInt64(min(chunk.count, 1))) == 0 else { throw .badZip(reason: "the entry \(name) is damaged") }
            return content
          }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// The bytes of an archive with these arrays, in this order.
  /// - Throws: `DataError.unwritable` where libzip fails, and `tooLarge` where the arrays or the archive need more memory than the budget has.
  public static func bytes(_ arrays: [(name: String, array: NPYArray)], _ budget: MemoryBudget = MemoryBudget()) throws(DataError) -> [UInt8] {
    for array in arrays.map(\.array) {
      guard let size = array.entryBytes else { throw .tooLarge(limit: budget.limit) }
      try budget.take(size)
    }
    var error = unsafe zip_error_t()
    unsafe zip_error_init(&error)
    defer { unsafe zip_error_fini(&error) }
    func failure() -> DataError { unsafe .unwritable(reason: String(cString: zip_error_strerror(&error)).lowercased()) }
    guard let target = unsafe zip_source_buffer_create(nil, 0, 0, &error) else { throw failure() }
    // A second reference keeps the bytes after the archive is closed.
    unsafe zip_source_keep(target)
    defer { unsafe zip_source_free(target) }
    guard let archive = unsafe zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
      unsafe zip_source_free(target)
      throw failure()
    }
    for (short, array) in arrays {
      let (name, bytes) = (short + ".npy", array.bytes)
      // libzip reads the copy when the archive is closed, and then frees it.
      let copy = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
      unsafe bytes.withUnsafeBytes { unsafe copy.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
      let source = unsafe zip_source_buffer(archive, copy, UInt64(bytes.count), 1)
      guard let source = unsafe source, unsafe zip_file_add(archive, name, source, UInt32(ZIP_FL_ENC_UTF_8)) >= 0 else {
        // The archive owns the source only after it has taken it, and the source owns the copy.
        if let source = unsafe source { unsafe zip_source_free(source) } else { unsafe copy.deallocate() }
        unsafe zip_discard(archive)
        throw .unwritable(reason: "the archive cannot take \(name)")
      }
    }
    guard unsafe zip_close(archive) == 0 else {
      unsafe zip_discard(archive)
      throw .unwritable(reason: "the archive cannot be closed")
    }
    var status = unsafe zip_stat_t()
    guard unsafe zip_source_stat(target, &status) == 0, unsafe zip_source_open(target) == 0 else {
      throw .unwritable(reason: "the archive cannot be read back")
    }
    defer { unsafe zip_source_close(target) }
    try budget.take(unsafe Int(clamping: status.size))
    var result = unsafe [UInt8](repeating: 0, count: Int(status.size))
    let count = UInt64(result.count)
    guard unsafe zip_source_read(target, &result, count) == Int64(count) else { throw .unwritable(reason: "the archive cannot be read back") }
    return result
  }

  /// Replaces `path` with an uncompressed archive of these `.npy` files. libzip copies them through a small buffer.
  /// - Throws: `DataError.unwritable` where `path` is a pipe or a device, or where libzip fails.
  static func write(_ members: [(name: String, path: String)], to path: String) throws(DataError) {
    let replacement = try FileReplacement(path)
    guard replacement.isReplaceable else { throw .unwritable(reason: FileReplacement.archiveReason) }
    try replacement.run { (temporary) throws(DataError) in try assemble(members, temporary) }
  }

  private static func assemble(_ members: [(name: String, path: String)], _ target: String) throws(DataError) {
    var code: Int32 = 0
    guard let archive = unsafe zip_open(target, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
      var error = unsafe zip_error_t()
      unsafe zip_error_init_with_code(&error, code)
      defer { unsafe zip_error_fini(&error) }
      throw unsafe .unwritable(reason: reason(&error))
    }
    for (name, path) in members {
      // The length -1 means: up to the end of the file.
      guard let source = unsafe zip_source_file(archive, path, 0, -1) else {
        unsafe zip_discard(archive)
        throw .unwritable(reason: "'\(path)' cannot be read back")
      }
      let index = unsafe zip_file_add(archive, name + ".npy", source, UInt32(ZIP_FL_ENC_UTF_8))
      guard index >= 0, unsafe zip_set_file_compression(archive, UInt64(index), ZIP_CM_STORE, 0) == 0 else {
        if index < 0 { unsafe zip_source_free(source) }
        unsafe zip_discard(archive)
        throw .unwritable(reason: "the archive cannot take \(name)")
      }
    }
    guard unsafe zip_close(archive) == 0 else {
      let text = unsafe reason(zip_get_error(archive))
      unsafe zip_discard(archive)
      throw .unwritable(reason: text)
    }
  }

  /// The system's words for the error where it comes from the system, else libzip's words.
  private static func reason(_ error: UnsafeMutablePointer<zip_error_t>) -> String {
    let system = unsafe zip_error_code_system(error)
    if unsafe zip_error_system_type(error) == ZIP_ET_SYS, system != 0 { return FileBytes.reason(system) }
    return unsafe String(cString: zip_error_strerror(error)).lowercased()
  }
}
