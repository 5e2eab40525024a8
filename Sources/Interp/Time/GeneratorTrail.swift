import Net

/// The random generator after each step of a leg whose steps, or what is evaluated after them, draw random numbers.
///
/// What a step draws follows from its plan, so it is drawn again. What was evaluated after a step does not follow from the plan, so its words are noted.
/// The trail keeps a copy of the generator now and then, so that only the draws since the last copy are made again.
struct GeneratorTrail {
  /// The generator after a step.
  struct Copy {
    var step: Int
    var generator: MersenneTwister
  }

  /// What was drawn after a step was made, and after each later step up to the next note.
  private struct Note: Equatable {
    var step: Int
    /// The words of 32 bits.
    var words: UInt32
    /// The second value of a polar draw that is not used yet; NaN where there is none.
    var normal: Double

    func says(_ words: UInt32, _ normal: Double) -> Bool { self.words == words && self.normal.bitPattern == normal.bitPattern }
  }

  /// The generator after some steps. The first copy is that of the beginning of the leg, which the leg holds in any case.
  private var copies: [Copy]
  private var notes: [Note] = []

  /// The most steps and the most words between two copies. Within these limits, drawing again takes about a millisecond.
  private static let most = (steps: 1 << 17, words: 1 << 18)

  /// - Parameters:
  ///   - step: the first step of the leg.
  ///   - generator: the generator before the steps of the leg.
  init(from step: Int, _ generator: MersenneTwister) { copies = [Copy(step: step, generator: generator)] }

  /// The memory that the trail takes.
  var bytes: Int { (copies.count - 1) * TimelineMemory.ofGenerator + noteBytes }
  /// The memory of the notes. They cannot be made again.
  var noteBytes: Int { notes.count * MemoryLayout<Note>.stride }
  /// Whether anything was drawn after a step besides the draws of the steps.
  var hasNotes: Bool { !notes.isEmpty }

  /// Adds the generator after a step.
  /// - Parameters:
  ///   - step: a later step than all before.
  ///   - made: the generator as the step left it. Nothing was evaluated after the step yet.
  ///   - generator: the generator as the next step finds it.
  mutating func add(_ step: Int, made: MersenneTwister.Position, _ generator: MersenneTwister) {
    let position = generator.position
    let (words, normal) = (UInt32(position.drawn - made.drawn), position.cachedNormal ?? .nan)
    let isAsBefore = notes.last?.says(words, normal) ?? (words == 0 && position.cachedNormal == copies[0].generator.position.cachedNormal)
    if !isAsBefore { notes.append(Note(step: step, words: words, normal: normal)) }
    let last = copies[copies.count - 1]
    if step - last.step >= Self.most.steps || position.drawn - last.generator.position.drawn >= Self.most.words {
      copies.append(Copy(step: step, generator: generator))
    }
  }

  /// The place in `list` of the last entry whose step is at most `step`; nil where there is none.
  private func last<Entry>(_ list: [Entry], atOrBefore step: Int, _ path: KeyPath<Entry, Int>) -> Int? {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle][keyPath: path] <= step { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// The generator after a step of the leg, or before its first step. Ctrl-C ends the work early, and then it is another generator.
  /// - Parameters:
  ///   - known: the generator after an earlier step, where the caller has one.
  ///   - skipDraws: moves a generator over what a step drew.
  func generator(after step: Int, knowing known: Copy? = nil, skipDraws: (Int, inout MersenneTwister) -> Void) -> MersenneTwister {
    var copy = copies[last(copies, atOrBefore: step, \.step)!]
    if let known, known.step > copy.step { copy = known }
    var generator = copy.generator
    guard step > copy.step else { return generator }
    let interrupt = Interrupt.current
    var note = last(notes, atOrBefore: copy.step, \.step)
    for made in copy.step + 1...step {
      if made & 0xFF == 0, interrupt?.endsWork() == true { break }
      skipDraws(made, &generator)
      let next = note.map { $0 + 1 } ?? 0
      if next < notes.count, notes[next].step == made { note = next }
      if let note { draw(notes[note], &generator) }
    }
    return generator
  }

  /// Moves a generator that a step left over what was drawn after that step.
  func skipLooks(after step: Int, _ generator: inout MersenneTwister) {
    if let note = last(notes, atOrBefore: step, \.step) { draw(notes[note], &generator) }
  }

  private func draw(_ note: Note, _ generator: inout MersenneTwister) {
    generator.advance(by: Int(note.words), cachedNormal: note.normal.isNaN ? nil : note.normal)
  }

  /// Drops copies where the gap that this leaves is at most `share` of its age. The draws of the gap can be made again.
  /// - Parameter now: the newest step.
  mutating func thin(_ share: Double, now: Int) {
    var kept = [copies[0]]
    for index in copies.indices.dropFirst() {
      let next = index + 1 < copies.count ? copies[index + 1].step : now
      let last = kept[kept.count - 1].step
      if Double(next - last) > share * Double(max(now - last, 1)) { kept.append(copies[index]) }
    }
    if kept.count < copies.count { copies = kept }
  }

  /// Drops everything before a step, because the leg now begins there.
  /// - Parameter generator: the generator after the step.
  mutating func begin(at step: Int, _ generator: MersenneTwister) {
    copies.removeAll { $0.step <= step }
    copies.insert(Copy(step: step, generator: generator), at: 0)
    // The last note before stays, because it holds for later steps too.
    if let note = last(notes, atOrBefore: step, \.step) { notes.removeFirst(note) }
  }
}
