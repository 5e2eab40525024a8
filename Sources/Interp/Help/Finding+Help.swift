import Net

extension Finding.Kind {
  /// A sentence that says what the finding means, and the number of its lesson.
  var sentence: String {
    switch self {
    case .symmetricUnits: "Units of one layer have equal weights, so they always learn the same. Lesson 31 is about it."
    case .saturatedUnits: "Units lie on the flat part of their curve, so their weights hardly change. Lesson 32 is about it."
    case .deadUnits: "The relu of these units gives 0 for every example, so they do not learn. Lesson 32 is about it."
    case .vanishingGradients: "The gradients of the first layers are tiny, so these layers hardly learn. Lesson 33 is about it."
    case .explodingGradients: "The gradients of the first layers are very large, so a step goes too far there. Lesson 33 is about it."
    case .linearCollapse: "All hidden layers are linear, so the network can do no more than one layer. Lesson 34 is about it."
    case .uncentredActivations: "The values of a hidden layer lie far from 0, so the steps zigzag. Lesson 35 is about it."
    case .outputMismatch: "The output layer, the loss and Y do not fit each other. Lesson 36 is about it."
    case .featureScale: "One feature has much larger numbers than another, so no alpha suits both. Lesson 35 is about it."
    case .learningRateHigh: "alpha is too large for the curvature of J or for the optimizer, so steps make J larger. Lesson 37 is about it."
    case .learningRateLow: "alpha is too small, so J falls very slowly. Lesson 37 is about it."
    case .notFinite: "A number is NaN or infinite, and every number computed from it is too. Lesson 38 is about it."
    case .classImbalance: "One class has very few examples, so the network may never answer it. Lesson 36 is about it."
    case .costNotFalling: "Steps do not make J smaller. Lesson 37 is about it."
    case .dropoutStrong: "Dropout drops so many units that the network does not learn. Lesson 55 is about it."
    case .penaltyStrong: "lambda is so large that the weights stay near 0 and the network does not learn. Lesson 55 is about it."
    case .batchNoise: "The gradients of the batches are mostly noise, so J stays higher than it must. Lesson 55 is about it."
    case .overfitting: "The cost of the dev part rises while that of the train part falls. help accuracy says how to see both. Lesson 55 is about it."
    }
  }
}
