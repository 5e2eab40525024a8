import Net

/// The messages about the columns of a trace.
extension Fault {
  static func traceTakesNumbers(_ name: String, _ value: Value) -> Fault {
    Fault(.value, "a trace takes numbers, and \(shortened(name)) is \(value.description)")
  }
}

extension Warning {
  static func traceShape(_ name: String, _ now: Value, was: Shape?) -> String {
    "\(Fault.shortened(name)) is \(now.description) now, and was \(was.map { "a \($0) matrix" } ?? "a scalar") in the rows before"
  }
}
