import Testing

@testable import Net

/// How a pass is divided into blocks and lanes. For all sizes every example is in exactly one block.
@Suite struct StepPlanTests {
  private static let networks: [[Int]] = [
    [1, 1], [2, 4, 1], [3, 5, 2], [1, 1000, 1], [64, 64, 3], [30, 16, 1], [4, 10, 10, 3], [784, 128, 10], [1000, 1000], [2000, 2000, 10], [5000, 5000, 5000],
  ]
  private static let examples = [1, 2, 7, 8, 9, 63, 64, 65, 100, 127, 128, 129, 400, 511, 512, 513, 1000, 4095, 4097, 12_000, 100_003, 1_000_000]

  @Test(arguments: networks, [1 << 6, 1 << 8, 1 << 17]) func blocksCoverTheExamples(_ sizes: [Int], _ largestOwnProduct: Int) {
    for m in Self.examples {
      let plan = StepPlan(sizes: sizes, examples: m, largestOwnProduct: largestOwnProduct)
      let place = "\(sizes), m = \(m)"
      var next = 0
      for block in 0..<plan.blocks {
        let count = plan.columns(ofBlock: block)
        #expect(block * plan.blockColumns == next && count > 0 && count <= plan.blockColumns, "block \(block) of \(place)")
        #expect(block == plan.blocks - 1 || count == plan.blockColumns, "block \(block) of \(place)")
        next += count
      }
      #expect(next == m, "\(place)")
      #expect(plan.blockColumns % 8 == 0 && plan.blockColumns <= 512, "\(place): \(plan.blockColumns)")
      // No block is wider than this number of blocks needs, up to a multiple of 8.
      #expect(plan.blockColumns < (m + plan.blocks - 1) / plan.blocks + 8 || plan.blocks == 1, "\(place): \(plan.blockColumns)")
      #expect(plan.lanes >= 1 && plan.lanes <= plan.blocks && plan.lanes <= 8, "\(place): \(plan.lanes)")
      #expect(plan.usesOwnProducts.count == sizes.count - 1, "\(place)")
      for layer in 1..<sizes.count { #expect(plan.usesOwnProducts[layer - 1] == (sizes[layer - 1] * sizes[layer] <= largestOwnProduct), "\(place)") }
      #expect(!plan.gathersX || (plan.usesOwnProducts[0] && plan.blocks > 1), "\(place)")
    }
  }

  /// A step of microseconds stays on one thread. A large one has as many lanes as its blocks and the space for gradients allow.
  @Test func lanes() {
    let table: [(sizes: [Int], m: Int, lanes: Int)] = [
      ([2, 4, 1], 400, 1), ([2, 4, 1], 1, 1), ([1, 1], 1000, 1), ([2, 4, 1], 12_000, 8), ([64, 64, 3], 60, 1), ([64, 64, 3], 128, 2), ([64, 64, 3], 256, 2),
      ([1024, 1024, 1024], 300, 2), ([64, 64, 3], 300, 3),
      ([64, 64, 3], 3000, 8), ([1000, 1000], 12_000, 4), ([2000, 2000, 10], 12_000, 2), ([5000, 5000, 5000], 12_000, 2),
    ]
    for (sizes, m, lanes) in table {
      for largest in [1 << 6, 1 << 8, 1 << 17] {
        let plan = StepPlan(sizes: sizes, examples: m, largestOwnProduct: largest)
        #expect(plan.lanes == lanes, "\(sizes), m = \(m)")
      }
    }
    // Where the number of multiplications is larger than an Int, the step is large.
    #expect(StepPlan(sizes: [1, 1 << 20, 1], examples: 1 << 41, largestOwnProduct: 64).lanes > 1)
  }

  @Test func noExamples() {
    let plan = StepPlan(sizes: [2, 4, 1], examples: 0, largestOwnProduct: 64)
    #expect(plan.blocks == 1 && plan.lanes == 1 && plan.columns(ofBlock: 0) == 0)
  }

  @Test func fits() {
    func network(_ sizes: [Int]) -> Network {
      var generator = MersenneTwister(seed: 1)
      return Network(
        inputs: sizes[0], layers: sizes.dropFirst().map { LayerSpecification(units: $0, activation: Tanh()) }, loss: MeanSquaredError(), generator: &generator)
    }
    let plan = StepPlan(sizes: [2, 4, 1], examples: 400, largestOwnProduct: 64)
    #expect(plan.serves(network([2, 4, 1]), examples: 400))
    #expect(!plan.serves(network([2, 4, 1]), examples: 399))
    for sizes in [[3, 4, 1], [2, 5, 1], [2, 4, 2], [2, 4], [2, 4, 1, 1], [2, 1]] { #expect(!plan.serves(network(sizes), examples: 400), "\(sizes)") }
  }
}
