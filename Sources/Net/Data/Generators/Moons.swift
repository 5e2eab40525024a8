import Glibc

/// Two half circles that reach into each other: scikit-learn's `make_moons(m, noise=, random_state=)`, shuffled as there.
struct Moons: DataGenerator {
  let name = "moons"
  let summary = "two interleaving half circles"
  let takesClasses = false

  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset {
    let outer = request.examples / 2
    let inner = request.examples - outer
    var points = Linspace.values(from: 0, to: .pi, count: outer).map { (cos($0), sin($0)) }
    points += Linspace.values(from: 0, to: .pi, count: inner).map { (1 - cos($0), 1 - sin($0) - 0.5) }
    let classes = [Int](repeating: 0, count: outer) + [Int](repeating: 1, count: inner)
    return Dataset.shuffled(name, points, classes, noise: request.noise, generator: &generator)
  }
}

extension Dataset {
  /// scikit-learn's order of draws: the examples are shuffled, then noise is drawn example by example.
  static func shuffled(_ name: String, _ points: [(Double, Double)], _ classes: [Int], noise: Double, generator: inout MersenneTwister) -> Dataset {
    var order = Array(points.indices)
    generator.shuffle(&order)
    var X = Matrix(rows: 2, columns: points.count)
    for (place, example) in order.enumerated() {
      X[0, place] = points[example].0
      X[1, place] = points[example].1
    }
    if noise > 0 {
      for place in points.indices {
        X[0, place] += noise * generator.normal()
        X[1, place] += noise * generator.normal()
      }
    }
    return Dataset(name: name, X: X, Y: Dataset.targets(order.map { classes[$0] }, count: 2), classNames: ["0", "1"])
  }
}
