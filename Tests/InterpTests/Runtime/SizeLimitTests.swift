import TestSupport
import Testing

/// A result that would not fit in memory is refused before it is made.
@Suite struct SizeLimitTests {
  /// Expressions with too large results. `tall` and `wide` have 100000 entries, so that together they have 10^10. `none` has no rows but many columns.
  static let expressions = [
    "maximum(tall, wide)", "minimum(wide, tall)", "max(tall, wide)", "min(tall, wide)", "add(tall, wide)", "subtract(tall, wide)", "multiply(tall, wide)",
    "divide(tall, wide)", "power(tall, wide)", "clip(tall, wide, 1)", "clip(tall, 0, wide)", "clip(0, tall, wide)", "tall.clip(max=wide)",
    "where(tall, wide, 0)", "where(True, tall, wide)", "where(tall, 0, wide)", "allclose(tall, wide)", "outer(tall, wide)", "outer(wide, wide)",
    "dot(tall, wide)", "eye(100000)", "eye(2, 1e12)", "eye(1e12, 0)", "linspace(0, 1, 1e9)", "linspace(0, 1, 1e18)", "arange(1e12)", "arange(0, 1, 1e-12)",
    "arange(1e11, 0, -1)", "arange(0, 1e300)", "arange(0, -1e300)", "zeros(1e9)", "zeros(1e6, 1e6)", "ones((1e6, 1e6))", "zeros(0, 1e12)", "randn(1e9)",
    "rand(1e5, 1e5)", "permutation(1e12)", "reshape(zeros(1, 0), 1e12, 0)", "reshape(zeros(1, 0), 0, 1e18)", "concatenate((none, none), axis=1)",
    "concatenate((none.T, none.T))", "tall + wide", "wide - tall", "tall * wide", "tall == wide", "tall < wide", "tall @ wide", "tall ⋅ wide", "tall // wide",
    "tall ** wide", "(tall > 0) & (wide > 0)", "np.dot(tall, wide)", "tall[wide + 1, wide + 1]", "tall == 0 == wide", "0 < tall < wide",
    "shape [zeros(9e18, 1); zeros(9e18, 1)]", "shape concatenate((zeros(1, 9e11), zeros(1, 9e11)), axis=1)", "norm(ones(1001, 1001), 2)",
    "wide[1, ones(1, 300000000)]", "[none, none]",
    "[none.T; none.T]",
  ]

  /// A text that doubles in a loop and files that source each other are stopped.
  @Test func growth() throws {
    #expect(run("s = 'x'; repeat 64 { s += s }").errors.contains("the text would be too long"))
    let folder = try TemporaryFolder()
    for index in 0..<70 { try folder.write("\(index).nns", index < 69 ? "source \(folder.path)/\(index + 1).nns\n" : "print 1\n") }
    let deep = run("source \(folder.path)/0.nns")
    #expect(deep.status == 1 && deep.output.isEmpty && deep.errors.contains("files source each other deeper than 64 levels"), "\(deep.errors)")
    #expect(deep.errors.contains("/64.nns") || deep.errors.contains("/63.nns"))
    #expect(run("source \(folder.path)/40.nns").lines == ["1"])
    try folder.write("a.nns", "source b.nns\n")
    try folder.write("b.nns", "source a.nns\n")
    #expect(run("source \(folder.path)/a.nns").errors.contains("a.nns' sources itself"))
  }

  @Test(arguments: expressions) func tooLarge(_ expression: String) {
    let session = TestSession(json: true)
    session.run("tall = zeros(100000, 1); wide = zeros(1, 100000); none = zeros(0, 200000000)")
    let transcript = session.run(expression)
    #expect((transcript.objects.first?["error"] as? [String: Any])?["kind"] as? String == "limit", "\(transcript.output)")
  }

  /// A pass needs no stack for its layers.
  @Test func deepNetwork() {
    let session = TestSession()
    session.run("X = [1, 2, 3]; Y = [0, 1, 1]; init 1 " + String(repeating: "1:tanh ", count: 20_000) + "1:sigmoid")
    #expect(session.run("forward; J").lines.last == "0.693147" && session.run("backward; step; forward; t").lines.last == "1")
  }
}
