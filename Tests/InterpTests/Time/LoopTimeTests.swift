import Net
import Testing

@testable import Interp

/// The timeline of a compiled loop is that of its plain twin, also where little memory makes the timeline drop steps. A statement that no compiled block
/// holds (`zz = [1]`) keeps the twin from being compiled.
@Suite struct LoopTimeTests {
  /// With one rate, copies of the parameters are dropped. Where the rate changes at each step, whole steps are dropped too.
  static let loops: [(memory: String, body: String, drops: Bool)] = [
    ("0.02", "forward; backward; step", false), ("0.001", "forward; backward; step", true),
    ("0.1", "i = i + 1; forward; backward; step 1 / (1 + i)", true), ("0.001", "i = i + 1; forward; backward; step 1 / (1 + i)", true),
  ]

  @Test(arguments: loops) func keepsTheSameSteps(_ item: (memory: String, body: String, drops: Bool)) throws {
    func session(_ more: String) -> (TestSession, Session) {
      let test = TestSession()
      test.run(
        "set timeline.memory \(item.memory); X = randn(2, 5); Y = 1 * (rand(1, 5) > 0.5); init 2 3:tanh 1:sigmoid seed=2; alpha = 1.2; i = 0; zz = [1]")
      let loop = test.run("repeat 500 { \(item.body)\(more) }")
      #expect(loop.status == 0, "\(loop.errors)")
      return (test, test.interpreter.executor.session)
    }
    let (quick, compiled) = session("")
    let (slow, plain) = session("; zz = [1]")
    let line = compiled.timeline.line
    #expect(line.first == plain.timeline.line.first && line.end == 500 && plain.timeline.line.end == 500)
    #expect((line.first > 0) == item.drops, "the first step that is kept is \(line.first)")
    #expect(line.checkpoints?.steps == plain.timeline.line.checkpoints?.steps)
    #expect(line.legs.map(\.start) == plain.timeline.line.legs.map(\.start))
    #expect(compiled.timeline.bytes(compiled) == plain.timeline.bytes(plain))
    let first = max(line.first, plain.timeline.line.first)
    for text in ["timeline", "back 1", "back \(499 - first)", "redo 3", "goto 499", "goto \(first - 1)", "goto \((first + 500) / 2)", "goto main", "branches"] {
      for question in [text, "t", "J", "dW1", "A1"] {
        let (one, other) = (quick.run(question), slow.run(question))
        #expect(one.output == other.output && one.errors == other.errors, "\(text), \(question): \(one.errors) \(other.errors)")
      }
      for (one, other) in zip(compiled.state.network!.layers, plain.state.network!.layers) { #expect(one.W == other.W && one.b == other.b, "\(text)") }
    }
  }
}
