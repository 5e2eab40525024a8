import Net

/// A picture as data: what is drawn, without how. `FigureText` draws it in cells of text, and `GnuplotScript` in files and sixels.
struct Figure: Sendable {
  /// One line or one set of points.
  struct Series: Sendable {
    enum Mark: Sendable {
      case line, points, bars
      /// Points that need the reader's eye, such as examples with a wrong class.
      case crosses
      /// A row below the picture that is dark where many x lie.
      case density
    }

    var name: String
    var x: [Double]
    var y: [Double]
    var mark = Mark.line
  }

  /// What a network predicts over a plane. The areas of the classes lie behind the points.
  struct Areas: Sendable {
    /// The middles of the columns and of the rows, in ascending order.
    var x: [Double]
    var y: [Double]
    /// The class of each place, row by row from the least y; -1 where the network gives no number.
    var classes: [Int]
    /// The number that decides the class of each place.
    var outputs: [Double]
    /// The names of the classes.
    var names: [String]
  }

  /// Lines and points between two axes.
  struct Chart: Sendable {
    var series: [Series]
    var areas: Areas?
  }

  /// A matrix whose entries are drawn as shades, with row 1 at the top.
  struct Map: Sendable {
    var rows: Int
    var columns: Int
    /// The entries row by row.
    var values: [Double]
  }

  /// The units of a network, with a line for each weight.
  struct Diagram: Sendable {
    /// A layer, with the inputs as the first one.
    struct Column: Sendable {
      var units: Int
      /// The lines below the units.
      var labels: [String]
    }

    var columns: [Column]
    /// W of each layer. There is one matrix less than columns.
    var weights: [Matrix]
  }

  enum Content: Sendable {
    case chart(Chart)
    case map(Map)
    case diagram(Diagram)
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

  /// A chart without areas.
  static func series(_ series: [Series]) -> Content { .chart(Chart(series: series)) }

  /// The sentence about values without a logarithm; nil where all have one.
  static func gapOfLogarithm(_ count: Int, of name: String) -> String? {
    if count == 0 { return nil }
    return "\(name) has \(count) value\(count == 1 ? "" : "s") of 0 or below, which a logarithmic axis cannot show"
  }

  /// The sentence about values that cannot be drawn; nil where all can.
  /// - Parameter thing: what is counted: a value, or an example.
  static func gap(_ count: Int, of name: String, thing: String = "value") -> String? {
    if count == 0 { return nil }
    return "\(name) has \(count) \(thing)\(count == 1 ? "" : "s") that \(count == 1 ? "is" : "are") not finite; there \(count == 1 ? "is a gap" : "are gaps")"
  }
}
