import Net

/// The check of a claim: whether an equation of the notes holds for the live network.
enum Claim {
  /// The largest difference that is allowed, relative to the largest entry of both arrays.
  static let tolerance = 1e-9

  /// The largest absolute difference |Q - E|, where the claim Q = E holds.
  ///
  /// The claim holds if the shapes are equal and max |Q - E| <= 1e-9 · max(|Q|, |E|). It also holds if all entries are at most 1e-300. A scalar has the
  /// shape (1, 1), equal infinities have the difference 0, and a claim with a NaN never holds.
  ///
  /// - Parameters:
  ///   - name: The left side as the user typed it.
  ///   - resolved: The quantity that the left side means where its layer is an expression, such as Z1 for `Z[l]`.
  ///   - expression: The right side, for the message.
  /// - Throws: A `claim` fault where the claim does not hold. Where the shapes are equal, it contains the entry that differs most. A `value` fault where a
  ///   side is text.
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
