/// The faults for commands, options and scripts while they are read.
extension Fault {
  static func unknownCommand(_ name: String, _ known: [String], _ range: SourceRange) -> Fault {
    Fault(.unknownName, "unknown command '\(shortened(name))'", hint: Suggestions.hint(name, among: known) ?? "help lists the commands", range)
  }

  static func ambiguousCommand(_ word: String, _ matches: [String], _ range: SourceRange) -> Fault {
    Fault(.unknownName, "'\(word)' may be \(matches.joined(separator: ", "))", hint: "type a letter more", range)
  }

  static func unknownAttribute(_ name: String, _ range: SourceRange) -> Fault {
    Fault(
      .unknownName, "unknown attribute '.\(shortened(name))'", hint: "there are .T, .shape and .size; a function may follow a value as in A.sum(axis=1)", range)
  }

  /// The fault for an option that the command does not have. Without a similar name, the hint lists the options in `known`, or the usage where the command
  /// has none.
  static func unknownOption(_ name: String, of command: String, _ usage: String?, _ known: [String], _ range: SourceRange) -> Fault {
    let list =
      known.isEmpty
      ? "\(command) has no options: \(usageHint(usage) ?? "")" : "options of \(command): " + known.map { $0 + "=" }.joined(separator: " ")
    return Fault(.usage, "\(command) has no option '\(shortened(name))='", hint: Suggestions.hint(name, among: known) ?? list, range)
  }

  static func usageHint(_ usage: String?) -> String? { usage.map { "usage: \($0)" } }

  static func repeatedOption(_ name: String, _ range: SourceRange) -> Fault {
    Fault(.usage, "the option \(name)= is given twice", range)
  }

  static func tooManyArguments(_ command: String, _ usage: String?, found token: Token) -> Fault {
    Fault(
      .usage, "\(command): \(describe(token)) is too much or in a wrong place",
      hint: token.isSymbol("(") ? "a command takes no brackets: \(command)" : usageHint(usage), token.range)
  }

  static func missingComma(_ command: String, _ usage: String?, found token: Token) -> Fault {
    Fault(.usage, "\(command): a comma is missing before \(describe(token))", hint: usageHint(usage), token.range)
  }

  static func tooFewArguments(_ command: String, _ usage: String?, _ range: SourceRange) -> Fault {
    Fault(.usage, "\(command) needs more than that", hint: usageHint(usage), range)
  }

  /// The fault for a statement that Ctrl-C stopped.
  static func interrupted() -> Fault {
    Fault(.interrupted, "interrupted")
  }

  static func seedMissing() -> Fault {
    Fault(.usage, "a seed must be given: what the system draws cannot be replayed", hint: "random.seed(1)")
  }

  static func seedArguments(_ count: Int) -> Fault {
    Fault(.usage, "random.seed takes one number, not \(count) arguments", hint: "random.seed(1)")
  }

  static func seedKeyword(_ keyword: String) -> Fault {
    Fault(.usage, "random.seed has no parameter '\(shortened(keyword))'", hint: "random.seed(1)")
  }

  static func shuffleOfNoName(_ range: SourceRange) -> Fault {
    Fault(
      .usage, "random.shuffle changes an array in place: it takes a variable, X, Y, a parameter or a part of one", hint: "permutation(v) gives a shuffled copy",
      range)
  }

  static func outsideLoop(_ word: String) -> Fault {
    Fault(.syntax, "'\(word)' outside a loop")
  }

  static func breakWithoutCondition(_ range: SourceRange) -> Fault {
    Fault(.usage, "break when needs a condition", hint: "as in: break when J < 0.3", range)
  }

  static func givenByOneEquals(_ range: SourceRange) -> Fault {
    Fault(.syntax, "what a quantity is said to be stands behind one '='", hint: "as in: dW1 = E", range)
  }

  static func notText(_ byte: UInt8, _ range: SourceRange) -> Fault {
    let what = byte == 0 ? "a NUL byte" : "byte 0x\(String(byte, radix: 16, uppercase: true)), which is not UTF-8"
    return Fault(.format, "\(what) in the script", hint: "a script is text in UTF-8", range)
  }
}
