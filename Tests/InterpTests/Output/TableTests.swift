import Testing

@testable import Interp

@Suite struct TableTests {
  @Test func columns() {
    #expect(TextTable.lines([["a", "1"], ["bcd", "22"]], [.left, .right]) == ["a     1", "bcd  22"])
    #expect(TextTable.lines([["a", ""], ["bcd", "x"]], [.left]) == ["a", "bcd  x"])
    #expect(TextTable.lines([], [.left]) == [])
  }

  @Test func wrapping() {
    #expect(TextTable.wrapped("short", width: 10) == ["short"])
    // The rest goes under the text of the last column, or else under the beginning of the line.
    #expect(TextTable.wrapped("  name  one two three four", width: 16) == ["  name  one two", "        three", "        four"])
    #expect(TextTable.wrapped("  one two three", width: 9) == ["  one two", "  three"])
    // A word that is wider than the window stays whole. A column far to the right is no margin.
    #expect(TextTable.wrapped("  incomprehensible words", width: 8) == ["  incomprehensible", "  words"])
    #expect(TextTable.wrapped("name-that-is-long  text of it", width: 20) == ["name-that-is-long", "text of it"])
  }

  /// A row keeps its gaps up to the break. What follows is indented by two more.
  @Test func breaking() {
    #expect(TextTable.broken("  a    b", width: 8) == ["  a    b"])
    #expect(TextTable.broken("  a    bcd  down", width: 12) == ["  a    bcd", "    down"])
    #expect(TextTable.broken("  a    bcd  down", width: 9) == ["  a", "    bcd", "    down"])
    #expect(TextTable.broken("incomprehensible words here", width: 8) == ["incomprehensible", "  words", "  here"])
    #expect(TextTable.broken("          deep words", width: 12) == ["          deep", "words"])
    #expect(TextTable.broken("            ", width: 4) == ["            "] && TextTable.broken("", width: 4) == [""])
  }

  /// The lines of `help` are not wider than the window.
  @Test func helpFits() {
    #expect(run("help").lines.allSatisfy { $0.count <= 80 } && run("help all").lines.allSatisfy { $0.count <= 80 })
  }
}
