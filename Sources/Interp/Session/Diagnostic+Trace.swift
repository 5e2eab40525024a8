import Net

/// The messages about the columns of a trace.
extension Fault {
  static func traceTakesNumbers(_ name: String, _ value: Value) -> Fault {
    Fault(.value, "a trace takes numbers, but \(shortened(name)) is \(value.description)")
  }
}

extension Warning {
  static func traceShape(_ name: String, _ now: Value, was: Shape?) -> String {
    "\(Fault.shortened(name)) is \(now.description) now, but in the rows before it was \(was.map { "a \($0) matrix" } ?? "a scalar")"
  }
}
