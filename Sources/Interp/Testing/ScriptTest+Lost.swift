extension ScriptTest {
  /// What a submission gets that could not be marked: every check of the key counts as failed. The key is read, not run.
  public static func lost(name: String, key: ScriptText, keyName: String, reason: String) -> Result {
    let test = ScriptTest(key, name: keyName, options: Interpreter.Options(), interrupt: Interrupt())
    return test.failingEverything(name: name, reason: reason)
  }
}
