/// The user's variables and their values.
///
/// A copy costs nothing. A change to a copy costs about the same, however many variables there are. The names are in a hash tree, and copies share its
/// branches until one copy changes them. A session can therefore be saved before each statement and restored. `changes` shows whether any value changed.
struct Variables {
  private struct Entry {
    let hash: Int
    let name: String
    var value: Value
  }

  private enum Node {
    case leaf([Entry])
    /// The children, one for each value of the next four bits of the hash.
    case branch([Node])
  }

  private static let bits = 4
  /// The largest number of entries in a leaf. A larger leaf splits, unless all bits of the hash are used.
  private static let leafSize = 16

  private var root = Node.leaf([])
  private(set) var count = 0
  /// The number of changes so far. Assigning a value with the same bits does not count.
  private(set) var changes = 0

  var isEmpty: Bool { count == 0 }

  /// The value of the variable, or nil where there is none. Assigning nil removes the variable.
  subscript(name: String) -> Value? {
    get {
      if count == 0 { return nil }
      let hash = name.hashValue
      var node = root
      var shift = 0
      while true {
        switch node {
        case .leaf(let entries): return entries.first { $0.hash == hash && $0.name == name }?.value
        case .branch(let children): node = children[Self.index(hash, shift)]
        }
        shift += Self.bits
      }
    }
    set {
      guard let newValue else { return remove(name) }
      let old = Self.set(Entry(hash: name.hashValue, name: name, value: newValue), in: &root, shift: 0)
      if old == nil { count += 1 }
      if !(old?.hasBits(of: newValue) ?? false) { changes += 1 }
    }
  }

  /// All names and values, in no particular order.
  var all: [(key: String, value: Value)] {
    var result: [(key: String, value: Value)] = []
    result.reserveCapacity(count)
    func add(_ node: Node) {
      switch node {
      case .leaf(let entries): for entry in entries { result.append((entry.name, entry.value)) }
      case .branch(let children): children.forEach(add)
      }
    }
    add(root)
    return result
  }

  /// All names, in no particular order.
  var keys: [String] { all.map(\.key) }

  private static func index(_ hash: Int, _ shift: Int) -> Int { (hash >> shift) & (1 << bits - 1) }

  /// Sets the entry in the tree below `node` and returns the old value of the name, or nil.
  private static func set(_ entry: Entry, in node: inout Node, shift: Int) -> Value? {
    // The node is emptied before its contents change. The contents are then copied only where another table shares them.
    switch node {
    case .leaf(var entries):
      node = .leaf([])
      defer { node = entries.count > leafSize && shift < Int.bitWidth ? split(entries, shift) : .leaf(entries) }
      if let place = entries.firstIndex(where: { $0.hash == entry.hash && $0.name == entry.name }) {
        let old = entries[place].value
        entries[place].value = entry.value
        return old
      }
      entries.append(entry)
      return nil
    case .branch(var children):
      node = .leaf([])
      defer { node = .branch(children) }
      return set(entry, in: &children[index(entry.hash, shift)], shift: shift + bits)
    }
  }

  private static func split(_ entries: [Entry], _ shift: Int) -> Node {
    var children = [[Entry]](repeating: [], count: 1 << bits)
    for entry in entries { children[index(entry.hash, shift)].append(entry) }
    return .branch(children.map { $0.count > leafSize && shift + bits < Int.bitWidth ? split($0, shift + bits) : .leaf($0) })
  }

  private mutating func remove(_ name: String) {
    let hash = name.hashValue
    func removing(_ node: Node, _ shift: Int) -> Node {
      switch node {
      case .leaf(let entries): return .leaf(entries.filter { $0.hash != hash || $0.name != name })
      case .branch(var children):
        let place = Self.index(hash, shift)
        children[place] = removing(children[place], shift + Self.bits)
        return .branch(children)
      }
    }
    guard self[name] != nil else { return }
    root = removing(root, 0)
    (count, changes) = (count - 1, changes + 1)
  }
}
