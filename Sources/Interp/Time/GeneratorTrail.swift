import Net

/// Where the generator was after each step of a `train` whose `until=` draws: a draw cannot be told from the parameters.
///
/// A copy of the generator is kept here and there, and for each step how many words were drawn since the copy.
struct GeneratorTrail {
  /// A copy holds from a step on, counted from the first of the `train`.
  private var copies: [(step: Int, generator: MersenneTwister)] = []
  private var drawn: [UInt32] = []
  /// The second value of a polar draw that was not handed out; nan for none.
  private var normals: [Double] = []

  /// Steps and words from one copy to the next: what a journey draws again takes microseconds.
  private static let most = (steps: 1024, words: 1 << 16)

  var steps: Int { drawn.count }
  var bytes: Int { copies.count * 2560 + drawn.count * 12 }

  /// The generator as the next step left it.
  mutating func add(_ generator: MersenneTwister) {
    let position = generator.position
    if let last = copies.last, last.generator.position.seed == position.seed, drawn.count - last.step < Self.most.steps,
      0...Self.most.words ~= position.drawn - last.generator.position.drawn
    {
      drawn.append(UInt32(position.drawn - last.generator.position.drawn))
    } else {
      copies.append((drawn.count, generator))
      drawn.append(0)
    }
    normals.append(position.cachedNormal ?? .nan)
  }

  /// The generator after so many steps, 1 for the first.
  func generator(after steps: Int) -> MersenneTwister {
    var (low, high) = (0, copies.count)
    while low < high {
      let middle = (low + high) / 2
      if copies[middle].step < steps { low = middle + 1 } else { high = middle }
    }
    var generator = copies[low - 1].generator
    let normal = normals[steps - 1]
    generator.advance(by: Int(drawn[steps - 1]), cachedNormal: normal.isNaN ? nil : normal)
    return generator
  }
}
