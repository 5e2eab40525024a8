import Testing

@testable import NNShell

@Suite struct OptionsTests {
  @Test func table() throws {
    #expect(try Options([]).script == nil)
    #expect(try Options(["-"]).script == "-")
    let script = try Options(["-qx", "--json", "a.nns", "-c", "--help"])
    #expect(script.quiet && script.echo && script.json && script.script == "a.nns" && script.arguments == ["-c", "--help"])
    #expect(try Options(["-c", "a", "-cb"]).texts == ["a", "b"])
    #expect(try Options(["--", "-x"]).script == "-x")
    #expect(try Options(["--color", "never"]).color == .never)
    #expect(try Options(["--color=always"]).color == .always)
    #expect(try Options(["-k", "-i", "--no-rc", "--parse-only"]).keepGoing)
    #expect(try Options(["--version"]).action == .version && Options(["-h"]).action == .help)
  }

  @Test func faults() {
    let table: [([String], String)] = [
      (["--nope"], "unknown option --nope"), (["-z"], "unknown option -z"), (["-c"], "-c needs a text"), (["-c", "1", "x.nns"], "do not go together"),
      (["--color", "red"], "auto, always or never"), (["--color"], "auto, always or never"),
      (["--test", "a.nns"], "--test is not in this version"), (["--safe"], "--safe is not in this version"), (["--update"], "not in this version"),
      (["--on", "x"], "not in this version"), (["--json=1"], "takes no value"), (["-qz"], "unknown option -z"),
    ]
    for (words, message) in table {
      do {
        _ = try Options(words)
        Issue.record("\(words) was taken")
      } catch {
        #expect(error.message.contains(message), "\(words): \(error.message)")
      }
    }
    #expect(throws: Options.Fault.self) { try Options(["--jsn"]) }
    do { _ = try Options(["--jso"]) } catch { #expect(error.hint == "did you mean --json?") }
  }

  @Test func everyOptionIsInTheUsage() {
    for option in Options.known where !["--test", "--update", "--on", "--safe"].contains(option) {
      #expect(Options.usage.contains(option), "\(option)")
    }
  }
}
