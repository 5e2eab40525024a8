/// A network from arrays with names. The names say which array is W or b of which layer, and names and shapes give the order of the layers.
enum WeightArrays {
  /// - Throws: `DataError.weights` where the arrays make no network, and the errors of reading them.
  static func network(_ archive: ArrayArchive, layout: WeightLayout?) throws(DataError) -> ForeignNetwork {
    var (layers, places): ([LayerArrays], [String: Int]) = ([], [:])
    var ignored: [String] = []
    // Such a layer changes what the network computes, so it is not left out like other arrays.
    if let other = OtherLayers.first(archive.entries.map(\.name)) { throw .weights(.otherLayer(other)) }
    for entry in archive.entries {
      guard let name = WeightName(entry.name) else {
        ignored.append(entry.name)
        continue
      }
      try archive.budget.take(1, of: 512)
      let place = places[name.layer] ?? layers.count
      if place == layers.count { layers.append(LayerArrays(name)) }
      places[name.layer] = place
      try layers[place].take(entry, as: name.role)
    }
    guard layers.contains(where: { $0.weight != nil }) else { try refuse(archive) }
    if let lonely = layers.first(where: { $0.weight == nil }), let bias = lonely.bias { throw .weights(.lonelyBias(bias.name)) }
    for index in layers.indices { try layers[index].read(archive) }
    let chain = try LayerChain(layers, layout: layout)
    var parts: [ForeignNetwork.Part] = []
    var withoutBias: [Int] = []
    for (index, place) in chain.order.enumerated() {
      let W = try layers[place].W(chain.layout, archive.budget)
      if layers[place].b == nil { withoutBias.append(index + 1) }
      parts.append(ForeignNetwork.Part(W: W, b: Matrix(column: layers[place].b ?? [Double](repeating: 0, count: W.rows)), activation: nil))
      layers[place].forget()
    }
    if Interrupt.current?.isRequested == true { throw .interrupted }
    var network = ForeignNetwork(layers: parts)
    // A matrix that is its own transpose lies in both ways.
    network.isLayoutGuessed = chain.isGuessed && !parts.allSatisfy(\.W.isSymmetric)
    (network.withoutBias, network.ignored) = (withoutBias, ignored)
    archive.facts?.complete(&network)
    return network
  }

  /// Says why a file without weights gives no network.
  private static func refuse(_ archive: ArrayArchive) throws(DataError) -> Never {
    // A single array of NumPy may be a dictionary that Python pickled. Reading it says so.
    if archive.kind == .npy, let entry = archive.entries.first { _ = try archive.read(entry) }
    throw .weights(.noWeights(found: archive.entries.map { $0.name + ($0.shape.map { " " + ArrayShape.text($0) } ?? "") }))
  }
}

extension Matrix {
  /// Whether it is its own transpose. It is false where Ctrl-C stopped the work.
  fileprivate var isSymmetric: Bool {
    guard rows == columns else { return false }
    var (isSame, seen) = (true, 0)
    Slabs.each(rows, entriesOfEach: columns) { part in
      isSame = isSame && part.allSatisfy { row in (0..<row).allSatisfy { self[row, $0] == self[$0, row] } }
      seen = part.upperBound
    }
    return isSame && seen == rows
  }
}

/// W and b of one layer, as they lie in the file.
struct LayerArrays {
  let words: [String]
  let numbers: [Int]
  private(set) var weight: ArrayEntry?
  private(set) var bias: ArrayEntry?
  /// The two dimensions of W in the file. A row of weights of one unit has one dimension there.
  private(set) var rows = 0
  private(set) var columns = 0
  private var isRow = false
  private var values: [Double] = []
  /// The biases; nil where the layer has none.
  private(set) var b: [Double]?

  /// A layer without arrays, whose weights will have this shape.
  init(_ name: WeightName, rows: Int = 0, columns: Int = 0) { (words, numbers, self.rows, self.columns) = (name.words, name.numbers, rows, columns) }

  /// - Throws: `DataError.weights` where the layer already has such an array.
  mutating func take(_ entry: ArrayEntry, as role: WeightName.Role) throws(DataError) {
    let old = role == .weight ? weight : bias
    if let old { throw .weights(.twice(first: old.name, second: entry.name)) }
    if role == .weight { weight = entry } else { bias = entry }
  }

  /// Reads the numbers, which must be finite.
  mutating func read(_ archive: ArrayArchive) throws(DataError) {
    guard let weight else { return }
    if let bias { b = try Self.numbers(archive, bias).values }
    let (shape, values) = try Self.numbers(archive, weight)
    isRow = shape.count < 2 && b?.count == 1
    guard isRow || shape.count == 2, !values.isEmpty else { throw .weights(.noMatrix(name: weight.name, shape: shape)) }
    (rows, columns) = isRow ? (1, values.count) : (shape[0], shape[1])
    self.values = values
  }

  private static func numbers(_ archive: ArrayArchive, _ entry: ArrayEntry) throws(DataError) -> (shape: [Int], values: [Double]) {
    let array = try archive.read(entry)
    guard let values = array.numbers else { throw .badNPY(name: entry.name, reason: "it holds text and no numbers") }
    try FiniteWeights.check(values, array.shape, entry.name)
    return (array.shape, values)
  }

  /// The number of units, where W lies in this way.
  func units(_ layout: WeightLayout) -> Int { layout == .units || isRow ? rows : columns }

  /// The number of inputs, where W lies in this way.
  func inputs(_ layout: WeightLayout) -> Int { layout == .units || isRow ? columns : rows }

  /// Whether b has an entry for each unit.
  func fits(_ layout: WeightLayout) -> Bool { b.map { $0.count == units(layout) } ?? true }

  /// W, (units, inputs).
  func W(_ layout: WeightLayout, _ budget: MemoryBudget) throws(DataError) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns, elements: values)
    guard layout == .inputs, !isRow else { return matrix }
    try budget.take(values.count, of: MemoryLayout<Double>.size)
    return matrix.transposed()
  }

  mutating func forget() { values = [] }

  /// The layer for an error.
  var shape: LayerShape { LayerShape(weight: weight?.name ?? "", rows: rows, columns: columns, bias: b == nil ? nil : bias?.name, biases: b?.count ?? 0) }
}

/// The check that weights are finite.
enum FiniteWeights {
  /// - Throws: `DataError.weights` with the first entry that is not finite, and `interrupted`.
  static func check(_ values: [Double], _ shape: [Int], _ name: String) throws(DataError) {
    var wrong: Int?
    Slabs.each(values.count) { part in
      if wrong == nil { wrong = values[part].firstIndex { !$0.isFinite } }
    }
    if let wrong { throw .weights(.notFinite(name: name, value: values[wrong], place: ArrayShape.place(wrong, shape))) }
    if Interrupt.current?.isRequested == true { throw .interrupted }
  }
}
