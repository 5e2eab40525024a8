import Net

/// The faults for names, functions and their arguments.
extension Fault {
  static func boundGivenTwice(_ name: String) -> Fault {
    Fault(.usage, "clip is given its \(name) bound twice", hint: "as in clip(A, 0, 1) or clip(A, min=0)")
  }

  static func normOrder(_ order: String, _ shape: Shape, axis: Int?) -> Fault {
    let what = axis == nil ? "a \(shape) matrix" : "rows or columns"
    let known = axis == nil ? "1, 2, inf, -1, -2, -inf, 'fro' and 'nuc'" : "numbers, inf and -inf"
    return Fault(.value, "there is no norm of order \(order) of \(what)", hint: "the orders are \(known); axis=1 gives the norm of each row")
  }

  static func singularValuesTooMany(_ shape: Shape, _ limit: Int) -> Fault {
    Fault(
      .limit, "norms of order 2, -2 and 'nuc' need the singular values; a matrix may have \(limit) rows or columns for that, but this one is \(shape)",
      hint: "norm(A) is the square root of the sum of squares")
  }

  static func squeezeAxis(_ axis: Int, _ shape: Shape) -> Fault {
    Fault(.shape, "squeeze cannot remove axis \(axis) of \(shape): its size is not 1")
  }

  static func reshapeOrder(_ value: Value) -> Fault {
    let found = if case .text(let text) = value { "'\(shortened(text))'" } else { value.description }
    return Fault(.value, "the order of reshape is \(found); it must be 'C' (along the rows) or 'F' (down the columns)")
  }

  static func scalarInConcatenate() -> Fault {
    Fault(.shape, "concatenate joins matrices, not scalars", hint: "[A, 1] and [A; 1] join a number to a matrix")
  }

  // MARK: Types

  static func dtype(_ function: Function) -> Fault {
    let what = function.name == "randint" ? "randint gives whole numbers of 64 bits" : "every number here is a double"
    return Fault(.usage, "\(function.name) has no other dtype", hint: "leave dtype= out: \(what)")
  }

  static func noLength(_ value: Value) -> Fault {
    Fault(.value, "\(value.description) has no length", hint: "m, L and n1 are numbers already; A.shape and A.size give the sizes of a matrix")
  }

  static func noNumberIn(_ text: String) -> Fault {
    Fault(.value, "the text '\(shortened(text))' is not a number")
  }

  static func noWholeNumber(_ value: Double) -> Fault {
    Fault(
      .value, "\(NumberFormat.shortest(value)) cannot become a whole number",
      hint: "int takes a finite number, or the text of a whole number; int(float(\"1.5\")) is 1")
  }

  static func noScale(_ name: String) -> Fault {
    let isY = name.hasPrefix("Y")
    return Fault(
      .value, "there is no \(name), because the \(isY ? "targets are" : "data is") not scaled",
      hint: isY ? "data FILE standardize=both subtracts Ymean and divides by Yscale" : "data FILE standardize=yes subtracts Xmean and divides by Xscale")
  }

  /// The fault for a name without a meaning. The hint explains words of other programs, or suggests similar names.
  static func unknownName(_ name: String, _ session: Session) -> Fault {
    var hint: String?
    switch name {
    case "range": hint = "for i in 1:n { … } runs from 1 to n"
    case "undo", "rewind", "revert", "reverse": hint = "type back to go one step back, or goto T to go to step T; help travel says more"
    case "exit", "q", "bye": hint = "type quit or Ctrl-D to leave"
    case "clear", "cls": hint = "press Ctrl-L to clear the screen"
    case "ls", "dir": hint = "type who for the variables, data for the data set; nnshell does not list files"
    case _ where session.words.usage(name) != nil: hint = "'\(name)' is a command and has no value; it must begin a statement"
    case "np", "numpy": hint = "np. stands before a function: np.exp(Z1)"
    case _ where Names.unitBases.contains(name): hint = ofOneUnit(name)
    case "None", "null": hint = "there is no such value here; only as an argument None is allowed: axis=None means that no axis is given"
    default:
      let functions = Functions.all.map(\.name) + Activations.all.map(\.name)
      let names = session.words.commandNames + functions + session.state.variables.keys + session.quantityNames
      hint = Suggestions.hint(name, among: names) ?? "type help for the commands, who for the variables"
    }
    return Fault(.unknownName, "unknown name '\(shortened(name))'", hint: hint)
  }

  /// The sentence for a variable that hides the layers of the notes. It says what `name[layer]` means and how the layer's quantity is written.
  static func hiddenName(_ name: String, _ layered: String, layer: Int, isRow: Bool) -> String {
    "\(name) is a variable here: \(name)[\(layer)] is \(isRow ? "its row \(layer)" : "a part of it"); for layer \(layer) write \(layered)\(layer)"
  }

  /// The sentence for such a variable where the number of the layer is not known.
  static func hiddenName(_ name: String, _ layered: String) -> String {
    "\(name) is a variable here; for the layers write \(layered)1, \(layered)2 …"
  }

  /// The fault for a function that does not exist. The hint explains NumPy's functions that are missing here, or suggests similar names.
  static func unknownFunction(_ name: String, _ words: any ParserVocabulary) -> Fault {
    let hint: String?
    switch name {
    case "range": hint = "for i in 1:n { … } runs from 1 to n"
    case "exit": hint = "type quit or Ctrl-D to leave"
    case "σ", "sigma", "logistic": hint = "write sigmoid"
    case _ where name.hasPrefix("random."): return unknownDistribution(String(name.dropFirst("random.".count)))
    case "asarray", "matrix": hint = "write a matrix in brackets: [1, 2, 3] or [1, 2; 3, 4]"
    case "vstack", "hstack", "stack", "append": hint = "write [A; B] to put B below A, [A, B] to put it beside A"
    case "flatten", "ravel": hint = "reshape(A, 1, -1) makes a row of all entries"
    case "astype": hint = "every number is a double, and truth values are 0 and 1 in arithmetic: A * 1"
    case "item", "tolist": hint = "float(A) is the number of a (1, 1) matrix, A[1,2] an entry"
    case "matmul": hint = "write the matrix product as A @ B"
    case "zeros_like", "ones_like", "full_like":
      hint = "\(name.prefix { $0 != "_" } == "full" ? "c * ones" : String(name.prefix { $0 != "_" }))(A.shape) has the shape of A"
    case "full": hint = "write c * ones(2, 3) for a matrix full of c"
    case "bool": hint = "A != 0 gives truth values"
    case _ where words.usage(name) != nil: hint = "'\(name)' is a command: it must begin a statement and takes no brackets"
    case "g": hint = ofOneUnit(name)
    default: hint = Suggestions.hint(name, among: Functions.all.map(\.name) + Activations.all.map(\.name))
    }
    return Fault(.unknownName, "unknown function '\(shortened(name))'", hint: hint)
  }

  /// The hint for a small letter of the notes that has no layer.
  private static func ofOneUnit(_ name: String) -> String {
    "\(name) without a layer works only in a network of one unit; write \(name)[1] for layer 1"
  }

  static func unknownKeyword(_ name: String, _ function: Function) -> Fault {
    let hint = name == "dtype" ? "every number here is a double" : "its parameters: \(parameterList(function))"
    return Fault(.usage, "\(function.name) has no parameter '\(shortened(name))'", hint: hint)
  }

  static func parameterTwice(_ name: String, _ function: Function) -> Fault {
    Fault(.usage, "\(function.name) is given '\(name)' twice", hint: "its parameters: \(parameterList(function))")
  }

  /// The parameters in a message. Optional ones are in square brackets.
  static func parameterList(_ function: Function) -> String {
    function.parameters.map { $0.hasSuffix("?") ? "[\($0.dropLast())]" : $0 }.joined(separator: ", ")
  }

  static func reservedName(_ name: String) -> Fault {
    Fault(.value, "'\(name)' is reserved and cannot be a variable", hint: "use another name, such as my_\(name)")
  }

  /// The sentence for a computed scalar whose name the user took for a variable. `quantity` is nil for a size of a network that does not exist.
  static func meantAsVariable(_ name: String, _ quantity: Quantity?) -> String {
    let whose =
      quantity.map { quantity in
        let meaning = quantity.formula(EquationForm())
        return quantity.name == name ? "\(name) is the \(meaning)" : "\(name) is the name of \(quantity.name)"
      }
      ?? "\(name) is a size of the network"
    return "\(whose), which is computed; for a variable use another name, such as my_\(name)"
  }

  static func printFormat(_ specification: String) -> Fault {
    Fault(.value, "'\(shortened(specification))' is not a format", hint: "a format has width, precision and one of f e g d %, as in {J:.4f}")
  }

  static func printBrace() -> Fault {
    Fault(.syntax, "a { in the text has no }", hint: "write {{ to print a brace")
  }

  static func variableForFile(_ name: String, _ quantity: Quantity) -> Fault {
    Fault(.usage, "there is no file '\(name)', but there is a variable of that name", hint: "\(quantity.name) = \(name)")
  }

  static func tooManyFor(_ function: Function, most: Int, got: Int) -> Fault {
    Fault(.usage, "\(function.name) takes at most \(most) argument\(most == 1 ? "" : "s"), not \(got)", hint: "its parameters: \(parameterList(function))")
  }

  static func missingArgument(_ parameter: String, of function: Function) -> Fault {
    Fault(.usage, "\(function.name) needs '\(parameter)'", hint: "its parameters: \(parameterList(function))")
  }

  static func rangeSize(_ name: String) -> Fault {
    Fault(.limit, "\(name) would give no numbers or too many", hint: "the step must not be 0, and at most \(Functions.maximumEntries) numbers are allowed")
  }
}

extension Warning {
  /// The note for inputs that are probably in the units of the data.
  static func offScale(_ feature: String, _ value: Double, _ least: Double, _ most: Double) -> String {
    "\(NumberFormat.significant(value, 6)) of '\(feature)' lies outside the scaled training data, which goes from \(NumberFormat.significant(least, 4)) to \(NumberFormat.significant(most, 4)); if it is in the units of the data, write units=data"
  }
}
