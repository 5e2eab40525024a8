import Foundation
import TestSupport
import Testing

@testable import Interp

/// Exports beside what onnxruntime and PyTorch made of them. `make test-peers` makes and checks the figures; its part is `figures`.
@Suite struct ExportFigureTests {
  static let figures = try! Figures(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures/exports.json").path)

  /// The largest difference of two arrays, beside the largest entry of the second.
  private func difference(_ value: Value?, _ other: [Double]) -> Double {
    guard let ours = value?.asMatrix?.elements, ours.count == other.count, !other.isEmpty else { return .infinity }
    let most = other.reduce(0) { max($0, abs($1)) }
    return zip(ours, other).reduce(0) { max($0, abs($1.0 - $1.1)) } / (most == 0 ? 1 : most)
  }

  /// The 64-bit FNV-1a of a file, in hexadecimal digits.
  private func digest(_ path: String) -> String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in FileManager.default.contents(atPath: path) ?? Data() { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(value, radix: 16)
  }

  @Test(arguments: figures["networks"].list.indices) func likeThePeers(_ number: Int) throws {
    let wanted = Self.figures["networks"].list[number]
    #expect(Self.figures["networks"].list.count >= 4)
    let folder = try TemporaryFolder()
    try folder.write("d.csv", Self.figures["table"].text)
    let session = TestSession()
    let start = session.run(wanted["statements"].text.replacing("d.csv", with: folder.path + "/d.csv"))
    #expect(start.status == 0, "\(start.errors)")
    let live = session.interpreter.executor.session
    func value(_ name: String) -> Value? {
      _ = session.run("value = \(name)")
      return live.state.variables["value"]
    }
    let depth = try #require(live.state.network?.depth)
    #expect(difference(value("A\(depth)"), wanted["torch"].numbers) <= 1e-13)
    #expect(difference(value("A\(depth)"), wanted["double"].numbers) <= 1e-13)
    #expect(difference(value("A\(depth)"), wanted["single"].numbers) <= 1e-6)
    #expect(difference(value("J"), wanted["J"].numbers) <= 1e-13)
    for name in (1...depth).flatMap({ ["dW\($0)", "db\($0)"] }) { #expect(difference(value(name), wanted[name].numbers) <= 1e-12, "\(name)") }
    // These programs read the very bytes that `export` writes today.
    let written = session.run("export DIR/n.onnx; export DIR/s.onnx precision=single; export DIR/n.safetensors".replacing("DIR", with: folder.path))
    #expect(written.status == 0, "\(written.errors)")
    for name in ["n.onnx", "s.onnx", "n.safetensors"] {
      #expect(digest(folder.path + "/" + name) == wanted["files"][name].text, "\(name) changed: tools/test-peers.sh --part figures --update")
    }
  }
}
