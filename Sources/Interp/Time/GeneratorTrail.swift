import Net

/// The state of the random generator after each step of a `train` whose `until=` draws random numbers.
///
/// These draws do not follow from the parameters, so they must be stored. The trail keeps a copy of the generator now and then. For each step it
/// keeps the number of words that were drawn since the last copy.
struct GeneratorTrail {
  /// The copies. Each holds from its step on, counted from 0 at the first step of the leg.
  private var copies: [(step: Int, generator: MersenneTwister)] = []
  /// The words of 32 bits that were drawn since the last copy, for each step.
  private var drawn: [UInt32] = []
  /// The second value of a polar draw that is not used yet, for each step; NaN where there is none.
  private var normals: [Double] = []

  /// The most steps and the most words between two copies. Within these limits, drawing again takes microseconds.
  private static let most = (steps: 1024, words: 1 << 16)

  /// The number of steps in the trail.
  var steps: Int { drawn.count }
  /// The memory that the trail takes.
  var bytes: Int { copies.count * 2560 + drawn.count * 12 }

  /// Adds the generator as the next step left it.
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

  /// The generator after a number of steps. `steps` is at least 1 and at most `self.steps`.
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
