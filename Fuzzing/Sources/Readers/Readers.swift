import Glibc
import Interp
import Net

/// The readers by name. Each takes the bytes of one input. A reader may throw any error, but it must not trap.
private let readers: [String: @Sendable ([UInt8]) -> Void] = [
  "npy": { _ = try? NPYArray(bytes: $0, name: "x.npy") },
  "npz": { _ = try? NPZ.read($0) },
  "archive": { bytes in
    // The program for files of MATLAB and HDF5 is not beside this one, so these files are an error here.
    let budget = MemoryBudget(bytes: 1 << 26)
    guard case .arrays(let archive)? = try? ArrayArchive.content(of: bytes, budget) else { return }
    for entry in archive.entries { _ = try? archive.read(entry) }
    _ = try? ArrayData.dataset("x", archive)
  },
  "table": { bytes in inFile(bytes, "csv") { _ = try? DataFile.read($0, TableOptions()) } },
  "array": { bytes in inFile(bytes, "txt") { _ = try? ArrayFile.read($0, name: "dW1") } },
  "model": { bytes in inFile(bytes, "npz") { _ = try? ModelFile(path: $0) } },
  // Each begins with files of its kind. What is in the bytes decides how they are read.
  "safetensors": { _ = try? NetworkFile.read($0, folder: "/dev/null", MemoryBudget(bytes: 1 << 26)) },
  "onnx": { _ = try? NetworkFile.read($0, folder: "/dev/null", MemoryBudget(bytes: 1 << 26)) },
  "printed": { _ = try? PrintedArray(String(decoding: $0, as: UTF8.self)) },
  "parser": { _ = Interpreter { _, _ in }.check(ScriptText(bytes: $0), name: "x.nns") },
  "history": { bytes in
    inFile(bytes, "history") { path in
      var history = History(path: path)
      // The input is also added as a line that a person typed.
      _ = history.add(String(decoding: bytes, as: UTF8.self))
    }
  },
]

private let reader: @Sendable ([UInt8]) -> Void = {
  let name = getenv("READER").map { String(cString: $0) } ?? ""
  guard let reader = readers[name] else {
    print("READER is one of \(readers.keys.sorted().joined(separator: " "))")
    exit(2)
  }
  return reader
}()

private func inFile(_ bytes: [UInt8], _ suffix: String, _ read: (String) -> Void) {
  let path = "/dev/shm/nnshell-readers-\(getpid()).\(suffix)"
  guard let file = fopen(path, "w") else { return }
  fwrite(bytes, 1, bytes.count, file)
  fclose(file)
  read(path)
  unlink(path)
}

/// The main function of libFuzzer.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// libFuzzer calls this function, by its C name, with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  reader(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

@main
enum Readers {
  static func main() {
    var count = CommandLine.argc
    var words = CommandLine.unsafeArgv
    exit(runDriver(&count, &words, testOneInput))
  }
}

/// The one function that History.swift needs from NNShell's `Terminal`.
enum Terminal {
  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
