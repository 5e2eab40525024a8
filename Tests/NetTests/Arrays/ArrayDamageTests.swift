import Foundation
import TestSupport
import Testing

@testable import Net

/// Damaged files give an error or arrays. They never end the program, and the helper for MATLAB and HDF5 never hangs.
@Suite(.timeLimit(.minutes(10))) struct ArrayDamageTests {
  /// The files that nnshell reads by itself. None is so large that all of its lengths take long.
  static let own = [
    "types.npz", "dimensions.npz", "texts.npz", "folders.npz", "version1.npy", "python2.npy", "version1.npy.gz", "texts.npz.gz", "i2.idx", "f8.idx",
    "labels.idx.gz", "octave-text.mat",
  ]

  /// Lists and reads everything. An error of another type than `DataError` is a failure.
  private func readAll(_ bytes: [UInt8], _ budget: Int = 1 << 28) throws -> Int {
    do {
      let archive = try ArrayFixtures.open(bytes: bytes, MemoryBudget(bytes: budget))
      var count = 0
      for entry in archive.entries {
        do { count += try ArrayFixtures.read(archive, entry.name).shape.count + 1 } catch is DataError {}
      }
      return count
    } catch is DataError { return 0 } catch is ArrayFixtures.NoArrays { return 0 }
  }

  /// A file that is cut at any length.
  @Test(arguments: own) func cutOff(_ name: String) throws {
    let whole = ArrayFixtures.bytes(name)
    let all = try readAll(whole)
    #expect(all > 0)
    for count in stride(from: 0, to: whole.count, by: max(1, whole.count / 800)) {
      let found = try readAll(Array(whole[..<count]))
      // A text that is cut between two variables has fewer of them. The others are errors as a whole.
      #expect(name == "octave-text.mat" ? found <= all : found == 0, "\(name) with \(count) of \(whole.count) bytes")
    }
  }

  /// One to eight bytes of a file are changed.
  @Test(arguments: own) func changedBytes(_ name: String) throws {
    let whole = ArrayFixtures.bytes(name)
    var generator = MersenneTwister(seed: 11)
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0...generator.bounded(7) { bytes[Int(generator.bounded(UInt64(bytes.count - 1)))] = UInt8(generator.bounded(255)) }
      _ = try readAll(bytes)
    }
  }

  /// The same for the helper: damaged files are errors of it, or it ends by itself or by a limit, in time.
  ///
  /// libhdf5 1.10.8 may end the helper by a signal: it frees wrong addresses where the header of an object is damaged, it reads past the end where the
  /// name of an attribute is damaged, and it writes to wrong addresses where a field lies outside of its compound. Then nnshell says so and goes on.
  @Test(arguments: ["v7.mat", "v6.mat", "v4-f8.mat", "v4-sparse.mat", "octave-v7.mat", "v73.mat", "course.h5", "types.h5"]) func helper(_ name: String) throws {
    let whole = ArrayFixtures.bytes(name)
    var generator = MersenneTwister(seed: 12)
    try ArrayReaderProgram.$seconds.withValue(5) {
      for turn in 0..<24 {
        _ = try readAll(Array(whole[..<(whole.count * turn / 24)]))
        var bytes = whole
        for _ in 0...generator.bounded(7) { bytes[Int(generator.bounded(UInt64(bytes.count - 1)))] = UInt8(generator.bounded(255)) }
        _ = try readAll(bytes)
      }
    }
  }

  /// MATLAB files that are cut between or within variables. libmatio would take the rest for the whole file.
  @Test(arguments: ["v7.mat", "v6.mat", "v4-f8.mat", "v4-big.mat", "course.mat"]) func cutMATLAB(_ name: String) throws {
    let whole = ArrayFixtures.bytes(name)
    for count in [whole.count - 1, whole.count / 2, whole.count / 2 - 3, 150].filter({ $0 < whole.count && $0 > 30 }) {
      #expect(throws: DataError.badArrays(reason: "it is cut off or damaged: the lengths of its arrays do not fill it"), "\(count)") {
        try ArrayFixtures.open(bytes: Array(whole[..<count]))
      }
    }
  }

  /// A stand-in for the helper that answers wrongly: too little, too much, false sizes, an early end, a signal, silence.
  @Test func wrongAnswers() throws {
    let folder = try TemporaryFolder()
    func answer(_ script: String) throws -> DataError? {
      // Another program writes the file. A descriptor of this process could be open in a child of another test, and then the system does not start the file.
      // The file gets its name at the end, since the program before it may still run.
      let writing = try Program.run(
        ["-c", "cat >new && chmod 755 new && mv new nnshell-arrays"], input: "#!/bin/sh\n\(script)\n", folder: folder.path, executable: "/bin/sh")
      #expect(writing.status == 0)
      return ArrayReaderProgram.$folder.withValue(folder.path) {
        do throws(DataError) {
          guard case .arrays(let archive) = try ArrayArchive.open(ArrayFixtures.path("course.mat"), MemoryBudget(bytes: 1 << 24)) else { return nil }
          for entry in archive.entries { _ = try archive.read(entry) }
          return nil
        } catch { return error }
      }
    }
    let good = #"printf 'NNA1A\001\000\000\000XN\001\000\000\000\002\000\000\000\000\000\000\000\000\000\000\000'"#
    let doubles = #"printf 'D\002\000\000\000\000\000\000\0001234567812345678'"#
    let misunderstood = DataError.badArrays(reason: "the answer of nnshell-arrays is not understood")
    #expect(try answer("\(good); [ $1 = list ] || \(doubles); printf Z") == nil)
    #expect(try answer("printf 'NNA2Z'") == misunderstood)
    #expect(try answer("printf 'NNA1Q'") == misunderstood)
    #expect(try answer("printf 'NNA1ZZ'") == misunderstood)
    #expect(try answer(#"printf 'NNA1A\377\377\377\377'"#) == misunderstood)
    #expect(try answer(#"printf 'NNA1A\001\000\000\000XN\377\000\000\000'"#) == misunderstood)
    #expect(try answer(#"printf 'NNA1A\001\000\000\000XN\001\000\000\000\377\377\377\377\377\377\377\377'"#) == misunderstood)
    #expect(try answer(#"printf 'NNA1A\001\000\000\000XN\001\000\000\000\377\377\377\377\377\377\377\177\000\000\000\000Z'"#) == .tooLarge(limit: 1 << 24))
    #expect(try answer(#"printf 'NNA1A\001\000\000\000XN\001\000\000\000\000\000\000\010\000\000\000\000\000\000\000\000Z'"#) == .tooLarge(limit: 1 << 24))
    #expect(try answer("printf 'NNA1M'") == .tooLarge(limit: 1 << 24))
    #expect(try answer(#"printf 'NNA1E\003\000\000\000bad'"#) == .badArrays(reason: "bad"))
    #expect(try answer("\(good); printf Z; exit 3") == .badArrays(reason: "the answer of nnshell-arrays is not complete"))
    #expect(try answer("exit 3") == .badArrays(reason: "nnshell-arrays ended with status 3 before its answer was complete"))
    #expect(try answer("kill -SEGV $$") == .badArrays(reason: "nnshell-arrays could not read it and was ended by the signal 11"))
    #expect(try answer("kill -XCPU $$") == .badArrays(reason: "it takes more than 300 seconds to read"))
    // An answer that never ends does not take more than the budget.
    #expect(try answer("printf NNA1; while :; do \(good.replacingOccurrences(of: "NNA1", with: "")); done") == .tooLarge(limit: 1 << 24))
    // What is read is not what was listed.
    #expect(
      try answer("\(good); [ $1 = list ] || printf 'D\\003\\000\\000\\000\\000\\000\\000\\000'; printf Z")
        == misunderstood)
    try folder.write("nnshell-arrays", "no program")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/nnshell-arrays")
    ArrayReaderProgram.$folder.withValue(folder.path) {
      #expect(throws: DataError.badArrays(reason: "nnshell-arrays cannot be started: exec format error")) {
        try ArrayArchive.open(ArrayFixtures.path("course.mat"), MemoryBudget())
      }
    }
  }

  /// Ctrl-C ends the wait for a helper that says nothing, and ends the helper.
  @Test func interrupted() throws {
    let folder = try TemporaryFolder()
    try folder.write("nnshell-arrays", "#!/bin/sh\necho $$ >'\(folder.path)/id'\nexec sleep 600\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/nnshell-arrays")
    let interrupt = Interrupt()
    interrupt.request(atQuestion: 12)
    let error = ArrayReaderProgram.$folder.withValue(folder.path) {
      #expect(throws: DataError.interrupted) {
        try Interrupt.listening(to: interrupt) { () throws(DataError) in _ = try ArrayArchive.open(ArrayFixtures.path("course.mat"), MemoryBudget()) }
      }
    }
    #expect(error == .interrupted)
    let identifier = try #require(Int32(folder.read("id").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(identifier, 0) != 0 && errno == ESRCH)
  }

  /// The helper has limits of its own: a file that needs more memory than the budget is refused, and the reader counts it before.
  @Test func memory() throws {
    #expect(throws: DataError.tooLarge(limit: 500)) { try ArrayFixtures.read(ArrayFixtures.open("course.mat", MemoryBudget(bytes: 500)), "X") }
    let budget = MemoryBudget(bytes: 3000)
    let archive = try ArrayFixtures.open("course.mat", budget)
    try budget.take(2400)
    #expect(throws: DataError.tooLarge(limit: 3000)) { try ArrayFixtures.read(archive, "X") }
    // The limit of the helper is its own: it holds also where nnshell counts nothing.
    let result = try Program.run(
      ["read", ArrayFixtures.path("course.mat"), "X", "99999999999999999999x"], executable: ArrayFixtures.program + "/nnshell-arrays")
    #expect(result.status == 1 && result.output.contains("is not a number"))
  }

  /// A file that is written while it is open.
  @Test(arguments: ["course.h5", "course.mat"]) func changing(_ name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("file", bytes: ArrayFixtures.bytes(name))
    let archive = try ArrayFixtures.open(path: folder.path + "/file")
    let handle = try #require(FileHandle(forWritingAtPath: folder.path + "/file"))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([0]))
    try handle.close()
    #expect(throws: DataError.badArrays(reason: "it changed while it was read")) { try ArrayFixtures.read(archive, archive.entries[0].name) }
  }

  /// Devices and folders are no files with arrays.
  @Test func devices() {
    #expect(throws: DataError.unreadable(reason: "it is a device")) { try ArrayArchive.open("/dev/zero", MemoryBudget()) }
    #expect(throws: DataError.unreadable(reason: "it is a folder")) { try ArrayArchive.open("/tmp", MemoryBudget()) }
    #expect(throws: DataError.unreadable(reason: "no such file or directory")) { try ArrayArchive.open("/nonexistent.npy", MemoryBudget()) }
  }
}
