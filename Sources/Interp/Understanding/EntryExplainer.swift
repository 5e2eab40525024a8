import Glibc
import Net

/// Writes the entries of a pass as arithmetic.
struct EntryExplainer {
  typealias Factor = EntryExplanation.Factor
  typealias Term = EntryExplanation.Term

  let scene: Scene
  private var depth: Int { scene.network.depth }

  init(_ scene: Scene) { self.scene = scene }

  /// The arithmetic of an entry. The network must have the entry, and the scene must have a Y for gradients and J.
  func explain(_ entry: Entry) -> EntryExplanation {
    var explanation = arithmetic(entry)
    explanation.isFrozen = scene.network.isFrozen(entry)
    explanation.followsAverage = scene.network.optimizer.keepsV
    explanation.clip = entry.quantity.kind == .dW || entry.quantity.kind == .db ? scene.clip : nil
    return explanation
  }

  private func arithmetic(_ entry: Entry) -> EntryExplanation {
    switch entry.quantity.kind {
    case .Z: linearStep(entry, of: entry)
    case .A: activation(entry)
    case .dA: entry.quantity.layer == depth ? outputGradient(entry) : backThroughWeights(entry)
    case .dZ: dZ(entry)
    case .dW: weightGradient(entry)
    case .db: biasGradient(entry)
    case .J: cost(entry)
    default: EntryExplanation(entry: entry, formula: given(entry), sum: .none, terms: [], value: value(entry))
    }
  }

  /// The meaning of an entry that is not computed.
  private func given(_ entry: Entry) -> String {
    let (row, column, l) = (entry.row + 1, entry.column + 1, entry.quantity.layer)
    return switch entry.quantity.kind {
    case .X: "input \(row) of example \(column)"
    case .Y: "what output \(row) should be for example \(column)"
    case .D: "1 where dropout keeps unit \(row) for example \(column), else 0"
    case .vdW, .vdb, .sdW, .sdb: average(entry)
    case .W: "the weight from \(l == 1 ? "input" : "unit") \(column)\(l == 1 ? "" : " of layer \(l - 1)") to unit \(row) of layer \(l)"
    default: "the bias of unit \(row) of layer \(l)"
    }
  }

  private func average(_ entry: Entry) -> String {
    let optimizer = scene.network.optimizer
    let isKept = entry.quantity.average?.kind == .squares ? optimizer.keepsS : optimizer.keepsV
    return isKept ? "an average as it is now; the next step of \(optimizer.name) changes it" : "an average, which \(optimizer.name) does not change"
  }

  /// The value of an entry; NaN for quantities that are one number, and for the batch.
  func value(_ entry: Entry) -> Double {
    let l = entry.quantity.layer
    return switch entry.quantity.kind {
    case .X: scene.X[entry.row, entry.column]
    case .Y: scene.Y![entry.row, entry.column]
    case .W: scene.network.layers[l - 1].W[entry.row, entry.column]
    case .b: scene.network.layers[l - 1].b[entry.row, 0]
    case .Z: scene.pass.Z(l)[entry.row, entry.column]
    case .A: scene.pass.A(l)[entry.row, entry.column]
    case .dA: scene.pass.dA(l)[entry.row, entry.column]
    case .dZ: scene.pass.dZ(l)[entry.row, entry.column]
    case .dW: scene.pass.dW(l)[entry.row, entry.column]
    case .db: scene.pass.db(l)[entry.row, 0]
    case .J: scene.pass.cost ?? .nan
    case .D: scene.pass.D(l)?[entry.row, entry.column] ?? 1
    case .vdW, .vdb, .sdW, .sdb:
      entry.quantity.average.map { (scene.updated ?? scene.network).average($0.kind, layer: l, isBias: $0.isBias)[entry.row, entry.column] } ?? .nan
    case .m, .L, .n, .alpha, .lambda, .keep, .keepProb, .optimizerSteps, .t, .batch: .nan
    }
  }

  private func factor(_ kind: Quantity.Kind, _ layer: Int, _ row: Int, _ column: Int = 0) -> Factor {
    let entry = Entry(Quantity(kind, layer), row, column)
    return Factor(name: told(entry), value: value(entry), entry: entry)
  }

  /// The name of an entry. A column of X or Y is named by its example, also where the pass is of a batch.
  private func told(_ entry: Entry) -> String {
    guard let batch = scene.batch, entry.quantity.source == .data else { return entry.name }
    return Entry(entry.quantity, entry.row, batch[entry.column]).name
  }

  /// The number of an example, from 1, for a column of the pass.
  private func example(_ column: Int) -> Int { (scene.batch?[column] ?? column) + 1 }

  /// The mask of a unit for an example, divided by the share of the units that dropout keeps. It is nil where the layer drops no units.
  private func mask(_ layer: Int, _ row: Int, _ column: Int) -> Factor? {
    guard layer < depth, scene.network.keep(layer) < 1, let mask = scene.pass.D(layer) else { return nil }
    let entry = Entry(Quantity(.D, layer), row, column)
    return Factor(name: "\(entry.name) / keep\(layer)", value: mask[row, column] / scene.network.keep(layer))
  }

  private func negative(_ factor: Factor) -> Factor { Factor(name: "-" + factor.name, value: -factor.value, entry: factor.entry) }

  private func name(_ kind: Quantity.Kind, _ layer: Int = 0) -> String { Quantity(kind, layer).name }

  // MARK: Forward

  /// z = Σ w · a + b for one unit and one example.
  /// - Parameters:
  ///   - z: the entry of Z.
  ///   - entry: the entry to explain, which is `z` or the A that follows from it.
  private func linearStep(_ z: Entry, of entry: Entry, activation: String? = nil) -> EntryExplanation {
    let (l, i, e) = (z.quantity.layer, z.row, z.column)
    let inputs = scene.network.units(l - 1)
    let terms = (0..<inputs).map { k in
      Term(factors: [factor(.W, l, i, k), factor(.A, l - 1, k, e)], index: k + 1, example: e + 1)
    }
    let b = factor(.b, l, i)
    return EntryExplanation(
      entry: entry, formula: "Σ \(name(.W, l))[\(i + 1),k] · \(name(.A, l - 1))[k,\(e + 1)] + \(b.name)", sum: l == 1 ? .inputs : .units, terms: terms,
      offset: b, activation: activation, value: value(entry))
  }

  private func activation(_ entry: Entry) -> EntryExplanation {
    let (l, i, e) = (entry.quantity.layer, entry.row, entry.column)
    let z = Entry(Quantity(.Z, l), i, e)
    let g = scene.network.layers[l - 1].activation
    let number = value(z)
    var arithmetic = Self.substitute(["z": number], in: g.formula)
    if !g.isElementwise {
      let column = (0..<scene.network.units(l)).map { Self.number(scene.pass.Z(l)[$0, e]) }
      arithmetic = "exp(\(Self.number(number))) / (" + column.prefix(6).map { "exp(\($0))" }.joined(separator: " + ") + (column.count > 6 ? " + …)" : ")")
    }
    var explanation = linearStep(z, of: entry, activation: arithmetic)
    explanation.mask = mask(l, i, e)
    return explanation
  }

  /// J = 1/m · Σ of the losses of the examples.
  private func cost(_ entry: Entry) -> EntryExplanation {
    let (network, m) = (scene.network, scene.X.columns)
    let (Z, A, Y) = (scene.pass.Z(depth), scene.pass.A(depth), scene.Y!)
    let terms = (0..<m).map { e in
      let output = OutputPass(z: Z.column(e), a: A.column(e), y: Y.column(e), activation: network.output)
      return Term(factors: [Factor(name: "L of example \(example(e))", value: network.loss.cost(output))], index: example(e), example: example(e))
    }
    let penalty = network.lambda == 0 ? nil : Factor(name: "lambda/(2m) · Σ ‖W‖²", value: network.penalty(examples: scene.examples))
    return EntryExplanation(
      entry: entry, formula: "1/m · Σ L(\(name(.A, depth)), Y) of example i" + (penalty.map { " + \($0.name)" } ?? ""), sum: .examples, terms: terms,
      scale: oneOverM, offset: penalty, value: value(entry))
  }

  private var oneOverM: Factor { Factor(name: "1/m", value: 1 / Double(scene.X.columns)) }

  // MARK: Backward

  /// The derivative of the loss of one example by one output.
  private func outputGradient(_ entry: Entry) -> EntryExplanation {
    let (terms, formula) = lossDerivative(entry.row, entry.column)
    return EntryExplanation(entry: entry, formula: formula, sum: .none, terms: terms, value: value(entry))
  }

  /// The terms of dL/da.
  ///
  /// If the loss fits the output, 1/a and 1/(1 - a) are computed from z. They are then exact even where a is rounded to 0 or 1.
  private func lossDerivative(_ k: Int, _ e: Int) -> ([Term], String) {
    let (a, y) = (factor(.A, depth, k, e), factor(.Y, 0, k, e))
    let z = scene.pass.Z(depth)[k, e]
    let isSaturating = scene.network.lossFitsOutput
    func term(_ factors: Factor...) -> Term { Term(factors: factors, example: e + 1) }
    switch scene.network.loss.name {
    case "mse": return ([term(a), term(negative(y))], "\(a.name) - \(y.name)")
    case "cross_entropy":
      let over = Factor(name: "1/\(a.name)", value: isSaturating ? 1 + exp(-z) : 1 / a.value, entry: a.entry)
      let rest = Factor(name: "1/(1 - \(a.name))", value: isSaturating ? 1 + exp(z) : 1 / (1 - a.value), entry: a.entry)
      let both = [term(negative(y), over), term(Factor(name: "(1 - \(y.name))", value: 1 - y.value, entry: y.entry), rest)]
      return (both.filter(Self.counts), "-\(y.name)/\(a.name) + (1 - \(y.name))/(1 - \(a.name))")
    default:
      var overA = 1 / a.value
      if isSaturating {
        let column = (0..<scene.network.outputs).map { scene.pass.Z(depth)[$0, e] }
        let most = column.max() ?? 0
        overA = exp(most + log(column.reduce(0) { $0 + exp($1 - most) }) - z)
      }
      let over = Factor(name: "1/\(a.name)", value: overA, entry: a.entry)
      return ([term(negative(y), over)].filter(Self.counts), "-\(y.name)/\(a.name)")
    }
  }

  /// Whether a term is kept. A term 0 · inf counts as 0 and is left out.
  private static func counts(_ term: Term) -> Bool { term.factors[0].value != 0 || term.value.isFinite }

  /// Σ over the units of the next layer: W · dZ, which goes backward through their weights.
  private func backTerms(_ l: Int, _ i: Int, _ e: Int) -> (terms: [Term], formula: String) {
    let terms = (0..<scene.network.units(l + 1)).map { k in
      Term(factors: [factor(.W, l + 1, k, i), factor(.dZ, l + 1, k, e)], index: k + 1, example: e + 1)
    }
    return (terms, "Σ \(name(.W, l + 1))[k,\(i + 1)] · \(name(.dZ, l + 1))[k,\(e + 1)]")
  }

  private func backThroughWeights(_ entry: Entry) -> EntryExplanation {
    let (terms, formula) = backTerms(entry.quantity.layer, entry.row, entry.column)
    guard let mask = mask(entry.quantity.layer, entry.row, entry.column) else {
      return EntryExplanation(entry: entry, formula: formula, sum: .units, terms: terms, value: value(entry))
    }
    return EntryExplanation(entry: entry, formula: "\(mask.name) · \(formula)", sum: .units, terms: terms, scale: mask, value: value(entry))
  }

  private func dZ(_ entry: Entry) -> EntryExplanation {
    let (l, i, e) = (entry.quantity.layer, entry.row, entry.column)
    let g = scene.network.layers[l - 1].activation
    if l == depth, scene.network.lossFitsOutput {
      let (a, y) = (factor(.A, l, i, e), factor(.Y, 0, i, e))
      let terms = [a, negative(y)].map { Term(factors: [$0], example: e + 1) }
      return EntryExplanation(entry: entry, formula: "\(a.name) - \(y.name)", sum: .none, terms: terms, value: value(entry))
    }
    if !g.isElementwise { return throughSoftmax(entry) }
    let z = factor(.Z, l, i, e)
    let slope = g.derivative(at: Matrix(rows: 1, columns: 1, elements: [z.value])).elements[0]
    let mask = mask(l, i, e)
    let scale = Factor(
      name: (mask.map { "\($0.name) · " } ?? "") + "g\(l)'(\(z.name))", value: slope * (mask?.value ?? 1), entry: Entry(Quantity(.A, l), i, e))
    let a = mask == nil ? scene.pass.A(l)[i, e] : g.value(of: Matrix(rows: 1, columns: 1, elements: [z.value])).elements[0]
    let arithmetic =
      (mask.map { "\(Self.number($0.value)) · (" } ?? "") + Self.substitute(["z": z.value, "a": a], in: g.derivativeFormula) + (mask == nil ? "" : ")")
    let (terms, formula) = l == depth ? lossDerivative(i, e) : backTerms(l, i, e)
    return EntryExplanation(
      entry: entry, formula: "\(scale.name) · " + (l == depth ? "(\(formula))" : formula), sum: l == depth ? .none : .units, terms: terms, scale: scale,
      scaleArithmetic: arithmetic, value: value(entry))
  }

  /// The Jacobian of softmax times dA: a_i · (dA_i - Σ_k a_k dA_k).
  private func throughSoftmax(_ entry: Entry) -> EntryExplanation {
    let (l, i, e) = (entry.quantity.layer, entry.row, entry.column)
    let own = Term(factors: [factor(.dA, l, i, e)], example: e + 1)
    let others = (0..<scene.network.units(l)).map { k in
      Term(factors: [negative(factor(.A, l, k, e)), factor(.dA, l, k, e)], index: k + 1, example: e + 1)
    }
    let a = factor(.A, l, i, e)
    return EntryExplanation(
      entry: entry, formula: "\(a.name) · (\(own.names) - Σ \(name(.A, l))[k,\(e + 1)] · \(name(.dA, l))[k,\(e + 1)])", sum: .units, terms: [own] + others,
      scale: a, value: value(entry))
  }

  private func weightGradient(_ entry: Entry) -> EntryExplanation {
    let (l, i, k) = (entry.quantity.layer, entry.row, entry.column)
    // Each array is read only once, because reading it for every example is slow.
    let (dZ, before) = (scene.pass.dZ(l), l == 1 ? scene.X : scene.pass.A(l - 1))
    let terms = (0..<scene.X.columns).map { e in
      let (left, right) = (Entry(Quantity(.dZ, l), i, e), Entry(Quantity(.A, l - 1), k, e))
      return Term(
        factors: [Factor(name: left.name, value: dZ[i, e], entry: left), Factor(name: told(right), value: before[k, e], entry: right)],
        index: example(e), example: example(e))
    }
    let penalty = scene.network.lambda == 0 ? nil : penalty(of: factor(.W, l, i, k))
    return EntryExplanation(
      entry: entry, formula: "1/m · Σ \(name(.dZ, l))[\(i + 1),i] · \(name(.A, l - 1))[\(k + 1),i]" + (penalty.map { " + \($0.name)" } ?? ""), sum: .examples,
      terms: terms, scale: oneOverM, offset: penalty, value: value(entry))
  }

  /// λ/m · w, the term of the L2 penalty in dW.
  private func penalty(of weight: Factor) -> Factor {
    Factor(
      name: "lambda/\(scene.batch == nil ? "m" : String(scene.examples)) · \(weight.name)",
      value: scene.network.lambda / Double(scene.examples) * weight.value, entry: weight.entry)
  }

  private func biasGradient(_ entry: Entry) -> EntryExplanation {
    let (l, i) = (entry.quantity.layer, entry.row)
    let terms = (0..<scene.X.columns).map { e in Term(factors: [factor(.dZ, l, i, e)], index: example(e), example: example(e)) }
    return EntryExplanation(
      entry: entry, formula: "1/m · Σ \(name(.dZ, l))[\(i + 1),i]", sum: .examples, terms: terms, scale: oneOverM, value: value(entry))
  }

  // MARK: Numbers in formulas

  /// A formula with its letters replaced by numbers. A negative number is written in parentheses: `1 - a**2` becomes `1 - (-0.5)**2`.
  static func substitute(_ values: [Character: Double], in formula: String) -> String {
    let letters = Array(formula)
    func isLetter(_ place: Int) -> Bool { letters.indices.contains(place) && (letters[place].isLetter || letters[place] == "_") }
    return letters.indices.map { place in
      guard let value = values[letters[place]], !isLetter(place - 1), !isLetter(place + 1) else { return String(letters[place]) }
      let isInBrackets = place > 0 && letters[place - 1] == "(" && place + 1 < letters.count && letters[place + 1] == ")"
      return isInBrackets ? NumberFormat.significant(value, 6) : number(value)
    }.joined()
  }

  /// A number for use in a formula. A negative number is written in parentheses.
  static func number(_ value: Double, _ digits: Int = 6) -> String {
    let text = NumberFormat.significant(value, digits)
    return value < 0 ? "(\(text))" : text
  }
}
