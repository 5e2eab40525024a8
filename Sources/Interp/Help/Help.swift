import Net

/// The texts of `help`, made from the lists of commands, topics, functions and names.
struct Help {
  let commands: CommandRegistry
  let session: Session

  init(_ commands: CommandRegistry, _ session: Session) { (self.commands, self.session) = (commands, session) }

  /// The lines that `help` prints for these words. nil if nothing fits.
  func answer(_ question: [String]) -> [String]? {
    // A question mark at the end does not belong to the last word.
    var words = question
    if let last = words.last, last.count > 1, last.hasSuffix("?") { words[words.count - 1].removeLast() }
    guard let first = words.first else { return firstPage }
    if words == ["all"] { return Self.overview(commands) }
    if let lines = meanings(words.joined(separator: " ")) { return lines }
    if words.count > 1, let command = commands.command(named: first) { return self.command(command, Array(words.dropFirst())) }
    return search(words) ?? beginning(words.joined(separator: " "))
  }

  /// The help of the command that begins with this word. nil if no command begins so, or more than one.
  private func beginning(_ word: String) -> [String]? {
    let fitting = commands.all.filter { $0.name.hasPrefix(word) }
    return fitting.count == 1 ? command(fitting[0]) : nil
  }

  // MARK: Lists

  /// The commands that a learner needs first.
  private static let firstCommands = ["data", "init", "forward", "backward", "step", "train", "evaluate", "show", "explain", "back"]

  private var firstPage: [String] {
    let begin = Self.firstCommands.compactMap(commands.command(named:))
    return ["Ten commands to begin with:"] + Self.table(begin)
      + [
        "Groups of commands: \(CommandGroup.allCases.map(\.rawValue).joined(separator: "; ")).",
        "help training     lists the commands of the group training",
        "help train        explains a command, a name such as dW1, a function or a topic",
        "help curvature    lists the help texts that contain this word",
        "help all          lists every command",
        "In help texts, Q is a name such as dW1 and E a formula such as A2 - Y.",
        "Tab completes what you type. Ctrl-D leaves.",
      ]
  }

  /// All commands by group, one line a command.
  static func overview(_ commands: CommandRegistry) -> [String] {
    var lines = table(commands.all)
    for group in CommandGroup.allCases.reversed() {
      if let first = commands.all.firstIndex(where: { $0.group == group }) { lines.insert("\(group.rawValue): \(group.purpose)", at: first) }
    }
    lines.append("Topics: \(Topic.all.map(\.name).joined(separator: ", ")).")
    lines.append("Names: X Y W1 b1 Z1 A1 dZ1 dW1 db1 … J alpha t m n1. Indices count from 1. help WORD explains a word; Ctrl-D leaves.")
    return lines
  }

  private static func table(_ commands: [any Command]) -> [String] { TextTable.lines(commands.map { ["  " + $0.name, $0.summary] }, [.left]) }

  private func group(_ group: CommandGroup) -> [String] {
    ["Commands of the group \(group.rawValue): \(group.purpose)"] + Self.table(commands.all.filter { $0.group == group })
  }

  // MARK: One word

  /// Everything that has this name, such as the command `shape` and the function `shape`. If nothing has the name, the one thing that
  /// has this other word. nil if there is none, or more than one.
  private func meanings(_ typed: String) -> [String]? {
    var found = named(typed)
    if found.isEmpty, typed != typed.lowercased() { found = named(typed.lowercased()) }
    if found.isEmpty {
      let others = HelpEntry.all(commands).filter { $0.isCalled(typed) }
      if others.count == 1 { found = named(others[0].name) }
      // An option of this name is meant rather than a text that only has this other word.
      found = [option(typed)].compactMap { $0 } + found
    } else if let lines = option(typed) {
      found.append(lines)
    }
    return found.isEmpty ? nil : Array(found.joined(separator: [""]))
  }

  private func named(_ typed: String) -> [[String]] {
    // Users also type names as `np.sum`, `W[1]`, `a[1]2`, `forward()`, `tanh'` or `--json`.
    let isCall = typed.hasSuffix(")")
    let word = typed.replacing(/^--/, with: "").replacing(/^(np\.|numpy\.)?(random\.|linalg\.)?/, with: "").replacing(/\(.*\)$/, with: "")
      .replacing(/^(\p{L}+)\[(\d+|l|L)\]\d*('?)$/) { found in String(found.1) + (found.2.allSatisfy(\.isNumber) ? String(found.2) : "") + String(found.3) }
      .replacing(/'$/, with: "")
    var found: [[String]] = []
    if word == "L", isCall { return [["L(A, Y): the loss of each example, a row (1, m)", "  help losses shows the formulas. J is the mean of L(A, Y)."]] }
    if let lines = Self.placeholders[word] { found.append(lines) }
    if let kind = Finding.Kind(rawValue: word.lowercased()) { found.append(["\(kind.rawValue): a finding of diagnose", "  " + kind.sentence]) }
    if let command = commands.command(named: word) { found.append(self.command(command)) }
    if let topic = Topic.named(word) { found.append(topic.lines) }
    if let group = CommandGroup(rawValue: word) { found.append(self.group(group)) }
    if let activation = Activations.named(word)?.withSlopeLeft(session.state.settings.leakySlope) { found.append(Self.activation(activation, word)) }
    if case .activation(let layer)? = Names.alias(word, session.nameContext) {
      let title = "\(word): the activation of layer \(layer)"
      if let network = session.state.network, layer <= network.depth {
        let activation = network.layers[layer - 1].activation
        found.append(["\(title), here \(activation.name)"] + Self.activation(activation, word))
      } else {
        found.append([title, "  init chooses it, as in 4:tanh. \(word)(Z\(layer)) is A\(layer), and \(word)'(Z\(layer)) is its derivative."])
      }
    }
    if let function = Functions.named(word) { found.append(["\(word)(\(Fault.parameterList(function)))", "  \(function.summary)"]) }
    if let loss = Losses.named(word) { found.append([loss.name, "  L = \(loss.formula)", "  J is the mean of L over the m examples"]) }
    if let generator = DataGenerators.named(word) { found.append(["data \(word)", "  \(generator.summary)"]) }
    if let setting = Setting.named(word) {
      found.append(["set \(word) \(setting.choices.isEmpty ? "NUMBER" : setting.choices.joined(separator: "|"))", "  \(setting.summary)"])
    }
    if let quantity = quantity(named: word) { found.append(self.quantity(quantity)) }
    if found.isEmpty, case .constant(let value)? = Names.alias(word, session.nameContext) {
      let text: String
      if case .boolean = value {
        text = "It is a truth value. Comparisons such as 1 < 2 give True or False."
      } else {
        text = "\(word) = \(NumberFormat.significant(value.number ?? .nan, 17))"
      }
      found.append(["\(word): a constant", "  " + text])
    }
    return found
  }

  /// The commands that have an option of this name, with what it means in each.
  private func option(_ typed: String) -> [String]? {
    let name = typed.hasSuffix("=") ? String(typed.dropLast()) : typed
    let lines = commands.all.flatMap { command in
      command.syntax.options.filter { $0.name == name }.map { option in
        "  \(command.name) … \(name)=\(option.choices.isEmpty ? "" : option.choices.joined(separator: "|") + " "): \(option.summary)"
      }
    }
    return lines.isEmpty ? nil : ["\(name)=: an option"] + lines
  }

  /// The capital words of usage lines, and `ans`.
  private static let placeholders = [
    "ans": ["ans: the value of the last expression", "  ans * 2 computes with it."],
    "Q": ["Q: in usage lines, a name such as dW1, A2 or J", "  help names lists them. help claims explains Q = E."],
    "E": ["E: in usage lines, anything to compute, such as A2 - Y", "  help operators lists the signs."],
    "C": ["C: in usage lines, a condition such as J < 0.5", "  It is True or False. help operators lists the comparisons."],
    "N": ["N: in usage lines, a whole number such as 100"],
    "WORD": ["WORD: in usage lines, any word"], "FILE": ["FILE: in usage lines, the path of a file"],
    "NAME": ["NAME: in usage lines, a name that you choose or that nnshell lists"],
  ]

  private static func activation(_ activation: any ActivationFunction, _ word: String) -> [String] {
    ["\(word)(z)", "  g(z) = \(activation.formula)", "  g'(z) = \(activation.derivativeFormula), typed \(word)'(z)"]
  }

  private func quantity(named word: String) -> Quantity? {
    if case .quantity(let reference)? = Names.reserved(word, session.nameContext) ?? Names.alias(word, session.nameContext) { return reference.quantity }
    // A name without the number of its layer is explained for layer 1.
    return Names.layered(word).map { Quantity($0, 1) }
  }

  private func quantity(_ quantity: Quantity) -> [String] {
    let network = session.state.network
    var form = EquationForm(quantity, network)
    form.isPenalized = session.state.lambda != 0
    if form.activation.isEmpty { form.activation = "the activation of the layer" }
    if quantity.average != nil, quantity.equation(form) == nil { form.optimizer = .named("adam")! }
    let formula = quantity.formula(form)
    var lines = ["\(quantity.name): \(quantity.purpose)"]
    if [.Z, .A, .J, .dA, .dZ, .dW, .db].contains(quantity.kind) || quantity.average != nil {
      lines.append("  \(quantity.name) = \(formula)" + (quantity.average == nil ? "" : ", after each step of \(form.optimizer.name)"))
    }
    if let (rows, columns) = quantity.symbolicShape {
      lines.append("  shape (\(rows.name(depth: network?.depth)), \(columns.name(depth: network?.depth)))")
    }
    switch quantity.kind {
    case .dZ, .dA: lines.append("  Each column belongs to one example, so it has no 1/m.")
    case .dW, .db: lines.append("  It is a derivative of the cost J and carries the 1/m.")
    case .alpha: lines.append("  It is 0.1 at first. alpha = 0.5 changes it.")
    case .lambda:
      lines.append("  It is 0 at first, and init keeps it. J adds lambda/(2*m) * the sum of the squares of all weights, and dW adds lambda/m * W.")
      lines.append("  So a step makes large weights smaller. b has no penalty. After a change, J and the gradients are stale.")
    case .keep, .keepProb:
      lines.append("  It is 1 at first, and then no unit is dropped. init keeps it. A = g(Z) * D / keep, so the mean of A stays.")
      lines.append("  forward and each step of train draw masks. predict, evaluate and the pass at the end of train keep all units.")
      lines.append("  After a change, Z, A, J and the gradients are stale.")
    case .D: lines.append("  It is 1 where dropout keeps a unit for an example, else 0. A layer with keep = 1 draws none.")
    case .vdW, .vdb, .sdW, .sdb: lines.append("  It is 0 before the first step of momentum, rmsprop or adam. A step of sgd neither reads nor changes it.")
    case .optimizerSteps:
      lines.append("  Steps of momentum, rmsprop and adam count, those of sgd do not. adam divides by 1 - beta1**k_opt and 1 - beta2**k_opt.")
    case .batch: lines.append("  train batch= leaves it: the numbers of the examples of the last step. X[:, batch] are their inputs.")
    default: break
    }
    if quantity.kind == .L { lines.append("  L(A, Y) is the loss of each example. help losses shows the formulas.") }
    switch quantity.kind {
    case .D:
      lines.append(
        "  It is computed. A variable of the name \(quantity.name) hides it. D[\(quantity.layer)] always means the mask, and D[\(quantity.layer)] = E is a claim."
      )
    case .batch: lines.append("  It is computed. A variable of that name hides it.")
    case .vdW, .vdb, .sdW, .sdb:
      lines.append("  You can assign it: \(quantity.name) = E. match \(quantity.name) = E compares an equation with the last step.")
    default:
      lines.append(quantity.isAssignable ? "  You can assign it: \(quantity.name) = E." : "  It is computed. \(quantity.name) = E is a claim that is checked.")
    }
    return lines
  }

  // MARK: A command

  private func command(_ command: any Command) -> [String] {
    var lines = [command.usage, "  \(command.summary)"]
    lines += command.details.map { "  " + $0 }
    if !command.syntax.options.isEmpty { lines += ["", "  options"] + options(command.syntax.options, indent: "    ") }
    if !command.cautions.isEmpty { lines += ["", "  watch out"] + command.cautions.map { "    " + $0 } }
    return lines + command.example.lines
  }

  private func options(_ options: [CommandSyntax.Option], indent: String) -> [String] {
    let rows = options.map { option in
      ["\(indent)\(option.name)=", option.summary + (option.choices.isEmpty ? "" : ": " + option.choices.joined(separator: ", "))]
    }
    return TextTable.lines(rows, [.left])
  }

  /// The answer to a question that begins with a command. Options or other words may follow.
  private func command(_ command: any Command, _ rest: [String]) -> [String] {
    // A pasted line such as `init 2 4:tanh weights=he` asks for its options.
    let withValues = rest.filter { $0.contains("=") }
    let words = (withValues.isEmpty ? rest : withValues).map { $0.trimmingPrefix("--").split(separator: "=").first.map(String.init) ?? $0 }
    let asked = words.map { word in command.syntax.options.first { $0.name == word } }
    if !asked.contains(where: { $0 == nil }) {
      return [command.usage] + options(asked.compactMap(\.self), indent: "  ") + ["help \(command.name) explains all of \(command.name)."]
    }
    let own = HelpEntry(command)
    if words.allSatisfy({ own.score($0) > 0 }) { return self.command(command) }
    let missing = words.first { word in own.score(word) == 0 } ?? words[0]
    let known = command.syntax.options
    var lines: [String]
    if known.isEmpty {
      lines = ["\(command.name) has no options.", "  \(command.usage)", "  \(command.summary)"]
    } else {
      let near = Suggestions.near(missing, among: known.map(\.name))
      let question = near.isEmpty ? "" : " Did you mean \(near.map { "\($0)=" }.joined(separator: " or "))?"
      lines = ["\(command.name) has no option '\(missing)'.\(question) Its options are:"] + options(known, indent: "  ")
    }
    if let found = search([missing]) { lines += [""] + found }
    return lines
  }

  // MARK: Search

  /// One line for each text that holds these words, the best first.
  private func search(_ words: [String]) -> [String]? {
    let hits = HelpEntry.search(words, HelpEntry.all(commands))
    if hits.isEmpty { return nil }
    return ["'\(words.joined(separator: " "))' is explained in:"] + TextTable.lines(hits.map { ["  help " + $0.name, $0.purpose] }, [.left])
  }
}
