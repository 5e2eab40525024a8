import Net

extension Session {
  /// The steps made since `init`. Whoever makes a session hands in a timeline, and `fresh()` gives another one: nothing else lies there.
  var timeline: Timeline { steps as! Timeline }

  /// Goes to a step of a line: network, data, generator, alpha and passes are those of the step as it was left, bit for bit. What cannot be
  /// rolled back stays. Nothing is changed where it is interrupted.
  func travel(to step: Int, on line: Line) throws(Fault) {
    let owner = timeline.owner(of: step, on: line)!
    if let remade = try timeline.remade(step, on: owner, self) {
      timeline.leave(self)
      state = remade.state.keeping(state)
      // The slope is the network's; the setting says what it is.
      if let slope = state.network?.layers.lazy.compactMap({ $0.activation.slopeLeft }).first { state.settings.leakySlope = slope }
      workspace.take(remade.passes)
      state.watching.forgetLooks()
    }
    timeline.arrive(step, on: line, self)
    timeline.enforceLimit(self)
  }
}

extension Pass {
  /// Makes passes one after the other, each whole; none leaves nothing to read.
  func take(_ passes: [(inputs: PassInputs, isBackward: Bool)]) {
    forget()
    for (inputs, isBackward) in passes {
      forward(inputs.network, X: inputs.X, Y: inputs.Y, until: nil)
      if isBackward, let Y = inputs.Y { backward(inputs.network, X: inputs.X, Y: Y, until: nil) }
    }
  }
}
