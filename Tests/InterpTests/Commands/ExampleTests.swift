import Foundation
import Testing

@testable import Interp

/// The registry: every command's example runs and prints what help says it prints.
@Suite struct ExampleTests {
  /// Examples that read a file which the reader has and the test has not, or that ask for a prompt.
  private static let withoutRun: Set<String> = ["load", "source", "save", "export", "history", "trace"]

  @Test(arguments: CommandRegistry.standard.names.filter { !withoutRun.contains($0) }) func examplePrintsWhatItSays(_ name: String) throws {
    let command = try #require(CommandRegistry.standard.command(named: name))
    let transcript = run(command.example.input.joined(separator: "\n"))
    #expect(matches(transcript.lines, command.example.output), "\(transcript.output)\(transcript.errors)")
    #expect(transcript.status == 0, "\(transcript.errors)")
  }

  /// A topic's example prints what the topic says; topics are named, completed and suggested, and fit a window.
  @Test(arguments: Topic.all.map(\.name)) func topic(_ name: String) throws {
    let topic = try #require(Topic.all.first { $0.name == name })
    let transcript = run(topic.example.input.joined(separator: "\n"))
    #expect(transcript.status == 0 && matches(transcript.lines, topic.example.output), "\(transcript.output)\(transcript.errors)")
    let session = TestSession()
    let lines = session.run("help \(name)").lines
    let topicLines = topic.lines.flatMap { TextTable.wrapped($0, width: 80) }
    #expect(lines.starts(with: topicLines) && lines.count > 5 && lines.allSatisfy { $0.count <= 80 }, "\(lines)")
    #expect(Functions.named(name) == nil && CommandRegistry.standard.command(named: name) == nil)
    #expect(session.run("help all").output.contains(name) && session.run("help nothing").errors.contains(name))
  }

  @Test func topicsAreFound() {
    let session = TestSession()
    #expect(session.run("help claim").lines == session.run("help claims").lines && session.run("help claim").status == 0)
    #expect(session.run("help indexin").errors.contains("did you mean 'indexing'?"))
    #expect(session.interpreter.complete("help inde", cursor: 9) { _ in [] }.candidates == ["indexing"])
    #expect(session.run("help claims").output.contains("Z[1] = W[1]X + b[1]: holds"))
  }

  @Test func saveLoadAndSourceExamples() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nnshell-examples-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try "a = 41\nb = a + 1\n".write(toFile: folder + "/first.nns", atomically: true, encoding: .utf8)
    let session = TestSession()
    #expect(session.run("init seed=2; train 3; export \(folder)/session.html").status == 0)
    #expect(session.run("init seed=2; save \(folder)/net.npz; a = W1; init; load \(folder)/net.npz; array_equal(a, W1)").lines == ["True"])
    #expect(session.run("source \(folder)/first.nns; b").lines == ["42"])
    #expect(session.run("history 5").status == 0)
  }

  @Test func registryIsWhole() {
    // Group by group, as help lists them.
    let groups = CommandRegistry.standard.all.map { CommandGroup.allCases.firstIndex(of: $0.group)! }
    #expect(groups == groups.sorted())
    let names = CommandRegistry.standard.names
    #expect(Set(names).count == names.count)
    // Every command of this version that the contract names.
    for name in [
      "init", "forward", "backward", "step", "shape", "show", "data", "use", "train", "predict", "evaluate", "compare", "seed", "explain", "derive", "check",
      "gradients",
      "freeze", "unfreeze",
      "save", "load", "export", "source", "record",
      "repeat", "for", "assert", "print", "who", "set", "help", "history", "version", "quit",
    ] {
      #expect(names.contains(name), "\(name)")
    }
  }

  @Test(arguments: CommandRegistry.standard.names) func describesItself(_ name: String) throws {
    let command = try #require(CommandRegistry.standard.command(named: name))
    #expect(!command.summary.isEmpty && command.summary.count <= 64 && command.usage.hasPrefix(name) && !command.example.input.isEmpty)
    #expect(Help.overview(.standard).joined(separator: "\n").contains(command.summary))
  }

  @Test func laterOptionsAreUnknown() {
    #expect(run("init; train 5 speed=2").errors.contains("train has no option 'speed='") && !run("help train").output.contains("speed="))
    // `back` is never taken for backward.
    #expect(run("back", atPrompt: true).errors.contains("there is no network yet"))
  }

  @Test func abbreviationsAtThePromptAlone() {
    #expect(run("ini; forw; t", atPrompt: true).status == 0)
    #expect(run("ini").errors.contains("unknown name 'ini'"))
    #expect(run("init; trai 1; t", atPrompt: true).lines.last == "1" && run("tra 1", atPrompt: true).errors.contains("may be train, trace"))
    #expect(run("s", atPrompt: true).errors.contains("may be step, shape, show"))
    #expect(run("ini = 3; ini", atPrompt: true).lines == ["3"])
    // What is called is no abbreviation: g(z) is not gradients (z).
    #expect(run("init; g(z) = z", atPrompt: true).errors.contains("unknown function 'g'"))
    #expect(run("init; g'(3)", atPrompt: true).errors.contains("'g' has no derivative here"))
    // The notes' letters and what an operator follows are names.
    #expect(run("init; forward; a[1](3)", atPrompt: true).output.contains("(4, 1)"))
    #expect(run("init; forward; a[1] = g[1](z[1])", atPrompt: true).output.contains("holds"))
    for text in ["w * 3", "g(3)", "b + 1", "z", "s == 3", "tr[1]", "ste.T"] { #expect(run(text, atPrompt: true).errors.contains("unknown"), "\(text)") }
    #expect(run("rep 2 { print 1 }", atPrompt: true).lines == ["1", "1"] && run("cont", atPrompt: true).errors.contains("works only in a loop"))
    #expect(run("init; forward; backward; ste -0.5; t", atPrompt: true).lines.last == "1")
    // A variable comes before an abbreviation.
    #expect(run("forw = 5\nforw", atPrompt: true).lines.last == "5")
  }

  @Test(arguments: CommandRegistry.standard.names + ["sum", "tanh", "softmax", "dZ2", "W1", "cross_entropy", "moons", "alpha"]) func help(_ word: String) {
    #expect(run("help \(word)").lines.count >= 2)
  }

  @Test func helpSaysWhoseGradientsCarryTheShare() {
    #expect(run("init; help dZ1").output.contains("no 1/m"))
    #expect(run("init; help dW1").output.contains("carries the 1/m"))
    #expect(run("help forwad").errors.contains("did you mean 'forward'"))
  }
}
