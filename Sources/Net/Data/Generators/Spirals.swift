import Glibc

/// Spiral arms that start at the origin, one arm for each class. The arms follow one another in the data.
///
/// Example i of n in arm k has r = i/(n-1) · 4 and angle = 2πk/K + 1.2 r + noise · randn; x1 = r cos(angle), x2 = r sin(angle).
struct Spirals: DataGenerator {
  let name = "spirals"
  let summary = "spiral arms, one a class; noise= turns each point, in radians"
  let takesClasses = true

  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset {
    let (m, K) = (request.examples, request.classes)
    var xs: [Double] = []
    var ys: [Double] = []
    var classes: [Int] = []
    for k in 0..<K {
      let count = m / K + (k < m % K ? 1 : 0)
      let radii = Linspace.values(from: 0, to: 4, count: count)
      Slabs.each(count) {
        for radius in radii[$0] {
          let turn = 2 * Double.pi * Double(k) / Double(K) + 1.2 * radius + (request.noise > 0 ? request.noise * generator.normal() : 0)
          xs.append(radius * cos(turn))
          ys.append(radius * sin(turn))
          classes.append(k)
        }
      }
    }
    if Slabs.areCut { return Dataset(name: name, X: Matrix(rows: 2, columns: 1), Y: nil) }
    return Dataset(name: name, X: Matrix([xs, ys]), Y: Dataset.targets(classes, count: K), classNames: (0..<K).map(String.init))
  }
}
