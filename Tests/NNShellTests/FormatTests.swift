import Foundation
import TestSupport
import Testing

private let hasPerl = (try? Program.run(["-MTAP::Parser", "-MJSON::PP", "-e", "1"], executable: "/usr/bin/perl"))?.status == 0

/// `--test --format junit|tap|gradescope` prints one document. Other programs read it here: Python's XML and JSON, and Perl's TAP::Parser.
@Suite(.enabled(if: Python.path != nil && hasPerl, "Python and Perl read the documents")) struct FormatTests {
  /// A row of a document, as the reader of its format found it.
  private struct Row: Decodable, Equatable {
    var name: String
    var outcome: String
    var message: String
  }

  private struct Reading: Decodable {
    var rows: [Row]
    /// What the reader complains about, and why the run stopped.
    var complaints: [String]
    var stop: String?
  }

  private static let junit = """
    import json, re, sys
    import xml.etree.ElementTree as ET
    # The attributes of junit-10.xsd.
    known = {"testsuites": {"name", "time", "tests", "failures", "errors"},
             "testsuite": {"name", "time", "tests", "failures", "errors", "skipped"}, "testcase": {"name", "classname", "time"},
             "failure": {"message", "type"}, "error": {"message", "type"}, "skipped": {"message", "type"}, "system-out": set()}
    root = ET.fromstring(sys.stdin.buffer.read())
    complaints, rows, names = [], [], set()
    for element in root.iter():
        complaints += [f"{element.tag} {name}" for name in set(element.attrib) - known[element.tag]]
        if not re.fullmatch(r"[0-9]+\\.[0-9]{3}", element.get("time", "0.000")): complaints.append(element.get("time"))
    outcomes = {"failure": "failed", "error": "broken", "skipped": "skipped"}
    for suite in root:
        cases = suite.findall("testcase")
        for case in cases:
            place = (case.get("classname"), case.get("name"))
            if place in names or len(case) > 1: complaints.append("twice " + case.get("name"))
            names.add(place)
            outcome = outcomes[case[0].tag] if len(case) else "passed"
            rows.append({"name": ": ".join(place), "outcome": outcome, "message": case[0].get("message") if len(case) else ""})
        for key, tag in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
            if int(suite.get(key)) != sum(case.find(tag) is not None for case in cases): complaints.append(f"{key} of {suite.get('name')}")
        if int(suite.get("tests")) != len(cases): complaints.append("tests of " + suite.get("name"))
    for key in ["tests", "failures", "errors"]:
        if int(root.get(key)) != sum(int(suite.get(key)) for suite in root): complaints.append("all " + key)
    print(json.dumps({"rows": rows, "complaints": complaints}))
    """

  private static let tap = ##"""
    use TAP::Parser; use JSON::PP;
    my $parser = TAP::Parser->new({tap => do { local $/; <STDIN> }});
    my (@rows, @complaints, $stop);
    sub plain { my $text = shift; $text =~ s/\\([\\#])/$1/g; $text }
    while (my $result = $parser->next) {
      if ($result->is_test) {
        my $name = plain($result->description); $name =~ s/^- //;
        my $outcome = $result->has_skip ? "skipped" : $result->is_ok ? "passed" : "failed";
        push @rows, {name => $name, outcome => $outcome, message => $result->has_skip ? plain($result->explanation) : ""};
      } elsif ($result->is_yaml) {
        my $data = $result->data;
        $rows[-1]{message} = $data->{message};
        $rows[-1]{outcome} = "broken" if $data->{severity} eq "error";
        push @complaints, "no place" unless length $data->{file} && ($data->{line} // 1) > 0 && defined $data->{text};
      } elsif ($result->is_bailout) { $stop = plain($result->explanation);
      } elsif (!$result->is_plan && !$result->is_version) { push @complaints, "unknown " . $result->as_string; }
    }
    push @complaints, $parser->parse_errors;
    print JSON::PP->new->encode({rows => \@rows, complaints => \@complaints, stop => $stop});
    """##

  private static let gradescope = """
    import json, sys
    document = json.load(sys.stdin)
    complaints = []
    visible = {"hidden", "after_due_date", "after_published", "visible"}
    formats = {"text", "html", "simple_format", "md", "ansi"}
    def look(thing, known):
        for key, value in thing.items():
            good = known.get(key)
            if good is None or not (value in good if isinstance(good, set) else isinstance(value, good)): complaints.append(f"{key} {value}")
    number = (int, float)
    look(document, {"score": number, "execution_time": number, "output": str, "output_format": formats, "visibility": visible,
                    "stdout_visibility": visible, "tests": list})
    for test in document["tests"]:
        look(test, {"score": number, "max_score": number, "status": {"passed", "failed"}, "name": str, "name_format": formats, "number": str,
                    "output": str, "output_format": formats, "tags": list, "visibility": visible, "extra_data": dict})
        if (test["score"] == test["max_score"]) != (test["status"] == "passed"): complaints.append("status")
    if document["score"] != sum(test["score"] for test in document["tests"]): complaints.append("score")
    rows = [{"name": test["name"], "outcome": test["status"], "message": test["output"]} for test in document["tests"]]
    print(json.dumps({"rows": rows, "complaints": complaints, "stop": document["output"]}))
    """

  /// Reads a document with a program that does not come from here. The rows have one blank for line ends and tabs, as TAP has.
  private func read(_ document: String, _ format: String) throws -> Reading {
    let result =
      switch format {
      case "junit": try Program.run(["-c", Self.junit], input: document, executable: Python.path)
      case "tap": try Program.run(["-e", Self.tap], input: document, executable: "/usr/bin/perl")
      default: try Program.run(["-c", Self.gradescope], input: document, executable: Python.path)
      }
    try #require(result.status == 0, "\(format) \(result.errors) \(document)")
    var reading = try JSONDecoder().decode(Reading.self, from: Data(result.output.utf8))
    #expect(reading.complaints == [], "\(format) \(document)")
    if format != "gradescope" {
      for index in reading.rows.indices { reading.rows[index].name = reading.rows[index].name.replacing(/[\n\t]/, with: " ") }
    }
    return reading
  }

  /// Runs the program with each format. JUnit and TAP must give the same rows, and both the counts of `--json`. The status is that without a format.
  private func rows(_ arguments: [String], _ folder: TemporaryFolder) throws -> [Row] {
    func run(_ more: [String]) throws -> Program.Result { try Program.run(["--test"] + arguments + more, folder: folder.path) }
    let json = try run(["--json"])
    var found: [[Row]] = []
    for format in ["junit", "tap"] {
      let result = try run(["--format", format])
      #expect(result.status == json.status && result.errors == json.errors, "\(result)")
      let rows = try read(result.output, format).rows
      found.append(rows)
      let counts = json.output.matches(of: /"passed":([0-9]+),"failed":([0-9]+)/).reduce((0, 0)) { ($0.0 + Int($1.1)!, $0.1 + Int($1.2)!) }
      #expect(rows.count { $0.outcome == "passed" && !$0.name.hasSuffix("the file runs to its end") } == counts.0, "\(rows)")
      #expect(rows.count { $0.outcome == "failed" } == counts.1, "\(rows)")
      #expect(rows.contains { $0.outcome == "failed" || $0.outcome == "broken" } == (json.status != 0), "\(rows)")
    }
    #expect(found[0] == found[1])
    return found[0]
  }

  private func short(_ rows: [Row]) -> [String] { rows.map { "\($0.outcome) \($0.name)" + ($0.message.isEmpty ? "" : " | " + $0.message) } }

  /// Scripts of every kind: each check has a row, and so has what is wrong and no check.
  @Test(arguments: [
    ("", ["passed FILE: the file runs to its end"]), ("v = 1\n", ["passed FILE: the file runs to its end"]),
    ("assert 1 == 1\n2\n#> 2\n", ["passed FILE: line 1: assert 1 == 1", "passed FILE: line 2: 2"]),
    (
      "assert 1 == 1; assert 1 == 2 \"no\"; assert 1 == 1\nassert 1 == 1",
      [
        "passed FILE: line 1: assert 1 == 1", "failed FILE: line 1: assert 1 == 2 \"no\" | no",
        "failed FILE: line 1: assert 1 == 1 (2) | not reached, because line 1 failed: no",
        "skipped FILE: line 2: assert 1 == 1 | not reached, because line 1 failed",
      ]
    ),
    (
      "for i in 1:5 {\n  assert i < 9\n  assert i < 4 \"in the loop\"\n}\n3\n#> 4\n",
      [
        "passed FILE: line 2: assert i < 9", "failed FILE: line 3: assert i < 4 \"in the loop\" | in the loop",
        "skipped FILE: line 5: 3 | not reached, because line 3 failed",
      ]
    ),
    (
      "assert 1 == 1\nnope\n3\n#> 4\n",
      [
        "passed FILE: line 1: assert 1 == 1", "broken FILE: line 2 runs | unknown name 'nope'",
        "skipped FILE: line 3: 3 | not reached, because line 2 failed",
      ]
    ),
    ("1\n#> 2\n2\n#> 2\n", ["failed FILE: line 1: 1 | 1 prints something else", "passed FILE: line 3: 2"]),
    (
      "assert (1 ==\nassert 2 == 2\n",
      ["broken FILE: line 2 runs | expected ')', found the number 2"]
    ),
    ("#> 1\nassert True\n", ["broken FILE: line 1 runs | #> below no statement", "passed FILE: line 2: assert True"]),
    ("nope\n#> error: unknown name ...\n", ["passed FILE: line 1: nope"]), ("assert True\nquit\nassert True\n", nil),
  ]) func scripts(_ script: String, _ expected: [String]?) throws {
    let folder = try TemporaryFolder()
    try folder.write("a.nns", script)
    let rows = short(try rows(["a.nns"], folder))
    if let expected { #expect(rows == expected.map { $0.replacing("FILE", with: "a.nns") }) }
  }

  /// With `-k` a script goes on after an error. A second script that cannot be read does not spoil the document.
  @Test func severalScripts() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.nns", "nope\n2\n#> 3\ninit; forward; backward\ndZ2 = A2\n")
    try folder.write("c.nns", "assert True\n")
    let found = short(try rows(["-k", "a.nns", "b.nns", "c.nns"], folder))
    let expected = [
      "broken a.nns: line 1 runs | unknown name 'nope'", "failed a.nns: line 2: 2 | 2 prints something else",
      "failed a.nns: line 5: dZ2 = A2 | dZ2 does not hold: ", "broken b.nns: the file runs to its end | cannot read 'b.nns': ",
      "passed c.nns: line 1: assert True",
    ]
    #expect(found.count == expected.count && zip(found, expected).allSatisfy { $0.hasPrefix($1) }, "\(found)")
    let gradescope = try Program.run(["--test", "a.nns", "c.nns", "--format", "gradescope"], folder: folder.path)
    let reading = try read(gradescope.output, "gradescope")
    #expect(reading.rows.map(\.name) == ["a.nns: line 2: 2", "a.nns: line 5: dZ2 = A2", "c.nns: line 1: assert True"], "\(reading)")
    #expect(reading.rows.map(\.outcome) == ["failed", "failed", "passed"] && reading.stop?.contains("unknown name 'nope'") == true, "\(reading)")
  }

  private static let names = [
    "plain.nns", "it's \"q\".nns", "<&>]]>.nns", "a # TODO b \\# SKIP \\.nns", "e\u{1b}[31m\u{7f}\u{85}\u{202e}\u{2028}.nns", "\u{fffe}\u{ffff}.nns",
    "<\u{338}&\u{338}\"\u{338}\\\u{338}#\u{338}.nns", "two\nlines\tand a tab.nns", " - 7.nns", "./---.nns", "é😀.nns",
  ]

  /// Names and texts with signs that mean something in XML, TAP, YAML or JSON, and with signs that XML forbids.
  @Test func hostileNamesAndTexts() throws {
    let folder = try TemporaryFolder()
    let key = """
      assert v == 1 "it's <&> ]]> # SKIP \\\\ \u{338} \u{1b}"
      print s
      #> ]]> <!-- # TODO \\#
      assert v == 1; assert v == 1
      """
    try folder.write("k<&>\"'.nns", key)
    for (index, name) in Self.names.enumerated() {
      try folder.write(name, index % 2 == 0 ? "v = 1; s = \"]]> <!-- # TODO \\\\#\"" : "v = 2; s = \"\u{1b}]]>\u{ffff}\"")
    }
    let rows = try rows(["k<&>\"'.nns", "--on"] + Self.names, folder)
    #expect(rows.count == 4 * Self.names.count)
    #expect(rows.count { $0.outcome == "passed" } == 4 * 6, "\(short(rows))")
    #expect(rows.contains { $0.name.hasPrefix("e\\x1b[31m\\x7f\\x85\\u202e\\u2028.nns: line 1: assert v == 1 ") }, "\(short(rows))")
    #expect(rows.contains { $0.name.hasPrefix("\\ufffe\\uffff.nns: ") } && rows.contains { $0.name == " - 7.nns: line 4: assert v == 1 (2)" })
    for name in Self.names {
      let result = try Program.run(["--test", "k<&>\"'.nns", "--on", name, "--format", "gradescope"], folder: folder.path)
      #expect(try read(result.output, "gradescope").rows.count == 4)
    }
  }

  /// A name that is not UTF-8 cannot be opened. The document is UTF-8 and says so.
  @Test func namesThatAreNotText() throws {
    let folder = try TemporaryFolder()
    try folder.write("key.nns", "assert True\n")
    for format in ["junit", "tap", "gradescope"] {
      let result = try Program.run(
        ["-c", "echo v = 1 > $(printf 'a\\351.nns'); \(Program.path) --test key.nns --on $(printf 'a\\351.nns') --format \(format)"],
        folder: folder.path, executable: "/bin/bash")
      #expect(result.status == 2, "\(result)")
      #expect(try read(result.output, format).rows.map(\.outcome).first == "failed")
    }
  }

  /// Every submission has its checks: also one that never ends, that cannot be read, that is not text, and that stops.
  @Test func submissions() throws {
    let folder = try TemporaryFolder()
    try folder.write("key.nns", "assert v == 2\nw\n#> 3\nv = u\n")
    try folder.write("good.nns", "v = 2; w = 3")
    try folder.write("ends.nns", "v = 2\nnope\nw = 3")
    try folder.write("endless.nns", "v = 2; w = 3\nwhile True { v = 2 }")
    try Data([0x76, 0xff, 0x00]).write(to: URL(fileURLWithPath: folder.path + "/binary.nns"))
    let files = ["good.nns", "ends.nns", "endless.nns", "binary.nns", "missing.nns"]
    let rows = short(try rows(["key.nns", "--on"] + files + ["--seconds", "1"], folder))
    #expect(
      rows.filter { $0.contains("end") && !$0.contains("line 4") } == [
        "passed ends.nns: line 1: assert v == 2", "failed ends.nns: line 2: w | unknown name 'w'",
        "broken ends.nns: the file runs to its end | stopped: ends.nns:2:1: error: unknown name 'nope'",
        "passed endless.nns: line 1: assert v == 2", "passed endless.nns: line 2: w", "broken endless.nns: the file runs to its end | the time was up",
        "broken binary.nns: the file runs to its end | stopped: binary.nns:1:2: error: the script contains byte 0xFF, which is not UTF-8",
        "broken missing.nns: the file runs to its end | it cannot be read",
      ], "\(rows)")
    #expect(rows.count { $0.contains("line 4 runs") } == 4)
  }

  /// The points of Gradescope, and what it says about the whole submission.
  @Test func points() throws {
    let folder = try TemporaryFolder()
    try folder.write("key.nns", "assert v == 2 \"v is <2>\"\nw\n#> 3\nassert True\n")
    try folder.write("a.nns", "v = 1; w = 3\nnope")
    let result = try Program.run(["--test", "key.nns", "--on", "a.nns", "--format=gradescope"], folder: folder.path)
    let reading = try read(result.output, "gradescope")
    #expect(result.status == 3 && reading.rows.map(\.outcome) == ["failed", "passed", "passed"])
    #expect(reading.rows[0].message.contains("error: v is <2>") && reading.rows[1].message.isEmpty)
    #expect(reading.stop == "2 of 3 checks passed\nstopped: a.nns:2:1: error: unknown name 'nope'")
    #expect(result.output.contains("\"max_score\":1") && result.output.contains("\"number\":\"3\"") && !result.output.contains("leaderboard"))
  }

  /// A run that cannot go on: the document says why.
  @Test func stops() throws {
    let folder = try TemporaryFolder()
    try folder.write("none.nns", "v = 1\n")
    for (key, reason) in [("none.nns", "none.nns has no check: it needs an assert, a claim or a #> line"), ("absent.nns", "cannot read 'absent.nns': no such")]
    {
      for format in ["junit", "tap", "gradescope"] {
        let result = try Program.run(["--test", key, "--on", "none.nns", "--format", format], folder: folder.path)
        #expect(result.status == 2 && result.errors.hasPrefix("nnshell: error: \(reason)"), "\(result)")
        let reading = try read(result.output, format)
        #expect((format == "junit" ? reading.rows[0].message : reading.stop ?? "").hasPrefix(reason), "\(result)")
      }
    }
  }

  /// After Ctrl-C, TERM and HUP the document is whole, and the program ends as without a format. A script that crashes the program is one row.
  @Test(arguments: ["junit", "tap", "gradescope"]) func signals(_ format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("key.nns", "assert True\n")
    try folder.write("good.nns", "assert True\n")
    try folder.write("endless.nns", "assert True\nwhile True { v = 2 }")
    func run(_ words: String, _ signal: String) throws -> Program.Result {
      try Program.run(
        ["-c", "\(Program.path) --test \(words) --format \(format) & P=$!; sleep 1; \(signal); wait $P; exit $?"], folder: folder.path,
        executable: "/bin/bash")
    }
    for words in ["good.nns endless.nns"] + (format == "gradescope" ? ["key.nns --on endless.nns"] : ["key.nns --on good.nns endless.nns"]) {
      for (name, status) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let result = try run(words, "kill -\(name) $P")
        #expect(result.status == status, "\(name) \(result)")
        let reading = try read(result.output, format)
        #expect(result.output.contains("the run was interrupted"))
        if words.hasPrefix("good") || words.contains("good") { #expect(reading.rows[0].outcome == "passed", "\(reading)") }
      }
      let crash = try run(words, "kill -KILL $(pgrep -P $P)")
      #expect(crash.status == 3, "\(crash)")
      let reading = try read(crash.output, format)
      #expect(crash.output.contains("nnshell crashed with signal 9") && reading.rows.contains { $0.outcome != "passed" }, "\(crash)")
    }
  }

  /// `--update` rewrites a script and prints nothing but the document. `text` and `json` print what they print without `--format`.
  @Test func otherOptions() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.nns", "1\n#> 2\n")
    func run(_ words: [String]) throws -> Program.Result { try Program.run(["--test", "a.nns"] + words, folder: folder.path) }
    #expect(try run(["--format", "text"]).output == run([]).output)
    #expect(try run(["--format", "json"]).output == run(["--json"]).output)
    let updated = try run(["--update", "--format", "tap"])
    #expect(try updated.status == 0 && short(read(updated.output, "tap").rows) == ["passed a.nns: line 1: 1"], "\(updated)")
    #expect(try run([]).output == "1 passed, 0 failed\n")
  }
}
