/// The words of tables that mean something: a missing value, or true and false.
enum TableWords {
  private static let missing: Set<String> = ["", "NA", "N/A", "nan", "NaN", "NAN", "null", "NULL", "None", "?", "-"]

  /// Whether the cell stands for a missing value.
  static func isMissing(_ text: String) -> Bool { missing.contains(text) }

  /// True or false for a word that says so, in any case: true, false, yes, no. Nil for other words.
  static func truth(_ text: String) -> Bool? {
    guard text.utf8.count <= 5 else { return nil }
    switch text.lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default: return nil
    }
  }

  /// The number that a cell spells; nil where it spells none, also for infinity and NaN.
  static func number(_ text: String, decimalComma: Bool) -> Double? {
    var spelled = text
    if decimalComma {
      if text.contains(".") { return nil }
      spelled = text.replacing(",", with: ".", maxReplacements: 1)
    }
    guard let first = spelled.utf8.first(where: { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }), first < UInt8(ascii: "A") else { return nil }
    return DecimalNumber.value(spelled).flatMap { $0.isNaN ? nil : $0 }
  }
}
