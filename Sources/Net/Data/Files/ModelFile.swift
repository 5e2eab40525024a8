/// A network in an `.npz` file. `numpy.load` reads W1, b1 … from it, and the other entries restore the rest of the network.
///
/// The entries are: `format` (1), `activations` and `loss` (text), W1, b1 … (float64), `seed`, `leaky_slope`, `alpha` and `t`. `lambda` is there where it is not 0. `line` is the name of the
/// line of steps that the network comes from. `ModelFile+Training` has the entries of dropout and the optimizer, and `ModelFile+Preprocessing` those that say how the data was prepared.
public struct ModelFile: Sendable {
  /// The version of the file format that is written, and the only one that is read.
  public static let format = 1

  public var network: Network
  /// The seed that was set last.
  public var seed: UInt32
  /// The slope of leaky_relu for z <= 0.
  public var leakySlope: Double
  /// The learning rate.
  public var alpha: Double
  /// t, the number of steps that the network has made.
  public var step: Int
  /// How the data was prepared. Files of older versions have only the scaling and the classes.
  public var preprocessing: Preprocessing
  /// The name of the line of steps that the network comes from; nil in files of older versions.
  public var line: String?

  public init(network: Network, seed: UInt32, leakySlope: Double, alpha: Double, step: Int, preprocessing: Preprocessing, line: String? = nil) {
    self.network = network
    self.seed = seed
    self.leakySlope = leakySlope
    self.alpha = alpha
    self.step = step
    self.preprocessing = preprocessing
    self.line = line
  }

  // MARK: Writing

  /// Writes the file, so that a reader sees all of it or none of it.
  /// - Throws: `DataError.unwritable`, `interrupted`, and `tooLarge` where the entries need more memory than the budget has.
  public func write(to path: String, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) {
    var arrays: [(name: String, array: NPYArray)] = [
      ("format", NPYArray(Double(Self.format))), ("activations", NPYArray(network.layers.map(\.activation.name))),
      ("loss", NPYArray([network.loss.name], isSingle: true)), ("seed", NPYArray(Double(seed))), ("leaky_slope", NPYArray(leakySlope)),
      ("alpha", NPYArray(alpha)), ("t", NPYArray(Double(step))),
    ]
    for (index, layer) in network.layers.enumerated() { arrays += [("W\(index + 1)", NPYArray(layer.W)), ("b\(index + 1)", NPYArray(layer.b))] }
    if network.lambda != 0 { arrays.append(("lambda", NPYArray(network.lambda))) }
    arrays += network.trainingEntries + preprocessing.entries
    if let line { arrays.append(("line", NPYArray([line], isSingle: true))) }
    try FileBytes.write(NPZ.bytes(arrays, budget), to: path)
  }

  // MARK: Reading

  private static func isEntry(_ name: String) -> Bool {
    ["format", "activations", "loss", "seed", "leaky_slope", "alpha", "lambda", "t", "line"].contains(name) || Preprocessing.isEntry(name)
      || Network.isTrainingEntry(name)
      || (name.hasPrefix("W") || name.hasPrefix("b")) && Int(name.dropFirst()) != nil
  }

  /// Reads the file. Other entries of the archive are ignored.
  /// - Throws: `DataError` where the file cannot be read, lacks an entry, or has entries that do not form a network.
  public init(path: String, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) {
    try self.init(FileBytes.read(path, budget), budget)
  }

  /// Reads bytes that the budget has already counted.
  /// - Throws: `DataError` as for a file.
  public init(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) {
    guard !bytes.isEmpty else { throw .empty }
    let arrays = try NPZ.read(bytes, budget) { $0.filter(Self.isEntry) }
    func number(_ name: String) throws(DataError) -> Double {
      guard let array = arrays[name] else { throw .missingEntry(name) }
      guard let value = array.numbers?.first, array.numbers?.count == 1, value.isFinite else { throw .badModel(reason: "\(name) is not a number") }
      return value
    }
    func whole(_ name: String, _ range: ClosedRange<Int>) throws(DataError) -> Int {
      guard let value = Int(exactly: try number(name)), range.contains(value) else { throw .badModel(reason: "\(name) is out of range") }
      return value
    }
    let format = try number("format")
    guard format == Double(Self.format) else { throw .badModel(reason: "its format is \(format), but this version reads \(Self.format)") }
    guard let names = arrays["activations"]?.texts, !names.isEmpty else { throw .missingEntry("activations") }
    guard let lossName = arrays["loss"]?.texts?.first else { throw .missingEntry("loss") }
    guard let loss = Losses.named(lossName) else { throw .badModel(reason: "the loss \(lossName) is not known") }
    leakySlope = try number("leaky_slope")
    var layers: [Layer] = []
    for (index, name) in names.enumerated() {
      guard let known = Activations.named(name) else { throw .badModel(reason: "the activation \(name) is not known") }
      guard known.isElementwise || index == names.count - 1 else { throw .badModel(reason: "layer \(index + 1) is hidden and cannot be \(name)") }
      let (w, b) = ("W\(index + 1)", "b\(index + 1)")
      guard let weights = arrays[w] else { throw .missingEntry(w) }
      guard let biases = arrays[b] else { throw .missingEntry(b) }
      guard weights.shape.count == 2, let W = weights.matrix, W.rows > 0, W.columns > 0 else { throw .badModel(reason: "\(w) is not a matrix") }
      guard biases.shape == [W.rows, 1], let bias = biases.matrix else { throw .badModel(reason: "\(b) is not (\(W.rows), 1)") }
      if let before = layers.last, before.units != W.columns {
        throw .badModel(reason: "\(w) has \(W.columns) columns, but layer \(index) has \(before.units) units")
      }
      layers.append(Layer(W: W, b: bias, activation: known.withSlopeLeft(leakySlope)))
    }
    network = Network(layers: layers, loss: loss)
    if arrays["lambda"] != nil { network.lambda = try number("lambda") }
    guard network.lambda >= 0 else { throw .badModel(reason: "lambda is out of range") }
    try network.takeTraining(arrays)
    seed = UInt32(try whole("seed", 0...Int(UInt32.max)))
    alpha = try number("alpha")
    step = try whole("t", 0...Int(1e15))
    preprocessing = try Preprocessing(arrays, inputs: network.inputs, outputs: network.outputs)
    line = arrays["line"]?.texts?.first
  }
}
