import Net

extension Session {
  /// How rows in the units of the data become inputs of the network, and its outputs numbers in these units. The last of `data` and `load` says it.
  var preprocessing: Preprocessing { state.loaded ?? state.data.preprocessing }

  /// The preprocessing of a network for its file. Where the data has other features or targets, the network was not made for it.
  func preprocessing(of network: Network) -> Preprocessing {
    var result = preprocessing
    if result.featureNames.count != network.inputs { result = Preprocessing(featureNames: (1...network.inputs).map { "x\($0)" }) }
    if result.targetScaling?.mean.rows != network.outputs { result.targetScaling = nil }
    return result
  }

  /// Takes the names of the classes that a network brought. All else stays as the data says it.
  func adopt(classNames: [String], of network: Network) {
    var own = preprocessing(of: network)
    own.classNames = classNames
    state.loaded = own
  }

  /// Takes the preprocessing of a network's file. Data that fits and has no scale yet is put on the scale of the file.
  ///
  /// A file that does not say how rows were read leaves this to data that fits, but its classes keep their names.
  /// - Returns: What happened to the data, to follow a sentence, or an empty text.
  func adopt(_ loaded: Preprocessing, of network: Network) -> String {
    var isScaled = false
    if let scaling = loaded.scaling, state.data.scaling == nil, X.rows == scaling.mean.rows {
      state.data.apply(scaling)
      state.ledger.didScaleInputs()
      isScaled = true
    }
    if let scaling = loaded.targetScaling, state.data.targetScaling == nil, state.data.train.classNames == nil, Y?.rows == scaling.mean.rows {
      state.data.applyToTargets(scaling)
      state.ledger.didEditTargets()
      isScaled = true
    }
    let isOfData = loaded.recipe == nil && X.rows == network.inputs
    state.loaded = isOfData ? nil : loaded
    if isOfData, let names = loaded.classNames { adopt(classNames: names, of: network) }
    return isScaled ? "; the data is put on its scale" : ""
  }
}
