/// The character classes of the language: blanks, digits and the characters of names.
enum Alphabet {
  /// Whether the character is a space, a tab or a no-break space. A newline is no blank.
  static func isBlank(_ character: Character) -> Bool {
    character == " " || character == "\t" || character == "\u{A0}"
  }

  /// Whether the character is one of the ASCII digits 0 to 9.
  static func isDigit(_ character: Character) -> Bool {
    character >= "0" && character <= "9"
  }

  /// Whether a name can begin with the character: a letter or `_`. Superscripts and subscripts do not count as letters, because they have meanings.
  static func isNameStart(_ character: Character) -> Bool {
    if character == "_" { return true }
    if character.isASCII { return character.isLetter }
    return character.isLetter && !isRaisedOrLowered(character)
  }

  /// Whether the character can follow in a name: a letter, `_` or a digit.
  static func isNamePart(_ character: Character) -> Bool {
    isNameStart(character) || isDigit(character)
  }

  /// Whether the character is a superscript, a subscript or a modifier letter of Unicode.
  static func isRaisedOrLowered(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return (0x2070...0x209F).contains(scalar) || (0x1D2C...0x1D6A).contains(scalar) || (0x1D9B...0x1DBF).contains(scalar)
      || (0x02B0...0x02FF).contains(scalar)
      || scalar == 0xB2 || scalar == 0xB3 || scalar == 0xB9
  }

  /// The plain character for each superscript that a power or an example label can contain.
  static let superscripts: [Character: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
    "⁻": "-", "⁺": "+", "⁽": "(", "⁾": ")", "ⁱ": "i", "ʲ": "j", "ᵐ": "m", "ⁿ": "n", "ᶻ": "z",
  ]
}
