/// `repeat N { … }` runs a block N times.
struct RepeatCommand: FlowWord {
  let name = "repeat"
  let usage = "repeat N { … }"
  let summary = "run a block N times"
  let otherWords = ["loop", "times"]
  let example = CommandExample("n = 0", "repeat 3 { n += 2 }", "n", output: ["6"])
}
