import Glibc

/// The program `nnshell-arrays`, which reads MATLAB and HDF5 files in a process of its own. `Sources/ArrayReader/stream.h` describes its answers.
///
/// A fault in the libraries for these formats ends that program and not this one. The program has a limit of memory and one of time.
public enum ArrayReaderProgram {
  /// The folder of the program; nil for the folder of the program that runs now.
  @TaskLocal public static var folder: String?

  /// The processor time that the program may take for one file.
  @TaskLocal static var seconds = 300

  static let name = "nnshell-arrays"

  private static var path: String {
    if let folder { return folder + "/" + name }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let length = unsafe readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
    let own = String(decoding: buffer[..<max(length, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (own.lastIndex(of: "/").map { String(own[...$0]) } ?? "./") + name
  }

  /// All arrays of an open file.
  static func list(_ file: Int32, _ budget: MemoryBudget) throws(DataError) -> [ArrayEntry] {
    try run(["list", "/proc/self/fd/3"], file, budget) { (stream) throws(DataError) in
      var entries: [ArrayEntry] = []
      while true {
        switch try stream.record() {
        case UInt8(ascii: "A"):
          let entry = try stream.entry()
          try budget.take(2 * MemoryLayout<ArrayEntry>.stride + entry.name.utf8.count + 8 * (entry.shape?.count ?? 0))
          entries.append(entry)
        case UInt8(ascii: "Z"): return entries
        default: throw ArrayStream.notUnderstood
        }
      }
    }
  }

  /// The content of one array of an open file. The budget counts what is returned.
  static func read(_ file: Int32, _ wanted: ArrayEntry, _ budget: MemoryBudget) throws(DataError) -> NamedArray {
    guard let count = ArrayShape.count(wanted.shape ?? []) else { throw .tooLarge(limit: budget.limit) }
    try budget.take(count, of: MemoryLayout<Double>.size)
    return try run(["read", "/proc/self/fd/3", wanted.name], file, budget) { (stream) throws(DataError) in
      guard try stream.record() == UInt8(ascii: "A") else { throw ArrayStream.notUnderstood }
      let entry = try stream.entry()
      if case .refused(let reason) = entry.kind { throw .badNPY(name: wanted.name, reason: reason) }
      // Another process may have changed the file since it was listed.
      guard entry == wanted else { throw ArrayArchive.changed }
      let content: NamedArray.Content
      switch (entry.kind, try stream.record()) {
      case (.numbers, UInt8(ascii: "D")):
        guard try stream.whole() == count else { throw ArrayStream.notUnderstood }
        content = .numbers(try stream.doubles(count))
      case (.texts, UInt8(ascii: "S")):
        guard try stream.whole() == count else { throw ArrayStream.notUnderstood }
        var texts: [String] = []
        for _ in 0..<count {
          let text = try stream.text()
          // An array grows by doubling.
          try budget.take(2 * MemoryLayout<String>.stride + text.utf8.count)
          texts.append(text)
        }
        content = .texts(texts)
      default: throw ArrayStream.notUnderstood
      }
      guard try stream.record() == UInt8(ascii: "Z") else { throw ArrayStream.notUnderstood }
      return NamedArray(name: wanted.name, shape: entry.shape ?? [], content: content)
    }
  }

  /// A file in memory with these bytes, which the budget counts. The caller closes it.
  static func memoryFile(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> Int32 {
    try budget.take(bytes.count)
    guard let file = SpawnedProgram.memoryFile() else { throw .badArrays(reason: "a file in memory cannot be made: \(FileBytes.reason())") }
    if let failure = Descriptor.write(bytes[...], to: file).failure {
      close(file)
      throw failure
    }
    return file
  }

  private static func run<Answer>(
    _ words: [String], _ file: Int32, _ budget: MemoryBudget, _ take: (ArrayStream) throws(DataError) -> Answer
  ) throws(DataError) -> Answer {
    let path = path
    guard unsafe access(path, X_OK) == 0 else {
      throw .badArrays(
        reason: "MATLAB and HDF5 files are read by the program \(name), which is not at '\(path)'; `make build` builds it, and `make install` installs it")
    }
    let stream = try ArrayStream(path, words + [String(budget.rest), String(seconds)], file, limit: budget.limit)
    do throws(DataError) {
      let answer = try take(stream)
      try stream.finish()
      return answer
    } catch {
      throw stream.end(after: error)
    }
  }
}

/// The answer of `nnshell-arrays`, as it arrives through a pipe.
final class ArrayStream {
  static let notUnderstood = DataError.badArrays(reason: "the answer of \(ArrayReaderProgram.name) is not understood")
  /// The pipe has ended before the answer has.
  private static let ended = DataError.badArrays(reason: "the answer of \(ArrayReaderProgram.name) is not complete")

  private let program: SpawnedProgram
  private let pipe: Int32
  private var buffer: [UInt8] = []
  private var place = 0
  /// The size of the budget, for the error.
  private let limit: Int

  /// Starts the program. It finds the open file as its descriptor 3.
  init(_ path: String, _ words: [String], _ file: Int32, limit: Int) throws(DataError) {
    guard let ends = SpawnedProgram.pipe() else { throw .badArrays(reason: "a pipe cannot be made: \(FileBytes.reason())") }
    defer { close(ends.write) }
    do throws(SpawnedProgram.StartFailure) {
      program = try SpawnedProgram(path, words, environment: ["LC_ALL=C"], files: [(1, ends.write), (3, file)])
    } catch {
      close(ends.read)
      throw .badArrays(reason: "\(ArrayReaderProgram.name) cannot be started: \(error.reason)")
    }
    (pipe, self.limit) = (ends.read, limit)
  }

  deinit { close(pipe) }

  // MARK: Reading

  /// Reads more bytes behind those that are left.
  private func fill() throws(DataError) {
    buffer.removeFirst(place)
    place = 0
    guard Descriptor.isReadable(pipe) else { throw .interrupted }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe Glibc.read(pipe, &chunk, chunk.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return }
    guard count > 0 else { throw Self.ended }
    buffer += chunk[..<count]
  }

  private func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) throws(DataError) -> Number {
    while buffer.count - place < MemoryLayout<Number>.size { try fill() }
    defer { place += MemoryLayout<Number>.size }
    return unsafe buffer.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: place, as: type) }
  }

  private var hasBegun = false

  /// The first byte of the next record. A record of an error is thrown.
  func record() throws(DataError) -> UInt8 {
    if !hasBegun {
      for byte in "NNA1".utf8 { guard try number(UInt8.self) == byte else { throw Self.notUnderstood } }
      hasBegun = true
    }
    let byte = try number(UInt8.self)
    if byte == UInt8(ascii: "E") { throw .badArrays(reason: try text()) }
    if byte == UInt8(ascii: "M") { throw .tooLarge(limit: limit) }
    return byte
  }

  /// A number from 0 to the largest Int.
  func whole() throws(DataError) -> Int {
    guard let value = Int(exactly: try number(UInt64.self)) else { throw Self.notUnderstood }
    return value
  }

  func text() throws(DataError) -> String {
    let length = Int(try number(UInt32.self))
    guard length <= 1 << 16 else { throw Self.notUnderstood }
    while buffer.count - place < length { try fill() }
    defer { place += length }
    return String(decoding: buffer[place..<place + length], as: UTF8.self)
  }

  func doubles(_ count: Int) throws(DataError) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(count)
    while result.count < count {
      if buffer.count - place < 8 { try fill() }
      let part = min((buffer.count - place) / 8, count - result.count)
      unsafe buffer.withUnsafeBytes { source in
        for index in 0..<part { unsafe result.append(source.loadUnaligned(fromByteOffset: place + 8 * index, as: Double.self)) }
      }
      place += 8 * part
    }
    return result
  }

  func entry() throws(DataError) -> ArrayEntry {
    let name = try text()
    let kind = try number(UInt8.self)
    let rank = Int(try number(UInt32.self))
    guard rank <= 32 else { throw Self.notUnderstood }
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(try whole()) }
    let reason = try text()
    switch kind {
    case UInt8(ascii: "N"): return ArrayEntry(name: name, shape: shape, kind: .numbers)
    case UInt8(ascii: "T"): return ArrayEntry(name: name, shape: shape, kind: .texts)
    case UInt8(ascii: "X"): return ArrayEntry(name: name, shape: nil, kind: .refused(reason))
    default: throw Self.notUnderstood
    }
  }

  // MARK: The end

  /// Waits until the program has ended, after its whole answer.
  func finish() throws(DataError) {
    do throws(DataError) {
      while true { try fill() }
    } catch {
      guard error == Self.ended, buffer.isEmpty else { throw error == Self.ended ? Self.notUnderstood : error }
    }
    guard program.reap(killing: false) == 0 else { throw Self.ended }
  }

  /// Ends the program, and returns the error for the user: where the pipe ended too early, it says how the program ended.
  func end(after error: DataError) -> DataError {
    if Interrupt.current?.isRequested == true { return .interrupted }
    guard error == Self.ended, program.child > 0 else { return error }
    // The pipe is closed, so the program ends by itself. A program that closes its output and goes on is ended.
    let status = program.waitShortly() ?? program.reap(killing: true)
    let name = ArrayReaderProgram.name
    switch SpawnedProgram.end(status) {
    case .status(let number): return .badArrays(reason: "\(name) ended with status \(number) before its answer was complete")
    case .signal(SIGINT): return .interrupted
    case .signal(SIGXCPU): return .badArrays(reason: "it takes more than \(ArrayReaderProgram.seconds) seconds to read")
    case .signal(let signal): return .badArrays(reason: "\(name) could not read it and was ended by the signal \(signal)")
    }
  }
}
