import Net

/// What `plot` was asked to draw. `display plot` keeps it for each picture.
struct PlotRequest: Sendable {
  enum Subject: Sendable {
    /// The costs of some branches; of the present one where none is named.
    case costs(branches: [(name: String, range: SourceRange)])
    case data
    case boundary(Boundary)
    case activation(any ActivationFunction)
    case gradients
    case network
    case histogram(Expression)
    /// Several expressions, each with its text. With a shape, the entries of one array are laid out anew.
    case values([(expression: Expression, name: String)], shape: (Shape, range: SourceRange)?)
  }

  /// The plane and the unit of `plot boundary`.
  struct Boundary: Sendable {
    /// Two features by their numbers from 1 or by their names; nil where none are named.
    var features: (names: [String], range: SourceRange)?
    /// The unit whose zero line is drawn, and its layer; nil for the classes.
    var unit: (number: Int, range: SourceRange)?
    var layer: (number: Int, range: SourceRange)?
  }

  var subject: Subject
  /// Whether expressions are drawn.
  var readsExpressions: Bool {
    switch subject {
    case .histogram, .values: true
    default: false
    }
  }
  var title: String?
  /// Whether a logarithmic y axis was asked for.
  var hasLogY = false
  /// The columns and rows of a text, or the pixels of a file; nil for the usual size.
  var size: (columns: Int, rows: Int)?
  /// The file of the picture; nil for text.
  var file: (path: String, range: SourceRange)?
  /// The text that the expressions stand in.
  var source: SourceText
  /// The words after `plot` as they were typed.
  var text: String
}

/// The words after `plot` that stand for a picture and not for a value.
enum PlotWord: String, CaseIterable {
  case costs = "J"
  case data, boundary, activation, gradients, network
  case histogram = "hist"

  /// The options that a picture takes.
  /// - Parameter word: nil for expressions.
  static func options(of word: PlotWord?) -> [String] {
    let own =
      switch word {
      case .costs, .data, .gradients, .histogram: ["log"]
      case .boundary: ["unit", "layer", "features"]
      case .activation, .network: [String]()
      case nil: ["log", "shape"]
      }
    return ["size", "title", "to"] + own
  }
}
