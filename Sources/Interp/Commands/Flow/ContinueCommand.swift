/// `continue`
struct ContinueCommand: FlowWord {
  let name = "continue"
  let usage = "continue"
  let summary = "go on with the loop's next turn"
  let example = CommandExample("for i in 1:3 { if i == 2 { continue }; print i }", output: ["1", "3"])
}
