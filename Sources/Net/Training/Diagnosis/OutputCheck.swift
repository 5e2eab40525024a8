/// Finds an output and a loss that do not fit Y. It reports only the first of the cases below, because its repair decides the others.
struct OutputCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.outputMismatch]
  let needs: [Diagnosis.Need] = [.fittingTargets]

  func findings(_ scene: Scene) -> [Finding] {
    guard let Y = scene.Y, Y.isFinite else { return [] }
    let network = scene.network
    let A = scene.pass.A(network.depth)
    let mismatch = Self.classNumbers(Y) ?? loss(network, A) ?? labels(network, A, Y) ?? range(network, Y) ?? sums(network, Y)
    return mismatch.map { [Finding(.outputMismatch, layer: network.depth, .mismatch($0))] } ?? []
  }

  /// A row of class numbers that start at 0 or 1 and have no gaps. There are at least three different numbers, and each occurs at least twice.
  static func classNumbers(_ Y: Matrix) -> Mismatch? {
    guard Y.rows == 1, Y.elements.allSatisfy({ $0 >= 0 && $0 <= Double(DiagnosisThresholds.mostClassNumbers) && $0 == $0.rounded() }) else { return nil }
    var counts: [Double: Int] = [:]
    for value in Y.elements { counts[value, default: 0] += 1 }
    let values = counts.keys.sorted()
    guard (3...DiagnosisThresholds.mostClassNumbers).contains(values.count), values[0] <= 1, values[values.count - 1] - values[0] == Double(values.count - 1),
      counts.values.allSatisfy({ $0 > 1 })
    else { return nil }
    return .classNumbers(values)
  }

  private func loss(_ network: Network, _ A: Matrix) -> Mismatch? {
    guard network.loss.takesLogarithms, !network.output.isProbability else { return nil }
    return .loss(smallest: smallest(A), largest: largest(A))
  }

  private func labels(_ network: Network, _ A: Matrix, _ Y: Matrix) -> Mismatch? {
    guard !network.output.isProbability, Y.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    return .labels(smallest: smallest(A), largest: largest(A))
  }

  private func range(_ network: Network, _ Y: Matrix) -> Mismatch? {
    let (from, to) = (network.output.range.lowerBound, network.output.range.upperBound)
    let outside = Y.elements.count { $0 < from || $0 > to }
    guard outside > 0 else { return nil }
    return .range(share: Double(outside) / Double(Y.elements.count), smallest: smallest(Y), largest: largest(Y), from: from, to: to)
  }

  private func sums(_ network: Network, _ Y: Matrix) -> Mismatch? {
    guard !network.output.isElementwise else { return nil }
    let wrong = Y.reduced(.sum, axis: 0).elements.count { abs($0 - 1) > 1e-9 }
    return wrong == 0 ? nil : .sums(columns: wrong)
  }

  private func smallest(_ matrix: Matrix) -> Double { matrix.reduced(.minimum, axis: nil).elements[0] }
  private func largest(_ matrix: Matrix) -> Double { matrix.reduced(.maximum, axis: nil).elements[0] }
}
