import Glibc

/// Two half circles that overlap, as scikit-learn's `make_moons(m, noise=, random_state=)` draws and shuffles them.
struct Moons: DataGenerator {
  let name = "moons"
  let summary = "two half circles that reach into each other"
  let takesClasses = false

  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset {
    let outer = request.examples / 2
    let inner = request.examples - outer
    let (first, second) = (Linspace.values(from: 0, to: .pi, count: outer), Linspace.values(from: 0, to: .pi, count: inner))
    let points = Dataset.points(request.examples) { example in
      if example < outer { return (cos(first[example]), sin(first[example])) }
      let angle = second[example - outer]
      return (1 - cos(angle), 1 - sin(angle) - 0.5)
    }
    let classes = [Int](repeating: 0, count: outer) + [Int](repeating: 1, count: inner)
    return Dataset.shuffled(name, points, classes, noise: request.noise, generator: &generator)
  }
}

extension Dataset {
  /// The points number 0 to `count` - 1. There are fewer points where Ctrl-C ends the work.
  static func points(_ count: Int, _ point: (Int) -> (Double, Double)) -> [(Double, Double)] {
    var points: [(Double, Double)] = []
    points.reserveCapacity(count)
    Slabs.each(count) { for index in $0 { points.append(point(index)) } }
    return points
  }

  /// A data set with two classes from points and their class numbers. It draws in the order of scikit-learn.
  ///
  /// First the examples are shuffled. Then noise is drawn for each example, first for x1 and then for x2.
  static func shuffled(_ name: String, _ points: [(Double, Double)], _ classes: [Int], noise: Double, generator: inout MersenneTwister) -> Dataset {
    var order = Array(points.indices)
    generator.shuffle(&order)
    if Slabs.areCut { return Dataset(name: name, X: Matrix(rows: 2, columns: 1), Y: nil) }
    var X = Matrix(rows: 2, columns: points.count)
    Slabs.each(points.count) {
      for place in $0 { (X[0, place], X[1, place]) = points[order[place]] }
    }
    if noise > 0 {
      Slabs.each(points.count) {
        for place in $0 {
          X[0, place] += noise * generator.normal()
          X[1, place] += noise * generator.normal()
        }
      }
    }
    // With two classes, the targets are the class numbers.
    let Y = Matrix(Shape(1, points.count)) { Double(classes[order[$0]]) }
    return Dataset(name: name, X: X, Y: Y, classNames: ["0", "1"])
  }
}
