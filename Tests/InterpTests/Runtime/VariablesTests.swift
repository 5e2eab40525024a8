import Net
import Testing

@testable import Interp

/// The table of variables behaves as a dictionary does.
@Suite struct VariablesTests {
  @Test(arguments: [3, 40, 5000]) func behavesAsADictionary(_ names: Int) {
    var generator = MersenneTwister(seed: UInt32(names))
    var table = Variables()
    var model: [String: Value] = [:]
    var kept: [(table: Variables, model: [String: Value])] = []
    func below(_ count: Int) -> Int { Int(generator.bounded(UInt64(count - 1))) }
    for turn in 0..<20_000 {
      let name = "v\(below(names))"
      let changes = table.changes
      switch below(10) {
      case 0:
        #expect((table.changes != changes) == false)
        table[name] = nil
        #expect((table.changes != changes) == (model[name] != nil))
        model[name] = nil
      case 1 where turn % 100 == 0: kept.append((table, model))
      case 2 where !kept.isEmpty: (table, model) = kept[below(kept.count)]
      case 3: #expect(table[name] == model[name])
      default:
        let value = Value.scalar(Double(below(4)))
        table[name] = value
        #expect((table.changes != changes) == (model[name] != value))
        model[name] = value
      }
      #expect(table.count == model.count && table.isEmpty == model.isEmpty)
    }
    for (table, model) in kept + [(table, model)] {
      #expect(Dictionary(uniqueKeysWithValues: table.all.map { ($0.key, $0.value) }) == model && Set(table.keys) == Set(model.keys))
      for name in 0..<names { #expect(table["v\(name)"] == model["v\(name)"]) }
    }
  }

  /// A value with other bits counts as a change, also where the numbers are equal.
  @Test func changesAreThoseOfBits() {
    var table = Variables()
    for (value, counts) in [(0.0, true), (-0.0, true), (.nan, true), (.nan, false), (1, true), (1, false)] as [(Double, Bool)] {
      let changes = table.changes
      table["a"] = .scalar(value)
      #expect((table.changes > changes) == counts, "\(value)")
    }
  }

  /// An assignment takes no longer with many variables, displays and breakpoints, because they are not copied.
  @Test func manyVariablesAndDisplays() {
    func seconds(_ count: Int) -> Double {
      let session = TestSession()
      let text = (0..<count).map { "v\($0) = \($0)\n" }.joined()
      let watched = (0..<count / 10).map { "display v\($0)\nbreak when v\($0) < 0\nwatch v\($0)\n" }.joined()
      let clock = ContinuousClock()
      let time = clock.measure {
        #expect(session.run(text).status == 0 && session.run(watched).status == 0)
        #expect(session.run("repeat \(count) { v1 = v1 + 1 }; for i in 1:\(count) { a = i }; v1").lines.last == "\(count + 1)")
      }
      return time / .seconds(1)
    }
    let few = (0..<3).map { _ in seconds(2000) }.min()!
    let many = seconds(16_000)
    // With eight times as many, the time would be 64 times as long if each statement looked at all of them.
    #expect(many < 24 * few, "\(few) s and \(many) s")
  }
}
