import Net

extension Session {
  /// The steps that were made since `init`. Every session is created with a `Timeline`, and `fresh()` returns another one, so the cast always works.
  var timeline: Timeline { steps as! Timeline }

  /// Goes to a step of a line. The network, data, generator, alpha and passes become those of the step, bit for bit.
  ///
  /// The parts that time travel does not restore stay. The line must hold the step.
  /// - Throws: where Ctrl-C stops the computation; nothing is changed then.
  func travel(to step: Int, on line: Line) throws(Fault) {
    let owner = timeline.owner(of: step, on: line)!
    if let remade = try timeline.remade(step, on: owner, self) {
      timeline.leave(self)
      state = remade.state.keeping(state)
      // The slope belongs to the network, so the setting is set to the same value.
      if let slope = state.network?.layers.lazy.compactMap({ $0.activation.slopeLeft }).first { state.settings.leakySlope = slope }
      workspace.take(remade.passes)
      state.watching.forgetLooks()
    }
    timeline.arrive(step, on: line, self)
    timeline.enforceLimit(self)
  }
}

extension Pass {
  /// Computes whole passes, one after the other. Without passes, the workspace has nothing to read.
  func take(_ passes: [(inputs: PassInputs, isBackward: Bool)]) {
    forget()
    for (inputs, isBackward) in passes {
      if isBackward, let Y = inputs.Y {
        make(inputs.network, X: inputs.X, Y: Y, inputs.draw)
      } else {
        forward(inputs.network, X: inputs.X, Y: inputs.Y, inputs.draw)
      }
    }
  }
}
