/// Error sentences of `compare`.
extension Fault {
  static func refusedInRun(_ command: String, _ refusal: RunRefusal) -> Fault {
    switch refusal {
    case .writesFile:
      Fault(.usage, "\(command) writes a file, but the block of compare runs many times", hint: "put \(command) before or after compare")
    case .endsProgram: Fault(.usage, "\(command) ends the program, but the block of compare runs many times", hint: "put \(command) after compare")
    case .compares:
      Fault(
        .usage, "compare cannot stand in the block of another compare",
        hint: "give several names to one compare, as in: compare alpha=0.1,1 n=2,4 { init 2 (n) 1; train 100 }")
    }
  }

  static func standardInputInRun() -> Fault {
    Fault(.usage, "data - reads the standard input, which can be read only once, but the block of compare runs many times", hint: "put data - before compare")
  }

  static func cannotCompare(_ name: String) -> Fault {
    let name = shortened(name)
    return Fault(
      .usage, "compare cannot set \(name)", hint: "compare sets variables, alpha, lambda, keep_prob and keep1, keep2 …; set \(name) in the block")
  }

  static func seedOfRun() -> Fault {
    Fault(.usage, "compare cannot set S, because S is the seed of a run", hint: "give the seeds by seed= and repeats=, as in: seed=1 repeats=5")
  }

  static func comparedTwice(_ name: String) -> Fault {
    Fault(.usage, "\(shortened(name)) has two lists of values", hint: "write one list: \(shortened(name))=0.1,1")
  }

  /// - Parameter count: The number of runs, or nil where it is too large to be counted.
  static func tooManyRuns(_ count: Int?, _ most: Int) -> Fault {
    Fault(
      .limit, "compare would make \(count.map { "\($0)" } ?? "too many") runs, but at most \(most) are allowed", hint: "give fewer values or a smaller repeats="
    )
  }

  static func wordAsNumber(_ name: String, _ word: String, _ fault: Fault) -> Fault {
    var fault = fault
    fault.hint = "a word is a text; write the value of \(shortened(word)) as \(shortened(name))=(\(shortened(word)))"
    return fault
  }

  static func noThread() -> Fault {
    Fault(.limit, "the system starts no thread for the runs of compare", hint: "close other programs, or raise the limit that ulimit -u shows")
  }

  /// The message of a run that took too long.
  static func tooSlow(_ seconds: Double) -> Fault {
    Fault(.limit, "the run took longer than \(NumberFormat.shortest(seconds)) s and was stopped", hint: "seconds= allows more")
  }
}

extension Warning {
  /// - Parameter rows: The numbers of the rows whose runs came out equal.
  static func equalRuns(_ rows: [Int]) -> String {
    let list = rows.prefix(8).map(String.init).joined(separator: ", ") + (rows.count > 8 ? " …" : "")
    return
      "the runs of row\(rows.count == 1 ? "" : "s") \(list) came out equal, so their seeds changed nothing: leave out seed= in the block, or write init seed=(S)"
  }

  static func noRunSucceeded(_ message: String) -> String { "every run failed; the first error is: \(message)" }
}
