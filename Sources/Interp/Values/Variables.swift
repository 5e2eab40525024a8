/// The user's variables by name.
///
/// A copy costs nothing, and a change of a copy costs the same however many there are: a tree of hashed names whose branches are shared until one
/// of them is written to. So a session can be kept before a statement and put back, and `changes` tells at once whether anything is another.
struct Variables {
  private struct Entry {
    let hash: Int
    let name: String
    var value: Value
  }

  private enum Node {
    case leaf([Entry])
    /// One for each value of four bits of the hash.
    case branch([Node])
  }

  private static let bits = 4
  /// A leaf splits where it would hold more, unless all bits of the hash are used up.
  private static let leafSize = 16

  private var root = Node.leaf([])
  private(set) var count = 0
  /// Counted up where a variable gets a value of other bits.
  private(set) var changes = 0

  var isEmpty: Bool { count == 0 }

  /// nil where there is none; assigning nil takes a variable away.
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

  /// Every name and value, in no order.
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

  /// Every name, in no order.
  var keys: [String] { all.map(\.key) }

  private static func index(_ hash: Int, _ shift: Int) -> Int { (hash >> shift) & (1 << bits - 1) }

  /// Returns the value that the name had.
  private static func set(_ entry: Entry, in node: inout Node, shift: Int) -> Value? {
    // What is changed is taken out of its place first, so that it is copied only where another table shares it.
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
