import Testing

@testable import Net

/// A mistake is recognised in every array that follows from it, not only in its own. The catalogue gives the wrong array, and `PlainStep` computes
/// what follows without the catalogue. A mistake is recognised where its id is among the matches.
@Suite struct MistakeCarryTests {
  /// 2-4-1 tanh and sigmoid, 3-4-5-3 relu and softmax, 3-3-3-3-2 leaky and linear, 3-4-3-2 sigmoid, 3-4-2 leaky and tanh under mse.
  static let scenarios = [0, 1, 2, 5, 7].map { MistakeScenario.all[$0] }

  @Test(arguments: scenarios) func isKnownInAllThatFollows(_ scenario: MistakeScenario) {
    let graph = StepGraph(scenario.scene.network)
    let searches = Dictionary(uniqueKeysWithValues: graph.all.map { ($0, Candidates(scenario.scene, $0)) })
    for candidates in searches.values { #expect(candidates.make()) }
    var met: Set<String> = []
    var checked = 0
    var failures: [String: [String]] = [:]
    for own in graph.all {
      for single in searches[own]!.singles where single.manner == .standard && single.placed.layers.count == 1 || single.placed.mistake.isOfCost {
        let cells = single.placed.cells()
        guard cells.contains(own), let atHome = searches[own]!.value(single) else { continue }
        // A mistake in several equations has a wrong array for each.
        var wrong = [own: atHome]
        for cell in cells where cell != own {
          if let value = searches[cell]?.singles.first(where: { $0.placed.named == single.placed.named && $0.manner == .standard }).flatMap({
            searches[cell]!.value($0)
          }) {
            wrong[cell] = value
          }
        }
        // The step may be written in several ways, and the mistake goes on in each of them.
        for manner in manners(single, scenario) {
          let step = PlainStep(scenario, wrong, manner)
          for quantity in graph.all {
            guard let value = step.value(quantity), value.isFinite else { continue }
            let right = scenario.right(quantity)
            // The mistake does not change this array.
            if GivenArray(value).atLeast(1e-13 * right.elements.reduce(0) { max($0, abs($1)) }).agrees(with: right) { continue }
            let result = MistakeSearch(scenario.scene).find(quantity, GivenArray(value), among: searches[quantity]!, work: 0)
            checked += 1
            let ids = result.matches.map { $0.mistakes[0].id }
            if ids.contains(single.placed.named.id) {
              met.insert(single.placed.named.id)
            } else {
              failures[single.placed.named.id, default: []].append("\(quantity.name)<\(own.name) \(manner)")
            }
          }
        }
      }
    }
    #expect(failures.isEmpty, "\(failures.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.prefix(6))" }.joined(separator: "\n"))")
    #expect(met.count >= 60 && checked >= 500, "\(met.count) rows, \(checked) arrays in \(scenario)")
  }

  /// A wrong A goes on in each way in which the step may be written.
  private func manners(_ single: Candidates.Single, _ scenario: MistakeScenario) -> [MistakenStep.Manner] {
    let changes = single.placed.mistake.changes
    guard changes.contains(where: { $0.kind == .A }), !changes.contains(where: { $0.kind == .dZ }) else { return [.standard] }
    return [.standard, .slopesByA] + (scenario.fits ? [.chainRule] : [])
  }
}
