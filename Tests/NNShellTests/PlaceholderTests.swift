import Testing

@testable import NNShell

@Suite struct ExecutableTests {
  @Test func modulesLink() {
    #expect(String(describing: NNShell.self) == "NNShell")
  }
}
