extension ScriptTest {
  /// Makes the lists that are made once in a process, by marking a small script. Copies of the process then need not make them again.
  public static func prepare() {
    let script = ScriptText(bytes: Array("data xor m=4; init 2 2:tanh 1:sigmoid; forward; backward; v = 1".utf8))
    let key = ScriptText(bytes: Array("assert v == 1 \"\"\nv\n#> 2\ndW1 = dZ1 @ X.T\nW1 = nothing\n".utf8))
    _ = mark(script, name: "", key: key, keyName: "", interrupt: Interrupt()) { false }
  }

  /// The number of checks in a key: asserts, claims and statements with `#>` lines. The key is read but not run.
  public static func countsChecks(in key: ScriptText, name: String) -> Int { lost(name: name, key: key, keyName: name, reason: "").failed }

  /// The result for a submission that could not be marked. Every check of the key counts as failed. The key is read but not run.
  public static func lost(name: String, key: ScriptText, keyName: String, reason: String) -> Result {
    let test = ScriptTest(key, name: keyName, options: Interpreter.Options(), interrupt: Interrupt())
    return test.failingEverything(name: name, reason: reason)
  }

  /// The result for a script that cannot be read.
  public static func unreadable(name: String, reason: String) -> Result {
    var result = Result(name: name)
    result.failures = [Failure(line: 0, message: reason, text: reason)]
    return result
  }
}

extension ScriptTest.Result {
  /// The result for a script that Ctrl-C stopped before it had one.
  public static func interrupted(name: String) -> Self {
    var result = Self(name: name)
    result.wasInterrupted = true
    return result
  }
}
