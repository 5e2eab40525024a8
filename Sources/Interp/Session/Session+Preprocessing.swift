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

  /// Takes the preprocessing of a network's file. Data with the network's features is put on the scale of the file, or into its own units where the file has
  /// no scale. Data with other features, or with other classes, gets a warning.
  ///
  /// A file that does not say how rows were read leaves this to data with its features, but its classes keep their names.
  /// - Returns: What happened to the data, to follow a sentence, or an empty text.
  func adopt(_ loaded: Preprocessing, of network: Network) -> String {
    var isScaled = false
    let fits = X.rows == network.inputs
    let (names, own) = (loaded.featureNames, state.data.train.featureNames)
    if fits, names != own, Self.areNames(names), Self.areNames(own) {
      warn(Warning(kind: .note, message: Warning.otherFeatures(names, own)))
    } else if fits {
      if loaded.scaling != state.data.scaling {
        state.data.rescale(to: loaded.scaling)
        state.ledger.didScaleInputs()
        isScaled = true
      }
      if state.data.train.classNames == nil, let Y, Y.rows == network.outputs, loaded.targetScaling != state.data.targetScaling {
        state.data.rescaleTargets(to: loaded.targetScaling)
        state.ledger.didEditTargets()
        isScaled = true
      }
    }
    if fits, let classes = loaded.classNames, let own = state.data.train.classNames, classes != own {
      warn(Warning(kind: .note, message: Warning.otherClasses(classes, own)))
    }
    var told = loaded
    if loaded.recipe == nil, fits, names == own || !Self.areNames(names) {
      // The data says how rows are read, but its scale may be another one.
      told = state.data.preprocessing
      (told.scaling, told.targetScaling, told.classNames) = (loaded.scaling, loaded.targetScaling, loaded.classNames ?? told.classNames)
      told.filling = loaded.filling ?? told.filling
    }
    state.loaded = told == state.data.preprocessing ? nil : told
    guard isScaled else { return "" }
    return loaded.scaling == nil && loaded.targetScaling == nil ? "; the data is put into its own units" : "; the data is put on its scale"
  }

  /// Whether features have names of their own, and not only x1, x2 and so on, or their positions.
  private static func areNames(_ names: [String]) -> Bool {
    names.enumerated().contains { $1 != "x\($0 + 1)" && Int($1) == nil }
  }

  /// Warns where new data does not lie on the scale of a network that `load` brought.
  /// - Parameter old: How rows were prepared before the new data was taken.
  func warnOfOtherScale(than old: Preprocessing) {
    guard let network = state.network, X.rows == network.inputs, state.start == nil, old.scaling != nil || old.targetScaling != nil,
      old.featureNames.count == network.inputs, old.scaling != state.data.scaling || old.targetScaling != state.data.targetScaling
    else { return }
    warn(Warning(kind: .note, message: Warning.otherScale()))
  }
}
