import Net

/// The bytes that the timeline holds. An array that several moments share is counted once.
struct TimelineMemory {
  var bytes = 0
  /// How many times each array is held, by its storage.
  private var held: [UInt: Int] = [:]

  static let ofGenerator = 2560
  private static let ofLeg = MemoryLayout<Moment>.stride + 256

  /// Adds the bytes of a moment.
  /// - Parameter before: the moment before it, with which it may share its generator.
  mutating func add(_ moment: inout Moment, after before: Moment?) {
    moment.hasOwnGenerator = before?.state.generator != moment.state.generator
    count(moment, 1)
  }

  /// Takes the bytes of a moment away.
  mutating func remove(_ moment: Moment) { count(moment, -1) }

  /// Drops the parameters of a moment. Nothing happens where they are dropped already.
  mutating func dropParameters(_ moment: inout Moment) {
    guard moment.hasParameters, let network = moment.state.network else { return }
    bytes -= 8 * network.stateCount
    moment.state.network = network.withoutParameters
    moment.hasParameters = false
  }

  private mutating func count(_ moment: Moment, _ sign: Int) {
    bytes += sign * Self.ofLeg
    if moment.hasParameters, let network = moment.state.network { bytes += sign * 8 * network.stateCount }
    if moment.hasOwnGenerator { bytes += sign * Self.ofGenerator }
    for part in moment.state.data.parts {
      let set = moment.state.data.dataset(part)!
      hold(set.X, sign)
      if let Y = set.Y { hold(Y, sign) }
    }
    for source in [moment.forward, moment.backward] {
      guard case .kept(let inputs) = source else { continue }
      bytes += sign * 8 * inputs.network.stateCount
      hold(inputs.X, sign)
      if let Y = inputs.Y { hold(Y, sign) }
    }
  }

  private mutating func hold(_ matrix: Matrix, _ sign: Int) {
    let times = held[matrix.storage, default: 0] + sign
    if times == (sign > 0 ? 1 : 0) { bytes += sign * 8 * matrix.elements.count }
    held[matrix.storage] = times > 0 ? times : nil
  }

  /// The bytes of arrays that the session holds in any case, because they are its present data.
  func shared(with session: Session) -> Int {
    var total = 0
    var seen: Set<UInt> = []
    for part in session.state.data.parts {
      let set = session.state.data.dataset(part)!
      for matrix in [set.X, set.Y].compactMap({ $0 }) where held[matrix.storage] != nil && seen.insert(matrix.storage).inserted {
        total += 8 * matrix.elements.count
      }
    }
    return total
  }
}
