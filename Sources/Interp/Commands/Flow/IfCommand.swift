/// `if C { … } else { … }` runs one of its blocks.
struct IfCommand: FlowWord {
  let name = "if"
  let usage = "if C { … } else if C { … } else { … }"
  let summary = "run a block only where a condition holds"
  let details = [
    "else if tests another condition. else runs where none of them holds."
  ]
  let cautions = [
    "A number is no condition. Write J > 0, not J."
  ]
  let otherWords = ["else", "elif", "condition", "conditional"]
  let example = CommandExample("if m > 100 { print \"many\" } else { print \"few\" }", output: ["many"])
}
