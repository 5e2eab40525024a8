/// Numbers as tables and prints hold them: decimal digits, with a sign, a point and an exponent where there are any.
public enum DecimalNumber {
  /// The number that a text is; infinite where its digits are over the largest double, or where it is spelled `inf` or `infinity`; NaN for
  /// `nan`. nil where it is none: `0x10`, `1_000`, an empty text.
  public static func value(_ text: some StringProtocol) -> Double? {
    let body = text.utf8.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } == true ? text.utf8.dropFirst()[...] : text.utf8[...]
    // Swift reads 0x1p3 too.
    guard body.dropFirst().first.map({ $0 | 0x20 }) != UInt8(ascii: "x") else { return nil }
    return Double(String(text))
  }

  /// Whether a text spells infinity, in place of digits.
  static func isInfinity(_ text: some StringProtocol) -> Bool { value(text)?.isInfinite == true && !text.contains { $0.isNumber } }

  /// Half a unit of the last digit that a number was written with, never less than the smallest double; nil for a whole number without an
  /// exponent and for what is not finite, which say nothing of how exactly they are meant.
  public static func halfUnit(_ spelling: some StringProtocol) -> Double? {
    guard let number = value(spelling), number.isFinite else { return nil }
    let parts = spelling.lowercased().split(separator: "e")
    let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    guard decimals > 0 || parts.count > 1 else { return nil }
    // Beyond that every double is 0 or infinite.
    let exponent = parts.count > 1 ? max(-400, min(400, Int(parts[1]) ?? (parts[1].hasPrefix("-") ? -400 : 400))) : 0
    return max(0.5 * Arithmetic.power(10, Double(exponent - decimals)), Double.leastNonzeroMagnitude)
  }
}
