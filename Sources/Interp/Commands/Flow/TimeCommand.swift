/// `time STATEMENT`
struct TimeCommand: FlowWord {
  let name = "time"
  let usage = "time STATEMENT"
  let summary = "run the statement and say how long it took"
  let example = CommandExample("time n = 1", output: ["time: ... s"])
}
