import Glibc

/// A circle inside another one, as scikit-learn's `make_circles(m, noise=, factor=, random_state=)` draws and shuffles them.
struct Circles: DataGenerator {
  let name = "circles"
  let summary = "a small circle inside a large one"
  let takesClasses = false
  let takesFactor = true

  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset {
    let outer = request.examples / 2
    let inner = request.examples - outer
    // A circle ends where it starts. Therefore the last of count + 1 points is left out.
    func point(_ number: Int, of count: Int) -> (Double, Double) {
      let angle = Double(number) * (2 * Double.pi / Double(count))
      return (cos(angle), sin(angle))
    }
    let points = Dataset.points(request.examples) { example in
      if example < outer { return point(example, of: outer) }
      let (x, y) = point(example - outer, of: inner)
      return (x * request.factor, y * request.factor)
    }
    let classes = [Int](repeating: 0, count: outer) + [Int](repeating: 1, count: inner)
    return Dataset.shuffled(name, points, classes, noise: request.noise, generator: &generator)
  }
}
