@testable import Interp

/// A text and the places that ⟦ and ⟧ mark in it. The marks are no part of the text.
struct MarkedText {
  let text: String
  let ranges: [SourceRange]

  init(_ marked: String) {
    var letters = ""
    var (place, start) = (0, 0)
    var ranges: [SourceRange] = []
    for letter in SourceText(name: "", text: marked).characters {
      switch letter {
      case "⟦": start = place
      case "⟧": ranges.append(SourceRange(start, place))
      default:
        letters.append(letter)
        place += 1
      }
    }
    (text, self.ranges) = (letters, ranges)
  }

  /// The text with marks round these places.
  static func marking(_ ranges: [SourceRange], in source: SourceText) -> String {
    var result = ""
    for place in 0...source.characters.count {
      for range in ranges where range.start == place { result += range.end == place ? "⟦⟧" : "⟦" }
      if place < source.characters.count { result.append(source.characters[place]) }
      for range in ranges where range.end == place + 1 && range.start < range.end { result += "⟧" }
    }
    return result
  }
}
