import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// Pictures as files. Debian's gnuplot 5.4 draws them.
@Suite struct PictureFileTests {
  private let session = TestSession()
  private let place: TemporaryFolder
  private var folder: String { place.path }

  init() throws { place = try TemporaryFolder() }

  private func bytes(_ name: String) -> Data { FileManager.default.contents(atPath: folder + "/" + name) ?? Data() }
  private func text(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }
  private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

  /// Each picture in each form. gnuplot ends with an error where a line of its input is wrong.
  @Test(arguments: ["J", "data", "boundary", "boundary unit=2 layer=1", "activation tanh", "gradients", "network", "hist W1", "W1", "[1, 2, nan, 4], [4; 3]"])
  func everyPicture(_ what: String) throws {
    _ = session.run("init seed=2; train 30 alpha=1.2")
    for (ending, start) in [("svg", Data("<?xml".utf8)), ("png", Data([0x89, 0x50, 0x4e, 0x47])), ("pdf", Data("%PDF".utf8))] {
      let result = session.run("plot \(what) to=\"\(folder)/a.\(ending)\" size=600x400")
      #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
      #expect(bytes("a.\(ending)").starts(with: start))
    }
    #expect(XMLCheck.isWellFormed(bytes("a.svg")) && text("a.svg").contains("width=\"600\" height=\"400\""))
    #expect(bytes("a.png")[16..<24].elementsEqual([0, 0, 2, 88, 0, 0, 1, 144]))
  }

  /// No text of the user becomes a command or a sign of the form.
  @Test func texts() throws {
    let title = "a `touch \(folder)/b` 'c' \\\"d\\\" $e @f {g}_h <i> & é # ; \\\\"
    #expect(session.run("plot [1, 2] to=\"\(folder)/a.svg\" title=\"\(title)\"").status == 0)
    #expect(names == ["a.svg"] && XMLCheck.isWellFormed(bytes("a.svg")))
    #expect(text("a.svg").contains("a `touch \(folder)/b` 'c' \"d\" $e @f {g}_h &lt;i"))
    #expect(GnuplotScript.quoted("it's\nset output 'x'\u{2028}") == "'it''s set output ''x'' '")
    // Names of features and classes come from files.
    try "x'1,`x2`,y\n1,2,a'b\n2,1,c\n3,3,c\n".write(toFile: folder + "/d.csv", atomically: true, encoding: .utf8)
    #expect(session.run("data \"\(folder)/d.csv\" y=y; plot data to=\"\(folder)/d.svg\"").status == 0)
    #expect(text("d.svg").contains("`x2` over x'1"))
  }

  /// A gap stays a gap, and a value between two gaps is a dot.
  @Test func gaps() {
    let figure = Figure(
      what: "v", title: "", content: Figure.series([Figure.Series(name: "v", x: [1, 2, 3, 4], y: [1, 2, .nan, 4])]), notes: ["v has 1 value"])
    let script = GnuplotScript(figure, .svg, size: (400, 300)).text
    #expect(script.contains("$s0 << EOD\n1.0 1.0\n2.0 2.0\n3.0 NaN\n4.0 4.0\nEOD\n") && script.contains("$alone0 << EOD\n4.0 4.0\nEOD\n"))
    #expect(script.contains("'v has 1 value'") && !script.contains("missing"))
  }

  /// A line of many points keeps its peaks and its gaps.
  @Test func manyPoints() {
    var y = (0..<1_000_000).map { Double($0 % 7) }
    (y[123_456], y[654_321], y[777_777]) = (1000, -1000, .nan)
    let line = Figure.Series(name: "y", x: y.indices.map(Double.init), y: y).thinned(most: 4000)
    #expect(line.x.count <= 4000 && line.x == line.x.sorted() && line.x.first == 0 && line.x.last == 999_999)
    #expect(line.y.contains(1000) && line.y.contains(-1000) && line.y.contains { $0.isNaN })
  }

  @Test func refused() throws {
    _ = session.run("init seed=2")
    func refusal(_ statement: String, in session: TestSession) -> String { session.run(statement).errors }
    #expect(refusal("plot W1 to=a.gif", in: session).contains("must end in .svg, .png or .pdf"))
    #expect(refusal("plot W1 to=\"\(folder)/a.png\" size=50x50", in: session).contains("120 to 5000"))
    #expect(refusal("plot [1e308, -1e308] to=\"\(folder)/a.png\"", in: session).contains("gnuplot draws no numbers above 1e300"))
    #expect(refusal("plot W1 to=a.jpg", in: session).contains("write to=\"a.png\""))
    #expect(refusal("plot nan to=\"\(folder)/a.png\"", in: session).contains("no value is finite"))
    #expect(refusal("plot W1 to=\"\(folder)/none/a.png\"", in: session).contains("no such file"))
    #expect(refusal("plot W1 to=/proc/a.png", in: session).contains("/proc/a.png"))
    #expect(TestSession(isSafe: true).run("plot X to=\"\(folder)/a.png\"").errors.contains("--safe"))
    // A file that the session read stays as it is.
    try "print 1\n".write(toFile: folder + "/d.svg", atomically: true, encoding: .utf8)
    _ = session.run("source \"\(folder)/d.svg\"")
    #expect(refusal("plot X to=\"\(folder)/d.svg\"", in: session).contains("read"))
    #expect(names == ["d.svg"])
  }

  /// gnuplot is missing, fails, says nothing, or does not end.
  @Test(arguments: [
    ("", "the program gnuplot, which is not here"), ("#!/bin/sh\necho 'line 1: wrong' >&2\nexit 3\n", "gnuplot could not draw the picture: line 1: wrong"),
    ("#!/bin/sh\nexit 0\n", "it wrote nothing"), ("#!/bin/sh\nexec sleep 30\n", "more than 0 seconds"),
    ("#!/bin/sh\nkill -9 $$\n", "it was ended by the signal 9"), ("no program", "gnuplot could not draw the picture"),
  ]) func badGnuplot(_ program: String, _ says: String) throws {
    if !program.isEmpty {
      _ = FileManager.default.createFile(atPath: folder + "/gnuplot", contents: Data(program.utf8), attributes: [.posixPermissions: 0o755])
    }
    try "old".write(toFile: folder + "/a.png", atomically: true, encoding: .utf8)
    let result = FilterProgram.$folders.withValue([folder]) {
      FilterProgram.$seconds.withValue(says.contains("seconds") ? 0 : 60) { session.run("plot [1, 2] to=\"\(folder)/a.png\"") }
    }
    #expect(result.status == 1 && result.errors.contains(says), "\(result.errors)")
    #expect(text("a.png") == "old")
  }

  /// A recording draws the file again, and checking it draws none.
  @Test func recorded() {
    _ = session.run("init seed=2; train 2; plot J to=\"\(folder)/a.svg\"")
    _ = FileManager.default.createFile(atPath: folder + "/a.svg", contents: nil)
    let recording = session.run("record \"\(folder)/a.nns\" --verify")
    #expect(text("a.nns").contains("plot J to=") && bytes("a.svg").isEmpty, "\(recording.errors)")
  }
}

/// Whether bytes are XML.
private final class XMLCheck {
  static func isWellFormed(_ bytes: Data) -> Bool {
    // Every tag is closed in the order in which it was opened, and nothing else has a `<`.
    var open: [Substring] = []
    for piece in String(decoding: bytes, as: UTF8.self).split(separator: "<").dropFirst(0) {
      guard let end = piece.firstIndex(of: ">") else { return false }
      let tag = piece[..<end]
      if tag.hasPrefix("?") || tag.hasPrefix("!") || tag.hasSuffix("/") { continue }
      let name = tag.prefix { !$0.isWhitespace && $0 != ">" }
      if name.hasPrefix("/") { if open.popLast() != name.dropFirst() { return false } } else { open.append(name) }
    }
    return open.isEmpty
  }
}
