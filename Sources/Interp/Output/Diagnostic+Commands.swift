import Net

/// Sentences for assignments, claims, loops and the arguments of commands.
extension Fault {
  static func computedQuantity(_ name: String) -> Fault {
    Fault(.value, "\(name) is computed and cannot be assigned", hint: "\(name) = E states a claim; W, b, X, Y and alpha can be assigned")
  }

  static func cannotUnpack(_ value: Value, into count: Int) -> Fault {
    Fault(.shape, "\(value.description) cannot be taken apart into \(count)", hint: "a row of \(count) gives its entries, a matrix of \(count) rows its rows")
  }

  static func reservedName(_ name: String) -> Fault {
    Fault(.value, "'\(name)' is reserved and cannot be a variable", hint: "choose another name, such as my_\(name)")
  }

  /// What a computed scalar's name is, where it was taken for a variable's; nil for a size of a network that is not there.
  static func meantAsVariable(_ name: String, _ quantity: Quantity?) -> String {
    let whose =
      quantity.map { $0.name == name ? "\(name) is the \($0.formula(isOutput: false, fits: true, activation: ""))" : "\(name) is the name of \($0.name)" }
      ?? "\(name) is a size of the network"
    return "\(whose), which is computed; for a variable take another name, such as my_\(name)"
  }

  /// - Parameters:
  ///   - keeping: the sum on the right side with keepdims, where one without stands there.
  ///   - downTheRows: a sum over axis 0 on the right side.
  static func claimShape(_ name: String, _ held: Shape, _ claimed: Shape, _ resolved: String?, keeping: String?, downTheRows: String?) -> Fault {
    var hint: String?
    if let downTheRows, held.columns == 1, claimed.rows == 1 {
      hint = ShapeRepair.otherAxis(downTheRows)
    } else if let keeping, held.columns == 1, claimed.rows == 1 || claimed.columns == held.rows {
      hint = ShapeRepair.keeps(keeping, SymbolicShape(held))
    } else if claimed == held.transposed {
      hint = "its transpose has the shape: .T, and A @ B turned is B.T @ A.T"
    }
    var fault = Fault(.claim, "\(name)\(resolved.map { ", \($0)," } ?? "") does not hold: it is \(held), the right side \(claimed)", hint: hint)
    fault.claim = ClaimEvidence(name: name, maximumDifference: nil, worst: nil)
    return fault
  }

  static func claimFails(_ name: String, _ evidence: ClaimEvidence, isScalar: Bool, _ resolved: String?) -> Fault {
    let worst = evidence.worst!
    let place = isScalar ? "" : " at [\(worst.row),\(worst.column)]"
    let difference = NumberFormat.significant(evidence.maximumDifference ?? .nan, 3)
    var fault = Fault(
      .claim,
      "\(name)\(resolved.map { ", \($0)," } ?? "") does not hold: the largest difference is \(difference)\(place), where it is \(NumberFormat.significant(worst.value, 10)) and the right side \(NumberFormat.significant(worst.claimed, 10))"
    )
    fault.claim = evidence
    return fault
  }

  static func assertionFails(_ condition: String, _ message: String?, evidence: String?) -> Fault {
    // A message without a letter says nothing: it is as none.
    Fault(.assertion, message.flatMap { $0.isEmpty ? nil : $0 } ?? "\(shortened(condition)) is false", hint: evidence)
  }

  static func outsideLoop(_ word: String) -> Fault {
    Fault(.syntax, "'\(word)' outside a loop")
  }

  static func loopRange() -> Fault {
    Fault(.value, "the range of a loop needs finite numbers and a step that is not 0")
  }

  // MARK: Commands

  static func unknownActivation(_ name: String) -> Fault {
    let names = Activations.all.map(\.name)
    return Fault(
      .unknownName, "unknown activation '\(shortened(name))'", hint: Suggestions.hint(name, among: names) ?? "known: \(names.joined(separator: ", "))")
  }

  static func activationNotText(_ value: Value) -> Fault {
    let names = Activations.all.map(\.name)
    return Fault(.value, "an activation must be a name in text, not \(value.description)", hint: "known: \(names.joined(separator: ", "))")
  }

  static func unknownLoss(_ name: String) -> Fault {
    let names = Losses.all.map(\.name)
    return Fault(.unknownName, "unknown loss '\(shortened(name))'", hint: Suggestions.hint(name, among: names) ?? "known: \(names.joined(separator: ", "))")
  }

  static func unknownChoice(_ what: String, _ word: String, _ known: [String]) -> Fault {
    Fault(.usage, "unknown \(what) '\(shortened(word))'", hint: Suggestions.hint(word, among: known) ?? "known: \(known.joined(separator: ", "))")
  }

  static func layerSize(_ value: Double, _ limit: Int) -> Fault {
    Fault(.value, "a layer's size is \(NumberFormat.shortest(value)); it must be a whole number from 1 to \(limit)")
  }

  static func tooFewLayers() -> Fault {
    Fault(.usage, "init needs the inputs and a layer at least, or nothing", hint: "as in: init 2 4:tanh 1:sigmoid")
  }

  static func inputHasActivation() -> Fault {
    Fault(.usage, "the first size is that of the inputs, layer 0, which has no activation", hint: "as in: init 2 4:tanh 1:sigmoid")
  }

  static func softmaxHidden(_ layer: Int) -> Fault {
    Fault(.usage, "layer \(layer) is hidden; softmax is for the output layer", hint: "hidden layers take sigmoid, tanh, relu, leaky_relu or linear")
  }

  static func networkTooLarge(_ parameters: Int, _ limit: Int) -> Fault {
    Fault(.limit, "such a network has \(parameters) parameters, more than the \(limit) that are allowed")
  }

  static func passTooLarge(_ entries: Int, _ limit: Int) -> Fault {
    Fault(.limit, "a pass would hold \(entries) numbers, more than the \(limit) that are allowed", hint: "take fewer examples or units")
  }

  static func optionNumber(_ name: String, _ value: Double, _ wanted: String) -> Fault {
    Fault(.value, "\(name)= is \(NumberFormat.shortest(value)); it must be \(wanted)")
  }

  static func noPart(_ part: String, _ parts: [String]) -> Fault {
    Fault(
      .value, "the data has no \(part) part",
      hint: parts.count > 1 ? "there are \(parts.joined(separator: ", "))" : "data … split=0.8 makes a train and a test part")
  }

  static func setting(_ name: String, _ word: String, _ wanted: String) -> Fault {
    Fault(.value, "\(name) cannot be '\(shortened(word))': it takes \(wanted)")
  }

  static func unreadableFile(_ path: String, _ reason: String) -> Fault {
    Fault(.file, "cannot read '\(path)': \(reason)")
  }

  static func unwritableFile(_ path: String, _ reason: String) -> Fault {
    Fault(.file, "cannot write '\(path)': \(reason)")
  }

  static func sourceDepth(_ limit: Int) -> Fault {
    Fault(.limit, "files source each other deeper than \(limit) levels")
  }

  static func sourceCycle(_ path: String, through files: [String]) -> Fault {
    let names = files.map { String($0.split(separator: "/").last ?? "") }
    return Fault(.limit, "'\(path)' sources itself: \(names.joined(separator: " -> "))", hint: "a loop is written while or repeat")
  }

  static func printFormat(_ specification: String) -> Fault {
    Fault(.value, "'\(shortened(specification))' is no format", hint: "as in {J:.4f}: width, precision and one of f e g d %")
  }

  static func printBrace() -> Fault {
    Fault(.syntax, "a { in the text has no }", hint: "{{ prints a brace")
  }

  static func optionNotBuilt(_ name: String) -> Fault {
    Fault(.notBuilt, "\(name)= is not in this version")
  }

  static func unknownTopic(_ word: String) -> Fault {
    let topics = Topic.all.map(\.name)
    return Fault(
      .unknownName, "no help on '\(shortened(word))'",
      hint: Suggestions.hint(word, among: CommandRegistry.names + topics + Functions.all.map(\.name))
        ?? "help lists the commands; topics: \(topics.joined(separator: ", "))")
  }

  static func notFiniteCost() -> String { "J is not finite: an output has left the range of its loss, or the training diverges" }
}

extension Warning {
  static func trainsOnOtherPart(_ part: String) -> String {
    "this trains on the \(part) part, which then says nothing of data that training never saw; use train goes back"
  }

  static func softmaxOfOne() -> String { "the softmax of one unit is always 1: one output unit takes sigmoid, softmax a unit for each class" }

  static func importIgnored(_ line: String) -> String {
    "'\(Fault.shortened(line))' is not needed: NumPy's names are here already"
  }
}

extension Fault {
  static func trainingInterrupted(_ event: TrainEvent) -> Fault {
    let cost = event.cost.map { ", J = \(NumberFormat.significant($0, 6))" } ?? ""
    var fault = Fault(.interrupted, "interrupted after step \(event.step); the network is that of step \(event.step)\(cost)")
    fault.keepsWhatWasDone = true
    return fault
  }
}
