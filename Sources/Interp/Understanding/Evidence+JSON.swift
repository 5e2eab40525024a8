import Net

extension Evidence {
  /// The measured values as numbers for JSON.
  var fields: [JSONField] {
    func numbers(_ name: String, _ values: [Double]) -> JSONField { JSONField(name, .array(values.map { .number($0) })) }
    func number(_ name: String, _ value: Double?) -> JSONField { JSONField(name, value.map { .number($0) } ?? .null) }
    switch self {
    case .symmetric(let difference): return [number("gradient_difference", difference)]
    case .saturated(let shares, let sizes): return [numbers("shares", shares), numbers("mean_abs_z", sizes)]
    case .dead(let largest): return [numbers("largest_z", largest)]
    case .gradients(let flow): return [numbers("errors", flow.errors), numbers("update_ratios", flow.updateRatios)]
    case .collapse(let W, let b): return [JSONField("W", .matrix(W)), JSONField("b", .matrix(b))]
    case .uncentred(let means, let deviations, let later):
      return [numbers("means", means), numbers("deviations", deviations), JSONField("later_layers", .array(later.map { .integer($0) }))]
    case .mismatch(let mismatch): return mismatch.fields
    case .featureScale(let deviations): return [numbers("deviations", deviations)]
    case .learningRate(let rate):
      return [
        number("alpha", rate.alpha), number("curvature", rate.curvature), number("bound", rate.bound), numbers("costs", rate.costs),
        JSONField("rise", rate.rise.map { .integer($0) } ?? .null), number("better_alpha", rate.better.alpha), number("better_J", rate.better.cost),
      ]
    case .notFinite(let found):
      return [
        JSONField("entry", .object(found.entry.fields)), JSONField("operands", .array(found.operands.map { .object($0.fields) })),
        JSONField("parameters", .array(found.parameters.map { .string($0) })),
      ]
    case .imbalance(let counts): return [JSONField("counts", .array(counts.map { .integer($0) }))]
    case .notFalling(let plateau):
      return [
        number("alpha", plateau.alpha), number("gradient_norm", plateau.gradientNorm), number("curvature", plateau.curvature), numbers("costs", plateau.costs),
        number("better_alpha", plateau.better),
      ]
    case .optimizerRate(let rate):
      return [
        JSONField("optimizer", .string(rate.optimizer.name)), number("alpha", rate.alpha), numbers("costs", rate.costs),
        number("better_alpha", rate.better.alpha), number("better_J", rate.better.cost),
      ]
    case .regularization(let found): return found.fields
    case .batchNoise(let found):
      return [
        JSONField("batch", .integer(found.batch)), number("alpha", found.alpha), number("noise", found.noise), number("deviation", found.deviation),
        number("gradient_norm", found.gradientNorm), JSONField("batches", .integer(found.batches)), numbers("costs", found.costs),
        number("settled_J", found.settled), JSONField("better_batch", .integer(found.better.batch)), number("better_alpha", found.better.alpha),
        number("better_J", found.better.cost),
      ]
    case .overfitting(let found):
      return [
        JSONField("steps", .array(found.looks.map { .integer($0.step) })), numbers("train_J", found.looks.map(\.train)),
        numbers("dev_J", found.looks.map(\.dev)), JSONField("best_step", .integer(found.best.step)), number("error", found.error),
      ]
    }
  }
}

extension RegularizationEvidence {
  fileprivate var fields: [JSONField] {
    let strength =
      switch strength {
      case .keeps(let keeps): [JSONField("keeps", .array(keeps.map { .number($0) })), JSONField("better_keep", .number(better.value))]
      case .lambda(let lambda): [JSONField("lambda", .number(lambda)), JSONField("better_lambda", .number(better.value))]
      }
    return strength + [
      JSONField("loss_start", .number(start)), JSONField("loss_end", .number(end)), JSONField("loss_without", .number(endWithout)),
      JSONField("loss_better", .number(better.loss)), JSONField("constant_loss", .number(constant)), JSONField("trial_steps", .integer(steps)),
      JSONField("new_weights", .boolean(beginsAnew)),
    ]
  }
}

extension NotFinite.Entry {
  fileprivate var fields: [JSONField] {
    [JSONField("name", .string(name)), JSONField("i", .integer(row)), JSONField("j", .integer(column)), JSONField("value", .number(value))]
  }
}

extension Mismatch {
  fileprivate var fields: [JSONField] {
    switch self {
    case .shape(let Y, let output): [JSONField("Y", .shape(Y)), JSONField("output", .shape(output))]
    case .classNumbers(let values): [JSONField("values", .array(values.map { .number($0) }))]
    case .loss(let smallest, let largest), .labels(let smallest, let largest):
      [JSONField("smallest_A", .number(smallest)), JSONField("largest_A", .number(largest))]
    case .range(let share, let smallest, let largest, let from, let to):
      [
        JSONField("share", .number(share)), JSONField("smallest_Y", .number(smallest)), JSONField("largest_Y", .number(largest)),
        JSONField("from", .number(from)), JSONField("to", .number(to)),
      ]
    case .sums(let columns): [JSONField("columns", .integer(columns))]
    }
  }
}

extension NotFiniteHistory {
  /// The first step as JSON.
  var json: JSONValue {
    var fields = [JSONField("step", .integer(step)), JSONField("branch", .string(branch)), JSONField("goto", journey.map { .string($0) } ?? .null)]
    if case .notFinite(let found) = finding.evidence { fields += found.entry.fields }
    guard case .at(let change) = beginning else { return .object(fields) }
    fields += [
      JSONField(
        "before",
        .object([
          JSONField("step", .integer(step - 1)), JSONField("J", change.cost.map { .number($0) } ?? .null), JSONField("largest", .object(change.largest.fields)),
        ])),
      JSONField("edits", .array(change.edits.map { .string($0) })),
    ]
    if let rise = change.rise {
      fields.append(
        JSONField(
          "rise",
          .object([
            JSONField("step", .integer(rise.step)), JSONField("J", .number(rise.cost)), JSONField("alpha", .number(rise.alpha)),
            JSONField("bound", rise.rate.map { .number($0.bound) } ?? .null),
          ])))
    }
    return .object(fields)
  }
}
