import Foundation
import Testing

@testable import Net

/// Each known mistake, written out as a wrong line, is found from its numbers alone.
@Suite struct MistakeTests {
  /// Keeps the candidates of each quantity of each scenario, because many wrong lines need them.
  private final class Cache: @unchecked Sendable {
    private let lock = NSLock()
    private var known: [String: Candidates] = [:]

    func find(_ scenario: MistakeScenario, _ quantity: StepQuantity, _ value: Matrix) -> MistakeSearchResult {
      lock.withLock {
        let key = scenario.testDescription + quantity.name
        let candidates = known[key] ?? Candidates(scenario.scene, quantity)
        known[key] = candidates
        return MistakeSearch(scenario.scene).find(quantity, GivenArray(value), among: candidates, work: 0)
      }
    }
  }
  private static let cache = Cache()

  @Test(arguments: WrongLine.all) func wrongLineIsFound(_ line: WrongLine) {
    var networks: Set<String> = []
    for scenario in MistakeScenario.all {
      for layer in line.kind == .J ? [0] : Array(1...scenario.L) {
        guard let value = line.value(scenario, layer), value.isFinite else { continue }
        let quantity = StepQuantity(line.kind, layer)
        let result = Self.cache.find(scenario, quantity, value)
        if GivenArray(value).agrees(with: scenario.right(quantity)) {
          #expect(result.isEqual && result.matches.isEmpty, "\(quantity.name) of \(scenario)")
          continue
        }
        let ids = result.matches.map { $0.mistakes.map(\.id).joined(separator: "+") }
        #expect(!result.isEqual && ids.contains(line.id), "\(line.id), \(quantity.name) of \(scenario): \(ids), closest \(String(describing: result.closest))")
        if ids.contains(line.id) { networks.insert(scenario.testDescription) }
      }
    }
    #expect(networks.count >= line.least, "\(line.id) makes a difference in \(networks.count) networks")
  }

  /// Every mistake of the catalogue has its own id, makes a difference in some network, and is found there.
  @Test func everyRowIsMetSomewhere() {
    let ids = Mistakes.ofStep.map(\.id)
    #expect(Set(ids).count == ids.count && ids.count >= 100)
    var met: Set<String> = []
    for scenario in MistakeScenario.all + [.penalized] {
      for kind in StepQuantity.Kind.allCases {
        for layer in kind == .J ? [0] : Array(1...scenario.L) {
          let quantity = StepQuantity(kind, layer)
          let candidates = Candidates(scenario.scene, quantity)
          #expect(candidates.make())
          for single in candidates.singles where !met.contains(single.placed.named.id) {
            guard let value = candidates.value(single), value.isFinite else { continue }
            let result = MistakeSearch(scenario.scene).find(quantity, GivenArray(value), among: candidates, work: 0)
            if result.matches.contains(where: { $0.mistakes.map(\.id) == [single.placed.named.id] }) { met.insert(single.placed.named.id) }
          }
        }
      }
    }
    // `nanOfASaturatedOutput` tests one row. The scenarios have no optimizer, no dropout and no batches; `CourseMistakeTests` tests those rows.
    let ofTheCourse = Set((Mistakes.optimizers + Mistakes.dropout + Mistakes.batches).map(\.id))
    let never = Set(ids).subtracting(met).subtracting(ofTheCourse)
    #expect(never == ["J-log-of-0"], "never met: \(never.sorted())")
  }

  /// Titles, formulas and explanations are filled in: no `[l]` is left where the layer is one, and no mark for the optimizer.
  @Test(arguments: Mistakes.ofStep.map(\.id)) func namesAreFilledIn(_ id: String) throws {
    let mistake = try #require(Mistakes.ofStep.first { $0.id == id })
    for optimizer in Optimizer.all {
      let one = PlacedMistake(mistake: mistake, layers: mistake.changes[0].kind == .J ? [0] : [1], depth: 2, optimizer: optimizer, parameter: "W").named
      #expect(!(one.title + one.formula + one.explanation).contains(/\[l|[{}]/), "\(one)")
      #expect(!one.formula.isEmpty && one.explanation.hasSuffix(".") && !one.title.hasSuffix("."), "\(one)")
    }
  }

  @Test func aMistakeNamesItsLayer() {
    let placed = PlacedMistake(mistake: Mistakes.ofStep.first { $0.id == "dW-sum-for-mean" }!, layers: [1], depth: 2, optimizer: .sgd, parameter: "W").named
    #expect(placed.title == "1/m left out of dW, in layer 1" && placed.formula == "dW1 = dZ1 @ X.T")
  }
}
