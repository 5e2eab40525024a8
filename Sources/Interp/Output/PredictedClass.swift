/// What a network says of the class of one example.
enum PredictedClass: Equatable, Sendable {
  /// The example has no output.
  case none
  /// The class by its name, or by its number.
  case label(String)
  /// The decision of each of several sigmoid units, 0 or 1.
  case units([Int])

  var text: String {
    switch self {
    case .none: "-"
    case .label(let label): label
    case .units(let units): units.map(String.init).joined()
    }
  }

  var json: JSONValue {
    switch self {
    case .none: .null
    case .label(let label): Double(label).map { .number($0) } ?? .string(label)
    case .units(let units): .array(units.map { .integer($0) })
    }
  }
}
