/// Exclusive or: the corners (0,0), (0,1), (1,0), (1,1) in turn. y is 1 where exactly one coordinate is 1.
///
/// `noise` is the deviation of a normal draw that is added to both coordinates. Four examples without noise are the truth table.
struct ExclusiveOr: DataGenerator {
  let name = "xor"
  let summary = "the exclusive or: points at four corners, opposite corners in the same class"
  let takesClasses = false

  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset {
    var X = Matrix(rows: 2, columns: request.examples)
    var classes: [Int] = []
    Slabs.each(request.examples) {
      for example in $0 {
        let (first, second) = (example % 4 / 2, example % 2)
        X[0, example] = Double(first) + (request.noise > 0 ? request.noise * generator.normal() : 0)
        X[1, example] = Double(second) + (request.noise > 0 ? request.noise * generator.normal() : 0)
        classes.append(first ^ second)
      }
    }
    return Dataset(name: name, X: X, Y: Dataset.targets(classes, count: 2), classNames: ["0", "1"])
  }
}
