import Net

extension Finding.Kind {
  /// What the finding means, and how to run its lesson.
  var sentence: String { "\(meaning) Lesson \(lesson) is about it; \(Lessons.statement(lesson)!) runs it." }

  private var meaning: String {
    switch self {
    case .symmetricUnits: "Units of one layer have equal weights, so they always learn the same."
    case .saturatedUnits: "Units lie on the flat part of their curve, so their weights hardly change."
    case .deadUnits: "The relu of these units gives 0 for every example, so they do not learn."
    case .vanishingGradients: "The gradients of the first layers are tiny, so these layers hardly learn."
    case .explodingGradients: "The gradients of the first layers are very large, so a step goes too far there."
    case .linearCollapse: "All hidden layers are linear, so the network can do no more than one layer."
    case .uncentredActivations: "The values of a hidden layer lie far from 0, so the steps zigzag."
    case .outputMismatch: "The output layer, the loss and Y do not fit each other."
    case .featureScale: "One feature has much larger numbers than another, so no alpha suits both."
    case .learningRateHigh: "alpha is too large for the curvature of J or for the optimizer, so steps make J larger."
    case .learningRateLow: "alpha is too small, so J falls very slowly."
    case .notFinite: "A number is NaN or infinite, and every number computed from it is too."
    case .classImbalance: "One class has very few examples, so the network may never answer it."
    case .costNotFalling: "Steps do not make J smaller."
    case .dropoutStrong: "Dropout drops so many units that the network does not learn."
    case .penaltyStrong: "lambda is so large that the weights stay near 0 and the network does not learn."
    case .batchNoise: "The gradients of the batches are mostly noise, so J stays higher than it must."
    case .overfitting:
      "The cost of the dev part rises while that of the train part falls. diagnose reports it where dev J lies more than 5 % and more than one standard error of "
        + "the rise (over the dev examples) above its least value, and J of train fell since then. help accuracy says how to see both."
    }
  }

  /// The number of the lesson about it.
  private var lesson: Int {
    switch self {
    case .symmetricUnits: 31
    case .saturatedUnits, .deadUnits: 32
    case .vanishingGradients, .explodingGradients: 33
    case .linearCollapse: 34
    case .uncentredActivations, .featureScale: 35
    case .outputMismatch, .classImbalance: 36
    case .learningRateHigh, .learningRateLow, .costNotFalling: 37
    case .notFinite: 38
    case .dropoutStrong, .penaltyStrong, .batchNoise, .overfitting: 55
    }
  }
}
