import Net
import TestSupport
import Testing

@Suite struct GeneratorTests {
  private func make(_ name: String, _ request: DataRequest, seed: UInt32) -> Dataset {
    var generator = MersenneTwister(seed: seed)
    return DataGenerators.named(name)!.make(request, generator: &generator)
  }

  private func check(_ set: Dataset, _ figures: Figures, _ name: String) {
    let X = figures["X"].numbers
    #expect(set.X.elements.count == X.count)
    #expect(zip(set.X.elements, X).allSatisfy { abs($0 - $1) <= 1e-13 }, "X of \(name)")
    #expect(set.Y?.elements == figures["Y"].numbers, "Y of \(name)")
  }

  @Test func flowerEqualsTheExercise() {
    let set = make("flower", DataRequest(), seed: 1)
    #expect(set.X.shape == Shape(2, 400))
    check(set, netFigures["sets"]["flower"], "flower")
  }

  @Test func setsEqualScikitLearns() {
    for noise in [0, 0.15] {
      for name in ["moons", "circles"] {
        check(make(name, DataRequest(examples: 11, noise: noise), seed: 3), netFigures["sets"]["\(name) \(noise == 0 ? "0" : "0.15")"], name)
      }
    }
    check(make("blobs", DataRequest(examples: 11), seed: 5), netFigures["sets"]["blobs 2"], "blobs")
    check(make("blobs", DataRequest(examples: 11, noise: 0.5, classes: 3), seed: 5), netFigures["sets"]["blobs 3"], "blobs of 3")
  }

  /// `factor` is the radius of the inner circle. Without it the radius is 0.8.
  @Test func factorOfCircles() {
    check(make("circles", DataRequest(examples: 11, noise: 0.3, factor: 0.5), seed: 3), netFigures["sets"]["circles factor"], "circles")
    check(make("circles", DataRequest(examples: 11, factor: 0.8), seed: 3), netFigures["sets"]["circles 0"], "the factor that holds unless told")
  }

  @Test func exclusiveOr() {
    let set = make("xor", DataRequest(examples: 4), seed: 1)
    #expect(set.X.nested == [[0, 0, 1, 1], [0, 1, 0, 1]])
    #expect(set.Y!.elements == [0, 1, 1, 0])
  }

  @Test func spirals() {
    let set = make("spirals", DataRequest(examples: 9, classes: 3), seed: 1)
    #expect(set.Y!.shape == Shape(3, 9))
    #expect(set.Y!.reduced(.sum, axis: 0).elements == [Double](repeating: 1, count: 9))
    // The first point of each arm is the origin. The last one has the distance 4 from it.
    for arm in 0..<3 {
      #expect(set.X[0, 3 * arm] == 0 && set.X[1, 3 * arm] == 0)
      let (x, y) = (set.X[0, 3 * arm + 2], set.X[1, 3 * arm + 2])
      #expect(abs((x * x + y * y).squareRoot() - 4) < 1e-12)
    }
  }

  /// Each generator at small and odd sizes makes the right number of examples, finite inputs, and targets of 0 and 1.
  @Test func everySetAtEverySize() {
    for maker in DataGenerators.all {
      for examples in [2, 3, 7, 100] {
        for noise in [0, 0.3] {
          let set = make(maker.name, DataRequest(examples: examples, noise: noise, classes: maker.takesClasses ? min(3, examples) : 2), seed: 2)
          #expect(set.X.columns == examples && set.Y!.columns == examples, "\(maker.name) \(examples)")
          #expect(set.X.elements.allSatisfy { $0.isFinite }, "\(maker.name)")
          #expect(set.Y!.elements.allSatisfy { $0 == 0 || $0 == 1 }, "\(maker.name)")
        }
      }
    }
  }

  @Test func splitAndScaling() throws {
    let whole = make("blobs", DataRequest(examples: 50), seed: 1)
    var generator = MersenneTwister(seed: 1)
    var split = try #require(DataSplit(whole, fractions: [0.6, 0.2, 0.2], generator: &generator))
    #expect(split.parts.map { split.dataset($0)!.examples } == [30, 10, 10])
    // Every example is in exactly one part, so the sums agree.
    let sum = split.parts.reduce(0) { $0 + split.dataset($1)!.X.reduced(.sum, axis: nil).elements[0] }
    #expect(abs(sum - whole.X.reduced(.sum, axis: nil).elements[0]) < 1e-9)
    let train = split.train.X
    let test = split.test!.X
    split.standardize()
    let scaling = try #require(split.scaling)
    // The scale is fitted to the training part, which then has mean 0 and deviation 1. The test part is scaled by the same numbers.
    #expect(scaling == Scaling(standardizing: train))
    #expect(split.train.X.reduced(.mean, axis: 1).elements.allSatisfy { abs($0) < 1e-12 })
    #expect(split.train.X.reduced(.standardDeviation, axis: 1).elements.allSatisfy { abs($0 - 1) < 1e-12 })
    #expect(split.test!.X == scaling.apply(test))
    #expect(split.test!.X.reduced(.mean, axis: 1).elements.contains { abs($0) > 1e-3 })
    let used = split.use(.test)
    #expect(used && split.current.X == split.test!.X)
    #expect(DataSplit(whole.selecting([0, 1]), fractions: [0.01], generator: &generator) == nil)
    #expect(Scaling(standardizing: Matrix([[5, 5, 5]])).deviation.elements == [0])
  }
}
