import Net

/// Sentences for what is missing, stale or unknown, each with the command to run.
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

  static func unknownName(_ name: String, _ session: Session) -> Fault {
    var hint: String?
    switch name {
    case "range": hint = "for i in 1:n { … } runs from 1 to n"
    case "undo", "rewind", "revert", "reverse": hint = "back goes back a step, goto T to any; help travel"
    case "exit", "q", "bye": hint = "quit leaves, and so does Ctrl-D"
    case _ where CommandRegistry.command(named: name) != nil: hint = "'\(name)' is a command and has no value; it begins a statement"
    case "np", "numpy": hint = "np. goes before a function: np.exp(Z1)"
    case _ where Names.unitBases.contains(name): hint = ofOneUnit(name)
    case "None", "null": hint = "there is no such value here; as an argument None means not given: axis=None"
    default:
      let names = CommandRegistry.names + Functions.all.map(\.name) + session.state.variables.keys + session.quantityNames
      hint = Suggestions.hint(name, among: names) ?? "help lists the commands, who the variables"
    }
    return Fault(.unknownName, "unknown name '\(shortened(name))'", hint: hint)
  }

  /// A variable has taken the spelling `name[…]` from the layers: what an index of it is, and how the layer's own is typed.
  static func hiddenName(_ name: String, _ layered: String, layer: Int, isRow: Bool) -> String {
    "\(name) is a variable here: \(name)[\(layer)] is \(isRow ? "its row \(layer)" : "a part of it"); layer \(layer)'s is \(layered)\(layer)"
  }

  static func hiddenName(_ name: String, _ layered: String) -> String {
    "\(name) is a variable here; the layers' are \(layered)1, \(layered)2 …"
  }

  static func unknownFunction(_ name: String) -> Fault {
    let hint: String?
    switch name {
    case "range": hint = "for i in 1:n { … } runs from 1 to n"
    case "exit": hint = "quit leaves, and so does Ctrl-D"
    case "σ", "sigma", "logistic": hint = "it is written sigmoid"
    case _ where name.hasPrefix("random."): return unknownDistribution(String(name.dropFirst("random.".count)))
    case "asarray", "matrix": hint = "brackets alone make a matrix: [1, 2, 3] or [1, 2; 3, 4]"
    case "vstack", "hstack", "stack", "append": hint = "[A; B] puts B below A, [A, B] beside it"
    case "flatten", "ravel": hint = "reshape(A, 1, -1) makes a row of all entries"
    case "astype": hint = "every number is a double, and truth values are 0 and 1 in arithmetic: A * 1"
    case "item", "tolist": hint = "float(A) is the number of a (1, 1) matrix, A[1,2] an entry"
    case "bool": hint = "A != 0 gives truth values"
    case _ where CommandRegistry.command(named: name) != nil: hint = "'\(name)' is a command: it begins a statement and takes no brackets"
    case "g": hint = ofOneUnit(name)
    default: hint = Suggestions.hint(name, among: Functions.all.map(\.name) + Activations.all.map(\.name))
    }
    return Fault(.unknownName, "unknown function '\(shortened(name))'", hint: hint)
  }

  /// The notes' small letters without a layer.
  private static func ofOneUnit(_ name: String) -> String {
    "\(name) without a layer speaks of a network of one unit; \(name)[1] is layer 1's"
  }

  static func unknownCommand(_ name: String, _ known: [String], _ range: SourceRange) -> Fault {
    Fault(.unknownName, "unknown command '\(shortened(name))'", hint: Suggestions.hint(name, among: known) ?? "help lists the commands", range)
  }

  static func ambiguousCommand(_ word: String, _ matches: [String], _ range: SourceRange) -> Fault {
    Fault(.unknownName, "'\(word)' may be \(matches.joined(separator: ", "))", hint: "type a letter more", range)
  }

  static func notBuilt(_ name: String) -> Fault {
    Fault(.notBuilt, "'\(name)' is not in this version", hint: "help lists what is")
  }

  static func unknownAttribute(_ name: String, _ range: SourceRange) -> Fault {
    Fault(
      .unknownName, "unknown attribute '.\(shortened(name))'", hint: "there are .T, .shape and .size; a function may follow a value as in A.sum(axis=1)", range)
  }

  static func unknownKeyword(_ name: String, _ function: Function) -> Fault {
    let hint = name == "dtype" ? "every number here is a double" : "its parameters: \(parameterList(function))"
    return Fault(.usage, "\(function.name) has no parameter '\(shortened(name))'", hint: hint)
  }

  static func parameterTwice(_ name: String, _ function: Function) -> Fault {
    Fault(.usage, "\(function.name) is given '\(name)' twice", hint: "its parameters: \(parameterList(function))")
  }

  static func parameterList(_ function: Function) -> String {
    function.parameters.map { $0.hasSuffix("?") ? "[\($0.dropLast())]" : $0 }.joined(separator: ", ")
  }

  static func unknownOption(_ name: String, of command: String, _ known: [String], _ range: SourceRange) -> Fault {
    let list =
      known.isEmpty ? "\(command) has no options: \(usageHint(command) ?? "")" : "options of \(command): " + known.map { $0 + "=" }.joined(separator: " ")
    return Fault(.usage, "\(command) has no option '\(shortened(name))='", hint: Suggestions.hint(name, among: known) ?? list, range)
  }

  static func repeatedOption(_ name: String, _ range: SourceRange) -> Fault {
    Fault(.usage, "the option \(name)= is given twice", range)
  }

  static func tooManyArguments(_ command: String, found token: Token) -> Fault {
    Fault(
      .usage, "\(command): \(describe(token)) is too much or in a wrong place",
      hint: token.isSymbol("(") ? "a command takes no brackets: \(command)" : usageHint(command), token.range)
  }

  static func missingComma(_ command: String, found token: Token) -> Fault {
    Fault(.usage, "\(command): a comma is missing before \(describe(token))", hint: usageHint(command), token.range)
  }

  static func tooFewArguments(_ command: String, _ range: SourceRange) -> Fault {
    Fault(.usage, "\(command) needs more than that", hint: usageHint(command), range)
  }

  static func usageHint(_ command: String) -> String? {
    CommandRegistry.command(named: command).map { "usage: \($0.usage)" }
  }

  static func noSuchFinding(_ number: Int, count: Int) -> Fault {
    let found = count == 0 ? "nothing" : "\(count) finding\(count == 1 ? "" : "s")"
    return Fault(.index, "there is no finding \(number): diagnose found \(found)", hint: count == 0 ? nil : "run: diagnose")
  }

  static func interrupted() -> Fault {
    Fault(.interrupted, "interrupted")
  }
}
