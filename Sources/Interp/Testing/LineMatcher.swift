import Net

/// Tests whether a printed line matches a `#>` line.
///
/// `...` matches anything. A number matches where the printed number rounds to its digits. Several blanks match one blank, because fewer digits move
/// the columns of a table. The strokes through dimensions need not be typed.
struct LineMatcher {
  private enum Piece: Equatable {
    /// A word, a sign, or one blank for several.
    case text(Substring)
    case number(Substring)
    /// The beginning of a word or number that `...` continues, as in `0.69...`.
    case beginning(Substring)
    case anything
  }

  private let wanted: [Piece]
  /// The stated line as characters, because `0.69...` may cut a number in two.
  private let characters: [Character]

  init(_ expected: String) {
    let plain = Self.plain(expected)
    wanted = Self.pieces(plain, readsDots: true)
    characters = Array(plain)
  }

  /// Whether a printed line matches.
  func matches(_ printed: String) -> Bool {
    let plain = Self.plain(printed)
    return matches(Self.pieces(plain, readsDots: false)) || matchesLetters(Array(plain))
  }

  /// The line without blanks at its ends and without strokes.
  private static func plain(_ line: String) -> String {
    var scalars = line.unicodeScalars
    scalars.removeAll { $0 == Strike.stroke }
    return String(String(scalars).drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private static func pieces(_ line: String, readsDots: Bool) -> [Piece] {
    var pieces: [Piece] = []
    var rest = line[...]
    while let first = rest.first {
      if readsDots, rest.hasPrefix("...") {
        pieces.append(.anything)
        rest = rest.dropFirst(3)
        continue
      }
      let piece: Substring
      if first == " " {
        piece = rest.prefix { $0 == " " }
        pieces.append(.text(" "))
      } else if let number = rest.prefixMatch(of: /[-+]?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?/)?.0 {
        piece = number
        pieces.append(.number(number))
      } else {
        // The digits of a name belong to the name: W1 does not hold the number 1.
        let word = rest.prefix { Alphabet.isNamePart($0) }
        piece = word.isEmpty ? rest.prefix(1) : word
        pieces.append(.text(piece))
      }
      rest = rest[piece.endIndex...]
      if readsDots, rest.hasPrefix("..."), first != " " { pieces[pieces.count - 1] = .beginning(piece) }
    }
    return pieces
  }

  private func matches(_ printed: [Piece]) -> Bool { Wildcard.matches(wanted, printed, isAnything: { $0 == .anything }, equal: Self.agree) }

  private func matchesLetters(_ printed: [Character]) -> Bool {
    var pattern: [Character?] = []
    var place = 0
    while place < characters.count {
      if place + 3 <= characters.count, characters[place..<place + 3] == [".", ".", "."] {
        pattern.append(nil)
        place += 3
      } else {
        pattern.append(characters[place])
        place += 1
      }
    }
    return Wildcard.matches(pattern, printed.map { Optional($0) }, isAnything: { $0 == nil }, equal: { $0 == $1 })
  }

  private static func agree(_ wanted: Piece, _ printed: Piece) -> Bool {
    if case .beginning(let start) = wanted {
      switch printed {
      case .text(let found): return found.hasPrefix(start)
      case .number(let found): return found.hasPrefix(start) || rounds(found, to: start)
      default: return false
      }
    }
    guard case .number(let given) = wanted, case .number(let found) = printed else { return wanted == printed }
    return given == found || rounds(found, to: given)
  }

  /// Whether the printed number rounds to the given number at the last decimal place of the given one.
  static func rounds(_ printed: Substring, to given: Substring) -> Bool {
    guard let value = Double(printed), let wanted = Double(given), value.isFinite, wanted.isFinite else { return false }
    let half = DecimalNumber.halfUnit(given) ?? 0.5
    // The printed number is rounded too, so a small excess over half a unit is allowed.
    return abs(value - wanted) <= half * (1 + 1e-6)
  }
}

/// Matches patterns in which some items match any number of items.
enum Wildcard {
  /// Whether the pattern matches all items. Where an item does not match, the last wildcard takes one more item.
  static func matches<Item, Pattern>(
    _ pattern: [Pattern], _ items: [Item], isAnything: (Pattern) -> Bool, equal: (Pattern, Item) -> Bool
  ) -> Bool {
    var (p, i) = (0, 0)
    var retry: (pattern: Int, item: Int)?
    while i < items.count {
      if p < pattern.count, isAnything(pattern[p]) {
        retry = (p, i)
        p += 1
      } else if p < pattern.count, equal(pattern[p], items[i]) {
        p += 1
        i += 1
      } else if let last = retry {
        retry = (last.pattern, last.item + 1)
        p = last.pattern + 1
        i = last.item + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy(isAnything)
  }
}
