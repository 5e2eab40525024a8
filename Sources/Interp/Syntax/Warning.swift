/// A thing worth knowing that is no error.
struct Warning: Equatable, Sendable {
  var kind: String
  var message: String
  var range: SourceRange?
}
