/// `repeat N { … }`
struct RepeatCommand: FlowWord {
  let name = "repeat"
  let usage = "repeat N { … }"
  let summary = "run the block N times"
  let example = CommandExample("n = 0", "repeat 3 { n += 2 }", "n", output: ["6"])
}
