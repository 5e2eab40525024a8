import Net

/// The value of a display after a step.
struct DisplayEvent: Event {
  let command = "display"
  let isImmediate = true
  let step: Int
  let shown: ValueEvent
  /// Whether the line above already shows J for this step.
  var isBesideCost = false

  /// The lines of the value. There is no line for J where the line above already shows it.
  func text(_ style: TextStyle) -> [String] { isBesideCost && shown.name == "J" ? [] : shown.text(style).prefixed("step \(step): ") }

  func fields() -> [JSONField]? {
    [JSONField("t", .integer(step)), JSONField("name", .string(shown.name)), JSONField("value", JSONValue(shown.value))]
  }
}

/// The output of `display`, `watch` and `break when`: the number of the new entry, and the present value where there is one.
struct ObservedEvent: Event {
  let command: String
  let isReport = true
  /// How the entry is named, such as `display 1`.
  let heading: String
  let name: String
  /// The present value; nil where it cannot be computed yet, and for breakpoints.
  let shown: ValueEvent?
  /// Text that follows where there is no value.
  var note = ""

  func text(_ style: TextStyle) -> [String] {
    guard let shown else { return ["\(heading): \(name)\(note)"] }
    return shown.text(style).prefixed("\(heading): ")
  }
}

/// The change of a watched value after a step.
struct WatchEvent: Event {
  let command = "watch"
  let isImmediate = true
  let step: Int
  let name: String
  let before: Value
  let value: Value

  /// The most entries that are shown for one step.
  private static let most = 8

  func text(_ style: TextStyle) -> [String] {
    let heading = "step \(step): \(name)"
    guard value.isMatrix, let old = before.asMatrix, let new = value.asMatrix, old.shape == new.shape, before.isMatrix else {
      return [heading + " " + Self.short(before, style) + " -> " + Self.short(value, style) + difference(style)]
    }
    let changed = old.changedEntries(new)
    // NaN and infinity count as the largest changes.
    func size(_ index: Int) -> Double {
      let difference = abs(new.elements[index] - old.elements[index])
      return difference.isNaN ? .infinity : difference
    }
    var largest: [Int] = []
    for index in changed where largest.count < Self.most || size(index) > size(largest[Self.most - 1]) {
      largest.insert(index, at: largest.firstIndex { size(index) > size($0) } ?? largest.count)
      if largest.count > Self.most { largest.removeLast() }
    }
    let cells = largest.map { index -> [String] in
      let (from, to) = (old.elements[index], new.elements[index])
      let place = "  [\(index / new.columns + 1),\(index % new.columns + 1)]"
      if value.isBoolean { return [place, from != 0 ? "True" : "False", "->", to != 0 ? "True" : "False"] }
      return [place, style.number(from), "->", style.number(to), "(\(Self.signed(to - from, style)))"]
    }
    let count = changed.count
    let head = "\(heading) \(new.shape): \(count) of \(new.elements.count) entr\(new.elements.count == 1 ? "y" : "ies") changed"
    let rest = count > largest.count ? ["  … and \(count - largest.count) more"] : []
    return [head] + TextTable.lines(cells, [.left, .right, .left, .right, .left]) + rest
  }

  private func difference(_ style: TextStyle) -> String {
    guard case .scalar(let from) = before, case .scalar(let to) = value else { return "" }
    return " (\(Self.signed(to - from, style)))"
  }

  private static func signed(_ number: Double, _ style: TextStyle) -> String {
    (number.sign == .plus && !number.isNaN ? "+" : "") + style.number(number)
  }

  private static func short(_ value: Value, _ style: TextStyle) -> String {
    switch value {
    case .scalar(let number): style.number(number)
    case .boolean(let truth): truth ? "True" : "False"
    case .text(let text): text
    case .matrix(let matrix), .booleans(let matrix): matrix.shape.description
    case .extent(let shape): shape?.description ?? "()"
    }
  }

  func fields() -> [JSONField]? {
    var changes: [JSONValue] = []
    if before.shape == value.shape, let old = before.asMatrix, let new = value.asMatrix {
      func entry(_ number: Double) -> JSONValue { value.isBoolean ? .boolean(number != 0) : .number(number) }
      changes = old.changedEntries(new).map { index in
        .object([
          JSONField("i", .integer(index / new.columns + 1)), JSONField("j", .integer(index % new.columns + 1)),
          JSONField("from", entry(old.elements[index])), JSONField("to", entry(new.elements[index])),
        ])
      }
    }
    return [
      JSONField("t", .integer(step)), JSONField("name", .string(name)), JSONField("value", JSONValue(value)), JSONField("changes", .array(changes)),
    ]
  }
}

/// A breakpoint that fired after a step.
struct BreakEvent: Event {
  let command = "break"
  let isImmediate = true
  let step: Int
  let name: String
  let number: Int

  func text(_ style: TextStyle) -> [String] { ["breakpoint \(number) at step \(step): \(name)"] }

  func fields() -> [JSONField]? {
    [
      JSONField("t", .integer(step)), JSONField("name", .string(name)), JSONField("value", .boolean(true)), JSONField("number", .integer(number)),
    ]
  }
}

/// The output of `breakpoints`: a table with a row for each breakpoint.
struct BreakpointsEvent: Event {
  let command = "breakpoints"
  let breakpoints: [Watching.Breakpoint]

  func text(_ style: TextStyle) -> [String] {
    if breakpoints.isEmpty { return ["no breakpoints"] }
    let rows = breakpoints.map { [String($0.number), $0.observed.name, String($0.fired), $0.lastStep.map { "step \($0)" } ?? ""] }
    return TextTable.lines([["number", "condition", "fired", "last at"]] + rows, [.right, .left, .right, .left])
  }

  func fields() -> [JSONField]? {
    [
      JSONField(
        "breakpoints",
        .array(
          breakpoints.map {
            .object([
              JSONField("number", .integer($0.number)), JSONField("name", .string($0.observed.name)), JSONField("fired", .integer($0.fired)),
              JSONField("t", $0.lastStep.map { .integer($0) } ?? .null),
            ])
          }))
    ]
  }
}

extension Value {
  /// Whether two values have the same kind, the same shape and the same bits in every entry. Any NaN equals any other NaN.
  func hasSameBits(as other: Value) -> Bool {
    switch (self, other) {
    case (.scalar(let a), .scalar(let b)): a.hasSameBits(as: b)
    case (.matrix(let a), .matrix(let b)), (.booleans(let a), .booleans(let b)):
      a.shape == b.shape && zip(a.elements, b.elements).allSatisfy { $0.hasSameBits(as: $1) }
    default: self == other
    }
  }
}

extension Double {
  fileprivate func hasSameBits(as other: Double) -> Bool { bitPattern == other.bitPattern || isNaN && other.isNaN }
}

extension Matrix {
  /// The indices of the entries that differ in a matrix of the same shape, in row-major order from 0.
  fileprivate func changedEntries(_ other: Matrix) -> [Int] {
    elements.indices.filter { !elements[$0].hasSameBits(as: other.elements[$0]) }
  }
}

extension [String] {
  /// The lines with a prefix before the first one. An empty list stays empty.
  fileprivate func prefixed(_ prefix: String) -> [String] { first.map { [prefix + $0] + dropFirst() } ?? [] }
}
