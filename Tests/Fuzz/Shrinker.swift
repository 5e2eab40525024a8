/// Makes a failing session small. It removes statements and words as long as the same kind of failure stays.
struct Shrinker {
  /// Runs a session and returns the kind of its failure; nil where it does not fail.
  let failure: (Session) -> String?
  /// The number of runs that are left.
  var budget: Int

  mutating func shrink(_ session: Session, _ kind: String) -> Session {
    var smallest = session
    if let place = smallest.items.indices.first(where: { index in
      // The statements behind the failing one are removed at once, where that is possible.
      index >= 4 && index % 16 == 0 && fails(smallest, kind, keeping: Array(smallest.items[...index]))
    }) {
      smallest.items = Array(smallest.items[...place])
    }
    var size = max(1, smallest.items.count / 2)
    while size >= 1, budget > 0 {
      var start = 0
      var shrank = false
      while start < smallest.items.count, budget > 0 {
        var items = smallest.items
        items.removeSubrange(start..<min(start + size, items.count))
        if fails(smallest, kind, keeping: items) {
          smallest.items = items
          shrank = true
        } else {
          start += size
        }
      }
      if size == 1, !shrank { break }
      size = size == 1 ? 1 : size / 2
    }
    for index in smallest.items.indices where smallest.items[index].isProbed {
      var items = smallest.items
      items[index].isProbed = false
      if fails(smallest, kind, keeping: items) { smallest.items = items }
    }
    words(&smallest, kind)
    var unverified = smallest
    unverified.verifies = false
    if smallest.verifies, fails(unverified, kind, keeping: unverified.items) { smallest = unverified }
    let files = smallest.files
    for file in files where !smallest.items.contains(where: { $0.text.contains(file.name) }) { smallest.files.removeAll { $0.name == file.name } }
    return smallest
  }

  /// Removes words from the remaining statements.
  private mutating func words(_ session: inout Session, _ kind: String) {
    for index in session.items.indices where session.items[index].bytes == nil {
      var size = max(1, Lessons.words(session.items[index].text).count / 2)
      while size >= 1, budget > 0 {
        var start = 0
        while budget > 0 {
          var words = Lessons.words(session.items[index].text)
          guard start < words.count, words.count > size else { break }
          words.removeSubrange(start..<min(start + size, words.count))
          var items = session.items
          items[index].text = words.joined()
          if !items[index].text.allSatisfy(\.isWhitespace), fails(session, kind, keeping: items) { session.items = items } else { start += size }
        }
        size /= 2
      }
    }
  }

  private mutating func fails(_ session: Session, _ kind: String, keeping items: [Item]) -> Bool {
    guard budget > 0 else { return false }
    budget -= 1
    var smaller = session
    smaller.items = items
    return failure(smaller) == kind
  }
}
