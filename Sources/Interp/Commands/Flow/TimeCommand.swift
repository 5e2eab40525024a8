/// `time STATEMENT` and `time { … }` measure how long a statement takes.
struct TimeCommand: FlowWord {
  let name = "time"
  let usage = "time STATEMENT"
  let summary = "run a statement or a block and print how long it took"
  let otherWords = ["duration", "speed", "benchmark", "seconds", "clock"]
  let example = CommandExample("time n = 1", output: ["time: ... s"])
}
