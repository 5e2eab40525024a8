import Foundation
import Testing

/// What docs/architecture.md and docs/design.md name is there: every path, and every type or file in backticks.
@Suite struct ArchitectureTests {
  private static let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }.path

  /// Words that begin with a capital and are no types.
  private static let others: Set<String> = ["Makefile"]

  private let declared: Set<Substring>
  private let code: String

  init() throws {
    var text = ""
    for folder in ["Sources", "Tests", "Benchmarks", "Fuzzing"] {
      let files = FileManager.default.enumerator(atPath: Self.root + "/" + folder)
      while let file = files?.nextObject() as? String {
        if file.hasSuffix(".swift") { text += try String(contentsOfFile: Self.root + "/" + folder + "/" + file, encoding: .utf8) }
      }
    }
    declared = Set(text.matches(of: /(?:struct|class|enum|protocol|actor|typealias) ([A-Z]\w*)/).map(\.1))
    code = text
  }

  @Test(arguments: ["architecture", "design"]) func namesAreThere(_ document: String) throws {
    let text = try String(contentsOfFile: Self.root + "/docs/\(document).md", encoding: .utf8)
    var names = 0
    for match in text.matches(of: /`([^`\n]+)`/) {
      let name = match.1
      if name.wholeMatch(of: /(?:Sources|Tests|tools|docs|scripts|Benchmarks|Fuzzing)\/[\w.\/+-]*/) != nil {
        let path = Self.root + "/" + name
        #expect(FileManager.default.fileExists(atPath: path) || FileManager.default.fileExists(atPath: path + ".swift"), "\(document).md: \(name)")
        names += 1
      } else if let type = name.wholeMatch(of: /([A-Z][A-Za-z]{2,}\w*)(?:\.(\w+))?(?:\([\w:]*\))?/), !Self.others.contains(String(type.1)) {
        let isDeclared = declared.contains(type.1)
        #expect(isDeclared, "\(document).md: there is no type \(type.1)")
        if let member = type.2 {
          let isMember = code.contains(try Regex("(?:var|let|func|case) \(member)\\b"))
          #expect(isMember, "\(document).md: there is no \(name)")
        }
        names += 1
      }
    }
    #expect(names > 20, "\(document).md names only \(names)")
  }
}
