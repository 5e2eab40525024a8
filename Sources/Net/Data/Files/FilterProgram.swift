import Glibc

/// A program that reads a text and writes bytes, such as gnuplot.
public enum FilterProgram {
  public enum Failure: Error, Equatable, Sendable {
    /// No folder of PATH has the program.
    case missing
    case interrupted
    /// It did not end in time.
    case timeOut(seconds: Int)
    /// It failed. The message is what it wrote to its standard error, or the reason of the system.
    case failed(message: String)
  }

  /// The folders in which programs are looked for; nil for those of PATH.
  @TaskLocal public static var folders: [String]?

  /// The time that a program may take.
  @TaskLocal package static var seconds = 60

  /// The path of a program; nil where no folder has it.
  private static func path(_ name: String) -> String? {
    let folders = folders ?? (unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
    // A relative folder of PATH is left out: what it holds depends on where the session began.
    return folders.lazy.filter { $0.hasPrefix("/") }.map { $0 + "/" + name }.first { unsafe access($0, X_OK) == 0 }
  }

  /// Runs a program without a shell.
  /// - Parameters:
  ///   - words: its arguments.
  ///   - input: what it reads from its standard input.
  /// - Returns: what it wrote to its standard output.
  /// - Throws: `Failure`.
  public static func run(_ name: String, _ words: [String], input: String) throws(Failure) -> [UInt8] {
    guard let path = path(name) else { throw .missing }
    // Files in memory, and no pipes: nobody waits for the other one.
    var files: [Int32] = []
    defer { files.forEach { close($0) } }
    for _ in 0..<3 {
      guard let file = SpawnedProgram.memoryFile() else { throw .failed(message: FileBytes.reason()) }
      files.append(file)
    }
    let failure = Descriptor.write(Array(input.utf8)[...], to: files[0]).failure
    guard failure == nil, lseek(files[0], 0, SEEK_SET) == 0 else { throw .failed(message: FileBytes.reason()) }
    let program: SpawnedProgram
    do throws(SpawnedProgram.StartFailure) {
      program = try SpawnedProgram(path, words, environment: ["LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"], files: [(0, files[0]), (1, files[1]), (2, files[2])])
    } catch { throw .failed(message: error.reason) }
    var waited = 0
    var status: Int32?
    while status == nil {
      status = program.ended()
      if status != nil { break }
      if Interrupt.current?.isRequested == true { throw .interrupted }
      if waited > seconds * 1_000_000 { throw .timeOut(seconds: seconds) }
      // Most pictures take some hundredths of a second.
      let pause: UInt32 = waited < 100_000 ? 1000 : 20_000
      usleep(pause)
      waited += Int(pause)
    }
    guard status == 0 else {
      let said = String(decoding: content(files[2], most: 1 << 16), as: UTF8.self)
      let end =
        switch SpawnedProgram.end(status ?? 0) {
        case .status(let number): "it ended with status \(number)"
        case .signal(let signal): "it was ended by the signal \(signal)"
        }
      throw .failed(message: said.isEmpty ? end : said)
    }
    return content(files[1], most: .max)
  }

  /// The bytes of a file from its beginning.
  private static func content(_ file: Int32, most: Int) -> [UInt8] {
    let size = min(Int(max(lseek(file, 0, SEEK_END), 0)), most)
    var bytes = [UInt8](repeating: 0, count: size)
    var done = 0
    while done < size {
      let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress! + done, size - done, off_t(done)) }
      if count <= 0 { break }
      done += count
    }
    return Array(bytes[..<done])
  }
}
