import Testing

@testable import Interp

/// The comparison of a `#>` line with a printed line.
@Suite struct LineMatcherTests {
  /// The smallest doubles, and exponents that are too large for a double.
  @Test func edges() {
    #expect(LineMatcher("5e-324").matches("4.94066e-324") && LineMatcher("-4.94e-324").matches("-5e-324") && !LineMatcher("5e-324").matches("1"))
    #expect(!LineMatcher("1e-99999999999999999999").matches("0.3") && LineMatcher("1.8e308").matches("1.8e308"))
  }

  static let fitting: [(String, String)] = [
    ("0.6930", "0.693048"), ("0.693", "0.693048"), ("0.7", "0.693048"), ("1", "0.693048"), ("0.693048", "0.693048"), ("J = 0.69", "J = 0.693048"),
    ("1  -0.0042  -0.00056", "1  -0.00416758  -0.000562668"), ("holds, largest difference ...", "holds, largest difference 8.7e-19"), ("...", ""),
    ("...", "anything"), ("a ... c", "a b b c"), ("0.69...", "0.693048"), ("1e-3", "0.00104"), ("1.5e3", "1549"), ("-0.5", "-0.4501"),
    ("W1 (4, 2)", "W1 (4, 2)"), ("", ""), ("1 2", "1    2"), ("(4, 2) @ (2, 400)", "(4, \(Strike.out("2"))) @ (\(Strike.out("2")), 400)"),
    ("nan inf -inf", "nan inf -inf"), ("0.30", "0.3"), ("2-4-1: 17", "2-4-1: 17"), ("90.7 %", "90.75 %"), ("time: ... s", "time: 0.003 s"),
    ("x... y ...z", "xa y bz"), ("1.", "1."), ("2.5", "2.45"), ("+3", "+3"), ("50  0.17  9... %", "50     0.173497   90.75 %"), ("0.5...", "0.551"),
    ("is -0.117...", "is -0.1169959608"), ("dimen... 2", "dimensions   2.04"),
  ]

  @Test(arguments: fitting) func fits(_ item: (String, String)) {
    #expect(LineMatcher(item.0).matches(item.1), "\(item.0) and \(item.1)")
  }

  static let different: [(String, String)] = [
    ("0.6931", "0.693048"), ("0.694", "0.693048"), ("W1", "W2"), ("W1 3", "W1 4"), ("J = 0.69", "K = 0.693"), ("a ... c", "a b b d"), ("", "x"), ("x", ""),
    ("1 2", "12"), ("0.69304800", "0.693052"), ("nan", "1"), ("1e-3", "0.0016"), ("-1", "1"), ("...x", "xy"), ("1, 2", "1; 2"), ("W1 (4, 2)", "W1 (2, 4)"),
    ("2.5", "2.56"), ("400", "401"), ("a", "A"), ("0.7...", "0.551"), ("9... %", "89 %"), ("in...", "out"), ("1e-9223372036854775808", "1"),
    ("1.5e9223372036854775807", "1"),
  ]

  @Test(arguments: different) func doesNotFit(_ item: (String, String)) {
    #expect(!LineMatcher(item.0).matches(item.1), "\(item.0) and \(item.1)")
  }

  @Test func texts() {
    func rows(_ expected: [String], _ printed: [String]) -> [Comparison.Row] { Comparison(expected: expected, printed: printed).rows }
    #expect(rows(["a", "b"], ["a", "c"]) == [.same("a"), .missing("b"), .extra("c")])
    #expect(rows(["a", "b", "c"], ["a", "c"]) == [.same("a"), .missing("b"), .same("c")])
    #expect(rows([], ["c"]) == [.extra("c")])
    for (expected, printed, holds) in [
      (["...", "c"], ["a", "b", "c"], true), (["a", "...", "c"], ["a", "c"], true), (["a", "..."], ["a"], true), (["a", "..."], ["b"], false),
      (["..."], [], true), (["a"], [], false), (["a", "a"], ["a"], false),
    ] { #expect(Comparison(expected: expected, printed: printed).holds == holds, "\(expected)") }
    // A very long output gives only a short comparison.
    let long = (0..<100_000).map { "line \($0)" }
    #expect(!Comparison(expected: ["line 0", "x"], printed: long).holds && Comparison(expected: ["line 0", "...", "line 99999"], printed: long).holds)
    #expect(rows(["x"], long).count < 300)
  }
}
