import Testing

@testable import Net

/// New rows from tables that were cut off or changed: each is refused, or gives the features of the data.
@Suite struct RowDamageTests {
  private static let train = "id,a,kind,y\n7,1,3,0.5\n8,2.5,4,1.5\n9,3,x,2.5\n"
  private static let new = Array("kind,q,a,\"y\"\n3,\"u\nv\",1,2\n,2,,3\n9,1,NA,\nx,2,1e3,4\n".utf8)
  private static let plain = Array("1,3,0.5\n,4,2\n2,9,?\n7,3,1\n".utf8)

  /// Recipes that find columns by names, by positions and by either, with each way to treat gaps.
  private static let recipes: [(recipe: TableRecipe, features: Int, text: [UInt8])] = TableOptions.Missing.allCases.flatMap { missing in
    func recipe(_ text: [UInt8], _ x: [ColumnItem], _ oneHot: [ColumnItem]) -> TableRecipe {
      var options = TableOptions(x: x)
      (options.missing, options.oneHot) = (missing, oneHot)
      var table = try! DataTable(text, options, MemoryBudget())
      guard case .table(let recipe) = try! table.dataset("t").recipe else { preconditionFailure("a table has the recipe of a table") }
      return recipe
    }
    let named = recipe(Array(train.utf8), ["a", "kind"], ["kind"])
    let placed = recipe(Array("1,3,0.5\n2,4,1.5\n".utf8), ["1", "2"], ["2"])
    var either = TableRecipe(features: ["a", "q"])
    either.options.missing = missing
    return [(named, 4, new), (placed, 3, plain), (either, 2, new)]
  }

  private func check(_ bytes: [UInt8], _ recipe: TableRecipe, _ features: Int, takesUnknown: Bool) throws {
    var table = try DataTable(bytes, TableOptions(), MemoryBudget(), .like(recipe, withTarget: false))
    let rows = try table.newRows(takesUnknown: takesUnknown)
    #expect(rows.X.rows == features && rows.X.columns == rows.kept?.count { $0 } ?? rows.rows)
    let mayHaveGaps = recipe.options.missing == .mean || recipe.options.missing == .median
    #expect(mayHaveGaps || rows.X.elements.allSatisfy(\.isFinite))
  }

  @Test(arguments: recipes.indices) func cutOff(_ index: Int) {
    let (recipe, features, text) = Self.recipes[index]
    var good = 0
    for length in 0...text.count {
      for takesUnknown in [false, true] { if (try? check(Array(text[..<length]), recipe, features, takesUnknown: takesUnknown)) != nil { good += 1 } }
    }
    // A table of one whole row is read by every recipe that the rows fit.
    #expect(good > 0 || features == 2)
  }

  @Test(arguments: recipes.indices) func changed(_ index: Int) {
    let (recipe, features, text) = Self.recipes[index]
    var generator = MersenneTwister(seed: 5)
    func below(_ count: Int) -> Int { Int(generator.bounded(UInt64(count - 1))) }
    for _ in 0..<2000 {
      var bytes = text
      for _ in 0...below(3) { bytes[below(bytes.count)] = Array(",;\n\r\" 019.-eNAx?\t|#%".utf8)[below(20)] }
      _ = try? check(bytes, recipe, features, takesUnknown: below(2) == 0)
    }
  }

  /// The error names the line of a category behind dropped rows, empty lines and cells with a newline.
  @Test func linesOfCategories() throws {
    var options = TableOptions(x: ["a", "kind"])
    (options.missing, options.oneHot) = (.drop, ["kind"])
    var table = try DataTable(Array(Self.train.utf8), options, MemoryBudget())
    guard case .table(let recipe) = try table.dataset("t").recipe else { throw DataError.empty }
    for (text, line) in [
      ("a,kind\n1,3\n2,8\n", 3), ("a,kind\n,3\n\n  \n1,8\n", 5), ("q,a,kind\n\"u\nv\",1,3\n,1,3\nw,,8\nw,1,8\n", 6), ("a,kind\r\n1,3\r\n2,word\r\n", 3),
    ] {
      #expect(throws: DataError.unknownCategory(column: "kind", text: text.contains("word") ? "word" : "8", line: line), "\(text.debugDescription)") {
        var table = try DataTable(Array(text.utf8), TableOptions(), MemoryBudget(), .like(recipe, withTarget: false))
        _ = try table.newRows(takesUnknown: false)
      }
    }
  }

  /// What is built is counted first.
  @Test func memory() throws {
    var options = TableOptions(x: ["a", "kind"])
    options.oneHot = ["kind"]
    var table = try DataTable(Array(Self.train.utf8), options, MemoryBudget())
    guard case .table(let recipe) = try table.dataset("t").recipe else { throw DataError.empty }
    let bytes = Array(("a,kind\n" + String(repeating: "1,3\n", count: 20_000)).utf8)
    func rows(_ limit: Int) throws -> NewRows {
      let budget = MemoryBudget(bytes: limit)
      var table = try DataTable(bytes, TableOptions(), budget, .like(recipe, withTarget: false))
      return try table.newRows(takesUnknown: false)
    }
    // Two columns of numbers, the copy of one of them and three one-hot rows: six doubles for each row.
    #expect(try rows(20_000 * 50).X.shape == Shape(4, 20_000))
    #expect(throws: DataError.tooLarge(limit: 20_000 * 46)) { try rows(20_000 * 46) }
  }
}
