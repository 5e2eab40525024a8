import Net

/// Writes statements of the language as lines of Python, for a program that has the functions of `session.py`.
///
/// A statement at the top level has run in another session, so what it did is known: which layers `init` made, and how many steps `train` made. Of a statement
/// in a block, only the text is known.
struct PythonStatements {
  var writer: PythonWriter
  private let source: SourceText
  /// The session after a statement of the top level; nil in a block.
  private let after: Session?
  private var before: Session { writer.session }
  var data: PythonData
  /// Runs a `data` statement in a session of its own.
  private let whole: (String) -> DataSplit?

  init(_ source: SourceText, _ before: Session, after: Session, taken: Set<String>, data: PythonData, whole: @escaping (String) -> DataSplit?) {
    (self.source, self.after, self.data, self.whole) = (source, after, data, whole)
    writer = PythonWriter(before, taken: taken)
  }

  private init(inside other: PythonStatements) {
    (writer, source, after, data, whole) = (other.writer, other.source, nil, other.data, other.whole)
  }

  /// The commands that show or write something and change nothing that a program needs. They are left out.
  static let looks: Set<String> = [
    "shape", "show", "summary", "predict", "evaluate", "compare", "plot", "explain", "derive", "check", "match", "diagnose", "display", "undisplay", "watch",
    "break", "unbreak", "breakpoints", "trace", "gradients", "timeline", "branch", "branches", "diff", "save", "export", "record", "print", "who", "help",
    "history", "version", "quit", "assert",
  ]
  /// The commands that no program can have, and why.
  static let refused: [String: String] = [
    "freeze": "the program has no frozen entries", "unfreeze": "the program has no frozen entries", "back": "the program keeps no earlier steps",
    "redo": "the program keeps no earlier steps", "goto": "the program keeps no earlier steps", "source": "the file has changed since it ran",
  ]

  /// The lines of a statement; nil where it only shows something.
  /// - Throws: a `usage` fault where it has no form in Python.
  mutating func lines(_ statement: Statement) throws(Fault) -> [String]? {
    do throws(Fault) {
      switch statement.kind {
      case .command(let call):
        // What these do is written from the session after them, so a draw would be lost.
        if ["init", "train", "data", "optimizer", "set"].contains(call.name), draws(statement) { throw .notInPython("random numbers in \(call.name)") }
        return try lines(call)
      case .expression(let expression):
        // Its value is only shown, but it may draw.
        guard expression.draws(before.words) else { return nil }
        return [try writer.text(expression)]
      case .equation(let sides): return try equation(sides)
      case .augmented(let target, let operation, let value, let range):
        return try assign(target, Expression(.binary(operation, target, value, range), range))
      case .unpacking(let targets, let values):
        guard targets.count == values.count else { throw Fault.notInPython("this assignment") }
        var names: [String] = []
        var texts: [String] = []
        for target in targets {
          guard let name = target.plainName, Names.reserved(name, before.nameContext) == nil, assigned(target) == nil else {
            throw Fault.notInPython("this assignment")
          }
          names.append(PythonText.name(name, taken: writer.taken))
        }
        for value in values { texts.append(try writer.text(value)) }
        targets.compactMap(\.plainName).forEach { writer.variables.insert($0) }
        return [names.joined(separator: ", ") + " = " + texts.joined(separator: ", ")]
      case .shuffle: throw .notInPython("random.shuffle")
      case .conditional(let branches, let otherwise):
        var lines: [String] = []
        for (index, branch) in branches.enumerated() {
          lines += try block((index == 0 ? "if " : "elif ") + writer.condition(branch.condition), branch.body)
        }
        if let otherwise { lines += try block("else", otherwise) }
        return lines
      case .whileLoop(let condition, let body): return try block("while " + writer.condition(condition), body)
      case .repeatLoop(let count, let body): return try block("for _ in range(\(writer.whole(count)))", body)
      case .forLoop(let name, _, let range, let body): return try loop(name, range, body)
      case .leave: return ["break"]
      case .proceed: return ["continue"]
      case .time(let timed): return try lines(timed)
      case .block(let body): return try inner(body)
      case .importLine: return nil
      }
    } catch { throw error.located(statement.range) }
  }

  // MARK: Blocks

  private mutating func block(_ head: String, _ body: [Statement]) throws(Fault) -> [String] {
    let known = writer.variables
    let lines = [head + ":"] + (try inner(body)).map { "    " + $0 }
    // In a later turn such a name means another thing, but a name of Python means one thing.
    for name in writer.variables.subtracting(known).sorted() where before.state.variables[name] == nil && Names.alias(name, before.nameContext) != nil {
      throw .notInPython("'\(name)', which a block makes a variable,")
    }
    return lines
  }

  /// Whether a statement calls a function that draws random numbers.
  private func draws(_ statement: Statement) -> Bool {
    source.text(statement.range).matches(of: /(\w+)\s*\(/).contains { before.words.draws(String($0.1)) }
  }

  /// The lines of the statements of a block. One that only shows something stays as a comment.
  private mutating func inner(_ body: [Statement]) throws(Fault) -> [String] {
    var inside = PythonStatements(inside: self)
    var lines: [String] = []
    var isEmpty = true
    for statement in body {
      let written = try inside.lines(statement)
      if written == nil, draws(statement) { throw Fault.notInPython("a statement that draws random numbers and only shows something").located(statement.range) }
      if let written {
        lines += written
        isEmpty = isEmpty && written.isEmpty
      } else {
        lines += PythonText.comment(source.oneLine(statement.range) + PythonText.leftOut)
      }
    }
    writer = inside.writer
    return isEmpty ? lines + ["pass"] : lines
  }

  private mutating func loop(_ name: String, _ range: LoopRange, _ body: [Statement]) throws(Fault) -> [String] {
    let values: String
    switch range {
    case .range(let start, let step, let end):
      for bound in [start, end] {
        if let number = PythonWriter.literal(bound), number.rounded() != number { throw .notInPython("a loop from or to a fraction") }
      }
      let last = if let number = PythonWriter.literal(end) { PythonText.short(number + 1) } else { try writer.whole(end) + " + 1" }
      guard let step else {
        values = "range(\(try writer.whole(start)), \(last))"
        break
      }
      guard let step = PythonWriter.literal(step), step > 0, step.rounded() == step else { throw .notInPython("a loop with this step") }
      values = "range(\(try writer.whole(start)), \(last), \(PythonText.short(step)))"
    case .columns(let expression):
      writer.need("columns")
      values = "columns(\(try writer.text(expression)))"
    }
    writer.variables.insert(name)
    return try block("for \(PythonText.name(name, taken: writer.taken)) in \(values)", body)
  }

  // MARK: Assignments and claims

  private mutating func equation(_ sides: [Expression]) throws(Fault) -> [String] {
    if isClaim(sides[0]) {
      writer.need("claims")
      var lines: [String] = []
      for side in sides.dropFirst() { lines.append("holds(\(try writer.text(sides[0])), \(try writer.text(side)))") }
      return lines
    }
    if sides.count > 2, sides[sides.count - 1].draws(before.words) { throw .notInPython("one draw for several names") }
    var lines: [String] = []
    for target in sides.dropLast().reversed() { lines += try assign(target, sides[sides.count - 1]) }
    return lines
  }

  private func isClaim(_ target: Expression) -> Bool {
    switch target.kind {
    case .call(let callee, _): callee.spellsActivation(before.words) || isClaim(callee)
    case .index(let base, let items): isComputed(target) || before.layerBracket(base, items) == nil && isClaim(base)
    case .unit(let base, _), .example(let base, _): isClaim(base)
    default: isComputed(target)
    }
  }

  private func isComputed(_ target: Expression) -> Bool { assigned(target).map { !$0.quantity.isAssignable } ?? false }

  /// The quantity that stands on the left as a whole, and the expression of its layer where it has one.
  private func assigned(_ target: Expression) -> (quantity: Quantity, layer: Expression?)? {
    switch target.kind {
    case .name(let name):
      let context = before.nameContext
      if case .quantity(let reference)? = Names.reserved(name, context) { return (reference.quantity, nil) }
      guard context.isSingleUnit, before.state.variables[name] == nil, !writer.variables.contains(name), Names.unitBases.contains(name),
        case .quantity(let reference)? = Names.alias(name, context)
      else { return nil }
      return (reference.quantity, nil)
    case .index(let base, let items):
      guard let bracket = before.layerBracket(base, items), !writer.variables.contains(bracket.base) else { return nil }
      return (Quantity(bracket.kind, PythonWriter.literal(bracket.layer).flatMap { Int(exactly: $0) } ?? 1), bracket.layer)
    default: return nil
    }
  }

  private mutating func assign(_ target: Expression, _ value: Expression) throws(Fault) -> [String] {
    var text = try writer.text(value)
    if let (quantity, _) = assigned(target) {
      if quantity.kind == .keepProb {
        writer.need("dropout")
        return ["keep, keep_prob = {}, float(np.squeeze(\(text)))"]
      }
      var name = try writer.text(target)
      if quantity.kind == .keep { name = "keep[" + name.dropFirst("kept(".count).dropLast() + "]" }
      switch quantity.kind {
      case .X, .Y: text = "np.array(\(text), float)"
      // A number may stand for a parameter with one entry.
      case .W, .b: if hasOneEntry(quantity) { text = "np.atleast_2d(\(text))" }
      case .lambda, .alpha, .keep: if PythonWriter.literal(value) == nil { text = "float(np.squeeze(\(text)))" }
      default: break
      }
      return name.hasSuffix(".T") ? ["\(name.dropLast(2)) = np.transpose(\(text))"] : ["\(name) = \(text)"]
    }
    if let name = target.plainName {
      writer.variables.insert(name)
      if writer.isTruth(value) { writer.truths.insert(name) } else { writer.truths.remove(name) }
      return ["\(PythonText.name(name, taken: writer.taken)) = \(text)"]
    }
    guard case .index(let base, let items) = target.kind else { throw Fault.notInPython("this assignment").located(target.range) }
    // A part is assigned in a copy, because another name may stand for the same array.
    writer.need("changes")
    let whole = try writer.text(base)
    guard !whole.hasSuffix("]") || assigned(base) != nil, !whole.hasSuffix(")"), !whole.hasSuffix(".T") else {
      throw Fault.notInPython("this assignment").located(target.range)
    }
    return ["\(whole) = changed(\(whole), np.s_[\(try writer.place(items, of: base))], \(text))"]
  }

  /// Whether the parameter has one entry, as far as that is known.
  private func hasOneEntry(_ quantity: Quantity) -> Bool {
    guard let layers = (after ?? before).state.network?.layers, layers.indices.contains(quantity.layer - 1) else { return true }
    return (quantity.kind == .W ? layers[quantity.layer - 1].W : layers[quantity.layer - 1].b).elements.count == 1
  }

  // MARK: Commands

  private mutating func lines(_ call: CommandCall) throws(Fault) -> [String]? {
    switch call.name {
    case "init": return try network(call)
    case "forward": return call.arguments.isEmpty ? ["forward()"] : nil
    case "backward": return ["backward()"]
    case "step":
      guard let alpha = try expression(call, 0) else { return ["step(alpha)"] }
      return ["step(\(try writer.text(alpha)))"]
    case "train": return try training(call)
    case "seed": return ["np.random.seed(\(try writer.whole(expression(call, 0)!)))"]
    case "optimizer": return try optimizer(call)
    case "set": return try setting(call)
    case "use":
      // Data without parts stays as it is.
      if call.arguments.isEmpty || (after ?? before).state.data.parts.count == 1 { return nil }
      return ["X, Y = parts[\"\(after?.state.data.part.rawValue ?? source.text(call.arguments[0].range))\"]"]
    case "data":
      if call.arguments.isEmpty { return nil }
      guard let after else { throw .notInPython("data in a block") }
      return try data.lines(call, source, &writer, after: after, whole)
    case "load":
      guard let after else { throw .notInPython("load in a block") }
      return try loaded(after)
    case _ where Self.looks.contains(call.name): return nil
    default: throw Fault(.usage, "export cannot write \(call.name) in Python: \(Self.refused[call.name] ?? "it has no form there")")
    }
  }

  private func expression(_ call: CommandCall, _ index: Int) throws(Fault) -> Expression? {
    guard call.arguments.count > index else { return nil }
    switch call.arguments[index].kind {
    case .expression(let expression): return expression
    case .layer(let size, _): return size
    default: throw Fault.notInPython("this argument").located(call.arguments[index].range)
    }
  }

  /// The value of an option as an expression of Python; nil where it is not given.
  private mutating func option(_ call: CommandCall, _ name: String) throws(Fault) -> String? {
    guard let option = call.option(name) else { return nil }
    switch option.value {
    case .expression(let expression): return try writer.text(expression)
    case .word(let word): return word
    case .argument, .list: throw Fault.notInPython("this option").located(option.range)
    }
  }

  private mutating func network(_ call: CommandCall) throws(Fault) -> [String] {
    var lines: [String] = []
    if let option = call.option("seed"), case .expression(let seed) = option.value { lines.append("np.random.seed(\(try writer.whole(seed)))") }
    var sizes: [String] = []
    var activations: [any ActivationFunction] = []
    let loss: any LossFunction
    if let network = after?.state.network {
      sizes = network.sizes.map(String.init)
      activations = network.layers.map(\.activation)
      loss = network.loss
    } else {
      for argument in call.arguments {
        guard case .layer(let size, let word) = argument.kind else { throw .notInPython("init in a block without its layers") }
        sizes.append(try writer.whole(size))
        if sizes.count == 1 { continue }
        guard let named = word?.plainName.flatMap(Activations.named) ?? (word == nil && sizes.count < call.arguments.count ? Tanh() : nil) else {
          throw Fault.notInPython("init in a block without the activation of its last layer").located(argument.range)
        }
        activations.append(named)
      }
      guard sizes.count > 1 else { throw .notInPython("init in a block without its layers") }
      // In a network of one unit, w and b are parameters; elsewhere they are variables.
      let words = Set(source.characters.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { String($0) })
      if (sizes.count == 2 && sizes[1] == "1") != before.nameContext.isSingleUnit, let name = words.intersection(Names.unitBases).min() {
        throw .notInPython("'\(name)' beside an init that changes its meaning")
      }
      loss = try option(call, "loss").flatMap(Losses.named) ?? Losses.matching(activations[activations.count - 1])
    }
    writer.need("inits")
    activations.forEach { writer.need($0.name) }
    let draw = try self.draw(option(call, "weights").flatMap(Initializer.init(rawValue:)) ?? .small, scale: option(call, "scale"))
    lines.append(
      "init([\(sizes.joined(separator: ", "))], [\(activations.map(\.name).joined(separator: ", "))], \(writer.loss(loss, activations[activations.count - 1])), \(draw))"
    )
    return lines
  }

  /// The function that draws the weights of a layer.
  private func draw(_ initializer: Initializer, scale: String?) -> String {
    let factor = scale.map { " * \($0.allSatisfy { $0.isNumber || $0 == "." } ? $0 : "(\($0))")" } ?? ""
    let body =
      switch initializer {
      case .small: "np.random.randn(n, before)" + (scale == nil ? " * 0.01" : factor)
      case .zeros: "np.zeros((n, before))"
      case .he: "np.random.randn(n, before) * np.sqrt(2 / before)" + factor
      case .xavier: "np.random.randn(n, before) * np.sqrt(1 / before)" + factor
      case .uniform: "(2 * np.random.rand(n, before) - 1) / np.sqrt(before)" + factor
      }
    return "lambda n, before: \(body)"
  }

  private mutating func training(_ call: CommandCall) throws(Fault) -> [String] {
    writer.need("trains")
    var arguments: [String] = []
    if let after {
      // until=, patience=, a breakpoint or Ctrl-C may have ended it, so the steps that it made are written.
      arguments.append("\(after.state.steps - before.state.steps)")
    } else {
      if call.option("patience") != nil { throw .notInPython("patience= in a block") }
      if !before.state.watching.breakpoints.isEmpty { throw .notInPython("train in a block while there are breakpoints") }
      if let count = try expression(call, 0) {
        arguments.append(try writer.whole(count))
      } else if let option = call.option("epochs"), case .expression(let epochs) = option.value {
        let batch = try self.option(call, "batch").map { " * -(-X.shape[1] // int(\($0)))" } ?? ""
        arguments.append(try writer.whole(epochs) + batch)
      }
    }
    if after == nil, let option = call.option("until"), case .expression(let condition) = option.value {
      writer.need("until")
      arguments.append("until=lambda: \(try writer.condition(condition))")
    }
    for (option, name) in [("alpha", "rate"), ("batch", "batch"), ("decay", "decay"), ("interval", "interval"), ("clip", "most")] {
      guard let given = call.option(option), case .expression(let expression) = given.value else { continue }
      arguments.append("\(name)=\(["batch", "interval"].contains(option) ? try writer.whole(expression) : try writer.text(expression))")
    }
    for (option, feature) in [("batch", "batches"), ("decay", "decays"), ("clip", "clips")] where call.option(option) != nil { writer.need(feature) }
    if let shuffle = try option(call, "shuffle"), Setting.flag(shuffle) == false { arguments.append("shuffle=False") }
    let train = "train(\(arguments.joined(separator: ", ")))"
    guard let name = try option(call, "optimizer") else { return [train] }
    guard let known = Optimizer.named(name) else { throw .notInPython("optimizer=\(name)") }
    writer.need("own_optimizers")
    let (function, settings) = use(known)
    return ["train_with(\(([function, "dict(\(settings))"] + arguments).joined(separator: ", ")))"]
  }

  private mutating func optimizer(_ call: CommandCall) throws(Fault) -> [String]? {
    guard let argument = call.arguments.first else { return nil }
    if let after { return [taking(after.state.optimizer)] }
    guard case .word(let name) = argument.kind, let known = Optimizer.named(name), call.options.isEmpty else { throw .notInPython("this optimizer in a block") }
    return [taking(known)]
  }

  /// The function of an optimizer, and its settings.
  private mutating func use(_ optimizer: Optimizer) -> (function: String, settings: String) {
    writer.need("optimizers")
    writer.need(optimizer.name)
    let settings =
      switch optimizer {
      case .sgd: ""
      case .momentum(let beta, let isClassic, let isNesterov):
        "beta=\(beta), classic=\(isClassic ? "True" : "False"), nesterov=\(isNesterov ? "True" : "False")"
      case .rmsprop(let beta, let epsilon): "beta=\(beta), epsilon=\(epsilon)"
      case .adam(let beta1, let beta2, let epsilon): "beta1=\(beta1), beta2=\(beta2), epsilon=\(epsilon)"
      }
    return (optimizer.name, settings)
  }

  /// The line that takes an optimizer.
  private mutating func taking(_ optimizer: Optimizer) -> String {
    let (function, settings) = use(optimizer)
    return "use(\(settings.isEmpty ? function : "\(function), \(settings)"))"
  }

  private mutating func setting(_ call: CommandCall) throws(Fault) -> [String]? {
    guard let word = call.arguments.first, source.text(word.range) == "leaky_slope", call.arguments.count > 1 else { return nil }
    guard let after else { throw .notInPython("set leaky_slope in a block") }
    writer.need("leaky_relu")
    return ["leaky_slope = \(PythonText.short(after.state.settings.leakySlope))"]
  }

  /// What `load` gave, as numbers: the network, and the data where it is on another scale now.
  private mutating func loaded(_ after: Session) throws(Fault) -> [String] {
    guard let network = after.state.network else { return [] }
    if network.averages != Averages() { throw .notInPython("the averages of the optimizer that load brought") }
    var lines =
      PythonText.dictionary("W", network.layers.map { PythonText.lines($0.W) }) + PythonText.dictionary("b", network.layers.map { PythonText.lines($0.b) })
    network.layers.forEach { writer.need($0.activation.name) }
    lines.append("g = {" + network.layers.enumerated().map { "\($0 + 1): \($1.activation.name)" }.joined(separator: ", ") + "}")
    lines.append(
      "loss, t, alpha = \(writer.loss(network.loss, network.layers[network.depth - 1].activation)), \(after.state.steps), \(PythonText.short(after.state.alpha))"
    )
    if network.layers.contains(where: { $0.activation.slopeLeft != nil }) { lines.append("leaky_slope = \(PythonText.short(after.state.settings.leakySlope))") }
    if after.state.lambda != 0 {
      writer.need("penalty")
      lines.append("lambd = \(after.state.lambda)")
    }
    if network.dropsUnits {
      writer.need("dropout")
      lines.append("keep, keep_prob = {" + (1..<network.depth).map { "\($0): \(network.keep($0))" }.joined(separator: ", ") + "}, 1.0")
    }
    if after.state.optimizer != .sgd || writer.needs.contains("optimizers") { lines.append(taking(after.state.optimizer)) }
    if after.X != before.X || after.Y != before.Y { lines += try data.embedded(after.state.data) }
    return lines
  }
}

extension PythonWriter {
  /// The function of a loss for an output activation. A loss with its partner is computed from Z.
  mutating func loss(_ loss: any LossFunction, _ output: any ActivationFunction) -> String {
    let name = loss.isPartner(of: output) ? loss.name : loss.name + "_of_A"
    need(name)
    if !loss.isPartner(of: output) {
      need("unpaired")
      if !output.isElementwise { need("unpaired_softmax") }
    }
    return name
  }
}
