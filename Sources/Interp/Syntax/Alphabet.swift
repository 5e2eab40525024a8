/// Which characters make names, powers and blanks.
enum Alphabet {
  static func isBlank(_ character: Character) -> Bool {
    character == " " || character == "\t" || character == "\u{A0}"
  }

  static func isDigit(_ character: Character) -> Bool {
    character >= "0" && character <= "9"
  }

  /// A letter that can begin a name: no superscript or subscript, which have meanings of their own.
  static func isNameStart(_ character: Character) -> Bool {
    if character == "_" { return true }
    if character.isASCII { return character.isLetter }
    return character.isLetter && !isRaisedOrLowered(character)
  }

  static func isNamePart(_ character: Character) -> Bool {
    isNameStart(character) || isDigit(character)
  }

  static func isRaisedOrLowered(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return (0x2070...0x209F).contains(scalar) || (0x1D2C...0x1D6A).contains(scalar) || (0x1D9B...0x1DBF).contains(scalar)
      || (0x02B0...0x02FF).contains(scalar)
      || scalar == 0xB2 || scalar == 0xB3 || scalar == 0xB9
  }

  /// The plain character that a superscript stands for, of those that a power or an example may hold.
  static let superscripts: [Character: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
    "⁻": "-", "⁺": "+", "⁽": "(", "⁾": ")", "ⁱ": "i", "ʲ": "j", "ᵐ": "m", "ⁿ": "n", "ᶻ": "z",
  ]
}
