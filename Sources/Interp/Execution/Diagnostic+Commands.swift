import Net

/// Error sentences of assignments, claims, loops and commands.
extension Fault {
  static func computedQuantity(_ name: String) -> Fault {
    Fault(.value, "\(name) is computed and cannot be assigned", hint: "\(name) = E alone checks a claim; W, b, X, Y and alpha can be assigned")
  }

  static func cannotUnpack(_ value: Value, into count: Int) -> Fault {
    Fault(.shape, "\(value.description) cannot be taken apart into \(count)", hint: "a row of \(count) entries or a matrix of \(count) rows can be")
  }

  static func assertionFails(_ condition: String, _ message: String?, evidence: String?) -> Fault {
    // An empty message counts as no message.
    Fault(.assertion, message.flatMap { $0.isEmpty ? nil : $0 } ?? "\(shortened(condition)) is false", hint: evidence)
  }

  static func tooManyTurns(_ most: Int) -> Fault {
    Fault(.limit, "the loop would run more than \(most) times", hint: "while True { … } runs until break")
  }

  static func loopRange() -> Fault {
    Fault(.value, "the range of a loop needs finite numbers and a step that is not 0")
  }

  // MARK: Commands

  static func unknownActivation(_ name: String) -> Fault {
    let names = Activations.all.map(\.name)
    return Fault(
      .unknownName, "unknown activation '\(shortened(name))'",
      hint: Suggestions.hint(name, among: names) ?? "the activations are \(names.joined(separator: ", "))")
  }

  static func activationNotText(_ value: Value) -> Fault {
    let names = Activations.all.map(\.name)
    return Fault(.value, "an activation must be a name in text, not \(value.description)", hint: "the activations are \(names.joined(separator: ", "))")
  }

  static func unknownLoss(_ name: String) -> Fault {
    let names = Losses.all.map(\.name)
    return Fault(
      .unknownName, "unknown loss '\(shortened(name))'", hint: Suggestions.hint(name, among: names) ?? "the losses are \(names.joined(separator: ", "))")
  }

  static func unknownChoice(_ what: String, _ word: String, _ known: [String]) -> Fault {
    Fault(.usage, "unknown \(what) '\(shortened(word))'", hint: Suggestions.hint(word, among: known) ?? "choose one of \(known.joined(separator: ", "))")
  }

  static func layerSize(_ value: Double, _ limit: Int) -> Fault {
    Fault(.value, "a layer's size is \(NumberFormat.shortest(value)); it must be a whole number from 1 to \(limit)")
  }

  static func tooFewLayers() -> Fault {
    Fault(.usage, "init needs the inputs and at least one layer, or nothing at all", hint: "as in: init 2 4:tanh 1:sigmoid")
  }

  static func inputHasActivation() -> Fault {
    Fault(.usage, "the first size is that of the inputs, layer 0, which has no activation", hint: "as in: init 2 4:tanh 1:sigmoid")
  }

  static func activationAsSize(_ name: String) -> Fault {
    Fault(
      .usage, "\(name) is an activation, not the size of a layer",
      hint: "write it after a size and a colon, as in: init 2 4:\(name == "softmax" ? "tanh 3:softmax" : "\(name) 1")")
  }

  static func softmaxHidden(_ layer: Int) -> Fault {
    let names = Activations.all.filter(\.isElementwise).map(\.name)
    let hint = "hidden layers take \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
    return Fault(.usage, "layer \(layer) is hidden, but softmax is for the output layer", hint: hint)
  }

  static func networkTooLarge(_ parameters: Int, _ limit: Int) -> Fault {
    Fault(.limit, "this network would have \(parameters) parameters, but at most \(limit) are allowed")
  }

  static func optionNumber(_ name: String, _ value: Double, _ wanted: String) -> Fault {
    Fault(.value, "\(name)= is \(NumberFormat.shortest(value)); it must be \(wanted)")
  }

  static func noPart(_ part: String, _ parts: [String]) -> Fault {
    Fault(
      .value, "the data has no \(part) part",
      hint: parts.count > 1 ? "its parts are \(parts.joined(separator: ", "))" : "load the data with split=0.8 to get a train and a test part")
  }

  static func twoScales() -> Fault { Fault(.usage, "standardize= and normalize= cannot both be yes", hint: "leave one of them out") }

  static func classesHaveNoScale() -> Fault {
    Fault(.value, "standardize=both scales targets that are numbers, but these are classes", hint: "write standardize=yes, which scales the features alone")
  }

  static func noTargetsToScale() -> Fault {
    Fault(.value, "standardize=both scales the targets too, but the data has none", hint: "write standardize=yes, which scales the features alone")
  }

  static func splitOfParts(_ examples: Int) -> Fault {
    Fault(.usage, "the file has a test part of \(examples) example\(examples == 1 ? "" : "s") already", hint: "leave out split=")
  }

  static func noClasses() -> Fault {
    Fault(.usage, "stratify= needs classes, but the target is a number", hint: "write classes=yes where its values are classes")
  }

  static func standardInputIsScript() -> Fault {
    Fault(.usage, "data - reads the standard input, but the statements come from there", hint: "put the statements into a file: nnshell FILE.nns < data.csv")
  }

  static func oneTarget() -> Fault { Fault(.usage, "y= takes one column", hint: "as in: y=price") }

  static func setting(_ name: String, _ word: String, _ wanted: String) -> Fault {
    Fault(.value, "\(name) cannot be '\(shortened(word))'; it must be \(wanted)")
  }

  static func sourceDepth(_ limit: Int) -> Fault {
    Fault(.limit, "files source each other deeper than \(limit) levels")
  }

  /// The error where a file sources itself.
  /// - Parameter files: the running files, from the one that is sourced again to the innermost, followed by that one once more.
  static func sourceCycle(_ path: String, through files: [String]) -> Fault {
    let names = files.map { String($0.split(separator: "/").last ?? "") }
    return Fault(.limit, "'\(path)' sources itself: \(names.joined(separator: " -> "))", hint: "for a loop, use while or repeat")
  }

  /// The error for `show all`, and for `show W1 all`.
  /// - Parameter shown: the name before `all`; nil where there is none.
  static func showsAll(_ shown: String?) -> Fault {
    Fault(.usage, "all is a function, not the name of a value", hint: "to print every row and column, write: show \(shown ?? "X") all=yes")
  }
}

extension Warning {
  static func otherTargetScale() -> String {
    "Y is on another scale than the outputs of the network, so J compares different units; RMSE, MAE and R2 are in the units of the data; load the data "
      + "without standardize=, and then load the network again, which puts the data on its scale"
  }

  static func trainsOnOtherPart(_ part: String) -> String {
    "this trains on the \(part) part, so that part no longer tells how the network does on new data; type use train to go back"
  }

  /// The note for indented lines that follow a refused line with a colon.
  /// The note for a table whose first row may have the names of the columns.
  static func headerUnclear(_ path: String) -> String {
    "the first row of '\(path)' is read as an example; if it has the names of the columns, write header=yes"
  }

  static func blockPassedOver() -> String {
    "this line and the lines indented after it are skipped, because they belong to the line with the colon, which did not run"
  }

  static func softmaxOfOne() -> String { "the softmax of one unit is always 1: use sigmoid for one output unit, or give softmax a unit for each class" }

  static func importIgnored(_ line: String) -> String {
    "'\(Fault.shortened(line))' is not needed: NumPy's names work here already"
  }
}

extension Fault {
  /// The error where Ctrl-C stopped `train`. The steps that were made stay.
  static func trainingInterrupted(_ event: TrainEvent) -> Fault {
    let cost = event.end.cost.map { ", J = \(NumberFormat.significant($0, 6))" } ?? ""
    var fault = Fault(.interrupted, "interrupted after step \(event.end.step); the network is that of step \(event.end.step)\(cost)")
    fault.keepsWhatWasDone = true
    return fault
  }
}
