import Net

/// `branch NAME` begins or renames a branch.
struct BranchCommand: Command {
  let name = "branch"
  let group = CommandGroup.time
  let usage = "branch [NAME]"
  let summary = "begin a new branch of steps, or name the present one"
  let details = [
    "A branch is a line of steps. A session begins on the branch main. A bare branch prints the present one.",
    "After going back, the first change begins a branch by itself, called branch1, branch2 and so on. branch NAME then gives it that name.",
    "Elsewhere branch NAME begins a new branch at the present step. The old branch stays as it is.",
  ]
  let otherWords = ["fork", "experiment"]
  let syntax = CommandSyntax(arguments: .words(atLeast: 0, atMost: 1))
  let example = CommandExample(
    "init seed=2", "train 10", "back 5", "branch smaller", "train 3 alpha=0.01", "branch", output: ["smaller from main:5: steps 5 to 8"])
  let isAtomic = true

  static func isName(_ name: String) -> Bool {
    guard let first = name.first, Alphabet.isNameStart(first), name.allSatisfy(Alphabet.isNamePart) else { return false }
    return name != "when" && Names.reserved(name, Names.Context()) == nil
  }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let now = try session.presentPlace()
    guard let name = try Arguments(call, executor).word(0) else { return executor.emit(TextEvent(self.name, [BranchesCommand.text(now.line)])) }
    let range = call.arguments[0].range
    guard Self.isName(name) else { throw Fault.branchName(name).located(range) }
    guard session.timeline.line(named: name) == nil else { throw Fault.branchExists(name).located(range) }
    session.timeline.branch(name, session)
    session.timeline.enforceLimit(session)
    executor.emit(TextEvent(self.name, [BranchesCommand.text(session.timeline.line)], isReport: true))
  }
}

/// `branches` lists every branch.
struct BranchesCommand: Command {
  let name = "branches"
  let group = CommandGroup.time
  let usage = "branches"
  let summary = "list every branch with its steps and its last cost"
  let details = [
    "A star marks the branch that the session is on. The list also shows where each branch began."
  ]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample(
    "init seed=2", "train 100 alpha=1.2", "back 50; train 100", "branches",
    output: ["  main                   0 to 100   J = 0.604442", "* branch1  from main:50  50 to 150  J = 0.617996"])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let now = try session.presentPlace()
    let table = TimelineTable(session)
    let rows = try session.timeline.lines.map { (line) throws(Fault) in
      let cost = try table.cost(line.end, on: line).map { "J = \(NumberFormat.significant($0, session.state.settings.digits))" } ?? ""
      return [line === now.line ? "*" : " ", line.name, line.parent.map { "from \($0.line.name):\($0.step)" } ?? "", "\(line.start) to \(line.end)", cost]
    }
    // One blank separates the mark from the name.
    let lines = TextTable.lines(rows.map { Array($0.dropFirst()) }, [.left])
    executor.emit(TextEvent(name, zip(rows, lines).map { "\($0[0]) \($1)" }))
  }

  static func text(_ line: Line) -> String {
    let origin = line.parent.map { " from \($0.line.name):\($0.step)" } ?? ""
    return "\(line.name)\(origin): " + (line.start == line.end ? "step \(line.start)" : "steps \(line.start) to \(line.end)")
  }
}
