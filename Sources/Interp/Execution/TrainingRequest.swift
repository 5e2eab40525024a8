import Net

/// What one `train` was asked to do.
struct TrainingRequest {
  /// The number of steps.
  var steps: Int
  /// How the steps are made.
  var plan: TrainingPlan
  /// The number of steps between two costs that are printed; nil where none are printed.
  var every: Int?
  /// The condition that ends the run.
  var until: Expression?
  /// The number of looks at the dev part after which the run ends, where its cost has not fallen at any of them; nil where nothing is looked at.
  var patience: Int?
}

/// Early stopping: the run ends where the cost of the dev part has not gone below its least so far at some looks in a row.
struct Patience {
  /// A step and the cost of the dev part after it.
  struct Best: Equatable, Sendable {
    var step: Int
    var cost: Double
  }

  /// The number of looks in a row that end the run.
  let looks: Int
  /// The step with the least cost so far; nil where no cost was a number.
  private(set) var best: Best?
  private var sinceBest = 0

  init(looks: Int) { self.looks = looks }

  /// Takes the cost before the first step.
  mutating func begin(step: Int, cost: Double?) {
    if let cost, !cost.isNaN { best = Best(step: step, cost: cost) }
  }

  /// Takes the cost at a look. It returns whether the run ends.
  mutating func isOver(step: Int, cost: Double?) -> Bool {
    if let cost, cost < best?.cost ?? .infinity {
      (best, sinceBest) = (Best(step: step, cost: cost), 0)
    } else {
      sinceBest += 1
    }
    return sinceBest >= looks
  }

  /// Why the run ended.
  var reason: String { "dev J has not fallen for \(looks) look\(looks == 1 ? "" : "s")" }
}
