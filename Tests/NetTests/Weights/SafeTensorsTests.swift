import Testing

@testable import Net

/// Files of safetensors whose header or lengths lie are refused. Files that are right in an unusual way are read.
@Suite struct SafeTensorsTests {
  private func file(_ header: String, _ data: Int, length: UInt64? = nil) -> [UInt8] {
    let count = length ?? UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  private func reason(_ header: String, _ data: Int, length: UInt64? = nil) -> String? {
    guard case .weights(.damaged("safetensors", let reason))? = WeightFixtures.fault(bytes: file(header, data, length: length)) else { return nil }
    return reason
  }

  private let W = #""W1":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}"#
  private let b = #""b1":{"dtype":"F64","shape":[],"data_offsets":[8,16]}"#

  @Test func unusualFiles() throws {
    // Blanks, escaped letters, notes and another order are right.
    for header in [
      "{\(W),\(b)}", "{\(b),\(W)}   ", "{ \(W) ,\n\t\(b)}", "{\"__metadata__\":{},\(W),\(b)}",
      "{\"__metadata__\":{\"a\":\"\\u00e9\\ud83d\\ude00\\n\"},\(W),\(b)}",
      "{\(W.replacing("W1", with: "\\u00571")),\(b)}",
    ] {
      let network = try WeightFixtures.network(bytes: file(header, 16))
      #expect(network.sizes == [2, 1], "\(header)")
    }
    let none = try WeightFixtures.network(bytes: file("{\(W),\"empty\":{\"dtype\":\"F8_E4M3\",\"shape\":[0],\"data_offsets\":[8,8]}}", 8))
    #expect(none.ignored == ["empty"])
    #expect(
      WeightFixtures.fault(bytes: file("{\"W1\":{\"dtype\":\"F8_E4M3\",\"shape\":[1,2],\"data_offsets\":[0,2]}}", 2))
        == .badNPY(name: "W1", reason: "numbers of the type F8_E4M3 are not read"))
  }

  @Test func lengthsThatLie() {
    #expect(reason("{\(W),\(b)}", 15) == "b1 should end at byte 16 of the numbers, but they have 15; the file is cut off")
    #expect(reason("{\(W),\(b)}", 17) == "no tensor has the last 1 bytes")
    #expect(reason("{\(W),\(b.replacing("[8,16]", with: "[7,15]"))}", 16) == "W1 and b1 overlap")
    #expect(reason("{\(W),\(b.replacing("[8,16]", with: "[9,17]"))}", 17) == "no tensor has the 1 bytes before b1")
    #expect(reason("{\(W),\(b.replacing("[8,16]", with: "[16,8]"))}", 16) == "b1 ends before it begins")
    #expect(reason("{\(W.replacing("[1,2]", with: "[1,3]"))}", 8) == "W1 has 8 bytes, but its shape (1, 3) of F32 needs another number")
    #expect(reason("{\(W.replacing("[1,2]", with: "[4611686018427387904,4]"))}", 8)?.contains("needs another number") == true)
    #expect(reason("{\(W)}", 8, length: 1000)?.contains("the file is cut off") == true)
    #expect(reason("{\(W)}", 8, length: 20)?.hasPrefix("its header is wrong at byte 21") == true)
  }

  @Test(arguments: [
    ("{", "\" is missing"), ("{}x", "something follows the closing brace"), ("{\"a\":1}", "{ is missing"), ("{\"a\" {}}", ": is missing"),
    ("{\"a\":{}}", "a needs dtype, shape and data_offsets"), ("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", "dtype stands twice"),
    ("{\"a\":{\"other\":1}}", "other is not known"), ("{\"a\":{\"shape\":[-1]}}", "a whole number from 0 is missing"),
    ("{\"a\":{\"shape\":[01]}}", "a whole number from 0 is missing"), ("{\"a\":{\"shape\":[99999999999999999999]}}", "a whole number from 0 is missing"),
    ("{\"a\":{\"shape\":[1}}", "] is missing"), ("{\"a\":{\"shape\":[[[[", "a whole number from 0 is missing"),
    ("{\"a\":{\"data_offsets\":[1]}}", "data_offsets needs two numbers"),
    ("{\"__metadata__\":{\"a\":1}}", "\" is missing"), ("{\"__metadata__\":{\"a\":{\"b\":{}}}}", "\" is missing"),
    ("{\"a\\x\":1}", "a backslash stands before a wrong letter"),
    ("{\"\\ud800\":1}", "half a letter stands alone"), ("{\"\\u12\":1}", "\\u needs four digits"), ("{\"a\n\":1}", "a text has a control character"),
    ("{\"a", "a text does not end"), ("{\"a\\", "a text does not end"),
  ])
  func headersThatAreWrong(_ header: String, _ why: String) {
    #expect(reason(header, 0)?.hasSuffix(why) == true, "\(header): \(reason(header, 0) ?? "read")")
  }

  @Test func namesStandOnce() {
    #expect(reason("{\(W),\(W)}", 8)?.hasSuffix("the name W1 stands twice") == true)
    #expect(reason("{\"__metadata__\":{},\"__metadata__\":{},\(W)}", 8)?.hasSuffix("the name __metadata__ stands twice") == true)
    // A text that is no UTF-8.
    var bytes = file("{\(W)}", 8)
    bytes[10] = 0xFF
    guard case .weights(.damaged(_, let reason))? = WeightFixtures.fault(bytes: bytes) else { return #expect(Bool(false), "it is read") }
    #expect(reason.hasSuffix("the text is not UTF-8"))
  }

  /// A header with a hundred dimensions, or with many tensors, stays within the budget.
  @Test func budget() {
    let many = "{\"a\":{\"shape\":[" + [String](repeating: "1", count: 100).joined(separator: ",") + "]}}"
    #expect(reason(many, 0)?.hasSuffix("there are more than 64 numbers") == true)
    let long = "{\"__metadata__\":{\"a\":\"" + String(repeating: "x", count: 100_000) + "\"},\(W)}"
    #expect(throws: DataError.tooLarge(limit: 200_000)) { _ = try WeightFixtures.network(bytes: file(long, 8), MemoryBudget(bytes: 200_000)) }
  }

  /// Ctrl-C ends long notes and long texts.
  @Test func longNotes() {
    let many = (0..<3000).map { "\"\($0)\":\"a\"" }.joined(separator: ",")
    for notes in ["{\(many)}", "{\"a\":\"" + String(repeating: "x", count: 70_000) + "\"}"] {
      let interrupt = Interrupt()
      interrupt.request(atQuestion: 3)
      let bytes = file("{\"__metadata__\":\(notes)}", 0)
      #expect(throws: DataError.interrupted) {
        try Interrupt.listening(to: interrupt) { () throws(DataError) in _ = try SafeTensors(bytes, MemoryBudget()) }
      }
    }
  }
}
