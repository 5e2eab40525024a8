/// `while C { … }` runs a block as long as the condition holds.
struct WhileCommand: FlowWord {
  let name = "while"
  let usage = "while C { … }"
  let summary = "run a block as long as a condition holds"
  let details = [
    "The condition is tested before each turn. break leaves the loop."
  ]
  let otherWords = ["loop"]
  let example = CommandExample("n = 1", "while n < 100 { n = n * 2 }", "n", output: ["128"])
}
