import Net

/// A small sample of a session's state that is quick to take. If two runs of the same statements become different, their samples usually differ too.
struct SessionTrace: Equatable {
  private let generator: MersenneTwister.Position
  private let steps: Int
  private let alpha: UInt64
  /// The first and the last parameter, and the first input. Nil where there is none.
  private let (first, last, input): (UInt64?, UInt64?, UInt64?)
  /// The number of variables.
  private let variables: Int

  init(_ session: Session) {
    let state = session.state
    (generator, steps, alpha, variables) = (state.generator.position, state.steps, state.alpha.bitPattern, state.variables.count)
    first = state.network?.layers.first?.W.elements.first?.bitPattern
    last = state.network?.layers.last?.b.elements.last?.bitPattern
    input = state.data.X.elements.first?.bitPattern
  }
}
