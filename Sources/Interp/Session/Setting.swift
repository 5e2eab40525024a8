import Net

/// A setting that `set` changes: its name, its values and its meaning.
struct Setting: Sendable {
  let name: String
  /// The words that it takes. It is empty where the setting takes a number.
  let choices: [String]
  /// What a value must be, as an error says it.
  let wanted: String
  let summary: String
  /// The present value as text.
  let value: @Sendable (Settings) -> String
  /// Changes the setting. It returns false, and changes nothing, where the word is no value of the setting.
  let change: @Sendable (String, Session) -> Bool

  /// A setting that takes a number.
  private init(
    _ name: String, _ summary: String, wanted: String, value: @escaping @Sendable (Settings) -> String, change: @escaping @Sendable (String, Session) -> Bool
  ) {
    (self.name, self.summary, self.wanted, self.value, self.change) = (name, summary, wanted, value, change)
    choices = []
  }

  /// A setting that takes words. Where `on` is one of them, yes, true and 1 mean the same, and so on for `off`.
  private init<Flag>(_ name: String, _ summary: String, _ flag: WritableKeyPath<Settings, Flag> & Sendable, of values: [(word: String, value: Flag)])
  where Flag: Sendable & Equatable {
    (self.name, self.summary) = (name, summary)
    choices = values.map(\.word)
    wanted = choices.dropLast().joined(separator: ", ") + " or " + choices[choices.count - 1]
    value = { settings in values.first { $0.value == settings[keyPath: flag] }?.word ?? "" }
    change = { word, session in
      guard let value = values.first(where: { $0.word == Self.flag(word).map(Self.onOff) ?? word })?.value else { return false }
      session.state.settings[keyPath: flag] = value
      return true
    }
  }

  static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

  /// True for yes, true, on and 1, false for no, false, off and 0. Nil for other words. Upper and lower case are the same.
  static func flag(_ word: String) -> Bool? {
    switch word.lowercased() {
    case "yes", "true", "on", "1": true
    case "no", "false", "off", "0": false
    default: nil
    }
  }

  private static let mebibyte = Double(1 << 20)
  private static let mostMebibytes = Double(1 << 20)
  private static func mebibytes(_ bytes: Int) -> String { NumberFormat.shortest(Double(bytes) / mebibyte) }
  private static func onOff(_ flag: Bool) -> String { flag ? "on" : "off" }
  private static let onAndOff = [(word: "on", value: true), (word: "off", value: false)]

  /// In the order in which `set` lists them.
  static let all: [Setting] = [
    Setting("digits", "how many significant digits are printed, from 1 to 17", wanted: "a whole number from 1 to 17") {
      String($0.digits)
    } change: { word, session in
      guard let digits = Int(word), (1...17).contains(digits) else { return false }
      session.state.settings.digits = digits
      return true
    },
    Setting(
      "report", "whether init, forward, step and others print what they did; auto prints it at the prompt only", \.report,
      of: [("on", true), ("off", false), ("auto", nil)]),
    Setting("echo", "whether each statement of a script is printed before its output", \.echo, of: onAndOff),
    Setting("leaky_slope", "the slope of leaky_relu left of 0", wanted: "a finite number") {
      NumberFormat.shortest($0.leakySlope)
    } change: { word, session in
      guard let slope = Double(word), slope.isFinite else { return false }
      session.setLeakySlope(slope)
      return true
    },
    Setting("timeline.memory", "how many MiB the recorded steps may take; with 0 no steps are recorded", wanted: "a number of MiB from 0 to 1048576") {
      mebibytes($0.timelineMemory)
    } change: { word, session in
      guard let size = Double(word), (0...mostMebibytes).contains(size) else { return false }
      session.state.settings.timelineMemory = Int(size * mebibyte)
      session.steps.limitHasChanged(session)
      return true
    },
    Setting("data.memory", "how many MiB one file may take when it is read", wanted: "a number of MiB over 0, at most 1048576") {
      mebibytes($0.dataMemory)
    } change: { word, session in
      guard let size = Double(word), size > 0, size <= mostMebibytes else { return false }
      session.state.settings.dataMemory = Int(size * mebibyte)
      return true
    },
    Setting(
      "plots", "whether small curves stand beside numbers and display plot draws during train; auto does it on a terminal only", \.plots,
      of: [("on", true), ("off", false), ("auto", nil)]),
    Setting(
      "plot.pixels", "whether plot asks the terminal for sixel graphics and then draws in pixels; off draws in text", \.asksForPixels,
      of: [("auto", true), ("off", false)]),
    Setting("pager", "whether long help is shown page by page at the prompt", \.usesPager, of: onAndOff),
  ]
}

extension Session {
  /// Sets the slope of new and present leaky_relu layers. Quantities computed with another slope become stale.
  fileprivate func setLeakySlope(_ slope: Double) {
    state.settings.leakySlope = slope
    guard var network = state.network, network.layers.contains(where: { $0.activation.slopeLeft != nil }) else { return }
    willEdit()
    for index in network.layers.indices where network.layers[index].activation.slopeLeft != nil {
      network.layers[index].activation = network.layers[index].activation.withSlopeLeft(slope)
    }
    state.network = network
    state.ledger.didEditParameters()
  }
}
