import Testing

@testable import Interp

/// Nothing that is typed may end the program: every function and command with every kind of argument. A trap ends the test run, which is the failure.
@Suite struct EveryArgumentTests {
  /// A value of each kind.
  private static let values = [
    "3", "2.5", "-1", "0", "-0.0", "nan", "inf", "-inf", "1e300", "-9223372036854775808", "9223372036854775808", "True", "\"text\"", "\"\"", "[1, 2; 3, 4]",
    "[1, 2, 3]", "[1; 2]", "[7]", "[nan, inf]", "zeros(1, 0)", "zeros(0, 3)", "[True, False]", "X > 0", "A1", "J", "X.shape", "None", "1:2", "tanh", "g1",
    "undefined",
  ]

  private static let start = "data xor m=8 seed=2; init 2 2:tanh 1:sigmoid seed=1; forward; backward; v = [1, 2, 3]; M = [1, 2; 3, 4]"

  /// A session that reads and writes no file.
  private func session() -> TestSession {
    let session = TestSession()
    session.interpreter.executor.session.isSafe = true
    session.run(Self.start)
    return session
  }

  /// Runs a statement and sees that the session goes on after it, or that it failed in the usual form.
  private func run(_ text: String, in session: TestSession) {
    let transcript = session.run(text)
    #expect(transcript.status == 0 || transcript.errors.contains("error: ") || text.hasPrefix("quit"), "\(text): \(transcript)")
  }

  @Test(arguments: Functions.all.map(\.name)) func functions(_ name: String) {
    let session = session()
    let function = Functions.named(name)!
    let values = Self.values
    var calls = ["\(name)()"]
    calls += values.map { "\(name)(\($0))" }
    for (place, first) in values.enumerated() {
      // A pair of each with its neighbours, and 3 to 6 arguments from there on.
      for step in [0, 1, 8] { calls.append("\(name)(\(first), \(values[(place + step) % values.count]))") }
      for count in 3...6 { calls.append("\(name)(\((0..<count).map { values[(place + 3 * $0) % values.count] }.joined(separator: ", ")))") }
      for keyword in function.parameterNames + ["axis", "nothing"] {
        calls += ["\(name)(\(keyword)=\(first))", "\(name)(M, \(keyword)=\(first))"]
      }
      calls.append("(\(first)).\(name)(\(first))")
    }
    for call in calls { run(call, in: session) }
    #expect(session.run("print 1").lines == ["1"])
  }

  /// Both as a command is typed and in the form of a call, with and without Python's prefixes.
  @Test(
    arguments: CommandRegistry.standard.names + ["random.seed", "np.random.seed", "np.random.shuffle", "random.shuffle"])
  func commands(_ name: String) {
    let session = session()
    var texts = ["\(name)", "\(name)()", "\(name) ()"]
    for (place, first) in Self.values.enumerated() {
      let second = Self.values[(place + 7) % Self.values.count]
      texts += [
        "\(name) \(first)", "\(name) \(first), \(second)", "\(name) \(first) \(second)", "\(name)(\(first))", "\(name)(\(first), \(second))",
        "\(name)(seed=\(first))",
        "\(name)(x=\(first))", "\(name)(\(first), seed=\(second))", "\(name) \(first) { }", "\(name) dW1 = \(first)", "x = \(name)(\(first))",
      ]
      for option in CommandRegistry.standard.command(named: name)?.syntax.options ?? [] {
        texts += ["\(name) \(option.name)=(\(first))", "\(name) 3 \(option.name)=\(first.replacing(" ", with: ""))"]
      }
    }
    // What goes on without end, or writes pages, is not meant here.
    for text in texts where !["while True", "time time"].contains(where: text.hasPrefix) {
      run(text, in: session)
      if session.run("m").lines != ["8"] { session.run(Self.start) }
    }
    #expect(session.run("print 1").lines == ["1"])
  }

  @Test func placesAndOperators() {
    let session = session()
    for (place, first) in Self.values.enumerated() {
      for step in [0, 1, 2, 5, 11] {
        let second = Self.values[(place + step) % Self.values.count]
        for text in [
          "M[\(first)]", "M[\(first), \(second)]", "v[\(first)]", "M[\(first)] = \(second)", "M[\(first)] += \(second)", "M[M > 2] = \(first)",
          "M[M > 2] *= \(first)",
          "W1[W1 > 0] = \(first)", "a, b = \(first)", "a, b = \(first), \(second)", "a, W1 = \(first), \(second)", "(a, b) = (\(first), \(second))",
          "a, = \(first)",
          "\(first) == \(second)", "\(first) != \(second)", "random.shuffle(\(first))", "q = \(first); random.shuffle(q)", "np.array([\(first), \(second)])",
          "shape random.normal(\(first), \(second))", "shape np.array([\(first), \(second)])", "shape M[\(first)]", "shape random.choice(\(first), \(second))",
          "shape uniform(size=\(first))", "freeze W1[W1 > \(first)]; unfreeze", "check dW1[dW1 > 0] = \(first)", "explain W1[W1 > 0]",
          "dW1[dW1 > 0] = \(first)",
          "for i in \(first) { }", "if \(first) { }", "assert \(first) == \(second)", "print \"{\(first):.3f}\"",
        ] {
          run(text, in: session)
          if session.run("M.shape[0] + v.size").lines != ["5"] { session.run("v = [1, 2, 3]; M = [1, 2; 3, 4]") }
        }
      }
    }
  }
}
