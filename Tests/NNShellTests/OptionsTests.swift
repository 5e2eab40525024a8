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
    #expect(try Options(["--reference"]).action == .reference)
  }

  @Test func tests() throws {
    let tests = try Options(["--test", "a.nns", "--json", "b.nns", "--update"])
    #expect(tests.tests && tests.updates && tests.json && tests.script == "a.nns" && tests.arguments == ["b.nns"] && tests.submissions.isEmpty)
    #expect(try Options(["--test", "a.nns", "-k"]).keepGoing)
    let marks = try Options(["--test", "key.nns", "--on", "a.nns", "--seconds=3", "b.nns"])
    #expect(marks.script == "key.nns" && marks.submissions == ["a.nns", "b.nns"] && marks.seconds == 3 && marks.arguments.isEmpty)
    #expect(try Options(["--test", "--format", "junit", "a.nns"]).form == .junit && Options(["--test", "a.nns", "--format=tap"]).form == .tap)
    let json = try Options(["--test", "a.nns", "--format", "json"])
    #expect(try json.json && json.form == nil && !Options(["--test", "a.nns", "--format", "text"]).json)
    #expect(try Options(["--test", "--json", "a.nns", "--format", "json"]).json)
    #expect(try Options(["--test", "k", "--on", "a", "--format", "gradescope"]).form == .gradescope)
    #expect(try Options(["--safe", "a.nns", "--test"]).isSafe && Options(["--safe", "a.nns", "--test"]).arguments == ["--test"])
  }

  @Test func faults() {
    let table: [([String], String)] = [
      (["--nope"], "unknown option --nope"), (["-z"], "unknown option -z"), (["-c"], "-c needs a text"), (["-c", "1", "x.nns"], "cannot be used"),
      (["--color", "red"], "auto, always or never"), (["--color"], "auto, always or never"),
      (["--test"], "--test needs the files"), (["--update", "a.nns"], "--update needs --test"), (["--on", "x"], "--on comes after the key file"),
      (["--test", "a", "b", "--on", "x"], "--on takes one key"), (["--test", "--update", "a", "--on", "x"], "--on takes one key"),
      (["--test", "a", "--on"], "--on needs the files"), (["--test", "a", "--on", "b", "--on", "c"], "--on takes one key"),
      (["--test", "-c", "1"], "cannot be used"), (["--seconds", "0"], "from 1 to 86400"), (["--test", "a", "--nope"], "unknown option --nope"),
      (["--seconds", "3", "a"], "--seconds needs --on"),
      (["--test", "a", "--seconds", "3"], "--seconds needs --on"), (["--test", "--parse-only", "a"], "--parse-only"),
      (["--test", "a", "-z"], "unknown option -z"),
      (["--test", "--update", "-"], "--update cannot rewrite standard input"), (["--test", "a", "-", "--update"], "--update cannot rewrite standard input"),
      (["--format", "tap", "a"], "--format needs --test"), (["--test", "a", "--format", "xml"], "--format must be text, json, junit, tap or gradescope"),
      (["--test", "a", "--format"], "--format must be"), (["--test", "--json", "a", "--format", "tap"], "--json and --format tap cannot be used together"),
      (["--test", "k", "--on", "a", "b", "--format", "gradescope"], "--format gradescope takes one submission"),
      (["--json=1"], "takes no value"), (["-qz"], "unknown option -z"),
    ]
    for (words, message) in table { #expect(fault(words)?.message.contains(message) == true, "\(words)") }
    for (typed, meant) in [
      ("--jsn", "--json"), ("--jso", "--json"), ("--updaet", "--update"), ("--kep-going", "--keep-going"), ("--noj", nil), ("--tset", "--test"),
    ] {
      #expect(fault([typed])?.hint == (meant.map { "did you mean \($0)?" } ?? "type nnshell --help for the options"), "\(typed)")
    }
  }

  /// The fault of these words, or nil where they are taken.
  private func fault(_ words: [String]) -> Options.Fault? {
    do throws(Options.Fault) {
      _ = try Options(words)
      return nil
    } catch { return error }
  }

  @Test func everyOptionIsInTheUsage() {
    for option in Options.known {
      #expect(Options.usage.contains(option), "\(option)")
    }
  }
}
