import Net

/// The output of `match`: the mistakes that give the array of the user.
struct MatchEvent: Event {
  let command = "match"
  /// The quantity as the user typed it.
  let name: String
  /// The pass of the quantity; nil where it is the present pass.
  let heading: String?
  /// The shape of the given array, as printed.
  let given: String
  /// The shape of the right array, as printed.
  let right: String
  /// The largest magnitude of the given entries.
  let scale: Double
  /// Whether all given entries are finite.
  let isFinite: Bool
  let result: MistakeSearchResult

  func text(_ style: TextStyle) -> [String] {
    let lines = (heading.map { [$0 + ":"] } ?? []) + [verdict(style)] + (result.isEqual ? [] : result.matches.isEmpty ? none(style) : found(style))
    return lines.flatMap { TextTable.wrapped($0, width: style.width) }
  }

  private func verdict(_ style: TextStyle) -> String {
    if result.isEqual { return "\(name) is right: the largest difference is \(small(result.distance))" }
    if let distance = result.distance { return "\(name) is not right: the largest difference is \(small(distance))" }
    if given != right { return "\(name) is not right: it is \(right), but your value is \(given)" }
    return isFinite ? "\(name) is not finite itself" : "\(name) is not right: your value is not finite"
  }

  private func found(_ style: TextStyle) -> [String] {
    var lines: [String] = []
    for group in Set(result.matches.map(\.group)).sorted() {
      let matches = result.matches.filter { $0.group == group }
      if group >= Self.mostTold {
        lines.append("or \(matches[0].title); the largest difference is \(small(matches[0].maximumDifference))")
        continue
      }
      if group > 0 { lines.append("or") }
      for mistake in matches[0].mistakes {
        lines.append("\(matches[0].mistakes.count > 1 && mistake != matches[0].mistakes[0] ? "and " : "")\(mistake.title): \(mistake.formula)")
        lines.append("  \(mistake.explanation)")
      }
      lines.append("  with this mistake the largest difference is \(small(matches[0].maximumDifference))")
      let others = matches.dropFirst().prefix(Self.mostOthers)
      if !others.isEmpty {
        let left = matches.count - 1 - others.count
        lines.append("  other mistakes give the same array here: \(others.map(\.title).joined(separator: "; "))\(left > 0 ? "; and \(left) more" : "")")
      }
    }
    if result.isByChance { lines.append("so few digits may fit by chance; give more digits") }
    return lines
  }

  private static let mostOthers = 4
  /// The most groups of mistakes that are printed in full. Of others only the title is printed.
  private static let mostTold = 3

  private func none(_ style: TextStyle) -> [String] {
    if given != right, result.closest == nil {
      let pairs = result.pairs == .tried ? ", and neither do two of them together" : ""
      return ["no known mistake gives the shape \(given)\(pairs)"]
    }
    var line = "no known mistake gives it"
    switch result.pairs {
    case .notNeeded: break
    case .tried: line += ", nor do two of them together"
    case .tooFewDigits: line += "; two of them together were not tried, because with so few digits some would fit by chance"
    case .tooMuchWork: line += "; two of them together were not tried, because the network is too large for that"
    }
    var lines = [line]
    guard let closest = result.closest else { return [line, "none comes near"] }
    let isRightNearer = result.distance.map { $0 <= closest.maximumDifference } ?? false
    let nearer = isRightNearer ? "; the right value is nearer" : ""
    lines.append("the closest is \(closest.title); the largest difference is \(small(closest.maximumDifference))\(nearer)")
    if min(closest.maximumDifference, result.distance ?? .infinity) <= Self.singlePrecision * scale {
      lines.append(
        "\(isRightNearer ? "the right value" : "the closest mistake") and yours differ only by the rounding of float32: was yours computed in float32?")
    }
    return lines
  }

  /// How much numbers with 24 bits lose in one step, relative to the largest entry.
  private static let singlePrecision = 2e-6

  private func small(_ number: Double?) -> String { NumberFormat.significant(number ?? .nan, 3) }

  func fields() -> [JSONField]? {
    [
      JSONField("name", .string(name)), JSONField("equal", .boolean(result.isEqual)), JSONField("matches", .array(result.matches.map(JSONValue.init))),
      JSONField("closest", result.closest.map(JSONValue.init) ?? .null),
    ]
  }
}
