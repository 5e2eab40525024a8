/// A file in the folder of a session.
struct ScratchFile: Sendable {
  let name: String
  let bytes: [UInt8]
}

/// The files in the folder of a session: small right files of every kind that the shell reads, and copies with changed bytes.
enum Scratch {
  /// The files that `data FILE` reads, with their numbers of features, outputs and examples.
  static let tables: [(name: String, features: Int, outputs: Int, examples: Int)] = [
    ("plain.csv", 2, 1, 6), ("words.csv", 2, 3, 6), ("xy.npz", 2, 1, 5), ("table.npy", 2, 1, 4), ("bare.csv", 2, 1, 5),
  ]

  private static let sound: [ScratchFile] = [
    text("plain.csv", "a,b,class\n1,2,0\n2,1,1\n-1,0.5,0\n3,-2,1\n0,0,0\n1e-3,4,1\n"),
    text("words.csv", "\u{feff}length;\"the width\";kind\r\n1.5;2;red\r\n2;1;blue\r\n-1;0;green\r\n3;-2;red\r\n0;0;blue\r\n1;4;green\r\n"),
    text("bare.csv", "1,2,0\n2,1,1\n-1,0,0\n3,-2,1\n0,0,0\n"),
    ScratchFile(name: "table.npy", bytes: npy(rows: 4, columns: 3, [1, 2, 0, 2, 1, 1, -1, 0, 0, 3, -2, 1])),
    ScratchFile(name: "array.npy", bytes: npy(rows: 1, columns: 4, [0.5, -0.25, 1, 0])),
    ScratchFile(
      name: "xy.npz",
      bytes: zip([
        ("X.npy", npy(rows: 2, columns: 5, [1, 2, 3, 4, 5, 5, 4, 3, 2, 1])), ("Y.npy", npy(rows: 1, columns: 5, [0, 1, 0, 1, 0])),
      ])),
    text("printed.txt", "array([[ 0.5 , -0.25,  1.  ,  0.  ]])\n"), text("rows.txt", "0.5 -0.25\n1 0\n"),
    text("good.nns", "# a script\nq1 = 3\nif q1 > 2 { q2 = q1 + 1 }\nalpha = 0.3\nprint \"q1 is {q1}\"\n"),
    text("fails.nns", "q3 = 1\nnosuch\nq4 = 2\n"),
  ]

  /// The right files, and `changed` copies with changed bytes, as `bad0-NAME` …
  static func files(_ random: inout Random, changed: Int) -> [ScratchFile] {
    var files = sound
    for index in 0..<changed {
      let file = random.pick(sound.filter { !$0.name.hasSuffix(".nns") })
      files.append(ScratchFile(name: "bad\(index)-\(file.name)", bytes: spoiled(file.bytes, &random)))
    }
    return files
  }

  private static func text(_ name: String, _ text: String) -> ScratchFile { ScratchFile(name: name, bytes: Array(text.utf8)) }

  private static func spoiled(_ bytes: [UInt8], _ random: inout Random) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(3) {
      guard !bytes.isEmpty else { return bytes }
      let place = random.below(bytes.count)
      switch random.below(5) {
      case 0: bytes.removeSubrange(place..<bytes.count)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(UInt8(random.below(256)), at: place)
      case 3: bytes[place] ^= UInt8(1 << random.below(8))
      default: bytes[place] = random.pick(Array("0123456789,;\n\r\"-e. \0(){}'".utf8))
      }
    }
    return bytes
  }

  /// The bytes of a .npy file with doubles in C order.
  static func npy(rows: Int, columns: Int, _ elements: [Double]) -> [UInt8] {
    var header = Array("{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }".utf8)
    while (10 + header.count + 1) % 64 != 0 { header.append(0x20) }
    header.append(0x0a)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header
      + elements.flatMap { bytes($0.bitPattern, 8) }
  }

  /// A zip archive whose members are not compressed.
  static func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var (archive, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in members {
      let fields =
        bytes(0, 2) + bytes(0, 2) + bytes(0, 4) + bytes(UInt64(checksum(content)), 4) + bytes(UInt64(content.count), 4) + bytes(UInt64(content.count), 4)
      let place = archive.count
      archive += bytes(0x0403_4b50, 4) + bytes(20, 2) + fields + bytes(UInt64(name.utf8.count), 2) + bytes(0, 2) + Array(name.utf8) + content
      directory +=
        bytes(0x0201_4b50, 4) + bytes(20, 2) + bytes(20, 2) + fields + bytes(UInt64(name.utf8.count), 2) + bytes(0, 12) + bytes(UInt64(place), 4)
        + Array(name.utf8)
    }
    let count = bytes(UInt64(members.count), 2)
    return archive + directory + bytes(0x0605_4b50, 4) + bytes(0, 4) + count + count + bytes(UInt64(directory.count), 4) + bytes(UInt64(archive.count), 4)
      + bytes(0, 2)
  }

  private static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] { (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * $0)) : 0 } }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0 as UInt32) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { part, _ in part >> 1 ^ (part & 1 != 0 ? 0xedb8_8320 : 0) }
    }
  }
}
