/// `time STATEMENT`, `time { … }`
struct TimeCommand: FlowWord {
  let name = "time"
  let usage = "time STATEMENT"
  let summary = "run the statement, or a block { … }, and say how long it took"
  let example = CommandExample("time n = 1", output: ["time: ... s"])
}
