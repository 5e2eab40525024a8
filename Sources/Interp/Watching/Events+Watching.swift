import Net

/// `display`, after a step.
struct DisplayEvent: Event {
  let command = "display"
  let isImmediate = true
  let step: Int
  let shown: ValueEvent
  /// Whether the step's line with J stands above it.
  var isBesideCost = false

  /// J itself is not said twice.
  func text(_ style: TextStyle) -> [String] { isBesideCost && shown.name == "J" ? [] : shown.text(style).prefixed("step \(step): ") }

  func fields() -> [JSONField]? {
    [JSONField("t", .integer(step)), JSONField("name", .string(shown.name)), JSONField("value", JSONValue(shown.value))]
  }
}

/// What `display`, `watch` and `break when` say of themselves: the number, and the present value where there is one.
struct ObservedEvent: Event {
  let command: String
  let isReport = true
  /// `display 1`
  let heading: String
  let name: String
  let shown: ValueEvent?
  /// What is said more.
  var note = ""

  func text(_ style: TextStyle) -> [String] {
    guard let shown else { return ["\(heading): \(name)\(note)"] }
    return shown.text(style).prefixed("\(heading): ")
  }
}

/// `watch`, after a step that changed the value.
struct WatchEvent: Event {
  let command = "watch"
  let isImmediate = true
  let step: Int
  let name: String
  let before: Value
  let value: Value

  /// Entries that a line shows at most.
  private static let most = 8

  func text(_ style: TextStyle) -> [String] {
    let heading = "step \(step): \(name)"
    guard value.isMatrix, let old = before.asMatrix, let new = value.asMatrix, old.shape == new.shape, before.isMatrix else {
      return [heading + " " + Self.short(before, style) + " -> " + Self.short(value, style) + difference(style)]
    }
    let changed = old.changedEntries(new)
    // NaN and infinities first.
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

/// A breakpoint that fired.
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

/// `breakpoints`: a row each.
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
  /// Whether kind, shape and every entry's bits are the same; every NaN is the same.
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
  /// The places of the entries that are other ones in a matrix of the same shape, in C order.
  fileprivate func changedEntries(_ other: Matrix) -> [Int] {
    elements.indices.filter { !elements[$0].hasSameBits(as: other.elements[$0]) }
  }
}

extension [String] {
  /// The lines, with something before the first.
  fileprivate func prefixed(_ prefix: String) -> [String] { first.map { [prefix + $0] + dropFirst() } ?? [] }
}
