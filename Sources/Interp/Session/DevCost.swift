import Net

/// The mean loss of the dev part, without the L2 penalty and with all units.
struct DevCost {
  private let part: (X: Matrix, Y: Matrix)
  private let pass = Pass()

  /// Nil where the data has no dev part with targets that fit the network.
  init?(_ session: Session, _ network: Network) {
    guard let part = session.fitting(.dev, network) else { return nil }
    self.part = part
  }

  /// The mean loss of a network.
  func cost(_ network: Network) -> Double? {
    pass.forward(network, X: part.X, Y: part.Y, until: nil)
    return pass.meanLoss
  }
}

extension Session {
  /// A part of the data with targets; nil where there is none that fits the network.
  func fitting(_ part: DataSplit.Part, _ network: Network) -> (X: Matrix, Y: Matrix)? {
    guard let set = state.data.dataset(part), let Y = set.Y, set.X.rows == network.inputs, Y.shape == Shape(network.outputs, set.X.columns) else {
      return nil
    }
    return (set.X, Y)
  }
}
