import Glibc

/// A file with arrays: `.npy`, `.npz`, IDX, MATLAB's `.mat`, HDF5, Octave's text or safetensors. Its content says which it is.
///
/// The arrays are listed first, and then only the wanted ones are read. Files of MATLAB and HDF5 are read by `ArrayReaderProgram`.
public final class ArrayArchive {
  public enum Kind: Equatable, Sendable {
    case npy, npz, idx, matlab, hdf5, octaveText, safetensors
    /// A compressed file, which may hold one of the others.
    case gzip
  }

  /// The number of bytes that `kind` looks at.
  public static let firstBytes = 4096 + 8

  /// The file changed between two looks at it.
  static let changed = DataError.badArrays(reason: "it changed while it was read")

  public let kind: Kind
  /// The arrays in the order of the file.
  public let entries: [ArrayEntry]
  /// The bytes of the file; empty where `ArrayReaderProgram` reads it.
  let bytes: [UInt8]
  /// The open file that `ArrayReaderProgram` reads; -1 for other files.
  private let file: Int32
  private let status: FileStamp?
  private let octave: OctaveText?
  private let tensors: SafeTensors?
  /// What nnshell wrote about a network beside its arrays; nil in other files.
  var facts: NetworkFacts? { tensors?.facts }
  /// Counts the memory of the bytes and of what is read from them.
  let budget: MemoryBudget

  private init(_ kind: Kind, bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) {
    (self.kind, self.budget, status) = (kind, budget, nil)
    var (text, tensors): (OctaveText?, SafeTensors?)
    switch kind {
    case .npy:
      entries = [ArrayEntry(name: "X", shape: nil, kind: .unknown)]
    case .idx:
      entries = [ArrayEntry(name: "X", shape: IDX.shape(bytes), kind: .numbers)]
    case .npz:
      let members = try NPZ.paths(bytes, budget)
      entries = NPZ.names(members).map { ArrayEntry(name: $0, shape: nil, kind: .unknown) }
      if entries.isEmpty, let foreign = ForeignFile(members: members) { throw .foreign(foreign) }
    case .octaveText:
      text = try OctaveText(bytes, budget)
      entries = text!.entries
    case .safetensors:
      tensors = try SafeTensors(bytes, budget)
      entries = tensors!.entries
    case .matlab, .hdf5, .gzip:
      // The program reads a file. This one lies in memory, and no one else can change it.
      let memory = try ArrayReaderProgram.memoryFile(bytes, budget)
      do throws(DataError) { entries = try ArrayReaderProgram.list(memory, budget) } catch {
        close(memory)
        throw error
      }
      (file, self.bytes, octave, self.tensors) = (memory, [], nil, nil)
      budget.giveBack(bytes.count)
      return
    }
    (file, self.bytes, octave, self.tensors) = (-1, bytes, text, tensors)
  }

  /// An open file that `ArrayReaderProgram` reads. The archive closes it.
  private init(_ kind: Kind, file: Int32, _ budget: MemoryBudget) throws(DataError) {
    (self.kind, self.budget, bytes, octave, tensors) = (kind, budget, [], nil, nil)
    status = FileStamp(file)
    do throws(DataError) { entries = try ArrayReaderProgram.list(file, budget) } catch {
      let isSame = FileStamp(file) == status
      close(file)
      throw isSame ? error : Self.changed
    }
    self.file = file
  }

  deinit { if file >= 0 { close(file) } }

  // MARK: Opening

  /// What a file holds.
  public enum Content {
    case arrays(ArrayArchive)
    /// The bytes of a file without arrays, such as a table. A compressed file is decompressed.
    case other([UInt8])
  }

  /// Looks at the content of a file or a pipe.
  /// - Throws: `DataError` where the file cannot be read, or holds arrays that cannot be listed.
  public static func open(_ path: String, _ budget: MemoryBudget) throws(DataError) -> Content {
    let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .unreadable(reason: FileBytes.reason()) }
    var isOpen = true
    defer { if isOpen { close(file) } }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return try content(of: FileBytes.read(path, budget), budget) }
    var start = [UInt8](repeating: 0, count: firstBytes)
    let count = unsafe pread(file, &start, start.count, 0)
    if let kind = kind(of: start.prefix(max(count, 0))), kind == .matlab || kind == .hdf5 {
      isOpen = false
      return .arrays(try ArrayArchive(kind, file: file, budget))
    }
    let stamp = FileStamp(file)
    let bytes = try FileBytes.read("/proc/self/fd/\(file)", budget)
    guard FileStamp(file) == stamp else { throw changed }
    return try content(of: bytes, budget)
  }

  /// Looks at bytes that the budget has already counted.
  /// - Throws: `DataError` where they hold arrays that cannot be listed, or are compressed and damaged.
  public static func content(of bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> Content {
    switch kind(of: bytes.prefix(firstBytes)) {
    case nil: return .other(bytes)
    case .gzip:
      let plain = try Gzip.inflate(bytes, budget)
      budget.giveBack(bytes.count)
      // A file that is compressed twice is no array.
      guard let kind = kind(of: plain.prefix(firstBytes)), kind != .gzip else { return .other(plain) }
      return .arrays(try ArrayArchive(kind, bytes: plain, budget))
    case let kind?: return .arrays(try ArrayArchive(kind, bytes: bytes, budget))
    }
  }

  // MARK: Reading

  /// Reads one array. The budget counts its entries.
  /// - Throws: `DataError` where the array is damaged, too large, or of a kind that is not read.
  public func read(_ entry: ArrayEntry) throws(DataError) -> NamedArray {
    if case .refused(let reason) = entry.kind { throw .badNPY(name: entry.name, reason: reason) }
    switch kind {
    case .npy: return Self.named(entry.name, try NPYArray(bytes: bytes, name: entry.name, budget: budget))
    case .npz:
      guard let array = try NPZ.read(bytes, budget, wanted: { _ in [entry.name] })[entry.name] else { throw .missingEntry(entry.name) }
      return Self.named(entry.name, array)
    case .idx:
      let (shape, values) = try IDX.read(bytes, budget)
      return NamedArray(name: entry.name, shape: shape, content: .numbers(values))
    case .octaveText: return try octave!.read(entry, bytes, budget)
    case .safetensors: return try tensors!.read(entry, bytes, budget)
    case .matlab, .hdf5, .gzip:
      do throws(DataError) {
        let array = try ArrayReaderProgram.read(file, entry, budget)
        guard FileStamp(file) == status || status == nil else { throw Self.changed }
        return array
      } catch {
        throw error == .interrupted || status == nil || FileStamp(file) == status ? error : Self.changed
      }
    }
  }

  private static func named(_ name: String, _ array: NPYArray) -> NamedArray { NamedArray(name: name, shape: array.shape, content: array.content) }
}

/// What changes when a file is written: its size and its times.
private struct FileStamp: Equatable {
  private let numbers: [Int]

  init?(_ file: Int32) {
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { return nil }
    numbers = [Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
  }
}

// MARK: Kinds

extension ArrayArchive {
  /// The kind of a file, from its first bytes. nil means that it holds no arrays in a form that is known; then it may be a table.
  public static func kind(of firstBytes: some Collection<UInt8>) -> Kind? {
    let start = Array(firstBytes.prefix(Self.firstBytes))
    if start.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) { return .npy }
    if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) { return .npz }
    if Gzip.isCompressed(start) { return .gzip }
    // The signature of HDF5 stands at the start, or behind 512, 1024, 2048 … bytes of something else.
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    for place in [0, 512, 1024, 2048, 4096] where start.dropFirst(place).starts(with: signature) { return .hdf5 }
    if start.starts(with: "MATLAB 7.3 MAT-file".utf8) { return .hdf5 }
    if start.starts(with: "MATLAB 5.0 MAT-file".utf8) || isMATLAB5(start) { return .matlab }
    if start.starts(with: "# Created by Octave".utf8) || isOctaveText(start) { return .octaveText }
    if SafeTensors.begins(start) { return .safetensors }
    if IDX.begins(start) { return .idx }
    return isMATLAB4(start) ? .matlab : nil
  }

  /// Version 5 has its number and the letters MI behind a text of 124 bytes.
  private static func isMATLAB5(_ start: [UInt8]) -> Bool {
    start.count >= 128 && start[0] != 0 && [[0, 1, 0x49, 0x4D], [1, 0, 0x4D, 0x49]].contains(Array(start[124..<128]))
  }

  private static func isOctaveText(_ start: [UInt8]) -> Bool {
    guard start.starts(with: "# name: ".utf8), let end = start.firstIndex(of: UInt8(ascii: "\n")) else { return false }
    return start[(end + 1)...].starts(with: "# type: ".utf8)
  }

  /// Version 4 has no mark. Its first five numbers must make sense, and a name must follow.
  private static func isMATLAB4(_ start: [UInt8]) -> Bool {
    guard start.count >= 21 else { return false }
    for isBig in [false, true] {
      let numbers = (0..<5).map { place in (0..<4).reduce(0) { $0 | Int(start[4 * place + (isBig ? 3 - $1 : $1)]) << (8 * $1) } }
      let (type, length) = (numbers[0], numbers[4])
      guard type < 2000, isBig == (type >= 1000), type / 100 % 10 == 0, type / 10 % 10 <= 5, type % 10 <= 2, numbers[3] <= 1, (2...64).contains(length) else {
        continue
      }
      let name = start.dropFirst(20).prefix(length)
      let letters = name.dropLast().allSatisfy { $0 == 0x5F || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
      if letters, name.count == length, name.last == 0 { return true }
    }
    return false
  }
}
