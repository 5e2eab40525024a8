import Foundation

/// Runs the built program with pipes at its input and outputs.
public enum Program {
  /// The debug build, which lies beside the test bundle.
  public static var path: String {
    let bundle = Bundle.allBundles.map(\.bundlePath).first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("nnshell").path
  }

  /// The release build, which `./run` starts. `./test` makes it before the tests.
  public static var releasePath: String {
    let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    return root.appendingPathComponent(".build/release/nnshell").path
  }

  /// Runs the program with the witness (Tests/CWitness) and returns what it counted: all allocations, the large ones, and the calls on files in order.
  ///
  /// - Throws: `WitnessError` where the program fails or the witness reports nothing.
  public static func witnessed(_ arguments: [String], executable: String? = nil) throws -> (allocations: Int, large: Int, files: [String]) {
    let library = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("libCWitness.so").path
    let result = try run(arguments, environment: ["LD_PRELOAD": library], executable: executable)
    let lines = result.errors.split(separator: "\n").filter { $0.hasPrefix("witness ") }.map { $0.split(separator: " ").map(String.init) }
    let allocations = lines.first { $0[1] == "allocations" }.flatMap { Int($0[2]) }
    let large = lines.first { $0[1] == "large" }.flatMap { Int($0[2]) }
    let files = lines.first { $0[1] == "files" }.map { Array($0.dropFirst(2)) }
    guard result.status == 0, let allocations, let large, let files else { throw WitnessError(text: result.errors) }
    return (allocations, large, files)
  }

  /// An object of `--json` that docs/json.md does not describe.
  public struct FormError: Error {
    public var text: String
  }

  public struct WitnessError: Error {
    public var text: String
  }

  public struct Result {
    public var output: String
    public var errors: String
    public var status: Int32
  }

  /// Runs the program to its end. Standard input is `bytes`, or else `input`. The status is 128 + N after signal N.
  public static func run(
    _ arguments: [String], input: String = "", bytes: [UInt8]? = nil, environment: [String: String] = [:], folder: String? = nil, executable: String? = nil
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable ?? path)
    process.arguments = arguments
    // A sanitizer's options hold for the program too.
    let sanitizer = ProcessInfo.processInfo.environment["ASAN_OPTIONS"].map { ["ASAN_OPTIONS": $0] } ?? [:]
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"].merging(sanitizer) { $1 }.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    nonisolated(unsafe) var errorData = Data()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { unsafe errorData = errors.fileHandleForReading.readDataToEndOfFile() }
    let data = bytes.map { Data($0) } ?? Data(input.utf8)
    DispatchQueue.global().async(group: group) {
      try? standardInput.fileHandleForWriting.write(contentsOf: data)
      try? standardInput.fileHandleForWriting.close()
    }
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    group.wait()
    let status = process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
    let text = String(decoding: outputData, as: UTF8.self)
    if arguments.contains("--json"), let complaint = JSONTables.standard.complaints(about: text).first { throw FormError(text: complaint) }
    return unsafe Result(output: text, errors: String(decoding: errorData, as: UTF8.self), status: status)
  }
}

/// A temporary folder for one test. It is removed at the end.
public final class TemporaryFolder {
  public let path: String

  public init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("nnshell-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  public func write(_ name: String, _ text: String) throws {
    try write(name, bytes: Array(text.utf8))
  }

  public func write(_ name: String, bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  public func read(_ name: String) -> String {
    (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? ""
  }
}
