import Net

/// Whether an equation of the notes holds for the live network.
enum Claim {
  /// Relative to the larger of the two arrays.
  static let tolerance = 1e-9

  /// The largest difference where the claim holds; a fault with the worst entry where it does not.
  ///
  /// The shapes are equal (a scalar equals (1, 1)) and max |Q - E| <= 1e-9 · max(|Q|, |E|), or both are 0 within 1e-300; NaN never holds.
  /// `resolved` is the quantity that an expression in the name chose: Z1 for `Z[l]`; `expression` the right side, for the sentence.
  static func check(_ name: String, _ resolved: String?, _ held: Value, _ claimed: Value, _ expression: Expression, _ source: SourceText) throws(Fault)
    -> Double
  {
    guard let q = held.asMatrix, let e = claimed.asMatrix else { throw .notNumbers("a claim", claimed) }
    guard q.shape == e.shape else {
      throw .claimShape(name, q.shape, e.shape, resolved, keeping: expression.keepingDimensions(source), downTheRows: expression.sumDownTheRows(source))
    }
    var largest = 0.0
    var scale = 0.0
    var worst = 0
    for index in q.elements.indices {
      let (a, b) = (q.elements[index], e.elements[index])
      let difference = a == b ? 0 : abs(a - b)
      if difference.isNaN || (difference > largest && !largest.isNaN) {
        if !largest.isNaN { worst = index }
        largest = difference
      }
      scale = max(scale, a.isFinite ? abs(a) : 0, b.isFinite ? abs(b) : 0)
    }
    if largest <= tolerance * scale || scale <= 1e-300 && !largest.isNaN { return largest }
    let place = ClaimEvidence.Worst(
      row: worst / max(q.columns, 1) + 1, column: worst % max(q.columns, 1) + 1, value: q.elements[worst], claimed: e.elements[worst])
    throw .claimFails(name, ClaimEvidence(name: name, maximumDifference: largest, worst: place), isScalar: q.elements.count == 1, resolved)
  }
}
