import Net

extension DataSplit {
  /// The set that a session starts with.
  static func flower() -> DataSplit {
    var generator = MersenneTwister(seed: 1)
    return DataSplit(DataGenerators.all[0].make(DataRequest(), generator: &generator))
  }
}
