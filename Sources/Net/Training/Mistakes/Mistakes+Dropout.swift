/// Mistakes in dropout: A_l = g_l(Z_l) * D_l / keep_l and dA_l = (W_{l+1}ᵀ dZ_{l+1}) * D_l / keep_l. They apply in layers that drop units.
extension Mistakes {
  static let dropout: [Mistake] = [
    Mistake(
      "mask-not-divided", "keep left out of A", "A[l] = g[l](Z[l]) * D[l]", "The units that are kept count 1/keep times: A[l] = g[l](Z[l]) * D[l] / keep[l].",
      .operand(.A, .mask) { $0.mask { d, keep in d } }),
    Mistake(
      "mask-not-divided-throughout", "keep left out of A and dA", "A[l] = g[l](Z[l]) * D[l], dA[l] = (W[l+1].T @ dZ[l+1]) * D[l]",
      "Both are divided by keep[l], so that the mean of A[l] stays: A[l] = g[l](Z[l]) * D[l] / keep[l].",
      .operand(.A, .mask) { $0.mask { d, keep in d } }, .operand(.dA, .mask) { $0.mask { d, keep in d } }),
    Mistake(
      "mask-divided-twice", "a division by keep twice in A", "A[l] = g[l](Z[l]) * D[l] / keep[l] / keep[l]", "Divide once: A[l] = g[l](Z[l]) * D[l] / keep[l].",
      .operand(.A, .mask) { $0.mask { d, keep in d / keep / keep } }),
    Mistake(
      "mask-divided-twice-throughout", "a division by keep twice in A and dA", "A[l], dA[l] with * D[l] / keep[l] / keep[l]",
      "Divide each of them once by keep[l].", .operand(.A, .mask) { $0.mask { d, keep in d / keep / keep } },
      .operand(.dA, .mask) { $0.mask { d, keep in d / keep / keep } }),
    Mistake(
      "mask-multiplied-by-keep", "a product with keep for the division", "A[l] = g[l](Z[l]) * D[l] * keep[l]",
      "Fewer units are left, so each counts more: A[l] = g[l](Z[l]) * D[l] / keep[l].", .operand(.A, .mask) { $0.mask { d, keep in d * keep } }),
    Mistake(
      "mask-turned", "> for < in the mask", "D[l] = rand(n[l], m) > keep[l]", "rand() is below keep with the probability keep: D[l] = rand(n[l], m) < keep[l].",
      .operand(.A, .mask) { $0.mask { d, keep in (1 - d) / keep } }, .operand(.dA, .mask) { $0.mask { d, keep in (1 - d) / keep } }),
    Mistake(
      "mask-of-drop-rate", "the share that is dropped for the share that is kept", "D[l] = rand(n[l], m) < 1 - keep[l]",
      "keep[l] is the share that stays: D[l] = rand(n[l], m) < keep[l].", .operand(.A, .mask) { $0.maskOfDropRate }, .operand(.dA, .mask) { $0.maskOfDropRate }),
    Mistake(
      "mask-drawn-anew", "a new mask drawn in backward", "dA[l] = (W[l+1].T @ dZ[l+1]) * (rand(n[l], m) < keep[l]) / keep[l]",
      "A unit that was dropped had no part in the loss. Use the mask of the forward pass, D[l].", .operand(.dA, .mask) { $0.newMask(fromTheEnd: true) }),
    Mistake(
      "mask-drawn-anew-upward", "new masks drawn in backward, from layer 1 on", "dA[l] = (W[l+1].T @ dZ[l+1]) * (rand(n[l], m) < keep[l]) / keep[l]",
      "A unit that was dropped had no part in the loss. Use the mask of the forward pass, D[l].", .operand(.dA, .mask) { $0.newMask(fromTheEnd: false) }),
    Mistake(
      "dA-not-masked", "dA not masked", "dA[l] = W[l+1].T @ dZ[l+1]",
      "A[l] was multiplied by D[l] / keep[l], so its derivative is too: dA[l] = (W[l+1].T @ dZ[l+1]) * D[l] / keep[l].",
      .operand(.dA, .mask) { $0.mask { _, _ in 1 } }),
    Mistake(
      "dA-mask-not-divided", "keep left out of dA", "dA[l] = (W[l+1].T @ dZ[l+1]) * D[l]", "dA[l] is divided by keep[l] as A[l] is.",
      .operand(.dA, .mask) { $0.mask { d, keep in d } }),
    Mistake(
      "dA-divided-only", "D left out of dA", "dA[l] = (W[l+1].T @ dZ[l+1]) / keep[l]", "A unit that was dropped gets no gradient: * D[l] / keep[l].",
      .operand(.dA, .mask) { $0.mask { _, keep in 1 / keep } }),
    Mistake(
      "no-dropout", "dropout left out", "A[l] = g[l](Z[l]), dA[l] = W[l+1].T @ dZ[l+1]",
      "While the network trains, dropout multiplies A[l] and dA[l] by D[l] / keep[l].",
      .operand(.A, .mask) { $0.mask { _, _ in 1 } }, .operand(.dA, .mask) { $0.mask { _, _ in 1 } }),
    Mistake(
      "mask-on-Z", "the mask on Z in place of A", "A[l] = g[l](Z[l] * D[l] / keep[l])",
      "Dropout masks the output of the unit: A[l] = g[l](Z[l]) * D[l] / keep[l].",
      .operand(.A, .mask) { $0.mask { _, _ in 1 } },
      .combination(.A) { site in
        guard let mask = site.mask({ d, keep in d / keep }) else { return nil }
        return Matrix.times(site.operands[0], mask).map { site.activation.value(of: $0) }
      }),
    Mistake(
      "slope-of-masked-A", "g' computed from the masked A", "dZ[l] = dA[l] * g'(A[l]) with the masked A[l]",
      "The slope is that of Z[l]. A[l] is no longer g[l](Z[l]), so 1 - A[l]**2 and A[l] * (1 - A[l]) are wrong here.",
      .slope { site, _, a in site.mask { d, keep in d }.flatMap { _ in site.activation.derivative(byValue: a) } }),
  ]
}

extension MistakeSite {
  /// An array made of the mask and of keep, entry by entry; nil where the layer drops no units.
  fileprivate func mask(_ make: @escaping (_ d: Double, _ keep: Double) -> Double) -> Matrix? {
    guard let (mask, keep) = scene.mask(layer) else { return nil }
    return mask.map { make($0, keep) }
  }

  /// The mask that `rand < 1 - keep` makes of the same random numbers, divided by keep.
  fileprivate var maskOfDropRate: Matrix? {
    guard var generator = scene.draw.masks, scene.mask(layer) != nil else { return nil }
    for each in 1...layer where network.keep(each) < 1 {
      let numbers = generator.uniformMatrix(Shape(network.units(each), scene.X.columns))
      let keep = network.keep(each)
      if each == layer { return numbers.map { ($0 < 1 - keep ? 1 : 0) / keep } }
    }
    return nil
  }

  /// The mask of this layer that backward draws after the masks of the forward pass, divided by keep.
  /// - Parameter fromTheEnd: whether backward draws for the last hidden layer first.
  fileprivate func newMask(fromTheEnd: Bool) -> Matrix? {
    guard var generator = scene.draw.masks, scene.mask(layer) != nil else { return nil }
    let dropping = (1...depth).filter { network.keep($0) < 1 }
    for each in dropping { _ = generator.uniformMatrix(Shape(network.units(each), scene.X.columns)) }
    for each in fromTheEnd ? dropping.reversed() : dropping {
      let numbers = generator.uniformMatrix(Shape(network.units(each), scene.X.columns))
      let keep = network.keep(each)
      if each == layer { return numbers.map { ($0 < keep ? 1 : 0) / keep } }
    }
    return nil
  }
}

extension Scene {
  /// The mask of a layer that drops units, and the share that it keeps; nil where the layer keeps all units.
  func mask(_ layer: Int) -> (mask: Matrix, keep: Double)? {
    guard layer < network.depth, network.keep(layer) < 1, let mask = pass.D(layer) else { return nil }
    return (mask, network.keep(layer))
  }
}
