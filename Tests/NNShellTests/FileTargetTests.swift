import Foundation
import Glibc
import TestSupport
import Testing

/// `save`, `record`, `trace` and `export` with a target that is a pipe, a link, a folder or an old file, and the files that they leave.
@Suite struct FileTargetTests {
  private func listing(_ folder: TemporaryFolder) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

  /// The reader of a pipe gets the bytes, and the pipe stays a pipe.
  @Test(arguments: ["save f", "record f"]) func pipeIsWrittenTo(_ statement: String) throws {
    let folder = try TemporaryFolder()
    #expect(unsafe mkfifo(folder.path + "/f", 0o600) == 0)
    let reader = Process()
    reader.executableURL = URL(fileURLWithPath: "/bin/sh")
    reader.arguments = ["-c", "cat f > got"]
    reader.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try reader.run()
    let result = try Program.run(["-c", "init seed=2; \(statement)"], folder: folder.path)
    reader.waitUntilExit()
    #expect(result.status == 0, "\(result.errors)")
    #expect(try FileManager.default.attributesOfItem(atPath: folder.path + "/f")[.type] as? FileAttributeType != .typeRegular)
    #expect((FileManager.default.contents(atPath: folder.path + "/got")?.count ?? 0) > 10)
    #expect(try listing(folder) == ["f", "got"])
  }

  /// Symbolic links are followed, also over a second link and to a file that does not exist yet. No other file is left.
  @Test(arguments: [
    ("l.npz", "save l.npz"), ("l.nns", "record l.nns"), ("l.npz", "trace J to=l.npz; train 2; trace off"), ("l.csv", "trace J to=l.csv; train 2; trace off"),
  ])
  func linksAreFollowed(_ name: String, _ statement: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("real/keep", "")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/real/second", withDestinationPath: "file")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/" + name, withDestinationPath: "real/second")
    for _ in 1...2 {
      #expect(try Program.run(["-c", "init seed=2; \(statement)"], folder: folder.path).status == 0)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/" + name) == "real/second")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/real").sorted() == ["file", "keep", "second"])
      #expect((FileManager.default.contents(atPath: folder.path + "/real/file")?.count ?? 0) > 5)
    }
  }

  /// Where there is no room for what `export` and `save` write, the old files stay in every byte, and no other file is left. `ulimit -f` takes the room.
  @Test(arguments: [
    "export n.html", "export n.onnx", "export n.safetensors", "export n.tex", "export n.py", "export n.torch.py", "export W1 n.csv", "save n.npz",
  ])
  func noRoom(_ statement: String) throws {
    let folder = try TemporaryFolder()
    let old = ["n.html", "n.onnx", "n.safetensors", "n.tex", "n.py", "n.torch.py", "n.torch.safetensors", "n.csv", "n.npz"]
    for name in old { try folder.write(name, "old \(name)") }
    // The parameters of this network lie beside the program of PyTorch. That file is too large too.
    let statements = "init 2 300:tanh 40:tanh 1:sigmoid seed=2; train 1; \(statement)"
    let limited = "ulimit -f 1; exec \(Program.path) -c '\(statements)'"
    let result = try Program.run(["-c", limited], folder: folder.path, executable: "/bin/bash")
    #expect(result.status == 1 && result.errors.contains("file too large"), "\(result)")
    #expect(try listing(folder) == old.sorted() && old.allSatisfy { folder.read($0) == "old \($0)" })
  }

  /// Links in a circle, a folder, a pipe for a trace archive and a missing folder are errors. The files stay as they were.
  @Test func whatCannotBeWritten() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/a", withDestinationPath: "b")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/b", withDestinationPath: "a")
    try folder.write("folder/x", "x")
    #expect(unsafe mkfifo(folder.path + "/p.npz", 0o600) == 0)
    for (statement, reason) in [
      ("save a", "too many levels of symbolic links"), ("save folder", "is a directory"), ("record folder", "is a directory"),
      ("trace J to=p.npz", "an archive needs a regular file"), ("save none/x", "no such file or directory"),
    ] {
      let result = try Program.run(["-c", "init; \(statement)"], folder: folder.path)
      #expect(result.status == 1 && result.errors.contains(reason), "\(statement): \(result.errors)")
    }
    #expect(try listing(folder) == ["a", "b", "folder", "p.npz"])
  }

  /// `save` removes its temporary file of a killed program after a minute. A newer one and every other file stay.
  @Test func staleFilesAreCleared() throws {
    let folder = try TemporaryFolder()
    let names = [
      ".net.npz.abcdefgh.nnshell-tmp", ".net.npz.abcdefgi.nnshell-tmp", ".other.npz.abcdefgh.nnshell-tmp", ".net.npz.abc.nnshell-tmp", "net.npz.abcdefgh",
    ]
    for name in names { try folder.write(name, "") }
    for name in names where !name.contains("abcdefgi") {
      try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -100)], ofItemAtPath: folder.path + "/" + name)
    }
    #expect(try Program.run(["-c", "init; save net.npz"], folder: folder.path).status == 0)
    #expect(try listing(folder) == (names.dropFirst() + ["net.npz"]).sorted())
  }

  /// A file that is written again keeps its mode.
  @Test func modeStays() throws {
    let folder = try TemporaryFolder()
    try folder.write("net.npz", "")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path + "/net.npz")
    #expect(try Program.run(["-c", "init; save net.npz"], folder: folder.path).status == 0)
    #expect(try FileManager.default.attributesOfItem(atPath: folder.path + "/net.npz")[.posixPermissions] as? Int == 0o600)
  }
}
