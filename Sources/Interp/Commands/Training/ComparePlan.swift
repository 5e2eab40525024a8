import Net

/// What `compare` runs: the names with their values, the number of repeats, the seeds and the time of a run.
struct ComparePlan {
  /// A name with the values that it takes.
  struct Setting {
    let target: Expression
    let name: String
    let values: [Value]
  }

  let settings: [Setting]
  let repeats: Int
  let firstSeed: UInt32
  /// The longest time of a run, in seconds.
  let seconds: Double

  /// The largest number of runs.
  static let mostRuns = 10_000

  var names: [String] { settings.map(\.name) }
  /// The number of combinations.
  let combinations: Int
  var count: Int { combinations * repeats }

  /// Evaluates the arguments and options of the statement.
  ///
  /// - Throws: A fault where a name cannot be set, does not take one of its values or stands twice, where an option is wrong, or where there are too many
  ///   runs.
  init(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    repeats = try arguments.integer(option: "repeats", in: 1...Self.mostRuns) ?? 1
    firstSeed = try arguments.seed() ?? 1
    if let option = call.option("seed"), Int(firstSeed) + repeats - 1 > Int(UInt32.max) {
      throw Fault.lastSeed(firstSeed, repeats).located(option.valueRange)
    }
    let limit = try arguments.number(option: "seconds")
    if let limit, limit.value <= 0 { throw Fault.optionNumber("seconds", limit.value, "more than 0").located(limit.range) }
    seconds = limit?.value ?? 60
    var settings: [Setting] = []
    var known: Set<String> = []
    let evaluator = Evaluator(session)
    // The trial has no passes, so that nothing reads an empty workspace.
    let copy = Session(copying: session)
    copy.state.ledger.forgetPasses()
    let trial = executor.makeSeparate(copy)
    trial.executor.source = executor.source
    for argument in call.arguments {
      guard case .choice(let target, let chosen) = argument.kind else { continue }
      let name = executor.text(target.range)
      guard known.insert(try Self.key(target, session)).inserted else { throw Fault.comparedTwice(name).located(target.range) }
      var values: [Value] = []
      for choice in chosen {
        let value: Value =
          switch choice.kind {
          case .number(let number): .scalar(number)
          case .text(let text): .text(text)
          case .expression(let expression): try evaluator.evaluate(expression)
          }
        try withExtendedLifetime(trial) { () throws(Fault) in try Self.check(value, choice, target, name, trial.executor) }
        values.append(value)
      }
      settings.append(Setting(target: target, name: name, values: values))
    }
    self.settings = settings
    let product = settings.reduce((partialValue: repeats, overflow: false)) { so, next in
      let more = so.partialValue.multipliedReportingOverflow(by: next.values.count)
      return (more.partialValue, so.overflow || more.overflow)
    }
    guard !product.overflow, product.partialValue <= Self.mostRuns else {
      throw Fault.tooManyRuns(product.overflow ? nil : product.partialValue, Self.mostRuns).located(call.nameRange)
    }
    combinations = product.partialValue / repeats
  }

  /// What the target stands for. Two spellings of a quantity have the same key.
  private static func key(_ target: Expression, _ session: Session) throws(Fault) -> String {
    let place = target.range
    if let name = target.plainName {
      if name == "S" { throw Fault.seedOfRun().located(place) }
      switch Names.reserved(name, session.nameContext) {
      case .quantity(let reference) where reference.quantity.kind == .alpha || reference.quantity.kind == .lambda: return reference.quantity.name
      case _ where isKeep(name): return name
      case nil where session.nameContext.isSingleUnit && Names.unitBases.contains(name) && session.state.variables[name] == nil: break
      case nil:
        do { try session.checkVariable(name) } catch { throw error.located(place) }
        return name
      default: break
      }
    } else if case .index(let base, let items) = target.kind, base.plainName == "keep", items.count == 1, case .single(let item) = items[0],
      case .number(let layer) = item.kind
    {
      return "keep" + NumberFormat.shortest(layer)
    }
    throw Fault.cannotCompare(session.source.text(place)).located(place)
  }

  /// Whether the name is a share of units that dropout keeps.
  private static func isKeep(_ name: String) -> Bool { name == "keep_prob" || Names.split(name)?.base == "keep" }

  /// Tries the assignment on a copy of the session, so that a wrong value fails before anything runs. The share that dropout keeps may need the network
  /// of the block, so only the runs try it.
  private static func check(
    _ value: Value, _ choice: ChosenValue, _ target: Expression, _ name: String, _ trial: Executor
  ) throws(Fault) {
    guard let plain = target.plainName, !isKeep(plain) else { return }
    do throws(Fault) {
      try Assignment(trial).give(value, to: target)
    } catch {
      var fault = error
      fault.range = choice.range
      // A word is a text here. Where it is also the name of a value, that value is meant.
      if case .text(let word) = choice.kind, let named = try? Expression(.name(word), choice.range), (try? Evaluator(trial.session).evaluate(named)) != nil {
        fault = .wordAsNumber(name, word, fault)
      }
      throw fault
    }
  }

  /// The values of a combination, counted from 0. The last name changes fastest.
  func values(_ combination: Int) -> [Value] {
    var rest = combination
    var chosen: [Value] = []
    for setting in settings.reversed() {
      chosen.append(setting.values[rest % setting.values.count])
      rest /= setting.values.count
    }
    return chosen.reversed()
  }

  /// The seed of a run, counted from 0. The runs of a combination stand together.
  func seed(_ run: Int) -> UInt32 { firstSeed + UInt32(run % repeats) }

  /// The rows of the table.
  func rows(of outcomes: [CompareOutcome]) -> [CompareRow] {
    (0..<combinations).map { combination in
      CompareRow(values: values(combination), runs: Array(outcomes[combination * repeats..<(combination + 1) * repeats]))
    }
  }
}

extension Fault {
  /// - Parameters:
  ///   - first: the seed of the first run.
  ///   - repeats: the number of runs of each combination.
  fileprivate static func lastSeed(_ first: UInt32, _ repeats: Int) -> Fault {
    Fault(
      .value, "the last seed, seed + repeats - 1, passes the limit: it is \(first) + \(repeats) - 1, and the largest seed is \(UInt32.max)",
      hint: "seed=\(Int(UInt32.max) - repeats + 1) is the largest that goes with repeats=\(repeats)")
  }
}
