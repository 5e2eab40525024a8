import Foundation
import Testing

@testable import Interp

/// Every picture on screens of two sizes, as it was looked at. Where a picture is meant to change, the test says where the new one lies; look at it, and
/// copy it over the old one.
@Suite struct GoldenPictureTests {
  /// What is drawn, with the statements before it.
  private static let pictures: [(before: String, plot: String)] = [
    ("init seed=2; train 300 alpha=1.2", "plot J"), ("goto 100; branch slower; train 100 alpha=0.4", "plot J main slower"), ("", "plot boundary"),
    ("", "plot boundary unit=2 layer=1"), ("", "plot activation tanh"), ("", "plot gradients"), ("", "plot network"), ("", "plot W1"), ("", "plot hist A1"),
    ("", "plot A1[1,1:60], A1[2,1:60]"), ("", "plot data"),
    ("data moons m=120 noise=0.25 seed=3 split=0.6,0.2,0.2; init 2 12:relu 1:sigmoid weights=he seed=1; train 800 alpha=0.5", "plot J"),
    ("data blobs m=120 classes=4 seed=2; init 2 6:tanh 4:softmax weights=xavier seed=1; train 200 alpha=0.3", "plot boundary"),
    ("P = sqrt(arange(64)) - 4", "plot P shape=8,8"), ("", "plot [1, nan, 3, inf, 2]"), ("", "plot 5"), ("", "plot [3, 3, 3]"),
    ("", "plot 10 ** (arange(9) - 4) log=y"),
  ]

  @Test(arguments: [
    ("80x24", 80, 24, true, false), ("120x40", 120, 40, true, false), ("80x24-ascii", 80, 24, false, false), ("120x40-colour", 120, 40, true, true),
    ("20x8", 20, 8, true, false),
  ])
  func screens(_ name: String, _ columns: Int, _ rows: Int, _ isUnicode: Bool, _ hasColour: Bool) throws {
    var options = Interpreter.Options()
    (options.picture.columns, options.picture.rows, options.picture.isUnicode, options.picture.hasColour) = (columns, rows, isUnicode, hasColour)
    var output = ""
    let interpreter = Interpreter(options: options) { stream, text in output += stream == .standardError ? "error: " + text : text }
    var screens = ""
    for (before, plot) in Self.pictures {
      interpreter.run(before, name: "test")
      output = ""
      interpreter.run(plot, name: "test")
      let lines = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(lines.count <= rows, "\(plot) has \(lines.count) lines: \(lines)")
      if !hasColour { #expect(lines.allSatisfy { $0.count <= columns }, "\(plot) is too wide: \(lines)") }
      screens += "--- \(plot)\n" + output
    }
    if !isUnicode { #expect(screens.utf8.allSatisfy { $0 < 0x80 }) }
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures/pictures-\(name).txt")
    guard screens != (try? String(contentsOf: path, encoding: .utf8)) else { return }
    let new = FileManager.default.temporaryDirectory.appendingPathComponent("pictures-\(name).txt")
    try screens.write(to: new, atomically: true, encoding: .utf8)
    Issue.record("the pictures differ from \(path.lastPathComponent); the new ones are in \(new.path)")
  }
}
