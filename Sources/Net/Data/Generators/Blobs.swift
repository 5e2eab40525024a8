/// Gaussian clouds around random centres, as scikit-learn's `make_blobs(m, centers=classes, random_state=)` draws and shuffles them.
///
/// The clouds have the deviation 1. A `noise` above 0 replaces it, like scikit-learn's `cluster_std`.
struct Blobs: DataGenerator {
  let name = "blobs"
  let summary = "round clouds of points, one a class; noise= is their deviation, 1 by default"
  let takesClasses = true

  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset {
    let (m, K) = (request.examples, request.classes)
    let deviation = request.noise > 0 ? request.noise : 1
    let centres = (0..<K).map { _ in
      let x = -10 + 20 * generator.uniform()
      return (x, -10 + 20 * generator.uniform())
    }
    var points: [(Double, Double)] = []
    var classes: [Int] = []
    for (k, centre) in centres.enumerated() {
      Slabs.each(m / K + (k < m % K ? 1 : 0)) {
        for _ in $0 {
          let x = centre.0 + deviation * generator.normal()
          points.append((x, centre.1 + deviation * generator.normal()))
          classes.append(k)
        }
      }
    }
    var order = Array(points.indices)
    generator.shuffle(&order)
    if Slabs.areCut { return Dataset(name: name, X: Matrix(rows: 2, columns: 1), Y: nil) }
    let X = Matrix(Shape(2, order.count)) { $0 < order.count ? points[order[$0]].0 : points[order[$0 - order.count]].1 }
    return Dataset(name: name, X: X, Y: Dataset.targets(order.map { classes[$0] }, count: K), classNames: (0..<K).map(String.init))
  }
}
