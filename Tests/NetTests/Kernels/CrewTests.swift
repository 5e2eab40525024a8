import Testing

@testable import Net

/// Jobs on threads of their own.
@Suite struct CrewTests {
  /// The result of a job. Each job has its own, and it is read when all threads have ended.
  private final class Slot {
    var calls = 0
    var bits: [UInt64] = []
  }

  /// Each job is done once, on any number of threads, and the waiting thread is called.
  @Test(arguments: [1, 2, 3, 8, 64]) func everyJobOnce(_ threads: Int) {
    let slots = (0..<40).map { _ in Slot() }
    var looks = 0
    let works = Crew.run(40, threads: threads) {
      slots[$0].calls += 1
    } meanwhile: {
      looks += 1
    }
    #expect(works && looks > 0 && slots.allSatisfy { $0.calls == 1 })
    #expect(
      Crew.run(0, threads: threads) {
        slots[$0].calls += 1
      } meanwhile: {
      } && slots.allSatisfy { $0.calls == 1 })
  }

  /// A product in a job has the same bits as outside, where its parts are shared. The sizes are large enough for that.
  @Test(arguments: [1, 2, 4]) func sameProducts(_ threads: Int) {
    var generator = MersenneTwister(seed: 1)
    let left = generator.normalMatrix(Shape(64, 64))
    let rights = (0..<6).map { _ in generator.normalMatrix(Shape(64, 900)) }
    func bits(_ right: Matrix) -> [UInt64] { GEMM.product(left, right, transposeA: false, transposeB: false).elements.map(\.bitPattern) }
    let slots = rights.map { _ in Slot() }
    #expect(
      Crew.run(6, threads: threads) {
        slots[$0].bits = bits(rights[$0])
      } meanwhile: {
      })
    #expect(slots.map(\.bits) == rights.map(bits))
  }

  /// Several threads may read the same pass for the first time.
  @Test func sharedPass() {
    var generator = MersenneTwister(seed: 2)
    let pass = Pass()
    let network = Network(
      inputs: 3, layers: [LayerSpecification(units: 5, activation: Tanh()), LayerSpecification(units: 1, activation: Sigmoid())],
      loss: Losses.matching(Sigmoid()), generator: &generator)
    pass.forward(network, X: generator.normalMatrix(Shape(3, 4000)), Y: nil)
    let slots = (0..<8).map { _ in Slot() }
    #expect(
      Crew.run(8, threads: 4) { index in
        let copy = pass.copy()
        slots[index].bits = copy.A(1).elements.map(\.bitPattern)
        copy.forward(network, X: Matrix(rows: 3, columns: 4000), Y: nil)
      } meanwhile: {
      })
    #expect(slots.allSatisfy { $0.bits == pass.A(1).elements.map(\.bitPattern) })
  }
}
