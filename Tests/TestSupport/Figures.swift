import Foundation

/// Numbers that programs of others made, from a JSON file beside the tests. Numbers are text that reads back exactly.
public struct Figures: @unchecked Sendable {
  private let value: Any

  /// `file` is relative to the folder of the calling test's target.
  public init(_ path: String) throws {
    value = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private init(value: Any) {
    self.value = value
  }

  public subscript(_ key: String) -> Figures { Figures(value: (value as? [String: Any])?[key] ?? NSNull()) }

  public var keys: [String] { ((value as? [String: Any]) ?? [:]).keys.sorted() }
  public var list: [Figures] { ((value as? [Any]) ?? []).map { Figures(value: $0) } }
  public var text: String { value as? String ?? "" }
  public var whole: Int? { value as? Int }
  public var number: Double { Double(text) ?? .nan }
  public var numbers: [Double] { list.map(\.number) }
}

/// The largest |a - b| / max(|a|, |b|) over two lists; infinite where NaN or infinity disagree or the counts differ.
public func relativeDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  var largest = 0.0
  for (x, y) in zip(a, b) where x != y && !(x.isNaN && y.isNaN) {
    let difference = abs(x - y) / max(abs(x), abs(y))
    largest = difference.isNaN ? .infinity : max(largest, difference)
  }
  return largest
}

/// The distance in units of the last place of `b`.
public func ulps(_ a: Double, _ b: Double) -> Double {
  if a == b || (a.isNaN && b.isNaN) { return 0 }
  return b.isFinite && a.isFinite ? abs(a - b) / b.ulp : .infinity
}
