/// Numbers as tables and printed arrays hold them: decimal digits, optionally with a sign, a point and an exponent.
public enum DecimalNumber {
  /// The number that a text spells; nil where it spells none, for example `0x10`, `1_000` or an empty text.
  ///
  /// The result is infinite for `inf`, for `infinity` and for digits above the largest double. It is NaN for `nan`.
  public static func value(_ text: some StringProtocol) -> Double? {
    let body = text.utf8.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } == true ? text.utf8.dropFirst()[...] : text.utf8[...]
    // Swift also reads hexadecimal numbers such as 0x1p3.
    guard body.dropFirst().first.map({ $0 | 0x20 }) != UInt8(ascii: "x") else { return nil }
    return Double(String(text))
  }

  /// Whether a text spells infinity as a word, not as digits that are too large.
  static func isInfinity(_ text: some StringProtocol) -> Bool { value(text)?.isInfinite == true && !text.contains { $0.isNumber } }

  /// Half a unit of the last digit in the spelling of a number, at least the smallest double.
  ///
  /// The result is nil for a whole number without an exponent and for NaN or infinity. Their spelling does not show their precision.
  public static func halfUnit(_ spelling: some StringProtocol) -> Double? {
    guard let number = value(spelling), number.isFinite else { return nil }
    let parts = spelling.lowercased().split(separator: "e")
    let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    guard decimals > 0 || parts.count > 1 else { return nil }
    // Outside this range, every double is 0 or infinite.
    let exponent = parts.count > 1 ? max(-400, min(400, Int(parts[1]) ?? (parts[1].hasPrefix("-") ? -400 : 400))) : 0
    return max(0.5 * Arithmetic.power(10, Double(exponent - decimals)), Double.leastNonzeroMagnitude)
  }
}
