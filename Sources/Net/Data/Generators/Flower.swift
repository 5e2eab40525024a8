import Glibc

/// The flower of the course's exercise: the petals of two classes alternate around the origin. No straight line separates the classes.
///
/// For class j = 0, 1: t = linspace(3.12 j, 3.12 (j+1), m/2) + 0.2 randn, then r = 4 sin(4 t) + 0.2 randn, x1 = r sin t, x2 = r cos t. `noise` is
/// added to the 0.2 of both draws. Where m is odd, the second class has one example more.
struct Flower: DataGenerator {
  let name = "flower"
  let summary = "a flower whose petals have two classes in turn, as in the exercise of the course"
  let takesClasses = false

  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset {
    let m = request.examples
    let spread = 0.2 + request.noise
    var X = Matrix(rows: 2, columns: m)
    var classes: [Int] = []
    for j in 0..<2 {
      let count = j == 0 ? m / 2 : m - m / 2
      let start = classes.count
      var angles = Linspace.values(from: Double(j) * 3.12, to: Double(j + 1) * 3.12, count: count)
      Slabs.each(count) { for example in $0 { angles[example] += generator.normal() * spread } }
      Slabs.each(count) {
        for example in $0 {
          let radius = 4 * sin(angles[example] * 4) + generator.normal() * spread
          X[0, start + example] = radius * sin(angles[example])
          X[1, start + example] = radius * cos(angles[example])
        }
      }
      classes += [Int](repeating: j, count: count)
    }
    return Dataset(name: name, X: X, Y: Dataset.targets(classes, count: 2), classNames: ["0", "1"])
  }
}
