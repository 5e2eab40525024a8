import Net

/// The faults for arrays whose shapes do not fit. Hints name a product or a transpose that fits.
extension Fault {
  /// The fault for two operands of `@`, `+`, `==`, `maximum` … that do not fit. The message names the two dimensions that disagree.
  static func mismatch(_ symbol: String, _ left: MismatchSide, _ right: MismatchSide) -> Fault {
    let repair = ShapeRepair(symbol: symbol, left: left, right: right)
    let (a, b) = (left.shape, right.shape)
    let reason: String
    if ShapeRepair.products.contains(symbol) {
      reason = "the left has \(a.columns.both) columns and the right has \(b.rows.both) rows; these must be equal"
    } else {
      let rowsFit = a.rows.number == b.rows.number || a.rows.isOne || b.rows.isOne
      let (what, x, y) = rowsFit ? ("columns", a.columns, b.columns) : ("rows", a.rows, b.rows)
      reason = "the left has \(x.both) \(what) and the right has \(y.both); they must be equal, or one of them must be 1"
    }
    let proposals = repair.wrongGradient.map { [$0] } ?? repair.proposals
    return Fault(
      .shape, "\(side(repair.leftName, a)) and \(side(repair.rightName, b)) do not fit for \(symbol): \(reason)",
      hint: proposals.isEmpty ? nil : proposals.joined(separator: "; "))
  }

  private static func side(_ name: String, _ shape: SymbolicShape) -> String { "\(name) \(shape)" }

  /// The fault for the losses L(a, y) of arrays with different shapes. Each output needs a target.
  ///
  /// - Parameter turned: Whether the transpose of y fits.
  static func lossShapes(_ a: String, _ aShape: String, _ y: String, _ yShape: String, turned: Bool) -> Fault {
    let hint = turned ? "L(\(a), \(ShapeRepair.transpose(y))) fits" : "L compares each output with its target"
    return Fault(.shape, "L takes two matrices of one shape, but \(a) is \(aShape) and \(y) is \(yShape)", hint: hint)
  }

  static func concatenateShapes(_ shapes: [Shape], beside: Bool) -> Fault {
    let what = beside ? "rows" : "columns"
    let fitsOtherwise = shapes.allSatisfy { beside ? $0.columns == shapes[0].columns : $0.rows == shapes[0].rows }
    let hint = fitsOtherwise ? (beside ? "axis=0 fits: it puts one below the other" : "axis=1 fits: it puts one beside the other") : nil
    return Fault(
      .shape,
      "the shapes \(shapes.map(\.description).joined(separator: ", ")) do not fit in concatenate: with axis=\(beside ? 1 : 0) the \(what) must be equal",
      hint: hint)
  }

  static func argumentShapes(_ name: String, _ shapes: [Shape]) -> Fault {
    Fault(.shape, "the shapes \(shapes.map(\.description).joined(separator: ", ")) do not fit each other in \(name)")
  }

  /// The same fault with the hint to keep the dimensions of the sum `text`. Unless a column was wanted, the fault is unchanged.
  func keeping(_ text: String, _ wanted: Shape) -> Fault {
    guard wanted.columns == 1 else { return self }
    var copy = self
    copy.hint = ShapeRepair.keeps(text, SymbolicShape(wanted))
    return copy
  }

  static func partShape(_ place: Shape, _ value: Shape) -> Fault {
    let hint = value == place.transposed ? "the transpose fits: write .T" : "the part takes \(place), one number for all entries, or one row or column"
    return Fault(.shape, "a \(value) value does not fit the \(place) part", hint: hint)
  }

  static func raggedLiteral(_ first: Shape, _ other: Shape, isNested: Bool) -> Fault {
    let what = isNested ? ("columns", first.columns, other.columns) : ("rows", first.rows, other.rows)
    let turned = isNested ? other.rows == first.columns : other.columns == first.rows
    return Fault(
      .shape, "this part of the matrix has \(what.2) \(what.0), but the one before it has \(what.1)", hint: turned ? "the transpose fits: write .T" : nil)
  }

  static func reshape(_ shape: Shape, _ sizes: [Double]) -> Fault {
    let asked = sizes.map(NumberFormat.shortest).joined(separator: ", ")
    return Fault(
      .shape, "\(shape) has \(shape.count ?? 0) entries and cannot become (\(asked))",
      hint: "the product of the sizes must stay the same; one of them may be -1")
  }

  static func tooLarge(_ shape: Shape, _ limit: Int) -> Fault {
    Fault(.limit, "a \(shape) matrix has too many entries: at most \(limit) are allowed")
  }

  static func twoDimensions(_ name: String) -> Fault {
    Fault(.shape, "\(name) takes at most two sizes: every array here has rows and columns")
  }

  static func maskLength(_ mask: Shape, count: Int, what: String) -> Fault {
    Fault(.shape, "a \(mask) matrix of truth values chooses among \(count) \(what)s: it needs \(count) entries in one row")
  }

  static func emptyReduction(_ name: String) -> Fault {
    Fault(.value, "\(name) has no value for a matrix without entries")
  }
}

extension Fault {
  static func sizesUnknown(_ name: String) -> Fault {
    Fault(.shape, "the sizes given to \(name) do not make a shape")
  }
}
