import Net

/// A finding of `diagnose` in words.
struct FindingReport: Sendable {
  let finding: Finding
  /// The units, features or classes, such as `units 1, 2 of layer 1`.
  let subject: String
  /// The measured values in a sentence.
  let evidence: @Sendable (TextStyle) -> String
  /// Why the values are a finding, and why the repair helps.
  let explanation: String
  /// A statement that repairs the finding, on one line.
  let repair: String
  /// Where numbers first became not finite. It is nil for other findings.
  let history: NotFiniteHistory?

  init(_ finding: Finding, _ session: Session, _ network: Network, _ history: NotFiniteHistory? = nil) {
    let text = FindingText(finding: finding, network: network, data: session.state.data.current)
    self.finding = finding
    subject = text.subject
    let since = finding.kind == .notFinite ? history : nil
    self.history = since
    evidence = { style in text.evidence(style) + (since.flatMap { text.since($0, style) }.map { ". " + $0 } ?? "") }
    repair = Repair(session, network).line(for: finding)
    explanation = text.explanation + (session.state.data.parts.count > 1 && repair.contains("X = ") ? " " + FindingText.endsSplit : "")
  }

  /// The explanation without digits, so that findings of different layers can be compared.
  fileprivate var argument: String { explanation.filter { !$0.isNumber } }

  /// The first line of the finding. `number` counts the findings from 1.
  func heading(_ number: Int) -> String { "\(number) \(finding.kind.rawValue)\(subject.isEmpty ? "" : ": " + subject)" }

  /// The lines of the finding.
  /// - Parameter same: the number of an earlier finding with the same explanation; nil where there is none.
  func text(_ number: Int, sameAs same: Int?, _ style: TextStyle) -> [String] {
    let argument = same.map { "The reason is the same as for finding \($0)." } ?? explanation
    let parts = [evidence(style) + ".", argument].flatMap { TextTable.wrapped("  " + $0, width: style.width) }
    return [heading(number)] + parts + (history?.journey.map { ["  look: " + $0] } ?? []) + Self.repairLines("repair", repair, style)
  }

  /// The repair, so that it can be copied. A repair that is wider than the window stands on lines of its own.
  static func repairLines(_ label: String, _ repair: String, _ style: TextStyle) -> [String] {
    let line = "  \(label): \(repair)"
    if line.count <= style.width { return [line] }
    return ["  \(label):"] + PastedStatements.lines(repair, width: style.width - 4).map { "    " + $0 }
  }

  /// The finding as JSON.
  var json: JSONValue {
    .object([
      JSONField("kind", .string(finding.kind.rawValue)), JSONField("layer", finding.layer.map { .integer($0) } ?? .null),
      JSONField("units", .array(finding.units.map { .integer($0) })), JSONField("evidence", .string(evidence(TextStyle()))),
      JSONField("explanation", .string(explanation)), JSONField("repair", .string(repair)),
      JSONField("measured", .object(finding.evidence.fields + (history.map { [JSONField("first", $0.json)] } ?? []))),
    ])
  }
}

/// The output of `diagnose`: the findings, the kinds that were looked for, and the kinds that were left out.
struct DiagnosisEvent: Event {
  let command = "diagnose"
  let findings: [FindingReport]
  let lookedFor: [Finding.Kind]
  let leftOut: [(kind: Finding.Kind, missing: Diagnosis.Need)]

  func text(_ style: TextStyle) -> [String] {
    var first = findings.isEmpty ? ["nothing found"] : []
    for (index, report) in findings.enumerated() {
      let same = findings[..<index].firstIndex { $0.argument == report.argument }
      first += report.text(index + 1, sameAs: same.map { $0 + 1 }, style)
    }
    var last = ["diagnose looked for: " + lookedFor.map(\.rawValue).joined(separator: ", ")]
    for need in Diagnosis.Need.allCases {
      let kinds = leftOut.filter { $0.missing == need }.map(\.kind.rawValue)
      if !kinds.isEmpty { last.append("it left out these, because \(need.reason): " + kinds.joined(separator: ", ")) }
    }
    // The blank line keeps these lines apart from the last finding.
    return first + (findings.isEmpty ? [] : [""]) + last.flatMap { TextTable.wrapped($0, width: style.width) }
  }

  func fields() -> [JSONField]? {
    [
      JSONField("findings", .array(findings.map(\.json))), JSONField("looked_for", .array(lookedFor.map { .string($0.rawValue) })),
      JSONField("left_out", .array(leftOut.map { .object([JSONField("kind", .string($0.kind.rawValue)), JSONField("reason", .string($0.missing.reason))]) })),
    ]
  }
}

/// The output of `diagnose apply=N`: the effect of the repair on J, and whether the finding is gone.
struct RepairEvent: Event {
  let command = "diagnose"
  let number: Int
  let report: FindingReport
  let trial: RepairTrial

  func text(_ style: TextStyle) -> [String] {
    func row(_ name: String, _ course: RepairTrial.Course) -> [String] {
      let right = course.accuracy.map { (NumberFormat.formatted(100 * $0, ".1f") ?? "") + " %" } ?? ""
      return [
        "  " + name, course.start.map(style.number) ?? "none", course.end.map(style.number) ?? "none", right, NumberFormat.shortest(course.alpha), course.loss,
      ]
    }
    let hasClasses = trial.without.accuracy != nil || trial.with.accuracy != nil
    let cells = [
      ["  J", "at the start", "after \(trial.steps) steps", hasClasses ? "correct then" : "", "alpha", "loss"], row("without", trial.without),
      row("with", trial.with),
    ].map { hasClasses ? $0 : Array($0[..<3] + $0[4...]) }
    return [report.heading(number)] + FindingReport.repairLines("repair, on a copy", report.repair, style)
      + TextTable.lines(cells, [.left, .right, .right, .right, hasClasses ? .right : .left, .left])
      + style.sentence(
        "  the finding is \(trial.isGone ? "gone" : "still there")\(trial.endsFinite ? trial.endsHigher ? ", but J ends higher than without" : "" : ", but J is not finite then"); the session is as it was"
      )
  }

  func fields() -> [JSONField]? {
    func course(_ course: RepairTrial.Course) -> JSONValue {
      .object([
        JSONField("J_start", course.start.map { .number($0) } ?? .null), JSONField("J_end", course.end.map { .number($0) } ?? .null),
        JSONField("accuracy", course.accuracy.map { .number($0) } ?? .null), JSONField("alpha", .number(course.alpha)), JSONField("loss", .string(course.loss)),
      ])
    }
    return [
      JSONField("applied", .integer(number)), JSONField("findings", .array([report.json])), JSONField("steps", .integer(trial.steps)),
      JSONField("without", course(trial.without)), JSONField("with", course(trial.with)), JSONField("gone", .boolean(trial.isGone)),
    ]
  }
}

extension Diagnosis.Need {
  /// The reason why a check was left out.
  var reason: String {
    switch self {
    case .targets: "the data has no Y"
    case .fittingTargets: "there is no Y that fits the output"
    case .finiteNumbers: "not all numbers are finite"
    case .hiddenLayer: "there is no hidden layer"
    }
  }
}

extension Evidence {
  /// The measured values as numbers for JSON.
  var fields: [JSONField] {
    func numbers(_ name: String, _ values: [Double]) -> JSONField { JSONField(name, .array(values.map { .number($0) })) }
    func number(_ name: String, _ value: Double?) -> JSONField { JSONField(name, value.map { .number($0) } ?? .null) }
    switch self {
    case .symmetric(let difference): return [number("gradient_difference", difference)]
    case .saturated(let shares, let sizes): return [numbers("shares", shares), numbers("mean_abs_z", sizes)]
    case .dead(let largest): return [numbers("largest_z", largest)]
    case .gradients(let flow): return [numbers("errors", flow.errors), numbers("update_ratios", flow.updateRatios)]
    case .collapse(let W, let b): return [JSONField("W", .matrix(W)), JSONField("b", .matrix(b))]
    case .uncentred(let means, let deviations, let later):
      return [numbers("means", means), numbers("deviations", deviations), JSONField("later_layers", .array(later.map { .integer($0) }))]
    case .mismatch(let mismatch): return mismatch.fields
    case .featureScale(let deviations): return [numbers("deviations", deviations)]
    case .learningRate(let rate):
      return [
        number("alpha", rate.alpha), number("curvature", rate.curvature), number("bound", rate.bound), numbers("costs", rate.costs),
        JSONField("rise", rate.rise.map { .integer($0) } ?? .null), number("better_alpha", rate.better.alpha), number("better_J", rate.better.cost),
      ]
    case .notFinite(let found):
      return [
        JSONField("entry", .object(found.entry.fields)), JSONField("operands", .array(found.operands.map { .object($0.fields) })),
        JSONField("parameters", .array(found.parameters.map { .string($0) })),
      ]
    case .imbalance(let counts): return [JSONField("counts", .array(counts.map { .integer($0) }))]
    case .notFalling(let plateau):
      return [
        number("alpha", plateau.alpha), number("gradient_norm", plateau.gradientNorm), number("curvature", plateau.curvature), numbers("costs", plateau.costs),
        number("better_alpha", plateau.better),
      ]
    }
  }
}

extension NotFinite.Entry {
  fileprivate var fields: [JSONField] {
    [JSONField("name", .string(name)), JSONField("i", .integer(row)), JSONField("j", .integer(column)), JSONField("value", .number(value))]
  }
}

extension Mismatch {
  fileprivate var fields: [JSONField] {
    switch self {
    case .shape(let Y, let output): [JSONField("Y", .shape(Y)), JSONField("output", .shape(output))]
    case .classNumbers(let values): [JSONField("values", .array(values.map { .number($0) }))]
    case .loss(let smallest, let largest), .labels(let smallest, let largest):
      [JSONField("smallest_A", .number(smallest)), JSONField("largest_A", .number(largest))]
    case .range(let share, let smallest, let largest, let from, let to):
      [
        JSONField("share", .number(share)), JSONField("smallest_Y", .number(smallest)), JSONField("largest_Y", .number(largest)),
        JSONField("from", .number(from)), JSONField("to", .number(to)),
      ]
    case .sums(let columns): [JSONField("columns", .integer(columns))]
    }
  }
}

extension NotFiniteHistory {
  fileprivate var json: JSONValue {
    var fields = [JSONField("step", .integer(step)), JSONField("branch", .string(branch)), JSONField("goto", journey.map { .string($0) } ?? .null)]
    if case .notFinite(let found) = finding.evidence { fields += found.entry.fields }
    guard case .at(let change) = beginning else { return .object(fields) }
    fields += [
      JSONField(
        "before",
        .object([
          JSONField("step", .integer(step - 1)), JSONField("J", change.cost.map { .number($0) } ?? .null), JSONField("largest", .object(change.largest.fields)),
        ])),
      JSONField("edits", .array(change.edits.map { .string($0) })),
    ]
    if let rise = change.rise {
      fields.append(
        JSONField(
          "rise",
          .object([
            JSONField("step", .integer(rise.step)), JSONField("J", .number(rise.cost)), JSONField("alpha", .number(rise.alpha)),
            JSONField("bound", rise.rate.map { .number($0.bound) } ?? .null),
          ])))
    }
    return .object(fields)
  }
}
