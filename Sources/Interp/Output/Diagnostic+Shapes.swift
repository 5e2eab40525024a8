import Net

/// Sentences for arrays that do not fit each other, with the product or transpose that would.
extension Fault {
  static func mismatch(_ operation: BinaryOperator, _ left: MismatchSide, _ right: MismatchSide) -> Fault {
    let isProduct = operation == .matrixProduct
    let symbol = isProduct ? "@" : operation.rawValue
    let message: String
    let names = describe(left, right)
    if isProduct {
      message = "\(names) \(symbol): the \(left.shape.columns) columns of the left must equal the \(right.shape.rows) rows of the right"
    } else {
      let rowsFit = left.shape.rows == right.shape.rows || left.shape.rows == 1 || right.shape.rows == 1
      let what = rowsFit ? ("columns", left.shape.columns, right.shape.columns) : ("rows", left.shape.rows, right.shape.rows)
      message = "\(names) \(symbol): \(what.1) \(what.0) against \(what.2); they must be equal, or one of them 1"
    }
    return Fault(.shape, message, hint: repair(operation, left, right))
  }

  static func comparisonMismatch(_ operation: ComparisonOperator, _ left: MismatchSide, _ right: MismatchSide) -> Fault {
    Fault(.shape, "\(describe(left, right)) \(operation.rawValue): the shapes must be equal, or stretch to each other", hint: repair(.subtract, left, right))
  }

  private static func describe(_ left: MismatchSide, _ right: MismatchSide) -> String {
    func side(_ side: MismatchSide, _ place: String) -> String {
      let names = side.names.isEmpty || side.names == side.shape.description ? "" : " = \(side.names)"
      return "\(side.name.isEmpty ? place : side.name) \(side.shape)\(names)"
    }
    return "\(side(left, "left")) and \(side(right, "right")) do not fit for"
  }

  /// The transposes and the other product of the same two operands that would fit.
  private static func repair(_ operation: BinaryOperator, _ left: MismatchSide, _ right: MismatchSide) -> String? {
    let (a, b) = (left.shape, right.shape)
    let x = left.name.isEmpty ? "left" : left.name
    let y = right.name.isEmpty ? "right" : right.name
    var fits: [String] = []
    if operation == .matrixProduct {
      if a.columns == b.columns { fits.append("\(x) @ \(transpose(y)) is \(Shape(a.rows, b.rows))") }
      if a.rows == b.rows { fits.append("\(transpose(x)) @ \(y) is \(Shape(a.columns, b.columns))") }
      if b.columns == a.rows { fits.append("\(y) @ \(x) is \(Shape(b.rows, a.columns))") }
      if a == b { fits.append("\(x) * \(y), entry by entry, is \(a)") }
    } else {
      func stretches(_ p: Shape, _ q: Shape) -> Bool {
        (p.rows == q.rows || p.rows == 1 || q.rows == 1) && (p.columns == q.columns || p.columns == 1 || q.columns == 1)
      }
      if a == b.transposed || (stretches(a, b.transposed) && (b.rows == 1 || b.columns == 1)) {
        fits.append("\(x) \(operation.rawValue) \(transpose(y)) fits")
      } else if stretches(a.transposed, b), a.rows == 1 || a.columns == 1 {
        fits.append("\(transpose(x)) \(operation.rawValue) \(y) fits")
      }
      if operation == .multiply, a.columns == b.rows { fits.append("\(x) @ \(y) is \(Shape(a.rows, b.columns))") }
    }
    return fits.isEmpty ? nil : fits.joined(separator: "; ")
  }

  private static func transpose(_ name: String) -> String {
    name.hasSuffix(".T") ? String(name.dropLast(2)) : name + ".T"
  }

  static func argumentShapes(_ name: String, _ shapes: [Shape]) -> Fault {
    Fault(.shape, "the shapes \(shapes.map(\.description).joined(separator: ", ")) do not fit each other in \(name)")
  }

  static func parameterShape(_ quantity: Quantity, wanted: Shape, got: Value) -> Fault {
    let names = quantity.symbolicShape.map { "(\($0.0.name(depth: nil)), \($0.1.name(depth: nil)))" } ?? ""
    let found = got.shape ?? Shape(1, 1)
    let hint = found == wanted.transposed ? "its transpose fits: write .T" : "a network of other sizes is made by: init"
    return Fault(.shape, "\(quantity.name) is \(wanted) = \(names); \(got.description) cannot take its place", hint: hint)
  }

  static func partShape(_ place: Shape, _ value: Shape) -> Fault {
    Fault(.shape, "a \(value) value does not fit the \(place) part")
  }

  /// `isData` where X itself does not fit, else inputs that were given.
  static func inputShape(network: [Int], X: Shape, isData: Bool = true) -> Fault {
    let turned = isData ? "X = X.T turns it" : "the transpose fits: .T"
    let features = X.rows == 1 ? "1 feature" : "\(X.rows) features"
    return Fault(
      .shape, "\(isData ? "X" : "the input") is \(X): \(features), but the network \(network.map(String.init).joined(separator: "-")) takes n0 = \(network[0])",
      hint: X.columns == network[0] ? turned : "init makes a network for the data; init \(X.rows) … gives sizes by hand")
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

  static func raggedLiteral(_ first: Shape, _ other: Shape, isNested: Bool) -> Fault {
    let what = isNested ? ("columns", first.columns, other.columns) : ("rows", first.rows, other.rows)
    return Fault(.shape, "this part of the matrix has \(what.2) \(what.0), the one before it \(what.1)")
  }

  static func reshape(_ shape: Shape, _ sizes: [Double]) -> Fault {
    let asked = sizes.map(NumberFormat.shortest).joined(separator: ", ")
    return Fault(
      .shape, "\(shape) has \(shape.count ?? 0) entries and cannot become (\(asked))", hint: "the product of the sizes must stay; one of them may be -1")
  }

  static func tooLarge(_ shape: Shape, _ limit: Int) -> Fault {
    Fault(.limit, "a \(shape) matrix has more entries than the \(limit) that are allowed")
  }

  static func twoDimensions(_ name: String) -> Fault {
    Fault(.shape, "\(name) takes two sizes at most: every array here has rows and columns")
  }

  static func maskLength(_ mask: Shape, count: Int, what: String) -> Fault {
    Fault(.shape, "a \(mask) matrix of truth values chooses among \(count) \(what)s: it needs \(count) entries in one row")
  }

  static func emptyReduction(_ name: String) -> Fault {
    Fault(.value, "\(name) of no entries has no value")
  }

  static func emptyData(_ name: String, _ shape: Shape) -> Fault {
    Fault(.shape, "\(name) cannot be \(shape): it needs a row and an example at least")
  }
}

extension Fault {
  static func symbolicMismatch(_ operation: String, _ left: String, _ right: String) -> Fault {
    Fault(.shape, "\(left) and \(right) do not fit for \(operation)", hint: "suppose sizes, as in: shape E n1=5 m=3")
  }

  static func sizesUnknown(_ name: String) -> Fault {
    Fault(.shape, "the sizes given to \(name) make no shape")
  }
}
