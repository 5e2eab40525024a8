import Foundation
import Net
import Testing

@testable import Interp

@Suite struct CompletionTests {
  private let files: (String) -> [(name: String, isFolder: Bool)] = { folder in
    folder == "."
      ? [("data.csv", false), ("run.nns", false), ("DATA.NPZ", false), ("notes.txt", false), ("page.html", false), ("scripts", true), (".hidden.npz", false)]
      : folder == "scripts/" ? [("first.nns", false), ("page.html", false)] : []
  }

  private func candidates(_ line: String, setUp: String = "init") -> [String] {
    let session = TestSession()
    session.run(setUp)
    let completion = session.interpreter.complete(line, cursor: line.count, files: files)
    let head = String(line.prefix(completion.replaced.lowerBound))
    return completion.candidates.map { head + $0 }
  }

  @Test func table() {
    #expect(candidates("forw") == ["forward"])
    #expect(candidates("sh") == ["shape", "show", "shuffle"])
    #expect(candidates("zzz").isEmpty)
    #expect(candidates("show W") == ["show W1", "show W2"])
    #expect(candidates("show W1, dZ") == ["show W1, dZ1", "show W1, dZ2"])
    #expect(candidates("show W", setUp: "").isEmpty)
    #expect(candidates("init 2 4:ta") == ["init 2 4:tanh"])
    #expect(candidates("init we") == ["init weights="])
    #expect(candidates("init weights=x") == ["init weights=xavier"])
    #expect(candidates("data m") == ["data moons"])
    #expect(candidates("data sc") == ["data scripts/"])
    #expect(candidates("data d") == ["data data.csv"])
    #expect(candidates("data moons noi") == ["data moons noise="])
    #expect(candidates("load ") == ["load DATA.NPZ", "load scripts/"])
    #expect(candidates("export session.html p") == ["export session.html precision="] && candidates("export W1 da") == ["export W1 data.csv"])
    #expect(
      candidates("export net.") == [".html", ".onnx", ".py", ".safetensors", ".tex", ".torch.py"].map { "export net" + $0 }
        && candidates("export a/net.torch.") == ["export a/net.torch.py"])
    #expect(candidates("export .").allSatisfy { !$0.hasPrefix("export ..") } && candidates("export W1 w.") == ["export W1 w.csv"])
    #expect(candidates("save net.") == ["save net.npz"] && candidates("record a.n") == ["record a.nns"] && candidates("load net.").isEmpty)
    #expect(candidates("export (W1 @ X) w.") == ["export (W1 @ X) w.csv"] && candidates("export net.v1.o") == ["export net.v1.onnx"])
    #expect(candidates("export $x.o").isEmpty && candidates("save a=b.").isEmpty)
    #expect(candidates("plot J to=j.s") == ["plot J to=j.svg"] && candidates("data data.csv test=new.").isEmpty)
    #expect(candidates("export W") == ["export W1", "export W2"])
    #expect(candidates("plot J s", setUp: "init; train 2; goto 1; branch slow") == ["plot J size=", "plot J slow"])
    #expect(
      candidates("plot activation t") == ["plot activation tanh"] && candidates("plot boundary u") == ["plot boundary unit="]
        && candidates("plot hist W") == ["plot hist W1", "plot hist W2"])
    #expect(candidates("display plo") == ["display plot"] && candidates("display plot boun") == ["display plot boundary"])
    #expect(candidates("train ma") == ["train max", "train maximum"])
    #expect(candidates("step 1 ").isEmpty)
    #expect(candidates("shape W1 @ dA") == ["shape W1 @ dA1", "shape W1 @ dA2"])
    #expect(candidates("compare ", setUp: "k = 1") == ["alpha=", "k=", "keep_prob=", "lambda=", "repeats=", "seconds=", "seed="].map { "compare " + $0 })
    #expect(candidates("compare alpha=0.1,1 al").isEmpty && candidates("compare alpha=1 rep") == ["compare alpha=1 repeats="])
    #expect(candidates("compare k=ta") == ["compare k=tanh"] && candidates("compare k=1 { ini") == ["compare k=1 { init"])
    #expect(
      candidates("compare k=(W") == ["compare k=(W1", "compare k=(W2"]
        && candidates("compare repeats=2 se") == ["compare repeats=2 seconds=", "compare repeats=2 seed="])
    #expect(candidates("source scripts/f") == ["source scripts/first.nns"])
    #expect(candidates("export scripts/") == ["export scripts/page.html"])
    #expect(candidates("load .h") == ["load .hidden.npz"])
    #expect(candidates("set di") == ["set digits"])
    #expect(candidates("use tr") == ["use train"])
    #expect(candidates("help tan") == ["help tan", "help tanh"])
    #expect(candidates("forward; ste") == ["forward; step"])
    #expect(candidates("repeat 3 { backw") == ["repeat 3 { backward"])
    #expect(candidates("a = W") == ["a = W1", "a = W2"])
    #expect(candidates("my", setUp: "my_value = 3") == ["my_value"])
    #expect(candidates("back") == ["back", "backward"])
    #expect(candidates("expo") == ["exponential", "export"] && candidates("expor") == ["export"])
    #expect(candidates("goto ", setUp: "init; train 2; back; branch smaller; k = 1") == ["goto k", "goto main", "goto smaller", "goto when"])
    #expect(candidates("diff main sm", setUp: "init; train 2; back; branch smaller") == ["diff main smaller"])
    #expect(candidates("break wh") == ["break when"] && candidates("break when dZ") == ["break when dZ1", "break when dZ2"])
    #expect(
      candidates("trace of") == ["trace off"] && candidates("trace J, W") == ["trace J, W1", "trace J, W2"] && candidates("trace J t").contains("trace J to="))
    #expect(candidates("trace J to=d") == ["trace J to=data.csv"] && candidates("trace J to=scr") == ["trace J to=scripts/"])
    #expect(candidates("disp") == ["display"] && candidates("display J, al") == ["display J, all", "display J, allclose", "display J, alpha"])
    #expect(candidates("train 10 al") == ["train 10 alpha="])
    #expect(candidates("predict d").contains("predict data.csv") && candidates("predict d").contains("predict dW1"))
    #expect(candidates("predict \"n") == ["predict \"notes.txt\""] && candidates("predict X * d").contains("predict X * dW1"))
    #expect(candidates("predict data.csv u") == ["predict data.csv units=", "predict data.csv unknown="])
    #expect(candidates("show Ym", setUp: "X = randn(1, 3)").isEmpty)
  }

  /// Each file that a command reads is offered.
  @Test func suffixesOfFiles() {
    let names = ["a.csv", "b.dat", "c.npy", "d.npz", "e.mat", "f.h5", "g.hdf5", "h.gz", "i.safetensors", "j.onnx", "k.nns"]
    func offered(_ line: String) -> [String] {
      let session = TestSession()
      session.run("init; forward; backward")
      let found = session.interpreter.complete(line, cursor: line.count) { _ in names.map { ($0, false) } }
      return found.candidates.filter { names.contains($0) }
    }
    #expect(offered("load ") == ["d.npz", "e.mat", "f.h5", "g.hdf5", "i.safetensors", "j.onnx"])
    #expect(offered("data ") == ["a.csv", "b.dat", "c.npy", "d.npz", "e.mat", "f.h5", "g.hdf5", "h.gz"])
    #expect(offered("predict ") == offered("data "))
    #expect(offered("match dW1 ") == ["a.csv", "b.dat", "c.npy", "d.npz"])
  }

  @Test func suffixes() {
    let session = TestSession()
    #expect(session.interpreter.complete("source scr", cursor: 10, files: files).suffix == "")
    #expect(session.interpreter.complete("forw", cursor: 4, files: files).suffix == " ")
    #expect(session.interpreter.complete("init sca", cursor: 8, files: files).suffix == "")
    // Only what stands before the cursor counts.
    #expect(session.interpreter.complete("forward W1", cursor: 4, files: files).candidates == ["forward"])
  }

  /// What fits the place and nothing else: the text before it, what must be offered, what must not.
  static let places: [(String, [String], [String])] = [
    ("np.", ["abs", "sum", "pi", "linalg.", "random.", "zeros"], ["norm", "randn", "W1", "sigmoid", "init", "J", "len", "str", "True"]),
    ("np.su", ["sum"], ["subtract "]), ("a = np.random.", ["rand", "randn", "permutation", "seed"], ["sum", "W1", "pi"]),
    ("random.", ["randn"], ["sum"]), ("np.linalg.", ["norm"], ["sum", "T"]), ("a = 1 + numpy.linalg.n", ["norm"], ["nan"]),
    ("W2.", ["T", "shape", "size", "sum", "reshape"], ["W1", "randn", "pi", "arange", "init", "exp", "isnan"]),
    ("show W2.s", ["shape", "sum"], ["sigmoid", "sW"]),
    ("(W1 @ X).", ["T", "shape"], ["W1"]), ("W2.T.", ["T"], ["W2"]), ("X[1, :].", ["shape"], ["X"]), ("2.", [], ["T", "sum"]),
    ("dW1[", [], ["W1", "sum", "m"]), ("show dW1[1, ", [], ["W1"]), ("W1[argmax(A", ["A1", "A2"], ["axis="]), ("a = [W", ["W1"], ["X"]),
    ("goto when ", ["J", "W1", "sum", "t", "True"], ["main", "when", "goto"]), ("goto when J < a", ["alpha", "abs"], ["main"]),
    ("goto ", ["main", "when"], ["W1", "sum", "init"]), ("goto main:", [], ["main", "when"]), ("diff ", ["main"], ["when", "W1"]),
    ("diff main ", ["main"], ["when"]), ("diff main main ", ["top="], ["main"]),
    ("sum(dZ1, ax", ["axis="], ["alpha"]), ("sum(dZ1, ", ["axis=", "keepdims=", "W1"], ["a=", "dtype="]), ("np.sum(dZ1, axis=1, ", ["keepdims="], ["axis="]),
    ("dZ1.sum(", ["axis=", "keepdims="], ["a="]), ("np.mean(A1, axis=1, keepdims=T", ["True"], ["keepdims="]), ("exp(", ["W1"], ["axis="]),
    ("a = allclose(A1, A2, ", ["rtol=", "atol="], ["a=", "b="]), ("sum((A1, ", ["A2"], ["axis="]),
    ("freeze ", ["W1", "b1", "W2", "b2"], ["X", "dW1", "sum", "J"]), ("freeze W1, ", ["b2"], ["X"]), ("freeze W1[", [], ["W1", "1"]),
    ("unfreeze ", [], ["W1"]), ("break ", ["when"], ["where", "W1"]), ("break when ", ["J", "dW1"], ["when"]),
    ("explain ", ["dW1", "J", "alpha"], ["sum", "init"]), ("derive ", ["dW1", "dZ2", "db1", "dA1"], ["W1", "J", "sum"]), ("match ", ["dW1", "J"], ["sum"]),
    ("match dW1 ", ["data.csv", "scripts/"], ["W1"]), ("match dW1 = ", ["W1", "sum"], ["data.csv"]), ("match dW1 = \"", ["\"data.csv\""], ["W1"]),
    ("check dW1 = 1/m * dZ1 @ X.T, ", ["dW2"], ["sum", "data.csv"]), ("show W1 ", ["W2", "all="], []), ("show W1 + b1 ", ["all="], ["W1"]),
    ("forward W1 ", ["units="], ["W1", "sum"]), ("a = W1 ", [], ["W1", "sum"]), ("a = W1 @ ", ["X"], ["init"]), ("if t > 1 { for", ["forward", "for"], []),
    ("if J < ", ["alpha"], ["init"]), ("while ", ["J"], ["init"]), ("for i in ", ["m"], ["init"]), ("for i ", [], ["W1"]), ("repeat ", ["m"], ["init"]),
    ("time ", ["train", "W1"], []), ("time train 5 ", ["alpha="], ["W1"]), ("repeat 2 { forward; ba", ["backward"], ["abs"]),
    ("if t > 1 { t } el", ["else"], []), ("if t > 1 { t } else if t { t } ", ["else"], ["W1", "init"]), ("if t > 1 { t } else { t } ", [], ["else"]),
    ("repeat 2 { t } ", [], ["else"]),
    ("repeat 2 { t }; ", ["init"], ["else"]), ("train 10 until=(J < a", ["alpha"], ["alpha="]), ("train 10 alpha=0.1 ", ["every="], ["alpha=", "W1"]),
    ("use ", ["train"], ["dev"]), ("set ", ["digits", "report"], ["W1"]), ("set report ", ["on", "off", "auto"], ["digits"]), ("set digits ", [], ["on"]),
    ("help ", ["init", "sum", "W1", "tanh"], []), ("record ", ["--verify"], ["W1"]), ("gradients ", [], ["W1"]), ("diagnose ", ["apply="], ["W1"]),
    ("shape W1 @ X ", ["n1=", "m="], ["W1"]), ("init 2 4:", ["tanh", "relu"], ["W1", "seed="]), ("init seed=1 ", ["scale="], ["seed="]),
    ("print \"a ", [], ["W1", "init"]), ("print 'a; ", [], ["init"]), ("forward # ", [], ["init", "W1"]), ("source ", ["scripts/"], ["data.csv"]),
    ("optimizer ", ["adam", "sgd"], ["W1"]), ("optimizer adam ", ["beta1="], ["adam", "W1"]), ("train 10 optimizer=", ["rmsprop"], ["W1"]),
    ("train 10 ba", ["batch="], []), ("train epochs=2 batch=8 ", ["shuffle=", "patience="], ["W1"]), ("keep", ["keep1", "keep_prob"], ["W1"]),
    ("seed ", [], ["W1"]), ("branch ", [], ["W1"]), ("data moons noise=", ["alpha"], ["moons", "data.csv", "noise="]), ("W[1]X", ["X"], ["init"]),
  ]

  @Test(arguments: places) func fits(_ item: (String, [String], [String])) {
    let session = TestSession()
    session.run("init; forward; backward; step")
    let completion = session.interpreter.complete(item.0, cursor: item.0.count, files: files)
    for wanted in item.1 { #expect(completion.candidates.contains(wanted), "\(item.0)\(completion.candidates)") }
    for other in item.2 { #expect(!completion.candidates.contains(other), "\(item.0)\(completion.candidates)") }
    if item.1.isEmpty { #expect(completion.candidates.isEmpty, "\(item.0)\(completion.candidates)") }
  }

  @Test func numbersAndFrozenParts() {
    let setUp = "init; freeze b2, W1[1,:]; break when J < 0.1; break when t == 9; unbreak 1; display J; watch W1"
    #expect(candidates("unfreeze ", setUp: setUp) == ["unfreeze W1", "unfreeze b2"])
    #expect(candidates("unbreak ", setUp: setUp) == ["unbreak 2"] && candidates("undisplay ", setUp: setUp) == ["undisplay 1", "undisplay 2"])
    #expect(candidates("freeze ", setUp: "").isEmpty && candidates("use ", setUp: "data moons split=0.6,0.2,0.2") == ["use dev", "use test", "use train"])
  }

  /// Beginnings of each command's statement, from its usage and its syntax: each candidate there leads to a statement that parses.
  @Test(arguments: CommandRegistry.standard.all.map(\.name)) func everyCommandParses(_ name: String) throws {
    let command = try #require(CommandRegistry.standard.command(named: name))
    let session = TestSession()
    session.run("init; forward; backward; step; k = 1; freeze W1; break when J < 0; display J; train 2; back; branch other")
    var beginnings = [name + " "]
    // After each argument of the example, and after each option.
    for line in command.example.input where line.hasPrefix(name + " ") {
      for place in line.indices where line[place] == " " { beginnings.append(String(line[...place])) }
      beginnings.append(line + " ")
    }
    // An option's value, where the arguments that the command needs stand before it.
    let needsNone = session.interpreter.parses(name)
    for option in command.syntax.options {
      beginnings += beginnings.filter { needsNone && $0 == name + " " || session.interpreter.parses($0 + option.name + "=1") }.map { $0 + option.name + "=" }
    }
    let names = Set(Functions.all.map(\.name) + Activations.all.map(\.name) + session.interpreter.executor.session.quantityNames + Names.constants.keys)
    var count = 0
    for beginning in Set(beginnings) {
      let completion = session.interpreter.complete(beginning, cursor: beginning.count, files: files)
      // Of the names that stand for any value, some of each kind.
      for candidate in completion.candidates
      where !candidate.hasSuffix("/") && (!names.contains(candidate) || ["W1", "sum", "True", "alpha"].contains(candidate)) {
        count += 1
        // A statement of its own: its command is walked by itself.
        if completion.candidates.contains("init"), CommandRegistry.standard.names.contains(candidate) { continue }
        let line = String(beginning.prefix(completion.replaced.lowerBound)) + candidate
        #expect(goesOn(line, session), "\(line)")
      }
    }
    #expect(count > 0 || command.completes.isNothing)
  }

  /// Whether a line parses, or does with what a person would type next.
  private func goesOn(_ line: String, _ session: TestSession) -> Bool {
    [
      "", "1", " J < 1", " main", " main top=1", " 1", " = 1", ".npz", " { t }", "W1", "(W1)", "]", ")", " }", " t > 1 { t }", " { t } else { t }", " digits",
      "1 }", "1 { t }",
    ]
    .contains { rest in
      session.interpreter.parses("repeat 1 { \(line)\(rest) }") || session.interpreter.parses(line + rest)
    }
  }

  /// Files whose names need quotes: the completed line names the file.
  static let names = [
    "a b.nns", "it's.nns", "say \"x\".nns", "a#b.nns", "a=b.nns", "a;b.nns", "a}b.nns", "back\\slash.nns", "2x.nns", "!x.nns", "~x.nns", "ü.nns", "plain.nns",
    "a{b.nns",
    "$1.nns", "a,b.nns", "both'\" .nns", "tab\tin.nns",
  ]

  @Test(arguments: names) func quoting(_ name: String) throws {
    let session = TestSession()
    for (command, head) in [("source", "source "), ("match", "match dW1 "), ("match", "match dW1 = \""), ("source", "source \""), ("source", "source '")] {
      for typed in [0, 1, 2] where !(typed == 2 && "\"\\".contains(name.dropFirst().first ?? " ")) {
        let beginning = head + String(name.prefix(typed))
        // A quote begins a text, an escape is typed as one, a blank ends a bare word, and `~` alone is the home folder.
        if name.prefix(typed).contains(where: { "\"'\\;}".contains($0) }) || name.prefix(typed) == "~" { continue }
        if !"\"'".contains(head.last!), name.prefix(typed).contains(where: { " #\t,={".contains($0) }) { continue }
        let file = command == "match" ? name.replacingOccurrences(of: ".nns", with: ".csv") : name
        let completion = session.interpreter.complete(beginning, cursor: beginning.count) { _ in [(file, false), ("zzz.bin", false)] }
        try #require(completion.candidates.count == 1, "\(beginning): \(completion.candidates)")
        let line = String(beginning.prefix(completion.replaced.lowerBound)) + completion.candidates[0] + completion.suffix
        #expect(session.interpreter.paths(line) == [file], "\(line)")
      }
    }
  }

  @Test func homeAndFolders() {
    let session = TestSession()
    let complete = { (line: String) in
      session.interpreter.complete(line, cursor: line.count) { folder in
        folder == "~/" ? [("my data", true), ("a.nns", false)] : folder == "~/my data/" ? [("b c.nns", false)] : []
      }
    }
    #expect(complete("source ~").candidates == ["~/"] && complete("source ~").suffix == "")
    #expect(complete("source ~/a").candidates == ["~/a.nns"])
    // The folder's quote stays open, so that one can go on.
    #expect(complete("source ~/m").candidates == ["\"~/my data/"] && complete("source ~/m").suffix == "")
    #expect(complete("source \"~/my data/").candidates == ["\"~/my data/b c.nns\""])
    // One that needs quotes gives them to all.
    #expect(complete("source ~/").candidates == ["\"~/a.nns\"", "\"~/my data/"])
  }

  /// Under `--safe` no folder is listed.
  @Test func safe() {
    var options = Interpreter.Options()
    options.isSafe = true
    let interpreter = Interpreter(options: options) { _, _ in }
    let completion = interpreter.complete("data m", cursor: 6) { _ in
      Issue.record("a folder was listed")
      return [("mine.csv", false)]
    }
    #expect(completion.candidates == ["moons"])
  }
}

extension Interpreter {
  fileprivate func parses(_ line: String) -> Bool {
    var parser = Parser(SourceText(name: "", text: line), context: executor.session.parserContext(allowsAbbreviation: false))
    do { while try parser.nextLine() != nil {} } catch { return false }
    return true
  }

  /// The paths that a line names.
  fileprivate func paths(_ line: String) -> [String] {
    var parser = Parser(SourceText(name: "", text: line), context: executor.session.parserContext())
    guard case .command(let call)? = try? parser.nextLine()?.first?.kind else { return [] }
    return call.arguments.map { argument in
      switch argument.kind {
      case .word(let path), .binding(_, .file(let path, _)): return path
      case .binding(_, .expression(let expression)): if case .text(let path) = expression.kind { return path }
      default: break
      }
      return ""
    }
  }
}

extension CompletionKind {
  fileprivate var isNothing: Bool { if case .nothing = self { true } else { false } }
}
