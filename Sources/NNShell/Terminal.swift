import Glibc

/// What is known of the terminal.
enum Terminal {
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Columns of the window; 80 where it does not say.
  static var width: Int {
    var size = winsize()
    guard unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Colour: the option first, then NO_COLOR and TERM, then whether there is a terminal.
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

/// The words `error:`, `warning:` and `hint:` in colour.
struct ErrorColors {
  let isOn: Bool

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
