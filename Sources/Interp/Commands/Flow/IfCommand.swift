/// `if C { … } else { … }`
struct IfCommand: FlowWord {
  let name = "if"
  let usage = "if C { … } else if C { … } else { … }"
  let summary = "run one of the blocks"
  let example = CommandExample("if m > 100 { print \"many\" } else { print \"few\" }", output: ["many"])
}
