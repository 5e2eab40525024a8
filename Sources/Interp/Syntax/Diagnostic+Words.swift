/// The faults for commands, options and scripts while they are read.
extension Fault {
  static func valueNeedsBrackets(_ range: SourceRange) -> Fault {
    Fault(.syntax, "a value with blanks in it needs brackets before the name of the file", hint: "export (W1 @ X + b1) z.csv", range)
  }

  /// - Parameter next: what stands behind the name, or nil.
  static func unknownCommand(_ name: String, _ known: [String], _ range: SourceRange, before next: Token? = nil) -> Fault {
    Fault(
      .unknownName, "unknown command '\(shortened(name))'",
      hint: name.hasPrefix("lesson") ? lesson(next) : Suggestions.hint(name, among: known) ?? "type help for the commands", range)
  }

  /// How to run the lesson with this number, or any lesson.
  private static func lesson(_ number: Token?) -> String {
    let files = "lessons are files in the folder scripts"
    if case .number(let value)? = number?.kind, let whole = Int(exactly: value), let statement = Lessons.statement(whole) {
      return "\(files); this one runs by: \(statement)"
    }
    return "\(files); source runs one, as in: \(Lessons.statement(1)!)"
  }

  static func ambiguousCommand(_ word: String, _ matches: [String], _ range: SourceRange) -> Fault {
    Fault(.unknownName, "'\(word)' may be \(matches.joined(separator: ", "))", hint: "type one more letter", range)
  }

  static func unknownAttribute(_ name: String, _ range: SourceRange) -> Fault {
    Fault(
      .unknownName, "unknown attribute '.\(shortened(name))'",
      hint: "the attributes are .T, .shape and .size; a function may follow a value, as in A.sum(axis=1)", range)
  }

  /// The fault for an option that the command does not have. Without a similar name, the hint lists the options in `known`, or the usage where the command
  /// has none.
  /// - Parameter instead: a statement that does what the option does in another tool.
  static func unknownOption(
    _ name: String, of command: String, _ usage: String?, _ known: [String], instead: String? = nil, _ range: SourceRange
  ) -> Fault {
    let list =
      known.isEmpty
      ? "\(command) has no options: \(usageHint(usage) ?? "")" : "the options of \(command) are " + known.map { $0 + "=" }.joined(separator: " ")
    return Fault(.usage, "\(command) has no option '\(shortened(name))='", hint: instead ?? Suggestions.hint(name, among: known) ?? list, range)
  }

  static func usageHint(_ usage: String?) -> String? { usage.map { "usage: \($0)" } }

  static func repeatedOption(_ name: String, _ range: SourceRange) -> Fault {
    Fault(.usage, "the option \(name)= is given twice", range)
  }

  static func tooManyArguments(_ command: String, _ usage: String?, found token: Token, isAfterOptions: Bool = false) -> Fault {
    if isAfterOptions {
      let hint = "options with = come last" + (usageHint(usage).map { "; " + $0 } ?? "")
      return Fault(.usage, "\(command): \(describe(token)) comes after an option", hint: hint, token.range)
    }
    return Fault(
      .usage, "\(command): \(describe(token)) is not expected here",
      hint: token.isSymbol("(")
        ? "a command takes no brackets: \(command)" : token.isSymbol("=") ? equality + (usageHint(usage).map { "; " + $0 } ?? "") : usageHint(usage),
      token.range)
  }

  static func missingComma(_ command: String, _ usage: String?, found token: Token) -> Fault {
    Fault(.usage, "\(command): a comma is missing before \(describe(token))", hint: usageHint(usage), token.range)
  }

  static func tooFewArguments(_ command: String, _ usage: String?, _ range: SourceRange) -> Fault {
    Fault(.usage, "\(command) needs more arguments", hint: usageHint(usage), range)
  }

  /// The fault for a statement that Ctrl-C stopped.
  public static func interrupted() -> Fault {
    Fault(.interrupted, "interrupted")
  }

  static func seedMissing() -> Fault {
    Fault(.usage, "random.seed needs a number, because a seed that the system draws cannot be repeated", hint: "random.seed(1)")
  }

  static func seedArguments(_ count: Int) -> Fault {
    Fault(.usage, "random.seed takes one number, not \(count) arguments", hint: "random.seed(1)")
  }

  static func seedKeyword(_ keyword: String) -> Fault {
    Fault(.usage, "random.seed has no parameter '\(shortened(keyword))'", hint: "random.seed(1)")
  }

  static func shuffleOfNoName(_ range: SourceRange) -> Fault {
    Fault(
      .usage, "random.shuffle changes an array in place, so it takes a variable, X, Y, a parameter or a part of one",
      hint: "permutation(v) gives a shuffled copy",
      range)
  }

  static func outsideLoop(_ word: String) -> Fault {
    Fault(.syntax, "'\(word)' works only in a loop")
  }

  static func breakWithoutCondition(_ range: SourceRange) -> Fault {
    Fault(.usage, "break when needs a condition", hint: "as in: break when J < 0.3", range)
  }

  static func missingValue(_ name: String, _ range: SourceRange) -> Fault {
    let name = shortened(name)
    return Fault(.syntax, "a value of \(name) is missing", hint: "write the values with commas between them, as in \(name)=0.1,1", range)
  }

  /// - Parameter word: The value as it was typed, or nil where only a part of it is known.
  static func valueNeedsBrackets(_ name: String, _ word: String?, _ range: SourceRange) -> Fault {
    let isWhole = word.map { word in !word.contains { "()[]\"'".contains($0) } } ?? false
    return Fault(
      .syntax, "a value is a number, a word, a text in quotes or an expression in brackets",
      hint: "write the expression in brackets, as in \(shortened(name))=(\(isWhole ? shortened(word ?? "") : "1/3"))", range)
  }

  static func givenByOneEquals(_ range: SourceRange) -> Fault {
    Fault(.syntax, "one '=' must stand between a quantity and its value", hint: "as in: dW1 = E", range)
  }

  static func notText(_ byte: UInt8, _ range: SourceRange) -> Fault {
    let what = byte == 0 ? "a NUL byte" : "byte 0x\(String(byte, radix: 16, uppercase: true)), which is not UTF-8"
    return Fault(.format, "the script contains \(what)", hint: "a script is text in UTF-8", range)
  }
}
