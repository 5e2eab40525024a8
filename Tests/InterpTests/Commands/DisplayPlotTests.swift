import Testing

@testable import Interp

/// `display plot`: pictures while and after steps are made.
@Suite struct DisplayPlotTests {
  private let session = TestSession()
  private func run(_ text: String) -> Transcript { session.run(text) }

  /// Off a terminal it draws once, after the train, what plot draws.
  @Test(arguments: ["J", "boundary", "gradients", "W1", "activation tanh", "data", "hist W1", "network"]) func once(_ what: String) {
    #expect(run("init seed=2; display plot \(what) size=60x15").output.isEmpty)
    let shown = run("train 30 alpha=1.2")
    #expect(shown.output == run("plot \(what) size=60x15").output && shown.errors.isEmpty && shown.lines.count > 5)
  }

  /// The costs that are kept while steps are made are as fine at the first steps as at the last ones, however many follow.
  @Test func keepsEveryPart() throws {
    let session = session.interpreter.session
    let course = CostCourse(session.timeline.line, first: 0)
    func cost(_ step: Int) -> Double { 1 / Double(step + 1) }
    for step in 0...300_000 { course.add(step, cost(step)) }
    let (x, y) = (course.costs.x, course.costs.y)
    #expect(x.count <= 1 << 14 && x.first == 0 && x.last == 300_000)
    #expect(zip(x, x.dropFirst()).allSatisfy { $1 > $0 && $1 - $0 < 400 }, "\(zip(x, x.dropFirst()).map { $1 - $0 }.max() ?? 0)")
    #expect(zip(x, y).allSatisfy { cost(Int($0)) == $1 })
  }

  /// A picture of an expression is drawn by a statement that a user types later.
  @Test func expressionOfAnEarlierLine() {
    _ = run("init seed=2")
    _ = run("display plot [1, 2, 3, 4, 5, 6, J * 2, t + 1] size=40x10")
    #expect(run("train 3").lines.count == 10)
    #expect(run("forward; backward; step").lines.count == 10)
  }

  /// Steps by hand draw when the statement around them ends, and journeys do not draw.
  @Test func byHand() {
    _ = run("init seed=2; display plot J size=40x10")
    #expect(run("forward; backward").output.isEmpty)
    #expect(run("step").lines.count == 10)
    #expect(run("repeat 20 { forward; backward; step }").lines.count == 10)
    #expect(run("repeat 3 { train 2 }").lines.count == 30)
    #expect(run("goto 3; redo").output.isEmpty)
    #expect(run("undisplay; train 2").output.isEmpty)
  }

  @Test func listed() {
    _ = run("display plot J; init seed=2; display t, plot; ")
    _ = run("display t; display plot boundary unit=1")
    #expect(run("display").lines == ["1  plot J", "2  t", "3  plot boundary unit=1"])
    #expect(run("undisplay 1 3; display").lines == ["2  t"])
    #expect(run("undisplay 1").errors.contains("1"))
  }

  /// A picture that cannot be made gives one warning, and the training goes on.
  @Test func warning() {
    let result = run("X = randn(3, 20); Y = randn(1, 20) > 0; init 3 2:tanh 1:sigmoid; display plot boundary; train 5; t")
    #expect(result.lines.last == "t = 5" || result.output.contains("5"), "\(result.output)")
    #expect(result.errors.contains("display 1, plot boundary, cannot be shown: X has 3 features"))
  }

  @Test(arguments: [
    ("display plot", "plot"), ("display plot J to=a.svg", "to="), ("display plot J, nobody", "there is no branch nobody"), ("display plot hist", "one array"),
  ])
  func refused(_ statement: String, _ says: String) {
    let result = run(statement)
    #expect(result.status == 1 && result.errors.contains(says) && run("display").lines == ["no displays"])
  }

  /// A recording has it, and checking a recording draws nothing and gives the same session.
  @Test func recorded() {
    #expect(run("init seed=2; display plot randn(3); train 3; a = randn(); record --verify").output.contains("give the same session in every bit"))
  }

  /// While it runs, pictures share the window with the progress line. The draws change no bit of the training.
  @Test func live() {
    var options = Interpreter.Options()
    options.showsProgress = true
    options.window = { (60, 24) }
    var (progress, output): ([String], String) = ([], "")
    let live = Interpreter(options: options) { stream, text in
      if stream == .progress { progress.append(text) } else { output += text }
    }
    let statements =
      "data moons m=200 noise=0.2 seed=1 split=0.6,0.2,0.2; init 2 20:tanh 1:sigmoid seed=2; display plot J; display plot boundary; train 20000 alpha=0.5"
    live.run(statements, name: "test")
    let pictures = progress.filter { !$0.isEmpty }.map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    #expect(!pictures.isEmpty)
    for lines in pictures {
      #expect(lines.count <= 23 && lines.allSatisfy { $0.count <= 60 } && lines.last!.hasPrefix("step ") && lines[0].contains("J by step"))
    }
    // The last pictures are those of plot.
    #expect(progress.last == "" && output.contains("J of main") && output.contains("dev J of main") && output.contains("on the wrong side"))
    _ = run(statements)
    output = ""
    live.run("undisplay; set digits 17; W1; J", name: "test")
    #expect(output == run("undisplay; set digits 17; W1; J").output)
  }

  /// With plots off nothing is drawn meanwhile.
  @Test func off() {
    var options = Interpreter.Options()
    options.showsProgress = true
    var progress: [String] = []
    let live = Interpreter(options: options) { stream, text in if stream == .progress { progress.append(text) } }
    live.run("set plots off; init 2 20:tanh 1:sigmoid seed=2; display plot J; train 20000 alpha=0.5", name: "test")
    #expect(progress.allSatisfy { !$0.contains("\n") })
  }

  /// The kept costs are those that plot makes again, and the largest one is never lost.
  @Test func course() throws {
    let line = Line.forTest(session)
    let course = CostCourse(line, first: 0)
    for step in 0..<100_000 { course.add(step, step == 77_777 ? 9 : 1 / Double(step + 1)) }
    course.add(99_999, 5)
    #expect(course.costs.x.count <= 1 << 14 && course.costs.y.contains(9) && course.costs.y.last == 5 && course.last == 99_999 && course.missing == 0)
    course.add(100_010, 4)
    #expect(course.missing == 10)
  }
}

extension Line {
  /// A line of a session.
  fileprivate static func forTest(_ session: TestSession) -> Line {
    session.run("init seed=2; train 1")
    return session.interpreter.executor.session.timeline.line
  }
}
