/// Finds NaN and infinity: the first quantity that has one, in the order in which a pass computes the quantities, and its operands.
struct FinitenessCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.notFinite]
  let needs: [Diagnosis.Need] = []

  func findings(_ scene: Scene) -> [Finding] {
    let found = given(scene) ?? forward(scene) ?? backward(scene)
    return found.map { place in
      [
        Finding(
          .notFinite, layer: place.layer, units: place.layer == nil || place.entry.row == 0 ? [] : [place.entry.row],
          .notFinite(
            NotFinite(entry: place.entry, operands: place.operands, parameters: parameters(scene.network))))
      ]
    } ?? []
  }

  private struct Found {
    var layer: Int?
    var entry: NotFinite.Entry
    var operands: [NotFinite.Entry] = []
  }

  private func parameters(_ network: Network) -> [String] {
    (1...network.depth).flatMap { layer in
      let part = network.layers[layer - 1]
      return (part.W.isFinite ? [] : ["W\(layer)"]) + (part.b.isFinite ? [] : ["b\(layer)"])
    }
  }

  /// The row and the column, counted from 0, of the first entry that is not finite; nil where all are finite.
  private func first(_ matrix: Matrix) -> (row: Int, column: Int)? {
    guard !matrix.isFinite, let index = matrix.elements.firstIndex(where: { !$0.isFinite }) else { return nil }
    return (index / matrix.columns, index % matrix.columns)
  }

  private func entry(_ name: String, _ matrix: Matrix, _ row: Int, _ column: Int) -> NotFinite.Entry {
    NotFinite.Entry(name: name, row: row + 1, column: column + 1, value: matrix[row, column])
  }

  // MARK: Inputs

  private func given(_ scene: Scene) -> Found? {
    if let place = first(scene.X) { return Found(entry: entry("X", scene.X, place.row, place.column)) }
    if let Y = scene.Y, let place = first(Y) { return Found(entry: entry("Y", Y, place.row, place.column)) }
    for layer in 1...scene.network.depth {
      let part = scene.network.layers[layer - 1]
      for (name, matrix) in [("W\(layer)", part.W), ("b\(layer)", part.b)] {
        if let place = first(matrix) { return Found(layer: layer, entry: entry(name, matrix, place.row, place.column)) }
      }
    }
    return nil
  }

  // MARK: Results of a pass

  private func forward(_ scene: Scene) -> Found? {
    let (network, pass) = (scene.network, scene.pass)
    for layer in 1...network.depth {
      let W = network.layers[layer - 1].W
      let (before, name) = layer == 1 ? (scene.X, "X") : (pass.A(layer - 1), "A\(layer - 1)")
      if let (row, column) = first(pass.Z(layer)) {
        let k = largest(W.columns) { W[row, $0] * before[$0, column] }
        return Found(
          layer: layer, entry: entry("Z\(layer)", pass.Z(layer), row, column),
          operands: [entry("W\(layer)", W, row, k), entry(name, before, k, column)])
      }
      if let (row, column) = first(pass.A(layer)) {
        return Found(layer: layer, entry: entry("A\(layer)", pass.A(layer), row, column), operands: [entry("Z\(layer)", pass.Z(layer), row, column)])
      }
    }
    if let Y = scene.Y, let cost = pass.cost, !cost.isFinite {
      let depth = network.depth
      let place = worstLoss(network, pass.A(depth), Y)
      return Found(
        entry: NotFinite.Entry(name: "J", row: 0, column: 0, value: cost),
        operands: [entry("A\(depth)", pass.A(depth), place.row, place.column), entry("Y", Y, place.row, place.column)])
    }
    return nil
  }

  /// The first entry of A and Y whose loss is not finite. Where there is none, the entry with the largest difference.
  private func worstLoss(_ network: Network, _ A: Matrix, _ Y: Matrix) -> (row: Int, column: Int) {
    let index = A.elements.indices.first { index in
      let a = Matrix(row: [A.elements[index]])
      return !network.loss.lossPerExample(a: a, y: Matrix(row: [Y.elements[index]])).isFinite
    }
    let chosen = index ?? largest(A.elements.count) { A.elements[$0] - Y.elements[$0] }
    return (chosen / A.columns, chosen % A.columns)
  }

  private func backward(_ scene: Scene) -> Found? {
    guard let Y = scene.Y else { return nil }
    let (network, pass, depth) = (scene.network, scene.pass, scene.network.depth)
    for layer in (1...depth).reversed() {
      let dZ = pass.dZ(layer)
      // Where the loss fits the output, dZ is A - Y. dA is not used then, and it may be infinite.
      if layer < depth || !network.lossFitsOutput, let (row, column) = first(pass.dA(layer)) {
        let dA = entry("dA\(layer)", pass.dA(layer), row, column)
        if layer == depth { return Found(layer: layer, entry: dA, operands: [entry("A\(layer)", pass.A(layer), row, column), entry("Y", Y, row, column)]) }
        let (W, after) = (network.layers[layer].W, pass.dZ(layer + 1))
        let i = largest(W.rows) { W[$0, row] * after[$0, column] }
        return Found(layer: layer, entry: dA, operands: [entry("W\(layer + 1)", W, i, row), entry("dZ\(layer + 1)", after, i, column)])
      }
      if let (row, column) = first(dZ) {
        return Found(layer: layer, entry: entry("dZ\(layer)", dZ, row, column), operands: [entry("Z\(layer)", pass.Z(layer), row, column)])
      }
      if let (row, column) = first(pass.dW(layer)) {
        let (before, name) = layer == 1 ? (scene.X, "X") : (pass.A(layer - 1), "A\(layer - 1)")
        let j = largest(dZ.columns) { dZ[row, $0] * before[column, $0] }
        return Found(
          layer: layer, entry: entry("dW\(layer)", pass.dW(layer), row, column), operands: [entry("dZ\(layer)", dZ, row, j), entry(name, before, column, j)])
      }
      if let (row, column) = first(pass.db(layer)) {
        let j = largest(dZ.columns) { dZ[row, $0] }
        return Found(layer: layer, entry: entry("db\(layer)", pass.db(layer), row, column), operands: [entry("dZ\(layer)", dZ, row, j)])
      }
    }
    return nil
  }

  /// The first index of the largest absolute value. A value that is not finite counts as the largest.
  private func largest(_ count: Int, _ value: (Int) -> Double) -> Int {
    var best = (index: 0, size: -1.0)
    for index in 0..<count {
      let size = abs(value(index))
      if !size.isFinite { return index }
      if size > best.size { best = (index, size) }
    }
    return best.index
  }
}
