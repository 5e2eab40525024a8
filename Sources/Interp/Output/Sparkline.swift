/// A small curve within a line of text.
enum Sparkline {
  /// The values as signs of different heights; empty for less than two finite values. A value that is not finite is a blank.
  /// - Parameter isUnicode: whether the signs are blocks of eight heights. Otherwise they are ASCII, with four heights.
  static func text(_ values: [Double], isUnicode: Bool) -> String {
    let signs = Array(isUnicode ? "▁▂▃▄▅▆▇█" : "_.-^")
    let finite = values.filter(\.isFinite)
    guard finite.count > 1, let low = finite.min(), let high = finite.max() else { return "" }
    return String(
      values.map { value -> Character in
        guard value.isFinite else { return " " }
        // Half of the width cannot be too large for a number. Equal values lie on the ground.
        let share = high == low ? 0 : (value / 2 - low / 2) / (high / 2 - low / 2)
        return signs[min(Int(share * Double(signs.count)), signs.count - 1)]
      })
  }
}
