import Net

/// The faults for quantities and networks that are missing, stale or unknown. Hints name the command to run.
extension Fault {
  static func noNetwork() -> Fault {
    Fault(.stale, "there is no network yet", hint: "type init to make a network")
  }

  static func noTargets() -> Fault {
    Fault(.stale, "the data has no Y", hint: "assign targets with Y = …, or load another data set with data NAME")
  }

  static func noCost() -> Fault {
    Fault(
      .stale, "there is no J, because the last forward pass had no Y that fits the output",
      hint: "type init to make a network for the data; forward prints both shapes")
  }

  static func notComputed(_ quantity: Quantity) -> Fault {
    let command = quantity.source == .backward ? "forward; backward" : "forward"
    return Fault(.stale, "\(quantity.name) has not been computed yet", hint: "run: \(command)")
  }

  /// - Parameter changed: What may have changed, such as `W, b or the data`.
  static func stale(_ quantity: Quantity, step: Int, now: Int, _ changed: String) -> Fault {
    let command = quantity.source == .backward ? "forward; backward" : "forward"
    let since = "\(changed) have changed since"
    let reason = now > step || step > 0 && now >= step ? "it is of step \(step), and \(since)" : "\(since) it was computed"
    return Fault(.stale, "\(quantity.name) is stale: \(reason)", hint: "run: \(command)")
  }

  /// - Parameter changed: What may have changed, such as `W, b or the data`. Nil where there is no pass.
  static func needsForward(_ command: String, _ changed: String?) -> Fault {
    let reason =
      changed.map { "a new forward pass: the last one is stale, because \($0) have changed" } ?? "a forward pass, and there is none yet"
    return Fault(.stale, "\(command) needs \(reason)", hint: "run: forward")
  }

  static func needsBackward(_ changed: String?) -> Fault {
    let reason = changed.map { "new gradients: the last ones are stale, because \($0) have changed" } ?? "gradients, and there are none yet"
    return Fault(.stale, "step needs \(reason)", hint: "run: forward; backward")
  }

  static func noSuchLayer(_ quantity: Quantity, depth: Int) -> Fault {
    Fault(
      .unknownName, "there is no \(quantity.name): the network has \(depth) layer\(depth == 1 ? "" : "s")",
      hint: depth == 1 ? "its layer is number 1" : "its layers are numbered from 1 to \(depth)")
  }

  static func noLayerZero(_ name: String) -> Fault {
    let hint =
      name.hasPrefix("keep")
      ? "dropout does not drop inputs; keep1 is the share of layer 1" : "layer 0 is the input, X; layers with weights are numbered from 1"
    return Fault(.index, "there is no \(name)", hint: hint)
  }

  static func layerNumber(_ base: String, _ value: Double, depth: Int?) -> Fault {
    let last = depth.map { " to \($0)" } ?? ""
    let hint = value == 0 ? "layer 0 is the input: A[0] is X" : "\(base)[l] takes a whole number from 1\(last)"
    return Fault(.index, "there is no \(base)[\(NumberFormat.shortest(value))]", hint: hint)
  }

  static func noSingleHiddenLayer(depth: Int) -> Fault {
    Fault(
      .unknownName, "n_h needs a network with one hidden layer; this one has \(depth) layer\(depth == 1 ? "" : "s")",
      hint: "n1, n2 … are the units of layer 1, 2 …")
  }

  static func noAnswer() -> Fault {
    Fault(.unknownName, "there is no last value yet: ans is the value of the last expression")
  }

  static func noArgument(_ index: Int, count: Int) -> Fault {
    Fault(
      .unknownName, "there is no $\(index): the script was given \(count) argument\(count == 1 ? "" : "s")",
      hint: "give arguments after the script: nnshell SCRIPT ARG …")
  }

  static func parameterShape(_ quantity: Quantity, wanted: Shape, got: Value) -> Fault {
    let names = quantity.symbolicShape.map { "(\($0.0.name(depth: nil)), \($0.1.name(depth: nil)))" } ?? ""
    let found = got.shape ?? Shape(1, 1)
    let hint =
      found == wanted.transposed ? "its transpose fits: write .T, or give the sizes in the order \(names)" : "to change the sizes, make a new network with init"
    return Fault(.shape, "\(quantity.name) must be \(wanted) = \(names), but the value is \(got.description)", hint: hint)
  }

  static func emptyData(_ name: String, _ shape: Shape) -> Fault {
    Fault(.shape, "\(name) cannot be \(shape): it needs at least one row and one example")
  }

  /// The fault where the rows of an input do not fit the network.
  ///
  /// - Parameter turned: The text of the transpose of an input that the user typed, or nil for the data's X.
  /// - Parameter isLoaded: Whether the network comes from a file, so that other data fits it rather than another network the data.
  static func inputShape(network: [Int], X: Shape, turned: String? = nil, isLoaded: Bool = false) -> Fault {
    let remedy =
      isLoaded
      ? "data FILE takes the data of this network; init makes a new network for the present data"
      : "type init to make a network for the data, or init \(X.rows) … to give the sizes yourself"
    let fitting = turned.map { "\($0) fits" } ?? "transpose it: X = X.T"
    let features = X.rows == 1 ? "1 feature" : "\(X.rows) features"
    return Fault(
      .shape,
      "\(turned == nil ? "X" : "the input") is \(X), so it has \(features), but the network \(network.map(String.init).joined(separator: "-")) takes n0 = \(network[0])",
      hint: X.columns == network[0] ? fitting : remedy)
  }

  static func targetShape(Y: Shape, wanted: Shape, sizes: [Int]) -> Fault {
    let fitting = (sizes.dropLast() + [Y.rows]).map(String.init).joined(separator: " ")
    let hint =
      Y == wanted.transposed
      ? "transpose it: Y = Y.T"
      : Y.columns == wanted.columns
        ? "make a network for this Y with init \(fitting), or assign \(wanted) targets with Y = …"
        : "assign \(wanted) targets with Y = …: one column for each example of X"
    return Fault(.shape, "Y is \(Y), but the network's output is \(wanted) = (n of the output layer, m)", hint: hint)
  }

  static func passTooLarge(_ entries: Int, _ limit: Int) -> Fault {
    Fault(.limit, "a pass would hold \(entries) numbers, but at most \(limit) are allowed", hint: "take fewer examples or units")
  }

  /// The message of the warning for a J that is not finite.
  static func notFiniteCost() -> String { "J is not finite: an output has left the range of its loss, or the training diverges" }
}

extension Warning {
  static func negativeCost(_ loss: String) -> String {
    "J is below 0, because Y has numbers outside of 0 to 1, and \(loss) is made for shares and classes; diagnose says which loss fits"
  }
}
