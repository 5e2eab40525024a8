import Foundation
import TestSupport
import Testing

@testable import Net

/// 60 tables that pandas, polars and NumPy wrote. X and Y are those of pandas, bit for bit. `Figures/make_tables.py` made them.
@Suite struct TableFigureTests {
  struct Table: Decodable, Sendable {
    struct Array: Decodable, Sendable {
      var shape: [Int]
      var bits: [String]

      var matrix: Matrix { Matrix(rows: shape[0], columns: shape[1], elements: bits.map { Double(bitPattern: UInt64($0, radix: 16)!) }) }
    }

    var name: String
    var bytes: Data
    var options: String
    var X: Array
    var Y: Array
    var classes: [String]?
    /// The names of the features; nil where the table has none.
    var features: [String]?
  }

  private static let tables: [Table] = {
    let figures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures/tables.json")
    return try! JSONDecoder().decode([Table].self, from: Data(contentsOf: figures))
  }()

  @Test(arguments: tables.indices) func equalsPandas(_ index: Int) throws {
    let table = Self.tables[index]
    let folder = try TemporaryFolder()
    try folder.write(table.name, bytes: [UInt8](table.bytes))
    var options = TableOptions()
    for option in table.options.split(separator: " ") {
      let parts = option.split(separator: "=").map(String.init)
      if parts[0] == "onehot" { options.oneHot = [ColumnItem(parts[1])] } else { options.missing = try #require(.init(rawValue: parts[1])) }
    }
    let set = try DataFile.read(folder.path + "/" + table.name, options).dataset
    func bits(_ matrix: Matrix?) -> [UInt64]? { matrix?.elements.map(\.bitPattern) }
    #expect(set.X.shape == table.X.matrix.shape && bits(set.X) == bits(table.X.matrix))
    #expect(set.Y?.shape == table.Y.matrix.shape && bits(set.Y) == bits(table.Y.matrix))
    #expect(set.classNames == table.classes)
    if let features = table.features { #expect(set.featureNames == features) }
  }
}
