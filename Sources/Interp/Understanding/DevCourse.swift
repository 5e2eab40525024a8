import Net

/// The costs of the train part and the dev part at recorded steps.
extension Session {
  /// The most steps at which the costs are computed.
  private static let mostLooks = 50

  /// Costs at up to 50 steps of the present line, up to the present step and in their order; nil where the data has no dev part that fits the network.
  ///
  /// Two thirds of the looks are spread evenly over the line. The others lie around the one with the least cost of the dev part. The parameters of
  /// these steps are made again, and the parts are the present ones.
  /// - Parameter tells: called after each look with the number of looks that are done, the number of all looks, and the mean loss of the train part.
  /// - Throws: where Ctrl-C stops the computation.
  func devLooks(tells: (Int, Int, Double?) -> Void = { _, _, _ in }) throws(Fault) -> [DevLook]? {
    let network = try network()
    guard let dev = fitting(.dev, network), let train = fitting(.train, network) else { return nil }
    let here = try presentPlace()
    let line = timeline.line
    let first = timeline.first(of: line)
    let count = here.step - first + 1
    let pass = Pass()
    var looks: [Int: DevLook] = [:]
    func look(_ step: Int, of all: Int) throws(Fault) {
      if looks[step] != nil { return }
      try checkInterrupt()
      let past = try step == here.step ? network : timeline.parameters(at: step, on: timeline.owner(of: step, on: line)!, self)
      guard past.sizes == network.sizes else { return }
      pass.forward(past, X: train.X, Y: train.Y, until: nil)
      let loss = pass.meanLoss ?? .nan
      pass.forward(past, X: dev.X, Y: dev.Y, until: nil)
      let losses = past.loss.lossPerExample(a: pass.A(past.depth), y: dev.Y).elements
      looks[step] = DevLook(step: step, train: loss, devLosses: losses, dev: pass.meanLoss ?? .nan)
      tells(looks.count, all, loss)
    }
    let all = min(count, Self.mostLooks)
    let spread = count <= Self.mostLooks ? count : Self.mostLooks * 2 / 3
    for turn in 0..<spread { try look(spread == 1 ? here.step : first + turn * (count - 1) / (spread - 1), of: all) }
    let steps = looks.keys.sorted()
    if spread < count, let least = steps.indices.min(by: { looks[steps[$0]]!.dev < looks[steps[$1]]!.dev }) {
      let (from, to) = (steps[max(least - 1, 0)], steps[min(least + 1, steps.count - 1)])
      let more = all - spread
      for turn in 1...more { try look(from + turn * (to - from) / (more + 1), of: all) }
    }
    return looks.values.sorted { $0.step < $1.step }
  }

  /// A session without passes as it was at a step of the present line.
  /// - Throws: where Ctrl-C stops the computation.
  func copy(atStep step: Int) throws(Fault) -> Session {
    let copy = Session(copying: self)
    let line = timeline.line
    if let owner = timeline.owner(of: step, on: line), let remade = try timeline.remade(step, on: owner, self) {
      copy.state = remade.state.keeping(state)
    }
    return copy
  }
}
