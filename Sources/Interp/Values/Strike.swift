/// Text with a stroke through it, as a dimension that falls away in a product is written.
enum Strike {
  /// Combining long stroke overlay: it stands behind each character that it strikes.
  static let stroke: Unicode.Scalar = "\u{336}"

  static func out(_ text: String) -> String {
    var struck = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      struck.append(scalar)
      struck.append(stroke)
    }
    return String(struck)
  }
}
