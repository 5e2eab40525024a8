import TestSupport
import Testing

@testable import Net

/// Names and shapes of arrays say which of them is W or b of which layer.
@Suite struct WeightNameTests {
  /// An archive with arrays of these shapes. Each entry is its own number, so an array is known by its first entry.
  private func archive(_ shapes: KeyValuePairs<String, [Int]>) throws -> [UInt8] {
    var next = 1.0
    return try NPZ.bytes(
      shapes.map { name, shape in
        let count = shape.reduce(1, *)
        defer { next += Double(count) }
        var array = NPYArray(Matrix(row: (0..<count).map { next + Double($0) }))
        array.shape = shape
        return (name, array)
      })
  }

  private func network(_ shapes: KeyValuePairs<String, [Int]>, layout: WeightLayout? = nil) throws -> ForeignNetwork {
    try WeightFixtures.network(bytes: try archive(shapes), layout: layout)
  }

  private func fault(_ shapes: KeyValuePairs<String, [Int]>, layout: WeightLayout? = nil) throws -> DataError? {
    WeightFixtures.fault(bytes: try archive(shapes), layout: layout)
  }

  /// The first entry of W of each layer, which tells which array it is.
  private func order(_ network: ForeignNetwork) -> [Double] { network.layers.map { $0.W.elements[0] } }

  @Test(arguments: [
    ("W1", true, "", [1]), ("b12", false, "", [12]), ("weight", true, "", []), ("model.0.weight", true, "model", [0]), ("10.bias", false, "", [10]),
    ("net.fc1.weight", true, "net fc", [1]), ("dense/kernel", true, "dense", []), ("dense_1/dense_1/kernel:0", true, "dense dense", [1, 1]),
    ("coefs_0", true, "", [0]), ("intercept_", false, "", []), ("W[2]", true, "", [2]), ("layers/dense_3/vars/0", true, "layers dense", [3]),
    ("layers/dense_3/vars/1", false, "layers dense", [3]), ("out.W", true, "out", []), ("W99999999999999999999", true, "", [.max]),
  ])
  func names(_ name: String, _ isWeight: Bool, _ words: String, _ numbers: [Int]) throws {
    let found = try #require(WeightName(name))
    #expect(found.role == (isWeight ? .weight : .bias) && found.words.joined(separator: " ") == words && found.numbers == numbers)
  }

  @Test(arguments: [
    "", "X", "dW1", "vdW1", "1", "weight_ih_l0", "optimizer/vars/0", "layers/dense/vars/2", "layers/vars", "running_mean", "W1best", "ß", "wait", "b1_sum",
  ])
  func otherNames(_ name: String) { #expect(WeightName(name) == nil) }

  /// Ten comes after two, in any order of the file.
  @Test func numbersGiveTheOrder() throws {
    let found = try network(["10.weight": [2, 4], "10.bias": [2], "2.bias": [4], "2.weight": [4, 3], "0.weight": [3, 3], "0.bias": [3]])
    #expect(found.sizes == [3, 3, 4, 2])
    #expect(order(found) == [27, 15, 1] && found.layers.map { $0.b.elements[0] } == [36, 11, 9])
    // The first layer of Keras has no number.
    let keras = try network(["dense_1/kernel": [4, 2], "dense_1/bias": [2], "dense/kernel": [3, 4], "dense/bias": [4]])
    #expect(keras.sizes == [3, 4, 2])
    #expect(keras.layers[0].W.elements[..<2] == [11, 15])
  }

  /// Where the words differ, there must be one order in which the layers chain.
  @Test func shapesGiveTheOrder() throws {
    let found = try network(["out.weight": [1, 4], "out.bias": [1], "hidden.weight": [4, 2], "hidden.bias": [4]])
    #expect(found.sizes == [2, 4, 1] && order(found) == [6, 1])
    let three = try network(["fc1.weight": [4, 2], "fc1.bias": [4], "fc2.weight": [5, 4], "fc2.bias": [5], "out.weight": [3, 5], "out.bias": [3]])
    #expect(three.sizes == [2, 4, 5, 3])
    // An encoder and a decoder fit in both orders.
    let twice: KeyValuePairs = ["enc.0.weight": [2, 4], "enc.0.bias": [2], "dec.0.weight": [4, 2], "dec.0.bias": [4]]
    #expect(try fault(twice) == .weights(.severalOrders([["enc.0.weight", "dec.0.weight"], ["dec.0.weight", "enc.0.weight"]])))
    // Without biases even one order of names may be two networks.
    #expect(try fault(["a.weight": [4, 3], "c.weight": [2, 4]]) == .weights(.severalOrders([["a.weight", "c.weight"], ["c.weight", "a.weight"]])))
    #expect(try network(["a.weight": [4, 3], "c.weight": [2, 4]], layout: .units).sizes == [3, 4, 2])
    #expect(try network(["a.weight": [4, 3], "c.weight": [2, 4]], layout: .inputs).sizes == [2, 4, 3])
  }

  /// Many layers whose words differ end in an error, soon.
  @Test func tooManyOrders() throws {
    let letters = Array("acdefghijklmnop")
    let shapes = letters.enumerated().map { (index, letter) in
      ("\(letter).weight", NPYArray(Matrix(rows: index == 14 ? 3 : 2, columns: index == 14 ? 4 : 2, repeating: 1)))
    }
    #expect(WeightFixtures.fault(bytes: try NPZ.bytes(shapes)) == .weights(.tooManyOrders))
  }

  /// Very many layers end soon too, whether they have one name or many.
  @Test(.timeLimit(.minutes(1))) func veryManyLayers() throws {
    func layer(_ words: [String], _ number: Int) throws -> LayerArrays {
      LayerArrays(try #require(WeightName((words + ["\(number)", "weight"]).joined(separator: "."))), rows: 1, columns: 1)
    }
    let letters = Array("acdefghijklmnopqrstuvwxyz").map(String.init)
    let many = try (0..<60_000).map { try layer([letters[$0 % 25], letters[$0 / 25 % 25], letters[$0 / 625 % 25], letters[$0 / 15625]], 1) }
    #expect { _ = try LayerChain(many, layout: .units) } throws: { if case .weights(.severalOrders) = $0 as? DataError { true } else { false } }
    let same = try (0..<60_000).map { try layer(["a"], 60_000 - $0) }
    #expect(try LayerChain(same, layout: .units).order == (0..<60_000).reversed())
    // Ctrl-C ends the search.
    let interrupt = Interrupt()
    interrupt.request(atQuestion: 1)
    #expect(throws: DataError.interrupted) {
      try Interrupt.listening(to: interrupt) { () throws(DataError) in _ = try LayerChain(same, layout: .units) }
    }
  }

  /// Biases and neighbours tell how weights lie. Where nothing tells, units come first.
  @Test func layouts() throws {
    #expect(try network(["W1": [4, 2], "b1": [4, 1], "W2": [1, 4], "b2": [1, 1]]).sizes == [2, 4, 1])
    #expect(try network(["W1": [2, 4], "b1": [1, 4], "W2": [4, 1], "b2": [1]]).sizes == [2, 4, 1])
    let one = try network(["W": [3, 2], "b": [2]])
    #expect(one.sizes == [3, 2] && !one.isLayoutGuessed && one.layers[0].W.elements == [1, 3, 5, 2, 4, 6])
    let square = try network(["W": [2, 2], "b": [2]])
    #expect(square.isLayoutGuessed && square.layers[0].W.elements == [1, 2, 3, 4])
    #expect(try network(["W": [2, 2], "b": [2]], layout: .units).isLayoutGuessed == false)
    #expect(try network(["W": [2, 2], "b": [2]], layout: .inputs).layers[0].W.elements == [1, 3, 2, 4])
    // One number lies in both ways.
    #expect(try network(["W": [1, 1], "b": [1]]).isLayoutGuessed == false)
    // A matrix without biases may lie in both ways too.
    let bare = try network(["W": [3, 2]])
    #expect(bare.isLayoutGuessed && bare.sizes == [2, 3] && bare.withoutBias == [1] && bare.layers[0].b.elements == [0, 0, 0])
    // w of the notes for one unit, and the same as a row of numbers.
    #expect(try network(["w": [3, 1], "b": []]).sizes == [3, 1])
    #expect(try network(["w": [3], "b": []]).sizes == [3, 1])
    #expect(try network(["w": [3], "b": [1]], layout: .inputs).sizes == [3, 1])
  }

  @Test func refused() throws {
    func layer(_ weight: String, _ rows: Int, _ columns: Int, _ bias: String, _ biases: Int) -> LayerShape {
      LayerShape(weight: weight, rows: rows, columns: columns, bias: bias, biases: biases)
    }
    #expect(
      try fault(["W1": [4, 2], "b1": [4], "W2": [1, 5], "b2": [1]])
        == .weights(.noChain([layer("W1", 4, 2, "b1", 4), layer("W2", 1, 5, "b2", 1)], layout: nil)))
    #expect(try fault(["W1": [2, 4], "b1": [4]], layout: .units) == .weights(.noChain([layer("W1", 2, 4, "b1", 4)], layout: .units)))
    #expect(try fault(["W1": [4, 2], "b1": [3]]) == .weights(.noChain([layer("W1", 4, 2, "b1", 3)], layout: nil)))
    #expect(try fault(["W1": [4, 2], "b1": [4], "b2": [1]]) == .weights(.lonelyBias("b2")))
    #expect(try fault(["W1": [4, 2], "w1": [4, 2]]) == .weights(.twice(first: "W1", second: "w1")))
    #expect(try fault(["W1": [4, 2], "W01": [4, 4]]) == .weights(.twice(first: "W1", second: "W01")))
    #expect(try fault(["conv.weight": [4, 1, 3, 3], "conv.bias": [4]]) == .weights(.noMatrix(name: "conv.weight", shape: [4, 1, 3, 3])))
    #expect(try fault(["1.weight": [4], "1.bias": [4]]) == .weights(.noMatrix(name: "1.weight", shape: [4])))
    #expect(try fault(["W1": [0, 2], "b1": [0]]) == .weights(.noMatrix(name: "W1", shape: [0, 2])))
    #expect(try fault(["X": [2, 5], "Y": [1, 5]]) == .weights(.noWeights(found: ["X", "Y"])))
    var wrong = NPYArray(Matrix(rows: 2, columns: 2, elements: [1, 2, -.infinity, 4]))
    #expect(
      WeightFixtures.fault(bytes: try NPZ.bytes([("W1", wrong)])) == .weights(.notFinite(name: "W1", value: -.infinity, place: ArrayShape.place(2, [2, 2]))))
    wrong.content = .texts(["a", "b", "c", "d"])
    #expect(WeightFixtures.fault(bytes: try NPZ.bytes([("W1", wrong)])) == .badNPY(name: "W1", reason: "it holds text and no numbers"))
  }

  /// Layers that are not dense are not left out in silence.
  @Test(arguments: [
    ["1.running_mean"], ["batch_normalization/moving_variance"], ["layer_normalization/gamma"], ["rnn.weight_ih_l0"], ["layer.weight_g"], ["bias_hh"],
    ["ln.beta", "ln.gamma"], ["beta", "gamma"], ["attention.in_proj_weight"], ["rnn/recurrent_kernel"], ["fc.weight_orig"],
    ["fc.parametrizations.weight.original0"],
  ])
  func otherLayers(_ names: [String]) throws {
    let found = names.last ?? ""
    #expect(OtherLayers.first(names) == found && OtherLayers.first(["W1"] + names + ["weight_hh"]) == found)
    // An archive of NumPy names an array by the last part of its path.
    let fault = WeightFixtures.fault(bytes: try NPZ.bytes([("W1", NPYArray(Matrix(row: [1, 2])))] + names.map { ($0, NPYArray(1)) }))
    if !found.contains("/") { #expect(fault == .weights(.otherLayer(found))) }
  }

  /// Arrays whose names only remind of a layer.
  @Test(arguments: [
    "gamma", "beta", "W1", "net.0.weight", "X", "optimizer/dense/kernel/momentum", "num_batches_tracked", "mean", "dW1", "", "weight_decay", "bias_init",
    "svm_gamma", "kernel_size", "class_weights_used", "running_time", "best.weight.norm", "optimizer.weight_g",
  ])
  func namesOfNoOtherLayer(_ name: String) throws {
    #expect(OtherLayers.first([name, "other/gamma", "third.beta"]) == nil)
    let found = try network(["W1": [1, 2], "b1": [1], name.isEmpty || name == "W1" ? "Q" : name.replacing("net.0.weight", with: "Q"): []])
    #expect(found.sizes == [2, 1] && found.ignored.count == 1)
  }

  /// Other arrays are named and left out, whatever they hold.
  @Test func otherArraysAreIgnored() throws {
    let found = try network(["X": [2, 5], "W1": [1, 2], "dW1": [1, 2], "b1": [1]])
    #expect(found.ignored == ["X", "dW1"] && found.sizes == [2, 1])
  }

  /// What `save` wrote is no network of another program.
  @Test func savedNetworks() throws {
    let folder = try TemporaryFolder()
    let network = Network(layers: [Layer(W: Matrix(rows: 1, columns: 2), b: Matrix(rows: 1, columns: 1), activation: Sigmoid())], loss: CrossEntropy())
    try ModelFile(network: network, seed: 3, leakySlope: 0.01, alpha: 0.5, step: 9, preprocessing: Preprocessing(featureNames: ["a", "b"])).write(
      to: folder.path + "/net")
    guard case .saved(let model) = try NetworkFile.read(folder.path + "/net") else { throw ArrayFixtures.NoArrays() }
    #expect(model.step == 9 && model.network.sizes == [2, 1])
  }

  /// A file of HDF5 is read in parts, as for data, so it may be larger than the budget.
  @Test func memory() throws {
    let folder = try TemporaryFolder()
    try folder.write("large.h5", bytes: WeightFixtures.bytes("keras.h5") + [UInt8](repeating: 0, count: 1 << 20))
    let network = try ArrayReaderProgram.$folder.withValue(ArrayFixtures.program) {
      guard case .foreign(let network) = try NetworkFile.read(folder.path + "/large.h5", MemoryBudget(bytes: 1 << 19)) else { throw ArrayFixtures.NoArrays() }
      return network
    }
    #expect(network.sizes.count > 1)
  }

  /// Files of other kinds are refused by what they hold.
  @Test func otherKinds() throws {
    func fault(_ bytes: [UInt8]) -> DataError? { WeightFixtures.fault(bytes: bytes) }
    #expect(fault([]) == .empty)
    #expect(fault(Array("a,b\n1,2\n".utf8)) == .weights(.noForm))
    #expect(fault([0x80, 2, 0x7D, 0x71, 0]) == .foreign(.pickle))
    #expect(fault([0x80]) == .weights(.noForm))
    // Zip archives as PyTorch and Keras write them. The members are empty here.
    func zip(_ name: String) throws -> [UInt8] {
      let plain = String(repeating: "a", count: name.utf8.count - 4)
      let bytes = try NPZ.bytes([(plain, NPYArray(1))])
      let (old, new) = (Array((plain + ".npy").utf8), Array(name.utf8))
      var (result, place) = (bytes, 0)
      while place <= result.count - old.count {
        if Array(result[place..<place + old.count]) == old { result.replaceSubrange(place..<place + old.count, with: new) }
        place += 1
      }
      return result
    }
    #expect(fault(try zip("archive0123/data.pkl")) == .foreign(.torch))
    #expect(fault(try zip("model.weights.h5")) == .foreign(.kerasArchive))
    #expect(fault(try zip("xl/workbook.xml")) == .foreign(.excel))
    #expect(fault(Array("PAR1\0\0\0\0PAR1".utf8)) == .foreign(.parquet))
    #expect(fault(try zip("0123456789012345.txt")) == .weights(.noWeights(found: [])))
    let members = try NPZ.bytes([("data", NPYArray(1))])
    #expect(fault(members) == .weights(.noWeights(found: ["data"])))
    #expect(throws: DataError.unreadable(reason: "it is a folder")) { _ = try NetworkFile.read(WeightFixtures.folder) }
  }
}
