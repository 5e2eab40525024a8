/// A small curve within a line of text.
enum Sparkline {
  /// The values as signs of different heights; empty for less than two finite values. A value that is not finite is a blank.
  /// - Parameter isUnicode: whether the signs are blocks of eight heights. Otherwise they are ASCII, with four heights.
  static func text(_ values: [Double], isUnicode: Bool) -> String {
    let signs = Array(isUnicode ? "▁▂▃▄▅▆▇█" : "_.-^")
    guard values.count(where: \.isFinite) > 1, let interval = Interval(of: values) else { return "" }
    return String(
      values.map { value -> Character in
        guard value.isFinite else { return " " }
        // Equal values lie on the ground.
        return signs[interval.part(value, of: signs.count)]
      })
  }
}
