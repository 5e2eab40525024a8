import Testing

/// A result that would not fit in memory is refused before it is made.
@Suite struct SizeLimitTests {
  /// Operands of a column and a row of 100000, whose broadcast has 10^10 entries, and of no entries on long sides.
  static let expressions = [
    "maximum(tall, wide)", "minimum(wide, tall)", "max(tall, wide)", "min(tall, wide)", "add(tall, wide)", "subtract(tall, wide)", "multiply(tall, wide)",
    "divide(tall, wide)", "power(tall, wide)", "clip(tall, wide, 1)", "clip(tall, 0, wide)", "clip(0, tall, wide)", "tall.clip(max=wide)",
    "where(tall, wide, 0)", "where(True, tall, wide)", "where(tall, 0, wide)", "allclose(tall, wide)", "outer(tall, wide)", "outer(wide, wide)",
    "dot(tall, wide)", "eye(100000)", "eye(2, 1e12)", "eye(1e12, 0)", "linspace(0, 1, 1e9)", "linspace(0, 1, 1e18)", "arange(1e12)", "arange(0, 1, 1e-12)",
    "arange(1e11, 0, -1)", "arange(0, 1e300)", "arange(0, -1e300)", "zeros(1e9)", "zeros(1e6, 1e6)", "ones((1e6, 1e6))", "zeros(0, 1e12)", "randn(1e9)",
    "rand(1e5, 1e5)", "permutation(1e12)", "reshape(zeros(1, 0), 1e12, 0)", "reshape(zeros(1, 0), 0, 1e18)", "concatenate((none, none), axis=1)",
    "concatenate((none.T, none.T))",
  ]

  @Test(arguments: expressions) func tooLarge(_ expression: String) {
    let session = TestSession(json: true)
    session.run("tall = zeros(100000, 1); wide = zeros(1, 100000); none = zeros(0, 200000000)")
    let transcript = session.run(expression)
    #expect((transcript.objects.first?["error"] as? [String: Any])?["kind"] as? String == "limit", "\(transcript.output)")
  }
}
