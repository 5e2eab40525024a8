import CZip

/// NumPy's `.npz` format: a zip archive of `.npy` files. libzip reads and writes it. Only this file imports the C module.
public enum NPZ {
  /// The arrays of an archive by name, without `.npy`. Only the arrays that `wanted` chooses are decompressed.
  /// - Parameter wanted: chooses from all names in the archive.
  /// - Throws: `DataError`: `badZip`, `badNPY` or `tooLarge`.
  public static func read(
    _ bytes: [UInt8], _ budget: MemoryBudget = MemoryBudget(), wanted: (_ names: [String]) -> [String] = { $0 }
  ) throws(DataError) -> [String: NPYArray] {
    var chosen: Set<String>?
    var result: [String: NPYArray] = [:]
    try entries(bytes) { (names) in
      chosen = Set(wanted(names.filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }))
    } take: { (name, size, inflate) throws(DataError) in
      let plain = String(name.dropLast(4))
      guard name.hasSuffix(".npy"), chosen?.contains(plain) == true, result[plain] == nil else { return }
      try budget.take(size)
      result[plain] = try NPYArray(bytes: try inflate(), name: plain, budget: budget)
      budget.giveBack(size)
    }
    return result
  }

  /// The largest number of bytes that one compressed byte can become. Deflate makes 258 bytes from two bits.
  private static let mostInflated = 1032

  /// Calls `tell` with the names of all entries. Then it calls `take` for each entry, with its size and a function that decompresses it.
  private static func entries(
    _ bytes: [UInt8], names tell: ([String]) -> Void,
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
      var found: [(name: String, size: Int)] = []
      for index in 0..<UInt64(max(0, unsafe zip_get_num_entries(archive, 0))) {
        var status = unsafe zip_stat_t()
        guard unsafe zip_stat_index(archive, index, 0, &status) == 0, let name = unsafe status.name else {
          failure = bad()
          return
        }
        unsafe found.append((String(cString: name), Int(clamping: status.size)))
      }
      tell(found.map(\.name))
      for (index, entry) in found.enumerated() {
        do throws(DataError) {
          try take(entry.name, entry.size) { () throws(DataError) in
            // An entry's claim about its size is trusted only where the bytes of the archive can hold so much.
            guard entry.size / mostInflated <= bytes.count else { throw .badZip(reason: "an entry is damaged") }
            guard let file = unsafe zip_fopen_index(archive, UInt64(index), 0) else { throw bad() }
            defer { unsafe zip_fclose(file) }
            var content = [UInt8](repeating: 0, count: entry.size)
            guard unsafe zip_fread(file, &content, UInt64(entry.size)) == Int64(entry.size) else { throw .badZip(reason: "an entry is damaged") }
            return content
          }
        } catch {
          failure = error
          return
        }
      }
    }
    if let failure { throw failure }
  }

  /// The bytes of an archive with these arrays, in this order.
  /// - Throws: `DataError.unwritable` where libzip fails.
  public static func bytes(_ arrays: [(name: String, array: NPYArray)]) throws(DataError) -> [UInt8] {
    let contents = arrays.map { (name: $0.name + ".npy", bytes: $0.array.bytes) }
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
    for (name, bytes) in contents {
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
