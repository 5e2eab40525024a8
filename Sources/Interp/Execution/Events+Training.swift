import Net

/// One quantity that a pass computed.
struct PassLine: Equatable, Sendable {
  var name: String
  var formula: String
  var shape: Shape
  /// The Euclidean norm of all entries for a gradient, or nil for other quantities.
  var norm: Double?
}

/// The report of `init`.
struct InitEvent: Event {
  let command = "init"
  let isReport = true
  /// The number of inputs, followed by the number of units of each layer.
  let sizes: [Int]
  /// The activations of layers 1 … L.
  let activations: [String]
  let loss: String
  /// The number of parameters.
  let parameters: Int
  let initializer: String
  let seed: UInt32
  /// Whether random numbers were drawn between the seed and these parameters. The seed alone does not give them then.
  let drawsOn: Bool
  /// The settings that are kept from before, where they are not the usual ones: `lambda = 0.5`, `optimizer adam`.
  var kept: [String] = []

  func text(_ style: TextStyle) -> [String] {
    var lines = style.sentence(
      "network \(sizes.map(String.init).joined(separator: "-")): \(parameters) parameters, loss \(loss), \(initializer), \(drawsOn ? "the next random numbers of seed \(seed)" : "seed \(seed)")"
    )
    for (index, activation) in activations.enumerated() {
      let layer = index + 1
      lines.append("  layer \(layer)  \(activation)  W\(layer) \(Shape(sizes[layer], sizes[layer - 1]))  b\(layer) \(Shape(sizes[layer], 1))")
    }
    if !kept.isEmpty { lines.append("  kept: " + kept.joined(separator: ", ")) }
    return lines
  }
}

/// The report of `forward`.
struct ForwardEvent: Event {
  let command = "forward"
  let isReport = true
  let lines: [PassLine]
  let cost: Double?
  let step: Int
  /// The reason why there is no cost, or nil where there is one.
  let note: String?

  func text(_ style: TextStyle) -> [String] {
    let rows = lines.map { [$0.name, "= " + $0.formula, $0.shape.description] }
    return TextTable.lines(rows, [.left]) + [cost.map { "J = \(style.number($0))" } ?? note ?? ""]
  }

  func fields() -> [JSONField]? {
    var fields = [JSONField("J", cost.map { .number($0) } ?? .null), JSONField("t", .integer(step))]
    if let note { fields.append(JSONField("note", .string(note))) }
    return fields
  }
}

/// The result of `forward E`, which is Z and A of other inputs. `show` has no such values, so it cannot print their other entries.
struct ForwardOfEvent: Event {
  let command = "forward"
  let quantities: [(name: String, value: Matrix)]

  func text(_ style: TextStyle) -> [String] {
    quantities.flatMap { ValueEvent(command: "show", name: $0.name, value: .matrix($0.value), remedy: .none).text(style) }
  }

  func fields() -> [JSONField]? {
    [JSONField("quantities", .object(quantities.map { JSONField($0.name, .matrix($0.value)) }))]
  }
}

/// The report of `backward`.
struct BackwardEvent: Event {
  let command = "backward"
  let isReport = true
  let lines: [PassLine]

  func text(_ style: TextStyle) -> [String] {
    TextTable.lines(lines.map { [$0.name, "= " + $0.formula, $0.shape.description, $0.norm.map { "norm " + style.number($0) } ?? ""] }, [.left])
      + style.sentence("each column of dZ and dA belongs to one example, so they have no 1/m; dW and db are derivatives of J")
  }

  func fields() -> [JSONField]? {
    let norms = lines.filter { $0.name.hasPrefix("dW") || $0.name.hasPrefix("db") }
    return [JSONField("norms", .object(norms.map { JSONField($0.name, .number($0.norm ?? .nan)) }))]
  }
}

/// The report of `step`.
struct StepEvent: Event {
  let command = "step"
  let isReport = true
  let step: Int
  let alpha: Double
  var optimizer = Optimizer.sgd
  /// The number of frozen parameters, which the step did not change.
  var frozen = 0

  func text(_ style: TextStyle) -> [String] {
    let frozen = frozen == 0 ? "" : " but for \(frozen) frozen parameter\(frozen == 1 ? "" : "s")"
    return style.sentence(
      "step \(step): W = \(rule("W", style)), b = \(rule("b", style)) in every layer\(frozen); Z, A, J and gradients are stale now"
    )
  }

  private func rule(_ parameter: String, _ style: TextStyle) -> String {
    optimizer.update(parameter).replacing("alpha", with: style.number(alpha))
  }

  func fields() -> [JSONField]? { [JSONField("t", .integer(step)), JSONField("alpha", .number(alpha))] }
}

/// The cost at one step of `train`.
struct CostLine: Equatable, Sendable {
  var step: Int
  /// J, with the L2 penalty.
  var cost: Double?
  /// J without the L2 penalty; nil where there is no penalty.
  var meanLoss: Double?
  /// The mean loss of the dev part; nil without a dev part.
  var dev: Double?

  func text(_ style: TextStyle) -> String { "step \(step): \(costText(style))" }

  /// J, and J without the penalty: `J = 0.61 (0.58 without the penalty)`.
  func costText(_ style: TextStyle) -> String {
    "J = \(cost.map(style.number) ?? "none")" + (meanLoss.map { " (\(style.number($0)) without the penalty)" } ?? "")
      + (dev.map { ", dev J = \(style.number($0))" } ?? "")
  }
}

/// One line of `train every=K`. It has only a text form, because the JSON form of `train` contains all these lines.
struct CostEvent: Event {
  let command = "train"
  let isTextOnly = true
  let line: CostLine
  func text(_ style: TextStyle) -> [String] { [line.text(style)] }
}

/// The report of `train`.
struct TrainEvent: Event {
  let command = "train"
  let isReport = true
  /// The cost at the end.
  let end: CostLine
  let history: [CostLine]
  /// The reason why the run ended before its last step, or nil.
  let stopped: String?
  /// The duration of the run.
  let seconds: Double
  /// The number of steps of this run.
  let steps: Int
  /// The step where the cost of the dev part was least; nil without `patience=`.
  var best: Patience.Best?
  /// Whether the timeline keeps that step.
  var isBestKept = false
  /// Whether `every=` was given. JSON then prints the event inside blocks too.
  var printsCosts = false
  var isSilentInBlocks: Bool { !printsCosts }

  func text(_ style: TextStyle) -> [String] {
    let rate = seconds > 0 && steps > 0 ? ", \(Int((Double(steps) / seconds).rounded())) steps a second" : ""
    let reason = stopped.map { "stopped: \($0); " } ?? ""
    return style.sentence("\(reason)step \(end.step), \(end.costText(style))\(rate)") + (best == nil ? [] : style.sentence(leastText(style)))
  }

  func fields() -> [JSONField]? {
    let pairs = history.map { JSONValue.array([.integer($0.step), $0.cost.map { .number($0) } ?? .null]) }
    return [
      JSONField("t", .integer(end.step)), JSONField("J", end.cost.map { .number($0) } ?? .null), JSONField("history", .array(pairs)),
      JSONField("stopped", stopped.map { .string($0) } ?? .null),
    ] + (end.meanLoss.map { [JSONField("mean_loss", .number($0))] } ?? [])
      + (end.dev == nil
        ? [] : [JSONField("history_dev", .array(history.map { .array([.integer($0.step), $0.dev.map { .number($0) } ?? .null]) }))])
      + (best.map { best in
        let fields = [JSONField("t", .integer(best.step)), JSONField("dev_J", .number(best.cost)), JSONField("kept", .boolean(isBestKept))]
        return [JSONField("best", .object(fields))]
      } ?? [])
  }
}

extension TrainEvent {
  /// At which step the cost of the dev part was least.
  fileprivate func leastText(_ style: TextStyle) -> String {
    guard let best else { return "dev J was never a number" }
    let journey = isBestKept ? ": goto \(best.step)" : "; the memory of the timeline is too small to keep it"
    return "dev J was least at step \(best.step), \(style.number(best.cost))" + (best.step == end.step ? "" : journey)
  }
}

/// What `patience=` found, where no report is printed. JSON has it in the event of `train`.
struct PatienceEvent: Event {
  let command = "train"
  let isTextOnly = true
  let event: TrainEvent

  func text(_ style: TextStyle) -> [String] {
    style.sentence("step \(event.end.step): " + (event.stopped.map { "\($0); " } ?? "") + event.leastText(style))
  }
}

/// The result of `evaluate` for each data part.
struct EvaluateEvent: Event {
  /// The result for one data part.
  struct Row: Equatable, Sendable {
    var part: String
    var cost: Double?
    /// The scores where output and targets are classes.
    var classes: ClassScores?
    /// The scores where the targets are numbers.
    var scores: NumberScores?
    var examples: Int
  }

  let command = "evaluate"
  let rows: [Row]

  func text(_ style: TextStyle) -> [String] {
    rows.flatMap { row in
      let cost = row.cost.map { "J = \(style.number($0))" } ?? "no J"
      let accuracy = row.classes.map { ", accuracy \(ClassScores.percent($0.accuracy)) %" } ?? ""
      let scores = row.scores.map { scores in
        ", RMSE \(style.number(scores.rmse)), MAE \(style.number(scores.mae))" + (scores.r2.map { ", R2 \(style.number($0))" } ?? "")
      }
      let first = "\(row.part): \(cost)\(accuracy)\(scores ?? ""), \(row.examples) examples\(row.classes?.baseRateText ?? "")"
      return style.sentence(first) + (row.classes?.table(style) ?? [])
    }
  }

  func fields() -> [JSONField]? {
    rows.map { row in
      var fields = [JSONField("J", row.cost.map { .number($0) } ?? .null)]
      if let classes = row.classes { fields += classes.fields }
      if let scores = row.scores {
        fields += [JSONField("rmse", .number(scores.rmse)), JSONField("mae", .number(scores.mae)), JSONField("r2", scores.r2.map { .number($0) } ?? .null)]
      }
      return JSONField(row.part, .object(fields))
    }
  }
}

/// The result of `predict`, which is Yhat and the class of each example.
struct PredictEvent: Event {
  let command = "predict"
  /// The outputs. An example without an output has NaN.
  let value: Matrix
  /// The class of each example; empty where the output is no class.
  let classes: [PredictedClass]
  /// Whether each example has an output; nil where all have.
  let kept: [Bool]?
  /// What gives all outputs where some are left out of the text.
  let remedy: ValueEvent.Remedy

  func text(_ style: TextStyle) -> [String] {
    let lines = ValueEvent(command: "show", name: "Yhat", value: .matrix(value), remedy: remedy).text(style)
    if classes.isEmpty { return lines }
    let shown = classes.prefix(20).map(\.text) + (classes.count > 20 ? ["… (\(classes.count) in all)"] : [])
    return lines + ["classes " + shown.joined(separator: " ")]
  }

  func fields() -> [JSONField]? { [JSONField("value", json), JSONField("classes", .array(classes.map(\.json)))] }

  private var json: JSONValue {
    guard let kept else { return .matrix(value) }
    return .array((0..<value.rows).map { unit in .array(kept.indices.map { kept[$0] ? .number(value[unit, $0]) : .null }) })
  }
}
