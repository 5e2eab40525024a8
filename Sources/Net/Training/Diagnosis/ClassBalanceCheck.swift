/// Finds classes that have far fewer examples than the largest class. Y is one row of 0 and 1, or one-hot columns.
///
/// A class without any example is not reported, because more data of the same kind would not help.
struct ClassBalanceCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.classImbalance]
  let needs: [Diagnosis.Need] = [.fittingTargets]

  func findings(_ scene: Scene) -> [Finding] {
    guard let Y = scene.Y, let counts = Self.counts(Y), let most = counts.max() else { return [] }
    let rare = counts.indices.filter { counts[$0] > 0 && Double(most) > DiagnosisThresholds.imbalanceRatio * Double(counts[$0]) }
    guard !rare.isEmpty else { return [] }
    return [Finding(.classImbalance, units: rare.map { $0 + 1 }, .imbalance(counts: counts))]
  }

  /// The number of examples in each class; nil where Y holds no classes.
  static func counts(_ Y: Matrix) -> [Int]? {
    guard Y.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    if Y.rows == 1 {
      let ones = Y.elements.count { $0 == 1 }
      return [Y.columns - ones, ones]
    }
    guard Y.isOneHot else { return nil }
    return Y.reduced(.sum, axis: 1).elements.map { Int($0) }
  }
}

extension Matrix {
  /// Whether each column has a single 1 and otherwise 0. There must be at least two rows.
  public var isOneHot: Bool {
    rows > 1 && elements.allSatisfy { $0 == 0 || $0 == 1 } && reduced(.sum, axis: 0).elements.allSatisfy { $0 == 1 }
  }
}
