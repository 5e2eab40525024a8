import Foundation
import TestSupport
import Testing

@testable import Interp

/// docs/json.md lists every object of `--json`, every field and every type. `TestSession` and `Program` compare all JSON of the suite with it;
/// here every object and every field of the tables is made at least once.
@Suite struct JSONSchemaTests {
  private static let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }.path

  /// Statements beyond the examples of the commands. `FOLDER` is a folder that may be written to.
  private static let statements = [
    // Network
    "init; forward; backward; A2; step; J; step; A2; gradients; X > 0; \"text\"; X.shape; freeze W1[1,:]; show W1; shape; shape W1 @ X; unfreeze; freeze",
    "init 2 2; shape W1; shape W2 @ A1; X = zeros(2, 9); Y = zeros(3, 9); forward; forward [1; 2]; train 1; evaluate; shape W9",
    "init; lambda = 1; train 1; init 2 1:linear; evaluate; Y = [1 * (X[1] > 0); 1 * (X[2] > 0)]; init 2 2:sigmoid; evaluate",
    "init 2 2:tanh 2:sigmoid; predict; init 2 3:softmax; predict; init 2 1:linear; predict; predict [1; 2]",
    "data moons split=0.6,0.2,0.2; init; train 3; evaluate; data; use dev; train 1", "data FOLDER/names.csv; init; predict",
    "data FOLDER/rows.csv missing=drop standardize=both; init; predict FOLDER/rows.csv; evaluate; set report on; predict FOLDER/rows.csv to=FOLDER/out.csv",
    "set report on\ninit; data xor; save FOLDER/n.npz; load FOLDER/n.npz",
    // Training and each step
    "init; display J, W1; watch J, W1, W1 > 0; break when t == 3; train 9 every=2; breakpoints; train 5 until=(J < 9)",
    "set report on\ndisplay J; watch J; break when J < 0; init",
    "init; trace J to=FOLDER/run.csv; train 3; back 2; train 1; trace", "init; display J; train 2",
    "init; display W1 @ zeros(t + 2, 1); train 3 every=1",
    "data moons split=0.6,0.2,0.2; init; train epochs=3 batch=8 patience=1; optimizer adam; train 3 optimizer=rmsprop; optimizer",
    "compare alpha=0.1,1 k=a,\"b c\",(X[1,1:3]) repeats=2 { init; train 2; if k == \"a\" { nosuch } }; compare { data moons split=0.8; init 2 1:linear }",
    "data moons split=0.6,0.2,0.2\ncompare { init }\ncompare { init 2 1:linear; Y = X[1] }\ndata FOLDER/rows.csv missing=drop split=0.4,0.3,0.3\ncompare { init }",
    "data FOLDER/rows.csv missing=drop split=0.6\ncompare { init }\ndata moons split=0.8\ncompare { init }",
    // Understanding
    "init; forward; backward; explain dW1; explain dW1[2,1] depth=2; explain A1[1,2]; explain J; explain X[1,1]; explain Z1[1,1]; explain sigmoid",
    "init; forward; backward; derive; derive dZ1; match dW1 = dZ1 @ X.T; match dW1 = dW1; match dW1 = X[:,1:4].T; check",
    "init; freeze W1[1,:]; forward; backward; step; explain W1[1,1]; explain W1[2,1]; explain dW1; explain dW1[2,1]; derive dW1",
    "optimizer adam; init; train 2; explain W1[1,1]",
    "init; forward; backward; check dW2 = 1/m * dZ2 @ A1.T, dW1 = dZ1 @ X.T; check dW1 = dW1",
    "init 2 4:relu 1:sigmoid; b1[1,1] = 0; W1[1,:] = 0; forward; backward; check; check dW1 = dW1, db1 = db1",
    "init 2 4:relu 1:linear seed=2 loss=mse scale=1; train 200 alpha=5; diagnose; goto when t == 1; diagnose",
    "init; train 3; W1[1,1] = nan; train 2; diagnose", "X = [1; 2]; Y = 3 * X; init 1 1; Y = [1, 2; 3, 4]; diagnose",
    "data blobs m=300 classes=3; Y = Y / 2; init 2 3:softmax; diagnose", "init 2 4:tanh 2:sigmoid; diagnose",
    "init; train 3; plot J; plot X; plot hist W1; plot boundary; plot network; plot gradients; plot activation tanh; plot W1 to=/dev/null",
    // Time
    "init; train 3; back; redo; goto 2; W1[1,1] = 1; train 2; goto main; branch; branches; timeline; diff 1 2; diff main branch1; diff 0 3",
    // Files, flow, warnings
    "data FOLDER/semi.txt; data FOLDER/tab.txt; data FOLDER/bar.txt; data FOLDER/blanks.txt; data",
    "set report on; init; export FOLDER/s.html",
    "init; record FOLDER/s.nns; record --verify; assert 1 == 1; dW1 = 0", "init; forward; m = 400; A2 = Y; assert 1 == 2", "init; forward; A2 = [1, 2]",
    "a = Y - Y.T; import numpy; [1 -2]; 0.1 + 0.2 == 0.3; 1 / 0; log(zeros(2, 2)); init 2 1:softmax",
    "init; W1 = zeros(4, 2); W2 = zeros(1, 4); forward; backward; dW1 = dZ1 @ X.T",
    "print 1; help; set; who; version; time 1; history",
  ]

  /// One for each kind of error.
  private static let errors = [
    "1 +", "nothing", "step 1 2", "X @ X", "init; step", "zeros(-1)", "X[0, 1]", "data none.csv", "q = zeros(1e5, 1e5)", "assert 1 == 2", "init; export W1",
    "data FOLDER/bad.npz", "if True { nosuch }",
  ]

  @Test(.timeLimit(.minutes(5))) func everyObjectAndField() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.csv", "a,b,kind\n1,2,red\n2,3,green\n3,5,red\n")
    try folder.write("bad.npz", "PK no archive")
    try folder.write("rows.csv", "a,y\n1,1.5\n,2.5\n4,3\n5,6\n")
    for (name, row) in [("semi", "1,5;2"), ("tab", "1\t2"), ("bar", "1|2"), ("blanks", "1 2")] { try folder.write("\(name).txt", "\(row)\n\(row)\n") }
    let tables = JSONTables.standard
    let seen = JSONTables.Seen()
    func take(_ output: String) {
      for line in output.split(separator: "\n") {
        if let complaint = tables.complaint(line, seen) { Issue.record("\(complaint)") }
      }
    }
    for text in Self.statements + Self.errors {
      take(TestSession(json: true, keepGoing: true).run(text.replacing("FOLDER", with: folder.path).replacing("; ", with: "\n")).output)
    }
    for command in CommandRegistry.standard.all where !["load", "source", "save", "export", "history", "trace"].contains(command.name) {
      take(run(command.example.input.joined(separator: "\n"), json: true).output)
    }
    for setting in DiagnoseTests.settings { take(run(setting.text + "; diagnose; diagnose apply=1", json: true).output) }
    let history = TestSession(json: true)
    history.interpreter.history = ["init"]
    take(history.run("history").output)
    history.interpreter.interrupt.request()
    take(history.run("init\ntrain 1000000").output)
    for arguments in [["--test", "good.nns", "bad.nns"], ["--test", "good.nns", "--on", "bad.nns", "none.nns"]] {
      try folder.write("good.nns", "1\n#> 1\n")
      try folder.write("bad.nns", "1\n#> 2\n")
      take(try Program.run(["--json"] + arguments, folder: folder.path).output)
    }
    let missing = tables.names.subtracting(seen.names).sorted()
    #expect(missing.isEmpty, "docs/json.md lists what no statement here gives: \(missing.joined(separator: ", "))")
  }

  /// Every lesson and script, each in a process of its own.
  @Test(arguments: try FileManager.default.contentsOfDirectory(atPath: root + "/scripts").filter { $0.hasSuffix(".nns") }.sorted())
  func scripts(_ name: String) throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(["--json", "-k", Self.root + "/scripts/" + name], folder: folder.path)
    #expect(!result.output.isEmpty && result.errors.isEmpty, "\(result.errors)")
  }

  /// A line that the tables do not describe is found.
  @Test(arguments: [
    ("{\"command\":\"step\",\"t\":1}", "alpha is missing"), ("{\"command\":\"step\",\"t\":1.5,\"alpha\":1}", "t is no whole number"),
    ("{\"command\":\"step\",\"t\":1,\"alpha\":1,\"beta\":2}", "unknown field beta"), ("{\"command\":\"assert\",\"ok\":1}", "ok is no boolean"),
    ("{\"command\":\"step\",\"t\":true,\"alpha\":\"NaN\"}", "t is no whole number"), ("{\"command\":\"stop\"}", "error is missing"), ("[1]", "no JSON object"),
    ("{\"command\":\"show\",\"name\":\"X\",\"shape\":[1],\"value\":1}", "shape is no shape"),
    ("{\"command\":\"show\",\"name\":\"X\",\"shape\":[],\"value\":1,\"warnings\":[{}]}", "kind is missing"),
  ])
  func complaints(_ line: String, _ complaint: String) {
    #expect(JSONTables.standard.complaint(line)?.contains(complaint) == true, "\(JSONTables.standard.complaint(line) ?? "none")")
  }
}
