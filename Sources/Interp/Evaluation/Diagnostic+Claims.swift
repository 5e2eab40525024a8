import Net

/// The faults of claims that do not hold.
extension Fault {
  /// The fault of a claim in which the shapes differ.
  ///
  /// - Parameters:
  ///   - keeping: The first sum on the right side that lacks keepdims, with keepdims added. Nil where there is none.
  ///   - downTheRows: The first sum over axis 0 on the right side. Nil where there is none.
  static func claimShape(_ name: String, _ held: Shape, _ claimed: Shape, _ resolved: String?, keeping: String?, downTheRows: String?) -> Fault {
    var hint: String?
    if held == Shape(1, 1), downTheRows != nil || keeping != nil {
      hint = "a sum without axis= gives one number"
    } else if let downTheRows, held.columns == 1, claimed.rows == 1 {
      hint = ShapeRepair.otherAxis(downTheRows)
    } else if let keeping, held.columns == 1, claimed.rows == 1 || claimed.columns == held.rows {
      hint = ShapeRepair.keeps(keeping, SymbolicShape(held))
    } else if claimed == held.transposed {
      hint = "the transpose has this shape: write .T; the transpose of A @ B is B.T @ A.T"
    } else if claimed == Shape(1, 1), name.allSatisfy({ $0.isLetter || $0.isNumber }) {
      hint = computesItself(name)
    }
    var fault = Fault(.claim, "\(name)\(resolved.map { ", \($0)," } ?? "") does not hold: it is \(held), but the right side is \(claimed)", hint: hint)
    fault.claim = ClaimEvidence(name: name, maximumDifference: nil, worst: nil)
    return fault
  }

  /// The hint for a number that the user gave to a computed quantity.
  static func computesItself(_ name: String) -> String { "nnshell computes \(name) itself; for a variable take another name, such as my_\(name)" }

  /// The fault of a claim in which entries differ. `evidence` must have a worst entry.
  static func claimFails(_ name: String, _ evidence: ClaimEvidence, isScalar: Bool, _ resolved: String?) -> Fault {
    let worst = evidence.worst!
    let place = isScalar ? "" : " at [\(worst.row),\(worst.column)]"
    let subject = Fault.shortened(name)
    let difference = NumberFormat.significant(evidence.maximumDifference ?? .nan, 3)
    var fault = Fault(
      .claim,
      "\(name)\(resolved.map { ", \($0)," } ?? "") does not hold: the largest difference is \(difference)\(place); there \(subject) is \(NumberFormat.significant(worst.value, 10)), and yours is \(NumberFormat.significant(worst.claimed, 10))"
    )
    fault.claim = evidence
    return fault
  }
}
