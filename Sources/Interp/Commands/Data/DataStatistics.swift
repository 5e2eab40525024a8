import Net

/// What a bare `data` says of each feature and each class.
struct DataStatistics {
  private let data: DataSplit
  /// The most features and the most classes that are listed.
  private static let most = 20

  init(_ data: DataSplit) { self.data = data }

  /// A row for each feature of the training part, then the counts of the classes.
  ///
  /// - Throws: An `interrupted` fault after Ctrl-C.
  func lines(_ session: Session) throws(Fault) -> [String] {
    let set = data.train
    let filled = data.filling.flatMap { $0.counts.contains { $0 > 0 } ? $0.counts : nil }
    var rows = [["feature", "mean", "deviation", "least", "25 %", "median", "75 %", "largest"] + (filled == nil ? [] : ["filled"])]
    for feature in 0..<min(set.X.rows, Self.most) {
      try session.checkInterrupt()
      let values = set.X.row(feature).sorted()
      let row = Matrix(row: values)
      let numbers = [
        row.reduced(.mean, axis: 1)[0, 0], row.reduced(.standardDeviation, axis: 1)[0, 0], values[0], Self.quantile(values, 0.25), Self.quantile(values, 0.5),
        Self.quantile(values, 0.75), values[values.count - 1],
      ]
      // The mean of standardised values is a rounding error beside them.
      let rounding = 1e-14 * max(abs(values[0]), abs(values[values.count - 1]))
      rows.append(
        [set.featureNames[feature]] + numbers.map { NumberFormat.significant(abs($0) < rounding ? 0 : $0, 4) } + (filled.map { [String($0[feature])] } ?? []))
    }
    var lines = TextTable.lines(rows, [.left])
    if set.X.rows > Self.most { lines.append("… \(set.X.rows - Self.most) more features") }
    return lines + classes()
  }

  /// The quantile as NumPy computes it: between two values it goes in a straight line.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    guard low + 1 < sorted.count else { return sorted[low] }
    return sorted[low] + (sorted[low + 1] - sorted[low]) * (place - Double(low))
  }

  /// The number of examples of each class, by part.
  private func classes() -> [String] {
    guard let names = data.train.classNames else { return [] }
    var rows = [["class"] + data.parts.map(\.rawValue)]
    let counts = data.parts.map { part -> [Int] in
      guard let Y = data.dataset(part)?.Y else { return [Int](repeating: 0, count: names.count) }
      if Y.rows > 1 { return (0..<Y.rows).map { Y.row($0).count { $0 == 1 } } }
      return [Y.elements.count { $0 == 0 }, Y.elements.count { $0 == 1 }]
    }
    for (index, name) in names.enumerated().prefix(Self.most) { rows.append([name] + counts.map { String(index < $0.count ? $0[index] : 0) }) }
    return TextTable.lines(rows, [.left]) + (names.count > Self.most ? ["… \(names.count - Self.most) more classes"] : [])
  }
}
