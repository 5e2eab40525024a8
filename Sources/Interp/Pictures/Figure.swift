/// A picture as data: what is drawn, without how. `FigureText` draws it in cells of text.
struct Figure: Sendable {
  /// One line or one set of points.
  struct Series: Sendable {
    enum Mark: Sendable { case line, points, bars }

    var name: String
    var x: [Double]
    var y: [Double]
    var mark = Mark.line
  }

  /// A matrix whose entries are drawn as shades, with row 1 at the top.
  struct Map: Sendable {
    var rows: Int
    var columns: Int
    /// The entries row by row.
    var values: [Double]
  }

  enum Content: Sendable {
    case series([Series])
    case map(Map)
  }

  /// The word after `plot`, or the expression.
  let what: String
  var title: String
  var xLabel = ""
  var yLabel = ""
  var content: Content
  /// Whether the y axis is logarithmic. Then values of 0 and below are gaps.
  var hasLogY = false
  /// Lines below the picture: what it leaves out.
  var notes: [String] = []

  /// The sentence about values that cannot be drawn; nil where all can.
  static func gap(_ count: Int, of name: String) -> String? {
    if count == 0 { return nil }
    return "\(name) has \(count) value\(count == 1 ? "" : "s") that \(count == 1 ? "is" : "are") not finite; there \(count == 1 ? "is a gap" : "are gaps")"
  }
}
