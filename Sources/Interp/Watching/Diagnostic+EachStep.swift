/// Error sentences of commands such as `freeze` that affect each step.
extension Fault {
  static func freezesParameters(_ typed: String, _ quantity: Quantity?) -> Fault {
    let name = shortened(typed)
    let hint = "freeze W or b, whole or in part: freeze W1[2,:]"
    switch quantity?.source {
    case .data: return Fault(.value, "\(name) is data, which no step changes", hint: hint)
    case .forward, .backward: return Fault(.value, "\(name) is computed in every pass and cannot be frozen", hint: hint)
    case .setting: return Fault(.value, "\(name) is not a parameter, and no step changes it", hint: hint)
    case .averages: return Fault(.value, "\(name) is an average, which stays where its parameter is frozen", hint: hint)
    case .parameters, nil: return Fault(.value, "\(name) is not a parameter of the network", hint: hint)
    }
  }
}
