import TestSupport
import Testing

@testable import Interp

@Suite struct CommandTests {
  /// Forms of `init`, each with a part of its report: the sizes, activations, loss and weights.
  static let networks: [(String, String)] = [
    ("init", "network 2-4-1: 17 parameters, loss cross_entropy"), ("init 2 3 1", "network 2-3-1"), ("init 2 3:relu 3:leaky_relu 1", "network 2-3-3-1"),
    ("init 2 1", "loss cross_entropy"), ("init 2 3:softmax", "loss categorical"),
    ("init 2 1:linear", "loss mse"), ("init 2 1:tanh", "loss mse"), ("init 2 1 loss=mse", "layer 1  linear"), ("init 2 3 loss=categorical", "layer 1  softmax"),
    ("init 2 1:relu loss=cross-entropy", "loss cross_entropy"),
    ("data blobs classes=3; init", "network 2-4-3: 27 parameters, loss categorical"), ("Y = randn(1, 400); init", "loss mse"),
    ("Y = ones(3, 400); init", "layer 2  sigmoid"), ("n = 7; init 2 n 1", "network 2-7-1"), ("init 2 (2 + 3):relu 1", "network 2-5-1"),
    ("init 5 4 3", "network 5-4-3"), ("init 2 1 weights=he seed=3", "randn * sqrt(2 / n_before), seed 3"), ("init 2 1 scale=5", "scale 5"),
  ]

  @Test(arguments: networks) func initialises(_ item: (String, String)) {
    let transcript = run(item.0, atPrompt: true)
    #expect(transcript.output.contains(item.1), "\(item.0): \(transcript.output)\(transcript.errors)")
  }

  @Test func reportsAtThePromptAlone() {
    #expect(run("init; forward; backward; step; train 3").output.isEmpty)
    #expect(run("init\nforward\nbackward\nstep\ntrain 3", atPrompt: true).lines.count > 15)
    #expect(run("set report on; init 2 1").output.contains("network 2-1"))
    #expect(run("repeat 2 { init 2 1 }", atPrompt: true).output.isEmpty)
    #expect(run("init; train 4 every=2").lines.map { $0.prefix(6) } == ["step 0", "step 2", "step 4"])
  }

  @Test func echoIsTheTranscript() {
    let typed = "init 2 1 seed=1\nforward\nrepeat 2 {\n  print 1\n}\nW1\n"
    let echoed = TestSession(echo: true).run(typed).output
    #expect(echoed.hasPrefix("nn> init 2 1 seed=1\nnetwork 2-1: 3 parameters"))
    #expect(echoed.contains("nn> repeat 2 {\n...   print 1\n... }\n1\n1\nnn> W1\n(1, 2)"))
    // The lines are those that a prompt prints after each typed line.
    var atPrompt = ""
    let session = TestSession(atPrompt: true)
    for line in ["init 2 1 seed=1", "forward", "repeat 2 {\n  print 1\n}", "W1"] {
      atPrompt += "nn> " + line.replacingOccurrences(of: "\n", with: "\n... ") + "\n" + session.run(line).output
    }
    #expect(echoed == atPrompt)
    #expect(run("set echo on\nprint 1").output == "nn> print 1\n1\n")
  }

  /// A training on the flower set has the costs of the course.
  @Test func courseRun() {
    let transcript = run("init 2 4:tanh 1:sigmoid seed=2; train 1000 alpha=1.2 every=1000")
    #expect(transcript.lines == ["step 0: J = 0.693048", "step 1000: J = 0.288083"])
  }

  @Test func trainStops() {
    #expect(run("init seed=2; train 10000 alpha=1.2 until=(J < 0.5); J < 0.5; t < 1000", json: true).objects[0]["stopped"] as? String == "(J < 0.5)")
    #expect(run("init; train 0; t").lines == ["0"])
    #expect(run("init; train 10 speed=3").errors.contains("has no option"))
    // The condition reads the parameters after the step.
    #expect(run("init seed=1; a = W1; train 5 until=(any(W1 != a)); t").lines == ["1"])
    #expect(run("init seed=1; train 50 until=(t >= 7); t").lines == ["7"])
  }

  @Test func divergenceIsWarnedAbout() {
    let transcript = run("Y = randn(1, 400); X = X * 1e150; init 2 1:linear scale=1e150; forward")
    #expect(transcript.status == 0 && transcript.errors.contains("J is not finite"))
  }

  /// Outputs outside (0, 1) under cross-entropy give a J of inf or NaN with a warning. The gradients follow the chain rule.
  @Test func generalChainRule() {
    for output in ["relu", "tanh", "linear"] {
      let transcript = run("init 2 1:\(output) loss=cross_entropy scale=1 seed=4; forward; backward; dZ1 = dA1 * g1'(Z1); dA1 = -Y / A1 + (1 - Y) / (1 - A1)")
      #expect(transcript.errors.contains("J is not finite"), "\(output): \(transcript.errors)")
      #expect(
        run(
          "init 2 1:\(output) loss=cross_entropy seed=4; W1 = 0.01 * W1; b1 = 0.4; forward; backward; dA1 = -Y / A1 + (1 - Y) / (1 - A1); dZ1 = dA1 * g1'(Z1); dW1 = 1/m * dZ1 @ X.T"
        ).status == 0, "\(output)")
    }
  }

  @Test func saturatedSigmoid() {
    let session = TestSession()
    session.run("init 2 1:sigmoid; W1 = [0, 0]; b1 = 40; forward; backward")
    #expect(session.run("A1[1,1] == 1; J").lines == ["True", "20"])
    #expect(session.run("dA1[1,1]; dA1[1,400]").lines == ["2.35385e+17", "-1"])
  }

  /// n0 of `init` is that of the data, also where the present network has other inputs.
  @Test func inputsOfNewData() {
    let session = TestSession()
    #expect(session.run("init 2 3 1; X = ones(5, 4); Y = [0, 1, 0, 1]; init n0 2 1; forward; W1.shape").lines.last == "(2, 5)")
    #expect(session.run("init n_x 2 1; init n1 2 1; W1.shape").lines.last == "(2, 2)")
  }

  /// J is below 0 for targets that are no shares. That is said once.
  @Test func negativeCost() {
    let session = TestSession()
    let text = "X = [1, 2]; Y = [3, 2]; init 1 1:sigmoid loss=cross_entropy weights=zeros; b1 = 5; forward\n"
    #expect(session.run(text).errors.contains("J is below 0, because Y has numbers outside of 0 to 1"))
    #expect(!session.run(text).errors.contains("J is below 0"))
    #expect(!TestSession().run("init; forward").errors.contains("J is below 0"))
  }

  @Test func severalSigmoidUnits() {
    let session = TestSession()
    session.run("X = [1, 2; 3, 4]; Y = [1, 0; 0, 1]; init 2 2:sigmoid loss=cross_entropy weights=zeros; forward; backward")
    #expect(session.run("J").lines == ["1.38629"])
    #expect(session.run("dZ1 = A1 - Y").status == 0)
    // An example counts as right only where all its units are right.
    let lines = session.run("b1 = [5; -5]; evaluate").lines
    #expect(lines[0].contains("accuracy 50.00 %") && !lines[0].contains("commonest"))
    // Each unit decides separately, so each has its own table.
    #expect(lines.filter { $0.contains("true \\ predicted") }.count == 2 && lines[1].hasPrefix("unit 1: true"), "\(lines)")
  }

  @Test func leakySlope() {
    let session = TestSession()
    session.run("set leaky_slope 0.3; init 2 1:leaky_relu loss=mse; W1 = [-1, 0]; X = [10; 0]; forward")
    #expect(session.run("A1; leaky_relu(-10)").lines == ["(1, 1)", "    1", "1  -3", "-3"])
    #expect(session.run("g1'(-1); leaky_relu'(-1)").lines == ["0.3", "0.3"])
  }

  @Test func predictAndEvaluate() {
    let session = TestSession()
    session.run("data blobs m=30 classes=3 split=0.8 seed=2; init 2 3:softmax; train 500 alpha=0.1")
    let lines = session.run("evaluate").lines
    #expect(lines.count == 10 && lines[0].hasPrefix("train: J = ") && lines[5].hasPrefix("test: J = "), "\(lines)")
    #expect(lines[0].contains("; the commonest class has ") && lines[1].hasPrefix("true \\ predicted  0  1  2  precision"), "\(lines)")
    let predicted = session.run("use test; predict").lines.last!
    #expect(predicted.hasPrefix("classes ") && predicted.split(separator: " ").count == 7)
    #expect(run("init 2 1:linear loss=mse; evaluate").lines[0].contains("accuracy") == false)
  }

  @Test func settings() {
    #expect(run("set digits 12; 1/3").lines == ["0.333333333333"])
    #expect(
      run("set data.memory 100; set").lines.suffix(4) == ["data.memory      100", "plots            auto", "plot.pixels      off", "pager            on"])
    #expect(
      run("set").lines.dropLast(4) == ["digits           6", "report           auto", "echo             off", "leaky_slope      0.01", "timeline.memory  64"])
    #expect(run("set digit 3").errors.contains("did you mean 'digits'"))
  }

  @Test func quitGivesItsStatus() {
    #expect(run("quit 7; print 1").status == 7)
    #expect(run("repeat 3 { print 1; quit }").lines == ["1"])
  }

  @Test func keepGoing() {
    let session = TestSession(keepGoing: true)
    let transcript = session.run("print 1; undefined; print 2\nprint 3\nrepeat 2 {\n  print (\n}\nprint 4\nassert 1 == 2\nprint 5\n")
    #expect(transcript.lines == ["1", "3", "4", "5"] && transcript.status == 1, "\(transcript)")
  }

  /// With `-k` the status comes from the first error, also where a sourced file went on after it. `quit` without a number keeps this status.
  @Test(arguments: [
    ("source F", 1), ("source F; assert 1 == 2", 1), ("source F\nassert 1 == 2", 1), ("assert 1 == 2\nsource F", 3), ("repeat 2 { source F; nosuch }", 1),
    ("source G\nnosuch", 3), ("source G\nquit", 3), ("source G\nquit 0", 0), ("source H\nassert False", 3), ("source Q\nnosuch", 3), ("source S\nnosuch", 0),
    ("1", 0),
  ])
  func keepGoingInFiles(_ statements: String, _ status: Int32) throws {
    let folder = try TemporaryFolder()
    for (name, text) in [
      ("F", "a = 1\nnosuch\nb = 2\n"), ("G", "assert 1 == 2\nsource F\n"), ("H", "source E\n"), ("E", "1\n"), ("Q", "assert False\nquit\n"),
      ("S", "nosuch\nquit 0\n"),
    ] { try folder.write(name, text) }
    let session = TestSession(keepGoing: true)
    #expect(session.run(statements, name: folder.path + "/script.nns").status == status)
  }

  @Test func sourceIsBounded() {
    #expect(run("source /dev/full").status == 1)
  }

  /// `shape` lists every quantity of three layers, with its shape in numbers and names and its formula.
  @Test func shapesOfEverything() {
    let lines = run("data moons m=50; init 2 5:relu 3 1; shape").lines
    for line in [
      "X         (2, 50)  (n0, m)   data, an example a column", "W2        (3, 5)   (n2, n1)  parameter", "b2        (3, 1)   (n2, 1)   parameter",
      "Z2        (3, 50)  (n2, m)   W2 @ A1 + b2", "A1        (5, 50)  (n1, m)   g1(Z1), relu", "dZ3       (1, 50)  (n3, m)   A3 - Y",
      "dW3       (1, 3)   (n3, n2)  1/m * dZ3 @ A2.T", "db1       (5, 1)   (n1, 1)   1/m * sum(dZ1, axis=1, keepdims=True)",
      "dA1       (5, 50)  (n1, m)   W2.T @ dZ2", "dZ2       (3, 50)  (n2, m)   (W3.T @ dZ3) * g2'(Z2)",
      "J                  scalar    mean over the m examples, cross_entropy",
    ] { #expect(lines.contains(line), "\(line)") }
    #expect(lines.count == 1 + 2 + 3 * 8 + 1 + 2)
    #expect(lines[28] == "coincidence: n3 = 1, so a wrong formula can also have this shape; shape n3=7" && lines[29] == "shows it")
  }

  @Test func whoListsVariables() {
    #expect(run("b2_copy = zeros(3, 1); a = 2; init; who").lines == ["a        scalar", "b2_copy  (3, 1)"])
  }

  @Test func bigMatricesSayWhatTheyLeaveOut() {
    let session = TestSession()
    let lines = session.run("show X").lines
    #expect(lines.last == "some entries are left out; show X all=yes prints all" && lines.allSatisfy { $0.count <= 80 })
    #expect(session.run("show X all=yes").lines[1].split(separator: " ").count == 400)
    let tall = session.run("show X.T").lines
    #expect(tall.count == 1 + 1 + 14 + 1 && tall.contains { $0.hasPrefix("  …") || $0.hasPrefix("…") })
    // The labels are the numbers of the examples.
    #expect(session.run("show X[:, 398:400]").lines[1].split(separator: " ") == ["398", "399", "400"])
    #expect(session.run("init; show W1[2:3, 2]").lines[2].hasPrefix("2"))
  }

  @Test func showTakesBlanksBetweenNames() {
    #expect(run("init; show W1 b1").lines.filter { $0.hasPrefix("b1 ") || $0.hasPrefix("W1 ") }.count == 2)
    #expect(run("init; show J alpha").status == 1)
    #expect(run("show alpha, m").lines == ["alpha = 0.1", "m = 400"])
  }

  /// An option that another tool has is answered with an example that runs here.
  @Test func optionsOfOtherTools() {
    var count = 0
    for command in CommandRegistry.standard.all {
      for (name, statement) in command.syntax.foreignOptions {
        let failed = run("init; \(command.name) 2 \(name)=1")
        #expect(failed.status == 1 && failed.errors.contains("\(command.name) has no option '\(name)='\n"), "\(failed.errors)")
        #expect(failed.errors.contains("hint: \(statement)\n") && run("init; " + statement).status == 0, "\(statement)")
        count += 1
      }
    }
    #expect(count > 20)
    let share = run("data moons m=50 test=0.2 seed=3")
    #expect(share.status == 1 && share.errors.contains("hint: data moons m=50 seed=3 split=0.8\n"), "\(share.errors)")
    #expect(run("set report on; data moons m=50 seed=3 split=0.8").output.contains("40 train, 10 test"))
  }
}
