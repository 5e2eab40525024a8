import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// `compare` runs a block with different settings.
@Suite struct CompareTests {
  /// A small data set with three parts.
  private static let data = "data moons m=60 split=0.6,0.2,0.2 seed=1; "

  private func json(_ text: String) throws -> [String: Any] {
    let transcript = TestSession(json: true).run(text)
    #expect(transcript.status == 0, "\(transcript.output)")
    return try #require(transcript.objects.last { $0["command"] as? String == "compare" })
  }

  private func runs(_ object: [String: Any], row: Int) -> [[String: Any]] {
    ((object["rows"] as? [[String: Any]])?[row - 1]["runs"] as? [[String: Any]]) ?? []
  }

  private func error(_ text: String) -> String { run(text).errors }

  // MARK: Numbers

  private static let figures = try! Figures(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures/compare.json").path)

  /// NumPy draws the same weights, makes the same steps and finds the same J in each run, and the same mean and deviation.
  @Test func likeNumPy() throws {
    let object = try json(
      """
      X = [-2, -1, -0.5, 0.3, 1.2, 2.1; 1, -1.5, 0.4, -0.2, 0.9, -1.1]
      Y = [0, 0, 1, 0, 1, 1]
      compare alpha=0.05,0.4 repeats=5 seed=3 { init 2 3:tanh 1:sigmoid scale=0.5; train 40 }
      """)
    for (index, wanted) in Self.figures["rows"].list.enumerated() {
      let runs = runs(object, row: index + 1)
      #expect(runs.map { $0["seed"] as? Int } == [3, 4, 5, 6, 7])
      let costs = runs.compactMap { $0["J"] as? Double }
      let accuracies = runs.compactMap { $0["accuracy"] as? Double }
      #expect(relativeDifference(costs, wanted["J"].numbers) < 1e-13 && relativeDifference(accuracies, wanted["accuracy"].numbers) < 1e-15)
      let (cost, accuracy) = try (#require(MeanAndDeviation(costs)), #require(MeanAndDeviation(accuracies)))
      #expect(relativeDifference([cost.mean], [wanted["mean"].number]) < 1e-14)
      #expect(relativeDifference([cost.deviation ?? 0], [wanted["deviation"].number]) < 1e-12)
      #expect(relativeDifference([accuracy.mean, accuracy.deviation ?? 0], [wanted["accuracyMean"].number, wanted["accuracyDeviation"].number]) < 1e-14)
    }
  }

  @Test func meansAndDeviations() throws {
    for wanted in Self.figures["plain"].list {
      let found = try #require(MeanAndDeviation(wanted["numbers"].numbers))
      #expect(abs(found.mean - wanted["mean"].number) <= 2 * wanted["mean"].number.ulp)
      #expect(relativeDifference([found.deviation ?? 0], [wanted["deviation"].number]) < 1e-9)
    }
    #expect(MeanAndDeviation([]) == nil && MeanAndDeviation([3])?.deviation == nil && MeanAndDeviation([1, .nan])?.mean.isNaN == true)
  }

  /// A run does what the same statements do by hand with the seed of the run, bit for bit.
  @Test func aRunIsTheStatementsByHand() throws {
    let object = try json(Self.data + "compare alpha=0.5,1 repeats=2 { init 2 5:tanh 1; train 30; lambda = 0.1; train 5 }")
    for (row, alpha) in ["0.5", "1"].enumerated() {
      for seed in 1...2 {
        let statements = "random.seed(\(seed)); alpha = \(alpha); init 2 5:tanh 1; train 30; lambda = 0.1; train 5; evaluate"
        let whole = try #require(TestSession(json: true).run(Self.data.replacing("; ", with: "\n") + statements).objects.last)
        let (train, dev) = (whole["train"] as? [String: Any], whole["dev"] as? [String: Any])
        let run = runs(object, row: row + 1)[seed - 1]
        #expect(run["J"] as? Double == train?["J"] as? Double && run["dev_J"] as? Double == dev?["J"] as? Double && run["J"] is Double)
        #expect(run["accuracy"] as? Double == train?["accuracy"] as? Double && run["dev_accuracy"] as? Double == dev?["accuracy"] as? Double)
      }
    }
  }

  /// The block sees the passes of the session, its variables and the seed of the run.
  @Test func theBlockSeesTheSession() throws {
    let start = "init seed=3; train 4; k = 7; S = 50; b = W1; "
    let same = try json(
      start + "compare repeats=2 seed=9 { assert k == 7 and array_equal(b, W1) and S > 8 and S < 11 and t == 4; J; backward; A1; dW1; step 0.1 }")
    #expect(runs(same, row: 1).allSatisfy { $0["error"] is NSNull })
    #expect(run(start + "compare { back }").output.contains("failed: ") && run(start + "compare { train 3; back 2; redo 1; J }").errors.isEmpty)
    let argued = TestSession(arguments: ["3", "relu"]).run("compare n=$1,(n + 1) act=$2 { init 2 (n) 1; init 2 3:act 1 }")
    #expect(argued.errors.contains("unknown name 'n'"))
    #expect(TestSession(arguments: ["3", "relu"]).run("compare n=$1,5 act=$2,tanh { init 2 (n):act 1; train 2 }").lines[1].contains("1  3  relu"))
    // Names, options and sources by the seed of the run.
    #expect(run("compare repeats=2 { data moons m=20 noise=0.2 seed=(S); init 2 3 1 seed=2; train 5 }").errors.isEmpty)
    #expect(run("for n in 1:2 { compare k=(n),(10*n) { init; train 2 } }").lines.count == 6)
  }

  // MARK: The table

  @Test func table() {
    let text = Self.data + "compare alpha=0.01,2 n=2,4 repeats=3 { init 2 (n) 1; train 60 }"
    let lines = run(text).lines
    #expect(lines.count == 7 && lines.prefix(6).allSatisfy { $0.count <= 80 }, "\(lines)")
    #expect(lines.first?.split(separator: " ").joined(separator: " ") == "row alpha n train J train accuracy dev J dev accuracy")
    #expect(lines.count { $0.hasPrefix("* ") } == 2 && lines[5].hasPrefix("* row ") && lines[1].contains(" ± "))
    // Without repeats there is no deviation; without a dev part nothing is marked.
    let plain = run("data moons m=40 split=0.8; compare n=2,4 { init 2 (n) 1; train 5 }").lines
    #expect(plain.count == 3 && plain[0].contains("test accuracy") && !plain.joined().contains("*") && !plain.joined().contains("±"))
    #expect(run("compare n=2,4 { init 2 (n) 1; train 5 }").lines[0].hasSuffix("train J  train accuracy"))
    #expect(run("set digits 9\n" + text).lines[1].contains("0.") && run("set digits 2\ncompare { init }").lines[1].contains("0.69"))
  }

  @Test func wideValues() {
    let long = String(repeating: "long ", count: 12)
    let lines = run(Self.data + "compare name=\"\(long)\",short alpha=0.1 repeats=2 { init; train 2 }").lines
    #expect(lines[0] == "row 1: name = \(long), alpha = 0.1" && lines[1] == "row 2: name = short, alpha = 0.1" && lines[2].hasPrefix("row   "), "\(lines)")
    let values = run("compare v=(zeros(20, 3)),([1, 2]),(True),\"\\n\" { init; train 1 }").lines
    #expect(values[1].contains("a (20, 3) matrix") && values[2].contains("[1, 2]") && values[3].contains("True") && values.count == 5, "\(values)")
  }

  @Test func best() throws {
    let by = try json(Self.data + "compare n=1,6 alpha=0.001,3 { init 2 (n) 1; train 150 }")
    let accuracies = (1...4).map { runs(by, row: $0)[0]["dev_accuracy"] as? Double ?? 0 }
    #expect(accuracies.max() == accuracies[(by["best"] as? Int ?? 0) - 1])
    #expect(try json("data moons m=30; compare n=1,2 { init; train 3 }")["best"] is NSNull)
    // A row with a failed run is never the best, and NaN is not the lowest RMSE.
    let failed = try json(Self.data + "compare n=6,1 repeats=2 { init 2 (n) 1; train 100 alpha=2; if n == 6 and S == 2 { nosuch + 1 } }")
    #expect(failed["best"] as? Int == 2 && runs(failed, row: 1)[1]["error"] as? String == "unknown name 'nosuch'")
    let rows = [[1, Double.nan], [3, 3], [2, 2.5], [2, 2.5]].map { self.row($0) }
    #expect(CompareChoice(rows)?.best == 2 && CompareChoice([rows[0]]) == nil && CompareChoice([]) == nil)
    let folder = try TemporaryFolder()
    try folder.write("t.csv", "a,b,y\n" + (1...40).map { "\($0),\($0 * 7 % 11),\(Double($0) * 1.5 + 0.25)\n" }.joined())
    let lines = run("data \(folder.path)/t.csv split=0.6,0.2,0.2 standardize=yes; compare alpha=0.01,0.1 repeats=2 { init 2 1:linear; train 50 }").lines
    #expect(lines[0].split(separator: " ").joined(separator: " ") == "row alpha train J train RMSE dev J dev RMSE", "\(lines)")
    #expect(lines[3] == "* row 2 has the lowest mean RMSE of dev", "\(lines)")
  }

  /// A row with these RMSEs of dev.
  private func row(_ errors: [Double]) -> CompareRow {
    CompareRow(
      values: [],
      runs: errors.map { error in
        var outcome = CompareOutcome(seed: 1)
        outcome.scores = [.train: .init(cost: error, rmse: error), .dev: .init(cost: error, rmse: error)]
        outcome.isFinite = error.isFinite
        return outcome
      })
  }

  /// A row in which a cost or a parameter is not finite stands last and is never the best, however good its accuracy looks.
  @Test func notFinite() throws {
    let block = "{ init 2 1 seed=1; W1=[-3,0]; W1=W1*k; forward }"
    let lines = run(Self.data + "compare k=(nan),1 \(block)").lines
    #expect(lines[1].hasPrefix("* 2    1 ") && lines[2].hasPrefix("  1  nan "), "\(lines)")
    #expect(lines[3] == "row 1: J or a parameter is not finite, so it stands last and is never the best", "\(lines)")
    let object = try json(Self.data + "compare k=(nan),1,(inf) \(block)")
    // JSON keeps the order of the combinations.
    #expect(object["best"] as? Int == 2 && ((object["rows"] as? [[String: Any]])?[1]["values"] as? [String: Any])?["k"] as? Int == 1)
    #expect(try json(Self.data + "compare k=(nan),(inf) \(block)")["best"] is NSNull)
    // W1 is infinite here, and every cost is finite.
    let hidden = run(Self.data + "compare k=1,(inf) { init 2 1:tanh 1 weights=zeros; W1 = k * ones(1, 2); X = abs(X) + 1; Y = Y; use train }").lines
    #expect(hidden.contains { $0.contains("row 2: J or a parameter is not finite") }, "\(hidden)")
  }

  /// Rows whose means differ by no more than their doubt are named.
  @Test func doubt() throws {
    // Means 3, 4 and 9, deviations sqrt(2) each: the doubt of a difference is 2 * sqrt(2/2 + 2/2) = 2.83.
    let choice = try #require(CompareChoice([row([3, 5]), row([2, 4]), row([8, 10]), row([1, .nan])]))
    #expect(choice.best == 1 && choice.undecided == [0] && !choice.isByAccuracy && !choice.isShared)
    // The rule holds at its limit: the difference 2 is just the doubt of the deviations sqrt(2) and 0.
    #expect(CompareChoice([row([2, 4]), row([5, 5])])?.undecided == [1] && CompareChoice([row([2, 4]), row([5.01, 5.01])])?.undecided == [])
    #expect(CompareChoice([row([3]), row([3])])?.undecided == [])
    let lines = run(Self.data + "compare n=4,5 repeats=3 { init 2 (n) 1; train 60 alpha=1 }").lines
    let text = lines.suffix(from: 3).joined(separator: " ")
    #expect(text.contains(" cannot be told from row ") && text.contains("2 * sqrt(s1**2/3 + s2**2/3), where s1 and s2 are the deviations"), "\(lines)")
    // The mark stays, and a row that is clearly worse is not named.
    #expect(lines.count { $0.hasPrefix("* ") } == 2)
    #expect(!run(Self.data + "compare alpha=0.0001,1 repeats=3 { init 2 8 1 scale=0.001; train 300 }").output.contains("cannot be told"))
  }

  /// A variable in brackets stands for a word, in the arguments and in the options of a command.
  @Test func wordsFromVariables() throws {
    let block = "{ init 2 4 1 seed=2; optimizer (o); train 20 alpha=0.1 }"
    let rows = try json("compare o=sgd,adam \(block)")
    let hand = { (name: String) in
      TestSession(json: true).run("init 2 4 1 seed=2; optimizer \(name); train 20 alpha=0.1; evaluate").objects.last?["train"] as? [String: Any]
    }
    for (row, name) in ["sgd", "adam"].enumerated() {
      let cost = runs(rows, row: row + 1)[0]["J"] as? Double
      #expect(cost != nil && cost == hand(name)?["J"] as? Double)
    }
    #expect(run("compare o=sgd,adam { init 2 4 1 seed=2; train 20 optimizer=(o) }").lines.count == 3)
    #expect(run("o = \"adam\"; optimizer (o) beta1=0.5; optimizer").lines.first == "adam: beta1=0.5 beta2=0.999 epsilon=1e-08, 0 steps")
    #expect(run("optimizer (\"a\" + 1)").status == 1 && run("o = 3; optimizer (o)").errors.contains("unknown optimizer '3'"))
    #expect(run("k = \"train\"; use (k)").status == 0 && run("split = \"0.6,0.2,0.2\"; data moons m=20 split=(split)").status == 0)
    let folder = try TemporaryFolder()
    let session = TestSession()
    session.run("f = \"\(folder.path)/(a)b.npz\"; init seed=3; save (f); save \(folder.path)/(a).npz; K = W1; init seed=4; load (f)")
    #expect(session.run("array_equal(K, W1)").lines == ["True"])
    // A word that only begins with a bracket is a plain word.
    #expect(run("save (old)/x.npz").errors.contains("(old)/x.npz"))
    #expect(run("o = \"adam\"; optimizer (o").status == 1 && run("optimizer ()").status == 1)
    // A recording has the statement as typed.
    let recorded = TestSession()
    recorded.run("init seed=2; o = \"adam\"; optimizer (o); train 3 optimizer=(o); record \(folder.path)/r.nns")
    #expect(folder.read("r.nns").contains("optimizer (o)") && recorded.run("record --verify").status == 0)
  }

  @Test func equalRuns() {
    let within = run("compare alpha=0.1,1 repeats=3 { init seed=4; train 2 }")
    #expect(within.errors.contains("warning: the runs of rows 1, 2 came out equal, so their seeds changed nothing: leave out seed= in the block"))
    #expect(within.status == 0 && run("compare repeats=3 { init seed=(S); train 2 }").errors.isEmpty && run("compare alpha=1,2 { init seed=4 }").errors.isEmpty)
  }

  @Test func costsWithoutPenalty() {
    let lines = run("compare lambda=0,5 { init 2 4 1 weights=zeros; W1 = ones(4, 2); train 0 }").lines
    #expect(lines[1].contains("0.693147") && lines[2].contains("0.693147"))
  }

  // MARK: Runs that fail

  @Test func failures() throws {
    for (block, message) in [
      ("data moons", "there is no network yet"), ("init; Y = [1, 2]", "Y is (1, 2), but the network's output is (1, 400)"),
      ("init; assert 1 == 2 \"my words\"", "my words"),
      ("init; X = randn(3, 400)", "X is (3, 400), so it has 3 features"), ("init; back 3", "there is no step"), ("goto 3", "there is no"),
      ("init; data nosuch.csv", "nosuch.csv"),
      ("init; source nosuch.nns", "nosuch.nns"), ("init; W1[1,1] = 1; dW1 = 3", "dW1"),
      ("forward", "there is no network yet"), ("while True { k = 1 }", "the run took longer than 0.2 s and was stopped"),
      ("init; train 1000000000000", "took longer than 0.2 s"), ("init; repeat 1000000000 { forward; backward; step }", "took longer than 0.2 s"),
      ("P = ones(1500, 1500); while True { P = P @ P / 1500 }", "took longer than 0.2 s"), ("init; train 9 until=(rand() > 2 or nosuch)", "unknown name"),
    ] {
      let object = try json("compare seconds=0.2 k=1,2 { \(block) }")
      for row in 1...2 {
        let run = runs(object, row: row)[0]
        #expect((run["error"] as? String)?.contains(message) == true && run["J"] is NSNull, "\(block): \(run)")
      }
    }
    let lines = run("compare k=1,2 repeats=3 { init; if k == 2 and S > 1 { nosuch + 1 }; train 3 }").lines
    #expect(lines.count == 4 && lines[3].contains("2 of 3 runs failed (seeds 2, 3): unknown name 'nosuch'"), "\(lines)")
    let every = run("compare k=1,2 { init\n  nosuch + 1 }")
    #expect(every.errors == "test.nns:2:3: warning: every run failed; the first error is: unknown name 'nosuch'\n" && every.status == 0)
    #expect(run("compare { init; W1[1,1] = nan; forward }").lines[1].contains("nan"))
  }

  /// What writes a file, ends the program or compares again is refused before anything runs, and in a sourced file by the run.
  @Test func refusals() throws {
    let folder = try TemporaryFolder()
    for (statement, words) in [
      ("save FOLDER/n.npz", "save writes a file"), ("record FOLDER/r.nns", "record writes a file"), ("trace J to=FOLDER/t.csv", "trace writes a file"),
      ("predict FOLDER/x.csv to=FOLDER/y.csv", "predict writes a file"), ("quit", "quit ends the program"), ("quit 3", "quit ends the program"),
      ("compare k=1 { init }", "compare cannot stand in the block of another compare"),
    ] {
      let statement = statement.replacing("FOLDER", with: folder.path)
      for block in [statement, "init; repeat 2 { if True { time { \(statement) } } }"] {
        let transcript = run("k = 1; compare alpha=1,2 { \(block) }; k = 2")
        #expect(transcript.status == 1 && transcript.errors.contains("error: " + words) && transcript.output.isEmpty, "\(block): \(transcript)")
      }
      try folder.write("inner.nns", statement + "\n")
      let sourced = run("compare alpha=1,2 { init; source \(folder.path)/inner.nns }")
      #expect(sourced.status == 0 && sourced.lines.count { $0.contains("failed: " + words) } == 2, "\(sourced)")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files == ["inner.nns"])
    try folder.write("good.nns", "init 2 (n) 1\nprint 1\ntrain 3\n")
    try folder.write("outer.nns", "source good.nns\n")
    #expect(run("compare n=2,3 { source \(folder.path)/outer.nns }").lines.count == 3)
    #expect(TestSession(isSafe: true).run("compare { data x.csv }").output.contains("--safe does not allow it"))
    #expect(run("compare { data - }").output.contains("failed: data - reads the standard input, which can be read only once"))
    // A script cannot source itself from a run.
    try folder.write("self.nns", "compare { source self.nns }\n")
    let session = TestSession()
    #expect(session.run("compare { source self.nns }", name: folder.path + "/self.nns").output.contains("failed: "))
  }

  // MARK: Wrong input

  @Test(arguments: [
    ("compare W1=1,2 { init }", "compare cannot set W1", "compare sets variables, alpha, lambda"),
    ("compare J=1 { init }", "compare cannot set J", "set J in the block"),
    ("compare t=1 { init }", "compare cannot set t", ""), ("compare S=1 { init }", "compare cannot set S, because S is the seed", "seed=1 repeats=5"),
    ("compare Yhat=1 { init }", "compare cannot set Yhat", ""), ("init 2 1; compare b=1 { init }", "compare cannot set b", ""),
    ("compare sigmoid=1 { init }", "'sigmoid'", ""), ("compare ans=1 { init }", "'ans'", ""), ("compare W[1]=1 { init }", "compare cannot set W[1]", ""),
    ("compare alpha=1 α=2 { init }", "α has two lists of values", "write one list"), ("compare k=1 k=2 { init }", "k has two lists of values", ""),
    ("compare repeats=0 { init }", "repeats= is 0; it must be a whole number from 1 to 10000", ""), ("compare repeats=1.5 { init }", "repeats= is 1.5", ""),
    ("compare repeats=(nan) { init }", "repeats= is nan", ""),
    ("compare repeats=1e9 { init }", "repeats= is 1000000000; it must be a whole number from 1 to 10000", ""),
    ("compare seed=1.5 { init }", "the seed is 1.5; it must be a whole number", ""), ("compare seed=-1 { init }", "the seed is -1", ""),
    (
      "compare seed=4294967295 repeats=3 { init }", "the last seed, seed + repeats - 1, passes the limit: it is 4294967295 + 3 - 1",
      "seed=4294967293 is the largest that goes with repeats=3"
    ), ("compare seconds=0 { init }", "seconds= is 0; it must be more than 0", ""),
    ("compare seconds=-3 { init }", "seconds= is -3", ""), ("compare seconds=(inf) { init }", "seconds= is inf", ""),
    ("compare alpha=fast { init }", "alpha must be a number", ""),
    ("r = 3; compare alpha=r { init }", "alpha must be a number", "write the value of r as alpha=(r)"),
    ("compare alpha=0.1,nan { init }", "alpha must be a number", "write the value of nan as alpha=(nan)"),
    ("compare optimizer=sgd,adam { init }", "'optimizer' is a command", "such as my_optimizer=…, and write optimizer (my_optimizer) in the block"),
    ("compare lambda=0,-1 { init }", "lambda must be a number that is 0 or more", ""), ("compare k=(nosuch) { init }", "unknown name 'nosuch'", ""),
    ("compare alpha=1,2 repeats=9000 { init }", "compare would make 18000 runs, but at most 10000 are allowed", "a smaller repeats="),
    ("compare k=1 { init }; compare k=1 { nosuch 3 }", "unknown", ""),
  ])
  func wrong(_ item: (text: String, message: String, hint: String)) {
    let errors = error(item.text)
    #expect(errors.contains("error: ") && errors.contains(item.message) && (item.hint.isEmpty || errors.contains(item.hint)), "\(errors)")
  }

  /// The number of combinations is counted before any is made.
  @Test func manyCombinations() {
    let list = (1...1000).map(String.init).joined(separator: ",")
    #expect(error("compare a=\(list) c=\(list) d=\(list) { init }").contains("compare would make 1000000000 runs, but at most 10000 are allowed"))
    let names = (1...9).map { "q\($0)v=\(list)" }.joined(separator: " ")
    #expect(error("compare \(names) { init }").contains("compare would make too many runs"))
    let transcript = run("compare c=\((1...100).map(String.init).joined(separator: ",")) repeats=2 { init 2 1; train 1 }")
    #expect(transcript.status == 0 && transcript.lines.count == 101)
  }

  // MARK: The session

  /// Nothing of the session changes, whether the runs succeed, fail or are refused.
  @Test(arguments: [
    "compare alpha=0.5,1 k=(rand()),(randn()) repeats=2 { data moons seed=(S); init 2 3:relu 1; train 5; k = 3; q = 9; set digits 3; use train; seed 3; 1 + 1 }",
    "compare k=1,2 { nosuch + 1 }", "compare k=1,2 { save x.npz }", "compare k=(rand()),(nosuch) { init }", "compare { train 3; back 2; train 1; branch b }",
    "compare seconds=0.1 { display J; watch W1; break when J < 0; train 1000000000000 }", "compare { freeze W1; goto 1; W1 = 2 * W1; data xor }",
  ])
  func theSessionStays(_ statement: String) throws {
    let session = TestSession(keepGoing: true)
    session.run("init seed=2\ntrain 4\nback\nredo\nk = 5\n3 + 4\ndisplay J\nwatch J\nbreak when J < 0\nseed 5\nrand()")
    let live = session.interpreter.executor.session
    let (state, ends) = (live.state, live.timeline.line.end)
    let look = "who\nset\ntimeline\nbranches\ndisplay\nbreakpoints\nshow ans, W1, J, dW1, t, X"
    let before = session.run(look).output
    session.run(statement)
    #expect(live.state.isUnchanged(since: state) && live.state.variables.changes == state.variables.changes && live.timeline.line.end == ends)
    #expect(session.run(look).output == before && live.filesRead.isEmpty)
    let folder = try TemporaryFolder()
    #expect(session.run("rand(); record --verify; record \(folder.path)/r.nns").errors.isEmpty)
  }

  /// A recording holds the statement in full, and it gives the same table.
  @Test func recorded() throws {
    let folder = try TemporaryFolder()
    let session = TestSession(atPrompt: true, arguments: ["0.5"])
    let first = session.run("comp alpha=$1,1 { ini 2 3 1; rep 2 { trai 2 } }; rand(); record \(folder.path)/r.nns")
    let script = folder.read("r.nns")
    #expect(first.errors.isEmpty && script.contains("compare alpha=0.5,1 { init 2 3 1; repeat 2 { train 2 } }\n"), "\(first.errors) \(script)")
    #expect(run(script).output == first.lines.prefix(4).joined(separator: "\n") + "\n")
  }

  // MARK: Ctrl-C and threads

  /// Ctrl-C stops all runs, at any moment, and nothing changes.
  @Test(arguments: [1, 2, 3, 5]) func interrupted(_ question: Int) {
    let session = TestSession()
    session.run("init seed=2; k = 1; rand()")
    let before = session.run("who; W1").output
    session.interpreter.interrupt.request(atQuestion: question)
    let transcript = session.run("compare alpha=1,2,3,4 { init; train 1000000000000 }")
    session.interpreter.interrupt.clear()
    #expect(transcript.errors.contains("error: interrupted\n") && transcript.status == 130 && transcript.output.isEmpty, "\(transcript)")
    #expect(session.run("who; W1").output == before)
  }

  /// A run shows neither output nor progress, and `--test` reads the table as any output.
  @Test func output() {
    let transcript = run("compare k=1,2 { print 1; init; train 4 every=1; 1 / 0; show W1; help; history; version }")
    #expect(transcript.lines.count == 3 && transcript.errors.isEmpty)
    let session = TestSession(atPrompt: true)
    #expect(session.run("set report on; compare k=1,2 { init; train 4 }").lines.count == 3)
  }

  /// An activation that a test adds is known in the runs too.
  @Test func addedActivations() {
    struct Twice: EntrywiseActivation {
      let name = "twice"
      let formula = "2 * z"
      let derivativeFormula = "2"
      let range = -Double.infinity...Double.infinity
      let isFlatFarOff = false
      func value(at z: Double) -> Double { 2 * z }
      func slope(at z: Double) -> Double { 2 }
    }
    Activations.$added.withValue([Twice()]) {
      #expect(run("compare act=twice,tanh { init 2 3:act 1; train 2 }").lines.count == 3)
    }
  }

  /// A word that is also the name of a computed quantity is a text, and nothing reads the passes of the trial, which has none. (Random sessions found it.)
  @Test(arguments: ["ŷ", "A1", "dW1", "J", "batch", "D1"]) func namesOfQuantities(_ name: String) {
    _ = run("init seed=1; keep1 = 0.5; train 2 batch=8; forward; backward")
    let result = run("compare alpha=\(name) repeats=3 { }")
    #expect(result.status == 1 && result.errors.contains("alpha must be a number, not text"), "\(result.errors)")
  }
}
