import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// Each input of `Tests/Readers` goes through its reader, which may refuse it but must not trap. The inputs are examples of their kind, or inputs
/// that made a reader fail. `tools/fuzz-files.sh` finds them. Each folder has the inputs of one reader.
@Suite struct ReaderInputTests {
  static let readers: [String: @Sendable (_ path: String, _ bytes: [UInt8]) -> Void] = [
    "npy": { _, bytes in _ = try? NPYArray(bytes: bytes, name: "x.npy") },
    "npz": { _, bytes in _ = try? NPZ.read(bytes) },
    "archive": { _, bytes in
      let budget = MemoryBudget(bytes: 1 << 26)
      guard case .arrays(let archive)? = try? ArrayArchive.content(of: bytes, budget) else { return }
      for entry in archive.entries { _ = try? archive.read(entry) }
      _ = try? ArrayData.dataset("x", archive)
    },
    "table": { path, _ in _ = try? DataFile.read(path, TableOptions()) },
    "array": { path, _ in _ = try? ArrayFile.read(path, name: "dW1") },
    "model": { path, _ in _ = try? ModelFile(path: path) },
    "safetensors": { _, bytes in _ = try? NetworkFile.read(bytes, folder: "/dev/null", MemoryBudget(bytes: 1 << 26)) },
    "onnx": { _, bytes in _ = try? NetworkFile.read(bytes, folder: "/dev/null", MemoryBudget(bytes: 1 << 26)) },
    "printed": { _, bytes in _ = try? PrintedArray(String(decoding: bytes, as: UTF8.self)) },
    "parser": { _, bytes in _ = Interpreter { _, _ in }.check(ScriptText(bytes: bytes), name: "x.nns") },
  ]

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Readers")

  /// Every folder has a reader. `HistoryTests` reads the inputs of the history.
  @Test func everyFolderIsRead() throws {
    #expect(try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted() == (Self.readers.keys + ["history"]).sorted())
  }

  /// The memory of the process in MiB.
  private static func memory() -> Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return fields.count > 1 ? (Int(fields[1]) ?? 0) / 256 : 0
  }

  @Test(arguments: readers.keys.sorted()) func readsOrRefuses(_ reader: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appendingPathComponent(reader).path).sorted()
    #expect(!names.isEmpty, "Tests/Readers/\(reader) holds no input")
    for name in names {
      let path = Self.folder.appendingPathComponent(reader).appendingPathComponent(name).path
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      let before = Self.memory()
      Self.readers[reader]?(path, bytes)
      #expect(Self.memory() - before < 200, "\(reader)/\(name) takes memory")
    }
  }
}
