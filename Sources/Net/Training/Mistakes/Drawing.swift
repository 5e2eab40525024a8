/// How `init` draws the parameters. A mistake can change each part.
struct Drawing {
  enum Bias {
    case zero
    case ones
    /// b is drawn like the weights: after each layer's W, or after all of them.
    case drawnBetween, drawnAfter
  }

  /// Whether randn draws the weights. Otherwise rand does.
  var isNormal: Bool
  /// The factor of each draw, for W of shape (n_l, n_{l-1}).
  var factor: @Sendable (Shape) -> Double
  /// Whether the draws of rand are moved from 0 … 1 to -1 … 1.
  var isCentred: Bool
  var isZero: Bool
  var isReversed = false
  /// Whether the seed is set again before each array.
  var seedsEach = false
  /// The seed of a new generator; nil where the generator of `start` is used.
  var seed: UInt32?
  /// Whether W is drawn as (n_{l-1}, n_l) and then transposed.
  var isTurned = false
  /// Whether the final W is transposed, so that it has a wrong shape.
  var isLeftTurned = false
  var bias = Bias.zero
  let start: Start
  let sizes: [Int]

  /// The right drawing, as `init` does it.
  init(_ start: Start, sizes: [Int]) {
    (self.start, self.sizes) = (start, sizes)
    let scale = start.scale
    isNormal = start.initializer != .uniform
    isCentred = start.initializer == .uniform
    isZero = start.initializer == .zeros
    factor = Self.factor(start.initializer, scale)
  }

  /// The factor of each draw for an initializer, from the shape (n_l, n_{l-1}).
  static func factor(_ initializer: Initializer, _ scale: Double?) -> @Sendable (Shape) -> Double {
    switch initializer {
    case .small: { _ in scale ?? 0.01 }
    case .zeros: { _ in 0 }
    case .he: { (2 / Double($0.columns)).squareRoot() * (scale ?? 1) }
    case .xavier, .uniform: { (1 / Double($0.columns)).squareRoot() * (scale ?? 1) }
    }
  }

  /// W and b of the layers 1 … L.
  func drawn() -> [(W: Matrix, b: Matrix)] {
    var generator = seed.map { MersenneTwister(seed: $0) } ?? start.generator
    var layers = (1..<sizes.count).map { (W: Matrix(rows: sizes[$0], columns: sizes[$0 - 1]), b: Matrix(rows: sizes[$0], columns: 1)) }
    let order = isReversed ? Array(layers.indices.reversed()) : Array(layers.indices)
    for index in order {
      layers[index].W = array(layers[index].W.shape, &generator)
      if bias == .drawnBetween { layers[index].b = array(layers[index].b.shape, like: layers[index].W.shape, &generator) }
    }
    for index in layers.indices where bias == .drawnAfter { layers[index].b = array(layers[index].b.shape, like: layers[index].W.shape, &generator) }
    if bias == .ones { for index in layers.indices { layers[index].b = layers[index].b.map { _ in 1 } } }
    if isLeftTurned { for index in layers.indices { layers[index].W = layers[index].W.transposed() } }
    return layers
  }

  private func array(_ shape: Shape, like scaleShape: Shape? = nil, _ generator: inout MersenneTwister) -> Matrix {
    if isZero { return Matrix(shape) }
    if seedsEach { generator = MersenneTwister(seed: seed ?? start.seed) }
    let drawnShape = isTurned ? shape.transposed : shape
    let draws = isNormal ? generator.normalMatrix(drawnShape) : generator.uniformMatrix(drawnShape)
    let factor = factor(scaleShape ?? shape)
    let array = draws.map { (isCentred ? 2 * $0 - 1 : $0) * factor }
    return isTurned ? array.transposed() : array
  }
}

extension Start {
  /// Whether W and b of the network are exactly those that this start draws.
  public func gives(_ network: Network) -> Bool {
    var generator = generator
    return network.layers.allSatisfy { layer in
      initializer.weights(layer.W.shape, scale: scale, generator: &generator).elements == layer.W.elements && layer.b.elements.allSatisfy { $0 == 0 }
    }
  }
}

/// A mistake in the drawing of the first parameters.
struct DrawingMistake: Sendable {
  let named: NamedMistake
  let change: @Sendable (inout Drawing) -> Void

  init(_ id: String, _ title: String, _ formula: String, _ explanation: String, _ change: @escaping @Sendable (inout Drawing) -> Void) {
    named = NamedMistake(id: id, title: title, formula: formula, explanation: explanation)
    self.change = change
  }

  /// All mistakes in the drawing. Matches are listed in this order.
  static let all: [DrawingMistake] =
    [
      DrawingMistake(
        "init-rand", "rand for randn", "W[l] = rand(n[l], n[l-1]) * …", "rand draws from 0 to 1, so all have one sign; randn draws around 0.",
        {
          $0.isNormal = false
          $0.isCentred = false
        }),
      DrawingMistake(
        "init-randn", "randn for rand", "W[l] = randn(n[l], n[l-1]) * …", "This initializer draws evenly: (2 * rand - 1) / sqrt(n[l-1]).",
        {
          $0.isNormal = true
          $0.isCentred = false
        }),
      DrawingMistake(
        "init-not-centred", "rand not brought to -1 … 1", "W[l] = rand(n[l], n[l-1]) / sqrt(n[l-1])", "rand is from 0 to 1; 2 * rand - 1 is centred.",
        { $0.isCentred = false }),
      DrawingMistake(
        "init-factor-left-out", "the factor left out", "W[l] = randn(n[l], n[l-1])",
        "Without the factor (* 0.01 unless weights= says otherwise) units saturate.", { $0.factor = { _ in 1 } }),
      DrawingMistake(
        "init-factor-0.01", "* 0.01 in place of the factor", "W[l] = randn(n[l], n[l-1]) * 0.01", "weights= or scale= gave init another factor.",
        { $0.factor = { _ in 0.01 } }),
      DrawingMistake(
        "init-factor-0.1", "* 0.1 in place of the factor", "W[l] = randn(n[l], n[l-1]) * 0.1", "The factor is 0.01 unless weights= or scale= gives another.",
        { $0.factor = { _ in 0.1 } }),
      DrawingMistake(
        "init-factor-0.001", "* 0.001 in place of the factor", "W[l] = randn(n[l], n[l-1]) * 0.001",
        "The factor is 0.01 unless weights= or scale= gives another.",
        { $0.factor = { _ in 0.001 } }),
      DrawingMistake(
        "init-no-root", "the root left out of the factor", "W[l] = randn(n[l], n[l-1]) * 2 / n[l-1]",
        "The factor is a root, because variances add: sqrt(… / n[l-1]).",
        { drawing in
          let factor = drawing.factor
          let isRoot = [.he, .xavier, .uniform].contains(drawing.start.initializer)
          drawing.factor = { isRoot ? factor($0) * factor($0) : factor($0) }
        }),
      DrawingMistake(
        "init-he-no-root", "he without its root", "W[l] = randn(n[l], n[l-1]) * 2 / n[l-1]",
        "The factor of he is a root, because variances add: sqrt(2 / n[l-1]). init … weights=he draws this way.",
        { $0.factor = { 2 / Double($0.columns) } }),
      DrawingMistake(
        "init-xavier-no-root", "xavier without its root", "W[l] = randn(n[l], n[l-1]) / n[l-1]",
        "The factor of xavier is a root, because variances add: sqrt(1 / n[l-1]). init … weights=xavier draws this way.",
        { $0.factor = { 1 / Double($0.columns) } }),
      DrawingMistake(
        "init-factor-twice", "the factor used twice", "W[l] = randn(n[l], n[l-1]) * 0.01 * 0.01", "The factor is used once.",
        { drawing in
          let factor = drawing.factor
          drawing.factor = { factor($0) * factor($0) }
        }),
      DrawingMistake(
        "init-he", "the factor of he", "W[l] = randn(n[l], n[l-1]) * sqrt(2 / n[l-1])", "weights= or scale= gave init another factor.",
        { $0.factor = { (2 / Double($0.columns)).squareRoot() } }),
      DrawingMistake(
        "init-xavier", "the factor of xavier", "W[l] = randn(n[l], n[l-1]) * sqrt(1 / n[l-1])", "weights= or scale= gave init another factor.",
        { $0.factor = { (1 / Double($0.columns)).squareRoot() } }),
      DrawingMistake(
        "init-own-units", "the layer's own units for those of the layer before, in the factor", "W[l] = randn(n[l], n[l-1]) * sqrt(… / n[l])",
        "A unit adds over its inputs, so the factor uses n[l-1].",
        { drawing in
          let factor = drawing.factor
          drawing.factor = { factor($0.transposed) }
        }),
      DrawingMistake(
        "init-seed-each", "the seed set again before each array", "seed; W[1] = …; seed; W[2] = …",
        "Set the seed once. Otherwise W[2] begins with the draws of W[1].",
        { $0.seedsEach = true }),
      DrawingMistake(
        "init-order", "the arrays drawn in another order, the last first", "W[L] drawn first, W[1] last", "W[1], W[2], … are drawn in order.",
        { $0.isReversed = true }),
      DrawingMistake(
        "init-b-drawn", "b drawn too, after its W", "W[1], b[1], W[2], b[2], … drawn as randn * …",
        "b is zeros((n[l], 1)) and draws nothing. Here it used the draws of the next W.",
        { $0.bias = .drawnBetween }),
      DrawingMistake("init-b-drawn-last", "b drawn too, after all of W", "b[l] = randn(n[l], 1) * …", "b is zeros((n[l], 1)).", { $0.bias = .drawnAfter }),
      DrawingMistake("init-b-ones", "b not zero but one", "b[l] = ones((n[l], 1))", "b is zeros((n[l], 1)).", { $0.bias = .ones }),
      DrawingMistake(
        "init-turned", "W drawn as (n of the layer before, n) and transposed", "W[l] = randn(n[l-1], n[l]).T * …",
        "W[l] is drawn as (n[l], n[l-1]), row by row: randn(n[l], n[l-1]).", { $0.isTurned = true }),
      DrawingMistake(
        "init-wrong-shape", "W drawn as (n of the layer before, n)", "W[l] = randn(n[l-1], n[l]) * …", "W[l] has a row for each unit: randn(n[l], n[l-1]).",
        {
          $0.isTurned = true
          $0.isLeftTurned = true
        }),
      DrawingMistake(
        "init-transposed", "W transposed", "W[l] = (randn(n[l], n[l-1]) * …).T", "W[l] has a row for each unit: (n[l], n[l-1]).", { $0.isLeftTurned = true }),
      DrawingMistake(
        "init-zeros", "W zero", "W[l] = zeros((n[l], n[l-1]))", "With zeros all units of a layer stay equal. Draw W at random.", { $0.isZero = true }),
      DrawingMistake(
        "init-drawn", "W drawn although weights=zeros", "W[l] = randn(n[l], n[l-1]) * 0.01", "init had weights=zeros, so W is zero.",
        { drawing in
          guard drawing.start.initializer == .zeros else { return }
          drawing.isZero = false
          drawing.factor = { _ in 0.01 }
        }),
    ]
    + ([0, 1, 2, 3, 4, 5, 10, 42, 123, 1234] as [UInt32]).map { seed in
      DrawingMistake(
        "init-seed-\(seed)", "drawn with seed \(seed)", "seed \(seed)", "init had another seed; init … seed=\(seed) gives these draws.",
        { $0.seed = seed })
    }
}
