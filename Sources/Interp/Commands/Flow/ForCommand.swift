/// `for i in 1:n { … }`
struct ForCommand: FlowWord {
  let name = "for"
  let usage = "for i in 1:n { … }"
  let summary = "run the block for 1 … n, the end included (1:9:2 in steps of 2), or for each column of a matrix"
  let example = CommandExample("for i in 1:3 { print i }", output: ["1", "2", "3"])
}
