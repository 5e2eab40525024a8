import Net

extension DataSplit {
  /// The data set that a session starts with: the flower set, drawn with seed 1.
  static func flower() -> DataSplit {
    var generator = MersenneTwister(seed: 1)
    return DataSplit(DataGenerators.all[0].make(DataRequest(), generator: &generator))
  }
}
