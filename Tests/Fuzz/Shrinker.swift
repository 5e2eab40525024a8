/// Makes a session that fails as small as it goes: statements are left out as long as the same kind of failure stays.
struct Shrinker {
  /// The kind of failure of a session; nil where it is sound.
  let failure: (Session) -> String?
  /// Runs that may still be made.
  var budget: Int

  mutating func shrink(_ session: Session, _ kind: String) -> Session {
    var smallest = session
    if let place = smallest.items.indices.first(where: { index in
      // What stands behind the statement that fails goes at once, where it can.
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

  /// Leaves out words of the statements that are left.
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
