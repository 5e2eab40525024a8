import Interp

/// Parts of the lessons, unchanged and with changes.
struct Lessons: Sendable {
  /// The statements of each lesson. A statement is a line, or several lines where a bracket is open.
  private let texts: [[String]]

  init(folder: String) {
    texts = Files.names(in: folder).filter { $0.hasSuffix(".nns") }.map { name in
      var (statements, part, brackets): ([String], [String], OpenBrackets) = ([], [], OpenBrackets())
      for line in String(decoding: Files.read(folder + "/" + name), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
        part.append(String(line))
        brackets.add(line + "\n")
        if brackets.isOpen { continue }
        let statement = part.joined(separator: "\n")
        if !statement.allSatisfy(\.isWhitespace), !statement.hasPrefix("#") { statements.append(statement) }
        (part, brackets) = ([], OpenBrackets())
      }
      return statements
    }.filter { !$0.isEmpty }
  }

  /// Some statements of a lesson in a row. Some of them are spoiled. Nil where there are no lessons.
  func part(_ random: inout Random) -> [Item]? {
    guard !texts.isEmpty else { return nil }
    let lesson = random.pick(texts)
    let start = random.percent(40) ? 0 : random.below(lesson.count)
    let statements = lesson[start..<min(lesson.count, start + random.within(2...10))]
    var items: [Item] = []
    for statement in statements where !statement.contains("while") && !statement.contains("quit") {
      let item = Item(text: Self.bounded(statement, &random), uses: ["form:lesson"], aim: "form:lesson")
      items.append(random.percent(25) ? Self.spoiled(item, &random) : item)
    }
    return items
  }

  /// The statement with small numbers in place of whole numbers of three and more digits, because lessons train for thousands of steps.
  static func bounded(_ text: String, _ random: inout Random) -> String {
    var (result, digits) = ("", "")
    var isWhole = true
    for character in text + "\n" {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      result += digits.count > 2 && isWhole ? String(random.within(2...40)) : digits
      digits = ""
      isWhole = character != "." && !character.isLetter && character != "_"
      result.append(character)
    }
    return String(result.dropLast())
  }

  /// The statement with one or two changes: words are removed, doubled, swapped or added, numbers or bytes change, or the end is cut off.
  /// Open brackets are closed, so that the next statements are still read as statements.
  static func spoiled(_ item: Item, _ random: inout Random) -> Item {
    var words = words(item.text)
    var bytes: [UInt8]?
    for _ in 0..<random.within(1...2) {
      guard !words.isEmpty else { break }
      let (place, other) = (random.below(words.count), random.below(words.count))
      switch random.below(9) {
      case 0: words.remove(at: place)
      case 1: words.insert(words[other], at: place)
      case 2: words.swapAt(place, other)
      case 3: words.insert(foreign(&random), at: place)
      case 4: words[place] = foreign(&random)
      case 5 where words[place].allSatisfy(\.isNumber): words[place] = random.pick(["0", "-1", "1e13", "0.5", "nan", "7"])
      case 6: words.removeSubrange(place...)
      case 7:
        var spoiled = Array(words.joined().utf8)
        guard !spoiled.isEmpty else { break }
        let place = random.below(spoiled.count)
        spoiled[place] = random.pick([0, 0xff, 0xc3, 0x80, 0x1b, 0x0d, 0x22, 0x27, 0x5c, UInt8(random.below(256))])
        bytes = spoiled
      default: words.insert(random.pick(["(", ")", "[", "]", "{", "}", "\"", "'", ",", ";", ":", "=", "@", ".", "\\", "\n"]), at: place)
      }
    }
    var text = bytes.map { String(decoding: $0, as: UTF8.self) } ?? words.joined()
    // Where the new text might run for ever, end the session or make much work, the statement stays unchanged.
    if text.contains("while") || text.contains("quit") || hasLargeCount(text) { return item }
    guard let closers = closing(text) else { return item }
    text += closers
    bytes = bytes.map { $0 + Array(closers.utf8) }
    return Item(text: text, uses: item.uses.union(["form:spoiled"]), aim: "form:spoiled", bytes: bytes)
  }

  /// The characters that close all brackets and texts that are open at the end. Nil where none of them help.
  static func closing(_ text: String) -> String? {
    func isOpen(_ text: String) -> Bool {
      var brackets = OpenBrackets()
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) { brackets.add(line + "\n") }
      return brackets.isOpen
    }
    guard isOpen(text) else { return "" }
    var stack: [Character] = []
    for next in text {
      if let closer: Character = ["(": ")", "[": "]", "{": "}"][next] { stack.append(closer) } else if next == stack.last { stack.removeLast() }
    }
    for closers in [String(stack.reversed()), "\"", "'", "\"" + String(stack.reversed()), "\n", "\n" + String(stack.reversed())] where !isOpen(text + closers) {
      return closers
    }
    return nil
  }

  /// Whether the text has a whole number of three or more digits, which may be a large count, or goes many times through the data.
  private static func hasLargeCount(_ text: String) -> Bool {
    words(text).contains { word in word.count >= 3 && word.allSatisfy { $0.isASCII && $0.isNumber } || word == "epochs" }
  }

  private static func foreign(_ random: inout Random) -> String {
    random.pick(
      Vocabulary.commands.map(\.name).filter { $0 != "while" && $0 != "quit" } + Vocabulary.functions.map(\.name) + Vocabulary.quantities(depth: 2)
        + [
          "and", "or", "not", "in", "else", "when", "=", "==", "+=", "**", "//", "&", "|", "~", "ᵀ", "²", "⁻¹", "⋅", "'", ".T", ".shape", "1:m", "\u{301}",
          "\u{200b}", "𝛼",
        ])
  }

  /// The text in pieces: words, numbers, runs of blanks, and all other characters one by one.
  static func words(_ text: String) -> [String] {
    var words: [String] = []
    func kind(_ character: Character) -> Int {
      character.isNumber && character.isASCII ? 1 : character.isLetter || character == "_" ? 2 : character == " " ? 3 : 0
    }
    for character in text {
      if let last = words.last?.last, kind(last) == kind(character), kind(character) != 0 {
        words[words.count - 1].append(character)
      } else {
        words.append(String(character))
      }
    }
    return words
  }
}
