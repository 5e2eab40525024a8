import Testing

@testable import Net

@Suite struct DecimalNumberTests {
  static let numbers: [(String, Double?)] = [
    ("1", 1), ("-1.5", -1.5), ("+.5", 0.5), ("1e3", 1000), ("5.", 5), ("0x10", nil), ("0x1p3", nil), ("-0x1p3", nil), ("+0X1P3", nil), ("", nil), ("-", nil),
    ("1_000", nil),
    ("x", nil), ("0", 0), ("1 ", nil), ("inf", .infinity), ("-Infinity", -.infinity), ("1e999", .infinity), ("5e-324", .leastNonzeroMagnitude), ("1e-400", 0),
    ("٣", nil), ("é", nil),
  ]

  @Test(arguments: numbers) func values(_ item: (String, Double?)) {
    #expect(DecimalNumber.value(item.0) == item.1)
    #expect(DecimalNumber.isInfinity(item.0) == (item.1?.isInfinite == true && item.0 != "1e999"))
  }

  /// Texts with half a unit of their last digit. It is never 0, and nil where the text has no decimals and no exponent.
  static let units: [(String, Double?)] = [
    ("1.25", 0.005), ("1e3", 500), ("1.5e-3", 0.00005), ("3", nil), ("nan", nil), ("inf", nil), ("0.00", 0.005), ("5e-324", .leastNonzeroMagnitude),
    ("-5e-324", .leastNonzeroMagnitude),
    ("4.94e-324", .leastNonzeroMagnitude), ("-4.94e-324", .leastNonzeroMagnitude), ("1e-400", .leastNonzeroMagnitude),
    ("1e-99999999999999999999", .leastNonzeroMagnitude), ("2.2250738585072014e-308", .leastNonzeroMagnitude), ("1.7e308", 5e306),
  ]

  @Test(arguments: units) func halfUnits(_ item: (String, Double?)) {
    let unit = DecimalNumber.halfUnit(item.0)
    #expect((unit == nil) == (item.1 == nil))
    if let unit, let wanted = item.1 { #expect(unit > 0 && unit.isFinite && abs(unit - wanted) <= 1e-12 * wanted) }
  }

  /// A printed array of the smallest doubles agrees with its own numbers, and its count of digits is finite.
  @Test(arguments: ["[[5e-324, -5e-324]]", "[[4.94e-324 -4.94e-324]]", "[[4.94065646e-324, 0.]]", "[[1.5e-323 5e-324]]"]) func smallest(_ text: String) throws {
    let printed = try PrintedArray(text)
    let given = GivenArray(printed)
    #expect(given.agrees(with: printed.entries) && given.digits.isFinite && given.digits >= 0)
    #expect(!given.agrees(with: Matrix(row: [1, 1])))
    let typed = GivenArray(printed.entries)
    #expect(typed.agrees(with: printed.entries) && typed.digits.isFinite)
  }

  /// The cells of a table are read by the same rules.
  @Test func tables() {
    func fault(_ text: String) -> DataError? {
      do throws(DataError) {
        var table = try DataTable(Array(text.utf8), TableOptions(), MemoryBudget())
        _ = try table.dataset("t")
        return nil
      } catch { return error }
    }
    func word(_ text: String) -> String? { if case .messy(let mess) = fault(text) { mess.words.first?.first } else { nil } }
    #expect(word("1,0x10,0\n2,3,1\n4,0x11,1\n") == "0x10")
    #expect(word("a,b,y\n1,0x1p3,0\n2,3,1\n") == "0x1p3")
    for text in ["inf", "-Inf", "infinity"] { #expect(fault("a,b,y\n1,\(text),0\n2,3,1\n") == .cell(line: 2, column: "b", text: text, .notFinite)) }
    #expect(fault("a,b,y\n1,1e999,0\n2,3,1\n") == .cell(line: 2, column: "b", text: "1e999", .overflow))
  }
}
