/// `continue` goes to the next turn of the loop.
struct ContinueCommand: FlowWord {
  let name = "continue"
  let usage = "continue"
  let summary = "go to the next turn of the loop"
  let otherWords = ["skip", "next"]
  let example = CommandExample("for i in 1:3 { if i == 2 { continue }; print i }", output: ["1", "3"])
}
