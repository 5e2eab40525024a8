import Net

/// A session as a program of NumPy: `predict` with the parameters as they are now, and the statements that led to them.
struct NumPyProgram {
  let text: String
  /// The statements that nothing later needs, such as `show`. They are comments.
  let leftOut: Int
  /// The comparisons of J.
  let costs: Int
  /// Those of them where rounding alone changes J, so that fewer digits are compared.
  let roundedCosts: Int

  private static let template = ProgramTemplate(PackageResources.session_py)

  /// - Parameters:
  ///   - statements: those that give the session.
  ///   - makeReplay: makes a session in which they run again.
  /// - Throws: a fault where there is no network, where a statement has no form in Python, or where the statements give another session.
  init(
    _ recording: Recording, _ model: ExportedNetwork, makeReplay: @escaping MakeReplay, progress: ((String?) -> Void)?
  ) throws(Fault) {
    var lines: [String] = ["np.random.seed(1)  # every session begins with it"]
    var needs: Set<String> = Set(model.network.layers.map(\.activation.name))
    var (leftOut, costs, roundedCosts) = (0, 0, 0)
    var data = PythonData()
    var hasData = false
    let taken = Self.template.words.union(PythonData.words).union(Self.otherWords)
    try recording.follow("export", makeReplay: makeReplay, progress: progress) { (followed) throws(Fault) in
      let (statement, source, before, after) = (followed.statement, followed.source, followed.before, followed.after)
      var writer = PythonStatements(source, before, after: after, taken: taken, data: data) { text in
        PythonData.data(of: text, makeReplay, after)
      }
      let comment = PythonText.comment(source.text(statement.range))
      guard let written = try writer.lines(statement) else {
        // Only a statement that draws or makes a variable matters to what follows.
        if before.state.generator != after.state.generator || before.state.variables.changes != after.state.variables.changes {
          throw Fault.notInPython("this statement, which draws random numbers,").located(statement.range)
        }
        leftOut += 1
        lines += comment.dropLast() + [comment[comment.count - 1] + PythonText.leftOut]
        return
      }
      data = writer.data
      needs.formUnion(writer.writer.needs)
      if !hasData {
        hasData = true
        if case .command(let call) = statement.kind, call.name == "data" {
        } else {
          needs.insert("flower")
          lines.append("X, Y = flower(400, 0, np.random.RandomState(1))  # the data of a new session")
        }
      }
      lines += comment + written
      if after.state.network != nil, after.state.forwardStamp != before.state.forwardStamp, (try? after.read(Quantity(.J))) == nil {
        needs.insert("untargeted")
      }
      if let cost = Self.cost(followed) {
        costs += 1
        if cost.within > Self.tolerance { roundedCosts += 1 }
        let within = cost.within > Self.tolerance ? ", within=\(cost.within > 0.1 ? "np.inf" : NumberFormat.significant(cost.within, 1))" : ""
        lines.append("cost_is(\(PythonText.number(cost.J))\(within))")
      }
    }
    if needs.contains("optimizers") {
      needs.insert("sgd")
      lines.insert("use(sgd)", at: 1)
    }
    if needs.contains("leaky_relu") { lines.insert("leaky_slope = 0.01  # every session begins with it", at: 1) }
    let network = model.network
    if network.lambda != 0 { needs.insert("penalty") }
    if needs.contains("dA") { for loss in Losses.all where !needs.isDisjoint(with: [loss.name, loss.name + "_of_A"]) { needs.insert(loss.name + "_dA") } }
    for loss in Losses.all where needs.contains(loss.name + "_of_A") { needs.insert(loss.name + "_dA") }
    if !needs.isDisjoint(with: ["batches", "dropout"]) { needs.insert("chosen") }
    needs.formUnion(model.needs)
    if needs.contains("until") { needs.insert(needs.contains("dropout") ? "until_dropout" : "until_plain") }
    if costs > 0 { needs.formUnion(["compares", roundedCosts > 0 ? "rounding" : "compares_exactly"]) }
    (self.leftOut, self.costs, self.roundedCosts) = (leftOut, costs, roundedCosts)
    text = Self.template.text(
      needs,
      [
        "heading": Self.heading(model, leftOut: leftOut, costs: costs, roundedCosts: roundedCosts),
        "network": model.lines, "units": [model.units],
        "leaky_slope": ["leaky_slope = \(PythonText.short(model.leakySlope))  # of leaky_relu, left of 0", "", ""],
        "slopes": ["slope = {" + Activations.all.map(\.name).filter(needs.contains).map { "\($0): \($0)_slope" }.joined(separator: ", ") + "}"],
        "loss_slopes": Self.lossSlopes(needs),
        "output_gradient": Self.outputGradient(needs),
        "session": lines, "data_functions": PythonData.functions(needs),
      ])
  }

  /// The names that the lines of statements and of the network use.
  private static let otherWords: Set<String> = [
    "np", "X", "Y", "W", "b", "g", "loss", "parts", "rng", "label", "slope", "loss_slope", "unpaired", "leaky_slope", "Xmean", "Xscale", "Ymean", "Yscale",
    "Xfilling",
  ]

  /// The share of J by which it may differ in another program.
  private static let tolerance = 1e-9

  /// J after a statement that computed it, and the share of it by which it may differ. Where a difference in the last digit of the weights has grown, as in
  /// a training whose learning rate is too large, no other program can give the same J: then the share is a hundred times what it has grown to.
  /// Above a tenth, J is not compared.
  private static func cost(_ followed: Recording.Followed) -> (J: Double, within: Double)? {
    let after = followed.after
    var isForward = false
    if case .command(let call) = followed.statement.kind { isForward = call.name == "forward" && call.arguments.isEmpty }
    guard isForward || after.state.forwardStamp != followed.before.state.forwardStamp, after.freshness(Quantity(.J)) == .current,
      let J = try? after.read(Quantity(.J)).number, J.isFinite
    else { return nil }
    guard let rounded = try? followed.rounded.read(Quantity(.J)).number, rounded.isFinite else { return (J, .infinity) }
    let difference = abs(rounded - J)
    return (J, difference == 0 ? tolerance : max(tolerance, 100 * difference / abs(J)))
  }

  /// The lines for dZ of the output: A - Y, where the loss and the output fit.
  private static func outputGradient(_ needs: Set<String>) -> [String] {
    let Y = needs.contains("chosen") ? "Y[:, chosen]" : "Y"
    let dA = "dA[l] = loss_slope[loss](A[l], \(Y))"
    let simple = "dZ[l] = A[l] - \(Y)"
    guard needs.contains("unpaired") else { return needs.contains("dA") ? [dA, simple] : [simple] }
    let general = "dZ[l] = dA[l] * slope[g[l]](Z[l])"
    let ofSoftmax = "dZ[l] = A[l] * (dA[l] - np.sum(dA[l] * A[l], axis=0, keepdims=True))"
    let path = needs.contains("unpaired_softmax") ? ["    if g[l] is softmax:", "        " + ofSoftmax, "    else:", "        " + general] : ["    " + general]
    if needs.contains("dA") { return [dA, simple, "if loss in unpaired:"] + path }
    return [simple, "if loss in unpaired:", "    " + dA] + path
  }

  /// The derivative of each loss by A, and the losses that do not fit their output.
  private static func lossSlopes(_ needs: Set<String>) -> [String] {
    let unpaired = Losses.all.map { $0.name + "_of_A" }.filter(needs.contains)
    let all = (needs.contains("dA") ? Losses.all.map(\.name).filter(needs.contains) : []) + unpaired
    let slopes = all.map { "\($0): \($0.replacing("_of_A", with: ""))_slope" }.joined(separator: ", ")
    return ["loss_slope = {\(slopes)}"]
      + (unpaired.isEmpty ? [] : ["unpaired = \(unpaired.joined(separator: ", ")),  # the losses whose output is another one than theirs"])
  }

  private static func heading(_ model: ExportedNetwork, leftOut: Int, costs: Int, roundedCosts: Int) -> [String] {
    let left = leftOut == 0 ? [] : ["", "Statements that nothing later needs, such as `show`, are comments: \(leftOut)."]
    let rounded =
      roundedCosts == 0
      ? [] : ["", "Small differences of rounding grow in this training, so \(roundedCosts) of the costs are compared with fewer digits (within=)."]
    let compares = costs == 0 ? "It has no cost to compare." : "It compares \(costs) cost\(costs == 1 ? "" : "s") with those of nnshell."
    return [
      "\"\"\"A session of nnshell \(Version.number): \(model.text).", "",
      "predict(X) gives the outputs of the network. `python3 FILE` makes the session again, statement by statement; they stand at the end. \(compares)",
      "It needs Python 3.8 or newer with NumPy.",
    ] + rounded + left + ["\"\"\""]
  }
}
