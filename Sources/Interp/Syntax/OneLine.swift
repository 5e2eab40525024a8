/// A block of several lines as one line that parses to the same statements. A history keeps blocks in this form, without comments.
public struct OneLine {
  /// The one line. It is empty where the block contains no statement.
  public let text: String

  /// Joins the lines of `block`, which may contain errors.
  public init(_ block: String) {
    var writer = Writer(SourceText(name: "", text: block))
    text = writer.run()
  }

  /// A text in "double" quotes on one line, with escapes.
  static func quoted(_ text: String) -> String {
    let escaped = text.map { next in
      switch next {
      case "\\": "\\\\"
      case "\"": "\\\""
      case _ where next.isNewline: "\\n"
      default: String(next)
      }
    }
    return "\"" + escaped.joined() + "\""
  }

  private struct Writer {
    /// The meaning of a newline between brackets of one kind.
    enum Bracket {
      /// A blank. This holds in `( )` and in an index.
      case blank
      /// The end of a row. This holds in a matrix.
      case row
      /// The end of a statement. This holds in `{ }`.
      case block
    }

    private let source: SourceText
    private var lexer: Lexer
    private var result = ""
    private var open: [Bracket] = []
    private var last: Lexer.Skimmed?

    init(_ source: SourceText) {
      self.source = source
      lexer = Lexer(source)
    }

    mutating func run() -> String {
      var isNewLine = false
      while true {
        let start = lexer.position
        let piece = lexer.skim()
        let gap = source.text(SourceRange(start, piece.range.start))
        if piece.kind == .newline {
          isNewLine = true
          continue
        }
        if piece.kind == .end {
          // A `#` without a blank before it can belong to a path that needs quotes. Such a text is kept, so that it comes back as it was typed.
          return result + (isNewLine || !gap.hasPrefix("#") || last == nil ? "" : gap)
        }
        if last != nil {
          if isNewLine { result += separator(before: piece) } else { result += gap.allSatisfy(Alphabet.isBlank) ? gap : " " }
        }
        isNewLine = false
        count(piece, followsBlank: !gap.isEmpty)
        result += oneLine(piece)
        last = piece
      }
    }

    /// The text that replaces the newlines between the last piece and this one.
    private func separator(before piece: Lexer.Skimmed) -> String {
      switch open.last {
      case .blank: return " "
      case .row:
        if case .symbol(let symbol) = last?.kind, symbol != ")", symbol != "]", symbol != "}" { return " " }
        if case .name(let word) = last?.kind, ["and", "or", "not"].contains(word) { return " " }
        return piece.isSymbol("]") || piece.isSymbol(";") ? " " : "; "
      case .block, nil:
        let isEmpty = last?.isSymbol("{") == true || last?.isSymbol(";") == true || piece.isSymbol("}") || piece.isSymbol(";")
        return isEmpty || last?.isSymbol("}") == true && piece.kind == .name("else") ? " " : "; "
      }
    }

    /// Keeps the list of open brackets up to date after a piece.
    private mutating func count(_ piece: Lexer.Skimmed, followsBlank: Bool) {
      switch piece.kind {
      case .symbol("("): open.append(.blank)
      case .symbol("["): open.append(isIndex(followsBlank) ? .blank : .row)
      case .symbol("{"): open.append(.block)
      case .symbol(")"), .symbol("]"), .symbol("}"): _ = open.popLast()
      default: break
      }
    }

    /// Whether a `[` is an index of the piece directly before it.
    private func isIndex(_ followsBlank: Bool) -> Bool {
      guard let last, !followsBlank else { return false }
      switch last.kind {
      case .name, .number, .text, .argument, .power, .example, .transpose, .prime, .symbol(")"), .symbol("]"): return true
      default: return false
      }
    }

    /// The piece as it was typed. A text that spans lines becomes a text in "double" quotes with escapes.
    private func oneLine(_ piece: Lexer.Skimmed) -> String {
      let written = source.text(piece.range)
      guard case .text(let text) = piece.kind, written.contains(where: \.isNewline) else { return written }
      return OneLine.quoted(text)
    }
  }
}
