import Glibc
import Interp

/// Facts about the terminal.
enum Terminal {
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The columns of the window; 80 where they are not known.
  static var width: Int { size(of: 1).columns }

  /// The rows of the window; 24 where the terminal does not say.
  static var height: Int { size(of: 1).rows }

  /// The columns at which errors are wrapped; nil where standard error is no terminal.
  static var errorWidth: Int? { isTerminal(2) ? size(of: 2).columns : nil }

  private static func size(of descriptor: Int32) -> (columns: Int, rows: Int) {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (80, 24) }
    return (size.ws_col > 0 ? Int(size.ws_col) : 80, size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// The pixels of a window that draws sixels; nil where the terminal does not answer that it does. It is asked once.
  static var sixels: (columns: Int, rows: Int)? {
    guard drawsSixels else { return nil }
    var size = winsize()
    guard unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_xpixel > 0, size.ws_ypixel > 0 else { return (800, 480) }
    return (Int(size.ws_xpixel), Int(size.ws_ypixel) * 3 / 4)
  }

  /// How long the terminal may take to answer, in tenths of a second.
  private static let patience: UInt8 = 3

  /// Whether the terminal says that it draws sixels: 4 is among the attributes that it answers to `ESC [ c`.
  private static let drawsSixels: Bool = {
    var before = termios()
    guard unsafe tcgetattr(0, &before) == 0 else { return false }
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    unsafe withUnsafeMutableBytes(of: &raw.c_cc) { bytes in
      unsafe bytes[Int(VMIN)] = 0
      unsafe bytes[Int(VTIME)] = patience
    }
    // What was typed before is no answer.
    guard unsafe tcsetattr(0, TCSAFLUSH, &raw) == 0 else { return false }
    defer { _ = unsafe tcsetattr(0, TCSANOW, &before) }
    Output.verbatim("\u{1B}[c")
    var answer: [UInt8] = []
    while answer.count < 64, answer.last != UInt8(ascii: "c") {
      var byte: UInt8 = 0
      guard unsafe read(0, &byte, 1) == 1 else { break }
      answer.append(byte)
    }
    let text = String(decoding: answer, as: UTF8.self)
    guard text.hasPrefix("\u{1B}[?"), text.hasSuffix("c") else { return false }
    return text.dropFirst(3).dropLast().split(separator: ";").contains("4")
  }()

  /// The value of an environment variable; nil where it is not set.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Fits results to the window. Without a window nothing changes.
  static func fit(_ options: inout Interpreter.Options) {
    guard isTerminal(1) else { return }
    options.width = width
  }

  /// The signs and colours of pictures.
  static func picture(_ color: Options.Color) -> PictureStyle {
    var style = PictureStyle()
    style.isUnicode = showsUnicode
    style.hasColour = usesColor(color, descriptor: 1)
    return style
  }

  /// Whether letters beyond ASCII are shown. The locale must have UTF-8. TERM=dumb and NO_UNICODE say no.
  private static var showsUnicode: Bool {
    if environment("NO_UNICODE")?.isEmpty == false || environment("TERM") == "dumb" { return false }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
    return locale.lowercased().replacing("-", with: "").hasSuffix("utf8")
  }

  /// Whether output gets colours. The option decides first, then NO_COLOR and TERM, then whether the descriptor is a terminal.
  static func usesColor(_ color: Options.Color, descriptor: Int32) -> Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto:
      if environment("NO_COLOR")?.isEmpty == false { return false }
      let term = environment("TERM") ?? ""
      return isTerminal(descriptor) && !term.isEmpty && term != "dumb"
    }
  }
}

/// Formats errors and warnings for a terminal: wraps sentences between words, and colours the words `error:`, `warning:` and `hint:`.
struct ErrorColors {
  let isOn: Bool

  /// Wraps messages and hints that are wider than the window. The source line and its marker stay as they are. Without a width above 20 nothing
  /// changes.
  ///
  /// A hint that is a statement can be pasted: `\` ends each of its lines that goes on, and each line of its comment begins with `#`. A hint with a line
  /// for another terminal or for Python is left to the terminal, which breaks it without a newline.
  static func broken(_ text: String, width: Int?) -> String {
    guard let width, width > 20 else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      let isHint = line.hasPrefix("  hint: ")
      guard line.count > width, isHint || line.contains(": error: ") || line.contains(": warning: "), isHint || !line.hasPrefix("  ") else {
        return String(line)
      }
      if isHint, ["in a terminal: ", "in Python: "].contains(where: line.contains) { return String(line) }
      let isStatement = isHint && isStatement(line.dropFirst(8))
      let indent = String(repeating: " ", count: isHint ? 8 : 2)
      var lines = [""]
      var isComment = false
      for (index, word) in words(of: line, keepingQuotes: isStatement).enumerated() {
        let last = lines[lines.count - 1]
        // Two columns are kept for ` \`.
        let room = isStatement && !isComment && word != "#" ? width - 2 : width
        // The word `hint:` and its two blanks never stand alone on a line.
        if index > (isHint ? 3 : 0), last.count + 1 + word.count > room {
          if isStatement, !isComment, word != "#" { lines[lines.count - 1] += " \\" }
          lines.append(indent + (isComment ? "# " : "") + word)
        } else {
          lines[lines.count - 1] = index == 0 ? String(word) : last + " " + word
        }
        isComment = isComment || isStatement && word == "#"
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// Whether a hint begins with a command or assigns to a name, so that it is a statement.
  private static func isStatement(_ hint: Substring) -> Bool {
    let words = hint.split(separator: " ", maxSplits: 2)
    guard words.count > 1 else { return false }
    return words[1] == "=" || commands.contains(String(words[0]))
  }

  private static let commands = Set(Vocabulary.commands.map(\.name))

  /// The words between blanks. A shape such as `(4, 2)` is one word, and with `keepingQuotes` a text in quotes is part of one.
  private static func words(of line: Substring, keepingQuotes: Bool) -> [String] {
    var words: [String] = []
    var isOpen = false
    for part in line.split(separator: " ", omittingEmptySubsequences: false) {
      let isInQuotes = isOpen
      if keepingQuotes { isOpen = isOpen != (part.count { $0 == "\"" } % 2 == 1) }
      if let last = words.last, isInQuotes || last.hasPrefix("(") && last.hasSuffix(",") && !last.contains(")") {
        words[words.count - 1] += " " + part
      } else {
        words.append(String(part))
      }
    }
    return words
  }

  /// The text with colours; unchanged where they are off.
  func paint(_ text: String) -> String {
    guard isOn else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      for (word, code) in [(": error: ", "1;31"), (": warning: ", "1;33")] {
        if let place = line.firstRange(of: word) {
          let mark = word.dropFirst(2).dropLast()
          return line[..<place.lowerBound] + ": \u{1B}[\(code)m\(mark)\u{1B}[0m " + line[place.upperBound...]
        }
      }
      if line.hasPrefix("  hint: ") { return "  \u{1B}[36mhint:\u{1B}[0m " + line.dropFirst(8) }
      return String(line)
    }.joined(separator: "\n")
  }
}
