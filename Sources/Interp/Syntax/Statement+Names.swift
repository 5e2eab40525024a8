extension StatementKind {
  /// The word of a `break` or `continue` statement. Empty for all other statements.
  var word: String {
    switch self {
    case .leave: "break"
    case .proceed: "continue"
    default: ""
    }
  }
}

extension Statement {
  /// The name that `--json` gives the statement. Nil for a block.
  var commandName: String? {
    switch kind {
    case .command(let call): call.name
    case .expression: "expression"
    case .equation, .augmented, .unpacking, .shuffle: "assignment"
    case .importLine: "import"
    case .conditional: "if"
    case .whileLoop: "while"
    case .forLoop: "for"
    case .repeatLoop: "repeat"
    case .time: "time"
    case .block: nil
    case .leave: "break"
    case .proceed: "continue"
    }
  }
}
