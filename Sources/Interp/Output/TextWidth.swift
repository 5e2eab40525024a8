/// How much room a text takes on a terminal.
public enum TextWidth {
  /// Columns of one line; a wide letter takes two.
  public static func columns(_ line: String) -> Int { line.reduce(0) { $0 + FaultText.width($1) } }
}
