import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// A command that only these tests have. Its consumers must know it from the list of commands.
private struct SpreadCommand: Command {
  let name = "spread"
  let group = CommandGroup.training
  let usage = "spread E [scale= unit=]"
  let summary = "the largest entry less the least"
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 1, atMost: 1),
    options: [
      .init("scale", .expression, "a factor"), .init("unit", .word, "a word behind it", choices: ["metres", "feet"]),
    ])
  let example = CommandExample("spread [1, 5]", output: ["4"])
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let expression = arguments.expressions[0]
    let value = try Evaluator(executor.session).evaluate(expression)
    guard let entries = value.asMatrix?.elements, let most = entries.max(), let least = entries.min() else {
      throw Fault.notNumbers("spread", value).located(expression.range)
    }
    let spread = (most - least) * (try arguments.number(option: "scale")?.value ?? 1)
    let unit = try arguments.word(option: "unit")?.word
    executor.emit(SpreadEvent(value: spread, unit: unit))
  }
}

private struct SpreadEvent: Event {
  let command = "spread"
  let value: Double
  let unit: String?

  func text(_ style: TextStyle) -> [String] { [style.number(value) + (unit.map { " " + $0 } ?? "")] }
  func fields() -> [JSONField]? { [JSONField("value", .number(value)), JSONField("unit", unit.map { .string($0) } ?? .null)] }
}

/// A command that writes a file.
private struct JotCommand: Command {
  let name = "jot"
  let group = CommandGroup.files
  let usage = "jot FILE.txt"
  let summary = "write the number of steps to a file"
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1))
  let example = CommandExample("jot steps.txt")
  let completes = CompletionKind.files(["txt"])

  func writesFile(_ call: CommandCall) -> Bool { true }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let path = try executor.session.writable(try Arguments(call, executor).word(0) ?? "")
    do { try "\(executor.session.state.steps)\n".write(toFile: path, atomically: true, encoding: .utf8) } catch {
      throw Fault(.file, "\(path) cannot be written", call.arguments[0].range)
    }
  }
}

/// A command of the session alone: no recording has it.
private struct GlanceCommand: Command {
  let name = "glance"
  let group = CommandGroup.session
  let usage = "glance"
  let summary = "say hello"
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample("glance", output: ["hello"])
  let recorded = RecordedForm.leftOut

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) { executor.emit(TextEvent(name, ["hello"])) }
}

/// softsign z / (1 + |z|): an activation that only these tests have.
private struct Softsign: EntrywiseActivation {
  let name = "softsign"
  let formula = "z / (1 + abs(z))"
  let derivativeFormula = "1 / (1 + abs(z))**2"
  let range = -1.0...1.0
  let isFlatFarOff = true
  func value(at z: Double) -> Double { z / (1 + abs(z)) }
  func slope(at z: Double) -> Double { 1 / ((1 + abs(z)) * (1 + abs(z))) }
}

/// An activation whose derivative is a sum and has brackets in its last term. The numbers do not belong together.
private struct Mixed: EntrywiseActivation {
  let name = "mixed"
  let formula = "log(1 + exp(z))"
  let derivativeFormula = "a + (1 - a) / (1 + exp(-z))"
  let range = 0.0...Double.infinity
  let isFlatFarOff = false
  func value(at z: Double) -> Double { log(1 + exp(z)) }
  func slope(at z: Double) -> Double { value(at: z) + (1 - value(at: z)) / (1 + exp(-z)) }
}

/// A command that is added to the list is known wherever commands are read.
@Suite struct CommandWalkTests {
  private static let registry = CommandRegistry(
    (CommandRegistry.standard.all + [SpreadCommand(), JotCommand(), GlanceCommand()]).sorted {
      CommandGroup.allCases.firstIndex(of: $0.group)! < CommandGroup.allCases.firstIndex(of: $1.group)!
    })

  private func session(json: Bool = false, atPrompt: Bool = false, keepGoing: Bool = false, isSafe: Bool = false, arguments: [String] = []) -> TestSession {
    TestSession(json: json, atPrompt: atPrompt, keepGoing: keepGoing, isSafe: isSafe, arguments: arguments, commands: Self.registry)
  }

  private func candidates(_ line: String) -> [String] {
    let session = session()
    session.run("init; forward")
    return session.interpreter.complete(line, cursor: line.count) { _ in [("out.txt", false), ("data.csv", false)] }.candidates
  }

  @Test func runs() {
    #expect(session().run("spread [1, 5]; spread [1, 5] scale=2; v = 3; repeat 2 { spread v }; time spread 1; glance").lines.prefix(4) == ["4", "8", "0", "0"])
    #expect(session(arguments: ["feet"]).run("spread [1, 5] unit=$1").lines == ["4 feet"])
    for command in [SpreadCommand(), GlanceCommand()] as [any Command] {
      #expect(session().run(command.example.input.joined(separator: "\n")).lines == command.example.output)
    }
    // The standard list is as it was.
    #expect(run("spread [1, 5]").status == 1 && CommandRegistry.standard.command(named: "spread") == nil)
  }

  @Test func help() {
    let topic = session().run("help spread").lines
    #expect(topic.first == SpreadCommand().usage && topic.contains { $0.contains(SpreadCommand().summary) } && topic.contains { $0.contains("metres, feet") })
    #expect(topic.contains("    spread [1, 5]") && topic.last == "    4")
    let overview = session().run("help all").output
    #expect([SpreadCommand().summary, JotCommand().summary, GlanceCommand().summary].allSatisfy(overview.contains))
    #expect(session().run("help spred").errors.contains("did you mean 'spread'?"))
  }

  @Test func completion() {
    #expect(candidates("spr") == ["spread"] && candidates("gla") == ["glance"] && candidates("help sprea") == ["spread"])
    #expect(candidates("spread dZ") == ["dZ1", "dZ2"] && candidates("spread dZ1 ") == ["scale=", "unit="])
    #expect(
      candidates("spread W1 unit=") == ["feet", "metres"] && candidates("jot ") == ["out.txt"] && candidates("spread W1 unit=feet s") == ["scale="])
    #expect(candidates("repeat 2 { spr") == ["spread"])
  }

  @Test func parser() {
    #expect(session().run("spread W1 scal=2").errors.contains("did you mean 'scale'?"))
    #expect(session().run("spread W1 qqqqqqq=2").errors.contains("options of spread are scale= unit="))
    #expect(session().run("spread").errors.contains("hint: usage: \(SpreadCommand().usage)"))
    #expect(session().run("spread W1 scale = 2").errors.contains("write scale=VALUE"))
    #expect(session().run("spread = 3").errors.contains("'spread' is a command"))
    #expect(session().run("sprea 3").errors.contains("did you mean 'spread'?"))
    #expect(session().run("glance 3").errors.contains("hint: usage: glance"))
    #expect(session(atPrompt: true).run("spr [1, 5]; gl").lines == ["4", "hello"])
    #expect(session().run("x = spread").errors.contains("'spread' is a command and has no value"))
    #expect(session().run("x = spread(3)").errors.contains("'spread' is a command"))
  }

  @Test func failureChangesNothing() {
    let session = session()
    session.run("seed 3")
    #expect(session.run("spread randn(2, 2) scale=nothing").status == 1)
    #expect(session.run("randn()").lines == run("seed 3; randn()").lines)
    #expect(session.run("spread W1").errors.contains("there is no network yet"))
  }

  @Test func json() {
    let objects = session(json: true, keepGoing: true).run("spread [1, 5] unit=feet\nglance\nspread\n").objects
    #expect(objects.count == 3 && objects[0]["command"] as? String == "spread" && objects[0]["value"] as? Int == 4 && objects[0]["unit"] as? String == "feet")
    #expect(objects[1]["command"] as? String == "glance" && objects[1]["text"] as? String == "hello")
    #expect(objects[2]["command"] as? String == "spread" && objects[2]["error"] != nil)
  }

  /// A recording has it or not as the command says, and is run again with the same commands; what writes a file is passed over then.
  @Test func record() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.txt"
    let session = session(atPrompt: true)
    session.run("init seed=2; spr randn(2, 2); glance; repeat 2 { spread W1 }; jot \(path); forward")
    #expect(FileManager.default.fileExists(atPath: path))
    try FileManager.default.removeItem(atPath: path)
    let verified = session.run("record --verify")
    #expect(verified.status == 0, "\(verified)")
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(session.run("record \(folder.path)/run.nns").status == 0)
    let lines = folder.read("run.nns").split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.contains("spread randn(2, 2)") && lines.contains("repeat 2 { spread W1 }") && lines.contains("jot \(path)"))
    #expect(!lines.contains { $0.contains("glance") })
    // A state that a statement of a failed loop left has to be made again.
    let other = self.session(keepGoing: true)
    other.run("init seed=2\nrepeat 3 { forward; backward; step; spread W1; assert t < 2 }")
    #expect(other.run("record --verify").status == 0)
  }

  @Test func safe() throws {
    let folder = try TemporaryFolder()
    let safe = session(isSafe: true)
    let result = safe.run("jot \(folder.path)/out.txt")
    #expect(result.status == 1 && result.errors.contains("out.txt") && folder.read("out.txt").isEmpty)
    #expect(safe.run("spread [1, 5]").lines == ["4"])
  }

  @Test func everyArgument() {
    let values = [
      "3", "-0.0", "nan", "inf", "1e300", "True", "\"text\"", "[1, 2; 3, 4]", "zeros(1, 0)", "X > 0", "A1", "X.shape", "None", "1:2", "tanh", "g1", "undefined",
    ]
    for name in ["spread", "jot", "glance"] {
      let session = session(keepGoing: true, isSafe: true)
      session.run("data xor m=8 seed=2; init 2 2:tanh 1:sigmoid seed=1; forward; backward")
      for value in values {
        for text in [
          "\(name)", "\(name)()", "\(name) \(value)", "\(name) \(value), \(value)", "\(name)(\(value))", "\(name) \(value) { }", "x = \(name)(\(value))",
          "\(name) 3 scale=(\(value))", "\(name) 3 unit=\(value.replacing(" ", with: ""))",
        ] {
          let result = session.run(text)
          #expect(result.status == 0 || result.errors.contains("error: "), "\(text): \(result)")
        }
      }
      #expect(session.run("print 1").lines == ["1"])
    }
  }

  @Test func vocabulary() throws {
    let found = try #require(Vocabulary.commands(of: Self.registry).first { $0.name == "spread" })
    #expect(found.options.map(\.name) == ["scale", "unit"] && found.options[1].choices == ["metres", "feet"] && found.example == ["spread [1, 5]"])
    #expect(Vocabulary.commands.count == CommandRegistry.standard.all.count)
  }
}

/// An activation that is added to the list is known wherever activations are read.
@Suite struct ActivationWalkTests {
  private static let network = "data moons m=60 seed=3; init 2 3:softsign 1:sigmoid seed=1 weights=xavier; forward; backward"

  private func walk(_ text: String, json: Bool = false, body: (TestSession, Transcript) throws -> Void) rethrows {
    try Activations.$added.withValue([Softsign()]) {
      let session = TestSession(json: json)
      let transcript = session.run(text)
      #expect(transcript.status == 0, "\(text): \(transcript.errors)\(transcript.output)")
      try body(session, transcript)
    }
  }

  private func walk(_ text: String) { walk(text) { _, _ in } }

  private func lines(_ text: String) -> [String] {
    var lines: [String] = []
    walk(text) { lines = $1.lines }
    return lines
  }

  @Test func isTheTestsOwn() {
    #expect(Activations.named("softsign") == nil && run("init 2 3:softsign 1").errors.contains("unknown activation 'softsign'"))
    walk("init 2 3:softsign 1:sigmoid") { _, _ in #expect(Vocabulary.activations.last == "softsign") }
    #expect(!Vocabulary.activations.contains("softsign"))
  }

  /// A derivative that is a sum gets brackets in a product.
  @Test func bracketsOfSums() {
    #expect(QuantityExplainer.byName(Mixed(), 1) == "(A1 + (1 - A1) / (1 + exp(-Z1)))")
    #expect(QuantityExplainer.byName(Sigmoid(), 2) == "A2 * (1 - A2)" && QuantityExplainer.byName(Tanh(), 1) == "(1 - A1**2)")
  }

  /// Pass and gradients, in one block and in many, hidden and at the output.
  @Test(arguments: [
    network, "X = randn(3, 1500); Y = randn(2, 1500); init 3 5:softsign 4:tanh 2:linear weights=xavier seed=2; forward; backward",
    "X = randn(3, 50); Y = randn(2, 50); init 3 6:relu 2:softsign loss=mse weights=xavier seed=3; forward; backward",
    "X = randn(20, 90); Y = ones(1, 90); init 20 24:softsign 24:softsign 1:sigmoid weights=xavier seed=4; forward; backward",
  ]) func gradients(_ network: String) {
    #expect(lines(network + "; check").contains { $0.hasPrefix("the gradients hold") })
    let equations = """
      for l in 1:L { A[l] = g[l](Z[l]) }
      for l in 1:L - 1 { dZ[l] = dA[l] * g[l]'(Z[l]) }
      assert allclose(softsign(Z1), Z1 / (1 + abs(Z1)))
      assert allclose(softsign'(Z1), 1 / (1 + abs(Z1))**2)
      """
    walk(network + "\n" + equations)
  }

  @Test func costOfAnOutput() {
    walk(
      """
      Y = X[1,:]; init 2 1:softsign loss=mse seed=2; forward; backward
      assert allclose(J, mean(sum((A1 - Y)**2, axis=0)) / 2); dA1 = A1 - Y; evaluate; predict
      """
    )
    walk("init 2 1:softsign loss=mse seed=2; forward; backward; explain J; derive; explain dZ1[1,1]")
  }

  @Test func claims() {
    #expect(lines(Self.network + "; A1 = softsign(Z1); dZ1 = (W2.T @ dZ2) * softsign'(Z1)").allSatisfy { $0.contains("holds") })
    walk(Self.network) { session, _ in
      let failed = session.run("dZ1 = W2.T @ dZ2")
      #expect(failed.status == 3 && failed.errors.contains("g' left out"), "\(failed.errors)")
      let other = session.run("A1 = tanh(Z1)")
      #expect(other.status == 3 && other.errors.contains("tanh in place of the layer's activation"), "\(other.errors)")
      #expect(session.run("softsin(3)").errors.contains("did you mean 'softsign'?"))
      #expect(session.run("softsin + 3").errors.contains("did you mean 'softsign'?"))
      #expect(session.run("softsign + 3").status == 1 && session.run("X'(3)").errors.contains("softsign'"))
    }
  }

  @Test func explanations() {
    let entry = lines(Self.network + "; explain A1[1,1]")
    #expect(entry.last?.contains("/ (1 + abs(") == true, "\(entry)")
    let gradient = lines(Self.network + "; explain dZ1[1,1]")
    #expect(gradient.contains { $0.contains("g1'(Z1[1,1]) = 1 / (1 + abs(") }, "\(gradient)")
    let array = lines(Self.network + "; explain A1").joined(separator: " ")
    #expect(array.contains("softsign, z / (1 + abs(z))") && array.contains("g' = 1 / (1 + abs(z))**2") && !array.contains("softmax"), "\(array)")
    #expect(lines(Self.network + "; derive dZ1").contains { $0.contains("dA1 * 1 / (1 + abs(Z1))**2") })
    #expect(lines(Self.network + "; explain dZ1").count > 3 && lines("shape softsign(X)").first?.contains("softsign") == true)
    #expect(lines(Self.network + "; shape").contains { $0.hasSuffix("g1(Z1), softsign") })
    #expect(lines(Self.network + "; diagnose").first == "nothing found")
    walk(Self.network + "; explain g1; explain softsign") { _, transcript in #expect(!transcript.output.contains("Jacobian"), "\(transcript.output)") }
  }

  @Test(arguments: [
    ("match dZ1 = W2.T @ dZ2", "g' left out"), ("match dZ1 = (W2.T @ dZ2) * tanh'(Z1)", "tanh' for the layer's own derivative"),
    ("match A1 = tanh(Z1)", "tanh in place of"), ("match A1 = softsign'(Z1)", "g' for g"), ("match dZ1 = (W2.T @ dZ2) * softsign'(A1)", "A for Z in g'"),
  ]) func match(_ item: (statement: String, says: String)) {
    #expect(lines(Self.network + "; " + item.statement).contains { $0.contains(item.says) }, "\(lines(Self.network + "; " + item.statement))")
  }

  /// It is a mistake that others make, too.
  @Test func matchInAnotherNetwork() {
    let start = "data moons m=60 seed=3; init 2 3:tanh 1:sigmoid seed=1 weights=xavier; forward; backward; "
    #expect(lines(start + "match A1 = softsign(Z1)").contains { $0.contains("softsign in place of the layer's activation") })
    #expect(lines(start + "match dZ1 = (W2.T @ dZ2) * softsign'(Z1)").contains { $0.contains("softsign' for the layer's own derivative") })
    #expect(!run(start + "match A1 = Z1 / (1 + abs(Z1))").output.contains("softsign"))
  }

  @Test func helpAndCompletion() {
    #expect(lines("help softsign") == ["softsign(z)", "  g(z) = z / (1 + abs(z))", "  g'(z) = 1 / (1 + abs(z))**2, typed softsign'(z)"])
    walk("init; forward") { session, _ in
      func candidates(_ line: String) -> [String] { session.interpreter.complete(line, cursor: line.count) { _ in [] }.candidates }
      #expect(candidates("init 2 3:sof") == ["softmax", "softsign"] && candidates("print softs") == ["softsign"] && candidates("help softs") == ["softsign"])
      #expect(session.run("help softsin").errors.contains("did you mean 'softsign'?"))
      #expect(session.run("init 2 3:softsin 1").errors.contains("did you mean 'softsign'?"))
      #expect(session.run("init 2 3:softmax 1").errors.contains("or softsign") && session.run("softsign = 3").status == 1)
    }
  }

  @Test func filesAndRecordings() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/net.npz"
    walk(Self.network + "; train 5; save \(path); a = W1; init; load \(path); assert array_equal(a, W1); forward; A1 = softsign(Z1)") { session, _ in
      #expect(session.run("record --verify").status == 0)
      #expect(session.run("record \(folder.path)/run.nns").status == 0)
    }
    #expect(folder.read("run.nns").contains("init 2 3:softsign 1:sigmoid"))
    walk(folder.read("run.nns"))
    #expect(run("load \(path)").errors.contains("the activation softsign is not known"))
  }

  /// Steps give the same bits in every way, on several threads too, and time travel gives them back.
  @Test func trainingAndTime() {
    walk(Self.network + "; train 20 alpha=0.5; a = W1; back 7; b = W1; redo 7; assert array_equal(a, W1); goto 13; assert array_equal(b, W1)") { session, _ in
      let single = session.run(
        "goto 0; branch single; repeat 20 { forward; backward; step 0.5 }; assert array_equal(a, W1); diff main single; gradients; timeline")
      #expect(single.status == 0, "\(single.errors)")
    }
    walk(
      """
      X = randn(4, 6000); Y = X[1,:] > 0; init 4 9:softsign 1:sigmoid seed=2; train 6; a = W1
      goto 0; repeat 6 { forward; backward; step }; assert array_equal(a, W1)
      """
    )
    walk(Self.network + "; freeze W1[1,:]; train 3; watch W1; display J; train 2; break when t == 7; train 9; assert t == 7")
    #expect(lines(Self.network + "; train 3 every=1").count == 4)
  }

  @Test func kindsOfLayers() {
    // A network with it after one without, and back: what a pass keeps of layers follows.
    walk(
      """
      init 2 3:tanh 1:sigmoid seed=1; forward; backward; train 2
      init 2 3:softsign 1:sigmoid seed=1; train 2; forward; A1 = softsign(Z1)
      init 2 3:leaky_relu 2:softsign 1:sigmoid seed=1; train 2; forward; A2 = softsign(Z2)
      init 2 3:tanh 1:sigmoid seed=1; train 2; forward; A1 = tanh(Z1)
      """)
  }

  @Test func json() {
    walk(Self.network + "; shape A1; explain dZ1[1,1]; show A1", json: true) { _, transcript in
      #expect(transcript.objects.count >= 3 && transcript.output.contains("softsign"))
    }
  }
}
