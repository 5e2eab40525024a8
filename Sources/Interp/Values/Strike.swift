/// Struck-out text. A product's equation shows the dimension that falls away in this form.
enum Strike {
  /// The combining long stroke overlay. It follows each character that it strikes out.
  static let stroke: Unicode.Scalar = "\u{336}"

  /// The text with a stroke behind each of its scalars.
  static func out(_ text: String) -> String {
    var struck = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      struck.append(scalar)
      struck.append(stroke)
    }
    return String(struck)
  }
}
