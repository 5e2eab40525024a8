/// The lessons, which are scripts in the folder scripts.
enum Lessons {
  /// The names of the lessons. The first one has the number 1.
  private static let names = [
    "first-session", "flower", "gradients-of-ten-steps", "flower-by-hidden-sizes", "breast-cancer", "iris", "logistic-unit", "forward-one-example",
    "layers-and-shapes", "stacking-neurons", "vectorising", "broadcasting-b", "activations", "why-nonlinear", "output-layer", "saturation",
    "tanh-is-centred", "vanishing-gradients", "dead-relu", "backward-pass", "gradient-descent-by-hand", "zero-initialisation", "large-weights",
    "b-may-be-zero", "straight-or-curved", "choosing-on-validation", "loss-and-cost", "logistic-against-2-4-1", "what-is-hidden", "small-xavier-he",
    "diagnose-equal-units", "diagnose-flat-units", "diagnose-depth", "diagnose-linear-layers", "diagnose-inputs", "diagnose-output",
    "diagnose-learning-rate", "diagnose-not-finite", "find-the-mistake", "explain-a-gradient", "derive-backward", "check-your-own", "too-fast", "the-saddle",
    "faces", "l2", "dropout", "mini-batches", "momentum", "rmsprop-and-adam", "learning-rate-decay", "early-stopping", "one-seed-deceives", "digits",
    "overfitting", "the-same-network-in-numpy", "from-the-shell-to-pytorch-and-back", "one-network-on-two-processes",
  ]

  /// The statement that runs a lesson, such as `source scripts/01-first-session.nns`; nil where there is no lesson of that number.
  static func statement(_ number: Int) -> String? {
    guard names.indices.contains(number - 1) else { return nil }
    return "source scripts/\(number < 10 ? "0" : "")\(number)-\(names[number - 1]).nns"
  }
}
