import Testing

/// Texts with braces, as `print` fills them.
@Suite struct TextTemplateTests {
  /// A script and the line that it prints.
  static let filled: [(String, String)] = [
    ("print \"{[1, 2; 3, 4]:.2f}\"", "[[1.00, 2.00], [3.00, 4.00]]"), ("print \"{[1, 2]:4.1f}|\"", "[ 1.0,  2.0]|"), ("print \"{X:.2f}\"", "(2, 400) matrix"),
    ("print \"{[0.5]:.2f}\"", "0.50"), ("print \"{[1, 2] > 1:d}\"", "[0, 1]"), ("print \"{X.shape:d}\"", "[2, 400]"),
    ("print \"{[1; nan]:.1f}\"", "[[1.0], [nan]]"),
    // NaN and infinity have no digits but are padded.
    ("print \"[{nan:.4f}] [{-nan:8.4f}] [{inf:<6.1f}] [{-inf:08.2f}]\"", "[nan] [     nan] [inf   ] [    -inf]"),
    ("print \"{inf:+.1f} {nan:d} {inf:.1%} {-inf:e} {1e20:d}\"", "+inf nan inf% -inf 100000000000000000000"),
    // Braces in a typed text are filled. Braces in the value of a variable are not.
    ("k = 3; print \"{k}\" + \" x\"", "3 x"), ("k = 3; a = \"{k}\"; print a, a + \"{k}\"", "{k} {k}3"),
    ("k = 3; print (\"{k}\"), \"{k + 1}\" == \"4\"", "3 True"),
    ("k = \"{m}\"; print \"{k}\"", "{m}"), ("print \"{'a' + '{'}\"", "a{"), ("print \"a\" + \"{{}}\"", "a{}"),
  ]

  @Test(arguments: filled) func line(_ item: (String, String)) {
    let transcript = run(item.0)
    #expect(transcript.lines == [item.1], "\(item.0): \(transcript.errors)")
  }

  /// An error inside a text points to the whole text, also in an expression.
  @Test func places() {
    #expect(
      run("print \"x\" + \"ab{nope}\"").errors.contains("test.nns:1:13: error: unknown name 'nope'\n  print \"x\" + \"ab{nope}\"\n              ^~~~~~~~~~\n"))
    #expect(run("print 1 + 1, \"{J\"").errors.contains("1:14: error: a { in the text has no }"))
    for format in ["q", ".4x", ".f", "1234f", ".999f"] { #expect(run("print \"{X:\(format)}\"").errors.contains("is not a format"), "\(format)") }
    #expect(run("print \"{'t':.2f}\"").errors.contains("a format takes numbers, not text"))
  }
}
