/// A message to the user that is no error.
struct Warning: Equatable, Sendable {
  /// The name of the kind, such as `broadcast`. `--json` prints it.
  var kind: String
  var message: String
  var range: SourceRange?
}
