/// How pictures are drawn as text.
public struct PictureStyle: Equatable, Sendable {
  /// The cells of the picture, with its title, labels and legend.
  public var columns = 80
  public var rows = 24
  /// Whether the terminal shows braille and lines. Otherwise everything is ASCII.
  public var isUnicode = true
  /// Whether the series have colours too.
  public var hasColour = false

  /// The smallest picture.
  static let least = (columns: 20, rows: 8)

  public init() {}
}
