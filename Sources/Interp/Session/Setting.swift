import Net

/// A setting that `set` changes: its name, its values and its meaning.
struct Setting: Sendable {
  let name: String
  /// The words that it takes. It is empty where the setting takes a number.
  let choices: [String]
  let summary: String
  /// The present value as text.
  let value: @Sendable (Settings) -> String

  init(_ name: String, _ summary: String, _ choices: [String] = [], value: @escaping @Sendable (Settings) -> String) {
    (self.name, self.choices, self.summary, self.value) = (name, choices, summary, value)
  }

  static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

  private static func mebibytes(_ bytes: Int) -> String { NumberFormat.shortest(Double(bytes) / Double(1 << 20)) }
  private static func onOff(_ flag: Bool) -> String { flag ? "on" : "off" }

  /// In the order in which `set` lists them.
  static let all: [Setting] = [
    Setting("digits", "how many significant digits are printed, from 1 to 17") { String($0.digits) },
    Setting("report", "whether init, forward, step and others print what they did; auto prints it at the prompt only", ["on", "off", "auto"]) {
      $0.report.map(onOff) ?? "auto"
    },
    Setting("echo", "whether each statement of a script is printed before its output", ["on", "off"]) { onOff($0.echo) },
    Setting("leaky_slope", "the slope of leaky_relu left of 0") { NumberFormat.shortest($0.leakySlope) },
    Setting("timeline.memory", "how many MiB the recorded steps may take; with 0 no steps are recorded") { mebibytes($0.timelineMemory) },
    Setting("data.memory", "how many MiB one file may take when it is read") { mebibytes($0.dataMemory) },
    Setting("pager", "whether long help is shown page by page at the prompt", ["on", "off"]) { onOff($0.usesPager) },
  ]
}
