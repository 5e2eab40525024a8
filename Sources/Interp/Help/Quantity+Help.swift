extension Quantity {
  /// A few words that say what the quantity is.
  var purpose: String {
    switch kind {
    case .X: "the inputs, one example a column"
    case .Y: "the targets, one example a column"
    case .W: "the weights of layer \(layer)"
    case .b: "the biases of layer \(layer)"
    case .Z: "the linear part of layer \(layer), before its activation"
    case .A: "the output of layer \(layer), after its activation"
    case .dA: "the gradient of the loss by A\(layer)"
    case .dZ: "the gradient of the loss by Z\(layer)"
    case .dW: "the gradient of the cost by the weights W\(layer)"
    case .db: "the gradient of the cost by the biases b\(layer)"
    case .J: "the cost, which training makes small"
    case .m: "the number of examples"
    case .L: "the number of layers"
    case .n: layer == 0 ? "the number of input features" : "the number of units in layer \(layer)"
    case .alpha: "the learning rate of step and train"
    case .lambda: "the weight of the L2 penalty in J"
    case .keep: "the share of the units of layer \(layer) that dropout keeps"
    case .keepProb: "the share of the units that dropout keeps in every hidden layer"
    case .D: "the mask of dropout in layer \(layer)"
    case .vdW, .vdb: "the optimizer's average of \(name.dropFirst())"
    case .sdW, .sdb: "the optimizer's average of the squares of \(name.dropFirst())"
    case .optimizerSteps: "the number of steps that the optimizer has made"
    case .batch: "the examples of the present gradients, after train batch="
    case .t: "the number of steps since init"
    }
  }

  /// Other words under which `help` finds the quantity.
  var otherWords: [String] {
    switch kind {
    case .X: ["input", "inputs"]
    case .Y: ["target", "targets", "labels"]
    case .W: ["weights", "weight", "parameters", "parameter"]
    case .b: ["biases", "bias", "parameters", "parameter"]
    case .Z: ["pre-activation", "linear step"]
    case .A: ["activation", "output"]
    case .dA, .dZ, .dW, .db: ["gradient"]
    case .J: ["cost", "cost function"]
    case .alpha: ["learning rate", "rate", "step size"]
    case .lambda: ["L2", "penalty", "regularization", "regularisation", "weight decay"]
    case .m: ["number of examples"]
    case .L: ["number of layers", "depth"]
    case .n: ["number of units"]
    case .t: ["number of steps"]
    case .keep, .keepProb, .D: ["dropout", "mask"]
    case .vdW, .vdb: ["momentum", "velocity", "average"]
    case .sdW, .sdb: ["RMSProp", "average"]
    case .optimizerSteps: ["bias correction"]
    case .batch: ["mini-batch", "minibatch"]
    }
  }

  /// One quantity of each kind, as help explains them. A layer's quantity is that of layer 1.
  static let explained: [Quantity] = Kind.allCases.map { Quantity($0, hasLayer($0) ? 1 : 0) }
}
