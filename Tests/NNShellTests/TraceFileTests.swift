import Foundation
import TestSupport
import Testing

/// Other programs read trace files. The files are whole after Ctrl-C and on a full disk.
@Suite struct TraceFileTests {
  /// Runs a Python text in a folder and returns what it prints.
  private func python(_ text: String, in folder: TemporaryFolder) throws -> String {
    let result = try Program.run(["-c", text], environment: ["HOME": NSHomeDirectory()], folder: folder.path, executable: Python.path)
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  /// A trace in each of the three formats has the same numbers, as NumPy and pandas read them. They are the numbers of the session.
  @Test(.enabled(if: Python.path != nil, "there is no Python with NumPy and pandas: apt-get install python3-pandas"))
  func readBack() throws {
    let folder = try TemporaryFolder()
    let script = """
      init seed=2
      trace J, W1, dW1 @ X, 1 / (t - 2), nan to=run.csv
      trace J, W1, dW1 @ X, 1 / (t - 2), nan to=run.jsonl
      trace J, W1, dW1 @ X, 1 / (t - 2), nan to=run.npz
      train 3 alpha=1.2
      repeat 2 { forward; backward; step 1.2 }
      forward
      print t
      J
      W1
      """
    let result = try Program.run(["--json"], input: script, folder: folder.path)
    #expect(result.status == 0, "\(result)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["run.csv", "run.jsonl", "run.npz"])
    try folder.write("session.jsonl", result.output)
    let text = """
      import json, numpy, pandas
      z = numpy.load('run.npz')
      t = pandas.read_csv('run.csv', float_precision='round_trip')
      rows = [json.loads(line) for line in open('run.jsonl')]
      session = [json.loads(line) for line in open('session.jsonl')]
      assert sorted(z.keys()) == ['1 / (t - 2)', 'J', 'W1', 'dW1 @ X', 'nan', 't'], list(z.keys())
      assert z['t'].dtype == numpy.int64 and z['J'].shape == (5,) and z['W1'].shape == (5, 4, 2) and z['dW1 @ X'].shape == (5, 4, 400)
      assert list(t.columns[:10]) == ['t', 'J'] + [f'W1[{i},{j}]' for i in range(1, 5) for j in (1, 2)], t.columns
      assert t.columns[10] == '(dW1 @ X)[1,1]' and t.shape == (5, 1612)
      assert (t.dtypes[1:] == numpy.float64).all() and t['t'].dtype == numpy.int64
      flat = numpy.column_stack([z['t'], z['J'], z['W1'].reshape(5, -1), z['dW1 @ X'].reshape(5, -1), z['1 / (t - 2)'], z['nan']])
      assert numpy.array_equal(t.to_numpy(), flat, equal_nan=True)
      assert numpy.isinf(z['1 / (t - 2)'][1]) and numpy.isnan(z['nan']).all()
      for i, row in enumerate(rows):
          assert row['t'] == z['t'][i] and row['J'] == z['J'][i] and (numpy.array(row['W1']) == z['W1'][i]).all()
          assert (numpy.array(row['dW1 @ X']) == z['dW1 @ X'][i]).all()
      assert rows[1]['1 / (t - 2)'] == 'Infinity' and rows[0]['nan'] == 'NaN'
      assert session[-2]['value'] == z['J'][-1] and (numpy.array(session[-1]['value']) == z['W1'][-1]).all()
      print('same', len(rows))
      """
    #expect(try python(text, in: folder) == "same 5\n")
  }

  /// Where `ulimit -f` stops the file, it ends with a whole row, and the training goes on.
  @Test func aFileThatMayNotGrow() throws {
    let folder = try TemporaryFolder()
    try folder.write("run.nns", "init seed=2\ntrace J, W1 to=run.csv\ntrain 5000\nprint t\ntrain 1\nprint t\n")
    let result = try Program.run(
      ["-c", "ulimit -f 8; exec \(Program.path) -k run.nns"], folder: folder.path, executable: "/bin/bash")
    #expect(result.status == 1 && result.output == "5000\n5001\n", "\(result)")
    let rows = folder.read("run.csv").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(rows.last == "" && rows.count > 10, "\(rows.count)")
    let last = try #require(rows.dropLast().last?.split(separator: ","))
    #expect(last.count == 10 && last.allSatisfy { Double($0) != nil })
    #expect(
      result.errors.hasPrefix(
        "run.nns:3:1: error: the trace to 'run.csv' has ended: file too large; its last row is that of step \(last[0]); the training went on to step 5000\n"),
      "\(result.errors)")
    // Where the archive cannot be written, the files of its arrays stay, with whole rows.
    try folder.write("run.nns", "init seed=2\ntrace J, W1 to=run.npz\ntrain 1700\nprint t\n")
    let archive = try Program.run(["-c", "ulimit -f 8; exec \(Program.path) -k run.nns"], folder: folder.path, executable: "/bin/bash")
    #expect(archive.output == "1700\n" && archive.errors.contains("the rows are whole in run.npz.part0.npy …"), "\(archive)")
    let step = try #require(archive.errors.components(separatedBy: "its last row is that of step ").last.flatMap { Int($0.prefix { $0.isNumber }) })
    for (part, size) in [(0, 8), (1, 8), (2, 64)] {
      let path = folder.path + "/run.npz.part\(part).npy"
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == 128 + step * size, "\(step) \(part)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/run.npz"))
  }

  /// After Ctrl-C in a long training the files are whole at once.
  @Test func controlC() throws {
    let folder = try TemporaryFolder()
    let environment = [
      "TERM": "xterm", "LANG": "C.UTF-8", "HOME": folder.path, "EDITRC": "/dev/null", "XDG_STATE_HOME": folder.path + "/state", "PATH": "/usr/bin:/bin",
    ]
    let pty = Pty(Program.path, [], environment: environment)
    #expect(pty.wait(for: "nn> "))
    pty.send("init seed=2; trace J, W1 to=\(folder.path)/run.csv; trace J, W1 to=\(folder.path)/run.npz\r")
    #expect(pty.wait(for: "run.npz") && pty.wait(for: "nn> "))
    pty.send("train 10000000\r")
    #expect(pty.wait(for: "steps/s"))
    pty.send("\u{3}")
    #expect(pty.wait(for: "interrupted after step ") && pty.wait(for: "nn> "))
    let steps = try #require(pty.screen.components(separatedBy: "interrupted after step ").last?.prefix { $0.isNumber })
    let rows = folder.read("run.csv").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(rows.last == "" && rows.dropLast().last?.hasPrefix(steps + ",") == true && rows.count == Int(steps)! + 2, "\(steps) \(rows.count)")
    if Python.path != nil {
      let text = "import numpy; z = numpy.load('run.npz'); print(z['t'][-1], z['J'].shape[0], z['W1'].shape[0], (z['t'][1:] - z['t'][:-1] == 1).all())"
      #expect(try python(text, in: folder) == "\(steps) \(steps) \(steps) True\n")
    }
    // The next training adds its rows.
    pty.send("train 2; t\r")
    #expect(pty.wait(for: "\n\(Int(steps)! + 2)\n") && pty.wait(for: "nn> "))
    #expect(folder.read("run.csv").split(separator: "\n").count == Int(steps)! + 3)
    pty.send("\u{4}")
    #expect(pty.wait() == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("run") }.sorted() == ["run.csv", "run.npz"])
  }

  /// With `--safe` no trace file is written.
  @Test func safe() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(["--safe", "-k"], input: "trace J to=run.csv\ntrace J to=run.npz\n", folder: folder.path)
    #expect(result.status == 1 && result.errors.components(separatedBy: "is not written, because --safe does not allow it").count == 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  /// Without displays, watches and breakpoints a step allocates as much as before there were any.
  @Test func aStepThatNobodyLooksAt() throws {
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    func allocations(_ count: Int, _ before: String) throws -> Int {
      try Program.witnessed(["-c", "init seed=2; \(before)forward; backward; repeat \(count) { forward; backward; step }"], executable: Program.releasePath)
        .allocations
    }
    func perTurn(_ before: String) throws -> Int { try (allocations(1100, before) - allocations(100, before)) / 1000 }
    let plain = try perTurn("")
    #expect(try perTurn("display t; watch t; break when t < 0; undisplay; unbreak; ") == plain)
    #expect(try perTurn("break when t < 0; ") > plain)
  }
}
