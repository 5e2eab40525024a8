/// `while C { … }`
struct WhileCommand: FlowWord {
  let name = "while"
  let usage = "while C { … }"
  let summary = "run the block as long as the condition holds"
  let example = CommandExample("n = 1", "while n < 100 { n = n * 2 }", "n", output: ["128"])
}
