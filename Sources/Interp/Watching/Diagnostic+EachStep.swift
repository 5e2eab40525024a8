/// Error sentences of commands such as `freeze` that affect each step.
extension Fault {
  static func freezesParameters(_ typed: String, _ quantity: Quantity?) -> Fault {
    let name = shortened(typed)
    let hint = "W and b can be frozen, whole or a part: freeze W1[2,:]"
    switch quantity?.source {
    case .data: return Fault(.value, "\(name) is data: no step changes it", hint: hint)
    case .forward, .backward: return Fault(.value, "\(name) is computed in every pass and cannot be frozen", hint: hint)
    case .setting: return Fault(.value, "\(name) is no parameter: no step changes it", hint: hint)
    case .parameters, nil: return Fault(.value, "\(name) is no parameter of the network", hint: hint)
    }
  }
}
