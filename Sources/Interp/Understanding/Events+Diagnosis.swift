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
        "  " + name, course.start.map(style.number) ?? "none", course.end.map(style.number) ?? "none", course.dev.map(style.number) ?? "none", right,
        NumberFormat.shortest(course.alpha), course.loss,
      ]
    }
    let hasClasses = trial.without.accuracy != nil || trial.with.accuracy != nil
    let hasDev = trial.without.dev != nil || trial.with.dev != nil
    let shown = [0, 1, 2] + (hasDev ? [3] : []) + (hasClasses ? [4] : []) + [5, 6]
    let cells = [
      ["  J", "at the start", "after \(trial.steps) steps", "dev J then", "correct then", "alpha", "loss"], row("without", trial.without),
      row("with", trial.with),
    ].map { row in shown.map { row[$0] } }
    let alignments: [TextTable.Alignment] = [.left, .right, .right, .right, .right, hasClasses ? .right : .left, .left]
    return [report.heading(number)] + FindingReport.repairLines("repair, on a copy", report.repair, style)
      + style.fitting(TextTable.lines(cells, shown.map { alignments[$0] }))
      + style.sentence(
        "  the finding is \(trial.isGone ? "gone" : "still there")\(trial.endsFinite ? trial.endsHigher ? ", but \(trial.isOfDev ? "dev J" : "J") ends higher than without" : "" : ", but J is not finite then"); the session is as it was"
      )
  }

  func fields() -> [JSONField]? {
    func course(_ course: RepairTrial.Course) -> JSONValue {
      .object([
        JSONField("J_start", course.start.map { .number($0) } ?? .null), JSONField("J_end", course.end.map { .number($0) } ?? .null),
        JSONField("dev_J_end", course.dev.map { .number($0) } ?? .null), JSONField("accuracy", course.accuracy.map { .number($0) } ?? .null),
        JSONField("alpha", .number(course.alpha)), JSONField("loss", .string(course.loss)),
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
    case .batches: "the last steps were not those of a train with batch="
    case .devPart: "the data has no dev part"
    case .earlierSteps: "no earlier step is recorded"
    }
  }
}
