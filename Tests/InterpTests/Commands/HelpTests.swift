import Foundation
import Net
import Testing

@testable import Interp

/// What `help` answers to a learner's questions.
@Suite struct HelpTests {
  @Test func firstPage() {
    let lines = run("help").lines
    #expect(lines.count <= 20 && lines.allSatisfy { $0.count <= 80 }, "\(lines)")
    #expect(lines.count { $0.hasPrefix("  ") } == 10)
    for command in ["data", "init", "forward", "backward", "step", "train", "evaluate", "show", "explain", "back"] {
      #expect(lines.contains { $0.hasPrefix("  \(command) ") }, "\(command)")
    }
    let text = lines.joined(separator: " ")
    for group in CommandGroup.allCases { #expect(text.contains(group.rawValue)) }
    #expect(text.contains("help all") && text.contains("Tab"))
  }

  @Test func allByGroup() {
    let lines = run("help all").lines
    for command in CommandRegistry.standard.all { #expect(lines.contains { $0.hasPrefix("  \(command.name) ") }, "\(command.name)") }
    for group in CommandGroup.allCases { #expect(lines.contains("\(group.rawValue): \(group.purpose)")) }
  }

  @Test func groups() {
    for group in CommandGroup.allCases {
      let lines = run("help \(group.rawValue)").lines
      let start = lines.firstIndex { $0.hasPrefix("Commands of the group \(group.rawValue): ") }
      #expect(start != nil, "\(group)")
      for command in CommandRegistry.standard.all where command.group == group {
        #expect(lines[(start ?? 0)...].contains { $0.hasPrefix("  \(command.name) ") }, "\(command.name)")
      }
    }
    // A group, a command and a topic may share a name: all are explained.
    #expect(run("help time").lines.first == "time STATEMENT")
    #expect(run("help network").lines.first?.hasPrefix("network: ") == true)
    #expect(run("help shape").output.contains("shape(a)"))
  }

  /// Questions and a line of the answer.
  @Test(arguments: [
    ("stale", "stale: which values no longer fit"), ("network", "network: how sizes"), ("accuracy", "accuracy: how good"), ("dataset", "dataset: what X"),
    ("train every", "  every=  print the cost each time this many steps are made"), ("train every alpha", "  alpha=  the learning rate of these steps"),
    ("train 'every='", "  every=  print the cost each time this many steps are made"), ("train moment", "train has no option 'moment'. Its options are:"),
    ("train evry", "train has no option 'evry'. Did you mean every=? Its options are:"), ("step moment", "step has no options."),
    ("learning rate", "alpha: the learning rate of step and train"), ("@", "operators: the signs of an expression"),
    ("'=='", "operators: the signs of an expression"), ("\"!=\"", "operators: the signs of an expression"), ("cost", "J: the cost, which training makes small"),
    ("epoch", "train N [alpha= batch= every= until=(condition) optimizer=]"), ("gradient", "  help backward   compute the gradients of every layer"),
    ("gradient", "  help gradients  print the size of every gradient and what a step would change"), ("weights", "W1: the weights of layer 1"),
    ("overfitting", "overfitting: a finding of diagnose"), ("generalization", "accuracy: how good the answers of a network are"),
    ("loop", "  help repeat    run a block N times"), ("exit", "quit [N]"),
    ("how do I go back?", "  help back    go back N steps, or one step without N"),
    ("data csv", "data NAME [m= noise= classes= factor=] | data FILE [y= x= missing= onehot= …],"),
    ("digits", "set digits NUMBER"), ("report", "set report on|off|auto"), ("pi", "pi: a constant"),
    ("Train", "train N [alpha= batch= every= until=(condition) optimizer=]"),
    ("all", "training: make many steps, predict, and measure the result"), ("np.all", "all(a, [axis], [keepdims])"),
    ("--json", "json: --json prints results for programs"),
    ("record --verify", "record FILE.nns [--verify] [branches=yes] | record --verify"), ("1/m", "  help backward  compute the gradients of every layer"),
    ("L(A2, Y)", "L(A, Y): the loss of each example"), ("L", "  L(A, Y) is the loss of each example."), ("W[1]2", "W1: the weights of layer 1"),
    ("a[1](3)", "A1: the output of layer 1"), ("W[l]", "W1: the weights of layer 1"), ("cross entropy", "cross_entropy"), ("leaky relu", "leaky_relu(z)"),
    ("g1", "g1: the activation of layer 1"), ("\"tanh'\"", "  g(z) = (exp(z)"), ("tanh'", "  g(z) = (exp(z)"), ("train every=3", "  every=  print the cost"),
    ("init 2 4:tanh weights=he", "  weights=  how the weights are drawn"), ("== # a comment", "operators: the signs"), ("elif", "if C"),
    ("True", "True: a constant"),
    ("ans", "ans: "), ("Q", "Q: in usage lines, a name"), ("E", "E: in usage lines, anything"), ("e", "e: a constant"), ("forw", "forward | forward E"),
    ("vanishing", "  help vanishing-gradients "), ("relative error", "check [W1"), ("scalar", "indexing: rows and columns"),
    ("grid search", "compare NAME="), ("hyperparameters", "compare NAME="), ("sweep", "compare NAME="), ("ablation", "compare NAME="),
    ("batch", "batch: the examples of the present gradients"), ("mini-batch", "  help train  make many steps"), ("cancels", "explain Q"),
    ("curvature", "  help diff "), ("missing", "  data … missing="), ("units=", "  predict … units="),
    ("weights", "  init … weights="),
  ])
  func answers(_ question: String, _ line: String) {
    let answer = run("help \(question)")
    #expect(answer.status == 0 && answer.lines.contains { $0.hasPrefix(line) }, "\(question): \(answer.output)\(answer.errors)")
  }

  @Test(arguments: [
    ("nothing", "type help all"), ("-c", "hint:"), ("forwad", "did you mean 'forward'?"), ("the", "type help all"), ("qqq zzz", "type help all"),
    ("epochh", "did you mean 'epoch'"),
  ])
  func unknown(_ question: String, _ hint: String) {
    let answer = run("help \(question)")
    #expect(answer.status == 1 && answer.errors.contains("no help on '\(question)'") && answer.errors.contains(hint), "\(answer.errors)")
  }

  /// Every name that diagnose prints has a text and the statement that runs its lesson.
  @Test func findings() {
    for kind in Finding.Kind.allCases {
      let lines = run("help \(kind.rawValue)").lines
      let text = lines.flatMap { $0.split(separator: " ") }.joined(separator: " ")
      #expect(lines[0].hasPrefix(kind.rawValue) && text.contains(/Lesson (3[1-8]|55) is about it; source scripts\/\1-[a-z-]+\.nns runs it\.$/), "\(lines)")
    }
  }

  /// `lesson N` names the script of that lesson, and every lesson has its script.
  @Test func lessons() throws {
    let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let files = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("scripts").path).filter { $0.hasSuffix(".nns") }.sorted()
    for (index, file) in files.enumerated() { #expect(Lessons.statement(index + 1) == "source scripts/\(file)") }
    #expect(Lessons.statement(files.count + 1) == nil && Lessons.statement(0) == nil)
    #expect(run("lesson 55").errors.contains("this one runs by: source scripts/55-overfitting.nns"))
    #expect(run("lesson 5").errors.contains("this one runs by: source scripts/05-breast-cancer.nns"))
    #expect(run("lesson 99").errors.contains("as in: source scripts/01-first-session.nns") && run("lesson 5.5").errors.contains("as in: source"))
    let rule = run("help overfitting").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(rule.contains("more than 5 % and more than one standard error of the rise"))
  }

  /// Two texts of one name are one line of a search.
  @Test func oneLineAName() {
    for question in ["networks", "times", "shape of a matrix"] {
      let names = run("help \(question)").lines.filter { $0.hasPrefix("  help ") }.map { $0.split(separator: " ")[1] }
      #expect(Set(names).count == names.count, "\(question): \(names)")
    }
  }

  /// A search lists few hits, one line each, and each of them can be asked for.
  @Test func hits() {
    for question in ["number", "the size of a matrix", "gradient", "how many steps"] {
      let lines = run("help \(question)").lines
      #expect(lines[0] == "'\(question)' is explained in:" && lines.count { $0.hasPrefix("  help ") } <= 8, "\(question): \(lines)")
    }
    for entry in HelpEntry.all(.standard) { #expect(run("help \(entry.name)").status == 0, "\(entry.name)") }
  }

  /// Every text is a sentence or a phrase: no empty pieces, cautions end in a full stop.
  @Test func texts() {
    for command in CommandRegistry.standard.all {
      for text in command.details + command.cautions { #expect(text.hasSuffix(".") && text.first?.isWhitespace == false, "\(command.name): \(text)") }
      #expect(!command.summary.hasSuffix("."))
      let lines = run("help \(command.name)").lines
      for caution in command.cautions { #expect(lines.joined(separator: " ").contains(caution.prefix(20)), "\(command.name)") }
    }
  }

  @Test func completion() {
    func candidates(_ line: String) -> [String] { TestSession().interpreter.complete(line, cursor: line.count) { _ in [] }.candidates }
    #expect(candidates("help train ev") == ["every"] && candidates("help stal") == ["stale"] && candidates("help all") == ["all", "allclose"])
    #expect(candidates("help each") == ["each step"] && candidates("help dig") == ["digits"])
  }

  /// Sentences of results are broken between words on a terminal. Elsewhere each stays on its line.
  @Test func sentencesOfResults() {
    let text = "init weights=xavier seed=4; forward; backward; step; explain dW1[2,1]"
    func lines(_ breaks: Bool) -> [String] {
      var options = Interpreter.Options()
      (options.breaksSentences, options.echo) = (breaks, true)
      var output = ""
      Interpreter(options: options) { stream, text in if stream != .progress { output += text } }.run(text, name: "<prompt>")
      return output.split(separator: "\n").map(String.init)
    }
    let whole = "step 1: W = W - 0.1 * dW, b = b - 0.1 * db in every layer; Z, A, J and gradients are stale now"
    #expect(lines(false).contains(whole) && !lines(true).contains(whole))
    #expect(lines(true).contains("are stale now") && lines(true).joined(separator: " ").contains(whole))
  }

  /// On a terminal no line of an explanation, a derivation or a repair is wider than the window, so no word is cut. Elsewhere rows stay whole.
  @Test func wideRowsOfResults() {
    let start =
      "data moons noise=0.35 m=200 split=0.4,0.4,0.2 seed=2; init 2 20:tanh 1:sigmoid weights=xavier seed=2; train 2000 alpha=1; forward; backward\n"
    for statement in ["explain dW1[2,1]", "derive dW1", "diagnose apply=1"] {
      func lines(_ breaks: Bool) -> [String] {
        var options = Interpreter.Options()
        (options.breaksSentences, options.width) = (breaks, 72)
        var output = ""
        Interpreter(options: options) { stream, text in if stream == .standardOutput { output += text } }.run(start + statement, name: "<prompt>")
        return output.split(separator: "\n").map(String.init)
      }
      let (whole, broken) = (lines(false), lines(true))
      #expect(broken.allSatisfy { $0.count <= 72 } && whole.contains { $0.count > 72 }, "\(statement): \(broken.filter { $0.count > 72 })")
      func words(_ lines: [String]) -> [Substring] { lines.flatMap { $0.split(separator: " ") } }
      #expect(words(broken) == words(whole), "\(statement)")
    }
  }

  /// Only help that was typed at the prompt may be shown page by page, and `set pager off` ends that.
  @Test func pages() {
    func streams(_ text: String, atPrompt: Bool, _ change: (inout Interpreter.Options) -> Void = { _ in }) -> Set<Interpreter.Stream> {
      var options = Interpreter.Options()
      change(&options)
      var seen: Set<Interpreter.Stream> = []
      let interpreter = Interpreter(options: options) { stream, _ in seen.insert(stream) }
      interpreter.run(text, name: "<prompt>", atPrompt: atPrompt)
      return seen
    }
    #expect(streams("help", atPrompt: true) == [.pages] && streams("help", atPrompt: false) == [.standardOutput])
    #expect(streams("set pager off; help", atPrompt: true) == [.standardOutput] && streams("set", atPrompt: true) == [.standardOutput])
    #expect(streams("help", atPrompt: true) { $0.json = true } == [.verbatim] && streams("help", atPrompt: true) { $0.isSafe = true } == [.standardOutput])
    #expect(run("set pager maybe").errors.contains("it must be on or off"))
  }

  /// docs/reference.md is what the program prints with `--reference`.
  @Test func reference() throws {
    let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let file = try String(contentsOf: root.appendingPathComponent("docs/reference.md"), encoding: .utf8)
    #expect(file == Interpreter.reference, "docs/reference.md is not current: make docs writes it")
    for command in CommandRegistry.standard.all { #expect(file.contains("#### \(command.name)\n")) }
    for topic in Topic.all { #expect(file.contains("### \(topic.name)\n")) }
    for function in Functions.all { #expect(file.contains("| `\(function.name)(")) }
  }
}
