import Glibc

/// A circle inside another: scikit-learn's `make_circles(m, noise=, factor=, random_state=)`, shuffled as there.
struct Circles: DataGenerator {
  let name = "circles"
  let summary = "a circle within a circle"
  let takesClasses = false
  let takesFactor = true

  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset {
    let outer = request.examples / 2
    let inner = request.examples - outer
    // The end of the circle is its start: the last of count + 1 points is left out.
    func circle(_ count: Int) -> [(Double, Double)] {
      let step = 2 * Double.pi / Double(count)
      return (0..<count).map { (cos(Double($0) * step), sin(Double($0) * step)) }
    }
    let points = circle(outer) + circle(inner).map { ($0.0 * request.factor, $0.1 * request.factor) }
    let classes = [Int](repeating: 0, count: outer) + [Int](repeating: 1, count: inner)
    return Dataset.shuffled(name, points, classes, noise: request.noise, generator: &generator)
  }
}
