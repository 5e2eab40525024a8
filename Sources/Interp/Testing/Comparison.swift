/// Compares the lines that a statement printed with the lines that it must print.
struct Comparison {
  /// A line of the comparison.
  enum Row: Equatable {
    case same(String)
    /// A line that must be printed and was not.
    case missing(String)
    /// A line that was printed and is not stated.
    case extra(String)
  }

  /// Whether every line matches. A line `...` matches any number of lines.
  let holds: Bool
  /// The lines in order. For long texts only the beginning is compared.
  let rows: [Row]

  /// The most lines of each side for which a difference is computed.
  private static let mostLines = 200

  init(expected: [String], printed: [String]) {
    let matchers = expected.map { $0 == "..." ? nil : LineMatcher($0) }
    holds = Wildcard.matches(matchers, printed, isAnything: { $0 == nil }, equal: { $0?.matches($1) ?? false })
    rows = holds ? printed.map { .same($0) } : Self.rows(expected, matchers, Array(printed.prefix(Self.mostLines)))
  }

  /// The difference that keeps the most lines of both sides.
  private static func rows(_ expected: [String], _ matchers: [LineMatcher?], _ printed: [String]) -> [Row] {
    let (n, k) = (min(expected.count, mostLines), printed.count)
    var kept = [[Int]](repeating: [Int](repeating: 0, count: k + 1), count: n + 1)
    var isSame = [[Bool]](repeating: [Bool](repeating: false, count: k), count: n)
    for i in (0..<n).reversed() {
      for j in (0..<k).reversed() {
        isSame[i][j] = matchers[i]?.matches(printed[j]) ?? false
        kept[i][j] = max(kept[i + 1][j], kept[i][j + 1], isSame[i][j] ? kept[i + 1][j + 1] + 1 : 0)
      }
    }
    var rows: [Row] = []
    var (i, j) = (0, 0)
    while i < n || j < k {
      if i < n, j < k, isSame[i][j], kept[i][j] == kept[i + 1][j + 1] + 1 {
        rows.append(.same(printed[j]))
        i += 1
        j += 1
      } else if i < n, j == k || kept[i + 1][j] >= kept[i][j + 1] {
        rows.append(matchers[i] == nil ? .same("...") : .missing(expected[i]))
        i += 1
      } else {
        rows.append(.extra(printed[j]))
        j += 1
      }
    }
    return rows
  }
}
