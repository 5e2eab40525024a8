import Net

/// The costs of the steps of a line, as the steps were made. `display plot J` keeps them, because making all steps again takes as long as the training.
///
/// Of very many steps, the least and the largest cost of each group of neighbours stay.
final class CostCourse {
  let line: Line
  private var made: Made
  /// The steps at which the data changed.
  var changes = DataChanges()
  private(set) var devCosts = Figure.Series(name: "dev J", x: [], y: [])
  /// The norms of dW of each layer, where a picture was drawn.
  private(set) var norms: [Figure.Series] = []

  private static let most = 1 << 14

  /// The steps so far.
  private struct Made {
    var last: Int
    var missing = 0
    var costs = Figure.Series(name: "J", x: [], y: [])

    mutating func add(_ step: Int, _ cost: Double) {
      if step == last, costs.x.last == Double(step) {
        costs.y[costs.y.count - 1] = cost
        return
      }
      missing += max(step - last - 1, 0)
      last = step
      costs.x.append(Double(step))
      costs.y.append(cost)
      if costs.x.count >= CostCourse.most { costs = costs.thinned(most: CostCourse.most / 2) }
    }
  }

  /// - Parameter first: the first step of the course.
  init(_ line: Line, first: Int) { (self.line, made) = (line, Made(last: first - 1)) }

  /// The last step that was added.
  var last: Int { made.last }
  /// The number of steps whose J was not computed, because they were made on batches or with masks.
  var missing: Int { made.missing }
  var costs: Figure.Series { made.costs }

  /// Adds J of the parameters after a step. The steps come in their order, and J of the last step may come again.
  func add(_ step: Int, _ cost: Double) { made.add(step, cost) }

  /// Adds the cost of the dev part after a step.
  func addDev(_ step: Int, _ cost: Double) {
    guard devCosts.x.last != Double(step) else { return }
    devCosts.x.append(Double(step))
    devCosts.y.append(cost)
    if devCosts.x.count >= Self.most { devCosts = devCosts.thinned(most: Self.most / 2) }
  }

  /// Adds the norms of dW that made a step.
  func add(_ step: Int, norms new: [Double]) {
    if norms.count != new.count { norms = new.indices.map { Figure.Series(name: "dW\($0 + 1)", x: [], y: []) } }
    for (index, norm) in new.enumerated() where norms[index].x.last != Double(step) {
      norms[index].x.append(Double(step))
      norms[index].y.append(norm)
    }
  }
}

/// The steps at which the examples were replaced, so that J before and after them cannot be compared.
struct DataChanges {
  private var last: Dataset?
  private var steps: [Int] = []

  /// Takes the examples of which J is shown from a step on.
  mutating func look(_ data: Dataset, at step: Int) {
    if let last, last.X != data.X || last.Y != data.Y { steps.append(step) }
    last = data
  }

  /// The sentence below the picture; nil where the data stayed the same.
  func note(of name: String) -> String? {
    if steps.isEmpty { return nil }
    let few = steps.prefix(3).map(String.init).joined(separator: ", ") + (steps.count > 3 ? " …" : "")
    return "the data changed at step \(few), so \(name) before and after cannot be compared"
  }
}
