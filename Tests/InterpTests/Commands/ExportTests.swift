import Foundation
import TestSupport
import Testing

@testable import Interp

/// `export FILE.html`: the data of the page is what `goto` and `show` print. Tests/Page opens pages in a browser.
@Suite struct ExportTests {
  private static let flower = "init seed=2; train 40 alpha=1.2; goto 10; branch slow; train 20 alpha=0.1; goto main"

  /// A page, and the data in it.
  private struct Page {
    let text: String
    let data: [String: Any]

    init(_ folder: TemporaryFolder, _ session: TestSession, _ name: String = "s.html") throws {
      let transcript = session.run("export \(folder.path)/\(name)")
      try #require(transcript.status == 0, "\(transcript.errors)")
      text = folder.read(name)
      let start = try #require(text.range(of: "<script type=\"application/json\" id=\"data\">"))
      let end = try #require(text.range(of: "</script>", range: start.upperBound..<text.endIndex))
      let bytes = Data(text[start.upperBound..<end.lowerBound].utf8)
      data = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    var steps: [[String: Any]] { data["steps"] as? [[String: Any]] ?? [] }
    var numbers: [Int] { steps.map { $0["step"] as? Int ?? -1 } }
    var notes: String { (data["notes"] as? [String] ?? []).joined(separator: "\n") }
    var blocks: [[String: Any]] { data["blocks"] as? [[String: Any]] ?? [] }

    /// The entries of an array at a place of the list of steps; nil where it is not computed.
    func values(_ name: String, _ place: Int) -> [String]? {
      guard let block = blocks.firstIndex(where: { $0["name"] as? String == name }) else { return nil }
      return ((steps[place]["values"] as? [Any])?[block] as? String)?.split(separator: " ").map(String.init)
    }

    func norm(_ name: String, _ place: Int) -> String? {
      guard let block = blocks.firstIndex(where: { $0["name"] as? String == name }) else { return nil }
      return (steps[place]["norms"] as? [Any])?[block] as? String
    }
  }

  /// The number that a statement prints, without the mark of a stale value. Nil where it fails.
  private func number(_ session: TestSession, _ text: String) -> String? {
    session.run(text).lines.last?.split(separator: " ").first.map(String.init)
  }

  @Test(arguments: [
    (flower, "data flower"), ("init 2 3:relu 1 seed=1; repeat 8 { forward; backward; step 0.5 }; W1[1,1] = 3", "edited"),
    ("data moons m=40 seed=1 split=0.6,0.2,0.2; init seed=1; train 12 batch=8 optimizer=adam", "batches"),
    ("data blobs m=60 classes=3; init 2 4 3 seed=1; train 9", "three classes"),
  ]) func dataIsWhatGotoShows(_ item: (text: String, name: String)) throws {
    let folder = try TemporaryFolder()
    let session = TestSession(keepGoing: true)
    session.run(item.text)
    let here = try #require(number(session, "t"))
    let page = try Page(folder, session)
    #expect(number(session, "t") == here)
    #expect(page.numbers.first == 0 && page.numbers.count == page.numbers.last! + 1)
    var compared = 0
    for place in Set([0, 1, page.steps.count / 2, page.steps.count - 2, page.steps.count - 1]) {
      session.run("goto \(page.numbers[place])")
      #expect(number(session, "J") == page.steps[place]["J"] as? String)
      for block in page.blocks {
        let name = try #require(block["name"] as? String)
        let (rows, columns) = (block["rows"] as? [Int] ?? [], block["columns"] as? [Int] ?? [])
        let places = rows.flatMap { row in columns.map { "\(name)[\(row),\($0)]" } }
        let values = page.values(name, place) ?? places.map { _ in "none" }
        for (entry, value) in zip(places, values) { #expect(number(session, entry) ?? "none" == value, "\(entry) at \(page.numbers[place])") }
        #expect(number(session, "norm(\(name))") == page.norm(name, place))
        compared += values.count
      }
    }
    #expect(compared > 80)
  }

  /// The curves of the branches, the plane, the statements, the facts.
  @Test func parts() throws {
    let folder = try TemporaryFolder()
    let session = TestSession()
    session.run(Self.flower)
    let page = try Page(folder, session)
    let curves = try #require(page.data["curves"] as? [[String: Any]])
    #expect(curves.map { $0["name"] as? String } == ["J of main", "J of slow"] && (curves[1]["x"] as? String)?.hasPrefix("10 11 12 ") == true)
    #expect((page.data["statements"] as? [String])?.prefix(3) == ["init seed=2", "train 40 alpha=1.2", "goto 10"])
    let facts = (page.data["facts"] as? [[String]])?.map { $0.joined(separator: " ") } ?? []
    for fact in ["data flower: X (2, 400), Y (1, 400)", "seed 2", "made by nnshell \(Version.number)"] { #expect(facts.contains(fact), "\(facts)") }
    for step in page.steps {
      let runs = (step["areas"] as? String)?.split(separator: " ").map { Int($0)! } ?? []
      #expect(stride(from: 1, to: runs.count, by: 2).reduce(0) { $0 + runs[$1] } == 3600)
    }
    let text = page.text.replacing("http://www.w3.org/2000/svg", with: "")
    #expect(text.contains("default-src 'none'") && !text.contains("http:") && !text.contains("https:") && !text.contains("src=\""))
    #expect(run("init; train 2; export \(folder.path)/r.html", atPrompt: true).lines.last?.hasPrefix("wrote \(folder.path)/r.html: 3 steps of main, ") == true)
    // Without two features there is no plane. Before a step there is one step, and nothing is computed.
    session.run("X = randn(3, 9); Y = randn(1, 9) > 0; init 3 2 1")
    let other = try Page(folder, session)
    #expect(other.data["plane"] is NSNull && other.numbers == [0] && other.steps[0]["J"] is NSNull && other.values("dW1", 0) == nil)
  }

  @Test func textsAreEscaped() throws {
    let folder = try TemporaryFolder()
    try folder.write("n.csv", "</script><b>,a&b\u{2028},kind\n" + (0..<8).map { "\($0),\($0 * 3 % 5),\($0 % 2 == 0 ? "<i>x" : "y'&lt;")\n" }.joined())
    let session = TestSession()
    session.run("data \"\(folder.path)/n.csv\"; print \"<!-- </script>\"; init seed=1; train 2")
    let page = try Page(folder, session)
    #expect(page.text.components(separatedBy: "</script>").count == 3 && !page.text.contains("<b>,") && !page.text.contains("<!--"))
    #expect(!page.text.contains("\u{2028}") && page.text.contains("\\u003c/script\\u003e"))
    #expect((page.data["plane"] as? [String: Any])?["classes"] as? [String] == ["<i>x", "y'&lt;"])
    #expect((page.data["statements"] as? [String])?.contains("print \"<!-- </script>\"") == true)
    #expect(PageText.escaped("<a & \"b\">\u{1B}") == "&lt;a &amp; &quot;b&quot;&gt;\\x1b")
  }

  @Test func notFinite() throws {
    let session = TestSession()
    session.run("init seed=2; train 3; W1[1,1] = nan; W2[1,2] = -inf; forward")
    let page = try Page(TemporaryFolder(), session)
    #expect(page.values("W1", 3)?[0] == "nan" && page.values("W2", 3)?[1] == "-inf" && page.norm("W1", 3) == "nan" && page.steps[3]["J"] as? String == "nan")
  }

  // MARK: Sizes

  @Test func aLargeNetworkFits() throws {
    let session = TestSession()
    session.run("X = randn(784, 12); Y = zeros(10, 12); Y[1,:] = 1; init 784 128:tanh 10:softmax seed=1; train 25")
    let page = try Page(TemporaryFolder(), session)
    #expect(page.text.utf8.count < 2_000_000 && page.numbers.count >= 20 && page.numbers.first == 0 && page.numbers.last == 25)
    #expect(page.values("W1", 0)?.count == 144 && page.values("W2", 0)?.count == 1280)
    #expect(page.notes.contains("only some rows and columns of W1, dW1"), "\(page.notes)")
    #expect(page.norm("W1", page.steps.count - 1) == number(session, "norm(W1)"))
  }

  @Test func aLongTrainingFits() throws {
    let session = TestSession()
    session.run("init seed=2; train 1000 alpha=1.2")
    let page = try Page(TemporaryFolder(), session)
    #expect(page.numbers.count == 200 && page.numbers.last == 1000 && page.text.utf8.count < 500_000)
    session.run("train 4000")
    let longer = try Page(TemporaryFolder(), session)
    #expect(longer.numbers.last == 5000 && longer.text.utf8.count < 500_000)
  }

  /// The deepest networks have many small arrays.
  @Test func aDeepNetworkFits() throws {
    let session = TestSession()
    session.run("data flower m=20; init 2 \(Array(repeating: "30", count: 60).joined(separator: " ")) 1 seed=1 weights=xavier; train 30")
    let page = try Page(TemporaryFolder(), session)
    #expect(page.text.utf8.count < 2_000_000 && page.numbers.count >= 20, "\(page.text.utf8.count) \(page.numbers.count)")
  }

  @Test func spreadAndThinned() {
    #expect(SessionPage.spread(5, atMost: 9) == [0, 1, 2, 3, 4] && SessionPage.spread(11, atMost: 3) == [0, 5, 10] && SessionPage.spread(1, atMost: 2) == [0])
    var y = (0..<10_000).map { Double($0) }
    (y[4321], y[7000], y[123]) = (1e6, -5, .nan)
    let line = Figure.Series(name: "", x: (0..<10_000).map(Double.init), y: y).thinned(most: 1000)
    let (places, thin) = (line.x, line.y)
    #expect(thin.count <= 1000 && thin.contains(1e6) && thin.contains(-5) && thin.contains { $0.isNaN })
    #expect(places.first == 0 && places.last == 9999 && places == places.sorted())
    #expect(PageMaker.runs([0, 0, 1, 1, 1, -1]) == "0 2 1 3 -1 1" && PageMaker.runs([]).isEmpty)
  }

  /// A sentence on the page says that the network does not take the present data.
  @Test func otherDataIsTold() throws {
    let session = TestSession()
    session.run("init 2 4:tanh 1:sigmoid seed=2; train 5; X = randn(3, 20); Y = randn(1, 20) > 0")
    #expect(try Page(TemporaryFolder(), session).text.contains("X is now (3, 20), and the network takes 2 inputs"))
  }

  @Test func manyStatementsAreCut() {
    var page = SessionPage(title: "", line: "main")
    page.take(statements: Array(repeating: String(repeating: "x", count: 5000), count: 100))
    #expect(page.statements.count < 60 && page.statements[0].count < 3010 && page.notes.count == 2, "\(page.notes)")
  }

  // MARK: Faults

  @Test func refuses() throws {
    let folder = try TemporaryFolder()
    #expect(run("export a.html").errors.contains("there is no network yet"))
    #expect(run("init; export \(folder.path)/a.docx").errors.contains("names end in .html"))
    #expect(run("init; export").errors.contains("export needs more") && run("init; export /no/such/folder/x.html").errors.contains("cannot write"))
    let safe = TestSession(isSafe: true).run("init; export \(folder.path)/a.html")
    #expect(safe.errors.contains("because --safe does not allow it"))
    try folder.write("x.html", "1,2,0\n3,4,1\n5,6,0\n")
    let session = TestSession(keepGoing: true)
    session.run("data \"\(folder.path)/x.html\"\ninit; trace J to=\(folder.path)/t.csv")
    session.interpreter.executor.session.noteRead(folder.path + "/x.html")
    #expect(session.run("export \(folder.path)/x.html").errors.contains("was read in this session"))
    #expect(session.run("export \(folder.path)/s.html", name: folder.path + "/s.html").errors.contains("is the script that runs"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/a.html") && folder.read("x.html").hasPrefix("1,2,0"))
  }

  /// Ctrl-C leaves the old file.
  @Test func interrupted() throws {
    let folder = try TemporaryFolder()
    try folder.write("i.html", "old")
    let session = TestSession()
    session.run("init seed=2; train 60000")
    let interrupt = session.interpreter.interrupt
    let thread = Thread {
      Thread.sleep(forTimeInterval: 0.2)
      interrupt.request()
    }
    thread.start()
    let transcript = session.run("export \(folder.path)/i.html")
    #expect(transcript.errors.contains("interrupted") && folder.read("i.html") == "old", "\(transcript)")
  }

  /// A recording writes it as typed and passes over it when it runs again. A run of `compare` refuses it.
  @Test func recordings() throws {
    let folder = try TemporaryFolder()
    let session = TestSession()
    session.run("init seed=2; train 3; export \(folder.path)/r.html; train 2")
    #expect(session.run("record \(folder.path)/r.nns --verify").status == 0 && folder.read("r.nns").contains("export \(folder.path)/r.html\n"))
    #expect(session.run("compare k=1,2 { init; export r.html }").status == 1)
  }
}
