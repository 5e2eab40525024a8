import Net

/// The faults for quantities and networks that are missing, stale or unknown. Hints name the command to run.
extension Fault {
  static func noNetwork() -> Fault {
    Fault(.stale, "there is no network yet", hint: "init makes one")
  }

  static func noTargets() -> Fault {
    Fault(.stale, "the data has no Y", hint: "Y = … gives targets, data NAME another set")
  }

  static func noCost() -> Fault {
    Fault(.stale, "there is no J: the last forward pass had no Y that fits the output", hint: "init makes a network for the data; forward says both shapes")
  }

  static func notComputed(_ quantity: Quantity) -> Fault {
    let command = quantity.source == .backward ? "forward; backward" : "forward"
    return Fault(.stale, "\(quantity.name) has not been computed yet", hint: "run: \(command)")
  }

  static func stale(_ quantity: Quantity, step: Int, now: Int) -> Fault {
    let command = quantity.source == .backward ? "forward; backward" : "forward"
    let reason = now > step || step > 0 && now >= step ? "of step \(step)" : "from before the last change"
    return Fault(.stale, "\(quantity.name) is stale (\(reason)): parameters or data changed since", hint: "run: \(command)")
  }

  static func needsForward(_ command: String, isMissing: Bool) -> Fault {
    let reason = isMissing ? "there is no forward pass yet" : "the forward pass is stale: parameters or data changed since"
    return Fault(.stale, "\(command): \(reason)", hint: "run: forward")
  }

  static func needsBackward(isMissing: Bool) -> Fault {
    let reason = isMissing ? "there are no gradients yet" : "the gradients are stale: parameters or data changed since"
    return Fault(.stale, "step: \(reason)", hint: "run: forward; backward")
  }

  static func noSuchLayer(_ quantity: Quantity, depth: Int) -> Fault {
    Fault(
      .unknownName, "there is no \(quantity.name): the network has \(depth) layer\(depth == 1 ? "" : "s")",
      hint: depth == 1 ? "the layer is 1" : "layers count from 1 to \(depth)")
  }

  static func layerNumber(_ base: String, _ value: Double, depth: Int?) -> Fault {
    let last = depth.map { " to \($0)" } ?? ""
    let hint = value == 0 ? "layer 0 is the input: A[0] is X" : "\(base)[l] takes a whole number from 1\(last)"
    return Fault(.index, "\(base)[\(NumberFormat.shortest(value))]: there is no such layer", hint: hint)
  }

  static func noSingleHiddenLayer(depth: Int) -> Fault {
    Fault(
      .unknownName, "n_h is the one hidden layer of a two-layer network; this one has \(depth) layer\(depth == 1 ? "" : "s")", hint: "n1, n2 … name any layer")
  }

  static func noAnswer() -> Fault {
    Fault(.unknownName, "there is no last value yet: ans is that of the last expression")
  }

  static func noArgument(_ index: Int, count: Int) -> Fault {
    Fault(.unknownName, "$\(index): the script was given \(count) argument\(count == 1 ? "" : "s")", hint: "nnshell SCRIPT ARG …")
  }

  static func parameterShape(_ quantity: Quantity, wanted: Shape, got: Value) -> Fault {
    let names = quantity.symbolicShape.map { "(\($0.0.name(depth: nil)), \($0.1.name(depth: nil)))" } ?? ""
    let found = got.shape ?? Shape(1, 1)
    let hint =
      found == wanted.transposed ? "its transpose fits: write .T, or give sizes in the order \(names)" : "a network of other sizes is made by: init"
    return Fault(.shape, "\(quantity.name) is \(wanted) = \(names); \(got.description) cannot take its place", hint: hint)
  }

  static func emptyData(_ name: String, _ shape: Shape) -> Fault {
    Fault(.shape, "\(name) cannot be \(shape): it needs a row and an example at least")
  }

  /// The fault where the rows of an input do not fit the network.
  ///
  /// - Parameter turned: The text of the transpose of an input that the user typed, or nil for the data's X.
  static func inputShape(network: [Int], X: Shape, turned: String? = nil) -> Fault {
    let fitting = turned.map { "\($0) fits" } ?? "X = X.T turns it"
    let features = X.rows == 1 ? "1 feature" : "\(X.rows) features"
    return Fault(
      .shape,
      "\(turned == nil ? "X" : "the input") is \(X): \(features), but the network \(network.map(String.init).joined(separator: "-")) takes n0 = \(network[0])",
      hint: X.columns == network[0] ? fitting : "init makes a network for the data; init \(X.rows) … gives sizes by hand")
  }

  static func targetShape(Y: Shape, wanted: Shape, sizes: [Int]) -> Fault {
    let fitting = (sizes.dropLast() + [Y.rows]).map(String.init).joined(separator: " ")
    let hint =
      Y == wanted.transposed
      ? "Y = Y.T turns it"
      : Y.columns == wanted.columns
        ? "init \(fitting) makes a network for this Y, or Y = … gives \(wanted) targets" : "Y = … gives \(wanted) targets: a column for each example of X"
    return Fault(.shape, "Y is \(Y), but the network's output is \(wanted) = (n of the output layer, m)", hint: hint)
  }

  static func passTooLarge(_ entries: Int, _ limit: Int) -> Fault {
    Fault(.limit, "a pass would hold \(entries) numbers, more than the \(limit) that are allowed", hint: "take fewer examples or units")
  }

  /// The message of the warning for a J that is not finite.
  static func notFiniteCost() -> String { "J is not finite: an output has left the range of its loss, or the training diverges" }
}
