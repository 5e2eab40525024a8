import Net
import Testing

@testable import Interp

/// The bits of all entries of a value.
func bitsOf(_ value: Value) -> [UInt64] { value.asMatrix!.elements.map(\.bitPattern) }

/// Two sessions must be the same in every bit: state, variables, all quantities, and what passes and updates were made of.
func requireSame(_ one: Session, _ other: Session, _ story: String) throws {
  func variables(_ session: Session) -> [String: [UInt64]] {
    Dictionary(uniqueKeysWithValues: session.state.variables.all.map { ($0.key, bitsOf($0.value)) })
  }
  try #require(one.state.steps == other.state.steps, "\(story)")
  try #require(one.state.alpha == other.state.alpha && one.state.seed == other.state.seed && one.state.generator == other.state.generator, "\(story)")
  try #require(one.state.versions == other.state.versions && one.state.forwardStamp == other.state.forwardStamp, "\(story)")
  try #require(one.state.backwardStamp == other.state.backwardStamp && one.state.update?.versions == other.state.update?.versions, "\(story)")
  try #require(one.state.update?.alpha == other.state.update?.alpha && one.state.update?.draw == other.state.update?.draw, "\(story)")
  try #require(one.state.optimizer == other.state.optimizer && one.state.dropout == other.state.dropout, "\(story)")
  try #require(variables(one) == variables(other), "\(story)")
  try #require(one.state.data.part == other.state.data.part && one.state.data.current.name == other.state.data.current.name, "\(story)")
  try #require(one.X == other.X && one.Y == other.Y, "\(story)")
  guard let network = other.state.network else { return }
  try #require(one.state.network!.layers.map(\.activation.name) == network.layers.map(\.activation.name), "\(story)")
  try #require(one.state.network!.frozen == network.frozen && one.state.update?.frozen == other.state.update?.frozen, "\(story)")
  try #require(one.state.network!.averages.steps == network.averages.steps && one.state.network!.optimizer == network.optimizer, "\(story)")
  try #require(one.workspace.originDraw == other.workspace.originDraw && one.workspace.draw == other.workspace.draw, "\(story)")
  let averages = (1...network.depth).flatMap { [Quantity(.vdW, $0), Quantity(.vdb, $0), Quantity(.sdW, $0), Quantity(.sdb, $0), Quantity(.D, $0)] }
  for quantity in Quantity.all(depth: network.depth) + averages {
    let (fresh, wanted) = (one.freshness(quantity), other.freshness(quantity))
    try #require(fresh == wanted, "\(quantity.name) is \(fresh), not \(wanted): \(story)")
    guard let value = try? other.read(quantity) else { continue }
    try #require(bitsOf(try one.read(quantity)) == bitsOf(value), "\(quantity.name): \(story)")
  }
}

/// The counted memory of the timeline must equal the memory that is there, and lie within the limit. Where a moment was dropped, the generator that it
/// shared with the next is not counted.
func requireCounted(_ session: Session, _ story: String) throws {
  let timeline = session.timeline
  var memory = TimelineMemory()
  for line in timeline.lines {
    var before: Moment?
    for moment in line.legs.map(\.before) + (line.tip.map { [$0] } ?? []) {
      var copy = moment
      memory.add(&copy, after: before)
      before = moment
    }
    memory.bytes += (line.checkpoints?.bytes ?? 0) + line.legs.reduce(0) { $0 + $1.bytes }
  }
  let shared = timeline.lines.count * 2560
  try #require((0...shared).contains(memory.bytes - timeline.memory.bytes), "\(memory.bytes), \(timeline.memory.bytes): \(story)")
  if timeline.isAtEnd { try #require(timeline.bytes(session) <= timeline.limit, "\(timeline.bytes(session)): \(story)") }
}
