/// Which arrays of a file are X and Y, and which are those of the test part. Their names tell, or the options x= and y=.
struct ArrayRoles {
  var X: ArrayEntry
  var Y: ArrayEntry?
  var testX: ArrayEntry?
  var testY: ArrayEntry?

  /// The arrays that list the names of the classes.
  static let namesOfClasses = ["list_classes", "class_names", "classes", "target_names", "label_names"]

  /// What the name of an array says.
  private struct Meaning {
    enum Part { case train, test, other }

    /// 0 for X itself, more for names that come after it; nil where the name does not mean X. The same for Y.
    var x: Int?
    var y: Int?
    var part = Part.train

    init(_ name: String) {
      // In a folder or a group, the last part of the name is that of the array. The folder may be the name of a part, as in test/x.
      let words = (name.split(separator: "/").last ?? "").lowercased().split(separator: "_").map(String.init)
      let all = name.lowercased().split { $0 == "/" || $0 == "_" }
      if all.contains("test") { part = .test }
      if all.contains(where: { ["dev", "val", "valid", "validation"].contains($0) }) { part = .other }
      let plain = words.filter { !["train", "test", "set", "dev", "val", "valid", "validation"].contains($0) }
      guard let last = plain.last else { return }
      if plain.count == 1 {
        x = ["x", "data", "features", "images"].firstIndex(of: last)
        y = ["y", "target", "targets", "labels"].firstIndex(of: last)
      } else {
        if last == "x" { x = 10 }
        if last == "y" { y = 10 }
      }
    }
  }

  /// - Throws: `DataError.badArrays` where an array is missing, or where several could be meant.
  init(_ entries: [ArrayEntry], x: String?, y: String?) throws(DataError) {
    let usable = entries.filter { if case .refused = $0.kind { false } else { true } }
    func best(_ role: String, _ part: Meaning.Part, _ rank: (Meaning) -> Int?, _ option: String) throws(DataError) -> ArrayEntry? {
      func ranked(_ some: [ArrayEntry]) -> [(entry: ArrayEntry, rank: Int)] {
        some.compactMap { entry in
          let meaning = Meaning(entry.name)
          return meaning.part == part ? rank(meaning).map { (entry, $0) } : nil
        }
      }
      // Where no array that can be read has such a name, one that cannot be read is meant. Reading it says why it is refused.
      var found = ranked(usable)
      if found.isEmpty { found = ranked(entries) }
      guard let least = found.map(\.rank).min() else { return nil }
      let first = found.filter { $0.rank == least }.map(\.entry)
      if first.count == 1 { return first[0] }
      // Of several with the same meaning, the one with the name itself is meant.
      for name in [role, role.lowercased()] { if let exact = first.first(where: { $0.name == name }) { return exact } }
      let names = first.map(\.name).joined(separator: " and ")
      throw .badArrays(reason: "\(names) may both be \(role); \(option)=NAME says which one it is")
    }
    func named(_ name: String, _ option: String) throws(DataError) -> ArrayEntry {
      if let entry = entries.first(where: { $0.name == name }) { return entry }
      throw .badArrays(reason: "\(option)=\(name.prefix(60)) names no array of it; \(Self.list(entries))")
    }
    let numbers = usable.filter { $0.kind != .texts }
    var onlyTest = false
    if let x {
      X = try named(x, "x")
    } else if let entry = try best("X", .train, { $0.x }, "x") {
      X = entry
    } else if numbers.count == 1 {
      X = numbers[0]
    } else if let entry = try best("X", .test, { $0.x }, "x") {
      // The file holds a test part and nothing else.
      (X, onlyTest) = (entry, true)
    } else {
      let what =
        entries.isEmpty ? "it holds no arrays" : "none of its arrays is named X, x, data, features or images; \(Self.list(entries)); x=NAME says which one is X"
      throw .badArrays(reason: what)
    }
    if let y { Y = try named(y, "y") } else { Y = try best("Y", onlyTest ? .test : .train, { $0.y }, "y") }
    if Y == X {
      if y != nil { throw .badArrays(reason: "\(X.name) is X and cannot be Y too") }
      Y = nil
    }
    if !onlyTest {
      testX = try best("X", .test, { $0.x }, "x")
      if testX == X || testX == Y { testX = nil }
      if testX != nil { testY = try best("Y", .test, { $0.y }, "y") }
      if testY == X || testY == Y { testY = nil }
    }
  }

  /// The arrays of a file for an error, with their shapes.
  static func list(_ entries: [ArrayEntry]) -> String {
    if entries.isEmpty { return "it holds no arrays" }
    let names = entries.prefix(12).map { entry in
      switch entry.kind {
      case .refused: "\(entry.name) (not numbers)"
      case .texts: "\(entry.name) (text)"
      case .numbers, .unknown: entry.name + (entry.shape.map { " " + ArrayShape.text($0) } ?? "")
      }
    }
    return "it has " + names.joined(separator: ", ") + (entries.count > 12 ? " …" : "")
  }
}
