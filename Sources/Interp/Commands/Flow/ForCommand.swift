/// `for i in 1:n { … }` runs a block for each number.
struct ForCommand: FlowWord {
  let name = "for"
  let usage = "for i in 1:n { … }"
  let summary = "run a block for each number of a range or column of a matrix"
  let details = [
    "for i in 1:n runs the block with i = 1, 2, … n. The end belongs to the range. 1:9:2 goes in steps of 2.",
    "for column in X runs the block for each column of X.",
  ]
  let otherWords = ["loop", "range", "each"]
  let example = CommandExample("for i in 1:3 { print i }", output: ["1", "2", "3"])
}
