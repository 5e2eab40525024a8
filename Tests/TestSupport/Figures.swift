import Foundation

/// Numbers from a JSON file that NumPy and other programs made. A number is a text that reads back to the same double.
public struct Figures: @unchecked Sendable {
  private let value: Any

  /// Reads the JSON file at a path.
  public init(_ path: String) throws {
    value = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private init(value: Any) {
    self.value = value
  }

  public subscript(_ key: String) -> Figures { Figures(value: (value as? [String: Any])?[key] ?? NSNull()) }

  public var list: [Figures] { ((value as? [Any]) ?? []).map { Figures(value: $0) } }
  public var text: String { value as? String ?? "" }
  public var whole: Int? { value as? Int }
  public var number: Double { Double(text) ?? .nan }
  public var numbers: [Double] { list.map(\.number) }
}

/// The largest |a - b| / max(|a|, |b|) of two lists. It is infinite where one has NaN or infinity and the other has not, or where the counts differ.
public func relativeDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  var largest = 0.0
  for (x, y) in zip(a, b) where x != y && !(x.isNaN && y.isNaN) {
    let difference = abs(x - y) / max(abs(x), abs(y))
    largest = difference.isNaN ? .infinity : max(largest, difference)
  }
  return largest
}

/// The distance of two numbers in units of the last place of `b`.
public func ulps(_ a: Double, _ b: Double) -> Double {
  if a == b || (a.isNaN && b.isNaN) { return 0 }
  return b.isFinite && a.isFinite ? abs(a - b) / b.ulp : .infinity
}
